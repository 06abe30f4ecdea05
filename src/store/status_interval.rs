//! From when to when a plot was in which status. A plot whose status never
//! changed here needs no row: it has had its status since `status_since`.

use super::cells::StoredCells;
use super::columns::Layout;
use crate::model::Table;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params};

/// Follows a change of `row` (as it was) if it changed a plot's status.
/// `day` is the first day of the new status, `event` what brought it.
pub fn follow(
    connection: &Connection,
    row: &StoredCells,
    changes: &[(usize, Sql)],
    day: &str,
    event: &str,
) -> rusqlite::Result<()> {
    let status_at = Layout::of(row.table).position("status");
    let Some((_, status)) = changes.iter().find(|(at, _)| Some(*at) == status_at) else { return Ok(()) };
    if row.table != Table::Plots {
        return Ok(());
    }
    let uuid = row.uuid();
    let known: bool = connection
        .prepare_cached("SELECT EXISTS(SELECT 1 FROM status_interval WHERE entity_uuid = ?1)")?
        .query_row([uuid], |found| found.get(0))?;
    if known {
        connection
            .prepare_cached(
                "UPDATE status_interval SET valid_to = ?2 WHERE fid = \
                 (SELECT MAX(fid) FROM status_interval WHERE entity_uuid = ?1)",
            )?
            .execute([uuid, day])?;
    } else {
        connection
            .prepare_cached(
                "INSERT INTO status_interval(entity_uuid, status, valid_from, valid_to, event_id) VALUES(?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![uuid, row.cell("status"), row.cell("status_since"), day, event])?;
    }
    connection
        .prepare_cached(
            "INSERT INTO status_interval(entity_uuid, status, valid_from, event_id) VALUES(?1, ?2, ?3, ?4)",
        )?
        .execute(params![uuid, status, day, event])?;
    Ok(())
}

/// Takes back what the event had brought; the status before it is open again.
pub fn take_back(connection: &Connection, uuid: &str, event: &str) -> rusqlite::Result<()> {
    let removed = connection
        .prepare_cached("DELETE FROM status_interval WHERE entity_uuid = ?1 AND event_id = ?2")?
        .execute([uuid, event])?;
    if removed > 0 {
        connection
            .prepare_cached(
                "UPDATE status_interval SET valid_to = NULL WHERE fid = \
                 (SELECT MAX(fid) FROM status_interval WHERE entity_uuid = ?1)",
            )?
            .execute([uuid])?;
    }
    Ok(())
}
