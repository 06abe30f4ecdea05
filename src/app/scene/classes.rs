//! Which class of looks every feature of a project has. Worked out where the project is
//! opened or changed, never on the thread that draws: at a million rows it takes longer
//! than a frame.

use super::looks;
use super::slots::Slots;
use crate::model::{Applied, Snapshot, Table};
use std::sync::Arc;

/// The classes of all tables at one revision; unchanged tables are shared with the one before.
#[derive(Debug, Clone)]
pub struct SceneClasses {
    tables: Vec<TableClasses>,
}

/// The place of each row of a table in the engine's tables, and its class there.
#[derive(Debug, Clone)]
pub(super) struct TableClasses {
    pub(super) slots: Slots,
    pub(super) class_of: Arc<Vec<u8>>,
}

impl SceneClasses {
    /// The classes of a project.
    pub fn of(snapshot: &Snapshot) -> SceneClasses {
        SceneClasses {
            tables: Table::ALL.into_iter().map(|table| TableClasses::of(snapshot, table)).collect(),
        }
    }

    /// Those of the next revision, in which `applied` changed.
    pub fn next(&self, snapshot: &Snapshot, applied: &Applied) -> SceneClasses {
        let tables = Table::ALL.into_iter().zip(&self.tables).map(|(table, before)| {
            if applied.whole_tables.contains(&table) {
                return TableClasses::of(snapshot, table);
            }
            let rows: Vec<i64> =
                applied.rows.iter().filter(|id| id.table == table).map(|id| id.fid).collect();
            if rows.is_empty() { before.clone() } else { before.next(snapshot, table, &rows) }
        });
        SceneClasses { tables: tables.collect() }
    }

    pub(super) fn table(&self, table: Table) -> Option<&TableClasses> {
        self.tables.get(table.position())
    }
}

impl TableClasses {
    fn of(snapshot: &Snapshot, table: Table) -> TableClasses {
        let rows = snapshot.table(table);
        let slots = Slots::of(rows);
        let len = if rows.is_empty() { 0 } else { slots.len() };
        let mut class_of = vec![0_u8; len as usize];
        let class = looks::class_of(table);
        for row in rows.rows() {
            if let Some(place) = slots.get(row.fid()).and_then(|place| class_of.get_mut(place as usize)) {
                *place = class(&row);
            }
        }
        TableClasses { slots, class_of: Arc::new(class_of) }
    }

    fn next(&self, snapshot: &Snapshot, table: Table, changed: &[i64]) -> TableClasses {
        let rows = snapshot.table(table);
        let slots = self.slots.with(changed.iter().copied());
        let mut class_of = self.class_of.as_ref().clone();
        class_of.resize(if rows.is_empty() { 0 } else { slots.len() as usize }, 0);
        let class = looks::class_of(table);
        for row in changed.iter().filter_map(|fid| rows.row(*fid)) {
            if let Some(place) = slots.get(row.fid()).and_then(|place| class_of.get_mut(place as usize)) {
                *place = class(&row);
            }
        }
        TableClasses { slots, class_of: Arc::new(class_of) }
    }
}
