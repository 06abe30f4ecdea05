//! What the window holds: the open project as an immutable snapshot, the jobs
//! that run, and what came of them. The window reads it and sends commands; it
//! never touches the store, threads or files.

use super::arriving::Arriving;
use super::desk::{Desk, Outcome};
use super::finding;
use super::import::{Candidate, ImportOptions, ImportReport, Inspection, Watched};
use super::jobs::{JobInfo, JobKind, Jobs, Waker};
use super::name_search::Names;
use super::paths::{self, Offer, Picked, Purpose};
use super::recent::{self, Glance};
use super::regions::{self, Region};
use super::scene::SceneClasses;
use super::settings::Settings;
pub use super::source_properties::SourceProperty;
use crate::analysis::index::ProjectIndex;
use crate::base::{Arg, Problem, ToProblem};
use crate::geometry::shape::Shape;
use crate::model::preset::Presets;
use crate::model::style::{PlotStyle, plot_styles};
use crate::model::{Applied, ChangeSet, Edit, RowId, Snapshot};
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
    /// How its features look, of the same revision.
    pub classes: Arc<SceneClasses>,
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
    Inspected(PathBuf, Box<Inspection>),
    /// What the schema does not know of a feature was read.
    SourceProperties(RowId, Vec<SourceProperty>),
    /// The system's dialog for a path was answered.
    Picked(Purpose, Picked),
    /// What continues a typed path, and the text it continues.
    Completed(String, Vec<Offer>),
    /// A change could not be written; it is kept, see [`Session::unsaved`].
    NotSaved,
    /// A file could not be looked through; the systems that its metres may be in.
    NotInspected(PathBuf, Problem, Vec<Candidate>),
    /// Something failed; the project is as it was.
    Failed(Problem),
}

/// A change that is not in the file, since it could not be written.
pub struct Unsaved {
    /// The change.
    pub change: ChangeSet,
    /// Why it was not written.
    pub problem: Problem,
    /// The project it was made in.
    of: PathBuf,
}

/// Something worked out from the project at one revision.
struct Derived<T> {
    path: PathBuf,
    revision: u64,
    value: Arc<T>,
}

impl<T> Derived<T> {
    fn new(path: PathBuf, revision: u64, value: T) -> Derived<T> {
        Derived { path, revision, value: Arc::new(value) }
    }

    fn is_of(&self, project: &OpenProject) -> bool {
        self.path == project.path && self.revision == project.snapshot.revision
    }
}

/// The window's side of the program.
pub struct Session {
    jobs: Jobs<Desk, Outcome>,
    project: Option<OpenProject>,
    /// Changes of the open project that are not in its file, oldest first.
    unsaved: Vec<Unsaved>,
    /// Why the project's file is not in its place any more, where that is so.
    displaced: Option<Problem>,
    presets: Arc<Presets>,
    plot_styles: Arc<Vec<PlotStyle>>,
    names: Option<Derived<Names<RowId>>>,
    /// Project and revision that names were last asked for.
    names_asked: Option<(PathBuf, u64)>,
    regions: Option<Derived<Vec<Region>>>,
    recent: Vec<Glance>,
    /// What the import that was last asked for brings, until it is done.
    arriving: Option<Arc<Arriving>>,
    /// Project and revision that the small picture was last drawn of.
    pictured: Option<(PathBuf, u64)>,
    /// What is remembered between starts.
    pub settings: Settings,
    settings_file: Option<PathBuf>,
    has_system_dialogs: bool,
}

/// What of the machine a session uses.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Where settings are kept; `None` = nowhere.
    pub settings_file: Option<PathBuf>,
    /// Paths are asked for by the system's own dialog where it has one.
    pub has_system_dialogs: bool,
}

impl Default for Surroundings {
    fn default() -> Self {
        Surroundings { settings_file: Settings::file(), has_system_dialogs: true }
    }
}

impl Session {
    /// A session without a project; `waker` is called from other threads when
    /// there is something to [`Session::poll`].
    ///
    /// # Errors
    /// A shipped preset that cannot be read.
    pub fn start(waker: Waker) -> Result<Session, Problem> {
        Session::start_with(waker, Surroundings::default())
    }

