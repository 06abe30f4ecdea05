//! The import sheet: what was found in a file, where it would go, what would be
//! mended; then one button.

use crate::base::Arg;
use crate::model::Layer;
use crate::ui::kit::{self, TextField, direction, look};
use crate::ui::window::MainWindow;
use egui::{Context, Id, Ui};

/// Shows the sheet while a file waits for its import.
pub fn show(ctx: &Context, window: &mut MainWindow) {
    let catalogue = look(ctx).catalogue();
    let Some(sheet) = &mut window.import_sheet else { return };
    let name = sheet.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let title = catalogue.text("ui-import-title", &[("file", Arg::Text(name))]);
    let (mut import, mut cancel, mut again) = (false, false, false);
    let shown = kit::dialog::modal(ctx, Id::unique("import"), &title, |ui| {
        let Some(findings) = &sheet.findings else {
            kit::label(ui, &catalogue.get("ui-import-reading"));
            kit::progress_bar(ui, None, &catalogue.get("ui-import-reading"));
            cancel = kit::button(ui, &catalogue.get("common-cancel")).clicked();
            return;
        };
        let mut layer = findings.layer;
        let choices: Vec<(Layer, String)> = Layer::ALL
            .into_iter()
            .map(|layer| (layer, catalogue.get(&format!("layer-{}", layer.name()))))
            .collect();
        direction::row(ui, |ui| {
            kit::label(ui, &catalogue.get("ui-import-layer"));
            kit::combo(ui, &catalogue.get("ui-import-layer"), &mut layer, &choices);
        });
        if layer != findings.layer {
            sheet.options.read.layer = Some(layer);
            again = true;
        }
        direction::row(ui, |ui| {
            let mut crs = sheet.options.read.crs.clone().unwrap_or_else(|| findings.crs.clone());
            kit::label(ui, &catalogue.get("ui-import-crs"));
            let response = TextField::new(&catalogue.get("ui-import-crs"))
                .left_to_right()
                .width(160.0)
                .show(ui, &mut crs);
            if response.changed() {
                sheet.options.read.crs = Some(crs);
            }
            again |= response.lost_focus()
                && sheet.options.read.crs.as_ref() != Some(&findings.crs)
                && sheet.options.read.crs.is_some();
        });
        counts(ui, findings);
        notes(ui, findings);
        ui.add_space(8.0);
        direction::row(ui, |ui| {
            import = kit::primary_button(ui, &catalogue.get("ui-import-button")).clicked();
            cancel = kit::button(ui, &catalogue.get("common-cancel")).clicked();
        });
    });
    if cancel || shown.should_close {
        window.import_sheet = None;
    } else if again {
        sheet.findings = None;
        let (file, options) = (sheet.file.clone(), sheet.options.clone());
        window.session.inspect(&file, options);
    } else if import {
        let (file, options) = (sheet.file.clone(), sheet.options.clone());
        window.import_sheet = None;
        window.session.import(vec![file], options);
    }
}

fn counts(ui: &mut Ui, findings: &crate::app::import::Findings) {
    let catalogue = look(ui.ctx()).catalogue();
    for layer in &findings.layers {
        let name = catalogue.get(&format!("layer-{}", layer.layer.name()));
        let args = [
            ("layer", Arg::Text(name)),
            ("accepted", Arg::from(layer.accepted)),
            ("rejected", Arg::from(layer.rejected)),
            ("repaired", Arg::from(layer.repaired)),
        ];
        kit::label(ui, &catalogue.text("ui-import-counts", &args));
    }
}

fn notes(ui: &mut Ui, findings: &crate::app::import::Findings) {
    let catalogue = look(ui.ctx()).catalogue();
    if findings.notes_in_all == 0 {
        kit::weak(ui, &catalogue.get("ui-import-clean"));
        return;
    }
    let args = [("count", Arg::from(findings.notes_in_all))];
    kit::strong(ui, &catalogue.text("ui-import-notes", &args));
    egui::ScrollArea::vertical().max_height(180.0).show(ui, |ui| {
        direction::column(ui, |ui| {
            for note in &findings.notes {
                let told = catalogue.explain(note);
                kit::Label::new(&format!("{} {}", told.what, told.advice)).wrapped().show(ui);
            }
        });
    });
}
