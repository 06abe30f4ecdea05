//! Small pictures of styles for legends, lists and charts: the same colours
//! and patterns as on the map.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use crate::model::style::{OutlineLine, Pattern, PlotStyle, Rgba};

/// Distance between the lines of a pattern in a swatch, points.
const SPACING_PT: f32 = 4.5;

/// The look of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaSwatch {
    /// Colour of the area.
    pub fill: Color32,
    /// What lies over it.
    pub pattern: Pattern,
    /// Colour of that.
    pub pattern_colour: Color32,
    /// Colour of the border.
    pub outline: Color32,
    /// Width of the border, points.
    pub outline_width_pt: f32,
    /// Whether the border has gaps.
    pub outline_line: OutlineLine,
}

fn colour([red, green, blue, opacity]: Rgba) -> Color32 {
    Color32::from_rgba_unmultiplied(red, green, blue, opacity)
}

impl From<&PlotStyle> for AreaSwatch {
    fn from(style: &PlotStyle) -> Self {
        AreaSwatch {
            fill: colour(style.fill),
            pattern: style.pattern,
            pattern_colour: colour(style.pattern_colour),
            outline: colour(style.outline),
            outline_width_pt: style.outline_width_px,
            outline_line: style.outline_line,
        }
    }
}

/// The sign of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// A disc.
    Circle,
    /// A square.
    Square,
    /// A triangle that stands on its base.
    Triangle,
    /// A square on its corner.
    Diamond,
}

/// A small picture of a style.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Swatch {
    /// An area.
    Area(AreaSwatch),
    /// A line.
    Line {
        /// Its colour.
        colour: Color32,
        /// Its width, points.
        width_pt: f32,
        /// Whether it has gaps.
        line: OutlineLine,
    },
    /// A point.
    Point {
        /// Its sign.
        sign: Sign,
        /// Colour inside.
        fill: Color32,
        /// Colour of the rim.
        rim: Color32,
    },
}

impl Swatch {
    /// Paints the picture into `rect`; at most some twenty shapes.
    pub fn paint(&self, painter: &Painter, rect: Rect) {
        match self {
            Swatch::Area(area) => area.paint(painter, rect),
            Swatch::Line { colour, width_pt, line } => {
                let ends = [rect.left_center(), rect.right_center()];
                path(painter, &ends, Stroke::new(*width_pt, *colour), *line);
            }
            Swatch::Point { sign, fill, rim } => sign.paint(painter, rect, *fill, Stroke::new(1.0, *rim)),
        }
    }
}

impl AreaSwatch {
    fn paint(&self, painter: &Painter, rect: Rect) {
        painter.rect_filled(rect, 0.0, self.fill);
        pattern_shapes(self.pattern, self.pattern_colour, rect).into_iter().for_each(|shape| {
            painter.add(shape);
        });
        let stroke = Stroke::new(self.outline_width_pt, self.outline);
        match self.outline_line {
            OutlineLine::Solid => {
                painter.rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
            }
            OutlineLine::Dash => {
                let held = rect.shrink(self.outline_width_pt / 2.0);
                let corners = [
                    held.left_top(),
                    held.right_top(),
                    held.right_bottom(),
                    held.left_bottom(),
                    held.left_top(),
                ];
                path(painter, &corners, stroke, OutlineLine::Dash);
            }
        }
    }
}

fn path(painter: &Painter, points: &[Pos2], stroke: Stroke, line: OutlineLine) {
    match line {
        OutlineLine::Solid => {
            painter.add(Shape::line(points.to_vec(), stroke));
        }
        OutlineLine::Dash => painter.extend(Shape::dashed_line(points, stroke, 4.0, 2.5)),
    }
}

