//! Keys, clipboard and input methods.

use egui::{Event, EventFilter, ImeEvent, Key, Modifiers, Ui, accesskit};

use super::editor::{Reach, ZWNJ, cleaned};
use super::history::Kind;
use super::state::{FieldState, Frame, Preedit};
use crate::locale::borders;
use crate::render::text::{Caret, VisualStep};

/// Arrows are the field's; Tab and Escape leave it.
const FILTER: EventFilter =
    EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };

/// Where the caret is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Motion {
    Step(VisualStep),
    Word(VisualStep),
    Rows(isize),
    Page(isize),
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
}

/// Lets the field with the keyboard take what was typed; whether `text` changed.
pub(super) fn take(ui: &Ui, state: &mut FieldState, frame: &Frame<'_>, text: &mut String) -> bool {
    ui.memory_mut(|memory| memory.set_focus_lock_filter(frame.id, FILTER));
    let mut has_changed = false;
    for event in ui.input(|input| input.filtered_events(&FILTER)) {
        if !ui.memory(|memory| memory.has_focus(frame.id)) {
            break;
        }
        has_changed |= take_event(ui, &event, state, frame, text);
    }
    has_changed
}

fn take_event(ui: &Ui, event: &Event, state: &mut FieldState, frame: &Frame<'_>, text: &mut String) -> bool {
    match event {
        Event::Copy | Event::Cut => {
            let selection = state.editor.selection();
            if selection.is_empty() {
                return false;
            }
            ui.copy_text(text.get(selection).unwrap_or_default().to_owned());
            *event == Event::Cut && insert(state, frame, text, "", Kind::Other)
        }
        Event::Paste(pasted) => insert(state, frame, text, &cleaned(pasted, frame.has_lines), Kind::Other),
        // Line breaks are a matter of the key.
        Event::Text(typed) if typed != "\n" && typed != "\r" => {
            let is_half_space = std::mem::take(&mut state.half_space) && typed == " ";
            state.preedit = None;
            let typed = if is_half_space { ZWNJ.to_string() } else { cleaned(typed, frame.has_lines) };
            insert(state, frame, text, &typed, Kind::Typed)
        }
        Event::Key { key, pressed: true, modifiers, .. } if state.preedit.is_none() => {
            state.half_space = *key == Key::Space && modifiers.shift_only();
            take_key(ui, *key, *modifiers, state, frame, text)
        }
        Event::Ime(ime) => compose(ime, state, frame, text),
        Event::AccessKitActionRequest(accesskit::ActionRequest {
            action: accesskit::Action::ReplaceSelectedText,
            target_node,
            data: Some(accesskit::ActionData::Value(value)),
            ..
        }) if *target_node == frame.id.accesskit_id() => {
            insert(state, frame, text, &cleaned(value, frame.has_lines), Kind::Other)
        }
        _ => false,
    }
}

/// Puts `part` in the place of the selection.
pub(super) fn insert(
    state: &mut FieldState,
    frame: &Frame<'_>,
    text: &mut String,
    part: &str,
    kind: Kind,
) -> bool {
    state.column = None;
    !frame.is_read_only && state.editor.insert(text, part, kind, frame.now)
}

fn take_key(
    ui: &Ui,
    key: Key,
    modifiers: Modifiers,
    state: &mut FieldState,
    frame: &Frame<'_>,
    text: &mut String,
) -> bool {
    if let Some(motion) = motion(key, modifiers) {
        go(motion, modifiers.shift, state, frame, text);
        return false;
    }
    if key == Key::Enter {
        let is_line_break = frame.has_lines && !modifiers.command && (modifiers.shift || !frame.enter_ends);
        if is_line_break {
            return insert(state, frame, text, "\n", Kind::Typed);
        }
        ui.memory_mut(|memory| memory.surrender_focus(frame.id));
        return false;
    }
    if key == Key::A && modifiers.command {
        state.editor.select(0, Caret::before(text.len()));
        return false;
    }
    if frame.is_read_only {
        return false;
    }
    let by_word = modifiers.ctrl || modifiers.alt;
    let changed = match key {
        Key::Z if modifiers.command && !modifiers.shift => state.editor.undo(text),
        Key::Z | Key::Y if modifiers.command => state.editor.redo(text),
        Key::Backspace if by_word => state.editor.erase(text, Reach::WordBack, frame.now),
        Key::Backspace => state.editor.erase(text, Reach::Back, frame.now),
        Key::Delete if by_word => state.editor.erase(text, Reach::WordForward, frame.now),
        // With Shift it cuts on Windows, which comes as an event of its own.
        Key::Delete if !(modifiers.shift && ui.ctx().os() == egui::os::OperatingSystem::Windows) => {
            state.editor.erase(text, Reach::Forward, frame.now)
        }
        _ => false,
    };
    if changed {
        state.column = None;
    }
    changed
}

