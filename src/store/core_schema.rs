//! The tables that GeoPackage 1.3 prescribes, and their fixed content.

use super::columns::sql_type;
use crate::model::Table;
use rusqlite::{Connection, params};

/// `GPKG`, in the file's header.
pub const APPLICATION_ID: i32 = 0x4750_4B47;
/// GeoPackage 1.3.0.
pub const USER_VERSION: i32 = 10300;

const WGS84: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,\
AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],\
UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],\
AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]";

// The column definitions are those of GeoPackage 1.3, annexes C.1 to C.4 and F.9.
const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write');
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system');
";

/// Writes the tables of the standard into an empty database.
pub fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", USER_VERSION)?;
    connection.execute_batch(TABLES)?;
    connection.execute(
        "INSERT INTO gpkg_spatial_ref_sys VALUES('WGS 84 geodetic', 4326, 'EPSG', 4326, ?1, \
         'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid')",
        [WGS84],
    )?;
    Ok(())
}

/// Registers a table without geometry.
pub fn register_attributes(connection: &Connection, table: &str, about: &str) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT OR IGNORE INTO gpkg_contents(table_name, data_type, identifier, description) \
         VALUES(?1, 'attributes', ?1, ?2)",
        [table, about],
    )?;
    Ok(())
}

/// Registers a feature table, its RTree extension, units and allowed words.
pub fn register_features(connection: &Connection, table: Table) -> rusqlite::Result<()> {
    let name = table.name();
    connection.execute(
        "INSERT INTO gpkg_contents(table_name, data_type, identifier, srs_id) VALUES(?1, 'features', ?1, 4326)",
        [name],
    )?;
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES(?1, 'geom', ?2, 4326, 2, 0)",
        [name, table.geometry().ogc_name()],
    )?;
    register_rtree(connection, table)?;
    for column in table.columns() {
        if column.unit.is_empty() && column.allowed.is_empty() {
            continue;
        }
        let constraint = (!column.allowed.is_empty()).then(|| format!("{name}_{}", column.name));
        let unit = (!column.unit.is_empty()).then(|| format!("unit: {}", column.unit));
        connection.execute(
            "INSERT INTO gpkg_data_columns(table_name, column_name, name, title, description, constraint_name) \
             VALUES(?1, ?2, ?2, ?2, ?3, ?4)",
            params![name, column.name, unit, constraint],
        )?;
        for word in column.allowed {
            connection.execute(
                "INSERT INTO gpkg_data_column_constraints(constraint_name, constraint_type, value) \
                 VALUES(?1, 'enum', ?2)",
                params![constraint, word],
            )?;
        }
    }
    Ok(())
}

/// Registers the RTree extension of a feature table.
pub fn register_rtree(connection: &Connection, table: Table) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT OR IGNORE INTO gpkg_extensions VALUES(?1, 'geom', 'gpkg_rtree_index', \
         'http://www.geopackage.org/spec130/#extension_rtree', 'write-only')",
        [table.name()],
    )?;
    Ok(())
}

/// The definitions of the model's columns, for CREATE TABLE.
pub fn column_definitions(table: Table) -> String {
    table.columns().iter().map(|column| format!("\"{}\" {}, ", column.name, sql_type(column))).collect()
}
