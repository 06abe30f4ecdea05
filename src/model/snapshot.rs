//! The open project as plain values that never change: what the window draws,
//! analyses read and jobs take with them. Rows live in chunks shared between
//! snapshots, so a change costs one chunk, also at a million features.

use super::chunk::{Chunk, RowRef, StoredRow};
use super::edit::RowId;
use super::layer::{Layer, Table};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A row number and what is there now; `None` = gone.
type ChangedRow = (i64, Option<StoredRow>);

/// Rows of one chunk: numbers `k·CHUNK_ROWS ..  (k+1)·CHUNK_ROWS`.
pub const CHUNK_ROWS: i64 = 1024;

/// The rows of one table.
#[derive(Debug, Clone)]
pub struct TableData {
    table: Table,
    /// By number: chunk `k` holds the row numbers from `k·CHUNK_ROWS`. None is empty.
    chunks: Vec<(i64, Arc<Chunk>)>,
    count: usize,
}

/// The number of the chunk that a row is in.
fn chunk_number(fid: i64) -> i64 {
    fid.div_euclid(CHUNK_ROWS)
}

impl TableData {
    fn empty(table: Table) -> TableData {
        TableData { table, chunks: Vec::new(), count: 0 }
    }

    /// The table of these chunks, in any order; each with the rows of one number of
    /// [`CHUNK_ROWS`] rows, and no two of the same.
    pub fn of_chunks(table: Table, chunks: impl IntoIterator<Item = Chunk>) -> TableData {
        let mut data = TableData::empty(table);
        for chunk in chunks {
            let Some(first) = chunk.first_fid() else { continue };
            data.count += chunk.len();
            data.chunks.push((chunk_number(first), Arc::new(chunk)));
        }
        data.chunks.sort_by_key(|(number, _)| *number);
        data
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All rows, by number.
    pub fn rows(&self) -> impl Iterator<Item = RowRef<'_>> {
        self.chunks().flat_map(|chunk| chunk.rows())
    }

    /// The chunks, by number, for work in parallel.
    pub fn chunks(&self) -> impl Iterator<Item = &Arc<Chunk>> {
        self.chunks.iter().map(|(_, chunk)| chunk)
    }

    /// The highest row number.
    pub fn last_fid(&self) -> Option<i64> {
        self.chunks.last().and_then(|(_, chunk)| chunk.fids.last().copied())
    }

    /// The row of that number.
    pub fn row(&self, fid: i64) -> Option<RowRef<'_>> {
        let at = self.place_of(chunk_number(fid)).ok()?;
        self.chunks.get(at)?.1.find(fid)
    }

    /// Where the chunk of that number is, or would be.
    fn place_of(&self, number: i64) -> Result<usize, usize> {
        // Where no chunk is missing in between its place follows from its number.
        let first = self.chunks.first().map_or(0, |(first, _)| *first);
        if let Ok(guess) = usize::try_from(number - first)
            && self.chunks.get(guess).is_some_and(|(found, _)| *found == number)
        {
            return Ok(guess);
        }
        self.chunks.binary_search_by_key(&number, |(number, _)| *number)
    }

    /// The rows of a chunk, ready to be changed.
    fn rows_of_chunk(&self, number: i64) -> Vec<StoredRow> {
        let chunk = self.place_of(number).ok().and_then(|at| self.chunks.get(at));
        chunk.map(|(_, chunk)| chunk.to_rows()).unwrap_or_default()
    }

    fn replace_chunk(&mut self, number: i64, rows: Vec<StoredRow>) {
        let place = self.place_of(number);
        if let Ok(at) = place {
            let (_, before) = self.chunks.remove(at);
            self.count -= before.len();
        }
        if !rows.is_empty() {
            self.count += rows.len();
            let (Ok(at) | Err(at)) = place;
            self.chunks.insert(at, (number, Arc::new(Chunk::from_rows(self.table, rows))));
        }
    }
}

/// Collects rows, in any order, into the data of a table.
#[derive(Debug)]
pub struct TableBuilder {
    data: TableData,
    pending: Vec<StoredRow>,
    pending_chunk: i64,
}

impl TableBuilder {
    /// A builder of `table`; cheapest when rows come in order of their numbers.
    pub fn new(table: Table) -> TableBuilder {
        TableBuilder { data: TableData::empty(table), pending: Vec::new(), pending_chunk: 0 }
    }

    /// Adds a row.
    pub fn push(&mut self, row: StoredRow) {
        let chunk = chunk_number(row.fid);
        if chunk != self.pending_chunk {
            self.flush();
            self.pending_chunk = chunk;
        }
        self.pending.push(row);
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let mut rows = std::mem::take(&mut self.pending);
        rows.extend(self.data.rows_of_chunk(self.pending_chunk));
        self.data.replace_chunk(self.pending_chunk, rows);
    }

    /// The finished table.
    pub fn finish(mut self) -> TableData {
        self.flush();
        self.data
    }
}

/// The whole project at one revision.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Revision of the project file it shows.
    pub revision: u64,
    tables: [Arc<TableData>; Table::ALL.len()],
}

impl Default for Snapshot {
    fn default() -> Self {
        Snapshot { revision: 0, tables: Table::ALL.map(|table| Arc::new(TableData::empty(table))) }
    }
}

impl Snapshot {
    /// A snapshot of these tables; tables not given are empty.
    pub fn new(revision: u64, tables: Vec<TableData>) -> Snapshot {
        let mut snapshot = Snapshot { revision, ..Snapshot::default() };
        for data in tables {
            let table = data.table;
            snapshot.set_table(table, data);
        }
        snapshot
    }

