//! Undo and redo. Nothing is remembered but the log: which batch is next is
//! read from it, so both survive a restart and never remove an event.

use super::actor::Actor;
use super::cells::{self, StoredCells, changes_from_json};
use super::error::StoreError;
use super::event::{Event, HistoryFilter, chain_end, history};
use super::file::Store;
use super::schema::{project_value, set_project_value};
use super::shelf;
use super::status_interval;
use super::transaction::{Occasion, Transaction};
use crate::model::{Applied, Table};
use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use std::collections::HashSet;
use uuid::Uuid;

/// What undo or redo did.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// The batch that was taken back or done again.
    pub batch: Uuid,
    /// How many rows changed.
    pub changed: u64,
    /// The transaction.
    pub applied: Applied,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Undo,
    Redo,
}

impl Direction {
    fn word(self) -> &'static str {
        match self {
            Direction::Undo => "undo",
            Direction::Redo => "redo",
        }
    }
}

/// Actions that leave undo and redo as they are.
const NEUTRAL: &[&str] = &["outside_edit", "import_nothing", "upgrade"];

/// The project's value that holds the last event behind which undo does not reach.
pub(super) const GROUND: &str = "undo_ground";

/// The batches that undo and redo would take next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Steps {
    /// What undo takes back.
    pub undo: Option<String>,
    /// What redo does again.
    pub redo: Option<String>,
}

impl super::reader::Reader {
    /// The actions that undo and redo would take back and bring again, as words of the log.
    ///
    /// # Errors
    /// A failure of the database.
    pub fn step_actions(&self) -> Result<Steps, StoreError> {
        let read = || {
            let steps = steps(&self.connection)?;
            Ok(Steps { undo: self.action(steps.undo)?, redo: self.action(steps.redo)? })
        };
        read().map_err(|error: StoreError| error.at(self.path()))
    }

    /// What a batch did.
    fn action(&self, batch: Option<String>) -> Result<Option<String>, StoreError> {
        let Some(batch) = batch else { return Ok(None) };
        let sql = "SELECT action FROM event_log WHERE batch = ?1 ORDER BY fid LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(Some(statement.query_row([batch], |row| row.get(0))?))
    }
}

/// Reads the log backwards until both are known.
pub(super) fn steps(connection: &Connection) -> Result<Steps, StoreError> {
    let origin = project_value(connection, "origin")?.unwrap_or_default();
    let ground = project_value(connection, GROUND)?.and_then(|seq| seq.parse::<i64>().ok()).unwrap_or(0);
    let mut statement = connection.prepare_cached(
        "SELECT batch, action, CASE WHEN entity_uuid IS NULL THEN new END FROM event_log \
         WHERE origin = ?1 AND seq > ?2 ORDER BY seq DESC",
    )?;
    let mut rows = statement.query(rusqlite::params![origin, ground])?;
    let mut settled: HashSet<String> = HashSet::new();
    let mut undone: HashSet<String> = HashSet::new();
    let mut found = Steps::default();
    while let Some(row) = rows.next()? {
        let (batch, action): (String, String) = (row.get(0)?, row.get(1)?);
        if action == "undo" || action == "redo" {
            let Some(header) = row.get::<_, Option<String>>(2)? else { continue };
            let of = undone_batch(&header)?;
            // The latest word on a batch holds.
            if settled.insert(of.clone()) && action == "undo" {
                // The walk ends at the first change that stands, and with it what can be redone.
                found.redo.get_or_insert_with(|| of.clone());
                undone.insert(of);
            }
        } else if !NEUTRAL.contains(&action.as_str()) && !undone.contains(&batch) {
            found.undo = Some(batch);
            break;
        }
    }
    Ok(found)
}

fn undone_batch(header: &str) -> Result<String, StoreError> {
    let value: serde_json::Value =
        serde_json::from_str(header).map_err(|error| StoreError::History(error.to_string()))?;
    match value.get("of").and_then(serde_json::Value::as_str) {
        Some(of) => Ok(of.to_owned()),
        None => Err(StoreError::History(header.to_owned())),
    }
}

