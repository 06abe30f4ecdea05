//! What an import remembers of each layer and table while it runs.

use super::apply::next_fid;
use super::cells::StoredCells;
use super::columns::Layout;
use super::error::StoreError;
use super::feature_schema;
use super::import_event::LayerCounts;
use super::packed_rtree::{self, Entry};
use crate::model::{Layer, Table};
use foldhash::quality::FixedState;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ToSql};
use std::collections::HashSet;
use std::hash::BuildHasher;

/// States by [`Table::position`].
pub type TableStates = [Option<TableState>; Table::ALL.len()];

/// How the rows of a table come into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// They meet those that are there.
    Match,
    /// There are none: no index is needed until the end.
    Fill,
    /// The same in a file that nobody else sees: page by page.
    Bulk,
}

/// One table during an import.
pub struct TableState {
    table: Table,
    load: Load,
    /// Nothing was in it, so that the RTree is written whole.
    was_empty: bool,
    /// Numbers up to this one were there before.
    last_before: i64,
    next: i64,
    /// A bit for each number that was there before: met in this import.
    seen: Vec<u64>,
    /// Boxes of rows that were added or got another geometry.
    pub boxes: Vec<Entry>,
    gone: Vec<i64>,
}

/// Where fewer rows than this came in, boxes are inserted one by one.
const PACK_FROM: usize = 1_000;

impl TableState {
    /// Takes triggers off the table, and its indexes where nothing will be
    /// looked up by them; leaves both where the table is written in bulk.
    pub fn begin(connection: &Connection, table: Table, load: Load) -> Result<TableState, StoreError> {
        let next = next_fid(connection, table)?;
        if load != Load::Bulk {
            feature_schema::drop_triggers(connection, table)?;
        }
        if load == Load::Fill {
            feature_schema::drop_indexes(connection, table)?;
        }
        Ok(TableState {
            load,
            table,
            was_empty: is_empty(connection, table)?,
            last_before: next - 1,
            next,
            seen: Vec::new(),
            boxes: Vec::new(),
            gone: Vec::new(),
        })
    }

    /// Makes room for the boxes of so many rows more; without it, it grows as they come.
    pub fn make_room(&mut self, rows: usize) {
        let _ = self.boxes.try_reserve(rows);
    }

    /// The number of the next row.
    pub fn take_fid(&mut self) -> i64 {
        self.next += 1;
        self.next - 1
    }

    fn bit(fid: i64) -> Option<(usize, u64)> {
        let at = usize::try_from(fid).ok()?;
        Some((at / 64, 1 << (at % 64)))
    }

    /// Notes that a row was met.
    pub fn mark_seen(&mut self, fid: i64) {
        if let Some((word, bit)) = TableState::bit(fid) {
            if self.seen.len() <= word {
                self.seen.resize(word + 1, 0);
            }
            self.seen[word] |= bit;
        }
    }

    /// Whether this import has met the row already, or brought it.
    pub fn is_seen(&self, fid: i64) -> bool {
        fid > self.last_before
            || TableState::bit(fid)
                .is_some_and(|(word, bit)| self.seen.get(word).is_some_and(|seen| seen & bit != 0))
    }

    /// Notes that a row has no box any more.
    pub fn note_gone(&mut self, fid: i64) {
        if fid <= self.last_before {
            self.gone.push(fid);
        }
    }

    /// Builds the RTree, puts indexes and triggers back; what was written in bulk has them.
    pub fn end(&mut self, connection: &Connection) -> Result<(), StoreError> {
        if self.load == Load::Bulk {
            return Ok(());
        }
        let boxes = std::mem::take(&mut self.boxes);
        let gone = std::mem::take(&mut self.gone);
        if self.was_empty {
            packed_rtree::replace(connection, self.table, boxes)?;
        } else if boxes.len() + gone.len() < PACK_FROM {
            packed_rtree::patch(connection, self.table, &boxes, &gone)?;
        } else {
            packed_rtree::rebuild(connection, self.table)?;
        }
        feature_schema::create_indexes(connection, self.table)?;
        feature_schema::create_rtree_triggers(connection, self.table)?;
        feature_schema::create_outside_triggers(connection, self.table)?;
        Ok(())
    }
}

