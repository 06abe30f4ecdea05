//! Rows of a new file in the very form in which its pages hold them, made on the
//! threads that read: the thread that writes puts in the UUID and copies.

use super::blob_read;
use super::cells::StoredCells;
use super::columns::{GEOM, Layout, UUID};
use super::error::StoreError;
use super::feature_cells::{Ready, cells_of};
use super::import_state::code_key;
use super::packed_rtree::Entry;
use super::pages::{Cell, Record};
use crate::base::id::UUID_TEXT_BYTES;
use crate::model::{ColumnType, Feature, Table};
use rusqlite::types::Value as Sql;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Makes [`ReadyRows`] for one import.
#[derive(Debug)]
pub struct RowMaker {
    /// The import's batch, which every row names.
    batch: String,
    /// Room of rows that are written.
    spare: Mutex<Vec<Room>>,
}

#[derive(Debug, Default)]
struct Room {
    bytes: Vec<u8>,
    texts: String,
    rows: Vec<ReadyRow>,
}

/// Rows with a code, ready to be copied into pages.
#[derive(Debug)]
pub struct ReadyRows {
    maker: Arc<RowMaker>,
    room: Room,
    record: Record,
    next: usize,
}

/// Where a row lies in its [`ReadyRows`].
#[derive(Debug, Clone)]
struct ReadyRow {
    table: Table,
    record: Range<usize>,
    /// Where in the bytes its UUID goes.
    uuid_at: usize,
    key: CodeText,
    /// See [`code_key`].
    hash: u64,
    /// Its box; the row has no number yet.
    entry: Option<Entry>,
}

/// A code and what it is unique within, one text behind the other.
#[derive(Debug, Clone, Copy)]
pub struct CodeText {
    /// Where they begin.
    pub start: usize,
    /// Bytes of the code.
    pub code: u32,
    /// Bytes of what it is unique within, if the row says.
    pub scope: Option<u32>,
}

/// One row on its way into the file.
pub struct RowToWrite<'r> {
    /// Its table.
    pub table: Table,
    /// The record, whose UUID is to be put in by [`RowToWrite::name`].
    pub record: &'r mut [u8],
    uuid_at: usize,
    /// Code and scope.
    pub code: &'r str,
    /// See [`CodeText::scope`].
    pub scope: Option<&'r str>,
    /// Its box; the row has no number yet.
    pub entry: Option<Entry>,
}

impl RowToWrite<'_> {
    /// Gives the row its UUID.
    pub fn name(&mut self, uuid: &str) {
        if let Some(place) = self.record.get_mut(self.uuid_at..self.uuid_at + UUID_TEXT_BYTES)
            && place.len() == uuid.len()
        {
            place.copy_from_slice(uuid.as_bytes());
        }
    }
}

impl RowMaker {
    pub(super) fn new(batch: String) -> RowMaker {
        RowMaker { batch, spare: Mutex::default() }
    }

    /// An empty run of rows.
    pub fn rows(self: &Arc<RowMaker>) -> ReadyRows {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        ReadyRows {
            maker: Arc::clone(self),
            room: spare.unwrap_or_default(),
            record: Record::default(),
            next: 0,
        }
    }
}

impl Drop for ReadyRows {
    fn drop(&mut self) {
        let mut room = std::mem::take(&mut self.room);
        room.bytes.clear();
        room.texts.clear();
        room.rows.clear();
        // A run of huge rows must not hold its room to the end.
        const KEPT_BYTES: usize = 8 << 20;
        if room.bytes.capacity() <= KEPT_BYTES {
            self.maker.spare.lock().unwrap_or_else(PoisonError::into_inner).push(room);
        }
    }
}

