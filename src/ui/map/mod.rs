//! The map as the hand meets it: tools, drawing, snapping, picking, the live
//! card, and what is painted above the ground that `render` draws.

pub mod draw;
pub mod rectangle;
pub mod vertices;
