//! What is painted above the ground that `render` draws: the drawing, handles,
//! snap marks, lengths, lines to the nearest assets, the pin of the selection.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};
use geo::{Coord, Polygon};

use super::snap::{Snap, SnapKind};
use super::vertices::{Handle, VertexEdit, VertexRef};
use crate::geometry::geodesic::geodesic_m;
use crate::locale::Catalogue;
use crate::render::camera::Camera;
use crate::render::text::{self, TextStyle, Weight};
use crate::ui::kit::theme::TextRank;
use crate::ui::kit::{Look, Palette};

/// Most shapes painted above the ground in one frame.
pub const MOST_SHAPES: usize = 2_000;
/// Shapes of one text with its halo.
const TEXT_SHAPES: usize = 9;
/// Room between a text and what it stands beside, points.
const TEXT_GAP: f32 = 4.0;
/// Edges shorter than this on the screen, in points, carry no length.
const LEAST_LABELLED_POINTS: f32 = 56.0;
/// Edges shorter than this on the screen, in points, have no middle handle.
const LEAST_SPLIT_POINTS: f32 = 28.0;
/// How far off the screen vertices are still followed, points.
const BEYOND: f32 = 20_000.0;

/// A painter above the map that keeps count of its shapes.
pub struct Overlay<'a> {
    painter: Painter,
    camera: &'a Camera,
    rect: Rect,
    kept: &'a [Rect],
    /// Where words stand already.
    words: Vec<Rect>,
    look: Look,
    palette: Palette,
    left: usize,
}

impl<'a> Overlay<'a> {
    /// Paints on `painter`, clipped to the map's `rect`.
    pub fn new(painter: &Painter, camera: &'a Camera, rect: Rect, look: Look) -> Self {
        let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
        Overlay {
            painter,
            camera,
            rect,
            kept: &[],
            words: Vec::new(),
            look,
            palette: look.palette(),
            left: MOST_SHAPES,
        }
    }

    /// With places where no words may stand: they lie under tools or furniture.
    pub fn keeping(self, kept: &'a [Rect]) -> Self {
        Overlay { kept, ..self }
    }

    /// How many shapes were painted.
    pub fn count(&self) -> usize {
        MOST_SHAPES - self.left
    }

    fn add(&mut self, shape: Shape) {
        if self.left > 0 {
            self.left -= 1;
            self.painter.add(shape);
        }
    }

    fn screen(&self, at: Coord<f64>) -> Pos2 {
        self.camera.to_screen(at, self.rect).clamp(pos2(-BEYOND, -BEYOND), pos2(BEYOND, BEYOND))
    }

