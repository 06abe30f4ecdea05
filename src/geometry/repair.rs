//! What can be mended without guessing, and what was mended.

use geo::{Area as _, Coord, LineString, MakeValid as _, Polygon};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::HashMap;

use super::index::rings;
use super::plane::LocalPlane;
use super::raw::{Position, RawGeometry, RawRings};
use super::shape::{BoundingBox, Shape};
use super::validity::{GeometryProblem, ProblemCode, check_raw, is_flat, signed_degrees};

/// Splinters of at most this many m² that splitting leaves are rounding, not land.
const SPECK_M2: f64 = 1e-6;

/// What was mended; the words are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepairCode {
    /// A ring was closed.
    UnclosedRing,
    /// Positions given twice running were dropped.
    RepeatedVertex,
    /// A ring was turned round.
    WrongWinding,
    /// A ring that crossed or touched itself was split into simple ones (even-odd rule).
    SelfIntersection,
    /// A part or hole whose positions all lie on one line was dropped; it had no area.
    ZeroArea,
    /// Heights were dropped, since new vertices have none or some were missing.
    HeightsDropped,
}

impl RepairCode {
    /// The stable word, for example `unclosed_ring`.
    pub fn word(self) -> &'static str {
        match self {
            RepairCode::UnclosedRing => "unclosed_ring",
            RepairCode::RepeatedVertex => "repeated_vertex",
            RepairCode::WrongWinding => "wrong_winding",
            RepairCode::SelfIntersection => "self_intersection",
            RepairCode::ZeroArea => "zero_area",
            RepairCode::HeightsDropped => "heights_dropped",
        }
    }

    /// The message that tells it.
    pub fn message_id(self) -> &'static str {
        match self {
            RepairCode::UnclosedRing => "geometry-repaired-unclosed-ring",
            RepairCode::RepeatedVertex => "geometry-repaired-repeated-vertex",
            RepairCode::WrongWinding => "geometry-repaired-wrong-winding",
            RepairCode::SelfIntersection => "geometry-repaired-self-intersection",
            RepairCode::ZeroArea => "geometry-repaired-zero-area",
            RepairCode::HeightsDropped => "geometry-repaired-heights-dropped",
        }
    }
}

/// One thing mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair {
    /// What.
    pub code: RepairCode,
    /// Part of a multi-geometry, from 0.
    pub part: usize,
    /// Ring of the polygon, 0 = outer; `None` where there are no rings.
    pub ring: Option<usize>,
}

/// Mends a shape: drops repeated vertices, turns rings as RFC 7946 wants them, splits
/// rings that cross themselves. Never changes the area of a valid shape.
///
/// # Errors
/// The first problem that cannot be mended without guessing.
pub fn repair(shape: &Shape) -> Result<(Shape, Vec<Repair>), GeometryProblem> {
    repair_raw(RawGeometry::from(shape))
}

/// As [`repair`], for coordinates as they stand in a file; closes rings too.
///
/// # Errors
/// The first problem that cannot be mended without guessing.
pub fn repair_raw(mut raw: RawGeometry) -> Result<(Shape, Vec<Repair>), GeometryProblem> {
    let mut repairs = Vec::new();
    let had_heights = !raw.all(&mut |position| position.z.is_none());
    tidy(&mut raw, &mut repairs);
    if let Some(problem) = mend(&mut raw, &mut repairs) {
        return Err(problem);
    }
    let shape = raw.as_drawn();
    if had_heights && shape.z.is_none() {
        repairs.push(Repair { code: RepairCode::HeightsDropped, part: 0, ring: None });
    }
    Ok((shape, repairs))
}

fn tidy(raw: &mut RawGeometry, repairs: &mut Vec<Repair>) {
    match raw {
        RawGeometry::Point(_) | RawGeometry::MultiPoint(_) => {}
        RawGeometry::LineString(line) => tidy_line(line, 0, repairs),
        RawGeometry::MultiLineString(lines) => {
            lines.iter_mut().enumerate().for_each(|(part, line)| tidy_line(line, part, repairs));
        }
        RawGeometry::Polygon(rings) => tidy_rings(rings, 0, repairs),
        RawGeometry::MultiPolygon(parts) => {
            drop_flat_parts(parts, repairs);
            parts.iter_mut().enumerate().for_each(|(part, rings)| tidy_rings(rings, part, repairs));
        }
        RawGeometry::GeometryCollection(parts) => {
            for (part, raw) in parts.iter_mut().enumerate() {
                let mut inner = Vec::new();
                tidy(raw, &mut inner);
                repairs.extend(inner.into_iter().map(|repair| Repair { part, ..repair }));
            }
        }
    }
}

