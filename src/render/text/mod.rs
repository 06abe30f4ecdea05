//! The one door for visible text: labels, buttons, tables, map labels and
//! exported pictures all pass through [`layout`].
//!
//! egui's shaper joins Persian letters rightly but guesses one direction for a
//! whole run, so that `۱۲٫۵ هکتار` comes out as `۵٫۲۱`. Here the order is
//! resolved first ([`crate::locale::bidi`]), and each stretch is handed to
//! egui as a section of its own, so that a wrong guess can do no harm. See
//! `docs/design/text.md`.

mod cache;
mod emit;
mod field;
mod fit;
mod fonts;

use std::sync::Arc;

use egui::epaint::TextShape;
use egui::{Align, Color32, Context, Galley, Painter, Pos2, Rect, Shape, Stroke, Vec2, vec2};

use crate::locale::Direction;

pub use field::{Caret, FieldLayout, Hit, VisualStep, row_height};
pub use fonts::{Weight, install_fonts};

/// What happens to a text that is wider than its place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Fit {
    /// It takes the width it needs; line breaks in the text are kept.
    #[default]
    Extend,
    /// It is broken into rows of at most this width, in points.
    Wrap(f32),
    /// It is one row of at most this width, in points; the end of what is
    /// left out is shown by an ellipsis, never in the middle of a number.
    Elide(f32),
}

/// Where the rows of a text stand to each other, by the direction of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum RowAlign {
    /// At the side where reading starts.
    #[default]
    Start,
    /// In the middle.
    Centre,
    /// At the side where reading ends.
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// Font size in points.
    pub size: f32,
    /// Colour; may be changed when painting.
    pub color: Color32,
    /// Weight of the strokes.
    pub weight: Weight,
    /// Base direction of the paragraph: that of the language, not of the text.
    pub direction: Direction,
    /// What happens when there is too little room.
    pub fit: Fit,
    /// Where the rows of a text of several rows stand.
    pub align: RowAlign,
    /// A line under the text (links).
    pub underlined: bool,
}

/// Stands in a layout for the colour that is given when painting; egui knows it by this value.
const GIVEN_WHEN_PAINTED: Color32 = Color32::PLACEHOLDER;

impl TextStyle {
    /// A text of `size` points with the base direction `direction`, regular
    /// weight, on one row as wide as it needs.
    pub fn new(size: f32, direction: Direction) -> Self {
        TextStyle {
            size,
            color: GIVEN_WHEN_PAINTED,
            weight: Weight::Regular,
            direction,
            fit: Fit::Extend,
            align: RowAlign::Start,
            underlined: false,
        }
    }

    /// With this colour.
    pub fn color(mut self, color: Color32) -> Self {
        self.color = color;
        self
    }

    /// With this weight.
    pub fn weight(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// Broken into rows of at most `width` points.
    pub fn wrapped(mut self, width: f32) -> Self {
        self.fit = Fit::Wrap(width);
        self
    }

    /// Cut at its end to at most `width` points.
    pub fn elided(mut self, width: f32) -> Self {
        self.fit = Fit::Elide(width);
        self
    }

    /// With rows placed so.
    pub fn aligned(mut self, align: RowAlign) -> Self {
        self.align = align;
        self
    }

    /// With a line under it.
    pub fn underlined(mut self) -> Self {
        self.underlined = true;
        self
    }

    /// The side at which egui aligns the rows.
    fn halign(&self) -> Align {
        match (self.align, self.direction.is_rtl()) {
            (RowAlign::Centre, _) => Align::Center,
            (RowAlign::Start, false) | (RowAlign::End, true) => Align::LEFT,
            (RowAlign::Start, true) | (RowAlign::End, false) => Align::RIGHT,
        }
    }
}

/// A text laid out and ready to be painted; valid for the pass in which it
/// was made (egui may renew its glyph texture after that).
#[derive(Clone)]
pub struct TextBlock {
    galley: Arc<Galley>,
    color: Color32,
    elided: bool,
}

/// Lays out `text`; cheap when the same text was shown in the last passes.
///
/// `text` is in logical order. Direction overrides and embeddings in it are
/// without effect, so that a name cannot disguise itself.
///
/// Must be called inside a pass of `ctx` (its fonts are loaded then), after
/// [`install_fonts`].
pub fn layout(ctx: &Context, text: &str, style: &TextStyle) -> TextBlock {
    let prepared = cache::prepared(ctx, text, style);
    let galley = ctx.fonts_mut(|fonts| fonts.layout_job(prepared.job.clone()));
    TextBlock { galley, color: style.color, elided: prepared.elided }
}

impl TextBlock {
    /// Width and height in points.
    pub fn size(&self) -> Vec2 {
        self.galley.rect.size()
    }