/// Whether a table has no row.
pub fn is_empty(connection: &Connection, table: Table) -> rusqlite::Result<bool> {
    let sql = format!("SELECT NOT EXISTS(SELECT 1 FROM \"{}\")", table.name());
    connection.query_row(&sql, [], |row| row.get(0))
}

/// One layer during an import.
pub struct LayerState {
    layer: Layer,
    /// All its tables were empty.
    empty: bool,
    /// Keys of the codes met, where nothing was there to match.
    codes: HashSet<u64, FixedState>,
    /// Estates, levels or kinds that the files speak of.
    scopes: HashSet<String>,
    /// Imports of what was known by its code: the issues of this list that came before.
    issues: HashSet<String>,
    /// Features whose properties' names were asked for.
    names_asked: u32,
    /// Counts so far.
    pub counts: LayerCounts,
}

/// Features of a layer by which its list is known: more say nothing new, and cost time.
const FEATURES_NAMED: u32 = 100;

/// The column within whose values features can be missing; `None` = the whole layer.
fn missing_scope(layer: Layer) -> Option<&'static str> {
    match layer {
        Layer::Plots | Layer::Landuse => Some("estate_code"),
        Layer::Admin => Some("level"),
        Layer::Infra | Layer::Constraints => Some("kind"),
        _ => None,
    }
}

/// What tells a code within its scope from others, in memory.
pub fn code_key(scope: Option<&str>, code: &str) -> u64 {
    FixedState::default().hash_one((scope, code))
}

type Found = Option<(Table, i64)>;

impl LayerState {
    /// A layer at its first feature.
    pub fn new(layer: Layer, empty: bool) -> LayerState {
        LayerState {
            layer,
            empty,
            codes: HashSet::default(),
            scopes: HashSet::new(),
            issues: HashSet::new(),
            names_asked: 0,
            counts: LayerCounts { layer, added: 0, changed: 0, unchanged: 0, missing: 0 },
        }
    }

    /// Notes which estate, level or kind the feature speaks of.
    pub fn note_scope(&mut self, row: &StoredCells) {
        if self.empty {
            return;
        }
        if let Some(column) = missing_scope(self.layer) {
            let value = row.text(column).unwrap_or_default();
            if !self.scopes.contains(value) {
                self.scopes.insert(value.to_owned());
            }
        }
    }

    /// The row with the feature's code, and whether the code came before in this import.
    pub fn find_code(
        &mut self,
        connection: &Connection,
        row: &StoredCells,
        tables: &TableStates,
    ) -> Result<(Found, bool), StoreError> {
        let layout = Layout::of(row.table);
        let Some(code) = row.text_at(layout.code) else { return Ok((None, false)) };
        let scope = row.table.code_scope().unwrap_or("code");
        let scope_value = row.text_at(layout.code_scope.or(layout.code));
        if self.empty {
            return Ok((None, !self.note_code(code_key(scope_value, code))));
        }
        let condition = format!("code = ?1 AND \"{scope}\" IS ?2 AND content_hash IS NULL");
        let (found, any) = self.first_unseen(connection, &condition, &[&code, &scope_value], tables)?;
        Ok((found, found.is_none() && any))
    }

    /// Makes room for so many codes more; without it, it grows as they come.
    pub fn make_room(&mut self, codes: usize) {
        // Unlike a list, a set of double the size is touched all over.
        let _ = self.codes.try_reserve(codes / 2);
    }

    /// Notes the code of a feature of a layer that was empty; whether it is the first with it.
    pub fn note_code(&mut self, key: u64) -> bool {
        self.codes.insert(key)
    }