fn drop_repeated(path: &mut Vec<Position>) -> bool {
    let before = path.len();
    path.dedup_by(|next, kept| next.at == kept.at);
    path.len() < before
}

fn tidy_line(line: &mut Vec<Position>, part: usize, repairs: &mut Vec<Repair>) {
    // A line that is one position over and over stays as it is and is judged so.
    let moves = line.first().is_some_and(|first| line.iter().any(|p| p.at != first.at));
    if moves && drop_repeated(line) {
        repairs.push(Repair { code: RepairCode::RepeatedVertex, part, ring: None });
    }
}

/// Parts without area, as long as another part stays.
fn drop_flat_parts(parts: &mut Vec<RawRings>, repairs: &mut Vec<Repair>) {
    let flat: Vec<bool> =
        parts.iter().map(|rings| rings.first().is_some_and(|outer| is_flat(outer))).collect();
    if flat.iter().all(|flat| *flat) {
        return;
    }
    let dropped = flat.iter().enumerate().filter(|(_, flat)| **flat);
    repairs.extend(dropped.map(|(part, _)| Repair { code: RepairCode::ZeroArea, part, ring: None }));
    let mut flat = flat.into_iter();
    parts.retain(|_| !flat.next().unwrap_or(false));
}

fn drop_flat_holes(rings: &mut RawRings, part: usize, repairs: &mut Vec<Repair>) {
    let mut ring = 0;
    rings.retain(|path| {
        let drop = ring > 0 && is_flat(path);
        if drop {
            repairs.push(Repair { code: RepairCode::ZeroArea, part, ring: Some(ring) });
        }
        ring += 1;
        !drop
    });
}

fn tidy_rings(rings: &mut RawRings, part: usize, repairs: &mut Vec<Repair>) {
    drop_flat_holes(rings, part, repairs);
    for (ring, path) in rings.iter_mut().enumerate() {
        let mut note = |code| repairs.push(Repair { code, part, ring: Some(ring) });
        if let (Some(first), Some(last)) = (path.first().copied(), path.last())
            && first.at != last.at
            && path.len() >= 3
        {
            path.push(first);
            note(RepairCode::UnclosedRing);
        }
        if drop_repeated(path) {
            note(RepairCode::RepeatedVertex);
        }
        let signed = signed_degrees(path);
        if signed != 0.0 && (signed > 0.0) != (ring == 0) {
            path.reverse();
            note(RepairCode::WrongWinding);
        }
    }
}

/// Splits what crosses itself; `Some` is a problem that stays.
fn mend(raw: &mut RawGeometry, repairs: &mut Vec<Repair>) -> Option<GeometryProblem> {
    let lasting = |code: ProblemCode| code.is_invalid() && !splits(code);
    let problems = check_raw(raw);
    // A ring of two positions is not closed either, but closing it would not mend it.
    let stays = || problems.iter().filter(|problem| lasting(problem.code));
    if let Some(problem) =
        stays().find(|problem| problem.code != ProblemCode::UnclosedRing).or(stays().next())
    {
        return Some(*problem);
    }
    let crossing: Vec<_> = problems.into_iter().filter(|problem| splits(problem.code)).collect();
    let first = crossing.first().copied()?;
    if !split_parts(raw, &crossing, repairs) {
        return Some(first);
    }
    check_raw(raw).into_iter().find(|problem| problem.code.is_invalid())
}

fn splits(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::SelfIntersection | ProblemCode::RingTouchesItself)
}

