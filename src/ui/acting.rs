//! Carries out what panels, map and keys ask for.

use super::panels::import_sheet::ImportSheet;
use super::panels::palette::Palette;
use super::panels::path_dialog;
use super::state::{Action, Tool};
use super::window::{MainWindow, MarkQuestion};
use crate::analysis::zone_check::dehestan_of;
use crate::app::paths::Purpose;
use crate::app::{marking, zoning};
use crate::base::{Problem, ToProblem};
use crate::locale::messages::Catalogue;
use crate::locale::{Language, bidi};
use crate::model::RowId;
use std::path::PathBuf;

impl MainWindow {
    /// Does what a part of the window asked for.
    pub(super) fn carry_out(&mut self, action: Action) {
        if self.would_leave_unsaved(&action) {
            self.tell(&Problem::new("ui-unsaved-first"));
            return;
        }
        match action {
            Action::GoToStart => {
                self.at_start = true;
                self.session.picture_project(true);
            }
            Action::AskOpen => self.ask_path(Purpose::Open),
            Action::AskCreate => self.ask_path(Purpose::Create),
            Action::AskImport => self.ask_path(Purpose::Import),
            Action::SaveAgain => {
                self.session.look_after_file();
                self.session.save_again();
            }
            Action::AskKeepElsewhere => self.ask_path(Purpose::KeepElsewhere),
            Action::KeepElsewhere(path) => self.session.keep_elsewhere(&path),
            Action::DiscardUnsaved => self.session.discard_unsaved(),
            Action::Open(path) => self.session.open(&path),
            Action::Create(path) => self.session.create(&path),
            Action::OpenSample => self.session.open_sample(),
            Action::Inspect(path) => self.inspect(path),
            Action::Change(change) => self.session.change(change),
            Action::ZoneDrawn(boundary) => self.keep_zone(boundary),
            Action::ZoneReshaped(row, boundary) => self.reshape_zone(row, boundary),
            Action::Undo => self.session.undo(),
            Action::Redo => self.session.redo(),
            Action::Select(row) => self.select(row),
            Action::Take(tool) => self.state.tool = tool,
            Action::Show(wish) => self.state.wish = Some(wish),
            Action::AskMark(area) => {
                let (reason, has_keyboard, trouble) = (String::new(), false, None);
                self.mark_question = Some(MarkQuestion { area, reason, has_keyboard, trouble });
            }
            Action::ClearMarks(area) => self.clear_marks(area),
            Action::ToggleLayer(layer) => {
                if let Some(view) = self.state.layers.iter_mut().find(|view| view.layer == layer) {
                    view.is_visible = !view.is_visible;
                }
            }
            Action::Palette => {
                self.palette = match self.palette {
                    Some(_) => None,
                    None => {
                        let has_project = self.session.project().is_some();
                        Some(Palette::new(has_project, std::sync::Arc::clone(&self.waker)))
                    }
                };
            }
            Action::Settings => self.has_settings = true,
            Action::SwitchLanguage => {
                let next = if self.session.settings.language() == Language::Fa { "en" } else { "fa" };
                self.session.settings.language = next.to_owned();
                self.session.save_settings();
            }
            Action::SwitchTheme => {
                self.session.settings.dark = !self.session.settings.dark;
                self.session.save_settings();
            }
        }
    }

    /// Asks by the system's own dialog; by our own field where there is none.
    fn ask_path(&mut self, purpose: Purpose) {
        if self.is_picking || self.path_question.is_some() {
            return;
        }
        self.is_picking = true;
        let proposed = self.proposed_path(purpose);
        let catalogue = Catalogue::of(self.session.settings.language());
        let title = bidi::plain(&catalogue.get(path_dialog::title(purpose)));
        let kind = if purpose == Purpose::Import { "ui-kind-geojson" } else { "ui-kind-project" };
        self.session.pick_path(purpose, title, bidi::plain(&catalogue.get(kind)), proposed);
    }

