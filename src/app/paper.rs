//! Plain text on A4 pages as PDF: what a command has to say, for the file.
//!
//! Right-to-left text is ordered by `locale::bidi`, shaped by `harfrust` with the
//! fonts of the program, and written by `krilla`; it can be searched and copied.
//! The same text gives the same bytes.

use crate::locale::Language;
use crate::locale::bidi::Paragraph;
use crate::locale::direction::Direction;
use harfrust::{FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use krilla::Document;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use std::ops::Range;

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/Vazirmatn-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/Vazirmatn-Bold.ttf");

/// A4 in points.
const PAGE: (f32, f32) = (595.28, 841.89);
const MARGIN: f32 = 50.0;
/// Height of a line in sizes of its letters.
const LINE: f32 = 1.7;

/// How a paragraph looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The title.
    Title,
    /// Ordinary text.
    Text,
    /// What a following text is about.
    Heading,
}

impl Role {
    fn size(self) -> f32 {
        match self {
            Role::Title => 16.0,
            Role::Text => 9.5,
            Role::Heading => 10.0,
        }
    }

    fn space_before(self) -> f32 {
        match self {
            Role::Title => 0.0,
            Role::Text => 2.0,
            Role::Heading => 8.0,
        }
    }
}

/// Why no page could be made.
#[derive(Debug, thiserror::Error)]
#[error("the page could not be made: {0}")]
pub struct PaperError(String);

/// The pages of `paragraphs`, and how many they are.
///
/// # Errors
/// [`PaperError`], which only a damaged program gives.
pub fn pdf(
    title: &str,
    paragraphs: &[(Role, String)],
    language: Language,
) -> Result<(Vec<u8>, usize), PaperError> {
    let faces = Faces::new()?;
    let direction = Direction::of(language);
    let mut pages: Vec<Vec<Line<'_>>> = vec![Vec::new()];
    let mut y = MARGIN;
    for (role, text) in paragraphs {
        let face = faces.of(*role);
        y += role.space_before();
        for bytes in face.lines(text, role.size(), PAGE.0 - 2.0 * MARGIN) {
            y += role.size() * LINE;
            if y > PAGE.1 - MARGIN {
                pages.push(Vec::new());
                y = MARGIN + role.size() * LINE;
            }
            if let Some(page) = pages.last_mut() {
                page.push(Line { role: *role, text, bytes, y });
            }
        }
    }
    let count = pages.len();
    let mut document = Document::new();
    let metadata = Metadata::new().title(title.to_owned()).language(language.code().to_owned());
    document.set_metadata(metadata.creator("Shahrak".to_owned()));
    for lines in &pages {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1);
        let settings = settings.ok_or_else(|| PaperError("page size".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for line in lines {
            faces.of(line.role).draw(line, direction, &mut surface);
        }
        surface.finish();
        page.finish();
    }
    let bytes = document.finish().map_err(|error| PaperError(format!("{error:?}")))?;
    Ok((bytes, count))
}

struct Line<'a> {
    role: Role,
    text: &'a str,
    bytes: Range<usize>,
    y: f32,
}

struct Faces {
    regular: Face,
    bold: Face,
}

impl Faces {
    fn new() -> Result<Faces, PaperError> {
        Ok(Faces { regular: Face::new(REGULAR)?, bold: Face::new(BOLD)? })
    }

    fn of(&self, role: Role) -> &Face {
        if role == Role::Text { &self.regular } else { &self.bold }
    }
}

struct Face {
    font: Font,
    shapes: FontRef<'static>,
    data: ShaperData,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Result<Face, PaperError> {
        let font = Font::new(bytes.into(), 0).ok_or_else(|| PaperError("font".to_owned()))?;
        let shapes = FontRef::new(bytes).map_err(|error| PaperError(error.to_string()))?;
        let data = ShaperData::new(&shapes);
        Ok(Face { font, shapes, data })
    }

