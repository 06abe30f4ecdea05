//! What other programs (QGIS, ogr2ogr) did to the file since we closed it is
//! entered in the history when it is opened for writing.

use super::actor::Actor;
use super::cells::StoredCells;
use super::columns::{GEOM, Layout, UUID, VALUES};
use super::error::StoreError;
use super::feature_cells::key_of;
use super::feature_schema;
use super::transaction::{Occasion, Transaction};
use super::{blob, blob_read, cells, core_schema, derived, packed_rtree};
use crate::base::id::new_uuid;
use crate::model::Table;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Row};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// The row as it was before the first change: `None` where it was not there.
type Before = Option<StoredCells>;

/// Enters other programs' changes in the history. Costs next to nothing when
/// there are none.
///
/// # Errors
/// A failure of the database; the file is then as it was.
pub fn enter(connection: &Connection) -> Result<(), StoreError> {
    let damaged = damaged_tables(connection)?;
    let any: bool =
        connection.query_row("SELECT EXISTS(SELECT 1 FROM outside_change)", [], |row| row.get(0))?;
    if !any && damaged.is_empty() {
        return Ok(());
    }
    let actor = Actor { name: String::new(), device: String::new() };
    let mut transaction = Transaction::begin(connection, &actor, Occasion::of("outside_edit"))?;
    for &table in &damaged {
        mend(&transaction, table)?;
    }
    let mut counts: BTreeMap<&'static str, [u64; 3]> = BTreeMap::new();
    for ((table, fid), before) in collect(connection)? {
        if let Some(what) = enter_one(&mut transaction, table, fid, before)? {
            counts.entry(table.name()).or_default()[what as usize] += 1;
        }
    }
    for &table in &damaged {
        complete(&mut transaction, table)?;
    }
    connection.execute("DELETE FROM outside_change", [])?;
    let tables: Vec<_> = counts
        .iter()
        .map(|(table, [added, changed, removed])| {
            serde_json::json!({"table": table, "added": added, "changed": changed, "removed": removed})
        })
        .collect();
    let replaced: Vec<_> = damaged.iter().map(|table| table.name()).collect();
    let record = serde_json::json!({"tables": tables, "replaced": replaced});
    transaction.log(None, None, Some(record.to_string()))?;
    transaction.commit()?;
    Ok(())
}

#[derive(Clone, Copy)]
enum What {
    Added,
    Changed,
    Removed,
}

/// Tables whose triggers or columns another program has taken away, for
/// instance by writing the layer anew.
fn damaged_tables(connection: &Connection) -> Result<Vec<Table>, StoreError> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'table')")?;
    let names: HashSet<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut damaged = Vec::new();
    for table in Table::ALL {
        let wanted = feature_schema::outside_trigger_names(table);
        if !names.contains(table.name()) || !wanted.iter().all(|name| names.contains(name)) {
            damaged.push(table);
        }
    }
    Ok(damaged)
}

/// Gives a table back what it lacks: itself, columns, triggers.
fn mend(transaction: &Transaction<'_>, table: Table) -> Result<(), StoreError> {
    let connection = transaction.connection;
    let name = table.name();
    let mut statement = connection.prepare("SELECT name, pk FROM pragma_table_info(?1)")?;
    let present: Vec<(String, i64)> =
        statement.query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    if present.is_empty() {
        connection.execute_batch(&format!("DROP TABLE IF EXISTS \"rtree_{name}_geom\""))?;
        connection.execute("DELETE FROM gpkg_extensions WHERE table_name = ?1", [name])?;
        connection.execute("DELETE FROM gpkg_data_columns WHERE table_name = ?1", [name])?;
        connection.execute(
            "DELETE FROM gpkg_data_column_constraints WHERE constraint_name LIKE ?1 || '\\_%' ESCAPE '\\'",
            [name],
        )?;
        connection.execute("DELETE FROM gpkg_geometry_columns WHERE table_name = ?1", [name])?;
        connection.execute("DELETE FROM gpkg_contents WHERE table_name = ?1", [name])?;
        return Ok(feature_schema::create(connection, table)?);
    }
    for (wanted, is_key) in [("fid", true), ("geom", false)] {
        if !present.iter().any(|(column, key)| column == wanted && (*key > 0) == is_key) {
            let detail = format!("{name}.{wanted}");
            return Err(StoreError::Corrupted { path: std::path::PathBuf::new(), detail });
        }
    }
    for column in
        Layout::of(table).columns.iter().filter(|column| !present.iter().any(|(name, _)| name == *column))
    {
        let kind = table
            .columns()
            .iter()
            .find(|known| known.name == *column)
            .map_or("TEXT", super::columns::sql_type);
        connection.execute_batch(&format!("ALTER TABLE \"{name}\" ADD COLUMN \"{column}\" {kind}"))?;
    }
    feature_schema::create_rtree(connection, table)?;
    core_schema::register_rtree(connection, table)?;
    feature_schema::create_rtree_triggers(connection, table)?;
    feature_schema::create_indexes(connection, table)?;
    feature_schema::create_outside_triggers(connection, table)?;
    Ok(())
}

/// After a table was written anew nobody knows what became of its rows: each
/// without a UUID gets one, and the index is built again.
fn complete(transaction: &mut Transaction<'_>, table: Table) -> Result<(), StoreError> {
    let connection = transaction.connection;
    let sql = format!("SELECT fid FROM \"{}\" WHERE uuid IS NULL ORDER BY fid", table.name());
    let mut statement = connection.prepare(&sql)?;
    let fids: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for fid in fids {
        enter_one(transaction, table, fid, None)?;
    }
    packed_rtree::rebuild(connection, table)?;
    transaction.touch_whole(table);
    Ok(())
}

