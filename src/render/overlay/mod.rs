//! What egui's shapes draw above the map: scale bar, north arrow, legend,
//! attribution, handles and snap marks. Together they stay under some hundred
//! shapes; whatever can be many is drawn by the engine instead.

mod furniture;
mod handles;
mod legend;
mod scale_bar;
mod swatch;

use egui::Color32;

pub use furniture::{FurnitureRooms, LONGEST_BAR_PT, furniture};
pub use handles::{Handle, SnapMark};
pub use legend::{LegendEntry, LegendSection, legend};
pub use scale_bar::ScaleBar;
use scale_bar::scale_bar;
pub use swatch::{AreaSwatch, Sign, Swatch};

/// The colours of what lies above the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OverlayColours {
    /// Lines and text.
    pub ink: Color32,
    /// Around text and lines that stand on the map itself.
    pub halo: Color32,
    /// Ground of boxes.
    pub panel: Color32,
    /// What is being edited or snapped to.
    pub accent: Color32,
}

impl OverlayColours {
    /// Above a light map.
    pub const LIGHT: OverlayColours = OverlayColours {
        ink: Color32::from_rgb(38, 42, 48),
        halo: Color32::from_rgba_premultiplied(225, 225, 225, 225),
        panel: Color32::from_rgba_premultiplied(240, 240, 240, 240),
        accent: Color32::from_rgb(0, 96, 214),
    };
    /// Above a dark map.
    pub const DARK: OverlayColours = OverlayColours {
        ink: Color32::from_rgb(228, 230, 234),
        halo: Color32::from_rgba_premultiplied(18, 20, 23, 225),
        panel: Color32::from_rgba_premultiplied(30, 33, 38, 240),
        accent: Color32::from_rgb(98, 168, 255),
    };
}
