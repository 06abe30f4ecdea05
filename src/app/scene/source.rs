//! One table as a source of features for the engine. The index of a feature is
//! the place of its row, which stays while the row lives.

use super::slots::Slots;
use crate::analysis::index::ProjectIndex;
use crate::geometry::index::geodesic_bounds;
use crate::geometry::shape::BoundingBox;
use crate::model::{Snapshot, Table};
use crate::render::FeatureSource;
use geo::Geometry;
use std::sync::Arc;

/// Changes remembered; a drawing that is further behind draws everything anew.
const REMEMBERED: usize = 64;

/// A table of one revision, and where it differs from earlier ones.
pub(super) struct TableSource {
    table: Table,
    snapshot: Arc<Snapshot>,
    index: Arc<ProjectIndex>,
    slots: Slots,
    revision: u64,
    /// Revision and the boxes that changed with it, latest last.
    changes: Vec<(u64, Vec<BoundingBox>)>,
    /// Everything may differ from revisions before this one.
    all_changed_at: u64,
}

impl TableSource {
    pub(super) fn new(
        table: Table,
        snapshot: &Arc<Snapshot>,
        index: &Arc<ProjectIndex>,
        slots: &Slots,
    ) -> TableSource {
        TableSource {
            table,
            snapshot: Arc::clone(snapshot),
            index: Arc::clone(index),
            slots: slots.clone(),
            revision: 1,
            changes: Vec::new(),
            all_changed_at: 1,
        }
    }

    /// The source of the next revision, in which `rows` changed; all without `rows`.
    pub(super) fn next(
        &self,
        snapshot: &Arc<Snapshot>,
        index: &Arc<ProjectIndex>,
        slots: &Slots,
        rows: Option<&Vec<i64>>,
    ) -> TableSource {
        let revision = self.revision + 1;
        let mut changes = self.changes.clone();
        let mut all_changed_at = self.all_changed_at;
        match rows {
            // Of a table that changed as a whole everything is drawn anew.
            None => {
                all_changed_at = revision;
                changes.clear();
            }
            Some(rows) => {
                let bounds = |snapshot: &Snapshot, fid: i64| {
                    geodesic_bounds(snapshot.table(self.table).row(fid)?.geometry()?)
                };
                let boxes = rows
                    .iter()
                    .flat_map(|fid| [bounds(&self.snapshot, *fid), bounds(snapshot, *fid)])
                    .flatten()
                    .collect();
                changes.push((revision, boxes));
                if changes.len() > REMEMBERED {
                    let (forgotten, _) = changes.remove(0);
                    all_changed_at = all_changed_at.max(forgotten);
                }
            }
        }
        TableSource {
            table: self.table,
            snapshot: Arc::clone(snapshot),
            index: Arc::clone(index),
            slots: slots.clone(),
            revision,
            changes,
            all_changed_at,
        }
    }
}

impl FeatureSource for TableSource {
    fn len(&self) -> u32 {
        if self.snapshot.table(self.table).is_empty() { 0 } else { self.slots.len() }
    }

    fn visit(&self, bounds: &BoundingBox, each: &mut dyn FnMut(u32, &Geometry<f64>)) {
        let rows = self.snapshot.table(self.table);
        for fid in self.index.boxes(self.table).query(bounds) {
            let Some(geometry) = rows.row(*fid).and_then(|row| row.geometry()) else { continue };
            if let Some(feature) = self.slots.get(*fid) {
                each(feature, geometry);
            }
        }
    }

    fn revision(&self) -> u64 {
        self.revision
    }

    fn changed_since(&self, revision: u64) -> Option<Vec<BoundingBox>> {
        if revision < self.all_changed_at {
            return None;
        }
        let later = self.changes.iter().filter(|(changed, _)| *changed > revision);
        Some(later.flat_map(|(_, boxes)| boxes.iter().copied()).collect())
    }
}