    /// As [`Session::start`], in other surroundings.
    ///
    /// # Errors
    /// A shipped preset or style that cannot be read.
    pub fn start_with(waker: Waker, around: Surroundings) -> Result<Session, Problem> {
        let settings_file = around.settings_file;
        let presets = Presets::shipped().map_err(|error| error.to_problem())?;
        let styles = plot_styles().map_err(|error| Problem::new("render-style-table").because(error))?;
        let settings = settings_file.as_deref().map(Settings::load).unwrap_or_default();
        let mut session = Session {
            jobs: Jobs::start(Desk::default(), waker),
            project: None,
            unsaved: Vec::new(),
            arriving: None,
            displaced: None,
            presets: Arc::new(presets),
            plot_styles: Arc::new(styles),
            names: None,
            names_asked: None,
            regions: None,
            recent: Vec::new(),
            pictured: None,
            settings,
            settings_file,
            has_system_dialogs: around.has_system_dialogs,
        };
        session.look_at_recent();
        Ok(session)
    }

    /// The open project.
    pub fn project(&self) -> Option<&OpenProject> {
        self.project.as_ref()
    }

    /// Rules, set-backs and bands.
    pub fn presets(&self) -> &Arc<Presets> {
        &self.presets
    }

    /// How plots of each status look.
    pub fn plot_styles(&self) -> &Arc<Vec<PlotStyle>> {
        &self.plot_styles
    }

    /// Jobs that wait or run and that people are told of.
    pub fn jobs(&self) -> impl Iterator<Item = &JobInfo> {
        self.jobs.running().iter().filter(|job| job.kind != JobKind::Quiet)
    }

    /// Whether anything at all waits or runs.
    pub fn is_busy(&self) -> bool {
        !self.jobs.running().is_empty()
    }

    /// Changes that could not be written, oldest first: kept until they can be or are
    /// thrown away.
    pub fn unsaved(&self) -> &[Unsaved] {
        &self.unsaved
    }

    /// The shapes that those changes would draw on the map.
    pub fn unsaved_shapes(&self) -> Vec<&geo::Geometry<f64>> {
        fn shape_of(edit: &Edit) -> Option<&Shape> {
            match edit {
                Edit::Insert { feature, .. } => feature.shape.as_ref(),
                Edit::Update { shape, .. } => shape.as_ref().and_then(Option::as_ref),
                Edit::Delete { .. } => None,
            }
        }
        let edits = self.unsaved.iter().flat_map(|unsaved| &unsaved.change.edits);
        edits.filter_map(shape_of).map(|shape| &shape.geometry).collect()
    }

    /// Why the open project's file is not in its place any more, as far as anybody looked.
    pub fn displaced(&self) -> Option<&Problem> {
        self.displaced.as_ref()
    }

    /// Whether everything asked for is in the file.
    pub fn is_saved(&self) -> bool {
        self.unsaved.is_empty() && self.jobs.running().iter().all(|job| job.kind != JobKind::Writes)
    }

    /// The names to search of the project as it is; `None` while they are being
    /// gathered, which the first call begins.
    pub fn names(&mut self) -> Option<Arc<Names<RowId>>> {
        let project = self.project.as_ref()?;
        if let Some(names) = self.names.as_ref().filter(|names| names.is_of(project)) {
            return Some(Arc::clone(&names.value));
        }
        let asked = (project.path.clone(), project.snapshot.revision);
        if self.names_asked.as_ref() != Some(&asked) {
            let ((path, revision), snapshot) = (asked.clone(), Arc::clone(&project.snapshot));
            self.names_asked = Some(asked);
            self.jobs.beside(JobKind::Quiet, "job-names", Vec::new(), move |progress| {
                let names = finding::names_of(&snapshot, progress);
                let names = names.map_err(|_| Problem::new("job-cancelled"))?;
                Ok(Outcome::Names(path, revision, names))
            });
        }
        // What was there before serves until the new names are there.
        self.names.as_ref().filter(|names| names.path == project.path).map(|names| Arc::clone(&names.value))
    }

