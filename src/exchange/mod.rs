//! Exchange of features with files: GeoJSON in and out, as a stream of features
//! and verdicts. `docs/design/exchange.md` draws how a file becomes features.

mod batch;
mod build;
mod convert;
mod coordinates;
mod crs;
mod drawn;
mod error;
mod guess;
mod inspect;
mod item;
mod mapping;
mod members;
mod placing;
mod plan;
mod position;
mod prepare;
mod reader;
mod rules;
mod source;
mod splitter;
mod syntax;
mod writer;
mod written;

pub use drawn::{Drawn, read_drawn};
pub use error::{CrsCandidate, ReadError, ReadErrorKind, Stopped};
pub use inspect::{Findings, inspect};
pub use item::{Accepted, Item, Landing, REJECTIONS, Rejected, Repaired, WARNINGS, Warning};
pub use mapping::{Field, FieldMap};
pub use members::{Raw, members as json_members, string as json_string};
pub use position::TextPlace;
pub use reader::{Gather, LayerCount, ReadOptions, ReadSummary, read, read_and_gather, read_source};
pub use source::Source;
pub use writer::GeoJsonWriter;
