//! Fields in which people type, on one line or several.
//!
//! The text is laid out by the one door; caret, selection and arrows go by
//! what the eye sees (`docs/design/text.md`, "Fields").

mod editor;
mod history;
mod keys;
mod number;
mod paint;
mod pointer;
mod state;

use std::sync::PoisonError;

use egui::{CursorIcon, Id, Response, Sense, Ui, WidgetInfo, accesskit, vec2};

use self::editor::cleaned;
use self::history::Kind;
use self::state::{FieldState, Frame};
use super::label::accessible;
use super::theme::{TextRank, look};
use crate::locale::Direction;
use crate::render::text::{TextStyle, row_height};

pub use number::NumberField;
pub use state::is_typing;

/// Room between border and text, in points.
const MARGIN: egui::Vec2 = vec2(8.0, 4.0);

/// A field of text; of one line unless asked otherwise.
#[must_use = "a field is shown by `show`"]
pub struct TextField<'name> {
    name: &'name str,
    hint: &'name str,
    width: Option<f32>,
    direction: Option<Direction>,
    is_wrong: bool,
    is_read_only: bool,
    rows: Option<usize>,
    enter_ends: bool,
    id: Option<Id>,
}

impl<'name> TextField<'name> {
    /// A field known to screen readers and tests as `name` (usually the label
    /// before it).
    pub fn new(name: &'name str) -> Self {
        TextField {
            name,
            hint: "",
            width: None,
            direction: None,
            is_wrong: false,
            is_read_only: false,
            rows: None,
            enter_ends: false,
            id: None,
        }
    }

    /// With a pale text while nothing is typed.
    pub fn hint(mut self, hint: &'name str) -> Self {
        self.hint = hint;
        self
    }

    /// So wide, in points; else as wide as its place.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// For codes, paths and coordinates, which always start at the left.
    pub fn left_to_right(mut self) -> Self {
        self.direction = Some(Direction::Ltr);
        self
    }

    /// Framed as wrong.
    pub fn wrong(mut self, is_wrong: bool) -> Self {
        self.is_wrong = is_wrong;
        self
    }

    /// For several lines, `rows` rows high; more are scrolled. Enter begins a
    /// line, with Ctrl it ends typing.
    pub fn multi_line(mut self, rows: usize) -> Self {
        self.rows = Some(rows.max(1));
        self
    }

    /// Enter ends typing, as in a field of one line; with Shift it begins a line.
    pub fn enter_ends(mut self) -> Self {
        self.enter_ends = true;
        self
    }

