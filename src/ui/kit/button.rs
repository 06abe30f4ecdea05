//! What is pressed: buttons with text, with an icon, links, toggles.

use egui::{Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};

use super::icon::{Icon, paint_icon};
use super::label::{accessible, control_text, dimmed, tooltip};
use super::theme::{TextRank, look};
use crate::render::text::{self, RowAlign, TextStyle, Weight};

/// Edge length of an icon in a control, in points.
pub(super) const ICON_SIZE: f32 = 18.0;

/// A button with a text.
pub fn button(ui: &mut Ui, text: &str) -> Response {
    text_button(ui, text, None, Emphasis::Plain)
}

/// The one button of a screen or dialog that is expected to be pressed.
pub fn primary_button(ui: &mut Ui, text: &str) -> Response {
    text_button(ui, text, None, Emphasis::Primary)
}

/// A button with an icon before its text.
pub fn tool_button(ui: &mut Ui, icon: Icon, text: &str) -> Response {
    text_button(ui, text, Some(icon), Emphasis::Plain)
}

/// A button with a text that stays pressed while `is_on`.
pub fn toggle(ui: &mut Ui, is_on: bool, text: &str) -> Response {
    let response = text_button(ui, text, None, if is_on { Emphasis::On } else { Emphasis::Quiet });
    let (name, enabled) = (accessible(text), ui.is_enabled());
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, is_on, &name));
    response
}

/// A button with an icon only; `name` is its tooltip and accessible name.
/// `is_on` keeps it pressed (tools, switches).
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str, is_on: bool) -> Response {
    let side = ui.spacing().interact_size.y;
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::click());
    let (label, enabled) = (accessible(name), ui.is_enabled());
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, is_on, &label));
    let emphasis = if is_on { Emphasis::On } else { Emphasis::Quiet };
    if ui.is_rect_visible(rect) {
        let color = paint_ground(ui, rect, &response, emphasis);
        paint_icon(ui, icon, Rect::from_center_size(rect.center(), Vec2::splat(ICON_SIZE)), color);
    }
    tooltip(response, name)
}

/// The small (i) beside a computed number; `what` names the number.
pub fn why_button(ui: &mut Ui, what: &str) -> Response {
    icon_button(ui, Icon::Info, what, false)
}

/// A text that is pressed like a link.
pub fn link(ui: &mut Ui, text: &str) -> Response {
    let look = look(ui.ctx());
    let style = TextStyle::new(look.size(TextRank::Body), look.direction()).underlined();
    let block = text::layout(ui.ctx(), text, &style.elided(ui.available_width()));
    let (rect, response) = ui.allocate_exact_size(block.size(), Sense::click());
    let (name, enabled) = (accessible(text), ui.is_enabled());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, enabled, &name));
    if ui.is_rect_visible(rect) {
        block.paint_colored(ui.painter(), rect.min, dimmed(ui, look.palette().accent));
        paint_focus(ui, rect, &response);
    }
    if response.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    response
}

/// How much a control stands out.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Emphasis {
    /// No ground until hovered.
    Quiet,
    Plain,
    Primary,
    /// Pressed and staying so.
    On,
}

fn text_button(ui: &mut Ui, text: &str, icon: Option<Icon>, emphasis: Emphasis) -> Response {
    let padding = ui.spacing().button_padding;
    let icon_width = if icon.is_some() { ICON_SIZE + 6.0 } else { 0.0 };
    let weight = if emphasis == Emphasis::Primary { Weight::Medium } else { Weight::Regular };
    let (block, mut size) = control_text(ui, text, weight, padding + vec2(icon_width / 2.0, 0.0));
    size.x = size.x.max(size.y).max(ui.spacing().interact_size.x);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let (name, enabled) = (accessible(text), ui.is_enabled());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &name));
    if ui.is_rect_visible(rect) {
        let color = paint_ground(ui, rect, &response, emphasis);
        let direction = look(ui.ctx()).direction();
        let inner = rect.shrink2(padding);
        let (icon_place, text_place) = super::direction::split_start(inner, icon_width, direction);
        if let Some(icon) = icon {
            let place = Rect::from_center_size(icon_place.center(), Vec2::splat(ICON_SIZE));
            paint_icon(ui, icon, place, color);
        }
        block.paint_in(ui.painter(), text_place, RowAlign::Centre, direction, color);
    }
    if block.is_elided() { tooltip(response, text) } else { response }
}

/// Paints the ground of a control; returns the colour of what stands on it.
pub(super) fn paint_ground(ui: &Ui, rect: Rect, response: &Response, emphasis: Emphasis) -> Color32 {
    let palette = look(ui.ctx()).palette();
    let visuals = ui.style().interact(response);
    let is_resting = !response.hovered() && !response.is_pointer_button_down_on();
    if !ui.is_enabled() && emphasis != Emphasis::Quiet {
        // Plainly not to be pressed, and still to be read.
        let line = Stroke::new(1.0, palette.line);
        ui.painter().rect(rect, visuals.corner_radius, palette.sunken, line, StrokeKind::Inside);
        return palette.weak_text;
    }
    let (fill, line, color) = match emphasis {
        Emphasis::Primary if is_resting => (palette.accent, Stroke::NONE, palette.on_accent),
        Emphasis::Primary => (palette.accent.gamma_multiply(0.88), Stroke::NONE, palette.on_accent),
        Emphasis::On => (palette.selected, Stroke::new(1.0, palette.accent), palette.text),
        Emphasis::Quiet if is_resting => (Color32::TRANSPARENT, Stroke::NONE, palette.text),
        Emphasis::Quiet => (visuals.weak_bg_fill, Stroke::NONE, palette.text),
        Emphasis::Plain => (visuals.weak_bg_fill, visuals.bg_stroke, palette.text),
    };
    ui.painter().rect(rect, visuals.corner_radius, dimmed(ui, fill), line, StrokeKind::Inside);
    paint_focus(ui, rect, response);
    dimmed(ui, color)
}

/// A visible frame around the control that has the keyboard.
pub(super) fn paint_focus(ui: &Ui, rect: Rect, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, look(ui.ctx()).palette().accent);
        ui.painter().rect_stroke(rect.expand(2.0), 6.0, stroke, StrokeKind::Inside);
    }
}
