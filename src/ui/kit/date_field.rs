//! Fields for a day and for a stretch of days: typed in either calendar with digits
//! of any script, or chosen from a calendar page.

use egui::response::Flags;
use egui::{Id, Key, Modifiers, Popup, PopupCloseBehavior, RectAlign, Response, Ui, vec2};

use super::direction;
use super::icon::Icon;
use super::label::Label;
use super::month::{Marked, MonthPage};
use super::theme::{Look, TextRank, look};
use super::{TextField, button, icon_button};
use crate::base::{Arg, ToProblem};
use crate::locale::Language;
use crate::locale::jalali::{DateError, Day, days_of_fiscal_year, fiscal_year};
use crate::locale::month::{Calendar, DayRange};
use crate::model::civil_day::today_iso;

/// Width of the typed part at text size 1, in points.
const WIDTH: f32 = 116.0;

/// A field for a day.
#[must_use = "a field is shown by `show`"]
pub struct DateField<'name> {
    name: &'name str,
    today: Option<Day>,
    stretch: Option<DayRange>,
}

/// What a field remembers between frames.
#[derive(Clone, Default)]
struct Kept {
    /// What is typed and not taken yet, and the value it was typed over.
    typed: Option<(String, Option<Day>)>,
    /// The calendar page, while it is open.
    page: Option<MonthPage>,
    /// The page was opened and has not got the keyboard yet.
    is_fresh: bool,
}

impl<'name> DateField<'name> {
    /// A field known to screen readers and tests as `name` (usually the label before it).
    pub fn new(name: &'name str) -> Self {
        DateField { name, today: None, stretch: None }
    }

    /// With another day marked as today than that of the clock.
    pub fn today(mut self, today: Day) -> Self {
        self.today = Some(today);
        self
    }

    /// With the days of a stretch shown as chosen, of which the value is an end.
    fn within(mut self, stretch: DayRange) -> Self {
        self.stretch = Some(stretch);
        self
    }

    /// Shows it; the response is marked as changed when `value` was: by what was typed on
    /// Enter or when the field loses the keyboard, by the page at once. What is no date
    /// stays in the field, framed and told as wrong, until it is mended or given up by
    /// Escape; the value stands meanwhile. An empty field is no day.
    pub fn show(self, ui: &mut Ui, value: &mut Option<Day>) -> Response {
        let look = look(ui.ctx());
        let id = ui.next_auto_id().with("date");
        let mut kept: Kept = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        kept.typed.take_if(|(_, over)| over != value);
        let before = *value;
        let button_side = ui.spacing().interact_size.y;
        let width = WIDTH * look.text_scale;
        let room = vec2(width + button_side + ui.spacing().item_spacing.x, button_side);
        let response = ui
            .allocate_ui_with_layout(room, direction::column_layout(look.direction()), |ui| {
                ui.set_max_width(room.x);
                let row = direction::row_layout(look.direction());
                let field = ui
                    .allocate_ui_with_layout(room, row, |ui| {
                        let field = self.typed(ui, id, width, value, &mut kept);
                        self.page(ui, id, value, &mut kept, &look);
                        field
                    })
                    .inner;
                complaint(ui, &field, &kept, &look);
                field
            })
            .inner;
        ui.data_mut(|data| data.insert_temp(id, kept));
        let mut response = response;
        // Not every letter that is typed is a change of the day.
        response.flags.set(Flags::CHANGED, *value != before);
        response
    }

    /// The part that is typed in.
    fn typed(&self, ui: &mut Ui, id: Id, width: f32, value: &mut Option<Day>, kept: &mut Kept) -> Response {
        let catalogue = look(ui.ctx()).catalogue();
        let calendar = calendar(ui);
        let as_shown = value.map(|day| catalogue.short_day(day, calendar)).unwrap_or_default();
        let mut text = kept.typed.as_ref().map_or_else(|| as_shown.clone(), |(typed, _)| typed.clone());
        let hint = catalogue.short_day(self.present_day(), calendar);
        let is_wrong = read(&text).is_err();
        let has_keyboard = ui.memory(|memory| memory.has_focus(id));
        let field = TextField::new(self.name)
            .hint(&hint)
            .width(width)
            .left_to_right()
            .wrong(is_wrong && !has_keyboard)
            .id(id)
            .show(ui, &mut text);
        kept.typed = (text != as_shown).then(|| (text.clone(), *value));
        if field.lost_focus() {
            if ui.input(|input| input.key_pressed(Key::Escape)) {
                kept.typed = None;
            } else if let Ok(read) = read(&text) {
                kept.typed = None;
                *value = read;
            }
        }
        field
    }

