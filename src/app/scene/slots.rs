//! Which place in the engine's tables a row has. The engine keeps a byte or two for
//! every place up to the highest, so places must not grow with the row numbers, which
//! a file may choose as it likes.

use crate::model::TableData;
use std::collections::HashMap;
use std::sync::Arc;

/// Places above the count of rows that are given by row number alone.
const SPARE: i64 = 4_096;

/// The place of each row of a table. A row keeps its place while it lives, so that
/// drawings of an earlier revision find the looks of a later one.
#[derive(Debug, Clone)]
pub(super) struct Slots {
    /// Rows numbered from 0 up to this have their number as their place.
    dense: i64,
    /// Places of all others, given in the order in which they were first seen.
    others: Arc<HashMap<i64, u32>>,
}

impl Slots {
    /// Places for the rows of a table, at most some more than twice as many as rows.
    pub(super) fn of(rows: &TableData) -> Slots {
        let dense = i64::try_from(rows.len()).unwrap_or(0).saturating_mul(2).saturating_add(SPARE);
        let dense =
            dense.min(rows.last_fid().unwrap_or(0).saturating_add(SPARE)).clamp(0, i64::from(u32::MAX / 2));
        let slots = Slots { dense, others: Arc::default() };
        slots.with(rows.rows().map(|row| row.fid()))
    }

    /// The same places, and more for those of `fids` that have none yet.
    pub(super) fn with(&self, fids: impl IntoIterator<Item = i64>) -> Slots {
        let mut slots = self.clone();
        for fid in fids {
            if slots.get(fid).is_none() {
                let next = slots.dense + slots.others.len() as i64;
                if let Ok(place) = u32::try_from(next) {
                    Arc::make_mut(&mut slots.others).insert(fid, place);
                }
            }
        }
        slots
    }

    /// The place of a row.
    pub(super) fn get(&self, fid: i64) -> Option<u32> {
        match u32::try_from(fid) {
            Ok(place) if fid < self.dense => Some(place),
            _ => self.others.get(&fid).copied(),
        }
    }

    /// The highest place plus one.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.dense).unwrap_or(u32::MAX).saturating_add(self.others.len() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Table, TableBuilder};

    #[test]
    fn places_grow_with_the_rows_and_not_with_their_numbers() {
        let empty = TableBuilder::new(Table::Plots).finish();
        let before = Slots::of(&empty);
        let far = [1_i64 << 40, i64::MAX, -7, (1 << 28) + 1];
        let slots = before.with([1, 2].into_iter().chain(far));
        assert_eq!((slots.get(1), slots.get(2)), (Some(1), Some(2)), "small numbers are their own places");
        let places: Vec<u32> = far.iter().filter_map(|fid| slots.get(*fid)).collect();
        let mut apart = places.clone();
        apart.dedup();
        assert_eq!(apart.len(), far.len(), "{places:?}");
        assert!(slots.len() < 10_000, "{}", slots.len());
        assert_eq!(slots.get(1 << 41), None);

        let later = slots.with([5, 1 << 50]);
        assert!(far.iter().all(|fid| later.get(*fid) == slots.get(*fid)), "places stay");
        assert!(later.get(1 << 50).is_some());
    }
}
