//! The event log: one row a change, chained by hash per origin.

use super::cells::hex;
use super::error::StoreError;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// One entry of the history, as stored; dates and instants are ISO text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// UUIDv7 of the event.
    pub id: String,
    /// The copy of the project that it happened in.
    pub origin: String,
    /// Its number in the chain of that origin, from 1.
    pub seq: i64,
    /// The transaction it belongs to.
    pub batch: String,
    /// When it was written down (UTC).
    pub recorded_at: String,
    /// From which day it holds.
    pub effective_on: String,
    /// Who did it.
    pub actor: Option<String>,
    /// On which machine.
    pub device: Option<String>,
    /// Table of the row; none for events of a whole batch.
    pub layer: Option<String>,
    /// UUID of the row; none for events of a whole batch.
    pub entity_uuid: Option<String>,
    /// What was done, a stable word.
    pub action: String,
    /// JSON of what was (the whole row when it was removed, else what changed).
    pub old: Option<String>,
    /// JSON of what is (the whole row when it was added, else what changed).
    pub new: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What it rests on.
    pub evidence_id: Option<String>,
    /// Hash of the event before it in its chain; none for the first.
    pub prev_hash: Option<String>,
    /// SHA-256 of [`Event::canonical`], hexadecimal.
    pub hash: String,
}

/// The columns of the log, in the order [`Event::from_row`] reads them.
pub const COLUMNS: &str = "id, origin, seq, batch, recorded_at, effective_on, actor, device, layer, \
     entity_uuid, action, old, new, reason, evidence_id, prev_hash, hash";

impl Event {
    /// The JSON that is hashed: every column but `hash`, keys in alphabetical
    /// order, nothing between the tokens, `old` and `new` as the text they are
    /// stored as.
    pub fn canonical(&self) -> String {
        let text = |text: &Option<String>| serde_json::Value::from(text.as_deref());
        serde_json::json!({
            "action": self.action,
            "actor": text(&self.actor),
            "batch": self.batch,
            "device": text(&self.device),
            "effective_on": self.effective_on,
            "entity_uuid": text(&self.entity_uuid),
            "evidence_id": text(&self.evidence_id),
            "id": self.id,
            "layer": text(&self.layer),
            "new": text(&self.new),
            "old": text(&self.old),
            "origin": self.origin,
            "prev_hash": text(&self.prev_hash),
            "reason": text(&self.reason),
            "recorded_at": self.recorded_at,
            "seq": self.seq,
        })
        .to_string()
    }

    /// What [`Event::hash`] has to be.
    pub fn computed_hash(&self) -> String {
        hex(&Sha256::digest(self.canonical().as_bytes()))
    }

    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Event> {
        Ok(Event {
            id: row.get(0)?,
            origin: row.get(1)?,
            seq: row.get(2)?,
            batch: row.get(3)?,
            recorded_at: row.get(4)?,
            effective_on: row.get(5)?,
            actor: row.get(6)?,
            device: row.get(7)?,
            layer: row.get(8)?,
            entity_uuid: row.get(9)?,
            action: row.get(10)?,
            old: row.get(11)?,
            new: row.get(12)?,
            reason: row.get(13)?,
            evidence_id: row.get(14)?,
            prev_hash: row.get(15)?,
            hash: row.get(16)?,
        })
    }

    pub(super) fn insert(&self, connection: &Connection) -> rusqlite::Result<()> {
        let sql = format!(
            "INSERT INTO event_log({COLUMNS}) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17)"
        );
        connection.prepare_cached(&sql)?.execute(params![
            self.id,
            self.origin,
            self.seq,
            self.batch,
            self.recorded_at,
            self.effective_on,
            self.actor,
            self.device,
            self.layer,
            self.entity_uuid,
            self.action,
            self.old,
            self.new,
            self.reason,
            self.evidence_id,
            self.prev_hash,
            self.hash,
        ])?;
        Ok(())
    }
}

/// The end of the chain of `origin`: number and hash of its last event.
pub(super) fn chain_end(connection: &Connection, origin: &str) -> rusqlite::Result<(i64, Option<String>)> {
    let last = connection
        .prepare_cached("SELECT seq, hash FROM event_log WHERE origin = ?1 ORDER BY seq DESC LIMIT 1")?
        .query_row([origin], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(match last {
        Some((seq, hash)) => (seq, Some(hash)),
        None => (0, None),
    })
}

/// Which events to read.
#[derive(Debug, Clone, Default)]
pub struct HistoryFilter {
    /// Only events of this row.
    pub entity: Option<uuid::Uuid>,
    /// Only events of this batch.
    pub batch: Option<uuid::Uuid>,
    /// Only events of whole batches (imports, undo, redo, outside edits) where `true`.
    pub batches_only: bool,
    /// At most so many, the newest; `None` = all.
    pub limit: Option<u64>,
}

/// Reads the history, oldest first.
pub(super) fn history(connection: &Connection, filter: &HistoryFilter) -> Result<Vec<Event>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM event_log WHERE (?1 IS NULL OR entity_uuid = ?1) \
         AND (?2 IS NULL OR batch = ?2) AND (NOT ?3 OR entity_uuid IS NULL) ORDER BY fid DESC LIMIT ?4"
    );
    let limit = filter.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
    let mut statement = connection.prepare_cached(&sql)?;
    let entity = filter.entity.map(|uuid| uuid.to_string());
    let batch = filter.batch.map(|uuid| uuid.to_string());
    let rows = statement.query_map(params![entity, batch, filter.batches_only, limit], Event::from_row)?;
    let mut events = rows.collect::<Result<Vec<_>, _>>()?;
    events.reverse();
    Ok(events)
}
