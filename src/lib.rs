//! Shahrak: a desktop GIS for industrial estates and rural zones.
//!
//! The modules form a house of storeys; each imports only from the storeys
//! below it (`tests/house.rs` enforces this, `docs/architecture.md` draws it):
//!
//! | storey | modules |
//! |---|---|
//! | 0 | [`base`] |
//! | 1 | [`geometry`], [`locale`] |
//! | 2 | [`model`] |
//! | 3 | [`analysis`], [`exchange`], [`store`], [`sample`], [`render`] |
//! | 4 | [`app`] |
//! | 5 | [`ui`], [`cli`] |

// The types of wgpu nest deeper than the default of 128 allows.
#![recursion_limit = "256"]
#![warn(missing_docs)]

pub mod analysis;
pub mod app;
pub mod base;
pub mod cli;
pub mod exchange;
pub mod geometry;
pub mod locale;
pub mod model;
pub mod render;
pub mod sample;
pub mod store;
pub mod ui;
