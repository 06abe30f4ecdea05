//! Rows: a text is broken and cut in logical order, then each row is put in
//! visual order by itself, as UAX #9 demands.

use std::borrow::Cow;
use std::ops::Range;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align, Context, FontId, TextFormat};
use unicode_bidi::{BidiClass, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

use super::{Fit, GIVEN_WHEN_PAINTED, TextStyle, emit, underline};
use crate::locale::bidi::Paragraph;
use crate::locale::foreign::beginning;
use crate::locale::{digits, tokens};

/// A job whose text is in visual order, and whether a part was left out.
pub(super) struct Prepared {
    pub job: LayoutJob,
    pub elided: bool,
}

/// The longest text that is laid out; what lies beyond is left out, as no
/// place in a window or on a map could show it.
const LONGEST_TEXT_BYTES: usize = 20_000;

/// Puts `text` into rows and each row into visual order.
pub(super) fn prepare(ctx: &Context, text: &str, shortened: bool, style: &TextStyle) -> Prepared {
    let format = format_of(style);
    let cleaned = without_disguise(text);
    let isolated = tokens::with_isolated_numbers(&cleaned, style.direction);
    match style.fit {
        Fit::Extend => Prepared {
            job: job_of_rows(ctx, &isolated, &whole_lines(&isolated), style, &format),
            elided: shortened,
        },
        Fit::Wrap(width) => {
            let lines = whole_lines(&isolated);
            if let [_] = lines.as_slice() {
                let job = job_of_rows(ctx, &isolated, &lines, style, &format);
                if width_of_job(ctx, &job) <= width {
                    return Prepared { job, elided: shortened };
                }
            }
            let mut rows = Vec::new();
            for line in lines {
                wrap_line(ctx, &isolated, line, width, style, &mut rows);
            }
            Prepared { job: job_of_rows(ctx, &isolated, &rows, style, &format), elided: shortened }
        }
        Fit::Elide(width) => elide(ctx, &isolated, width, shortened, style, &format),
    }
}

pub(super) fn format_of(style: &TextStyle) -> TextFormat {
    TextFormat {
        font_id: FontId::new(style.size, style.weight.family()),
        // The colour is given when painting, so that a change of colour
        // (hover, theme) needs no new layout.
        color: GIVEN_WHEN_PAINTED,
        underline: underline(style),
        ..Default::default()
    }
}

/// The part of a text that is laid out, and whether it is not the whole.
pub(super) fn shortened(text: &str) -> (&str, bool) {
    let kept = beginning(text, LONGEST_TEXT_BYTES);
    (kept, kept.len() < text.len())
}

/// Marks over and under one letter that are drawn; more of them are no writing and
/// would cover what stands around them.
const MOST_MARKS: usize = 4;

/// Overrides and embeddings out, and marks without end; isolates stay, sentences need them.
fn without_disguise(text: &str) -> Cow<'_, str> {
    let disguises = |c: char| {
        matches!(c, '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}' | '\u{85}')
            || (c.is_control() && c != '\n')
    };
    let mut marks = 0;
    let mut is_kept = |c: char| {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        marks <= MOST_MARKS && !disguises(c)
    };
    if text.chars().all(&mut is_kept) {
        return text.into();
    }
    let kept = text.chars().filter_map(|c| if c == '\t' { Some(' ') } else { is_kept(c).then_some(c) });
    kept.collect::<String>().into()
}

fn is_mark(character: char) -> bool {
    const FIRST: char = '\u{300}';
    character >= FIRST && bidi_class(character) == BidiClass::NSM
}

/// The lines that the text itself makes.
fn whole_lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices('\n') {
        lines.push(start..at);
        start = at + 1;
    }
    lines.push(start..text.len());
    lines
}