    /// The row that came in with the same content and was not met yet.
    pub fn find_content(
        &self,
        connection: &Connection,
        hash: &str,
        tables: &TableStates,
    ) -> Result<Found, StoreError> {
        if self.empty {
            return Ok(None);
        }
        Ok(self.first_unseen(connection, "content_hash = ?1", &[&hash], tables)?.0)
    }

    /// The first row not met in this import, and whether there was any row at all.
    fn first_unseen(
        &self,
        connection: &Connection,
        condition: &str,
        values: &[&dyn ToSql],
        tables: &TableStates,
    ) -> Result<(Found, bool), StoreError> {
        let mut any = false;
        for &table in self.layer.tables() {
            let Some(state) = &tables[table.position()] else { continue };
            let sql = format!("SELECT fid FROM \"{}\" WHERE {condition} ORDER BY fid", table.name());
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(values)?;
            while let Some(row) = rows.next()? {
                let fid = row.get(0)?;
                any = true;
                if !state.is_seen(fid) {
                    return Ok((Some((table, fid)), true));
                }
            }
        }
        Ok((None, any))
    }

    /// Notes the imports of this list that made or changed a row which came back.
    pub fn note_issues(&mut self, batches: &[String]) {
        for batch in batches {
            if !self.issues.contains(batch) {
                self.issues.insert(batch.clone());
            }
        }
    }

    /// Whether the names of one more feature's properties are of use.
    pub fn asks_for_names(&mut self) -> bool {
        self.names_asked += 1;
        self.names_asked <= FEATURES_NAMED
    }

    /// Whether the next feature will be asked.
    pub fn will_ask_for_names(&self) -> bool {
        self.names_asked < FEATURES_NAMED
    }

    /// How many features are there but not in the files: only where the files know
    /// features by code, only in the estates, levels or kinds they speak of, and not
    /// those of other lists, of whose imports nothing came back.
    pub fn missing(&self, connection: &Connection, tables: &TableStates) -> Result<u64, StoreError> {
        if self.issues.is_empty() {
            return Ok(0);
        }
        let other_lists = self.other_lists(connection)?;
        let scope = missing_scope(self.layer);
        let mut missing = 0;
        for &table in self.layer.tables() {
            let Some(state) = &tables[table.position()] else { continue };
            let sql = format!(
                "SELECT fid, {}, created_batch, source_batch FROM \"{}\" WHERE fid <= ?1",
                scope.unwrap_or("NULL"),
                table.name()
            );
            let mut statement = connection.prepare(&sql)?;
            let mut rows = statement.query([state.last_before])?;
            while let Some(row) = rows.next()? {
                let spoken_of = scope.is_none() || self.scopes.contains(text_at(row, 1)?);
                let came_so =
                    !other_lists.contains(text_at(row, 2)?) || self.issues.contains(text_at(row, 3)?);
                if spoken_of && came_so && !state.is_seen(row.get(0)?) {
                    missing += 1;
                }
            }
        }
        Ok(missing)
    }

    /// The imports of which nothing came back in this one.
    fn other_lists(&self, connection: &Connection) -> Result<HashSet<String>, StoreError> {
        let mut statement = connection
            .prepare("SELECT batch FROM event_log WHERE entity_uuid IS NULL AND action = 'import'")?;
        let mut rows = statement.query([])?;
        let mut found = HashSet::new();
        while let Some(row) = rows.next()? {
            let batch: String = row.get(0)?;
            if !self.issues.contains(&batch) {
                found.insert(batch);
            }
        }
        Ok(found)
    }
}

/// The text in a cell; empty where it is none.
fn text_at<'r>(row: &'r rusqlite::Row<'_>, at: usize) -> Result<&'r str, StoreError> {
    match row.get_ref(at)? {
        ValueRef::Text(text) => Ok(std::str::from_utf8(text).unwrap_or_default()),
        _ => Ok(""),
    }
}
