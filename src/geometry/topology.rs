//! How the rings of polygons lie to each other and to themselves.

use std::collections::{HashMap, HashSet};

use geo::coordinate_position::{CoordPos, CoordinatePosition as _};
use geo::kernels::{Kernel as _, RobustKernel};
use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line, LineString, Orientation, Polygon};
use rstar::{AABB, RTree, RTreeObject};

use super::raw::{Position, RawRings};
use super::shape::BoundingBox;
use super::validity::{GeometryProblem, ProblemCode};

/// More crossings than this are not listed: the geometry is beyond mending by hand.
const LISTED: usize = 100;
/// Up to so many edges, comparing all pairs is quicker than a tree.
const FEW: usize = 64;

/// On which side of `from`→`to` a position lies, exactly.
pub(super) fn orientation(from: Coord<f64>, to: Coord<f64>, at: Coord<f64>) -> Orientation {
    RobustKernel::orient2d(from, to, at)
}

/// A ring by part and place in it.
type RingId = (usize, usize);

#[derive(Clone, Copy)]
struct Side {
    line: Line<f64>,
    ring: RingId,
    place: usize,
    /// Sides of the whole ring.
    count: usize,
    order: usize,
}

impl RTreeObject for Side {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.line.start.into(), self.line.end.into())
    }
}

impl Side {
    fn is_next_to(&self, other: &Side) -> bool {
        let apart = self.place.abs_diff(other.place);
        apart == 1 || apart + 1 == self.count
    }

    fn box_meets(&self, other: &Side) -> bool {
        let (a, b) = (&self.line, &other.line);
        a.start.x.min(a.end.x) <= b.start.x.max(b.end.x)
            && b.start.x.min(b.end.x) <= a.start.x.max(a.end.x)
            && a.start.y.min(a.end.y) <= b.start.y.max(b.end.y)
            && b.start.y.min(b.end.y) <= a.start.y.max(a.end.y)
    }
}

/// Two rings of a part, and the position (as bits) where they touch.
type Touch = ([usize; 2], [u64; 2]);

struct Found<'a> {
    problems: &'a mut Vec<GeometryProblem>,
    listed: HashSet<(ProblemCode, RingId, [u64; 2])>,
    /// Where rings of one part touch.
    touches: HashMap<usize, HashSet<Touch>>,
    crossed: HashSet<[RingId; 2]>,
}

impl Found<'_> {
    fn add(&mut self, code: ProblemCode, ring: RingId, at: Coord<f64>) {
        if self.listed.len() < LISTED && self.listed.insert((code, ring, bits(at))) {
            self.problems.push(GeometryProblem {
                code,
                part: ring.0,
                ring: Some(ring.1),
                at: Some(at),
                counted: None,
            });
        }
    }

    fn pair(&mut self, one: &Side, other: &Side) {
        let Some(meeting) = line_intersection(one.line, other.line) else { return };
        let (at, only_touch) = match meeting {
            LineIntersection::SinglePoint { intersection, is_proper } => (intersection, !is_proper),
            LineIntersection::Collinear { intersection } => {
                // Collinear sides may still meet in one point only.
                (intersection.start, intersection.start == intersection.end)
            }
        };
        if one.ring == other.ring {
            if one.is_next_to(other) {
                if !only_touch {
                    self.add(ProblemCode::SelfIntersection, one.ring, at);
                }
            } else {
                let code =
                    if only_touch { ProblemCode::RingTouchesItself } else { ProblemCode::SelfIntersection };
                self.add(code, one.ring, at);
            }
            return;
        }
        let (first, second) = (one.ring.min(other.ring), one.ring.max(other.ring));
        if !only_touch {
            self.crossed.insert([first, second]);
            let same_part = first.0 == second.0;
            self.add(if same_part { ProblemCode::RingsCross } else { ProblemCode::PartsOverlap }, second, at);
        } else if first.0 == second.0 {
            self.touches.entry(first.0).or_default().insert(([first.1, second.1], bits(at)));
        }
    }
}

fn bits(at: Coord<f64>) -> [u64; 2] {
    // Adding zero makes −0 and 0 the same.
    [(at.x + 0.0).to_bits(), (at.y + 0.0).to_bits()]
}

/// Looks for crossings within and between rings, holes outside, nested rings and
/// overlapping parts. Rings must have three positions that are not on one line.
pub(super) fn check_topology(parts: &[RawRings], problems: &mut Vec<GeometryProblem>) {
    if let [part] = parts
        && let [ring] = part.as_slice()
        && is_plainly_simple(ring)
    {
        return;
    }
    check_all(parts, problems);
}

