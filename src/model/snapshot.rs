//! The open project as plain values that never change: what the window draws,
//! analyses read and jobs take with them. Rows live in chunks shared between
//! snapshots, so a change costs one chunk, also at a million features.

use super::column::ColumnType;
use super::edit::RowId;
use super::layer::{Layer, Table};
use super::value::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// A row number and what is there now; `None` = gone.
type ChangedRow = (i64, Option<StoredRow>);

/// Rows of one chunk: numbers `k·CHUNK_ROWS ..  (k+1)·CHUNK_ROWS`.
pub const CHUNK_ROWS: i64 = 1024;

/// A row as the store reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRow {
    /// Row number in the file.
    pub fid: i64,
    /// Identity on every laptop.
    pub uuid: Uuid,
    /// Geometry in longitude/latitude degrees.
    pub geometry: Option<geo::Geometry<f64>>,
    /// One value a column of the table.
    pub values: Vec<Value>,
}

/// Texts of one column in one buffer: 1 allocation for a thousand names.
#[derive(Debug, Clone, Default)]
struct TextColumn {
    bytes: String,
    /// End of each text in `bytes`; equal to the previous end and not in `known` = null.
    ends: Vec<u32>,
    known: Vec<bool>,
}

impl TextColumn {
    fn push(&mut self, text: Option<&str>) {
        self.bytes.push_str(text.unwrap_or(""));
        self.ends.push(self.bytes.len() as u32);
        self.known.push(text.is_some());
    }

    fn get(&self, row: usize) -> Option<&str> {
        if !*self.known.get(row)? {
            return None;
        }
        let start = if row == 0 { 0 } else { *self.ends.get(row - 1)? as usize };
        self.bytes.get(start..*self.ends.get(row)? as usize)
    }
}

/// One column of a chunk, as compact as its type allows.
#[derive(Debug, Clone)]
enum ColumnData {
    /// Nothing known in the whole chunk.
    Empty,
    Text(TextColumn),
    /// Position in the column's allowed words; 255 = null.
    Word(&'static [&'static str], Vec<u8>),
    /// `i64::MIN` = null.
    Integer(Vec<i64>),
    /// NaN = null.
    Real(Vec<f64>),
    /// 0 no, 1 yes, 255 null.
    Boolean(Vec<u8>),
}

/// Up to [`CHUNK_ROWS`] rows in columns.
#[derive(Debug, Clone)]
pub struct Chunk {
    table: Table,
    fids: Vec<i64>,
    uuids: Vec<Uuid>,
    geometries: Vec<Option<Arc<geo::Geometry<f64>>>>,
    columns: Vec<ColumnData>,
}

impl Chunk {
    /// A chunk of these rows, sorted by `fid`.
    pub fn from_rows(table: Table, mut rows: Vec<StoredRow>) -> Chunk {
        rows.sort_by_key(|row| row.fid);
        let columns = table
            .columns()
            .iter()
            .enumerate()
            .map(|(at, column)| column_data(column.kind, column.allowed, &rows, at))
            .collect();
        Chunk {
            table,
            fids: rows.iter().map(|row| row.fid).collect(),
            uuids: rows.iter().map(|row| row.uuid).collect(),
            geometries: rows.into_iter().map(|row| row.geometry.map(Arc::new)).collect(),
            columns,
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.fids.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.fids.is_empty()
    }

    /// The rows, in order of their numbers.
    pub fn rows(&self) -> impl Iterator<Item = RowRef<'_>> {
        (0..self.fids.len()).map(move |row| RowRef { chunk: self, row })
    }

    fn find(&self, fid: i64) -> Option<RowRef<'_>> {
        self.fids.binary_search(&fid).ok().map(|row| RowRef { chunk: self, row })
    }

    fn to_rows(&self) -> Vec<StoredRow> {
        self.rows().map(|row| row.to_stored()).collect()
    }
}

fn column_data(
    kind: ColumnType,
    allowed: &'static [&'static str],
    rows: &[StoredRow],
    at: usize,
) -> ColumnData {
    let values = || rows.iter().map(|row| row.values.get(at).unwrap_or(&Value::Null));
    if values().all(Value::is_null) {
        return ColumnData::Empty;
    }
    match kind {
        ColumnType::Text if !allowed.is_empty() => ColumnData::Word(
            allowed,
            values()
                .map(|value| {
                    let word = value.as_text();
                    let at = word.and_then(|word| allowed.iter().position(|known| *known == word));
                    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
                })
                .collect(),
        ),
        ColumnType::Text | ColumnType::Date => {
            let mut column = TextColumn::default();
            values().for_each(|value| column.push(value.as_text()));
            ColumnData::Text(column)
        }
        ColumnType::Integer => {
            ColumnData::Integer(values().map(|value| value.as_i64().unwrap_or(i64::MIN)).collect())
        }
        ColumnType::Real => {
            ColumnData::Real(values().map(|value| value.as_f64().unwrap_or(f64::NAN)).collect())
        }
        ColumnType::Boolean => {
            ColumnData::Boolean(values().map(|value| value.as_bool().map_or(u8::MAX, u8::from)).collect())
        }
    }
}

/// One row of a snapshot.
#[derive(Debug, Clone, Copy)]
pub struct RowRef<'a> {
    chunk: &'a Chunk,
    row: usize,
}

impl<'a> RowRef<'a> {
    /// The table it is in.
    pub fn table(&self) -> Table {
        self.chunk.table
    }

    /// Its number in the file.
    pub fn fid(&self) -> i64 {
        self.chunk.fids.get(self.row).copied().unwrap_or_default()
    }

    /// Table and number.
    pub fn id(&self) -> RowId {
        RowId { table: self.chunk.table, fid: self.fid() }
    }

