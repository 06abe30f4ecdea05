//! Fields in which people type.
//!
//! The text is shown through the one door, so it is joined and ordered
//! rightly. Keys, clipboard and input methods are egui's `TextEdit`; what it
//! would paint by its own idea of order (caret, selection) is painted here.

use std::ops::{Range, RangeInclusive};

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Color32, Event, Id, Key, Margin, Pos2, Rect, Response, Stroke, TextEdit, Ui, pos2};
use unicode_segmentation::UnicodeSegmentation;

use super::label::{accessible, tooltip};
use super::theme::{TextRank, look};
use crate::base::ToProblem;
use crate::locale::Direction;
use crate::locale::numbers::{self, Decimals};
use crate::render::text::{self, FieldText, TextStyle};

/// A field of one line of text.
#[must_use = "a field is shown by `show`"]
pub struct TextField<'name> {
    name: &'name str,
    hint: &'name str,
    width: Option<f32>,
    direction: Option<Direction>,
    is_wrong: bool,
    id: Option<Id>,
}

impl<'name> TextField<'name> {
    /// A field known to screen readers and tests as `name` (usually the label
    /// before it).
    pub fn new(name: &'name str) -> Self {
        TextField { name, hint: "", width: None, direction: None, is_wrong: false, id: None }
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

    /// With this id, so that others can give it the keyboard.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Shows it; the response is marked as changed when `text` was edited.
    pub fn show(self, ui: &mut Ui, text: &mut String) -> Response {
        let look = look(ui.ctx());
        let palette = look.palette();
        let direction = self.direction.unwrap_or_else(|| look.direction());
        let style = TextStyle::new(look.size(TextRank::Body), direction);
        let id = self.id.unwrap_or_else(|| ui.next_auto_id());
        turn_arrows(ui, id, direction);
        let mut layouter = |ui: &Ui, buffer: &dyn egui::TextBuffer, _width: f32| {
            text::layout_field(ui.ctx(), buffer.as_str(), &style).galley()
        };
        let edit = TextEdit::singleline(text)
            .id(id)
            .layouter(&mut layouter)
            .align(egui::Align2([super::direction::start_align(direction), egui::Align::Center]))
            .text_color(palette.text)
            .margin(Margin::symmetric(8, 4))
            .min_size(egui::vec2(0.0, ui.spacing().interact_size.y))
            .desired_width(self.width.unwrap_or_else(|| ui.available_width()));
        let output = ui
            .scope(|ui| {
                // egui's caret and selection go by its own order of characters.
                let visuals = ui.visuals_mut();
                visuals.text_cursor.stroke = Stroke::NONE;
                visuals.selection.bg_fill = Color32::TRANSPARENT;
                if self.is_wrong {
                    let line = Stroke::new(1.5, palette.error);
                    for state in [
                        &mut visuals.widgets.inactive,
                        &mut visuals.widgets.hovered,
                        &mut visuals.widgets.active,
                    ] {
                        state.bg_stroke = line;
                    }
                    visuals.selection.stroke = line;
                }
                edit.show(ui)
            })
            .inner;
        let response = output.response.response.clone();
        let name = accessible(self.name);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name.clone()));

        let laid_out = text::layout_field(ui.ctx(), text, &style);
        let origin = output.galley_pos;
        follow_pointer(ui, &response, text, &laid_out, origin.x);
        if ui.is_rect_visible(response.rect) {
            if text.is_empty() && !self.hint.is_empty() {
                let hint = text::layout(ui.ctx(), self.hint, &style.elided(response.rect.width() - 16.0));
                let place = response.rect.shrink2(egui::vec2(8.0, 2.0));
                hint.paint_in(ui.painter(), place, text::RowAlign::Start, direction, palette.weak_text);
            }
            if response.has_focus() {
                paint_cursor(ui, &response, &laid_out, origin, palette.accent);
            }
        }
        response
    }
}

/// In a Persian field the left arrow goes on and the right arrow goes back.
fn turn_arrows(ui: &Ui, id: Id, direction: Direction) {
    if !direction.is_rtl() || !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    ui.input_mut(|input| {
        for event in &mut input.events {
            if let Event::Key { key, .. } = event {
                *key = match *key {
                    Key::ArrowLeft => Key::ArrowRight,
                    Key::ArrowRight => Key::ArrowLeft,
                    other => other,
                };
            }
        }
    });
}

