//! The open project: commands, jobs, settings, and what is drawn of it. The
//! window and the command line are two faces of these functions.

pub mod arriving;
pub mod aside;
pub mod checking;
mod desk;
pub mod error;
pub mod export;
pub mod finding;
pub mod import;
pub mod jobs;
pub mod marking;
pub mod measuring;
pub mod name_search;
pub mod paper;
pub mod paths;
pub mod picture;
pub mod project;
pub mod recent;
pub mod regions;
pub mod sampling;
pub mod scene;
pub mod session;
pub mod settings;
mod source_properties;
pub mod topology;
pub mod verifying;
pub mod zoning;
