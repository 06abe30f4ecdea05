//! Fills an RTree index in one go by writing its nodes packed (sort-tile-
//! recursive, Leutenegger et al. 1997) instead of inserting box by box.
//! Node format: SQLite's `rtree.c`; `rtreecheck()` proves the result in tests
//! and in `verify`.

use super::blob::Extent;
use super::blob_read;
use super::error::StoreError;
use super::extent::{NODE_CELL, NODE_HEAD};
use crate::model::Table;
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSliceMut;
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

    /// The same box for row `id`.
    pub fn of_row(self, id: i64) -> Entry {
        Entry { id, ..self }
    }

    fn centre(&self, axis: usize) -> f32 {
        self.sides[2 * axis] + self.sides[2 * axis + 1]
    }
}

/// Nodes are not filled to the brim, so that the next edits do not split them all.
const FILL: f64 = 0.9;

/// What the node tables of an index hold, each in the order of its keys.
pub struct Packing {
    node_bytes: usize,
    per_node: usize,
    /// Entries from the leaves up, arranged; the last level is the root's.
    levels: Vec<Vec<Entry>>,
}

/// The root is node 1, whatever the depth; the others follow, leaves first.
const ROOT: i64 = 1;

impl Packing {
    /// Packs entries, one a row, into nodes of so many bytes.
    pub fn of(entries: Vec<Entry>, node_bytes: usize) -> Packing {
        let capacity = (node_bytes.saturating_sub(NODE_HEAD) / NODE_CELL).max(2);
        let per_node = ((capacity as f64 * FILL) as usize).max(2);
        let mut levels = Vec::new();
        let mut level = entries;
        let mut next = ROOT + 1;
        while level.len() > capacity {
            arrange(&mut level, per_node);
            let above = level.chunks(per_node).zip(next..).map(|(cells, number)| around(number, cells));
            let above: Vec<Entry> = above.collect();
            next += above.len() as i64;
            levels.push(std::mem::replace(&mut level, above));
        }
        levels.push(level);
        Packing { node_bytes, per_node, levels }
    }

    /// Nodes below the root with what they hold, level by level, by number.
    fn below_root(&self) -> impl Iterator<Item = (usize, i64, &[Entry])> {
        let levels = self.levels.split_last().map_or(&[][..], |(_, below)| below);
        let nodes = levels.iter().enumerate();
        let nodes =
            nodes.flat_map(|(depth, level)| level.chunks(self.per_node).map(move |cells| (depth, cells)));
        nodes.zip(ROOT + 1..).map(|((depth, cells), number)| (depth, number, cells))
    }

    fn root(&self) -> (usize, &[Entry]) {
        let cells = self.levels.last().map_or(&[][..], Vec::as_slice);
        (self.levels.len().saturating_sub(1), cells)
    }

    /// Hands over each node: its number and its bytes.
    ///
    /// # Errors
    /// What `take` says.
    pub fn nodes<E>(&self, mut take: impl FnMut(i64, &[u8]) -> Result<(), E>) -> Result<(), E> {
        let (depth, cells) = self.root();
        let mut bytes = Vec::with_capacity(self.node_bytes);
        self.write_node(depth, cells, &mut bytes);
        take(ROOT, &bytes)?;
        for (_, number, cells) in self.below_root() {
            // Only that of the root is read.
            self.write_node(0, cells, &mut bytes);
            take(number, &bytes)?;
        }
        Ok(())
    }

    fn write_node(&self, depth: usize, cells: &[Entry], bytes: &mut Vec<u8>) {
        bytes.clear();
        bytes.extend_from_slice(&(depth as u16).to_be_bytes());
        bytes.extend_from_slice(&(cells.len() as u16).to_be_bytes());
        for cell in cells {
            bytes.extend_from_slice(&cell.id.to_be_bytes());
            for side in cell.sides {
                bytes.extend_from_slice(&side.to_be_bytes());
            }
        }
        bytes.resize(self.node_bytes, 0);
    }

    /// Each node below the root, and the one that holds it.
    pub fn parents(&self) -> Vec<(i64, i64)> {
        let (depth, cells) = self.root();
        let of_root = cells.iter().filter(|_| depth > 0).map(|child| (child.id, ROOT));
        let above_leaves = self.below_root().filter(|(depth, ..)| *depth > 0);
        let pairs =
            above_leaves.flat_map(|(_, number, cells)| cells.iter().map(move |child| (child.id, number)));
        sorted(of_root.chain(pairs).collect())
    }

    /// Each row, and the node that holds it.
    pub fn homes(&self) -> Vec<(i64, i64)> {
        let (depth, cells) = self.root();
        let of_root = cells.iter().filter(|_| depth == 0).map(|cell| (cell.id, ROOT));
        let leaves = self.below_root().take_while(|(depth, ..)| *depth == 0);
        let pairs = leaves.flat_map(|(_, number, cells)| cells.iter().map(move |cell| (cell.id, number)));
        sorted(of_root.chain(pairs).collect())
    }
}

fn sorted(mut pairs: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    pairs.par_sort_unstable();
    pairs
}

