//! A cheap and careful answer to "do these two areas overlap at all?".
//!
//! Neighbours in a cadastre share borders by the thousand, and laying one over the
//! other costs a hundred times what it takes to see that they only touch.

use geo::{Coord, CoordsIter as _, Geometry};

use super::geodesic::EQUATORIAL_RADIUS_M;
use super::index::{geodesic_bounds, rings};
use super::shape::BoundingBox;

/// Whether the two areas surely overlap by at most `tolerance_m2`, as
/// [`super::plane::overlap_area_m2`] would measure it.
///
/// `false` says nothing: they may overlap or only touch in a way that takes the
/// overlay to tell. The question is put to a plane of longitude and latitude round
/// the common part of the boxes. Borders that run within a hair of each other count
/// as one, where the hair times the length of border is a quarter of the tolerance;
/// what straight edges and geodesics enclose between them may be another quarter.
pub fn are_apart(one: &Geometry<f64>, other: &Geometry<f64>, tolerance_m2: f64) -> bool {
    let (Some(first), Some(second)) = (bounds(one), bounds(other)) else { return true };
    let Some(common) = first.intersection(&second) else { return true };
    let frame = Frame::new(&common);
    let (one, other) = (Border::new(one, &frame), Border::new(other, &frame));
    let near = || one.near.iter().chain(&other.near);
    let length_m: f64 = near().map(Edge::length_m).sum();
    let bulge_m2: f64 = near().map(|edge| frame.bulge_m2(edge)).sum();
    if bulge_m2 > 0.25 * tolerance_m2 {
        return false;
    }
    let hair_m = 0.25 * tolerance_m2 / length_m.max(1.0);
    !one.crosses(&other, hair_m) && !one.enters(&other, hair_m) && !other.enters(&one, hair_m)
}

/// Areas up to so many degrees across hold no edge that bulges by more than 2 m.
const SMALL_DEG: f64 = 0.05;
/// More than 2 m anywhere on earth.
const MARGIN_DEG: f64 = 3e-5;

/// A box that holds the geodesic edges; close for large areas, quick for small ones.
fn bounds(geometry: &Geometry<f64>) -> Option<BoundingBox> {
    let vertices = BoundingBox::of_coords(geometry.coords_iter())?;
    let is_small = vertices.east - vertices.west < SMALL_DEG
        && vertices.north - vertices.south < SMALL_DEG
        && vertices.north.abs().max(vertices.south.abs()) < 60.0;
    if is_small { Some(vertices.widened(MARGIN_DEG)) } else { geodesic_bounds(geometry) }
}

/// Metres east and north of the middle of the common box; an affine picture of
/// degrees, so that straight stays straight.
struct Frame {
    centre: Coord<f64>,
    east_m: f64,
    north_m: f64,
    tangent: f64,
    /// The common part, in degrees and in metres.
    common: BoundingBox,
    window: BoundingBox,
}

impl Frame {
    fn new(common: &BoundingBox) -> Frame {
        let centre = common.centre();
        let latitude = centre.y.to_radians();
        let north_m = EQUATORIAL_RADIUS_M.to_radians();
        let mut frame = Frame {
            centre,
            east_m: north_m * latitude.cos(),
            north_m,
            tangent: latitude.tan().abs(),
            common: *common,
            window: *common,
        };
        let corners = [Coord { x: common.west, y: common.south }, Coord { x: common.east, y: common.north }];
        let [low, high] = corners.map(|corner| frame.lay(corner));
        frame.window = BoundingBox { west: low.x, south: low.y, east: high.x, north: high.y };
        frame
    }

    fn lay(&self, at: Coord<f64>) -> Coord<f64> {
        Coord { x: (at.x - self.centre.x) * self.east_m, y: (at.y - self.centre.y) * self.north_m }
    }

    /// At most the area between an edge straight in degrees and its geodesic: two
    /// thirds of length times sagitta, the sagitta from how meridians converge.
    fn bulge_m2(&self, edge: &Edge) -> f64 {
        let length_m = edge.length_m();
        length_m * length_m * (edge.to.x - edge.from.x).abs() * self.tangent / (6.0 * EQUATORIAL_RADIUS_M)
    }
}

#[derive(Clone, Copy)]
struct Edge {
    from: Coord<f64>,
    to: Coord<f64>,
}

impl Edge {
    fn length_m(&self) -> f64 {
        (self.to.x - self.from.x).hypot(self.to.y - self.from.y)
    }

    fn meets(&self, window: &BoundingBox) -> bool {
        self.from.x.min(self.to.x) <= window.east
            && self.from.x.max(self.to.x) >= window.west
            && self.from.y.min(self.to.y) <= window.north
            && self.from.y.max(self.to.y) >= window.south
    }

