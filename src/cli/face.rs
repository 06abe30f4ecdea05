//! How a command talks: JSON or tables on standard output, progress and
//! complaints on standard error, Ctrl-C as a cancel.

use super::{Done, terminal};
use crate::analysis::zone_check::Subject;
use crate::app::error::AppError;
use crate::base::{Arg, Problem, Progress, ToProblem};
use crate::exchange::{ReadError, ReadErrorKind};
use crate::locale::jalali::Day;
use crate::locale::messages::Catalogue;
use crate::locale::{Language, bidi, digits, foreign};
use crate::model::civil_day;
use crate::store::StoreError;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A command that did not do what was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// It failed and changed nothing: exit 1.
    Failed(Problem),
    /// It was asked wrongly: exit 2.
    Usage(Problem),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Reference(_) | AppError::Mark(_) | AppError::UnknownPreset { .. } => {
                Failure::Usage(error.to_problem())
            }
            // A word of `--map` or `--crs`, not of the file that was being read.
            AppError::Read(ReadError {
                kind: ReadErrorKind::UnknownColumn { .. } | ReadErrorKind::UnknownCrsGiven { .. },
                ..
            }) => Failure::Usage(error.to_problem()),
            other => Failure::Failed(other.to_problem()),
        }
    }
}

macro_rules! failure_from {
    ($($error:ty),*) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                AppError::from(error).into()
            }
        }
    )*};
}
failure_from!(
    crate::store::StoreError,
    crate::exchange::ReadError,
    crate::model::reference::ReferenceError,
    crate::model::preset::PresetError,
    crate::base::Cancelled,
    crate::app::marking::MarkError
);

impl Failure {
    /// A project that was to be made. What is not there is its folder then, not the
    /// project.
    pub fn of_new_project(error: AppError, project: &Path) -> Failure {
        match error {
            AppError::Store(StoreError::NotFound(missing)) if project.parent() == Some(&*missing) => {
                let file = project.display().to_string();
                Failure::Failed(Problem::new("file-no-folder").with("file", file).in_file(project))
            }
            error => error.into(),
        }
    }

    /// A wrong word on the command line.
    pub fn usage(id: &'static str, value: &str) -> Failure {
        Failure::Usage(Problem::new(id).with("value", value))
    }
}

/// How long a command may take before it shows its progress.
const QUIET: Duration = Duration::from_millis(500);

/// The face of one command.
pub(super) struct Face {
    json: bool,
    asked: Option<Language>,
    catalogue: &'static Catalogue,
}

impl Face {
    /// A face in the asked language, else the locale's.
    pub fn new(json: bool, lang: Option<&str>) -> Face {
        let asked = lang.and_then(Language::from_code);
        Face { json, asked, catalogue: Catalogue::of(asked.unwrap_or_else(language_of_locale)) }
    }

    /// Whether the answer is for a program.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// The language asked for on the command line.
    pub fn asked_language(&self) -> Option<Language> {
        self.asked
    }

    /// The language of answers.
    pub fn language(&self) -> Language {
        self.catalogue.language()
    }

