//! The feature tables of a new file, written as pages while their rows stream in.

use super::cells::StoredCells;
use super::columns::Layout;
use super::error::StoreError;
use super::pages::{Cell, IndexTree, PageFile, TableTree};
use crate::model::Table;
use rayon::slice::ParallelSliceMut;
use rusqlite::Connection;
use std::path::Path;

/// Keys of an index, kept until all are there.
#[derive(Default)]
struct Keys {
    texts: String,
    entries: Vec<Key>,
}

/// Where a key lies in [`Keys::texts`], and its row.
struct Key {
    start: usize,
    first: u32,
    /// Length of the second column; [`NO_VALUE`] where it is NULL.
    second: u32,
    fid: i64,
}

const NO_VALUE: u32 = u32::MAX;

impl Keys {
    fn add(&mut self, first: &str, second: Option<&str>, fid: i64) {
        let start = self.texts.len();
        self.texts.push_str(first);
        self.texts.push_str(second.unwrap_or_default());
        let length = |text: &str| text.len() as u32;
        self.entries.push(Key { start, first: length(first), second: second.map_or(NO_VALUE, length), fid });
    }

    fn parts<'k>(texts: &'k str, key: &Key) -> (&'k str, Option<&'k str>) {
        let middle = key.start + key.first as usize;
        let second = (key.second != NO_VALUE).then(|| middle + key.second as usize);
        (
            texts.get(key.start..middle).unwrap_or_default(),
            second.map(|end| texts.get(middle..end).unwrap_or_default()),
        )
    }

    /// Writes the index. NULL comes before all texts, as SQLite sorts.
    fn write(mut self, mut tree: IndexTree, is_scoped: bool, pages: &mut PageFile) -> Result<(), StoreError> {
        let texts = self.texts;
        let order = |key: &Key| (Keys::parts(&texts, key), key.fid);
        self.entries.par_sort_unstable_by(|one, other| order(one).cmp(&order(other)));
        for key in &self.entries {
            let (first, second) = Keys::parts(&texts, key);
            let scope = second.map_or(Cell::Null, Cell::Text);
            let cells = [Cell::Text(first), scope, Cell::Integer(key.fid)];
            let kept = cells.into_iter().enumerate().filter(|(at, _)| is_scoped || *at != 1);
            tree.push(kept.map(|(_, cell)| cell), pages)?;
        }
        tree.finish(pages)
    }
}

/// One table on its way into the file.
struct BulkTable {
    table: Table,
    rows: TableTree,
    uuids: IndexTree,
    codes: Keys,
    contents: Keys,
    roots: [u32; 2],
    last: i64,
}

/// The tables that have rows so far, and the file.
pub struct Bulk {
    pages: PageFile,
    tables: [Option<BulkTable>; Table::ALL.len()],
    /// Pages where the table and its indexes on UUID, code and content begin.
    roots: [[u32; 4]; Table::ALL.len()],
}

impl Bulk {
    /// Begins behind what SQLite has written into the file at `path`, which people know
    /// as `named`. Until [`Bulk::finish`] `connection`, which must be in no transaction, writes nothing.
    ///
    /// # Errors
    /// A file that cannot be read or written.
    pub fn begin(connection: &Connection, path: &Path, named: &Path) -> Result<Bulk, StoreError> {
        let mut roots = [[0; 4]; Table::ALL.len()];
        let mut statement = connection.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?1")?;
        for (table, roots) in Table::ALL.into_iter().zip(&mut roots) {
            for (ending, root) in ["", "_uuid", "_code", "_content"].into_iter().zip(roots) {
                *root = statement.query_row([format!("{}{ending}", table.name())], |row| row.get(0))?;
            }
        }
        drop(statement);
        let pages = PageFile::begin(connection, path, named)?;
        Ok(Bulk { pages, tables: [const { None }; Table::ALL.len()], roots })
    }

    /// Adds a row, whose number is above those of its table before.
    ///
    /// # Errors
    /// A failure of writing.
    pub fn add(&mut self, row: &StoredCells) -> Result<(), StoreError> {
        let page_size = self.pages.page_size();
        let roots = self.roots[row.table.position()];
        let state = self.tables[row.table.position()].get_or_insert_with(|| BulkTable {
            table: row.table,
            rows: TableTree::new(roots[0], page_size),
            uuids: IndexTree::new(roots[1], page_size),
            codes: Keys::default(),
            contents: Keys::default(),
            roots: [roots[2], roots[3]],
            last: 0,
        });
        state.add(row, &mut self.pages)
    }

    /// Writes what is left, the indexes and the header. Returns the highest number of
    /// each table that has rows.
    ///
    /// # Errors
    /// A failure of writing.
    pub fn finish(mut self) -> Result<Vec<(Table, i64)>, StoreError> {
        let mut last = Vec::new();
        for state in self.tables.into_iter().flatten() {
            last.push((state.table, state.last));
            state.finish(&mut self.pages)?;
        }
        self.pages.finish()?;
        Ok(last)
    }
}

impl BulkTable {
    fn add(&mut self, row: &StoredCells, pages: &mut PageFile) -> Result<(), StoreError> {
        let layout = Layout::of(self.table);
        let cells = row.cells.iter().zip(&layout.are_numbers);
        let cells = cells.map(
            |(cell, is_number)| {
                if *is_number { Cell::from(cell).as_number() } else { Cell::from(cell) }
            },
        );
        // The number of the row is the first column, and stands beside the record.
        self.rows.push(row.fid, std::iter::once(Cell::Null).chain(cells), pages)?;
        let uuid = [Cell::Text(row.uuid()), Cell::Integer(row.fid)];
        self.uuids.push(uuid.into_iter(), pages)?;
        if let Some(code) = row.text_at(layout.code) {
            self.codes.add(code, row.text_at(layout.code_scope), row.fid);
        }
        if let Some(hash) = row.text_at(Some(layout.content_hash)) {
            self.contents.add(hash, None, row.fid);
        }
        self.last = row.fid;
        Ok(())
    }

    fn finish(self, pages: &mut PageFile) -> Result<(), StoreError> {
        let size = pages.page_size();
        self.rows.finish(pages)?;
        self.uuids.finish(pages)?;
        let [codes, contents] = self.roots;
        self.codes.write(IndexTree::new(codes, size), self.table.code_scope().is_some(), pages)?;
        self.contents.write(IndexTree::new(contents, size), false, pages)
    }
}
