//! What the window holds: the open project as an immutable snapshot, the jobs
//! that run, and what came of them. The window reads it and sends commands; it
//! never touches the store, threads or files.

use super::desk::{Desk, Outcome};
use super::import::{Findings, ImportOptions, ImportReport};
use super::jobs::{JobInfo, Jobs, Waker};
use super::settings::Settings;
use crate::analysis::index::ProjectIndex;
use crate::base::{Arg, Problem, ToProblem};
use crate::model::preset::Presets;
use crate::model::{Applied, ChangeSet, Feature, RowId, Snapshot};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// The open project as the window sees it.
#[derive(Clone)]
pub struct OpenProject {
    /// Its file.
    pub path: PathBuf,
    /// Why it can only be looked at, where that is so.
    pub read_only: Option<Problem>,
    /// Everything in it, at one revision.
    pub snapshot: Arc<Snapshot>,
    /// Its indexes, of the same revision.
    pub index: Arc<ProjectIndex>,
    /// What undo would take back: an action word, see the messages `action-…`.
    pub undo: Option<String>,
    /// What redo would bring again.
    pub redo: Option<String>,
}

/// Something the window should tell or react to, once.
pub enum Event {
    /// Another project is open (or was opened anew).
    Opened,
    /// The project changed; the rows say what.
    Changed(Applied),
    /// An import is done.
    Imported(Box<ImportReport>),
    /// A file was looked through for the import sheet.
    Inspected(PathBuf, Box<Findings>),
    /// The attributes of a feature were read.
    Details(RowId, Box<Feature>),
    /// Something failed; the project is as it was.
    Failed(Problem),
}

/// The window's side of the program.
pub struct Session {
    jobs: Jobs<Desk, Outcome>,
    project: Option<OpenProject>,
    presets: Arc<Presets>,
    /// What is remembered between starts.
    pub settings: Settings,
    settings_file: Option<PathBuf>,
}

impl Session {
    /// A session without a project; `waker` is called from other threads when
    /// there is something to [`Session::poll`].
    ///
    /// # Errors
    /// A shipped preset that cannot be read.
    pub fn start(waker: Waker) -> Result<Session, Problem> {
        let presets = Presets::shipped().map_err(|error| error.to_problem())?;
        let settings_file = Settings::file();
        let settings = settings_file.as_deref().map(Settings::load).unwrap_or_default();
        Ok(Session {
            jobs: Jobs::start(Desk::default(), waker),
            project: None,
            presets: Arc::new(presets),
            settings,
            settings_file,
        })
    }

    /// The open project.
    pub fn project(&self) -> Option<&OpenProject> {
        self.project.as_ref()
    }

    /// Rules, set-backs and bands.
    pub fn presets(&self) -> &Arc<Presets> {
        &self.presets
    }

    /// Jobs that wait or run.
    pub fn jobs(&self) -> &[JobInfo] {
        self.jobs.running()
    }

    /// Whether everything asked for is in the file.
    pub fn is_saved(&self) -> bool {
        self.jobs.running().is_empty()
    }

    /// Takes in what came of jobs; to be called once a frame.
    pub fn poll(&mut self) -> Vec<Event> {
        self.jobs.finished().into_iter().flat_map(|result| self.take_in(result)).collect()
    }

    fn take_in(&mut self, result: Result<Outcome, Problem>) -> Vec<Event> {
        match result {
            Err(problem) => vec![Event::Failed(problem)],
            Ok(Outcome::Opened(project, notes)) => {
                self.remember(&project.path);
                self.project = Some(*project);
                let notes = notes.into_iter().map(Event::Failed);
                std::iter::once(Event::Opened).chain(notes).collect()
            }
            Ok(Outcome::Changed(project, applied)) => {
                self.project = Some(*project);
                vec![Event::Changed(applied)]
            }
            Ok(Outcome::Imported(project, applied, report)) => {
                self.project = Some(*project);
                vec![Event::Changed(applied), Event::Imported(report)]
            }
            Ok(Outcome::Inspected(path, findings)) => vec![Event::Inspected(path, findings)],
            Ok(Outcome::Details(row, feature)) => vec![Event::Details(row, feature)],
        }
    }

    /// Opens a project file; where another program has it, to look at only.
    pub fn open(&mut self, path: &Path) {
        let (path, args) = (path.to_owned(), file_args(path));
        self.jobs.queue("job-open", args, move |desk, progress| desk.open(&path, progress));
    }

    /// Makes a new, empty project; an existing file is never replaced.
    pub fn create(&mut self, path: &Path) {
        let (path, args) = (path.to_owned(), file_args(path));
        self.jobs.queue("job-create", args, move |desk, progress| desk.create(&path, progress));
    }

    /// Opens the sample project, building it first where it is not there yet.
    pub fn open_sample(&mut self) {
        self.jobs.queue("job-sample", Vec::new(), |desk, progress| desk.open_sample(progress));
    }

    /// Looks through a file before it is imported.
    pub fn inspect(&mut self, path: &Path, options: ImportOptions) {
        let (path, args) = (path.to_owned(), file_args(path));
        self.jobs.beside("job-inspect", args, move |progress| {
            super::import::inspect(&path, &options, progress)
                .map(|findings| Outcome::Inspected(path, Box::new(findings)))
                .map_err(|error| error.to_problem())
        });
    }

    /// Imports files into the open project.
    pub fn import(&mut self, files: Vec<PathBuf>, options: ImportOptions) {
        let args = files.first().map(|file| file_args(file)).unwrap_or_default();
        self.jobs.queue("job-import", args, move |desk, progress| desk.import(&files, &options, progress));
    }

    /// Changes the project.
    pub fn change(&mut self, change: ChangeSet) {
        self.jobs.queue("job-change", Vec::new(), move |desk, _| desk.change(&change));
    }

    /// Takes back the last change.
    pub fn undo(&mut self) {
        self.jobs.queue("job-undo", Vec::new(), |desk, progress| desk.undo(progress));
    }

    /// Brings back what was taken back.
    pub fn redo(&mut self) {
        self.jobs.queue("job-redo", Vec::new(), |desk, progress| desk.redo(progress));
    }

    /// Reads every attribute of a feature, also those the schema does not know.
    pub fn details(&mut self, row: RowId, uuid: Uuid) {
        self.jobs.queue("job-details", Vec::new(), move |desk, _| desk.details(row, uuid));
    }

    /// Writes the settings; a folder that cannot be written is logged, no more.
    pub fn save_settings(&self) {
        if let Some(file) = &self.settings_file
            && let Err(cause) = self.settings.save(file)
        {
            tracing::warn!(file = %file.display(), %cause, "settings were not saved");
        }
    }

    fn remember(&mut self, path: &Path) {
        self.settings.remember(path, &jiff::Timestamp::now().to_string());
        self.save_settings();
    }
}

fn file_args(path: &Path) -> Vec<(&'static str, Arg)> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    vec![("file", Arg::Text(name))]
}
