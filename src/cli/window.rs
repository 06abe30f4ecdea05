//! `shahrak` without a subcommand: the window.

use super::Done;
use super::face::{Face, Failure};
use crate::base::Problem;
use crate::ui::window::{Start, run};
use std::path::Path;

/// Opens the window; where there is no display, says how to draw the map into a file.
pub(super) fn open(face: &Face, project: Option<&Path>, sample: bool) -> Result<Done, Failure> {
    if !has_display() {
        let shown = project.map_or_else(|| "sample.gpkg".to_owned(), |path| path.display().to_string());
        let command = if project.is_some() {
            format!("shahrak render {shown} --out map.png")
        } else {
            format!("shahrak sample --out {shown} && shahrak render {shown} --out map.png")
        };
        return Err(Failure::Failed(Problem::new("cli-no-display").with("command", command)));
    }
    let start = match project {
        Some(path) => Start::Project(path.to_owned()),
        None if sample => Start::Sample,
        None => Start::Screen,
    };
    run(start, face.asked_language()).map_err(Failure::Failed)?;
    Ok(Done::Clean)
}

fn has_display() -> bool {
    cfg!(not(all(unix, not(target_os = "macos"))))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
