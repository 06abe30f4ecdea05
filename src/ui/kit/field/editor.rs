//! What is edited: the logical text, a caret and the other end of the
//! selection. Knows nothing of the window.

use std::ops::Range;

use super::history::{Change, History, Kind, Marks};
use crate::locale::{bidi, borders};
use crate::render::text::Caret;

/// Half space: parts the halves of a word without parting the word.
pub const ZWNJ: char = '\u{200C}';

/// Marks and history of one text.
#[derive(Default)]
pub struct Editor {
    marks: Marks,
    history: History,
    /// The text as it was left, to see changes from outside.
    known: String,
    has_begun: bool,
}

/// How far something is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The grapheme before the caret.
    Back,
    /// The grapheme after the caret.
    Forward,
    /// To the start of the word.
    WordBack,
    /// To the end of the word.
    WordForward,
}

impl Editor {
    /// Takes in `text`, which may have been changed from outside; the caret
    /// begins at its end and stays there.
    pub fn follow(&mut self, text: &str) {
        if self.has_begun && self.known == text {
            return;
        }
        let was_at_end = !self.has_begun || self.marks.caret.at == self.known.len();
        let at = if was_at_end { text.len() } else { self.marks.caret.at.min(text.len()) };
        self.history.clear();
        self.known.clear();
        self.known.push_str(text);
        self.has_begun = true;
        self.put_caret(Caret::before(borders::at_or_after(text, at)));
    }

    /// Where typing goes on.
    pub fn caret(&self) -> Caret {
        self.marks.caret
    }

    /// What is selected; empty at the caret.
    pub fn selection(&self) -> Range<usize> {
        let (caret, anchor) = (self.marks.caret.at, self.marks.anchor);
        caret.min(anchor)..caret.max(anchor)
    }

    /// Moves the caret and ends the selection.
    pub fn put_caret(&mut self, caret: Caret) {
        self.select(caret.at, caret);
    }

    /// Moves the caret; what lies between is selected.
    pub fn extend_to(&mut self, caret: Caret) {
        self.select(self.marks.anchor, caret);
    }

    /// Nobody types any more: nothing is selected, and what was done cannot be
    /// undone, as the place may show the text of another thing when somebody
    /// comes back.
    pub fn rest(&mut self) {
        self.marks.anchor = self.marks.caret.at;
        self.history.clear();
    }

    /// Selects from byte `anchor` to the caret.
    pub fn select(&mut self, anchor: usize, caret: Caret) {
        let marks = Marks { caret, anchor };
        if marks != self.marks {
            self.marks = marks;
            self.history.close();
        }
    }

    /// Puts `inserted` in the place of the selection.
    pub fn insert(&mut self, text: &mut String, inserted: &str, kind: Kind, now: f64) -> bool {
        self.replace(text, self.selection(), inserted, kind, now)
    }

    /// Erases the selection, or what `reach` says from the caret.
    pub fn erase(&mut self, text: &mut String, reach: Reach, now: f64) -> bool {
        let selection = self.selection();
        if !selection.is_empty() {
            return self.replace(text, selection, "", Kind::Other, now);
        }
        let at = self.marks.caret.at;
        let (range, kind) = match reach {
            Reach::Back => (back_from(text, at)..at, Kind::ErasedBack),
            Reach::Forward => (at..borders::next(text, at), Kind::ErasedForward),
            Reach::WordBack => (borders::word_start(text, at)..at, Kind::Other),
            Reach::WordForward => (at..borders::word_end(text, at), Kind::Other),
        };
        self.replace(text, range, "", kind, now)
    }

    /// Puts `inserted` in the place of the bytes of `range`; whether anything changed.
    pub fn replace(
        &mut self,
        text: &mut String,
        range: Range<usize>,
        inserted: &str,
        kind: Kind,
        now: f64,
    ) -> bool {
        let Some(removed) = text.get(range.clone()).map(str::to_owned) else { return false };
        if removed.is_empty() && inserted.is_empty() {
            return false;
        }
        let before = self.marks;
        text.replace_range(range.clone(), inserted);
        // Letters on both sides may have become one.
        let at = borders::at_or_after(text, range.start + inserted.len());
        self.marks = Marks { caret: Caret { at, follows: kind != Kind::ErasedForward }, anchor: at };
        let after = self.marks;
        let change = Change {
            at: range.start,
            removed,
            inserted: inserted.to_owned(),
            before,
            after,
            kind,
            time: now,
        };
        self.history.push(change);
        text.clone_into(&mut self.known);
        true
    }

    /// Takes back the last change.
    pub fn undo(&mut self, text: &mut String) -> bool {
        let marks = self.history.undo(text);
        self.went(text, marks)
    }

    /// Makes again what was taken back.
    pub fn redo(&mut self, text: &mut String) -> bool {
        let marks = self.history.redo(text);
        self.went(text, marks)
    }

    fn went(&mut self, text: &str, marks: Option<Marks>) -> bool {
        let Some(marks) = marks else { return false };
        self.marks = marks;
        text.clone_into(&mut self.known);
        true
    }
}

/// Where Backspace begins: a half space goes without its letter, since it was
/// typed as a letter of its own.
fn back_from(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    match before.strip_suffix(ZWNJ) {
        Some(rest) => rest.len(),
        None => borders::previous(text, at),
    }
}

