//! Asks for a path: a field with completion that works on every machine, and
//! the system's own dialog where one answers.

use crate::ui::kit::{self, TextField, direction, look};
use crate::ui::state::Action;
use crate::ui::window::MainWindow;
use egui::{Context, Id, Key};
use std::path::{Path, PathBuf};

/// What a path is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A project to open.
    Open,
    /// The place of a new project.
    Create,
    /// A file to import.
    Import,
}

impl Purpose {
    fn title(self) -> &'static str {
        match self {
            Purpose::Open => "ui-open-project",
            Purpose::Create => "ui-new-project",
            Purpose::Import => "ui-import",
        }
    }

    fn takes(self, path: &Path) -> bool {
        let endings: &[&str] =
            if self == Purpose::Import { &["geojson", "json", "geojsonl", "ndjson"] } else { &["gpkg"] };
        path.extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| endings.iter().any(|known| known.eq_ignore_ascii_case(ending)))
    }
}

/// Most completions that are offered.
const OFFERED: usize = 8;

/// Files and folders that continue what is typed, folders first.
fn completions(purpose: Purpose, text: &str) -> Vec<PathBuf> {
    let typed = Path::new(text);
    let (folder, start) = if text.ends_with(std::path::MAIN_SEPARATOR) {
        (typed.to_owned(), String::new())
    } else {
        let start = typed.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (typed.parent().map(Path::to_owned).unwrap_or_default(), start)
    };
    let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let mut found: Vec<(bool, PathBuf)> = entries
        .filter_map(Result::ok)
        .map(|entry| (entry.path().is_dir(), entry.path()))
        .filter(|(is_folder, path)| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.starts_with(&start) && !name.starts_with('.') && (*is_folder || purpose.takes(path))
        })
        .collect();
    found.sort_by(|(one_is_folder, one), (other_is_folder, other)| {
        other_is_folder.cmp(one_is_folder).then_with(|| one.cmp(other))
    });
    found.into_iter().take(OFFERED).map(|(_, path)| path).collect()
}

/// Shows the dialog while a path is asked for.
pub fn show(ctx: &Context, window: &mut MainWindow) {
    let catalogue = look(ctx).catalogue();
    let Some(question) = &mut window.path_question else { return };
    let purpose = question.purpose;
    let (mut go, mut cancel, mut chosen) = (false, false, None);
    let shown = kit::dialog::modal(ctx, Id::unique("path"), &catalogue.get(purpose.title()), |ui| {
        kit::weak(ui, &catalogue.get("ui-path-hint"));
        let name = catalogue.get("ui-path");
        let response = TextField::new(&name).left_to_right().width(440.0).show(ui, &mut question.text);
        go = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        for path in completions(purpose, &question.text) {
            let is_folder = path.is_dir();
            let mut shown = path.display().to_string();
            if is_folder {
                shown.push(std::path::MAIN_SEPARATOR);
            }
            if kit::selectable(ui, false, &shown).clicked() {
                question.text = shown;
                chosen = (!is_folder).then_some(());
            }
        }
        ui.add_space(8.0);
        direction::row(ui, |ui| {
            go |= kit::primary_button(ui, &catalogue.get("common-ok")).clicked();
            cancel = kit::button(ui, &catalogue.get("common-cancel")).clicked();
        });
    });
    let text = question.text.trim().to_owned();
    if cancel || shown.should_close {
        window.path_question = None;
    } else if (go || chosen.is_some()) && !text.is_empty() {
        window.path_question = None;
        let mut path = PathBuf::from(text);
        let action = match purpose {
            Purpose::Open => Action::Open(path),
            Purpose::Create => {
                if path.extension().is_none() {
                    path.set_extension("gpkg");
                }
                Action::Create(path)
            }
            Purpose::Import => Action::Inspect(path),
        };
        window.state.ask(action);
    }
}
