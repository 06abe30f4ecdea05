//! Whether a feature that comes in with the code of a row that is there is that
//! thing. Codes decide while a file calls its properties as the file before it did;
//! a file of another make may use the same codes for other things.

use super::blob_read;
use super::cells::StoredCells;
use super::columns::GEOM;
use super::error::StoreError;
use super::import_event::{ImportInfo, record_of};
use crate::geometry::BoundingBox;
use crate::geometry::geodesic::geodesic_m;
use crate::model::preset::Matching;
use geo::Coord;
use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How a feature stands to the row that has its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kinship {
    /// The next issue of the list that the row came from, or nobody can tell.
    #[default]
    SameList,
    /// Another list, whose properties have other names.
    OtherList,
    /// Another list, and it lies elsewhere or is of another kind: another thing.
    OtherThing,
}

/// What is known of the row that has a feature's code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Met {
    /// How the feature stands to it.
    pub kinship: Kinship,
    /// The imports that made and last changed the row and are of the feature's list.
    pub issues: Vec<String>,
    /// Files that last changed the row, where it is another list's.
    pub known_from: Option<String>,
}

/// The imports so far, looked up as their rows are met.
#[derive(Debug)]
pub struct Lists {
    rules: Matching,
    imports: HashMap<String, Option<ImportInfo>>,
}

impl Lists {
    /// Nothing is looked up yet.
    pub fn new(rules: Matching) -> Lists {
        Lists { rules, imports: HashMap::new() }
    }

    /// How `brought` stands to `there`, two rows of one layer with one code.
    ///
    /// # Errors
    /// A failure of the database.
    pub fn meet(
        &mut self,
        connection: &Connection,
        brought: &StoredCells,
        there: &StoredCells,
    ) -> Result<Met, StoreError> {
        let batches = ["source_batch", "created_batch"].map(|column| there.text(column).unwrap_or_default());
        if said(brought) == said(there) && batches[0] == batches[1] {
            // Nearly every row of a file that comes again.
            return Ok(Met { issues: vec![batches[0].to_owned()], ..Met::default() });
        }
        let mut met = Met::default();
        // Without properties on one side nothing tells the lists apart.
        let now = said(there).and(said(brought)).map(names).unwrap_or_default();
        let before = said(there).map(names).unwrap_or_default();
        let min_share = self.rules.shared_names_min_share.value;
        let mut told_apart = false;
        for batch in batches {
            let list = self.import(connection, batch)?.and_then(|info| info.names(there.table.layer()));
            let list = list.unwrap_or(&before);
            let alike = now.is_empty() || list.is_empty() || share_of(&now, list) >= min_share;
            told_apart |= !alike;
            if alike && !met.issues.iter().any(|known| known == batch) {
                met.issues.push(batch.to_owned());
            }
        }
        if told_apart && met.issues.is_empty() {
            let is_far =
                apart_m(brought, there).is_some_and(|distance_m| distance_m > self.rules.apart_max_m.value);
            let is_other = is_far || are_other_kinds(brought, there);
            met.kinship = if is_other { Kinship::OtherThing } else { Kinship::OtherList };
            met.known_from = Some(self.files_of(connection, batches[0])?);
        }
        Ok(met)
    }

    /// What is known of an import; `None` where the batch was none.
    pub fn import(
        &mut self,
        connection: &Connection,
        batch: &str,
    ) -> Result<Option<&ImportInfo>, StoreError> {
        if !self.imports.contains_key(batch) {
            let info = record_of(connection, batch)?.map(|record| record.info);
            self.imports.insert(batch.to_owned(), info);
        }
        Ok(self.imports.get(batch).and_then(Option::as_ref))
    }

    /// Names of the files of an import; empty where the batch was none.
    fn files_of(&mut self, connection: &Connection, batch: &str) -> Result<String, StoreError> {
        let files =
            self.import(connection, batch)?.map(|info| info.files.iter().map(|file| file.name.as_str()));
        Ok(files.map(|files| files.collect::<Vec<_>>().join(", ")).unwrap_or_default())
    }
}

/// The properties as `now` has them, and behind them those of `before` that it does
/// not name: what a file does not speak of stays. `None` where nothing is to be added.
pub fn united(now: &str, before: &str) -> Option<String> {
    if now == before {
        return None;
    }
    let spoken_of = names(now);
    let kept: BTreeMap<String, &RawValue> = serde_json::from_str(before).ok()?;
    let kept: Vec<String> = kept
        .iter()
        .filter(|(name, _)| !spoken_of.contains(*name))
        .map(|(name, value)| Some(format!("{}:{value}", serde_json::to_string(name).ok()?)))
        .collect::<Option<_>>()?;
    let open = now.trim_end().strip_suffix('}')?.trim_end();
    let comma = if spoken_of.is_empty() { "" } else { "," };
    (!kept.is_empty()).then(|| format!("{open}{comma}{}}}", kept.join(",")))
}

