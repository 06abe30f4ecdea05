//! The pointer: a click places the caret, a drag selects, two clicks take a
//! word and three a line.

use egui::{Event, Response, Ui};

use super::editor::cleaned;
use super::history::Kind;
use super::keys;
use super::state::{FieldState, Frame};
use crate::locale::borders;
use crate::render::text::Caret;

/// Follows the pointer; whether the caret was put somewhere.
pub(super) fn follow(
    ui: &Ui,
    response: &Response,
    state: &mut FieldState,
    frame: &Frame<'_>,
    text: &str,
) -> bool {
    let Some(pointer) = response.interact_pointer_pos() else { return false };
    let (is_pressed, is_shift) = ui.input(|input| (input.pointer.primary_pressed(), input.modifiers.shift));
    let is_down = response.is_pointer_button_down_on() && ui.input(|input| input.pointer.primary_down());
    // On a slow machine a whole click fits between two frames.
    let is_quick = is_pressed && response.clicked();
    if !(is_down || is_quick || response.double_clicked() || response.triple_clicked()) {
        return false;
    }
    if (is_down || is_quick) && is_pressed {
        // What was being composed is given up.
        state.preedit = None;
        state.lay_out(frame, text);
        ui.memory_mut(|memory| memory.request_focus(frame.id));
    }
    state.column = None;
    let hit = state.layout.hit(frame.ctx, pointer - state.origin(frame).to_vec2());
    // Beside a row, its last or first word.
    let at = if hit.grapheme.is_empty() && hit.grapheme.start > borders::line_around(text, hit.caret.at).start
    {
        borders::previous(text, hit.grapheme.start)
    } else {
        hit.grapheme.start
    };
    if response.triple_clicked() {
        let line = borders::line_around(text, at);
        state.editor.select(line.start, Caret::after(line.end));
    } else if response.double_clicked() {
        let word = borders::word_around(text, at);
        state.editor.select(word.start, Caret::after(word.end));
    } else if is_pressed && !is_shift {
        // A fast hand has moved on since it pressed.
        let pressed = ui.input(|input| input.pointer.press_origin()).unwrap_or(pointer);
        let anchor = state.layout.hit(frame.ctx, pressed - state.origin(frame).to_vec2()).caret;
        state.editor.put_caret(anchor);
        if anchor != hit.caret {
            state.editor.extend_to(hit.caret);
        }
    } else if state.editor.caret() != hit.caret {
        state.editor.extend_to(hit.caret);
    }
    if is_down && !frame.inner.contains(pointer) {
        // Held beside the field: the text goes on passing.
        ui.ctx().request_repaint();
    }
    true
}

/// The wheel moves wrapped rows that are higher than their place.
pub(super) fn wheel(ui: &Ui, response: &Response, state: &mut FieldState, frame: &Frame<'_>) {
    let longest = state.layout_length(frame) - state.room(frame);
    if !frame.has_lines || longest <= 0.0 || !response.contains_pointer() {
        return;
    }
    let wished = state.scroll - ui.input(|input| input.smooth_scroll_delta.y);
    let reached = wished.clamp(0.0, longest);
    if reached != state.scroll {
        state.scroll = reached;
        // Not also what the field stands in.
        ui.input_mut(|input| input.smooth_scroll_delta.y = 0.0);
    }
}

/// The middle button puts what is selected elsewhere (X11, Wayland) where it is clicked.
pub(super) fn paste_with_middle(
    ui: &Ui,
    response: &Response,
    state: &mut FieldState,
    frame: &Frame<'_>,
    text: &mut String,
) -> bool {
    if frame.is_read_only || !response.contains_pointer() || !ui.is_enabled() {
        return false;
    }
    let found = ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::MiddleClickPaste { pos, text } => Some((*pos, text.clone())),
            _ => None,
        })
    });
    let Some((pos, pasted)) = found else { return false };
    let pos = ui.ctx().layer_transform_from_global(ui.layer_id()).map_or(pos, |to_layer| to_layer * pos);
    ui.memory_mut(|memory| memory.request_focus(frame.id));
    let hit = state.layout.hit(frame.ctx, pos - state.origin(frame).to_vec2());
    state.editor.put_caret(hit.caret);
    keys::insert(state, frame, text, &cleaned(&pasted, frame.has_lines), Kind::Other)
}
