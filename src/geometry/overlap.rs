//! One small area against many others: the same figure as
//! [`overlap_area_m2`], without a boolean operation for each.

use geo::{Area as _, Coord, Geometry, IsConvex as _, LineString, Polygon};

use super::index::{for_each_edge, geodesic_bounds};
use super::plane::{LocalPlane, overlap_area_m2};
use super::shape::BoundingBox;

/// Farthest from its middle that an area may reach, metres, to be measured in one
/// plane: there lengths are too long by 3 in 10 million.
const REACH_M: f64 = 5_000.0;

/// An area laid into its plane, ready to be held against others.
pub struct OverlapWith<'a> {
    geometry: &'a Geometry<f64>,
    bounds: BoundingBox,
    laid: Option<Laid>,
}

/// The area in the plane, metres.
struct Laid {
    plane: LocalPlane,
    parts: Vec<Polygon<f64>>,
    edges: Vec<[Coord<f64>; 2]>,
}

impl<'a> OverlapWith<'a> {
    /// Lays an area (lon/lat degrees) into its plane; `None` when it has no coordinates.
    pub fn new(geometry: &'a Geometry<f64>) -> Option<Self> {
        let bounds = geodesic_bounds(geometry)?;
        let plane = LocalPlane::new(bounds.centre());
        let parts = plane.areas(geometry).0;
        let corners = parts.iter().flat_map(|part| &part.exterior().0);
        let is_small = corners.into_iter().all(|at| at.x.abs().max(at.y.abs()) <= REACH_M);
        let laid = is_small.then(|| {
            let mut edges = Vec::new();
            for part in &parts {
                for_each_edge(&Geometry::Polygon(part.clone()), &mut |from, to| edges.push([from, to]));
            }
            Laid { plane, parts, edges }
        });
        Some(OverlapWith { geometry, bounds, laid })
    }

    /// Area in m² shared with the areas of `other`, which must be valid.
    pub fn area_m2(&self, other: &Geometry<f64>) -> f64 {
        if geodesic_bounds(other).is_none_or(|bounds| !bounds.meets(&self.bounds)) {
            return 0.0;
        }
        let Some(laid) = &self.laid else { return overlap_area_m2(self.geometry, other) };
        let parts = laid.plane.areas(other).0;
        let shared: Option<f64> = parts.iter().map(|part| laid.shared_m2(part)).sum();
        shared.unwrap_or_else(|| overlap_area_m2(self.geometry, other))
    }
}

impl Laid {
    /// Area shared with one polygon of the plane; `None` where neither is convex.
    fn shared_m2(&self, other: &Polygon<f64>) -> Option<f64> {
        let Some(bounds) = BoundingBox::of_coords(other.exterior().0.iter().copied()) else {
            return Some(0.0);
        };
        let is_near =
            |edge: &[Coord<f64>; 2]| BoundingBox::of_point(edge[0]).including(edge[1]).meets(&bounds);
        if !self.edges.iter().any(is_near) {
            // The boundary passes the box by: all of it lies on one side.
            let is_inside = self.holds(bounds.centre());
            return Some(if is_inside { other.unsigned_area() } else { 0.0 });
        }
        match self.parts.as_slice() {
            [part] if is_convex(part) => Some(clipped_m2(other, part.exterior())),
            parts if is_convex(other) => {
                Some(parts.iter().map(|part| clipped_m2(part, other.exterior())).sum())
            }
            _ => None,
        }
    }

    /// Whether a position off the boundary lies inside (even-odd rule).
    fn holds(&self, at: Coord<f64>) -> bool {
        let crossed = self.edges.iter().filter(|[from, to]| {
            (from.y > at.y) != (to.y > at.y)
                && at.x < from.x + (to.x - from.x) * ((at.y - from.y) / (to.y - from.y))
        });
        crossed.count() % 2 == 1
    }
}

fn is_convex(polygon: &Polygon<f64>) -> bool {
    polygon.interiors().is_empty() && polygon.exterior().is_convex()
}

/// Area of what a convex ring leaves of a polygon.
fn clipped_m2(polygon: &Polygon<f64>, convex: &LineString<f64>) -> f64 {
    let holes_m2: f64 = polygon.interiors().iter().map(|hole| clipped_ring_m2(hole, convex)).sum();
    (clipped_ring_m2(polygon.exterior(), convex) - holes_m2).max(0.0)
}

