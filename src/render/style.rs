//! How features look: a table of classes, and per feature its class and flags.
//!
//! Vertices on the GPU carry only the index of their feature; everything here
//! is looked up when drawing. A change of this table uploads some bytes and
//! tessellates nothing.

use egui::Color32;
use std::sync::Arc;

/// How the inside of an area is filled, over its fill colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Pattern {
    /// The fill colour alone.
    #[default]
    Solid,
    /// Thin lines rising to the right.
    Hatch,
    /// Broad lines falling to the right.
    Diagonal,
    /// Thin lines both ways.
    CrossHatch,
    /// Dots.
    Dots,
    /// Level lines.
    Level,
    /// Upright lines.
    Upright,
}

/// How a line or an outline is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Stroke {
    /// Without gaps.
    #[default]
    Solid,
    /// Long strokes with gaps.
    Dashed,
    /// Short strokes with gaps.
    Dotted,
}

/// The sign that stands for a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Symbol {
    /// A disc.
    #[default]
    Circle,
    /// A square.
    Square,
    /// A triangle that stands on its base.
    Triangle,
    /// A square on its corner.
    Diamond,
    /// An upright cross.
    Cross,
}

/// One class of features: a plot status, a kind of line, a step of a ramp.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StyleClass {
    /// Inside of areas and of symbols.
    pub fill: Color32,
    /// Pattern over the fill, drawn in `ink`.
    pub pattern: Pattern,
    /// Colour of the pattern.
    pub ink: Color32,
    /// Outlines, lines and the rim of symbols.
    pub outline: Color32,
    /// Width of outlines and lines, in points (pixels at 96 dpi).
    pub outline_width: f32,
    /// Gaps of outlines and lines.
    pub stroke: Stroke,
    /// Sign for points.
    pub symbol: Symbol,
    /// Width of that sign, in points.
    pub symbol_size: f32,
}

impl Default for StyleClass {
    fn default() -> Self {
        StyleClass {
            fill: Color32::TRANSPARENT,
            pattern: Pattern::Solid,
            ink: Color32::TRANSPARENT,
            outline: Color32::GRAY,
            outline_width: 1.0,
            stroke: Stroke::Solid,
            symbol: Symbol::Circle,
            symbol_size: 7.0,
        }
    }
}

impl StyleClass {
    /// An area of one colour with an outline one point wide.
    pub fn area(fill: Color32, outline: Color32) -> Self {
        StyleClass { fill, outline, ..StyleClass::default() }
    }

    /// A line `width` points wide.
    pub fn line(color: Color32, width: f32) -> Self {
        StyleClass { outline: color, outline_width: width, ..StyleClass::default() }
    }

    /// A sign `size` points wide.
    pub fn point(symbol: Symbol, fill: Color32, outline: Color32, size: f32) -> Self {
        StyleClass { fill, outline, symbol, symbol_size: size, ..StyleClass::default() }
    }

    /// With a pattern of this colour over the fill.
    pub fn patterned(mut self, pattern: Pattern, ink: Color32) -> Self {
        self.pattern = pattern;
        self.ink = ink;
        self
    }

    /// With an outline of this width in points.
    pub fn outlined(mut self, width: f32, stroke: Stroke) -> Self {
        self.outline_width = width;
        self.stroke = stroke;
        self
    }
}

/// What sets a selected or hovered feature apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Emphasis {
    /// Laid over the fill.
    pub tint: Color32,
    /// Replaces the outline.
    pub outline: Color32,
    /// Width of that outline, in points.
    pub outline_width: f32,
    /// Drawn round the outline, so that it stands out from fills of its own colour.
    pub halo: Color32,
    /// How far the halo reaches beyond the outline on each side, in points; 0 = none.
    pub halo_width: f32,
}

/// Bits of [`StyleTable::flags`].
pub mod flag {
    /// The feature is not drawn (filtered out, or under edit).
    pub const HIDDEN: u8 = 1;
    /// The feature is selected.
    pub const SELECTED: u8 = 2;
    /// The pointer is on the feature.
    pub const HOVERED: u8 = 4;
    /// The feature is dimmed (it does not match the search, say).
    pub const DIMMED: u8 = 8;
}

/// The look of one layer. Give the engine a new `Arc` to change it.
#[derive(Debug, Clone, PartialEq)]
pub struct StyleTable {
    /// At most 256 classes; further ones are not drawn.
    pub classes: Vec<StyleClass>,
    /// Class of every feature by its index; class 0 where it is too short.
    pub class_of: Arc<Vec<u8>>,
    /// Bits of [`flag`] of every feature by its index; none where it is too short.
    pub flags: Vec<u8>,
    /// How selected features look.
    pub selected: Emphasis,
    /// How the feature under the pointer looks.
    pub hovered: Emphasis,
}

impl Default for StyleTable {
    fn default() -> Self {
        StyleTable {
            classes: vec![StyleClass::default()],
            class_of: Arc::default(),
            flags: Vec::new(),
            selected: Emphasis {
                // The fill tells the status, and a tint would change it.
                tint: Color32::TRANSPARENT,
                outline: Color32::from_rgb(0, 90, 220),
                outline_width: 3.0,
                halo: Color32::WHITE,
                halo_width: 2.0,
            },
            hovered: Emphasis {
                tint: Color32::from_rgba_unmultiplied(255, 255, 255, 50),
                outline: Color32::from_rgb(20, 20, 20),
                outline_width: 2.0,
                halo: Color32::TRANSPARENT,
                halo_width: 0.0,
            },
        }
    }
}

impl StyleTable {
    /// All features in one class.
    pub fn single(class: StyleClass) -> Self {
        StyleTable { classes: vec![class], ..StyleTable::default() }
    }

    /// Sets or clears bits of [`flag`] for one feature.
    pub fn set_flag(&mut self, feature: u32, bits: u8, on: bool) {
        let at = feature as usize;
        if at >= self.flags.len() {
            if !on {
                return;
            }
            self.flags.resize(at + 1, 0);
        }
        if let Some(flags) = self.flags.get_mut(at) {
            *flags = if on { *flags | bits } else { *flags & !bits };
        }
    }

    /// Features that are selected or hovered, ascending.
    pub(super) fn emphasised(&self) -> Vec<u32> {
        let wanted = flag::SELECTED | flag::HOVERED;
        let all = self.flags.iter().enumerate();
        all.filter(|(_, flags)| **flags & wanted != 0).map(|(index, _)| index as u32).collect()
    }
}
