//! From a line in logical order to sections of an egui layout job that egui
//! can only place from left to right as they are given.
//!
//! egui shapes each section by itself and guesses its direction from the first
//! letter with a script. So a section here holds either
//! - letters written from right to left (with the spaces between the words):
//!   the guess is right, the shaper joins and turns them; or
//! - text written from left to right without Persian characters: the guess is
//!   right too; or
//! - one single character: no order to guess.
//!
//! A number in Persian digits is written backwards where it stands among words from
//! right to left: the shaper, which turns all of them around, puts it right ([`joined`]).

use std::ops::RangeInclusive;

use egui::text::{ByteIndex, LayoutJob, LayoutSection};
use egui::{Context, TextFormat};
use unicode_bidi::{BidiClass, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::is_own;
use crate::locale::bidi::{self, VisualRun};

/// A stretch of a line that egui places as one, in visual order.
pub(super) struct Piece {
    /// What is shown; brackets are mirrored already.
    pub text: String,
    /// Where it starts in the line, in bytes.
    pub start: usize,
    /// Whether the shaper turns it around.
    pub is_turned: bool,
}

/// The pieces of one line from left to right; `runs` are in visual order.
pub(super) fn pieces(ctx: &Context, line: &str, runs: &[VisualRun]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for run in runs {
        let Some(text) = line.get(run.bytes.clone()) else { continue };
        if run.is_rtl {
            push_rtl(ctx, &mut pieces, text, run.bytes.start);
        } else {
            push_ltr(&mut pieces, text, run.bytes.start);
        }
    }
    pieces
}

/// Fewer pieces that are seen as `pieces` are, since each costs a call of the shaper. A
/// piece from right to left is turned around as a whole, so words, the spaces between
/// them and numbers that are written backwards can be one. What a field does not use, as
/// it has to know the place of each character.
pub(super) fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined = Vec::with_capacity(pieces.len());
    let mut open: Vec<Piece> = Vec::new();
    for piece in pieces {
        if is_joined(&piece) {
            open.push(piece);
        } else {
            close(&mut open, &mut joined);
            joined.push(piece);
        }
    }
    close(&mut open, &mut joined);
    joined
}

/// Whether a piece may become part of one that the shaper turns around.
fn is_joined(piece: &Piece) -> bool {
    let mut characters = piece.text.chars();
    let is_number = || piece.text.chars().all(is_of_number);
    piece.is_turned || is_number() || (characters.next().is_some_and(is_soft) && characters.next().is_none())
}

/// Makes one piece of those that stand beside each other, if anything in them tells the
/// shaper the direction.
fn close(open: &mut Vec<Piece>, joined: &mut Vec<Piece>) {
    let tells = |piece: &Piece| piece.is_turned || piece.text.chars().any(|c| PERSIAN_DIGITS.contains(&c));
    if !open.iter().any(tells) {
        joined.append(open);
        return;
    }
    let start = open.iter().map(|piece| piece.start).min().unwrap_or_default();
    let mut text = String::with_capacity(open.iter().map(|piece| piece.text.len()).sum());
    // What is seen at the right comes first.
    for piece in open.drain(..).rev() {
        if piece.is_turned {
            text.push_str(&piece.text);
        } else {
            text.extend(piece.text.chars().rev());
        }
    }
    joined.push(Piece { text, start, is_turned: true });
}

const PERSIAN_DIGITS: RangeInclusive<char> = '\u{6F0}'..='\u{6F9}';

/// What numbers in Persian digits are written with; nothing of it is mirrored.
fn is_of_number(character: char) -> bool {
    let is_mark =
        matches!(character, '\u{66A}'..='\u{66C}' | '/' | '.' | ',' | ':' | '-' | '\u{2013}' | '\u{2212}');
    PERSIAN_DIGITS.contains(&character) || is_mark
}

