//! Exact geodesic distance between two geometries.
//!
//! The distance is measured from boundary to boundary and is zero where one
//! lies inside the other or they touch. Edges are geodesics. A geometry inside
//! a hole is not inside.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Geometry, Line};

use super::geodesic::{
    ECCENTRICITY_SQUARED, EQUATORIAL_RADIUS_M, Ecef, Edge, bounds_by_angle_m, geodesic_m, inverse,
    longest_for_chord_m, shortest_for_chord_m,
};
use super::nearest::NearestIndex;
use super::pieces::{PIECE_M, Piece, along, dot, minus, point_to_chord_squared};

/// Distances below this many metres are the noise of degrees stored as `f64`, and count as touching.
pub const TOUCH_M: f64 = 1e-5;

/// The nearest positions of two geometries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Geodesic distance in metres; 0 inside or touching.
    pub distance_m: f64,
    /// Position on the first geometry, lon/lat.
    pub from: Coord<f64>,
    /// Position on the second geometry, lon/lat.
    pub at: Coord<f64>,
}

impl Reach {
    pub(super) fn touching(at: Coord<f64>) -> Self {
        Reach { distance_m: 0.0, from: at, at }
    }

    fn turned(self) -> Self {
        Reach { distance_m: self.distance_m, from: self.at, at: self.from }
    }
}

/// Geodesic distance between two geometries and the positions reached; `None`
/// when either has no coordinates. To ask one geometry about many others, use a
/// [`NearestIndex`].
pub fn distance(from: &Geometry<f64>, to: &Geometry<f64>) -> Option<Reach> {
    let hits = NearestIndex::build([(0, to)]).nearest(from, 1, None);
    hits.first().map(|hit| Reach { distance_m: hit.distance_m, from: hit.from, at: hit.at })
}

/// Exact distance between two pieces.
///
/// They cross, or the shortest way starts at an end of one of them (on a surface
/// that curves like a ball two geodesics cannot be nearest in both interiors).
/// At most four ways are left; bounds by chords usually leave one.
pub(super) fn between_pieces(p: &Piece, q: &Piece) -> Reach {
    if let Some(at) = crossing(p, q) {
        return Reach::touching(at);
    }
    let ways = [(p.from, p.a, q, false), (p.to, p.b, q, false), (q.from, q.a, p, true), (q.to, q.b, p, true)];
    let mut ways = ways.map(|(end, ecef, piece, turned)| {
        (point_to_chord_squared(ecef, piece).sqrt(), end, ecef, piece, turned)
    });
    ways.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut best: Option<Reach> = None;
    for (chord_m, end, ecef, piece, turned) in ways {
        let least_m = shortest_for_chord_m((chord_m - piece.sagitta_m()).max(0.0));
        if best.is_some_and(|best| least_m > best.distance_m) {
            continue;
        }
        if best.is_some() && piece.is_point() {
            // The other piece's way to this end has been measured, or cannot be shorter.
            continue;
        }
        let found = point_to_piece(end, ecef, piece);
        if best.is_none_or(|best| found.distance_m < best.distance_m) {
            best = Some(if turned { found.turned() } else { found });
        }
    }
    best.unwrap_or_else(|| point_to_piece(p.from, p.a, q))
}

/// Where the plane stops being good enough to find the foot, metres.
const FLAT_M: f64 = 500_000.0;

/// Exact distance from a position to a piece.
///
/// The foot is found in the horizontal plane at the middle of the piece: exact
/// when near; at 500 km it is some metres off along the piece, which changes the
/// distance by less than 0.1 mm, since the distance is stationary there. Farther
/// away it is searched along the geodesic. The distance itself is then the true
/// geodesic one.
fn point_to_piece(from: Coord<f64>, p: Ecef, piece: &Piece) -> Reach {
    let is_far = super::pieces::distance(p, piece.a) > FLAT_M;
    let at = if is_far { far_foot(from, piece) } else { foot(p, piece) };
    let distance_m = geodesic_m(from, at);
    Reach { distance_m: if distance_m < TOUCH_M { 0.0 } else { distance_m }, from, at }
}

/// The nearest position of a piece to a far one.
///
/// The distance changes along the piece by minus the cosine of the angle between
/// the piece and the way to `from` (first variation of length); its zero is found by
/// the Illinois method to 1 m, which is less than 0.001 mm of the distance.
fn far_foot(from: Coord<f64>, piece: &Piece) -> Coord<f64> {
    if piece.is_point() {
        return piece.from;
    }
    let edge = Edge::new(piece.from, piece.to);
    let slope = |along_m: f64| {
        let (at, azimuth_deg) = edge.at(along_m);
        let turn_deg = azimuth_deg - inverse(at, from).start_azimuth_deg;
        (at, -turn_deg.to_radians().cos())
    };
    let (mut low_m, mut high_m) = (0.0, edge.length_m());
    let (mut below, mut above) = (slope(low_m).1, slope(high_m).1);
    if below >= 0.0 || above <= 0.0 {
        // It grows or shrinks all the way (or, beyond a quarter of the earth, has its
        // greatest value within): one of the ends is nearest.
        let ends = [piece.from, piece.to].map(|end| (geodesic_m(from, end), end));
        return if ends[0].0 <= ends[1].0 { ends[0].1 } else { ends[1].1 };
    }
    let mut found = piece.from;
    for _ in 0..40 {
        if high_m - low_m < 1.0 {
            break;
        }
        let along_m = (low_m * above - high_m * below) / (above - below);
        let (at, here) = slope(along_m);
        found = at;
        if here.abs() < 1e-9 {
            break;
        }
        if here < 0.0 {
            (low_m, below, above) = (along_m, here, above / 2.0);
        } else {
            (high_m, above, below) = (along_m, here, below / 2.0);
        }
    }
    found
}

