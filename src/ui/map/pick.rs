//! What lies under the pointer: boxes from the index first, then the shape as
//! it is drawn.

use geo::{Area as _, Coord, Geometry, Intersects as _, Point};

use crate::analysis::index::ProjectIndex;
use crate::app::scene::LayerLook;
use crate::geometry::BoundingBox;
use crate::geometry::index::for_each_edge;
use crate::model::{Layer, RowId, Snapshot};
use crate::render::camera::{from_mercator, to_mercator};

/// A point is met within so many screen points.
const POINT_POINTS: f64 = 9.0;
/// A line is met within so many screen points.
const LINE_POINTS: f64 = 6.0;

/// What a shape is when it is met; the order in which things are preferred.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Met {
    /// A point at this distance, metres of Mercator.
    Point(f64),
    /// A line at this distance, metres of Mercator.
    Line(f64),
    /// An area of this size, square degrees.
    Area(f64),
}

/// Everything under the position `at` (lon/lat degrees), the best first: points,
/// then lines, each the nearest first, then areas, the smallest first; of equals
/// the one that is drawn above. A mark comes after the region it lies on.
/// `metres_per_point` are metres of Web Mercator that a screen point shows.
pub fn pick_all(
    snapshot: &Snapshot,
    index: &ProjectIndex,
    layers: &[LayerLook],
    at: Coord<f64>,
    metres_per_point: f64,
) -> Vec<RowId> {
    let bounds = box_around(at, POINT_POINTS * metres_per_point);
    let mut met: Vec<(Met, bool, usize, RowId)> = Vec::new();
    for (height, view) in layers.iter().enumerate().filter(|(_, view)| view.is_visible) {
        for table in view.layer.tables() {
            for fid in index.in_box(*table, &bounds) {
                let id = RowId { table: *table, fid };
                let geometry = snapshot.row(id).and_then(|row| row.geometry());
                let hit = geometry.and_then(|geometry| meet(geometry, at, metres_per_point));
                met.extend(hit.map(|hit| (hit, view.layer == Layer::Marks, layers.len() - height, id)));
            }
        }
    }
    met.sort_by(|a, b| {
        let areas = matches!((a.0, b.0), (Met::Area(_), Met::Area(_)));
        let marks_last = if areas { a.1.cmp(&b.1) } else { std::cmp::Ordering::Equal };
        let by_shape = a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal);
        marks_last.then(by_shape).then(a.2.cmp(&b.2)).then(a.3.cmp(&b.3))
    });
    met.into_iter().map(|(.., id)| id).collect()
}

/// The best of [`pick_all`].
pub fn pick(
    snapshot: &Snapshot,
    index: &ProjectIndex,
    layers: &[LayerLook],
    at: Coord<f64>,
    metres_per_point: f64,
) -> Option<RowId> {
    pick_all(snapshot, index, layers, at, metres_per_point).into_iter().next()
}

/// The box in degrees of `reach_m` metres of Mercator round a position.
pub fn box_around(at: Coord<f64>, reach_m: f64) -> BoundingBox {
    let centre = to_mercator(at);
    let corner = |sign: f64| from_mercator(centre + Coord { x: sign * reach_m, y: sign * reach_m });
    BoundingBox::of_point(corner(-1.0)).including(corner(1.0))
}

fn meet(geometry: &Geometry<f64>, at: Coord<f64>, metres_per_point: f64) -> Option<Met> {
    match geometry {
        Geometry::Point(point) => meet_point(point.0, at, metres_per_point),
        Geometry::MultiPoint(points) => {
            let met = points.iter().filter_map(|point| meet_point(point.0, at, metres_per_point));
            met.min_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal))
        }
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => {
            let distance_m = line_distance_m(geometry, at);
            (distance_m <= LINE_POINTS * metres_per_point).then_some(Met::Line(distance_m))
        }
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {
            // As drawn: straight between vertices; and small ones by their edge too.
            let is_met = geometry.intersects(&Point(at))
                || line_distance_m(geometry, at) <= 0.5 * LINE_POINTS * metres_per_point;
            is_met.then(|| Met::Area(geometry.unsigned_area()))
        }
        Geometry::GeometryCollection(parts) => parts
            .iter()
            .filter_map(|part| meet(part, at, metres_per_point))
            .min_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal)),
    }
}