impl ReadyRows {
    /// Adds a feature, which must have a code.
    ///
    /// # Errors
    /// As [`Ready::of`]; then nothing was added.
    pub fn add(&mut self, feature: Feature) -> Result<(), StoreError> {
        const NO_UUID: &str = "00000000-0000-7000-8000-000000000000";
        let table = feature.table;
        let layout = Layout::of(table);
        let cells = cells_of(feature)?;
        let entry = match cells.get(GEOM) {
            Some(Sql::Blob(blob)) => blob_read::extent(blob)?.map(|extent| Entry::new(0, &extent)),
            _ => None,
        };
        let batch = self.maker.batch.as_str();
        let stored = cells.iter().zip(&layout.are_numbers).enumerate().map(|(at, (cell, is_number))| {
            if at == UUID {
                Cell::Text(NO_UUID)
            } else if at == layout.source_batch || at == layout.created_batch {
                Cell::Text(batch)
            } else if *is_number {
                Cell::from(cell).as_number()
            } else {
                Cell::from(cell)
            }
        });
        // The number of the row is the first column, and stands beside the record.
        self.record.fill(std::iter::once(Cell::Null).chain(stored));
        let (head, body) = self.record.parts();
        let geometry_bytes = match cells.get(GEOM) {
            Some(Sql::Blob(blob)) => blob.len(),
            _ => 0,
        };
        let room = &mut self.room;
        let start = room.bytes.len();
        room.bytes.extend_from_slice(head);
        room.bytes.extend_from_slice(body);
        let text = |at: Option<usize>| match at.and_then(|at| cells.get(at)) {
            Some(Sql::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let (code, scope) = (text(layout.code).unwrap_or_default(), text(layout.code_scope));
        let key = CodeText {
            start: room.texts.len(),
            code: code.len() as u32,
            scope: scope.map(|scope| scope.len() as u32),
        };
        room.texts.push_str(code);
        room.texts.push_str(scope.unwrap_or_default());
        let scope_or_code = if layout.code_scope.is_some() { scope } else { Some(code) };
        room.rows.push(ReadyRow {
            table,
            record: start..room.bytes.len(),
            uuid_at: head.len() + geometry_bytes,
            key,
            hash: code_key(scope_or_code, code),
            entry,
        });
        Ok(())
    }

    /// The table of the next row; `None` behind the last.
    pub fn table(&self) -> Option<Table> {
        Some(self.room.rows.get(self.next)?.table)
    }

    /// What tells the next row's code from others.
    pub(super) fn hash(&self) -> Option<u64> {
        Some(self.room.rows.get(self.next)?.hash)
    }

    /// The next row.
    pub(super) fn take(&mut self) -> Option<RowToWrite<'_>> {
        let Room { bytes, texts, rows } = &mut self.room;
        let row = rows.get(self.next)?;
        self.next += 1;
        let CodeText { start, code, scope } = row.key;
        let middle = start + code as usize;
        Some(RowToWrite {
            table: row.table,
            record: bytes.get_mut(row.record.clone())?,
            uuid_at: row.uuid_at,
            code: texts.get(start..middle)?,
            scope: match scope {
                Some(length) => Some(texts.get(middle..middle + length as usize)?),
                None => None,
            },
            entry: row.entry,
        })
    }

    /// The id of the row before the next one, as its file has it, and its code.
    pub fn names_of_last(&self) -> (Option<String>, Option<String>) {
        let Some(Ready { table, cells, .. }) = self.next.checked_sub(1).and_then(|at| self.cells_at(at))
        else {
            return (None, None);
        };
        let row = StoredCells { table, fid: 0, cells };
        let text = |column| row.text(column).map(str::to_owned);
        (text("source_id"), text("code"))
    }

    /// The next row as cells, for what is not done in bulk. It stays the next one.
    pub(super) fn cells(&self) -> Option<Ready> {
        self.cells_at(self.next)
    }

    fn cells_at(&self, at: usize) -> Option<Ready> {
        let row = self.room.rows.get(at)?;
        let layout = Layout::of(row.table);
        let stored = Record::read(self.room.bytes.get(row.record.clone())?)?;
        let mut cells: Vec<Sql> = stored.into_iter().skip(1).map(Sql::from).collect();
        for at in [UUID, layout.source_batch, layout.created_batch] {
            *cells.get_mut(at)? = Sql::Null;
        }
        // A number that is whole was written as such.
        for (column, cell) in row.table.columns().iter().zip(cells.iter_mut().skip(super::columns::VALUES)) {
            if let (ColumnType::Real, Sql::Integer(whole)) = (column.kind, &*cell) {
                *cell = Sql::Real(*whole as f64);
            }
        }
        Some(Ready { table: row.table, cells, emptied: Vec::new() })
    }

    /// Like [`ReadyRows::cells`], and the next row is the one behind it.
    pub(super) fn take_cells(&mut self) -> Option<Ready> {
        let cells = self.cells()?;
        self.next += 1;
        Some(cells)
    }
}