    /// Whether something is not in the file that would be lost sight of by that action.
    fn would_leave_unsaved(&self, action: &Action) -> bool {
        let leaves = matches!(
            action,
            Action::AskOpen
                | Action::AskCreate
                | Action::Open(_)
                | Action::Create(_)
                | Action::OpenSample
                | Action::GoToStart
        );
        leaves && !self.session.unsaved().is_empty()
    }

    /// The place that is proposed: of the new project that a file waits for, beside the
    /// file; of a copy of the project, beside the project.
    pub(super) fn proposed_path(&self, purpose: Purpose) -> Option<PathBuf> {
        match purpose {
            Purpose::KeepElsewhere => {
                let path = &self.session.project()?.path;
                let stem = path.file_stem()?.to_string_lossy();
                Some(path.with_file_name(format!("{stem}-2.gpkg")))
            }
            _ => self.awaiting_import.as_ref().map(|file| file.with_extension("gpkg")),
        }
    }

    /// Looks through a file and opens its import sheet; without a project asks
    /// first for the place of a new one.
    fn inspect(&mut self, file: PathBuf) {
        if self.session.project().is_none() {
            self.awaiting_import = Some(file);
            self.ask_path(Purpose::Create);
            return;
        }
        // What is imported should be seen to arrive.
        self.at_start = false;
        let sheet = ImportSheet::new(file);
        self.session.inspect(&sheet.file, sheet.options.clone());
        self.import_sheet = Some(sheet);
    }

    fn keep_zone(&mut self, boundary: geo::Geometry<f64>) {
        let Some(project) = self.session.project() else { return };
        let dehestan = dehestan_of(&boundary, &project.snapshot, &project.index);
        let (zone, change) = zoning::draw(&project.snapshot, boundary, dehestan.as_deref());
        self.session.change(change);
        // Its verdict is to be seen when the card has gone.
        self.drawn = Some(zone);
        self.state.tool = Tool::Select;
    }

    fn reshape_zone(&mut self, row: RowId, boundary: geo::Geometry<f64>) {
        let Some(project) = self.session.project() else { return };
        let dehestan = dehestan_of(&boundary, &project.snapshot, &project.index);
        let change =
            project.snapshot.row(row).map(|zone| zoning::reshape(&zone, boundary, dehestan.as_deref()));
        if let Some(change) = change {
            self.session.change(change);
        }
    }

    fn select(&mut self, row: Option<RowId>) {
        self.state.selection = row;
        self.inspector.forget();
        let Some(project) = self.session.project() else { return };
        let uuid = row.and_then(|row| project.snapshot.row(row)).map(|found| found.uuid());
        if let (Some(row), Some(uuid)) = (row, uuid) {
            self.session.source_properties(row, uuid);
        }
    }

    /// Marks a region, or tells why not.
    pub(super) fn mark(&mut self, area: RowId, reason: &str) {
        let Some(project) = self.session.project() else { return };
        let Some(row) = project.snapshot.row(area) else { return };
        let author = crate::store::Actor::this_user().name;
        let today = marking::today_iso();
        match marking::mark(&project.snapshot, &row, "under_served", reason, &author, &today) {
            Ok(change) => {
                self.session.change(change);
                self.mark_question = None;
            }
            Err(error) => match &mut self.mark_question {
                // Where it is mended, and with the field ready for it.
                Some(question) => {
                    (question.trouble, question.has_keyboard) = (Some(error.to_problem()), false);
                }
                None => self.tell(&error.to_problem()),
            },
        }
    }

    /// Clears the marks of a region, or tells why not.
    fn clear_marks(&mut self, area: RowId) {
        let Some(project) = self.session.project() else { return };
        let Some(row) = project.snapshot.row(area) else { return };
        match marking::clear(&project.snapshot, &row, None) {
            Ok(change) => self.session.change(change),
            Err(error) => self.tell(&error.to_problem()),
        }
    }
}
