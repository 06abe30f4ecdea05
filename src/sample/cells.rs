//! Cells around places inside an outline, as one planar map: each stretch of
//! border is stored once with the cell on its left and on its right. Whatever
//! is drawn from it (dehestan, county, province) shares its borders exactly,
//! and a parent is exactly the sum of its children.
//!
//! The Voronoi diagram is spade's. Clipping it cell by cell with boolean
//! operations would round the same crossing differently in two cells; here
//! each border is cut by the outline once, on a grid of 1e-7 degrees (1 cm),
//! with exact integer arithmetic.

use super::error::SampleError;
use super::random::Random;
use geo::{Coord, LineString, MultiPolygon};
use rstar::primitives::{GeomWithData, Line};
use rstar::{AABB, RTree};
use spade::{DelaunayTriangulation, Point2, Triangulation};

/// A corner on the grid: units of 1e-7 degrees.
pub(super) type Node = [i64; 2];

/// No cell: the far side of the outline.
pub(super) const OUTSIDE: usize = usize::MAX;

const GRID: f64 = 1e7;
/// Shrinks longitudes so that cells are round at Iran's middle latitude (cos 32.5°).
const SQUEEZE: f64 = 0.843_4;
/// Borders longer than this (degrees) get bends.
const BEND_EVERY_DEG: f64 = 0.035;

/// One straight stretch of border.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    pub(super) from: Node,
    pub(super) to: Node,
    /// Cell on the left; never [`OUTSIDE`].
    pub(super) left: usize,
    /// Cell on the right, or [`OUTSIDE`].
    pub(super) right: usize,
}

/// The planar map.
pub(super) struct Cells {
    pub(super) segments: Vec<Segment>,
    /// Neighbouring cells of each cell, sorted.
    pub(super) neighbours: Vec<Vec<usize>>,
}

type OutlineIndex = RTree<GeomWithData<Line<[f64; 2]>, (usize, usize)>>;

/// Where a border crosses the outline.
#[derive(Debug, Clone, Copy)]
struct Crossing {
    along: f64,
    node: Node,
    before: usize,
    after: usize,
}

/// The outline on the grid, indexed by its stretches.
pub(super) struct Outline {
    rings: Vec<Vec<Node>>,
    index: OutlineIndex,
    crossings: Vec<Vec<Vec<Crossing>>>,
}

/// Longitude and latitude of a node.
pub(super) fn coord(node: Node) -> Coord<f64> {
    Coord { x: node[0] as f64 / GRID, y: node[1] as f64 / GRID }
}

fn node(at: Coord<f64>) -> Node {
    [(at.x * GRID).round() as i64, (at.y * GRID).round() as i64]
}

impl Cells {
    /// The cells of `sites` (degrees, no two alike) inside `outline`.
    /// `roughness` (0 to 0.45) bends the borders, by `random`.
    pub(super) fn new(
        sites: &[Coord<f64>],
        outline: &MultiPolygon<f64>,
        roughness: f64,
        random: &mut Random,
    ) -> Result<Cells, SampleError> {
        let triangulation = triangulate(sites)?;
        let mut outline = Outline::new(outline);
        let mut cells = Cells { segments: Vec::new(), neighbours: vec![Vec::new(); sites.len()] };
        for edge in triangulation.undirected_voronoi_edges() {
            let directed = edge.as_directed();
            let dual = directed.as_delaunay_edge();
            let (one, two) = (dual.from().index(), dual.to().index());
            if one >= sites.len() || two >= sites.len() {
                continue;
            }
            if let (Some(start), Some(end)) = (directed.from().position(), directed.to().position()) {
                let ends = [start, end].map(|point| Coord { x: point.x / SQUEEZE, y: point.y });
                let path = bent(ends, sites, (one, two), roughness, random);
                cells.add_border(&path, (one, two), sites, &mut outline);
            }
        }
        cells.add_outline(&mut outline, &triangulation)?;
        for list in &mut cells.neighbours {
            list.sort_unstable();
            list.dedup();
        }
        Ok(cells)
    }

