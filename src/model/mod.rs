//! What a plot, a zone, an asset and a rule are: the tables of a project, the
//! values of a feature, the life cycle of a plot, presets, and the immutable
//! snapshot that analysis and window read.

pub mod chunk;
pub mod civil_day;
pub mod codes;
pub mod column;
pub mod edit;
pub mod feature;
pub mod infra;
pub mod layer;
pub mod plot_status;
pub mod preset;
pub mod reference;
pub mod schema;
pub mod snapshot;
pub mod style;
pub mod value;

pub use chunk::{Chunk, ChunkBuilder, RowRef, StoredRow};
pub use column::{Column, ColumnType};
pub use edit::{Applied, ChangeSet, Edit, RowId};
pub use feature::{Feature, FeatureSource};
pub use layer::{Layer, Table};
pub use plot_status::PlotStatus;
pub use snapshot::{CHUNK_ROWS, Snapshot, TableBuilder, TableData};
pub use value::{Cell, Value};