    fn box_meets(&self, other: &Edge) -> bool {
        self.from.x.min(self.to.x) <= other.from.x.max(other.to.x)
            && other.from.x.min(other.to.x) <= self.from.x.max(self.to.x)
            && self.from.y.min(self.to.y) <= other.from.y.max(other.to.y)
            && other.from.y.min(other.to.y) <= self.from.y.max(self.to.y)
    }

    /// Metres from the line through the edge, positive on its left.
    fn off_m(&self, at: Coord<f64>) -> f64 {
        let along = self.to - self.from;
        let to = at - self.from;
        (along.x * to.y - along.y * to.x) / self.length_m()
    }

    /// Whether the edges cross with all four ends farther than `hair_m` off.
    fn crosses(&self, other: &Edge, hair_m: f64) -> bool {
        let on_both_sides = |a: f64, b: f64| a * b < 0.0 && a.abs() > hair_m && b.abs() > hair_m;
        on_both_sides(self.off_m(other.from), self.off_m(other.to))
            && on_both_sides(other.off_m(self.from), other.off_m(self.to))
    }

    fn distance_m(&self, at: Coord<f64>) -> f64 {
        let (along, to) = (self.to - self.from, at - self.from);
        let share = (along.x * to.x + along.y * to.y) / (along.x * along.x + along.y * along.y);
        let foot = self.from + along * share.clamp(0.0, 1.0);
        (at.x - foot.x).hypot(at.y - foot.y)
    }
}

/// The edges of an area that matter for the common part of two boxes.
struct Border {
    /// Edges that meet the window.
    near: Vec<Edge>,
    /// Edges that a ray from the window to the east can meet; `near` among them.
    east: Vec<Edge>,
    window: BoundingBox,
}

impl Border {
    fn new(geometry: &Geometry<f64>, frame: &Frame) -> Border {
        let mut border = Border { near: Vec::new(), east: Vec::new(), window: frame.window };
        border.collect(geometry, frame);
        border
    }

