//! Asks for a path where the system shows no dialog of its own: a field with
//! completion that works on every machine.

use crate::app::paths::{Offer, Purpose};
use crate::base::Arg;
use crate::ui::kit::{self, TextField, direction, look};
use crate::ui::state::Action;
use crate::ui::window::MainWindow;
use egui::{Context, Id, Key};
use std::path::PathBuf;

/// A question about a path.
pub struct PathQuestion {
    /// What the path is for.
    pub purpose: Purpose,
    /// The path as typed so far.
    text: String,
    /// What continues it, as far as a job has found out.
    pub offers: Vec<Offer>,
    /// The text that was last looked up.
    looked_up: Option<String>,
}

impl PathQuestion {
    /// A question whose field begins with `proposed`, or empty.
    pub fn new(purpose: Purpose, proposed: Option<PathBuf>) -> PathQuestion {
        let text = proposed.map(|path| path.display().to_string()).unwrap_or_default();
        PathQuestion { purpose, text, offers: Vec::new(), looked_up: None }
    }

    /// Takes what continues `typed`, unless the text has changed since.
    pub fn take(&mut self, typed: &str, offers: Vec<Offer>) {
        if self.text == typed {
            self.offers = offers;
        }
    }
}

/// Message that names what is asked for.
pub fn title(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Open => "ui-open-project",
        Purpose::Create => "ui-new-project",
        Purpose::KeepElsewhere => "ui-keep-elsewhere",
        Purpose::Import => "ui-import",
    }
}

/// What is done with a path.
pub fn action(purpose: Purpose, mut path: PathBuf) -> Action {
    match purpose {
        Purpose::Open => Action::Open(path),
        Purpose::Create | Purpose::KeepElsewhere => {
            if path.extension().is_none() {
                path.set_extension("gpkg");
            }
            if purpose == Purpose::Create { Action::Create(path) } else { Action::KeepElsewhere(path) }
        }
        Purpose::Import => Action::Inspect(path),
    }
}

/// Shows the dialog while a path is asked for.
pub fn show(ctx: &Context, window: &mut MainWindow) {
    let catalogue = look(ctx).catalogue();
    let Some(question) = &mut window.path_question else { return };
    let purpose = question.purpose;
    if question.looked_up.as_ref() != Some(&question.text) {
        question.looked_up = Some(question.text.clone());
        window.session.complete_path(purpose, question.text.clone());
    }
    let (mut go, mut cancel, mut chosen) = (false, false, false);
    let waiting = window.awaiting_import.as_ref().and_then(|file| file.file_name());
    let field = Id::unique("path-field");
    // Before it is shown, so that no key is lost.
    if ctx.memory(|memory| memory.focused()).is_none() {
        ctx.memory_mut(|memory| memory.request_focus(field));
    }
    let shown = kit::dialog::modal(ctx, Id::unique("path"), &catalogue.get(title(purpose)), |ui| {
        if let Some(file) = waiting {
            let args = [("file", Arg::Text(file.to_string_lossy().into_owned()))];
            kit::Label::new(&catalogue.text("ui-path-for-import", &args)).wrapped().show(ui);
        }
        let hint = if purpose.is_new() { "ui-path-hint-new" } else { "ui-path-hint" };
        kit::Label::new(&catalogue.get(hint)).weak().wrapped().show(ui);
        let name = catalogue.get("ui-path");
        let response = TextField::new(&name).left_to_right().id(field).show(ui, &mut question.text);
        go = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        for offer in &question.offers {
            if kit::selectable_path(ui, &offer.text()).clicked() {
                question.text = offer.text();
                chosen = !offer.is_folder;
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
        (window.path_question, window.awaiting_import, window.typed_path) = (None, None, None);
    } else if (go || chosen) && !text.is_empty() {
        window.path_question = None;
        window.typed_path = Some((purpose, PathBuf::from(&text)));
        window.state.ask(action(purpose, PathBuf::from(text)));
    }
}
