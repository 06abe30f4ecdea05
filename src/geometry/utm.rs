//! Universal Transverse Mercator, for showing where the cursor is.

use geo::Coord;

use super::plane::LocalPlane;

/// Scale on the meridian of a zone.
const SCALE: f64 = 0.9996;
/// Easting of the meridian of a zone, metres.
const FALSE_EASTING_M: f64 = 500_000.0;
/// Northing of the equator south of it, metres.
const FALSE_NORTHING_M: f64 = 10_000_000.0;

/// A position in UTM on WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UtmPosition {
    /// Number of the zone, 1–60; Iran lies in 38–41.
    pub zone: u8,
    /// North of the equator.
    pub is_north: bool,
    /// Metres east.
    pub easting_m: f64,
    /// Metres north.
    pub northing_m: f64,
}

impl UtmPosition {
    /// The position of `at` (longitude/latitude degrees) in the zone of its
    /// longitude; `None` beyond 80° S and 84° N, where there is no UTM.
    ///
    /// The projection is that of [`LocalPlane`], exact to a micrometre.
    pub fn of(at: Coord<f64>) -> Option<UtmPosition> {
        if !(-180.0..=180.0).contains(&at.x) || !(-80.0..=84.0).contains(&at.y) {
            return None;
        }
        let zone = (((at.x + 180.0) / 6.0).floor() as u8).min(59) + 1;
        let meridian = f64::from(zone) * 6.0 - 183.0;
        let metres = LocalPlane::new(Coord { x: meridian, y: 0.0 }).forward(at);
        let is_north = at.y >= 0.0;
        Some(UtmPosition {
            zone,
            is_north,
            easting_m: FALSE_EASTING_M + SCALE * metres.x,
            northing_m: SCALE * metres.y + if is_north { 0.0 } else { FALSE_NORTHING_M },
        })
    }

    /// Its code in the EPSG register: 32638 for zone 38 north.
    pub fn epsg(&self) -> u32 {
        u32::from(self.zone) + if self.is_north { 32_600 } else { 32_700 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Longitude, latitude, zone, easting, northing by PROJ 9 (`cs2cs EPSG:4326 EPSG:326nn`).
    const ORACLE: &[(f64, f64, u8, f64, f64)] = &[
        (44.1, 39.7, 38, 422840.5420, 4394848.1335),
        (45.0, 33.0, 38, 500000.0000, 3651286.9440),
        (47.999, 30.3, 38, 788437.7771, 3355839.2941),
        (48.0, 34.0, 39, 222908.7045, 3766214.7161),
        (51.389, 35.6892, 39, 535196.7818, 3949546.7888),
        (53.39, 35.577, 39, 716569.9153, 3939662.0532),
        (53.9999, 27.0, 39, 797716.1574, 2989975.7306),
        (54.0, 36.5, 40, 231298.0032, 4043594.6356),
        (57.08, 30.2839, 40, 507693.7593, 3350247.1615),
        (59.6, 36.3, 40, 733465.2496, 4020360.9094),
        (60.0, 29.5, 41, 209148.5650, 3267135.1254),
        (61.5, 31.0, 41, 356793.1704, 3430567.5479),
        (63.3, 27.2, 41, 529711.7982, 3008622.9531),
        (56.3, 27.2, 40, 430671.6454, 3008780.9859),
        (45.5, 36.99, 38, 544494.0163, 4093879.8510),
    ];

    #[test]
    fn agrees_with_proj_to_a_millimetre_over_iran() {
        for &(lon, lat, zone, easting_m, northing_m) in ORACLE {
            let found = UtmPosition::of(Coord { x: lon, y: lat }).expect("in UTM");
            assert_eq!((found.zone, found.epsg()), (zone, 32_600 + u32::from(zone)), "{lon} {lat}");
            let off = (found.easting_m - easting_m).hypot(found.northing_m - northing_m);
            assert!(off < 0.001, "{lon} {lat}: {off} m off");
        }
    }

    #[test]
    fn there_is_none_at_the_poles_and_the_last_zone_is_60() {
        assert_eq!(UtmPosition::of(Coord { x: 50.0, y: 85.0 }), None);
        assert_eq!(UtmPosition::of(Coord { x: f64::NAN, y: 35.0 }), None);
        assert_eq!(UtmPosition::of(Coord { x: 180.0, y: 0.0 }).map(|at| at.zone), Some(60));
        assert_eq!(UtmPosition::of(Coord { x: 50.0, y: -1.0 }).map(|at| at.epsg()), Some(32_739));
    }
}
