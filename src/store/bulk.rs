//! The feature tables of a new file, written as pages while their rows stream in, and
//! their indexes at the end.

use super::cells::StoredCells;
use super::columns::Layout;
use super::error::StoreError;
use super::packed_rtree::{Entry, Packing, node_bytes, node_tables};
use super::pages::{Cell, IndexTree, PageFile, TableTree};
use super::ready_rows::RowToWrite;
use crate::base::Progress;
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
    roots: Roots,
    last: i64,
}

/// The tables that have rows so far, and the file.
pub struct Bulk {
    pages: PageFile,
    tables: [Option<BulkTable>; Table::ALL.len()],
    /// Where each table and its indexes begin.
    roots: Vec<Roots>,
}

/// Pages where a table and its indexes begin.
#[derive(Clone, Copy)]
struct Roots {
    rows: u32,
    uuids: u32,
    codes: u32,
    contents: u32,
    /// Nodes, parents and rows of the RTree.
    rtree: [u32; 3],
    rtree_node_bytes: usize,
}

impl Roots {
    fn of(connection: &Connection, table: Table) -> Result<Roots, StoreError> {
        let mut statement =
            connection.prepare_cached("SELECT rootpage FROM sqlite_schema WHERE name = ?1")?;
        let mut root = |name: String| statement.query_row([name], |row| row.get::<_, u32>(0));
        let mut rtree = [0; 3];
        for (root_page, name) in rtree.iter_mut().zip(node_tables(table)) {
            *root_page = root(name)?;
        }
        Ok(Roots {
            rows: root(table.name().to_owned())?,
            uuids: root(format!("{}_uuid", table.name()))?,
            codes: root(format!("{}_code", table.name()))?,
            contents: root(format!("{}_content", table.name()))?,
            rtree,
            rtree_node_bytes: node_bytes(connection, table)?,
        })
    }
}

impl Bulk {
    /// Begins behind what SQLite has written into the file at `path`, which people know
    /// as `named`. Until [`Bulk::finish`] `connection`, which must be in no transaction, writes nothing. A cancelled `progress` makes writing fail.
    ///
    /// # Errors
    /// A file that cannot be read or written.
    pub fn begin(
        connection: &Connection,
        path: &Path,
        named: &Path,
        progress: &Progress,
    ) -> Result<Bulk, StoreError> {
        let roots = Table::ALL.iter().map(|table| Roots::of(connection, *table)).collect::<Result<_, _>>()?;
        let pages = PageFile::begin(connection, path, named, progress)?;
        Ok(Bulk { pages, tables: [const { None }; Table::ALL.len()], roots })
    }

    /// Adds a row, whose number is above those of its table before.
    ///
    /// # Errors
    /// A failure of writing.
    pub fn add(&mut self, row: &StoredCells) -> Result<(), StoreError> {
        let (table, pages) = self.table(row.table);
        table.add(row, pages)
    }

    /// Like [`Bulk::add`], of a row that was made ready and has its UUID.
    ///
    /// # Errors
    /// As [`Bulk::add`].
    pub fn add_ready(&mut self, fid: i64, uuid: &str, row: &RowToWrite<'_>) -> Result<(), StoreError> {
        let (table, pages) = self.table(row.table);
        table.rows.push_record(fid, row.record, pages)?;
        table.uuids.push([Cell::Text(uuid), Cell::Integer(fid)].into_iter(), pages)?;
        table.codes.add(row.code, row.scope, fid);
        table.last = fid;
        Ok(())
    }

    /// Makes room for the keys of so many rows more, each with so many bytes of text.
    pub fn make_room(&mut self, table: Table, rows: usize, text_bytes: usize) {
        let (state, _) = self.table(table);
        let _ = state.codes.entries.try_reserve(rows);
        let _ = state.codes.texts.try_reserve(rows.saturating_mul(text_bytes));
    }

    fn table(&mut self, table: Table) -> (&mut BulkTable, &mut PageFile) {
        let page_size = self.pages.page_size();
        let roots = self.roots[table.position()];
        let state = self.tables[table.position()].get_or_insert_with(|| BulkTable {
            table,
            rows: TableTree::new(roots.rows, page_size),
            uuids: IndexTree::new(roots.uuids, page_size),
            codes: Keys::default(),
            contents: Keys::default(),
            roots,
            last: 0,
        });
        (state, &mut self.pages)
    }

    /// Writes what is left, the indexes (the RTree of `boxes_of` a table) and the header.
    /// Returns the highest number of each table that has rows.
    ///
    /// # Errors
    /// A failure of writing.
    pub fn finish(
        mut self,
        mut boxes_of: impl FnMut(Table) -> Vec<Entry>,
    ) -> Result<Vec<(Table, i64)>, StoreError> {
        let mut last = Vec::new();
        for state in self.tables.into_iter().flatten() {
            last.push((state.table, state.last));
            let boxes = boxes_of(state.table);
            state.finish(boxes, &mut self.pages)?;
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

    fn finish(self, boxes: Vec<Entry>, pages: &mut PageFile) -> Result<(), StoreError> {
        let size = pages.page_size();
        self.rows.finish(pages)?;
        self.uuids.finish(pages)?;
        let roots = self.roots;
        self.codes.write(IndexTree::new(roots.codes, size), self.table.code_scope().is_some(), pages)?;
        self.contents.write(IndexTree::new(roots.contents, size), false, pages)?;
        write_rtree(&Packing::of(boxes, roots.rtree_node_bytes), roots.rtree, pages)
    }
}

/// Writes the tables of an RTree; the numbers of their rows stand beside the records.
fn write_rtree(packing: &Packing, roots: [u32; 3], pages: &mut PageFile) -> Result<(), StoreError> {
    let [nodes, parents, rows] = roots.map(|root| TableTree::new(root, pages.page_size()));
    let mut tree = nodes;
    packing.nodes(|number, data| tree.push(number, [Cell::Null, Cell::Blob(data)].into_iter(), pages))?;
    tree.finish(pages)?;
    for (mut tree, pairs) in [(parents, packing.parents()), (rows, packing.homes())] {
        for (number, held_by) in pairs {
            tree.push(number, [Cell::Null, Cell::Integer(held_by)].into_iter(), pages)?;
        }
        tree.finish(pages)?;
    }
    Ok(())
}
