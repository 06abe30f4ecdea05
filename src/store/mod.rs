//! The project file: one GeoPackage, its history, undo, import and checks.
//!
//! [`Store`] opens, creates and changes a project; [`Reader`] reads it.
//! `docs/project-file.md` explains every table for outsiders,
//! `docs/design/store.md` how and why it is built like this.

mod actor;
mod apply;
mod beside;
mod blob;
mod blob_read;
mod bulk;
mod cells;
mod clock;
mod columns;
mod copy;
mod core_schema;
mod derived;
mod error;
mod event;
mod extent;
mod feature_cells;
mod feature_schema;
mod file;
mod functions;
mod import;
mod import_event;
mod import_state;
mod lock;
mod outside;
mod packed_rtree;
mod pages;
mod part_file;
mod reader;
mod ready_rows;
mod room;
mod same_json;
mod same_thing;
mod schema;
mod shelf;
mod standing;
mod status_interval;
mod styles;
mod transaction;
mod unchanged;
mod undo;
mod upgrade;
mod verify;
mod verify_data;
mod verify_geometry;
mod verify_history;
mod verify_package;

pub use actor::Actor;
pub use beside::belongs_to_database;
pub use blob::Extent;
pub use blob_read::BlobError;
pub use error::{Holder, StoreError};
pub use event::{Event, HistoryFilter};
pub use feature_cells::Ready;
pub use file::{Access, Store};
pub use import::{Import, Imported, Matched, Put};
pub use import_event::{ImportFile, ImportInfo, ImportRecord, LayerCounts, LayerMapping};
pub use reader::{ExportRow, LayerInfo, ProjectInfo, Reader, SpanRows, StoredRow};
pub use ready_rows::{ReadyRows, RowMaker};
pub use same_thing::Kinship;
pub use schema::SCHEMA_VERSION;
pub use undo::{Steps, Undone};
pub use verify::Finding;