    fn collect(&mut self, geometry: &Geometry<f64>, frame: &Frame) {
        match geometry {
            Geometry::Polygon(polygon) => rings(polygon).for_each(|ring| self.add(&ring.0, frame)),
            Geometry::MultiPolygon(polygons) => {
                polygons.iter().flat_map(rings).for_each(|ring| self.add(&ring.0, frame));
            }
            Geometry::Rect(rect) => rings(&rect.to_polygon()).for_each(|ring| self.add(&ring.0, frame)),
            Geometry::Triangle(triangle) => {
                rings(&triangle.to_polygon()).for_each(|ring| self.add(&ring.0, frame));
            }
            Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| self.collect(part, frame)),
            Geometry::Point(_)
            | Geometry::MultiPoint(_)
            | Geometry::Line(_)
            | Geometry::LineString(_)
            | Geometry::MultiLineString(_) => {}
        }
    }

    fn add(&mut self, ring: &[Coord<f64>], frame: &Frame) {
        let common = &frame.common;
        for (from, to) in ring.iter().zip(ring.iter().skip(1)) {
            let is_beside = (from.y < common.south && to.y < common.south)
                || (from.y > common.north && to.y > common.north)
                || (from.x < common.west && to.x < common.west);
            if is_beside || from == to {
                continue;
            }
            let edge = Edge { from: frame.lay(*from), to: frame.lay(*to) };
            self.east.push(edge);
            if edge.meets(&self.window) {
                self.near.push(edge);
            }
        }
    }

    fn contains(&self, at: Coord<f64>) -> bool {
        let crossed = self.east.iter().filter(|edge| {
            (edge.from.y > at.y) != (edge.to.y > at.y)
                && at.x
                    < edge.from.x
                        + (at.y - edge.from.y) / (edge.to.y - edge.from.y) * (edge.to.x - edge.from.x)
        });
        crossed.count() % 2 == 1
    }

    fn crosses(&self, other: &Border, hair_m: f64) -> bool {
        self.near.iter().any(|edge| {
            other.near.iter().any(|against| edge.box_meets(against) && edge.crosses(against, hair_m))
        })
    }

    /// Whether a vertex or the middle of an edge lies inside `other` by more than a
    /// hair, or the ground beside the middle belongs to both.
    fn enters(&self, other: &Border, hair_m: f64) -> bool {
        self.near.iter().any(|edge| {
            let middle = (edge.from + edge.to) / 2.0;
            [edge.from, middle].into_iter().any(|at| other.holds_deep(at, hair_m))
                || self.shares_ground(other, edge, middle, hair_m)
        })
    }

    fn holds_deep(&self, at: Coord<f64>, hair_m: f64) -> bool {
        self.window.contains(at)
            && self.contains(at)
            && self.near.iter().all(|edge| edge.distance_m(at) > hair_m)
    }

    fn shares_ground(&self, other: &Border, edge: &Edge, middle: Coord<f64>, hair_m: f64) -> bool {
        let aside = (edge.to - edge.from) * (2.0 * hair_m / edge.length_m());
        [Coord { x: -aside.y, y: aside.x }, Coord { x: aside.y, y: -aside.x }].into_iter().any(|aside| {
            let at = middle + aside;
            self.window.contains(at) && self.contains(at) && other.contains(at)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::plane::overlap_area_m2;
    use geo::{LineString, Polygon};
    use proptest::prelude::*;

    fn polygon(corners: &[(f64, f64)]) -> Geometry<f64> {
        let coords: Vec<Coord<f64>> =
            corners.iter().map(|(x, y)| Coord { x: 51.0 + x * 1e-5, y: 35.0 + y * 1e-5 }).collect();
        Polygon::new(LineString::new(coords), vec![]).into()
    }

    fn square(x: f64, y: f64, side: f64) -> Geometry<f64> {
        polygon(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
    }

    #[test]
    fn neighbours_that_only_touch_are_told_at_once() {
        let one = square(0.0, 0.0, 20.0);
        for other in [
            square(20.0, 0.0, 20.0),
            square(20.0, 5.0, 7.0),
            square(20.0, 20.0, 20.0),
            square(30.0, 0.0, 5.0),
        ] {
            assert!(are_apart(&one, &other, 0.5));
        }
        let ring = Polygon::new(
            LineString::new(vec![
                Coord { x: 50.9, y: 34.9 },
                Coord { x: 50.9005, y: 34.9 },
                Coord { x: 50.9005, y: 34.9005 },
                Coord { x: 50.9, y: 34.9005 },
                Coord { x: 50.9, y: 34.9 },
            ]),
            vec![],
        );
        assert!(are_apart(&one, &ring.into(), 0.5));
    }

    #[test]
    fn what_overlaps_is_never_taken_for_apart() {
        let one = square(0.0, 0.0, 20.0);
        for other in [
            one.clone(),
            square(5.0, 5.0, 5.0),
            square(-5.0, -5.0, 40.0),
            square(19.0, 0.0, 20.0),
            // A cross without a vertex inside the other.
            polygon(&[(-5.0, 8.0), (25.0, 8.0), (25.0, 12.0), (-5.0, 12.0)]),
            // Half of it, cut along the diagonal, and the other way out.
            polygon(&[(0.0, 0.0), (20.0, 20.0), (0.0, 20.0)]),
            polygon(&[(0.0, 0.0), (20.0, 20.0), (30.0, -10.0)]),
            // All vertices on the border.
            polygon(&[(10.0, 0.0), (20.0, 10.0), (10.0, 20.0), (0.0, 10.0)]),
        ] {
            assert!(!are_apart(&one, &other, 0.5) && !are_apart(&other, &one, 0.5), "{other:?}");
        }
    }

    /// Simple polygons on a grid of 4 m: corners in the order of their angle.
    fn simple() -> impl Strategy<Value = Geometry<f64>> {
        prop::collection::btree_set((0..6_i32, 0..6_i32), 3..8).prop_filter_map("not simple", |corners| {
            let mut corners: Vec<(f64, f64)> =
                corners.iter().map(|(x, y)| (f64::from(*x) * 4.0, f64::from(*y) * 4.0)).collect();
            let count = corners.len() as f64;
            let middle = corners.iter().fold((0.01, 0.02), |sum, at| (sum.0 + at.0, sum.1 + at.1));
            let middle = (middle.0 / count, middle.1 / count);
            corners.sort_by(|a, b| {
                let angle = |at: &(f64, f64)| (at.1 - middle.1).atan2(at.0 - middle.0);
                angle(a).total_cmp(&angle(b))
            });
            let shape = polygon(&corners);
            let is_valid =
                crate::geometry::validity::check(&shape).iter().all(|problem| !problem.code.is_invalid());
            is_valid.then_some(shape)
        })
    }

    proptest! {
        /// On a coarse grid vertices fall on vertices and edges all the time.
        #[test]
        fn apart_means_no_overlap(
            one in simple(),
            other in simple(),
        ) {
            let overlap_m2 = overlap_area_m2(&one, &other);
            prop_assert!(overlap_m2 <= 0.5 || !are_apart(&one, &other, 0.5), "{overlap_m2}");
        }
    }
}
