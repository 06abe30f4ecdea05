//! Numbers and codes inside running text read from left to right as one piece.
//!
//! The Unicode algorithm alone shows `2024-03-19` after a Persian word as
//! `19-03-2024`, and `12-A` as `A-12`: correct by the rules, but a wrong date
//! and a wrong code. UAX #9 (rule HL3) lets a program isolate such pieces; this
//! is done here, once, for every visible text.

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiClass, bidi_class};

use crate::locale::bidi::{self, END_ISOLATE, ISOLATE_LTR};
use crate::locale::{Direction, digits};

/// `text` with a left-to-right isolate around each number and code that could
/// be torn apart in a line with the base direction `base`.
///
/// A number or code is a stretch without spaces and without right-to-left
/// letters that holds a digit; brackets and punctuation around it stay outside,
/// a sign before it and a percent or degree mark after it inside. After
/// left-to-right letters the algorithm itself keeps it in order, and an isolate
/// would take it out of its English phrase.
pub fn with_isolated_numbers(text: &str, base: Direction) -> Cow<'_, str> {
    if !text.chars().any(|c| digits::digit_value(c).is_some()) {
        return Cow::Borrowed(text);
    }
    if base == Direction::Ltr && !text.chars().any(is_rtl_letter) {
        return Cow::Borrowed(text);
    }
    let mut isolated = String::new();
    let mut copied_to = 0;
    let mut context = Context::new(base);
    let mut seen_to = 0;
    let mut stretches = stretches(text).into_iter().peekable();
    while let Some(bytes) = stretches.next() {
        context.pass(text, seen_to..bytes.start);
        seen_to = bytes.start;
        let number_of =
            |bytes: &Range<usize>| text.get(bytes.clone()).and_then(|part| number_in(part, bytes.start));
        let Some(mut token) = number_of(&bytes) else { continue };
        // A telephone number in groups, or a pair of coordinates, is one number.
        while let Some(next) = stretches.peek().and_then(number_of)
            && go_on(text, &token, &next)
        {
            token.end = next.end;
            stretches.next();
        }
        let Some(number) = text.get(token.clone()) else { continue };
        if !context.is_rtl() || !can_tear(number, base) {
            continue;
        }
        isolated.push_str(text.get(copied_to..token.start).unwrap_or_default());
        isolated.push(ISOLATE_LTR);
        isolated.push_str(number);
        isolated.push(END_ISOLATE);
        copied_to = token.end;
        seen_to = token.end;
    }
    if copied_to == 0 {
        return Cow::Borrowed(text);
    }
    isolated.push_str(text.get(copied_to..).unwrap_or_default());
    Cow::Owned(isolated)
}

/// What the algorithm takes the direction of a number from: the last letter
/// before it, or the base direction; apart for each isolate.
struct Context {
    outer: Vec<Direction>,
    inner: Direction,
}

impl Context {
    fn new(base: Direction) -> Self {
        Context { outer: Vec::new(), inner: base }
    }

    fn is_rtl(&self) -> bool {
        self.inner.is_rtl()
    }

    /// Takes in the characters of `bytes`.
    fn pass(&mut self, text: &str, bytes: Range<usize>) {
        for (at, character) in text.get(bytes.clone()).unwrap_or_default().char_indices() {
            let rest = || text.get(bytes.start + at + character.len_utf8()..).unwrap_or_default();
            match bidi_class(character) {
                BidiClass::L => self.inner = Direction::Ltr,
                BidiClass::R | BidiClass::AL => self.inner = Direction::Rtl,
                BidiClass::LRI => self.enter(Direction::Ltr),
                BidiClass::RLI => self.enter(Direction::Rtl),
                BidiClass::FSI => self.enter(first_strong(rest())),
                BidiClass::PDI => self.inner = self.outer.pop().unwrap_or(self.inner),
                _ => {}
            }
        }
    }

    fn enter(&mut self, direction: Direction) {
        self.outer.push(self.inner);
        self.inner = direction;
    }
}

