//! A change to a project as a value: what the window or a command asks for,
//! what the store applies in one transaction, and what came of it.

use super::feature::Feature;
use super::layer::Table;
use super::value::Value;
use crate::geometry::shape::Shape;
use uuid::Uuid;

/// One step of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Adds a feature under a fresh UUID.
    Insert {
        /// UUID of the new row.
        uuid: Uuid,
        /// The row.
        feature: Box<Feature>,
    },
    /// Changes columns and, where `shape` is given, the geometry of a row.
    Update {
        /// Table of the row.
        table: Table,
        /// UUID of the row.
        uuid: Uuid,
        /// Columns to set.
        set: Vec<(&'static str, Value)>,
        /// The new geometry: `None` leaves it, `Some(None)` removes it.
        shape: Option<Option<Shape>>,
    },
    /// Removes a row; history keeps it whole.
    Delete {
        /// Table of the row.
        table: Table,
        /// UUID of the row.
        uuid: Uuid,
    },
}

/// Edits that happen whole or not at all and are undone as one.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSet {
    /// What was done, a stable snake_case word (`draw_zone`, `mark`, `clear_mark`).
    pub action: &'static str,
    /// The edits, applied in order.
    pub edits: Vec<Edit>,
    /// Why, in the words of the person.
    pub reason: Option<String>,
    /// The day from which it holds (ISO date); `None` = today.
    pub effective_on: Option<String>,
    /// Evidence the person named.
    pub evidence: Option<String>,
}

impl ChangeSet {
    /// A change of that action with these edits.
    pub fn new(action: &'static str, edits: Vec<Edit>) -> ChangeSet {
        ChangeSet { action, edits, reason: None, effective_on: None, evidence: None }
    }
}

/// The row of a table, by its number in this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowId {
    /// The table.
    pub table: Table,
    /// Row number in this file (GeoPackage's `fid`); stays while the row lives.
    pub fid: i64,
}

/// What a transaction did.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The batch its events carry.
    pub batch: Uuid,
    /// Revision of the project after it.
    pub revision: u64,
    /// Rows that were added, changed or removed.
    pub rows: Vec<RowId>,
    /// Too many rows to list: everything of these tables is to be read again.
    pub whole_tables: Vec<Table>,
}
