//! Icons as lines on a 24 × 24 grid: sharp at every size, in every colour, and
//! mirrored where they point along the line of reading.

use egui::{Color32, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, pos2, vec2};

use super::direction;
use crate::locale::Direction;

/// What an icon means; its picture is in [`strokes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Icon {
    Calendar,
    Check,
    ChevronDown,
    ChevronEnd,
    ChevronStart,
    ChevronUp,
    Clear,
    Close,
    Copy,
    Dark,
    Delete,
    DoubleChevronEnd,
    DoubleChevronStart,
    EditVertices,
    Export,
    Eye,
    EyeOff,
    Filter,
    FitView,
    Folder,
    History,
    Home,
    Import,
    Info,
    Language,
    Layers,
    Light,
    Measure,
    Merge,
    Minus,
    More,
    Pan,
    Pin,
    Plus,
    Polygon,
    Power,
    Rectangle,
    Redo,
    Search,
    Select,
    Settings,
    Split,
    Table,
    Undo,
    Warning,
    Water,
}

/// A part of a picture, in units of the grid.
enum Part {
    /// An open line.
    Line(&'static [(f32, f32)]),
    /// A closed line.
    Ring(&'static [(f32, f32)]),
    /// A circle: centre and radius.
    Circle(f32, f32, f32),
    /// A filled circle: centre and radius.
    Dot(f32, f32, f32),
}

use Part::{Circle, Dot, Line, Ring};

impl Icon {
    /// Whether the picture points along the line of reading and is mirrored in Persian.
    fn has_direction(self) -> bool {
        matches!(
            self,
            Icon::ChevronEnd
                | Icon::ChevronStart
                | Icon::DoubleChevronEnd
                | Icon::DoubleChevronStart
                | Icon::Undo
                | Icon::Redo
                | Icon::Export
                | Icon::Import
                | Icon::Table
        )
    }
}

/// The picture of an icon.
fn strokes(icon: Icon) -> &'static [Part] {
    match icon {
        Icon::Calendar => &[
            Ring(&[(4.0, 6.0), (20.0, 6.0), (20.0, 20.0), (4.0, 20.0)]),
            Line(&[(4.0, 10.5), (20.0, 10.5)]),
            Line(&[(8.5, 3.5), (8.5, 8.0)]),
            Line(&[(15.5, 3.5), (15.5, 8.0)]),
            Dot(9.0, 15.0, 1.6),
        ],
        Icon::Check => &[Line(&[(5.0, 12.5), (10.0, 17.5), (19.0, 7.0)])],
        Icon::ChevronDown => &[Line(&[(6.0, 9.0), (12.0, 15.0), (18.0, 9.0)])],
        Icon::ChevronUp => &[Line(&[(6.0, 15.0), (12.0, 9.0), (18.0, 15.0)])],
        Icon::ChevronEnd => &[Line(&[(9.0, 6.0), (15.0, 12.0), (9.0, 18.0)])],
        Icon::ChevronStart => &[Line(&[(15.0, 6.0), (9.0, 12.0), (15.0, 18.0)])],
        Icon::Clear => {
            &[Circle(12.0, 12.0, 8.5), Line(&[(9.0, 9.0), (15.0, 15.0)]), Line(&[(15.0, 9.0), (9.0, 15.0)])]
        }
        Icon::Close => &[Line(&[(6.0, 6.0), (18.0, 18.0)]), Line(&[(18.0, 6.0), (6.0, 18.0)])],
        Icon::Copy => &[
            Ring(&[(9.0, 9.0), (20.0, 9.0), (20.0, 20.0), (9.0, 20.0)]),
            Line(&[(15.0, 9.0), (15.0, 4.0), (4.0, 4.0), (4.0, 15.0), (9.0, 15.0)]),
        ],
        Icon::Dark => &[Ring(&[
            (14.0, 3.5),
            (9.0, 5.0),
            (5.5, 9.0),
            (5.0, 14.0),
            (8.0, 18.5),
            (13.0, 20.5),
            (17.5, 19.0),
            (20.5, 15.5),
            (16.0, 15.5),
            (12.5, 12.5),
            (12.0, 8.0),
        ])],
        Icon::Delete => &[
            Line(&[(4.0, 6.5), (20.0, 6.5)]),
            Line(&[(9.0, 6.5), (9.0, 4.0), (15.0, 4.0), (15.0, 6.5)]),
            Line(&[(6.0, 6.5), (7.0, 20.0), (17.0, 20.0), (18.0, 6.5)]),
            Line(&[(10.0, 10.5), (10.0, 16.5)]),
            Line(&[(14.0, 10.5), (14.0, 16.5)]),
        ],
        Icon::DoubleChevronEnd => &[
            Line(&[(6.5, 6.0), (12.5, 12.0), (6.5, 18.0)]),
            Line(&[(12.5, 6.0), (18.5, 12.0), (12.5, 18.0)]),
        ],
        Icon::DoubleChevronStart => &[
            Line(&[(17.5, 6.0), (11.5, 12.0), (17.5, 18.0)]),
            Line(&[(11.5, 6.0), (5.5, 12.0), (11.5, 18.0)]),
        ],
        Icon::EditVertices => &[
            Line(&[(5.0, 18.0), (9.0, 6.0), (19.0, 9.0)]),
            Dot(5.0, 18.0, 2.4),
            Dot(9.0, 6.0, 2.4),
            Dot(19.0, 9.0, 2.4),
        ],
        Icon::Export => &[
            Line(&[(10.0, 4.0), (4.0, 4.0), (4.0, 20.0), (10.0, 20.0)]),
            Line(&[(9.0, 12.0), (20.0, 12.0)]),
            Line(&[(16.0, 8.0), (20.0, 12.0), (16.0, 16.0)]),
        ],
        Icon::Import => &[
            Line(&[(14.0, 4.0), (20.0, 4.0), (20.0, 20.0), (14.0, 20.0)]),
            Line(&[(3.0, 12.0), (14.0, 12.0)]),
            Line(&[(10.0, 8.0), (14.0, 12.0), (10.0, 16.0)]),
        ],
        Icon::Eye => &[EYE_UPPER, EYE_LOWER, Circle(12.0, 12.0, 2.8)],
        Icon::EyeOff => &[EYE_UPPER, EYE_LOWER, Line(&[(5.0, 19.0), (19.0, 5.0)])],
        Icon::Filter => {
            &[Ring(&[(4.0, 5.0), (20.0, 5.0), (14.0, 12.5), (14.0, 19.0), (10.0, 17.0), (10.0, 12.5)])]
        }
        Icon::FitView => &[
            Line(&[(4.0, 9.0), (4.0, 4.0), (9.0, 4.0)]),
            Line(&[(15.0, 4.0), (20.0, 4.0), (20.0, 9.0)]),
            Line(&[(20.0, 15.0), (20.0, 20.0), (15.0, 20.0)]),
            Line(&[(9.0, 20.0), (4.0, 20.0), (4.0, 15.0)]),
        ],
        Icon::Folder => {
            &[Ring(&[(3.5, 6.0), (9.5, 6.0), (11.5, 8.5), (20.5, 8.5), (20.5, 19.0), (3.5, 19.0)])]
        }
        Icon::History => &[Circle(12.0, 12.0, 8.5), Line(&[(12.0, 7.0), (12.0, 12.0), (15.5, 14.0)])],
        Icon::Home => &[
            Line(&[(3.5, 12.0), (12.0, 4.0), (20.5, 12.0)]),
            Line(&[(6.0, 10.0), (6.0, 20.0), (18.0, 20.0), (18.0, 10.0)]),
        ],
        Icon::Info => &[Circle(12.0, 12.0, 8.5), Line(&[(12.0, 11.0), (12.0, 16.5)]), Dot(12.0, 7.8, 1.2)],
        Icon::Language => &[
            Circle(12.0, 12.0, 8.5),
            Line(&[(3.5, 12.0), (20.5, 12.0)]),
            Line(&[
                (12.0, 3.5),
                (8.5, 8.0),
                (8.5, 16.0),
                (12.0, 20.5),
                (15.5, 16.0),
                (15.5, 8.0),
                (12.0, 3.5),
            ]),
        ],
        Icon::Layers => &[
            Ring(&[(12.0, 4.0), (20.5, 8.5), (12.0, 13.0), (3.5, 8.5)]),
            Line(&[(3.5, 12.5), (12.0, 17.0), (20.5, 12.5)]),
            Line(&[(3.5, 16.0), (12.0, 20.5), (20.5, 16.0)]),
        ],
        Icon::Light => &[
            Circle(12.0, 12.0, 4.0),
            Line(&[(12.0, 2.5), (12.0, 5.0)]),
            Line(&[(12.0, 19.0), (12.0, 21.5)]),
            Line(&[(2.5, 12.0), (5.0, 12.0)]),
            Line(&[(19.0, 12.0), (21.5, 12.0)]),
            Line(&[(5.3, 5.3), (7.0, 7.0)]),
            Line(&[(17.0, 17.0), (18.7, 18.7)]),
            Line(&[(18.7, 5.3), (17.0, 7.0)]),
            Line(&[(7.0, 17.0), (5.3, 18.7)]),
        ],
        Icon::Measure => &[
            Ring(&[(3.0, 15.5), (15.5, 3.0), (21.0, 8.5), (8.5, 21.0)]),
            Line(&[(7.0, 11.5), (9.0, 13.5)]),
            Line(&[(10.0, 8.5), (13.0, 11.5)]),
            Line(&[(13.0, 5.5), (15.0, 7.5)]),
        ],
        Icon::Merge => &[
            Line(&[(10.0, 5.0), (4.0, 5.0), (4.0, 19.0), (10.0, 19.0)]),
            Line(&[(14.0, 5.0), (20.0, 5.0), (20.0, 19.0), (14.0, 19.0)]),
            Line(&[(7.0, 12.0), (17.0, 12.0)]),
        ],
        Icon::Minus => &[Line(&[(5.0, 12.0), (19.0, 12.0)])],
        Icon::More => &[Dot(6.0, 12.0, 1.6), Dot(12.0, 12.0, 1.6), Dot(18.0, 12.0, 1.6)],
        Icon::Pan => &[
            Line(&[(12.0, 3.0), (12.0, 21.0)]),
            Line(&[(3.0, 12.0), (21.0, 12.0)]),
            Line(&[(9.5, 5.5), (12.0, 3.0), (14.5, 5.5)]),
            Line(&[(9.5, 18.5), (12.0, 21.0), (14.5, 18.5)]),
            Line(&[(5.5, 9.5), (3.0, 12.0), (5.5, 14.5)]),
            Line(&[(18.5, 9.5), (21.0, 12.0), (18.5, 14.5)]),
        ],
        Icon::Pin => &[
            Ring(&[
                (12.0, 21.0),
                (6.5, 13.0),
                (5.5, 9.0),
                (8.0, 4.8),
                (12.0, 3.5),
                (16.0, 4.8),
                (18.5, 9.0),
                (17.5, 13.0),
            ]),
            Circle(12.0, 9.5, 2.4),
        ],
        Icon::Plus => &[Line(&[(5.0, 12.0), (19.0, 12.0)]), Line(&[(12.0, 5.0), (12.0, 19.0)])],
        Icon::Polygon => &[Ring(&[(5.0, 9.0), (12.0, 4.0), (20.0, 9.5), (17.0, 19.0), (7.0, 19.0)])],
        Icon::Power => {
            &[Ring(&[(13.5, 2.5), (5.5, 13.5), (11.0, 13.5), (10.0, 21.5), (18.5, 10.0), (12.5, 10.0)])]
        }
        Icon::Rectangle => &[Ring(&[(4.0, 6.5), (20.0, 6.5), (20.0, 17.5), (4.0, 17.5)])],
        Icon::Undo => &[
            Line(&[(9.0, 4.5), (4.5, 9.0), (9.0, 13.5)]),
            Line(&[
                (4.5, 9.0),
                (14.5, 9.0),
                (18.0, 10.5),
                (19.5, 14.0),
                (18.0, 17.5),
                (14.5, 19.0),
                (9.0, 19.0),
            ]),
        ],
        Icon::Redo => &[
            Line(&[(15.0, 4.5), (19.5, 9.0), (15.0, 13.5)]),
            Line(&[
                (19.5, 9.0),
                (9.5, 9.0),
                (6.0, 10.5),
                (4.5, 14.0),
                (6.0, 17.5),
                (9.5, 19.0),
                (15.0, 19.0),
            ]),
        ],
        Icon::Search => &[Circle(10.5, 10.5, 6.5), Line(&[(15.5, 15.5), (20.5, 20.5)])],
        Icon::Select => &[Ring(&[
            (6.0, 3.5),
            (6.0, 18.5),
            (10.0, 15.0),
            (13.0, 21.0),
            (15.5, 19.8),
            (12.7, 14.0),
            (18.0, 13.5),
        ])],
        Icon::Settings => &[
            Line(&[(4.0, 7.0), (20.0, 7.0)]),
            Line(&[(4.0, 12.0), (20.0, 12.0)]),
            Line(&[(4.0, 17.0), (20.0, 17.0)]),
            Dot(9.0, 7.0, 2.3),
            Dot(15.5, 12.0, 2.3),
            Dot(7.5, 17.0, 2.3),
        ],
        Icon::Split => {
            &[Ring(&[(4.0, 6.0), (20.0, 6.0), (20.0, 18.0), (4.0, 18.0)]), Line(&[(14.0, 3.0), (10.0, 21.0)])]
        }
        Icon::Table => &[
            Ring(&[(4.0, 5.0), (20.0, 5.0), (20.0, 19.0), (4.0, 19.0)]),
            Line(&[(4.0, 10.0), (20.0, 10.0)]),
            Line(&[(4.0, 14.5), (20.0, 14.5)]),
            Line(&[(10.0, 5.0), (10.0, 19.0)]),
        ],
        Icon::Warning => &[
            Ring(&[(12.0, 4.0), (21.0, 20.0), (3.0, 20.0)]),
            Line(&[(12.0, 10.0), (12.0, 14.5)]),
            Dot(12.0, 17.2, 1.2),
        ],
        Icon::Water => &[Ring(&[
            (12.0, 3.0),
            (16.0, 9.0),
            (18.0, 14.0),
            (16.5, 18.5),
            (12.0, 20.5),
            (7.5, 18.5),
            (6.0, 14.0),
            (8.0, 9.0),
        ])],
    }
}

const EYE_UPPER: Part = Line(&[(2.5, 12.0), (6.5, 7.8), (12.0, 6.2), (17.5, 7.8), (21.5, 12.0)]);
const EYE_LOWER: Part = Line(&[(2.5, 12.0), (6.5, 16.2), (12.0, 17.8), (17.5, 16.2), (21.5, 12.0)]);

/// Paints `icon` filling `place`, mirrored when the language and the icon ask for it.
pub fn paint_icon(ui: &Ui, icon: Icon, place: Rect, color: Color32) {
    paint_icon_with(ui.painter(), icon, place, color, direction::of(ui));
}

/// Paints `icon` without a [`Ui`], for example on the map.
pub fn paint_icon_with(painter: &Painter, icon: Icon, place: Rect, color: Color32, direction: Direction) {
    const GRID: f32 = 24.0;
    let scale = place.width().min(place.height()) / GRID;
    let is_mirrored = direction.is_rtl() && icon.has_direction();
    let at = |(x, y): (f32, f32)| -> Pos2 {
        let point = place.center() + vec2(x - GRID / 2.0, y - GRID / 2.0) * scale;
        if is_mirrored { pos2(2.0 * place.center().x - point.x, point.y) } else { point }
    };
    let stroke = Stroke::new((1.8 * scale).max(1.0), color);
    for part in strokes(icon) {
        painter.add(match part {
            Line(points) => Shape::line(points.iter().copied().map(at).collect(), stroke),
            Ring(points) => Shape::closed_line(points.iter().copied().map(at).collect(), stroke),
            Circle(x, y, radius) => Shape::circle_stroke(at((*x, *y)), radius * scale, stroke),
            Dot(x, y, radius) => Shape::circle_filled(at((*x, *y)), radius * scale, color),
        });
    }
}

/// An icon in the flow of widgets, decorative: it has no name of its own.
pub fn paint_icon_inline(ui: &mut Ui, icon: Icon, color: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(super::button::ICON_SIZE), Sense::hover());
    if ui.is_rect_visible(rect) {
        paint_icon(ui, icon, rect, color);
    }
    response
}