/// What may come into a text from outside: no control characters, overrides
/// and isolates; line breaks only where there are several lines.
pub fn cleaned(foreign: &str, has_lines: bool) -> String {
    let foreign = foreign.replace("\r\n", "\n").replace('\r', "\n");
    if !has_lines {
        return bidi::neutralised(&foreign).into_owned();
    }
    let lines: Vec<_> = foreign.split('\n').map(bidi::neutralised).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edited(text: &str) -> (Editor, String) {
        let mut editor = Editor::default();
        editor.follow(text);
        (editor, text.to_owned())
    }

    #[test]
    fn typing_is_undone_word_by_word() {
        let (mut editor, mut text) = edited("");
        for letter in ["او", " ", "ر", "ف", "ت"] {
            editor.insert(&mut text, letter, Kind::Typed, 0.0);
        }
        assert_eq!(text, "او رفت");
        assert!(editor.undo(&mut text));
        assert_eq!(text, "او ");
        assert!(editor.undo(&mut text));
        assert_eq!(text, "");
        assert!(!editor.undo(&mut text));
        assert!(editor.redo(&mut text) && editor.redo(&mut text) && !editor.redo(&mut text));
        assert_eq!(text, "او رفت");
        assert_eq!(editor.caret().at, text.len());
    }

    #[test]
    fn a_pause_and_a_moved_caret_part_what_is_undone() {
        let (mut editor, mut text) = edited("");
        editor.insert(&mut text, "a", Kind::Typed, 0.0);
        editor.insert(&mut text, "b", Kind::Typed, 5.0);
        editor.put_caret(Caret::after(0));
        editor.put_caret(Caret::after(2));
        editor.insert(&mut text, "c", Kind::Typed, 5.1);
        for left in ["ab", "a", ""] {
            editor.undo(&mut text);
            assert_eq!(text, left);
        }
    }

    #[test]
    fn backspace_takes_a_half_space_alone_and_else_a_grapheme() {
        let (mut editor, mut text) = edited("می\u{200C}");
        editor.erase(&mut text, Reach::Back, 0.0);
        assert_eq!(text, "می");
        let (mut editor, mut text) = edited("xe\u{301}");
        editor.erase(&mut text, Reach::Back, 0.0);
        assert_eq!(text, "x");
    }

    #[test]
    fn a_text_changed_from_outside_has_no_history() {
        let (mut editor, mut text) = edited("ab");
        editor.insert(&mut text, "c", Kind::Typed, 0.0);
        editor.follow("سلام");
        let mut text = "سلام".to_owned();
        assert!(!editor.undo(&mut text));
        assert_eq!(editor.caret().at, text.len());
    }

    #[test]
    fn what_comes_from_outside_is_harmless() {
        assert_eq!(cleaned("a\0b\u{202E}c\r\nd\te", false), "abc d e");
        assert_eq!(cleaned("a\r\nb\rc\u{2067}", true), "a\nb\nc");
    }

    #[derive(Debug, Clone)]
    enum Deed {
        Insert(String),
        Erase(u8),
        Move(usize, usize),
        Undo,
        Redo,
    }

    fn deeds() -> impl Strategy<Value = Vec<Deed>> {
        let deed = prop_oneof![
            "[ a-b0-1۰-۲ا-پ\u{64B}\u{200C}\u{200D}👨🇮\n(]{0,4}".prop_map(Deed::Insert),
            (0_u8..4).prop_map(Deed::Erase),
            (0_usize..60, 0_usize..60).prop_map(|(anchor, caret)| Deed::Move(anchor, caret)),
            Just(Deed::Undo),
            Just(Deed::Redo),
        ];
        prop::collection::vec(deed, 0..40)
    }

    proptest! {
        #[test]
        fn the_caret_is_always_between_graphemes_and_all_is_undone(
            first in "[ a-b۰-۲ا-پ\u{64B}\u{200D}👨🇮\u{202E}\u{2067}\0]{0,20}",
            deeds in deeds(),
        ) {
            let (mut editor, mut text) = edited(&first);
            for (index, deed) in deeds.into_iter().enumerate() {
                let now = index as f64 * 0.7;
                match deed {
                    Deed::Insert(part) => { editor.insert(&mut text, &part, Kind::Typed, now); }
                    Deed::Erase(reach) => {
                        let reaches = [Reach::Back, Reach::Forward, Reach::WordBack, Reach::WordForward];
                        editor.erase(&mut text, reaches[usize::from(reach)], now);
                    }
                    Deed::Move(anchor, caret) => {
                        let place = |at: usize| borders::at_or_after(&text, at.min(text.len()));
                        editor.select(place(anchor), Caret::before(place(caret)));
                    }
                    Deed::Undo => { editor.undo(&mut text); }
                    Deed::Redo => { editor.redo(&mut text); }
                }
                let selection = editor.selection();
                prop_assert!(borders::is_border(&text, selection.start), "{text:?} {selection:?}");
                prop_assert!(borders::is_border(&text, selection.end), "{text:?} {selection:?}");
            }
            while editor.undo(&mut text) {}
            prop_assert_eq!(text, first);
        }
    }
}