    /// The glyphs of a run from left to right, measures in sizes of the letters.
    fn shape(&self, text: &str, is_rtl: bool) -> Vec<KrillaGlyph> {
        let shaper = self.data.shaper(&self.shapes).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        let direction =
            if is_rtl { harfrust::Direction::RightToLeft } else { harfrust::Direction::LeftToRight };
        buffer.set_direction(direction);
        buffer.guess_segment_properties();
        let shaped = shaper.shape(buffer, ShapeOptions::new());
        let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        let em = self.font.units_per_em();
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        glyphs
            .map(|(info, at)| {
                let start = info.cluster as usize;
                let end = starts.iter().copied().find(|next| *next > start).unwrap_or(text.len());
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    at.x_advance as f32 / em,
                    at.x_offset as f32 / em,
                    at.y_offset as f32 / em,
                    at.y_advance as f32 / em,
                    start..end,
                    None,
                )
            })
            .collect()
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        let is_rtl = text.chars().any(|character| ('\u{0590}'..'\u{0800}').contains(&character));
        self.shape(text, is_rtl).iter().map(|glyph| glyph.x_advance * size).sum()
    }

    /// The lines of a paragraph; a word longer than a line stands out rather than being cut.
    fn lines(&self, text: &str, size: f32, width: f32) -> Vec<Range<usize>> {
        let (mut lines, mut start, mut end, mut taken) = (Vec::new(), 0, 0, 0.0);
        for (next, opportunity) in unicode_linebreak::linebreaks(text) {
            let word = self.width(text.get(end..next).unwrap_or_default(), size);
            if taken + word > width && end > start {
                lines.push(start..end);
                (start, taken) = (end, 0.0);
            }
            (end, taken) = (next, taken + word);
            if opportunity == unicode_linebreak::BreakOpportunity::Mandatory {
                lines.push(start..end);
                (start, taken) = (end, 0.0);
            }
        }
        lines
    }

    fn draw(&self, line: &Line<'_>, direction: Direction, surface: &mut Surface<'_>) {
        let shown = line.text.get(line.bytes.clone()).unwrap_or_default().trim_end();
        let bytes = line.bytes.start..line.bytes.start + shown.len();
        let size = line.role.size();
        let runs: Vec<(&str, Vec<KrillaGlyph>)> = Paragraph::new(line.text, direction)
            .visual_runs(bytes)
            .into_iter()
            .filter_map(|run| {
                let text = line.text.get(run.bytes)?;
                Some((text, self.shape(text, run.is_rtl)))
            })
            .collect();
        let width_of =
            |glyphs: &[KrillaGlyph]| glyphs.iter().map(|glyph| glyph.x_advance * size).sum::<f32>();
        let width: f32 = runs.iter().map(|(_, glyphs)| width_of(glyphs)).sum();
        let mut x = if direction.is_rtl() { PAGE.0 - MARGIN - width } else { MARGIN };
        for (text, glyphs) in &runs {
            let start = Point::from_xy(x, line.y);
            surface.draw_glyphs(start, glyphs, self.font.clone(), text, size, false);
            x += width_of(glyphs);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(language: Language) -> (Vec<u8>, usize) {
        let line = "پرونده سمنان ۱۴۰۲/۱۲/۲۹ (EPSG:32639) has 12 plots that overlap by 3.5 m² with others";
        let mut paragraphs = vec![(Role::Title, "بررسی · Check".to_owned())];
        paragraphs.extend((0..80).map(|_| (Role::Text, line.to_owned())));
        pdf("Check", &paragraphs, language).expect("pages")
    }

    #[test]
    fn pages_are_whole_and_the_same_every_time() {
        for language in Language::ALL {
            let (bytes, pages) = sample(language);
            assert!(bytes.starts_with(b"%PDF-") && pages > 1);
            assert_eq!(sample(language).0, bytes);
        }
    }

    #[test]
    fn long_text_is_broken_within_the_page() {
        let faces = Faces::new().expect("fonts");
        let text = "واژه ".repeat(100);
        let lines = faces.regular.lines(&text, 10.0, 400.0);
        assert!(lines.len() > 2);
        assert_eq!(
            (lines.first().map(|line| line.start), lines.last().map(|line| line.end)),
            (Some(0), Some(text.len()))
        );
        let widest = lines
            .iter()
            .map(|line| faces.regular.width(text[line.clone()].trim_end(), 10.0))
            .fold(0.0, f32::max);
        assert!(widest <= 400.0 + 10.0 && widest > 300.0, "{widest}");
    }
}