fn motion(key: Key, modifiers: Modifiers) -> Option<Motion> {
    let by_word = modifiers.ctrl || modifiers.alt;
    Some(match key {
        Key::ArrowLeft if modifiers.mac_cmd => Motion::LineStart,
        Key::ArrowRight if modifiers.mac_cmd => Motion::LineEnd,
        Key::ArrowUp if modifiers.mac_cmd => Motion::TextStart,
        Key::ArrowDown if modifiers.mac_cmd => Motion::TextEnd,
        Key::ArrowLeft if by_word => Motion::Word(VisualStep::Left),
        Key::ArrowRight if by_word => Motion::Word(VisualStep::Right),
        Key::ArrowLeft => Motion::Step(VisualStep::Left),
        Key::ArrowRight => Motion::Step(VisualStep::Right),
        Key::ArrowUp => Motion::Rows(-1),
        Key::ArrowDown => Motion::Rows(1),
        Key::PageUp => Motion::Page(-1),
        Key::PageDown => Motion::Page(1),
        Key::Home if modifiers.command => Motion::TextStart,
        Key::End if modifiers.command => Motion::TextEnd,
        Key::Home => Motion::LineStart,
        Key::End => Motion::LineEnd,
        _ => return None,
    })
}

fn go(motion: Motion, extends: bool, state: &mut FieldState, frame: &Frame<'_>, text: &str) {
    if matches!(motion, Motion::Rows(_) | Motion::Page(_)) && !frame.has_lines {
        return;
    }
    state.lay_out(frame, text);
    let caret = state.editor.caret();
    let column = state.column.take();
    let target = match motion {
        Motion::Step(step) if !extends && !state.editor.selection().is_empty() => {
            end_of_selection(step, state, frame)
        }
        Motion::Step(step) => state.layout.step(frame.ctx, caret, step),
        // Words follow each other as the field is read.
        Motion::Word(step) if (step == VisualStep::Right) != frame.style.direction.is_rtl() => {
            Caret::after(borders::word_end(text, caret.at))
        }
        Motion::Word(_) => Caret::before(borders::word_start(text, caret.at)),
        Motion::Rows(rows) => go_rows(rows, column, state, frame, text),
        Motion::Page(pages) => {
            let rows = (frame.inner.height() / state.layout.row_height().max(1.0)).floor().max(1.0);
            go_rows(pages * rows as isize, column, state, frame, text)
        }
        // At the outer edges.
        Motion::LineStart => Caret::after(borders::line_around(text, caret.at).start),
        Motion::LineEnd => Caret::before(borders::line_around(text, caret.at).end),
        Motion::TextStart => Caret::after(0),
        Motion::TextEnd => Caret::before(text.len()),
    };
    if extends {
        state.editor.extend_to(target);
    } else {
        state.editor.put_caret(target);
    }
}

/// An arrow without Shift ends a selection at the side to which it points.
fn end_of_selection(step: VisualStep, state: &mut FieldState, frame: &Frame<'_>) -> Caret {
    let selection = state.editor.selection();
    let ends = [Caret::before(selection.start), Caret::after(selection.end)];
    let [first, last] = ends.map(|end| state.layout.caret_rect(frame.ctx, end));
    let is_forward = (step == VisualStep::Right) != frame.style.direction.is_rtl();
    let takes_last = if first.top() == last.top() {
        (last.left() > first.left()) == (step == VisualStep::Right)
    } else {
        is_forward
    };
    if takes_last { ends[1] } else { ends[0] }
}

/// Up and down keep the place in the row from where they started.
fn go_rows(rows: isize, column: Option<f32>, state: &mut FieldState, frame: &Frame<'_>, text: &str) -> Caret {
    let caret = state.editor.caret();
    let x = column.unwrap_or_else(|| state.layout.caret_rect(frame.ctx, caret).left());
    state.column = Some(x);
    let end = if rows < 0 { Caret::after(0) } else { Caret::before(text.len()) };
    state.layout.step_rows(frame.ctx, caret, x, rows).unwrap_or(end)
}

/// What an input method says. What it composes is shown, but not part of the
/// text until it is decided.
fn compose(event: &ImeEvent, state: &mut FieldState, frame: &Frame<'_>, text: &mut String) -> bool {
    if frame.is_read_only {
        return false;
    }
    match event {
        ImeEvent::Preedit { text: composed, .. } if composed.is_empty() => {
            state.preedit = None;
            false
        }
        ImeEvent::Preedit { text: composed, active_range_chars } => {
            let is_first = state.preedit.is_none();
            let composed = cleaned(composed, false);
            state.preedit = Some(Preedit { text: composed, active: active_range_chars.clone() });
            // What is selected gives way to what is composed.
            is_first && insert(state, frame, text, "", Kind::Other)
        }
        ImeEvent::Commit(decided) => {
            state.preedit = None;
            let is_half_space = std::mem::take(&mut state.half_space) && decided == " ";
            let decided = if is_half_space { ZWNJ.to_string() } else { cleaned(decided, frame.has_lines) };
            // An empty one only ends the composition; nothing selected is lost.
            !decided.is_empty() && insert(state, frame, text, &decided, Kind::Typed)
        }
        ImeEvent::DeleteSurrounding { before_chars, after_chars } => {
            let at = state.editor.caret().at;
            let before = text.get(..at).unwrap_or_default();
            let after = text.get(at..).unwrap_or_default();
            let start = match before_chars.checked_sub(1) {
                Some(count) => before.char_indices().rev().nth(count).map_or(0, |(from, _)| from),
                None => at,
            };
            let end = after.char_indices().nth(*after_chars).map_or(text.len(), |(to, _)| at + to);
            state.editor.replace(text, start..end, "", Kind::Other, frame.now)
        }
        _ => false,
    }
}
