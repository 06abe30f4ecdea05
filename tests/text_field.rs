//! Fields of text, driven by keys, pointer, clipboard and input method.

mod field_support;

use egui::{CursorIcon, Event, Key, Modifiers, PointerButton, pos2, vec2};
use field_support::{Field, Kind};
use shahrak::locale::Language::{self, En, Fa};
use shahrak::ui::kit::field;

const CTRL: Modifiers = Modifiers::COMMAND.plus(Modifiers::CTRL);
const SHIFT: Modifiers = Modifiers::SHIFT;

/// A Persian word, a code, a Persian word.
const MIXED: &str = "قطعه A-12 آزاد";

fn line(language: Language, text: &str) -> Field {
    Field::focused(language, Kind::Line, text)
}

fn lines(language: Language, text: &str) -> Field {
    Field::focused(language, Kind::Lines(3), text)
}

// ── caret ──────────────────────────────────────────────────────────────────

#[test]
fn arrows_move_the_way_the_eye_expects() {
    let texts = [MIXED, "Estate شهرک ۱۲ (فاز ۲) north", "می\u{200C}شود ۱۲٫۵ هکتار", "e\u{301}👨‍👩‍👧x سلام"];
    for (language, text) in texts.iter().flat_map(|text| [(Fa, text), (En, text)]) {
        let mut field = line(language, text);
        let mut went = |key: Key| {
            let mut places = vec![field.caret().left()];
            for _ in 0..60 {
                field.press(key);
                let place = field.caret().left();
                if place == *places.last().unwrap() {
                    break;
                }
                places.push(place);
            }
            places
        };
        went(Key::ArrowRight);
        let left = went(Key::ArrowLeft);
        assert!(left.is_sorted_by(|a, b| a > b), "{text}: {left:?}");
        let right = went(Key::ArrowRight);
        assert!(right.is_sorted_by(|a, b| a < b), "{text}: {right:?}");
        // Every grapheme is passed, at the same edges on the way back.
        let graphemes = unicode_segmentation::UnicodeSegmentation::graphemes(*text, true).count();
        assert_eq!((left.len(), right.len()), (graphemes + 1, graphemes + 1), "{text}");
        assert!(left.iter().rev().zip(&right).all(|(a, b)| (a - b).abs() < 0.01), "{text}");
    }
}

#[test]
fn typing_goes_on_where_the_caret_is() {
    let mut field = line(Fa, "قلعه");
    field.press(Key::End);
    field.type_text(" ۱۲");
    assert_eq!(field.text, "قلعه ۱۲");
    assert!(field.has_changed);
    field.press(Key::Home);
    field.press(Key::ArrowLeft);
    field.type_text("X");
    assert_eq!(field.text, "قXلعه ۱۲");
    // After a digit the caret stands at its right, where the next digit comes; at
    // the end of the line it stands where reading ends.
    let mut field = line(Fa, "قطعه ");
    field.type_text("۱۲");
    let number = field.place_of("قطعه ".len()).x;
    assert!(field.caret().left() > number);
    field.press(Key::End);
    assert!(field.caret().left() < number);
    field.type_text("!");
    assert_eq!(field.text, "قطعه ۱۲!");
}

#[test]
fn home_and_end_go_to_the_ends_of_the_logical_line() {
    let mut field = line(Fa, "Area مساحت ۱۲");
    field.press(Key::Home);
    field.type_text("<");
    field.press(Key::End);
    field.type_text(">");
    assert_eq!(field.text, "<Area مساحت ۱۲>");
    let mut field = lines(Fa, "یک\nدو\nسه");
    field.press(Key::ArrowUp);
    field.press(Key::Home);
    field.type_text("<");
    field.press(Key::End);
    field.type_text(">");
    assert_eq!(field.text, "یک\n<دو>\nسه");
    field.press_with(CTRL, Key::Home);
    field.type_text("^");
    field.press_with(CTRL, Key::End);
    field.type_text("$");
    assert_eq!(field.text, "^یک\n<دو>\nسه$");
}