    fn set_table(&mut self, table: Table, data: TableData) {
        if let Some(slot) = self.tables.get_mut(table.position()) {
            *slot = Arc::new(data);
        }
    }

    /// The rows of a table.
    pub fn table(&self, table: Table) -> &TableData {
        &self.tables[table as usize]
    }

    /// All rows of a layer, table by table, by number.
    pub fn layer(&self, layer: Layer) -> impl Iterator<Item = RowRef<'_>> {
        layer.tables().iter().flat_map(|table| self.table(*table).rows())
    }

    /// One row.
    pub fn row(&self, id: RowId) -> Option<RowRef<'_>> {
        self.table(id.table).row(id.fid)
    }

    /// The rows of a layer with that code, in order.
    pub fn with_code<'a>(&'a self, layer: Layer, code: &'a str) -> impl Iterator<Item = RowRef<'a>> {
        self.layer(layer).filter(move |row| row.code() == Some(code))
    }

    /// A snapshot in which the given rows are as the store now has them:
    /// `Some` = new or changed, `None` = gone. Everything else is shared.
    pub fn with_changes(&self, revision: u64, changes: Vec<(RowId, Option<StoredRow>)>) -> Snapshot {
        let mut next = self.clone();
        next.revision = revision;
        let mut by_chunk: BTreeMap<(Table, i64), Vec<ChangedRow>> = BTreeMap::new();
        for (id, row) in changes {
            by_chunk.entry((id.table, chunk_number(id.fid))).or_default().push((id.fid, row));
        }
        for ((table, at), changes) in by_chunk {
            let Some(slot) = next.tables.get_mut(table.position()) else { continue };
            let data = Arc::make_mut(slot);
            let mut rows = data.rows_of_chunk(at);
            rows.retain(|row| !changes.iter().any(|(fid, _)| *fid == row.fid));
            rows.extend(changes.into_iter().filter_map(|(_, row)| row));
            data.replace_chunk(at, rows);
        }
        next
    }

    /// A snapshot with whole tables replaced.
    pub fn with_tables(&self, revision: u64, tables: Vec<TableData>) -> Snapshot {
        let mut next = self.clone();
        next.revision = revision;
        for data in tables {
            let table = data.table;
            next.set_table(table, data);
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Value;
    use geo::point;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn row(fid: i64, code: &str, status: Option<&str>, area_m2: Option<f64>) -> StoredRow {
        let mut values = vec![Value::Null; Table::Plots.columns().len()];
        let mut set = |name: &str, value: Value| {
            values[Table::Plots.column_position(name).expect("column")] = value;
        };
        set("code", code.into());
        set("status", status.map_or(Value::Null, Value::from));
        set("area_m2", area_m2.map_or(Value::Null, Value::from));
        StoredRow {
            fid,
            uuid: Uuid::from_u128(fid as u128),
            geometry: Some(point!(x: fid as f64, y: 1.0).into()),
            values,
        }
    }

    fn table_of(rows: &[StoredRow]) -> TableData {
        let mut builder = TableBuilder::new(Table::Plots);
        rows.iter().cloned().for_each(|row| builder.push(row));
        builder.finish()
    }

    #[test]
    fn gives_back_what_was_put_in() {
        let rows =
            vec![row(1, "01", Some("vacant"), Some(5.5)), row(2, "", None, None), row(5000, "z", None, None)];
        let snapshot = Snapshot::new(3, vec![table_of(&rows)]);
        let back: Vec<_> = snapshot.layer(Layer::Plots).map(|row| row.to_stored()).collect();
        assert_eq!(back, rows);
        assert_eq!(snapshot.table(Table::Plots).len(), 3);
        let first = snapshot.with_code(Layer::Plots, "01").next().expect("row 01");
        assert_eq!(first.text("status"), Some("vacant"));
        assert_eq!(first.number("area_m2"), Some(5.5));
        assert!(snapshot.row(RowId { table: Table::Plots, fid: 3 }).is_none());
    }

    proptest! {
        /// Whatever changes are applied, the snapshot equals one built afresh.
        #[test]
        fn changes_equal_a_fresh_build(
            start in prop::collection::btree_map(1i64..4000, 0u8..9, 0..60),
            changes in prop::collection::btree_map(1i64..4000, prop::option::of(0u8..9), 0..60),
        ) {
            let make = |fid: i64, n: u8| row(fid, &format!("c{n}"), Some("built"), Some(f64::from(n)));
            let rows: Vec<_> = start.iter().map(|(fid, n)| make(*fid, *n)).collect();
            let changed = Snapshot::new(1, vec![table_of(&rows)]).with_changes(
                2,
                changes
                    .iter()
                    .map(|(fid, n)| (RowId { table: Table::Plots, fid: *fid }, n.map(|n| make(*fid, n))))
                    .collect(),
            );
            let mut expected = start;
            for (fid, n) in changes {
                match n {
                    Some(n) => expected.insert(fid, n),
                    None => expected.remove(&fid),
                };
            }
            let expected: Vec<_> = expected.iter().map(|(fid, n)| make(*fid, *n)).collect();
            let got: Vec<_> = changed.layer(Layer::Plots).map(|row| row.to_stored()).collect();
            prop_assert_eq!(changed.table(Table::Plots).len(), expected.len());
            prop_assert_eq!(got, expected);
        }
    }
}
