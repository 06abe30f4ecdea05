//! Settings, and about the program: what draws the map, whose data are shown.

use crate::base::Arg;
use crate::locale::messages::Catalogue;
use crate::locale::{Language, bidi};
use crate::ui::kit::theme::TextRank;
use crate::ui::kit::{self, direction, look};
use crate::ui::window::MainWindow;
use egui::{Context, Id, Ui};

/// Sizes of the text that are offered; 1 = normal.
const TEXT_SIZES: [f32; 5] = [0.9, 1.0, 1.15, 1.3, 1.5];

/// Shows the dialog while it is open.
pub fn show(ctx: &Context, window: &mut MainWindow) {
    if !window.has_settings {
        return;
    }
    let catalogue = look(ctx).catalogue();
    let before = window.session.settings.clone();
    let shown = kit::dialog::modal(ctx, Id::unique("settings"), &catalogue.get("ui-settings"), |ui| {
        choices(ui, window, catalogue);
        ui.separator();
        about(ui, window, catalogue);
        ui.add_space(8.0);
        kit::primary_button(ui, &catalogue.get("common-ok")).clicked()
    });
    if window.session.settings != before {
        window.session.save_settings();
    }
    window.has_settings = !(shown.inner || shown.should_close);
}

fn choices(ui: &mut Ui, window: &mut MainWindow, catalogue: &Catalogue) {
    let settings = &mut window.session.settings;
    let name = |language: Language| (language.code().to_owned(), catalogue.get(language.name_message()));
    choice(ui, &catalogue.get("ui-settings-language"), &mut settings.language, &Language::ALL.map(name));
    let themes = [(false, "ui-light-theme"), (true, "ui-dark-theme")];
    let themes = themes.map(|(is_dark, id)| (is_dark, catalogue.get(id)));
    choice(ui, &catalogue.get("ui-settings-theme"), &mut settings.dark, &themes);
    let sizes = TEXT_SIZES.map(|size| (size, catalogue.percent((f64::from(size) * 100.0).round() / 100.0)));
    choice(ui, &catalogue.get("ui-settings-text-size"), &mut settings.zoom, &sizes);
    kit::checkbox(ui, &mut settings.high_contrast, &catalogue.get("ui-settings-contrast"));
}

fn choice<T: PartialEq + Clone>(ui: &mut Ui, name: &str, chosen: &mut T, choices: &[(T, String)]) {
    direction::row_with_ends(ui, |ui| kit::label(ui, name), |ui| kit::combo(ui, name, chosen, choices));
}

fn about(ui: &mut Ui, window: &MainWindow, catalogue: &Catalogue) {
    kit::strong(ui, &catalogue.get("ui-about"));
    let version = ("version", Arg::from(env!("CARGO_PKG_VERSION")));
    kit::label(ui, &catalogue.text("ui-about-version", &[version]));
    if !window.state.adapter.is_empty() {
        let name = ("name", Arg::from(window.state.adapter.as_str()));
        kit::Label::new(&catalogue.text("ui-adapter", &[name])).wrapped().show(ui);
    }
    let Some(project) = window.session.project() else { return };
    kit::Label::new(&bidi::path(&project.path.display().to_string())).weak().wrapped().show(ui);
    ui.add_space(4.0);
    kit::strong(ui, &catalogue.get("ui-about-data"));
    for source in window.canvas.attribution().split(" · ") {
        kit::Label::new(source).rank(TextRank::Small).wrapped().show(ui);
    }
}
