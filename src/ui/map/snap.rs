//! Snapping: to vertices and edges of what is visible, and square or parallel
//! to near edges. All in metres of Web Mercator, where angles are true and a
//! screen point is the same length everywhere in the view.

use geo::{Coord, CoordsIter as _, Geometry};

use crate::analysis::index::ProjectIndex;
use crate::app::scene::LayerLook;
use crate::geometry::BoundingBox;
use crate::geometry::index::for_each_edge;
use crate::model::{RowId, Snapshot};
use crate::render::camera::{from_mercator, to_mercator};

/// How near the pointer must be, screen points.
pub const TOLERANCE_POINTS: f64 = 10.0;
/// Edges up to here give directions, screen points.
pub const DIRECTION_POINTS: f64 = 120.0;
/// Most edges looked at: a coast line must not stop the hand.
const MOST_EDGES: usize = 4_000;
/// A direction is offered from this length of the rubber line on, screen points.
const LEAST_RUBBER_POINTS: f64 = 24.0;

/// What the pointer snapped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapKind {
    /// The first vertex of the drawing: a click closes it.
    Start,
    /// A vertex or a point.
    Vertex,
    /// The foot of the perpendicular from the last vertex on an edge.
    Foot,
    /// The nearest place on an edge.
    Edge,
    /// The line from the last vertex, square to an edge.
    Perpendicular,
    /// The line from the last vertex, parallel to an edge.
    Parallel,
}

/// A place to snap to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snap {
    /// The place, lon/lat degrees; a vertex keeps its exact coordinates.
    pub at: Coord<f64>,
    /// Why there.
    pub kind: SnapKind,
    /// The edge it goes by, lon/lat degrees.
    pub edge: Option<[Coord<f64>; 2]>,
}

/// What lies round the pointer, lon/lat degrees.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Nearby {
    /// Vertices and points.
    pub vertices: Vec<Coord<f64>>,
    /// Edges.
    pub edges: Vec<[Coord<f64>; 2]>,
    /// Edges that only give directions: those of the drawing itself.
    pub own_edges: Vec<[Coord<f64>; 2]>,
}

/// The pointer and the drawing it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Pointer {
    /// Where it is, lon/lat degrees.
    pub at: Coord<f64>,
    /// The vertex that the rubber line starts at.
    pub last: Option<Coord<f64>>,
    /// The vertex that closes the drawing.
    pub first: Option<Coord<f64>>,
    /// Metres of Web Mercator that a screen point shows.
    pub metres_per_point: f64,
}

/// Collects vertices and edges of visible layers within `bounds` (degrees),
/// leaving out one row (the one that is edited).
pub fn nearby(
    snapshot: &Snapshot,
    index: &ProjectIndex,
    layers: &[LayerLook],
    bounds: &BoundingBox,
    without: Option<RowId>,
) -> Nearby {
    let mut found = Nearby::default();
    for table in layers.iter().filter(|view| view.is_visible).flat_map(|view| view.layer.tables()) {
        for fid in index.in_box(*table, bounds) {
            let id = RowId { table: *table, fid };
            let Some(geometry) =
                snapshot.row(id).filter(|_| Some(id) != without).and_then(|row| row.geometry())
            else {
                continue;
            };
            collect(geometry, bounds, &mut found);
            if found.edges.len() >= MOST_EDGES {
                return found;
            }
        }
    }
    found
}

fn collect(geometry: &Geometry<f64>, bounds: &BoundingBox, found: &mut Nearby) {
    found.vertices.extend(geometry.coords_iter().filter(|at| bounds.contains(*at)));
    let edges = &mut found.edges;
    for_each_edge(geometry, &mut |from, to| {
        let edge = BoundingBox::of_point(from).including(to);
        if edges.len() < MOST_EDGES && edge.meets(bounds) {
            edges.push([from, to]);
        }
    });
}

/// The best place to snap to, if one is near enough: a vertex before the foot of
/// a perpendicular, that before an edge, that before a direction.
pub fn snap(pointer: &Pointer, nearby: &Nearby) -> Option<Snap> {
    let here = to_mercator(pointer.at);
    let tolerance_m = TOLERANCE_POINTS * pointer.metres_per_point;
    let is_near = |at: Coord<f64>| length(at - here) <= tolerance_m;
    if let Some(first) = pointer.first.filter(|first| is_near(to_mercator(*first))) {
        return Some(Snap { at: first, kind: SnapKind::Start, edge: None });
    }
    let nearest = |places: &mut dyn Iterator<Item = (Coord<f64>, Snap)>| {
        let near = places.filter(|(at, _)| is_near(*at));
        near.min_by(|a, b| length(a.0 - here).total_cmp(&length(b.0 - here))).map(|(_, snap)| snap)
    };
    let vertex = |at: Coord<f64>| (to_mercator(at), Snap { at, kind: SnapKind::Vertex, edge: None });
    if let Some(found) = nearest(&mut nearby.vertices.iter().copied().map(vertex)) {
        return Some(found);
    }
    let on_edge = |from: Coord<f64>, kind| {
        move |edge: &[Coord<f64>; 2]| {
            let at = foot(from, edge.map(to_mercator))?;
            Some((at, Snap { at: from_mercator(at), kind, edge: Some(*edge) }))
        }
    };
    if let Some(last) = pointer.last.map(to_mercator) {
        // From a vertex on the edge itself there is no perpendicular.
        let feet = nearby.edges.iter().filter_map(on_edge(last, SnapKind::Foot));
        let mut feet = feet.filter(|(at, _)| length(*at - last) > tolerance_m);
        if let Some(found) = nearest(&mut feet) {
            return Some(found);
        }
    }
    nearest(&mut nearby.edges.iter().filter_map(on_edge(here, SnapKind::Edge)))
        .or_else(|| direction(pointer, nearby, here, tolerance_m))
}