/// The entry of a node: the box around what it holds.
fn around(number: i64, cells: &[Entry]) -> Entry {
    let mut sides = [f32::INFINITY, f32::NEG_INFINITY, f32::INFINITY, f32::NEG_INFINITY];
    for cell in cells {
        let [x0, x1, y0, y1] = cell.sides;
        sides = [sides[0].min(x0), sides[1].max(x1), sides[2].min(y0), sides[3].max(y1)];
    }
    Entry { id: number, sides }
}

/// Sorts entries into tiles: strips by longitude, runs by latitude.
fn arrange(entries: &mut [Entry], per_node: usize) {
    let nodes = entries.len().div_ceil(per_node);
    let strips = (nodes as f64).sqrt().ceil() as usize;
    let strip = (nodes.div_ceil(strips.max(1)) * per_node).max(1);
    let by = |axis: usize| {
        move |a: &Entry, b: &Entry| a.centre(axis).total_cmp(&b.centre(axis)).then(a.id.cmp(&b.id))
    };
    entries.par_sort_unstable_by(by(0));
    entries.par_chunks_mut(strip).for_each(|strip| strip.sort_unstable_by(by(1)));
}

/// The tables of the index of `table`: nodes, parents, rows.
pub fn node_tables(table: Table) -> [String; 3] {
    ["node", "parent", "rowid"].map(|part| format!("rtree_{}_geom_{part}", table.name()))
}

/// Bytes of a node of the index of `table`.
///
/// # Errors
/// A failure of the database.
pub fn node_bytes(connection: &Connection, table: Table) -> Result<usize, StoreError> {
    let [nodes, ..] = node_tables(table);
    let sql = format!("SELECT length(data) FROM \"{nodes}\" WHERE nodeno = {ROOT}");
    let bytes: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
    Ok(usize::try_from(bytes).unwrap_or(0))
}

/// Replaces the whole index of `table` by these entries, one a row.
pub fn replace(connection: &Connection, table: Table, entries: Vec<Entry>) -> Result<(), StoreError> {
    let packing = Packing::of(entries, node_bytes(connection, table)?);
    let names = node_tables(table);
    for name in &names {
        connection.execute_batch(&format!("DELETE FROM \"{name}\""))?;
    }
    let [nodes, parents, rows] = names.map(|name| format!("INSERT INTO \"{name}\" VALUES(?1, ?2)"));
    let mut statement = connection.prepare_cached(&nodes)?;
    packing.nodes(|number, data| statement.execute((number, data)).map(|_| ()))?;
    for (sql, pairs) in [(parents, packing.parents()), (rows, packing.homes())] {
        let mut statement = connection.prepare_cached(&sql)?;
        for pair in pairs {
            statement.execute(pair)?;
        }
    }
    Ok(())
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

    fn cells_of(bytes: &[u8]) -> Vec<i64> {
        let count = usize::from(u16::from_be_bytes([bytes[2], bytes[3]]));
        let ids = bytes[NODE_HEAD..].chunks_exact(NODE_CELL).take(count);
        ids.map(|cell| i64::from_be_bytes(cell[..8].try_into().expect("eight bytes"))).collect()
    }

    #[test]
    fn every_row_and_node_is_held_once_and_keys_ascend_at_any_depth() {
        // Nodes of five cells, filled with four: 600 rows make five levels.
        let node_bytes = NODE_HEAD + 5 * NODE_CELL;
        for count in [0_i64, 1, 5, 6, 20, 21, 600] {
            let entry = |id: i64| {
                let (x, y) = ((id * 37 % 101) as f64, (id * 53 % 89) as f64);
                Entry::new(id, &Extent { min_x: x, max_x: x + 1.0, min_y: y, max_y: y + 1.0 })
            };
            let packing = Packing::of((1..=count).map(entry).collect(), node_bytes);
            let mut nodes: Vec<(i64, Vec<i64>, usize)> = Vec::new();
            let taken: Result<(), ()> = packing.nodes(|number, bytes| {
                assert_eq!(bytes.len(), node_bytes);
                let depth = usize::from(u16::from_be_bytes([bytes[0], bytes[1]]));
                nodes.push((number, cells_of(bytes), depth));
                Ok(())
            });
            assert_eq!(taken, Ok(()));
            assert!(nodes.iter().zip(1..).all(|((number, ..), at)| *number == at), "{count}");
            let (parents, homes) = (packing.parents(), packing.homes());
            assert!(homes.iter().map(|home| home.0).eq(1..=count), "{count}");
            assert!(parents.iter().map(|pair| pair.0).eq(2..=nodes.len() as i64), "{count}");
            let holds = |(held, by): &(i64, i64)| nodes[*by as usize - 1].1.contains(held);
            assert!(homes.iter().chain(&parents).all(holds), "{count}");
            // From any row up to the root there are as many steps as the root says.
            let depth = nodes[0].2;
            let steps = |mut node: i64| {
                let mut steps = 0;
                while node != ROOT {
                    node = parents[node as usize - 2].1;
                    steps += 1;
                }
                steps
            };
            assert!(homes.iter().all(|home| steps(home.1) == depth), "{count}");
        }
    }
}
