//! Cells of tables; the table itself (virtual rows) is the caller's.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::direction;
use super::label::{accessible, dimmed, tooltip};
use super::theme::{TextRank, look};
use crate::render::text::{self, TextStyle, Weight};

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellKind {
    /// Names, codes, words: at the start of the column.
    #[default]
    Text,
    /// Numbers: at the end of the column, so that their places line up.
    Number,
    /// The heading of a column.
    Header,
    /// The heading of a column of numbers.
    NumberHeader,
}

/// A cell that fills the place given by `ui`; too long a text is cut and
/// shown whole in the tooltip.
pub fn cell(ui: &mut Ui, kind: CellKind, text: &str) -> Response {
    let look = look(ui.ctx());
    let palette = look.palette();
    let is_header = matches!(kind, CellKind::Header | CellKind::NumberHeader);
    let is_number = matches!(kind, CellKind::Number | CellKind::NumberHeader);
    let padding = vec2(6.0, 2.0);
    let (rank, weight, color) = if is_header {
        (TextRank::Small, Weight::Medium, palette.weak_text)
    } else {
        (TextRank::Body, Weight::Regular, palette.text)
    };
    let room = (ui.available_width() - 2.0 * padding.x).max(0.0);
    let style = TextStyle::new(look.size(rank), look.direction()).weight(weight).elided(room);
    let block = text::layout(ui.ctx(), text, &style);
    let size =
        vec2(ui.available_width(), (block.size().y + 2.0 * padding.y).max(ui.spacing().interact_size.y));
    let (rect, response): (Rect, Response) = ui.allocate_exact_size(size, Sense::hover());
    let (name, role) = (accessible(text), if is_header { Role::ColumnHeader } else { Role::Cell });
    response.widget_info(|| WidgetInfo::labeled(role, true, &name));
    if ui.is_rect_visible(rect) {
        let align = direction::cell_align(is_number);
        block.paint_in(ui.painter(), rect.shrink2(padding), align, look.direction(), dimmed(ui, color));
    }
    if block.is_elided() { tooltip(response, text) } else { response }
}