    /// The dehestans of the project, the most people first; those of the revision
    /// before while the list is made anew, `None` before the first.
    pub fn regions(&self) -> Option<&Arc<Vec<Region>>> {
        let project = self.project.as_ref()?;
        self.regions.as_ref().filter(|regions| regions.path == project.path).map(|regions| &regions.value)
    }

    /// What a look at a recent project's file said; `None` while nobody has looked.
    pub fn recent(&self, path: &Path) -> Option<&Glance> {
        self.recent.iter().find(|known| known.path == path)
    }

    /// Has the small picture of the open project drawn, for the start screen: once for
    /// each project, and with `is_changed` once for each state of it.
    pub fn picture_project(&mut self, is_changed: bool) {
        let (Some(project), Some(folder)) = (&self.project, self.picture_folder()) else { return };
        let state = (project.path.clone(), project.snapshot.revision);
        if self
            .pictured
            .as_ref()
            .is_some_and(|known| known.0 == state.0 && (!is_changed || known.1 == state.1))
        {
            return;
        }
        let (snapshot, index) = (Arc::clone(&project.snapshot), Arc::clone(&project.index));
        let (path, paths) = (state.0.clone(), self.recent_paths());
        self.pictured = Some(state);
        self.jobs.beside_awaited(JobKind::Quiet, "job-recent", Vec::new(), move |_| {
            if let Err(cause) = recent::keep_picture(&path, &snapshot, &index, &folder) {
                tracing::warn!(%cause, "the small picture of the project was not kept");
            }
            Ok(Outcome::Recent(recent::look(&paths, Some(&folder))))
        });
    }

    fn recent_paths(&self) -> Vec<PathBuf> {
        self.settings.recent.iter().map(|recent| recent.path.clone()).collect()
    }

    fn picture_folder(&self) -> Option<PathBuf> {
        Some(self.settings_file.as_ref()?.parent()?.join("recent"))
    }

    fn list_regions(&mut self) {
        let Some(project) = &self.project else { return };
        let (path, snapshot) = (project.path.clone(), Arc::clone(&project.snapshot));
        self.jobs.beside(JobKind::Quiet, "job-regions", Vec::new(), move |_| {
            Ok(Outcome::Regions(path, snapshot.revision, regions::dehestans(&snapshot)))
        });
    }

    fn look_at_recent(&mut self) {
        let (paths, folder) = (self.recent_paths(), self.picture_folder());
        self.jobs.beside(JobKind::Quiet, "job-recent", Vec::new(), move |_| {
            Ok(Outcome::Recent(recent::look(&paths, folder.as_deref())))
        });
    }

    /// Takes in what came of jobs; to be called once a frame.
    pub fn poll(&mut self) -> Vec<Event> {
        let events = self.jobs.finished().into_iter().flat_map(|result| self.take_in(result)).collect();
        if self.arriving().is_none() {
            self.arriving = None;
        }
        events
    }

    fn take_in(&mut self, result: Result<Outcome, Problem>) -> Vec<Event> {
        match result {
            Err(problem) => vec![Event::Failed(problem)],
            Ok(Outcome::Opened(project, notes)) => self.opened(*project, notes),
            Ok(Outcome::Moved(from, project, notes)) => {
                let moved = self.unsaved.iter_mut().filter(|unsaved| unsaved.of == from);
                moved.for_each(|unsaved| unsaved.of.clone_from(&project.path));
                self.opened(*project, notes)
            }
            Ok(Outcome::Changed(project, applied)) => {
                self.follow(*project, &applied);
                vec![Event::Changed(applied)]
            }
            Ok(Outcome::NotSaved(change, problem)) => {
                if let Some(project) = &self.project {
                    let of = project.path.clone();
                    self.unsaved.push(Unsaved { change: *change, problem, of });
                }
                self.look_after_file();
                vec![Event::NotSaved]
            }
            Ok(Outcome::Standing(displaced)) => {
                self.displaced = displaced;
                Vec::new()
            }
            Ok(Outcome::NotInspected(path, problem, candidates)) => {
                vec![Event::NotInspected(path, problem, candidates)]
            }
            Ok(Outcome::Imported(project, applied, report)) => {
                self.follow(*project, &applied);
                vec![Event::Changed(applied), Event::Imported(report)]
            }
            Ok(Outcome::Inspected(path, findings)) => vec![Event::Inspected(path, findings)],
            Ok(Outcome::SourceProperties(row, read)) => vec![Event::SourceProperties(row, read)],
            Ok(Outcome::Picked(purpose, picked)) => vec![Event::Picked(purpose, picked)],
            Ok(Outcome::Completed(typed, offers)) => vec![Event::Completed(typed, offers)],
            Ok(Outcome::Names(path, revision, names)) => {
                self.names = Some(Derived::new(path, revision, names));
                Vec::new()
            }
            Ok(Outcome::Regions(path, revision, regions)) => {
                let is_older = |known: &Derived<_>| known.path == path && known.revision > revision;
                if !self.regions.as_ref().is_some_and(is_older) {
                    self.regions = Some(Derived::new(path, revision, regions));
                }
                Vec::new()
            }
            Ok(Outcome::Recent(recent)) => {
                self.recent = recent;
                Vec::new()
            }
            Ok(Outcome::Nothing) => Vec::new(),
        }
    }

