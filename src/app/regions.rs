//! The dehestans as the planner goes through them: the most people first, with
//! the county each belongs to and whether it is marked.

use crate::locale::normalise::search_key;
use crate::model::{Applied, Layer, RowId, RowRef, Snapshot, Table};
use std::collections::{HashMap, HashSet};

/// A dehestan in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// The dehestan.
    pub row: RowId,
    /// The county above it.
    pub above: Option<RowId>,
    /// Its people, where they are known.
    pub population: Option<f64>,
    /// Marked as under-served by somebody.
    pub is_marked: bool,
    /// Folded names and code, for the filter.
    key: String,
}

impl Region {
    /// Whether name, code or county hold what was typed, in any spelling;
    /// `folded` is the typed text under [`search_key`].
    pub fn fits(&self, folded: &str) -> bool {
        self.key.contains(folded)
    }
}

/// The dehestans of a project, the most people first, unknown numbers last.
pub fn dehestans(snapshot: &Snapshot) -> Vec<Region> {
    let marked: HashSet<&str> = snapshot
        .layer(Layer::Marks)
        .filter(|mark| mark.text("kind") == Some("under_served"))
        .filter_map(|mark| mark.text("admin_code"))
        .collect();
    let units: HashMap<&str, RowRef<'_>> = snapshot
        .layer(Layer::Admin)
        .filter(|row| row.text("level") != Some("dehestan"))
        .filter_map(|row| Some((row.code()?, row)))
        .collect();
    let mut found: Vec<Region> = snapshot
        .layer(Layer::Admin)
        .filter(|row| row.text("level") == Some("dehestan"))
        .map(|row| {
            let county = county_of(&row, &units);
            let own = [row.text("name_fa"), row.text("name_en"), row.code()];
            let mut keys: Vec<String> = own.into_iter().flatten().map(search_key).collect();
            let names = county.map(|county| [county.text("name_fa"), county.text("name_en")]);
            keys.extend(names.into_iter().flatten().flatten().map(search_key));
            let uuid = row.uuid().to_string();
            Region {
                row: row.id(),
                above: county.map(|county| county.id()),
                population: row.number("population"),
                is_marked: marked.contains(row.code().unwrap_or(&uuid)),
                key: keys.join("\n"),
            }
        })
        .collect();
    found.sort_by(|one, other| {
        let people = |region: &Region| region.population.unwrap_or(f64::NEG_INFINITY);
        people(other).total_cmp(&people(one)).then(one.row.fid.cmp(&other.row.fid))
    });
    found
}

/// The county above a dehestan; the district between them is passed over.
fn county_of<'a>(dehestan: &RowRef<'a>, units: &HashMap<&str, RowRef<'a>>) -> Option<RowRef<'a>> {
    let above = |row: &RowRef<'a>| row.text("parent_code").and_then(|code| units.get(code)).copied();
    let parent = above(dehestan)?;
    let is_district = parent.text("level") == Some("bakhsh");
    Some(if is_district { above(&parent).unwrap_or(parent) } else { parent })
}

/// Whether a change can have changed the list.
pub fn concerns(applied: &Applied) -> bool {
    let concerned = [Table::Admin, Table::Marks];
    applied.rows.iter().any(|row| concerned.contains(&row.table))
        || applied.whole_tables.iter().any(|table| concerned.contains(table))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{StoredRow, TableBuilder, TableData, Value};

    fn table(table: Table, rows: &[&[(&str, Value)]]) -> TableData {
        let mut builder = TableBuilder::new(table);
        for (at, known) in rows.iter().enumerate() {
            let mut values = vec![Value::Null; table.columns().len()];
            for (name, value) in *known {
                values[table.column_position(name).expect("column")] = value.clone();
            }
            let (fid, uuid) = (at as i64 + 1, uuid::Uuid::from_u128(at as u128 + 1));
            builder.push(StoredRow { fid, uuid, geometry: None, values });
        }
        builder.finish()
    }

    #[test]
    fn ranked_by_people_with_county_and_mark() {
        let text = |name: &'static str, value: &str| (name, Value::from(value));
        let admin = table(
            Table::Admin,
            &[
                &[text("code", "C1"), text("level", "shahrestan"), text("name_fa", "گرمسار")],
                &[text("code", "D1"), text("level", "dehestan"), text("name_fa", "لجران")],
                &[text("code", "B1"), text("level", "bakhsh"), text("parent_code", "C1")],
                &[
                    text("code", "D2"),
                    text("level", "dehestan"),
                    text("name_fa", "كهن‌آباد"),
                    text("parent_code", "B1"),
                    ("population", Value::Int(900)),
                ],
                &[text("code", "D3"), text("level", "dehestan"), ("population", Value::Int(12_000))],
            ],
        );
        let marks = table(Table::Marks, &[&[text("admin_code", "D2"), text("kind", "under_served")]]);
        let found = dehestans(&Snapshot::new(1, vec![admin, marks]));
        let order: Vec<i64> = found.iter().map(|region| region.row.fid).collect();
        assert_eq!(order, [5, 4, 2]);
        assert_eq!(found.iter().map(|region| region.is_marked).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(found[1].above.map(|row| row.fid), Some(1));
        assert!(found[1].fits(&search_key("کهن اباد")) && found[1].fits(&search_key("گرمسار")));
        assert!(!found[0].fits(&search_key("کهن")));
    }
}
