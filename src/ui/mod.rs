//! The egui window over the app.

pub mod kit;
pub mod map;
pub mod state;
