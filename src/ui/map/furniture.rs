//! Scale bar, north arrow and attribution, at the foot of the map: painted as in
//! a picture, and named for screen readers.

use egui::{Rect, Role, Sense, Ui, WidgetInfo};

use crate::render::camera::Camera;
use crate::render::overlay::{self, OverlayColours, ScaleBar};
use crate::ui::kit::{self, ThemeKind, look};

/// Shows all three and gives the room they take.
pub fn show(ui: &mut Ui, map: Rect, camera: &Camera, attribution: &str) -> [Rect; 2] {
    let look = look(ui.ctx());
    let catalogue = look.catalogue();
    let colours = if look.theme == ThemeKind::Dark { OverlayColours::DARK } else { OverlayColours::LIGHT };
    let painter = ui.painter().with_clip_rect(map);
    let rooms = overlay::furniture(&painter, map, camera, attribution, catalogue, &colours);
    let scale = ScaleBar::of(camera, overlay::LONGEST_BAR_PT).text(catalogue);
    name(ui, rooms.scale_bar, "scale", &scale);
    name(ui, rooms.north, "north", &catalogue.get("map-north"));
    if rooms.attribution.is_positive() {
        name(ui, rooms.attribution, "attribution", attribution);
    }
    [rooms.scale_bar.union(rooms.north).expand(6.0), rooms.attribution]
}

/// Names what is painted there, for screen readers and in a tooltip.
fn name(ui: &mut Ui, room: Rect, part: &str, words: &str) {
    let response = ui.interact(room, ui.scope_id().with(part), Sense::hover());
    let label = kit::label::accessible(words);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
    kit::tooltip(response, words);
}
