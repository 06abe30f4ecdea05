//! Handles of what is being edited, and the marks that show a snap before the click.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use super::OverlayColours;

/// A point of a shape that can be dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Handle {
    /// A vertex.
    Vertex,
    /// The middle of an edge: dragging it makes a vertex.
    Midpoint,
    /// The vertex under the pointer, or being dragged.
    Active,
}

impl Handle {
    /// Half of its side, points.
    pub fn radius_pt(self) -> f32 {
        match self {
            Handle::Vertex => 4.0,
            Handle::Midpoint => 3.0,
            Handle::Active => 5.5,
        }
    }

    /// Paints the handle at `at`.
    pub fn paint(self, painter: &Painter, at: Pos2, colours: &OverlayColours) {
        let square = Rect::from_center_size(at, Vec2::splat(self.radius_pt() * 2.0));
        let edge = Stroke::new(1.5, colours.accent);
        match self {
            Handle::Vertex => painter.rect(square, 1.0, colours.panel, edge, StrokeKind::Middle),
            Handle::Midpoint => painter.circle(at, self.radius_pt(), colours.halo, edge),
            Handle::Active => {
                painter.rect(square, 1.0, colours.accent, Stroke::new(1.5, colours.panel), StrokeKind::Middle)
            }
        };
    }
}

/// What the pointer snaps to. Each mark has a form of its own, so that it reads
/// without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SnapMark {
    /// A vertex: a square.
    Vertex,
    /// A place on an edge: a cross.
    Edge,
    /// Square to an edge: a right angle.
    Perpendicular,
    /// Along the direction of an edge: two bars.
    Parallel,
}

const MARK_PT: f32 = 6.0;

impl SnapMark {
    /// Paints the mark around `at`.
    pub fn paint(self, painter: &Painter, at: Pos2, colours: &OverlayColours) {
        for (width, color) in [(4.0, colours.halo), (1.8, colours.accent)] {
            self.shapes(at, width, color).into_iter().for_each(|shape| {
                painter.add(shape);
            });
        }
    }

    fn shapes(self, at: Pos2, width: f32, color: Color32) -> Vec<Shape> {
        let stroke = Stroke::new(width, color);
        let line = |points: &[(f32, f32)]| {
            let placed = points.iter().map(|(x, y)| at + vec2(*x, *y) * MARK_PT).collect();
            Shape::line(placed, stroke)
        };
        match self {
            SnapMark::Vertex => {
                let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
                let placed = corners.map(|(x, y)| pos2(at.x + x * MARK_PT, at.y + y * MARK_PT));
                vec![Shape::closed_line(placed.to_vec(), stroke)]
            }
            SnapMark::Edge => vec![line(&[(-1.0, -1.0), (1.0, 1.0)]), line(&[(-1.0, 1.0), (1.0, -1.0)])],
            SnapMark::Perpendicular => {
                vec![
                    line(&[(-1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)]),
                    line(&[(-1.0, 0.1), (-0.1, 0.1), (-0.1, 1.0)]),
                ]
            }
            SnapMark::Parallel => vec![line(&[(-1.0, 0.4), (0.4, -1.0)]), line(&[(-0.4, 1.0), (1.0, -0.4)])],
        }
    }
}
