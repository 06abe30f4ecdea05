//! Geometries cut into short geodesic pieces, with cheap bounds between them.
//!
//! A piece is a geodesic of at most [`PIECE_M`] metres together with its straight
//! chord through the earth. Chords give bounds on geodesic distances that hold
//! without exception and cost a few multiplications; the exact figure is then
//! computed for the few pairs that are left (see [`super::distance`]).

use geo::{Coord, Geometry, Polygon};

use super::geodesic::{Ecef, Edge, longest_for_chord_m, sagitta_m, to_ecef};
use super::index::rings;
use super::inside::Area;

/// Longest piece in metres; longer edges are cut along the geodesic. The chord
/// of such a piece runs at most 8 cm below the surface.
pub const PIECE_M: f64 = 2_000.0;

/// Pieces of one chunk of a query.
const CHUNK: usize = 16;

/// A short geodesic (or a single position, when both ends are equal).
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// Start, lon/lat in degrees.
    pub from: Coord<f64>,
    /// End, lon/lat in degrees.
    pub to: Coord<f64>,
    /// Start, earth-centred metres.
    pub a: Ecef,
    /// End, earth-centred metres.
    pub b: Ecef,
}

impl Piece {
    /// The single position `at`.
    pub fn point(at: Coord<f64>) -> Self {
        let a = to_ecef(at);
        Piece { from: at, to: at, a, b: a }
    }

    /// Whether this is a single position.
    pub fn is_point(&self) -> bool {
        self.a == self.b
    }

    /// How far in metres the geodesic may leave the chord.
    pub fn sagitta_m(&self) -> f64 {
        sagitta_m(longest_for_chord_m(distance(self.a, self.b)))
    }
}

/// A run of pieces and the ball round it.
#[derive(Debug, Clone)]
pub struct Chunk {
    /// First piece.
    pub start: usize,
    /// One after the last piece.
    pub end: usize,
    /// Centre of the ball, earth-centred metres.
    pub centre: Ecef,
    /// Radius in metres of a ball that holds every chord.
    pub radius_m: f64,
}

/// A geometry made ready for distances.
#[derive(Debug, Clone, Default)]
pub struct Prepared {
    /// The boundary (or the lines and points themselves).
    pub pieces: Vec<Piece>,
    /// The pieces in runs; a run never spans two parts, save runs of points.
    pub chunks: Vec<Chunk>,
    /// The areas enclosed.
    pub areas: Vec<Area>,
    /// One position of each connected part.
    pub anchors: Vec<Coord<f64>>,
}

impl Prepared {
    /// Cuts a geometry into pieces. Coordinates that are not numbers are left out.
    pub fn new(geometry: &Geometry<f64>) -> Self {
        let mut prepared = Prepared::default();
        prepared.add(geometry);
        prepared.make_chunks();
        prepared
    }

    fn add(&mut self, geometry: &Geometry<f64>) {
        match geometry {
            Geometry::Point(point) => self.add_point(point.0),
            Geometry::MultiPoint(points) => points.iter().for_each(|p| self.add_point(p.0)),
            Geometry::Line(line) => self.add_path(&[line.start, line.end]),
            Geometry::LineString(line) => self.add_path(&line.0),
            Geometry::MultiLineString(lines) => lines.iter().for_each(|l| self.add_path(&l.0)),
            Geometry::Polygon(polygon) => self.add_polygon(polygon),
            Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|p| self.add_polygon(p)),
            Geometry::Rect(rect) => self.add_polygon(&rect.to_polygon()),
            Geometry::Triangle(triangle) => self.add_polygon(&triangle.to_polygon()),
            Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| self.add(part)),
        }
    }

    fn add_point(&mut self, at: Coord<f64>) {
        if is_finite(at) {
            self.anchors.push(at);
            self.pieces.push(Piece::point(at));
        }
    }

    fn add_path(&mut self, path: &[Coord<f64>]) {
        self.make_chunks();
        self.anchors.extend(path.iter().copied().find(|c| is_finite(*c)));
        self.add_edges(path);
        self.make_chunks();
    }

    fn add_polygon(&mut self, polygon: &Polygon<f64>) {
        self.add_path(&polygon.exterior().0);
        for hole in polygon.interiors() {
            self.add_edges(&hole.0);
            self.make_chunks();
        }
        self.areas.extend(Area::new(rings(polygon).map(|ring| ring.0.as_slice())));
    }

    fn add_edges(&mut self, path: &[Coord<f64>]) {
        let mut ends = path.iter().copied().filter(|c| is_finite(*c));
        let Some(mut from) = ends.next() else { return };
        let mut a = to_ecef(from);
        let mut drawn = false;
        for to in ends {
            if to == from {
                continue;
            }
            let b = to_ecef(to);
            self.add_edge(Piece { from, to, a, b });
            drawn = true;
            (from, a) = (to, b);
        }
        if !drawn {
            self.pieces.push(Piece { from, to: from, a, b: a });
        }
    }

    fn add_edge(&mut self, edge: Piece) {
        let longest_m = longest_for_chord_m(distance(edge.a, edge.b));
        if longest_m <= PIECE_M {
            self.pieces.push(edge);
            return;
        }
        let line = Edge::new(edge.from, edge.to);
        let count = (longest_m / PIECE_M).ceil();
        let (mut from, mut a) = (edge.from, edge.a);
        for step in 1..count as u64 {
            let (to, _azimuth) = line.at(line.length_m() * step as f64 / count);
            let b = to_ecef(to);
            self.pieces.push(Piece { from, to, a, b });
            (from, a) = (to, b);
        }
        self.pieces.push(Piece { from, to: edge.to, a, b: edge.b });
    }

    /// Bundles the pieces not yet in a chunk.
    fn make_chunks(&mut self) {
        let done = self.chunks.last().map_or(0, |chunk| chunk.end);
        let Some(rest) = self.pieces.get(done..) else { return };
        let mut start = done;
        for run in rest.chunks(CHUNK) {
            let ends = || run.iter().flat_map(|piece| [piece.a, piece.b]);
            let centre = middle(ends());
            let radius_m = ends().map(|end| distance(centre, end)).fold(0.0, f64::max);
            self.chunks.push(Chunk { start, end: start + run.len(), centre, radius_m });
            start += run.len();
        }
    }
}

