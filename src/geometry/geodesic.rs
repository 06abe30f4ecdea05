//! The WGS 84 ellipsoid: geodesics after Karney (2013, <https://doi.org/10.1007/s00190-012-0578-z>)
//! from `geographiclib-rs`, earth-centred coordinates, and the bounds that tie the two together.

use std::sync::LazyLock;

use geo::Coord;
use geographiclib_rs::{Geodesic, GeodesicLine, InverseGeodesic};

/// Equatorial radius of WGS 84 in metres.
pub const EQUATORIAL_RADIUS_M: f64 = 6_378_137.0;
/// Flattening of WGS 84.
pub const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// First eccentricity squared of WGS 84.
pub const ECCENTRICITY_SQUARED: f64 = FLATTENING * (2.0 - FLATTENING);
/// Smallest radius of curvature anywhere on WGS 84 (the meridian at the equator), metres.
pub const SMALLEST_RADIUS_M: f64 = EQUATORIAL_RADIUS_M * (1.0 - ECCENTRICITY_SQUARED);

static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// The shared ellipsoid; its series coefficients are computed once.
pub fn wgs84() -> &'static Geodesic {
    &WGS84
}

/// Length in metres of the geodesic between two positions.
pub fn geodesic_m(from: Coord<f64>, to: Coord<f64>) -> f64 {
    wgs84().inverse(from.y, from.x, to.y, to.x)
}

/// Length in metres and azimuths (degrees, clockwise from north, direction of travel)
/// of the geodesic at both of its ends.
pub fn inverse(from: Coord<f64>, to: Coord<f64>) -> Inverse {
    let (length_m, start_azimuth_deg, end_azimuth_deg, _arc) = wgs84().inverse(from.y, from.x, to.y, to.x);
    Inverse { length_m, start_azimuth_deg, end_azimuth_deg }
}

/// What [`inverse`] tells.
#[derive(Debug, Clone, Copy)]
pub struct Inverse {
    /// Length in metres.
    pub length_m: f64,
    /// Azimuth at the start, degrees.
    pub start_azimuth_deg: f64,
    /// Azimuth at the end in the direction of travel, degrees.
    pub end_azimuth_deg: f64,
}

/// One geodesic edge, ready to be walked along.
pub struct Edge {
    line: GeodesicLine,
    length_m: f64,
}

impl Edge {
    /// The geodesic from `from` to `to`.
    pub fn new(from: Coord<f64>, to: Coord<f64>) -> Self {
        let inverse = inverse(from, to);
        let line = GeodesicLine::new(wgs84(), from.y, from.x, inverse.start_azimuth_deg, None, None, None);
        Edge { line, length_m: inverse.length_m }
    }

    /// Length in metres.
    pub fn length_m(&self) -> f64 {
        self.length_m
    }

    /// The position `along_m` metres after the start, and the azimuth there in degrees.
    pub fn at(&self, along_m: f64) -> (Coord<f64>, f64) {
        use geographiclib_rs::geodesic_capability as caps;
        let mask = caps::LATITUDE | caps::LONGITUDE | caps::AZIMUTH | caps::LONG_UNROLL;
        let (_arc, lat, lon, azimuth, ..) = self.line._gen_position(false, along_m, mask);
        (Coord { x: lon, y: lat }, azimuth)
    }
}

/// Earth-centred position in metres.
pub type Ecef = [f64; 3];

/// Earth-centred coordinates in metres of a position on the ellipsoid.
pub fn to_ecef(at: Coord<f64>) -> Ecef {
    let (sin_lat, cos_lat) = at.y.to_radians().sin_cos();
    let (sin_lon, cos_lon) = at.x.to_radians().sin_cos();
    let normal_m = EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat).sqrt();
    [
        normal_m * cos_lat * cos_lon,
        normal_m * cos_lat * sin_lon,
        normal_m * (1.0 - ECCENTRICITY_SQUARED) * sin_lat,
    ]
}

/// The longest geodesic that two positions `chord_m` metres apart through the
/// earth can have between them.
///
/// No geodesic of the ellipsoid bends more than a circle of the smallest radius
/// of curvature, so by Schur's comparison theorem its chord is at least that of
/// such a circle. The shortest it can be is the chord itself.
pub fn longest_for_chord_m(chord_m: f64) -> f64 {
    let diameter_m = 2.0 * SMALLEST_RADIUS_M;
    if chord_m >= diameter_m {
        return std::f64::consts::PI * EQUATORIAL_RADIUS_M;
    }
    diameter_m * (chord_m / diameter_m).asin()
}

