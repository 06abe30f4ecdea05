//! Fields for numbers.

use std::ops::RangeInclusive;

use egui::{CursorIcon, Key, Modifiers, Response, Sense, Ui};

use super::super::label::{Label, tooltip};
use super::super::theme::look;
use super::TextField;
use crate::base::ToProblem;
use crate::locale::numbers::{self, Decimals};

/// A label is dragged so far for one step, in points.
const POINTS_PER_STEP: f32 = 8.0;

/// A field for a number, typed with digits and marks of any script
/// (see [`numbers::parse`]); the value is taken on Enter or when the field
/// loses the keyboard. The arrows up and down, and a drag on its label, change
/// it by a step.
#[must_use = "a field is shown by `show`"]
pub struct NumberField<'name> {
    name: &'name str,
    decimals: Decimals,
    range: RangeInclusive<f64>,
    step: f64,
    width: f32,
}

impl<'name> NumberField<'name> {
    /// A field known as `name`, with at most two decimals and steps of one.
    pub fn new(name: &'name str) -> Self {
        NumberField { name, decimals: Decimals::up_to(2), range: f64::MIN..=f64::MAX, step: 1.0, width: 96.0 }
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

    /// Changed by so much with an arrow; ten times as much with Shift.
    pub fn step(mut self, step: f64) -> Self {
        self.step = step;
        self
    }

    /// So wide, in points.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Shows its name as a label that can be dragged (to the right for more,
    /// as on a numeric axis), and the field after it.
    pub fn show_labelled(self, ui: &mut Ui, value: &mut f64) -> Response {
        let label = Label::new(self.name).extended().sense(Sense::DRAG).show(ui);
        let label = label.on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
        let rest_id = label.id.with("rest");
        let mut steps = 0.0;
        if label.dragged() {
            let rest = ui.data(|data| data.get_temp::<f32>(rest_id)).unwrap_or(0.0);
            let wished = (rest + label.drag_delta().x) / POINTS_PER_STEP;
            steps = wished.trunc();
            ui.data_mut(|data| data.insert_temp(rest_id, (wished - steps) * POINTS_PER_STEP));
        } else if label.drag_stopped() {
            ui.data_mut(|data| data.remove::<f32>(rest_id));
        }
        self.show_stepped(ui, value, f64::from(steps))
    }

    /// Shows it; the response is marked as changed when `value` was.
    pub fn show(self, ui: &mut Ui, value: &mut f64) -> Response {
        self.show_stepped(ui, value, 0.0)
    }

    fn show_stepped(self, ui: &mut Ui, value: &mut f64, dragged: f64) -> Response {
        let language = look(ui.ctx()).language;
        let shown = |value: f64| numbers::format(value, self.decimals, true, language);
        let id = ui.next_auto_id();
        let typed_id = id.with("typed");
        let typed = ui.data(|data| data.get_temp::<String>(typed_id));
        let mut text = typed.unwrap_or_else(|| shown(*value));
        let before = text.clone();
        let steps = dragged + self.pressed_steps(ui, id);
        let is_stepped = steps != 0.0 && self.take_steps(&text, &shown(*value), steps, value);
        if is_stepped {
            text = shown(*value);
        }
        let read = numbers::parse(&text);
        let field = TextField::new(self.name).width(self.width).left_to_right().wrong(read.is_err()).id(id);
        let mut response = field.show(ui, &mut text);
        if is_stepped {
            // What was typed is in the value now.
            ui.data_mut(|data| data.remove::<String>(typed_id));
            response.mark_changed();
        } else if text != before {
            ui.data_mut(|data| data.insert_temp(typed_id, text.clone()));
        }
        if !response.lost_focus() {
            return match read {
                Ok(_) => response,
                Err(error) => {
                    let told = look(ui.ctx()).catalogue().explain(&error.to_problem());
                    tooltip(response, &format!("{} {}", told.what, told.advice))
                }
            };
        }
        // What cannot be read is forgotten: the value stands as it was.
        ui.data_mut(|data| data.remove::<String>(typed_id));
        if self.take(&text, &shown(*value), value) {
            response.mark_changed();
        }
        response
    }

    /// Steps asked for by the arrows, which the field itself does not need.
    fn pressed_steps(&self, ui: &Ui, id: egui::Id) -> f64 {
        if !ui.is_enabled() || !ui.memory(|memory| memory.has_focus(id)) {
            return 0.0;
        }
        ui.input_mut(|input| {
            let mut pressed = |modifiers, key| input.count_and_consume_key(modifiers, key) as f64;
            // With Shift first: without, it is asked less strictly.
            let tens = pressed(Modifiers::SHIFT, Key::ArrowUp) - pressed(Modifiers::SHIFT, Key::ArrowDown);
            let ones = pressed(Modifiers::NONE, Key::ArrowUp) - pressed(Modifiers::NONE, Key::ArrowDown);
            tens * 10.0 + ones
        })
    }

    /// Takes what is typed, then goes `steps` steps; whether the value is another.
    fn take_steps(&self, text: &str, shown: &str, steps: f64, value: &mut f64) -> bool {
        let before = *value;
        self.take(text, shown, value);
        // Sums of 0.1 would else drift beside the numbers that people see.
        let sum = *value + steps * self.step;
        let places = 10_f64.powi(self.decimals.max.min(9) as i32);
        *value = ((sum * places).round() / places).clamp(*self.range.start(), *self.range.end());
        *value != before
    }

    /// Takes the typed number; whether the value is another.
    fn take(&self, text: &str, shown: &str, value: &mut f64) -> bool {
        // The shown text is rounded; untouched it must not round the value.
        let Some(number) = numbers::parse(text).ok().filter(|_| text != shown) else { return false };
        let number = number.clamp(*self.range.start(), *self.range.end());
        let is_other = number != *value;
        *value = number;
        is_other
    }
}
