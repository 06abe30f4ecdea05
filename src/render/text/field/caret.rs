//! The caret among what is seen.
//!
//! At a border between directions one place in the text is seen at two places
//! of the row, and one place of the row belongs to two of the text. So a caret
//! knows which grapheme it holds on to, and a step crosses exactly one
//! grapheme of those that the eye sees.

use std::ops::Range;
use std::sync::Arc;

use egui::{Context, Pos2, Rect};

use super::rows::{Cell, Row, Rows};
use super::{FieldLayout, RowPlace};

/// A place between graphemes, or at an end of the line.
///
/// At the ends of a line there is nothing to hold on to outside: `follows` at
/// its start and not at its end are the outer edges, where reading starts and
/// ends, whatever the direction of the grapheme there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caret {
    /// Byte of the text.
    pub at: usize,
    /// Whether it is seen at the end of the grapheme before it; else at the
    /// start of the one after it.
    pub follows: bool,
}

impl Caret {
    /// At the end of what is before byte `at`.
    pub fn after(at: usize) -> Self {
        Caret { at, follows: true }
    }

    /// At the start of what is after byte `at`.
    pub fn before(at: usize) -> Self {
        Caret { at, follows: false }
    }
}

/// A step by what is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisualStep {
    /// To the left.
    Left,
    /// To the right.
    Right,
}

/// What is under the pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The caret at the nearest edge.
    pub caret: Caret,
    /// The grapheme, in bytes; empty beside a row.
    pub grapheme: Range<usize>,
}

impl Cell {
    fn edge(&self, start: usize, at_right: bool) -> Caret {
        if at_right == self.is_rtl {
            Caret::before(start + self.bytes.start)
        } else {
            Caret::after(start + self.bytes.end)
        }
    }
}

impl FieldLayout {
    /// Where the caret is seen: a line without width.
    pub fn caret_rect(&mut self, ctx: &Context, caret: Caret) -> Rect {
        let (place, rows) = self.row_with(ctx, caret);
        let Some(row) = rows.rows.get(place.row) else { return Rect::from_pos(Pos2::ZERO) };
        let rect = self.row_rect(place, row);
        let edge = self.edge_of(place, row, caret);
        let x = match row.cells.get(edge.min(row.cells.len().saturating_sub(1))) {
            Some(cell) if edge < row.cells.len() => rect.left() + cell.left,
            Some(cell) => rect.left() + cell.right,
            None => rect.left(),
        };
        Rect::from_x_y_ranges(x..=x, rect.y_range())
    }

    /// What is at `pos`; beside a row, its start or end.
    pub fn hit(&mut self, ctx: &Context, pos: Pos2) -> Hit {
        let target = if self.is_wrapped() { pos.y } else { self.along(Rect::from_pos(pos)).0 };
        let (mut index, mut start) = (0, 0.0);
        while index + 1 < self.blocks.len() && target >= start + self.extent(index) {
            start += self.extent(index);
            index += 1;
        }
        let rows = self.rows(ctx, index);
        let below = |row: &Row| start + row.top + row.height > target;
        let last = rows.rows.len().saturating_sub(1);
        let row = if self.is_wrapped() { rows.rows.iter().position(below) } else { Some(0) };
        self.hit_in_row(RowPlace { block: index, row: row.unwrap_or(last) }, &rows, pos.x)
    }

    fn hit_in_row(&self, place: RowPlace, rows: &Rows, x: f32) -> Hit {
        let start = self.block_start(place.block);
        let Some(row) = rows.rows.get(place.row) else {
            return Hit { caret: Caret::before(start), grapheme: start..start };
        };
        let rect = self.row_rect(place, row);
        let is_before = if self.is_rtl() { x > rect.right() } else { x < rect.left() };
        let end = start + row.bytes.end;
        let after_end = if self.ends_line(place, row) { Caret::before(end) } else { Caret::after(end) };
        if is_before {
            return Hit { caret: Caret::after(start + row.bytes.start), grapheme: start..start };
        }
        if x < rect.left() {
            return Hit { caret: after_end, grapheme: end..end };
        }
        let x = x - rect.left();
        let found = row.cells.iter().enumerate().find(|(_, cell)| cell.width() > 0.0 && x < cell.right);
        let Some((index, cell)) = found else { return Hit { caret: after_end, grapheme: end..end } };
        let at_right = x > (cell.left + cell.right) / 2.0;
        let (edge, side) = if at_right { (index + 1, VisualStep::Right) } else { (index, VisualStep::Left) };
        let caret = self.settled(place, row, outer_edge(row, edge, side), cell.edge(start, at_right));
        Hit { caret, grapheme: start + cell.bytes.start..start + cell.bytes.end }
    }

