//! The map: tiles, tessellation, GPU, and the one door for visible text.

pub mod text;
