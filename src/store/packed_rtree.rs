//! Fills an RTree index in one go by writing its nodes packed (sort-tile-
//! recursive, Leutenegger et al. 1997) instead of inserting box by box.
//! Node format: SQLite's `rtree.c`; `rtreecheck()` proves the result in tests
//! and in `verify`.

use super::blob::Extent;
use super::blob_read;
use super::error::StoreError;
use super::extent::{NODE_CELL, NODE_HEAD};
use crate::model::Table;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// A box in the index: sides as stored (rounded outwards) and what it is of.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    id: i64,
    /// min x, max x, min y, max y.
    sides: [f32; 4],
}

/// The greatest `f32` that is not above `value`.
fn down(value: f64) -> f32 {
    let rounded = value as f32;
    if f64::from(rounded) > value { rounded.next_down() } else { rounded }
}

/// The least `f32` that is not below `value`.
fn up(value: f64) -> f32 {
    let rounded = value as f32;
    if f64::from(rounded) < value { rounded.next_up() } else { rounded }
}

impl Entry {
    /// The entry of row `id`.
    pub fn new(id: i64, extent: &Extent) -> Entry {
        Entry { id, sides: [down(extent.min_x), up(extent.max_x), down(extent.min_y), up(extent.max_y)] }
    }

    fn centre(&self, axis: usize) -> f32 {
        self.sides[2 * axis] + self.sides[2 * axis + 1]
    }
}

/// Nodes are not filled to the brim, so that the next edits do not split them all.
const FILL: f64 = 0.9;

struct Packer<'c> {
    connection: &'c Connection,
    table: Table,
    node_size: usize,
    capacity: usize,
    next_node: i64,
}

impl Packer<'_> {
    fn sql(&self, text: &str) -> String {
        text.replace("{rtree}", &format!("rtree_{}_geom", self.table.name()))
    }

    fn write_node(&self, number: i64, depth: u16, cells: &[Entry]) -> Result<(), StoreError> {
        let mut data = Vec::with_capacity(self.node_size);
        data.extend_from_slice(&depth.to_be_bytes());
        data.extend_from_slice(&(cells.len() as u16).to_be_bytes());
        for cell in cells {
            data.extend_from_slice(&cell.id.to_be_bytes());
            for side in cell.sides {
                data.extend_from_slice(&side.to_be_bytes());
            }
        }
        data.resize(self.node_size, 0);
        let sql = self.sql("INSERT OR REPLACE INTO \"{rtree}_node\"(nodeno, data) VALUES(?1, ?2)");
        self.connection.prepare_cached(&sql)?.execute((number, data))?;
        Ok(())
    }

    /// Sorts entries into tiles: strips by longitude, runs by latitude.
    fn arrange(&self, entries: &mut [Entry], per_node: usize) {
        let nodes = entries.len().div_ceil(per_node);
        let strips = (nodes as f64).sqrt().ceil() as usize;
        let strip = (nodes.div_ceil(strips.max(1)) * per_node).max(1);
        let by = |axis: usize| {
            move |a: &Entry, b: &Entry| a.centre(axis).total_cmp(&b.centre(axis)).then(a.id.cmp(&b.id))
        };
        entries.sort_unstable_by(by(0));
        for strip in entries.chunks_mut(strip) {
            strip.sort_unstable_by(by(1));
        }
    }

    /// Writes one level; returns the entries of the level above and, for each
    /// node, the ids that it holds by way of `hold`.
    fn level(
        &mut self,
        mut entries: Vec<Entry>,
        mut hold: impl FnMut(i64, &[Entry]) -> Result<(), StoreError>,
    ) -> Result<Vec<Entry>, StoreError> {
        let per_node = ((self.capacity as f64 * FILL) as usize).max(2);
        self.arrange(&mut entries, per_node);
        let mut above = Vec::with_capacity(entries.len().div_ceil(per_node));
        for cells in entries.chunks(per_node) {
            let number = self.next_node;
            self.next_node += 1;
            self.write_node(number, 0, cells)?;
            hold(number, cells)?;
            let mut sides = [f32::INFINITY, f32::NEG_INFINITY, f32::INFINITY, f32::NEG_INFINITY];
            for cell in cells {
                let [x0, x1, y0, y1] = cell.sides;
                sides = [sides[0].min(x0), sides[1].max(x1), sides[2].min(y0), sides[3].max(y1)];
            }
            above.push(Entry { id: number, sides });
        }
        Ok(above)
    }

    fn parents(&self, parent: i64, children: &[Entry]) -> Result<(), StoreError> {
        let sql = self.sql("INSERT INTO \"{rtree}_parent\"(nodeno, parentnode) VALUES(?1, ?2)");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for child in children {
            statement.execute((child.id, parent))?;
        }
        Ok(())
    }

    fn rows(&self, mut homes: Vec<(i64, i64)>) -> Result<(), StoreError> {
        homes.sort_unstable();
        let sql = self.sql("INSERT INTO \"{rtree}_rowid\"(rowid, nodeno) VALUES(?1, ?2)");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for home in homes {
            statement.execute(home)?;
        }
        Ok(())
    }

    fn pack(&mut self, entries: Vec<Entry>) -> Result<(), StoreError> {
        let mut homes = Vec::with_capacity(entries.len());
        let mut level = entries;
        let mut depth = 0;
        while level.len() > self.capacity {
            let leaves = depth == 0;
            let mut held: Vec<(i64, Vec<Entry>)> = Vec::new();
            level = self.level(level, |node, cells| {
                if leaves {
                    homes.extend(cells.iter().map(|cell| (cell.id, node)));
                } else {
                    held.push((node, cells.to_vec()));
                }
                Ok(())
            })?;
            for (node, cells) in held {
                self.parents(node, &cells)?;
            }
            depth += 1;
        }
        // The root is node 1, whatever the depth.
        self.write_node(1, depth, &level)?;
        if depth == 0 {
            homes.extend(level.iter().map(|cell| (cell.id, 1)));
        } else {
            self.parents(1, &level)?;
        }
        self.rows(homes)
    }
}