fn split_parts(raw: &mut RawGeometry, crossing: &[GeometryProblem], repairs: &mut Vec<Repair>) -> bool {
    let mut split = |part: usize, rings: &RawRings| -> Option<Vec<RawRings>> {
        if crossing.iter().all(|problem| problem.part != part) {
            return Some(vec![rings.clone()]);
        }
        repairs.push(Repair { code: RepairCode::SelfIntersection, part, ring: None });
        split_polygon(rings)
    };
    match raw {
        RawGeometry::Polygon(rings) => {
            let Some(mut parts) = split(0, rings) else { return false };
            *raw = match (parts.pop(), parts.is_empty()) {
                (Some(only), true) => RawGeometry::Polygon(only),
                (Some(last), false) => {
                    parts.push(last);
                    RawGeometry::MultiPolygon(parts)
                }
                (None, _) => return false,
            };
            true
        }
        RawGeometry::MultiPolygon(parts) => {
            let split: Option<Vec<_>> =
                parts.iter().enumerate().map(|(part, rings)| split(part, rings)).collect();
            let Some(split) = split else { return false };
            *parts = split.into_iter().flatten().collect();
            !parts.is_empty()
        }
        RawGeometry::GeometryCollection(parts) => parts.iter_mut().enumerate().all(|(part, inner)| {
            let own: Vec<_> = check_raw(inner).into_iter().filter(|problem| splits(problem.code)).collect();
            let mut done = Vec::new();
            let ok = own.is_empty() || split_parts(inner, &own, &mut done);
            repairs.extend(done.into_iter().map(|repair| Repair { part, ..repair }));
            ok
        }),
        _ => false,
    }
}

/// The simple polygons that the even-odd rule sees in the rings (`geo`'s constrained
/// triangulation, after Ledoux, Arroyo Ohori and Meijers 2014). Old vertices stay to
/// the bit and keep their heights.
///
/// Done in metres: the triangulation joins vertices nearer than 0.0001 of whatever
/// unit it is given, and 0.0001° would be eleven metres.
fn split_polygon(rings_in: &RawRings) -> Option<Vec<RawRings>> {
    let bounds = BoundingBox::of_coords(rings_in.iter().flatten().map(|p| p.at))?;
    let plane = LocalPlane::new(bounds.centre());
    let mut old: HashMap<[u64; 2], Position> = HashMap::new();
    let mut line = |ring: &Vec<Position>| {
        let laid = ring.iter().map(|position| {
            let at = plane.forward(position.at);
            old.insert(bits(at), *position);
            at
        });
        laid.collect::<LineString<f64>>()
    };
    let (outer, holes) = rings_in.split_first()?;
    let drawn = Polygon::new(line(outer), holes.iter().map(line).collect());
    let valid = drawn.make_valid().ok()?;
    let position =
        |at: &Coord<f64>| old.get(&bits(*at)).copied().unwrap_or_else(|| Position::from(plane.inverse(*at)));
    let parts = valid.iter().filter(|part| part.unsigned_area() > SPECK_M2).map(|polygon| {
        let solid =
            |ring: &&LineString<f64>| Polygon::new((*ring).clone(), vec![]).unsigned_area() > SPECK_M2;
        let mut rings: RawRings =
            rings(polygon).filter(solid).map(|ring| ring.0.iter().map(position).collect()).collect();
        tidy_rings(&mut rings, 0, &mut Vec::new());
        rings
    });
    let mut parts: Vec<RawRings> = parts.collect();
    put_in_order(&mut parts);
    (!parts.is_empty()).then_some(parts)
}

/// The triangulation goes through hash maps, so that its parts come in another
/// order and begin at another vertex each time. The same input has to give the same
/// output: every ring begins at its lowest vertex, holes and parts are sorted.
fn put_in_order(parts: &mut [RawRings]) {
    for ring in parts.iter_mut().flatten() {
        ring.pop();
        let lowest = ring.iter().enumerate().min_by(|(_, one), (_, other)| by_place(one, other));
        if let Some((lowest, _)) = lowest {
            ring.rotate_left(lowest);
        }
        ring.extend(ring.first().copied());
    }
    for rings in parts.iter_mut() {
        if let Some((_, holes)) = rings.split_first_mut() {
            holes.sort_by(|one, other| first_difference(one.iter(), other.iter()));
        }
    }
    parts.sort_by(|one, other| first_difference(one.iter().flatten(), other.iter().flatten()));
}

fn first_difference<'a>(
    one: impl Iterator<Item = &'a Position>,
    other: impl Iterator<Item = &'a Position>,
) -> Ordering {
    one.zip(other)
        .map(|(one, other)| by_place(one, other))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn by_place(one: &Position, other: &Position) -> Ordering {
    one.at.x.total_cmp(&other.at.x).then(one.at.y.total_cmp(&other.at.y))
}

fn bits(at: Coord<f64>) -> [u64; 2] {
    [at.x.to_bits(), at.y.to_bits()]
}