/// The line from the last vertex along or square to an edge, the nearest edge first.
fn direction(pointer: &Pointer, nearby: &Nearby, here: Coord<f64>, tolerance_m: f64) -> Option<Snap> {
    let last = to_mercator(pointer.last?);
    let rubber = here - last;
    if length(rubber) < LEAST_RUBBER_POINTS * pointer.metres_per_point {
        return None;
    }
    let mut best: Option<(f64, Snap)> = None;
    for edge in nearby.own_edges.iter().chain(&nearby.edges) {
        let [from, to] = edge.map(to_mercator);
        let along = to - from;
        let edge_m = length(along);
        if edge_m == 0.0 {
            continue;
        }
        let along = along / edge_m;
        let square = Coord { x: -along.y, y: along.x };
        for (way, kind) in [(along, SnapKind::Parallel), (square, SnapKind::Perpendicular)] {
            let at = last + way * dot(rubber, way);
            let off_m = length(at - here);
            // A direction holds the hand less than a place does.
            if off_m <= tolerance_m * 0.6 && best.is_none_or(|(least, _)| off_m < least - 1e-9) {
                best = Some((off_m, Snap { at: from_mercator(at), kind, edge: Some(*edge) }));
            }
        }
    }
    best.map(|(_, snap)| snap)
}

/// The place on an edge nearest to `from`; `None` for an edge without length.
fn foot(from: Coord<f64>, [start, end]: [Coord<f64>; 2]) -> Option<Coord<f64>> {
    let along = end - start;
    let squared = dot(along, along);
    let share = dot(from - start, along) / squared;
    (squared > 0.0).then(|| start + along * share.clamp(0.0, 1.0))
}

fn dot(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.x + a.y * b.y
}

fn length(a: Coord<f64>) -> f64 {
    a.x.hypot(a.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A position so many Mercator metres east and north of a fixed place.
    fn at(east_m: f64, north_m: f64) -> Coord<f64> {
        let origin = to_mercator(Coord { x: 52.0, y: 35.0 });
        from_mercator(origin + Coord { x: east_m, y: north_m })
    }

    fn pointer(here: Coord<f64>, last: Option<Coord<f64>>) -> Pointer {
        Pointer { at: here, last, first: None, metres_per_point: 1.0 }
    }

    fn road() -> Nearby {
        Nearby {
            vertices: vec![at(0.0, 0.0), at(100.0, 100.0)],
            edges: vec![[at(0.0, 0.0), at(100.0, 100.0)]],
            own_edges: Vec::new(),
        }
    }

    fn assert_at(snap: Snap, kind: SnapKind, east_m: f64, north_m: f64) {
        let off = to_mercator(snap.at) - to_mercator(at(east_m, north_m));
        assert!(snap.kind == kind && length(off) < 1e-6, "{snap:?}, off {off:?}");
    }

    #[test]
    fn a_vertex_comes_before_an_edge_and_is_exact() {
        let found = snap(&pointer(at(96.0, 99.0), None), &road()).unwrap();
        assert_eq!((found.at, found.kind), (at(100.0, 100.0), SnapKind::Vertex));
    }

    #[test]
    fn an_edge_holds_within_ten_points() {
        assert_at(snap(&pointer(at(56.0, 44.0), None), &road()).unwrap(), SnapKind::Edge, 50.0, 50.0);
        assert_eq!(snap(&pointer(at(60.0, 40.0), None), &road()), None);
    }

    #[test]
    fn the_foot_of_the_perpendicular_comes_before_the_edge() {
        let last = Some(at(100.0, 0.0));
        let found = snap(&pointer(at(54.0, 51.0), last), &road()).unwrap();
        assert_at(found, SnapKind::Foot, 50.0, 50.0);
        // Not from a vertex that lies on the edge.
        let found = snap(&pointer(at(30.0, 34.0), Some(at(25.0, 25.0))), &road()).unwrap();
        assert_at(found, SnapKind::Edge, 32.0, 32.0);
    }

    #[test]
    fn directions_go_along_and_square_to_a_near_edge() {
        let last = Some(at(300.0, 0.0));
        let found = snap(&pointer(at(403.0, 97.0), last), &road()).unwrap();
        assert_at(found, SnapKind::Parallel, 400.0, 97.0 + 3.0);
        let found = snap(&pointer(at(398.0, -102.0), last), &road()).unwrap();
        assert_at(found, SnapKind::Perpendicular, 400.0, -100.0);
        assert_eq!(snap(&pointer(at(400.0, 40.0), last), &road()), None);
    }

    #[test]
    fn the_own_edges_give_directions_only() {
        let own = Nearby { own_edges: vec![[at(0.0, 0.0), at(50.0, 0.0)]], ..Nearby::default() };
        let found = snap(&pointer(at(52.0, 80.0), Some(at(50.0, 0.0))), &own).unwrap();
        assert_at(found, SnapKind::Perpendicular, 50.0, 80.0);
        assert_eq!(snap(&pointer(at(20.0, 5.0), None), &own), None);
    }

    #[test]
    fn the_first_vertex_closes() {
        let closing = Pointer { first: Some(at(96.0, 96.0)), ..pointer(at(99.0, 99.0), None) };
        assert_eq!(snap(&closing, &road()).map(|found| found.kind), Some(SnapKind::Start));
    }
}
