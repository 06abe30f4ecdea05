//! A calendar page: one month, weeks from Saturday on, which stands at the right in
//! Persian; by pointer and by keyboard.

use egui::{
    Color32, EventFilter, Id, InputState, Key, Modifiers, Rect, Response, Role, Sense, Stroke, StrokeKind,
    Ui, UiBuilder, Vec2, WidgetInfo, vec2,
};

use super::direction::{self, split_start};
use super::icon::Icon;
use super::label::{accessible, dimmed};
use super::theme::{TextRank, look};
use super::{icon_button, link, toggle};
use crate::locale::jalali::{Day, JALALI_YEARS, Weekday};
use crate::locale::month::{Calendar, DAYS_A_WEEK, DayRange, Month, WEEKS};
use crate::locale::{Catalogue, Direction};
use crate::render::text::{self, RowAlign, TextStyle, Weight};

/// Width and height of the place of a day, in points at text size 1.
const DAY: Vec2 = vec2(34.0, 28.0);

/// The page that is shown, and the day on which the keyboard stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonthPage {
    calendar: Calendar,
    month: Month,
    cursor: Day,
}

/// What stands out on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Marked {
    /// Today, as it is in Iran.
    pub today: Day,
    /// The days that are chosen.
    pub chosen: DayRange,
}

impl MonthPage {
    /// The page of `day` in a calendar.
    pub fn of(day: Day, calendar: Calendar) -> Self {
        MonthPage { calendar, month: Month::of(day, calendar), cursor: day }
    }

    /// The calendar of the page; people may turn to the other one.
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// Id of what has the keyboard in a page shown under `id`.
    pub fn keyboard_id(id: Id) -> Id {
        id.with("days")
    }

    /// Its width, in points.
    pub fn width(text_scale: f32) -> f32 {
        DAY.x * text_scale * f32::from(DAYS_A_WEEK)
    }

    /// Shows the page; the day that was chosen in this frame.
    pub fn show(&mut self, ui: &mut Ui, id: Id, marked: &Marked) -> Option<Day> {
        let look = look(ui.ctx());
        let day_size = DAY * look.text_scale;
        let width = MonthPage::width(look.text_scale);
        ui.set_width(width);
        self.head(ui, width, look.catalogue());
        weekdays(ui, day_size, look.catalogue());
        let chosen = self.days(ui, id, day_size, marked);
        self.foot(ui, marked.today, look.catalogue());
        chosen
    }

    /// Turns to the page of `day` and stands on it.
    fn go_to(&mut self, day: Day) {
        // Beyond them no date is read.
        if JALALI_YEARS.contains(&day.jalali().year) {
            *self = MonthPage::of(day, self.calendar);
        }
    }

    fn turn(&mut self, months: i32) {
        self.go_to(Month::same_day(self.cursor, months, self.calendar));
    }

    /// Month and year between the buttons that turn to others.
    fn head(&mut self, ui: &mut Ui, width: f32, catalogue: &Catalogue) {
        let direction = direction::of(ui);
        let button = ui.spacing().interact_size.y;
        let buttons = 2.0 * button + ui.spacing().item_spacing.x;
        let (rect, _) = ui.allocate_exact_size(vec2(width, button), Sense::hover());
        let (before, rest) = split_start(rect, buttons, direction);
        let (middle, after) = split_start(rest, rest.width() - buttons, direction);
        let mut pressed = 0;
        let mut turns = |ui: &mut Ui, place: Rect, ways: [(Icon, &str, i32); 2]| {
            let builder = UiBuilder::new().max_rect(place).layout(direction::row_layout(direction));
            ui.scope_builder(builder, |ui| {
                for (icon, name, months) in ways {
                    if icon_button(ui, icon, &catalogue.get(name), false).clicked() {
                        pressed = months;
                    }
                }
            });
        };
        turns(
            ui,
            before,
            [
                (Icon::DoubleChevronStart, "ui-date-previous-year", -12),
                (Icon::ChevronStart, "ui-date-previous-month", -1),
            ],
        );
        turns(
            ui,
            after,
            [(Icon::ChevronEnd, "ui-date-next-month", 1), (Icon::DoubleChevronEnd, "ui-date-next-year", 12)],
        );
        if pressed != 0 {
            self.turn(pressed);
        }
        let title = self.month.title(catalogue);
        let response = ui.interact(middle, ui.scope_id().with("title"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, accessible(&title)));
        centred(ui, middle, &title, TextRank::Body, Weight::Bold, look(ui.ctx()).palette().text);
    }