    /// Cuts one border by the outline and keeps what is inside.
    fn add_border(
        &mut self,
        path: &[Node],
        pair: (usize, usize),
        sites: &[Coord<f64>],
        outline: &mut Outline,
    ) {
        let (Some(&first), Some(&last)) = (path.first(), path.last()) else { return };
        if first == last || !outline.may_touch(path) {
            return;
        }
        // The straight border separates its two sites, so they tell the sides.
        let (left, right) = if turn(first, last, node(sites[pair.0])) > 0 { pair } else { (pair.1, pair.0) };
        let mut inside = outline.contains(first);
        let mut kept = false;
        for step in path.windows(2) {
            let (from, to) = (step[0], step[1]);
            let mut start = from;
            for (place, cut) in outline.cuts(from, to, left, right) {
                if inside && start != place {
                    self.segments.push(Segment { from: start, to: place, left, right });
                    kept = true;
                }
                inside = !inside;
                start = place;
                outline.crossings[cut.0][cut.1].push(cut.2);
            }
            if inside && start != to {
                self.segments.push(Segment { from: start, to, left, right });
                kept = true;
            }
        }
        if kept {
            self.neighbours[left].push(right);
            self.neighbours[right].push(left);
        }
    }

    /// Gives each stretch of the outline to the cell it bounds.
    fn add_outline(
        &mut self,
        outline: &mut Outline,
        triangulation: &DelaunayTriangulation<Point2<f64>>,
    ) -> Result<(), SampleError> {
        for (ring, crossings) in outline.rings.iter().zip(&mut outline.crossings) {
            for list in crossings.iter_mut() {
                list.sort_by(|a, b| a.along.total_cmp(&b.along));
            }
            let mut cell = match crossings.iter().flatten().next_back() {
                Some(last) => last.after,
                None => nearest(triangulation, ring)?,
            };
            for (step, list) in ring.windows(2).zip(crossings.iter()) {
                let mut start = step[0];
                for crossing in list {
                    if crossing.before != cell {
                        return Err(SampleError::Cells(format!("outline at {:?}", coord(crossing.node))));
                    }
                    if start != crossing.node {
                        self.segments.push(Segment {
                            from: start,
                            to: crossing.node,
                            left: cell,
                            right: OUTSIDE,
                        });
                    }
                    start = crossing.node;
                    cell = crossing.after;
                }
                if start != step[1] {
                    self.segments.push(Segment { from: start, to: step[1], left: cell, right: OUTSIDE });
                }
            }
        }
        Ok(())
    }
}

fn triangulate(sites: &[Coord<f64>]) -> Result<DelaunayTriangulation<Point2<f64>>, SampleError> {
    // Guards far around make every real cell a bounded one.
    const GUARDS: [(f64, f64); 8] = [
        (-40.0, -20.0),
        (45.0, -60.0),
        (130.0, -20.0),
        (140.0, 33.0),
        (130.0, 90.0),
        (45.0, 125.0),
        (-40.0, 90.0),
        (-55.0, 33.0),
    ];
    let points = sites.iter().map(|site| Point2::new(site.x * SQUEEZE, site.y));
    let guards = GUARDS.iter().map(|&(x, y)| Point2::new(x, y));
    DelaunayTriangulation::bulk_load_stable(points.chain(guards).collect())
        .map_err(|error| SampleError::Cells(error.to_string()))
}

fn nearest(triangulation: &DelaunayTriangulation<Point2<f64>>, ring: &[Node]) -> Result<usize, SampleError> {
    ring.first()
        .map(|&corner| coord(corner))
        .and_then(|at| triangulation.nearest_neighbor(Point2::new(at.x * SQUEEZE, at.y)))
        .map(|vertex| vertex.index())
        .ok_or_else(|| SampleError::Cells("no sites".into()))
}

/// The border between two cells with bends. Every bend lies on a line from the
/// straight border to one of the two sites, so it stays within the two
/// triangles that no other border enters.
fn bent(
    ends: [Coord<f64>; 2],
    sites: &[Coord<f64>],
    pair: (usize, usize),
    roughness: f64,
    random: &mut Random,
) -> Vec<Node> {
    let [start, end] = ends;
    let span = end - start;
    let pieces = ((span.x * span.x + span.y * span.y).sqrt() / BEND_EVERY_DEG).clamp(1.0, 10.0) as usize;
    let mut path = vec![node(start)];
    let mut swing = 0.0_f64;
    for piece in 1..pieces {
        let base = start + span * (piece as f64 / pieces as f64);
        let next = (swing * 0.6 + random.between(-1.0, 1.0) * roughness).clamp(-roughness, roughness);
        if swing * next < 0.0 {
            // From one triangle into the other through the straight border.
            path.push(node(base - span * (0.5 / pieces as f64)));
        }
        swing = next;
        let site = if swing < 0.0 { sites[pair.0] } else { sites[pair.1] };
        path.push(node(base + (site - base) * swing.abs()));
    }
    path.push(node(end));
    path.dedup();
    path
}