/// Puts the cursor where the pointer is, by the order in which the text is seen.
fn follow_pointer(ui: &Ui, response: &Response, text: &str, laid_out: &FieldText, origin_x: f32) {
    let Some(pointer) = response.interact_pointer_pos() else { return };
    let Some(mut state) = TextEdit::load_state(ui.ctx(), response.id) else { return };
    let here = laid_out.index_at(pointer.x - origin_x);
    let anchor_id = response.id.with("anchor");
    let range = if response.double_clicked() {
        let word = word_around(text, here);
        CCursorRange::two(CCursor::new(word.start), CCursor::new(word.end))
    } else if response.triple_clicked() {
        CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()))
    } else if response.is_pointer_button_down_on() {
        let pressed = ui.input(|input| input.pointer.primary_pressed() && !input.modifiers.shift);
        let kept = ui.data(|data| data.get_temp::<usize>(anchor_id));
        let anchor = if pressed { here } else { kept.unwrap_or(here) };
        ui.data_mut(|data| data.insert_temp(anchor_id, anchor));
        CCursorRange::two(CCursor::new(anchor), CCursor::new(here))
    } else {
        return;
    };
    set_range(&mut state, range);
    TextEdit::store_state(ui.ctx(), response.id, state);
}

fn set_range(state: &mut TextEditState, range: CCursorRange) {
    state.cursor.set_char_range(Some(range));
}

/// The characters of the word that holds the character `at`.
fn word_around(text: &str, at: usize) -> Range<usize> {
    let mut start = 0;
    for word in text.split_word_bounds() {
        let end = start + word.chars().count();
        if at < end {
            return start..end;
        }
        start = end;
    }
    start..start
}

fn paint_cursor(ui: &Ui, response: &Response, laid_out: &FieldText, origin: Pos2, color: Color32) {
    let Some(range) = TextEdit::load_state(ui.ctx(), response.id).and_then(|state| state.cursor.char_range())
    else {
        return;
    };
    let painter = ui.painter().with_clip_rect(response.rect);
    let (top, bottom) = (origin.y, origin.y + laid_out.height());
    let chosen = range.as_sorted_char_range();
    for (left, right) in laid_out.selection(chosen.start.0..chosen.end.0) {
        let spot = Rect::from_x_y_ranges(origin.x + left..=origin.x + right, top..=bottom);
        painter.rect_filled(spot, 0.0, color.gamma_multiply(0.3));
    }
    let x = origin.x + laid_out.caret_x(range.primary.index.0);
    painter.line_segment([pos2(x, top), pos2(x, bottom)], Stroke::new(1.5, color));
}

/// A field for a number, typed with digits and marks of any script
/// (see [`numbers::parse`]); the value is taken on Enter or when the field
/// loses the keyboard.
#[must_use = "a field is shown by `show`"]
pub struct NumberField<'name> {
    name: &'name str,
    decimals: Decimals,
    range: RangeInclusive<f64>,
    width: f32,
}

impl<'name> NumberField<'name> {
    /// A field known as `name`, with at most two decimals.
    pub fn new(name: &'name str) -> Self {
        NumberField { name, decimals: Decimals::up_to(2), range: f64::MIN..=f64::MAX, width: 96.0 }
    }

    /// Shown with so many decimals.
    pub fn decimals(mut self, decimals: Decimals) -> Self {
        self.decimals = decimals;
        self
    }

    /// Values outside are moved to the nearer end.
    pub fn range(mut self, range: RangeInclusive<f64>) -> Self {
        self.range = range;
        self
    }

    /// So wide, in points.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Shows it; the response is marked as changed when `value` was.
    pub fn show(self, ui: &mut Ui, value: &mut f64) -> Response {
        let look = look(ui.ctx());
        let id = ui.next_auto_id();
        let typed_id = id.with("typed");
        let typed = ui.data(|data| data.get_temp::<String>(typed_id));
        let mut text = typed.unwrap_or_else(|| numbers::format(*value, self.decimals, true, look.language));
        let before = text.clone();
        let read = numbers::parse(&text);
        let field = TextField::new(self.name).width(self.width).left_to_right().wrong(read.is_err()).id(id);
        let mut response = field.show(ui, &mut text);
        if text != before {
            ui.data_mut(|data| data.insert_temp(typed_id, text.clone()));
        }
        if !response.lost_focus() {
            return match read {
                Ok(_) => response,
                Err(error) => {
                    let told = look.catalogue().explain(&error.to_problem());
                    tooltip(response, &format!("{} {}", told.what, told.advice))
                }
            };
        }
        // What cannot be read is forgotten: the value stands as it was.
        ui.data_mut(|data| data.remove::<String>(typed_id));
        if let Ok(number) = numbers::parse(&text) {
            let number = number.clamp(*self.range.start(), *self.range.end());
            // The shown text is rounded; untouched it must not round the value.
            let is_new = text != numbers::format(*value, self.decimals, true, look.language);
            if is_new && number != *value {
                *value = number;
                response.mark_changed();
            }
        }
        response
    }
}