#[test]
fn words_are_jumped_over_as_the_field_is_read() {
    let mut field = line(Fa, "او می\u{200C}رود خانه");
    field.press(Key::Home);
    field.press_with(CTRL, Key::ArrowLeft);
    field.press_with(CTRL, Key::ArrowLeft);
    field.type_text("|");
    assert_eq!(field.text, "او می\u{200C}رود| خانه");
    field.press_with(CTRL, Key::ArrowRight);
    field.type_text("|");
    assert_eq!(field.text, "او |می\u{200C}رود| خانه");
    let mut field = line(En, "plot قطعه north");
    field.press(Key::Home);
    field.press_with(CTRL | SHIFT, Key::ArrowRight);
    field.press_with(CTRL | SHIFT, Key::ArrowRight);
    assert_eq!(field.selected(), "plot قطعه");
}

#[test]
fn up_and_down_keep_the_place_in_the_row() {
    let mut field = lines(En, "abcdef\nab\nabcdef");
    field.press_with(CTRL, Key::Home);
    for _ in 0..4 {
        field.press(Key::ArrowRight);
    }
    let column = field.caret().left();
    field.press(Key::ArrowDown);
    assert!(field.caret().left() < column);
    field.press(Key::ArrowDown);
    assert_eq!(field.caret().left(), column);
    field.press(Key::ArrowUp);
    field.press(Key::ArrowUp);
    assert_eq!(field.caret().left(), column);
    field.press(Key::ArrowUp);
    field.type_text("^");
    assert_eq!(field.text, "^abcdef\nab\nabcdef");
    for _ in 0..3 {
        field.press(Key::ArrowDown);
    }
    field.type_text("$");
    assert_eq!(field.text, "^abcdef\nab\nabcdef$");
}

#[test]
fn arrows_go_through_wrapped_rows_and_lines_to_the_end_and_back() {
    let text = "شهرک صنعتی سمنان قطعه A-12 تا 2024-03-19 آزاد است و plot دیگر\nسطر دوم ۱۲";
    let mut field = Field::new(Fa, Kind::Lines(4), text);
    field.width = 180.0;
    field.frame(Vec::new());
    field.focus();
    field.press_with(CTRL, Key::Home);
    let first = field.caret();
    let passed = |field: &mut Field, key| {
        let mut places = vec![field.caret()];
        for _ in 0..200 {
            field.press(key);
            let place = field.caret();
            if places.last() == Some(&place) {
                break;
            }
            places.push(place);
        }
        places
    };
    let there = passed(&mut field, Key::ArrowLeft);
    field.type_text("$");
    assert!(field.text.ends_with("۱۲$"), "{}", field.text);
    field.press(Key::Backspace);
    assert_eq!(field.text, text);
    field.press(Key::End);
    let mut back = passed(&mut field, Key::ArrowRight);
    back.reverse();
    assert_eq!(back, there);
    assert_eq!(there[0], first);
}

// ── selection ──────────────────────────────────────────────────────────────

#[test]
fn a_selection_across_a_border_of_directions_is_two_stretches() {
    let mut field = line(Fa, MIXED);
    field.press(Key::Home);
    for _ in 0..5 {
        field.press(Key::ArrowLeft);
    }
    assert!(field.painted_selection().is_empty());
    // From the space before the code: the code's first letter lies far to the left.
    let at = MIXED.find('A').unwrap();
    let mut field = line(Fa, MIXED);
    let (from, to) = (field.place_of(at - 3), field.place_of(at + 2));
    field.drag(from, to);
    let selected = field.selected();
    assert!(selected.contains(" A-") && !selected.contains("12"), "{selected:?}");
    let stretches = field.painted_selection();
    assert_eq!(stretches.len(), 2, "{stretches:?}");
    assert!(stretches.iter().all(|stretch| field.inner().expand(1.0).contains_rect(*stretch)));
    field.press_with(CTRL, Key::A);
    assert_eq!(field.painted_selection().len(), 1);
    assert_eq!(field.selected(), MIXED);
    // A chosen line break is seen too.
    let mut field = lines(En, "a\n\nb");
    field.press_with(CTRL, Key::A);
    assert_eq!(field.painted_selection().len(), 4);
}

