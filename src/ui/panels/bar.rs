//! The bar at the top: project, undo and redo, import, language, theme.

use crate::base::Arg;
use crate::ui::kit::{self, Icon, direction, look, theme::ThemeKind};
use crate::ui::state::{Action, CameraWish};
use crate::ui::window::MainWindow;
use egui::Ui;

/// Shows the bar.
pub fn show(ui: &mut Ui, window: &mut MainWindow) {
    let look = look(ui.ctx());
    let catalogue = look.catalogue();
    let Some(project) = window.session.project() else { return };
    let name = project.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let read_only = project.read_only.is_some();
    let step = |id: &str, nothing: &str, action: &Option<String>| match action {
        Some(action) => {
            let action = catalogue.get(&format!("action-{}", action.replace('_', "-")));
            catalogue.text(id, &[("action", Arg::Text(action))])
        }
        None => catalogue.get(nothing),
    };
    let undo_name = step("ui-undo", "ui-nothing-to-undo", &project.undo);
    let redo_name = step("ui-redo", "ui-nothing-to-redo", &project.redo);
    let (can_undo, can_redo) = (project.undo.is_some() && !read_only, project.redo.is_some() && !read_only);
    let mut asked: Vec<Action> = Vec::new();
    let mut icon = |ui: &mut Ui, icon: Icon, name: &str, enabled: bool, action: Action| {
        ui.add_enabled_ui(enabled, |ui| {
            if kit::icon_button(ui, icon, name, false).clicked() {
                asked.push(action);
            }
        });
    };
    ui.add_space(3.0);
    direction::row(ui, |ui| {
        icon(ui, Icon::Home, &catalogue.get("ui-home"), true, Action::GoToStart);
        kit::heading(ui, &name);
        ui.add_space(10.0);
        icon(ui, Icon::Undo, &undo_name, can_undo, Action::Undo);
        icon(ui, Icon::Redo, &redo_name, can_redo, Action::Redo);
        ui.add_space(10.0);
        icon(ui, Icon::Import, &catalogue.get("ui-import"), !read_only, Action::AskImport);
        icon(ui, Icon::Search, &catalogue.get("ui-palette-key"), true, Action::Palette);
        icon(ui, Icon::FitView, &catalogue.get("ui-show-all"), true, Action::Show(CameraWish::All));
        ui.add_space(10.0);
        icon(ui, Icon::Language, &catalogue.get("ui-other-language"), true, Action::SwitchLanguage);
        let is_dark = look.theme == ThemeKind::Dark;
        let (sign, id) =
            if is_dark { (Icon::Light, "ui-light-theme") } else { (Icon::Dark, "ui-dark-theme") };
        icon(ui, sign, &catalogue.get(id), true, Action::SwitchTheme);
        icon(ui, Icon::Settings, &catalogue.get("ui-settings"), true, Action::Settings);
    });
    ui.add_space(3.0);
    asked.into_iter().for_each(|action| window.state.ask(action));
}
