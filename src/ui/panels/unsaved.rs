//! The strip over the map while something is not in the file: what, why, and the ways
//! out. It stays until one of them was taken, for a drawing must not be lost to a full
//! disk.

use crate::base::{Arg, Problem};
use crate::locale::messages::Catalogue;
use crate::ui::kit::icon::{Icon, paint_icon_inline};
use crate::ui::kit::{self, direction, look};
use crate::ui::state::Action;
use crate::ui::window::MainWindow;
use egui::{Frame, Margin, Stroke, Ui};

/// Shows the strip where there is something to tell.
pub fn show(ui: &mut Ui, window: &mut MainWindow) {
    let catalogue = look(ui.ctx()).catalogue();
    let unsaved = window.session.unsaved();
    let reason = unsaved.first().map(|unsaved| &unsaved.problem).or(window.session.displaced());
    let Some(reason) = reason.cloned() else { return };
    let what = (!unsaved.is_empty()).then(|| unsaved_words(window, catalogue));
    let palette = look(ui.ctx()).palette();
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.5, palette.error))
        .inner_margin(Margin::symmetric(10, 6));
    egui::Panel::top("unsaved").frame(frame).show(ui, |ui| {
        direction::row(ui, |ui| {
            paint_icon_inline(ui, Icon::Warning, palette.error);
            direction::column(ui, |ui| {
                tell(ui, what.as_deref(), &reason, catalogue);
                buttons(ui, window, what.is_some(), catalogue);
            });
        });
    });
}

/// Which changes are not in the file.
fn unsaved_words(window: &MainWindow, catalogue: &Catalogue) -> String {
    let unsaved = window.session.unsaved();
    let mut actions: Vec<String> = unsaved
        .iter()
        .map(|unsaved| catalogue.get(&format!("action-{}", unsaved.change.action.replace('_', "-"))))
        .collect();
    actions.dedup();
    let args = [("count", Arg::from(unsaved.len())), ("what", Arg::List(actions))];
    catalogue.text("ui-unsaved", &args)
}

fn tell(ui: &mut Ui, what: Option<&str>, reason: &Problem, catalogue: &Catalogue) {
    let told = catalogue.explain(reason);
    if let Some(what) = what {
        kit::strong(ui, what);
        kit::label(ui, &format!("{} {}", told.what, told.advice));
    } else {
        kit::strong(ui, &told.what);
        kit::label(ui, &told.advice);
    }
}

fn buttons(ui: &mut Ui, window: &mut MainWindow, has_unsaved: bool, catalogue: &Catalogue) {
    let mut asked = None;
    direction::wrapped_row(ui, |ui| {
        if kit::primary_button(ui, &catalogue.get("ui-save-again")).clicked() {
            asked = Some(Action::SaveAgain);
        }
        if kit::button(ui, &catalogue.get("ui-keep-elsewhere")).clicked() {
            asked = Some(Action::AskKeepElsewhere);
        }
        if has_unsaved && kit::button(ui, &catalogue.get("ui-discard-unsaved")).clicked() {
            asked = Some(Action::DiscardUnsaved);
        }
    });
    asked.into_iter().for_each(|action| window.state.ask(action));
}