fn is_finite(at: Coord<f64>) -> bool {
    at.x.is_finite() && at.y.is_finite()
}

fn middle(points: impl Iterator<Item = Ecef>) -> Ecef {
    let (mut low, mut high) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
    for point in points {
        for ((low, high), value) in low.iter_mut().zip(&mut high).zip(point) {
            *low = low.min(value);
            *high = high.max(value);
        }
    }
    let [[x0, y0, z0], [x1, y1, z1]] = [low, high];
    [0.5 * (x0 + x1), 0.5 * (y0 + y1), 0.5 * (z0 + z1)]
}

/// `p − q`.
pub fn minus(p: Ecef, q: Ecef) -> Ecef {
    [p[0] - q[0], p[1] - q[1], p[2] - q[2]]
}

/// Scalar product.
pub fn dot(p: Ecef, q: Ecef) -> f64 {
    p[0] * q[0] + p[1] * q[1] + p[2] * q[2]
}

/// `p + factor · q`.
pub fn along(p: Ecef, factor: f64, q: Ecef) -> Ecef {
    [p[0] + factor * q[0], p[1] + factor * q[1], p[2] + factor * q[2]]
}

/// Straight distance in metres.
pub fn distance(p: Ecef, q: Ecef) -> f64 {
    let d = minus(p, q);
    dot(d, d).sqrt()
}

/// Square of the distance from `p` to the chord of a piece, m².
pub fn point_to_chord_squared(p: Ecef, piece: &Piece) -> f64 {
    let (edge, start) = (minus(piece.b, piece.a), minus(p, piece.a));
    let squared = dot(edge, edge);
    let share = if squared > 0.0 { (dot(start, edge) / squared).clamp(0.0, 1.0) } else { 0.0 };
    let off = along(start, -share, edge);
    dot(off, off)
}

/// Distance in metres between the chords of two pieces
/// (C. Ericson, Real-Time Collision Detection, 2005, §5.1.9).
pub fn chord_to_chord_m(p: &Piece, q: &Piece) -> f64 {
    if p.is_point() {
        return point_to_chord_squared(p.a, q).sqrt();
    }
    if q.is_point() {
        return point_to_chord_squared(q.a, p).sqrt();
    }
    let (d1, d2, r) = (minus(p.b, p.a), minus(q.b, q.a), minus(p.a, q.a));
    let (a, e, f) = (dot(d1, d1), dot(d2, d2), dot(d2, r));
    let (b, c) = (dot(d1, d2), dot(d1, r));
    let denominator = a * e - b * b;
    let mut s = if denominator > 0.0 { ((b * f - c * e) / denominator).clamp(0.0, 1.0) } else { 0.0 };
    let mut t = (b * s + f) / e;
    if t < 0.0 {
        t = 0.0;
        s = (-c / a).clamp(0.0, 1.0);
    } else if t > 1.0 {
        t = 1.0;
        s = ((b - c) / a).clamp(0.0, 1.0);
    }
    distance(along(p.a, s, d1), along(q.a, t, d2))
}