    /// Whether a part was left out.
    pub fn is_elided(&self) -> bool {
        self.elided
    }

    /// Distance from the top to the first baseline, in points.
    pub fn ascent(&self) -> f32 {
        self.galley.rows.first().and_then(|row| row.glyphs.first()).map_or(self.size().y, |glyph| glyph.pos.y)
    }

    /// Paints with the upper left corner at `top_left`.
    pub fn paint(&self, painter: &Painter, top_left: Pos2) {
        self.paint_colored(painter, top_left, self.color);
    }

    /// Paints in another colour than that of the style.
    pub fn paint_colored(&self, painter: &Painter, top_left: Pos2, color: Color32) {
        painter.add(self.shape(top_left, color));
    }

    /// Paints inside `rect`: in the middle of its height, at the side where
    /// `align` and `direction` say.
    pub fn paint_in(
        &self,
        painter: &Painter,
        rect: Rect,
        align: RowAlign,
        direction: Direction,
        color: Color32,
    ) {
        let spare = rect.width() - self.size().x;
        let left = match (align, direction.is_rtl()) {
            (RowAlign::Centre, _) => spare / 2.0,
            (RowAlign::Start, false) | (RowAlign::End, true) => 0.0,
            (RowAlign::Start, true) | (RowAlign::End, false) => spare,
        };
        let top = (rect.height() - self.size().y) / 2.0;
        self.paint_colored(painter, rect.min + vec2(left, top), color);
    }

    /// The text as a shape with its upper left corner at `top_left`.
    pub fn shape(&self, top_left: Pos2, color: Color32) -> Shape {
        // Rows aligned to the right or the middle lie left of egui's anchor.
        let anchor = top_left - self.galley.rect.min.to_vec2();
        TextShape::new(anchor, Arc::clone(&self.galley), color).into()
    }

    /// The text with a halo of `width` points around it, for maps: first the
    /// shapes of the halo, then the text.
    pub fn shapes_with_halo(&self, top_left: Pos2, color: Color32, halo: Color32, width: f32) -> Vec<Shape> {
        const DIAGONAL: f32 = std::f32::consts::FRAC_1_SQRT_2;
        const AROUND: [Vec2; 8] = [
            vec2(1.0, 0.0),
            vec2(DIAGONAL, DIAGONAL),
            vec2(0.0, 1.0),
            vec2(-DIAGONAL, DIAGONAL),
            vec2(-1.0, 0.0),
            vec2(-DIAGONAL, -DIAGONAL),
            vec2(0.0, -1.0),
            vec2(DIAGONAL, -DIAGONAL),
        ];
        let copies = AROUND.iter().map(|side| self.shape(top_left + *side * width, halo));
        copies.chain([self.shape(top_left, color)]).collect()
    }

    /// The characters as they are seen, from left to right, rows joined by
    /// line breaks: what the tests compare with the expected digits. A ligature
    /// is given by its first letter.
    pub fn glyphs_left_to_right(&self) -> String {
        let mut rows = Vec::with_capacity(self.galley.rows.len());
        for row in &self.galley.rows {
            // egui adds unseen glyphs without width to keep count of characters.
            let seen =
                row.glyphs.iter().filter(|glyph| glyph.advance_width > 0.0 || !glyph.uv_rect.is_nothing());
            let mut glyphs: Vec<(f32, char)> = seen.map(|glyph| (glyph.pos.x, glyph.chr)).collect();
            glyphs.sort_by(|left, right| left.0.total_cmp(&right.0));
            rows.push(glyphs.into_iter().map(|(_, character)| character).collect::<String>());
        }
        rows.join("\n")
    }

    /// Number of rows.
    pub fn row_count(&self) -> usize {
        self.galley.rows.len()
    }
}

/// The underline of a style, if it has one.
fn underline(style: &TextStyle) -> Stroke {
    if style.underlined { Stroke::new(1.0, GIVEN_WHEN_PAINTED) } else { Stroke::NONE }
}
