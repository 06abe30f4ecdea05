//! The rows of a block: what is shown, in which order, and where each
//! grapheme of the text is seen.

use std::ops::Range;

use egui::text::LayoutJob;
use egui::{Context, TextFormat};
use unicode_segmentation::UnicodeSegmentation;

use super::super::emit::{self, Piece};
use super::super::fit::{empty_job, format_of};
use super::super::{Fit, RowAlign, TextStyle};
use super::measure::Measures;
use crate::locale::bidi::{Paragraph, VisualRun};
use crate::locale::{Direction, tokens};

/// Of a grapheme of more characters (a pile of marks) only so many are drawn.
const DRAWN_CHARACTERS: usize = 24;

/// The rows of a block, from the top.
pub(super) struct Rows {
    pub rows: Vec<Row>,
    /// Height of all, in points.
    pub height: f32,
}

/// One row of text.
pub(super) struct Row {
    /// Bytes of the block that are on it, without the line break.
    pub bytes: Range<usize>,
    /// Whether a line break follows.
    pub ends_line: bool,
    /// Its graphemes from left to right.
    pub cells: Vec<Cell>,
    pub top: f32,
    pub height: f32,
    pub width: f32,
    /// What egui draws, from the left.
    pub job: LayoutJob,
}

/// A grapheme and where it is seen, in points from the left of its row. What
/// is not seen (a direction mark, a control character) has no width.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// Bytes of the block.
    pub bytes: Range<usize>,
    pub left: f32,
    pub right: f32,
    pub is_rtl: bool,
}

impl Cell {
    pub fn width(&self) -> f32 {
        self.right - self.left
    }
}

/// A line of a block as it is shown, and where its characters come from.
struct Shown {
    text: String,
    /// By byte at which a character starts: its byte in the block.
    sources: Vec<Option<usize>>,
}

/// The means of laying out.
pub(super) struct Tools<'a> {
    pub ctx: &'a Context,
    pub style: &'a TextStyle,
    pub measures: &'a mut Measures,
}

/// Lays out the text of a block; with `is_last`, an empty row follows a line
/// break at its end.
pub(super) fn rows_of(block: &str, is_last: bool, tools: &mut Tools<'_>) -> Rows {
    let format = format_of(tools.style);
    let mut rows = Vec::new();
    match tools.style.fit {
        Fit::Wrap(width) => {
            let mut start = 0;
            for line in block.split_inclusive('\n') {
                let text = line.strip_suffix("\r\n").or_else(|| line.strip_suffix('\n')).unwrap_or(line);
                let end = start + text.len();
                push_line(block, start..end, width, line.ends_with('\n'), &format, tools, &mut rows);
                start += line.len();
            }
            if is_last && (block.is_empty() || block.ends_with('\n')) {
                push_line(block, start..start, width, false, &format, tools, &mut rows);
            }
        }
        Fit::Extend | Fit::Elide(_) => {
            push_line(block, 0..block.len(), f32::INFINITY, false, &format, tools, &mut rows);
        }
    }
    let mut height = 0.0;
    for row in &mut rows {
        row.top = height;
        row.height = tools.ctx.fonts_mut(|fonts| fonts.layout_job(row.job.clone())).rect.height();
        height += row.height;
    }
    Rows { rows, height }
}

fn push_line(
    block: &str,
    line: Range<usize>,
    width: f32,
    ends_line: bool,
    format: &TextFormat,
    tools: &mut Tools<'_>,
    rows: &mut Vec<Row>,
) {
    let text = block.get(line.clone()).unwrap_or_default();
    let graphemes: Vec<Range<usize>> =
        text.grapheme_indices(true).map(|(at, part)| line.start + at..line.start + at + part.len()).collect();
    let shown = shown(text, line.start, tools.style.direction);
    let paragraph = Paragraph::new(&shown.text, tools.style.direction);
    let row_of = |bytes: Range<usize>, tools: &mut Tools<'_>| {
        let runs = paragraph.visual_runs(shown.bytes_of(&bytes));
        row(bytes, &graphemes, &shown, &runs, format, tools)
    };
    let whole = row_of(line.clone(), tools);
    if whole.width <= width {
        rows.push(Row { ends_line, ..whole });
        return;
    }
    for bytes in broken(text, line.start, &graphemes, &whole, width) {
        let is_end = bytes.end == line.end;
        rows.push(Row { ends_line: ends_line && is_end, ..row_of(bytes, tools) });
    }
}

