//! The window: puts panels and map together, carries out what they ask for, and
//! tells what came of it.

use super::canvas::Canvas;
use super::kit::theme::{self, Look, ThemeKind};
use super::kit::{self, Severity, Toast, Toasts, direction};
use super::panels::import_sheet::ImportSheet;
use super::panels::palette::{self, Palette};
use super::panels::path_dialog::{self, PathQuestion};
use super::panels::regions::{self, RegionList};
use super::panels::{bar, import_sheet, inspector, layers, legend, mark_dialog, settings, status, unsaved};
use super::start;
use super::state::{Action, CameraWish, SidePanel, ViewState};
use crate::app::aside::Aside;
use crate::app::import::Candidate;
use crate::app::jobs::Waker;
use crate::app::paths::{Picked, Purpose};
use crate::app::session::{Event, Session, Surroundings};
use crate::base::{Arg, Problem};
use crate::locale::Language;
use crate::locale::messages::Catalogue;
use crate::model::{Applied, RowId};
use egui::{Context, Key, KeyboardShortcut, Modifiers, Ui};
use std::path::{Path, PathBuf};
use uuid::Uuid;

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

/// The region that is being marked, and the reason typed so far.
pub struct MarkQuestion {
    /// The region.
    pub area: RowId,
    /// The reason.
    pub reason: String,
    /// The field was given the keyboard.
    pub has_keyboard: bool,
    /// Why the mark was not taken as it was given.
    pub trouble: Option<Problem>,
}