    fn opened(&mut self, project: OpenProject, notes: Vec<Problem>) -> Vec<Event> {
        self.remember(&project.path);
        self.project = Some(project);
        self.displaced = None;
        self.list_regions();
        self.save_here();
        std::iter::once(Event::Opened).chain(notes.into_iter().map(Event::Failed)).collect()
    }

    fn follow(&mut self, project: OpenProject, applied: &Applied) {
        self.project = Some(project);
        if regions::concerns(applied) {
            self.list_regions();
        }
    }

    /// Opens a project file; where another program has it, to look at only.
    pub fn open(&mut self, path: &Path) {
        let (path, args) = (path.to_owned(), file_args(path));
        self.jobs.queue(JobKind::Writes, "job-open", args, move |desk, progress| desk.open(&path, progress));
    }

    /// Makes a new, empty project; an existing file is never replaced.
    pub fn create(&mut self, path: &Path) {
        let (path, args) = (path.to_owned(), file_args(path));
        self.jobs
            .queue(JobKind::Writes, "job-create", args, move |desk, progress| desk.create(&path, progress));
    }

    /// Opens the sample project, building it first where it is not there yet.
    pub fn open_sample(&mut self) {
        self.jobs
            .queue(JobKind::Writes, "job-sample", Vec::new(), |desk, progress| desk.open_sample(progress));
    }

    /// Looks through a file before it is imported.
    pub fn inspect(&mut self, path: &Path, options: ImportOptions) {
        let (path, args) = (path.to_owned(), file_args(path));
        let around = self.project.as_ref().map(|open| (open.snapshot.clone(), open.index.clone()));
        self.jobs.beside(JobKind::Reads, "job-inspect", args, move |_| {
            let around = around.as_ref().map(|(one, other)| (&**one, &**other));
            Ok(match super::import::inspect(&path, &options, around) {
                Ok(findings) => Outcome::Inspected(path, Box::new(findings)),
                Err(error) => {
                    let candidates = super::import::candidates(&error, around);
                    Outcome::NotInspected(path, error.to_problem(), candidates)
                }
            })
        });
    }

    /// Imports files into the open project.
    pub fn import(&mut self, files: Vec<PathBuf>, mut options: ImportOptions) {
        let args = files.first().map(|file| file_args(file)).unwrap_or_default();
        let arriving = Arc::new(Arriving::new(self.jobs.waker()));
        self.arriving = Some(Arc::clone(&arriving));
        options.arriving = Watched(Some(arriving));
        self.jobs.queue(JobKind::Writes, "job-import", args, move |desk, progress| {
            desk.import(&files, &options, progress)
        });
    }

    /// Changes the project.
    pub fn change(&mut self, change: ChangeSet) {
        self.jobs.queue(JobKind::Writes, "job-change", Vec::new(), move |desk, _| desk.change(change));
    }

    /// What the import under way has brought so far, to be drawn.
    pub fn arriving(&self) -> Option<&Arc<Arriving>> {
        self.arriving.as_ref().filter(|_| self.jobs.running().iter().any(|job| job.title == "job-import"))
    }

