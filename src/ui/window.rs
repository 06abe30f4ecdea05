//! The window: puts panels and map together, carries out what they ask for, and
//! tells what came of it.

use super::canvas::Canvas;
use super::kit::theme::{self, Look, ThemeKind};
use super::kit::{Severity, Toast, Toasts, direction};
use super::panels::{bar, import_sheet, inspector, layers, legend, mark_dialog, path_dialog, status};
use super::start;
use super::state::{Action, CameraWish, Tool, ViewState};
use crate::analysis::zone_check::dehestan_of;
use crate::app::import::{Findings, ImportOptions};
use crate::app::session::{Event, Session};
use crate::app::{marking, zoning};
use crate::base::{Arg, Problem, ToProblem};
use crate::locale::Language;
use crate::locale::messages::Catalogue;
use crate::model::{Applied, Feature, RowId};
use egui::{Context, Key, KeyboardShortcut, Modifiers, Ui};
use std::path::PathBuf;

/// What the window opens with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// The start screen.
    Screen,
    /// A project file.
    Project(PathBuf),
    /// The sample project.
    Sample,
}

/// A file that is being looked at before its import.
pub struct ImportSheet {
    /// The file.
    pub file: PathBuf,
    /// How it would be imported.
    pub options: ImportOptions,
    /// What was found; `None` while it is being read.
    pub findings: Option<Box<Findings>>,
}

/// A question about a path.
pub struct PathQuestion {
    /// What the path is for.
    pub purpose: path_dialog::Purpose,
    /// The path as typed so far.
    pub text: String,
}

/// The region that is being marked, and the reason typed so far.
pub struct MarkQuestion {
    /// The region.
    pub area: RowId,
    /// The reason.
    pub reason: String,
}

/// Everything the window holds.
pub struct MainWindow {
    pub(super) session: Session,
    pub(super) state: ViewState,
    canvas: Canvas,
    toasts: Toasts,
    pub(super) inspector: inspector::Inspector,
    pub(super) import_sheet: Option<ImportSheet>,
    pub(super) path_question: Option<PathQuestion>,
    pub(super) mark_question: Option<MarkQuestion>,
    /// Set while the start screen is shown over an open project.
    pub(super) at_start: bool,
}

impl MainWindow {
    /// A window without a project; `start` says what it opens.
    ///
    /// # Errors
    /// A shipped preset that cannot be read.
    pub fn open(
        ctx: &Context,
        render_state: Option<&egui_wgpu::RenderState>,
        start: Start,
        language: Option<Language>,
    ) -> Result<MainWindow, Problem> {
        crate::render::text::install_fonts(ctx);
        let waking = ctx.clone();
        let mut session = Session::start(std::sync::Arc::new(move || waking.request_repaint()))?;
        if let Some(language) = language {
            session.settings.language = language.code().to_owned();
        }
        let mut state = ViewState::default();
        if let Some(render_state) = render_state {
            state.adapter = render_state.adapter.get_info().name;
        }
        match start {
            Start::Screen => {}
            Start::Project(path) => session.open(&path),
            Start::Sample => session.open_sample(),
        }
        Ok(MainWindow {
            session,
            state,
            canvas: Canvas::new(ctx, render_state),
            toasts: Toasts::default(),
            inspector: inspector::Inspector::default(),
            import_sheet: None,
            path_question: None,
            mark_question: None,
            at_start: false,
        })
    }

    fn look(&self) -> Look {
        let settings = &self.session.settings;
        let theme = if settings.dark { ThemeKind::Dark } else { ThemeKind::Light };
        Look { language: settings.language(), theme, text_scale: settings.zoom, high_contrast: false }
    }