/// Cuts a ring along every side of a convex one by Sutherland and Hodgman's method;
/// what it leaves along the sides encloses nothing.
fn clipped_ring_m2(ring: &LineString<f64>, convex: &LineString<f64>) -> f64 {
    let open = |ring: &LineString<f64>| -> Vec<Coord<f64>> {
        ring.0.split_last().map_or_else(Vec::new, |(_, rest)| rest.to_vec())
    };
    let turn = twice_area(&open(convex)).signum();
    let mut kept = open(ring);
    for side in convex.lines() {
        let along = side.delta();
        let left_of = |at: Coord<f64>| turn * cross(along, at - side.start);
        let mut next = Vec::with_capacity(kept.len() + 2);
        for (from, to) in kept.iter().zip(kept.iter().cycle().skip(1)) {
            let (before, after) = (left_of(*from), left_of(*to));
            if before >= 0.0 {
                next.push(*from);
            }
            if (before >= 0.0) != (after >= 0.0) {
                next.push(*from + (*to - *from) * (before / (before - after)));
            }
        }
        kept = next;
    }
    0.5 * twice_area(&kept).abs()
}

fn cross(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.y - a.y * b.x
}

/// Twice the signed area of a ring that does not repeat its first position.
fn twice_area(ring: &[Coord<f64>]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let pairs = ring.iter().zip(ring.iter().skip(1));
    pairs.map(|(from, to)| cross(*from - *first, *to - *first)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::MultiPolygon;
    use proptest::prelude::*;

    type Ring<'a> = &'a [(f64, f64)];

    const L: Ring<'_> = &[(0., 0.), (600., 0.), (600., 200.), (250., 180.), (200., 500.), (0., 500.)];
    const RECTANGLE: Ring<'_> = &[(0., 0.), (400., 40.), (370., 340.), (-30., 300.)];
    const HOLE: Ring<'_> = &[(50., 50.), (50., 150.), (180., 150.), (180., 60.)];

    fn drawn(ring: Ring<'_>, holes: &[Ring<'_>], [east, north]: [f64; 2], size: f64) -> Polygon<f64> {
        let plane = LocalPlane::new(Coord { x: 52.3, y: 35.2 });
        let lay = |ring: Ring<'_>| {
            let corner = |(x, y): &(f64, f64)| Coord { x: east + x * size, y: north + y * size };
            LineString::new(ring.iter().map(|at| plane.inverse(corner(at))).collect())
        };
        Polygon::new(lay(ring), holes.iter().map(|hole| lay(hole)).collect())
    }

    proptest! {
        /// The boolean operation is the witness, for every pairing of shapes.
        #[test]
        fn agrees_with_the_boolean_operation(
            east in -700.0..700.0_f64, north in -700.0..700.0_f64, size in 0.02..2.0_f64,
            zone in 0..3_usize, other in 0..3_usize,
        ) {
            let shape = |which: usize, at: [f64; 2], size: f64| match which {
                0 => drawn(RECTANGLE, &[], at, size),
                1 => drawn(L, &[], at, size),
                _ => drawn(L, &[HOLE], at, size),
            };
            let zone = Geometry::Polygon(shape(zone, [0.0, 0.0], 1.0));
            let far = shape(0, [3_000.0, 0.0], 1.0);
            let other = Geometry::from(MultiPolygon::new(vec![shape(other, [east, north], size), far]));
            let quick_m2 = OverlapWith::new(&zone).expect("coordinates").area_m2(&other);
            let exact_m2 = overlap_area_m2(&zone, &other);
            prop_assert!((quick_m2 - exact_m2).abs() < 0.05 + 1e-6 * exact_m2, "{quick_m2} {exact_m2}");
        }
    }

    #[test]
    fn what_lies_in_a_hole_or_beside_shares_nothing_and_what_lies_within_all() {
        let zone = Geometry::Polygon(drawn(L, &[HOLE], [0.0, 0.0], 1.0));
        let overlap = OverlapWith::new(&zone).expect("coordinates");
        let shared_m2 = |at, size| overlap.area_m2(&Geometry::Polygon(drawn(RECTANGLE, &[], at, size)));
        assert_eq!(shared_m2([90.0, 80.0], 0.1), 0.0);
        assert_eq!(shared_m2([400.0, 400.0], 0.1), 0.0);
        assert!((shared_m2([90.0, 300.0], 0.1) - 1_212.0).abs() < 0.1, "{}", shared_m2([90.0, 300.0], 0.1));
        assert!(OverlapWith::new(&Geometry::MultiPolygon(MultiPolygon::new(Vec::new()))).is_none());
    }

    #[test]
    fn a_wide_area_is_measured_as_ever() {
        let zone = Geometry::Polygon(drawn(RECTANGLE, &[], [0.0, 0.0], 60.0));
        let other = Geometry::Polygon(drawn(RECTANGLE, &[], [20_000.0, 9_000.0], 1.0));
        let overlap = OverlapWith::new(&zone).expect("coordinates");
        assert!(overlap.laid.is_none());
        assert_eq!(overlap.area_m2(&other), overlap_area_m2(&zone, &other));
    }
}
