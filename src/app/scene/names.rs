//! How things are called, on the map and beside it: which features have a name,
//! how important it is, and from which scale it is readable.

use crate::analysis::index::ProjectIndex;
use crate::geometry::index::geodesic_bounds;
use crate::geometry::shape::BoundingBox;
use crate::locale::foreign::{LONGEST_NAME, harmless};
use crate::locale::{Catalogue, Language, bidi};
use crate::model::{Layer, RowRef, Snapshot, Table};
use crate::render::labels::{LabelCandidate, LabelSpot};
use crate::render::text::Weight;
use egui::Color32;
use geo::Geometry;
use std::sync::Arc;

/// Names put forward for one view; the rest is left out from the least important.
const MOST: usize = 2_000;

/// Tables whose features bear names, the most important first.
const NAMED: [Table; 5] = [Table::Zones, Table::Estates, Table::Places, Table::Admin, Table::Plots];

/// How a table's names are shown.
struct Manner {
    importance: f32,
    max_ground_metres_per_point: f64,
    size_pt: f32,
    weight: Weight,
    spot: LabelSpot,
}

fn manner(row: &RowRef<'_>) -> Option<Manner> {
    let people = row.number("population").unwrap_or(0.0);
    let over = |importance, metres, size_pt, weight| Manner {
        importance,
        max_ground_metres_per_point: metres,
        size_pt,
        weight,
        spot: LabelSpot::About { reach_deg: [0.0; 2] },
    };
    Some(match row.table().layer() {
        Layer::Zones => over(9.0, 120.0, 13.0, Weight::Bold),
        Layer::Estates => over(6.0, 60.0, 12.5, Weight::Medium),
        // Anywhere else it would name the neighbour.
        Layer::Plots => Manner { spot: LabelSpot::Over, ..over(1.0, 1.2, 10.5, Weight::Regular) },
        Layer::Admin => match row.text("level")? {
            "ostan" => over(8.0, 6_000.0, 14.0, Weight::Bold),
            "shahrestan" => over(5.0, 700.0, 12.5, Weight::Medium),
            "dehestan" => over(2.0, 140.0, 11.0, Weight::Regular),
            _ => return None,
        },
        Layer::Places => Manner {
            importance: 3.0 + (people.max(1.0).log10() as f32) / 2.0,
            max_ground_metres_per_point: (people.max(300.0) / 100.0).clamp(20.0, 6_000.0),
            size_pt: if people >= 100_000.0 { 12.5 } else { 11.0 },
            weight: if people >= 100_000.0 { Weight::Medium } else { Weight::Regular },
            spot: LabelSpot::Beside { gap_pt: 5.0 },
        },
        _ => return None,
    })
}

/// The name of a feature in a language; else in the other, else its code. Shortened
/// to what can be read: a file may call a thing by megabytes.
pub fn name_in(row: &RowRef<'_>, language: Language) -> Option<String> {
    let columns = match language {
        Language::Fa => ["name_fa", "name_en"],
        Language::En => ["name_en", "name_fa"],
    };
    let named = columns.iter().find_map(|column| row.text(column).filter(|name| !name.is_empty()));
    named.or(row.code()).map(|name| harmless(name, LONGEST_NAME).into_owned())
}

/// Name or code of a feature, in its own direction, to be shown by itself; what it is
/// where it has neither.
pub fn name_or_kind(row: &RowRef<'_>, catalogue: &Catalogue) -> String {
    let name = name_in(row, catalogue.language());
    name.map_or_else(|| what(row, catalogue), |name| bidi::part(&name))
}

