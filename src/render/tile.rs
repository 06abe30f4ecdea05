//! Quadtree tiles in Web Mercator and the frame of coordinates inside one.

use egui::Rect;
use geo::Coord;

use super::camera::{Camera, HALF_WORLD_M, from_mercator, to_mercator};
use crate::geometry::BoundingBox;

/// Side of a tile in physical pixels at its nominal zoom.
pub const TILE_PX: f64 = 512.0;
/// How far the content of a tile reaches over its border, as a part of its
/// side: room for line widths and signs. Drawing is cut at the border.
pub const MARGIN: f64 = 1.0 / 16.0;
/// Deepest level: a tile about a metre wide.
const MAX_LEVEL: u8 = 25;

/// One tile: level, column from the west, row from the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileKey {
    /// 0 is the whole world; each level halves the side.
    pub level: u8,
    /// Column from the west.
    pub x: u32,
    /// Row from the north.
    pub y: u32,
}

impl TileKey {
    /// Side in metres of the Mercator plane.
    pub fn side_m(self) -> f64 {
        2.0 * HALF_WORLD_M / f64::from(1u32 << self.level)
    }

    /// The north-western corner, metres of Web Mercator.
    pub fn origin_m(self) -> Coord<f64> {
        let side = self.side_m();
        Coord { x: f64::from(self.x) * side - HALF_WORLD_M, y: HALF_WORLD_M - f64::from(self.y) * side }
    }

    /// The tile that holds this one, one level up.
    pub fn parent(self) -> Option<TileKey> {
        let level = self.level.checked_sub(1)?;
        Some(TileKey { level, x: self.x / 2, y: self.y / 2 })
    }

    /// The four tiles one level down.
    pub fn children(self) -> impl Iterator<Item = TileKey> {
        let deeper = self.level < MAX_LEVEL;
        (0..4u32).filter(move |_| deeper).map(move |quarter| TileKey {
            level: self.level + 1,
            x: self.x * 2 + quarter % 2,
            y: self.y * 2 + quarter / 2,
        })
    }

    /// The box in degrees of the tile with its margin.
    pub fn padded_bounds(self) -> BoundingBox {
        let (origin, side) = (self.origin_m(), self.side_m());
        let margin = side * MARGIN;
        let low = from_mercator(Coord { x: origin.x - margin, y: origin.y - side - margin });
        let high = from_mercator(Coord { x: origin.x + side + margin, y: origin.y + margin });
        BoundingBox { west: low.x, south: low.y, east: high.x, north: high.y }
    }

    /// A position (lon/lat degrees) in the frame of the tile: the side is 1,
    /// `x` goes east, `y` south, (0, 0) is the north-western corner.
    pub fn local(self, lon_lat: Coord<f64>) -> Coord<f64> {
        let (origin, side, at) = (self.origin_m(), self.side_m(), to_mercator(lon_lat));
        Coord { x: (at.x - origin.x) / side, y: (origin.y - at.y) / side }
    }
}

/// A coordinate of a tile's frame as 16 bits over the tile and its margin
/// (0.009 px a step); equal positions give equal bits in every feature.
pub fn quantise(local: Coord<f64>) -> [u16; 2] {
    let steps = |value: f64| {
        ((value + MARGIN) / (1.0 + 2.0 * MARGIN) * f64::from(u16::MAX))
            .round()
            .clamp(0.0, f64::from(u16::MAX)) as u16
    };
    [steps(local.x), steps(local.y)]
}

/// The level whose tiles show nearest to [`TILE_PX`] pixels.
pub fn level_for(camera: &Camera, pixels_per_point: f32) -> u8 {
    let world_px = 2.0 * HALF_WORLD_M / camera.metres_per_point() * f64::from(pixels_per_point);
    let level = (world_px / TILE_PX).log2().round();
    level.clamp(0.0, f64::from(MAX_LEVEL)) as u8
}

/// The tiles of `level` that `viewport` shows, nearest to its centre first.
pub fn visible_tiles(camera: &Camera, viewport: Rect, level: u8) -> Vec<TileKey> {
    let count = f64::from(1u32 << level);
    let side = 2.0 * HALF_WORLD_M / count;
    let column = |metres: f64| ((metres + HALF_WORLD_M) / side).floor();
    let low = camera.to_mercator(viewport.left_top(), viewport);
    let high = camera.to_mercator(viewport.right_bottom(), viewport);
    let range =
        |from: f64, to: f64| (from.clamp(0.0, count - 1.0) as u32)..=(to.clamp(0.0, count - 1.0) as u32);
    let mut tiles = Vec::new();
    for y in range(column(-low.y), column(-high.y)) {
        for x in range(column(low.x), column(high.x)) {
            tiles.push(TileKey { level, x, y });
        }
    }
    let centre = camera.centre_m();
    let distance = |tile: &TileKey| {
        let origin = tile.origin_m();
        let (dx, dy) = (origin.x + side / 2.0 - centre.x, origin.y - side / 2.0 - centre.y);
        dx * dx + dy * dy
    };
    tiles.sort_by(|one, other| distance(one).total_cmp(&distance(other)));
    tiles
}

/// Where a tile lies on the screen, in physical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// The north-western corner.
    pub origin_px: [f64; 2],
    /// The side.
    pub side_px: f64,
}

impl Placement {
    /// Computed in `f64`, so that nothing jitters at any zoom.
    pub fn of(tile: TileKey, camera: &Camera, viewport: Rect, pixels_per_point: f32) -> Self {
        let ppp = f64::from(pixels_per_point);
        let (origin, centre) = (tile.origin_m(), camera.centre_m());
        let px_per_m = ppp / camera.metres_per_point();
        let middle = viewport.center();
        Placement {
            origin_px: [
                f64::from(middle.x) * ppp + (origin.x - centre.x) * px_per_m,
                f64::from(middle.y) * ppp + (centre.y - origin.y) * px_per_m,
            ],
            side_px: tile.side_m() * px_per_m,
        }
    }

    /// The whole pixels of the tile inside `limits` (left, top, right, bottom):
    /// neighbours share a border and no pixel. `None` when nothing is left.
    pub fn scissor(&self, limits: [u32; 4]) -> Option<[u32; 4]> {
        let [left, top, right, bottom] = limits.map(f64::from);
        let x = [self.origin_px[0], self.origin_px[0] + self.side_px].map(|at| at.round().clamp(left, right));
        let y = [self.origin_px[1], self.origin_px[1] + self.side_px].map(|at| at.round().clamp(top, bottom));
        (x[0] < x[1] && y[0] < y[1]).then(|| [x[0] as u32, y[0] as u32, x[1] as u32, y[1] as u32])
    }
}