/// The direction that a first-strong isolate finds (UAX #9, P2 and P3).
fn first_strong(inside: &str) -> Direction {
    let mut depth = 0_usize;
    for character in inside.chars() {
        match bidi_class(character) {
            BidiClass::LRI | BidiClass::RLI | BidiClass::FSI => depth += 1,
            BidiClass::PDI if depth == 0 => break,
            BidiClass::PDI => depth -= 1,
            BidiClass::L if depth == 0 => return Direction::Ltr,
            BidiClass::R | BidiClass::AL if depth == 0 => return Direction::Rtl,
            _ => {}
        }
    }
    Direction::Ltr
}

/// Whether `character` is a letter written from right to left.
pub fn is_rtl_letter(character: char) -> bool {
    matches!(bidi_class(character), BidiClass::R | BidiClass::AL)
}

/// Stretches without spaces, right-to-left letters and direction marks.
fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        let ends = character.is_whitespace() || is_rtl_letter(character) || bidi::is_control(character);
        match (ends, start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        found.push(from..text.len());
    }
    found
}

/// The number or code inside the stretch `part`, which starts at byte `offset`.
fn number_in(part: &str, offset: usize) -> Option<Range<usize>> {
    if !part.chars().any(|c| digits::digit_value(c).is_some()) {
        return None;
    }
    let first = part.char_indices().find(|(_, c)| c.is_alphanumeric() || is_sign(*c) || *c == '#')?.0;
    let (last, last_char) = part.char_indices().rev().find(|(_, c)| c.is_alphanumeric() || is_suffix(*c))?;
    let end = last + last_char.len_utf8();
    let first = opening(part, first, end).unwrap_or(first);
    let end = end + closing(part, first, end).unwrap_or(0);
    (first <= last).then(|| offset + first..offset + end)
}

