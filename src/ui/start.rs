//! The first screen: open, make, the sample project, and what was open before.

use super::kit::{self, look};
use super::state::Action;
use super::window::MainWindow;
use crate::app::recent::Glance;
use crate::app::settings::RecentProject;
use crate::base::Arg;
use crate::locale::bidi;
use crate::locale::jalali::Day;
use crate::locale::messages::Catalogue;
use crate::model::civil_day;
use egui::{CentralPanel, ColorImage, Context, TextureHandle, TextureId, TextureOptions, Ui, Vec2, vec2};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Width of the buttons that lead into a project, in points.
const WAY_IN_WIDTH: f32 = 220.0;

/// Size of a small picture, in points.
const PICTURE_SIZE: Vec2 = vec2(63.0, 42.0);

/// Shows the start screen.
pub fn show(ui: &mut Ui, window: &mut MainWindow) {
    CentralPanel::default().show(ui, |ui| {
        let look = look(ui.ctx());
        let catalogue = look.catalogue();
        ui.add_space(ui.available_height() * 0.12);
        ui.vertical_centered(|ui| {
            ui.set_max_width(520.0);
            kit::title(ui, &catalogue.get("ui-name"));
            kit::weak(ui, &catalogue.get("ui-what-it-is"));
            ui.add_space(18.0);
            // The three ways in are equally wide.
            let narrowest = std::mem::replace(&mut ui.spacing_mut().interact_size.x, WAY_IN_WIDTH);
            if kit::primary_button(ui, &catalogue.get("ui-open-sample")).clicked() {
                window.state.ask(Action::OpenSample);
            }
            ui.add_space(4.0);
            if kit::button(ui, &catalogue.get("ui-open-project")).clicked() {
                window.state.ask(Action::AskOpen);
            }
            if kit::button(ui, &catalogue.get("ui-new-project")).clicked() {
                window.state.ask(Action::AskCreate);
            }
            ui.spacing_mut().interact_size.x = narrowest;
            ui.add_space(18.0);
            recent(ui, window);
            ui.add_space(18.0);
            kit::weak(ui, &catalogue.get("ui-drop-here"));
            ui.add_space(6.0);
            if kit::link(ui, &catalogue.get("ui-other-language")).clicked() {
                window.state.ask(Action::SwitchLanguage);
            }
            if kit::link(ui, &catalogue.get("ui-settings")).clicked() {
                window.state.ask(Action::Settings);
            }
            for job in window.session.jobs() {
                let args: Vec<(&str, Arg)> =
                    job.args.iter().map(|(name, arg)| (*name, arg.clone())).collect();
                kit::progress_bar(ui, job.progress.fraction(), &catalogue.text(job.title, &args));
            }
        });
    });
}

fn recent(ui: &mut Ui, window: &mut MainWindow) {
    let catalogue = look(ui.ctx()).catalogue();
    let recent = window.session.settings.recent.clone();
    if recent.is_empty() {
        kit::weak(ui, &catalogue.get("ui-no-recent"));
        return;
    }
    kit::strong(ui, &catalogue.get("ui-recent"));
    for project in recent {
        let glance = window.session.recent(&project.path);
        let text = recent_text(&project, glance, catalogue);
        let picture = glance.and_then(|glance| glance.picture.as_ref());
        let texture = picture.map(|picture| window.pictures.texture(ui.ctx(), &project.path, picture));
        let response = kit::selectable_picture(ui, texture, PICTURE_SIZE, &text);
        let response = kit::tooltip(response, &bidi::path(&project.path.display().to_string()));
        if response.clicked() {
            window.state.ask(Action::Open(project.path));
        }
    }
}

/// The small pictures on the graphics card, each with what it was made of.
#[derive(Default)]
pub struct Pictures(HashMap<PathBuf, (Arc<ColorImage>, TextureHandle)>);

impl Pictures {
    fn texture(&mut self, ctx: &Context, path: &Path, picture: &Arc<ColorImage>) -> TextureId {
        match self.0.get(path) {
            Some((made_of, texture)) if Arc::ptr_eq(made_of, picture) => texture.id(),
            _ => {
                let texture = ctx.load_texture("recent", Arc::clone(picture), TextureOptions::LINEAR);
                let id = texture.id();
                self.0.insert(path.to_owned(), (Arc::clone(picture), texture));
                id
            }
        }
    }
}

/// Name and last change of a project; `glance` is what a look at the file said.
fn recent_text(project: &RecentProject, glance: Option<&Glance>, catalogue: &Catalogue) -> String {
    let name = project.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let day = |time: &str| {
        let date = civil_day::moment_of(time).map_or(time.to_owned(), |(date, _)| date);
        let day = date.get(..10).and_then(|date| Day::parse(date).ok());
        Arg::Text(day.map(|day| day.format(catalogue.language())).unwrap_or_default())
    };
    let name = ("name", Arg::Text(name));
    match glance.map(|glance| glance.changed_at.as_deref()) {
        None => catalogue.text("ui-recent-project", &[name, ("date", day(&project.opened_at))]),
        Some(None) => catalogue.text("ui-recent-gone", &[name]),
        Some(Some(time)) => catalogue.text("ui-recent-changed", &[name, ("date", day(time))]),
    }
}
