//! The event log's chains, and the intervals of plot statuses.

use super::error::StoreError;
use super::event::{COLUMNS, Event, chain_end};
use super::schema::project_value;
use super::transaction::recorded_end;
use super::verify::Findings;
use crate::base::Problem;
use rusqlite::Connection;

/// Every event's hash, its link to the one before, and its number.
pub fn chains(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM event_log ORDER BY origin, seq");
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut before: Option<(String, i64, String)> = None;
    while let Some(row) = rows.next()? {
        let event = Event::from_row(row)?;
        let told = |id| Problem::new(id).with("event", event.id.as_str()).with("seq", event.seq as f64);
        if event.computed_hash() != event.hash {
            findings.add("history_hash", event.id.as_str(), told("store-finding-hash"));
        }
        let (seq, hash) = match before {
            Some((origin, seq, hash)) if origin == event.origin => (seq + 1, Some(hash)),
            _ => (1, None),
        };
        if event.seq != seq || event.prev_hash != hash {
            findings.add("history_chain", event.id.as_str(), told("store-finding-chain"));
        }
        before = Some((event.origin, event.seq, event.hash));
    }
    Ok(())
}

/// Whether the last event of the project's own chain is the one that its last
/// transaction wrote: a chain alone does not show that its end is missing.
pub fn end_of_chain(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    let Some((seq, hash)) = recorded_end(connection)? else { return Ok(()) };
    let origin = project_value(connection, "origin")?.unwrap_or_default();
    let (last, last_hash) = chain_end(connection, &origin)?;
    if (last, last_hash.as_deref()) != (seq, Some(hash.as_str())) {
        let what =
            Problem::new("store-finding-log-end").with("seq", last as f64).with("recorded", seq as f64);
        findings.add("history_end", "event_log", what);
    }
    Ok(())
}

/// Intervals of a plot follow each other without gap, and the open one is the
/// plot's status.
pub fn intervals(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT s.entity_uuid FROM status_interval s
           LEFT JOIN status_interval n ON n.fid =
             (SELECT MIN(fid) FROM status_interval WHERE entity_uuid = s.entity_uuid AND fid > s.fid)
           LEFT JOIN plots p ON p.uuid = s.entity_uuid
         WHERE (n.fid IS NOT NULL AND s.valid_to IS NOT n.valid_from)
            OR (n.fid IS NULL AND s.valid_to IS NOT NULL)
            OR (n.fid IS NULL AND p.fid IS NOT NULL AND p.status IS NOT s.status)
            OR s.valid_to < s.valid_from
         GROUP BY s.entity_uuid ORDER BY s.entity_uuid",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let uuid: String = row.get(0)?;
        let what = Problem::new("store-finding-interval").with("uuid", uuid.as_str());
        if !findings.add("data_status_interval", uuid, what) {
            break;
        }
    }
    Ok(())
}