impl Store {
    /// Makes the project as it is now the ground that undo does not reach behind:
    /// what a generator has made is nobody's change. The history keeps it all.
    ///
    /// # Errors
    /// A store that may not write, a failure of the database.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        let connection = self.writable()?;
        let settle = || {
            let origin = project_value(connection, "origin")?.unwrap_or_default();
            let (last, _hash) = chain_end(connection, &origin)?;
            set_project_value(connection, GROUND, &last.to_string())?;
            Ok(())
        };
        settle().map_err(|error: StoreError| error.at(self.path()))
    }

    /// Takes back the last change that is not taken back yet.
    ///
    /// # Errors
    /// [`StoreError::NothingToUndo`]; [`StoreError::ChangedSince`] where another
    /// program changed one of the rows since; a failure of the database.
    pub fn undo(&mut self, actor: &Actor) -> Result<Undone, StoreError> {
        self.step(actor, Direction::Undo).map_err(|error| error.at(self.path()))
    }

    /// Does again what was taken back last; a new change in between ends that.
    ///
    /// # Errors
    /// [`StoreError::NothingToRedo`]; [`StoreError::ChangedSince`] as for
    /// [`Store::undo`]; a failure of the database.
    pub fn redo(&mut self, actor: &Actor) -> Result<Undone, StoreError> {
        self.step(actor, Direction::Redo).map_err(|error| error.at(self.path()))
    }

    fn step(&self, actor: &Actor, direction: Direction) -> Result<Undone, StoreError> {
        let connection = self.writable()?;
        // Asked before the transaction begins: where there is nothing to do the file stays as it is.
        // Only this store may write in between.
        let steps = steps(connection)?;
        let batch = match direction {
            Direction::Undo => steps.undo.ok_or(StoreError::NothingToUndo)?,
            Direction::Redo => steps.redo.ok_or(StoreError::NothingToRedo)?,
        };
        let mut transaction = Transaction::begin(connection, actor, Occasion::of(direction.word()))?;
        let uuid = Uuid::try_parse(&batch).map_err(|_| StoreError::History(batch.clone()))?;
        let mut events =
            history(connection, &HistoryFilter { batch: Some(uuid), ..HistoryFilter::default() })?;
        if direction == Direction::Undo {
            events.reverse();
        }
        let is_import = events.iter().any(|event| event.entity_uuid.is_none() && event.action == "import");
        transaction.log(None, None, Some(format!("{{\"of\":\"{batch}\"}}")))?;
        let mut changed = 0;
        for event in &events {
            changed += u64::from(one(&mut transaction, event, direction)?);
        }
        if is_import {
            changed += match direction {
                Direction::Undo => shelf::put_away(&mut transaction, &batch)?,
                Direction::Redo => shelf::bring_back(&mut transaction, &batch)?,
            };
        }
        Ok(Undone { batch: uuid, changed, applied: transaction.commit()? })
    }
}

/// Runs one event backwards or again. Returns whether it was about a row.
fn one(transaction: &mut Transaction<'_>, event: &Event, direction: Direction) -> Result<bool, StoreError> {
    let (Some(layer), Some(uuid)) = (&event.layer, &event.entity_uuid) else { return Ok(false) };
    let table = Table::from_name(layer).ok_or_else(|| StoreError::History(layer.clone()))?;
    let (from, to) = match direction {
        Direction::Undo => (&event.new, &event.old),
        Direction::Redo => (&event.old, &event.new),
    };
    let present = StoredCells::load_uuid(transaction.connection, table, uuid)?;
    let changed_since = || StoreError::ChangedSince {
        table: table.name(),
        uuid: uuid.clone(),
        code: present.as_ref().and_then(|row| row.text("code")).unwrap_or_default().to_owned(),
    };
    match (from, to, &present) {
        (None, Some(to), None) => {
            transaction.insert(&StoredCells::from_json(table, to)?)?;
        }
        (Some(from), None, Some(row)) => {
            let expected = StoredCells::from_json(table, from)?;
            let same = row.fid == expected.fid
                && row.cells.iter().zip(&expected.cells).all(|(one, other)| cells::same(one, other));
            if !same {
                return Err(changed_since());
            }
            transaction.delete(row)?;
        }
        (Some(from), Some(to), Some(row)) => {
            let expected = changes_from_json(table, from)?;
            let is_as_expected =
                |(at, cell): &(usize, Sql)| row.cells.get(*at).is_some_and(|now| cells::same(now, cell));
            if !expected.iter().all(is_as_expected) {
                return Err(changed_since());
            }
            let set = changes_from_json(table, to)?;
            transaction.update_cells(row, &set)?;
            match direction {
                Direction::Undo => status_interval::take_back(transaction.connection, uuid, &event.id)?,
                Direction::Redo => {
                    let day = &event.effective_on;
                    status_interval::follow(transaction.connection, row, &set, day, &event.id)?;
                }
            }
        }
        _ => return Err(changed_since()),
    }
    Ok(true)
}
