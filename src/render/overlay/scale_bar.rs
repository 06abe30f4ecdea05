//! The scale bar: a round length on the ground and how long it is on the screen.

use egui::{Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::OverlayColours;
use crate::base::Arg;
use crate::locale::{Catalogue, Direction};
use crate::render::camera::Camera;
use crate::render::text::{self, TextStyle};

const TEXT_PT: f32 = 11.0;
const TICK_PT: f32 = 6.0;

/// A round length on the ground and its length on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScaleBar {
    /// Length on the ground, metres: 1, 2 or 5 times a power of ten.
    pub length_m: f64,
    /// Length on the screen, points.
    pub width_pt: f32,
}

impl ScaleBar {
    /// The longest round length that takes at most `max_width_pt` points at the
    /// centre of the view.
    pub fn of(camera: &Camera, max_width_pt: f32) -> Self {
        let scale = camera.ground_metres_per_point();
        let most_m = (scale * f64::from(max_width_pt.max(1.0))).max(f64::MIN_POSITIVE);
        let power = 10_f64.powf(most_m.log10().floor());
        let steps = [5.0, 2.0, 1.0];
        // Where rounding of the logarithm put the power too high: half of it.
        let factor = steps.into_iter().find(|step| step * power <= most_m).unwrap_or(0.5);
        let length_m = factor * power;
        ScaleBar { length_m, width_pt: (length_m / scale) as f32 }
    }

    /// The length with its unit, for example `500 m`.
    pub fn text(&self, catalogue: &Catalogue) -> String {
        let (id, value) = if self.length_m < 1000.0 {
            ("locale-metres", self.length_m)
        } else {
            ("locale-kilometres", self.length_m / 1000.0)
        };
        catalogue.text(id, &[("value", Arg::Number(value))])
    }
}

/// Paints the scale bar with its lower left corner at `lower_left` and gives
/// the room it takes. Must be called inside a pass of egui.
pub(super) fn scale_bar(
    painter: &Painter,
    lower_left: Pos2,
    camera: &Camera,
    max_width_pt: f32,
    catalogue: &Catalogue,
    colours: &OverlayColours,
) -> Rect {
    let bar = ScaleBar::of(camera, max_width_pt);
    let style = TextStyle::new(TEXT_PT, Direction::of(catalogue.language())).color(colours.ink);
    let block = text::layout(painter.ctx(), &bar.text(catalogue), &style);
    let right = lower_left.x + bar.width_pt;
    let corners = vec![
        pos2(lower_left.x, lower_left.y - TICK_PT),
        lower_left,
        pos2(right, lower_left.y),
        pos2(right, lower_left.y - TICK_PT),
    ];
    painter.add(Shape::line(corners.clone(), Stroke::new(4.0, colours.halo)));
    painter.add(Shape::line(corners, Stroke::new(1.5, colours.ink)));
    let size = block.size();
    let text_at = pos2(lower_left.x + (bar.width_pt - size.x) / 2.0, lower_left.y - TICK_PT - size.y + 2.0);
    painter.extend(block.shapes_with_halo(text_at, colours.ink, colours.halo, 1.2));
    Rect::from_min_max(pos2(lower_left.x, text_at.y), pos2(right, lower_left.y))
        .union(Rect::from_min_size(text_at, size))
        .expand2(vec2(2.0, 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::measure;
    use crate::locale::{Language, bidi};
    use geo::{Coord, LineString};

    #[test]
    fn the_length_is_round_and_as_long_as_fits() {
        for metres_per_point in [0.002, 0.013, 0.1, 1.0, 7.7, 100.0, 1234.5, 150_000.0] {
            let camera = Camera::new(Coord { x: 51.0, y: 35.0 }, metres_per_point);
            let bar = ScaleBar::of(&camera, 120.0);
            let power = 10_f64.powf((bar.length_m * 1.0001).log10().floor());
            let factor = (bar.length_m / power).round();
            assert!([1.0, 2.0, 5.0].contains(&factor), "{bar:?}");
            assert!((bar.length_m / power - factor).abs() < 1e-9, "{bar:?}");
            assert!(bar.width_pt <= 120.001 && bar.width_pt >= 120.0 / 2.6, "{bar:?}");
        }
    }

    /// The bar laid on the ground at the centre and measured along the geodesic.
    #[test]
    fn the_length_is_that_on_the_ellipsoid() {
        for latitude in [25.5, 35.0, 39.5] {
            let camera = Camera::new(Coord { x: 51.0, y: latitude }, 8.0);
            let viewport = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0));
            let bar = ScaleBar::of(&camera, 120.0);
            let half = vec2(bar.width_pt / 2.0, 0.0);
            let from = camera.to_lon_lat(viewport.center() - half, viewport);
            let to = camera.to_lon_lat(viewport.center() + half, viewport);
            let line = geo::Geometry::LineString(LineString::new(vec![from, to]));
            let measured_m = measure::measure(&line).length_m;
            assert!((measured_m / bar.length_m - 1.0).abs() < 0.002, "{measured_m} {bar:?}");
        }
    }

    #[test]
    fn the_text_is_in_both_languages() {
        let bar = |length_m| ScaleBar { length_m, width_pt: 100.0 };
        let shown = |length_m, language| bidi::plain(&bar(length_m).text(Catalogue::of(language)));
        assert_eq!(shown(500.0, Language::En), "500\u{a0}m".replace('\u{a0}', " "));
        assert_eq!(shown(0.2, Language::En), "0.2 m");
        assert_eq!(shown(2000.0, Language::Fa), "۲ کیلومتر");
    }
}
