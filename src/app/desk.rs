//! The desk on which the one open project lies, on the thread that writes: each
//! command of the session ends here and comes back as an outcome.

use super::error::AppError;
use super::import::{self, Candidate, ImportOptions, ImportReport, Inspection};
use super::jobs::guarded;
use super::name_search::Names;
use super::paths::{Offer, Picked, Purpose};
use super::project::{self, Loaded};
use super::recent::Glance;
use super::regions::Region;
use super::sampling;
use super::scene::SceneClasses;
use super::session::OpenProject;
use super::source_properties::{SourceProperty, source_properties};
use super::zoning;
use crate::base::{Problem, Progress, ToProblem};
use crate::model::{Applied, ChangeSet, RowId};
use crate::store::{Access, Actor, Store, StoreError, Undone};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// What came of a command.
pub enum Outcome {
    /// A project is open; what should be told about it.
    Opened(Box<OpenProject>, Vec<Problem>),
    /// The project of the first path was copied, and the copy is open; what should be told.
    Moved(PathBuf, Box<OpenProject>, Vec<Problem>),
    /// It changed.
    Changed(Box<OpenProject>, Applied),
    /// A change could not be written; here it is back, with the reason.
    NotSaved(Box<ChangeSet>, Problem),
    /// Whether the project's file is still in its place; why not.
    Standing(Option<Problem>),
    /// A file could not be looked through, and the systems that its metres may be in.
    NotInspected(PathBuf, Problem, Vec<Candidate>),
    /// Files were imported.
    Imported(Box<OpenProject>, Applied, Box<ImportReport>),
    /// A file was looked through.
    Inspected(PathBuf, Box<Inspection>),
    /// What the schema does not know of a feature was read.
    SourceProperties(RowId, Vec<SourceProperty>),
    /// The system's dialog for a path was answered.
    Picked(Purpose, Picked),
    /// What continues a typed path.
    Completed(String, Vec<Offer>),
    /// Names to search, of this project at that revision.
    Names(PathBuf, u64, Names<RowId>),
    /// The dehestans, of this project at that revision.
    Regions(PathBuf, u64, Vec<Region>),
    /// What the start screen tells of recent projects.
    Recent(Vec<Glance>),
    /// Nothing that has to be told.
    Nothing,
}

struct OnDesk {
    store: Store,
    loaded: Loaded,
    classes: Arc<SceneClasses>,
    read_only: Option<Problem>,
    /// A change is in the file that `loaded` does not have.
    is_behind: bool,
}

/// The desk; empty at first.
#[derive(Default)]
pub struct Desk {
    project: Option<OnDesk>,
}

fn told<T>(result: Result<T, AppError>) -> Result<T, Problem> {
    result.map_err(|error| error.to_problem())
}

/// Why a project that was to be worked on is only looked at.
fn why_only_looked_at(error: &StoreError) -> Problem {
    let id = if matches!(error, StoreError::InUse { .. }) { "app-look-in-use" } else { "app-look-read-only" };
    Problem { id, ..error.to_problem() }
}

/// What is told of geometries that cannot be read: the first, and how many.
fn without_geometry(unreadable: &[StoreError]) -> Option<Problem> {
    let first = unreadable.first()?.to_problem();
    let problem = Problem { id: "app-without-geometry", ..first };
    Some(problem.with("count", unreadable.len()))
}

impl OnDesk {
    fn seen(&self) -> Result<Box<OpenProject>, AppError> {
        let steps = self.store.step_actions()?;
        Ok(Box::new(OpenProject {
            path: self.store.path().to_owned(),
            read_only: self.read_only.clone(),
            snapshot: Arc::new(self.loaded.snapshot.clone()),
            index: Arc::new(self.loaded.index.clone()),
            classes: Arc::clone(&self.classes),
            undo: steps.undo,
            redo: steps.redo,
        }))
    }

    /// The project after a change that is in the file. Where what changed cannot be read
    /// alone, everything is; where that fails too it is told as such, for the change is
    /// made, and the next change brings everything again.
    fn follow(&mut self, applied: &Applied) -> Result<Box<OpenProject>, AppError> {
        let was_behind = std::mem::replace(&mut self.is_behind, true);
        let refreshed =
            (!was_behind).then(|| project::refresh(&self.store, &self.loaded, applied).ok()).flatten();
        (self.loaded, self.classes) = match refreshed {
            Some(loaded) => {
                let classes = self.classes.next(&loaded.snapshot, applied);
                (loaded, Arc::new(classes))
            }
            None => {
                let loaded = project::load_indexed(&self.store, &Progress::new()).map_err(made_but_unseen)?;
                let classes = SceneClasses::of(&loaded.snapshot);
                (loaded, Arc::new(classes))
            }
        };
        self.is_behind = false;
        self.seen().map_err(made_but_unseen)
    }
}

/// A change that was made and cannot be shown.
fn made_but_unseen(cause: AppError) -> AppError {
    AppError::Problem(Problem { id: "app-made-but-unseen", ..cause.to_problem() }.because(cause))
}

impl Desk {
    fn on_desk(&mut self) -> Result<&mut OnDesk, AppError> {
        self.project.as_mut().ok_or(AppError::NoProject)
    }

    /// Opens a project to write, or to look where another program writes it.
    pub(super) fn open(&mut self, path: &Path, progress: &Progress) -> Result<Outcome, Problem> {
        told(self.try_open(path, progress))
    }

