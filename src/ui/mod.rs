//! The egui window over the app.