#[test]
fn shift_extends_and_an_arrow_ends_a_selection_at_its_side() {
    let mut field = line(Fa, "سلام");
    field.press(Key::Home);
    field.press_with(SHIFT, Key::ArrowLeft);
    field.press_with(SHIFT, Key::ArrowLeft);
    assert_eq!(field.selected(), "سل");
    field.press(Key::ArrowLeft);
    field.type_text("|");
    assert_eq!(field.text, "سل|ام");
    field.press_with(SHIFT, Key::Home);
    assert_eq!(field.selected(), "سل|");
    field.press(Key::ArrowRight);
    field.type_text("^");
    assert_eq!(field.text, "^سل|ام");
}

#[test]
fn a_click_places_the_caret_at_the_nearest_edge() {
    for language in [Fa, En] {
        let mut field = Field::new(language, Kind::Line, MIXED);
        for (at, letter) in MIXED.char_indices() {
            let middle = field.place_of(at);
            for side in [-1.0, 1.0] {
                field.click(middle + vec2(side, 0.0));
                let caret = field.caret().left();
                let is_nearest = (caret - middle.x) * side > 0.0 && (caret - middle.x).abs() < 10.0;
                assert!(is_nearest, "{letter}: clicked at {}, caret at {caret}", middle.x + side);
                field.pause(1.0);
            }
        }
        assert_eq!(field.cursor_icon(), CursorIcon::Text);
        // Beside the text it stands at the end of the line.
        let end = if language == Fa { field.inner().left() } else { field.inner().right() };
        field.click(pos2(end, field.inner().center().y));
        field.type_text("$");
        assert_eq!(field.text, format!("{MIXED}$"));
    }
}

/// What the hand does between two frames of a slow machine counts as well.
#[test]
fn a_click_and_the_beginning_of_a_drag_may_fall_into_one_frame() {
    let mut field = Field::new(En, Kind::Line, "one two three");
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let (two, three) = (field.place_of(4) - vec2(1.0, 0.0), field.place_of(12) + vec2(30.0, 0.0));
    field.frame(vec![Event::PointerMoved(two)]);
    field.frame(vec![button(two, true), button(two, false)]);
    field.pause(1.0);
    field.type_text("$");
    assert_eq!(field.text, "one $two three");
    let two = field.place_of(5) - vec2(1.0, 0.0);
    field.frame(vec![Event::PointerMoved(two), button(two, true), Event::PointerMoved(three)]);
    field.frame(vec![button(three, false)]);
    assert_eq!(field.selected(), "two three");
}

#[test]
fn drag_shift_click_double_and_triple_click_select() {
    let mut field = Field::new(En, Kind::Line, "one two three");
    let (two, three) = (field.place_of(4), field.place_of(12));
    field.drag(two - vec2(1.0, 0.0), three + vec2(30.0, 0.0));
    assert_eq!(field.selected(), "two three");
    field.pause(1.0);
    field.click(two - vec2(1.0, 0.0));
    field.pause(1.0);
    field.click_with(SHIFT, field.inner().right_center());
    assert_eq!(field.selected(), "two three");
    field.pause(1.0);
    field.click(two);
    field.click(two);
    assert_eq!(field.selected(), "two");
    field.click(two);
    assert_eq!(field.selected(), "one two three");

    let mut field = Field::new(Fa, Kind::Line, "او می\u{200C}رود A-12");
    let verb = field.place_of(5);
    field.click(verb);
    field.click(verb);
    assert_eq!(field.selected(), "می\u{200C}رود");
    field.type_text("آمد");
    assert_eq!(field.text, "او آمد A-12");
}

