//! Rows in columns: what a snapshot keeps of a thousand features.

use super::column::ColumnType;
use super::edit::RowId;
use super::layer::Table;
use super::value::{Cell, Value};
use std::sync::Arc;
use uuid::Uuid;

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
    /// Nothing known in so many rows.
    Empty(usize),
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

impl ColumnData {
    /// A column of that type in which the first `nulls` rows know nothing.
    fn with_nulls(kind: ColumnType, allowed: &'static [&'static str], nulls: usize) -> ColumnData {
        match kind {
            ColumnType::Text if !allowed.is_empty() => ColumnData::Word(allowed, vec![u8::MAX; nulls]),
            ColumnType::Text | ColumnType::Date => {
                let (ends, known) = (vec![0; nulls], vec![false; nulls]);
                ColumnData::Text(TextColumn { bytes: String::new(), ends, known })
            }
            ColumnType::Integer => ColumnData::Integer(vec![i64::MIN; nulls]),
            ColumnType::Real => ColumnData::Real(vec![f64::NAN; nulls]),
            ColumnType::Boolean => ColumnData::Boolean(vec![u8::MAX; nulls]),
        }
    }

    fn push(&mut self, cell: &Cell<'_>) {
        match self {
            ColumnData::Empty(nulls) => *nulls += 1,
            ColumnData::Text(texts) => texts.push(cell.as_text()),
            ColumnData::Word(allowed, words) => {
                let at = cell.as_text().and_then(|word| allowed.iter().position(|known| *known == word));
                words.push(at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX));
            }
            ColumnData::Integer(numbers) => numbers.push(match cell {
                Cell::Int(number) => *number,
                _ => i64::MIN,
            }),
            ColumnData::Real(numbers) => numbers.push(match cell {
                Cell::Int(number) => *number as f64,
                Cell::Real(number) => *number,
                _ => f64::NAN,
            }),
            ColumnData::Boolean(flags) => flags.push(match cell {
                Cell::Bool(flag) => u8::from(*flag),
                _ => u8::MAX,
            }),
        }
    }
}

/// Rows in columns, sorted by number.
#[derive(Debug, Clone)]
pub struct Chunk {
    table: Table,
    pub(super) fids: Vec<i64>,
    uuids: Vec<Uuid>,
    geometries: Vec<Option<Arc<geo::Geometry<f64>>>>,
    columns: Vec<ColumnData>,
}

impl Chunk {
    /// A chunk of these rows.
    pub fn from_rows(table: Table, mut rows: Vec<StoredRow>) -> Chunk {
        rows.sort_by_key(|row| row.fid);
        let mut builder = ChunkBuilder::new(table);
        for row in rows {
            builder.push(row.fid, row.uuid, row.geometry, row.values.iter().map(Cell::from));
        }
        builder.finish()
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.fids.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.fids.is_empty()
    }

    /// The table that its rows are of.
    pub fn table(&self) -> Table {
        self.table
    }

    /// The number of its first row.
    pub fn first_fid(&self) -> Option<i64> {
        self.fids.first().copied()
    }

    /// The rows, in order of their numbers.
    pub fn rows(&self) -> impl Iterator<Item = RowRef<'_>> {
        (0..self.fids.len()).map(move |row| RowRef { chunk: self, row })
    }

    pub(super) fn find(&self, fid: i64) -> Option<RowRef<'_>> {
        // Where no row is missing in between its place follows from its number.
        let guess = usize::try_from(fid - self.first_fid()?).ok()?;
        let row = match self.fids.get(guess) {
            Some(found) if *found == fid => guess,
            _ => self.fids.binary_search(&fid).ok()?,
        };
        Some(RowRef { chunk: self, row })
    }

    pub(super) fn to_rows(&self) -> Vec<StoredRow> {
        self.rows().map(|row| row.to_stored()).collect()
    }
}

/// Takes the rows of a chunk one by one, in the order of their numbers.
#[derive(Debug)]
pub struct ChunkBuilder {
    chunk: Chunk,
}

impl ChunkBuilder {
    /// A builder of rows of `table`.
    pub fn new(table: Table) -> ChunkBuilder {
        let columns = table.columns().iter().map(|_| ColumnData::Empty(0)).collect();
        let chunk = Chunk { table, fids: Vec::new(), uuids: Vec::new(), geometries: Vec::new(), columns };
        ChunkBuilder { chunk }
    }

    /// Adds a row; `cells` are those of the table's columns, in their order.
    pub fn push<'c>(
        &mut self,
        fid: i64,
        uuid: Uuid,
        geometry: Option<geo::Geometry<f64>>,
        cells: impl Iterator<Item = Cell<'c>>,
    ) {
        let chunk = &mut self.chunk;
        chunk.fids.push(fid);
        chunk.uuids.push(uuid);
        chunk.geometries.push(geometry.map(Arc::new));
        let cells = cells.chain(std::iter::repeat(Cell::Null));
        for ((data, column), cell) in chunk.columns.iter_mut().zip(chunk.table.columns()).zip(cells) {
            if let ColumnData::Empty(nulls) = data {
                if cell == Cell::Null {
                    *nulls += 1;
                    continue;
                }
                *data = ColumnData::with_nulls(column.kind, column.allowed, *nulls);
            }
            data.push(&cell);
        }
    }

    /// How many rows it has taken.
    pub fn len(&self) -> usize {
        self.chunk.fids.len()
    }

    /// Whether it has taken none yet.
    pub fn is_empty(&self) -> bool {
        self.chunk.fids.is_empty()
    }

    /// The finished chunk, with no more memory than it needs.
    pub fn finish(mut self) -> Chunk {
        let chunk = &mut self.chunk;
        chunk.fids.shrink_to_fit();
        chunk.uuids.shrink_to_fit();
        chunk.geometries.shrink_to_fit();
        for column in &mut chunk.columns {
            match column {
                ColumnData::Empty(_) => {}
                ColumnData::Text(texts) => {
                    texts.bytes.shrink_to_fit();
                    texts.ends.shrink_to_fit();
                    texts.known.shrink_to_fit();
                }
                ColumnData::Word(_, bytes) | ColumnData::Boolean(bytes) => bytes.shrink_to_fit(),
                ColumnData::Integer(numbers) => numbers.shrink_to_fit(),
                ColumnData::Real(numbers) => numbers.shrink_to_fit(),
            }
        }
        self.chunk
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
            None | Some(ColumnData::Empty(_)) => None,
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
