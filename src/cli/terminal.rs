//! Persian on a terminal. Most terminals show characters in the order they come, and what
//! is written to a file or another program is searched and compared: both get the plain
//! text. A terminal that orders right-to-left text by itself would turn codes and dates
//! round in it and let cells of a table change places; only there invisible isolates
//! stand around them.

use crate::locale::{Direction, bidi, tokens};
use std::borrow::Cow;

/// What the environment says of a terminal that orders text itself: GNOME's and others
/// on VTE from 0.58 on, Konsole, mlterm, Apple's.
pub(super) fn orders_text(variable: impl Fn(&str) -> Option<String>) -> bool {
    const FIRST_VTE: u32 = 5_800;
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let vte = variable("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
    vte.is_some_and(|version| version >= FIRST_VTE)
        || is_set("KONSOLE_VERSION")
        || is_set("MLTERM")
        || variable("TERM_PROGRAM").is_some_and(|name| name == "Apple_Terminal")
}

/// `text` as it is written: with isolates for a terminal that `orders` it, else without.
pub(super) fn written(text: &str, orders: bool) -> Cow<'_, str> {
    if !orders {
        return if text.contains(bidi::is_control) { bidi::plain(text).into() } else { text.into() };
    }
    if !text.contains(tokens::is_rtl_letter) {
        return text.into();
    }
    let with_isolates = |line| match line {
        // Where nothing is written from the right, nothing is turned round.
        line if !str::contains(line, tokens::is_rtl_letter) => Cow::Borrowed(line),
        line => tokens::with_isolated_numbers(line, Direction::Rtl),
    };
    text.split_inclusive('\n').map(with_isolates).collect::<String>().into()
}

/// A cell of a table that stays in its column whatever stands beside it.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    if text.contains(tokens::is_rtl_letter) { bidi::isolated(text).into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::bidi::seen_left_to_right;

    fn env<'a>(set: &'a [(&str, &str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| set.iter().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn only_terminals_that_order_text_get_isolates() {
        for set in [
            [("VTE_VERSION", "7600")],
            [("KONSOLE_VERSION", "230804")],
            [("MLTERM", "3.9.3")],
            [("TERM_PROGRAM", "Apple_Terminal")],
        ] {
            assert!(orders_text(env(&set)), "{set:?}");
        }
        for set in [[("VTE_VERSION", "5200")], [("TERM", "xterm-256color")], [("MLTERM", "")]] {
            assert!(!orders_text(env(&set)), "{set:?}");
        }
    }

    #[test]
    fn files_and_other_programs_get_the_plain_text() {
        let line = format!("{}  {}", cell("گرمسار"), cell("A-12"));
        assert_eq!(written(&line, false), "گرمسار  A-12");
        assert_eq!(written("no isolates", false), "no isolates");
    }

    #[test]
    fn codes_dates_and_columns_keep_their_places_on_a_terminal_that_orders_text() {
        // Such a terminal starts at the left or where the first letter says.
        for base in [Direction::Ltr, Direction::Rtl] {
            let seen = |text: &str| seen_left_to_right(&written(text, true), base);
            assert!(seen("تاریخ 2024-03-19 قطعه A-12/3").contains("2024-03-19"));
            assert!(seen("تاریخ 2024-03-19 قطعه A-12/3").contains("A-12/3"));
            assert!(seen("۱۲٫۵ هکتار، -5 و ۱۴۰۲/۱۲/۲۹").contains("۱۴۰۲/۱۲/۲۹"));
        }
        let line = format!("{}  {}  {}", cell("گرمسار"), cell("سمنان"), cell("12"));
        let seen = seen_left_to_right(&written(&line, true), Direction::Ltr);
        assert_eq!(seen, "راسمرگ  نانمس  12");
        assert_eq!(written("Plot 12-A\nEstate 3", true), "Plot 12-A\nEstate 3");
    }
}
