//! From geometries to the buffers of one tile; runs in background threads.

use std::collections::HashMap;
use std::ops::Range;

use earcut::Earcut;
use geo::{Coord, CoordsIter as _, Geometry, LineString, Polygon};

use super::clip;
use super::layer::{FeatureSource, LayerKind};
use super::tile::{TILE_PX, TileKey, quantise};
use crate::geometry::BoundingBox;
use crate::geometry::geodesic::{Edge, geodesic_m};

/// Areas and lines smaller than this many pixels both ways merge into crumbs.
const CRUMB_BELOW_PX: f64 = 1.5;
/// Areas smaller than this have no outline, which would hide them.
const OUTLINE_FROM_PX: f64 = 3.0;
/// Cells a tile's side is divided into for crumbs (two pixels each).
const CRUMB_CELLS: f64 = TILE_PX / 2.0;
/// Signs nearer to each other than this many pixels show as one.
const DOT_CELL_PX: f64 = 4.0;
/// Edges shorter than this are drawn on a grid of this size, in tile units.
const SNAP: f64 = 0.5 / TILE_PX;

/// Corner of a triangle: position in the tile, feature.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
pub struct Corner {
    pub at: [u16; 2],
    pub feature: u32,
}

/// One straight piece of a line, drawn as an instance.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
pub struct Segment {
    pub from: [u16; 2],
    pub to: [u16; 2],
    pub feature: u32,
    /// Way along the line to `from`, in sides of the tile; for dashes.
    pub along: f32,
}

/// A sign, or a crumb (a cell of features too small to be seen), as an instance.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
pub struct Dot {
    pub at: [u16; 2],
    pub feature: u32,
    /// Crumbs: how much of the cell is covered, 0 to 255.
    pub cover: u32,
}

/// What one feature has in the tile.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    pub feature: u32,
    pub indices: Range<u32>,
    pub segments: Range<u32>,
}

/// The content of one tile before it goes to the GPU.
#[derive(Debug, Default, PartialEq)]
pub struct TileMesh {
    pub corners: Vec<Corner>,
    pub indices: Vec<u32>,
    pub segments: Vec<Segment>,
    pub dots: Vec<Dot>,
    pub crumbs: Vec<Dot>,
    /// Ascending by feature.
    pub spans: Vec<Span>,
}

impl TileMesh {
    /// Bytes of all buffers.
    pub fn bytes(&self) -> usize {
        self.corners.len() * 8
            + self.indices.len() * 4
            + self.segments.len() * 16
            + (self.dots.len() + self.crumbs.len()) * 12
            + self.spans.len() * std::mem::size_of::<Span>()
    }
}

/// Builds the content of a tile from what the source has there.
pub fn build(source: &dyn FeatureSource, kind: LayerKind, tile: TileKey) -> TileMesh {
    let mut builder = Builder::new(kind, tile);
    source.visit(&tile.padded_bounds(), &mut |feature, geometry| builder.feature(feature, geometry));
    builder.finish()
}

struct Crumb {
    feature: u32,
    largest_px2: f64,
    covered_px2: f64,
}

struct Builder {
    kind: LayerKind,
    tile: TileKey,
    mesh: TileMesh,
    crumbs: HashMap<u32, Crumb>,
    dots: HashMap<u32, Dot>,
    earcut: Earcut<f64>,
    ring: Vec<Coord<f64>>,
    scratch: Vec<Coord<f64>>,
    outline: Vec<[f64; 2]>,
    holes: Vec<u32>,
    triangles: Vec<u32>,
}

impl Builder {
    fn new(kind: LayerKind, tile: TileKey) -> Self {
        Builder {
            kind,
            tile,
            mesh: TileMesh::default(),
            crumbs: HashMap::new(),
            dots: HashMap::new(),
            earcut: Earcut::new(),
            ring: Vec::new(),
            scratch: Vec::new(),
            outline: Vec::new(),
            holes: Vec::new(),
            triangles: Vec::new(),
        }
    }

