//! Undo and redo inside a field, while it has the keyboard.

use crate::render::text::Caret;

/// Caret and the other end of the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// Where typing goes on.
    pub caret: Caret,
    /// The other end of the selection, in bytes; where the caret is when
    /// nothing is selected.
    pub anchor: usize,
}

/// How a text was changed; changes of a kind that follow each other are undone together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letter after letter.
    Typed,
    /// With Backspace.
    ErasedBack,
    /// With Delete.
    ErasedForward,
    /// Pasted, cut, by word: always by itself.
    Other,
}

/// One change: at byte `at`, `inserted` took the place of `removed`.
#[derive(Debug, Clone)]
pub struct Change {
    /// Byte of the text.
    pub at: usize,
    /// What was there.
    pub removed: String,
    /// What is there now.
    pub inserted: String,
    /// Marks before.
    pub before: Marks,
    /// Marks after.
    pub after: Marks,
    /// How it was made.
    pub kind: Kind,
    /// When, in seconds.
    pub time: f64,
}

/// A pause of so many seconds parts typing into two changes.
const PAUSE_S: f64 = 2.0;
/// What is kept at most, in bytes; the oldest is forgotten.
const KEPT_BYTES: usize = 8_000_000;

/// The changes that can be undone and redone.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<Change>,
    undone: Vec<Change>,
    bytes: usize,
    is_closed: bool,
}

impl History {
    /// Enters a change that was just made.
    pub fn push(&mut self, change: Change) {
        self.undone.clear();
        self.bytes += change.removed.len() + change.inserted.len();
        let last = self.done.last_mut().filter(|_| !self.is_closed);
        self.is_closed = false;
        match last {
            Some(last) if continues(last, &change) => join(last, change),
            _ => self.done.push(change),
        }
        while self.bytes > KEPT_BYTES && self.done.len() > 1 {
            let oldest = self.done.remove(0);
            self.bytes -= oldest.removed.len() + oldest.inserted.len();
        }
    }

    /// What is done next is undone by itself.
    pub fn close(&mut self) {
        self.is_closed = true;
    }

    /// Forgets everything: the text was changed from outside.
    pub fn clear(&mut self) {
        *self = History::default();
    }

    /// Takes back the last change; gives the marks before it.
    pub fn undo(&mut self, text: &mut String) -> Option<Marks> {
        let change = self.done.pop()?;
        let marks = put(text, change.at, &change.inserted, &change.removed).then_some(change.before);
        self.undone.push(change);
        self.is_closed = true;
        marks
    }

    /// Makes again what was taken back last; gives the marks after it.
    pub fn redo(&mut self, text: &mut String) -> Option<Marks> {
        let change = self.undone.pop()?;
        let marks = put(text, change.at, &change.removed, &change.inserted).then_some(change.after);
        self.done.push(change);
        self.is_closed = true;
        marks
    }
}

fn put(text: &mut String, at: usize, old: &str, new: &str) -> bool {
    let is_there = text.get(at..).is_some_and(|rest| rest.starts_with(old));
    if is_there {
        text.replace_range(at..at + old.len(), new);
    }
    is_there
}

fn continues(last: &Change, next: &Change) -> bool {
    if last.kind != next.kind || next.time - last.time > PAUSE_S {
        return false;
    }
    match next.kind {
        Kind::Typed => {
            let is_next_word = last.inserted.ends_with(char::is_whitespace)
                && !next.inserted.starts_with(char::is_whitespace);
            next.removed.is_empty() && next.at == last.at + last.inserted.len() && !is_next_word
        }
        Kind::ErasedBack => next.at + next.removed.len() == last.at,
        Kind::ErasedForward => next.at == last.at,
        Kind::Other => false,
    }
}

fn join(last: &mut Change, next: Change) {
    match next.kind {
        Kind::ErasedBack => last.removed.insert_str(0, &next.removed),
        _ => last.removed.push_str(&next.removed),
    }
    last.inserted.push_str(&next.inserted);
    last.at = last.at.min(next.at);
    (last.after, last.time) = (next.after, next.time);
}
