//! One transaction with its events: whole or not at all.

use super::actor::Actor;
use super::cells::{self, Changes, StoredCells, changes_json};
use super::clock;
use super::error::StoreError;
use super::event::{Event, chain_end};
use super::extent::refresh_contents;
use super::file::use_log;
use super::schema::{project_value, set_project_value};
use super::status_interval;
use crate::base::id::new_uuid;
use crate::model::civil_day;
use crate::model::{Applied, RowId, Table};
use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use uuid::Uuid;

/// More changed rows than this are not listed one by one.
const MAX_LISTED_ROWS: usize = 50_000;

/// Words common to all events of a change.
#[derive(Debug, Clone, Default)]
pub struct Occasion {
    /// What is done.
    pub action: String,
    /// Why.
    pub reason: Option<String>,
    /// From which day it holds; `None` = today.
    pub effective_on: Option<String>,
    /// What it rests on.
    pub evidence: Option<String>,
}

impl Occasion {
    /// An occasion with no more than a word for what is done.
    pub fn of(action: &str) -> Occasion {
        Occasion { action: action.to_owned(), ..Occasion::default() }
    }
}

/// A transaction under way; rolled back unless committed.
pub struct Transaction<'s> {
    /// The connection it runs on.
    pub connection: &'s Connection,
    /// The batch of its events.
    pub batch: Uuid,
    occasion: Occasion,
    actor: Actor,
    recorded_at: String,
    origin: String,
    seq: i64,
    prev_hash: Option<String>,
    touched: [bool; Table::ALL.len()],
    rows: Vec<RowId>,
    whole: [bool; Table::ALL.len()],
    is_paused: bool,
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // A failed rollback leaves the journal, from which the next opening recovers.
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        if self.is_paused {
            let _ = self.connection.execute("DELETE FROM project WHERE key = 'writing'", []);
        }
    }
}