/// What is shown of a line that starts at byte `offset` of its block.
fn shown(line: &str, offset: usize, base: Direction) -> Shown {
    let mut safe = String::with_capacity(line.len());
    let mut origins = Vec::with_capacity(line.len());
    for (at, grapheme) in line.grapheme_indices(true) {
        for (inner, character) in grapheme.char_indices().take(DRAWN_CHARACTERS) {
            let drawn = match character {
                '\n' | '\t' => ' ',
                c if is_disguise(c) => continue,
                c => c,
            };
            safe.push(drawn);
            origins.push((drawn, offset + at + inner));
        }
    }
    let text = tokens::with_isolated_numbers(&safe, base).into_owned();
    let mut sources = vec![None; text.len()];
    let mut expected = origins.into_iter().peekable();
    for (byte, character) in text.char_indices() {
        let origin = expected.next_if(|(next, _)| *next == character);
        if let (Some((_, origin)), Some(source)) = (origin, sources.get_mut(byte)) {
            *source = Some(origin);
        }
    }
    Shown { text, sources }
}

/// Overrides, embeddings and control characters: in the text, but without effect.
fn is_disguise(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}')
}

impl Shown {
    /// The bytes of what is shown that belong to `bytes` of the block.
    fn bytes_of(&self, bytes: &Range<usize>) -> Range<usize> {
        let belongs = |source: &Option<usize>| source.is_some_and(|at| bytes.contains(&at));
        let first = self.sources.iter().position(belongs).unwrap_or(0);
        let last = self.sources.iter().rposition(belongs);
        let end = last.and_then(|last| {
            self.text.get(last..).and_then(|rest| rest.chars().next()).map(|c| last + c.len_utf8())
        });
        first..end.unwrap_or(first)
    }

    fn source(&self, byte: usize) -> Option<usize> {
        self.sources.get(byte).copied().flatten()
    }
}

fn row(
    bytes: Range<usize>,
    graphemes: &[Range<usize>],
    shown: &Shown,
    runs: &[VisualRun],
    format: &TextFormat,
    tools: &mut Tools<'_>,
) -> Row {
    // At the left: the field itself places the row.
    let left = if tools.style.direction.is_rtl() { RowAlign::End } else { RowAlign::Start };
    let mut job = empty_job(&tools.style.aligned(left));
    let pieces = emit::pieces(tools.ctx, &shown.text, runs);
    for piece in &pieces {
        emit::push_section(&mut job, &piece.text, format);
    }
    if pieces.is_empty() {
        job.append("", 0.0, format.clone());
    }
    let first = graphemes.partition_point(|grapheme| grapheme.start < bytes.start);
    let last = graphemes.partition_point(|grapheme| grapheme.start < bytes.end);
    let own = graphemes.get(first..last).unwrap_or_default();
    let mut places = vec![None; own.len()];
    let width = place(&pieces, own, shown, format, tools, &mut places);
    let cells = cells(own, shown, runs, &places, tools.style.direction);
    Row { bytes, ends_line: false, cells, top: 0.0, height: 0.0, width, job }
}

/// Left and right edge of each of `graphemes` that is seen; gives the width of all.
fn place(
    pieces: &[Piece],
    graphemes: &[Range<usize>],
    shown: &Shown,
    format: &TextFormat,
    tools: &mut Tools<'_>,
    places: &mut [Option<(f32, f32)>],
) -> f32 {
    let mut left = 0.0;
    for piece in pieces {
        let widths = tools.measures.widths(tools.ctx, piece, format);
        let total: f32 = widths.iter().sum();
        let mut passed = 0.0;
        let characters = shown.text.get(piece.start..).unwrap_or_default().char_indices();
        for ((at, _), width) in characters.zip(widths.iter()) {
            let from = left + if piece.is_turned { total - passed - width } else { passed };
            passed += width;
            let grapheme = shown.source(piece.start + at).and_then(|source| grapheme_at(graphemes, source));
            let Some(place) = grapheme.and_then(|index| places.get_mut(index)) else { continue };
            *place = match *place {
                Some((l, r)) if *width > 0.0 => Some((f32::min(l, from), f32::max(r, from + width))),
                Some(known) => Some(known),
                None => Some((from, from + width)),
            };
        }
        left += total;
    }
    left
}