/// Replaces the whole index of `table` by these entries, one a row.
pub fn replace(connection: &Connection, table: Table, entries: Vec<Entry>) -> Result<(), StoreError> {
    let name = format!("rtree_{}_geom", table.name());
    let node_size: i64 = connection.query_row(
        &format!("SELECT length(data) FROM \"{name}_node\" WHERE nodeno = 1"),
        [],
        |row| row.get(0),
    )?;
    connection.execute_batch(&format!(
        "DELETE FROM \"{name}_node\"; DELETE FROM \"{name}_parent\"; DELETE FROM \"{name}_rowid\";"
    ))?;
    let node_size = usize::try_from(node_size).unwrap_or(0);
    let capacity = node_size.saturating_sub(NODE_HEAD) / NODE_CELL;
    let mut packer = Packer { connection, table, node_size, capacity: capacity.max(2), next_node: 2 };
    packer.pack(entries)
}

/// Puts a few boxes in, by id, and takes some ids out.
pub fn patch(connection: &Connection, table: Table, boxes: &[Entry], gone: &[i64]) -> Result<(), StoreError> {
    let name = format!("rtree_{}_geom", table.name());
    let mut delete = connection.prepare_cached(&format!("DELETE FROM \"{name}\" WHERE id = ?1"))?;
    let mut insert = connection
        .prepare_cached(&format!("INSERT OR REPLACE INTO \"{name}\" VALUES(?1, ?2, ?3, ?4, ?5)"))?;
    for id in gone {
        delete.execute([id])?;
    }
    for entry in boxes {
        let [x0, x1, y0, y1] = entry.sides;
        insert.execute((entry.id, x0, x1, y0, y1))?;
    }
    Ok(())
}

/// Builds the index of `table` anew from its geometries.
pub fn rebuild(connection: &Connection, table: Table) -> Result<(), StoreError> {
    let sql = format!("SELECT fid, geom FROM \"{}\" WHERE geom IS NOT NULL ORDER BY fid", table.name());
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        if let ValueRef::Blob(blob) = row.get_ref(1)?
            // One that cannot be read is named by `verify`.
            && let Ok(Some(extent)) = blob_read::extent(blob)
        {
            entries.push(Entry::new(row.get(0)?, &extent));
        }
    }
    replace(connection, table, entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_round_outwards() {
        for value in [51.123_456_7, -51.123_456_7, 0.1, -0.1, 0.0, 35.0, f64::MIN_POSITIVE] {
            assert!(f64::from(down(value)) <= value && f64::from(up(value)) >= value, "{value}");
            assert!(up(value) <= down(value).next_up(), "{value}");
        }
    }
}
