//! From the project file to the snapshot that window and analyses read, and
//! from one revision to the next.

use super::error::AppError;
use crate::analysis::index::ProjectIndex;
use crate::base::{Problem, Progress};
use crate::model::{Applied, RowId, Snapshot, StoredRow, Table, TableData};
use crate::store::{Reader, SpanRows, StoreError};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Reads a whole project.
///
/// # Errors
/// A failure of the database, a geometry that cannot be read, or [`AppError::Cancelled`].
pub fn load(reader: &Reader, progress: &Progress) -> Result<Snapshot, AppError> {
    let (snapshot, unreadable) = load_readable(reader, progress)?;
    match unreadable.into_iter().next() {
        Some(error) => Err(error.into()),
        None => Ok(snapshot),
    }
}

/// Reads a whole project; rows whose geometry cannot be read are there without one, and
/// told apart.
fn load_readable(reader: &Reader, progress: &Progress) -> Result<(Snapshot, Vec<StoreError>), AppError> {
    let (tables, unreadable) = load_tables(reader, &Table::ALL, progress)?;
    Ok((Snapshot::new(reader.revision()?, tables), unreadable))
}

/// Rows of one span of a table.
type Span = (Table, SpanRows);

/// Fewer spans than this for each thread are read sooner than a thread is under way.
const SPANS_A_THREAD: usize = 2;

/// Reads whole tables, on as many threads as there are cores.
fn load_tables(
    reader: &Reader,
    tables: &[Table],
    progress: &Progress,
) -> Result<(Vec<TableData>, Vec<StoreError>), AppError> {
    let mut total = 0;
    let mut spans: Vec<(Table, i64)> = Vec::new();
    for table in tables {
        total += reader.count(*table)?;
        spans.extend(reader.spans(*table)?.into_iter().map(|start| (*table, start)));
    }
    progress.set_total(total);
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let others = reader.beside(cores.min(spans.len() / SPANS_A_THREAD).saturating_sub(1))?;
    let mut read = read_on_threads(reader, others, &spans, progress)?;
    let chunks_of = |table: &Table| {
        let of_table = read.iter_mut().filter(|(of, _)| of == table);
        TableData::of_chunks(*table, of_table.flat_map(|(_, span)| std::mem::take(&mut span.chunks)))
    };
    let tables = tables.iter().map(chunks_of).collect();
    Ok((tables, read.into_iter().flat_map(|(_, span)| span.unreadable).collect()))
}

/// Reads spans on this thread and one more for each of `others`.
fn read_on_threads(
    reader: &Reader,
    others: Vec<Reader>,
    spans: &[(Table, i64)],
    progress: &Progress,
) -> Result<Vec<Span>, AppError> {
    let next = &AtomicUsize::new(0);
    thread::scope(|scope| {
        let start = |other: Reader| scope.spawn(move || read_spans(&other, spans, next, progress));
        let workers: Vec<_> = others.into_iter().map(start).collect();
        let mut read = read_spans(reader, spans, next, progress);
        for worker in workers {
            let panicked = |_| Err(AppError::Problem(Problem::new("job-panicked")));
            let theirs = worker.join().unwrap_or_else(panicked);
            read = read.and_then(|mut read| {
                read.extend(theirs?);
                Ok(read)
            });
        }
        read
    })
}

/// Reads spans until all are taken.
fn read_spans(
    reader: &Reader,
    spans: &[(Table, i64)],
    next: &AtomicUsize,
    progress: &Progress,
) -> Result<Vec<Span>, AppError> {
    let mut read = Vec::new();
    while let Some((table, start)) = spans.get(next.fetch_add(1, Ordering::Relaxed)) {
        progress.check()?;
        let span = reader.read_span(*table, *start)?;
        progress.advance(span.chunks.iter().map(|chunk| chunk.len() as u64).sum());
        read.push((*table, span));
    }
    Ok(read)
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

/// Reads a whole project and indexes it, as far as it can be read: what cannot is told,
/// for the person who works on it has to see the rest.
///
/// # Errors
/// A failure of the database, or [`AppError::Cancelled`].
pub fn load_to_work_on(reader: &Reader, progress: &Progress) -> Result<(Loaded, Vec<StoreError>), AppError> {
    let (snapshot, unreadable) = load_readable(reader, progress)?;
    let index = ProjectIndex::build(&snapshot, progress)?;
    Ok((Loaded { snapshot, index }, unreadable))
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
    // What of them cannot be read was told when the project was opened.
    let (tables, _) = load_tables(reader, &applied.whole_tables, &progress)?;
    let snapshot = with_rows.with_tables(applied.revision, tables);
    let index = index.with_tables(&snapshot, &applied.whole_tables);
    Ok(Loaded { snapshot, index })
}
