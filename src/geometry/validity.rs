//! What is wrong with a geometry, as data.
//!
//! The rules are those of OGC Simple Features (ISO 19125-1) in the plane of
//! degrees, as other programs judge them: rings may touch each other in single
//! points. What RFC 7946 asks beyond that (winding) and what is merely untidy is
//! reported too, but does not make a geometry invalid.

use geo::{Coord, Geometry, Orientation};
use serde::{Deserialize, Serialize};

use super::crs::iran_box;
use super::raw::{Position, RawGeometry, RawRings};
use super::topology::{check_topology, orientation};
use crate::base::{Problem, ToProblem};

/// What is wrong; the words are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// No coordinates.
    Empty,
    /// A coordinate is no finite number.
    NotANumber,
    /// Longitude beyond ±180° or latitude beyond ±90° (often metres).
    OutOfRange,
    /// Only swapped do the coordinates lie in Iran.
    SwappedLatLon,
    /// The last position of a ring is not the first.
    UnclosedRing,
    /// A line with under two, or a ring with under three different positions.
    TooFewPoints,
    /// All positions of a line are the same.
    ZeroLength,
    /// All positions of a ring lie on one line.
    ZeroArea,
    /// A position is given twice running.
    RepeatedVertex,
    /// Outer ring clockwise, or hole counter-clockwise (RFC 7946 wants the opposite).
    WrongWinding,
    /// A ring crosses itself or runs back over itself.
    SelfIntersection,
    /// A ring meets itself in a point.
    RingTouchesItself,
    /// Two rings of a polygon cross or share an edge.
    RingsCross,
    /// A hole lies outside the outer ring.
    HoleOutside,
    /// A hole lies in another.
    NestedRings,
    /// Rings touch so that the interior falls apart.
    InteriorDisconnected,
    /// Two parts overlap or share an edge.
    PartsOverlap,
}

impl ProblemCode {
    /// The stable word, for example `self_intersection`.
    pub fn word(self) -> &'static str {
        self.told().0
    }

    /// The message that tells it.
    pub fn message_id(self) -> &'static str {
        self.told().1
    }

    /// Whether a geometry with this problem is invalid (the others are only untidy or suspicious).
    pub fn is_invalid(self) -> bool {
        !matches!(self, ProblemCode::WrongWinding | ProblemCode::RepeatedVertex | ProblemCode::SwappedLatLon)
    }

    fn told(self) -> (&'static str, &'static str) {
        match self {
            ProblemCode::Empty => ("empty", "geometry-empty"),
            ProblemCode::NotANumber => ("not_a_number", "geometry-not-a-number"),
            ProblemCode::OutOfRange => ("out_of_range", "geometry-out-of-range"),
            ProblemCode::SwappedLatLon => ("swapped_lat_lon", "geometry-swapped-lat-lon"),
            ProblemCode::UnclosedRing => ("unclosed_ring", "geometry-unclosed-ring"),
            ProblemCode::TooFewPoints => ("too_few_points", "geometry-too-few-points"),
            ProblemCode::ZeroLength => ("zero_length", "geometry-zero-length"),
            ProblemCode::ZeroArea => ("zero_area", "geometry-zero-area"),
            ProblemCode::RepeatedVertex => ("repeated_vertex", "geometry-repeated-vertex"),
            ProblemCode::WrongWinding => ("wrong_winding", "geometry-wrong-winding"),
            ProblemCode::SelfIntersection => ("self_intersection", "geometry-self-intersection"),
            ProblemCode::RingTouchesItself => ("ring_touches_itself", "geometry-ring-touches-itself"),
            ProblemCode::RingsCross => ("rings_cross", "geometry-rings-cross"),
            ProblemCode::HoleOutside => ("hole_outside", "geometry-hole-outside"),
            ProblemCode::NestedRings => ("nested_rings", "geometry-nested-rings"),
            ProblemCode::InteriorDisconnected => ("interior_disconnected", "geometry-interior-disconnected"),
            ProblemCode::PartsOverlap => ("parts_overlap", "geometry-parts-overlap"),
        }
    }
}

/// One thing wrong with a geometry, and where.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{} (part {part:?}, ring {ring:?}, at {at:?})", code.word())]
pub struct GeometryProblem {
    /// What.
    pub code: ProblemCode,
    /// Part of a multi-geometry, from 0.
    pub part: usize,
    /// Ring of the polygon, 0 = outer; `None` where there are no rings.
    pub ring: Option<usize>,
    /// Position concerned, lon/lat.
    pub at: Option<Coord<f64>>,
    /// How many positions there are, and how many different ones, where they are too few.
    pub counted: Option<(usize, usize)>,
}

/// So far beyond the end of the earth a position is rounding and no place of its own, degrees.
pub const HAIR_DEG: f64 = 1e-9;

/// What can be told of a geometry's size in spite of its problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measurable {
    /// The rings enclose one area that has a size: they do not cross, and no hole
    /// lies where there is nothing to take away.
    pub area: bool,
    /// Every position is on earth, so that lengths can be told.
    pub lengths: bool,
}

