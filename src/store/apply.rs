//! Applies a change set in one transaction.

use super::actor::Actor;
use super::cells::StoredCells;
use super::columns::{GEOM, Layout, UUID, VALUES};
use super::error::StoreError;
use super::feature_cells::{cells_of, key_of, to_sql};
use super::file::Store;
use super::transaction::{Occasion, Transaction};
use super::{blob, cells};
use crate::geometry::shape::Shape;
use crate::model::{Applied, ChangeSet, Edit, Feature, Table, Value};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

impl Store {
    /// Applies the edits in one transaction, each with its event: all or none.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRow`], [`StoreError::NoSuchColumn`],
    /// [`StoreError::CodeTaken`], [`StoreError::GeometryKind`], or a failure of
    /// the database; the project is then as it was.
    pub fn apply(&mut self, changes: &ChangeSet, actor: &Actor) -> Result<Applied, StoreError> {
        self.apply_unnamed(changes, actor).map_err(|error| error.at(self.path()))
    }

    fn apply_unnamed(&self, changes: &ChangeSet, actor: &Actor) -> Result<Applied, StoreError> {
        let occasion = Occasion {
            action: changes.action.to_owned(),
            reason: changes.reason.clone(),
            effective_on: changes.effective_on.clone(),
            evidence: changes.evidence.clone(),
        };
        let mut transaction = Transaction::begin(self.writable()?, actor, occasion)?;
        for edit in &changes.edits {
            match edit {
                Edit::Insert { uuid, feature } => insert(&mut transaction, *uuid, feature)?,
                Edit::Update { table, uuid, set, shape } => {
                    update(&mut transaction, *table, *uuid, set, shape.as_ref())?;
                }
                Edit::Delete { table, uuid } => {
                    let row = existing(transaction.connection, *table, *uuid)?;
                    transaction.delete(&row)?;
                }
            }
        }
        transaction.commit()
    }
}

fn existing(connection: &Connection, table: Table, uuid: Uuid) -> Result<StoredCells, StoreError> {
    StoredCells::load_uuid(connection, table, &uuid.to_string())?
        .ok_or(StoreError::NoSuchRow { table: table.name(), uuid })
}

/// The number that the next row of a table gets; never one that was used before.
pub(super) fn next_fid(connection: &Connection, table: Table) -> rusqlite::Result<i64> {
    let used: Option<i64> = connection
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = ?1")?
        .query_row([table.name()], |row| row.get(0))
        .optional()?;
    Ok(used.unwrap_or(0) + 1)
}

/// Notes the highest number of a table whose rows came in past SQLite.
pub(super) fn note_last_fid(connection: &Connection, table: Table, fid: i64) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [table.name()])?;
    connection.execute("INSERT INTO sqlite_sequence(name, seq) VALUES(?1, ?2)", (table.name(), fid))?;
    Ok(())
}

fn insert(transaction: &mut Transaction<'_>, uuid: Uuid, feature: &Feature) -> Result<(), StoreError> {
    let table = feature.table;
    let mut row = StoredCells {
        table,
        fid: next_fid(transaction.connection, table)?,
        cells: cells_of(feature.clone())?,
    };
    row.cells[UUID] = Sql::Text(uuid.to_string());
    refuse_taken_code(transaction.connection, &row)?;
    transaction.insert(&row)
}

fn update(
    transaction: &mut Transaction<'_>,
    table: Table,
    uuid: Uuid,
    set: &[(&'static str, Value)],
    shape: Option<&Option<Shape>>,
) -> Result<(), StoreError> {
    let row = existing(transaction.connection, table, uuid)?;
    let mut changed = row.clone();
    if let Some(shape) = shape {
        changed.cells[GEOM] = match shape {
            Some(shape) => {
                let mut bytes = Vec::new();
                blob::encode(shape, table, &mut bytes)?;
                Sql::Blob(bytes)
            }
            None => Sql::Null,
        };
    }
    for (name, value) in set {
        match table.column_position(name) {
            Some(at) => changed.cells[VALUES + at] = to_sql(value.clone()),
            None => {
                return Err(StoreError::NoSuchColumn { table: table.name(), column: (*name).to_owned() });
            }
        }
    }
    if let Some(at) = Layout::of(table).position("search_key") {
        changed.cells[at] = key_of(table, &changed.cells);
    }
    let scope = table.code_scope().unwrap_or("code");
    if ["code", scope].iter().any(|column| !cells::same(row.cell(column), changed.cell(column))) {
        refuse_taken_code(transaction.connection, &changed)?;
    }
    let all: Vec<(usize, Sql)> = changed.cells.into_iter().enumerate().collect();
    transaction.update(&row, &all)?;
    Ok(())
}

/// A code names one thing: plots within their estate, all else within its layer.
fn refuse_taken_code(connection: &Connection, row: &StoredCells) -> Result<(), StoreError> {
    let Some(code) = row.text("code") else { return Ok(()) };
    for &table in row.table.layer().tables() {
        let scope = table.code_scope().unwrap_or("code");
        let sql = format!(
            "SELECT EXISTS(SELECT 1 FROM \"{}\" WHERE code = ?1 AND \"{scope}\" IS ?2 AND uuid IS NOT ?3)",
            table.name()
        );
        let taken: bool = connection
            .prepare_cached(&sql)?
            .query_row((code, row.cell(scope), row.uuid()), |found| found.get(0))?;
        if taken {
            return Err(StoreError::CodeTaken { table: table.name(), code: code.to_owned() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Progress, id::new_uuid};
    use crate::store::{ImportInfo, StoreError};

    fn note(code: &str, length: usize) -> Feature {
        let mut feature = Feature::new(Table::Other);
        feature.set("code", code);
        feature.set("source", "x".repeat(length));
        feature
    }

    /// A full disk, played by a limit on the number of pages.
    #[test]
    fn a_full_disk_leaves_the_project_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.gpkg");
        let actor = Actor { name: String::new(), device: String::new() };
        let mut store = Store::create(&path).expect("is created");
        let first = Edit::Insert { uuid: new_uuid(), feature: Box::new(note("1", 10)) };
        store.apply(&ChangeSet::new("note", vec![first]), &actor).expect("fits");
        let limit = |store: &Store, more: i64| {
            let connection = store.writable().expect("may write");
            let pages: i64 =
                connection.query_row("PRAGMA page_count", [], |row| row.get(0)).expect("is counted");
            connection
                .query_row(&format!("PRAGMA max_page_count = {}", pages + more), [], |_| Ok(()))
                .expect("is set");
        };
        limit(&store, 4);
        let big = Edit::Insert { uuid: new_uuid(), feature: Box::new(note("2", 200_000)) };
        let full = store.apply(&ChangeSet::new("note", vec![big.clone()]), &actor);
        assert!(matches!(&full, Err(StoreError::DiskFull(named)) if *named == path), "{full:?}");
        let mut import = store.begin_import(ImportInfo::default(), &actor, &Progress::new()).expect("begins");
        let outcome = (0..2_000)
            .try_for_each(|n| import.put(note(&format!("n{n}"), 500)).map(|_| ()))
            .and_then(|()| import.finish().map(|_| ()));
        assert!(matches!(outcome, Err(StoreError::DiskFull(_))), "{outcome:?}");
        assert_eq!((store.revision().ok(), store.count(Table::Other).ok()), (Some(1), Some(1)));
        // With room again everything goes on.
        limit(&store, 1_000_000);
        store.apply(&ChangeSet::new("note", vec![big]), &actor).expect("fits now");
        assert_eq!(store.verify(&Progress::new()).expect("is checked"), []);
        store.close().expect("closes");
    }
}
