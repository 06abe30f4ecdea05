//! Sample projects from sample-maps and the seeded generator: a seed gives the
//! same bytes on every machine. What is real is marked `published` with its
//! source, what is drawn around real places `approximate`, the rest `invented`.
//! The functions yield GeoJSON features layer by layer; the app sends them
//! through the same import as any file. `docs/design/sample.md` tells the ways.

mod admin;
mod admin_layer;
mod build;
mod bulk;
mod cells;
mod constraints;
mod data;
mod drafts;
mod error;
mod estate_plan;
mod estates;
mod feature;
mod graph;
mod ground;
mod growth;
mod networks;
mod people;
mod plane;
mod plots;
mod random;
mod regions;
mod siting;
mod supply;

pub use build::{DEFAULT_SEED, Preset, SampleLayer, build};
pub use bulk::{PLOTS_PER_ESTATE, generate_plots};
pub use data::base_map;
pub use error::SampleError;
