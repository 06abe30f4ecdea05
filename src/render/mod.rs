//! The map: tiles, tessellation, GPU, and the one door for visible text.

pub mod camera;
pub mod labels;
pub mod overlay;
pub mod text;

pub use camera::Camera;
