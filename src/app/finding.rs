//! Finding by name or code: everything that has one, in either script and
//! whatever the kind of digits, yeh, kaf or space between words.
//!
//! Names are folded once a revision ([`names_of`]) and searched as a whole beside
//! the window ([`super::name_search`]).

use super::name_search::{LONGEST_SEARCHED, Names};
use crate::analysis::index::ProjectIndex;
use crate::base::{Cancelled, Progress};
use crate::locale::foreign::beginning;
use crate::locale::normalise::search_key;
use crate::model::schema::ADMIN_LEVELS;
use crate::model::{Layer, RowId, RowRef, Snapshot, Table};
use std::collections::HashMap;

/// Tables that are searched, in the order in which hits of the same rank are
/// told: what is large and known first, the many plots last.
const SEARCHED: [Table; 8] = [
    Table::Admin,
    Table::Estates,
    Table::Zones,
    Table::Places,
    Table::InfraPoint,
    Table::InfraLine,
    Table::InfraArea,
    Table::Plots,
];

/// Units above a unit that are followed; more would be a ring.
const MOST_ABOVE: usize = 6;

/// Every unit by its code.
struct Units<'a> {
    by_code: HashMap<&'a str, RowRef<'a>>,
}

impl<'a> Units<'a> {
    fn of(snapshot: &'a Snapshot) -> Self {
        let rows = snapshot.layer(Layer::Admin);
        Units { by_code: rows.filter_map(|row| Some((row.code()?, row))).collect() }
    }

    /// The unit of that code and those above it, from the smallest up.
    fn from(&self, code: &str) -> Vec<RowRef<'a>> {
        let mut found: Vec<RowRef<'a>> = Vec::new();
        let mut next = self.by_code.get(code);
        while let Some(unit) = next
            && found.len() < MOST_ABOVE
        {
            found.push(*unit);
            next = unit.text("parent_code").and_then(|code| self.by_code.get(code));
        }
        found
    }
}

/// The names and codes of a project. A plot is also found together with the name of
/// its estate, a unit or village together with any of the units above it, and they
/// are told with these ([`super::name_search::Names::above`]).
///
/// # Errors
/// A cancel.
pub fn names_of(snapshot: &Snapshot, progress: &Progress) -> Result<Names<RowId>, Cancelled> {
    /// Rows between two looks at the progress.
    const ROWS_PER_LOOK: usize = 4096;
    let units = Units::of(snapshot);
    let estates: HashMap<&str, RowRef<'_>> =
        snapshot.layer(Layer::Estates).filter_map(|row| Some((row.code()?, row))).collect();
    let mut names = Names::default();
    let mut known = HashMap::new();
    for (place, table) in SEARCHED.into_iter().enumerate() {
        let column = match table {
            Table::Admin => "parent_code",
            Table::Places => "admin_code",
            Table::Estates => "dehestan_code",
            _ => "estate_code",
        };
        for (count, row) in snapshot.table(table).rows().enumerate() {
            if count % ROWS_PER_LOOK == 0 {
                progress.check()?;
            }
            let above = row.text(column).map(|code| {
                let is_estate = column == "estate_code";
                *known.entry((is_estate, code)).or_insert_with(|| {
                    let rows: Vec<RowRef<'_>> = if is_estate {
                        estates.get(code).copied().into_iter().collect()
                    } else {
                        units.from(code)
                    };
                    let keys: Vec<String> = rows.iter().flat_map(keys).collect();
                    names.group(keys.iter().map(String::as_str), rows.iter().map(|row| row.id()))
                })
            });
            let own = [row.text("name_fa"), row.text("name_en"), row.code()];
            names.add(row.id(), place as u8, own.into_iter().flatten(), above);
        }
    }
    Ok(names)
}

/// The folded names and the code of a row.
fn keys(row: &RowRef<'_>) -> Vec<String> {
    let names = [row.text("name_fa"), row.text("name_en"), row.code()];
    names.into_iter().flatten().map(|name| search_key(beginning(name, LONGEST_SEARCHED))).collect()
}

/// What is told of the units above a thing, given from the nearest up: district and
/// county of what lies in a county (most districts are called "Central", and many
/// villages have one name), else the province; the rural district too where the thing
/// is a village.
pub fn told_above<'a>(above: &[RowRef<'a>], is_village: bool) -> Vec<RowRef<'a>> {
    let has_county = above.iter().any(|unit| unit.text("level") == Some("shahrestan"));
    let is_told = |unit: &&RowRef<'a>| match unit.text("level") {
        Some("ostan") => !has_county,
        Some("shahrestan" | "bakhsh") => true,
        Some("dehestan") => is_village,
        // An estate, or a unit of no known level: better than none.
        None => above.len() == 1,
        Some(_) => false,
    };
    above.iter().filter(is_told).copied().collect()
}

