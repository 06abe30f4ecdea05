//! The import sheet: what was found in a file, where it would go, what would be
//! mended; then one button.

use super::import_preview;
use crate::app::import::{Candidate, ImportOptions, Inspection};
use crate::app::scene::names;
use crate::app::session::OpenProject;
use crate::base::Arg;
use crate::locale::messages::Catalogue;
use crate::model::{Layer, RowId};
use crate::ui::kit::{self, TextField, direction, look};
use crate::ui::window::MainWindow;
use egui::{Context, Id, Key, Ui};
use std::path::PathBuf;

/// A file that is being looked at before its import.
pub struct ImportSheet {
    /// The file.
    pub file: PathBuf,
    /// How it would be imported.
    pub options: ImportOptions,
    /// What was found; `None` while it is being read.
    pub found: Option<Box<Inspection>>,
    /// The systems that its metres may be in, where it does not say in which they are.
    pub candidates: Vec<Candidate>,
    /// The reference system as typed; taken when the field is left.
    crs: Option<String>,
}

impl ImportSheet {
    /// The sheet of a file that is about to be looked at.
    pub fn new(file: PathBuf) -> ImportSheet {
        ImportSheet {
            file,
            options: ImportOptions::default(),
            found: None,
            candidates: Vec::new(),
            crs: None,
        }
    }

    /// Whether the file is still being looked through.
    pub fn is_reading(&self) -> bool {
        self.found.is_none() && self.candidates.is_empty()
    }
}

enum Pressed {
    Nothing,
    Cancel,
    LookAgain,
    Import,
}

/// Shows the sheet while a file waits for its import.
pub fn show(ctx: &Context, window: &mut MainWindow) {
    let catalogue = look(ctx).catalogue();
    let Some(mut sheet) = window.import_sheet.take() else { return };
    let name = sheet.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let title = catalogue.text("ui-import-title", &[("file", Arg::Text(name))]);
    let project = window.session.project();
    let shown = kit::dialog::modal(ctx, Id::unique("import"), &title, |ui| {
        contents(ui, &mut sheet, project, catalogue)
    });
    let pressed = if shown.should_close { Pressed::Cancel } else { shown.inner };
    match pressed {
        Pressed::Cancel => {}
        Pressed::Nothing => window.import_sheet = Some(sheet),
        Pressed::LookAgain => {
            sheet.found = None;
            sheet.candidates.clear();
            window.session.inspect(&sheet.file, sheet.options.clone());
            window.import_sheet = Some(sheet);
        }
        Pressed::Import => window.session.import(vec![sheet.file], sheet.options),
    }
}

fn contents(
    ui: &mut Ui,
    sheet: &mut ImportSheet,
    project: Option<&OpenProject>,
    catalogue: &Catalogue,
) -> Pressed {
    if !sheet.candidates.is_empty() {
        return which_crs(ui, sheet, project, catalogue);
    }
    let Some(found) = &sheet.found else {
        kit::progress_bar(ui, None, &catalogue.get("ui-import-reading"));
        ui.add_space(8.0);
        let cancel = kit::button(ui, &catalogue.get("common-cancel")).clicked();
        return if cancel { Pressed::Cancel } else { Pressed::Nothing };
    };
    let mut pressed = Pressed::Nothing;
    import_preview::show(ui, found, project);
    if let Some(project) = project {
        place(ui, found, project, catalogue);
    }
    let mut layer = found.findings.layer;
    let choices: Vec<(Layer, String)> = Layer::ALL
        .into_iter()
        .map(|layer| (layer, catalogue.get(&format!("layer-{}", layer.name()))))
        .collect();
    direction::row(ui, |ui| {
        kit::label(ui, &catalogue.get("ui-import-layer"));
        kit::combo(ui, &catalogue.get("ui-import-layer"), &mut layer, &choices);
        kit::label(ui, &catalogue.get("ui-import-crs"));
        let mut crs = sheet.crs.clone().unwrap_or_else(|| found.findings.crs.clone());
        let response =
            TextField::new(&catalogue.get("ui-import-crs")).left_to_right().width(120.0).show(ui, &mut crs);
        if response.lost_focus() && crs.trim() != found.findings.crs {
            sheet.options.read.crs = Some(crs.trim().to_owned());
            sheet.crs = None;
            pressed = Pressed::LookAgain;
        } else if response.changed() {
            sheet.crs = Some(crs);
        }
    });
    if layer != found.findings.layer {
        sheet.options.read.layer = Some(layer);
        pressed = Pressed::LookAgain;
    }
    counts(ui, found, catalogue);
    notes(ui, found, catalogue);
    let is_broken = found.findings.fault.is_some();
    if is_broken || !found.findings.is_whole {
        kit::checkbox(ui, &mut sheet.options.read.salvage, &catalogue.get("ui-import-salvage"));
    }
    // Enter presses the button unless a field or a list has the keyboard.
    let is_free = ui.memory(|memory| memory.focused()).is_none();
    let is_entered = is_free && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(8.0);
    direction::row(ui, |ui| {
        // Of a file that breaks off there is only the sound part to take.
        ui.add_enabled_ui(!is_broken || sheet.options.read.salvage, |ui| {
            let button = kit::primary_button(ui, &catalogue.get("ui-import-button"));
            if button.clicked() || (is_entered && ui.is_enabled()) {
                pressed = Pressed::Import;
            }
        });
        if kit::button(ui, &catalogue.get("common-cancel")).clicked() {
            pressed = Pressed::Cancel;
        }
    });
    pressed
}

