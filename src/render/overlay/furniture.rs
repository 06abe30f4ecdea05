//! North arrow and attribution.

use egui::{Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::OverlayColours;
use crate::locale::{Catalogue, Direction};
use crate::render::text::{self, TextStyle, Weight};

const NORTH_HEIGHT_PT: f32 = 22.0;
const ATTRIBUTION_PT: f32 = 10.0;

/// Paints the north arrow with its tip at `tip` (the map is always north up)
/// and gives the room it takes. Must be called inside a pass of egui.
pub fn north_arrow(painter: &Painter, tip: Pos2, catalogue: &Catalogue, colours: &OverlayColours) -> Rect {
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
/// where reading ends, in one row of at most half its width. Gives the room it
/// takes. Must be called inside a pass of egui.
pub fn attribution(
    painter: &Painter,
    viewport: Rect,
    words: &str,
    direction: Direction,
    colours: &OverlayColours,
) -> Rect {
    if words.is_empty() {
        return Rect::NOTHING;
    }
    let style = TextStyle::new(ATTRIBUTION_PT, direction).elided(viewport.width() / 2.0);
    let block = text::layout(painter.ctx(), words, &style);
    let room = block.size() + vec2(8.0, 4.0);
    let left = if direction.is_rtl() { viewport.min.x } else { viewport.max.x - room.x };
    let rect = Rect::from_min_size(pos2(left, viewport.max.y - room.y), room);
    painter.rect_filled(rect, 0.0, colours.panel.gamma_multiply(0.8));
    block.paint_colored(painter, rect.min + vec2(4.0, 2.0), colours.ink);
    rect
}
