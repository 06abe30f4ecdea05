//! The map: tiles, tessellation, GPU, and the one door for visible text.
//!
//! Knows neither window nor database: it draws [`MapLayer`]s of any
//! [`FeatureSource`], as a paint callback inside egui and, by
//! [`offscreen::Offscreen`], without a display. See `docs/design/render.md`.

mod cache;
pub mod camera;
mod clip;
mod engine;
mod error;
mod gpu;
pub mod labels;
mod layer;
mod mesh;
pub mod offscreen;
pub mod overlay;
mod quiet;
pub mod style;
pub mod text;
mod tile;

pub use cache::Waker;
pub use camera::Camera;
pub use engine::{MapRenderer, PaintStatus};
pub use error::RenderError;
pub use layer::{FeatureSource, LayerId, LayerKind, MapLayer};
pub use style::{Emphasis, Pattern, Stroke, StyleClass, StyleTable, Symbol};