/// Which of `graphemes` holds the byte `at`.
fn grapheme_at(graphemes: &[Range<usize>], at: usize) -> Option<usize> {
    let index = graphemes.partition_point(|grapheme| grapheme.end <= at);
    graphemes.get(index).filter(|grapheme| grapheme.contains(&at)).map(|_| index)
}

/// The graphemes from left to right.
fn cells(
    graphemes: &[Range<usize>],
    shown: &Shown,
    runs: &[VisualRun],
    places: &[Option<(f32, f32)>],
    base: Direction,
) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::with_capacity(graphemes.len());
    let mut heads = vec![None; graphemes.len()];
    for source in runs.iter().flat_map(|run| shown.sources.get(run.bytes.clone())).flatten().flatten() {
        if let Some(head) = grapheme_at(graphemes, *source).and_then(|index| heads.get_mut(index)) {
            *head = Some(head.map_or(*source, |known: usize| known.min(*source)));
        }
    }
    let mut edge = 0.0;
    let mut push = |source: Option<usize>, is_rtl: bool| {
        let Some(source) = source else { return };
        let Some(index) = grapheme_at(graphemes, source) else { return };
        // A grapheme stands where its first character is shown.
        if heads.get(index).copied().flatten() != Some(source) {
            return;
        }
        let Some(bytes) = graphemes.get(index) else { return };
        let (left, right) = places.get(index).copied().flatten().unwrap_or((edge, edge));
        edge = right;
        cells.push(Cell { bytes: bytes.clone(), left, right, is_rtl });
    };
    for run in runs {
        let part = shown.text.get(run.bytes.clone()).unwrap_or_default();
        let sources = part.char_indices().map(|(at, _)| shown.source(run.bytes.start + at));
        if run.is_rtl {
            sources.rev().for_each(|source| push(source, true));
        } else {
            sources.for_each(|source| push(source, false));
        }
    }
    for (index, bytes) in graphemes.iter().enumerate() {
        if heads.get(index).copied().flatten().is_none() {
            insert_unseen(&mut cells, bytes.clone(), base);
        }
    }
    cells
}

/// Puts a grapheme of which nothing is shown beside the one before it.
fn insert_unseen(cells: &mut Vec<Cell>, bytes: Range<usize>, base: Direction) {
    let before = cells.iter().position(|cell| cell.bytes.end == bytes.start);
    let (index, edge, is_rtl) = match before.and_then(|at| cells.get(at).map(|cell| (at, cell))) {
        Some((at, cell)) if cell.is_rtl => (at, cell.left, true),
        Some((at, cell)) => (at + 1, cell.right, false),
        None if base.is_rtl() => (cells.len(), cells.last().map_or(0.0, |cell| cell.right), true),
        None => (0, 0.0, false),
    };
    cells.insert(index, Cell { bytes, left: edge, right: edge, is_rtl });
}

/// The rows of a line too wide for one: broken where Unicode allows it
/// (UAX #14), within a word only where it is too long itself. Spaces at the
/// end of a row may stand over.
fn broken(
    line: &str,
    offset: usize,
    graphemes: &[Range<usize>],
    whole: &Row,
    width: f32,
) -> Vec<Range<usize>> {
    let mut widths = vec![0.0; graphemes.len()];
    for cell in &whole.cells {
        let own = grapheme_at(graphemes, cell.bytes.start).and_then(|index| widths.get_mut(index));
        if let Some(own) = own {
            *own = cell.width();
        }
    }
    let mut allowed = unicode_linebreak::linebreaks(line).map(|(at, _)| offset + at).peekable();
    let (mut rows, mut start, mut used) = (Vec::new(), offset, 0.0);
    // The last place where the row may end, and the width after it.
    let mut chance: Option<(usize, f32)> = None;
    for (bytes, width_here) in graphemes.iter().zip(&widths) {
        while allowed.next_if(|at| *at < bytes.start).is_some() {}
        if allowed.peek() == Some(&bytes.start) && bytes.start > start {
            chance = Some((bytes.start, 0.0));
        }
        let text = line.get(bytes.start - offset..bytes.end - offset).unwrap_or_default();
        let is_space = text.chars().all(char::is_whitespace);
        if used + width_here > width && !is_space && bytes.start > start {
            let (end, rest) = chance.take().unwrap_or((bytes.start, 0.0));
            rows.push(start..end);
            (start, used) = (end, rest);
        }
        used += width_here;
        if let Some((_, rest)) = &mut chance {
            *rest += width_here;
        }
    }
    rows.push(start..offset + line.len());
    rows
}