    /// The caret one grapheme further to the left or right, by the eye.
    pub fn step(&mut self, ctx: &Context, caret: Caret, step: VisualStep) -> Caret {
        let (mut place, mut rows) = self.row_with(ctx, caret);
        let Some(row) = rows.rows.get(place.row) else { return caret };
        let mut edge = self.edge_of(place, row, caret);
        let is_forward = (step == VisualStep::Right) != self.is_rtl();
        let mut reached = caret;
        loop {
            let Some(row) = rows.rows.get(place.row) else { return reached };
            let start = self.block_start(place.block);
            while let Some(cell) = crossed(row, edge, step) {
                edge = if step == VisualStep::Right { edge + 1 } else { edge - 1 };
                reached = cell.edge(start, step == VisualStep::Right);
                if cell.width() > 0.0 {
                    let outer = outer_edge(row, edge, step);
                    reached = self.settled(place, row, outer, reached);
                    return self.at_row_start(ctx, place, &rows, reached, is_forward);
                }
            }
            let Some((next, next_rows)) = self.neighbour(ctx, place, &rows, is_forward) else {
                return reached;
            };
            let is_broken = if is_forward { row.ends_line } else { is_end_of_line(&next_rows, next) };
            (place, rows) = (next, next_rows);
            let Some(row) = rows.rows.get(place.row) else { return reached };
            edge = if step == VisualStep::Right { 0 } else { row.cells.len() };
            if is_broken {
                return self.caret_at(place, row, edge);
            }
        }
    }

    /// The caret `rows` rows further down (up, when negative), at `x`; `None`
    /// where there is no such row.
    pub fn step_rows(&mut self, ctx: &Context, caret: Caret, x: f32, rows: isize) -> Option<Caret> {
        let (mut place, mut own) = self.row_with(ctx, caret);
        let mut moved = 0;
        for _ in 0..rows.unsigned_abs() {
            let Some(next) = self.neighbour(ctx, place, &own, rows > 0) else { break };
            (place, own) = next;
            moved += 1;
        }
        (moved > 0).then(|| self.hit_in_row(place, &own, x).caret)
    }

    /// The end of a row in the middle of a line, reached by going on, is seen
    /// at the start of the next.
    fn at_row_start(
        &mut self,
        ctx: &Context,
        place: RowPlace,
        rows: &Arc<Rows>,
        caret: Caret,
        is_forward: bool,
    ) -> Caret {
        let end = rows
            .rows
            .get(place.row)
            .map(|row| (self.block_start(place.block) + row.bytes.end, row.ends_line));
        if is_forward && self.is_wrapped() && caret.follows && end == Some((caret.at, false)) {
            let next = self.neighbour(ctx, place, rows, true);
            let row = next.as_ref().and_then(|(place, rows)| Some((*place, rows.rows.get(place.row)?)));
            return row.map_or(caret, |(place, row)| self.caret_at(place, row, self.ends(row).0));
        }
        caret
    }

    /// The row above or below (before or after) and its block.
    fn neighbour(
        &mut self,
        ctx: &Context,
        place: RowPlace,
        rows: &Arc<Rows>,
        is_next: bool,
    ) -> Option<(RowPlace, Arc<Rows>)> {
        let row = if is_next { Some(place.row + 1) } else { place.row.checked_sub(1) };
        if let Some(row) = row.filter(|row| *row < rows.rows.len()) {
            return Some((RowPlace { row, ..place }, Arc::clone(rows)));
        }
        let block = if is_next { place.block + 1 } else { place.block.checked_sub(1)? };
        if block >= self.blocks.len() {
            return None;
        }
        let rows = self.rows(ctx, block);
        let row = if is_next { 0 } else { rows.rows.len().saturating_sub(1) };
        Some((RowPlace { block, row }, rows))
    }

    /// The row on which the caret is seen.
    fn row_with(&mut self, ctx: &Context, caret: Caret) -> (RowPlace, Arc<Rows>) {
        let at = caret.at.min(self.text.len());
        let (mut block, mut start) = (0, 0);
        while let Some(len) = self.blocks.get(block).map(|block| block.len) {
            let is_inside =
                at < start + len || (at == start + len && self.holds_end(block, start + len, caret));
            if is_inside || block + 1 >= self.blocks.len() {
                break;
            }
            start += len;
            block += 1;
        }
        let rows = self.rows(ctx, block);
        let inside = at.saturating_sub(start);
        let holds = |row: &Row| inside <= row.bytes.end;
        let last = rows.rows.len().saturating_sub(1);
        let mut row = rows.rows.iter().position(holds).unwrap_or(last);
        let next_starts = rows.rows.get(row + 1).is_some_and(|next| next.bytes.start <= inside);
        if next_starts && !caret.follows {
            row += 1;
        }
        (RowPlace { block, row }, rows)
    }

