//! Checks a whole project: database, GeoPackage, indexes, history, links, data.

use super::error::StoreError;
use super::reader::Reader;
use super::{verify_data, verify_geometry, verify_history, verify_package};
use crate::base::{Problem, Progress, ToProblem};
use rusqlite::Connection;

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

    /// [`StoreError::Cancelled`] once the person has had enough.
    pub fn check_cancelled(&self) -> Result<(), StoreError> {
        Ok(self.progress.check()?)
    }
}

type Check = fn(&Connection, &mut Findings) -> Result<(), StoreError>;

const CHECKS: [Check; 7] = [
    verify_package::database,
    verify_package::package,
    verify_geometry::geometries_and_indexes,
    verify_history::chains,
    verify_history::intervals,
    verify_data::links,
    verify_data::codes_and_words,
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
        let mut findings = Findings { found: Vec::new(), progress: progress.clone() };
        let mut outcome = Ok(());
        for check in CHECKS {
            match check(&self.connection, &mut findings) {
                Ok(()) => {}
                Err(StoreError::Cancelled) => {
                    outcome = Err(StoreError::Cancelled);
                    break;
                }
                Err(error) => {
                    let place = self.path().display().to_string();
                    findings.add("database_unreadable", place, error.at(self.path()).to_problem());
                }
            }
            progress.advance(1);
        }
        self.connection.progress_handler(0, None::<fn() -> bool>);
        outcome.map(|()| findings.found)
    }
}
