//! The text of a field: where each grapheme is seen, so that caret, selection
//! and pointer go by what the eye sees.
//!
//! Places are in points from the corner where reading starts: to the right and
//! down in English, to the left (negative) and down in Persian. A text of one
//! row is one long row; else rows are wrapped.

mod caret;
mod chunk;
mod measure;
mod rows;

use std::ops::Range;
use std::sync::Arc;

use egui::{Context, Pos2, Rect, Vec2, pos2, vec2};

use self::chunk::Block;
use self::measure::Measures;
use self::rows::{Row, Rows, Tools};
use super::fit::format_of;
use super::{Fit, GIVEN_WHEN_PAINTED, TextBlock, TextStyle};
use crate::locale::Direction;

pub use caret::{Caret, Hit, VisualStep};

/// The laid out text of a field; to be kept from frame to frame, as only what
/// changed and what is in sight is laid out.
#[derive(Default)]
pub struct FieldLayout {
    text: String,
    look: Option<(TextStyle, f32)>,
    row_height: f32,
    blocks: Vec<Block>,
    measures: Measures,
}

/// Height of a row in a `style`, in points.
pub fn row_height(ctx: &Context, style: &TextStyle) -> f32 {
    let height = ctx.fonts_mut(|fonts| fonts.row_height(&format_of(style).font_id));
    // Rows stand on whole pixels.
    let density = ctx.pixels_per_point();
    (height * density).round() / density
}

/// Which row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct RowPlace {
    block: usize,
    row: usize,
}

impl FieldLayout {
    /// Takes in the logical `text` in a `style`, which wraps
    /// ([`TextStyle::wrapped`]) or keeps one row. Cheap when nothing changed.
    pub fn follow(&mut self, ctx: &Context, text: &str, style: &TextStyle) {
        let look = Some((style.color(GIVEN_WHEN_PAINTED), ctx.pixels_per_point()));
        let is_other = self.look != look;
        if is_other {
            self.look = look;
            self.row_height = row_height(ctx, style);
            self.measures.clear();
            self.blocks.clear();
        }
        if is_other || self.text != text || self.blocks.is_empty() {
            let is_wrapped = self.is_wrapped();
            let before = if self.blocks.is_empty() { "" } else { &self.text };
            chunk::follow(&mut self.blocks, before, text, is_wrapped);
            text.clone_into(&mut self.text);
            for index in 0..self.blocks.len() {
                self.guess_extent(index);
            }
        }
    }

    /// Height of a row of the style's own font, in points.
    pub fn row_height(&self) -> f32 {
        self.row_height
    }

    /// Width and height of the whole text, in points; of what was not in sight
    /// yet, a guess. Of wrapped rows the width is that of the place.
    pub fn size(&self) -> Vec2 {
        let along: f32 = self.blocks.iter().map(|block| block.extent).sum();
        match self.wrap_width() {
            Some(width) => vec2(width, along),
            None => vec2(along, self.row_height),
        }
    }

    /// Lays out what lies between `from` and `to`, points from the start along
    /// the text (downwards in wrapped rows); gives by how much what is at
    /// `from` has moved, as what lies before it was only guessed.
    pub fn lay_out_between(&mut self, ctx: &Context, from: f32, to: f32) -> f32 {
        let mut moved = 0.0;
        let (mut start, mut index) = (0.0, 0);
        while let Some(block) = self.blocks.get(index) {
            if start > to + moved {
                break;
            }
            if start + block.extent >= from + moved && block.rows.is_none() {
                let guess = block.extent;
                self.rows(ctx, index);
                if start < from + moved {
                    moved += self.extent(index) - guess;
                }
            }
            start += self.extent(index);
            index += 1;
        }
        moved
    }

    /// The rows that touch `sight`, ready to be painted, each with its upper
    /// left corner.
    pub fn rows_in(&mut self, ctx: &Context, sight: Rect) -> Vec<(Pos2, TextBlock)> {
        let mut found = Vec::new();
        for (place, rows) in self.in_sight(ctx, sight) {
            let Some(row) = rows.rows.get(place.row) else { continue };
            let galley = ctx.fonts_mut(|fonts| fonts.layout_job(row.job.clone()));
            let block = TextBlock { galley, color: GIVEN_WHEN_PAINTED, elided: false };
            found.push((self.row_rect(place, row).min, block));
        }
        found
    }

