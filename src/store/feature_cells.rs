//! Between features of the model and cells of the file.

use super::blob;
use super::columns::{GEOM, Layout, UUID, VALUES};
use super::derived::search_key;
use super::error::StoreError;
use crate::model::{Cell, Column, ColumnType, Feature, Table, Value};
use rusqlite::types::{Value as Sql, ValueRef};
use sha2::{Digest, Sha256};

/// A value as it is stored.
pub fn to_sql(value: Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Bool(flag) => Sql::Integer(i64::from(flag)),
        Value::Int(number) => Sql::Integer(number),
        // SQLite stores NaN as NULL anyway; infinity means nothing in any column.
        Value::Real(number) if !number.is_finite() => Sql::Null,
        Value::Real(number) => Sql::Real(number),
        Value::Text(text) => Sql::Text(text),
    }
}

/// A stored cell as the column's value; what another program wrote in another
/// type is taken as text, a number as its column asks.
pub fn cell_of<'r>(column: &Column, cell: ValueRef<'r>) -> Cell<'r> {
    match (column.kind, cell) {
        (_, ValueRef::Null | ValueRef::Blob(_)) => Cell::Null,
        (ColumnType::Boolean, ValueRef::Integer(number)) => Cell::Bool(number != 0),
        (ColumnType::Real, ValueRef::Integer(number)) => Cell::Real(number as f64),
        (ColumnType::Text | ColumnType::Date, ValueRef::Integer(number)) => {
            Cell::Text(number.to_string().into())
        }
        (ColumnType::Text | ColumnType::Date, ValueRef::Real(number)) => {
            Cell::Text(number.to_string().into())
        }
        (_, ValueRef::Integer(number)) => Cell::Int(number),
        (_, ValueRef::Real(number)) => Cell::Real(number),
        (_, ValueRef::Text(text)) => Cell::Text(String::from_utf8_lossy(text)),
    }
}

/// As [`cell_of`], to keep.
pub fn from_sql(column: &Column, cell: ValueRef<'_>) -> Value {
    cell_of(column, cell).into()
}

/// The cells of what the store does not keep of a feature: the positions in
/// [`Layout::columns`] that its file names without a value.
fn emptied(feature: &Feature) -> Vec<usize> {
    let bits = feature.source.emptied;
    (0..u64::BITS).filter(|bit| bits >> bit & 1 == 1).map(|bit| VALUES + bit as usize).collect()
}

/// A feature as it will be stored: made on any thread, so that the one that writes has
/// less to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Ready {
    /// Its table.
    pub(super) table: Table,
    pub(super) cells: Vec<Sql>,
    /// See [`emptied`].
    pub(super) emptied: Vec<usize>,
}

impl Ready {
    /// Makes a feature ready.
    ///
    /// # Errors
    /// [`StoreError::GeometryKind`], [`StoreError::NoSuchColumn`] and
    /// [`StoreError::Heights`]: it cannot be stored as it is.
    pub fn of(feature: Feature) -> Result<Ready, StoreError> {
        let (table, emptied) = (feature.table, emptied(&feature));
        Ok(Ready { table, cells: cells_of(feature)?, emptied })
    }
}

fn text_cell(text: Option<String>) -> Sql {
    text.map_or(Sql::Null, Sql::Text)
}

/// The cells of a feature but for those that only the store knows (`uuid`,
/// batches, hash): these are NULL.
///
/// # Errors
/// As [`blob::encode`], and [`StoreError::NoSuchColumn`] where the feature has
/// not one value a column.
pub fn cells_of(feature: Feature) -> Result<Vec<Sql>, StoreError> {
    let table = feature.table;
    let layout = Layout::of(table);
    if feature.values.len() != table.columns().len() {
        return Err(StoreError::NoSuchColumn {
            table: table.name(),
            column: feature.values.len().to_string(),
        });
    }
    let mut cells = vec![Sql::Null; layout.columns.len()];
    if let Some(shape) = &feature.shape {
        let mut bytes = Vec::with_capacity(192);
        blob::encode(shape, table, &mut bytes)?;
        cells[GEOM] = Sql::Blob(bytes);
    }
    for (cell, value) in cells.iter_mut().skip(VALUES).zip(feature.values) {
        *cell = to_sql(value);
    }
    let kept = VALUES + table.columns().len();
    let source = feature.source;
    let bookkeeping = [
        key_of(table, &cells),
        text_cell(source.properties),
        text_cell(source.id),
        text_cell(source.members),
        text_cell(source.geometry_type),
    ];
    for (cell, value) in cells.iter_mut().skip(kept).zip(bookkeeping) {
        *cell = value;
    }
    Ok(cells)
}

/// The search key of a row, from its names and its code.
pub fn key_of(table: Table, cells: &[Sql]) -> Sql {
    let layout = Layout::of(table);
    let texts = ["name_fa", "name_en", "code"].into_iter().filter_map(|column| {
        match layout.position(column).and_then(|at| cells.get(at)) {
            Some(Sql::Text(text)) => Some(text.as_str()),
            _ => None,
        }
    });
    let key = search_key(texts);
    if key.is_empty() { Sql::Null } else { Sql::Text(key) }
}

/// Positions of the cells that hold JSON of the source: properties, id, members.
pub fn said_by_source(table: Table) -> std::ops::RangeInclusive<usize> {
    let key = VALUES + table.columns().len();
    key + 1..=key + 3
}

/// The hash by which a feature without a code of its own is known again:
/// SHA-256 (its first 16 bytes, in hexadecimal) of geometry, values and what
/// the file said of it.
pub fn content_hash(table: Table, cells: &[Sql]) -> String {
    let mut hash = Sha256::new();
    hash.update(table.layer().name());
    // Neither the UUID nor the search key: both are ours, not the feature's.
    let key = VALUES + table.columns().len();
    let said = said_by_source(table);
    let told = cells.iter().enumerate().filter(|(at, _)| *at != UUID && *at != key);
    for (at, cell) in told.take_while(|(at, _)| *at < key + 5) {
        match cell {
            Sql::Text(text) if said.contains(&at) => {
                hash_bytes(&mut hash, 3, super::same_json::canonical(text).as_bytes());
            }
            Sql::Null => hash.update([0]),
            Sql::Integer(number) => {
                hash.update([1]);
                hash.update(number.to_le_bytes());
            }
            Sql::Real(number) => {
                hash.update([2]);
                hash.update(number.to_le_bytes());
            }
            Sql::Text(text) => hash_bytes(&mut hash, 3, text.as_bytes()),
            Sql::Blob(blob) => hash_bytes(&mut hash, 4, blob),
        }
    }
    super::cells::hex(hash.finalize().get(..16).unwrap_or_default())
}

fn hash_bytes(hash: &mut Sha256, kind: u8, bytes: &[u8]) {
    hash.update([kind]);
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}
