//! The geometry of one feature, its kind and its box.

use geo::{Coord, CoordsIter, Geometry};
use serde::{Deserialize, Serialize};

/// The seven geometry kinds of GeoJSON, with their names there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GeometryKind {
    /// One position.
    Point,
    /// Several positions.
    MultiPoint,
    /// One line.
    LineString,
    /// Several lines.
    MultiLineString,
    /// One area, possibly with holes.
    Polygon,
    /// Several areas.
    MultiPolygon,
    /// A mixture.
    GeometryCollection,
}

impl GeometryKind {
    /// The name in GeoJSON, for example `MultiPolygon`.
    pub fn name(self) -> &'static str {
        match self {
            GeometryKind::Point => "Point",
            GeometryKind::MultiPoint => "MultiPoint",
            GeometryKind::LineString => "LineString",
            GeometryKind::MultiLineString => "MultiLineString",
            GeometryKind::Polygon => "Polygon",
            GeometryKind::MultiPolygon => "MultiPolygon",
            GeometryKind::GeometryCollection => "GeometryCollection",
        }
    }

    /// The kind of a geometry; the helper shapes of `geo` count as what GeoJSON writes for them.
    pub fn of(geometry: &Geometry<f64>) -> Self {
        match geometry {
            Geometry::Point(_) => GeometryKind::Point,
            Geometry::MultiPoint(_) => GeometryKind::MultiPoint,
            Geometry::Line(_) | Geometry::LineString(_) => GeometryKind::LineString,
            Geometry::MultiLineString(_) => GeometryKind::MultiLineString,
            Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => GeometryKind::Polygon,
            Geometry::MultiPolygon(_) => GeometryKind::MultiPolygon,
            Geometry::GeometryCollection(_) => GeometryKind::GeometryCollection,
        }
    }

    /// Whether the kind has area (Polygon, MultiPolygon).
    pub fn is_area(self) -> bool {
        matches!(self, GeometryKind::Polygon | GeometryKind::MultiPolygon)
    }
}

impl std::fmt::Display for GeometryKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for GeometryKind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        const ALL: [GeometryKind; 7] = [
            GeometryKind::Point,
            GeometryKind::MultiPoint,
            GeometryKind::LineString,
            GeometryKind::MultiLineString,
            GeometryKind::Polygon,
            GeometryKind::MultiPolygon,
            GeometryKind::GeometryCollection,
        ];
        ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| UnknownKind(name.to_owned()))
    }
}

/// A name that is none of GeoJSON's seven geometry kinds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown geometry kind {0:?}")]
pub struct UnknownKind(pub String);

/// A geometry with its heights, as it came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The geometry, WGS 84 lon/lat in degrees.
    pub geometry: Geometry<f64>,
    /// Third coordinate of every vertex in the order of [`CoordsIter`]
    /// (closing vertices included), in the unit of the source; kept for export only.
    pub z: Option<Vec<f64>>,
}

impl Shape {
    /// A shape without heights.
    pub fn flat(geometry: impl Into<Geometry<f64>>) -> Self {
        Shape { geometry: geometry.into(), z: None }
    }

    /// The kind of the geometry.
    pub fn kind(&self) -> GeometryKind {
        GeometryKind::of(&self.geometry)
    }

    /// Whether there is no coordinate at all.
    pub fn is_empty(&self) -> bool {
        self.geometry.coords_iter().next().is_none()
    }

    /// The plain box of the vertices (what the GeoPackage RTree keeps); `None` when empty.
    /// Edges may bulge out of it: see [`super::geodesic_bounds`].
    pub fn vertex_box(&self) -> Option<BoundingBox> {
        BoundingBox::of_coords(self.geometry.coords_iter())
    }
}

/// A box in degrees; all four borders belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BoundingBox {
    /// Smallest longitude, degrees.
    pub west: f64,
    /// Smallest latitude, degrees.
    pub south: f64,
    /// Largest longitude, degrees.
    pub east: f64,
    /// Largest latitude, degrees.
    pub north: f64,
}

impl BoundingBox {
    /// The box of one position.
    pub fn of_point(at: Coord<f64>) -> Self {
        BoundingBox { west: at.x, south: at.y, east: at.x, north: at.y }
    }

    /// The box round the coordinates (those that are not numbers are left out); `None` without any.
    pub fn of_coords(coords: impl IntoIterator<Item = Coord<f64>>) -> Option<Self> {
        coords.into_iter().filter(|c| c.x.is_finite() && c.y.is_finite()).fold(None, |found, at| {
            Some(match found {
                None => BoundingBox::of_point(at),
                Some(found) => found.including(at),
            })
        })
    }

    /// This box grown to hold `at`.
    pub fn including(self, at: Coord<f64>) -> Self {
        BoundingBox {
            west: self.west.min(at.x),
            south: self.south.min(at.y),
            east: self.east.max(at.x),
            north: self.north.max(at.y),
        }
    }

    /// The box that holds both.
    pub fn union(self, other: &BoundingBox) -> Self {
        BoundingBox {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// What both boxes share; `None` when they do not meet.
    pub fn intersection(&self, other: &BoundingBox) -> Option<Self> {
        self.meets(other).then(|| BoundingBox {
            west: self.west.max(other.west),
            south: self.south.max(other.south),
            east: self.east.min(other.east),
            north: self.north.min(other.north),
        })
    }

    /// This box with `margin_deg` degrees more on every side.
    pub fn widened(self, margin_deg: f64) -> Self {
        BoundingBox {
            west: self.west - margin_deg,
            south: self.south - margin_deg,
            east: self.east + margin_deg,
            north: self.north + margin_deg,
        }
    }

    /// Whether the boxes share at least a point of their borders.
    pub fn meets(&self, other: &BoundingBox) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    /// Whether the position lies in the box or on its border.
    pub fn contains(&self, at: Coord<f64>) -> bool {
        self.west <= at.x && at.x <= self.east && self.south <= at.y && at.y <= self.north
    }

    /// The middle of the box.
    pub fn centre(&self) -> Coord<f64> {
        Coord { x: 0.5 * (self.west + self.east), y: 0.5 * (self.south + self.north) }
    }
}
