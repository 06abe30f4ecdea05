//! A small map of what was found in a file, over the units of the project it
//! would lie among. North is up; the sides are never mirrored.

use crate::app::import::Inspection;
use crate::app::session::OpenProject;
use crate::geometry::geodesic_bounds;
use crate::geometry::index::for_each_edge;
use crate::geometry::shape::BoundingBox;
use crate::model::Table;
use crate::ui::kit::look;
use egui::{Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};
use geo::{Coord, Geometry};

/// Height of the little map, in points.
const HEIGHT: f32 = 150.0;
/// Units of the project that are drawn under it, at most.
const MOST_UNITS: usize = 40;
/// Edges of those units that are drawn, at most.
const MOST_EDGES: usize = 6_000;

/// Degrees to points of the little map.
struct Frame {
    centre: Coord<f64>,
    /// Points a degree of latitude, and of longitude at this latitude.
    scale: [f64; 2],
    rect: Rect,
}

impl Frame {
    fn new(bounds: &BoundingBox, rect: Rect) -> Frame {
        let centre = bounds.centre();
        let narrowing = centre.y.to_radians().cos().max(0.1);
        let (width, height) = (bounds.east - bounds.west, bounds.north - bounds.south);
        let room = rect.shrink(10.0).size();
        // A single point gets a few kilometres of surroundings.
        let by_width = f64::from(room.x) / (width * narrowing).max(0.05);
        let by_height = f64::from(room.y) / height.max(0.05);
        let scale = by_width.min(by_height);
        Frame { centre, scale: [scale * narrowing, scale], rect }
    }

    fn place(&self, at: Coord<f64>) -> Pos2 {
        let middle = self.rect.center();
        pos2(
            middle.x + ((at.x - self.centre.x) * self.scale[0]) as f32,
            middle.y - ((at.y - self.centre.y) * self.scale[1]) as f32,
        )
    }

    /// The box that the whole little map shows.
    fn bounds(&self) -> BoundingBox {
        let half = self.rect.size() / 2.0;
        let (lon, lat) = (f64::from(half.x) / self.scale[0], f64::from(half.y) / self.scale[1]);
        BoundingBox {
            west: self.centre.x - lon,
            south: self.centre.y - lat,
            east: self.centre.x + lon,
            north: self.centre.y + lat,
        }
    }
}

/// Shows the little map.
pub fn show(ui: &mut Ui, found: &Inspection, project: Option<&OpenProject>) {
    let look = look(ui.ctx());
    let (palette, catalogue) = (look.palette(), look.catalogue());
    let boxes = found.findings.outlines.iter().filter_map(geodesic_bounds);
    let Some(bounds) = boxes.reduce(|one, other| one.union(&other)) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let name = catalogue.get("ui-import-preview");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let painter = ui.painter().with_clip_rect(rect);
    painter.rect_filled(rect, 5.0, palette.sunken);
    let frame = Frame::new(&bounds, rect);
    if let Some(project) = project {
        let stroke = Stroke::new(1.0, palette.line);
        let mut edges = 0;
        let units = project.index.in_box(Table::Admin, &frame.bounds());
        for unit in units.into_iter().take(MOST_UNITS) {
            let row = project.snapshot.table(Table::Admin).row(unit);
            let Some(geometry) = row.and_then(|row| row.geometry()) else { continue };
            for_each_edge(geometry, &mut |from, to| {
                edges += 1;
                if edges < MOST_EDGES {
                    painter.line_segment([frame.place(from), frame.place(to)], stroke);
                }
            });
        }
    }
    let stroke = Stroke::new(1.5, palette.accent);
    for outline in &found.findings.outlines {
        match outline {
            Geometry::Point(point) => {
                painter.circle_filled(frame.place(point.0), 2.5, palette.accent);
            }
            Geometry::MultiPoint(points) => {
                for point in points {
                    painter.circle_filled(frame.place(point.0), 2.5, palette.accent);
                }
            }
            other => {
                let small = geodesic_bounds(other).is_some_and(|bounds| {
                    (bounds.north - bounds.south) * frame.scale[1] < 3.0
                        && (bounds.east - bounds.west) * frame.scale[0] < 3.0
                });
                if let (true, Some(bounds)) = (small, geodesic_bounds(other)) {
                    painter.circle_filled(frame.place(bounds.centre()), 2.0, palette.accent);
                    continue;
                }
                let mut shapes = Vec::new();
                for_each_edge(other, &mut |from, to| {
                    shapes.push(Shape::line_segment([frame.place(from), frame.place(to)], stroke));
                });
                painter.extend(shapes);
            }
        }
    }
    let rim = Stroke::new(1.0, palette.line);
    ui.painter().rect_stroke(rect, 5.0, rim, egui::StrokeKind::Inside);
}