    fn catalogue(&self) -> &'static Catalogue {
        self.look.catalogue()
    }

    /// A line with a light rim, so that it is seen on any ground.
    fn line(&mut self, points: Vec<Pos2>, color: Color32, width: f32) {
        self.add(Shape::line(points.clone(), Stroke::new(width + 2.0, self.rim())));
        self.add(Shape::line(points, Stroke::new(width, color)));
    }

    fn rim(&self) -> Color32 {
        self.palette.raised.gamma_multiply(0.75)
    }

    /// A text with a halo, its middle at `at`, moved into the view; with `aside`, a
    /// direction, it is moved that way until it is clear of `at`.
    pub fn text(&mut self, at: Pos2, aside: Vec2, text: &str, color: Color32) {
        if self.left < TEXT_SHAPES {
            return;
        }
        let style =
            TextStyle::new(self.look.size(TextRank::Small), self.look.direction()).weight(Weight::Medium);
        let block = text::layout(self.painter.ctx(), text, &style);
        let half = block.size() / 2.0;
        let clear = aside.x.abs() * half.x + aside.y.abs() * half.y + TEXT_GAP * aside.length();
        let seen = self.rect.shrink(TEXT_GAP);
        let room = Rect::from_min_max(seen.min, (seen.max - block.size()).max(seen.min));
        let corner = (at + aside * clear - half).clamp(room.min, room.max);
        let corner = clear_of(Rect::from_min_size(corner, block.size()), self.kept, room);
        let corner = clear_of(Rect::from_min_size(corner, block.size()), &self.words, room);
        self.words.push(Rect::from_min_size(corner, block.size()));
        for shape in block.shapes_with_halo(corner, color, self.palette.raised, 1.5) {
            self.add(shape);
        }
    }

    /// The drawing: vertices so far, the rubber line to `aim`, lengths on the edges.
    pub fn drawing(&mut self, vertices: &[Coord<f64>], aim: Option<Coord<f64>>, closes: bool) {
        let accent = self.palette.accent;
        let set: Vec<Pos2> = vertices.iter().map(|at| self.screen(*at)).collect();
        let aimed = aim.map(|aim| self.screen(aim));
        if closes {
            let ring: Vec<Pos2> = set.iter().copied().chain(aimed).collect();
            self.ground(&ring, accent);
            if let (Some(first), Some(last), 3..) = (ring.first(), ring.last(), ring.len()) {
                self.dashed(*last, *first, accent, 1.5);
            }
        }
        if set.len() > 1 {
            self.line(set.clone(), accent, 2.5);
        }
        if let (Some(last), Some(aimed)) = (set.last(), aimed) {
            self.line(vec![*last, aimed], accent, 1.5);
        }
        for at in &set {
            self.knob(*at, false);
        }
        let path: Vec<Coord<f64>> = vertices.iter().copied().chain(aim).collect();
        self.lengths(&path, false);
    }

    /// A finished shape: outline, ground, lengths.
    pub fn polygon(&mut self, polygon: &Polygon<f64>, is_wrong: bool) {
        let color = if is_wrong { self.palette.error } else { self.palette.accent };
        for (at, ring) in crate::geometry::index::rings(polygon).enumerate() {
            let points: Vec<Pos2> = ring.0.iter().map(|at| self.screen(*at)).collect();
            if at == 0 {
                self.ground(&points, color);
            }
            self.line(points, color, 2.0);
            self.lengths(&ring.0, true);
        }
    }

    /// A see-through ground, for rings that the tessellator takes (convex ones);
    /// others keep their outline only.
    fn ground(&mut self, ring: &[Pos2], color: Color32) {
        if ring.len() >= 3 && is_convex(ring) {
            self.add(Shape::convex_polygon(ring.to_vec(), color.gamma_multiply(0.14), Stroke::NONE));
        }
    }

    fn lengths(&mut self, path: &[Coord<f64>], is_ring: bool) {
        for (from, to) in path.iter().zip(path.iter().skip(1)) {
            let (a, b) = (self.screen(*from), self.screen(*to));
            let middle = a + (b - a) / 2.0;
            if (b - a).length() < LEAST_LABELLED_POINTS || !self.rect.contains(middle) {
                continue;
            }
            let length_m = geodesic_m(*from, *to);
            let words = match length_m {
                metres if metres < 1_000.0 => self.catalogue().length_m(metres, 1),
                metres => self.catalogue().distance(metres),
            };
            // Beside the edge: outside of a ring that runs counter-clockwise.
            let along = (b - a).normalized();
            let beside = vec2(-along.y, along.x);
            let beside = if is_ring || beside.y < 0.0 { beside } else { -beside };
            self.text(middle, beside, &words, self.palette.text);
        }
    }

    /// The handles of a boundary under edit, with the boundary itself.
    pub fn handles(&mut self, edit: &VertexEdit, hot: Option<Handle>, is_wrong: bool) {
        for polygon in &edit.boundary() {
            self.polygon(polygon, is_wrong);
        }
        let seen = self.rect.expand(8.0);
        for (handle, at) in edit.handles() {
            let at = self.screen(at);
            if !seen.contains(at) {
                continue;
            }
            match handle {
                Handle::Vertex(vertex) => {
                    self.knob(at, edit.chosen() == Some(vertex) || hot == Some(handle));
                }
                Handle::Middle(edge) if self.is_wide(edit, edge) => {
                    let color = if hot == Some(handle) { self.palette.accent } else { self.palette.raised };
                    self.add(Shape::circle_filled(at, 3.5, color));
                    self.add(Shape::circle_stroke(at, 3.5, Stroke::new(1.0, self.palette.accent)));
                }
                Handle::Middle(_) => {}
            }
        }
    }

    fn is_wide(&self, edit: &VertexEdit, edge: VertexRef) -> bool {
        is_split_wide(edit, edge, self.camera, self.rect)
    }

    fn knob(&mut self, at: Pos2, is_hot: bool) {
        let (ground, side) = if is_hot { (self.palette.accent, 10.0) } else { (self.palette.raised, 8.0) };
        let place = Rect::from_center_size(at, Vec2::splat(side));
        let line = Stroke::new(1.5, self.palette.accent);
        self.add(Shape::rect_filled(place, 1.5, ground));
        self.add(Shape::rect_stroke(place, 1.5, line, egui::StrokeKind::Inside));
    }

    /// The mark of a snap, before the click: each kind has its own sign.
    pub fn snap(&mut self, snap: &Snap, last: Option<Coord<f64>>) {
        let color = self.palette.warning;
        let at = self.screen(snap.at);
        let line = Stroke::new(2.0, color);
        if let Some([from, to]) = snap.edge.map(|edge| edge.map(|end| self.screen(end))) {
            self.add(Shape::line_segment([from, to], Stroke::new(3.0, color.gamma_multiply(0.5))));
        }
        match snap.kind {
            SnapKind::Start | SnapKind::Vertex => {
                let place = Rect::from_center_size(at, Vec2::splat(14.0));
                self.add(Shape::rect_stroke(place, 0.0, line, egui::StrokeKind::Middle));
            }
            SnapKind::Edge => self.add(Shape::circle_stroke(at, 7.0, line)),
            SnapKind::Foot | SnapKind::Perpendicular => self.square_corner(at, snap, last, line),
            SnapKind::Parallel => {
                for side in [-3.0, 3.0] {
                    let (from, to) = (at + vec2(-6.0, 3.0 + side), at + vec2(6.0, -3.0 + side));
                    self.add(Shape::line_segment([from, to], line));
                }
            }
        }
    }

    /// The sign of a right angle where the rubber line meets.
    fn square_corner(&mut self, at: Pos2, snap: &Snap, last: Option<Coord<f64>>, line: Stroke) {
        let Some(last) = last.map(|last| self.screen(last)) else { return };
        let corner = if snap.kind == SnapKind::Foot { at } else { last };
        let back = (if snap.kind == SnapKind::Foot { last - at } else { at - last }).normalized() * 9.0;
        let side = vec2(-back.y, back.x);
        self.add(Shape::line(vec![corner + back, corner + back + side, corner + side], line));
    }

    /// A dashed line with its words where it ends, or where it leaves the view.
    pub fn reach(&mut self, from: Coord<f64>, to: Coord<f64>, words: &str, color: Color32) {
        let (from, to) = (self.screen(from), self.screen(to));
        self.dashed(from, to, color, 1.8);
        let seen = self.rect.shrink(36.0);
        let end = clip_end(from, to, seen);
        if end == to {
            self.add(Shape::circle_filled(to, 4.5, color));
        }
        if seen.contains(end) {
            self.text(end, vec2(0.0, -1.0), words, color);
        }
    }

    fn dashed(&mut self, from: Pos2, to: Pos2, color: Color32, width: f32) {
        // Only what is seen is cut into dashes.
        let view = self.rect.expand(10.0);
        let (from, to) = (clip_end(to, from, view), clip_end(from, to, view));
        for shape in Shape::dashed_line(&[from, to], Stroke::new(width, color), 7.0, 5.0) {
            if self.left <= TEXT_SHAPES {
                break;
            }
            self.add(shape);
        }
    }

    /// A pin whose point is at `at`.
    pub fn pin(&mut self, at: Coord<f64>) {
        let tip = self.screen(at);
        let head = tip - vec2(0.0, 20.0);
        let (fill, rim) = (self.palette.accent, Stroke::new(1.5, self.palette.raised));
        self.add(Shape::convex_polygon(vec![tip, head + vec2(-7.0, 4.0), head + vec2(7.0, 4.0)], fill, rim));
        self.add(Shape::Circle(egui::epaint::CircleShape { center: head, radius: 8.0, fill, stroke: rim }));
        self.add(Shape::circle_filled(head, 3.0, self.palette.on_accent));
    }

    /// The outline of a thing under the pointer or chosen, from its geometry.
    pub fn outline(&mut self, geometry: &geo::Geometry<f64>, color: Color32, width: f32) {
        let mut segments: Vec<[Pos2; 2]> = Vec::new();
        let view = self.rect;
        crate::geometry::index::for_each_edge(geometry, &mut |from, to| {
            let edge = [self.screen(from), self.screen(to)];
            let space = Rect::from_two_pos(edge[0], edge[1]);
            if segments.len() < MOST_SHAPES && space.expand(1.0).intersects(view) {
                segments.push(edge);
            }
        });
        for path in joined(segments) {
            self.add(Shape::line(path, Stroke::new(width, color)));
        }
    }
}