/// Which measures of a geometry with these problems mean something. Where edges
/// cross, a planimeter counts the wings against each other; that is no area.
pub fn measurable(problems: &[GeometryProblem]) -> Measurable {
    let any = |codes: &[ProblemCode]| problems.iter().any(|problem| codes.contains(&problem.code));
    let is_off = |problem: &GeometryProblem| {
        problem.code == ProblemCode::OutOfRange && problem.at.is_none_or(|at| excess_deg(at) > HAIR_DEG)
    };
    let lengths = !any(&[ProblemCode::NotANumber]) && !problems.iter().any(is_off);
    // Where a ring meets itself its wings may run opposite ways round, too.
    let no_area = [
        ProblemCode::SelfIntersection,
        ProblemCode::RingTouchesItself,
        ProblemCode::RingsCross,
        ProblemCode::HoleOutside,
        ProblemCode::NestedRings,
    ];
    let is_no_ring =
        |problem: &GeometryProblem| problem.code == ProblemCode::TooFewPoints && problem.ring.is_some();
    let area = lengths && !any(&no_area) && !problems.iter().any(is_no_ring);
    Measurable { area, lengths }
}

impl ToProblem for GeometryProblem {
    fn to_problem(&self) -> Problem {
        let id = match (self.code, self.ring) {
            (ProblemCode::TooFewPoints, Some(_)) => "geometry-ring-too-few-points",
            _ => self.code.message_id(),
        };
        let (positions, different) = self.counted.unwrap_or_default();
        let problem = Problem::new(id)
            .with("part", self.part + 1)
            .with("ring", self.ring.map_or(0, |ring| ring + 1))
            .with("positions", positions)
            .with("different", different);
        match self.at {
            Some(at) => problem.with("lon", coordinate(at.x)).with("lat", coordinate(at.y)),
            None => problem.with("lon", "–").with("lat", "–"),
        }
    }
}

/// A coordinate as text, so that no language groups its digits; one that is far off
/// without the hundreds of them that it may have.
fn coordinate(value: f64) -> String {
    const LONGEST: f64 = 1e9;
    if value.abs() < LONGEST { format!("{value:.6}") } else { format!("{value:e}") }
}

/// Everything wrong with a geometry; empty when all is well.
pub fn check(geometry: &Geometry<f64>) -> Vec<GeometryProblem> {
    check_raw(&RawGeometry::from(geometry))
}

/// Whether a geometry is valid; untidiness is allowed.
pub fn is_valid(geometry: &Geometry<f64>) -> bool {
    check(geometry).iter().all(|problem| !problem.code.is_invalid())
}

/// As [`check`], for coordinates as they stand in a file.
pub fn check_raw(raw: &RawGeometry) -> Vec<GeometryProblem> {
    let mut found = Vec::new();
    let first = raw.first();
    if first.is_none() {
        return vec![GeometryProblem {
            code: ProblemCode::Empty,
            part: 0,
            ring: None,
            at: None,
            counted: None,
        }];
    }
    check_kind(raw, &mut found);
    let iran = iran_box();
    if raw.all(&mut |p| !iran.contains(p.at) && iran.contains(Coord { x: p.at.y, y: p.at.x })) {
        let at = first.map(|p| p.at);
        found.push(GeometryProblem {
            code: ProblemCode::SwappedLatLon,
            part: 0,
            ring: None,
            at,
            counted: None,
        });
    }
    found
}

fn check_kind(raw: &RawGeometry, found: &mut Vec<GeometryProblem>) {
    match raw {
        RawGeometry::Point(position) => {
            check_positions(std::slice::from_ref(position), 0, None, found);
        }
        RawGeometry::MultiPoint(points) => {
            check_positions(points, 0, None, found);
        }
        RawGeometry::LineString(line) => check_line(line, 0, found),
        RawGeometry::MultiLineString(lines) => {
            lines.iter().enumerate().for_each(|(part, line)| check_line(line, part, found));
        }
        RawGeometry::Polygon(rings) => check_areas(std::slice::from_ref(rings), found),
        RawGeometry::MultiPolygon(parts) => check_areas(parts, found),
        RawGeometry::GeometryCollection(parts) => {
            for (part, raw) in parts.iter().enumerate() {
                let mut inner = Vec::new();
                if raw.first().is_none() {
                    inner.push(GeometryProblem {
                        code: ProblemCode::Empty,
                        part,
                        ring: None,
                        at: None,
                        counted: None,
                    });
                } else {
                    check_kind(raw, &mut inner);
                }
                found.extend(inner.into_iter().map(|problem| GeometryProblem { part, ..problem }));
            }
        }
    }
}

/// How far a position lies beyond the end of the earth, degrees; not above 0 on earth.
fn excess_deg(at: Coord<f64>) -> f64 {
    (at.x.abs() - 180.0).max(at.y.abs() - 90.0)
}