fn check_all(parts: &[RawRings], problems: &mut Vec<GeometryProblem>) {
    let rings: Vec<Vec<LineString<f64>>> = parts
        .iter()
        .map(|part| part.iter().map(|ring| closed(ring.iter().map(|p| p.at))).collect())
        .collect();
    let mut found =
        Found { problems, listed: HashSet::new(), touches: HashMap::new(), crossed: HashSet::new() };
    let sides = sides(&rings);
    for_pairs(sides, |one, other| found.pair(one, other));
    for (part, rings) in rings.iter().enumerate() {
        check_touches(part, &mut found);
        check_holes(part, rings, &mut found);
    }
    check_parts(&rings, &mut found);
}

/// Whether a short closed ring surely meets itself nowhere but from side to next side:
/// the common case, told without building anything. `false` where there is any doubt.
fn is_plainly_simple(ring: &[Position]) -> bool {
    /// Sides up to which every pair is looked at.
    const FEW_SIDES: usize = 16;
    let count = ring.len().saturating_sub(1);
    let is_closed = ring.first().zip(ring.last()).is_some_and(|(first, last)| first.at == last.at);
    if !is_closed || count > FEW_SIDES {
        return false;
    }
    let sides =
        || ring.iter().zip(ring.iter().skip(1)).map(|(from, to)| Line::new(from.at, to.at)).enumerate();
    let last = count.saturating_sub(1);
    sides().all(|(place, one)| {
        sides().skip(place + 1).all(|(other_place, other)| {
            if other_place == place + 1 {
                goes_on(&one, &other)
            } else if place == 0 && other_place == last {
                goes_on(&other, &one)
            } else {
                is_apart(&one, &other)
            }
        })
    })
}

/// Whether `next`, which starts where `side` ends, does not turn back on it.
fn goes_on(side: &Line<f64>, next: &Line<f64>) -> bool {
    let (back, on) = (side.start - side.end, next.end - next.start);
    orientation(side.start, side.end, next.end) != Orientation::Collinear
        || back.x * on.x + back.y * on.y < 0.0
}

/// Whether one side lies wholly on one side of the line through the other.
fn is_apart(one: &Line<f64>, other: &Line<f64>) -> bool {
    let is_beside = |line: &Line<f64>, of: &Line<f64>| {
        let start = orientation(of.start, of.end, line.start);
        start != Orientation::Collinear && start == orientation(of.start, of.end, line.end)
    };
    is_beside(other, one) || is_beside(one, other)
}

fn closed(ring: impl Iterator<Item = Coord<f64>>) -> LineString<f64> {
    let mut coords: Vec<_> = ring.collect();
    coords.dedup();
    let mut line = LineString::new(coords);
    line.close();
    line
}

fn sides(parts: &[Vec<LineString<f64>>]) -> Vec<Side> {
    let mut sides = Vec::new();
    for (part, rings) in parts.iter().enumerate() {
        for (ring, path) in rings.iter().enumerate() {
            let count = path.0.len().saturating_sub(1);
            for (place, line) in path.lines().enumerate() {
                sides.push(Side { line, ring: (part, ring), place, count, order: sides.len() });
            }
        }
    }
    sides
}

fn for_pairs(sides: Vec<Side>, mut visit: impl FnMut(&Side, &Side)) {
    if sides.len() <= FEW {
        for (place, one) in sides.iter().enumerate() {
            for other in sides.iter().skip(place + 1).filter(|other| one.box_meets(other)) {
                visit(one, other);
            }
        }
        return;
    }
    let tree = RTree::bulk_load(sides);
    let mut pairs: Vec<_> =
        tree.intersection_candidates_with_other_tree(&tree).filter(|(a, b)| a.order < b.order).collect();
    // The tree's order is not ours to rely on.
    pairs.sort_by_key(|(a, b)| (a.order, b.order));
    pairs.into_iter().for_each(|(one, other)| visit(one, other));
}

