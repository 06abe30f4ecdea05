//! `shahrak undo` and `shahrak redo`

use super::Done;
use super::face::{Face, Failure};
use crate::base::Arg;
use crate::store::{Access, Actor, Store, StoreError, Undone};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Take back the last change of a project.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: shahrak undo province.gpkg")]
pub(super) struct Undo {
    /// The project.
    project: PathBuf,
}

/// Bring back what was taken back last.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: shahrak redo province.gpkg")]
pub(super) struct Redo {
    /// The project.
    project: PathBuf,
}

#[derive(Serialize)]
struct Stepped {
    batch: String,
    changed: u64,
}

impl Undo {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        step(&self.project, face, |store| store.undo(&Actor::this_user()))
    }
}

impl Redo {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        step(&self.project, face, |store| store.redo(&Actor::this_user()))
    }
}

fn step(
    project: &Path,
    face: &Face,
    step: impl FnOnce(&mut Store) -> Result<Undone, StoreError>,
) -> Result<Done, Failure> {
    let mut store = Store::open(project, Access::Write)?;
    let undone = step(&mut store)?;
    store.close()?;
    let json = Stepped { batch: undone.batch.to_string(), changed: undone.changed };
    face.answer(&json, |face| face.line("cli-stepped", &[("count", Arg::from(json.changed))]))?;
    Ok(Done::Clean)
}