    /// The button, and the calendar page below it while it is open.
    fn page(&self, ui: &mut Ui, id: Id, value: &mut Option<Day>, kept: &mut Kept, look: &Look) {
        let catalogue = look.catalogue();
        let name = catalogue.text("ui-date-open", &[("name", Arg::from(self.name))]);
        let opener = icon_button(ui, Icon::Calendar, &name, kept.page.is_some());
        let popup_id = Popup::default_response_id(&opener);
        let by_key = ui.memory(|memory| memory.has_focus(id))
            && ui.input_mut(|input| input.consume_key(Modifiers::ALT, Key::ArrowDown));
        if by_key {
            Popup::open_id(ui.ctx(), popup_id);
        }
        let at = value.unwrap_or_else(|| self.present_day());
        let page_id = id.with("page");
        let align = if look.direction().is_rtl() { RectAlign::BOTTOM_END } else { RectAlign::BOTTOM_START };
        let chosen = Popup::from_toggle_button_response(&opener)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .align(align)
            .show(|ui| {
                // From right to left a column fills its room.
                ui.set_max_width(MonthPage::width(look.text_scale));
                kept.is_fresh |= kept.page.is_none();
                let page = kept.page.get_or_insert_with(|| MonthPage::of(at, calendar(ui)));
                // While egui finds its size, nothing in a popup can have the keyboard.
                if kept.is_fresh && !ui.is_sizing_pass() {
                    ui.memory_mut(|memory| memory.request_focus(MonthPage::keyboard_id(page_id)));
                    kept.is_fresh = false;
                }
                let single = DayRange { from: *value, until: *value };
                let nothing = DayRange::default();
                let single = if value.is_some() { single } else { nothing };
                let marked = Marked { today: self.present_day(), chosen: self.stretch.unwrap_or(single) };
                let chosen = direction::column(ui, |ui| page.show(ui, page_id, &marked)).inner;
                use_calendar(ui, page.calendar());
                if chosen.is_some() {
                    ui.close();
                }
                chosen
            })
            .and_then(|shown| shown.inner);
        if let Some(day) = chosen {
            kept.typed = None;
            *value = Some(day);
        }
        if kept.page.is_some() && !Popup::is_id_open(ui.ctx(), popup_id) {
            kept.page = None;
            // Back to where the hand came from, unless it went elsewhere.
            if ui.memory(|memory| memory.focused()).is_none_or(|has| has == MonthPage::keyboard_id(page_id)) {
                opener.request_focus();
            }
        }
    }

    fn present_day(&self) -> Day {
        self.today.unwrap_or_else(|| Day::parse(&today_iso()).unwrap_or_default())
    }
}

/// What a text means as a day; nothing typed is no day.
fn read(text: &str) -> Result<Option<Day>, DateError> {
    if text.trim().is_empty() { Ok(None) } else { Day::parse(text).map(Some) }
}

/// Why the typed text is no date, once the hand has left it.
fn complaint(ui: &mut Ui, field: &Response, kept: &Kept, look: &Look) {
    let Some((typed, _)) = kept.typed.as_ref().filter(|_| !field.has_focus()) else { return };
    let Err(error) = read(typed) else { return };
    let told = look.catalogue().explain(&error.to_problem());
    let words = format!("{} {}", told.what, told.advice);
    Label::new(&words).rank(TextRank::Small).color(look.palette().error).wrapped().show(ui);
}

/// The calendar in which days are shown: that of the language, the other on request.
fn calendar(ui: &Ui) -> Calendar {
    let language = look(ui.ctx()).language;
    let asked = ui.data(|data| data.get_temp::<(Language, Calendar)>(calendar_id()));
    asked.filter(|(of, _)| *of == language).map_or(Calendar::of(language), |(_, calendar)| calendar)
}

fn use_calendar(ui: &Ui, calendar: Calendar) {
    let language = look(ui.ctx()).language;
    ui.data_mut(|data| data.insert_temp(calendar_id(), (language, calendar)));
}

fn calendar_id() -> Id {
    Id::unique("shahrak-date-calendar")
}

/// A field for a stretch of days, with the two last fiscal years at hand.
#[must_use = "a field is shown by `show`"]
pub struct DateRangeField<'name> {
    name: &'name str,
    today: Option<Day>,
}

impl<'name> DateRangeField<'name> {
    /// A field known as `name`; its two ends as that name with "from" and "to".
    pub fn new(name: &'name str) -> Self {
        DateRangeField { name, today: None }
    }

    /// With another day as today than that of the clock.
    pub fn today(mut self, today: Day) -> Self {
        self.today = Some(today);
        self
    }

    /// Shows it; whether `days` was changed. An empty end is open. A stretch that ends
    /// before it begins is told as wrong and holds no day.
    pub fn show(self, ui: &mut Ui, days: &mut DayRange) -> bool {
        let look = look(ui.ctx());
        let catalogue = look.catalogue();
        let before = *days;
        let shown = *days;
        let end = |ui: &mut Ui, label: &str, id: &str, value: &mut Option<Day>| {
            super::label::label(ui, &catalogue.get(label));
            let name = catalogue.text(id, &[("name", Arg::from(self.name))]);
            let field = DateField { today: self.today, ..DateField::new(&name) };
            field.within(shown).show(ui, value);
        };
        let today = DateField { today: self.today, ..DateField::new(self.name) }.present_day();
        direction::column(ui, |ui| {
            direction::wrapped_row(ui, |ui| {
                end(ui, "ui-date-from-label", "ui-date-from", &mut days.from);
                end(ui, "ui-date-until-label", "ui-date-until", &mut days.until);
            });
            direction::wrapped_row(ui, |ui| {
                let this = fiscal_year(today);
                for year in [this, this - 1] {
                    let Ok(whole) = days_of_fiscal_year(year) else { continue };
                    let number = crate::locale::digits::in_language(&year.to_string(), look.language);
                    let name = catalogue.text_of_plains("ui-date-fiscal-year", &[("year", number)]);
                    if button(ui, &name).clicked() {
                        *days = whole.into();
                    }
                }
            });
            if days.is_backward() {
                let words = catalogue.get("ui-date-backward");
                Label::new(&words).rank(TextRank::Small).color(look.palette().error).wrapped().show(ui);
            }
        });
        *days != before
    }
}
