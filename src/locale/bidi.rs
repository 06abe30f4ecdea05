//! From the order in which a text is written to the order in which it is seen
//! (Unicode Bidirectional Algorithm, UAX #9, by the crate `unicode-bidi`).

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};

use crate::locale::Direction;

/// First strong isolate: what follows finds its own direction.
pub const ISOLATE: char = '\u{2068}';
/// Left-to-right isolate.
pub const ISOLATE_LTR: char = '\u{2066}';
/// Begins a stretch from right to left that leaves its surroundings alone.
pub const ISOLATE_RTL: char = '\u{2067}';
/// Ends an isolate.
pub const END_ISOLATE: char = '\u{2069}';

/// A stretch of text in which everything is seen in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisualRun {
    /// Bytes of the logical text.
    pub bytes: Range<usize>,
    /// Whether its first character is seen at the right.
    pub is_rtl: bool,
}

/// The resolved levels of one paragraph (a text without line breaks).
pub struct Paragraph<'text> {
    info: ParagraphBidiInfo<'text>,
}

impl<'text> Paragraph<'text> {
    /// Resolves the levels of `text`, which has no line break, for a paragraph
    /// that starts at the side given by `base`.
    pub fn new(text: &'text str, base: Direction) -> Self {
        let level = if base.is_rtl() { Level::rtl() } else { Level::ltr() };
        Paragraph { info: ParagraphBidiInfo::new(text, Some(level)) }
    }

    /// The runs of the line `bytes` (byte range on character borders), from
    /// left to right as they are seen.
    pub fn visual_runs(&self, bytes: Range<usize>) -> Vec<VisualRun> {
        if bytes.is_empty() {
            return Vec::new();
        }
        let (levels, runs) = self.info.visual_runs(bytes);
        runs.into_iter()
            .map(|run| {
                let is_rtl = levels.get(run.start).is_some_and(|level| level.is_rtl());
                VisualRun { bytes: run, is_rtl }
            })
            .collect()
    }
}

/// The runs of a text of one line, from left to right as they are seen.
pub fn visual_runs(text: &str, base: Direction) -> Vec<VisualRun> {
    Paragraph::new(text, base).visual_runs(0..text.len())
}

/// The characters of a one-line `text` from left to right as they are seen,
/// brackets mirrored, invisible direction marks left out.
pub fn seen_left_to_right(text: &str, base: Direction) -> String {
    let mut seen = String::with_capacity(text.len());
    for run in visual_runs(text, base) {
        let Some(part) = text.get(run.bytes) else { continue };
        let visible = part.chars().filter(|c| !is_control(*c));
        if run.is_rtl {
            seen.extend(visible.rev().map(mirrored));
        } else {
            seen.extend(visible);
        }
    }
    seen
}

/// The mirror image of a bracket or arrow-like sign; other characters unchanged.
pub fn mirrored(character: char) -> char {
    unicode_bidi_mirroring::get_mirrored(character).unwrap_or(character)
}

/// Whether `character` only steers direction and is never seen.
pub fn is_control(character: char) -> bool {
    matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Takes out of a foreign text what could disguise it or disturb its
/// surroundings: embeddings, overrides, isolates and control characters.
/// Line breaks and tabs become spaces; marks such as U+200E stay.
pub fn neutralised(text: &str) -> Cow<'_, str> {
    let harmless = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    if text.chars().all(harmless) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter_map(|c| match c {
        '\n' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        other if harmless(other) => Some(other),
        _ => None,
    });
    Cow::Owned(kept.collect())
}

/// A foreign text (name, code, path) made safe to stand inside a sentence:
/// [`neutralised`] and in an isolate of its own direction.
pub fn isolated(text: &str) -> String {
    format!("{ISOLATE}{}{END_ISOLATE}", neutralised(text))
}

/// A part of a line, which may hold isolates of its own, in an isolate with the direction
/// of its first letter. U+2068 alone looks past isolates inside it (UAX #9, P2) and would
/// take two isolated Persian words for a text from left to right.
pub fn part(text: &str) -> String {
    let strong = text.chars().find_map(|c| match bidi_class(c) {
        BidiClass::L => Some(ISOLATE_LTR),
        BidiClass::R | BidiClass::AL => Some(ISOLATE_RTL),
        _ => None,
    });
    format!("{}{text}{END_ISOLATE}", strong.unwrap_or(ISOLATE))
}

