//! Feature tables: columns, indexes, the RTree with the standard's triggers,
//! and the triggers that note what other programs do.

use super::columns::{BOOKKEEPING, Layout, copy_columns, quoted};
use super::core_schema::{column_definitions, register_features};
use crate::model::Table;
use rusqlite::Connection;

/// Creates a feature table with everything that belongs to it.
pub fn create(connection: &Connection, table: Table) -> rusqlite::Result<()> {
    create_table(connection, table)?;
    register_features(connection, table)?;
    create_rtree(connection, table)?;
    create_indexes(connection, table)?;
    create_rtree_triggers(connection, table)?;
    create_outside_triggers(connection, table)
}

fn create_table(connection: &Connection, table: Table) -> rusqlite::Result<()> {
    let bookkeeping =
        BOOKKEEPING.iter().map(|name| format!("\"{name}\" TEXT")).collect::<Vec<_>>().join(", ");
    connection.execute_batch(&format!(
        "CREATE TABLE \"{}\" (\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \"geom\" {}, \"uuid\" TEXT, {}{bookkeeping})",
        table.name(),
        table.geometry().ogc_name(),
        column_definitions(table),
    ))
}

/// The RTree virtual table, empty.
pub fn create_rtree(connection: &Connection, table: Table) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "CREATE VIRTUAL TABLE IF NOT EXISTS \"rtree_{}_geom\" USING rtree(id, minx, maxx, miny, maxy)",
        table.name()
    ))
}

/// The B-tree indexes: UUID, code (within its scope), hash of those without code.
pub fn create_indexes(connection: &Connection, table: Table) -> rusqlite::Result<()> {
    let name = table.name();
    let scope = table.code_scope().map(|column| format!(", \"{column}\"")).unwrap_or_default();
    connection.execute_batch(&format!(
        "CREATE UNIQUE INDEX IF NOT EXISTS \"{name}_uuid\" ON \"{name}\"(\"uuid\");
         CREATE INDEX IF NOT EXISTS \"{name}_code\" ON \"{name}\"(\"code\"{scope}) WHERE \"code\" IS NOT NULL;
         CREATE INDEX IF NOT EXISTS \"{name}_content\" ON \"{name}\"(\"content_hash\") WHERE \"content_hash\" IS NOT NULL;"
    ))
}

/// Drops the indexes, for a bulk load that builds them again at its end.
pub fn drop_indexes(connection: &Connection, table: Table) -> rusqlite::Result<()> {
    let name = table.name();
    connection.execute_batch(&format!(
        "DROP INDEX IF EXISTS \"{name}_uuid\"; DROP INDEX IF EXISTS \"{name}_code\";
         DROP INDEX IF EXISTS \"{name}_content\";"
    ))
}