/// What a feature is: its kind or level with voltage and status, else its layer.
pub fn what(row: &RowRef<'_>, catalogue: &Catalogue) -> String {
    let kinds = ["level", "kind"].iter().filter_map(|column| row.text(column));
    let words: Vec<String> = kinds
        .map(|kind| word(kind, catalogue))
        .chain(row.number("voltage_kv").map(|voltage_kv| catalogue.voltage(voltage_kv)))
        .chain(row.text("status").map(|status| word(status, catalogue)))
        .collect();
    if words.is_empty() {
        catalogue.get(&format!("layer-{}", row.table().layer().name()))
    } else {
        words.join(" · ")
    }
}

/// A word stored in files, in the language; an unknown one as it stands.
pub fn word(word: &str, catalogue: &Catalogue) -> String {
    catalogue.word(word)
}

/// A province's name with what it is, unless the name says so itself: it mostly
/// has the name of its capital, and both are on the map.
fn province(name: &str, catalogue: &Catalogue) -> String {
    let says_so = Language::ALL.iter().any(|language| {
        let word = Catalogue::of(*language).get("word-ostan");
        name.to_lowercase().contains(&word.to_lowercase())
    });
    if says_so { name.to_owned() } else { catalogue.text("map-label-province", &[("name", name.into())]) }
}

/// A name keeps this near to the middle of its area, as a share of the area's box: a
/// winding area does not reach into the corners of its box.
const SHARE_FOR_NAME: f64 = 0.12;

/// Where a name stands: on a point, in the middle of the box of anything else; and how
/// wide and high that box is, degrees.
fn anchor(geometry: &Geometry<f64>) -> Option<(geo::Coord<f64>, [f64; 2])> {
    match geometry {
        Geometry::Point(point) => Some((point.0, [0.0; 2])),
        other => {
            let bounds = geodesic_bounds(other)?;
            Some((bounds.centre(), [bounds.east - bounds.west, bounds.north - bounds.south]))
        }
    }
}

/// What names and signs of a row are known by, from frame to frame.
pub(super) fn key_of(table: Table, fid: i64) -> u64 {
    (table.position() as u64) << 48 | (fid as u64 & 0xffff_ffff_ffff)
}

/// The names that may be shown in a view of `bounds` at that scale.
pub(super) fn candidates(
    snapshot: &Snapshot,
    index: &ProjectIndex,
    is_visible: impl Fn(Layer) -> bool,
    bounds: &BoundingBox,
    ground_metres_per_point: f64,
    language: Language,
    ink: Color32,
) -> Vec<LabelCandidate> {
    let mut found: Vec<LabelCandidate> = Vec::new();
    for table in NAMED.into_iter().filter(|table| is_visible(table.layer())) {
        // A plot's name is not readable from far, and there may be a million.
        if table == Table::Plots && ground_metres_per_point > 1.2 {
            continue;
        }
        let rows = snapshot.table(table);
        for fid in index.boxes(table).query(bounds) {
            let Some(row) = rows.row(*fid) else { continue };
            let Some(manner) = manner(&row) else { continue };
            if ground_metres_per_point > manner.max_ground_metres_per_point {
                continue;
            }
            let Some((anchor, size_deg)) = row.geometry().and_then(|geometry| anchor(geometry)) else {
                continue;
            };
            let spot = match manner.spot {
                LabelSpot::About { .. } => {
                    LabelSpot::About { reach_deg: size_deg.map(|size| size * SHARE_FOR_NAME) }
                }
                spot => spot,
            };
            let Some(text) = name_in(&row, language) else { continue };
            let text = match row.text("level") {
                Some("ostan") => province(&text, Catalogue::of(language)),
                _ => bidi::part(&text),
            };
            found.push(LabelCandidate {
                key: key_of(table, *fid),
                anchor,
                text: Arc::from(text),
                importance: manner.importance,
                max_ground_metres_per_point: manner.max_ground_metres_per_point,
                size_pt: manner.size_pt,
                weight: manner.weight,
                color: ink,
                spot,
            });
        }
    }
    found.sort_by(|a, b| b.importance.total_cmp(&a.importance).then(a.key.cmp(&b.key)));
    found.truncate(MOST);
    found
}
