//! The bar at the bottom: cursor, scale, jobs, saved state, adapter.

use crate::base::Arg;
use crate::ui::kit::{self, Icon, direction, look};
use crate::ui::window::MainWindow;
use egui::Ui;

/// Shows the bar.
pub fn show(ui: &mut Ui, window: &mut MainWindow) {
    let catalogue = look(ui.ctx()).catalogue();
    direction::row(ui, |ui| {
        match window.state.cursor {
            Some([longitude, latitude]) => {
                kit::label(ui, &catalogue.position(longitude, latitude));
            }
            None => {
                kit::weak(ui, &catalogue.get("ui-no-cursor"));
            }
        }
        ui.separator();
        // A point is 1/96 of an inch on the screen.
        let scale = window.state.metres_per_point / 0.0254 * 96.0;
        let args = [("scale", Arg::Number(scale.round()))];
        kit::label(ui, &catalogue.text("ui-scale", &args));
        ui.separator();
        let read_only = window.session.project().and_then(|project| project.read_only.clone());
        match (read_only, window.session.is_saved()) {
            (Some(problem), _) => {
                let told = catalogue.explain(&problem);
                let response = kit::label(ui, &catalogue.get("ui-read-only"));
                kit::tooltip(response, &told.what);
            }
            (None, true) => {
                kit::label(ui, &catalogue.get("ui-saved"));
            }
            (None, false) => {
                kit::label(ui, &catalogue.get("ui-working"));
            }
        }
        for job in window.session.jobs() {
            ui.separator();
            let args: Vec<(&str, Arg)> = job.args.iter().map(|(name, arg)| (*name, arg.clone())).collect();
            ui.scope(|ui| {
                ui.set_max_width(220.0);
                kit::progress_bar(ui, job.progress.fraction(), &catalogue.text(job.title, &args));
            });
            if kit::icon_button(ui, Icon::Close, &catalogue.get("ui-cancel-job"), false).clicked() {
                job.progress.cancel();
            }
        }
        if !window.state.adapter.is_empty() {
            ui.separator();
            kit::weak(ui, &window.state.adapter);
        }
    });
}
