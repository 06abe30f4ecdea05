//! Colours, sizes and spacing of the window; light and dark.

use egui::{Color32, Context, CornerRadius, Id, Margin, Stroke, Theme, ThemePreference, Visuals, vec2};

use crate::locale::{Catalogue, Direction, Language};

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeKind {
    /// Dark text on light ground, as on paper.
    #[default]
    Light,
    /// Light text on dark ground.
    Dark,
}

/// What the whole window follows: language, theme, size of the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Language of the interface.
    pub language: Language,
    /// Light or dark.
    pub theme: ThemeKind,
    /// Factor on all text sizes, 1 = 14-point running text.
    pub text_scale: f32,
    /// Stronger contrast between text, lines and ground.
    pub high_contrast: bool,
}

impl Default for Look {
    fn default() -> Self {
        Look {
            language: Language::default(),
            theme: ThemeKind::default(),
            text_scale: 1.0,
            high_contrast: false,
        }
    }
}

impl Look {
    /// The direction of rows, panels and tables.
    pub fn direction(&self) -> Direction {
        self.language.into()
    }

    /// The sentences of the language.
    pub fn catalogue(&self) -> &'static Catalogue {
        Catalogue::of(self.language)
    }

    /// The colours.
    pub fn palette(&self) -> Palette {
        let palette = match self.theme {
            ThemeKind::Light => Palette::LIGHT,
            ThemeKind::Dark => Palette::DARK,
        };
        if self.high_contrast { palette.with_high_contrast() } else { palette }
    }

    /// Size in points of a text of this rank.
    pub fn size(&self, rank: TextRank) -> f32 {
        let points = match rank {
            TextRank::Small => 12.0,
            TextRank::Body => 14.0,
            TextRank::Heading => 16.0,
            TextRank::Title => 22.0,
        };
        points * self.text_scale
    }
}

/// The four sizes of text; more would be noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextRank {
    /// Notes, units of an axis, table headers.
    Small,
    /// Running text and controls.
    #[default]
    Body,
    /// Heading of a panel or group.
    Heading,
    /// Title of a screen or dialog.
    Title,
}

/// Colours by what they are for. Colours of plots and layers are not here:
/// they belong to the data and are the same in every theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Palette {
    /// Ground of panels.
    pub panel: Color32,
    /// Ground of cards, popups and dialogs.
    pub raised: Color32,
    /// Ground of fields.
    pub sunken: Color32,
    /// Ground of buttons at rest, hovered, pressed.
    pub control: [Color32; 3],
    /// Lines between parts.
    pub line: Color32,
    /// Running text.
    pub text: Color32,
    /// Less important text.
    pub weak_text: Color32,
    /// What is chosen or asks to be pressed.
    pub accent: Color32,
    /// Text on the accent colour.
    pub on_accent: Color32,
    /// Ground of a chosen row.
    pub selected: Color32,
    /// Good news.
    pub good: Color32,
    /// Needs a look.
    pub warning: Color32,
    /// Wrong.
    pub error: Color32,
}

impl Palette {
    /// Light: warm white paper, ink text, a teal accent apart from the plot colours.
    pub const LIGHT: Palette = Palette {
        panel: Color32::from_rgb(247, 247, 245),
        raised: Color32::from_rgb(255, 255, 255),
        sunken: Color32::from_rgb(255, 255, 255),
        control: [
            Color32::from_rgb(236, 236, 233),
            Color32::from_rgb(225, 227, 225),
            Color32::from_rgb(209, 213, 211),
        ],
        line: Color32::from_rgb(214, 214, 210),
        text: Color32::from_rgb(32, 36, 38),
        weak_text: Color32::from_rgb(98, 104, 108),
        accent: Color32::from_rgb(15, 108, 116),
        on_accent: Color32::WHITE,
        selected: Color32::from_rgb(212, 234, 236),
        good: Color32::from_rgb(28, 118, 62),
        warning: Color32::from_rgb(150, 92, 0),
        error: Color32::from_rgb(176, 36, 36),
    };

    /// Dark: for the evening and for the field at night.
    pub const DARK: Palette = Palette {
        panel: Color32::from_rgb(30, 33, 35),
        raised: Color32::from_rgb(40, 44, 47),
        sunken: Color32::from_rgb(22, 24, 26),
        control: [
            Color32::from_rgb(52, 57, 60),
            Color32::from_rgb(64, 70, 74),
            Color32::from_rgb(78, 85, 89),
        ],
        line: Color32::from_rgb(62, 67, 70),
        text: Color32::from_rgb(226, 229, 230),
        weak_text: Color32::from_rgb(158, 166, 170),
        accent: Color32::from_rgb(74, 182, 190),
        on_accent: Color32::from_rgb(10, 28, 30),
        selected: Color32::from_rgb(32, 70, 76),
        good: Color32::from_rgb(104, 200, 138),
        warning: Color32::from_rgb(232, 178, 84),
        error: Color32::from_rgb(240, 122, 116),
    };