fn copied_row(table: Table, row: &Row<'_>) -> rusqlite::Result<StoredCells> {
    let columns = &Layout::of(table).columns;
    let cells = columns.iter().map(|column| row.get(*column)).collect::<Result<_, _>>()?;
    Ok(StoredCells { table, fid: row.get("row_fid")?, cells })
}

/// For each row touched, under the number it has now, what it was before.
fn collect(connection: &Connection) -> Result<BTreeMap<(Table, i64), Before>, StoreError> {
    let mut statement = connection.prepare("SELECT * FROM outside_change ORDER BY fid")?;
    let mut rows = statement.query([])?;
    let mut before: BTreeMap<(Table, i64), Before> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get("table_name")?;
        let action: String = row.get("action")?;
        let Some(table) = Table::from_name(&name) else { continue };
        let fid: i64 = row.get("row_fid")?;
        let known = before.remove(&(table, fid));
        let first = match (known, action.as_str()) {
            (Some(first), _) => first,
            (None, "insert") => None,
            (None, _) => Some(copied_row(table, row)?),
        };
        let now = row.get::<_, Option<i64>>("new_fid")?.unwrap_or(fid);
        before.insert((table, now), first);
    }
    Ok(before)
}

fn enter_one(
    transaction: &mut Transaction<'_>,
    table: Table,
    fid: i64,
    before: Before,
) -> Result<Option<What>, StoreError> {
    let now = StoredCells::load(transaction.connection, table, fid)?;
    match (before, now) {
        (None, None) => Ok(None),
        (Some(was), None) => {
            transaction.touch(table, fid);
            transaction.log(Some((table, was.uuid())), Some(was.to_json()), None)?;
            Ok(Some(What::Removed))
        }
        (was, Some(now)) => {
            let whole = put_right(was.as_ref(), &now)?;
            let set: Vec<(usize, Sql)> = whole.cells.iter().cloned().enumerate().collect();
            let differing: Vec<_> = set
                .into_iter()
                .filter(|(at, cell)| now.cells.get(*at).is_none_or(|now| !cells::same(now, cell)))
                .collect();
            cells::update(transaction.connection, table, fid, &differing)?;
            log_row(transaction, was, &whole)
        }
    }
}

fn log_row(
    transaction: &mut Transaction<'_>,
    was: Before,
    whole: &StoredCells,
) -> Result<Option<What>, StoreError> {
    let table = whole.table;
    let Some(was) = was else {
        transaction.touch(table, whole.fid);
        transaction.log(Some((table, whole.uuid())), None, Some(whole.to_json()))?;
        return Ok(Some(What::Added));
    };
    let changes: Vec<(usize, Sql)> = whole
        .cells
        .iter()
        .cloned()
        .enumerate()
        .filter(|(at, cell)| was.cells.get(*at).is_none_or(|was| !cells::same(was, cell)))
        .collect();
    if changes.is_empty() && was.fid == whole.fid {
        return Ok(None);
    }
    transaction.touch(table, whole.fid);
    let old = changes.iter().filter_map(|(at, _)| Some((*at, was.cells.get(*at)?)));
    let old = cells::changes_json(table, old);
    let new = cells::changes_json(table, changes.iter().map(|(at, cell)| (*at, cell)));
    let event = transaction.log(Some((table, whole.uuid())), Some(old), Some(new))?;
    let day = transaction.effective_on();
    super::status_interval::follow(transaction.connection, &was, &changes, &day, &event)?;
    Ok(Some(What::Changed))
}

/// The row with what the store answers for: its UUID, its geometry as the
/// table declares it, its area, its search key.
fn put_right(was: Option<&StoredCells>, now: &StoredCells) -> Result<StoredCells, StoreError> {
    let table = now.table;
    let mut whole = now.clone();
    let uuid = match was.map(StoredCells::uuid) {
        Some(uuid) if !uuid.is_empty() => uuid.to_owned(),
        _ => match Uuid::try_parse(now.uuid()) {
            Ok(uuid) => uuid.to_string(),
            Err(_) => new_uuid().to_string(),
        },
    };
    whole.cells[UUID] = Sql::Text(uuid);
    let moved = was.is_none_or(|was| was.cells.get(GEOM) != now.cells.get(GEOM));
    // A geometry that we cannot read stays; `verify` names it.
    if moved
        && let Some(Sql::Blob(blob)) = now.cells.get(GEOM)
        && let Ok(Some(shape)) = blob_read::decode(blob)
    {
        let mut bytes = Vec::new();
        if blob::encode(&shape, table, &mut bytes).is_ok()
            && blob_read::kind_code(blob) != blob_read::kind_code(&bytes)
        {
            whole.cells[GEOM] = Sql::Blob(bytes);
        }
        let area_at = table.area_column().and_then(|column| table.column_position(column));
        if let (Some(at), Some(area)) = (area_at, derived::area_m2(&shape.geometry)) {
            whole.cells[VALUES + at] = Sql::Real(area);
        }
    }
    if let Some(at) = Layout::of(table).position("search_key") {
        whole.cells[at] = key_of(table, &whole.cells);
    }
    Ok(whole)
}