fn foot(p: Ecef, piece: &Piece) -> Coord<f64> {
    if piece.is_point() {
        return piece.from;
    }
    let edge = minus(piece.b, piece.a);
    let up = normal(along(piece.a, 0.5, edge));
    let start = minus(p, piece.a);
    let flat = |v: Ecef| along(v, -dot(v, up), up);
    let (flat_edge, flat_start) = (flat(edge), flat(start));
    let share = dot(flat_start, flat_edge) / dot(flat_edge, flat_edge);
    if share <= 0.0 {
        piece.from
    } else if share >= 1.0 {
        piece.to
    } else {
        on_piece(piece, share)
    }
}

/// The position on the geodesic above the point that divides the chord by `share`.
fn on_piece(piece: &Piece, share: f64) -> Coord<f64> {
    let edge = minus(piece.b, piece.a);
    let up = normal(along(piece.a, 0.5, edge));
    let rise_m = dot(edge, edge) * share * (1.0 - share) / (2.0 * normal_section_radius_m(edge, up));
    surface(along(along(piece.a, share, edge), rise_m, up))
}

/// Unit vector up at (or near) a position of the surface.
fn normal(at: Ecef) -> Ecef {
    let up = [at[0], at[1], at[2] / (1.0 - ECCENTRICITY_SQUARED)];
    let length = dot(up, up).sqrt();
    up.map(|value| value / length)
}

/// Radius of curvature in metres of the ellipsoid in the direction `edge` where
/// `up` is the normal (Euler's formula).
fn normal_section_radius_m(edge: Ecef, up: Ecef) -> f64 {
    let shrink = 1.0 - ECCENTRICITY_SQUARED * up[2] * up[2];
    let prime_m = EQUATORIAL_RADIUS_M / shrink.sqrt();
    let meridian_m = prime_m * (1.0 - ECCENTRICITY_SQUARED) / shrink;
    let across = up[0] * up[0] + up[1] * up[1];
    let east_part = edge[1] * up[0] - edge[0] * up[1];
    let east_share = if across > 0.0 { east_part * east_part / (across * dot(edge, edge)) } else { 0.0 };
    1.0 / (east_share / prime_m + (1.0 - east_share) / meridian_m)
}

/// Lon/lat in degrees of a position on the surface.
fn surface(at: Ecef) -> Coord<f64> {
    let across = (at[0] * at[0] + at[1] * at[1]).sqrt();
    Coord {
        x: at[1].atan2(at[0]).to_degrees(),
        y: (at[2] / (1.0 - ECCENTRICITY_SQUARED)).atan2(across).to_degrees(),
    }
}

/// Where two pieces cross or touch.
///
/// Seen from the centre of curvature below, geodesics of some kilometres are
/// straight to a ten-millionth of a metre, so the question is put to a plane.
fn crossing(p: &Piece, q: &Piece) -> Option<Coord<f64>> {
    if p.is_point() || q.is_point() {
        return None;
    }
    let apart_m = super::pieces::chord_to_chord_m(p, q);
    if apart_m > p.sagitta_m() + q.sagitta_m() {
        return None;
    }
    let origin = along(p.a, 0.5, minus(p.b, p.a));
    let up = normal(origin);
    let radius_m = normal_section_radius_m(minus(p.b, p.a), up);
    let east = unit([-up[1], up[0], 0.0])?;
    let north = [
        up[1] * east[2] - up[2] * east[1],
        up[2] * east[0] - up[0] * east[2],
        up[0] * east[1] - up[1] * east[0],
    ];
    let flat = |at: Ecef| {
        let off = minus(at, origin);
        let scale = 1.0 / (1.0 + dot(off, up) / radius_m);
        Coord { x: dot(off, east) * scale, y: dot(off, north) * scale }
    };
    let first = Line::new(flat(p.a), flat(p.b));
    let second = Line::new(flat(q.a), flat(q.b));
    let meeting = match line_intersection(first, second)? {
        LineIntersection::SinglePoint { intersection, .. } => intersection,
        LineIntersection::Collinear { intersection } => intersection.start,
    };
    let (dx, dy) = (first.end.x - first.start.x, first.end.y - first.start.y);
    let share = ((meeting.x - first.start.x) * dx + (meeting.y - first.start.y) * dy) / (dx * dx + dy * dy);
    Some(match share {
        share if share <= 0.0 => p.from,
        share if share >= 1.0 => p.to,
        share => on_piece(p, share),
    })
}

fn unit(v: Ecef) -> Option<Ecef> {
    let length = dot(v, v).sqrt();
    (length > 0.0).then(|| v.map(|value| value / length))
}

/// Up to here the chord alone bounds a distance more closely than the angle does, metres.
const CHORD_M: f64 = 1_000_000.0;

/// The smallest and the greatest distance in metres that two pieces can have when
/// their chords are `chord_m` apart.
pub(super) fn bounds_m(p: &Piece, q: &Piece, chord_m: f64) -> (f64, f64) {
    let bulge_m = p.sagitta_m() + q.sagitta_m();
    let longest_m = longest_for_chord_m(chord_m + bulge_m);
    let shortest_m = (chord_m - bulge_m).max(0.0);
    if chord_m < CHORD_M {
        return (shortest_m, longest_m);
    }
    let (least_m, most_m) = bounds_by_angle_m(p.a, q.a);
    // From the first ends to any other positions of the pieces.
    let away_m = 2.0 * PIECE_M;
    (shortest_for_chord_m(shortest_m).max(least_m - away_m), longest_m.min(most_m))
}
