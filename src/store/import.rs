//! An import: a stream of features matched against what is there, in one
//! transaction. Tables that are empty at its start are filled without index
//! or trigger, which are built at the end; what memory keeps of a feature is
//! its box and a few bytes of key.

use super::actor::Actor;
use super::apply::note_last_fid;
use super::blob_read;
use super::bulk::Bulk;
use super::cells::{self, StoredCells};
use super::columns::{GEOM, Layout, UUID};
use super::error::StoreError;
use super::feature_cells::{Ready, content_hash, key_of, said_by_source};
use super::file::Store;
use super::import_event::{ImportInfo, ImportRecord, LayerCounts};
use super::import_state::{LayerState, Load, TableState, is_empty};
use super::packed_rtree;
use super::ready_rows::{ReadyRows, RowMaker};
use super::same_json;
use super::same_thing::{self, Kinship, Lists, Met};
use super::transaction::{Occasion, Transaction};
use crate::base::Progress;
use crate::base::id::{UUID_TEXT_BYTES, UuidSeries};
use crate::model::preset::Matching;
use crate::model::{Applied, Feature, Layer, Table};
use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use std::path::Path;
use std::sync::Arc;

/// How a feature met what was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matched {
    /// It was not there.
    Added,
    /// It was there and differed.
    Changed,
    /// It was there just so.
    Unchanged,
}

/// What became of one feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// How it met what was there.
    pub matched: Matched,
    /// Its row.
    pub fid: i64,
    /// Its code came before in this import, so it is known by its content instead.
    pub code_repeated: bool,
    /// How it stands to the row that had its code; [`Kinship::OtherThing`] leaves that
    /// row as it is and knows the feature by its content.
    pub kinship: Kinship,
    /// Files that the row with its code came from, where that is another list.
    pub known_from: Option<String>,
}

/// An import under way; dropped before [`Import::finish`] it leaves no trace.
pub struct Import<'s> {
    transaction: Transaction<'s>,
    store: &'s Store,
    path: &'s Path,
    /// Files and mappings; may be completed until the end.
    pub info: ImportInfo,
    batch: String,
    lists: Lists,
    /// Imports whose properties are kept beside those of this one.
    inherited: Vec<String>,
    uuids: UuidSeries,
    layers: [Option<LayerState>; Layer::ALL.len()],
    tables: [Option<TableState>; Table::ALL.len()],
    /// In a new file: the tables, while the transaction is paused.
    bulk: Option<Bulk>,
    /// Bytes of the sources that are still to come.
    expected_bytes: u64,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The transaction.
    pub applied: Applied,
    /// Counts of each layer that occurred, in drawing order.
    pub counts: Vec<LayerCounts>,
}

/// Steps of SQLite's machine between two looks at the progress; some milliseconds.
const STEPS_PER_LOOK: i32 = 50_000;

impl Store {
    /// Begins an import. A cancelled `progress` also interrupts the building
    /// of indexes at the end.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the project was opened to look,
    /// [`StoreError::Busy`] while another program writes, [`StoreError::Corrupted`]
    /// where SQLite's quick check finds damage, [`StoreError::Preset`].
    pub fn begin_import(
        &mut self,
        info: ImportInfo,
        actor: &Actor,
        progress: &Progress,
    ) -> Result<Import<'_>, StoreError> {
        let matching = Matching::shipped()?;
        let connection = self.writable()?;
        let watched = progress.clone();
        connection.progress_handler(STEPS_PER_LOOK, Some(move || watched.is_cancelled()));
        let begin = || {
            if self.unfinished().is_none() {
                refuse_damaged(connection)?;
            }
            let mut transaction = Transaction::begin(connection, actor, Occasion::of("import"))?;
            let bulk = self.begin_bulk(&mut transaction, progress)?;
            Ok((transaction, bulk))
        };
        let (transaction, bulk) = begin().map_err(|error: StoreError| {
            connection.progress_handler(0, None::<fn() -> bool>);
            error.at(self.path())
        })?;
        Ok(Import {
            batch: transaction.batch.to_string(),
            transaction,
            path: self.path(),
            store: self,
            info,
            lists: Lists::new(matching),
            inherited: Vec::new(),
            uuids: UuidSeries::default(),
            layers: [const { None }; Layer::ALL.len()],
            tables: [const { None }; Table::ALL.len()],
            bulk,
            expected_bytes: 0,
        })
    }

    /// In a new file without features the tables are written page by page.
    fn begin_bulk(
        &self,
        transaction: &mut Transaction<'_>,
        progress: &Progress,
    ) -> Result<Option<Bulk>, StoreError> {
        let Some(part) = self.unfinished() else { return Ok(None) };
        for table in Table::ALL {
            if !is_empty(transaction.connection, table)? {
                return Ok(None);
            }
        }
        transaction.pause()?;
        Bulk::begin(transaction.connection, part, self.path(), progress).map(Some)
    }
}

