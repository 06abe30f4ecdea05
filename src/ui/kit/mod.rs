//! The widgets of the window: thin, all text through [`crate::render::text`],
//! each with its logical text as accessible name (the tests find it by that)
//! and reachable by keyboard.
//!
//! Sentences come from the catalogue; a widget takes the finished text.
//! Language, theme and text size are set once a frame by [`theme::apply`].

pub mod button;
pub mod choice;
pub mod date_field;
pub mod dialog;
pub mod direction;
pub mod disclosure;
pub mod field;
pub mod icon;
pub mod label;
pub mod month;
pub mod progress;
pub mod table;
pub mod theme;
pub mod toast;

pub use button::{button, icon_button, link, primary_button, toggle, tool_button, why_button};
pub use choice::{checkbox, combo, radio, selectable, selectable_path, selectable_picture};
pub use date_field::{DateField, DateRangeField};
pub use disclosure::disclosure;
pub use field::{NumberField, TextField};
pub use icon::Icon;
pub use label::{Label, heading, label, strong, title, tooltip, weak};
pub use progress::progress_bar;
pub use theme::{Look, Palette, ThemeKind, look};
pub use toast::{Severity, Toast, Toasts};
