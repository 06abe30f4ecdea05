//! Spatial indexes over a snapshot: boxes of every table, and assets by kind for
//! nearest questions. Like the snapshot it is immutable, and a change shares
//! what it did not touch.

use crate::base::{Cancelled, Progress};
use crate::geometry::index::{BoxIndex, BoxPart, geodesic_bounds};
use crate::geometry::nearest::NearestIndex;
use crate::geometry::shape::BoundingBox;
use crate::model::{Layer, RowId, RowRef, Snapshot, Table};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Chunks of rows that share a part of an index: some ten parts a million rows, for
/// each part is asked by every query.
const CHUNKS_A_PART: usize = 64;

/// What a group of indexed features is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Assets of one kind of `infra`.
    Infra(String),
    /// Constraints of one kind.
    Constraint(String),
    /// Places.
    Place,
}

impl Group {
    fn of(row: &RowRef<'_>) -> Option<Group> {
        let kind = || row.text("kind").unwrap_or("other").to_owned();
        match row.table().layer() {
            Layer::Infra => Some(Group::Infra(kind())),
            Layer::Constraints => Some(Group::Constraint(kind())),
            Layer::Places => Some(Group::Place),
            _ => None,
        }
    }

    fn tables(&self) -> &'static [Table] {
        match self {
            Group::Infra(_) => Layer::Infra.tables(),
            Group::Constraint(_) => Layer::Constraints.tables(),
            Group::Place => Layer::Places.tables(),
        }
    }
}

/// The nearest-index of one group; `NearestIndex` ids are positions in `rows`.
pub struct GroupIndex {
    /// The index.
    pub nearest: NearestIndex,
    /// The features, in order of table and number.
    pub rows: Vec<RowId>,
    /// The class of each feature (roads), where known.
    pub classes: Vec<Option<String>>,
    /// The voltage of each feature in kV, where known.
    pub voltages_kv: Vec<Option<f64>>,
}

impl GroupIndex {
    fn build(snapshot: &Snapshot, rows: Vec<RowId>) -> GroupIndex {
        let found: Vec<RowRef<'_>> = rows.iter().filter_map(|id| snapshot.row(*id)).collect();
        let geometries = found
            .iter()
            .enumerate()
            .filter_map(|(position, row)| Some((u32::try_from(position).ok()?, row.geometry()?.as_ref())));
        GroupIndex {
            nearest: NearestIndex::build(geometries),
            classes: found.iter().map(|row| row.text("class").map(str::to_owned)).collect(),
            voltages_kv: found.iter().map(|row| row.number("voltage_kv")).collect(),
            rows: found.iter().map(RowRef::id).collect(),
        }
    }
}

/// Every index of a snapshot.
#[derive(Clone)]
pub struct ProjectIndex {
    boxes: [BoxIndex<i64>; Table::ALL.len()],
    groups: BTreeMap<Group, Arc<GroupIndex>>,
}

impl Default for ProjectIndex {
    fn default() -> Self {
        ProjectIndex { boxes: Table::ALL.map(|_| BoxIndex::default()), groups: BTreeMap::new() }
    }
}

fn bounds_of(row: Option<RowRef<'_>>) -> Option<BoundingBox> {
    geodesic_bounds(row?.geometry()?)
}

impl ProjectIndex {
    /// Indexes a whole snapshot.
    ///
    /// # Errors
    /// [`Cancelled`] when `progress` was cancelled.
    pub fn build(snapshot: &Snapshot, progress: &Progress) -> Result<ProjectIndex, Cancelled> {
        let mut index = ProjectIndex::default();
        for table in Table::ALL {
            progress.check()?;
            index.build_boxes(snapshot, table);
        }
        let mut members: BTreeMap<Group, Vec<RowId>> = BTreeMap::new();
        for layer in [Layer::Infra, Layer::Constraints, Layer::Places] {
            for row in snapshot.layer(layer) {
                if let Some(group) = Group::of(&row) {
                    members.entry(group).or_default().push(row.id());
                }
            }
        }
        for (group, rows) in members {
            progress.check()?;
            index.groups.insert(group, Arc::new(GroupIndex::build(snapshot, rows)));
        }
        Ok(index)
    }

    fn build_boxes(&mut self, snapshot: &Snapshot, table: Table) {
        let chunks: Vec<_> = snapshot.table(table).chunks().collect();
        let parts = chunks.par_chunks(CHUNKS_A_PART).map(|chunks| {
            let rows = chunks.iter().flat_map(|chunk| chunk.rows());
            BoxPart::build(rows.filter_map(|row| Some((row.fid(), bounds_of(Some(row))?))))
        });
        if let Some(slot) = self.boxes.get_mut(table.position()) {
            *slot = BoxIndex::of_parts(parts.collect());
        }
    }

    /// The indexes of `after`, given that it differs from `before` in `rows` only.
    pub fn with_changes(&self, before: &Snapshot, after: &Snapshot, rows: &[RowId]) -> ProjectIndex {
        let mut next = self.clone();
        let mut stale: BTreeSet<Group> = BTreeSet::new();
        for table in Table::ALL {
            let changes: Vec<_> = rows
                .iter()
                .filter(|id| id.table == table)
                .map(|id| (id.fid, bounds_of(before.row(*id)), bounds_of(after.row(*id))))
                .collect();
            if changes.is_empty() {
                continue;
            }
            if let Some(slot) = next.boxes.get_mut(table.position()) {
                *slot = slot.with_changes(changes);
            }
        }
        for id in rows {
            stale.extend([before.row(*id), after.row(*id)].iter().flatten().filter_map(Group::of));
        }
        next.rebuild_groups(after, stale);
        next
    }

    /// The indexes of `after`, given that whole `tables` were read again.
    pub fn with_tables(&self, after: &Snapshot, tables: &[Table]) -> ProjectIndex {
        let mut next = self.clone();
        let mut stale: BTreeSet<Group> = BTreeSet::new();
        for table in tables {
            next.build_boxes(after, *table);
            stale.extend(next.groups.keys().filter(|group| group.tables().contains(table)).cloned());
            stale.extend(after.table(*table).rows().filter_map(|row| Group::of(&row)));
        }
        next.rebuild_groups(after, stale);
        next
    }

    fn rebuild_groups(&mut self, snapshot: &Snapshot, stale: BTreeSet<Group>) {
        for group in stale {
            let rows: Vec<RowId> = group
                .tables()
                .iter()
                .flat_map(|table| snapshot.table(*table).rows())
                .filter(|row| Group::of(row).as_ref() == Some(&group))
                .map(|row| row.id())
                .collect();
            if rows.is_empty() {
                self.groups.remove(&group);
            } else {
                self.groups.insert(group, Arc::new(GroupIndex::build(snapshot, rows)));
            }
        }
    }

    /// Rows of a table whose boxes meet `bounds`.
    pub fn in_box(&self, table: Table, bounds: &BoundingBox) -> Vec<i64> {
        let found = self.boxes.get(table.position()).map(|index| index.query(bounds).copied().collect());
        let mut fids: Vec<i64> = found.unwrap_or_default();
        fids.sort_unstable();
        fids
    }

    /// The box index of a table.
    pub fn boxes(&self, table: Table) -> &BoxIndex<i64> {
        &self.boxes[table as usize]
    }

    /// The index of a group, if it has members.
    pub fn group(&self, group: &Group) -> Option<&Arc<GroupIndex>> {
        self.groups.get(group)
    }

    /// All groups with members, in order.
    pub fn groups(&self) -> impl Iterator<Item = (&Group, &Arc<GroupIndex>)> {
        self.groups.iter()
    }
}