/// The triggers of the RTree extension, word for word as GeoPackage 1.3 §F.3 has them.
pub fn create_rtree_triggers(connection: &Connection, table: Table) -> rusqlite::Result<()> {
    let t = table.name();
    let rtree = format!("\"rtree_{t}_geom\"");
    let insert = format!(
        "INSERT OR REPLACE INTO {rtree} VALUES (NEW.\"fid\", ST_MinX(NEW.\"geom\"), ST_MaxX(NEW.\"geom\"), \
         ST_MinY(NEW.\"geom\"), ST_MaxY(NEW.\"geom\"));"
    );
    connection.execute_batch(&format!(
        "CREATE TRIGGER IF NOT EXISTS \"rtree_{t}_geom_insert\" AFTER INSERT ON \"{t}\"
           WHEN (NEW.\"geom\" NOT NULL AND NOT ST_IsEmpty(NEW.\"geom\")) BEGIN {insert} END;
         CREATE TRIGGER IF NOT EXISTS \"rtree_{t}_geom_update1\" AFTER UPDATE OF \"geom\" ON \"{t}\"
           WHEN OLD.\"fid\" = NEW.\"fid\" AND (NEW.\"geom\" NOTNULL AND NOT ST_IsEmpty(NEW.\"geom\"))
           BEGIN {insert} END;
         CREATE TRIGGER IF NOT EXISTS \"rtree_{t}_geom_update2\" AFTER UPDATE OF \"geom\" ON \"{t}\"
           WHEN OLD.\"fid\" = NEW.\"fid\" AND (NEW.\"geom\" ISNULL OR ST_IsEmpty(NEW.\"geom\"))
           BEGIN DELETE FROM {rtree} WHERE id = OLD.\"fid\"; END;
         CREATE TRIGGER IF NOT EXISTS \"rtree_{t}_geom_update3\" AFTER UPDATE ON \"{t}\"
           WHEN OLD.\"fid\" != NEW.\"fid\" AND (NEW.\"geom\" NOTNULL AND NOT ST_IsEmpty(NEW.\"geom\"))
           BEGIN DELETE FROM {rtree} WHERE id = OLD.\"fid\"; {insert} END;
         CREATE TRIGGER IF NOT EXISTS \"rtree_{t}_geom_update4\" AFTER UPDATE ON \"{t}\"
           WHEN OLD.\"fid\" != NEW.\"fid\" AND (NEW.\"geom\" ISNULL OR ST_IsEmpty(NEW.\"geom\"))
           BEGIN DELETE FROM {rtree} WHERE id IN (OLD.\"fid\", NEW.\"fid\"); END;
         CREATE TRIGGER IF NOT EXISTS \"rtree_{t}_geom_delete\" AFTER DELETE ON \"{t}\" WHEN OLD.\"geom\" NOT NULL
           BEGIN DELETE FROM {rtree} WHERE id = OLD.\"fid\"; END;"
    ))
}

/// Names of the standard's triggers on `table`.
pub fn rtree_trigger_names(table: Table) -> Vec<String> {
    ["insert", "update1", "update2", "update3", "update4", "delete"]
        .iter()
        .map(|what| format!("rtree_{}_geom_{what}", table.name()))
        .collect()
}

/// Names of our own triggers on `table`.
pub fn outside_trigger_names(table: Table) -> Vec<String> {
    ["insert", "update", "delete"].iter().map(|what| format!("outside_{}_{what}", table.name())).collect()
}

/// Triggers that keep the row as it was when a program that is not ours
/// changes it. They use plain SQL only, so that any program can run them, and
/// stay silent while our own transaction has put its mark into `project`.
pub fn create_outside_triggers(connection: &Connection, table: Table) -> rusqlite::Result<()> {
    let t = table.name();
    let columns = &Layout::of(table).columns;
    let names = quoted(columns);
    let old = columns.iter().map(|column| format!("OLD.\"{column}\"")).collect::<Vec<_>>().join(",");
    let silent = "NOT EXISTS (SELECT 1 FROM project WHERE key = 'writing')";
    connection.execute_batch(&format!(
        "CREATE TRIGGER IF NOT EXISTS \"outside_{t}_insert\" AFTER INSERT ON \"{t}\" WHEN {silent}
           BEGIN INSERT INTO outside_change(table_name, row_fid, action) VALUES('{t}', NEW.\"fid\", 'insert'); END;
         CREATE TRIGGER IF NOT EXISTS \"outside_{t}_update\" AFTER UPDATE ON \"{t}\" WHEN {silent}
           BEGIN INSERT INTO outside_change(table_name, row_fid, new_fid, action, {names})
             VALUES('{t}', OLD.\"fid\", NEW.\"fid\", 'update', {old}); END;
         CREATE TRIGGER IF NOT EXISTS \"outside_{t}_delete\" AFTER DELETE ON \"{t}\" WHEN {silent}
           BEGIN INSERT INTO outside_change(table_name, row_fid, action, {names})
             VALUES('{t}', OLD.\"fid\", 'delete', {old}); END;"
    ))
}

/// Drops every trigger of `table`, for a bulk load.
pub fn drop_triggers(connection: &Connection, table: Table) -> rusqlite::Result<()> {
    let names = rtree_trigger_names(table).into_iter().chain(outside_trigger_names(table));
    let sql: String = names.map(|name| format!("DROP TRIGGER IF EXISTS \"{name}\";")).collect();
    connection.execute_batch(&sql)
}

/// `shelf` (rows that an undone import had added) and `outside_change` (rows as
/// they were before another program changed them): copies of rows of any table.
pub fn create_copies(connection: &Connection) -> rusqlite::Result<()> {
    let columns: String = copy_columns().iter().map(|(name, kind)| format!(", \"{name}\" {kind}")).collect();
    connection.execute_batch(&format!(
        "CREATE TABLE IF NOT EXISTS \"shelf\" (\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \
           \"table_name\" TEXT NOT NULL, \"row_fid\" INTEGER NOT NULL{columns});
         CREATE TABLE IF NOT EXISTS \"outside_change\" (\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \
           \"table_name\" TEXT NOT NULL, \"row_fid\" INTEGER NOT NULL, \"new_fid\" INTEGER, \
           \"action\" TEXT NOT NULL{columns});"
    ))
}
