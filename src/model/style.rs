//! How a plot looks by its status: the one table behind map, legend, charts,
//! QGIS styles and reports (`assets/styles/plot_status.toml`).

use super::plot_status::PlotStatus;
use serde::Deserialize;

/// The style table that the product brings.
pub const PLOT_STATUS_STYLES: &str = include_str!("../../assets/styles/plot_status.toml");

/// Why a style table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// The file is no TOML of this form; says where.
    #[error("{0}")]
    Form(String),
    /// A colour is neither `none` nor `#rrggbb`.
    #[error("{0}: no colour")]
    Colour(String),
    /// A status has no style.
    #[error("{0}: no style")]
    Missing(&'static str),
}

/// A colour: red, green, blue and opacity, each 0–255.
pub type Rgba = [u8; 4];

/// How a border is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutlineLine {
    /// One line.
    Solid,
    /// Dashes.
    Dash,
}

/// What lies over the fill, so that a status reads without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// Nothing.
    None,
    /// Horizontal lines.
    Hatch,
    /// Lines at 45°.
    Diagonal,
    /// Lines at 45° and 135°.
    CrossHatch,
    /// Dots.
    Dots,
}

/// How plots of one status look.
#[derive(Debug, Clone, PartialEq)]
pub struct PlotStyle {
    /// The status.
    pub status: PlotStatus,
    /// Colour of the area; opacity 0 leaves it open.
    pub fill: Rgba,
    /// Colour of the border.
    pub outline: Rgba,
    /// Width of the border in screen pixels.
    pub outline_width_px: f32,
    /// Whether the border is one line or dashes.
    pub outline_line: OutlineLine,
    /// What lies over the fill.
    pub pattern: Pattern,
    /// Colour of the pattern.
    pub pattern_colour: Rgba,
    /// Name of the legend's symbol.
    pub symbol: String,
}

/// A colour darker than this in all its parts is not seen on a dark ground.
const DARK: u8 = 64;

impl PlotStyle {
    /// The style for a dark or a light ground: what is nearly black becomes as light.
    pub fn on(&self, is_dark: bool) -> PlotStyle {
        let seen = |[red, green, blue, alpha]: Rgba| match is_dark && red.max(green).max(blue) < DARK {
            true => [255 - red, 255 - green, 255 - blue, alpha],
            false => [red, green, blue, alpha],
        };
        let (outline, pattern_colour) = (seen(self.outline), seen(self.pattern_colour));
        PlotStyle { outline, pattern_colour, ..self.clone() }
    }
}

#[derive(Deserialize)]
struct File {
    plot: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: PlotStatus,
    fill: String,
    fill_opacity: f32,
    outline: String,
    outline_px: f32,
    outline_line: OutlineLine,
    pattern: Pattern,
    pattern_colour: String,
    symbol: String,
}

/// `#rrggbb` with an opacity of 0–1; `none` is transparent.
fn colour(text: &str, opacity: f32) -> Result<Rgba, StyleError> {
    if text == "none" {
        return Ok([0; 4]);
    }
    let bad = || StyleError::Colour(text.to_owned());
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(bad)?;
    let number = u32::from_str_radix(digits, 16).map_err(|_| bad())?;
    let [_, red, green, blue] = number.to_be_bytes();
    Ok([red, green, blue, (opacity.clamp(0.0, 1.0) * 255.0).round() as u8])
}

/// Reads a style table: one style a status, in the order of [`PlotStatus::ALL`].
///
/// # Errors
/// [`StyleError`] where the text has not that form, a colour is none, or a
/// status has no style.
pub fn parse_plot_styles(text: &str) -> Result<Vec<PlotStyle>, StyleError> {
    let file: File = toml::from_str(text).map_err(|error| StyleError::Form(error.to_string()))?;
    PlotStatus::ALL
        .into_iter()
        .map(|status| {
            let entry = file.plot.iter().find(|entry| entry.name == status);
            let entry = entry.ok_or(StyleError::Missing(status.name()))?;
            Ok(PlotStyle {
                status,
                fill: colour(&entry.fill, entry.fill_opacity)?,
                outline: colour(&entry.outline, 1.0)?,
                outline_width_px: entry.outline_px,
                outline_line: entry.outline_line,
                pattern: entry.pattern,
                pattern_colour: colour(&entry.pattern_colour, 1.0)?,
                symbol: entry.symbol.clone(),
            })
        })
        .collect()
}

/// The styles that the product brings, in the order of [`PlotStatus::ALL`].
///
/// # Errors
/// [`StyleError`] only where the product was built with a broken table.
pub fn plot_styles() -> Result<Vec<PlotStyle>, StyleError> {
    parse_plot_styles(PLOT_STATUS_STYLES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_border_is_lost_on_a_dark_ground() {
        for style in plot_styles().expect("the table is well formed") {
            let on_dark = style.on(true);
            let [red, green, blue, _] = on_dark.outline;
            assert!(red.max(green).max(blue) >= DARK, "{}", style.status.name());
            assert_eq!(style.on(false), style);
        }
    }

    #[test]
    fn every_status_has_a_look_of_its_own() {
        let styles = plot_styles().expect("the table is well formed");
        assert_eq!(styles.len(), PlotStatus::ALL.len());
        for (at, one) in styles.iter().enumerate() {
            for other in &styles[at + 1..] {
                let looks =
                    |style: &PlotStyle| (style.fill, style.outline, style.pattern, style.outline_line);
                assert_ne!(looks(one), looks(other), "{:?} {:?}", one.status, other.status);
            }
        }
    }

    #[test]
    fn a_broken_table_is_named() {
        assert_eq!(parse_plot_styles("plot = []"), Err(StyleError::Missing("planned")));
        assert!(matches!(parse_plot_styles("plot = 7"), Err(StyleError::Form(_))));
        let odd = PLOT_STATUS_STYLES.replace("#c62828", "red");
        assert_eq!(parse_plot_styles(&odd), Err(StyleError::Colour("red".to_owned())));
    }
}