    fn try_open(&mut self, path: &Path, progress: &Progress) -> Result<Outcome, AppError> {
        if self.project.as_ref().is_some_and(|open| open.store.path() == path) {
            self.close()?;
        }
        let (store, read_only) = match Store::open(path, Access::Write) {
            Ok(store) => (store, None),
            Err(error @ (StoreError::InUse { .. } | StoreError::ReadOnly(_))) => {
                (Store::open_read(path)?, Some(why_only_looked_at(&error)))
            }
            Err(error) => return Err(error.into()),
        };
        self.lay(store, read_only, progress)
    }

    fn lay(
        &mut self,
        store: Store,
        read_only: Option<Problem>,
        progress: &Progress,
    ) -> Result<Outcome, AppError> {
        let (loaded, unreadable) = project::load_to_work_on(&store, progress)?;
        let notes = read_only.iter().cloned().chain(without_geometry(&unreadable)).collect();
        self.close()?;
        let on_desk = OnDesk {
            store,
            classes: Arc::new(SceneClasses::of(&loaded.snapshot)),
            loaded,
            read_only,
            is_behind: false,
        };
        let seen = on_desk.seen()?;
        self.project = Some(on_desk);
        Ok(Outcome::Opened(seen, notes))
    }

    fn close(&mut self) -> Result<(), AppError> {
        if let Some(open) = self.project.take() {
            open.store.close()?;
        }
        Ok(())
    }

    pub(super) fn create(&mut self, path: &Path, progress: &Progress) -> Result<Outcome, Problem> {
        told(Store::create(path).map_err(AppError::from).and_then(|store| self.lay(store, None, progress)))
    }

    pub(super) fn open_sample(&mut self, progress: &Progress) -> Result<Outcome, Problem> {
        let path = told(sampling::sample_file())?;
        if !path.exists() {
            told(sampling::build(&path, crate::sample::Preset::SemnanKerman, sampling::SEED, progress))?;
        }
        self.open(&path, progress)
    }

    pub(super) fn import(
        &mut self,
        files: &[PathBuf],
        options: &ImportOptions,
        progress: &Progress,
    ) -> Result<Outcome, Problem> {
        told(self.try_import(files, options, progress))
    }

    fn try_import(
        &mut self,
        files: &[PathBuf],
        options: &ImportOptions,
        progress: &Progress,
    ) -> Result<Outcome, AppError> {
        let open = self.on_desk()?;
        let (report, applied) = import::import(&mut open.store, files, options, progress)?;
        let applied = match applied {
            Some(applied) => applied,
            None => Applied {
                batch: Uuid::nil(),
                revision: open.loaded.snapshot.revision,
                rows: Vec::new(),
                whole_tables: Vec::new(),
            },
        };
        let seen = open.follow(&applied)?;
        Ok(Outcome::Imported(seen, applied, Box::new(report)))
    }

    /// Makes a change; one that cannot be written comes back, so that no work is lost.
    pub(super) fn change(&mut self, change: ChangeSet) -> Result<Outcome, Problem> {
        let mut change = change;
        let applied = guarded(|| {
            told(self.on_desk().and_then(|open| {
                zoning::keep_codes_apart(&mut change, &open.loaded.snapshot);
                Ok(open.store.apply(&change, &Actor::this_user())?)
            }))
        });
        match applied {
            Ok(applied) => told(self.on_desk().and_then(|open| {
                let seen = open.follow(&applied)?;
                Ok(Outcome::Changed(seen, applied))
            })),
            Err(problem) => Ok(Outcome::NotSaved(Box::new(change), problem)),
        }
    }

    /// Whether the file is still where it was opened.
    pub(super) fn standing(&mut self) -> Result<Outcome, Problem> {
        let Some(open) = &self.project else { return Ok(Outcome::Standing(None)) };
        Ok(Outcome::Standing(open.store.check_standing().err().map(|error| error.to_problem())))
    }

    /// Writes the project as it is into a new file and goes on with that one.
    pub(super) fn keep_elsewhere(&mut self, path: &Path, progress: &Progress) -> Result<Outcome, Problem> {
        let from = told(self.on_desk().and_then(|open| {
            open.store.copy_to(path, progress)?;
            Ok(open.store.path().to_owned())
        }))?;
        Ok(match self.open(path, progress)? {
            Outcome::Opened(project, notes) => Outcome::Moved(from, project, notes),
            other => other,
        })
    }

    pub(super) fn undo(&mut self, progress: &Progress) -> Result<Outcome, Problem> {
        self.step(|store| store.undo(&Actor::this_user()), progress)
    }

    pub(super) fn redo(&mut self, progress: &Progress) -> Result<Outcome, Problem> {
        self.step(|store| store.redo(&Actor::this_user()), progress)
    }

    fn step(
        &mut self,
        step: impl FnOnce(&mut Store) -> Result<Undone, StoreError>,
        progress: &Progress,
    ) -> Result<Outcome, Problem> {
        told(self.on_desk().and_then(|open| {
            progress.check()?;
            let applied = step(&mut open.store)?.applied;
            Ok(Outcome::Changed(open.follow(&applied)?, applied))
        }))
    }

    pub(super) fn source_properties(&mut self, row: RowId, uuid: Uuid) -> Result<Outcome, Problem> {
        told(self.on_desk().and_then(|open| {
            let found = open.store.feature(row)?;
            let gone = || crate::model::reference::ReferenceError::NotFound(uuid.to_string());
            Ok(Outcome::SourceProperties(row, source_properties(&found.ok_or_else(gone)?)))
        }))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Err(error) = self.close() {
            tracing::error!(%error, "the project was not closed tidily; nothing is lost");
        }
    }
}