    /// The days of the page; the one that was chosen.
    fn days(&mut self, ui: &mut Ui, id: Id, day_size: Vec2, marked: &Marked) -> Option<Day> {
        let size = vec2(day_size.x * f32::from(DAYS_A_WEEK), day_size.y * f32::from(WEEKS));
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        // Before the days, so that these lie above it.
        let keyboard = ui.interact(rect, MonthPage::keyboard_id(id), Sense::focusable_noninteractive());
        let mut chosen = None;
        if keyboard.has_focus() {
            chosen = self.follow_keys(ui, keyboard.id);
        }
        self.describe(ui, &keyboard);
        let direction = direction::of(ui);
        for week in 0..WEEKS {
            for place in 0..DAYS_A_WEEK {
                let day = self.month.on_page(week, place);
                let from_start = f32::from(place) * day_size.x;
                let left = match direction {
                    Direction::Ltr => rect.left() + from_start,
                    Direction::Rtl => rect.right() - from_start - day_size.x,
                };
                let top = rect.top() + f32::from(week) * day_size.y;
                let cell = Rect::from_min_size(egui::pos2(left, top), day_size);
                if self.day(ui, cell, id, day, marked, keyboard.has_focus()).clicked() {
                    self.go_to(day);
                    chosen = Some(day);
                }
            }
        }
        chosen
    }