/// Numbers and ranges; whether what follows may be computed at all.
fn check_positions(
    path: &[Position],
    part: usize,
    ring: Option<usize>,
    found: &mut Vec<GeometryProblem>,
) -> bool {
    let not_finite = |p: &&Position| !(p.at.x.is_finite() && p.at.y.is_finite());
    if path.iter().any(|p| not_finite(&p)) {
        found.push(GeometryProblem { code: ProblemCode::NotANumber, part, ring, at: None, counted: None });
        return false;
    }
    let by_excess = |one: &&Position, other: &&Position| excess_deg(one.at).total_cmp(&excess_deg(other.at));
    if let Some(position) = path.iter().max_by(by_excess).filter(|position| excess_deg(position.at) > 0.0) {
        found.push(GeometryProblem {
            code: ProblemCode::OutOfRange,
            part,
            ring,
            at: Some(position.at),
            counted: None,
        });
    }
    true
}

fn repeated(path: &[Position]) -> Option<Coord<f64>> {
    path.iter().zip(path.iter().skip(1)).find(|(one, next)| one.at == next.at).map(|(one, _)| one.at)
}

fn check_line(line: &[Position], part: usize, found: &mut Vec<GeometryProblem>) {
    if !check_positions(line, part, None, found) {
        return;
    }
    let mut problem = |code, at| found.push(GeometryProblem { code, part, ring: None, at, counted: None });
    match line {
        [] => problem(ProblemCode::Empty, None),
        [only] => found.push(GeometryProblem {
            code: ProblemCode::TooFewPoints,
            part,
            ring: None,
            at: Some(only.at),
            counted: Some((1, 1)),
        }),
        [first, rest @ ..] if rest.iter().all(|p| p.at == first.at) => {
            problem(ProblemCode::ZeroLength, Some(first.at));
        }
        _ => {
            if let Some(at) = repeated(line) {
                problem(ProblemCode::RepeatedVertex, Some(at));
            }
        }
    }
}

fn check_areas(parts: &[RawRings], found: &mut Vec<GeometryProblem>) {
    let mut sound = true;
    for (part, rings) in parts.iter().enumerate() {
        if rings.is_empty() {
            found.push(GeometryProblem {
                code: ProblemCode::Empty,
                part,
                ring: None,
                at: None,
                counted: None,
            });
        }
        for (ring, path) in rings.iter().enumerate() {
            sound &= check_ring(path, part, ring, found);
        }
    }
    if sound {
        check_topology(parts, found);
    }
}

/// What can be told from one ring alone, crossings apart; whether crossings can be looked for.
fn check_ring(path: &[Position], part: usize, ring: usize, found: &mut Vec<GeometryProblem>) -> bool {
    let place = Some(ring);
    if !check_positions(path, part, place, found) {
        return false;
    }
    let counted = |different: usize| {
        let at = path.first().map(|first| first.at);
        let counted = Some((path.len(), different));
        GeometryProblem { code: ProblemCode::TooFewPoints, part, ring: place, at, counted }
    };
    let (Some(first), Some(last)) = (path.first(), path.last()) else {
        found.push(counted(0));
        return false;
    };
    let mut problem = |code, at| found.push(GeometryProblem { code, part, ring: place, at, counted: None });
    let closed = first.at == last.at;
    if !closed {
        problem(ProblemCode::UnclosedRing, Some(last.at));
    }
    if let Some(at) = repeated(path) {
        problem(ProblemCode::RepeatedVertex, Some(at));
    }
    if !has_corner(path)
        && let different = distinct(path).len()
        && different < 3
    {
        found.push(counted(different));
        return false;
    }
    if is_flat(path) {
        problem(ProblemCode::ZeroArea, Some(first.at));
        return false;
    }
    if (signed_degrees(path) > 0.0) != (ring == 0) {
        problem(ProblemCode::WrongWinding, Some(first.at));
    }
    true
}

fn distinct(path: &[Position]) -> Vec<Coord<f64>> {
    let mut distinct: Vec<_> = path.iter().map(|p| p.at).collect();
    distinct.sort_by(|one, other| one.x.total_cmp(&other.x).then(one.y.total_cmp(&other.y)));
    distinct.dedup();
    distinct
}

/// Whether some position lies off the line through the first side: then three differ,
/// and not all are on one line.
fn has_corner(path: &[Position]) -> bool {
    let [from, to, rest @ ..] = path else { return false };
    rest.iter().any(|at| orientation(from.at, to.at, at.at) != Orientation::Collinear)
}

/// Whether there are three different positions or more, all on one line.
pub(super) fn is_flat(path: &[Position]) -> bool {
    if has_corner(path) {
        return false;
    }
    let distinct = distinct(path);
    match distinct.as_slice() {
        [low, .., high] if distinct.len() >= 3 => {
            distinct.iter().all(|at| orientation(*low, *high, *at) == Orientation::Collinear)
        }
        _ => false,
    }
}

/// Twice the area in square degrees, positive counter-clockwise; for the sign only.
pub(super) fn signed_degrees(ring: &[Position]) -> f64 {
    let Some(origin) = ring.first().map(|p| p.at) else { return 0.0 };
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(p, q)| (p.at - origin, q.at - origin))
        .map(|(p, q)| p.x * q.y - q.x * p.y)
        .sum()
}
