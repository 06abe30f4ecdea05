//! Whether a unit touches a zone or holds a position, quickly: the exact distance
//! is asked only where an edge of the unit is near, which is seldom.

use crate::geometry::distance::distance;
use crate::geometry::index::{for_each_edge, geodesic_bounds, latitude_bulge_deg, rings};
use crate::geometry::inside::Area;
use crate::geometry::shape::BoundingBox;
use geo::{Coord, CoordsIter, Geometry, Line, LineString, Point, Polygon};

/// Edges within this of a position are near it, degrees (about 10 cm).
const NEAR_DEG: f64 = 1e-6;

/// The land of one administrative unit.
pub(super) struct Territory<'a> {
    geometry: &'a Geometry<f64>,
    areas: Vec<Area>,
}

impl<'a> Territory<'a> {
    /// Prepares the polygons of a unit; other geometries hold nothing inside.
    pub(super) fn new(geometry: &'a Geometry<f64>) -> Self {
        let area = |polygon: &Polygon<f64>| Area::new(rings(polygon).map(|ring| ring.0.as_slice()));
        let areas = match geometry {
            Geometry::Polygon(polygon) => area(polygon).into_iter().collect(),
            Geometry::MultiPolygon(polygons) => polygons.iter().filter_map(area).collect(),
            _ => Vec::new(),
        };
        Territory { geometry, areas }
    }

    /// Whether a geometry shares a position with the unit.
    pub(super) fn touches(&self, other: &Geometry<f64>) -> bool {
        other.coords_iter().next().is_some_and(|at| self.contains(at))
            || geodesic_bounds(other).is_some_and(|bounds| self.border_meets(other, &bounds))
    }

    /// Whether a geometry lies in the unit, well off its border; where that is
    /// near the answer is no, and what they share has to be measured.
    pub(super) fn holds(&self, other: &Geometry<f64>) -> bool {
        other.coords_iter().next().is_some_and(|at| self.contains(at))
            && geodesic_bounds(other).is_some_and(|bounds| self.edges_near(&bounds).is_empty())
    }

    /// Whether a position lies in the unit or on its border.
    pub(super) fn covers(&self, at: Coord<f64>) -> bool {
        self.contains(at) || self.border_meets(&Geometry::Point(Point(at)), &BoundingBox::of_point(at))
    }

    fn contains(&self, at: Coord<f64>) -> bool {
        self.areas.iter().any(|area| area.contains(at))
    }

    /// Whether the border shares a position with a geometry of these bounds.
    fn border_meets(&self, other: &Geometry<f64>, bounds: &BoundingBox) -> bool {
        let near = self.edges_near(bounds);
        let near = Geometry::MultiLineString(near.into_iter().map(LineString::from).collect());
        distance(&near, other).is_some_and(|reach| reach.distance_m == 0.0)
    }

    fn edges_near(&self, bounds: &BoundingBox) -> Vec<Line<f64>> {
        let bounds = bounds.widened(NEAR_DEG);
        let mut near = Vec::new();
        for_each_edge(self.geometry, &mut |from, to| {
            // Most edges lie wholly east or west: their bulge need not be known.
            if from.x.max(to.x) < bounds.west || from.x.min(to.x) > bounds.east {
                return;
            }
            let bulge_deg = latitude_bulge_deg(from, to);
            let mut edge = BoundingBox::of_point(from).including(to);
            (edge.south, edge.north) = (edge.south - bulge_deg, edge.north + bulge_deg);
            if edge.meets(&bounds) {
                near.push(Line::new(from, to));
            }
        });
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::measure::area_m2;
    use crate::geometry::plane::overlap_area_m2;
    use geo::polygon;
    use proptest::prelude::*;

    fn unit() -> Geometry<f64> {
        let outer = vec![(52.0, 35.0), (52.6, 34.9), (52.9, 35.5), (52.4, 35.3), (52.0, 35.6)];
        let hole = vec![(52.3, 35.1), (52.3, 35.2), (52.4, 35.2)];
        Polygon::new(LineString::from(outer), vec![LineString::from(hole)]).into()
    }

    proptest! {
        /// The exact distance is the witness.
        #[test]
        fn agrees_with_the_distance(x in 51.9..53.0_f64, y in 34.8..35.7_f64, side in 0.0001..0.1_f64) {
            let unit = unit();
            let territory = Territory::new(&unit);
            let at = Coord { x, y };
            let is_met = |other: &Geometry<f64>| distance(other, &unit).is_some_and(|reach| reach.distance_m == 0.0);
            prop_assert_eq!(territory.covers(at), is_met(&Geometry::Point(Point(at))));
            let zone = polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side)].into();
            prop_assert_eq!(territory.touches(&zone), is_met(&zone));
            if territory.holds(&zone) {
                let outside_m2 = area_m2(&zone) - overlap_area_m2(&zone, &unit);
                prop_assert!(outside_m2.abs() < 1e-4 * area_m2(&zone) + 0.01, "{outside_m2}");
            }
        }
    }

    #[test]
    fn the_border_belongs_to_the_unit() {
        let unit = unit();
        let territory = Territory::new(&unit);
        for corner in unit.coords_iter() {
            assert!(territory.covers(corner), "{corner:?}");
        }
    }
}
