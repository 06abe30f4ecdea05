//! Numbers as people read and type them (domain.md §10.2).

use crate::base::{Problem, ToProblem};
use crate::locale::{Language, digits};

/// How many decimals a shown number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimals {
    /// At least so many; zeros are added.
    pub min: usize,
    /// At most so many; the rest is rounded.
    pub max: usize,
}

impl Decimals {
    /// Exactly `count` decimals.
    pub const fn exactly(count: usize) -> Self {
        Decimals { min: count, max: count }
    }

    /// As many as needed, at most `count`.
    pub const fn up_to(count: usize) -> Self {
        Decimals { min: 0, max: count }
    }
}

/// What is shown where there is no number (empty denominator, unknown).
pub const NO_NUMBER: &str = "—";

/// Left-to-right mark: keeps the sign before its number in a Persian line.
const LEFT_TO_RIGHT_MARK: char = '\u{200E}';

/// `value` with the digits, thousands mark and decimal mark of `language`.
///
/// Persian: `۹۹٬۱۴۳`, `۱۲٫۵`; English: `99,143`, `12.5`. A number that is not
/// finite is shown as [`NO_NUMBER`]. `grouped` puts the thousands marks.
pub fn format(value: f64, decimals: Decimals, grouped: bool, language: Language) -> String {
    if !value.is_finite() {
        return NO_NUMBER.to_owned();
    }
    let rounded = format!("{:.*}", decimals.max, value.abs());
    let (whole, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let kept = fraction.trim_end_matches('0').len().max(decimals.min.min(fraction.len()));
    let fraction = fraction.get(..kept).unwrap_or(fraction);
    let is_zero = whole.bytes().chain(fraction.bytes()).all(|byte| byte == b'0');
    written(value < 0.0 && !is_zero, whole, fraction, grouped, language)
}

/// A number of ASCII digits with sign and marks as `language` writes them.
fn written(is_negative: bool, whole: &str, fraction: &str, grouped: bool, language: Language) -> String {
    let (thousands, decimal) = match language {
        Language::Fa => ('٬', '٫'),
        Language::En => (',', '.'),
    };
    let mut shown = String::with_capacity((whole.len() + fraction.len()) * 3);
    if is_negative {
        match language {
            Language::Fa => shown.extend([LEFT_TO_RIGHT_MARK, '−']),
            Language::En => shown.push('-'),
        }
    }
    for (index, digit) in whole.chars().enumerate() {
        if grouped && index > 0 && (whole.len() - index).is_multiple_of(3) {
            shown.push(thousands);
        }
        shown.push(digit);
    }
    if !fraction.is_empty() {
        shown.push(decimal);
        shown.push_str(fraction);
    }
    digits::in_language(&shown, language)
}

/// A whole number with thousands marks, exact to the last digit.
pub fn format_count(count: u64, language: Language) -> String {
    written(false, &count.to_string(), "", true, language)
}

/// A whole number of hundredths as the number it is, exact to the last digit; zeros at
/// the end are left out: 125 is 1.25, 120 is 1.2, 100 is 1.
pub fn format_hundredths(hundredths: i128, language: Language) -> String {
    let amount = hundredths.unsigned_abs();
    let fraction = format!("{:02}", amount % 100);
    let fraction = fraction.trim_end_matches('0');
    written(hundredths < 0, &(amount / 100).to_string(), fraction, true, language)
}

/// Why a typed text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing was typed.
    #[error("no number given")]
    Empty,
    /// A character that has no place in a number.
    #[error("unexpected character {0:?} in a number")]
    Unexpected(char),
    /// More than one decimal mark, such as `1/2/3` or `1.2.3`.
    #[error("more than one decimal mark in a number")]
    TwoDecimalMarks,
    /// A thousands mark that does not stand before three digits, such as `1,5`.
    #[error("a thousands mark that does not separate three digits")]
    MisplacedThousandsMark,
}

impl ToProblem for NumberError {
    fn to_problem(&self) -> Problem {
        match self {
            NumberError::Empty => Problem::new("locale-number-empty"),
            NumberError::Unexpected(character) => {
                Problem::new("locale-number-unexpected").with("character", character.to_string())
            }
            NumberError::TwoDecimalMarks => Problem::new("locale-number-two-decimal-marks"),
            NumberError::MisplacedThousandsMark => Problem::new("locale-number-misplaced-thousands-mark"),
        }
    }
}

