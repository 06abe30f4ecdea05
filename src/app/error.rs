//! What can go wrong with a project, from whichever part it comes.

use crate::base::{Cancelled, Problem, ToProblem};
use crate::exchange::{ReadError, Stopped};
use crate::model::preset::PresetError;
use crate::model::reference::ReferenceError;
use crate::sample::SampleError;
use crate::store::StoreError;

/// A failed operation; the project is as it was.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The project file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file to read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A name that leads nowhere.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// A shipped preset.
    #[error(transparent)]
    Preset(#[from] PresetError),
    /// A preset that does not ship with the product.
    #[error("no preset {name}")]
    UnknownPreset {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// The sample project.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// A mark.
    #[error(transparent)]
    Mark(#[from] super::marking::MarkError),
    /// Cancelled.
    #[error("cancelled")]
    Cancelled,
    /// A strict import met findings.
    #[error("{findings} findings in a strict import: {}", kinds.join(", "))]
    Strict {
        /// How many.
        findings: usize,
        /// Their words with counts.
        kinds: Vec<String>,
    },
    /// No project is open.
    #[error("no project is open")]
    NoProject,
    /// Something was to be written over a project or another database.
    #[error("{0}: a database")]
    OverDatabase(std::path::PathBuf),
    /// A file that could not be written.
    #[error("{file}: {cause}")]
    Write {
        /// The file.
        file: std::path::PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// Pages of a PDF.
    #[error(transparent)]
    Paper(#[from] super::paper::PaperError),
    /// Something that has no typed place yet is still told whole.
    #[error("{}", .0.id)]
    Problem(Problem),
}

impl From<Cancelled> for AppError {
    fn from(_: Cancelled) -> Self {
        AppError::Cancelled
    }
}

impl From<Stopped<AppError>> for AppError {
    fn from(stopped: Stopped<AppError>) -> Self {
        match stopped {
            Stopped::Source(error) => AppError::Read(error),
            Stopped::Sink(error) => error,
            Stopped::Cancelled => AppError::Cancelled,
        }
    }
}

/// A file that was not written, by what a person can do about it.
fn unwritten(file: &std::path::Path, cause: &std::io::Error) -> Problem {
    use std::io::ErrorKind as Kind;
    if file.as_os_str() == "-" {
        return Problem::new("cli-answer-not-written").because(cause);
    }
    let id = match cause.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => "file-disk-full",
        Kind::FileTooLarge => "file-too-large",
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => "file-no-permission",
        Kind::NotFound => "file-no-folder",
        Kind::IsADirectory => "file-is-folder",
        _ => "file-not-written",
    };
    Problem::new(id).with("file", file.display().to_string()).in_file(file).because(cause)
}

impl ToProblem for AppError {
    fn to_problem(&self) -> Problem {
        match self {
            AppError::Store(error) => error.to_problem(),
            AppError::Read(error) => error.to_problem(),
            AppError::Reference(error) => error.to_problem(),
            AppError::Preset(error) => error.to_problem(),
            AppError::UnknownPreset { name, known } => {
                Problem::new("preset-unknown").with("name", name.as_str()).with("known", known.clone())
            }
            AppError::Sample(error) => error.to_problem(),
            AppError::Mark(error) => error.to_problem(),
            AppError::Cancelled => Problem::new("job-cancelled"),
            AppError::Strict { findings, kinds } => {
                Problem::new("import-strict").with("findings", *findings).with("kinds", kinds.clone())
            }
            AppError::NoProject => Problem::new("project-none-open"),
            AppError::OverDatabase(file) => {
                Problem::new("export-over-database").with("file", file.display().to_string()).in_file(file)
            }
            AppError::Write { file, cause } => unwritten(file, cause),
            AppError::Paper(error) => Problem::new("paper-not-made").because(error),
            AppError::Problem(problem) => problem.clone(),
        }
    }
}
