//! What is seen of a field.

use std::time::Duration;

use egui::output::IMEOutput;
use egui::{IMEPurpose, Rect, Response, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::label::dimmed;
use super::super::theme::{Palette, look};
use super::state::{CARET_WIDTH, FieldState, Frame};
use crate::render::text::{self, RowAlign};

/// Then the caret stays on: nothing is drawn while nobody does anything.
const BLINKS_FOR_S: f64 = 10.0;

/// Ground and border.
pub(super) fn paint_frame(ui: &Ui, response: &Response, is_wrong: bool, is_read_only: bool) {
    let palette = look(ui.ctx()).palette();
    let stroke = match (is_wrong, response.has_focus(), response.hovered() && ui.is_enabled()) {
        (true, ..) => Stroke::new(1.5, palette.error),
        (_, true, _) => Stroke::new(1.5, palette.accent),
        (_, _, true) => Stroke::new(1.0, palette.weak_text),
        _ => Stroke::new(1.0, palette.line),
    };
    let fill = if is_read_only { palette.panel } else { palette.sunken };
    let radius = ui.visuals().widgets.inactive.corner_radius;
    ui.painter().rect(response.rect, radius, dimmed(ui, fill), stroke, StrokeKind::Inside);
}

/// The pale text of an empty field.
pub(super) fn paint_hint(ui: &Ui, frame: &Frame<'_>, hint: &str) {
    let palette = look(ui.ctx()).palette();
    let color = dimmed(ui, palette.weak_text);
    if frame.has_lines {
        let hint = text::layout(ui.ctx(), hint, &frame.style);
        hint.paint_in(
            &ui.painter_at(frame.inner),
            frame.inner.with_max_y(frame.inner.top() + hint.size().y),
            RowAlign::Start,
            frame.style.direction,
            color,
        );
    } else {
        let hint = text::layout(ui.ctx(), hint, &frame.style.elided(frame.inner.width()));
        hint.paint_in(ui.painter(), frame.inner, RowAlign::Start, frame.style.direction, color);
    }
}

/// Selection, text, what is being composed, and the caret.
pub(super) fn paint_text(ui: &Ui, response: &Response, state: &mut FieldState, frame: &Frame<'_>) {
    let palette = look(ui.ctx()).palette();
    let has_focus = response.has_focus();
    // A caret at the very edge is not cut.
    let painter = ui.painter_at(frame.inner.expand2(vec2(2.0, 1.0)).intersect(response.rect));
    let (origin, sight) = (state.origin(frame).to_vec2(), state.sight(frame));
    let selection = state.editor.selection();
    if has_focus && state.preedit.is_none() && !selection.is_empty() {
        for stretch in state.layout.selection(frame.ctx, selection, sight) {
            painter.rect_filled(stretch.translate(origin), 0.0, palette.accent.gamma_multiply(0.3));
        }
    }
    for (corner, row) in state.layout.rows_in(frame.ctx, sight) {
        row.paint_colored(&painter, corner + origin, dimmed(ui, palette.text));
    }
    if let Some(preedit) = &state.preedit {
        let at = state.editor.caret().at;
        let composed = at..at + preedit.text.len();
        for stretch in state.layout.selection(frame.ctx, composed, sight) {
            let y = stretch.bottom() + origin.y - 2.0;
            let (left, right) = (stretch.left() + origin.x, stretch.right() + origin.x);
            painter.line_segment([pos2(left, y), pos2(right, y)], Stroke::new(1.0, palette.text));
        }
    }
    paint_bar(ui, state, frame, palette);
    if has_focus && ui.is_enabled() {
        let caret = state.caret_on_screen(frame);
        if is_lit(ui, state, frame) {
            let middle = vec2(CARET_WIDTH / 2.0, 0.0);
            painter.rect_filled(
                Rect::from_min_max(caret.min - middle, caret.max + middle),
                0.0,
                palette.accent,
            );
        }
        tell_input_method(ui, response, frame, caret);
    }
}

/// How much of wrapped rows is in sight, at the side where reading ends.
fn paint_bar(ui: &Ui, state: &FieldState, frame: &Frame<'_>, palette: Palette) {
    let (length, room) = (state.layout_length(frame), state.room(frame));
    if !frame.has_lines || length <= room + 0.5 {
        return;
    }
    let height = (room * room / length).max(12.0);
    let top = frame.inner.top() + state.scroll / (length - room) * (room - height);
    let edge =
        if frame.style.direction.is_rtl() { frame.inner.left() - 6.0 } else { frame.inner.right() + 3.0 };
    let bar = Rect::from_min_size(pos2(edge, top), vec2(3.0, height));
    ui.painter().rect_filled(bar, 1.5, palette.weak_text.gamma_multiply(0.6));
}

/// Whether the caret is on, and asks for the frame in which that changes.
fn is_lit(ui: &Ui, state: &FieldState, frame: &Frame<'_>) -> bool {
    let style = &ui.visuals().text_cursor;
    let passed = frame.now - state.last_deed;
    // A window that nobody types into draws nothing for a caret's sake.
    if !ui.input(|input| input.focused) {
        return false;
    }
    if !style.blink || passed > BLINKS_FOR_S {
        return true;
    }
    let (on, off) = (f64::from(style.on_duration), f64::from(style.off_duration));
    let phase = passed.max(0.0) % (on + off);
    let (is_lit, rest) = if phase < on { (true, on - phase) } else { (false, on + off - phase) };
    ui.ctx().request_repaint_after(Duration::from_secs_f64(rest.max(0.0)));
    is_lit
}

fn tell_input_method(ui: &Ui, response: &Response, frame: &Frame<'_>, caret: Rect) {
    if frame.is_read_only || !ui.memory(|memory| memory.owns_ime_events(frame.id)) {
        return;
    }
    let to_global = ui.ctx().layer_transform_to_global(ui.layer_id()).unwrap_or_default();
    ui.output_mut(|output| {
        output.ime = Some(IMEOutput {
            purpose: IMEPurpose::Normal,
            rect: to_global * response.rect,
            cursor_rect: to_global * caret,
            should_interrupt_composition: false,
        });
    });
}