fn meet_point(point: Coord<f64>, at: Coord<f64>, metres_per_point: f64) -> Option<Met> {
    let off = to_mercator(point) - to_mercator(at);
    let distance_m = off.x.hypot(off.y);
    (distance_m <= POINT_POINTS * metres_per_point).then_some(Met::Point(distance_m))
}

/// Distance in metres of Mercator to the nearest edge; infinite without edges.
fn line_distance_m(geometry: &Geometry<f64>, at: Coord<f64>) -> f64 {
    let here = to_mercator(at);
    let mut least_m = f64::INFINITY;
    for_each_edge(geometry, &mut |from, to| {
        let (start, end) = (to_mercator(from) - here, to_mercator(to) - here);
        let along = end - start;
        let squared = along.x * along.x + along.y * along.y;
        let share = if squared > 0.0 { -(start.x * along.x + start.y * along.y) / squared } else { 0.0 };
        let foot = start + along * share.clamp(0.0, 1.0);
        least_m = least_m.min(foot.x.hypot(foot.y));
    });
    least_m
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Progress;
    use crate::model::{StoredRow, Table, TableBuilder, Value};
    use crate::ui::state::ViewState;
    use geo::{line_string, point, polygon};

    const HERE: Coord<f64> = Coord { x: 52.0, y: 35.0 };
    const DEHESTAN: RowId = RowId { table: Table::Admin, fid: 2 };
    const ZONE: RowId = RowId { table: Table::Zones, fid: 1 };

    fn square(half_deg: f64) -> Geometry<f64> {
        polygon![
            (x: 52.0 - half_deg, y: 35.0 - half_deg), (x: 52.0 + half_deg, y: 35.0 - half_deg),
            (x: 52.0 + half_deg, y: 35.0 + half_deg), (x: 52.0 - half_deg, y: 35.0 + half_deg),
        ]
        .into()
    }

    fn table(table: Table, geometries: Vec<Geometry<f64>>) -> crate::model::TableData {
        let mut builder = TableBuilder::new(table);
        for (at, geometry) in geometries.into_iter().enumerate() {
            let fid = at as i64 + 1;
            let uuid = uuid::Uuid::from_u128(fid as u128);
            let values = vec![Value::Null; table.columns().len()];
            builder.push(StoredRow { fid, uuid, geometry: Some(geometry), values });
        }
        builder.finish()
    }

    fn project() -> (Snapshot, ProjectIndex) {
        let line = line_string![(x: 51.9, y: 35.001), (x: 52.1, y: 35.001)];
        let snapshot = Snapshot::new(
            1,
            vec![
                table(Table::Admin, vec![square(1.0), square(0.1)]),
                table(Table::Marks, vec![square(0.1)]),
                table(Table::Zones, vec![square(0.005)]),
                table(Table::InfraLine, vec![line.into()]),
                table(Table::InfraPoint, vec![point!(x: 52.002, y: 35.0).into()]),
            ],
        );
        let index = ProjectIndex::build(&snapshot, &Progress::new()).expect("not cancelled");
        (snapshot, index)
    }

    #[test]
    fn points_then_lines_then_the_smallest_area() {
        let (snapshot, index) = project();
        let layers = ViewState::default().layers;
        let all = |at, scale| pick_all(&snapshot, &index, &layers, at, scale);
        let point = RowId { table: Table::InfraPoint, fid: 1 };
        let line = RowId { table: Table::InfraLine, fid: 1 };
        let mark = RowId { table: Table::Marks, fid: 1 };
        let province = RowId { table: Table::Admin, fid: 1 };
        assert_eq!(all(HERE, 1.0), vec![ZONE, DEHESTAN, province, mark]);
        let both = Coord { x: 52.002, y: 35.001 };
        assert_eq!(all(both, 20.0), vec![point, line, ZONE, DEHESTAN, province, mark]);
        assert_eq!(all(both, 1.0).first(), Some(&line));
        assert_eq!(all(Coord { x: 10.0, y: 10.0 }, 1.0), vec![]);
    }

    #[test]
    fn what_is_hidden_is_not_met() {
        let (snapshot, index) = project();
        let mut layers = ViewState::default().layers;
        layers.iter_mut().filter(|view| view.layer == Layer::Zones).for_each(|view| view.is_visible = false);
        assert_eq!(pick(&snapshot, &index, &layers, HERE, 1.0), Some(DEHESTAN));
    }
}