    /// Whether a caret at the end of a block is seen there, not at the start of the next.
    fn holds_end(&self, block: usize, end: usize, caret: Caret) -> bool {
        let is_last = block + 1 == self.blocks.len();
        let ends_line = self.is_wrapped() && self.text.get(..end).is_some_and(|text| text.ends_with('\n'));
        is_last || (caret.follows && !ends_line)
    }

    /// Left of which cell of the row the caret is seen; their number at the right end.
    fn edge_of(&self, place: RowPlace, row: &Row, caret: Caret) -> usize {
        let at = caret.at.saturating_sub(self.block_start(place.block));
        let ends = row.cells.iter().position(|cell| cell.bytes.end == at);
        let starts = row.cells.iter().position(|cell| cell.bytes.start == at);
        let trailing = ends.and_then(|index| Some((index, row.cells.get(index)?.is_rtl)));
        let leading = starts.and_then(|index| Some((index, row.cells.get(index)?.is_rtl)));
        let after = trailing.map(|(index, is_rtl)| if is_rtl { index } else { index + 1 });
        let before = leading.map(|(index, is_rtl)| if is_rtl { index + 1 } else { index });
        let (first, last) = self.ends(row);
        if caret.follows && at == row.bytes.start && self.starts_line(place, row) {
            return first;
        }
        if !caret.follows && at == row.bytes.end && self.ends_line(place, row) {
            return last;
        }
        let found = if caret.follows { after.or(before) } else { before.or(after) };
        found.unwrap_or(first)
    }

    /// The edges of a row where reading starts and ends.
    fn ends(&self, row: &Row) -> (usize, usize) {
        if self.is_rtl() { (row.cells.len(), 0) } else { (0, row.cells.len()) }
    }

    fn starts_line(&self, place: RowPlace, row: &Row) -> bool {
        let start = self.block_start(place.block) + row.bytes.start;
        let before = self.text.get(..start).unwrap_or_default();
        before.is_empty() || (self.is_wrapped() && before.ends_with('\n'))
    }

    fn ends_line(&self, place: RowPlace, row: &Row) -> bool {
        row.ends_line || self.block_start(place.block) + row.bytes.end == self.text.len()
    }

    /// `reached`, or the end of the line where its edge is an outer one: what is
    /// typed at the outer edge goes on there.
    fn settled(&self, place: RowPlace, row: &Row, edge: usize, reached: Caret) -> Caret {
        let start = self.block_start(place.block);
        let (first, last) = self.ends(row);
        if edge == last && self.ends_line(place, row) {
            Caret::before(start + row.bytes.end)
        } else if edge == first && self.starts_line(place, row) {
            Caret::after(start + row.bytes.start)
        } else {
            reached
        }
    }

    /// The caret at an edge of the row.
    fn caret_at(&self, place: RowPlace, row: &Row, edge: usize) -> Caret {
        let start = self.block_start(place.block);
        let left = edge.checked_sub(1).and_then(|left| row.cells.get(left));
        let beside = match (row.cells.get(edge), left) {
            (Some(cell), _) => cell.edge(start, false),
            (None, Some(cell)) => cell.edge(start, true),
            (None, None) => Caret::before(start + row.bytes.start),
        };
        self.settled(place, row, edge, beside)
    }
}

fn crossed(row: &Row, edge: usize, step: VisualStep) -> Option<&Cell> {
    match step {
        VisualStep::Right => row.cells.get(edge),
        VisualStep::Left => row.cells.get(edge.checked_sub(1)?),
    }
}

/// The outer edge on that side, if only what is not seen lies between.
fn outer_edge(row: &Row, edge: usize, side: VisualStep) -> usize {
    let has_width =
        |cells: Option<&[Cell]>| cells.is_some_and(|cells| cells.iter().any(|cell| cell.width() > 0.0));
    match side {
        VisualStep::Right if !has_width(row.cells.get(edge..)) => row.cells.len(),
        VisualStep::Left if !has_width(row.cells.get(..edge)) => 0,
        _ => edge,
    }
}

fn is_end_of_line(rows: &Rows, place: RowPlace) -> bool {
    rows.rows.get(place.row).is_some_and(|row| row.ends_line)
}
