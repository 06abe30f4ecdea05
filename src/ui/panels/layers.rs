//! Layers: seen or not, order, colour, how many features.

use crate::base::Arg;
use crate::model::Layer;
use crate::ui::kit::theme::TextRank;
use crate::ui::kit::{self, Icon, direction, look};
use crate::ui::window::MainWindow;
use egui::{Ui, vec2};

/// Room at the end of a line for the number of features and two arrows, in points.
const END_WIDTH: f32 = 94.0;
/// Width of a colour field, in points.
const COLOUR_WIDTH: f32 = 22.0;

/// Shows the list, the uppermost layer first.
pub fn show(ui: &mut Ui, window: &mut MainWindow) {
    let catalogue = look(ui.ctx()).catalogue();
    let Some(project) = window.session.project() else { return };
    let snapshot = project.snapshot.clone();
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
                color(ui, view.layer, &mut view.color, &catalogue.text("ui-layer-colour", &args));
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

/// The colour of a layer; plots go by their status, infrastructure by kind.
fn color(ui: &mut Ui, layer: Layer, color: &mut [u8; 3], name: &str) {
    if matches!(layer, Layer::Plots | Layer::Infra | Layer::Landuse) {
        ui.add_space(COLOUR_WIDTH + ui.spacing().item_spacing.x);
        return;
    }
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().interact_size = vec2(COLOUR_WIDTH, 18.0);
            ui.color_edit_button_srgb(color)
        })
        .inner;
    let label = kit::label::accessible(name);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
    kit::tooltip(response, name);
}