    fn with_high_contrast(mut self) -> Self {
        let is_dark = self.panel.r() < 128;
        self.text = if is_dark { Color32::WHITE } else { Color32::BLACK };
        self.weak_text = self.text;
        self.line = self.text;
        self
    }
}

/// Makes `look` the look of this frame: style, colours and spacing of egui,
/// and what [`look`] answers. Cheap when nothing has changed.
pub fn apply(ctx: &Context, look: Look) {
    let before = ctx.data(|data| data.get_temp::<Look>(look_id()));
    if before == Some(look) {
        return;
    }
    ctx.data_mut(|data| data.insert_temp(look_id(), look));
    let theme = match look.theme {
        ThemeKind::Light => Theme::Light,
        ThemeKind::Dark => Theme::Dark,
    };
    ctx.set_theme(ThemePreference::from(theme));
    let visuals = visuals(look);
    ctx.all_styles_mut(|style| {
        style.visuals = visuals.clone();
        style.spacing.item_spacing = vec2(8.0, 6.0);
        style.spacing.button_padding = vec2(10.0, 4.0);
        style.spacing.window_margin = Margin::same(14);
        style.spacing.menu_margin = Margin::same(6);
        style.spacing.interact_size.y = 28.0;
        style.spacing.indent = 16.0;
        // The bar of a list stands beside what it moves, not over it.
        style.spacing.scroll.floating_allocated_width = 8.0;
        for font in style.text_styles.values_mut() {
            font.size = look.size(TextRank::Body);
        }
        style.interaction.selectable_labels = false;
    });
    ctx.request_repaint();
}

/// The look set by [`apply`].
pub fn look(ctx: &Context) -> Look {
    ctx.data(|data| data.get_temp(look_id())).unwrap_or_default()
}

fn look_id() -> Id {
    Id::unique("shahrak-look")
}

fn visuals(look: Look) -> Visuals {
    let palette = look.palette();
    let mut visuals = match look.theme {
        ThemeKind::Light => Visuals::light(),
        ThemeKind::Dark => Visuals::dark(),
    };
    let radius = CornerRadius::same(5);
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.raised;
    visuals.extreme_bg_color = palette.sunken;
    visuals.faint_bg_color = palette.control[0].gamma_multiply(0.5);
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(6);
    visuals.hyperlink_color = palette.accent;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.selection.bg_fill = palette.selected;
    visuals.selection.stroke = Stroke::new(1.5, palette.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.accent);
    visuals.weak_text_color = Some(palette.weak_text);

    let states = &mut visuals.widgets;
    states.noninteractive.bg_stroke = Stroke::new(1.0, palette.line);
    states.noninteractive.fg_stroke = Stroke::new(1.0, palette.text);
    states.noninteractive.bg_fill = palette.panel;
    for (state, fill) in [
        (&mut states.inactive, palette.control[0]),
        (&mut states.hovered, palette.control[1]),
        (&mut states.active, palette.control[2]),
        (&mut states.open, palette.control[1]),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, palette.line);
        state.fg_stroke = Stroke::new(1.5, palette.text);
        state.corner_radius = radius;
        state.expansion = 0.0;
    }
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.1 relative luminance.
    fn luminance(color: Color32) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.039_28 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (high, low) = (luminance(a).max(luminance(b)), luminance(a).min(luminance(b)));
        (high + 0.05) / (low + 0.05)
    }

    #[test]
    fn every_text_colour_is_readable_on_every_ground() {
        for palette in [Palette::LIGHT, Palette::DARK] {
            for ground in [palette.panel, palette.raised, palette.sunken] {
                for text in [
                    palette.text,
                    palette.weak_text,
                    palette.good,
                    palette.warning,
                    palette.error,
                    palette.accent,
                ] {
                    assert!(
                        contrast(text, ground) >= 4.5,
                        "{text:?} on {ground:?}: {:.2}",
                        contrast(text, ground)
                    );
                }
            }
            assert!(contrast(palette.on_accent, palette.accent) >= 4.5);
            assert!(contrast(palette.text, palette.selected) >= 4.5);
        }
    }
}