    /// Tries again to write what could not be written, in the order it was made; where
    /// all of it was made in another project, that one is opened, and then written.
    pub fn save_again(&mut self) {
        if !self.save_here()
            && let Some(of) = self.unsaved.first().map(|unsaved| unsaved.of.clone())
        {
            self.open(&of);
        }
    }

    /// Tries again to write what was made in the open project; whether there was any.
    fn save_here(&mut self) -> bool {
        let Some(open) = self.project.as_ref().map(|project| project.path.clone()) else { return false };
        let (here, there): (Vec<Unsaved>, Vec<Unsaved>) =
            std::mem::take(&mut self.unsaved).into_iter().partition(|unsaved| unsaved.of == open);
        self.unsaved = there;
        let was_any = !here.is_empty();
        for unsaved in here {
            self.change(unsaved.change);
        }
        was_any
    }

    /// Throws away what could not be written.
    pub fn discard_unsaved(&mut self) {
        self.unsaved.clear();
        self.look_after_file();
    }

    /// Writes the project into a new file, goes on with that one, and writes there what
    /// could not be written here.
    pub fn keep_elsewhere(&mut self, path: &Path) {
        let (path, args) = (path.to_owned(), file_args(path));
        self.jobs.queue(JobKind::Writes, "job-keep-elsewhere", args, move |desk, progress| {
            desk.keep_elsewhere(&path, progress)
        });
    }

    /// Looks whether the project's file is still in its place, see [`Session::displaced`].
    pub fn look_after_file(&mut self) {
        self.jobs.queue(JobKind::Quiet, "job-standing", Vec::new(), |desk, _| desk.standing());
    }

    /// Takes back the last change.
    pub fn undo(&mut self) {
        self.jobs.queue(JobKind::Writes, "job-undo", Vec::new(), |desk, progress| desk.undo(progress));
    }

    /// Brings back what was taken back.
    pub fn redo(&mut self) {
        self.jobs.queue(JobKind::Writes, "job-redo", Vec::new(), |desk, progress| desk.redo(progress));
    }

    /// Reads what the file said of a feature and the schema does not know; comes as
    /// [`Event::SourceProperties`].
    pub fn source_properties(&mut self, row: RowId, uuid: Uuid) {
        self.jobs.queue(JobKind::Quiet, "job-details", Vec::new(), move |desk, _| {
            desk.source_properties(row, uuid)
        });
    }

    /// Asks for a path by the system's own dialog, which shows `title` and `kind`
    /// and begins with `proposed`; the answer comes as [`Event::Picked`].
    pub fn pick_path(&mut self, purpose: Purpose, title: String, kind: String, proposed: Option<PathBuf>) {
        let is_possible = self.has_system_dialogs;
        self.jobs.beside(JobKind::Quiet, "job-dialog", Vec::new(), move |_| {
            let picked = match is_possible {
                true => paths::pick(purpose, &title, &kind, proposed.as_deref()),
                false => Picked::NoDialog,
            };
            Ok(Outcome::Picked(purpose, picked))
        });
    }

    /// Looks for what continues a typed path; comes as [`Event::Completed`].
    pub fn complete_path(&mut self, purpose: Purpose, typed: String) {
        self.jobs.beside(JobKind::Quiet, "job-paths", Vec::new(), move |_| {
            let offers = paths::completions(purpose, &typed);
            Ok(Outcome::Completed(typed, offers))
        });
    }

    /// Writes the settings, in the line of work, so that the last ones are kept; a
    /// folder that cannot be written is logged, no more.
    pub fn save_settings(&mut self) {
        let Some(file) = self.settings_file.clone() else { return };
        let settings = self.settings.clone();
        self.jobs.queue(JobKind::Quiet, "job-settings", Vec::new(), move |_, _| {
            if let Err(cause) = settings.save(&file) {
                tracing::warn!(file = %file.display(), %cause, "settings were not saved");
            }
            Ok(Outcome::Nothing)
        });
    }

    fn remember(&mut self, path: &Path) {
        self.settings.remember(path, &jiff::Timestamp::now().to_string());
        self.save_settings();
        self.look_at_recent();
    }
}

fn file_args(path: &Path) -> Vec<(&'static str, Arg)> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    vec![("file", Arg::Text(name))]
}
