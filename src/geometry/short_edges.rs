//! Area and length of rings whose edges are all short, in closed form.
//!
//! The general planimeter solves a geodesic problem for each edge, a microsecond
//! each, which was a fifth of the work of an import. On an edge of up to
//! [`LONGEST_M`] the geodesic departs from the straight line of the equal-area
//! cylindrical projection by a third-order term, and from its own chord by another;
//! what is left out is below 10⁻⁴ m² and 10⁻⁶ m an edge (the test below holds it to that).

use geo::Coord;

use super::geodesic::{ECCENTRICITY_SQUARED, EQUATORIAL_RADIUS_M, SMALLEST_RADIUS_M};

/// Longest edge in metres that is taken as short.
const LONGEST_M: f64 = 2_000.0;
/// Beyond this latitude in degrees the terms left out grow; nobody plans estates there.
const HIGHEST_DEG: f64 = 70.0;

/// Up to this difference in radians, sine and cosine are turned from known ones: what
/// their series leave out is below the last place of a double.
const TURNED_RAD: f64 = 2e-3;

/// An angle in radians with its sine and cosine.
#[derive(Clone, Copy)]
struct Angle {
    radians: f64,
    sin: f64,
    cos: f64,
}

impl Angle {
    fn of(degrees: f64) -> Angle {
        let radians = degrees.to_radians();
        let (sin, cos) = radians.sin_cos();
        Angle { radians, sin, cos }
    }

    /// The angle of so many degrees, by the addition theorem where it is near this one:
    /// a fifth of the price of a sine and a cosine.
    fn near(&self, degrees: f64) -> Angle {
        let radians = degrees.to_radians();
        let turn = radians - self.radians;
        if turn.abs() > TURNED_RAD {
            return Angle::of(degrees);
        }
        let squared = turn * turn;
        let sin_turn = turn * (1.0 - squared / 6.0 * (1.0 - squared / 20.0));
        let cos_less = squared / 2.0 * (1.0 - squared / 12.0);
        Angle {
            radians,
            sin: self.sin - self.sin * cos_less + self.cos * sin_turn,
            cos: self.cos - self.cos * cos_less - self.sin * sin_turn,
        }
    }
}

/// What an edge needs to know of a vertex.
struct Vertex {
    at: Coord<f64>,
    sin_lat: f64,
    ecef: [f64; 3],
    /// Twice the area between this latitude and that of the first vertex, over the
    /// square of the equatorial radius and a radian of longitude.
    above: f64,
}

/// Coefficients of `q` in odd powers of the sine of the latitude (Snyder 1987,
/// Map projections, 3-12, as a series): `2(1−e²)·(k+1)/(2k+1)·e²ᵏ`.
const AUTHALIC: [f64; 8] = {
    let mut coefficients = [0.0; 8];
    let (mut k, mut power) = (0, 2.0 * (1.0 - ECCENTRICITY_SQUARED));
    while k < 8 {
        coefficients[k] = power * (k as f64 + 1.0) / (2.0 * k as f64 + 1.0);
        power *= ECCENTRICITY_SQUARED;
        k += 1;
    }
    coefficients
};

fn authalic(sin_lat: f64) -> f64 {
    let squared = sin_lat * sin_lat;
    AUTHALIC.iter().rev().fold(0.0, |sum, coefficient| sum * squared + coefficient) * sin_lat
}

fn vertex(at: Coord<f64>, lon: Angle, lat: Angle, base: f64) -> Vertex {
    let normal_m = EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_SQUARED * lat.sin * lat.sin).sqrt();
    let ecef = [
        normal_m * lat.cos * lon.cos,
        normal_m * lat.cos * lon.sin,
        normal_m * (1.0 - ECCENTRICITY_SQUARED) * lat.sin,
    ];
    Vertex { at, sin_lat: lat.sin, ecef, above: authalic(lat.sin) - base }
}

/// Signed area in m² (positive counter-clockwise) and length in metres of the ring
/// through `coords`, which does not repeat its first vertex; `None` where an edge is
/// too long for the series, or a coordinate is no number.
pub(super) fn ring(coords: &[Coord<f64>]) -> Option<(f64, f64)> {
    let start = *coords.first()?;
    let (lon, lat) = (Angle::of(start.x), Angle::of(start.y));
    let base = authalic(lat.sin);
    let first = vertex(start, lon, lat, base);
    let (mut area_m2, mut length_m) = (0.0, 0.0);
    let mut from = vertex(start, lon, lat, base);
    for at in coords.iter().skip(1) {
        let to = vertex(*at, lon.near(at.x), lat.near(at.y), base);
        let (edge_m2, edge_m) = edge(&from, &to)?;
        area_m2 += edge_m2;
        length_m += edge_m;
        from = to;
    }
    let (edge_m2, edge_m) = edge(&from, &first)?;
    Some((-(area_m2 + edge_m2), length_m + edge_m))
}

