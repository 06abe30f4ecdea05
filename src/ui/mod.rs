//! The egui window over the app.

mod acting;
pub mod canvas;
pub mod kit;
pub mod map;
pub mod panels;
pub mod start;
pub mod state;
pub mod window;