    fn feature(&mut self, feature: u32, geometry: &Geometry<f64>) {
        let indices = self.mesh.indices.len() as u32;
        let segments = self.mesh.segments.len() as u32;
        self.part(feature, geometry);
        let (indices, segments) =
            (indices..self.mesh.indices.len() as u32, segments..self.mesh.segments.len() as u32);
        if !(indices.is_empty() && segments.is_empty()) {
            self.mesh.spans.push(Span { feature, indices, segments });
        }
    }

    fn part(&mut self, feature: u32, geometry: &Geometry<f64>) {
        match geometry {
            Geometry::Point(point) => self.dot(feature, point.0),
            Geometry::MultiPoint(points) => points.iter().for_each(|point| self.dot(feature, point.0)),
            Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| self.part(feature, part)),
            Geometry::MultiPolygon(polygons) if self.kind != LayerKind::Points => {
                polygons.iter().for_each(|polygon| self.polygon(feature, polygon));
            }
            Geometry::MultiLineString(lines) if self.kind != LayerKind::Points => {
                lines.iter().for_each(|line| self.line(feature, line));
            }
            _ if self.kind == LayerKind::Points => {
                if let Some(bounds) = BoundingBox::of_coords(geometry.coords_iter()) {
                    self.dot(feature, bounds.centre());
                }
            }
            Geometry::Polygon(polygon) => self.polygon(feature, polygon),
            Geometry::Rect(rect) => self.polygon(feature, &rect.to_polygon()),
            Geometry::Triangle(triangle) => self.polygon(feature, &triangle.to_polygon()),
            Geometry::LineString(line) => self.line(feature, line),
            Geometry::Line(line) => self.line(feature, &LineString::new(vec![line.start, line.end])),
            Geometry::MultiPolygon(_) | Geometry::MultiLineString(_) => {}
        }
    }

    /// The box of some positions in the frame of the tile (low, high), if they
    /// are numbers and the box meets the tile's surroundings.
    fn frame_box(&self, coords: &[Coord<f64>]) -> Option<(Coord<f64>, Coord<f64>)> {
        let bounds = BoundingBox::of_coords(coords.iter().copied())?;
        let low = self.tile.local(Coord { x: bounds.west, y: bounds.north });
        let high = self.tile.local(Coord { x: bounds.east, y: bounds.south });
        // Edges bulge out of their vertex box by less than a tenth of it.
        let bulge = 0.1 * (high.x - low.x);
        let meets = high.x >= -0.1 && low.x <= 1.1 && high.y + bulge >= -0.1 && low.y - bulge <= 1.1;
        meets.then_some((low, high))
    }

    fn polygon(&mut self, feature: u32, polygon: &Polygon<f64>) {
        let Some((low, high)) = self.frame_box(&polygon.exterior().0) else { return };
        let size = [(high.x - low.x) * TILE_PX, (high.y - low.y) * TILE_PX];
        if size[0] < CRUMB_BELOW_PX && size[1] < CRUMB_BELOW_PX {
            return self.crumb(feature, low, high, size[0] * size[1]);
        }
        if self.kind == LayerKind::Areas {
            self.fill(feature, polygon);
        }
        if size[0] >= OUTLINE_FROM_PX || size[1] >= OUTLINE_FROM_PX || self.kind == LayerKind::Lines {
            self.path(feature, polygon.exterior());
            polygon.interiors().iter().for_each(|hole| self.path(feature, hole));
        }
    }

    fn line(&mut self, feature: u32, line: &LineString<f64>) {
        let Some((low, high)) = self.frame_box(&line.0) else { return };
        let size = [(high.x - low.x) * TILE_PX, (high.y - low.y) * TILE_PX];
        if size[0] < CRUMB_BELOW_PX && size[1] < CRUMB_BELOW_PX {
            self.crumb(feature, low, high, size[0] + size[1]);
        } else {
            self.path(feature, line);
        }
    }

    /// Counts something too small to be seen into its cell; the largest of a
    /// cell (the lowest index among equals) gives the colour.
    fn crumb(&mut self, feature: u32, low: Coord<f64>, high: Coord<f64>, size_px2: f64) {
        let middle = Coord { x: (low.x + high.x) / 2.0, y: (low.y + high.y) / 2.0 };
        let cell = |at: f64| ((at + 0.125) * CRUMB_CELLS).floor().clamp(0.0, 1023.0) as u32;
        let key = cell(middle.y) << 16 | cell(middle.x);
        let crumb = self.crumbs.entry(key).or_insert(Crumb { feature, largest_px2: -1.0, covered_px2: 0.0 });
        crumb.covered_px2 += size_px2;
        let is_larger = size_px2 > crumb.largest_px2;
        if is_larger || (size_px2 == crumb.largest_px2 && feature < crumb.feature) {
            crumb.feature = feature;
            crumb.largest_px2 = size_px2;
        }
    }

    fn dot(&mut self, feature: u32, at: Coord<f64>) {
        let local = self.tile.local(at);
        if !clip::is_inside(&[local]) {
            return;
        }
        let cell = |at: f64| ((at + 0.125) * TILE_PX / DOT_CELL_PX).floor() as u32;
        let dot = Dot { at: quantise(local), feature, cover: 255 };
        let kept = self.dots.entry(cell(local.y) << 16 | cell(local.x)).or_insert(dot);
        if feature < kept.feature {
            *kept = dot;
        }
    }

    fn fill(&mut self, feature: u32, polygon: &Polygon<f64>) {
        self.outline.clear();
        self.holes.clear();
        for (number, line) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
            self.project(line, true);
            if !clip::is_inside(&self.ring) {
                clip::ring(&mut self.ring, &mut self.scratch);
            }
            let start = self.outline.len();
            for &local in &self.ring {
                let at = quantise(local).map(f64::from);
                if self.outline.len() == start || self.outline.last() != Some(&at) {
                    self.outline.push(at);
                }
            }
            if self.outline.len() - start < 3 {
                self.outline.truncate(start);
                if number == 0 {
                    return;
                }
            } else if number > 0 {
                self.holes.push(start as u32);
            }
        }
        self.earcut.earcut(self.outline.iter().copied(), &self.holes, &mut self.triangles);
        let base = self.mesh.corners.len() as u32;
        let corner = |at: &[f64; 2]| Corner { at: at.map(|value| value as u16), feature };
        self.mesh.corners.extend(self.outline.iter().map(corner));
        self.mesh.indices.extend(self.triangles.iter().map(|index| base + index));
    }

    /// The segments of a line, or of a ring as it is closed in the data.
    fn path(&mut self, feature: u32, line: &LineString<f64>) {
        self.project(line, line.is_closed());
        if line.is_closed() {
            self.ring.extend(self.ring.first().copied());
        }
        let mut along = 0.0;
        for pair in self.ring.windows(2) {
            let &[from, to] = pair else { continue };
            let run = Coord { x: to.x - from.x, y: to.y - from.y };
            let length = run.x.hypot(run.y);
            if let Some((first, last)) = clip::segment(from, to) {
                let at = |share: f64| Coord { x: from.x + run.x * share, y: from.y + run.y * share };
                let (start, end) = (quantise(at(first)), quantise(at(last)));
                let along = (along + length * first) as f32;
                self.mesh.segments.push(Segment { from: start, to: end, feature, along });
            }
            along += length;
        }
    }

    /// Brings a line into the frame of the tile, in `self.ring`; a closed one
    /// without its last position. Geodesic edges get as many positions between
    /// as their bend needs here. Positions next to an edge too short to be seen
    /// go to a grid, by a rule that is the same from both sides of a border, so
    /// that neighbours do not gape; then equal ones fall together.
    fn project(&mut self, line: &LineString<f64>, is_closed: bool) {
        self.scratch.clear();
        let mut before: Option<Coord<f64>> = None;
        for &at in line.0.iter().filter(|at| at.x.is_finite() && at.y.is_finite()) {
            if let Some(from) = before {
                bend(self.tile, from, at, &mut self.scratch);
            }
            self.scratch.push(self.tile.local(at));
            before = Some(at);
        }
        if is_closed && self.scratch.len() > 1 {
            self.scratch.pop();
        }
        self.ring.clear();
        let count = self.scratch.len();
        for (number, &at) in self.scratch.iter().enumerate() {
            let neighbour = |step: usize| {
                let other = if is_closed { (number + count + step - 1) % count } else { number + step - 1 };
                self.scratch.get(other)
            };
            let is_near = |other: &Coord<f64>| (other.x - at.x).abs().max((other.y - at.y).abs()) < SNAP;
            let previous = if is_closed || number > 0 { neighbour(0) } else { None };
            let near = previous.is_some_and(is_near) || neighbour(2).is_some_and(is_near);
            let grid = |value: f64| (value / SNAP).round() * SNAP;
            let at = if near { Coord { x: grid(at.x), y: grid(at.y) } } else { at };
            if self.ring.last() != Some(&at) {
                self.ring.push(at);
            }
        }
    }

    fn finish(mut self) -> TileMesh {
        let mut crumbs: Vec<_> = self.crumbs.into_iter().collect();
        crumbs.sort_by_key(|(key, _)| *key);
        self.mesh.crumbs.extend(crumbs.into_iter().map(|(key, crumb)| {
            let middle = |cell: u32| (f64::from(cell) + 0.5) / CRUMB_CELLS - 0.125;
            // A cell is four square pixels; even a single crumb must be seen.
            let cover = (crumb.covered_px2 / 4.0).clamp(0.25, 1.0);
            Dot {
                at: quantise(Coord { x: middle(key & 0xffff), y: middle(key >> 16) }),
                feature: crumb.feature,
                cover: (cover * 255.0) as u32,
            }
        }));
        self.mesh.dots.extend(self.dots.into_values());
        self.mesh.dots.sort_by_key(|dot| (dot.feature, dot.at));
        in_order(self.mesh)
    }
}