#[test]
fn nothing_is_selected_or_undone_after_the_keyboard_is_gone() {
    let mut field = line(En, "ab");
    field.type_text("c");
    field.press_with(CTRL, Key::A);
    assert_eq!(field.painted_selection().len(), 1);
    field.press(Key::Enter);
    assert!(field.has_lost_focus && !field::is_typing(&field.ctx));
    field.focus();
    assert!(field.painted_selection().is_empty());
    // The place may show the text of another thing now.
    field.press_with(CTRL, Key::Z);
    assert_eq!(field.text, "abc");
}

// ── editing ────────────────────────────────────────────────────────────────

#[test]
fn erasing_goes_by_grapheme_in_logical_order_also_across_a_border() {
    let mut field = line(Fa, "قطعه A1");
    for left in ["قطعه A", "قطعه ", "قطعه", "قطع"] {
        field.press(Key::Backspace);
        assert_eq!(field.text, left);
    }
    let mut field = line(Fa, "ه A1 آ");
    field.press(Key::Home);
    for left in [" A1 آ", "A1 آ", "1 آ", " آ", "آ", "", ""] {
        field.press(Key::Delete);
        assert_eq!(field.text, left);
    }
    assert!(!field.has_changed);
    let mut field = line(En, "xe\u{301}👨‍👩‍👧");
    field.press(Key::Backspace);
    assert_eq!(field.text, "xe\u{301}");
    field.press(Key::Backspace);
    assert_eq!(field.text, "x");
}

#[test]
fn words_are_erased_with_ctrl() {
    let mut field = line(Fa, "او می\u{200C}رود plot A-12");
    field.press_with(CTRL, Key::Backspace);
    field.press_with(CTRL, Key::Backspace);
    assert_eq!(field.text, "او می\u{200C}رود plot ");
    field.press(Key::Home);
    field.press_with(CTRL, Key::Delete);
    field.press_with(CTRL, Key::Delete);
    assert_eq!(field.text, " plot ");
}

#[test]
fn a_selection_gives_way_to_what_is_typed_or_erased() {
    let mut field = line(Fa, MIXED);
    field.press_with(CTRL, Key::A);
    field.type_text("ن");
    assert_eq!(field.text, "ن");
    let mut field = line(Fa, MIXED);
    field.press_with(SHIFT, Key::Home);
    field.press(Key::Delete);
    assert_eq!(field.text, "");
}

#[test]
fn mixed_text_is_cut_copied_and_pasted_in_logical_order() {
    let mut field = line(Fa, MIXED);
    field.press_with(CTRL, Key::A);
    field.event(Event::Copy);
    assert_eq!(field.copied(), Some(MIXED));
    field.event(Event::Cut);
    assert_eq!((field.copied(), field.text.as_str()), (Some(MIXED), ""));
    field.event(Event::Copy);
    assert_eq!(field.copied(), None);
    field.paste(MIXED);
    assert_eq!(field.text, MIXED);
}

#[test]
fn what_is_pasted_cannot_disguise_or_break_anything() {
    let mut field = line(Fa, "");
    field.paste("a\0b\u{202E}gnp.exe\u{2067}\r\nقطعه\tدو");
    assert_eq!(field.text, "abgnp.exe قطعه دو");
    let mut field = lines(Fa, "");
    field.paste("یک\r\nدو\u{202D}\rسه\0");
    assert_eq!(field.text, "یک\nدو\nسه");
}

#[test]
fn enter_ends_a_line_or_begins_one() {
    let mut field = line(En, "a");
    field.press(Key::Enter);
    assert!(field.has_lost_focus);
    assert_eq!(field.text, "a");
    let mut field = lines(En, "a");
    field.press(Key::Enter);
    field.type_text("b");
    assert_eq!(field.text, "a\nb");
    field.press_with(CTRL, Key::Enter);
    assert!(field.has_lost_focus);
    let mut field = line(En, "a");
    field.press(Key::Escape);
    assert!(!field::is_typing(&field.ctx));
}

