//! Every geometry against its table's declaration and against its box in the RTree.

use super::blob::{Extent, SRS_ID};
use super::blob_read;
use super::error::StoreError;
use super::verify::Findings;
use crate::base::Problem;
use crate::model::Table;
use crate::model::layer::TableGeometry;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// Rows between two looks at the progress.
const ROWS_PER_LOOK: u64 = 4096;

/// Reads every geometry once and compares it with its box.
pub fn geometries_and_indexes(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    for table in Table::ALL {
        findings.each_table(table, |findings| one_table(connection, findings, table))?;
    }
    Ok(())
}

fn one_table(connection: &Connection, findings: &mut Findings, table: Table) -> Result<(), StoreError> {
    let name = table.name();
    if !findings.has_table(&format!("rtree_{name}_geom")) {
        findings.add("index_missing", name, Problem::new("store-finding-index").with("table", name));
        return Ok(());
    }
    let report: String =
        connection.query_row(&format!("SELECT rtreecheck('rtree_{name}_geom')"), [], |row| row.get(0))?;
    if report != "ok" {
        let what = Problem::new("store-finding-index").with("table", name).because(report);
        findings.add("index_damaged", name, what);
    }
    rows(connection, findings, table)?;
    let stray: i64 = connection.query_row(
        &format!("SELECT COUNT(*) FROM \"rtree_{name}_geom\" WHERE id NOT IN (SELECT fid FROM \"{name}\")"),
        [],
        |row| row.get(0),
    )?;
    if stray > 0 {
        let what = Problem::new("store-finding-index-stray").with("table", name).with("count", stray as f64);
        findings.add("index_stray", name, what);
    }
    Ok(())
}

fn rows(connection: &Connection, findings: &mut Findings, table: Table) -> Result<(), StoreError> {
    let name = table.name();
    let mut statement = connection.prepare(&format!(
        "SELECT t.fid, t.geom, r.minx, r.maxx, r.miny, r.maxy FROM \"{name}\" t \
         LEFT JOIN \"rtree_{name}_geom\" r ON r.id = t.fid ORDER BY t.fid"
    ))?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        if count % ROWS_PER_LOOK == 0 {
            findings.check_cancelled()?;
        }
        let fid: i64 = row.get(0)?;
        let place = || format!("{name}:{fid}");
        let told = |id| Problem::new(id).with("table", name).with("fid", fid.to_string());
        let ValueRef::Blob(blob) = row.get_ref(1)? else {
            if row.get::<_, Option<f64>>(2)?.is_some() {
                findings.add("index_stray", place(), told("store-finding-index-row"));
            }
            continue;
        };
        let extent = match blob_read::exact_extent(blob) {
            Ok(extent) => extent,
            Err(error) => {
                findings.add("geopackage_geometry", place(), told("store-finding-geometry").because(error));
                continue;
            }
        };
        if !is_declared(table, blob) {
            findings.add("geopackage_geometry", place(), told("store-finding-geometry-kind"));
        }
        let stored = match row.get::<_, Option<f64>>(2)? {
            Some(min_x) => Some(Extent { min_x, max_x: row.get(3)?, min_y: row.get(4)?, max_y: row.get(5)? }),
            None => None,
        };
        if !fits(extent, stored) {
            findings.add("index_wrong_box", place(), told("store-finding-index-row"));
        }
    }
    Ok(())
}

fn is_declared(table: Table, blob: &[u8]) -> bool {
    let kind = blob_read::kind_code(blob);
    let right = match table.geometry() {
        TableGeometry::Point => kind == Some(1),
        TableGeometry::MultiLineString => kind == Some(5),
        TableGeometry::MultiPolygon => kind == Some(6),
        TableGeometry::Any => kind.is_some(),
    };
    right && blob_read::srs_id(blob) == Ok(SRS_ID)
}

/// Whether the stored box holds the geometry, and not much more: the RTree
/// keeps 32-bit sides, rounded outwards, and SQLite may round by one step more.
fn fits(exact: Option<Extent>, stored: Option<Extent>) -> bool {
    match (exact, stored) {
        (None, None) => true,
        (Some(exact), Some(stored)) => {
            let near = |inner: f64, outer: f64| inner >= outer && inner - outer <= 1e-4;
            near(exact.min_x, stored.min_x)
                && near(exact.min_y, stored.min_y)
                && near(stored.max_x, exact.max_x)
                && near(stored.max_y, exact.max_y)
        }
        _ => false,
    }
}