/// Positions between the ends of a geodesic where the straight line on the map
/// would be off by more than a quarter of a pixel.
fn bend(tile: TileKey, from: Coord<f64>, to: Coord<f64>, into: &mut Vec<Coord<f64>>) {
    let across = (to.x - from.x).to_radians().abs();
    // Below 1e-5 rad (64 m) the bend is under a tenth of a millimetre.
    if !(1e-5..=std::f64::consts::PI).contains(&across) {
        return;
    }
    let middle = 0.5 * (from.y + to.y).to_radians();
    let up = (to.y - from.y).to_radians();
    // The rhumb line, straight on the map, has the curvature tan(lat)·sin(azimuth)/R.
    let angle = (across * middle.cos()).hypot(up);
    let earth = 6_371_000.0;
    let sagitta_px =
        angle * across * middle.sin().abs() / 8.0 * earth / middle.cos() / tile.side_m() * TILE_PX;
    if sagitta_px <= 0.25 {
        return;
    }
    let pieces = (sagitta_px / 0.25).sqrt().ceil().min(256.0);
    let edge = Edge::new(from, to);
    let step_m = geodesic_m(from, to) / pieces;
    let between = (1..pieces as u32).map(|number| edge.at(step_m * f64::from(number)).0);
    into.extend(between.map(|at| tile.local(at)));
}

/// The same content with features ascending, so that the order in which the
/// source visits them (it changes with edits) does not show.
fn in_order(mesh: TileMesh) -> TileMesh {
    if mesh.spans.is_sorted_by_key(|span| span.feature) {
        return mesh;
    }
    let mut spans = mesh.spans;
    spans.sort_by_key(|span| span.feature);
    let mut indices = Vec::with_capacity(mesh.indices.len());
    let mut segments = Vec::with_capacity(mesh.segments.len());
    for span in &mut spans {
        let (index, segment) = (indices.len() as u32, segments.len() as u32);
        indices.extend(mesh.indices.get(range(&span.indices)).into_iter().flatten());
        segments.extend(mesh.segments.get(range(&span.segments)).into_iter().flatten());
        span.indices = index..indices.len() as u32;
        span.segments = segment..segments.len() as u32;
    }
    TileMesh { indices, segments, spans, ..mesh }
}

fn range(span: &Range<u32>) -> Range<usize> {
    span.start as usize..span.end as usize
}

#[cfg(test)]
mod tests;
