//! The panels around the map.

pub mod bar;
pub mod import_preview;
pub mod import_sheet;
pub mod inspector;
pub mod layers;
pub mod legend;
pub mod mark_dialog;
pub mod palette;
pub mod path_dialog;
pub mod regions;
pub mod settings;
pub mod status;
pub mod unsaved;
