//! What is chosen: check boxes, radio buttons, rows of a list, drop-down lists.

use egui::{
    Color32, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Stroke, StrokeKind, TextureId, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::button::{Emphasis, ICON_SIZE, paint_focus, paint_ground};
use super::direction::{self, split_start};
use super::icon::{Icon, paint_icon};
use super::label::{accessible, control_text, tooltip};
use super::theme::look;
use crate::locale::{Direction, bidi};
use crate::render::text::{RowAlign, TextBlock, Weight};

/// Room between a mark and its text, in points.
const GAP: f32 = 6.0;

/// A box that is ticked while `is_on`; pressing changes it.
pub fn checkbox(ui: &mut Ui, is_on: &mut bool, text: &str) -> Response {
    let mut marked = mark_and_text(ui, text);
    if marked.response.clicked() {
        *is_on = !*is_on;
        marked.response.mark_changed();
    }
    let (name, enabled, on) = (accessible(text), ui.is_enabled(), *is_on);
    marked.response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, on, &name));
    if let Some(mark) = marked.mark {
        let palette = look(ui.ctx()).palette();
        let square = Rect::from_center_size(mark.center(), Vec2::splat(16.0));
        let (fill, line) =
            if on { (palette.accent, palette.accent) } else { (palette.sunken, palette.weak_text) };
        ui.painter().rect(square, 3.0, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        if on {
            paint_icon(ui, Icon::Check, square, palette.on_accent);
        }
    }
    marked.response
}

/// One of several exclusive choices.
pub fn radio<T: PartialEq>(ui: &mut Ui, chosen: &mut T, choice: T, text: &str) -> Response {
    let mut marked = mark_and_text(ui, text);
    if marked.response.clicked() && *chosen != choice {
        *chosen = choice;
        marked.response.mark_changed();
        return finish_radio(ui, marked, true, text);
    }
    let on = *chosen == choice;
    finish_radio(ui, marked, on, text)
}

fn finish_radio(ui: &Ui, marked: Marked, on: bool, text: &str) -> Response {
    let (name, enabled) = (accessible(text), ui.is_enabled());
    marked.response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, on, &name));
    if let Some(mark) = marked.mark {
        let palette = look(ui.ctx()).palette();
        let line = Stroke::new(1.5, if on { palette.accent } else { palette.weak_text });
        ui.painter().circle(mark.center(), 8.0, palette.sunken, line);
        if on {
            ui.painter().circle_filled(mark.center(), 4.5, palette.accent);
        }
    }
    marked.response
}

/// A row of a list, as wide as its place, that can be chosen.
pub fn selectable(ui: &mut Ui, is_chosen: bool, text: &str) -> Response {
    let padding = vec2(8.0, 2.0);
    let (block, size) = control_text(ui, text, Weight::Regular, padding);
    let width = if ui.layout().is_horizontal() { size.x } else { ui.available_width().max(size.x) };
    let (rect, response) = ui.allocate_exact_size(vec2(width, size.y), Sense::click());
    let (name, enabled) = (accessible(text), ui.is_enabled());
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, is_chosen, &name));
    if ui.is_rect_visible(rect) {
        let color = paint_ground(ui, rect, &response, if is_chosen { Emphasis::On } else { Emphasis::Quiet });
        block.paint_in(ui.painter(), rect.shrink2(padding), RowAlign::Start, direction::of(ui), color);
    }
    if block.is_elided() { tooltip(response, text) } else { response }
}

/// A row of a list with a picture before its text; the place of a picture that is not
/// there is a plain sheet.
pub fn selectable_picture(ui: &mut Ui, picture: Option<TextureId>, size: Vec2, text: &str) -> Response {
    let padding = vec2(8.0, 3.0);
    let before = size.x + padding.x;
    let (block, _) = control_text(ui, text, Weight::Regular, padding + vec2(before / 2.0, 0.0));
    let room = vec2(ui.available_width(), size.y + 2.0 * padding.y);
    let (rect, response) = ui.allocate_exact_size(room, Sense::click());
    let (name, enabled) = (accessible(text), ui.is_enabled());
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, false, &name));
    if ui.is_rect_visible(rect) {
        let color = paint_ground(ui, rect, &response, Emphasis::Quiet);
        let direction = direction::of(ui);
        let (place, rest) = split_start(rect.shrink2(padding), before, direction);
        let (sheet, _) = split_start(place, size.x, direction);
        let palette = look(ui.ctx()).palette();
        ui.painter().rect_filled(sheet, 3.0, palette.sunken);
        if let Some(picture) = picture {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(picture, sheet, whole, Color32::WHITE);
        }
        ui.painter().rect_stroke(sheet, 3.0, Stroke::new(1.0, palette.line), StrokeKind::Inside);
        block.paint_in(ui.painter(), rest, RowAlign::Start, direction, color);
    }
    if block.is_elided() { tooltip(response, text) } else { response }
}

