//! The narrowest width of an area.

use geo::{
    Area as _, BooleanOps as _, Buffer as _, Geometry, MinimumRotatedRect as _, MultiPolygon, Polygon,
};

use super::plane::LocalPlane;

/// A part out of the disc's reach is a narrow part, not a mere corner, when it holds
/// more than this share of the whole. A disc that just fits leaves 5 % in each corner of a
/// square and 13 % in each of an equilateral triangle.
const CORNER_SHARE: f64 = 0.15;
/// The width is found to this many metres.
const STEP_M: f64 = 0.1;

/// Narrowest width in metres of each polygon of a geometry, the smallest of them;
/// `None` without area.
///
/// It is the diameter of the widest disc that still gets about in the polygon: its
/// centre can move through all of it without a break, and no single part holding more
/// than 15 % of the area is out of its reach. So a rectangle is as wide as its
/// short side, a dumb-bell as its neck, an L as its arm, and a corner is not "narrow";
/// a rotated rectangle round the shape would miss all but the first.
/// Found by eroding and dilating in the local plane, to 0.1 m.
pub fn minimum_width_m(geometry: &Geometry<f64>) -> Option<f64> {
    widths_below_m(geometry, f64::INFINITY)
}

/// The narrowest width in metres where it is below `limit_m` by more than the width
/// is known to; `None` where it is not, which is told after a single try.
pub fn narrower_than_m(geometry: &Geometry<f64>, limit_m: f64) -> Option<f64> {
    widths_below_m(geometry, limit_m - STEP_M)
}

fn widths_below_m(geometry: &Geometry<f64>, limit_m: f64) -> Option<f64> {
    let plane = LocalPlane::for_geometry(geometry)?;
    let widths = plane.areas(geometry).0.into_iter().filter_map(|polygon| width_below_m(&polygon, limit_m));
    widths.min_by(f64::total_cmp)
}

fn width_below_m(polygon: &Polygon<f64>, limit_m: f64) -> Option<f64> {
    // Across the round rectangle nothing wider fits.
    let hull = polygon.minimum_rotated_rect()?;
    let mut sides = hull.exterior().lines().map(|side| side.dx().hypot(side.dy()));
    let widest = sides.next()?.min(sides.next()?);
    let area_m2 = polygon.unsigned_area();
    if area_m2 <= 0.0 {
        return None;
    }
    let (mut fits, mut fails) = (0.0, widest + STEP_M);
    if limit_m < fails {
        if disc_gets_about(polygon, area_m2, limit_m) {
            return None;
        }
        fails = limit_m;
    }
    while fails - fits > STEP_M {
        let middle = 0.5 * (fits + fails);
        if disc_gets_about(polygon, area_m2, middle) { fits = middle } else { fails = middle }
    }
    Some((0.5 * (fits + fails)).min(widest))
}

fn disc_gets_about(polygon: &Polygon<f64>, area_m2: f64, diameter_m: f64) -> bool {
    let radius_m = 0.5 * diameter_m;
    let centres = polygon.buffer(-radius_m);
    let [_] = centres.0.as_slice() else { return false };
    // A little more, lest slivers along the sides join the corners into one part.
    let reached: MultiPolygon<f64> = centres.buffer(radius_m + 0.5 * STEP_M);
    let left = polygon.difference(&reached);
    left.iter().all(|part| part.unsigned_area() <= CORNER_SHARE * area_m2)
}