    /// Sentences and numbers of the language.
    pub fn catalogue(&self) -> &'static Catalogue {
        self.catalogue
    }

    /// Prints the answer: as JSON, or through `table` for a person.
    pub fn answer(&self, json: &impl Serialize, table: impl FnOnce(&Face) -> String) -> Result<(), Failure> {
        let text = if self.json {
            let unwritable = |cause| Failure::Failed(Problem::new("cli-answer-not-written").because(cause));
            serde_json::to_string(json).map_err(unwritable)?
        } else {
            let orders = std::io::stdout().is_terminal() && terminal::orders_text(variable);
            terminal::written(table(self).trim_end(), orders).into_owned()
        };
        print(&text).map_err(|cause| Failure::Failed(Problem::new("cli-answer-not-written").because(cause)))
    }

    /// Like [`Face::answer`], about something that is done by now. Where the answer cannot
    /// be written the complaint says so, lest it be done again: `untold` is that complaint.
    pub fn answer_of_deed(
        &self,
        untold: Problem,
        json: &impl Serialize,
        table: impl FnOnce(&Face) -> String,
    ) -> Result<(), Failure> {
        self.answer(json, table).map_err(|failure| match failure {
            Failure::Failed(cause) => Failure::Failed(untold.because(cause.technical)),
            usage => usage,
        })
    }

    /// One line of a person's answer.
    pub fn line(&self, id: &str, args: &[(&str, Arg)]) -> String {
        self.plain(&self.catalogue.text(id, args))
    }

    /// Text without invisible marks; where a terminal needs some, [`terminal::written`]
    /// puts them.
    pub fn plain(&self, text: &str) -> String {
        bidi::plain(text)
    }

    /// A text from outside as it may stand on a terminal.
    pub fn outside(&self, text: &str) -> String {
        self.plain(&foreign::shown(text, foreign::LONGEST))
    }

    /// A thing by kind, name and code, as far as they are known.
    pub fn thing(&self, kind: Option<&str>, name: Option<&str>, code: Option<&str>) -> String {
        self.plain(&self.catalogue.thing(kind, name, code))
    }

    /// A zone or another thing that is named in the language.
    pub fn subject(&self, subject: &Subject) -> String {
        self.thing(subject.kind.as_deref(), subject.name(self.language()), Some(&subject.reference))
    }

    /// Day and time of day in Iran of an instant of the history, in the calendar of
    /// the language.
    pub fn moment(&self, recorded_at: &str) -> String {
        let Some((day, time)) = civil_day::moment_of(recorded_at) else { return self.outside(recorded_at) };
        let day = Day::parse(&day).map_or(day, |day| day.format(self.language()));
        format!("{day} {}", digits::in_language(&time, self.language()))
    }

    /// A problem in one line: what, where, how to mend it.
    pub fn sentence(&self, problem: &Problem) -> String {
        let told = self.catalogue.explain(problem);
        let place = if told.place.is_empty() { String::new() } else { format!(" ({})", told.place) };
        let advice = if told.advice.is_empty() { String::new() } else { format!(" {}", told.advice) };
        self.plain(&format!("{}{place}{advice}", told.what)).replace('\n', " ")
    }

    /// Runs work that may take long: a bar on a terminal, Ctrl-C cancels.
    pub fn work<T>(&self, work: impl FnOnce(&Progress) -> Result<T, Failure>) -> Result<T, Failure> {
        let progress = Progress::new();
        let watched = progress.clone();
        // A second handler in one process cannot be set; the first then serves.
        let _ = ctrlc::set_handler(move || watched.cancel());
        let done = Arc::new(AtomicBool::new(false));
        let bar = show_progress(progress.clone(), Arc::clone(&done));
        let result = work(&progress);
        done.store(true, Ordering::Relaxed);
        if bar.join().is_err() {
            tracing::error!("the progress bar failed");
        }
        result
    }

    /// Ends the program: the exit status, and the complaint if there is one.
    pub fn end(&self, done: Result<Done, Failure>) -> ExitCode {
        let (code, problem) = match done {
            Ok(Done::Clean) => return ExitCode::SUCCESS,
            Ok(Done::Findings) => return ExitCode::from(3),
            Err(Failure::Failed(problem)) => (1, problem),
            Err(Failure::Usage(problem)) => (2, problem),
        };
        // Where nobody can be told, the exit status still tells.
        let mut err = std::io::stderr().lock();
        let sentence = self.sentence(&problem);
        let sentence = terminal::written(&sentence, err.is_terminal() && terminal::orders_text(variable));
        let _ = writeln!(err, "shahrak: {sentence}");
        drop(err);
        if !problem.technical.is_empty() {
            tracing::info!(technical = %problem.technical, id = problem.id);
        }
        ExitCode::from(code)
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Writes an answer to standard output.
pub(super) fn print(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        // The reader of a pipe may go when it has read enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A change of a project was made, and its report could not be written.
pub(super) fn change_untold() -> Problem {
    Problem::new("cli-change-untold")
}

/// A file was written, and the report of it could not be.
pub(super) fn file_untold(file: &Path) -> Problem {
    Problem::new("cli-file-untold").with("file", file.display().to_string())
}

fn language_of_locale() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default();
    if locale.starts_with("fa") { Language::Fa } else { Language::En }
}

fn show_progress(progress: Progress, done: Arc<AtomicBool>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let started = Instant::now();
        let mut bar: Option<ProgressBar> = None;
        while !done.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(20));
            let (steps, total) = progress.state();
            if started.elapsed() < QUIET || total == 0 {
                continue;
            }
            let bar = bar.get_or_insert_with(|| {
                let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(8));
                let style = ProgressStyle::with_template("{bar:40} {percent}% {per_sec} {eta}");
                bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
                    .with_elapsed(started.elapsed())
            });
            bar.set_length(total);
            bar.set_position(steps.min(total));
        }
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
    })
}
