//! Fields for days, by keyboard and pointer, in both languages and calendars; with
//! pictures drawn by a software adapter (`UPDATE_SNAPSHOTS=1` renews them).

use egui::{Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use shahrak::locale::Language;
use shahrak::locale::jalali::{Day, days_of_fiscal_year};
use shahrak::locale::month::DayRange;
use shahrak::render::text;
use shahrak::ui::kit::{self, DateField, DateRangeField, Look, ThemeKind, direction};

/// A Saturday, the second day of the year.
const TODAY: &str = "1404/01/02";
const DAY: &str = "تاریخ قرارداد";
const OPEN: &str = "انتخاب از تقویم: تاریخ قرارداد";

struct Page {
    look: Look,
    day: Option<Day>,
    days: DayRange,
    /// Set when the field for one day said that it was changed.
    is_changed: bool,
}

fn day(text: &str) -> Day {
    Day::parse(text).expect(text)
}

fn show(ui: &mut egui::Ui, page: &mut Page) {
    let look = page.look;
    kit::theme::apply(ui.ctx(), look);
    ui.painter().clone().rect_filled(ui.max_rect().expand(20.0), 0.0, look.palette().panel);
    let (one, several) = match look.language {
        Language::Fa => (DAY, "بازه"),
        Language::En => ("Contract date", "Period"),
    };
    direction::column(ui, |ui| {
        kit::label(ui, one);
        page.is_changed |= DateField::new(one).today(day(TODAY)).show(ui, &mut page.day).changed();
        ui.add_space(8.0);
        kit::label(ui, several);
        DateRangeField::new(several).today(day(TODAY)).show(ui, &mut page.days);
    });
}

fn harness(look: Look) -> Harness<'static, Page> {
    let mut is_ready = false;
    let page = Page { look, day: None, days: DayRange::default(), is_changed: false };
    let mut harness = Harness::builder()
        .with_size(Vec2::new(460.0, 420.0))
        .with_pixels_per_point(1.5)
        .wgpu()
        .build_ui_state(
            move |ui, page: &mut Page| {
                // Fonts take effect in the pass after they are set.
                if !is_ready {
                    text::install_fonts(ui.ctx());
                    is_ready = true;
                    ui.ctx().request_repaint();
                    return;
                }
                show(ui, page);
            },
            page,
        );
    harness.run_steps(4);
    harness
}

fn persian() -> Harness<'static, Page> {
    harness(Look::default())
}

