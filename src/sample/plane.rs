//! A flat sheet of metres laid on the ground at one point, for drawing an
//! estate: rows and right angles. Areas are measured geodesically afterwards.

use geo::Coord;

/// Metres east and north of a point on the WGS 84 ellipsoid, turned by an angle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plane {
    origin: Coord<f64>,
    /// Metres a degree of longitude and of latitude at the origin.
    scale: Coord<f64>,
    /// Direction of the sheet's x axis (unit vector east, north).
    axis: (f64, f64),
}

impl Plane {
    /// A sheet whose (0, 0) lies at `origin` (degrees) and whose x axis points
    /// along `axis` (unit vector: east, north).
    pub(super) fn new(origin: Coord<f64>, axis: (f64, f64)) -> Plane {
        Plane { origin, scale: metres_per_degree(origin.y), axis }
    }

    /// Longitude and latitude of a point of the sheet (metres).
    pub(super) fn to_ground(self, at: Coord<f64>) -> Coord<f64> {
        let (cos, sin) = self.axis;
        let (east, north) = (at.x * cos - at.y * sin, at.x * sin + at.y * cos);
        Coord { x: self.origin.x + east / self.scale.x, y: self.origin.y + north / self.scale.y }
    }

    /// Point of the sheet (metres) of a longitude and latitude.
    pub(super) fn to_sheet(self, at: Coord<f64>) -> Coord<f64> {
        let (cos, sin) = self.axis;
        let (east, north) = ((at.x - self.origin.x) * self.scale.x, (at.y - self.origin.y) * self.scale.y);
        Coord { x: east * cos + north * sin, y: north * cos - east * sin }
    }
}

/// Metres a degree of longitude (x) and of latitude (y) at a latitude in
/// degrees on WGS 84: prime-vertical and meridian radius of curvature
/// (Snyder, Map Projections, eq. 4-18 to 4-20). `libm`'s cosine is the same
/// code on every machine.
pub(super) fn metres_per_degree(latitude_deg: f64) -> Coord<f64> {
    const A: f64 = 6_378_137.0;
    const E2: f64 = 0.006_694_379_990_141_316;
    let degree = std::f64::consts::PI / 180.0;
    let cos = libm::cos(latitude_deg * degree);
    let w = 1.0 - E2 * (1.0 - cos * cos);
    let vertical = A / w.sqrt();
    let meridian = A * (1.0 - E2) / (w * w.sqrt());
    Coord { x: vertical * cos * degree, y: meridian * degree }
}

/// Distance in metres between two nearby points (degrees), good to 0.5 % within
/// 200 km: enough to choose neighbours by, never shown to anybody.
pub(super) fn rough_distance_m(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let scale = metres_per_degree((a.y + b.y) / 2.0);
    let (x, y) = ((a.x - b.x) * scale.x, (a.y - b.y) * scale.y);
    (x * x + y * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_has_the_known_length() {
        // Domain reference §3.6: 91.29 km and 110.95 km at 35° north.
        let scale = metres_per_degree(35.0);
        assert!((scale.x - 91_290.0).abs() < 5.0, "{}", scale.x);
        assert!((scale.y - 110_941.0).abs() < 15.0, "{}", scale.y);
    }

    #[test]
    fn a_turned_sheet_keeps_its_lengths() {
        let origin = Coord { x: 57.0, y: 30.3 };
        let plane = Plane::new(origin, (0.6, 0.8));
        let at = plane.to_ground(Coord { x: 300.0, y: -400.0 });
        assert!((rough_distance_m(origin, at) - 500.0).abs() < 0.01);
        assert!(at.x > origin.x && at.y == origin.y, "the way is due east: {at:?}");
        let back = plane.to_sheet(at);
        assert!((back.x - 300.0).abs() < 1e-6 && (back.y + 400.0).abs() < 1e-6, "{back:?}");
    }
}
