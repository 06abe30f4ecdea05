//! North arrow, attribution, and the place of both and of the scale bar at the
//! foot of the map.

use egui::{Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::{OverlayColours, scale_bar};
use crate::locale::{Catalogue, Direction};
use crate::render::camera::Camera;
use crate::render::text::{self, TextStyle, Weight};

const NORTH_HEIGHT_PT: f32 = 22.0;
const ATTRIBUTION_PT: f32 = 10.0;
/// Longest scale bar, points.
pub const LONGEST_BAR_PT: f32 = 130.0;
const MARGIN_PT: f32 = 12.0;

/// Paints the north arrow with its tip at `tip` (the map is always north up)
/// and gives the room it takes.
fn north_arrow(painter: &Painter, tip: Pos2, catalogue: &Catalogue, colours: &OverlayColours) -> Rect {
    let foot = tip.y + NORTH_HEIGHT_PT;
    let notch = pos2(tip.x, foot - 5.0);
    let (left, right) = (pos2(tip.x - 7.0, foot), pos2(tip.x + 7.0, foot));
    let outline = vec![tip, right, notch, left];
    painter.add(Shape::closed_line(outline.clone(), Stroke::new(4.0, colours.halo)));
    // Two halves, one open: each is convex, as egui's fill wants it.
    painter.add(Shape::convex_polygon(vec![tip, notch, left], colours.ink, Stroke::NONE));
    painter.add(Shape::convex_polygon(vec![tip, right, notch], colours.panel, Stroke::NONE));
    painter.add(Shape::closed_line(outline, Stroke::new(1.2, colours.ink)));
    let style = TextStyle::new(11.0, Direction::of(catalogue.language())).weight(Weight::Bold);
    let block = text::layout(painter.ctx(), &catalogue.get("render-north"), &style);
    let text_at = pos2(tip.x - block.size().x / 2.0, foot);
    painter.extend(block.shapes_with_halo(text_at, colours.ink, colours.halo, 1.2));
    Rect::from_min_max(pos2(left.x, tip.y), right)
        .union(Rect::from_min_size(text_at, block.size()))
        .expand(2.0)
}

/// Paints where the data come from in a lower corner of `viewport`: at the side
/// where reading starts, in rows of at most `width`: it is never cut off. Gives the
/// room it takes.
/// Must be called inside a pass of egui.
fn attribution(
    painter: &Painter,
    viewport: Rect,
    width: f32,
    words: &str,
    direction: Direction,
    colours: &OverlayColours,
) -> Rect {
    let style = TextStyle::new(ATTRIBUTION_PT, direction).wrapped(width);
    let block = text::layout(painter.ctx(), words, &style);
    let room = block.size() + vec2(8.0, 4.0);
    let left = if direction.is_rtl() { viewport.max.x - room.x } else { viewport.min.x };
    let rect = Rect::from_min_size(pos2(left, viewport.max.y - room.y), room);
    painter.rect_filled(rect, 0.0, colours.panel.gamma_multiply(0.8));
    block.paint_colored(painter, rect.min + vec2(4.0, 2.0), colours.ink);
    rect
}

/// Where the furniture stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FurnitureRooms {
    /// The scale bar.
    pub scale_bar: Rect,
    /// The north arrow.
    pub north: Rect,
    /// The attribution; [`Rect::NOTHING`] without words.
    pub attribution: Rect,
}

/// Paints scale bar, north arrow and attribution at the foot of `viewport`, bar and
/// arrow where reading ends, and gives their places. The map itself is never
/// mirrored. Must be called inside a pass of egui.
pub fn furniture(
    painter: &Painter,
    viewport: Rect,
    camera: &Camera,
    words: &str,
    catalogue: &Catalogue,
    colours: &OverlayColours,
) -> FurnitureRooms {
    let direction = Direction::of(catalogue.language());
    let size = vec2(LONGEST_BAR_PT + 46.0, 48.0);
    let left =
        if direction.is_rtl() { viewport.left() + MARGIN_PT } else { viewport.right() - MARGIN_PT - size.x };
    let ground = Rect::from_min_size(pos2(left, viewport.bottom() - MARGIN_PT - size.y), size);
    painter.rect_filled(ground, 4.0, colours.panel.gamma_multiply(0.8));
    let foot = pos2(ground.left() + 8.0, ground.bottom() - 8.0);
    let tip = pos2(ground.right() - 16.0, ground.top() + 6.0);
    let attribution = if words.is_empty() {
        Rect::NOTHING
    } else {
        let width = (viewport.width() - size.x - 3.0 * MARGIN_PT).max(40.0);
        attribution(painter, viewport, width, words, direction, colours)
    };
    FurnitureRooms {
        scale_bar: scale_bar(painter, foot, camera, LONGEST_BAR_PT, catalogue, colours),
        north: north_arrow(painter, tip, catalogue, colours),
        attribution,
    }
}