/// The lines or dots of a pattern, cut at `rect`.
fn pattern_shapes(pattern: Pattern, colour: Color32, rect: Rect) -> Vec<Shape> {
    let thin = Stroke::new(1.0, colour);
    match pattern {
        Pattern::None => Vec::new(),
        Pattern::Hatch => steps(rect.min.y, rect.max.y)
            .map(|y| Shape::line_segment([pos2(rect.min.x, y), pos2(rect.max.x, y)], thin))
            .collect(),
        Pattern::Diagonal => slanted(rect, false, Stroke::new(1.4, colour)),
        Pattern::CrossHatch => {
            slanted(rect, false, thin).into_iter().chain(slanted(rect, true, thin)).collect()
        }
        Pattern::Dots => {
            let rows = steps(rect.min.y, rect.max.y);
            rows.flat_map(|y| steps(rect.min.x, rect.max.x).map(move |x| pos2(x, y)))
                .map(|at| Shape::circle_filled(at, 1.1, colour))
                .collect()
        }
    }
}

/// Places of lines between two borders, the outer ones half a step inside.
fn steps(from: f32, to: f32) -> impl Iterator<Item = f32> {
    let count = ((to - from) / SPACING_PT).round().clamp(1.0, 64.0) as usize;
    let step = (to - from) / count as f32;
    (0..count).map(move |at| from + (at as f32 + 0.5) * step)
}

/// Lines at 45°, rising to the right or (`falling`) falling, cut at `rect`.
fn slanted(rect: Rect, falling: bool, stroke: Stroke) -> Vec<Shape> {
    let (width, height) = (rect.width(), rect.height());
    let line = |shift: f32| {
        // In a frame where lines fall: y = x - shift, for x from the left.
        let (from, to) = (shift.max(0.0), (height + shift).min(width));
        let place = |x: f32| {
            let x_on_screen = if falling { rect.min.x + x } else { rect.max.x - x };
            pos2(x_on_screen, rect.min.y + x - shift)
        };
        (to > from).then(|| Shape::line_segment([place(from), place(to)], stroke))
    };
    // 45° lines stand √2 steps apart along a border.
    let along = SPACING_PT * std::f32::consts::SQRT_2;
    let count = ((width + height) / along).ceil().clamp(1.0, 64.0) as usize;
    (0..count).filter_map(|at| line(-height + (at as f32 + 0.5) * along)).collect()
}

impl Sign {
    fn paint(self, painter: &Painter, rect: Rect, fill: Color32, rim: Stroke) {
        let centre = rect.center();
        let half = rect.width().min(rect.height()) / 2.0 - 1.0;
        let polygon = |points: &[(f32, f32)]| {
            let placed = points.iter().map(|(x, y)| centre + vec2(*x, *y) * half).collect();
            Shape::convex_polygon(placed, fill, rim)
        };
        painter.add(match self {
            Sign::Circle => {
                egui::epaint::CircleShape { center: centre, radius: half, fill, stroke: rim }.into()
            }
            Sign::Square => polygon(&[(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)]),
            Sign::Triangle => polygon(&[(0.0, -1.0), (1.0, 0.8), (-1.0, 0.8)]),
            Sign::Diamond => polygon(&[(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)]),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::style::plot_styles;

    #[test]
    fn patterns_stay_inside_their_swatch_and_are_few() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(26.0, 16.0));
        for pattern in [Pattern::Hatch, Pattern::Diagonal, Pattern::CrossHatch, Pattern::Dots] {
            let shapes = pattern_shapes(pattern, Color32::RED, rect);
            assert!((3..=24).contains(&shapes.len()), "{pattern:?}: {}", shapes.len());
            for shape in &shapes {
                let reach = shape.visual_bounding_rect();
                assert!(rect.expand(1.3).contains_rect(reach), "{pattern:?}: {reach:?}");
            }
        }
        assert!(pattern_shapes(Pattern::None, Color32::RED, rect).is_empty());
    }

    #[test]
    fn the_table_of_plot_styles_gives_swatches() {
        let styles = plot_styles().expect("the table is well formed");
        let swatches: Vec<AreaSwatch> = styles.iter().map(AreaSwatch::from).collect();
        for (at, one) in swatches.iter().enumerate() {
            assert!(swatches[at + 1..].iter().all(|other| other != one), "{one:?}");
        }
    }
}