/// A row of a list that holds a path: each folder in its own direction, the whole
/// from left to right; a long one is cut at its beginning, as its end tells most.
pub fn selectable_path(ui: &mut Ui, path: &str) -> Response {
    let padding = vec2(8.0, 2.0);
    let room = ui.available_width() - 2.0 * padding.x;
    let mut shown = bidi::path(path);
    let mut parts = path.split_inclusive(std::path::is_separator);
    while control_text(ui, &shown, Weight::Regular, padding).0.is_elided() && parts.next().is_some() {
        let rest: String = parts.clone().collect();
        if rest.is_empty() {
            break;
        }
        shown = bidi::path(&format!("…{}{rest}", std::path::MAIN_SEPARATOR));
    }
    let (block, size) = control_text(ui, &shown, Weight::Regular, padding);
    let (rect, response) = ui.allocate_exact_size(vec2(room + 2.0 * padding.x, size.y), Sense::click());
    let (name, enabled) = (accessible(path), ui.is_enabled());
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, false, &name));
    if ui.is_rect_visible(rect) {
        let color = paint_ground(ui, rect, &response, Emphasis::Quiet);
        block.paint_in(ui.painter(), rect.shrink2(padding), RowAlign::Start, Direction::Ltr, color);
    }
    if shown.contains('…') { tooltip(response, &bidi::path(path)) } else { response }
}

/// A drop-down list. `name` is its accessible name (usually the label before
/// it); `choices` are values with their texts. The response is marked as
/// changed when another value was chosen.
pub fn combo<T: PartialEq + Clone>(
    ui: &mut Ui,
    name: &str,
    chosen: &mut T,
    choices: &[(T, String)],
) -> Response {
    let shown = choices.iter().find(|(value, _)| value == chosen).map_or("", |(_, text)| text);
    let padding = ui.spacing().button_padding;
    let arrow_width = ICON_SIZE + GAP;
    let (block, mut size) = control_text(ui, shown, Weight::Regular, padding + vec2(arrow_width / 2.0, 0.0));
    size.x = size.x.max(96.0);
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
    let (label, value, enabled) = (accessible(name), accessible(shown), ui.is_enabled());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, enabled, &label);
        info.current_text_value = Some(value.clone());
        info
    });
    if ui.is_rect_visible(rect) {
        let color = paint_ground(ui, rect, &response, Emphasis::Plain);
        let direction = direction::of(ui);
        let inner = rect.shrink2(padding);
        let (text_place, arrow_place) = split_start(inner, inner.width() - arrow_width, direction);
        block.paint_in(ui.painter(), text_place, RowAlign::Start, direction, color);
        let arrow = Rect::from_center_size(arrow_place.center(), Vec2::splat(ICON_SIZE * 0.8));
        paint_icon(ui, Icon::ChevronDown, arrow, color);
    }
    let mut has_changed = false;
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClick).width(rect.width()).show(|ui| {
        ui.set_min_width(rect.width());
        direction::column(ui, |ui| {
            for (value, text) in choices {
                if selectable(ui, value == chosen, text).clicked() && value != chosen {
                    *chosen = value.clone();
                    has_changed = true;
                }
            }
        });
    });
    if has_changed {
        response.mark_changed();
    }
    response
}

struct Marked {
    response: Response,
    /// Where the mark goes; `None` when the widget is out of sight.
    mark: Option<Rect>,
}

/// A pressable text with room for a mark at its start; paints the text.
fn mark_and_text(ui: &mut Ui, text: &str) -> Marked {
    let mark_width = ICON_SIZE + GAP;
    let (block, size): (TextBlock, Vec2) =
        control_text(ui, text, Weight::Regular, vec2(mark_width / 2.0, 2.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    if !ui.is_rect_visible(rect) {
        return Marked { response, mark: None };
    }
    let direction = direction::of(ui);
    let (strip, text_place) = split_start(rect, mark_width, direction);
    let (mark, _) = split_start(strip, ICON_SIZE, direction);
    let color = super::label::dimmed(ui, look(ui.ctx()).palette().text);
    block.paint_in(ui.painter(), text_place, RowAlign::Start, direction, color);
    paint_focus(ui, rect, &response);
    Marked { response, mark: Some(mark) }
}