/// Twice the signed area of a triangle on the grid: positive when `c` lies left
/// of the way from `a` to `b`. Exact.
fn turn(a: Node, b: Node, c: Node) -> i128 {
    let cross = |p: i64, q: i64| i128::from(p) * i128::from(q);
    cross(b[0] - a[0], c[1] - a[1]) - cross(b[1] - a[1], c[0] - a[0])
}

impl Outline {
    pub(super) fn new(outline: &MultiPolygon<f64>) -> Outline {
        let mut rings = Vec::new();
        for polygon in outline {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                rings.push(grid_ring(ring));
            }
        }
        let mut lines = Vec::new();
        for (number, ring) in rings.iter().enumerate() {
            for (step, pair) in ring.windows(2).enumerate() {
                let [from, to] = [pair[0], pair[1]].map(|corner| [corner[0] as f64, corner[1] as f64]);
                lines.push(GeomWithData::new(Line::new(from, to), (number, step)));
            }
        }
        let crossings = rings.iter().map(|ring| vec![Vec::new(); ring.len().saturating_sub(1)]).collect();
        Outline { rings, index: RTree::bulk_load(lines), crossings }
    }

    fn may_touch(&self, path: &[Node]) -> bool {
        let corners: Vec<[f64; 2]> = path.iter().map(|corner| [corner[0] as f64, corner[1] as f64]).collect();
        let reach = self.index.root().envelope();
        use rstar::Envelope;
        AABB::from_points(corners.iter()).intersects(&reach)
    }

    /// Whether a point (degrees) lies inside.
    pub(super) fn contains_point(&self, at: Coord<f64>) -> bool {
        self.contains(node(at))
    }

    /// Whether a node lies inside: parity of the outline's crossings with the
    /// ray to the east.
    fn contains(&self, at: Node) -> bool {
        let ray = AABB::from_corners([at[0] as f64, at[1] as f64], [1e12, at[1] as f64]);
        let mut inside = false;
        for line in self.index.locate_in_envelope_intersecting(&ray) {
            let [a, b] = self.step(line.data);
            if (a[1] > at[1]) != (b[1] > at[1]) {
                let side = turn(a, b, at);
                if (side > 0) == (b[1] > a[1]) {
                    inside = !inside;
                }
            }
        }
        inside
    }

    fn step(&self, (ring, step): (usize, usize)) -> [Node; 2] {
        [self.rings[ring][step], self.rings[ring][step + 1]]
    }

    /// Where the way from `from` to `to` crosses the outline, in order, and
    /// what to note on the outline. A corner exactly on the other line counts
    /// as left of it, on both sides alike, so parity never fails.
    fn cuts(&self, from: Node, to: Node, left: usize, right: usize) -> Vec<(Node, (usize, usize, Crossing))> {
        let reach =
            AABB::from_points([[from[0] as f64, from[1] as f64], [to[0] as f64, to[1] as f64]].iter());
        let mut found = Vec::new();
        for line in self.index.locate_in_envelope_intersecting(&reach) {
            let [a, b] = self.step(line.data);
            let (of_from, of_to) = (turn(a, b, from), turn(a, b, to));
            let (of_a, of_b) = (turn(from, to, a), turn(from, to, b));
            if (of_from >= 0) == (of_to >= 0) || (of_a >= 0) == (of_b >= 0) {
                continue;
            }
            let share = of_from as f64 / (of_from - of_to) as f64;
            let place = [0, 1].map(|axis| {
                let span = (to[axis] - from[axis]) as f64;
                from[axis] + (span * share).round() as i64
            });
            let along = of_a as f64 / (of_a - of_b) as f64;
            let (before, after) = if of_a >= 0 { (left, right) } else { (right, left) };
            let (ring, step) = line.data;
            found.push((share, place, (ring, step, Crossing { along, node: place, before, after })));
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found.into_iter().map(|(_, place, cut)| (place, cut)).collect()
    }
}

fn grid_ring(ring: &LineString<f64>) -> Vec<Node> {
    let mut corners: Vec<Node> = ring.0.iter().map(|&at| node(at)).collect();
    corners.dedup();
    corners
}
