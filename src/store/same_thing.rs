//! Whether a feature that comes in with the code of a row that is there is that
//! thing. Codes decide while a file calls its properties as the file before it did;
//! a file of another make may use the same codes for other things.

use super::blob_read;
use super::cells::StoredCells;
use super::columns::GEOM;
use crate::geometry::BoundingBox;
use crate::geometry::geodesic::geodesic_m;
use crate::model::preset::Matching;
use geo::Coord;
use rusqlite::types::Value as Sql;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashSet};

/// How a feature stands to the row that has its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kinship {
    /// The next issue of the list that the row came from, or nobody can tell.
    #[default]
    SameList,
    /// Another list, whose properties have other names.
    OtherList,
    /// Another list, and it lies elsewhere: another thing.
    OtherThing,
}

/// How `brought` stands to `there`, two rows of one layer with one code.
pub fn kinship(brought: &StoredCells, there: &StoredCells, rules: &Matching) -> Kinship {
    match (said(brought), said(there)) {
        (Some(now), Some(before)) if now != before => {
            let (now, before) = (names(now), names(before));
            let shared = now.intersection(&before).count();
            let all = now.len() + before.len() - shared;
            let needed = rules.shared_names_min_share.value * all as f64;
            // Without a name on one side nothing tells the lists apart.
            if now.is_empty() || before.is_empty() || shared as f64 >= needed {
                return Kinship::SameList;
            }
        }
        _ => return Kinship::SameList,
    }
    match apart_m(brought, there) {
        Some(distance_m) if distance_m > rules.apart_max_m.value => Kinship::OtherThing,
        _ => Kinship::OtherList,
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

fn names(properties: &str) -> HashSet<String> {
    let members: Option<BTreeMap<String, &RawValue>> = serde_json::from_str(properties).ok();
    members.map(|members| members.into_keys().collect()).unwrap_or_default()
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
        let rules = Matching::shipped().expect("shipped");
        let known = row(51.0, Some(r#"{"iata":"IKA","name":"x","type":"major","rank":3}"#));
        let judge = |lon, properties| kinship(&row(lon, properties), &known, &rules);
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