/// Reads a number as a person types it.
///
/// Digits: ASCII, Persian or Arabic-Indic. Decimal mark: `٫`, `.` or `/`
/// (`2/5` is 2.5). Thousands mark: `٬`, `,` or `'`, only before exactly three
/// digits and never after the decimal mark. What could be read in two ways is
/// refused rather than guessed: `1,5` might be 1.5 or a slip for 15.
///
/// # Errors
/// [`NumberError`] says what stands in the way.
pub fn parse(text: &str) -> Result<f64, NumberError> {
    let mut plain = String::with_capacity(text.len());
    let mut digits_in_group: Option<usize> = None;
    let (mut in_fraction, mut whole_digits, mut fraction_digits) = (false, 0_usize, 0_usize);
    for character in text.trim().chars() {
        if let Some(value) = digits::digit_value(character) {
            plain.push((b'0' + value) as char);
            if in_fraction {
                fraction_digits += 1;
            } else {
                whole_digits += 1;
                digits_in_group = digits_in_group.map(|count| count + 1);
            }
            continue;
        }
        match character {
            '٫' | '.' | '/' => {
                if in_fraction {
                    return Err(NumberError::TwoDecimalMarks);
                }
                check_group(digits_in_group)?;
                in_fraction = true;
                plain.push('.');
            }
            '٬' | ',' | '\'' => {
                let first_group_fits = digits_in_group.is_some() || (1..=3).contains(&whole_digits);
                if in_fraction || !first_group_fits {
                    return Err(NumberError::MisplacedThousandsMark);
                }
                check_group(digits_in_group)?;
                digits_in_group = Some(0);
            }
            '-' | '−' if plain.is_empty() => plain.push('-'),
            '+' if plain.is_empty() => {}
            // Marks and spaces that copying from a document brings along.
            c if c.is_whitespace() || crate::locale::bidi::is_control(c) => {
                // Inside a number a space could hide two numbers: "12 5".
                if c.is_whitespace() && whole_digits > 0 {
                    return Err(NumberError::Unexpected(c));
                }
            }
            other => return Err(NumberError::Unexpected(other)),
        }
    }
    if !in_fraction {
        check_group(digits_in_group)?;
    }
    if whole_digits + fraction_digits == 0 {
        return Err(NumberError::Empty);
    }
    plain.parse().map_err(|_| NumberError::Empty)
}

fn check_group(digits_in_group: Option<usize>) -> Result<(), NumberError> {
    match digits_in_group {
        None | Some(3) => Ok(()),
        Some(_) => Err(NumberError::MisplacedThousandsMark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fa(value: f64, decimals: Decimals) -> String {
        format(value, decimals, true, Language::Fa)
    }

    #[test]
    fn shown_with_the_marks_of_the_language() {
        assert_eq!(fa(99_143.0, Decimals::exactly(0)), "۹۹٬۱۴۳");
        assert_eq!(fa(12.5, Decimals::up_to(2)), "۱۲٫۵");
        assert_eq!(fa(12.5, Decimals::exactly(2)), "۱۲٫۵۰");
        assert_eq!(fa(0.0, Decimals::up_to(2)), "۰");
        assert_eq!(format(1_234_567.891, Decimals::up_to(1), true, Language::En), "1,234,567.9");
        assert_eq!(format(1402.0, Decimals::exactly(0), false, Language::En), "1402");
        assert_eq!(fa(f64::NAN, Decimals::up_to(2)), "—");
    }

    #[test]
    fn sign_stays_before_the_number_and_zero_has_none() {
        assert_eq!(fa(-5.0, Decimals::up_to(2)), "\u{200E}−۵");
        assert_eq!(format(-0.001, Decimals::up_to(2), true, Language::En), "0");
        assert_eq!(format(-0.25, Decimals::up_to(2), true, Language::En), "-0.25");
    }

    #[test]
    fn whole_numbers_are_exact_however_large() {
        assert_eq!(format_count(0, Language::Fa), "۰");
        assert_eq!(format_count(99_143, Language::Fa), "۹۹٬۱۴۳");
        assert_eq!(format_count(u64::MAX, Language::En), "18,446,744,073,709,551,615");
        assert_eq!(format_hundredths(0, Language::Fa), "۰");
        assert_eq!(format_hundredths(-5, Language::Fa), "\u{200E}−۰٫۰۵");
        assert_eq!(format_hundredths(123_450, Language::En), "1,234.5");
        let least = format_hundredths(i128::MIN, Language::En);
        assert_eq!(least.replace([',', '.'], ""), i128::MIN.to_string());
    }

    #[test]
    fn typed_numbers_of_all_kinds() {
        for (typed, value) in [
            ("12.5", 12.5),
            ("۱۲٫۵", 12.5),
            ("٢/٥", 2.5),
            ("2/5", 2.5),
            ("۹۹٬۱۴۳", 99_143.0),
            ("99,143", 99_143.0),
            ("1'234'567.25", 1_234_567.25),
            ("1,234/5", 1234.5),
            ("1.234", 1.234),
            (" -۳ ", -3.0),
            ("\u{200E}−۵", -5.0),
            ("+7", 7.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("0012", 12.0),
            ("- 5", -5.0),
        ] {
            assert_eq!(parse(typed), Ok(value), "{typed}");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        use NumberError::*;
        for (typed, error) in [
            ("", Empty),
            ("-", Empty),
            (".", Empty),
            ("1,5", MisplacedThousandsMark),
            ("12,34", MisplacedThousandsMark),
            ("1234,567", MisplacedThousandsMark),
            ("1.234,5", MisplacedThousandsMark),
            (",123", MisplacedThousandsMark),
            ("1,,234", MisplacedThousandsMark),
            ("1,23.5", MisplacedThousandsMark),
            ("1/2/3", TwoDecimalMarks),
            ("1.234.567", TwoDecimalMarks),
            ("12 5", Unexpected(' ')),
            ("12 ha", Unexpected(' ')),
            ("1e5", Unexpected('e')),
            ("5-", Unexpected('-')),
            ("inf", Unexpected('i')),
        ] {
            assert_eq!(parse(typed), Err(error), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn shown_numbers_are_read_back(value in -1e12_f64..1e12, decimals in 0_usize..6) {
            for language in Language::ALL {
                let shown = format(value, Decimals::exactly(decimals), true, language);
                let read = parse(&shown).unwrap();
                let step = 10_f64.powi(-(decimals as i32));
                prop_assert!((read - value).abs() <= step * 0.5 + value.abs() * 1e-12, "{shown}");
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            let _ = parse(&text);
        }
    }
}