/// Whether an edge is wide enough on the screen to have a handle in its middle.
pub fn is_split_wide(edit: &VertexEdit, edge: VertexRef, camera: &Camera, rect: Rect) -> bool {
    let ends = edit.position(edge).zip(edit.neighbours(edge));
    ends.is_some_and(|(from, [_, to])| {
        (camera.to_screen(from, rect) - camera.to_screen(to, rect)).length() >= LEAST_SPLIT_POINTS
    })
}

/// Edges that follow each other as one path.
fn joined(edges: Vec<[Pos2; 2]>) -> Vec<Vec<Pos2>> {
    let mut paths: Vec<Vec<Pos2>> = Vec::new();
    for [from, to] in edges {
        match paths.last_mut() {
            Some(path) if path.last() == Some(&from) => path.push(to),
            _ => paths.push(vec![from, to]),
        }
    }
    paths
}

/// `to`, or where the line from `from` to it leaves `view` when it starts inside.
fn clip_end(from: Pos2, to: Pos2, view: Rect) -> Pos2 {
    if view.contains(to) || !view.contains(from) {
        return to;
    }
    let way = to - from;
    let share = |start: f32, way: f32, low: f32, high: f32| match way {
        way if way > 0.0 => (high - start) / way,
        way if way < 0.0 => (low - start) / way,
        _ => f32::INFINITY,
    };
    let x = share(from.x, way.x, view.left(), view.right());
    let y = share(from.y, way.y, view.top(), view.bottom());
    from + way * x.min(y).clamp(0.0, 1.0)
}

