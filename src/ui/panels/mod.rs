//! The panels around the map.

pub mod bar;
pub mod import_sheet;
pub mod inspector;
pub mod layers;
pub mod legend;
pub mod mark_dialog;
pub mod path_dialog;
pub mod status;