    fn describe(&self, ui: &Ui, keyboard: &Response) {
        let catalogue = look(ui.ctx()).catalogue();
        let (title, day) = (self.month.title(catalogue), catalogue.long_day(self.cursor, self.calendar));
        keyboard.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Grid, true, accessible(&title));
            info.current_text_value = Some(accessible(&day));
            info
        });
    }

    /// Arrows go by day and week, Page Up and Down by month, with Shift by year, Home and
    /// End to the ends of the week; Enter and Space choose.
    fn follow_keys(&mut self, ui: &Ui, id: Id) -> Option<Day> {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let (on, back) = match direction::of(ui) {
            Direction::Ltr => (Key::ArrowRight, Key::ArrowLeft),
            Direction::Rtl => (Key::ArrowLeft, Key::ArrowRight),
        };
        let count =
            |input: &mut InputState, modifiers, key| input.count_and_consume_key(modifiers, key) as i32;
        let (months, days, to_start, to_end, is_chosen) = ui.input_mut(|input| {
            // With Shift first: without it any Shift would fit.
            let years =
                count(input, Modifiers::SHIFT, Key::PageDown) - count(input, Modifiers::SHIFT, Key::PageUp);
            let mut pressed = |key| count(input, Modifiers::NONE, key);
            let months = 12 * years + pressed(Key::PageDown) - pressed(Key::PageUp);
            let weeks = pressed(Key::ArrowDown) - pressed(Key::ArrowUp);
            let days = pressed(on) - pressed(back) + i32::from(DAYS_A_WEEK) * weeks;
            let ends = (pressed(Key::Home), pressed(Key::End));
            (months, days, ends.0 > 0, ends.1 > 0, pressed(Key::Enter) + pressed(Key::Space) > 0)
        });
        if months != 0 {
            self.turn(months);
        }
        let place = i32::from(self.cursor.weekday().place());
        let in_week = match (to_start, to_end) {
            (true, _) => -place,
            (_, true) => i32::from(DAYS_A_WEEK) - 1 - place,
            _ => 0,
        };
        if days + in_week != 0 {
            self.go_to(self.cursor.plus_days(days + in_week));
        }
        is_chosen.then_some(self.cursor)
    }

    fn day(&self, ui: &Ui, cell: Rect, id: Id, day: Day, marked: &Marked, has_keyboard: bool) -> Response {
        let look = look(ui.ctx());
        let (palette, catalogue) = (look.palette(), look.catalogue());
        // Not a stop of the Tab key each: the page as a whole has the keyboard.
        let response = ui.interact(cell, id.with(("day", day.to_string())), Sense::CLICK);
        let long = catalogue.long_day(day, self.calendar);
        let is_today = day == marked.today;
        let name =
            if is_today { catalogue.text_of_plains("ui-date-is-today", &[("day", long)]) } else { long };
        let is_chosen = marked.chosen != DayRange::default() && marked.chosen.contains(day);
        let is_end = [marked.chosen.from, marked.chosen.until].contains(&Some(day));
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, ui.is_enabled(), is_chosen, accessible(&name))
        });
        if !ui.is_rect_visible(cell) {
            return response;
        }
        let ground = match (is_end, is_chosen, response.hovered()) {
            (true, _, _) => palette.accent,
            (_, true, _) => palette.selected,
            (_, _, true) => palette.control[1],
            _ => Color32::TRANSPARENT,
        };
        // Days of a stretch touch each other, single ones do not.
        let place = if is_chosen && !is_end { cell.shrink2(vec2(0.0, 2.0)) } else { cell.shrink(2.0) };
        let radius = if is_chosen && !is_end { 0.0 } else { 5.0 };
        ui.painter().rect_filled(place, radius, ground);
        if is_today {
            let line = Stroke::new(1.5, if is_end { palette.on_accent } else { palette.accent });
            ui.painter().rect_stroke(cell.shrink(3.0), 4.0, line, StrokeKind::Inside);
        }
        if has_keyboard && day == self.cursor {
            let line = Stroke::new(2.0, palette.accent);
            ui.painter().rect_stroke(cell, 6.0, line, StrokeKind::Inside);
        }
        let color = match (is_end, self.month.holds(day), day.weekday()) {
            (true, _, _) => palette.on_accent,
            (_, false, _) => palette.weak_text.gamma_multiply(0.7),
            // The day of rest, as Iranian calendars print it.
            (_, _, Weekday::Friday) => palette.error,
            _ => palette.text,
        };
        let weight = if is_today || is_end { Weight::Bold } else { Weight::Regular };
        let number = catalogue.day_of_month(day, self.calendar);
        centred(ui, cell, &number, TextRank::Body, weight, color);
        response
    }

    /// Back to today, and the other calendar.
    fn foot(&mut self, ui: &mut Ui, today: Day, catalogue: &Catalogue) {
        let usual = Calendar::of(catalogue.language());
        let other = catalogue.get(usual.other().message());
        let (to_today, is_turned) = direction::row_with_ends(
            ui,
            |ui| link(ui, &catalogue.get("ui-date-today")).clicked(),
            |ui| toggle(ui, self.calendar != usual, &other).clicked(),
        )
        .inner;
        if is_turned {
            *self = MonthPage::of(self.cursor, self.calendar.other());
        }
        if to_today {
            self.go_to(today);
        }
    }
}

/// The short names of the weekdays over their columns.
fn weekdays(ui: &mut Ui, day_size: Vec2, catalogue: &Catalogue) {
    let color = look(ui.ctx()).palette().weak_text;
    let size = vec2(day_size.x * f32::from(DAYS_A_WEEK), day_size.y * 0.8);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let mut rest = rect;
    for weekday in Weekday::ALL {
        let (cell, after) = split_start(rest, day_size.x, direction::of(ui));
        rest = after;
        let response = ui.interact(cell, ui.scope_id().with(("weekday", weekday.place())), Sense::hover());
        let name = catalogue.get(weekday.message());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &name));
        let short = catalogue.get(weekday.short_message());
        centred(ui, cell, &short, TextRank::Small, Weight::Medium, color);
    }
}

fn centred(ui: &Ui, place: Rect, shown: &str, rank: TextRank, weight: Weight, color: Color32) {
    let look = look(ui.ctx());
    let style = TextStyle::new(look.size(rank), look.direction()).weight(weight).elided(place.width());
    let block = text::layout(ui.ctx(), shown, &style);
    block.paint_in(ui.painter(), place, RowAlign::Centre, look.direction(), dimmed(ui, color));
}
