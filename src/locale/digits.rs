//! The three kinds of digits that Iranian texts mix: ASCII, Persian
//! (U+06F0–06F9) and Arabic-Indic (U+0660–0669).

use crate::locale::Language;

/// The value 0–9 of a digit of any of the three kinds.
pub fn digit_value(character: char) -> Option<u8> {
    let code = character as u32;
    let value = match code {
        0x30..=0x39 => code - 0x30,
        0x6F0..=0x6F9 => code - 0x6F0,
        0x660..=0x669 => code - 0x660,
        _ => return None,
    };
    u8::try_from(value).ok()
}

/// `text` with every digit as an ASCII digit; the rest unchanged.
pub fn to_ascii(text: &str) -> String {
    text.chars().map(|c| digit_value(c).map_or(c, |value| (b'0' + value) as char)).collect()
}

/// `text` with every digit as a Persian digit; the rest unchanged.
pub fn to_persian(text: &str) -> String {
    text.chars().map(|c| digit_value(c).map_or(c, persian_digit)).collect()
}

/// `text` with its digits as `language` writes them.
pub fn in_language(text: &str, language: Language) -> String {
    match language {
        Language::Fa => to_persian(text),
        Language::En => to_ascii(text),
    }
}

fn persian_digit(value: u8) -> char {
    char::from_u32(0x6F0 + u32::from(value)).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_kinds_become_one() {
        assert_eq!(to_ascii("۱۲٣4 قطعه"), "1234 قطعه");
        assert_eq!(to_persian("0123456789"), "۰۱۲۳۴۵۶۷۸۹");
        assert_eq!(to_persian("A-١٢/3"), "A-۱۲/۳");
        assert_eq!(in_language("۱۴۰۲", Language::En), "1402");
    }
}