/// A file that is damaged in a place which the import would not read must not get more
/// work laid into it: somebody would save what there is only after that work is in it too.
fn refuse_damaged(connection: &Connection) -> Result<(), StoreError> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" {
        return Ok(());
    }
    Err(StoreError::Corrupted { path: std::path::PathBuf::new(), detail: found })
}

impl Drop for Import<'_> {
    fn drop(&mut self) {
        // Before the transaction rolls back, which must not be interrupted.
        if let Ok(connection) = self.store.writable() {
            connection.progress_handler(0, None::<fn() -> bool>);
        }
    }
}

impl Import<'_> {
    /// Takes one feature: adds it, changes what is there, or finds it unchanged.
    ///
    /// # Errors
    /// [`StoreError::GeometryKind`], [`StoreError::NoSuchColumn`] or
    /// [`StoreError::Heights`] leave the import as it was, so that the next
    /// feature can follow; other errors end it.
    pub fn put(&mut self, feature: Feature) -> Result<Put, StoreError> {
        self.put_ready(Ready::of(feature)?)
    }

    /// Like [`Import::put`], of a feature that was made ready before.
    ///
    /// # Errors
    /// Those that end the import.
    pub fn put_ready(&mut self, ready: Ready) -> Result<Put, StoreError> {
        self.put_unnamed(ready).map_err(|error| error.at(self.path))
    }

    /// What makes rows of a new file ready on other threads; `None` where the file is not
    /// new, and each feature has to meet what is there.
    pub fn row_maker(&self) -> Option<Arc<RowMaker>> {
        self.bulk.as_ref().map(|_| Arc::new(RowMaker::new(self.batch.clone())))
    }

    /// Says how long the source is that comes next, in bytes, so that room is made once for
    /// what its rows need: what grows by doubling is copied, and touches new memory, again
    /// and again.
    pub fn announce(&mut self, source_bytes: u64) {
        self.expected_bytes = source_bytes;
    }

    /// Takes the next of `rows` as [`Import::put`] would its feature; `None` behind the last.
    ///
    /// # Errors
    /// Those that end the import.
    pub fn put_row(&mut self, rows: &mut ReadyRows) -> Result<Option<Put>, StoreError> {
        self.put_row_unnamed(rows).map_err(|error| error.at(self.path))
    }

    fn put_row_unnamed(&mut self, rows: &mut ReadyRows) -> Result<Option<Put>, StoreError> {
        let (Some(table), Some(hash)) = (rows.table(), rows.hash()) else { return Ok(None) };
        let layer = table.layer();
        self.prepare(layer)?;
        let Some(state) = &mut self.layers[layer as usize] else { return Err(no_state(layer)) };
        let is_first = state.note_code(hash);
        if state.will_ask_for_names()
            && let Some(Ready { table, cells, .. }) = rows.cells()
        {
            self.note_names(&StoredCells { table, fid: 0, cells });
        }
        if !is_first || self.bulk.is_none() {
            // Known by its content, since its code came before.
            let Some(ready) = rows.take_cells() else { return Ok(None) };
            return self.put_unnamed(ready).map(Some);
        }
        self.add_row(rows)
    }

    /// Adds the next row, whose code is new.
    fn add_row(&mut self, rows: &mut ReadyRows) -> Result<Option<Put>, StoreError> {
        let (Some(bulk), Some(mut row)) = (&mut self.bulk, rows.take()) else { return Ok(None) };
        let (table, layer) = (row.table, row.table.layer());
        let Some(state) = &mut self.layers[layer as usize] else { return Err(no_state(layer)) };
        let Some(table_state) = &mut self.tables[table.position()] else { return Err(no_state(layer)) };
        if self.expected_bytes > 0 {
            let rows = expected_rows(std::mem::take(&mut self.expected_bytes), row.record.len());
            table_state.make_room(rows);
            state.make_room(rows);
            bulk.make_room(table, rows, row.code.len() + row.scope.map_or(0, str::len));
        }
        let fid = table_state.take_fid();
        let mut room = [0; UUID_TEXT_BYTES];
        let uuid = self.uuids.next_text(&mut room);
        row.name(uuid);
        bulk.add_ready(fid, uuid, &row)?;
        match row.entry {
            Some(entry) => table_state.boxes.push(entry.of_row(fid)),
            None => table_state.note_gone(fid),
        }
        state.counts.added += 1;
        self.transaction.touch(table, fid);
        Ok(Some(Put {
            matched: Matched::Added,
            fid,
            code_repeated: false,
            kinship: Kinship::default(),
            known_from: None,
        }))
    }

    fn put_unnamed(&mut self, ready: Ready) -> Result<Put, StoreError> {
        let Ready { table, cells, emptied } = ready;
        let layer = table.layer();
        self.prepare(layer)?;
        let mut row = StoredCells { table, fid: 0, cells };
        self.note_names(&row);
        let connection = self.transaction.connection;
        let Some(state) = &mut self.layers[layer as usize] else { return Err(no_state(layer)) };
        state.note_scope(&row);
        let (found, code_repeated) = state.find_code(connection, &row, &self.tables)?;
        let there = match found {
            Some((at, fid)) => StoredCells::load(connection, at, fid)?,
            None => None,
        };
        let met = match &there {
            Some(there) => self.lists.meet(connection, &row, there)?,
            None => Met::default(),
        };
        let Met { kinship, issues, known_from } = met;
        let by_code =
            row.text_at(Layout::of(table).code).is_some() && !code_repeated && kinship != Kinship::OtherThing;
        let (matched, fid) = if by_code {
            match there {
                None => (Matched::Added, self.add(row)?),
                Some(there) => self.meet(row, there, &emptied, &issues)?,
            }
        } else {
            let hash = content_hash(table, &row.cells);
            let Some(state) = &self.layers[layer as usize] else { return Err(no_state(layer)) };
            let found = state.find_content(connection, &hash, &self.tables)?;
            set_cell(&mut row, Layout::of(table).content_hash, hash);
            match found {
                None => (Matched::Added, self.add(row)?),
                // Known by its content means nothing differs from what came in then.
                Some((at, fid)) => {
                    self.mark_seen(at, fid);
                    (Matched::Unchanged, fid)
                }
            }
        };
        if let Some(state) = &mut self.layers[layer as usize] {
            let counts = &mut state.counts;
            match matched {
                Matched::Added => counts.added += 1,
                Matched::Changed => counts.changed += 1,
                Matched::Unchanged => counts.unchanged += 1,
            }
        }
        Ok(Put { matched, fid, code_repeated, kinship, known_from })
    }

    /// Brings the row that has the feature's code to what the feature says.
    fn meet(
        &mut self,
        brought: StoredCells,
        there: StoredCells,
        emptied: &[usize],
        issues: &[String],
    ) -> Result<(Matched, i64), StoreError> {
        let (at, fid) = (there.table, there.fid);
        if let Some(state) = &mut self.layers[brought.table.layer() as usize] {
            state.note_issues(issues);
        }
        let (fid_now, changed) = self.change(brought, there, emptied)?;
        self.mark_seen(at, fid);
        Ok((if changed { Matched::Changed } else { Matched::Unchanged }, fid_now))
    }

    /// Keeps what the properties of a layer are called.
    fn note_names(&mut self, row: &StoredCells) {
        let layer = row.table.layer();
        let Some(state) = &mut self.layers[layer as usize] else { return };
        if let Some(properties) = row.text("source_properties")
            && state.asks_for_names()
        {
            self.info.call(layer, same_thing::names(properties));
        }
    }

    /// Keeps how another import read its properties: a row has them beside those of this one.
    fn inherit(&mut self, batch: &str) {
        if !self.inherited.iter().any(|known| known == batch) {
            self.inherited.push(batch.to_owned());
        }
    }

    /// Makes the tables of a layer ready at its first feature.
    fn prepare(&mut self, layer: Layer) -> Result<(), StoreError> {
        if self.layers[layer as usize].is_some() {
            return Ok(());
        }
        let connection = self.transaction.connection;
        let mut empty = true;
        for &table in layer.tables() {
            empty &= is_empty(connection, table)?;
        }
        for &table in layer.tables() {
            let load = match (&self.bulk, empty) {
                (Some(_), _) => Load::Bulk,
                (None, true) => Load::Fill,
                (None, false) => Load::Match,
            };
            let state = TableState::begin(connection, table, load)?;
            self.tables[table.position()] = Some(state);
        }
        self.layers[layer as usize] = Some(LayerState::new(layer, empty));
        Ok(())
    }

    fn mark_seen(&mut self, table: Table, fid: i64) {
        if let Some(state) = &mut self.tables[table.position()] {
            state.mark_seen(fid);
        }
    }

    fn add(&mut self, mut row: StoredCells) -> Result<i64, StoreError> {
        let Some(state) = &mut self.tables[row.table.position()] else { return Ok(0) };
        row.fid = state.take_fid();
        let layout = Layout::of(row.table);
        let mut room = [0; UUID_TEXT_BYTES];
        set_cell(&mut row, UUID, self.uuids.next_text(&mut room).to_owned());
        set_cell(&mut row, layout.source_batch, self.batch.clone());
        set_cell(&mut row, layout.created_batch, self.batch.clone());
        match &mut self.bulk {
            Some(bulk) => bulk.add(&row)?,
            None => row.insert(self.transaction.connection)?,
        }
        note_box(state, row.fid, row.cells.get(GEOM))?;
        self.transaction.touch(row.table, row.fid);
        Ok(row.fid)
    }

    /// Brings a row to what the feature says. Returns its number and whether
    /// anything differed.
    fn change(
        &mut self,
        mut brought: StoredCells,
        row: StoredCells,
        emptied: &[usize],
    ) -> Result<(i64, bool), StoreError> {
        let (table, fid) = (row.table, row.fid);
        if *brought.cell("geom") == Sql::Null {
            // Without a geometry nothing says that the thing has become another kind.
            brought.table = table;
        }
        if let (Some(now), Some(before)) = (brought.text("source_properties"), row.text("source_properties"))
            && let Some(both) = same_thing::united(now, before)
        {
            if let Some(at) = Layout::of(brought.table).position("source_properties") {
                set_cell(&mut brought, at, both);
            }
            self.inherit(row.text("source_batch").unwrap_or_default());
        }
        if table != brought.table {
            return self.change_table(brought, row, emptied);
        }
        let layout = Layout::of(table);
        let key = layout.position("search_key");
        let mut set = spoken_of(brought, emptied);
        // The key is of all that the row says now.
        set.retain(|(at, _)| Some(*at) != key);
        let mut merged = row.cells.clone();
        for (at, cell) in &set {
            merged[*at] = cell.clone();
        }
        if let Some(at) = key {
            set.push((at, key_of(table, &merged)));
        }
        let said = said_by_source(table);
        let is_same = |at: usize, cell: &Sql| match (cell, row.cells.get(at).unwrap_or(&Sql::Null)) {
            (Sql::Text(now), Sql::Text(before)) if said.contains(&at) => same_json::same(now, before),
            (now, before) => cells::same(now, before),
        };
        if set.iter().all(|(at, cell)| is_same(*at, cell)) {
            return Ok((fid, false));
        }
        if let Some(at) = layout.position("source_batch") {
            set.push((at, Sql::Text(self.batch.clone())));
        }
        self.transaction.update(&row, &set)?;
        if let Some(state) = &mut self.tables[table.position()] {
            note_box(state, fid, merged.get(GEOM))?;
        }
        Ok((fid, true))
    }

    /// The same thing came back with another kind of geometry (a point became
    /// an area): its row moves to the other table and keeps its UUID.
    fn change_table(
        &mut self,
        brought: StoredCells,
        row: StoredCells,
        emptied: &[usize],
    ) -> Result<(i64, bool), StoreError> {
        self.transaction.delete(&row)?;
        let Some(state) = &mut self.tables[brought.table.position()] else { return Ok((row.fid, false)) };
        let from = row.table;
        let gone = row.fid;
        // The tables of a layer share their columns, so positions mean the same.
        let mut moved = StoredCells { table: brought.table, fid: state.take_fid(), cells: row.cells };
        for (at, cell) in spoken_of(brought, emptied) {
            moved.cells[at] = cell;
        }
        let key = key_of(moved.table, &moved.cells);
        if let Some(at) = Layout::of(moved.table).position("search_key") {
            moved.cells[at] = key;
        }
        let source_batch = Layout::of(moved.table).source_batch;
        set_cell(&mut moved, source_batch, self.batch.clone());
        self.transaction.insert(&moved)?;
        if let Some(state) = &mut self.tables[moved.table.position()] {
            note_box(state, moved.fid, moved.cells.get(GEOM))?;
        }
        if let Some(state) = &mut self.tables[from.position()] {
            state.note_gone(gone);
        }
        Ok((moved.fid, true))
    }

    /// Ends the import: counts what is missing, builds the indexes, writes
    /// the batch event, commits.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Cancelled`] and other failures
    /// of the database; the project is then as it was.
    pub fn finish(mut self) -> Result<Imported, StoreError> {
        let path = self.path;
        self.finish_unnamed().map_err(|error| error.at(path))
    }

    /// What [`Import::finish`] would count, and then everything as it was.
    ///
    /// # Errors
    /// A failure of the database.
    pub fn preview(mut self) -> Result<Vec<LayerCounts>, StoreError> {
        let path = self.path;
        self.counts().map_err(|error| error.at(path))
    }

    fn counts(&mut self) -> Result<Vec<LayerCounts>, StoreError> {
        let connection = self.transaction.connection;
        let mut counts = Vec::new();
        for state in self.layers.iter_mut().flatten() {
            state.counts.missing = state.missing(connection, &self.tables)?;
            counts.push(state.counts);
        }
        Ok(counts)
    }

    /// Makes the pages part of the file, and goes on in the transaction.
    fn end_bulk(&mut self) -> Result<(), StoreError> {
        let Some(bulk) = self.bulk.take() else { return Ok(()) };
        let tables = &mut self.tables;
        let last = bulk.finish(|table| {
            let state = tables[table.position()].as_mut();
            state.map(|state| std::mem::take(&mut state.boxes)).unwrap_or_default()
        })?;
        self.transaction.resume()?;
        for (table, fid) in last {
            note_last_fid(self.transaction.connection, table, fid)?;
        }
        Ok(())
    }

    fn finish_unnamed(&mut self) -> Result<Imported, StoreError> {
        self.end_bulk()?;
        let counts = self.counts()?;
        for state in self.tables.iter_mut().flatten() {
            state.end(self.transaction.connection)?;
        }
        for batch in std::mem::take(&mut self.inherited) {
            if let Some(before) = self.lists.import(self.transaction.connection, &batch)? {
                self.info.inherit(before);
            }
        }
        let record = ImportRecord { info: self.info.clone(), counts: counts.clone() };
        let text = serde_json::to_string(&record).map_err(|error| StoreError::History(error.to_string()))?;
        let nothing = counts.iter().all(|counts| counts.added + counts.changed == 0);
        // An import that found everything as it is changes nothing, so there is nothing to undo.
        self.transaction.set_occasion(Occasion::of(if nothing { "import_nothing" } else { "import" }));
        self.transaction.log(None, None, Some(text))?;
        let applied = self.transaction.commit()?;
        Ok(Imported { applied, counts })
    }
}