    /// The stretches of the rows in `sight` that the bytes of `range` cover; a
    /// range across a change of direction covers several in a row. A chosen
    /// line break is a narrow stretch after its row.
    pub fn selection(&mut self, ctx: &Context, range: Range<usize>, sight: Rect) -> Vec<Rect> {
        let mut found = Vec::new();
        for (place, rows) in self.in_sight(ctx, sight) {
            let Some(row) = rows.rows.get(place.row) else { continue };
            let start = self.block_start(place.block);
            let rect = self.row_rect(place, row);
            let mut last: Option<Rect> = None;
            for cell in row.cells.iter().filter(|cell| {
                cell.width() > 0.0
                    && range.start < start + cell.bytes.end
                    && start + cell.bytes.start < range.end
            }) {
                let (left, right) = (rect.left() + cell.left, rect.left() + cell.right);
                match &mut last {
                    Some(stretch) if left <= stretch.right() + 0.5 => *stretch.right_mut() = right,
                    _ => {
                        found.extend(last.replace(Rect::from_x_y_ranges(left..=right, rect.y_range())));
                    }
                }
            }
            found.extend(last);
            let line_break = start + row.bytes.end;
            if row.ends_line && range.start <= line_break && line_break < range.end {
                let width = self.row_height * 0.25;
                let edge = if self.is_rtl() { rect.left() - width } else { rect.right() };
                found.push(Rect::from_min_size(pos2(edge, rect.top()), vec2(width, rect.height())));
            }
        }
        found
    }

    fn in_sight(&mut self, ctx: &Context, sight: Rect) -> Vec<(RowPlace, Arc<Rows>)> {
        let mut found = Vec::new();
        let (from, to) = self.along(sight);
        let mut start = 0.0;
        for index in 0..self.blocks.len() {
            if start > to {
                break;
            }
            if start + self.extent(index) >= from {
                let rows = self.rows(ctx, index);
                for (place, row) in rows.rows.iter().enumerate() {
                    let top = start + row.top;
                    if !self.is_wrapped() || (top <= to && top + row.height >= from) {
                        found.push((RowPlace { block: index, row: place }, Arc::clone(&rows)));
                    }
                }
            }
            start += self.extent(index);
        }
        found
    }

    /// From where to where `rect` reaches along the text.
    fn along(&self, rect: Rect) -> (f32, f32) {
        match (self.is_wrapped(), self.is_rtl()) {
            (true, _) => (rect.top(), rect.bottom()),
            (false, false) => (rect.left(), rect.right()),
            (false, true) => (-rect.right(), -rect.left()),
        }
    }

    /// The rows of a block, laid out now if they were not.
    fn rows(&mut self, ctx: &Context, index: usize) -> Arc<Rows> {
        if let Some(rows) = self.blocks.get(index).and_then(|block| block.rows.as_ref()) {
            return Arc::clone(rows);
        }
        let start = self.block_start(index);
        let (is_last, is_wrapped) = (index + 1 == self.blocks.len(), self.is_wrapped());
        let len = self.blocks.get(index).map_or(0, |block| block.len);
        let text = self.text.get(start..start + len).unwrap_or_default();
        let style = self.look.map_or_else(|| TextStyle::new(14.0, Direction::Ltr), |(style, _)| style);
        let mut tools = Tools { ctx, style: &style, measures: &mut self.measures };
        let rows = Arc::new(rows::rows_of(text, is_last, &mut tools));
        if let Some(block) = self.blocks.get_mut(index) {
            let width = rows.rows.first().map_or(0.0, |row| row.width);
            block.extent = if is_wrapped { rows.height } else { width };
            block.rows = Some(Arc::clone(&rows));
        }
        rows
    }

    fn extent(&self, index: usize) -> f32 {
        self.blocks.get(index).map_or(0.0, |block| block.extent)
    }

    /// First byte of a block.
    fn block_start(&self, index: usize) -> usize {
        self.blocks.iter().take(index).map(|block| block.len).sum()
    }

    /// Where a row is seen.
    fn row_rect(&self, place: RowPlace, row: &Row) -> Rect {
        let before: f32 = self.blocks.iter().take(place.block).map(|block| block.extent).sum();
        let (along, top) = if self.is_wrapped() { (0.0, before + row.top) } else { (before, 0.0) };
        let left = if self.is_rtl() { -along - row.width } else { along };
        Rect::from_min_size(pos2(left, top), vec2(row.width, row.height))
    }

    fn guess_extent(&mut self, index: usize) {
        let Some((style, _)) = self.look else { return };
        let width = self.wrap_width();
        let Some(block) = self.blocks.get_mut(index).filter(|block| block.rows.is_none()) else { return };
        // Letters are some half as wide as high, and of two bytes in Persian.
        let run = block.len as f32 * style.size * 0.28;
        block.extent = match width {
            Some(width) => {
                (block.line_breaks as f32 + (run / width.max(1.0)).ceil().max(1.0)) * self.row_height
            }
            None => run,
        };
    }

    fn wrap_width(&self) -> Option<f32> {
        match self.look?.0.fit {
            Fit::Wrap(width) => Some(width),
            Fit::Extend | Fit::Elide(_) => None,
        }
    }

    fn is_wrapped(&self) -> bool {
        self.wrap_width().is_some()
    }

    fn is_rtl(&self) -> bool {
        self.look.is_some_and(|(style, _)| style.direction.is_rtl())
    }
}
