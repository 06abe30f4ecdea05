//! The map: tiles, tessellation, GPU, and the one door for visible text.

pub mod camera;
pub mod text;

pub use camera::Camera;