/// A job that shows each of `rows` (byte ranges of `text`, none crossing a
/// line break) as a row.
fn job_of_rows(
    ctx: &Context,
    text: &str,
    rows: &[Range<usize>],
    style: &TextStyle,
    format: &TextFormat,
) -> LayoutJob {
    let mut job = empty_job(style);
    let mut line: Range<usize> = 0..0;
    let mut paragraph: Option<Paragraph<'_>> = None;
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            // Belongs to no word: a section of its own, which makes the next row.
            emit::push_section(&mut job, "\n", format);
        }
        if paragraph.is_none() || row.start >= line.end {
            line = line_around(text, row);
            paragraph = text.get(line.clone()).map(|part| Paragraph::new(part, style.direction));
        }
        let (Some(paragraph), Some(part)) = (&paragraph, text.get(line.clone())) else { continue };
        let runs = paragraph.visual_runs(row.start - line.start..row.end - line.start);
        for piece in emit::joined(emit::pieces(ctx, part, &runs)) {
            emit::push_section(&mut job, &piece.text, format);
        }
    }
    if job.sections.is_empty() {
        // An empty text keeps the height of a row.
        job.append("", 0.0, format.clone());
    }
    job
}

/// The whole line (between line breaks) that holds `row`.
fn line_around(text: &str, row: &Range<usize>) -> Range<usize> {
    let start = text.get(..row.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(row.end..).and_then(|after| after.find('\n')).map_or(text.len(), |at| row.end + at);
    start..end
}

pub(super) fn empty_job(style: &TextStyle) -> LayoutJob {
    LayoutJob {
        wrap: TextWrapping { max_width: f32::INFINITY, ..Default::default() },
        halign: style.halign(),
        ..Default::default()
    }
}

/// Width of a piece of text on one row, in points.
fn width_of(ctx: &Context, piece: &str, style: &TextStyle) -> f32 {
    let format = format_of(style);
    let mut job = job_of_rows(ctx, piece, &whole_lines(piece), style, &format);
    // Spaces at the edges count here, which egui leaves out of aligned rows.
    job.halign = Align::LEFT;
    job.keep_trailing_whitespace = true;
    ctx.fonts_mut(|fonts| fonts.layout_job(job)).rect.width()
}

/// Width of a job of one row, in points. Most texts fit: egui keeps what it has laid out
/// here for when the same job is shown.
fn width_of_job(ctx: &Context, job: &LayoutJob) -> f32 {
    ctx.fonts_mut(|fonts| fonts.layout_job(job.clone())).rect.width()
}

/// Breaks one line into rows at the places where Unicode allows it (UAX #14).
fn wrap_line(
    ctx: &Context,
    text: &str,
    line: Range<usize>,
    width: f32,
    style: &TextStyle,
    rows: &mut Vec<Range<usize>>,
) {
    let part = text.get(line.clone()).unwrap_or_default();
    if width_of(ctx, part, style) <= width {
        rows.push(line);
        return;
    }
    let breaks: Vec<usize> = unicode_linebreak::linebreaks(part).map(|(at, _)| at).collect();
    let mut row_start = 0;
    let mut row_end = 0;
    let mut row_width = 0.0;
    let mut piece_start = 0;
    for piece_end in breaks {
        let piece = part.get(piece_start..piece_end).unwrap_or_default();
        let seen_width = width_of(ctx, piece.trim_end(), style);
        let full_width =
            if piece.trim_end().len() == piece.len() { seen_width } else { width_of(ctx, piece, style) };
        if row_end > row_start && row_width + seen_width > width {
            push_row(part, line.start, row_start..row_end, rows);
            row_start = piece_start;
            row_width = 0.0;
        }
        if seen_width > width {
            // One word wider than the place: broken between graphemes.
            row_start = break_word(ctx, part, line.start, row_start..piece_end, width, style, rows);
            row_width = width_of(ctx, part.get(row_start..piece_end).unwrap_or_default(), style);
        } else {
            row_width += full_width;
        }
        row_end = piece_end;
        piece_start = piece_end;
    }
    if row_end > row_start {
        push_row(part, line.start, row_start..row_end, rows);
    }
}

fn push_row(part: &str, offset: usize, row: Range<usize>, rows: &mut Vec<Range<usize>>) {
    let text = part.get(row.clone()).unwrap_or_default();
    // The space at which a row is broken is not shown.
    let end = row.start + text.trim_end_matches(' ').len();
    rows.push(offset + row.start..offset + end);
}

/// Puts full rows of a too long word into `rows`; returns where the rest starts.
fn break_word(
    ctx: &Context,
    part: &str,
    offset: usize,
    word: Range<usize>,
    width: f32,
    style: &TextStyle,
    rows: &mut Vec<Range<usize>>,
) -> usize {
    let mut start = word.start;
    loop {
        let rest = part.get(start..word.end).unwrap_or_default();
        if width_of(ctx, rest, style) <= width {
            return start;
        }
        let borders: Vec<usize> = rest.grapheme_indices(true).map(|(at, _)| at).skip(1).collect();
        let fitting =
            borders.partition_point(|at| width_of(ctx, rest.get(..*at).unwrap_or_default(), style) <= width);
        // At least one grapheme a row, however narrow the place.
        let Some(taken) = borders.get(fitting.saturating_sub(1)) else { return start };
        rows.push(offset + start..offset + start + taken);
        start += taken;
    }
}

const ELLIPSIS: char = '…';

fn elide(
    ctx: &Context,
    text: &str,
    width: f32,
    shortened: bool,
    style: &TextStyle,
    format: &TextFormat,
) -> Prepared {
    let one_line: Cow<'_, str> =
        if text.contains('\n') { Cow::Owned(text.replace('\n', " ")) } else { Cow::Borrowed(text) };
    let job_of = |line: &str| {
        let end = line.len();
        job_of_rows(ctx, line, std::slice::from_ref(&(0..end)), style, format)
    };
    if !shortened {
        let job = job_of(&one_line);
        if width_of_job(ctx, &job) <= width {
            return Prepared { job, elided: false };
        }
    }
    let cuts: Vec<usize> = std::iter::once(0)
        .chain(one_line.grapheme_indices(true).map(|(at, _)| at).skip(1))
        .filter(|at| !is_inside_number(&one_line, *at))
        .collect();
    let cut_line = |at: usize| {
        let kept = one_line.get(..at).unwrap_or_default().trim_end();
        // A mark of the base direction keeps the ellipsis at the end of the line.
        let mark = if style.direction.is_rtl() { '\u{200F}' } else { '\u{200E}' };
        format!("{kept}{}{mark}{ELLIPSIS}", open_isolates_closed(kept))
    };
    let fitting = cuts.partition_point(|at| width_of(ctx, &cut_line(*at), style) <= width);
    let at = cuts.get(fitting.saturating_sub(1)).copied().unwrap_or(0);
    Prepared { job: job_of(&cut_line(at)), elided: true }
}

/// Ends the isolates that a cut has left open.
fn open_isolates_closed(kept: &str) -> String {
    let open = kept.chars().filter(|c| matches!(c, '\u{2066}'..='\u{2068}')).count();
    let closed = kept.chars().filter(|c| *c == '\u{2069}').count();
    "\u{2069}".repeat(open.saturating_sub(closed))
}

/// Whether a cut at `at` would leave the first digits of a number, which would
/// read as another number.
fn is_inside_number(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|part| part.chars().next_back());
    let mut after = text.get(at..).unwrap_or_default().chars();
    let is_digit = |c: char| digits::digit_value(c).is_some();
    let is_mark = |c: char| matches!(c, '.' | ',' | '٫' | '٬' | '/' | '\'' | '-' | ':');
    match (before, after.next()) {
        (Some(before), Some(next)) if is_digit(before) => {
            is_digit(next) || (is_mark(next) && after.next().is_some_and(is_digit))
        }
        (Some(before), Some(next)) if is_mark(before) => is_digit(next),
        _ => false,
    }
}