/// Where a bracket before the number opens that is closed inside it: "(021)88776655".
fn opening(part: &str, first: usize, end: usize) -> Option<usize> {
    let before = part.get(..first)?.chars().next_back()?;
    let closing = match before {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let inside = part.get(first..end)?;
    let is_closed =
        inside.find(closing).is_some_and(|at| !inside.get(..at).unwrap_or_default().contains(before));
    is_closed.then(|| first - before.len_utf8())
}

/// Length of a bracket behind the number that was opened inside it: "12(A)".
fn closing(part: &str, first: usize, end: usize) -> Option<usize> {
    let behind = part.get(end..)?.chars().next()?;
    let opening = match behind {
        ')' => '(',
        ']' => '[',
        _ => return None,
    };
    let count = |bracket: char| part.get(first..end).unwrap_or_default().matches(bracket).count();
    (count(opening) > count(behind)).then(|| behind.len_utf8())
}

fn is_sign(character: char) -> bool {
    matches!(character, '+' | '-' | '−' | '±')
}

fn is_suffix(character: char) -> bool {
    matches!(character, '%' | '٪' | '‰' | '°' | '′' | '″')
}

/// Whether the number `next` goes on with the one before it: groups of a telephone number,
/// which begins with a plus or a nought, or latitude and longitude. Other numbers beside each
/// other are a list, which is read as the sentence is.
fn go_on(text: &str, token: &Range<usize>, next: &Range<usize>) -> bool {
    let part = |bytes: Range<usize>| text.get(bytes).unwrap_or_default();
    let (before, between, behind) = (part(token.clone()), part(token.end..next.start), part(next.clone()));
    let is_digit = |character: char| digits::digit_value(character).is_some();
    let of_groups = |text: &str| text.chars().all(|c| is_digit(c) || matches!(c, ' ' | '-' | '(' | ')'));
    if matches!(between, " " | "\u{A0}") {
        let mut first = before.chars();
        let opens = first.next().is_some_and(|c| c == '+' || digits::digit_value(c) == Some(0));
        return opens && of_groups(first.as_str()) && of_groups(behind);
    }
    let is_coordinate = |text: &str| {
        let decimals = text.split_once(['.', '٫']).map(|(_, decimals)| decimals);
        decimals.is_some_and(|decimals| decimals.chars().filter(|c| is_digit(*c)).count() >= 2)
    };
    // A Persian comma parts them as a sentence does.
    between == ", " && is_coordinate(before) && is_coordinate(behind)
}

/// Whether the algorithm could show the parts of `number` in another order.
fn can_tear(number: &str, base: Direction) -> bool {
    let has_joint = number.chars().any(|c| digits::digit_value(c).is_none());
    match base {
        Direction::Rtl => has_joint,
        // Decimal and thousands marks alone are safe there, and an isolate
        // would move the number to the other side of its Persian word.
        Direction::Ltr => number
            .chars()
            .any(|c| digits::digit_value(c).is_none() && !matches!(c, '.' | ',' | '٫' | '٬' | '/' | ':')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::bidi::seen_left_to_right;

    fn seen(text: &str, base: Direction) -> String {
        seen_left_to_right(&with_isolated_numbers(text, base), base)
    }

    #[test]
    fn codes_dates_and_signs_read_from_left_to_right() {
        for (text, piece) in [
            ("تاریخ 2024-03-19 ثبت شد", "2024-03-19"),
            ("تاریخ ۱۴۰۲-۱۲-۲۹", "۱۴۰۲-۱۲-۲۹"),
            ("قطعه 12-A", "12-A"),
            ("قطعه A-12/3 آزاد", "A-12/3"),
            ("کد 3/A", "3/A"),
            ("تغییر −۵٪ شد", "−۵٪"),
            ("تغییر -5 واحد", "-5"),
            ("سامانه EPSG:4326", "EPSG:4326"),
            ("(۱۲٫۵)", "۱۲٫۵"),
            ("بازه ۵–۲۰ هکتار", "۵–۲۰"),
            ("زاویه ۳۵°۴۱′۲۲″ شمالی", "۳۵°۴۱′۲۲″"),
            ("شماره +98-21-88776655", "+98-21-88776655"),
            ("نمابر (021)88776655", "(021)88776655"),
            ("بازه [۵]–[۲۰]", "[۵]–[۲۰]"),
            ("قطعه 12(A)", "12(A)"),
            ("تلفن +98 21 8800 1234 دفتر", "+98 21 8800 1234"),
            ("تلفن ۰۲۱ ۸۸۰۰ ۱۲۳۴", "۰۲۱ ۸۸۰۰ ۱۲۳۴"),
            ("نقطه 35.57, 53.39 کجاست", "35.57, 53.39"),
        ] {
            assert!(seen(text, Direction::Rtl).contains(piece), "{text} → {}", seen(text, Direction::Rtl));
        }
        assert!(seen("قطعه 2024-03-19", Direction::Ltr).contains("2024-03-19"));
        // A list goes on as the sentence does.
        assert!(seen("قطعات ۱۲ ۱۳ ۱۴", Direction::Rtl).starts_with("۱۴ ۱۳ ۱۲"));
        assert!(seen("۳٫۵، ۲٫۵ هکتار", Direction::Rtl).ends_with("۲٫۵ ،۳٫۵"));
    }

    #[test]
    fn punctuation_around_a_number_belongs_to_the_sentence() {
        assert_eq!(seen("ناحیه (۱۲/۵).", Direction::Rtl), ".(۱۲/۵) هیحان");
        assert!(matches!(with_isolated_numbers("بدون عدد", Direction::Rtl), Cow::Borrowed(_)));
        assert!(matches!(with_isolated_numbers("Plot 12-A", Direction::Ltr), Cow::Borrowed(_)));
    }

    #[test]
    fn an_english_phrase_keeps_its_numbers() {
        let text = "Until 2024-03-19, plot 12-A (3/4) in ناحیه 7-B";
        assert!(seen(text, Direction::Rtl).ends_with("Until 2024-03-19, plot 12-A (3/4) in"));
        assert!(seen(text, Direction::Rtl).starts_with("7-B"));
        let named = format!("{} 2024-03-19", bidi::isolated("Semnan"));
        assert_eq!(seen(&named, Direction::Rtl), "2024-03-19 Semnan");
        assert!(seen(&bidi::isolated("قطعه 12-A"), Direction::Ltr).contains("12-A"));
    }
}
