//! A new project file, and the versions a file can have.

use super::{core_schema, feature_schema, styles};
use crate::base::id::new_uuid;
use crate::model::Table;
use rusqlite::{Connection, params};

/// The schema that this program writes.
pub const SCHEMA_VERSION: u32 = 1;

const OWN_TABLES: &str = "
CREATE TABLE project (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, key TEXT NOT NULL UNIQUE, value TEXT);
CREATE TABLE event_log (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, id TEXT NOT NULL UNIQUE, origin TEXT NOT NULL,
  seq INTEGER NOT NULL, batch TEXT NOT NULL, recorded_at DATETIME NOT NULL, effective_on DATE NOT NULL,
  actor TEXT, device TEXT, layer TEXT, entity_uuid TEXT, action TEXT NOT NULL, old TEXT, new TEXT,
  reason TEXT, evidence_id TEXT, prev_hash TEXT, hash TEXT NOT NULL);
CREATE UNIQUE INDEX event_log_chain ON event_log(origin, seq);
CREATE INDEX event_log_batch ON event_log(batch);
CREATE INDEX event_log_entity ON event_log(entity_uuid) WHERE entity_uuid IS NOT NULL;
CREATE TABLE status_interval (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, entity_uuid TEXT NOT NULL, status TEXT,
  valid_from DATE, valid_to DATE, event_id TEXT);
CREATE INDEX status_interval_entity ON status_interval(entity_uuid);
";

/// Tables without geometry, each with a sentence for other programs.
pub const ATTRIBUTE_TABLES: &[(&str, &str)] = &[
    ("project", "What the project as a whole is: schema version, origin, revision"),
    ("event_log", "History: every change, chained by SHA-256"),
    ("status_interval", "From when to when a plot was in which status"),
    ("shelf", "Rows taken away by undoing an import, for redo"),
    ("outside_change", "Changes by other programs, not yet entered in the history"),
    ("layer_styles", "Styles for QGIS"),
];

/// Writes an empty project into an empty database.
pub fn create(connection: &Connection) -> rusqlite::Result<()> {
    core_schema::create(connection)?;
    connection.execute_batch(OWN_TABLES)?;
    feature_schema::create_copies(connection)?;
    for (key, value) in [
        ("product", "shahrak".to_owned()),
        ("schema_version", SCHEMA_VERSION.to_string()),
        ("origin", new_uuid().to_string()),
        ("revision", "0".to_owned()),
    ] {
        connection.execute("INSERT INTO project(key, value) VALUES(?1, ?2)", params![key, value])?;
    }
    for table in Table::ALL {
        feature_schema::create(connection, table)?;
    }
    styles::create(connection)?;
    for (table, about) in ATTRIBUTE_TABLES {
        core_schema::register_attributes(connection, table, about)?;
    }
    Ok(())
}

/// A value of the table `project`.
pub fn project_value(connection: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    use rusqlite::OptionalExtension;
    connection
        .prepare_cached("SELECT value FROM project WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
        .map(Option::flatten)
}

/// Sets a value of the table `project`.
pub fn set_project_value(connection: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO project(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        )?
        .execute([key, value])?;
    Ok(())
}
