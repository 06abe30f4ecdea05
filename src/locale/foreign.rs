//! Texts from outside (names of files, codes, values) as they may stand in a
//! message: not longer than a person reads, and with nothing in them that a
//! terminal would obey or that would turn the sentence round.

use std::borrow::Cow;
use std::fmt::Write;

/// Characters of a code, a name or a value that are shown.
pub const LONGEST: usize = 80;
/// Characters of a path that are shown; its end says most.
pub const LONGEST_PATH: usize = 240;

/// The text, cut in its middle to `longest` characters, what cannot be seen made
/// visible: `␛` for the escape character, `‹U+202E›` for a turn of direction.
pub fn shown(text: &str, longest: usize) -> Cow<'_, str> {
    let is_short = text.len() <= longest || text.chars().count() <= longest;
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
    fn a_long_text_keeps_its_beginning_and_its_end() {
        let long = format!("a{}z", "é".repeat(10_000));
        let short = shown(&long, LONGEST);
        assert_eq!(short.chars().count(), LONGEST);
        assert!(short.starts_with("aé") && short.contains('…') && short.ends_with("éz"), "{short}");
        assert_eq!(shown(&"é".repeat(LONGEST), LONGEST).chars().count(), LONGEST);
    }
}
