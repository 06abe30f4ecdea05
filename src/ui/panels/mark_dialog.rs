//! Marks a region as under-served: a mark needs a reason.

use crate::app::scene::names;
use crate::base::Arg;
use crate::ui::kit::{self, TextField, direction, look};
use crate::ui::map::card;
use crate::ui::window::MainWindow;
use egui::{Context, Id, Key};

/// Shows the dialog while a region is being marked.
pub fn show(ctx: &Context, window: &mut MainWindow) {
    let catalogue = look(ctx).catalogue();
    let Some(project) = window.session.project() else { return };
    let snapshot = project.snapshot.clone();
    let Some(question) = &mut window.mark_question else { return };
    let Some(row) = snapshot.row(question.area) else {
        window.mark_question = None;
        return;
    };
    let name = names::name_in(&row, catalogue.language()).unwrap_or_default();
    let (area, mut set, mut cancel) = (question.area, false, false);
    let title = catalogue.text("ui-mark-title", &[("area", Arg::Text(name))]);
    let shown = kit::dialog::modal(ctx, Id::unique("mark"), &title, |ui| {
        kit::label(ui, &catalogue.get("ui-mark-reason"));
        // A reason may take a few sentences; Enter still ends it.
        let name = catalogue.get("ui-mark-reason");
        let field = TextField::new(&name).multi_line(3).enter_ends().show(ui, &mut question.reason);
        if !question.has_keyboard {
            question.has_keyboard = true;
            field.request_focus();
        }
        if let Some(trouble) = &question.trouble {
            card::show_problem(ui, trouble);
        }
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.add_space(8.0);
        direction::row(ui, |ui| {
            set = kit::primary_button(ui, &catalogue.get("ui-mark-set")).clicked() || is_entered;
            cancel = kit::button(ui, &catalogue.get("common-cancel")).clicked();
        });
    });
    let reason = question.reason.clone();
    if cancel || shown.should_close {
        window.mark_question = None;
    } else if set {
        window.mark(area, &reason);
    }
}
