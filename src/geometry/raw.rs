//! Coordinates as they stand in a file, before anything closes a ring or drops a height.

use geo::{Coord, Geometry, LineString, Polygon};

use super::index::rings;
use super::shape::{GeometryKind, Shape};

/// One position of a file, degrees and the height that came with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Longitude and latitude in degrees.
    pub at: Coord<f64>,
    /// Third coordinate in the unit of the source.
    pub z: Option<f64>,
}

impl From<Coord<f64>> for Position {
    fn from(at: Coord<f64>) -> Self {
        Position { at, z: None }
    }
}

/// Rings of one polygon, the outer one first, closed or not.
pub type RawRings = Vec<Vec<Position>>;

/// A geometry that may be anything; see [`super::validity::check_raw`] and [`super::repair::repair_raw`].
#[derive(Debug, Clone, PartialEq)]
pub enum RawGeometry {
    /// One position.
    Point(Position),
    /// Several positions.
    MultiPoint(Vec<Position>),
    /// One line.
    LineString(Vec<Position>),
    /// Several lines.
    MultiLineString(Vec<Vec<Position>>),
    /// One area.
    Polygon(RawRings),
    /// Several areas.
    MultiPolygon(Vec<RawRings>),
    /// A mixture.
    GeometryCollection(Vec<RawGeometry>),
}

impl RawGeometry {
    /// The kind of the geometry.
    pub fn kind(&self) -> GeometryKind {
        match self {
            RawGeometry::Point(_) => GeometryKind::Point,
            RawGeometry::MultiPoint(_) => GeometryKind::MultiPoint,
            RawGeometry::LineString(_) => GeometryKind::LineString,
            RawGeometry::MultiLineString(_) => GeometryKind::MultiLineString,
            RawGeometry::Polygon(_) => GeometryKind::Polygon,
            RawGeometry::MultiPolygon(_) => GeometryKind::MultiPolygon,
            RawGeometry::GeometryCollection(_) => GeometryKind::GeometryCollection,
        }
    }

    /// Calls `visit` for every position, in order; for transforming and for sampling.
    pub fn for_each_mut(&mut self, visit: &mut impl FnMut(&mut Position)) {
        match self {
            RawGeometry::Point(position) => visit(position),
            RawGeometry::MultiPoint(path) | RawGeometry::LineString(path) => path.iter_mut().for_each(visit),
            RawGeometry::MultiLineString(paths) | RawGeometry::Polygon(paths) => {
                paths.iter_mut().flatten().for_each(visit);
            }
            RawGeometry::MultiPolygon(parts) => parts.iter_mut().flatten().flatten().for_each(visit),
            RawGeometry::GeometryCollection(parts) => {
                parts.iter_mut().for_each(|part| part.for_each_mut(visit))
            }
        }
    }

    /// Whether `test` holds for every position; also where there is none.
    pub fn all(&self, test: &mut impl FnMut(&Position) -> bool) -> bool {
        match self {
            RawGeometry::Point(position) => test(position),
            RawGeometry::MultiPoint(path) | RawGeometry::LineString(path) => path.iter().all(test),
            RawGeometry::MultiLineString(paths) | RawGeometry::Polygon(paths) => {
                paths.iter().flatten().all(test)
            }
            RawGeometry::MultiPolygon(parts) => parts.iter().flatten().flatten().all(test),
            RawGeometry::GeometryCollection(parts) => parts.iter().all(|part| part.all(test)),
        }
    }

    /// The first position; `None` where there is none.
    pub fn first(&self) -> Option<Position> {
        let mut first = None;
        self.all(&mut |position| {
            first = Some(*position);
            false
        });
        first
    }

    /// All positions in order.
    pub fn positions(&self) -> Vec<Position> {
        match self {
            RawGeometry::Point(position) => vec![*position],
            RawGeometry::MultiPoint(path) | RawGeometry::LineString(path) => path.clone(),
            RawGeometry::MultiLineString(paths) | RawGeometry::Polygon(paths) => {
                paths.iter().flatten().copied().collect()
            }
            RawGeometry::MultiPolygon(parts) => parts.iter().flatten().flatten().copied().collect(),
            RawGeometry::GeometryCollection(parts) => parts.iter().flat_map(RawGeometry::positions).collect(),
        }
    }

    /// The geometry as it is drawn, for measuring what must not be repaired. Rings
    /// are closed, since `geo` knows no other. Heights are kept when every position has one.
    pub fn as_drawn(&self) -> Shape {
        let mut heights = Some(Vec::new());
        let geometry = self.build(&mut heights);
        Shape { geometry, z: heights.filter(|z| !z.is_empty()) }
    }

