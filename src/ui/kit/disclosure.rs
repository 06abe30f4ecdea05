//! A part of a panel that folds away.

use egui::{AsIdSalt, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::button::{Emphasis, ICON_SIZE, paint_ground};
use super::direction::{self, split_start};
use super::icon::{Icon, paint_icon};
use super::label::{accessible, control_text};
use crate::render::text::{RowAlign, Weight};

/// A heading that opens and closes `contents`. Whether it is open is
/// remembered by egui under `id_salt`. Returns the heading and, when open,
/// what `contents` gave.
pub fn disclosure<R>(
    ui: &mut Ui,
    id_salt: impl AsIdSalt,
    title: &str,
    is_open_at_first: bool,
    contents: impl FnOnce(&mut Ui) -> R,
) -> (Response, Option<R>) {
    let id = ui.make_persistent_id(id_salt);
    let mut is_open = ui.data_mut(|data| *data.get_persisted_mut_or(id, is_open_at_first));
    let padding = vec2(4.0 + (ICON_SIZE + 4.0) / 2.0, 2.0);
    let (block, size) = control_text(ui, title, Weight::Medium, padding);
    let width = ui.available_width().max(size.x);
    let (rect, response) = ui.allocate_exact_size(vec2(width, size.y), Sense::click());
    if response.clicked() {
        is_open = !is_open;
        ui.data_mut(|data| data.insert_persisted(id, is_open));
    }
    let (name, enabled) = (accessible(title), ui.is_enabled());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(is_open));
    if ui.is_rect_visible(rect) {
        let color = paint_ground(ui, rect, &response, Emphasis::Quiet);
        let direction = direction::of(ui);
        let (strip, text_place) = split_start(rect.shrink(4.0), ICON_SIZE + 4.0, direction);
        let icon = if is_open { Icon::ChevronDown } else { Icon::ChevronEnd };
        paint_icon(ui, icon, Rect::from_center_size(strip.center(), Vec2::splat(ICON_SIZE * 0.8)), color);
        block.paint_in(ui.painter(), text_place, RowAlign::Start, direction, color);
    }
    let inner = is_open.then(|| direction::column(ui, contents).inner);
    (response, inner)
}