    fn catalogue(&self) -> &'static Catalogue {
        Catalogue::of(self.session.settings.language())
    }

    /// The open project's name, for the title.
    pub fn title(&self) -> String {
        let name = self.catalogue().get("ui-name");
        let stem = self.session.project().and_then(|project| project.path.file_stem());
        stem.map_or(name.clone(), |stem| format!("{} — {name}", stem.to_string_lossy()))
    }

    /// One frame.
    pub fn show(&mut self, ui: &mut Ui) {
        theme::apply(ui.ctx(), self.look());
        self.take_in_events();
        self.take_keys(ui.ctx());
        self.take_dropped_files(ui.ctx());
        if self.session.project().is_some() && !self.at_start {
            self.show_project(ui);
        } else {
            start::show(ui, self);
        }
        import_sheet::show(ui.ctx(), self);
        path_dialog::show(ui.ctx(), self);
        mark_dialog::show(ui.ctx(), self);
        self.toasts.show(ui.ctx());
        let actions = std::mem::take(&mut self.state.actions);
        for action in actions {
            self.carry_out(action);
        }
        if !self.session.jobs().is_empty() {
            // Progress moves without waking anybody.
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
        }
    }

    fn show_project(&mut self, ui: &mut Ui) {
        let side = direction::of(ui);
        egui::Panel::top("bar").show(ui, |ui| bar::show(ui, self));
        egui::Panel::bottom("status").show(ui, |ui| status::show(ui, self));
        direction::start_panel(side, "layers").default_size(230.0).show(ui, |ui| {
            direction::column(ui, |ui| {
                layers::show(ui, self);
                legend::show(ui, self);
            });
        });
        direction::end_panel(side, "inspector").default_size(300.0).show(ui, |ui| {
            direction::column(ui, |ui| inspector::show(ui, self));
        });
        let mut trouble = None;
        egui::CentralPanel::no_frame().show(ui, |ui| {
            if let Some(project) = self.session.project() {
                let presets = self.session.presets();
                trouble = self.canvas.show(ui, project, presets, &mut self.state).err();
            }
        });
        if let Some(problem) = trouble {
            self.tell(&problem);
        }
    }

    /// Whether plots can be told apart at the present scale.
    pub(super) fn shows_plots(&self) -> bool {
        self.canvas.shows_plots(&self.state)
    }

    /// Tells a problem in the corner.
    pub(super) fn tell(&mut self, problem: &Problem) {
        self.toasts.push(Toast::problem(self.catalogue().explain(problem)));
    }

    fn say(&mut self, severity: Severity, id: &str, args: &[(&str, Arg)]) {
        self.toasts.push(Toast::new(severity, self.catalogue().text(id, args)));
    }

    fn take_in_events(&mut self) {
        for event in self.session.poll() {
            match event {
                Event::Opened => self.opened(),
                Event::Changed(applied) => self.changed(&applied),
                Event::Imported(report) => {
                    let count = |of: fn(&crate::app::import::LayerReport) -> u64| -> u64 {
                        report.layers.iter().map(of).sum()
                    };
                    let args = [
                        ("added", Arg::from(count(|layer| layer.counts.added))),
                        ("changed", Arg::from(count(|layer| layer.counts.changed))),
                        ("rejected", Arg::from(report.rejected.len())),
                        ("repaired", Arg::from(report.repaired.len())),
                    ];
                    let severity = if report.has_findings() { Severity::Warning } else { Severity::Info };
                    self.say(severity, "ui-imported", &args);
                    self.state.ask(Action::Show(CameraWish::All));
                }
                Event::Inspected(file, findings) => {
                    if let Some(sheet) = self.import_sheet.as_mut().filter(|sheet| sheet.file == file) {
                        sheet.findings = Some(findings);
                    }
                }
                Event::Details(row, feature) => self.details(row, *feature),
                Event::Failed(problem) => {
                    self.canvas.refused();
                    if self.import_sheet.as_ref().is_some_and(|sheet| sheet.findings.is_none()) {
                        self.import_sheet = None;
                    }
                    self.tell(&problem);
                }
            }
        }
    }

    fn opened(&mut self) {
        let catalogue = self.catalogue();
        self.at_start = false;
        self.state.selection = None;
        self.state.wish = Some(CameraWish::All);
        self.inspector = inspector::Inspector::default();
        if let Some(project) = self.session.project() {
            self.canvas.opened(project, catalogue);
        }
    }

    fn changed(&mut self, applied: &Applied) {
        let followed = match self.session.project() {
            Some(project) => self.canvas.changed(project, applied),
            None => Ok(()),
        };
        if let Err(problem) = followed {
            self.tell(&problem);
        }
        let gone = match (self.session.project(), self.state.selection) {
            (Some(project), Some(row)) => project.snapshot.row(row).is_none(),
            _ => false,
        };
        if gone {
            self.state.selection = None;
        }
        self.inspector.forget();
    }

    fn details(&mut self, row: RowId, feature: Feature) {
        self.inspector.details = Some((row, feature));
    }

    fn take_keys(&mut self, ctx: &Context) {
        let shift = Modifiers::COMMAND | Modifiers::SHIFT;
        let keys = [
            (KeyboardShortcut::new(shift, Key::Z), Action::Redo),
            (KeyboardShortcut::new(Modifiers::COMMAND, Key::Z), Action::Undo),
            (KeyboardShortcut::new(Modifiers::COMMAND, Key::Y), Action::Redo),
            (KeyboardShortcut::new(Modifiers::COMMAND, Key::O), Action::AskOpen),
            (KeyboardShortcut::new(Modifiers::COMMAND, Key::N), Action::AskCreate),
            (KeyboardShortcut::new(Modifiers::COMMAND, Key::I), Action::AskImport),
        ];
        // A text field under the cursor has the first word on its keys.
        if ctx.egui_wants_keyboard_input() && ctx.text_edit_focused() {
            return;
        }
        for (shortcut, action) in keys {
            if ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
                self.state.ask(action);
            }
        }
    }

    fn take_dropped_files(&mut self, ctx: &Context) {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        for path in dropped {
            let is_project = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gpkg"));
            self.state.ask(if is_project { Action::Open(path) } else { Action::Inspect(path) });
        }
    }

    fn carry_out(&mut self, action: Action) {
        match action {
            Action::GoToStart => self.at_start = true,
            Action::AskOpen => self.ask_path(path_dialog::Purpose::Open),
            Action::AskCreate => self.ask_path(path_dialog::Purpose::Create),
            Action::AskImport => self.ask_path(path_dialog::Purpose::Import),
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
                self.mark_question = Some(MarkQuestion { area, reason: String::new() });
            }
            Action::Palette => {}
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

    fn ask_path(&mut self, purpose: path_dialog::Purpose) {
        self.path_question = Some(PathQuestion { purpose, text: String::new() });
    }

    /// Looks through a file and opens its import sheet; without a project there
    /// is nothing to import into.
    fn inspect(&mut self, file: PathBuf) {
        if self.session.project().is_none() {
            self.tell(&Problem::new("project-none-open"));
            return;
        }
        let options = ImportOptions::default();
        self.session.inspect(&file, options.clone());
        self.import_sheet = Some(ImportSheet { file, options, findings: None });
    }

    fn keep_zone(&mut self, boundary: geo::Geometry<f64>) {
        let Some(project) = self.session.project() else { return };
        let dehestan = dehestan_of(&boundary, &project.snapshot, &project.index);
        let (_, change) = zoning::draw(&project.snapshot, boundary, dehestan.as_deref());
        self.session.change(change);
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
            self.session.details(row, uuid);
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
            Err(error) => self.tell(&error.to_problem()),
        }
    }

    /// Clears the marks of a region, or tells why not.
    pub(super) fn clear_marks(&mut self, area: RowId) {
        let Some(project) = self.session.project() else { return };
        let Some(row) = project.snapshot.row(area) else { return };
        match marking::clear(&project.snapshot, &row, None) {
            Ok(change) => self.session.change(change),
            Err(error) => self.tell(&error.to_problem()),
        }
    }
}

impl eframe::App for MainWindow {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let title = self.title();
        let before = ui.ctx().data(|data| data.get_temp::<String>(egui::Id::unique("window-title")));
        if before.as_ref() != Some(&title) {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            ui.ctx().data_mut(|data| data.insert_temp(egui::Id::unique("window-title"), title));
        }
        self.show(ui);
    }
}

/// Opens the window and stays in it until it is closed.
///
/// # Errors
/// A window or graphics device that cannot be opened.
pub fn run(start: Start, language: Option<Language>) -> Result<(), Problem> {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_app_id("shahrak")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([720.0, 480.0])
            .with_drag_and_drop(true),
        renderer: eframe::Renderer::Wgpu,
        ..eframe::NativeOptions::default()
    };
    let opened = eframe::run_native(
        "shahrak",
        options,
        Box::new(move |context| {
            let window =
                MainWindow::open(&context.egui_ctx, context.wgpu_render_state.as_ref(), start, language);
            match window {
                Ok(window) => Ok(Box::new(window) as Box<dyn eframe::App>),
                Err(problem) => Err(format!("{}: {}", problem.id, problem.technical).into()),
            }
        }),
    );
    opened.map_err(|cause| Problem::new("ui-no-window").because(cause))
}
