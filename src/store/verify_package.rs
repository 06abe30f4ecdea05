//! The database as such, and what GeoPackage asks of it.

use super::core_schema::{APPLICATION_ID, USER_VERSION};
use super::error::StoreError;
use super::feature_schema::{outside_trigger_names, rtree_trigger_names};
use super::schema::ATTRIBUTE_TABLES;
use super::verify::Findings;
use crate::base::Problem;
use crate::model::Table;
use rusqlite::Connection;
use std::collections::HashSet;

/// SQLite's own checks: pages, B-trees, indexes, foreign keys.
pub fn database(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    let mut statement = connection.prepare("PRAGMA integrity_check(100)")?;
    let lines: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for line in lines.into_iter().filter(|line| line != "ok") {
        findings.add("database_damaged", "database", Problem::new("store-finding-damaged").because(line));
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let tables: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in tables {
        let what = Problem::new("store-finding-foreign-key").with("table", table.as_str());
        findings.add("database_foreign_key", table, what);
    }
    Ok(())
}

/// Names of what the file has of a kind (`table`, `trigger`).
pub fn names(connection: &Connection, kind: &str) -> Result<HashSet<String>, StoreError> {
    let mut statement = connection.prepare("SELECT name FROM sqlite_master WHERE type = ?1")?;
    Ok(statement.query_map([kind], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Header, tables, registrations and triggers of the GeoPackage.
pub fn package(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    let number =
        |pragma: &str| connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i32>(0));
    if number("application_id")? != APPLICATION_ID || number("user_version")? < USER_VERSION {
        findings.add("geopackage_header", "header", Problem::new("store-finding-header"));
    }
    let tables = names(connection, "table")?;
    let wanted = [
        "gpkg_spatial_ref_sys",
        "gpkg_contents",
        "gpkg_geometry_columns",
        "gpkg_extensions",
        "gpkg_data_columns",
        "gpkg_data_column_constraints",
    ];
    let features = Table::ALL.into_iter().map(Table::name);
    let attributes = ATTRIBUTE_TABLES.iter().map(|(name, _)| *name);
    for table in wanted.into_iter().chain(features).chain(attributes) {
        if !tables.contains(table) {
            let what = Problem::new("store-finding-table-missing").with("table", table);
            findings.add("geopackage_table_missing", table, what);
        }
    }
    if tables.contains("gpkg_contents") {
        contents(connection, findings, &tables)?;
    }
    let triggers = names(connection, "trigger")?;
    for table in Table::ALL.into_iter().filter(|table| tables.contains(table.name())) {
        for name in rtree_trigger_names(table).into_iter().chain(outside_trigger_names(table)) {
            if !triggers.contains(&name) {
                let what = Problem::new("store-finding-trigger-missing").with("name", name.as_str());
                findings.add("index_trigger_missing", table.name(), what);
            }
        }
    }
    Ok(())
}

fn contents(
    connection: &Connection,
    findings: &mut Findings,
    tables: &HashSet<String>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT table_name, data_type, last_change GLOB '????-??-??T??:??:??.???Z', srs_id FROM gpkg_contents",
    )?;
    let mut rows = statement.query([])?;
    let mut registered: Vec<(String, String)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, kind): (String, String) = (row.get(0)?, row.get(1)?);
        let srs: Option<i64> = row.get(3)?;
        let srs_is_right = Table::from_name(&name).is_none() || srs == Some(4326);
        if !tables.contains(&name) || !row.get::<_, bool>(2)? || !srs_is_right {
            let what = Problem::new("store-finding-contents").with("table", name.as_str());
            findings.add("geopackage_contents", name.as_str(), what);
        }
        registered.push((name, kind));
    }
    let features = Table::ALL.into_iter().map(|table| (table.name(), "features"));
    let attributes = ATTRIBUTE_TABLES.iter().map(|(name, _)| (*name, "attributes"));
    for (name, kind) in features.chain(attributes) {
        if !registered.iter().any(|(known, as_kind)| known == name && as_kind == kind) {
            let what = Problem::new("store-finding-contents").with("table", name);
            findings.add("geopackage_contents", name, what);
        }
    }
    Ok(())
}