    fn build(&self, heights: &mut Option<Vec<f64>>) -> Geometry<f64> {
        let mut note = |z: Option<f64>| match (z, heights.as_mut()) {
            (Some(z), Some(heights)) => heights.push(z),
            _ => *heights = None,
        };
        let mut path = |positions: &[Position], close: bool| {
            positions.iter().for_each(|p| note(p.z));
            let mut coords: Vec<_> = positions.iter().map(|p| p.at).collect();
            if close
                && let (Some(first), Some(last)) = (positions.first(), positions.last())
                && first.at != last.at
            {
                coords.push(first.at);
                note(first.z);
            }
            LineString::new(coords)
        };
        match self {
            RawGeometry::Point(position) => {
                note(position.z);
                Geometry::Point(position.at.into())
            }
            RawGeometry::MultiPoint(points) => Geometry::MultiPoint(path(points, false).into_points().into()),
            RawGeometry::LineString(line) => Geometry::LineString(path(line, false)),
            RawGeometry::MultiLineString(lines) => Geometry::MultiLineString(geo::MultiLineString::new(
                lines.iter().map(|l| path(l, false)).collect(),
            )),
            RawGeometry::Polygon(rings) => Geometry::Polygon(polygon(rings, &mut path)),
            RawGeometry::MultiPolygon(parts) => Geometry::MultiPolygon(geo::MultiPolygon::new(
                parts.iter().map(|rings| polygon(rings, &mut path)).collect(),
            )),
            RawGeometry::GeometryCollection(parts) => {
                Geometry::GeometryCollection(geo::GeometryCollection::from(
                    parts.iter().map(|part| part.build(heights)).collect::<Vec<_>>(),
                ))
            }
        }
    }
}

fn polygon(rings: &RawRings, path: &mut impl FnMut(&[Position], bool) -> LineString<f64>) -> Polygon<f64> {
    let mut rings = rings.iter().map(|ring| path(ring, true));
    let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Polygon::new(outer, rings.collect())
}

impl From<&Shape> for RawGeometry {
    fn from(shape: &Shape) -> Self {
        let mut heights = shape.z.iter().flatten().copied();
        from_geometry(&shape.geometry, &mut heights)
    }
}

impl From<&Geometry<f64>> for RawGeometry {
    fn from(geometry: &Geometry<f64>) -> Self {
        from_geometry(geometry, &mut std::iter::empty())
    }
}

fn from_geometry(geometry: &Geometry<f64>, heights: &mut impl Iterator<Item = f64>) -> RawGeometry {
    let mut position = |at: Coord<f64>| Position { at, z: heights.next() };
    match geometry {
        Geometry::Point(point) => RawGeometry::Point(position(point.0)),
        Geometry::MultiPoint(points) => {
            RawGeometry::MultiPoint(points.iter().map(|point| position(point.0)).collect())
        }
        Geometry::Line(line) => RawGeometry::LineString(vec![position(line.start), position(line.end)]),
        Geometry::LineString(line) => {
            RawGeometry::LineString(line.0.iter().map(|at| position(*at)).collect())
        }
        Geometry::MultiLineString(lines) => RawGeometry::MultiLineString(
            lines.iter().map(|line| line.0.iter().map(|at| position(*at)).collect()).collect(),
        ),
        Geometry::Polygon(polygon) => RawGeometry::Polygon(raw_rings(polygon, &mut position)),
        Geometry::MultiPolygon(polygons) => {
            RawGeometry::MultiPolygon(polygons.iter().map(|p| raw_rings(p, &mut position)).collect())
        }
        Geometry::Rect(rect) => RawGeometry::Polygon(raw_rings(&rect.to_polygon(), &mut position)),
        Geometry::Triangle(triangle) => {
            RawGeometry::Polygon(raw_rings(&triangle.to_polygon(), &mut position))
        }
        Geometry::GeometryCollection(parts) => {
            RawGeometry::GeometryCollection(parts.iter().map(|part| from_geometry(part, heights)).collect())
        }
    }
}

fn raw_rings(polygon: &Polygon<f64>, position: &mut impl FnMut(Coord<f64>) -> Position) -> RawRings {
    // An empty polygon has an outer ring without positions.
    let drawn = |ring: &&LineString<f64>| !ring.0.is_empty() || !polygon.interiors().is_empty();
    rings(polygon).filter(drawn).map(|ring| ring.0.iter().map(|at| position(*at)).collect()).collect()
}
