//! The egui window over the app.

pub mod canvas;
pub mod kit;
pub mod map;
pub mod panels;
pub mod start;
pub mod state;
pub mod window;
