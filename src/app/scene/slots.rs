//! Which place of the engine's tables a row has. It is the row's number, which stays while
//! the row lives; rows whose numbers lie far out (another program may give any) get
//! places of their own, so that the tables grow with the rows and not with the numbers.

use std::collections::HashMap;
use std::sync::Arc;

/// Rows of a lower number have the place of that number.
const NEAR: u32 = 1 << 23;

/// The places of a table's rows; a row keeps its own from revision to revision.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    far: Arc<HashMap<i64, u32>>,
}

fn near(fid: i64) -> Option<u32> {
    u32::try_from(fid).ok().filter(|place| *place < NEAR)
}

impl Slots {
    /// The place of a row; `None` where it was never given one.
    pub(super) fn of(&self, fid: i64) -> Option<u32> {
        near(fid).or_else(|| self.far.get(&fid).copied())
    }

    /// Gives a place to each of these rows that has none.
    pub(super) fn seat(&mut self, fids: impl Iterator<Item = i64>) {
        for fid in fids.filter(|fid| near(*fid).is_none()) {
            if !self.far.contains_key(&fid) {
                let next = NEAR.saturating_add(self.far.len() as u32);
                Arc::make_mut(&mut self.far).insert(fid, next);
            }
        }
    }

    /// The highest place in use plus one, where `last` is the highest number of a row.
    pub(super) fn len(&self, last: Option<i64>) -> u32 {
        if self.far.is_empty() {
            return last.and_then(near).map_or(0, |place| place + 1);
        }
        NEAR.saturating_add(self.far.len() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_rows_have_the_place_of_their_number_and_far_ones_keep_theirs() {
        let mut slots = Slots::default();
        slots.seat([3, 7].into_iter());
        assert_eq!((slots.of(7), slots.len(Some(7))), (Some(7), 8));
        assert_eq!(slots.len(None), 0);
        slots.seat([1 << 40, -5].into_iter());
        let (far, below) = (slots.of(1 << 40), slots.of(-5));
        assert_eq!((far, below), (Some(NEAR), Some(NEAR + 1)));
        slots.seat([1 << 39, 1 << 40].into_iter());
        assert_eq!((slots.of(1 << 40), slots.of(1 << 39)), (far, Some(NEAR + 2)));
        assert_eq!(slots.len(Some(1 << 40)), NEAR + 3);
        assert_eq!(slots.of(1 << 41), None);
    }
}