/// Asks for the system of a file that counts in metres and names none: the one by which it
/// lies where it belongs, or another that is typed.
fn which_crs(
    ui: &mut Ui,
    sheet: &mut ImportSheet,
    project: Option<&OpenProject>,
    catalogue: &Catalogue,
) -> Pressed {
    let mut chosen = None;
    kit::Label::new(&catalogue.get("ui-import-which-crs")).wrapped().show(ui);
    ui.add_space(4.0);
    for candidate in &sheet.candidates {
        let crs = &candidate.crs;
        let lies_in = project.and_then(|project| units(&candidate.place, project, catalogue));
        let place = lies_in.unwrap_or_else(|| {
            let position = catalogue.position(crs.lon, crs.lat);
            catalogue.text("ui-import-candidate-nowhere", &[("position", Arg::Text(position))])
        });
        let args = [
            ("name", Arg::Text(crs.name.clone())),
            ("crs", Arg::Text(crs.code.clone())),
            ("place", Arg::Text(place)),
        ];
        if kit::selectable(ui, false, &catalogue.text("ui-import-candidate", &args)).clicked() {
            chosen = Some(crs.code.clone());
        }
    }
    ui.add_space(8.0);
    let mut pressed = Pressed::Nothing;
    direction::row(ui, |ui| {
        let name = catalogue.get("ui-import-crs");
        kit::label(ui, &name);
        let typed = sheet.crs.get_or_insert_default();
        let field = TextField::new(&name).left_to_right().width(120.0).show(ui, typed);
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if is_entered && !typed.trim().is_empty() {
            chosen = Some(typed.trim().to_owned());
        }
        if kit::button(ui, &catalogue.get("common-cancel")).clicked() {
            pressed = Pressed::Cancel;
        }
    });
    if let Some(crs) = chosen {
        sheet.options.read.crs = Some(crs);
        sheet.crs = None;
        pressed = Pressed::LookAgain;
    }
    pressed
}

/// The units of the project, as one phrase; `None` where there are none.
fn units(units: &[RowId], project: &OpenProject, catalogue: &Catalogue) -> Option<String> {
    let units = units.iter().filter_map(|unit| project.snapshot.row(*unit));
    let names: Vec<String> = units.map(|unit| names::name_or_kind(&unit, catalogue)).collect();
    (!names.is_empty()).then(|| names.join(&catalogue.get("common-list-separator")))
}

/// Where it lies, by the units of the project.
fn place(ui: &mut Ui, found: &Inspection, project: &OpenProject, catalogue: &Catalogue) {
    let Some(place) = units(&found.place, project, catalogue) else { return };
    kit::weak(ui, &catalogue.text("ui-import-place", &[("place", Arg::Text(place))]));
}

fn counts(ui: &mut Ui, found: &Inspection, catalogue: &Catalogue) {
    for layer in &found.findings.layers {
        let name = catalogue.get(&format!("layer-{}", layer.layer.name()));
        let args = [
            ("layer", Arg::Text(name)),
            ("accepted", Arg::from(layer.accepted)),
            ("rejected", Arg::from(layer.rejected)),
            ("repaired", Arg::from(layer.repaired)),
        ];
        kit::Label::new(&catalogue.text("ui-import-counts", &args)).wrapped().show(ui);
    }
    if !found.findings.is_whole {
        let args = [("count", Arg::from(found.findings.features))];
        kit::Label::new(&catalogue.text("ui-import-beginning", &args)).weak().wrapped().show(ui);
    }
}

fn notes(ui: &mut Ui, found: &Inspection, catalogue: &Catalogue) {
    if found.notes.is_empty() {
        kit::weak(ui, &catalogue.get("ui-import-clean"));
        return;
    }
    let args = [("count", Arg::from(found.notes.len()))];
    kit::strong(ui, &catalogue.text("ui-import-notes", &args));
    egui::ScrollArea::vertical().max_height(140.0).show(ui, |ui| {
        direction::column(ui, |ui| {
            for note in &found.notes {
                let told = catalogue.explain(note);
                let parts = [told.place, told.what, told.advice];
                let parts: Vec<&str> =
                    parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
                kit::Label::new(&parts.join(" — ")).wrapped().show(ui);
            }
        });
    });
}
