//! The text of a field: one row, with the place of every character, so that a
//! caret stands where the eye expects it.

use std::ops::Range;
use std::sync::Arc;

use egui::{Context, Galley};
use unicode_bidi::BidiClass;

use super::emit::Piece;
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
        job.append("", 0.0, format.clone());
    }
    let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));

    let mut places = vec![None; text.chars().count()];
    let mut left = 0.0;
    for piece in &pieces {
        // By itself, as egui's glyphs do not tell to which section they belong.
        let mut job = empty_job(style);
        job.halign = egui::Align::LEFT;
        emit::push_section(&mut job, &piece.text, &format);
        let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
        let is_rtl = piece.is_turned || is_in_rtl_run(&runs, piece.start);
        let starts = piece.text.char_indices().map(|(at, _)| piece.start + at);
        for (byte, (from, to)) in starts.zip(extents(piece, &galley)) {
            let index = origins.get(byte).copied().flatten();
            if let Some(place) = index.and_then(|index| places.get_mut(index)) {
                *place = Some(Place { left: left + from, right: left + to, is_rtl });
            }
        }
        left += galley.rect.width();
    }
    FieldText { galley, places }
}

/// Left and right edge of each character of a piece, in logical order.
///
/// A glyph may stand for several characters (a ligature, a letter with its
/// marks): letters share its width, marks have none.
fn extents(piece: &Piece, galley: &Galley) -> Vec<(f32, f32)> {
    let glyphs = galley.rows.first().map_or(&[] as &[_], |row| row.glyphs.as_slice());
    let mut seen: Vec<_> = glyphs.iter().filter(|glyph| glyph.advance_width > 0.0).collect();
    if piece.is_turned {
        seen.reverse();
    }
    let characters: Vec<char> = piece.text.chars().collect();
    // Groups of characters that share a glyph, by the character it starts with.
    let mut groups: Vec<(Range<usize>, f32, f32)> = Vec::new();
    let mut next = seen.into_iter().peekable();
    for (index, character) in characters.iter().enumerate() {
        match next.next_if(|glyph| glyph.chr == *character) {
            Some(glyph) => groups.push((index..index + 1, glyph.pos.x, glyph.max_x())),
            None => match groups.last_mut() {
                Some((range, _, _)) => range.end = index + 1,
                None => groups.push((index..index + 1, 0.0, 0.0)),
            },
        }
    }
    let mut extents = Vec::with_capacity(characters.len());
    for (range, left, right) in groups {
        let group = characters.get(range).unwrap_or_default();
        let letters = group.iter().filter(|c| has_width(**c)).count().max(1);
        let share = (right - left) / letters as f32;
        let mut passed = 0.0;
        for character in group {
            let width = if has_width(*character) { share } else { 0.0 };
            let from = if piece.is_turned { right - passed - width } else { left + passed };
            extents.push((from, from + width));
            passed += width;
        }
    }
    extents
}

fn has_width(character: char) -> bool {
    unicode_bidi::bidi_class(character) != BidiClass::NSM && !matches!(character, '\u{200C}' | '\u{200D}')
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