fn press(harness: &mut Harness<'_, Page>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

fn field(harness: &Harness<'_, Page>, name: &str) -> String {
    let mut fields = harness.query_all_by_label(name);
    let field = fields.find(|node| node.accesskit_node().is_text_input()).expect(name);
    field.accesskit_node().value().unwrap_or_default()
}

fn field_named(harness: &mut Harness<'_, Page>, name: &str) {
    let mut fields = harness.query_all_by_label(name);
    fields.find(|node| node.accesskit_node().is_text_input()).expect(name).focus();
}

fn type_day(harness: &mut Harness<'_, Page>, text: &str) {
    field_named(harness, DAY);
    harness.run_steps(2);
    press(harness, Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run_steps(2);
}

fn has(harness: &Harness<'_, Page>, part: &str) -> bool {
    harness.query_all_by_label_contains(part).next().is_some()
}

fn open(harness: &mut Harness<'_, Page>) {
    harness.get_by_label(OPEN).click();
    harness.run_steps(4);
}

#[test]
fn a_day_is_typed_in_either_calendar_and_any_digits() {
    let mut harness = persian();
    for typed in ["1403/12/30", "۱۴۰۳/۱۲/۳۰", "١٤٠٣-١٢-٣٠", "2025-03-20", "۲۰۲۵/۳/۲۰"]
    {
        harness.state_mut().day = None;
        harness.run_steps(2);
        type_day(&mut harness, typed);
        press(&mut harness, Modifiers::NONE, Key::Enter);
        assert_eq!(harness.state().day, Some(day("1403/12/30")), "{typed}");
        assert_eq!(field(&harness, DAY), "۱۴۰۳/۱۲/۳۰", "{typed}");
        assert!(std::mem::take(&mut harness.state_mut().is_changed), "{typed}");
    }
    type_day(&mut harness, " ");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().day, None, "nothing typed is no day");
}

#[test]
fn a_day_that_is_none_is_refused_with_the_reason_and_the_value_stands() {
    let mut harness = persian();
    harness.state_mut().day = Some(day("1402/12/29"));
    harness.run_steps(2);
    for (typed, reason) in
        [("1402/12/30", "در تقویم وجود ندارد"), ("1402/13/01", "در تقویم وجود ندارد"), ("فردا", "تاریخ نیست")]
    {
        type_day(&mut harness, typed);
        press(&mut harness, Modifiers::NONE, Key::Enter);
        assert_eq!(harness.state().day, Some(day("1402/12/29")), "{typed}");
        assert!(has(&harness, reason), "{typed} is told as wrong");
        assert_eq!(field(&harness, DAY), typed, "what was typed is there to be mended");
    }
    field_named(&mut harness, DAY);
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(field(&harness, DAY), "۱۴۰۲/۱۲/۲۹", "Escape gives the slip up");
    assert!(!has(&harness, "تاریخ نیست") && !harness.state().is_changed);
}

#[test]
fn the_week_starts_on_saturday_at_the_side_where_reading_starts() {
    for (language, first, last, open) in [
        (Language::Fa, "شنبه", "جمعه", OPEN),
        (Language::En, "Saturday", "Friday", "Choose from the calendar: Contract date"),
    ] {
        let mut harness = harness(Look { language, ..Look::default() });
        harness.get_by_label(open).click();
        harness.run_steps(4);
        let left = |name: &str| harness.get_by_label(name).rect().left();
        let (first, last) = (left(first), left(last));
        assert_eq!(first > last, language == Language::Fa, "{language:?}: {first} and {last}");
    }
}

#[test]
fn a_day_is_chosen_from_the_page() {
    let mut harness = persian();
    open(&mut harness);
    assert!(has(&harness, "فروردین ۱۴۰۴"), "the page of today");
    assert!(has(&harness, "شنبه ۲ فروردین ۱۴۰۴ (امروز)"), "today is marked");
    let right = |harness: &Harness<'_, Page>, name: &str| harness.get_by_label(name).rect().right();
    let columns = (right(&harness, "شنبه ۹ فروردین ۱۴۰۴"), right(&harness, "شنبه"));
    assert!((columns.0 - columns.1).abs() < 1.0, "days stand under their weekday: {columns:?}");
    harness.get_by_label("ماه بعد").click();
    harness.run_steps(3);
    harness.get_by_label("سال پیش").click();
    harness.run_steps(3);
    let is_of_month = |name: &String| name.ends_with("اردیبهشت ۱۴۰۳") && name.contains("شنبه");
    let count = labels(&harness).iter().filter(|name| is_of_month(name)).count();
    assert!(count >= 26, "{count} weekdays besides the Fridays");
    harness.get_by_label("دوشنبه ۳۱ اردیبهشت ۱۴۰۳").click();
    harness.run_steps(3);
    assert_eq!(harness.state().day, Some(day("1403/02/31")));
    assert!(harness.state().is_changed && !has(&harness, "ماه بعد"), "the page is closed");
    assert_eq!(field(&harness, DAY), "۱۴۰۳/۰۲/۳۱");
}

#[test]
fn the_page_is_gone_through_by_keyboard() {
    let mut harness = persian();
    harness.state_mut().day = Some(day("1403/12/30"));
    field_named(&mut harness, DAY);
    harness.run_steps(2);
    let mut chosen = |keys: &[(Modifiers, Key)]| {
        field_named(&mut harness, DAY);
        harness.run_steps(2);
        press(&mut harness, Modifiers::ALT, Key::ArrowDown);
        for (modifiers, key) in keys {
            press(&mut harness, *modifiers, *key);
        }
        press(&mut harness, Modifiers::NONE, Key::Enter);
        harness.state().day.expect("a day").jalali_text()
    };
    let plain = |key| (Modifiers::NONE, key);
    // Reading goes to the left, and so do the days.
    assert_eq!(chosen(&[plain(Key::ArrowLeft)]), "1404/01/01");
    assert_eq!(chosen(&[plain(Key::ArrowRight), plain(Key::ArrowRight)]), "1403/12/29");
    assert_eq!(chosen(&[plain(Key::ArrowDown)]), "1404/01/06");
    assert_eq!(chosen(&[plain(Key::ArrowUp)]), "1403/12/29");
    assert_eq!(chosen(&[plain(Key::Home)]), "1403/12/25");
    assert_eq!(chosen(&[plain(Key::End)]), "1404/01/01");
    assert_eq!(chosen(&[plain(Key::PageUp)]), "1403/12/01");
    assert_eq!(chosen(&[plain(Key::PageDown), plain(Key::ArrowRight)]), "1403/12/30");
    // There is no 30 Esfand a year before.
    assert_eq!(chosen(&[(Modifiers::SHIFT, Key::PageUp)]), "1402/12/29");
    assert_eq!(chosen(&[(Modifiers::SHIFT, Key::PageDown)]), "1403/12/29");
}

#[test]
fn escape_closes_the_page_and_changes_nothing() {
    let mut harness = persian();
    harness.state_mut().day = Some(day("1404/01/02"));
    harness.run_steps(2);
    open(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert!(has(&harness, "ماه بعد"));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has(&harness, "ماه بعد"));
    assert_eq!(harness.state().day, Some(day("1404/01/02")));
    assert!(harness.get_by_label(OPEN).accesskit_node().is_focused(), "the hand is where it was");
}

#[test]
fn gregorian_is_shown_on_request() {
    let mut harness = persian();
    harness.state_mut().day = Some(day("1404/01/02"));
    harness.run_steps(2);
    open(&mut harness);
    harness.get_by_label("میلادی").click();
    harness.run_steps(3);
    assert!(has(&harness, "مارس ۲۰۲۵") && has(&harness, "شنبه ۲۲ مارس ۲۰۲۵ (امروز)"));
    assert_eq!(field(&harness, DAY), "۲۰۲۵-۰۳-۲۲");
    harness.get_by_label("میلادی").click();
    harness.run_steps(3);
    assert!(has(&harness, "فروردین ۱۴۰۴"));
    assert_eq!(field(&harness, DAY), "۱۴۰۴/۰۱/۰۲");
}

#[test]
fn a_stretch_has_two_ends_and_fiscal_years_at_hand() {
    let mut harness = persian();
    let (from, until) = ("بازه: از", "بازه: تا");
    harness.get_by_label("سال مالی ۱۴۰۳").click();
    harness.run_steps(3);
    assert_eq!(harness.state().days, days_of_fiscal_year(1403).expect("a year").into());
    assert_eq!((field(&harness, from), field(&harness, until)), ("۱۴۰۳/۰۱/۰۱".into(), "۱۴۰۳/۱۲/۳۰".into()));
    field_named(&mut harness, from);
    harness.run_steps(2);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text("1404/01/05".to_owned()));
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.state().days.is_backward() && has(&harness, "پیش از تاریخ آغاز"));
    harness.get_by_label("انتخاب از تقویم: بازه: تا").click();
    harness.run_steps(4);
    harness.get_by_label("ماه بعد").click();
    harness.run_steps(3);
    harness.get_by_label("شنبه ۹ فروردین ۱۴۰۴").click();
    harness.run_steps(3);
    let days = harness.state().days;
    assert_eq!((days.from, days.until), (Some(day("1404/01/05")), Some(day("1404/01/09"))));
    assert!(!has(&harness, "پیش از تاریخ آغاز"));
}

fn picture(look: Look, open: &str, name: &str) {
    let mut harness = harness(look);
    harness.state_mut().day = Some(day("1402/12/29"));
    harness.state_mut().days = DayRange { from: Some(day("1403/12/25")), until: Some(day("1404/01/12")) };
    harness.run_steps(2);
    harness.get_by_label(open).click();
    harness.run_steps(4);
    harness.remove_cursor();
    harness.run_steps(3);
    harness.snapshot(name);
}

#[test]
fn picture_in_persian() {
    picture(Look::default(), "انتخاب از تقویم: بازه: تا", "dates_fa_light");
}

#[test]
fn picture_in_english_in_the_dark() {
    let look = Look { language: Language::En, theme: ThemeKind::Dark, ..Look::default() };
    picture(look, "Choose from the calendar: Period: to", "dates_en_dark");
}

/// Every label on the screen.
fn labels(harness: &Harness<'_, Page>) -> Vec<String> {
    harness.query_all_by_label_contains("").filter_map(|node| node.accesskit_node().label()).collect()
}
