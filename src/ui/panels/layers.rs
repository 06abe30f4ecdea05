//! Layers: seen or not, order, colour, how many features.

use crate::app::scene::{LayerLook, legend};
use crate::base::Arg;
use crate::model::Layer;
use crate::ui::kit::theme::TextRank;
use crate::ui::kit::{self, Icon, ThemeKind, direction, look};
use crate::ui::state::{Action, Tool};
use crate::ui::window::MainWindow;
use egui::{Rect, Sense, Ui, pos2, vec2};

/// Room at the end of a line for the number of features and two arrows, in points.
const END_WIDTH: f32 = 94.0;
/// Width of a colour field, in points.
const COLOUR_WIDTH: f32 = 22.0;

/// Shows the list, the uppermost layer first.
pub fn show(ui: &mut Ui, window: &mut MainWindow) {
    let catalogue = look(ui.ctx()).catalogue();
    let Some(project) = window.session.project() else { return };
    let (snapshot, is_read_only) = (project.snapshot.clone(), project.read_only.is_some());
    let is_empty = Layer::ALL.into_iter().all(|layer| snapshot.layer(layer).next().is_none());
    if is_empty {
        empty(ui, window, is_read_only);
        return;
    }
    let is_dark = look(ui.ctx()).theme == ThemeKind::Dark;
    let count = window.state.layers.len();
    let mut swap: Option<(usize, usize)> = None;
    for at in (0..count).rev() {
        let Some(view) = window.state.layers.get_mut(at) else { continue };
        let features: usize = view.layer.tables().iter().map(|table| snapshot.table(*table).len()).sum();
        let name = catalogue.get(&format!("layer-{}", view.layer.name()));
        let args = [("layer", Arg::from(name.as_str()))];
        direction::row_with_ends(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let id = if view.is_visible { "ui-hide-layer" } else { "ui-show-layer" };
                let eye = if view.is_visible { Icon::Eye } else { Icon::EyeOff };
                if kit::icon_button(ui, eye, &catalogue.text(id, &args), false).clicked() {
                    view.is_visible = !view.is_visible;
                }
                color(ui, view, is_dark, &catalogue.text("ui-layer-colour", &args));
                let width = (ui.available_width() - END_WIDTH).max(40.0);
                let mut label = kit::Label::new(&name).elided_to(width);
                if features == 0 {
                    label = label.weak();
                }
                label.show(ui);
            },
            |ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                let mut step = |ui: &mut Ui, icon: Icon, id: &str, enabled: bool, to: usize| {
                    ui.add_enabled_ui(enabled, |ui| {
                        if kit::icon_button(ui, icon, &catalogue.text(id, &args), false).clicked() {
                            swap = Some((at, to));
                        }
                    });
                };
                step(ui, Icon::ChevronDown, "ui-layer-down", at > 0, at.saturating_sub(1));
                step(ui, Icon::ChevronUp, "ui-layer-up", at + 1 < count, at + 1);
                kit::Label::new(&catalogue.count(features as u64)).rank(TextRank::Small).weak().show(ui);
            },
        );
    }
    if let Some((one, other)) = swap {
        window.state.layers.swap(one, other);
    }
}

/// A project without anything in it: what will be here, and how it gets here.
fn empty(ui: &mut Ui, window: &mut MainWindow, is_read_only: bool) {
    let catalogue = look(ui.ctx()).catalogue();
    kit::Label::new(&catalogue.get("ui-layers-empty")).weak().wrapped().show(ui);
    if is_read_only {
        return;
    }
    ui.add_space(4.0);
    if kit::tool_button(ui, Icon::Import, &catalogue.get("ui-import")).clicked() {
        window.state.ask(Action::AskImport);
    }
    if kit::tool_button(ui, Icon::Polygon, &catalogue.get("ui-draw-zone")).clicked() {
        window.state.ask(Action::Take(Tool::DrawPolygon));
    }
}

/// The colour of a layer, to be changed; of layers whose features go by status,
/// kind or use a sample of these.
fn color(ui: &mut Ui, view: &mut LayerLook, is_dark: bool, name: &str) {
    let size = vec2(COLOUR_WIDTH, 18.0);
    if let Some(samples) = legend::samples(view.layer, is_dark) {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let width = rect.width() / samples.len().max(1) as f32;
        for (at, sample) in samples.iter().enumerate() {
            let left = rect.left() + width * at as f32;
            let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
            sample.paint(ui.painter(), place.shrink2(vec2(0.5, 3.0)));
        }
        kit::tooltip(response, &look(ui.ctx()).catalogue().get("ui-layer-by-class"));
        return;
    }
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().interact_size = size;
            ui.color_edit_button_srgb(&mut view.color)
        })
        .inner;
    let label = kit::label::accessible(name);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
    kit::tooltip(response, name);
}
