//! The one place that decides sides. Everything is said as start and end (the
//! side where reading starts and ends); only here do they become left and
//! right. The map, numeric axes, coordinates and code stay left to right.

use egui::{Align, AsIdSalt, InnerResponse, Layout, Panel, Pos2, Rect, Ui, pos2};

use super::theme::look;
use crate::locale::Direction;
use crate::render::text::RowAlign;

/// The direction of the window's language.
pub fn of(ui: &Ui) -> Direction {
    look(ui.ctx()).direction()
}

/// The panel at the side where reading starts (left in English, right in Persian).
pub fn start_panel(ctx_direction: Direction, id_salt: impl AsIdSalt) -> Panel {
    match ctx_direction {
        Direction::Ltr => Panel::left(id_salt),
        Direction::Rtl => Panel::right(id_salt),
    }
}

/// The panel at the side where reading ends.
pub fn end_panel(ctx_direction: Direction, id_salt: impl AsIdSalt) -> Panel {
    start_panel(ctx_direction.opposite(), id_salt)
}

/// Widgets in a row from the start side, in the middle of its height.
pub fn row<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, row_layout(of(ui)), contents)
}

/// Widgets in a row from the start side that goes on in a next row when full.
pub fn wrapped_row<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, row_layout(of(ui)).with_main_wrap(true), contents)
}

/// A row with one group at the start side and one at the end side.
pub fn row_with_ends<R, S>(
    ui: &mut Ui,
    at_start: impl FnOnce(&mut Ui) -> R,
    at_end: impl FnOnce(&mut Ui) -> S,
) -> InnerResponse<(R, S)> {
    row(ui, |ui| {
        let first = at_start(ui);
        let direction = of(ui);
        let second = ui.with_layout(row_layout(direction.opposite()), at_end).inner;
        (first, second)
    })
}

/// Widgets below each other, aligned to the start side.
pub fn column<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    ui.with_layout(column_layout(of(ui)), contents)
}

/// The layout of [`column`].
pub fn column_layout(direction: Direction) -> Layout {
    Layout::top_down(start_align(direction))
}

/// The layout of [`row`].
pub fn row_layout(direction: Direction) -> Layout {
    match direction {
        Direction::Ltr => Layout::left_to_right(Align::Center),
        Direction::Rtl => Layout::right_to_left(Align::Center),
    }
}

/// egui's alignment to the start side.
pub fn start_align(direction: Direction) -> Align {
    match direction {
        Direction::Ltr => Align::Min,
        Direction::Rtl => Align::Max,
    }
}

/// The x of the start side of `rect`.
pub fn start_x(rect: Rect, direction: Direction) -> f32 {
    if direction.is_rtl() { rect.right() } else { rect.left() }
}

/// Splits `rect` into a strip of `width` at the start side and the rest.
pub fn split_start(rect: Rect, width: f32, direction: Direction) -> (Rect, Rect) {
    if direction.is_rtl() {
        let (rest, strip) = rect.split_left_right_at_x(rect.right() - width);
        (strip, rest)
    } else {
        rect.split_left_right_at_x(rect.left() + width)
    }
}

/// `point` of a drawing inside `rect`, mirrored when the direction asks for it.
pub fn mirrored(point: Pos2, rect: Rect, direction: Direction) -> Pos2 {
    if direction.is_rtl() { pos2(rect.left() + rect.right() - point.x, point.y) } else { point }
}

/// How the text of a cell is placed: numbers stand at the end of their column,
/// so that their places line up.
pub fn cell_align(is_number: bool) -> RowAlign {
    if is_number { RowAlign::End } else { RowAlign::Start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_is_right_in_persian() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 10.0));
        assert_eq!(start_x(rect, Direction::Rtl), 100.0);
        assert_eq!(split_start(rect, 30.0, Direction::Rtl).0.left(), 70.0);
        assert_eq!(split_start(rect, 30.0, Direction::Ltr).0.right(), 30.0);
        assert_eq!(mirrored(pos2(10.0, 5.0), rect, Direction::Rtl), pos2(90.0, 5.0));
        assert_eq!(start_align(Direction::Rtl), Align::Max);
    }
}