fn said(row: &StoredCells) -> Option<&str> {
    row.text("source_properties")
}

/// The names of the members of an object, which is a text of JSON.
pub fn names(properties: &str) -> BTreeSet<String> {
    let members: Option<BTreeMap<String, &RawValue>> = serde_json::from_str(properties).ok();
    members.map(|members| members.into_keys().collect()).unwrap_or_default()
}

/// Share of `names` that a list has, 0–1.
fn share_of(names: &BTreeSet<String>, list: &BTreeSet<String>) -> f64 {
    names.intersection(list).count() as f64 / names.len() as f64
}

/// Whether both rows say what they are, and not the same: a dam and its power plant.
fn are_other_kinds(one: &StoredCells, other: &StoredCells) -> bool {
    matches!((one.text("kind"), other.text("kind")), (Some(one), Some(other)) if one != other)
}

/// Metres between the boxes of two rows; `None` where one has no place.
fn apart_m(one: &StoredCells, other: &StoredCells) -> Option<f64> {
    let (one, other) = (bounds(one)?, bounds(other)?);
    let nearest = |low: f64, high: f64, low_there: f64, high_there: f64| {
        if high < low_there {
            (high, low_there)
        } else if high_there < low {
            (low, high_there)
        } else {
            (low.max(low_there), low.max(low_there))
        }
    };
    let (x, x_there) = nearest(one.west, one.east, other.west, other.east);
    let (y, y_there) = nearest(one.south, one.north, other.south, other.north);
    Some(geodesic_m(Coord { x, y }, Coord { x: x_there, y: y_there }))
}

fn bounds(row: &StoredCells) -> Option<BoundingBox> {
    let Some(Sql::Blob(blob)) = row.cells.get(GEOM) else { return None };
    let extent = blob_read::extent(blob).ok()??;
    Some(BoundingBox { west: extent.min_x, south: extent.min_y, east: extent.max_x, north: extent.max_y })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Feature, Table};
    use crate::store::feature_cells::cells_of;

    fn row(lon: f64, properties: Option<&str>) -> StoredCells {
        let mut feature = Feature::new(Table::Places);
        feature.shape = Some(crate::geometry::Shape::flat(geo::Point::new(lon, 35.0)));
        feature.source.properties = properties.map(str::to_owned);
        StoredCells { table: Table::Places, fid: 1, cells: cells_of(feature).expect("cells") }
    }

    #[test]
    fn another_list_is_told_by_its_names_and_another_thing_by_its_place() {
        let mut lists = Lists::new(Matching::shipped().expect("shipped"));
        lists.imports.insert(String::new(), None);
        let nothing = Connection::open_in_memory().expect("in memory");
        let known = row(51.0, Some(r#"{"iata":"IKA","name":"x","type":"major","rank":3}"#));
        let mut judge =
            |lon, properties| lists.meet(&nothing, &row(lon, properties), &known).expect("told").kinship;
        let newer = r#"{"iata":"IKA","name":"y","type":"mid","note":null}"#;
        assert_eq!(judge(59.0, Some(newer)), Kinship::SameList, "moved in the same list");
        let other = r#"{"iata":"IKA","city":"Tehran","icao":"OIIE"}"#;
        assert_eq!(judge(51.05, Some(other)), Kinship::OtherList);
        assert_eq!(judge(59.0, Some(other)), Kinship::OtherThing);
        assert_eq!(judge(59.0, None), Kinship::SameList);
        assert_eq!(judge(59.0, Some("{}")), Kinship::SameList);
    }

    #[test]
    fn what_a_file_does_not_name_stays() {
        let before = r#"{"b":[1.50],"a":{"x":null}}"#;
        assert_eq!(united(r#"{ "b" : 2 }"#, before).as_deref(), Some(r#"{ "b" : 2,"a":{"x":null}}"#));
        assert_eq!(united("{}", before).as_deref(), Some(r#"{"a":{"x":null},"b":[1.50]}"#));
        assert_eq!(united(before, before), None);
        assert_eq!(united(r#"{"a":1,"b":2,"c":3}"#, before), None);
        assert_eq!(united("not an object", before), None);
    }
}
