//! The shelf: where rows lie that an undone import had added, exactly as they
//! were, until redo brings them back under the same numbers and UUIDs.

use super::columns::{Layout, quoted};
use super::error::StoreError;
use super::feature_schema;
use super::packed_rtree;
use super::transaction::Transaction;
use crate::model::Table;
use rusqlite::{Connection, OptionalExtension};

/// More rows than this are moved with triggers off and the RTree built anew.
const BULK_FROM: u64 = 1_000;

fn rows_of(connection: &Connection, sql: &str, batch: &str) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([batch], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The first row of the batch that another program changed since.
fn changed_since(connection: &Connection, table: Table, batch: &str) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT t.uuid, t.code FROM event_log e JOIN \"{}\" t ON t.uuid = e.entity_uuid \
         WHERE e.action = 'outside_edit' AND e.old IS NOT NULL AND t.created_batch = ?1 LIMIT 1",
        table.name()
    );
    let found: Option<(String, Option<String>)> = connection
        .prepare_cached(&sql)?
        .query_row([batch], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        Some((uuid, code)) => {
            Err(StoreError::ChangedSince { table: table.name(), uuid, code: code.unwrap_or_default() })
        }
        None => Ok(()),
    }
}

/// Moves every row that the batch added onto the shelf; returns how many.
pub fn put_away(transaction: &mut Transaction<'_>, batch: &str) -> Result<u64, StoreError> {
    let mut moved = 0;
    for table in Table::ALL {
        let name = table.name();
        let find = format!("SELECT fid FROM \"{name}\" WHERE created_batch = ?1 ORDER BY fid");
        let fids = rows_of(transaction.connection, &find, batch)?;
        if fids.is_empty() {
            continue;
        }
        changed_since(transaction.connection, table, batch)?;
        let columns = quoted(&Layout::of(table).columns);
        transaction.connection.execute(
            &format!(
                "INSERT INTO shelf(table_name, row_fid, {columns}) \
                 SELECT '{name}', fid, {columns} FROM \"{name}\" WHERE created_batch = ?1 ORDER BY fid"
            ),
            [batch],
        )?;
        let delete = format!("DELETE FROM \"{name}\" WHERE created_batch = ?1");
        moved += move_rows(transaction, table, fids, &delete, batch)?;
    }
    Ok(moved)
}

/// Moves every row that the batch had added back from the shelf; returns how many.
pub fn bring_back(transaction: &mut Transaction<'_>, batch: &str) -> Result<u64, StoreError> {
    let mut moved = 0;
    for table in Table::ALL {
        let name = table.name();
        let find = format!(
            "SELECT row_fid FROM shelf WHERE table_name = '{name}' AND created_batch = ?1 ORDER BY row_fid"
        );
        let fids = rows_of(transaction.connection, &find, batch)?;
        if fids.is_empty() {
            continue;
        }
        let columns = quoted(&Layout::of(table).columns);
        let insert = format!(
            "INSERT INTO \"{name}\"(fid, {columns}) SELECT row_fid, {columns} FROM shelf \
             WHERE table_name = '{name}' AND created_batch = ?1 ORDER BY row_fid"
        );
        moved += move_rows(transaction, table, fids, &insert, batch)?;
        transaction.connection.execute(
            &format!("DELETE FROM shelf WHERE table_name = '{name}' AND created_batch = ?1"),
            [batch],
        )?;
    }
    Ok(moved)
}

/// Runs the statement that moves the rows and keeps the RTree with it.
fn move_rows(
    transaction: &mut Transaction<'_>,
    table: Table,
    fids: Vec<i64>,
    statement: &str,
    batch: &str,
) -> Result<u64, StoreError> {
    let connection = transaction.connection;
    let count = fids.len() as u64;
    if count < BULK_FROM {
        connection.execute(statement, [batch])?;
        fids.into_iter().for_each(|fid| transaction.touch(table, fid));
    } else {
        feature_schema::drop_triggers(connection, table)?;
        connection.execute(statement, [batch])?;
        packed_rtree::rebuild(connection, table)?;
        feature_schema::create_rtree_triggers(connection, table)?;
        feature_schema::create_outside_triggers(connection, table)?;
        transaction.touch_whole(table);
    }
    Ok(count)
}