/// The area in m² between an edge and the parallel of the first vertex (positive to the
/// east and north of it), and the edge's length in metres.
///
/// In longitude λ and authalic `q` the area is `a²/2 ∫q dλ`. Clairaut's relation gives for a
/// geodesic `q'' = −2/a²·sinφ·(3M²φ'² + ρ²)`, M being the meridian's radius of curvature
/// and ρ the parallel's radius; the trapezoidal rule is short by `q''·Δλ³/12`.
fn edge(from: &Vertex, to: &Vertex) -> Option<(f64, f64)> {
    let (across, up) = ((to.at.x - from.at.x).to_radians(), (to.at.y - from.at.y).to_radians());
    let middle_deg = f64::midpoint(from.at.y, to.at.y);
    let chord_m =
        from.ecef.iter().zip(to.ecef).map(|(one, other)| (other - one) * (other - one)).sum::<f64>().sqrt();
    // Written so that what is no number is refused; an edge across 180° has a short chord.
    if !(chord_m <= LONGEST_M && middle_deg.abs() <= HIGHEST_DEG && across.abs() < 1.0) {
        return None;
    }
    // Of the middle but for a part in 10⁷, in what is itself a small correction.
    let sin = f64::midpoint(from.sin_lat, to.sin_lat);
    let shrink = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
    let parallel_squared = EQUATORIAL_RADIUS_M * EQUATORIAL_RADIUS_M * (1.0 - sin * sin) / shrink;
    let meridian_m = EQUATORIAL_RADIUS_M * (1.0 - ECCENTRICITY_SQUARED) / (shrink * shrink.sqrt());
    let straight = EQUATORIAL_RADIUS_M * EQUATORIAL_RADIUS_M * (from.above + to.above) / 4.0;
    let bulge = sin * (3.0 * meridian_m * meridian_m * up * up + parallel_squared * across * across) / 12.0;
    let rise = chord_m / (2.0 * SMALLEST_RADIUS_M);
    Some((across * (straight + bulge), chord_m * (1.0 + rise * rise / 6.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::geodesic::wgs84;
    use geographiclib_rs::{PolygonArea, Winding};
    use proptest::prelude::*;

    fn planimeter(coords: &[Coord<f64>]) -> (f64, f64) {
        let mut planimeter = PolygonArea::new(wgs84(), Winding::CounterClockwise);
        coords.iter().for_each(|c| planimeter.add_point(c.y, c.x));
        let (perimeter_m, area_m2, _) = planimeter.compute(true);
        (area_m2, perimeter_m)
    }

    proptest! {
        /// A tenth of what is promised to people (1e-9·A + 0.001 m², 1e-9·L + 0.0001 m).
        #[test]
        fn the_planimeter_says_the_same(
            x in -179.0_f64..179.0, y in -69.0_f64..69.0, size_m in 1.0_f64..900.0,
            turns in prop::collection::vec((0.0_f64..1.0, 0.2_f64..1.0), 3..9),
        ) {
            let mut turns = turns;
            turns.sort_by(|one, other| one.0.total_cmp(&other.0));
            let degrees = size_m / 111_000.0;
            let coords: Vec<Coord<f64>> = turns.iter().map(|(turn, reach)| {
                let (sin, cos) = (turn * std::f64::consts::TAU).sin_cos();
                let wide = degrees / y.to_radians().cos();
                Coord { x: x + wide * reach * cos, y: y + degrees * reach * sin }
            }).collect();
            let (area_m2, length_m) = ring(&coords).unwrap();
            let (expected_m2, expected_m) = planimeter(&coords);
            prop_assert!((area_m2 - expected_m2).abs() <= 1e-10 * expected_m2.abs() + 2e-4,
                "{area_m2} for {expected_m2}");
            prop_assert!((length_m - expected_m).abs() <= 1e-10 * expected_m + 1e-6,
                "{length_m} for {expected_m}");
        }
    }

    #[test]
    fn what_the_series_cannot_do_is_left_to_the_planimeter() {
        let at = |x: f64, y: f64| Coord { x, y };
        assert!(ring(&[at(51.0, 35.0), at(51.1, 35.0), at(51.0, 35.1)]).is_none());
        assert!(ring(&[at(51.0, 80.0), at(51.001, 80.0), at(51.0, 80.001)]).is_none());
        assert!(ring(&[at(179.999, 35.0), at(-179.999, 35.0), at(179.999, 35.001)]).is_none());
        assert!(ring(&[at(51.0, f64::NAN), at(51.001, 35.0), at(51.0, 35.001)]).is_none());
    }
}