/// Rings that touch in a circle (or twice each other) cut the interior in two: looked
/// for as a circle in the graph of rings and touching points.
fn check_touches(part: usize, found: &mut Found<'_>) {
    let Some(touches) = found.touches.get(&part) else { return };
    let mut touches: Vec<_> = touches.iter().copied().collect();
    touches.sort_unstable();
    let mut groups: HashMap<Node, Node> = HashMap::new();
    let mut known = HashSet::new();
    for (rings, at) in touches {
        for ring in rings {
            if !known.insert((ring, at)) {
                continue;
            }
            let (one, other) = (root(&groups, Node::Ring(ring)), root(&groups, Node::Point(at)));
            if one == other {
                let at = Coord { x: f64::from_bits(at[0]), y: f64::from_bits(at[1]) };
                found.add(ProblemCode::InteriorDisconnected, (part, ring), at);
            } else {
                groups.insert(one, other);
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Ring(usize),
    Point([u64; 2]),
}

fn root(groups: &HashMap<Node, Node>, mut node: Node) -> Node {
    while let Some(above) = groups.get(&node) {
        node = *above;
    }
    node
}

/// The first vertex or middle of a side of `ring` off the boundary that `place` tells of.
fn first_off(
    ring: &LineString<f64>,
    place: impl Fn(Coord<f64>) -> CoordPos,
) -> Option<(CoordPos, Coord<f64>)> {
    let middles = ring.lines().map(|side| (side.start + side.end) / 2.0);
    let marks = ring.0.iter().copied().chain(middles);
    marks.map(|at| (place(at), at)).find(|(place, _)| *place != CoordPos::OnBoundary)
}

fn check_holes(part: usize, rings: &[LineString<f64>], found: &mut Found<'_>) {
    let Some((outer, holes)) = rings.split_first() else { return };
    let shell = Polygon::new(outer.clone(), vec![]);
    let bounds: Vec<_> = holes.iter().map(|hole| BoundingBox::of_coords(hole.0.iter().copied())).collect();
    for (place, hole) in holes.iter().enumerate() {
        let id = (part, place + 1);
        if found.crossed.contains(&[(part, 0), id]) {
            continue;
        }
        if let Some((CoordPos::Outside, at)) = first_off(hole, |at| shell.coordinate_position(&at)) {
            found.add(ProblemCode::HoleOutside, id, at);
        }
        for (other_place, other) in holes.iter().enumerate().filter(|(other, _)| *other != place) {
            let meet = matches!((bounds.get(place), bounds.get(other_place)), (Some(Some(a)), Some(Some(b))) if a.meets(b));
            let other_id = (part, other_place + 1);
            if !meet || found.crossed.contains(&[id.min(other_id), id.max(other_id)]) {
                continue;
            }
            let other = Polygon::new(other.clone(), vec![]);
            if let Some((CoordPos::Inside, at)) = first_off(hole, |at| other.coordinate_position(&at)) {
                found.add(ProblemCode::NestedRings, id, at);
            }
        }
    }
}

fn check_parts(parts: &[Vec<LineString<f64>>], found: &mut Found<'_>) {
    let areas: Vec<_> = parts
        .iter()
        .enumerate()
        .filter_map(|(part, rings)| {
            let (outer, holes) = rings.split_first()?;
            let bounds = BoundingBox::of_coords(outer.0.iter().copied())?;
            Some((part, bounds, Polygon::new(outer.clone(), holes.to_vec())))
        })
        .collect();
    if areas.len() < 2 {
        return;
    }
    let boxes = super::index::BoxIndex::build(areas.iter().enumerate().map(|(place, area)| (place, area.1)));
    for (part, bounds, area) in &areas {
        let mut near: Vec<_> = boxes.query(bounds).filter_map(|place| areas.get(*place)).collect();
        near.sort_by_key(|(other, ..)| *other);
        for (other, _, other_area) in near.into_iter().filter(|(other, ..)| other != part) {
            let crossed = found.crossed.contains(&[(*part.min(other), 0), (*part.max(other), 0)]);
            let inside = first_off(area.exterior(), |at| other_area.coordinate_position(&at));
            if let (false, Some((CoordPos::Inside, at))) = (crossed, inside) {
                found.add(ProblemCode::PartsOverlap, (*part, 0), at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// On a small grid, where touching, folding back and repeating are frequent.
        #[test]
        fn what_is_plainly_simple_has_no_problem(
            corners in prop::collection::vec((0_u8..5, 0_u8..5), 3..9)
        ) {
            let at = |(x, y): (u8, u8)| Position { at: Coord { x: f64::from(x), y: f64::from(y) }, z: None };
            let mut ring: Vec<Position> = corners.into_iter().map(at).collect();
            ring.extend(ring.first().copied());
            let mut problems = Vec::new();
            check_all(&[vec![ring.clone()]], &mut problems);
            if is_plainly_simple(&ring) {
                prop_assert_eq!(problems, []);
            }
        }
    }

    #[test]
    fn a_plot_is_plainly_simple_and_a_bow_tie_is_not() {
        let ring = |corners: &[(f64, f64)]| -> Vec<Position> {
            corners.iter().map(|(x, y)| Position { at: Coord { x: *x, y: *y }, z: None }).collect()
        };
        let plot = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
        assert!(is_plainly_simple(&ring(&plot)));
        let bow_tie = [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)];
        assert!(!is_plainly_simple(&ring(&bow_tie)));
    }
}