    /// Its identity on every laptop.
    pub fn uuid(&self) -> Uuid {
        self.chunk.uuids.get(self.row).copied().unwrap_or_default()
    }

    /// Its geometry in longitude/latitude degrees.
    pub fn geometry(&self) -> Option<&'a Arc<geo::Geometry<f64>>> {
        self.chunk.geometries.get(self.row).and_then(Option::as_ref)
    }

    /// The value at a column position of its table.
    pub fn value_at(&self, column: usize) -> Value {
        let row = self.row;
        let found = match self.chunk.columns.get(column) {
            None | Some(ColumnData::Empty) => None,
            Some(ColumnData::Text(_) | ColumnData::Word(..)) => {
                self.text_at(column).map(|text| Value::Text(text.to_owned()))
            }
            Some(ColumnData::Integer(numbers)) => {
                numbers.get(row).filter(|number| **number != i64::MIN).map(|number| Value::Int(*number))
            }
            Some(ColumnData::Real(numbers)) => {
                numbers.get(row).filter(|number| !number.is_nan()).map(|number| Value::Real(*number))
            }
            Some(ColumnData::Boolean(flags)) => {
                flags.get(row).filter(|flag| **flag != u8::MAX).map(|flag| Value::Bool(*flag == 1))
            }
        };
        found.unwrap_or(Value::Null)
    }

    /// The value of the column of that name.
    pub fn value(&self, column: &str) -> Value {
        self.chunk.table.column_position(column).map_or(Value::Null, |at| self.value_at(at))
    }

    /// The text of a column, without copying it.
    pub fn text(&self, column: &str) -> Option<&'a str> {
        self.chunk.table.column_position(column).and_then(|at| self.text_at(at))
    }

    /// The number of a column, whole or not.
    pub fn number(&self, column: &str) -> Option<f64> {
        self.value(column).as_f64()
    }

    /// The official code.
    pub fn code(&self) -> Option<&'a str> {
        self.text("code")
    }

    fn text_at(&self, column: usize) -> Option<&'a str> {
        match self.chunk.columns.get(column)? {
            ColumnData::Text(texts) => texts.get(self.row),
            ColumnData::Word(allowed, words) => allowed.get(usize::from(*words.get(self.row)?)).copied(),
            _ => None,
        }
    }

    /// The row as the store would read it.
    pub fn to_stored(&self) -> StoredRow {
        StoredRow {
            fid: self.fid(),
            uuid: self.uuid(),
            geometry: self.geometry().map(|geometry| geometry.as_ref().clone()),
            values: (0..self.chunk.table.columns().len()).map(|at| self.value_at(at)).collect(),
        }
    }
}

/// The rows of one table.
#[derive(Debug, Clone)]
pub struct TableData {
    table: Table,
    /// Chunk `k` holds the row numbers from `k·CHUNK_ROWS`.
    chunks: Vec<Option<Arc<Chunk>>>,
    count: usize,
}

impl TableData {
    fn empty(table: Table) -> TableData {
        TableData { table, chunks: Vec::new(), count: 0 }
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

    /// The chunks, for work in parallel.
    pub fn chunks(&self) -> impl Iterator<Item = &Arc<Chunk>> {
        self.chunks.iter().flatten()
    }

    /// The highest row number.
    pub fn last_fid(&self) -> Option<i64> {
        self.chunks.iter().rev().flatten().next().and_then(|chunk| chunk.fids.last().copied())
    }

    /// The row of that number.
    pub fn row(&self, fid: i64) -> Option<RowRef<'_>> {
        let at = usize::try_from(fid.div_euclid(CHUNK_ROWS)).ok()?;
        self.chunks.get(at)?.as_ref()?.find(fid)
    }

    fn replace_chunk(&mut self, at: usize, rows: Vec<StoredRow>) {
        if self.chunks.len() <= at {
            self.chunks.resize(at + 1, None);
        }
        if let Some(slot) = self.chunks.get_mut(at) {
            self.count -= slot.as_ref().map_or(0, |chunk| chunk.len());
            self.count += rows.len();
            *slot = (!rows.is_empty()).then(|| Arc::new(Chunk::from_rows(self.table, rows)));
        }
    }
}

/// Collects rows, in any order, into the data of a table.
#[derive(Debug)]
pub struct TableBuilder {
    data: TableData,
    pending: Vec<StoredRow>,
    pending_chunk: usize,
}

impl TableBuilder {
    /// A builder of `table`; cheapest when rows come in order of their numbers.
    pub fn new(table: Table) -> TableBuilder {
        TableBuilder { data: TableData::empty(table), pending: Vec::new(), pending_chunk: 0 }
    }

    /// Adds a row; rows with a negative number do not exist in a GeoPackage and are left out.
    pub fn push(&mut self, row: StoredRow) {
        let Ok(chunk) = usize::try_from(row.fid.div_euclid(CHUNK_ROWS)) else { return };
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
        if let Some(Some(earlier)) = self.data.chunks.get(self.pending_chunk) {
            rows.extend(earlier.to_rows());
        }
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
        let mut by_chunk: BTreeMap<(Table, usize), Vec<ChangedRow>> = BTreeMap::new();
        for (id, row) in changes {
            if let Ok(chunk) = usize::try_from(id.fid.div_euclid(CHUNK_ROWS)) {
                by_chunk.entry((id.table, chunk)).or_default().push((id.fid, row));
            }
        }
        for ((table, at), changes) in by_chunk {
            let Some(slot) = next.tables.get_mut(table.position()) else { continue };
            let data = Arc::make_mut(slot);
            let mut rows = match data.chunks.get(at) {
                Some(Some(chunk)) => chunk.to_rows(),
                _ => Vec::new(),
            };
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
    use geo::point;
    use proptest::prelude::*;

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