#[test]
fn typing_is_undone_and_made_again() {
    let mut field = line(Fa, "شهرک");
    field.type_text(" گرمسار ۲");
    field.press(Key::Backspace);
    field.press(Key::Backspace);
    let seen = |field: &mut Field, modifiers, key| {
        field.press_with(modifiers, key);
        field.text.clone()
    };
    assert_eq!(field.text, "شهرک گرمسار");
    assert_eq!(seen(&mut field, CTRL, Key::Z), "شهرک گرمسار ۲");
    assert_eq!(seen(&mut field, CTRL, Key::Z), "شهرک گرمسار ");
    assert_eq!(seen(&mut field, CTRL, Key::Z), "شهرک ");
    assert_eq!(seen(&mut field, CTRL, Key::Z), "شهرک");
    assert_eq!(seen(&mut field, CTRL, Key::Z), "شهرک");
    assert_eq!(seen(&mut field, CTRL | SHIFT, Key::Z), "شهرک ");
    assert_eq!(seen(&mut field, CTRL, Key::Y), "شهرک گرمسار ");
    field.type_text("!");
    assert_eq!(seen(&mut field, CTRL, Key::Y), "شهرک گرمسار !");
}

#[test]
fn a_half_space_is_typed_with_shift() {
    let mut field = line(Fa, "می");
    let key = |pressed, modifiers| Event::Key {
        key: Key::Space,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers,
    };
    // As winit sends it: the key and the letter it makes, then the release.
    let space = |modifiers| vec![key(true, modifiers), Event::Text(" ".into()), key(false, modifiers)];
    field.frame(space(SHIFT));
    field.type_text("رود");
    field.frame(space(Modifiers::NONE));
    assert_eq!(field.text, "می\u{200C}رود ");
    // A keyboard that makes a half space of it already.
    field.frame(vec![key(true, SHIFT), Event::Text("\u{200C}".into()), key(false, SHIFT)]);
    field.type_text(" ");
    assert_eq!(field.text, "می\u{200C}رود \u{200C} ");
    field.press(Key::Backspace);
    field.press(Key::Backspace);
    assert_eq!(field.text, "می\u{200C}رود ");
}

// ── input methods ──────────────────────────────────────────────────────────

#[test]
fn an_input_method_composes_decides_and_gives_up() {
    let mut field = line(Fa, "قطعه آزاد");
    field.press(Key::Home);
    field.press_with(CTRL, Key::ArrowLeft);
    let before = field.caret();
    field.compose("نو");
    // Shown and underlined, but not part of the text.
    assert_eq!(field.text, "قطعه آزاد");
    assert!(field.painted_texts().iter().any(|(_, text)| text.contains("نو")));
    assert!(field.painted_lines() >= 1);
    assert_ne!(field.caret(), before);
    field.compose("نوی");
    field.decide("نوین");
    assert_eq!(field.text, "قطعهنوین آزاد");
    assert_eq!(field.painted_lines(), 0);
    field.compose("x");
    field.compose("");
    assert_eq!(field.text, "قطعهنوین آزاد");
    // What is selected gives way at once; an empty decision changes nothing.
    field.press_with(CTRL, Key::A);
    field.decide("");
    assert_eq!(field.text, "قطعهنوین آزاد");
    field.compose("ن");
    field.decide("ن");
    assert_eq!(field.text, "ن");
    field.press_with(CTRL, Key::Z);
    field.press_with(CTRL, Key::Z);
    assert_eq!(field.text, "قطعهنوین آزاد");
}

#[test]
fn an_input_method_is_told_where_the_caret_is() {
    let mut field = Field::new(Fa, Kind::Line, "قطعه");
    assert!(!field.has_input_method());
    field.focus();
    let caret = field.caret();
    assert!(field.rect.contains_rect(caret) && caret.height() > 10.0, "{caret:?}");
    field.event(Event::Ime(egui::ImeEvent::DeleteSurrounding { before_chars: 2, after_chars: 5 }));
    assert_eq!(field.text, "قط");
    let mut field = Field::focused(Fa, Kind::ReadOnly, "قطعه");
    field.compose("x");
    assert!(!field.has_input_method());
}