/// The place of a point in words: the smallest unit that holds it and those
/// above it, as rows from the province down. Empty outside all units.
pub fn units_at(snapshot: &Snapshot, index: &ProjectIndex, at: geo::Coord<f64>) -> Vec<RowId> {
    use crate::geometry::inside::Area;
    let table = snapshot.table(Table::Admin);
    let level = |row: &RowRef<'_>| {
        row.text("level").and_then(|level| ADMIN_LEVELS.iter().position(|one| *one == level))
    };
    let mut found: Vec<(usize, RowId)> = index
        .boxes(Table::Admin)
        .at(at)
        .filter_map(|fid| table.row(*fid))
        .filter(|row| {
            let Some(geometry) = row.geometry() else { return false };
            let polygons: Vec<&geo::Polygon<f64>> = match geometry.as_ref() {
                geo::Geometry::Polygon(polygon) => vec![polygon],
                geo::Geometry::MultiPolygon(polygons) => polygons.iter().collect(),
                _ => Vec::new(),
            };
            let rings = polygons.into_iter().flat_map(crate::geometry::index::rings);
            Area::new(rings.map(|ring| ring.0.as_slice())).is_some_and(|area| area.contains(at))
        })
        .filter_map(|row| Some((level(&row)?, row.id())))
        .collect();
    found.sort_unstable_by_key(|(level, _)| *level);
    found.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{StoredRow, TableBuilder, Value};

    /// Two villages of one name, with the units above them; an estate with a plot.
    fn snapshot() -> Snapshot {
        let table = |table: Table, rows: &[&[(&str, &str)]]| {
            let mut builder = TableBuilder::new(table);
            for (at, known) in rows.iter().enumerate() {
                let mut values = vec![Value::Null; table.columns().len()];
                for (name, value) in *known {
                    values[table.column_position(name).expect("column")] = Value::from(*value);
                }
                let (fid, uuid) = (at as i64 + 1, uuid::Uuid::from_u128(at as u128 + 1));
                builder.push(StoredRow { fid, uuid, geometry: None, values });
            }
            builder.finish()
        };
        let unit = |code, level, name, parent| {
            [("code", code), ("level", level), ("name_fa", name), ("parent_code", parent)]
        };
        let admin = table(
            Table::Admin,
            &[
                &unit("14", "ostan", "سمنان", ""),
                &unit("1402", "shahrestan", "گرمسار", "14"),
                &unit("140201", "bakhsh", "مرکزی", "1402"),
                &unit("140202", "bakhsh", "ایوانکی", "1402"),
                &unit("1402010001", "dehestan", "لجران", "140201"),
                &unit("1402020001", "dehestan", "حومه", "140202"),
                &unit("V1", "abadi", "علي آباد", "1402010001"),
                &unit("V2", "abadi", "علی‌آباد", "1402020001"),
                // A ring of units that name each other.
                &unit("R1", "dehestan", "حلقه", "R2"),
                &unit("R2", "dehestan", "حلقه دوم", "R1"),
            ],
        );
        let estates = table(Table::Estates, &[&[("code", "E-1"), ("name_fa", "شهرک گرمسار")]]);
        let plots = table(Table::Plots, &[&[("code", "A-12"), ("estate_code", "E-1")]]);
        Snapshot::new(1, vec![admin, estates, plots])
    }

    /// What is found, with what is told above it.
    fn told(query: &str) -> Vec<(String, Vec<String>)> {
        let snapshot = snapshot();
        let names = names_of(&snapshot, &Progress::new()).expect("names");
        let name = |row: &RowRef<'_>| row.text("name_fa").or(row.code()).unwrap_or_default().to_owned();
        let found = names.search(query);
        let rows = found.hits().iter().map(|hit| {
            let row = snapshot.row(names.target(hit).expect("a target")).expect("a row");
            let above: Vec<RowRef<'_>> = names.above(hit).iter().filter_map(|id| snapshot.row(*id)).collect();
            let told = told_above(&above, row.text("level") == Some("abadi"));
            (name(&row), told.iter().map(name).collect())
        });
        rows.collect()
    }

    #[test]
    fn villages_of_one_name_are_told_apart_and_keep_their_spelling() {
        let above = |names: [&str; 3]| names.map(str::to_owned).to_vec();
        let expected = [
            ("علي آباد".to_owned(), above(["لجران", "مرکزی", "گرمسار"])),
            ("علی‌آباد".to_owned(), above(["حومه", "ایوانکی", "گرمسار"])),
        ];
        assert_eq!(told("علی اباد"), expected);
        // Also by what lies above, in whatever order.
        assert_eq!(told("ايوانكي علی‌آباد"), expected[1..]);
        assert_eq!(told("علی آباد گرمسار مرکزی"), expected[..1]);
    }

    #[test]
    fn plots_are_told_with_their_estate_and_counties_with_their_province() {
        assert_eq!(told("A-12"), [("A-12".to_owned(), vec!["شهرک گرمسار".to_owned()])]);
        assert_eq!(told("1402")[0], ("گرمسار".to_owned(), vec!["سمنان".to_owned()]));
        assert_eq!(told("حلقه").len(), 2);
    }
}
