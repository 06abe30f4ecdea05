//! Texts from outside (names of files, codes, values) as they may stand in a
//! message: not longer than a person reads, and with nothing in them that a
//! terminal would obey or that would turn the sentence round.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;

use super::bidi;

/// Characters of a code, a name or a value that are shown.
pub const LONGEST: usize = 80;
/// Characters of a path that are shown; its end says most.
pub const LONGEST_PATH: usize = 240;

/// Graphemes of a name that are shown in a window.
pub const LONGEST_NAME: usize = 60;
/// Graphemes of any other value that are shown in a window.
pub const LONGEST_VALUE: usize = 400;
/// Bytes of a grapheme that are looked at: one letter may carry a million marks.
const BYTES_A_GRAPHEME: usize = 24;

/// A name or value as it may be laid out: on one row, at most `longest` graphemes,
/// the last of them an ellipsis where something is left out. What is left out is not
/// read, so that a name of many megabytes costs no more than a short one.
pub fn brief(text: &str, longest: usize) -> Cow<'_, str> {
    let most = longest.saturating_mul(BYTES_A_GRAPHEME);
    let head = beginning(text, most);
    let starts = |(at, _): (usize, &str)| at;
    let is_whole = head.len() == text.len() && head.graphemes(true).nth(longest).is_none();
    let breaks_row =
        |character: char| matches!(character, '\u{A}'..='\u{D}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if is_whole && !head.contains(breaks_row) {
        return Cow::Borrowed(text);
    }
    let on_one_row = |text: &str| text.replace(breaks_row, " ");
    if is_whole {
        return Cow::Owned(on_one_row(head));
    }
    let cut = head.grapheme_indices(true).nth(longest.saturating_sub(1)).map(starts);
    // The last grapheme of what was looked at may be but a part of one.
    let cut = cut.or_else(|| head.grapheme_indices(true).next_back().map(starts).filter(|at| *at > 0));
    let kept = head.get(..cut.unwrap_or(head.len())).unwrap_or_default();
    Cow::Owned(on_one_row(kept.trim_end()) + "…")
}

/// A name or value as it may stand in a window: [`brief`], and without the characters that
/// turn direction or cannot be seen, by which one name could look like another. Numbers
/// and codes are kept in order by the text itself, so nothing needs such marks.
pub fn harmless(text: &str, longest: usize) -> Cow<'_, str> {
    let is_harm = |character: char| bidi::is_control(character) || character.is_control();
    match brief(text, longest) {
        Cow::Borrowed(text) if !text.contains(is_harm) => Cow::Borrowed(text),
        brief => Cow::Owned(brief.replace(is_harm, "")),
    }
}

/// The beginning of a text, at most so many bytes of it.
pub fn beginning(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let end = (0..=bytes).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// The text, cut in its middle to `longest` characters, what cannot be seen made
/// visible: `␛` for the escape character, `‹U+202E›` for a turn of direction.
pub fn shown(text: &str, longest: usize) -> Cow<'_, str> {
    let is_short = text.len() <= longest || text.chars().nth(longest).is_none();
    if is_short && !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len().min(4 * longest));
    if is_short {
        text.chars().for_each(|character| push(&mut shown, character));
    } else {
        let behind = longest / 2;
        let before = longest - behind - 1;
        text.chars().take(before).for_each(|character| push(&mut shown, character));
        shown.push('…');
        let last: Vec<char> = text.chars().rev().take(behind).collect();
        last.into_iter().rev().for_each(|character| push(&mut shown, character));
    }
    Cow::Owned(shown)
}

/// Controls, turns of direction, and what takes no room; the joiners that Persian
/// is written with and the plain marks of direction are left alone.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200B}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

fn push(shown: &mut String, character: char) {
    let code = u32::from(character);
    // The pictures of the first controls stand in their order from U+2400 on.
    let picture = match code {
        0..=0x1F => char::from_u32(0x2400 + code),
        0x7F => Some('\u{2421}'),
        _ => None,
    };
    match picture {
        Some(picture) => shown.push(picture),
        // Writing into a string cannot fail.
        None if is_unseen(character) => drop(write!(shown, "‹U+{code:04X}›")),
        None => shown.push(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_seen() {
        assert_eq!(shown("a\u{1B}[31mb\r\n\u{7F}\u{9B}", LONGEST), "a␛[31mb␍␊␡‹U+009B›");
        assert_eq!(shown("abc\u{202E}fdp.exe", LONGEST), "abc‹U+202E›fdp.exe");
        assert!(matches!(shown("قلعه\u{200C}نو", LONGEST), Cow::Borrowed(_)));
    }

    #[test]
    fn a_name_is_shortened_between_graphemes_and_stays_on_one_row() {
        assert!(matches!(brief("قلعه\u{200C}نو", 60), Cow::Borrowed(_)));
        assert_eq!(brief("یک\nدو", 60), "یک دو");
        // A letter with its mark, and a flag, are one grapheme each.
        assert_eq!(brief("e\u{301}e\u{301}e\u{301}e\u{301}", 3), "e\u{301}e\u{301}…");
        assert_eq!(brief("🇮🇷🇮🇷🇮🇷", 2), "🇮🇷…");
        assert_eq!(brief("abc", 3), "abc");
        assert_eq!(brief("ab cd", 4), "ab…");
        for long in ["نام ".repeat(3_000_000), format!("a{}", "\u{301}".repeat(5_000_000))] {
            let short = brief(&long, LONGEST_NAME).into_owned();
            assert!(short.ends_with('…') && short.graphemes(true).count() <= LONGEST_NAME, "{short}");
            assert!(short.len() <= LONGEST_NAME * BYTES_A_GRAPHEME + '…'.len_utf8());
        }
    }

    #[test]
    fn a_name_in_a_window_has_nothing_that_turns_it_round() {
        assert!(matches!(harmless("قلعه\u{200C}نو ۱۲", 60), Cow::Borrowed(_)));
        let marks = [
            '\u{202E}', '\u{202B}', '\u{2067}', '\u{2069}', '\u{200F}', '\u{200E}', '\u{61C}', '\0', '\u{1B}',
        ];
        for mark in marks {
            assert_eq!(harmless(&format!("A{mark}-12"), 60), "A-12", "{mark:?}");
        }
        assert_eq!(harmless("یک\nدو", 60), "یک دو");
        assert_eq!(harmless(&"\u{202E}ab".repeat(50_000), 4), "ab…");
    }

    #[test]
    fn a_long_text_keeps_its_beginning_and_its_end() {
        let long = format!("a{}z", "é".repeat(10_000));
        let short = shown(&long, LONGEST);
        assert_eq!(short.chars().count(), LONGEST);
        assert!(short.starts_with("aé") && short.contains('…') && short.ends_with("éz"), "{short}");
        assert_eq!(shown(&"é".repeat(LONGEST), LONGEST).chars().count(), LONGEST);
    }
}