/// A code, coordinate or path that always reads from left to right, made safe
/// to stand inside a sentence.
pub fn isolated_ltr(text: &str) -> String {
    format!("{ISOLATE_LTR}{}{END_ISOLATE}", neutralised(text))
}

/// A path that reads from left to right, folder by folder, each name in its own
/// direction: two Persian names side by side would else change places.
pub fn path(path: &str) -> String {
    let parts = path.split_inclusive(std::path::is_separator).map(|part| {
        let name = part.trim_end_matches(std::path::is_separator);
        let separator = part.get(name.len()..).unwrap_or_default();
        if name.is_empty() { separator.to_owned() } else { format!("{}{separator}", isolated(name)) }
    });
    format!("{ISOLATE_LTR}{}{END_ISOLATE}", parts.collect::<String>())
}

/// `text` without invisible direction marks and with plain spaces for hard
/// ones: for screen readers, terminals and search.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !is_control(*c)).map(|c| if c == '\u{A0}' { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_keep_their_order_in_a_persian_line() {
        assert_eq!(seen_left_to_right("۱۲٫۵ هکتار", Direction::Rtl), "راتکه ۱۲٫۵");
        assert_eq!(seen_left_to_right("مساحت ۱۲ هکتار", Direction::Ltr), "راتکه ۱۲ تحاسم");
        assert_eq!(seen_left_to_right("تاریخ ۱۴۰۲/۱۲/۲۹", Direction::Rtl), "۱۴۰۲/۱۲/۲۹ خیرات");
    }

    #[test]
    fn a_path_is_read_folder_by_folder_from_the_left() {
        let seen = |text: &str, base| seen_left_to_right(&path(text), base);
        for base in [Direction::Rtl, Direction::Ltr] {
            assert_eq!(seen("/home/x/a.gpkg", base), "/home/x/a.gpkg");
            assert_eq!(seen("/کار/طرح/a.gpkg", base), "/راک/حرط/a.gpkg");
            assert_eq!(seen("/data/", base), "/data/");
        }
        assert_eq!(plain(&path("/کار/طرح/a.gpkg")), "/کار/طرح/a.gpkg");
    }

    #[test]
    fn brackets_are_mirrored_only_in_right_to_left_runs() {
        assert_eq!(seen_left_to_right("سمنان (مرکز)", Direction::Rtl), "(زکرم) نانمس");
        assert_eq!(seen_left_to_right("Semnan (centre)", Direction::Ltr), "Semnan (centre)");
        assert_eq!(mirrored('['), ']');
    }

    #[test]
    fn an_isolate_keeps_a_code_together() {
        let text = format!("قطعه {} آزاد", isolated("12-A"));
        assert_eq!(seen_left_to_right(&text, Direction::Rtl), "دازآ 12-A هعطق");
    }

    #[test]
    fn an_override_cannot_disguise_a_name() {
        assert_eq!(neutralised("abc\u{202E}fdp.exe"), "abcfdp.exe");
        assert_eq!(neutralised("a\u{2069}b\0c\nd"), "abc d");
        assert!(matches!(neutralised("شهرک سمنان"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn runs_cover_the_text_once(text in "[ a-z0-9۰-۹ا-ی().,/٫٬%-]{0,40}") {
            for base in [Direction::Ltr, Direction::Rtl] {
                let mut runs = visual_runs(&text, base);
                runs.sort_by_key(|run| run.bytes.start);
                let mut end = 0;
                for run in runs {
                    prop_assert_eq!(run.bytes.start, end);
                    end = run.bytes.end;
                }
                prop_assert_eq!(end, text.len());
            }
        }

        #[test]
        fn any_text_is_put_in_order(text in any::<String>()) {
            let line = text.replace(['\n', '\r'], " ");
            seen_left_to_right(&line, Direction::Rtl);
            seen_left_to_right(&line, Direction::Ltr);
        }
    }
}
