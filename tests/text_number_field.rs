//! Fields for numbers: what may be typed, and how they are changed by steps.

mod field_support;

use egui::{Key, Modifiers, vec2};
use field_support::{Field, Kind};
use shahrak::locale::Language::{self, En, Fa};

const CTRL: Modifiers = Modifiers::COMMAND.plus(Modifiers::CTRL);

fn number(language: Language, value: f64) -> Field {
    let mut field = Field::new(language, Kind::Number, "");
    field.number = value;
    field.frame(Vec::new());
    field.frame(Vec::new());
    field
}

fn shown(field: &Field) -> String {
    field.told().value().unwrap_or_default().to_owned()
}

#[test]
fn numbers_are_shown_as_the_language_writes_them() {
    assert_eq!(shown(&number(Fa, 1234.5)), "۱٬۲۳۴٫۵");
    assert_eq!(shown(&number(En, 1234.5)), "1,234.5");
}

#[test]
fn digits_and_marks_of_every_script_are_read() {
    for (typed, value) in [
        ("2.75", 2.75),
        ("۲٫۷۵", 2.75),
        ("۲/۷۵", 2.75),
        ("٢٫٧٥", 2.75),
        ("۱٬۲۳۴٫۵", 1234.5),
        ("1,234/5", 1234.5),
        ("1'234", 1234.0),
    ] {
        for language in [Fa, En] {
            let mut field = number(language, 12.5);
            field.focus();
            field.press_with(CTRL, Key::A);
            field.type_text(typed);
            assert_eq!(field.number, 12.5, "not before Enter");
            field.press(Key::Enter);
            assert_eq!(field.number, value, "{typed}");
            assert!(field.has_changed);
        }
    }
}

#[test]
fn what_could_be_read_in_two_ways_is_refused_with_advice() {
    let mut field = number(Fa, 12.5);
    field.focus();
    field.press_with(CTRL, Key::A);
    field.type_text("1,5");
    let middle = field.rect.center();
    for _ in 0..3 {
        field.event(egui::Event::PointerMoved(middle));
    }
    field.pause(1.0);
    field.frame(Vec::new());
    let advice = shahrak::locale::Catalogue::of(Fa);
    let told = advice
        .explain(&shahrak::base::ToProblem::to_problem(&shahrak::locale::numbers::parse("1,5").unwrap_err()));
    let first_word = told.what.split(' ').next().unwrap().to_owned();
    let texts: Vec<String> = field.painted_texts().into_iter().map(|(_, text)| text).collect();
    assert!(texts.iter().any(|text| text.contains(&first_word)), "{texts:?} without {first_word}");
    field.press(Key::Enter);
    assert_eq!((field.number, field.has_changed), (12.5, false));
    field.frame(Vec::new());
    assert_eq!(shown(&field), "۱۲٫۵");
}

#[test]
fn an_untouched_number_is_not_rounded_and_the_range_holds() {
    let mut field = number(En, 1.23456);
    field.focus();
    field.press(Key::Enter);
    assert_eq!(field.number, 1.23456);
    field.focus();
    field.press_with(CTRL, Key::A);
    field.type_text("9,000");
    field.press(Key::Enter);
    assert_eq!(field.number, 5_000.0);
}

#[test]
fn arrows_up_and_down_change_it_by_a_step() {
    let mut field = number(Fa, 12.5);
    field.press(Key::ArrowUp);
    assert_eq!(field.number, 12.5, "only with the keyboard");
    let mut field = number(Fa, 12.5);
    field.focus();
    field.press(Key::ArrowUp);
    assert_eq!((field.number, field.has_changed), (13.0, true));
    assert_eq!(shown(&field), "۱۳");
    field.press(Key::ArrowDown);
    field.press(Key::ArrowDown);
    assert_eq!(field.number, 12.0);
    field.press_with(Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(field.number, 17.0);
    // What is typed counts before the step.
    field.press_with(CTRL, Key::A);
    field.type_text("۴۰");
    field.press(Key::ArrowUp);
    assert_eq!(field.number, 40.5);
    for _ in 0..90 {
        field.press_with(Modifiers::SHIFT, Key::ArrowDown);
    }
    assert_eq!(field.number, 0.0, "the range holds");
}

#[test]
fn a_drag_on_the_label_changes_it_by_steps() {
    for language in [Fa, En] {
        let mut field = number(language, 12.5);
        let at = field.label.center();
        field.drag(at, at + vec2(40.0, 0.0));
        assert!(field.number > 13.0 && (field.number * 2.0).fract() == 0.0, "{}", field.number);
        let more = field.number;
        field.drag(at, at - vec2(40.0, 0.0));
        assert!(field.number < more);
    }
}
