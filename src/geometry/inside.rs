//! Whether a position lies in an area whose edges are geodesics.

use geo::Coord;

use super::geodesic::inverse;
use super::index::latitude_bulge_deg;
use super::shape::BoundingBox;

/// The rings of one polygon, ready for questions.
#[derive(Debug, Clone)]
pub struct Area {
    /// All edges of all rings, each from west to east; edges along a meridian are
    /// left out, since a ray along the meridian never crosses them.
    edges: Vec<[Coord<f64>; 2]>,
    /// Box that holds the area, bulging edges included.
    pub bounds: BoundingBox,
}

impl Area {
    /// The area enclosed by `rings` (first the outer one; even-odd rule);
    /// `None` when there is no edge.
    pub fn new<'a>(rings: impl Iterator<Item = &'a [Coord<f64>]>) -> Option<Self> {
        let mut edges = Vec::new();
        let mut bounds: Option<BoundingBox> = None;
        for ring in rings {
            let closing = ring.last().zip(ring.first()).map(|(last, first)| [*last, *first]);
            let sides = ring.iter().zip(ring.iter().skip(1)).map(|(from, to)| [*from, *to]).chain(closing);
            for [from, to] in sides {
                // A generous bound on the bulge will do: the box only rules out.
                let bulge_deg = latitude_bulge_deg(from, to);
                let mut side = BoundingBox::of_point(from).including(to);
                (side.south, side.north) = (side.south - bulge_deg, side.north + bulge_deg);
                bounds = Some(bounds.map_or(side, |bounds| bounds.union(&side)));
                if from.x < to.x {
                    edges.push([from, to]);
                } else if to.x < from.x {
                    edges.push([to, from]);
                }
            }
        }
        bounds.map(|bounds| Area { edges, bounds })
    }

    /// Whether `at` lies inside. Holes are outside; positions on the boundary may
    /// fall either way (their distance from it is zero anyhow).
    ///
    /// A ray runs north along the meridian of `at`, which is itself a geodesic. An
    /// edge is crossed when its longitudes enclose that of `at` (half open, so a
    /// vertex counts once) and it passes north of `at`; the latter is decided by
    /// latitudes where the bulge cannot matter, else by comparing azimuths.
    pub fn contains(&self, at: Coord<f64>) -> bool {
        if !self.bounds.contains(at) {
            return false;
        }
        let crossed = self
            .edges
            .iter()
            .filter(|[west, east]| west.x <= at.x && at.x < east.x && passes_north(*west, *east, at));
        crossed.count() % 2 == 1
    }
}

fn passes_north(west: Coord<f64>, east: Coord<f64>, at: Coord<f64>) -> bool {
    let bulge_deg = latitude_bulge_deg(west, east);
    if at.y > west.y.max(east.y) + bulge_deg {
        return false;
    }
    if at.y < west.y.min(east.y) - bulge_deg {
        return true;
    }
    let straight = west.y + (east.y - west.y) * ((at.x - west.x) / (east.x - west.x));
    if (at.y - straight).abs() > bulge_deg {
        return at.y < straight;
    }
    if at.x == west.x {
        return at.y < west.y;
    }
    let edge = inverse(west, east).start_azimuth_deg;
    inverse(west, at).start_azimuth_deg > edge
}
