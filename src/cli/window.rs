//! `shahrak` without a subcommand asks for the window.

use super::face::Failure;
use crate::base::Problem;
use crate::locale::Language;
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

/// Fails where there is no display, and says how to draw the map into a file.
pub(super) fn check_display(project: Option<&Path>) -> Result<(), Failure> {
    if has_display() {
        return Ok(());
    }
    let command = match project {
        Some(path) => format!("shahrak render {} --out map.png", path.display()),
        None => "shahrak sample --out sample.gpkg && shahrak render sample.gpkg --out map.png".to_owned(),
    };
    Err(Failure::Failed(Problem::new("cli-no-display").with("command", command)))
}

fn has_display() -> bool {
    cfg!(not(all(unix, not(target_os = "macos"))))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
