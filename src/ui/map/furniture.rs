//! Scale bar, north arrow and attribution, at the foot of the map.

use egui::{Rect, Shape, Stroke, Ui, UiBuilder, pos2, vec2};

use crate::base::Arg;
use crate::render::camera::Camera;
use crate::ui::kit::theme::TextRank;
use crate::ui::kit::{self, direction, look};

/// Longest scale bar, points.
const LONGEST_BAR: f64 = 130.0;
/// Room to the border of the map, points.
const MARGIN: f32 = 12.0;

/// The longest round length in metres (1, 2 or 5 times a power of ten) of which
/// a bar is at most `longest_points` long.
pub fn round_length_m(metres_per_point: f64, longest_points: f64) -> f64 {
    let most_m = metres_per_point * longest_points;
    let power = 10f64.powf(most_m.log10().floor());
    [5.0, 2.0].into_iter().map(|step| step * power).find(|length_m| *length_m <= most_m).unwrap_or(power)
}

/// Shows all three; the bar and the arrow stand at the end side, the map itself
/// is never mirrored.
pub fn show(ui: &mut Ui, map: Rect, camera: &Camera, attribution: &str) {
    let look = look(ui.ctx());
    let (catalogue, palette) = (look.catalogue(), look.palette());
    let metres_per_point = camera.ground_metres_per_point();
    let length_m = round_length_m(metres_per_point, LONGEST_BAR);
    let words = match length_m {
        metres if metres >= 1_000.0 => {
            catalogue.text("locale-kilometres", &[("value", Arg::Number(metres / 1_000.0))])
        }
        metres => catalogue.text("locale-metres", &[("value", Arg::Number(metres))]),
    };
    let width = (length_m / metres_per_point) as f32;
    let is_rtl = look.direction().is_rtl();
    let left = if is_rtl { map.left() + MARGIN } else { map.right() - MARGIN - LONGEST_BAR as f32 };
    let foot = map.bottom() - MARGIN;
    let ground =
        Rect::from_min_max(pos2(left - 6.0, foot - 30.0), pos2(left + LONGEST_BAR as f32 + 6.0, foot + 6.0));
    let painter = ui.painter().with_clip_rect(map);
    painter.rect_filled(ground, 4.0, palette.panel.gamma_multiply(0.8));
    let bar =
        [pos2(left, foot - 5.0), pos2(left, foot), pos2(left + width, foot), pos2(left + width, foot - 5.0)];
    painter.add(Shape::line(bar.to_vec(), Stroke::new(1.5, palette.text)));
    let place = Rect::from_min_max(ground.min + vec2(6.0, 2.0), pos2(ground.right() - 26.0, foot - 6.0));
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(place).layout(layout), |ui| {
        kit::Label::new(&words).rank(TextRank::Small).extended().show(ui);
    });
    north(ui, pos2(ground.right() - 14.0, foot - 14.0), &catalogue.get("map-north"));
    if !attribution.is_empty() {
        let width = (map.width() - LONGEST_BAR as f32 - 6.0 * MARGIN).max(40.0);
        let start = if is_rtl { map.right() - MARGIN - width } else { map.left() + MARGIN };
        let place = Rect::from_min_size(pos2(start, foot - 14.0), vec2(width, 18.0));
        let layout = direction::row_layout(look.direction());
        ui.scope_builder(UiBuilder::new().max_rect(place).layout(layout), |ui| {
            kit::Label::new(attribution).rank(TextRank::Small).weak().elided().show(ui);
        });
    }
}

/// An arrow to the north, up on this map, with its name for screen readers.
fn north(ui: &mut Ui, at: egui::Pos2, name: &str) {
    let palette = look(ui.ctx()).palette();
    let tip = at - vec2(0.0, 13.0);
    let west = vec![tip, at + vec2(-6.0, 10.0), at + vec2(0.0, 5.0)];
    let east = vec![tip, at + vec2(6.0, 10.0), at + vec2(0.0, 5.0)];
    ui.painter().add(Shape::convex_polygon(west, palette.text, Stroke::NONE));
    ui.painter().add(Shape::convex_polygon(east, palette.raised, Stroke::new(1.0, palette.text)));
    let place = Rect::from_center_size(at, vec2(16.0, 28.0));
    let response = ui.interact(place, ui.scope_id().with("north"), egui::Sense::hover());
    let label = kit::label::accessible(name);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &label));
    kit::tooltip(response, name);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_has_a_round_length_that_fits() {
        for (metres_per_point, expected_m) in
            [(1.0, 100.0), (1.6, 200.0), (4.0, 500.0), (0.01, 1.0), (1_000.0, 100_000.0), (0.1, 10.0)]
        {
            let length_m = round_length_m(metres_per_point, LONGEST_BAR);
            assert!((length_m - expected_m).abs() < 1e-9, "{metres_per_point}: {length_m}");
        }
    }
}