/// A space or punctuation that looks the same in both directions.
fn is_soft(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '.' | ',' | ':' | '!' | '،' | '؛' | '؟' | '-' | '–' | '—' | '…')
}

/// Appends `text` to `job` as a section of its own.
pub(super) fn push_section(job: &mut LayoutJob, text: &str, format: &TextFormat) {
    // `LayoutJob::append` would merge sections of equal format.
    let start = ByteIndex(job.text.len());
    job.text.push_str(text);
    let byte_range = start..ByteIndex(job.text.len());
    job.sections.push(LayoutSection { leading_space: 0.0, byte_range, format: format.clone() });
}

fn push_ltr(pieces: &mut Vec<Piece>, text: &str, offset: usize) {
    // Where the last piece ends, unless nothing may be added to it.
    let mut open_end = None;
    for (at, grapheme) in text.grapheme_indices(true).filter(|(_, part)| is_visible(part)) {
        let is_alone = grapheme.chars().any(is_of_rtl_script);
        let drawn = grapheme.chars().map(drawn);
        match pieces.last_mut() {
            Some(piece) if !is_alone && open_end == Some(at) => piece.text.extend(drawn),
            _ => pieces.push(Piece { text: drawn.collect(), start: offset + at, is_turned: false }),
        }
        open_end = (!is_alone).then_some(at + grapheme.len());
    }
}

/// The sign that is drawn for a character: transcribed names have ayn and hamza as half
/// rings, for which the fonts have no sign but the quotation marks that look like them.
fn drawn(character: char) -> char {
    match character {
        '\u{2BB}' | '\u{2BF}' => '\u{2018}',
        '\u{2BE}' => '\u{2019}',
        other => other,
    }
}

/// What the shaper does with a grapheme in a run from right to left.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A letter of our font: joins its neighbours and tells the direction.
    Letter,
    /// A space or punctuation that looks the same in both directions.
    Soft,
    /// Brackets (mirrored here), characters of other fonts: alone.
    Alone,
}

fn push_rtl(ctx: &Context, pieces: &mut Vec<Piece>, text: &str, offset: usize) {
    // In logical order here; seen from left to right they come in reverse.
    let mut logical: Vec<Piece> = Vec::new();
    for (at, grapheme) in text.grapheme_indices(true).filter(|(_, part)| is_visible(part)) {
        let start = offset + at;
        let kind = kind(ctx, grapheme);
        if kind == Kind::Alone {
            let text = grapheme.chars().map(bidi::mirrored).collect();
            logical.push(Piece { text, start, is_turned: false });
            continue;
        }
        match logical.last_mut() {
            // A piece must start with a letter, else its direction is guessed wrong.
            Some(piece) if piece.is_turned && piece.start + piece.text.len() == start => {
                piece.text.push_str(grapheme)
            }
            _ => logical.push(Piece { text: grapheme.to_owned(), start, is_turned: kind == Kind::Letter }),
        }
    }
    pieces.extend(logical.into_iter().rev());
}

fn kind(ctx: &Context, grapheme: &str) -> Kind {
    let Some(first) = grapheme.chars().next() else { return Kind::Alone };
    if !grapheme.chars().all(|c| is_own(ctx, c)) {
        return Kind::Alone;
    }
    match bidi_class(first) {
        // Not the question mark, which belongs to no script.
        BidiClass::R | BidiClass::AL if first.is_alphabetic() => Kind::Letter,
        // A joiner without its letter; beside letters it must stay with them.
        _ if matches!(first, '\u{200C}' | '\u{200D}' | '\u{640}') => Kind::Soft,
        _ if is_soft(first) => Kind::Soft,
        _ => Kind::Alone,
    }
}

/// Characters for which the shaper could guess right to left.
fn is_of_rtl_script(character: char) -> bool {
    matches!(character as u32, 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
}

fn is_visible(grapheme: &str) -> bool {
    !grapheme.chars().all(|c| bidi::is_control(c) || c.is_control() || c == '\u{FEFF}')
}
