//! How wide the characters of a piece are, which egui does not tell: its
//! glyphs stand for one letter, for several (a ligature), or for a mark.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Context, Galley, TextFormat};
use unicode_bidi::BidiClass;

use super::super::emit::{self, Piece};

/// Pieces kept measured; more than stand in a field that fills the window.
const KEPT_PIECES: usize = 4_096;

/// Widths of pieces that were measured, for one font, size and density.
#[derive(Default)]
pub(super) struct Measures {
    kept: HashMap<String, Arc<[f32]>>,
}

impl Measures {
    /// Forgets everything: the font, size or density is another.
    pub fn clear(&mut self) {
        self.kept.clear();
    }

    /// The width of each character of `piece` in points, in logical order.
    pub fn widths(&mut self, ctx: &Context, piece: &Piece, format: &TextFormat) -> Arc<[f32]> {
        // Whether a piece is turned follows from its letters.
        if let Some(widths) = self.kept.get(&piece.text) {
            return Arc::clone(widths);
        }
        let mut job = LayoutJob::default();
        job.wrap.max_width = f32::INFINITY;
        emit::push_section(&mut job, &piece.text, format);
        let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
        let widths: Arc<[f32]> = widths_of(piece, &galley).into();
        if self.kept.len() >= KEPT_PIECES {
            self.kept.clear();
        }
        self.kept.insert(piece.text.clone(), Arc::clone(&widths));
        widths
    }
}

/// Letters that share a glyph share its width; marks have none.
fn widths_of(piece: &Piece, galley: &Galley) -> Vec<f32> {
    let glyphs = galley.rows.first().map_or(&[] as &[_], |row| row.glyphs.as_slice());
    let mut seen: Vec<_> = glyphs.iter().filter(|glyph| glyph.advance_width > 0.0).collect();
    if piece.is_turned {
        seen.reverse();
    }
    let characters: Vec<char> = piece.text.chars().collect();
    // Characters that share a glyph, and its width.
    let mut groups: Vec<(Range<usize>, f32)> = Vec::new();
    let mut next = seen.into_iter().peekable();
    for (index, character) in characters.iter().enumerate() {
        match next.next_if(|glyph| glyph.chr == *character) {
            Some(glyph) => groups.push((index..index + 1, glyph.advance_width)),
            None => match groups.last_mut() {
                Some((range, _)) => range.end = index + 1,
                None => groups.push((index..index + 1, 0.0)),
            },
        }
    }
    let mut widths = Vec::with_capacity(characters.len());
    for (range, width) in groups {
        let group = characters.get(range).unwrap_or_default();
        let letters = group.iter().filter(|c| has_width(**c)).count();
        let share = width / letters.max(1) as f32;
        // A mark without a letter has its glyph for itself.
        widths.extend(group.iter().map(|c| if has_width(*c) || letters == 0 { share } else { 0.0 }));
    }
    widths
}

fn has_width(character: char) -> bool {
    unicode_bidi::bidi_class(character) != BidiClass::NSM && !matches!(character, '\u{200C}' | '\u{200D}')
}
