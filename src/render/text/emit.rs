//! From a line in logical order to sections of an egui layout job that egui
//! can only place from left to right as they are given.
//!
//! egui shapes each section by itself and guesses its direction from the first
//! letter with a script. So a section here holds either
//! - letters written from right to left (with the spaces between the words):
//!   the guess is right, the shaper joins and turns them; or
//! - text written from left to right without Persian characters: the guess is
//!   right too; or
//! - one single character: no order to guess. Digits of Persian go this way,
//!   as the shaper would turn a run of them around.

use egui::text::{ByteIndex, LayoutJob, LayoutSection};
use egui::{Context, TextFormat};
use unicode_bidi::{BidiClass, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::is_own;
use crate::locale::bidi::{self, VisualRun};

/// Appends the runs of one line, which are in visual order, to `job`.
pub(super) fn push_runs(
    ctx: &Context,
    job: &mut LayoutJob,
    line: &str,
    runs: &[VisualRun],
    format: &TextFormat,
) {
    for run in runs {
        let Some(text) = line.get(run.bytes.clone()) else { continue };
        if run.is_rtl {
            push_rtl(ctx, job, text, format);
        } else {
            push_ltr(job, text, format);
        }
    }
}

/// Appends a line break; the job then goes on in the next row.
pub(super) fn push_break(job: &mut LayoutJob, format: &TextFormat) {
    push(job, "\n", format);
}

fn push_ltr(job: &mut LayoutJob, text: &str, format: &TextFormat) {
    let mut plain = String::with_capacity(text.len());
    for grapheme in text.graphemes(true).filter(|part| is_visible(part)) {
        if grapheme.chars().any(is_of_rtl_script) {
            push(job, &plain, format);
            plain.clear();
            push(job, grapheme, format);
        } else {
            plain.push_str(grapheme);
        }
    }
    push(job, &plain, format);
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

fn push_rtl(ctx: &Context, job: &mut LayoutJob, text: &str, format: &TextFormat) {
    // Pieces in logical order; seen from left to right they come in reverse.
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for grapheme in text.graphemes(true).filter(|part| is_visible(part)) {
        let kind = kind(ctx, grapheme);
        if kind == Kind::Alone {
            pieces.push((grapheme.chars().map(bidi::mirrored).collect(), false));
            continue;
        }
        match pieces.last_mut() {
            // A piece must hold a letter, else its direction would be guessed wrong.
            Some((piece, has_letter)) if *has_letter => piece.push_str(grapheme),
            _ => pieces.push((grapheme.to_owned(), kind == Kind::Letter)),
        }
    }
    for (piece, _) in pieces.iter().rev() {
        push(job, piece, format);
    }
}

fn kind(ctx: &Context, grapheme: &str) -> Kind {
    let Some(first) = grapheme.chars().next() else { return Kind::Alone };
    if !grapheme.chars().all(|c| is_own(ctx, c)) {
        return Kind::Alone;
    }
    match bidi_class(first) {
        BidiClass::R | BidiClass::AL => Kind::Letter,
        // A joiner without its letter; beside letters it must stay with them.
        _ if matches!(first, '\u{200C}' | '\u{200D}' | '\u{640}') => Kind::Soft,
        _ if first.is_whitespace()
            || matches!(first, '.' | ',' | ':' | '!' | '،' | '؛' | '؟' | '-' | '–' | '—' | '…') =>
        {
            Kind::Soft
        }
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

fn push(job: &mut LayoutJob, text: &str, format: &TextFormat) {
    if text.is_empty() {
        return;
    }
    // `LayoutJob::append` would merge sections of equal format.
    let start = ByteIndex(job.text.len());
    job.text.push_str(text);
    let byte_range = start..ByteIndex(job.text.len());
    job.sections.push(LayoutSection { leading_space: 0.0, byte_range, format: format.clone() });
}
