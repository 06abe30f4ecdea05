//! `shahrak` without a subcommand asks for the window.

use super::face::Failure;
use super::usage;
use crate::base::{Problem, ToProblem};
use crate::locale::Language;
use crate::store::StoreError;
use std::path::{Path, PathBuf};

/// The window that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowRequest {
    /// Project to open; without one, the start screen.
    pub project: Option<PathBuf>,
    /// Open the sample project.
    pub sample: bool,
    /// Language asked for on the command line.
    pub language: Option<Language>,
}

/// Fails where what is to be opened is a mistyped command, and where there is no
/// display; then it says how to draw the map into a file.
pub(super) fn check(project: Option<&Path>) -> Result<(), Failure> {
    if let Some(word) = project.filter(|word| usage::is_mistyped_command(word)) {
        return Err(Failure::Usage(usage::unknown_command(&word.to_string_lossy())));
    }
    if has_display() {
        return Ok(());
    }
    let command = match project {
        Some(path) if std::fs::symlink_metadata(path).is_err() => {
            return Err(Failure::Failed(StoreError::NotFound(path.to_owned()).to_problem()));
        }
        Some(path) => format!("shahrak render {} --out map.png", quoted(&path.display().to_string())),
        None => "shahrak sample --out sample.gpkg && shahrak render sample.gpkg --out map.png".to_owned(),
    };
    Err(Failure::Failed(Problem::new("cli-no-display").with("command", command)))
}

/// The word as a shell takes it for one.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | '\u{200C}');
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

fn has_display() -> bool {
    cfg!(not(all(unix, not(target_os = "macos"))))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