fn is_convex(ring: &[Pos2]) -> bool {
    let next = |step: usize| ring.iter().cycle().skip(step);
    let turns = ring.iter().zip(next(1)).zip(next(2)).map(|((a, b), c)| {
        let (ab, bc) = (*b - *a, *c - *b);
        ab.x * bc.y - ab.y * bc.x
    });
    let (mut left, mut right) = (false, false);
    for turn in turns {
        left |= turn > 1e-3;
        right |= turn < -1e-3;
    }
    left != right
}

/// Where `words` stand beside what is `kept`, moved as little as possible; the
/// corner they had where that is not to be done inside `room`.
fn clear_of(words: Rect, kept: &[Rect], room: Rect) -> Pos2 {
    kept.iter().fold(words.min, |corner, kept| {
        let kept = kept.expand(TEXT_GAP);
        let words = Rect::from_min_size(corner, words.size());
        if !words.intersect(kept).is_positive() {
            return corner;
        }
        let moves = [
            vec2(kept.right() - words.left(), 0.0),
            vec2(kept.left() - words.right(), 0.0),
            vec2(0.0, kept.bottom() - words.top()),
            vec2(0.0, kept.top() - words.bottom()),
        ];
        let possible = moves.into_iter().filter(|way| room.contains(corner + *way));
        let least = possible.min_by(|a, b| a.length().total_cmp(&b.length()));
        least.map_or(corner, |way| corner + way)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_leaves_the_view_is_labelled_at_its_border() {
        let view = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 50.0));
        assert_eq!(clip_end(pos2(50.0, 25.0), pos2(250.0, 25.0), view), pos2(100.0, 25.0));
        assert_eq!(clip_end(pos2(50.0, 25.0), pos2(60.0, 25.0), view), pos2(60.0, 25.0));
        assert_eq!(clip_end(pos2(50.0, 25.0), pos2(50.0, -75.0), view), pos2(50.0, 0.0));
    }

    #[test]
    fn only_convex_rings_get_a_ground() {
        let square = [pos2(0.0, 0.0), pos2(9.0, 0.0), pos2(9.0, 9.0), pos2(0.0, 9.0)];
        assert!(is_convex(&square));
        let dart = [pos2(0.0, 0.0), pos2(9.0, 0.0), pos2(2.0, 2.0), pos2(0.0, 9.0)];
        assert!(!is_convex(&dart));
    }

    #[test]
    fn edges_become_paths() {
        let p = |x: f32| pos2(x, 0.0);
        let paths = joined(vec![[p(0.0), p(1.0)], [p(1.0), p(2.0)], [p(5.0), p(6.0)]]);
        assert_eq!(paths, vec![vec![p(0.0), p(1.0), p(2.0)], vec![p(5.0), p(6.0)]]);
    }
}