/// Polar radius of WGS 84 in metres.
const POLAR_RADIUS_M: f64 = EQUATORIAL_RADIUS_M * (1.0 - FLATTENING);

/// The shortest geodesic that two positions `chord_m` metres apart through the
/// earth can have between them.
///
/// The ball of the polar radius lies inside the ellipsoid, and projecting on a ball
/// shortens every path outside it: no way on the surface is shorter than that radius
/// times the angle seen from the centre. The chord gives the angle to within the
/// difference of the two radii.
pub fn shortest_for_chord_m(chord_m: f64) -> f64 {
    const RADII_M: f64 = EQUATORIAL_RADIUS_M - POLAR_RADIUS_M;
    let level_m = (chord_m * chord_m - RADII_M * RADII_M).max(0.0).sqrt();
    let half_angle = (level_m / (2.0 * EQUATORIAL_RADIUS_M)).min(1.0).asin();
    chord_m.max(2.0 * POLAR_RADIUS_M * half_angle)
}

/// Bounds in metres on the geodesic between two positions, from the angle between
/// them seen from the centre of the earth: at least the polar radius times it (see
/// [`shortest_for_chord_m`]); at most the equatorial radius times it, since the
/// section of the ellipsoid by the plane of the angle is such a way and its arcs
/// are nowhere longer than that.
pub fn bounds_by_angle_m(p: Ecef, q: Ecef) -> (f64, f64) {
    let cross = [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
    let sine = (cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2]).sqrt();
    let angle = sine.atan2(p[0] * q[0] + p[1] * q[1] + p[2] * q[2]);
    (POLAR_RADIUS_M * angle, EQUATORIAL_RADIUS_M * angle)
}

/// How far in metres a geodesic `length_m` metres long can leave its own chord
/// (the sagitta of a circle of the smallest radius, with one per cent to spare).
pub fn sagitta_m(length_m: f64) -> f64 {
    1.01 * length_m * length_m / (8.0 * SMALLEST_RADIUS_M)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Coord<f64> = Coord { x: 51.0, y: 35.0 };

    #[test]
    fn the_distances_of_the_domain_reference() {
        let near = inverse(A, Coord { x: 51.1, y: 35.05 });
        assert!((near.length_m - 10_679.623).abs() < 1e-3, "{}", near.length_m);
        assert!((near.start_azimuth_deg - 58.678_95).abs() < 5e-6);
        let far = geodesic_m(Coord { x: 50.9, y: 34.8 }, Coord { x: 52.4, y: 36.1 });
        assert!((far - 198_356.979).abs() < 5e-4, "{far}");
    }

    #[test]
    fn an_edge_ends_where_it_should() {
        let to = Coord { x: 52.4, y: 36.1 };
        let edge = Edge::new(A, to);
        assert!(geodesic_m(edge.at(edge.length_m()).0, to) < 1e-7);
    }

    #[test]
    fn chord_and_sagitta_bound_the_geodesic() {
        for (dx, dy) in [
            (0.001, 0.0),
            (0.0, 0.001),
            (0.5, 0.2),
            (3.0, -4.0),
            (12.0, 2.0),
            (-50.0, 17.0),
            (-122.0, 7.0),
            (100.0, -60.0),
        ] {
            let to = Coord { x: A.x + dx, y: A.y + dy };
            let (a, b) = (to_ecef(A), to_ecef(to));
            let chord_m = (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt();
            let edge = Edge::new(A, to);
            assert!(chord_m <= edge.length_m() + 1e-8);
            assert!(edge.length_m() <= longest_for_chord_m(chord_m) + 1e-8);
            assert!(shortest_for_chord_m(chord_m) <= edge.length_m() + 1e-8);
            let (least_m, most_m) = bounds_by_angle_m(a, b);
            assert!(least_m <= edge.length_m() && edge.length_m() <= most_m);
            let middle = to_ecef(edge.at(edge.length_m() / 2.0).0);
            let rise_m = (0..3).map(|i| (middle[i] - (a[i] + b[i]) / 2.0).powi(2)).sum::<f64>().sqrt();
            // Sagittae are asked for pieces of some kilometres only.
            assert!(dx.abs() > 20.0 || rise_m <= sagitta_m(edge.length_m()) + 1e-8);
        }
    }
}
