//! The tool strip at the start side of the map, and the bar of the rectangle.

use egui::{Frame, Key, Margin, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use super::rectangle::{RectangleTool, SIDE_M};
use crate::base::Arg;
use crate::locale::numbers::Decimals;
use crate::ui::kit::{self, Icon, direction, look};
use crate::ui::state::{Action, CameraWish, Tool, ViewState};

/// Room to the border of the map, points.
const MARGIN: f32 = 10.0;
/// Height of what stands at the foot of the map, points.
const FOOT: f32 = 40.0;
/// Height of the strip, points: its buttons and the rooms between.
const STRIP_HEIGHT: f32 = 240.0;

/// The tools with icon, name and key.
const TOOLS: [(Tool, Icon, &str, Key); 5] = [
    (Tool::Select, Icon::Select, "map-tool-select", Key::V),
    (Tool::DrawPolygon, Icon::Polygon, "map-tool-polygon", Key::P),
    (Tool::Rectangle, Icon::Rectangle, "map-tool-rectangle", Key::R),
    (Tool::EditVertices, Icon::EditVertices, "map-tool-vertices", Key::E),
    (Tool::Measure, Icon::Measure, "map-tool-measure", Key::M),
];

/// The tool whose key was pressed.
pub fn tool_of(key: Key) -> Option<Tool> {
    TOOLS.iter().find(|(.., known)| *known == key).map(|(tool, ..)| *tool)
}

/// The keys that take tools.
pub fn keys() -> impl Iterator<Item = Key> {
    TOOLS.iter().map(|(.., key)| *key)
}

/// The part of the map that neither the strip nor scale and attribution cover.
pub fn left_free(ui: &Ui, map: Rect) -> Rect {
    let direction = look(ui.ctx()).direction();
    let strip = ui.spacing().interact_size.y + 10.0 + MARGIN;
    let (_, beside) = direction::split_start(map, strip, direction);
    beside.with_max_y((map.bottom() - FOOT).max(map.top()))
}

/// Shows the strip and gives its place. Only a project that may be written has
/// drawing tools.
pub fn show(ui: &mut Ui, map: Rect, state: &mut ViewState, is_read_only: bool) -> Rect {
    let (look, catalogue) = (look(ui.ctx()), look(ui.ctx()).catalogue());
    let side = ui.spacing().interact_size.y + 10.0;
    let start = if look.direction().is_rtl() { map.right() - MARGIN - side } else { map.left() + MARGIN };
    let place = Rect::from_min_size(pos2(start, map.top() + MARGIN), vec2(side, STRIP_HEIGHT));
    panel(ui, place, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.vertical(|ui| {
            for (tool, icon, name, key) in TOOLS {
                let changes = !matches!(tool, Tool::Select | Tool::Measure);
                let name = catalogue.text(
                    "map-tool-with-key",
                    &[("name", Arg::Text(catalogue.get(name))), ("key", Arg::from(key.name()))],
                );
                let is_on = state.tool == tool;
                ui.add_enabled_ui(!(changes && is_read_only), |ui| {
                    if kit::icon_button(ui, icon, &name, is_on).clicked() {
                        state.ask(Action::Take(tool));
                    }
                });
            }
            if kit::icon_button(ui, Icon::FitView, &catalogue.get("map-show-all"), false).clicked() {
                state.ask(Action::Show(CameraWish::All));
            }
        });
    })
}

/// The sizes of the rectangle tool, beside the strip; gives their place.
pub fn show_rectangle_bar(ui: &mut Ui, map: Rect, tool: &mut RectangleTool) -> Rect {
    let (look, catalogue) = (look(ui.ctx()), look(ui.ctx()).catalogue());
    let beside = MARGIN * 2.0 + ui.spacing().interact_size.y + 10.0;
    let width = (map.width() - beside - MARGIN).clamp(60.0, 520.0 * look.text_scale);
    let left = if look.direction().is_rtl() { map.right() - beside - width } else { map.left() + beside };
    let place = Rect::from_min_size(pos2(left, map.top() + MARGIN), vec2(width, 40.0));
    panel(ui, place, |ui| {
        direction::wrapped_row(ui, |ui| {
            let metres = Decimals::up_to(2);
            for (name, value) in
                [("map-rectangle-width", &mut tool.width_m), ("map-rectangle-height", &mut tool.height_m)]
            {
                let name = catalogue.get(name);
                let field = kit::NumberField::new(&name).decimals(metres).range(SIDE_M).width(70.0);
                field.show_labelled(ui, value);
            }
            let name = catalogue.get("map-rectangle-turn");
            let field = kit::NumberField::new(&name).decimals(Decimals::up_to(1)).range(-90.0..=90.0);
            field.width(56.0).show_labelled(ui, &mut tool.turn_deg);
        });
    })
}

fn panel(ui: &mut Ui, place: Rect, contents: impl FnOnce(&mut Ui)) -> Rect {
    let palette = look(ui.ctx()).palette();
    let layout = direction::column_layout(direction::of(ui));
    ui.scope_builder(UiBuilder::new().max_rect(place).layout(layout), |ui| {
        Frame::NONE
            .fill(palette.panel.gamma_multiply(0.96))
            .stroke(Stroke::new(1.0, palette.line))
            .corner_radius(8)
            .inner_margin(Margin::same(4))
            .show(ui, contents)
            .response
            .rect
    })
    .inner
}
