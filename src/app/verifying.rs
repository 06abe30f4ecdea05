//! Everything that can be wrong with a project, from whichever check.

use super::error::AppError;
use super::topology;
use crate::base::{Problem, Progress, ToProblem};
use crate::store::{Finding, Store};
use std::path::Path;

/// Checks a whole project; what is damaged is a finding, not a failure.
///
/// # Errors
/// A file that is not there or no project of ours, a cancel.
pub fn verify(project: &Path, progress: &Progress) -> Result<Vec<Finding>, AppError> {
    let store = match Store::open_read(project) {
        Ok(store) => store,
        Err(error) if error.is_damage() => return Ok(vec![Finding::of_damage(&error)]),
        Err(error) => return Err(error.into()),
    };
    let mut findings = store.verify(progress)?;
    match topology::verify(&store, progress) {
        Ok(faults) => findings.extend(faults),
        Err(AppError::Store(error)) if error.is_damage() => findings.push(unchecked(&error)),
        Err(error) => return Err(error),
    }
    Ok(findings)
}

/// Topology is of all plots together, so one that cannot be read leaves it open.
fn unchecked(error: &impl ToProblem) -> Finding {
    let what = Problem::new("topology-unchecked").because(error.to_problem().technical);
    Finding { kind: "topology_unchecked", place: "plots".to_owned(), what }
}
