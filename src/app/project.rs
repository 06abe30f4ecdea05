//! From the project file to the snapshot that window and analyses read, and
//! from one revision to the next.

use super::error::AppError;
use crate::analysis::index::ProjectIndex;
use crate::base::Progress;
use crate::model::{Applied, RowId, Snapshot, StoredRow, Table, TableBuilder, TableData};
use crate::store::Reader;
use std::ops::ControlFlow;
use std::path::Path;

/// Reads a whole project.
///
/// # Errors
/// A failure of the database, or [`AppError::Cancelled`].
pub fn load(reader: &Reader, progress: &Progress) -> Result<Snapshot, AppError> {
    let mut total = 0;
    for table in Table::ALL {
        total += reader.count(table)?;
    }
    progress.set_total(total);
    let tables = Table::ALL
        .into_iter()
        .map(|table| load_table(reader, table, progress))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Snapshot::new(reader.revision()?, tables))
}

fn load_table(reader: &Reader, table: Table, progress: &Progress) -> Result<TableData, AppError> {
    /// Rows between two looks at the progress.
    const ROWS_PER_LOOK: u64 = 4096;
    let mut builder = TableBuilder::new(table);
    let mut rows = 0;
    reader.read_table(table, &mut |row| {
        builder.push(row);
        rows += 1;
        if rows % ROWS_PER_LOOK == 0 {
            progress.advance(ROWS_PER_LOOK);
            if progress.is_cancelled() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    })?;
    progress.advance(rows % ROWS_PER_LOOK);
    progress.check()?;
    Ok(builder.finish())
}

/// A snapshot and its indexes.
#[derive(Clone)]
pub struct Loaded {
    /// Everything in the project.
    pub snapshot: Snapshot,
    /// Its indexes.
    pub index: ProjectIndex,
}

/// Opens a project to look, and reads it whole; for commands that ask.
///
/// # Errors
/// A file that is no project, a failure of the database, a cancel.
pub fn load_file(path: &Path, progress: &Progress) -> Result<Loaded, AppError> {
    let store = crate::store::Store::open_read(path)?;
    load_indexed(&store, progress)
}

/// Reads a whole project and indexes it.
///
/// # Errors
/// As [`load`].
pub fn load_indexed(reader: &Reader, progress: &Progress) -> Result<Loaded, AppError> {
    let snapshot = load(reader, progress)?;
    let index = ProjectIndex::build(&snapshot, progress)?;
    Ok(Loaded { snapshot, index })
}

/// The next revision: reads again what a transaction changed, shares the rest.
///
/// # Errors
/// A failure of the database.
pub fn refresh(reader: &Reader, before: &Loaded, applied: &Applied) -> Result<Loaded, AppError> {
    let progress = Progress::new();
    let rows: Vec<RowId> =
        applied.rows.iter().copied().filter(|id| !applied.whole_tables.contains(&id.table)).collect();
    let mut changes: Vec<(RowId, Option<StoredRow>)> = Vec::with_capacity(rows.len());
    for table in Table::ALL {
        let fids: Vec<i64> = rows.iter().filter(|id| id.table == table).map(|id| id.fid).collect();
        if fids.is_empty() {
            continue;
        }
        let mut found = reader.read_rows(table, &fids)?;
        for fid in fids {
            let at = found.iter().position(|row| row.fid == fid);
            changes.push((RowId { table, fid }, at.map(|at| found.swap_remove(at))));
        }
    }
    let with_rows = before.snapshot.with_changes(applied.revision, changes);
    let index = before.index.with_changes(&before.snapshot, &with_rows, &rows);
    if applied.whole_tables.is_empty() {
        return Ok(Loaded { snapshot: with_rows, index });
    }
    let mut tables = Vec::new();
    for table in &applied.whole_tables {
        tables.push(load_table(reader, *table, &progress)?);
    }
    let snapshot = with_rows.with_tables(applied.revision, tables);
    let index = index.with_tables(&snapshot, &applied.whole_tables);
    Ok(Loaded { snapshot, index })
}
