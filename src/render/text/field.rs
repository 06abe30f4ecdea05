//! The text of a field: one row, with the place of every character, so that a
//! caret stands where the eye expects it.

use std::ops::Range;
use std::sync::Arc;

use egui::{Context, Galley};

use super::fit::{empty_job, format_of};
use super::{RowAlign, TextStyle, emit};
use crate::locale::{bidi, tokens};

/// One row of text with the places of its characters.
pub struct FieldText {
    galley: Arc<Galley>,
    /// By character of the logical text; `None` for what is not seen.
    places: Vec<Option<Place>>,
}

/// Where a character is seen, in points from the left.
#[derive(Clone, Copy)]
struct Place {
    left: f32,
    right: f32,
    is_rtl: bool,
}

impl Place {
    fn leading(self) -> f32 {
        if self.is_rtl { self.right } else { self.left }
    }

    fn trailing(self) -> f32 {
        if self.is_rtl { self.left } else { self.right }
    }
}

/// Lays out the logical `text` of a field on one row.
pub fn layout_field(ctx: &Context, text: &str, style: &TextStyle) -> FieldText {
    let shown = tokens::with_isolated_numbers(text, style.direction);
    let origins = origins(text, &shown);
    let runs = bidi::visual_runs(&shown, style.direction);
    let format = format_of(style);
    // Rows at the left: the field itself places the text.
    let left = if style.direction.is_rtl() { RowAlign::End } else { RowAlign::Start };
    let mut job = empty_job(&style.aligned(left));
    let pieces = emit::pieces(ctx, &shown, &runs);
    for piece in &pieces {
        emit::push_section(&mut job, &piece.text, &format);
    }
    if pieces.is_empty() {
        job.append("", 0.0, format);
    }
    let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));

    let mut places = vec![None; text.chars().count()];
    let mut glyphs = galley.rows.first().map_or(&[] as &[_], |row| row.glyphs.as_slice());
    for piece in &pieces {
        let count = piece.text.chars().count();
        let Some((own, rest)) = glyphs.split_at_checked(count) else { break };
        glyphs = rest;
        let starts = piece.text.char_indices().map(|(at, _)| piece.start + at);
        let ordered: Vec<_> = if piece.is_turned { own.iter().rev().collect() } else { own.iter().collect() };
        for (byte, glyph) in starts.zip(ordered) {
            let index = origins.get(byte).copied().flatten();
            if let Some(place) = index.and_then(|index| places.get_mut(index)) {
                let is_rtl = piece.is_turned || is_in_rtl_run(&runs, byte);
                *place = Some(Place { left: glyph.pos.x, right: glyph.max_x(), is_rtl });
            }
        }
    }
    FieldText { galley, places }
}

/// For each byte of `shown` at which a character starts: the index of that
/// character in `text`; `None` for inserted isolates.
fn origins(text: &str, shown: &str) -> Vec<Option<usize>> {
    let mut origins = vec![None; shown.len()];
    let mut expected = text.chars().enumerate().peekable();
    for (byte, character) in shown.char_indices() {
        if expected.peek().is_some_and(|(_, next)| *next == character)
            && let Some((index, _)) = expected.next()
            && let Some(origin) = origins.get_mut(byte)
        {
            *origin = Some(index);
        }
    }
    origins
}

fn is_in_rtl_run(runs: &[bidi::VisualRun], byte: usize) -> bool {
    runs.iter().any(|run| run.is_rtl && run.bytes.contains(&byte))
}

impl FieldText {
    /// The laid out text, left edge at 0.
    pub fn galley(&self) -> Arc<Galley> {
        Arc::clone(&self.galley)
    }

    /// Height of the row, in points.
    pub fn height(&self) -> f32 {
        self.galley.rect.height()
    }

    /// The x of the caret before the character `index` (in characters), in
    /// points from the left edge of the text.
    pub fn caret_x(&self, index: usize) -> f32 {
        let at_or_after = self.places.get(index..).unwrap_or_default().iter().flatten().next();
        if let Some(place) = at_or_after {
            return place.leading();
        }
        let before = self.places.iter().take(index).rev().flatten().next();
        before.map_or(0.0, |place| place.trailing())
    }

    /// The index of the caret nearest to `x`, in points from the left edge.
    pub fn index_at(&self, x: f32) -> usize {
        let distance = |index: &usize| (self.caret_x(*index) - x).abs();
        (0..=self.places.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }

    /// The stretches (left, right) covered by the characters of `range`; a
    /// range across a change of direction covers several.
    pub fn selection(&self, range: Range<usize>) -> Vec<(f32, f32)> {
        let chosen = self.places.get(range).unwrap_or_default();
        let mut stretches: Vec<(f32, f32)> =
            chosen.iter().flatten().map(|place| (place.left, place.right)).collect();
        stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut joined: Vec<(f32, f32)> = Vec::new();
        for (left, right) in stretches {
            match joined.last_mut() {
                // Glyphs are placed on whole pixels; a gap of one is none.
                Some(last) if left <= last.1 + 1.0 => last.1 = last.1.max(right),
                _ => joined.push((left, right)),
            }
        }
        joined
    }
}