/// How many rows a source of so many bytes may have, by the record of its first one. Rather
/// too many: room that is not used costs nothing.
fn expected_rows(source_bytes: u64, record_bytes: usize) -> usize {
    const MOST: u64 = 4_000_000;
    let rows = source_bytes.saturating_mul(2) / (record_bytes as u64).max(64);
    usize::try_from(rows.min(MOST)).unwrap_or(0)
}

fn no_state(layer: Layer) -> StoreError {
    StoreError::History(layer.name().to_owned())
}

/// The cells that the feature brings: all that it knows, and NULL where its file names
/// a column's property but gives no value. What the file does not speak of stays.
fn spoken_of(brought: StoredCells, emptied: &[usize]) -> Vec<(usize, Sql)> {
    let said = said_by_source(brought.table);
    let (id, kind) = (said.start() + 1, said.end() + 1);
    // Id, members and type of geometry go with the feature.
    let spoken_of = |at: usize| emptied.contains(&at) || (id..=kind).contains(&at);
    let cells = brought.cells.into_iter().enumerate();
    cells.filter(|(at, cell)| *at != UUID && (*cell != Sql::Null || spoken_of(*at))).collect()
}

fn set_cell(row: &mut StoredCells, at: usize, text: String) {
    if let Some(cell) = row.cells.get_mut(at) {
        *cell = Sql::Text(text);
    }
}

/// Remembers the box of a row for the index.
fn note_box(state: &mut TableState, fid: i64, geometry: Option<&Sql>) -> Result<(), StoreError> {
    let extent = match geometry {
        Some(Sql::Blob(blob)) => blob_read::extent(blob)?,
        _ => None,
    };
    match extent {
        Some(extent) => state.boxes.push(packed_rtree::Entry::new(fid, &extent)),
        None => state.note_gone(fid),
    }
    Ok(())
}
