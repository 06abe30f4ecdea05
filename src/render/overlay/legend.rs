//! The legend: what is visible on the map, with its pictures.

use egui::{Painter, Pos2, Rect, Stroke, StrokeKind, Vec2, pos2, vec2};

use super::OverlayColours;
use super::swatch::Swatch;
use crate::base::Arg;
use crate::locale::{Catalogue, Direction};
use crate::render::text::{self, TextBlock, TextStyle, Weight};

const TEXT_PT: f32 = 11.5;
const TITLE_PT: f32 = 12.0;
const MAX_TEXT_WIDTH_PT: f32 = 190.0;
const PADDING_PT: f32 = 8.0;
const ROW_GAP_PT: f32 = 3.0;
const SECTION_GAP_PT: f32 = 6.0;
const SWATCH_PT: Vec2 = vec2(22.0, 13.0);
const SWATCH_GAP_PT: f32 = 7.0;

/// One row of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendEntry {
    /// The picture.
    pub swatch: Swatch,
    /// What it means.
    pub text: String,
}

/// Rows under a title; one layer, as a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendSection {
    /// The title; may be empty.
    pub title: String,
    /// The rows.
    pub entries: Vec<LegendEntry>,
}

/// A row ready to be painted.
struct Row<'a> {
    block: TextBlock,
    swatch: Option<&'a Swatch>,
    gap_above_pt: f32,
}

impl Row<'_> {
    fn height_pt(&self) -> f32 {
        let picture = if self.swatch.is_some() { SWATCH_PT.y } else { 0.0 };
        self.block.size().y.max(picture)
    }

    fn width_pt(&self) -> f32 {
        let picture = if self.swatch.is_some() { SWATCH_PT.x + SWATCH_GAP_PT } else { 0.0 };
        self.block.size().x + picture
    }
}

/// Paints the legend with its upper corner at `corner`, which is the side where
/// reading starts (left in English, right in Persian), at most `max_height_pt`
/// points high: rows that find no room are counted in a last row. Gives the room
/// it takes, nothing when there are no rows. Must be called inside a pass of egui.
pub fn legend(
    painter: &Painter,
    corner: Pos2,
    max_height_pt: f32,
    sections: &[LegendSection],
    catalogue: &Catalogue,
    colours: &OverlayColours,
) -> Rect {
    if sections.iter().all(|section| section.entries.is_empty()) {
        return Rect::NOTHING;
    }
    let direction = Direction::of(catalogue.language());
    let rows = fitting(painter, rows(painter, sections, direction), max_height_pt, catalogue, direction);
    let width = rows.iter().map(Row::width_pt).fold(0.0, f32::max) + 2.0 * PADDING_PT;
    let height = rows.iter().map(|row| row.gap_above_pt + row.height_pt()).sum::<f32>() + 2.0 * PADDING_PT;
    let left = if direction.is_rtl() { corner.x - width } else { corner.x };
    let rect = Rect::from_min_size(pos2(left, corner.y), vec2(width, height));
    painter.rect(
        rect,
        4.0,
        colours.panel,
        Stroke::new(1.0, colours.ink.gamma_multiply(0.25)),
        StrokeKind::Inside,
    );
    let mut top = rect.min.y + PADDING_PT;
    for row in &rows {
        top += row.gap_above_pt;
        let place = Rect::from_min_max(
            pos2(rect.min.x + PADDING_PT, top),
            pos2(rect.max.x - PADDING_PT, top + row.height_pt()),
        );
        paint_row(painter, row, place, direction, colours);
        top = place.max.y;
    }
    rect
}

fn rows<'a>(painter: &Painter, sections: &'a [LegendSection], direction: Direction) -> Vec<Row<'a>> {
    let layout = |words: &str, size, weight| {
        let style = TextStyle::new(size, direction).weight(weight).elided(MAX_TEXT_WIDTH_PT);
        text::layout(painter.ctx(), words, &style)
    };
    let mut rows: Vec<Row<'a>> = Vec::new();
    for section in sections.iter().filter(|section| !section.entries.is_empty()) {
        let mut gap_above_pt = if rows.is_empty() { 0.0 } else { SECTION_GAP_PT };
        if !section.title.is_empty() {
            let block = layout(&section.title, TITLE_PT, Weight::Bold);
            rows.push(Row { block, swatch: None, gap_above_pt });
            gap_above_pt = ROW_GAP_PT;
        }
        for entry in &section.entries {
            let block = layout(&entry.text, TEXT_PT, Weight::Regular);
            rows.push(Row { block, swatch: Some(&entry.swatch), gap_above_pt });
            gap_above_pt = ROW_GAP_PT;
        }
    }
    rows
}

/// The rows that find room, and one that counts the entries left out.
fn fitting<'a>(
    painter: &Painter,
    mut rows: Vec<Row<'a>>,
    max_height_pt: f32,
    catalogue: &Catalogue,
    direction: Direction,
) -> Vec<Row<'a>> {
    let height = |rows: &[Row<'_>]| rows.iter().map(|row| row.gap_above_pt + row.height_pt()).sum::<f32>();
    let room = max_height_pt - 2.0 * PADDING_PT;
    if height(&rows) <= room {
        return rows;
    }
    let style = TextStyle::new(TEXT_PT, direction);
    let last_height = text::layout(painter.ctx(), "0", &style).size().y + ROW_GAP_PT;
    let mut left_out = 0_usize;
    while rows.len() > 1 && (height(&rows) + last_height > room || rows.last().is_some_and(is_title)) {
        left_out += usize::from(rows.pop().is_some_and(|row| !is_title(&row)));
    }
    let words = catalogue.text("render-legend-more", &[("count", Arg::from(left_out))]);
    let block = text::layout(painter.ctx(), &words, &style);
    rows.push(Row { block, swatch: None, gap_above_pt: ROW_GAP_PT });
    rows
}

fn is_title(row: &Row<'_>) -> bool {
    row.swatch.is_none()
}

fn paint_row(painter: &Painter, row: &Row<'_>, place: Rect, direction: Direction, colours: &OverlayColours) {
    let size = row.block.size();
    let indent = if row.swatch.is_some() { SWATCH_PT.x + SWATCH_GAP_PT } else { 0.0 };
    let (picture_left, text_left) = if direction.is_rtl() {
        (place.max.x - SWATCH_PT.x, place.max.x - indent - size.x)
    } else {
        (place.min.x, place.min.x + indent)
    };
    if let Some(swatch) = row.swatch {
        let top = place.center().y - SWATCH_PT.y / 2.0;
        swatch.paint(painter, Rect::from_min_size(pos2(picture_left, top), SWATCH_PT));
    }
    row.block.paint_colored(painter, pos2(text_left, place.center().y - size.y / 2.0), colours.ink);
}
