//! GeoJSON features with the column names of the model.

use geo::{Coord, GeodesicArea, LineString, MapCoords, MultiPolygon, Orient, Polygon};
use geojson::{Feature, JsonObject, JsonValue};

/// How sure a feature is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Provenance<'a> {
    /// Real data, with its source.
    Published(&'a str),
    /// Drawn around real places.
    Approximate(&'a str),
    /// Made up.
    Invented,
}

/// A feature under construction.
pub(super) struct Draft {
    properties: JsonObject,
}

impl Draft {
    /// A feature with that code.
    pub(super) fn new(code: impl Into<String>) -> Draft {
        let mut properties = JsonObject::new();
        properties.insert("code".into(), JsonValue::String(code.into()));
        Draft { properties }
    }

    /// Adds a property; empty text and `None` are left out.
    pub(super) fn with(mut self, name: &str, value: impl Into<JsonValue>) -> Draft {
        match value.into() {
            JsonValue::Null => {}
            JsonValue::String(text) if text.is_empty() => {}
            value => {
                self.properties.insert(name.to_owned(), value);
            }
        }
        self
    }

    /// Adds how sure it is, and closes it with its geometry.
    pub(super) fn finish(
        mut self,
        provenance: Provenance,
        geometry: impl Into<geojson::Geometry>,
    ) -> Feature {
        let (word, source) = match provenance {
            Provenance::Published(source) => ("published", source),
            Provenance::Approximate(source) => ("approximate", source),
            Provenance::Invented => ("invented", ""),
        };
        self = self.with("provenance", word).with("source", source);
        Feature { geometry: Some(geometry.into()), properties: Some(self.properties), ..Feature::default() }
    }
}

/// Rounds coordinates to eight decimals (1 mm): finer says nothing, and
/// neighbours that share a corner still share it.
pub(super) fn rounded<G: MapCoords<f64, f64, Output = G>>(shape: &G) -> G {
    shape.map_coords(|at| Coord { x: round8(at.x), y: round8(at.y) })
}

fn round8(degrees: f64) -> f64 {
    (degrees * 1e8).round() / 1e8
}

/// A polygon or multipolygon as GeoJSON: one part goes out as a Polygon,
/// rings wound as RFC 7946 wants.
pub(super) fn area_geometry(shape: &MultiPolygon<f64>) -> geojson::Geometry {
    let oriented = shape.orient(geo::orient::Direction::Default);
    match oriented.0.as_slice() {
        [polygon] => geojson::Geometry::from(polygon),
        _ => geojson::Geometry::from(&oriented),
    }
}

/// A point as GeoJSON.
pub(super) fn point_geometry(at: Coord<f64>) -> geojson::Geometry {
    geojson::Geometry::from(&rounded(&geo::Point(at)))
}

/// A line as GeoJSON.
pub(super) fn line_geometry(corners: Vec<Coord<f64>>) -> geojson::Geometry {
    geojson::Geometry::from(&rounded(&LineString::new(corners)))
}

/// Geodesic area in m² on WGS 84, whatever the winding (Karney 2013, by `geo`).
pub(super) fn area_m2(shape: &MultiPolygon<f64>) -> f64 {
    shape.orient(geo::orient::Direction::Default).geodesic_area_unsigned()
}

/// Geodesic area of one polygon in m².
pub(super) fn polygon_area_m2(shape: &Polygon<f64>) -> f64 {
    shape.orient(geo::orient::Direction::Default).geodesic_area_unsigned()
}
