//! Layers: seen or not, order, colour, how many features.

use crate::base::Arg;
use crate::model::Layer;
use crate::ui::kit::{self, Icon, direction, look};
use crate::ui::window::MainWindow;
use egui::Ui;

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
        direction::row(ui, |ui| {
            let id = if view.is_visible { "ui-hide-layer" } else { "ui-show-layer" };
            let eye = if view.is_visible { Icon::Eye } else { Icon::EyeOff };
            let label = catalogue.text(id, &[("layer", Arg::from(name.as_str()))]);
            if kit::icon_button(ui, eye, &label, false).clicked() {
                view.is_visible = !view.is_visible;
            }
            color(ui, view.layer, &mut view.color);
            let mut label = kit::Label::new(&name).elided_to(96.0);
            if features == 0 {
                label = label.weak();
            }
            label.show(ui);
            kit::weak(ui, &catalogue.count(features as u64));
            let args = [("layer", Arg::from(name.as_str()))];
            if at + 1 < count
                && kit::icon_button(ui, Icon::ChevronUp, &catalogue.text("ui-layer-up", &args), false)
                    .clicked()
            {
                swap = Some((at, at + 1));
            }
            if at > 0
                && kit::icon_button(ui, Icon::ChevronDown, &catalogue.text("ui-layer-down", &args), false)
                    .clicked()
            {
                swap = Some((at, at - 1));
            }
        });
    }
    if let Some((one, other)) = swap {
        window.state.layers.swap(one, other);
    }
}

/// The colour of a layer; plots go by their status, infrastructure by kind.
fn color(ui: &mut Ui, layer: Layer, color: &mut [u8; 3]) {
    if matches!(layer, Layer::Plots | Layer::Infra | Layer::Landuse) {
        ui.add_space(ui.spacing().interact_size.x + ui.spacing().item_spacing.x);
        return;
    }
    ui.color_edit_button_srgb(color);
}
