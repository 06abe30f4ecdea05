//! The legend under the layers: what is visible, and nothing else.

use crate::app::scene::legend;
use crate::render::overlay::LegendSection;
use crate::ui::kit::{self, Icon, ThemeKind, direction, look};
use crate::ui::state::{Action, Tool};
use crate::ui::window::MainWindow;
use egui::{Sense, Ui, vec2};

/// Shows the legend; made anew only when what it shows has changed.
pub fn show(ui: &mut Ui, window: &mut MainWindow) {
    let look = look(ui.ctx());
    let catalogue = look.catalogue();
    ui.add_space(12.0);
    kit::heading(ui, &catalogue.get("ui-legend"));
    let (shows_plots, is_dark) = (window.shows_plots(), look.theme == ThemeKind::Dark);
    let Some(project) = window.session.project() else { return };
    let looks = &window.state.layers;
    let key = format!(
        "{:?} {} {shows_plots} {is_dark} {:?}",
        project.path,
        project.snapshot.revision,
        (look.language, looks)
    );
    let id = egui::Id::unique("legend");
    let cached = ui.data(|data| data.get_temp::<(String, std::sync::Arc<Vec<LegendSection>>)>(id));
    let sections = match cached.filter(|(made_for, _)| *made_for == key) {
        Some((_, sections)) => sections,
        None => match legend::sections(&project.snapshot, looks, shows_plots, is_dark, catalogue) {
            Ok(sections) => {
                let sections = std::sync::Arc::new(sections);
                ui.data_mut(|data| data.insert_temp(id, (key, sections.clone())));
                sections
            }
            Err(problem) => {
                window.tell(&problem);
                return;
            }
        },
    };
    if sections.iter().all(|section| section.entries.is_empty()) {
        empty(ui, window);
        return;
    }
    egui::ScrollArea::vertical().id_salt("legend").auto_shrink([false, true]).show(ui, |ui| {
        direction::column(ui, |ui| {
            for section in sections.iter() {
                if !section.title.is_empty() && !section.entries.is_empty() {
                    kit::strong(ui, &section.title);
                }
                for entry in &section.entries {
                    direction::row(ui, |ui| {
                        let (rect, _) = ui.allocate_exact_size(vec2(24.0, 15.0), Sense::hover());
                        entry.swatch.paint(ui.painter(), rect);
                        kit::label(ui, &entry.text);
                    });
                }
            }
        });
    });
}

/// Nothing is visible: why, and what changes it.
fn empty(ui: &mut Ui, window: &mut MainWindow) {
    let catalogue = look(ui.ctx()).catalogue();
    kit::Label::new(&catalogue.get("ui-legend-empty")).weak().wrapped().show(ui);
    ui.add_space(4.0);
    let hidden = window.state.layers.iter().filter(|view| !view.is_visible);
    let hidden: Vec<_> = hidden.map(|view| view.layer).collect();
    if hidden.is_empty() {
        if kit::tool_button(ui, Icon::Polygon, &catalogue.get("ui-draw-zone")).clicked() {
            window.state.ask(Action::Take(Tool::DrawPolygon));
        }
    } else if kit::tool_button(ui, Icon::Eye, &catalogue.get("ui-show-layers")).clicked() {
        hidden.into_iter().for_each(|layer| window.state.ask(Action::ToggleLayer(layer)));
    }
}