    /// To be selected and copied from, not changed.
    pub fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// With this id, so that others can give it the keyboard.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Shows it; the response is marked as changed when `text` was edited.
    pub fn show(self, ui: &mut Ui, text: &mut String) -> Response {
        let look = look(ui.ctx());
        let direction = self.direction.unwrap_or_else(|| look.direction());
        let style = TextStyle::new(look.size(TextRank::Body), direction);
        let id = self.id.unwrap_or_else(|| ui.next_auto_id());
        let kept = state::kept(ui.ctx(), id);
        let mut state = kept.lock().unwrap_or_else(PoisonError::into_inner);

        let room = ui.available_width().max(24.0);
        let width = self.width.unwrap_or(room).min(room);
        let style = match self.rows {
            Some(_) => style.wrapped((width - 2.0 * MARGIN.x).max(1.0)),
            None => style,
        };
        let rows = self.rows.unwrap_or(1) as f32;
        let height = (rows * row_height(ui.ctx(), &style) + 2.0 * MARGIN.y).max(ui.spacing().interact_size.y);
        let (_, rect) = ui.allocate_space(vec2(width, height));
        let mut response = ui.interact(rect, id, Sense::click_and_drag());
        // Space is a letter here, no press.
        response.flags -= egui::response::Flags::FAKE_PRIMARY_CLICKED;
        let ctx = ui.ctx().clone();
        let frame = Frame {
            ctx: &ctx,
            id,
            style,
            inner: rect.shrink2(MARGIN),
            has_lines: self.rows.is_some(),
            enter_ends: self.enter_ends,
            is_read_only: self.is_read_only,
            now: ui.input(|input| input.time),
        };
        let before = text.clone();
        self.edit(ui, &mut response, &mut state, &frame, text);
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::Text);
        }
        if ui.is_rect_visible(rect) {
            paint::paint_frame(ui, &response, self.is_wrong, self.is_read_only);
            if text.is_empty() && state.preedit.is_none() && !self.hint.is_empty() {
                paint::paint_hint(ui, &frame, self.hint);
            }
            paint::paint_text(ui, &response, &mut state, &frame);
        }
        self.tell(ui, &response, &before, text);
        response
    }

    /// Takes keys and pointer, and brings the caret in sight.
    fn edit(
        &self,
        ui: &Ui,
        response: &mut Response,
        state: &mut FieldState,
        frame: &Frame<'_>,
        text: &mut String,
    ) {
        state.editor.follow(text);
        let marks = (state.editor.caret(), state.editor.selection());
        let was_composing = state.preedit.is_some();
        let mut has_changed = false;
        if ui.is_enabled() {
            has_changed |= set_by_screen_reader(ui, state, frame, text);
            if response.has_focus() {
                has_changed |= keys::take(ui, state, frame, text);
            }
            state.lay_out(frame, text);
            pointer::follow(ui, response, state, frame, text);
            has_changed |= pointer::paste_with_middle(ui, response, state, frame, text);
        }
        let has_focus = response.has_focus();
        if !has_focus && state.had_keyboard {
            // Nothing is left selected or half composed.
            state.preedit = None;
            state.half_space = false;
            state.editor.rest();
            if !frame.has_lines {
                // Who only looks reads from the start.
                state.scroll = 0.0;
            }
        }
        let has_moved = marks != (state.editor.caret(), state.editor.selection());
        let is_new = has_focus && !state.had_keyboard;
        state.had_keyboard = has_focus;
        if has_changed || has_moved || is_new {
            state.last_deed = frame.now;
        }
        state.lay_out(frame, text);
        pointer::wheel(ui, response, state, frame);
        let is_composing = was_composing || state.preedit.is_some();
        let follows = has_focus && (has_changed || has_moved || is_new || is_composing);
        state.bring_in_sight(frame, follows);
        if follows {
            ui.scroll_to_rect(state.caret_on_screen(frame), None);
        }
        if has_changed {
            response.mark_changed();
        }
    }

    /// Tells screen readers and tests.
    fn tell(&self, ui: &Ui, response: &Response, before: &str, text: &str) {
        response.widget_info(|| WidgetInfo::text_edit(ui.is_enabled(), before, text, self.hint));
        let name = accessible(self.name);
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_label(name.clone());
            node.set_role(match self.rows {
                Some(_) => accesskit::Role::MultilineTextInput,
                None => accesskit::Role::TextInput,
            });
            if self.is_read_only {
                node.set_read_only();
            } else {
                node.add_action(accesskit::Action::SetValue);
                node.add_action(accesskit::Action::ReplaceSelectedText);
            }
        });
    }
}

/// A screen reader may set the whole text, also without the keyboard.
fn set_by_screen_reader(ui: &Ui, state: &mut FieldState, frame: &Frame<'_>, text: &mut String) -> bool {
    let asked = ui.input(|input| {
        let asked = input.accesskit_action_requests(frame.id, accesskit::Action::SetValue);
        asked
            .filter_map(|request| match &request.data {
                Some(accesskit::ActionData::Value(value)) => Some(value.to_string()),
                _ => None,
            })
            .last()
    });
    let Some(value) = asked.filter(|_| !frame.is_read_only) else { return false };
    let all = 0..text.len();
    state.editor.replace(text, all, &cleaned(&value, frame.has_lines), Kind::Other, frame.now)
}
