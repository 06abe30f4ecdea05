//! The signs of point features in sight, which no name may cover.

use super::names::key_of;
use super::{LayerLook, Scene};
use crate::analysis::index::ProjectIndex;
use crate::geometry::shape::BoundingBox;
use crate::model::{Snapshot, Table};
use crate::render::labels::MapSign;
use geo::{Coord, Geometry};

/// Tables that hold points.
const WITH_POINTS: [Table; 5] =
    [Table::Places, Table::InfraPoint, Table::Constraints, Table::Marks, Table::Other];
/// Signs of one table that names keep off. Where there are more they lie one over the
/// other, and no name would find a place between them.
const MOST_OF_A_TABLE: usize = 1_500;

/// The signs within `bounds`, as large as they are drawn.
pub(super) fn in_sight(
    scene: &Scene,
    snapshot: &Snapshot,
    index: &ProjectIndex,
    looks: &[LayerLook],
    bounds: &BoundingBox,
) -> Vec<MapSign> {
    let is_seen = |table: &Table| {
        looks.iter().any(|look| look.layer == table.layer() && look.is_visible && look.opacity > 0.0)
    };
    let mut signs = Vec::new();
    for table in WITH_POINTS.into_iter().filter(is_seen) {
        let rows = snapshot.table(table);
        let fids: Vec<i64> = index.boxes(table).query(bounds).take(MOST_OF_A_TABLE + 1).copied().collect();
        if fids.len() > MOST_OF_A_TABLE {
            continue;
        }
        for fid in fids {
            let Some(geometry) = rows.row(fid).and_then(|row| row.geometry()) else { continue };
            let mut sign = |at: Coord<f64>| {
                let size_pt = scene.sign_size(table, fid);
                signs.push(MapSign { key: key_of(table, fid), at, size_pt });
            };
            match geometry.as_ref() {
                Geometry::Point(point) => sign(point.0),
                Geometry::MultiPoint(points) => points.iter().for_each(|point| sign(point.0)),
                _ => {}
            }
        }
    }
    signs
}