impl<'s> Transaction<'s> {
    /// Begins; other programs' triggers of ours are silent until it ends.
    pub fn begin(
        connection: &'s Connection,
        actor: &Actor,
        occasion: Occasion,
    ) -> Result<Transaction<'s>, StoreError> {
        use_log(connection)?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let mut transaction = Transaction {
            connection,
            batch: new_uuid(),
            occasion,
            actor: actor.clone(),
            recorded_at: clock::now(),
            origin: String::new(),
            seq: 0,
            prev_hash: None,
            touched: [false; Table::ALL.len()],
            rows: Vec::new(),
            whole: [false; Table::ALL.len()],
            is_paused: false,
        };
        set_project_value(connection, "writing", "1")?;
        transaction.origin = project_value(connection, "origin")?.unwrap_or_default();
        (transaction.seq, transaction.prev_hash) = chain_end(connection, &transaction.origin)?;
        if let Some((seq, hash)) = recorded_end(connection)?.filter(|(seq, _)| *seq > transaction.seq) {
            // Events were cut off by other means; going on behind them keeps the gap in sight.
            (transaction.seq, transaction.prev_hash) = (seq, Some(hash));
        }
        Ok(transaction)
    }

    /// Lets go of the file, in which nothing has been changed yet, for as long as its pages
    /// are written by other means. Only in a file that nobody else sees.
    pub fn pause(&mut self) -> Result<(), StoreError> {
        self.connection.execute_batch("COMMIT")?;
        self.is_paused = true;
        Ok(())
    }

    /// Goes on after [`Transaction::pause`].
    pub fn resume(&mut self) -> Result<(), StoreError> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        self.is_paused = false;
        Ok(())
    }

    /// The day from which the change holds.
    pub fn effective_on(&self) -> String {
        self.occasion.effective_on.clone().unwrap_or_else(civil_day::today_iso)
    }

    /// Changes the words of the events that follow.
    pub fn set_occasion(&mut self, occasion: Occasion) {
        self.occasion = occasion;
    }

    /// Appends an event and returns its id.
    pub fn log(
        &mut self,
        row: Option<(Table, &str)>,
        old: Option<String>,
        new: Option<String>,
    ) -> Result<String, StoreError> {
        self.seq += 1;
        let mut event = Event {
            id: new_uuid().to_string(),
            origin: self.origin.clone(),
            seq: self.seq,
            batch: self.batch.to_string(),
            recorded_at: self.recorded_at.clone(),
            effective_on: self.effective_on(),
            actor: Some(self.actor.name.clone()),
            device: Some(self.actor.device.clone()),
            layer: row.map(|(table, _)| table.name().to_owned()),
            entity_uuid: row.map(|(_, uuid)| uuid.to_owned()),
            action: self.occasion.action.clone(),
            old,
            new,
            reason: self.occasion.reason.clone(),
            evidence_id: self.occasion.evidence.clone(),
            prev_hash: self.prev_hash.take(),
            hash: String::new(),
        };
        event.hash = event.computed_hash();
        event.insert(self.connection)?;
        self.prev_hash = Some(event.hash);
        Ok(event.id)
    }

    /// Notes that a row was touched, for bookkeeping at the end.
    pub fn touch(&mut self, table: Table, fid: i64) {
        self.touched[table.position()] = true;
        if !self.whole[table.position()] {
            if self.rows.len() < MAX_LISTED_ROWS {
                self.rows.push(RowId { table, fid });
            } else {
                self.touch_whole(table);
            }
        }
    }

    /// Notes that more rows of a table were touched than are listed.
    pub fn touch_whole(&mut self, table: Table) {
        self.touched[table.position()] = true;
        self.whole[table.position()] = true;
    }

    /// Adds a row and logs it.
    pub fn insert(&mut self, row: &StoredCells) -> Result<(), StoreError> {
        row.insert(self.connection)?;
        self.touch(row.table, row.fid);
        self.log(Some((row.table, row.uuid())), None, Some(row.to_json()))?;
        Ok(())
    }

    /// Sets cells of a row and logs those that differ, a plot's status with its
    /// interval. Returns whether any did.
    pub fn update(&mut self, row: &StoredCells, set: &[(usize, Sql)]) -> Result<bool, StoreError> {
        let Some((event, changes)) = self.update_cells(row, set)? else { return Ok(false) };
        let day = self.effective_on();
        status_interval::follow(self.connection, row, &changes, &day, &event)?;
        Ok(true)
    }

    /// Sets cells of a row and logs those that differ; returns the event's id
    /// and what changed, `None` where nothing did.
    pub fn update_cells(
        &mut self,
        row: &StoredCells,
        set: &[(usize, Sql)],
    ) -> Result<Option<(String, Changes)>, StoreError> {
        let differs = |(at, cell): &&(usize, Sql)| {
            row.cells.get(*at).is_some_and(|present| !cells::same(present, cell))
        };
        let changes: Vec<(usize, Sql)> = set.iter().filter(differs).cloned().collect();
        if changes.is_empty() {
            return Ok(None);
        }
        cells::update(self.connection, row.table, row.fid, &changes)?;
        self.touch(row.table, row.fid);
        let old = changes.iter().filter_map(|(at, _)| Some((*at, row.cells.get(*at)?)));
        let old = changes_json(row.table, old);
        let new = changes_json(row.table, changes.iter().map(|(at, cell)| (*at, cell)));
        let event = self.log(Some((row.table, row.uuid())), Some(old), Some(new))?;
        Ok(Some((event, changes)))
    }

    /// Removes a row and logs it.
    pub fn delete(&mut self, row: &StoredCells) -> Result<(), StoreError> {
        cells::delete(self.connection, row.table, row.fid)?;
        self.touch(row.table, row.fid);
        self.log(Some((row.table, row.uuid())), Some(row.to_json()), None)?;
        Ok(())
    }

    /// Keeps the boxes of the touched tables, counts the revision, commits.
    pub fn commit(&mut self) -> Result<Applied, StoreError> {
        for table in Table::ALL {
            if self.touched[table.position()] {
                refresh_contents(self.connection, table)?;
            }
        }
        let revision = 1 + revision(self.connection)?;
        set_project_value(self.connection, "revision", &revision.to_string())?;
        if let Some(hash) = &self.prev_hash {
            set_project_value(self.connection, LOG_END, &format!("{} {hash}", self.seq))?;
        }
        self.connection.execute("DELETE FROM project WHERE key = 'writing'", [])?;
        self.connection.execute_batch("COMMIT")?;
        let whole_tables: Vec<Table> =
            Table::ALL.into_iter().filter(|table| self.whole[table.position()]).collect();
        let mut rows = std::mem::take(&mut self.rows);
        rows.retain(|row| !whole_tables.contains(&row.table));
        rows.sort_unstable();
        rows.dedup();
        Ok(Applied { batch: self.batch, revision, rows, whole_tables })
    }
}

/// The project's value that holds number and hash of the last event of its own chain.
const LOG_END: &str = "log_end";

/// Begins a chain of events of its own: for a copy that is worked on beside the project it
/// was made of. The chain it was copied with stays as it is.
pub fn begin_chain(connection: &Connection) -> Result<(), StoreError> {
    set_project_value(connection, "origin", &new_uuid().to_string())?;
    connection.execute("DELETE FROM project WHERE key IN (?1, ?2)", [LOG_END, super::undo::GROUND])?;
    Ok(())
}

/// Number and hash of the last event as the last transaction recorded them; `None` in
/// files of before this was kept.
pub fn recorded_end(connection: &Connection) -> rusqlite::Result<Option<(i64, String)>> {
    let recorded = project_value(connection, LOG_END)?;
    Ok(recorded.and_then(|text| {
        let (seq, hash) = text.split_once(' ')?;
        Some((seq.parse().ok()?, hash.to_owned()))
    }))
}

/// The project's revision: how many transactions it has seen.
pub fn revision(connection: &Connection) -> Result<u64, StoreError> {
    Ok(project_value(connection, "revision")?.and_then(|text| text.parse().ok()).unwrap_or(0))
}
