//! The box of a layer, exact and cheap: the RTree's root gives it to 32 bits,
//! the few rows on its sides give the rest.

use super::blob::Extent;
use super::blob_read;
use super::error::StoreError;
use crate::model::Table;
use rusqlite::{Connection, OptionalExtension, params};

/// Size of the head of a node, and of one cell, in bytes (SQLite's rtree.c).
pub const NODE_HEAD: usize = 4;
/// A cell: eight bytes of id and four 32-bit sides.
pub const NODE_CELL: usize = 24;

fn side(cell: &[u8], at: usize) -> Option<f32> {
    let bytes = cell.get(8 + 4 * at..12 + 4 * at)?;
    Some(f32::from_be_bytes(bytes.try_into().ok()?))
}

/// The outer sides of the RTree's root: min x, max x, min y, max y, rounded outwards.
fn root_sides(connection: &Connection, table: Table) -> Result<Option<[f32; 4]>, StoreError> {
    let sql = format!("SELECT data FROM \"rtree_{}_geom_node\" WHERE nodeno = 1", table.name());
    let node: Option<Vec<u8>> =
        connection.prepare_cached(&sql)?.query_row([], |row| row.get(0)).optional()?;
    let Some(node) = node else { return Ok(None) };
    let count = match node.get(2..NODE_HEAD) {
        Some(&[high, low]) => usize::from(u16::from_be_bytes([high, low])),
        _ => 0,
    };
    let mut sides: Option<[f32; 4]> = None;
    for cell in node.get(NODE_HEAD..).unwrap_or_default().chunks_exact(NODE_CELL).take(count) {
        if let (Some(x0), Some(x1), Some(y0), Some(y1)) =
            (side(cell, 0), side(cell, 1), side(cell, 2), side(cell, 3))
        {
            let so_far = sides.get_or_insert([x0, x1, y0, y1]);
            *so_far = [so_far[0].min(x0), so_far[1].max(x1), so_far[2].min(y0), so_far[3].max(y1)];
        }
    }
    Ok(sides)
}

/// The exact box of a table's geometries in degrees; `None` where it has none.
pub fn layer_extent(connection: &Connection, table: Table) -> Result<Option<Extent>, StoreError> {
    let Some([x0, x1, y0, y1]) = root_sides(connection, table)? else { return Ok(None) };
    let mut extent = Extent::NONE;
    // Rounding keeps order, so the outermost geometry is among the outermost boxes.
    for (condition, limit) in [("minx <= ?1", x0), ("maxx >= ?1", x1), ("miny <= ?1", y0), ("maxy >= ?1", y1)]
    {
        let name = table.name();
        let sql = format!(
            "SELECT t.geom FROM \"rtree_{name}_geom\" r JOIN \"{name}\" t ON t.fid = r.id WHERE r.{condition}"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![f64::from(limit)])?;
        while let Some(row) = rows.next()? {
            if let rusqlite::types::ValueRef::Blob(blob) = row.get_ref(0)?
                // One that cannot be read is named by `verify`; it hinders nobody's work.
                && let Ok(Some(one)) = blob_read::extent(blob)
            {
                extent.merge(&one);
            }
        }
    }
    Ok((!extent.is_none()).then_some(extent))
}

/// Brings the table's row of `gpkg_contents` up to date: box and time of the last change.
pub fn refresh_contents(connection: &Connection, table: Table) -> Result<(), StoreError> {
    let extent = layer_extent(connection, table)?;
    let side = |pick: fn(&Extent) -> f64| extent.as_ref().map(pick);
    connection
        .prepare_cached(
            "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5, \
             last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?1",
        )?
        .execute(params![
            table.name(),
            side(|extent| extent.min_x),
            side(|extent| extent.min_y),
            side(|extent| extent.max_x),
            side(|extent| extent.max_y),
        ])?;
    Ok(())
}
