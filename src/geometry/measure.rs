//! Area, perimeter, length, compactness and centroid.
//!
//! Areas and lengths are those of GeographicLib's planimeter: every edge is a
//! geodesic of WGS 84. They do not depend on winding or on the first vertex. Rings of
//! short edges are measured in closed form, to the same figures.

use geo::{Geometry, LineString, Polygon};
use geographiclib_rs::{PolygonArea, Winding};
use serde::Serialize;

use super::geodesic::{geodesic_m, wgs84};

/// What can be measured of a geometry; zero where it has no such part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Measures {
    /// Area of all polygons in m², holes subtracted.
    pub area_m2: f64,
    /// Length of all rings in metres, holes included.
    pub perimeter_m: f64,
    /// Length of the outer rings in metres.
    pub perimeter_outer_m: f64,
    /// Length of all lines (not rings) in metres.
    pub length_m: f64,
}

impl Measures {
    /// Compactness 4πA/P² with the outer perimeter: 1 for a disc, 0.785 for a
    /// square; `None` without area.
    pub fn compactness(&self) -> Option<f64> {
        let squared = self.perimeter_outer_m * self.perimeter_outer_m;
        (squared > 0.0 && self.area_m2 > 0.0).then(|| 4.0 * std::f64::consts::PI * self.area_m2 / squared)
    }

    fn add(&mut self, other: Measures) {
        self.area_m2 += other.area_m2;
        self.perimeter_m += other.perimeter_m;
        self.perimeter_outer_m += other.perimeter_outer_m;
        self.length_m += other.length_m;
    }
}

/// Measures a geometry as it is drawn; nothing is repaired.
///
/// A polygon's area is |outer ring| − Σ |hole|, never below zero, where |ring|
/// is the amount of its signed area: where a ring crosses itself (a bow-tie),
/// parts that run the other way round count against the rest, as in every
/// planimeter. Parts are summed, also where they overlap.
pub fn measure(geometry: &Geometry<f64>) -> Measures {
    let mut sum = Measures::default();
    match geometry {
        Geometry::Point(_) | Geometry::MultiPoint(_) => {}
        Geometry::Line(line) => sum.length_m = geodesic_m(line.start, line.end),
        Geometry::LineString(line) => sum.length_m = line_length_m(line),
        Geometry::MultiLineString(lines) => sum.length_m = lines.iter().map(line_length_m).sum(),
        Geometry::Polygon(polygon) => sum = measure_polygon(polygon),
        Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|p| sum.add(measure_polygon(p))),
        Geometry::Rect(rect) => sum = measure_polygon(&rect.to_polygon()),
        Geometry::Triangle(triangle) => sum = measure_polygon(&triangle.to_polygon()),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| sum.add(measure(part))),
    }
    sum
}

/// Geodesic area in m² of a geometry, holes subtracted; see [`measure`].
pub fn area_m2(geometry: &Geometry<f64>) -> f64 {
    measure(geometry).area_m2
}

/// Area in m² (positive for a counter-clockwise ring) and length in metres of one ring.
/// An open ring is closed.
pub fn ring(ring: &LineString<f64>) -> (f64, f64) {
    let mut coords = ring.0.as_slice();
    // The planimeter closes the ring by itself.
    if let (Some(first), Some((last, open))) = (coords.first(), coords.split_last())
        && first == last
    {
        coords = open;
    }
    if coords.len() < 2 {
        return (0.0, 0.0);
    }
    if let Some(measured) = super::short_edges::ring(coords) {
        return measured;
    }
    let mut planimeter = PolygonArea::new(wgs84(), Winding::CounterClockwise);
    coords.iter().for_each(|c| planimeter.add_point(c.y, c.x));
    let (perimeter_m, area_m2, _vertices) = planimeter.compute(true);
    (area_m2, perimeter_m)
}

fn measure_polygon(polygon: &Polygon<f64>) -> Measures {
    let (outer_area_m2, outer_m) = ring(polygon.exterior());
    let mut measures = Measures {
        area_m2: outer_area_m2.abs(),
        perimeter_m: outer_m,
        perimeter_outer_m: outer_m,
        length_m: 0.0,
    };
    for hole in polygon.interiors() {
        let (hole_area_m2, hole_m) = ring(hole);
        measures.area_m2 -= hole_area_m2.abs();
        measures.perimeter_m += hole_m;
    }
    measures.area_m2 = measures.area_m2.max(0.0);
    measures
}

fn line_length_m(line: &LineString<f64>) -> f64 {
    // The sum of nothing would be −0.
    line.lines().map(|edge| geodesic_m(edge.start, edge.end)).fold(0.0, |sum, edge_m| sum + edge_m)
}
