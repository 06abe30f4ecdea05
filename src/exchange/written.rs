//! The GeoJSON text of a geometry: every coordinate in its shortest form that
//! reads back the same.

use super::convert::json_number;
use crate::geometry::{GeometryKind, Position, RawGeometry, Shape};
use geo::Geometry;

/// Appends the geometry object. `came_as` is the type it was read as: a Polygon
/// kept as a MultiPolygon of one goes out as a Polygon again, and so on; what was
/// never in a file goes out in its simplest form.
pub fn geometry_text(shape: Option<&Shape>, came_as: Option<&str>, out: &mut String) {
    match shape {
        Some(shape) => push_geometry(&as_it_came(RawGeometry::from(shape), came_as), out),
        // A geometry that was read without coordinates.
        None => match came_as {
            Some("GeometryCollection") => out.push_str("{\"type\":\"GeometryCollection\",\"geometries\":[]}"),
            Some(kind) => {
                out.push_str("{\"type\":\"");
                out.push_str(kind);
                out.push_str("\",\"coordinates\":[]}");
            }
            None => out.push_str("null"),
        },
    }
}

/// The type that a geometry which was read as `came_as` goes out as: another one where
/// mending has split it into parts.
pub fn written_kind(geometry: &Geometry<f64>, came_as: GeometryKind) -> GeometryKind {
    match (came_as, geometry) {
        (GeometryKind::Polygon, Geometry::MultiPolygon(parts)) if parts.0.len() != 1 => {
            GeometryKind::MultiPolygon
        }
        (GeometryKind::LineString, Geometry::MultiLineString(parts)) if parts.0.len() != 1 => {
            GeometryKind::MultiLineString
        }
        _ => came_as,
    }
}

fn as_it_came(raw: RawGeometry, came_as: Option<&str>) -> RawGeometry {
    let fits = |single: &str| came_as.is_none_or(|kind| kind == single);
    match raw {
        RawGeometry::MultiPolygon(mut parts) if parts.len() == 1 && fits("Polygon") => {
            RawGeometry::Polygon(parts.pop().unwrap_or_default())
        }
        RawGeometry::MultiLineString(mut parts) if parts.len() == 1 && fits("LineString") => {
            RawGeometry::LineString(parts.pop().unwrap_or_default())
        }
        RawGeometry::Polygon(rings) if came_as == Some("MultiPolygon") => {
            RawGeometry::MultiPolygon(vec![rings])
        }
        RawGeometry::LineString(line) if came_as == Some("MultiLineString") => {
            RawGeometry::MultiLineString(vec![line])
        }
        RawGeometry::Point(point) if came_as == Some("MultiPoint") => RawGeometry::MultiPoint(vec![point]),
        other => other,
    }
}

fn push_geometry(raw: &RawGeometry, out: &mut String) {
    out.push_str("{\"type\":\"");
    out.push_str(raw.kind().name());
    if let RawGeometry::GeometryCollection(parts) = raw {
        out.push_str("\",\"geometries\":");
        push_list(parts, out, push_geometry);
    } else {
        out.push_str("\",\"coordinates\":");
        match raw {
            RawGeometry::Point(point) => push_position(point, out),
            RawGeometry::MultiPoint(path) | RawGeometry::LineString(path) => push_path(path, out),
            RawGeometry::MultiLineString(paths) | RawGeometry::Polygon(paths) => {
                push_list(paths, out, |path, out| push_path(path, out));
            }
            RawGeometry::MultiPolygon(parts) => {
                push_list(parts, out, |rings, out| push_list(rings, out, |path, out| push_path(path, out)));
            }
            RawGeometry::GeometryCollection(_) => {}
        }
    }
    out.push('}');
}

fn push_path(path: &[Position], out: &mut String) {
    push_list(path, out, push_position);
}

fn push_position(position: &Position, out: &mut String) {
    out.push('[');
    out.push_str(&json_number(position.at.x));
    out.push(',');
    out.push_str(&json_number(position.at.y));
    if let Some(z) = position.z {
        out.push(',');
        out.push_str(&json_number(z));
    }
    out.push(']');
}

fn push_list<T>(list: &[T], out: &mut String, mut push: impl FnMut(&T, &mut String)) {
    out.push('[');
    for (position, one) in list.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        push(one, out);
    }
    out.push(']');
}
