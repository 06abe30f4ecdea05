//! `shahrak undo` and `shahrak redo`

use super::Done;
use super::face::{Face, Failure, change_untold};
use super::history::{self, Told};
use crate::base::Arg;
use crate::store::{Access, Actor, HistoryFilter, Store, StoreError, Undone};
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
        step(&self.project, face, "cli-undone", |store| store.undo(&Actor::this_user()))
    }
}

impl Redo {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        step(&self.project, face, "cli-redone", |store| store.redo(&Actor::this_user()))
    }
}

fn step(
    project: &Path,
    face: &Face,
    message: &str,
    step: impl FnOnce(&mut Store) -> Result<Undone, StoreError>,
) -> Result<Done, Failure> {
    let mut store = Store::open(project, Access::Write)?;
    let undone = step(&mut store)?;
    let filter = HistoryFilter { batch: Some(undone.batch), ..HistoryFilter::default() };
    let Told { what, on } = history::tell(&store, &store.history(&filter)?, face)?;
    store.close()?;
    let json = Stepped { batch: undone.batch.to_string(), changed: undone.changed };
    let args = [("count", Arg::from(json.changed)), ("what", Arg::Text(what)), ("on", Arg::Text(on))];
    face.answer_of_deed(change_untold(), &json, |face| face.line(message, &args))?;
    Ok(Done::Clean)
}
