//! Checks a whole project: database, GeoPackage, indexes, history, links, data.

use super::error::StoreError;
use super::reader::Reader;
use super::{verify_data, verify_geometry, verify_history, verify_package};
use crate::base::{Problem, Progress};
use crate::model::Table;
use rusqlite::Connection;
use std::collections::HashSet;

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// A stable word; begins with `database_`, `geopackage_`, `index_`,
    /// `history_`, `link_`, `topology_` or `data_`.
    pub kind: &'static str,
    /// Table, row or event concerned.
    pub place: String,
    /// What is wrong, for people.
    pub what: Problem,
}

impl Finding {
    /// What is found where a damaged project cannot even be opened.
    pub fn of_damage(error: &StoreError) -> Finding {
        let what = Problem::new("store-finding-damaged").because(error);
        Finding { kind: "database_damaged", place: "database".to_owned(), what }
    }

    /// Whether it makes the project unsound: database, GeoPackage, index or
    /// history. The others concern what the data say.
    pub fn is_unsound(&self) -> bool {
        ["database_", "geopackage_", "index_", "history_"].iter().any(|start| self.kind.starts_with(start))
    }
}

/// More findings of one kind than this say nothing new.
const MAX_A_KIND: usize = 200;

/// The findings so far.
pub struct Findings {
    found: Vec<Finding>,
    /// Names of the tables that the file has.
    tables: HashSet<String>,
    progress: Progress,
}

impl Findings {
    /// Adds a finding unless there are plenty of its kind; `false` once there are.
    pub fn add(&mut self, kind: &'static str, place: impl Into<String>, what: Problem) -> bool {
        let of_its_kind = self.found.iter().filter(|finding| finding.kind == kind).count();
        if of_its_kind < MAX_A_KIND {
            self.found.push(Finding { kind, place: place.into(), what });
        }
        of_its_kind < MAX_A_KIND
    }

    /// Whether the file has that table; a missing one is named by the check of the package.
    pub fn has_table(&self, name: &str) -> bool {
        self.tables.contains(name)
    }

    /// Checks one table if it is there; where it cannot be read that is a finding,
    /// and the other tables are checked all the same.
    pub fn each_table(
        &mut self,
        table: Table,
        check: impl FnOnce(&mut Findings) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.check_cancelled()?;
        if !self.has_table(table.name()) {
            return Ok(());
        }
        let checked = check(self);
        self.unless_unreadable(table.name(), checked)
    }

    /// Makes a finding of what kept a check from its end.
    fn unless_unreadable(&mut self, place: &str, checked: Result<(), StoreError>) -> Result<(), StoreError> {
        match checked {
            Err(StoreError::Cancelled) => Err(StoreError::Cancelled),
            Err(error) => {
                let damaged = matches!(error, StoreError::Corrupted { .. });
                let kind = if damaged { "database_damaged" } else { "database_unreadable" };
                let what = Problem::new("store-finding-unreadable").with("place", place).because(error);
                self.add(kind, place, what);
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// [`StoreError::Cancelled`] once the person has had enough.
    pub fn check_cancelled(&self) -> Result<(), StoreError> {
        Ok(self.progress.check()?)
    }
}

type Check = fn(&Connection, &mut Findings) -> Result<(), StoreError>;

/// What is checked, each with the tables without which it has nothing to read.
const CHECKS: [(Check, &[&str]); 8] = [
    (verify_package::database, &[]),
    (verify_package::package, &[]),
    (verify_geometry::geometries_and_indexes, &[]),
    (verify_history::chains, &["event_log"]),
    (verify_history::end_of_chain, &["event_log", "project"]),
    (verify_history::intervals, &["status_interval", "plots"]),
    (verify_data::links, &[]),
    (verify_data::codes_and_words, &[]),
];

/// Steps of SQLite's machine between two looks at the progress.
const STEPS_PER_LOOK: i32 = 50_000;

impl Reader {
    /// Checks everything that can be checked without knowing the field; the
    /// findings come in a fixed order.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`]. What the database cannot tell because it is
    /// damaged is itself a finding.
    pub fn verify(&self, progress: &Progress) -> Result<Vec<Finding>, StoreError> {
        let watched = progress.clone();
        self.connection.progress_handler(STEPS_PER_LOOK, Some(move || watched.is_cancelled()));
        progress.set_total(CHECKS.len() as u64);
        let checked = self.run_checks(progress);
        self.connection.progress_handler(0, None::<fn() -> bool>);
        checked
    }

    fn run_checks(&self, progress: &Progress) -> Result<Vec<Finding>, StoreError> {
        let tables = verify_package::names(&self.connection, "table").unwrap_or_default();
        let mut findings = Findings { found: Vec::new(), tables, progress: progress.clone() };
        for (check, needs) in CHECKS {
            if needs.iter().all(|table| findings.has_table(table)) {
                let checked = check(&self.connection, &mut findings);
                findings.unless_unreadable("database", checked)?;
            }
            progress.advance(1);
        }
        Ok(findings.found)
    }
}
