//! How far a job has come.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::direction::{self, split_start};
use super::label::{accessible, control_text};
use super::theme::look;
use crate::render::text::{RowAlign, Weight};

/// A bar that fills from the start side; `fraction` 0–1, `None` while the
/// total is unknown (the bar then stays empty and only `text` tells).
pub fn progress_bar(ui: &mut Ui, fraction: Option<f32>, text: &str) -> Response {
    let (block, size) = control_text(ui, text, Weight::Regular, vec2(8.0, 1.0));
    let width = ui.available_width().max(48.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, size.y), Sense::hover());
    let name = accessible(text);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, &name);
        info.value = fraction.map(f64::from);
        info
    });
    if ui.is_rect_visible(rect) {
        let palette = look(ui.ctx()).palette();
        let direction = direction::of(ui);
        ui.painter().rect_filled(rect, 5.0, palette.control[0]);
        let filled = fraction.unwrap_or(0.0).clamp(0.0, 1.0) * rect.width();
        let (bar, _): (Rect, Rect) = split_start(rect, filled, direction);
        ui.painter().rect_filled(bar, 5.0, palette.selected);
        block.paint_in(ui.painter(), rect.shrink2(vec2(8.0, 1.0)), RowAlign::Start, direction, palette.text);
    }
    response
}
