//! Borders inside a text: of graphemes (what the eye takes for one letter),
//! words (UAX #29) and lines. All places are bytes.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// Words are looked for so far around a place, so that a very long text costs no more.
const FAR_BYTES: usize = 2_000;
/// At least so far, to the next space.
const NEAR_BYTES: usize = 300;

/// Whether a grapheme starts or the text ends at byte `at`.
pub fn is_border(text: &str, at: usize) -> bool {
    text.is_char_boundary(at) && GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0) == Ok(true)
}

/// The first border at or after byte `at`.
pub fn at_or_after(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    if is_border(text, at) { at } else { next(text, at) }
}

/// The border after byte `at`, which is on a character.
pub fn next(text: &str, at: usize) -> usize {
    match GraphemeCursor::new(at, text.len(), true).next_boundary(text, 0) {
        Ok(Some(border)) => border,
        _ => text.len(),
    }
}

/// The border before byte `at`, which is on a character.
pub fn previous(text: &str, at: usize) -> usize {
    match GraphemeCursor::new(at, text.len(), true).prev_boundary(text, 0) {
        Ok(Some(border)) => border,
        _ => 0,
    }
}

/// The end of the word in or after byte `at`.
pub fn word_end(text: &str, at: usize) -> usize {
    let near = neighbourhood(text, at);
    let end = words(text, &near).find(|word| word.end > at && is_word(text, word)).map(|word| word.end);
    end.unwrap_or(near.end)
}

/// The start of the word in or before byte `at`.
pub fn word_start(text: &str, at: usize) -> usize {
    let near = neighbourhood(text, at);
    let before = words(text, &near).take_while(|word| word.start < at);
    let start = before.filter(|word| is_word(text, word)).last().map(|word| word.start);
    start.unwrap_or(near.start)
}

/// The word, the spaces or the sign in which byte `at` is.
pub fn word_around(text: &str, at: usize) -> Range<usize> {
    words(text, &neighbourhood(text, at)).find(|word| word.contains(&at)).unwrap_or(at..at)
}

/// The line in which byte `at` is, without its line break.
pub fn line_around(text: &str, at: usize) -> Range<usize> {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1);
    let end = text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |found| at + found);
    let is_crlf = end < text.len() && end > at && text.as_bytes().get(end - 1) == Some(&b'\r');
    start..if is_crlf { end - 1 } else { end }
}

fn words<'a>(text: &'a str, near: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 'a {
    let start = near.start;
    let part = text.get(near.clone()).unwrap_or_default();
    part.split_word_bound_indices().map(move |(at, word)| start + at..start + at + word.len())
}

fn is_word(text: &str, bytes: &Range<usize>) -> bool {
    text.get(bytes.clone()).is_some_and(|word| word.chars().any(char::is_alphanumeric))
}

/// What lies around byte `at`, from space to space.
fn neighbourhood(text: &str, at: usize) -> Range<usize> {
    let far = text.floor_char_boundary(at.saturating_sub(FAR_BYTES));
    let near = text.floor_char_boundary(at.saturating_sub(NEAR_BYTES));
    let before = text.get(far..near).unwrap_or_default();
    let start = match before.char_indices().rev().find(|(_, c)| c.is_whitespace()) {
        Some((space, c)) => at_or_after(text, far + space + c.len_utf8()),
        None => at_or_after(text, far),
    };
    let near = text.ceil_char_boundary((at + NEAR_BYTES).min(text.len()));
    let far = text.ceil_char_boundary((at + FAR_BYTES).min(text.len()));
    let after = text.get(near..far).unwrap_or_default();
    let end = after.find(char::is_whitespace).map_or(far, |space| near + space);
    start.min(at)..at_or_after(text, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphemes_are_never_torn() {
        let text = "می\u{200C}شود e\u{301} 👨‍👩‍👧";
        let mut at = 0;
        let mut parts = Vec::new();
        while at < text.len() {
            let end = next(text, at);
            assert_eq!(previous(text, end), at);
            parts.push(&text[at..end]);
            at = end;
        }
        assert_eq!(parts, ["م", "ی\u{200C}", "ش", "و", "د", " ", "e\u{301}", " ", "👨‍👩‍👧"]);
        assert_eq!(at_or_after("e\u{301}x", 1), 3);
    }

    #[test]
    fn a_half_space_does_not_end_a_word() {
        let text = "او می\u{200C}رود، plot A-12";
        let verb = text.find('م').unwrap();
        assert_eq!(&text[word_around(text, verb + 8)], "می\u{200C}رود");
        assert_eq!(word_end(text, verb), verb + "می\u{200C}رود".len());
        assert_eq!(word_start(text, text.len()), text.len() - 2);
        assert_eq!(word_start(text, verb), 0);
        assert_eq!(word_end(text, text.len()), text.len());
    }

    #[test]
    fn a_line_is_without_its_break() {
        let text = "one\r\ntwo\n";
        assert_eq!(line_around(text, 1), 0..3);
        assert_eq!(line_around(text, 6), 5..8);
        assert_eq!(line_around(text, 9), 9..9);
    }

    #[test]
    fn a_very_long_text_without_spaces_has_near_borders() {
        let text = "ا".repeat(50_000);
        let at = 50_000;
        assert!(word_end(&text, at) - at <= 2_010 && at - word_start(&text, at) <= 2_010);
    }
}