/// Everything the window holds.
pub struct MainWindow {
    pub(super) session: Session,
    pub(super) state: ViewState,
    pub(super) canvas: Canvas,
    toasts: Toasts,
    pub(super) inspector: inspector::Inspector,
    pub(super) import_sheet: Option<ImportSheet>,
    pub(super) path_question: Option<PathQuestion>,
    /// The path that was typed last, until what is there was seen: a slip is mended, not
    /// typed anew.
    pub(super) typed_path: Option<(Purpose, PathBuf)>,
    /// Set while the system's own dialog asks for a path.
    pub(super) is_picking: bool,
    /// A zone that was just drawn, to be selected when it is there.
    pub(super) drawn: Option<Uuid>,
    pub(super) mark_question: Option<MarkQuestion>,
    pub(super) palette: Option<Palette>,
    /// Asks for a frame, from any thread.
    pub(super) waker: Waker,
    pub(super) regions: RegionList,
    pub(super) pictures: start::Pictures,
    /// Set while the start screen is shown over an open project.
    pub(super) at_start: bool,
    /// Set while the settings are shown.
    pub(super) has_settings: bool,
    /// A file that is imported as soon as the project it waits for is open.
    pub(super) awaiting_import: Option<PathBuf>,
    /// Set while the window waits for the last change to be written, to close then.
    is_closing: bool,
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
        MainWindow::open_with(ctx, render_state, start, language, Surroundings::default())
    }

    /// As [`MainWindow::open`], in other surroundings.
    ///
    /// # Errors
    /// As [`MainWindow::open`].
    pub fn open_with(
        ctx: &Context,
        render_state: Option<&egui_wgpu::RenderState>,
        start: Start,
        language: Option<Language>,
        around: Surroundings,
    ) -> Result<MainWindow, Problem> {
        crate::render::text::install_fonts(ctx);
        let waking = ctx.clone();
        let waker: Waker = std::sync::Arc::new(move || waking.request_repaint());
        let mut session = Session::start_with(waker.clone(), around)?;
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
            inspector: inspector::Inspector::beside(Aside::start(waker.clone())),
            waker,
            import_sheet: None,
            path_question: None,
            typed_path: None,
            is_picking: false,
            drawn: None,
            mark_question: None,
            palette: None,
            regions: RegionList::default(),
            pictures: start::Pictures::default(),
            at_start: false,
            has_settings: false,
            awaiting_import: None,
            is_closing: false,
        })
    }

    /// Whether nothing is under way: no job, no tile of the map.
    pub fn is_settled(&self) -> bool {
        !self.session.is_busy() && self.canvas.is_whole()
    }

    fn look(&self) -> Look {
        let settings = &self.session.settings;
        let theme = if settings.dark { ThemeKind::Dark } else { ThemeKind::Light };
        Look {
            language: settings.language(),
            theme,
            text_scale: settings.zoom,
            high_contrast: settings.high_contrast,
        }
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
        self.look_after_file(ui.ctx());
        self.mind_closing(ui.ctx());
        self.take_keys(ui.ctx());
        self.take_dropped_files(ui.ctx());
        self.state.is_covered = self.is_covered();
        if self.session.project().is_some() && !self.at_start {
            self.show_project(ui);
        } else {
            start::show(ui, self);
        }
        import_sheet::show(ui.ctx(), self);
        path_dialog::show(ui.ctx(), self);
        mark_dialog::show(ui.ctx(), self);
        settings::show(ui.ctx(), self);
        palette::show(ui.ctx(), self);
        self.toasts.show(ui.ctx());
        let actions = std::mem::take(&mut self.state.actions);
        for action in actions {
            self.carry_out(action);
        }
        if self.session.jobs().next().is_some() {
            // Progress moves without waking anybody.
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
        }
    }

    /// The file may have been moved or replaced while another window was in front.
    fn look_after_file(&mut self, ctx: &Context) {
        let is_back = |event: &egui::Event| matches!(event, egui::Event::WindowFocused(true));
        if self.session.project().is_some() && ctx.input(|input| input.raw.events.iter().any(is_back)) {
            self.session.look_after_file();
        }
    }

    /// The window closes when everything is in the file, not sooner.
    fn mind_closing(&mut self, ctx: &Context) {
        if ctx.input(|input| input.viewport().close_requested()) && !self.session.is_saved() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.is_closing = true;
        }
        if !self.is_closing {
            return;
        }
        if !self.session.unsaved().is_empty() {
            self.is_closing = false;
            self.tell(&Problem::new("ui-unsaved-first"));
        } else if self.session.is_saved() {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
    }

    /// Whether a sheet stands over the rest, or was asked for and is on its way.
    fn is_covered(&self) -> bool {
        let is_asked = |action: &Action| matches!(action, Action::Inspect(_) | Action::Open(_));
        self.palette.is_some()
            || self.import_sheet.is_some()
            || self.path_question.is_some()
            || self.is_picking
            || self.mark_question.is_some()
            || self.has_settings
            || self.state.actions.iter().any(is_asked)
    }

    fn show_project(&mut self, ui: &mut Ui) {
        let side = direction::of(ui);
        egui::Panel::top("bar").show(ui, |ui| bar::show(ui, self));
        unsaved::show(ui, self);
        egui::Panel::bottom("status").show(ui, |ui| status::show(ui, self));
        direction::start_panel(side, "layers").default_size(296.0).show(ui, |ui| {
            direction::column(ui, |ui| self.show_side(ui));
        });
        direction::end_panel(side, "inspector").default_size(290.0).show(ui, |ui| {
            direction::column(ui, |ui| inspector::show(ui, self));
        });
        let mut trouble = None;
        egui::CentralPanel::no_frame().show(ui, |ui| {
            if let Some(project) = self.session.project() {
                let presets = self.session.presets();
                let unsaved = self.session.unsaved_shapes();
                let arriving = self.session.arriving();
                let shown = self.canvas.show(ui, project, presets, &unsaved, arriving, &mut self.state);
                trouble = shown.err();
            }
        });
        if let Some(problem) = trouble {
            self.tell(&problem);
        } else if self.canvas.is_whole() {
            self.session.picture_project(false);
        }
    }

    fn show_side(&mut self, ui: &mut Ui) {
        let catalogue = self.catalogue();
        ui.add_space(6.0);
        direction::row(ui, |ui| {
            for (panel, id) in [(SidePanel::Layers, "ui-layers"), (SidePanel::Regions, "ui-regions")] {
                let is_on = self.state.side_panel == panel;
                if kit::toggle(ui, is_on, &catalogue.get(id)).clicked() {
                    self.state.side_panel = panel;
                }
            }
        });
        ui.add_space(4.0);
        match self.state.side_panel {
            SidePanel::Layers => {
                layers::show(ui, self);
                legend::show(ui, self);
            }
            SidePanel::Regions => regions::show(ui, self),
        }
    }

    /// Whether plots can be told apart at the present scale.
    pub(super) fn shows_plots(&self) -> bool {
        self.canvas.shows_plots(&self.state)
    }

    /// Tells a problem in the corner.
    pub(super) fn tell(&mut self, problem: &Problem) {
        self.toasts.push(Toast::problem(self.catalogue().explain(problem), problem.clone()));
    }

    fn say(&mut self, severity: Severity, id: &str, args: &[(&str, Arg)]) {
        self.toasts.push(Toast::new(severity, self.catalogue().text(id, args)));
    }

    fn take_in_events(&mut self) {
        for event in self.session.poll() {
            match event {
                Event::Opened => {
                    self.typed_path = None;
                    self.opened();
                }
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
                Event::Inspected(file, found) => {
                    self.typed_path = None;
                    if let Some(sheet) = self.import_sheet.as_mut().filter(|sheet| sheet.file == file) {
                        sheet.found = Some(found);
                    }
                }
                Event::Picked(purpose, picked) => {
                    self.is_picking = false;
                    match picked {
                        Picked::Path(path) => self.state.ask(path_dialog::action(purpose, path)),
                        Picked::Cancelled => self.awaiting_import = None,
                        Picked::NoDialog => {
                            self.path_question =
                                Some(PathQuestion::new(purpose, self.proposed_path(purpose)));
                        }
                    }
                }
                Event::Completed(typed, offers) => {
                    if let Some(question) = &mut self.path_question {
                        question.take(&typed, offers);
                    }
                }
                Event::NotSaved => self.canvas.refused(),
                Event::NotInspected(file, problem, candidates) => {
                    self.not_inspected(&file, problem, candidates);
                }
                Event::SourceProperties(row, read) => self.inspector.source_properties = Some((row, read)),
                Event::Failed(problem) => {
                    if self.import_sheet.as_ref().is_some_and(|sheet| sheet.is_reading()) {
                        self.import_sheet = None;
                    }
                    self.failed(&problem);
                }
            }
        }
    }

    /// A file that could not be looked through: where only its reference system is not
    /// known, the sheet asks for it.
    fn not_inspected(&mut self, file: &Path, problem: Problem, candidates: Vec<Candidate>) {
        let Some(sheet) = self.import_sheet.as_mut().filter(|sheet| sheet.file == file) else { return };
        if candidates.is_empty() {
            self.import_sheet = None;
            self.failed(&problem);
        } else {
            self.typed_path = None;
            sheet.candidates = candidates;
        }
    }

    fn failed(&mut self, problem: &Problem) {
        self.canvas.refused();
        // It may have been the job that asks for a path that was lost.
        self.is_picking &= problem.id != "job-panicked";
        if self.typed_path.is_none() {
            self.awaiting_import = None;
        }
        if let Some((purpose, path)) = self.typed_path.take() {
            self.path_question = Some(PathQuestion::new(purpose, Some(path)));
        }
        self.tell(problem);
    }

    fn opened(&mut self) {
        self.at_start = false;
        self.state.selection = None;
        self.state.wish = Some(CameraWish::All);
        self.inspector.forget();
        self.canvas.opened();
        if let Some(file) = self.awaiting_import.take() {
            self.state.ask(Action::Inspect(file));
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
        self.inspector.follow();
        let has_drawn = |row: &&RowId| {
            let found = self.session.project().and_then(|project| project.snapshot.row(**row));
            found.is_some_and(|found| Some(found.uuid()) == self.drawn)
        };
        if let Some(row) = applied.rows.iter().find(has_drawn) {
            self.drawn = None;
            self.state.ask(Action::Select(Some(*row)));
        }
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
            (KeyboardShortcut::new(Modifiers::COMMAND, Key::K), Action::Palette),
        ];
        // A sheet has its own keys; a text field under the cursor has the first word.
        if self.is_covered() || kit::field::is_typing(ctx) {
            return;
        }
        for (shortcut, action) in keys {
            if ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
                // At once: what is typed after the keys is for the sheet they ask for.
                self.carry_out(action);
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
