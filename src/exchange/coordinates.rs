//! GeoJSON geometries as they are written: nothing closed, turned or mended.
//!
//! The text has passed the JSON parser; the numbers are read here because they
//! have to come out exactly (the JSON parser rounds some in the last place) and
//! because the nesting is fixed by the type, so that no depth can hurt.

use super::members::{elements, is_null, members, string};
use crate::geometry::shape::GeometryKind;

/// Collections inside collections, at most.
const COLLECTION_DEPTH: usize = 32;

/// A position: longitude, latitude, and the height if one was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// First number.
    pub x: f64,
    /// Second number.
    pub y: f64,
    /// Third number.
    pub z: Option<f64>,
}

/// A geometry as it was written.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// `Point`; `None` for empty coordinates.
    Point(Option<Position>),
    /// `MultiPoint`.
    MultiPoint(Vec<Position>),
    /// `LineString`.
    LineString(Vec<Position>),
    /// `MultiLineString`.
    MultiLineString(Vec<Vec<Position>>),
    /// `Polygon`: rings, closed or not.
    Polygon(Vec<Vec<Position>>),
    /// `MultiPolygon`.
    MultiPolygon(Vec<Vec<Vec<Position>>>),
    /// `GeometryCollection`.
    Collection(Vec<Written>),
}

impl Written {
    /// Its kind.
    pub fn kind(&self) -> GeometryKind {
        match self {
            Written::Point(_) => GeometryKind::Point,
            Written::MultiPoint(_) => GeometryKind::MultiPoint,
            Written::LineString(_) => GeometryKind::LineString,
            Written::MultiLineString(_) => GeometryKind::MultiLineString,
            Written::Polygon(_) => GeometryKind::Polygon,
            Written::MultiPolygon(_) => GeometryKind::MultiPolygon,
            Written::Collection(_) => GeometryKind::GeometryCollection,
        }
    }

    /// Calls `each` for every position, in the order of the text.
    pub fn for_each(&self, each: &mut impl FnMut(&Position)) {
        match self {
            Written::Point(position) => position.iter().for_each(each),
            Written::MultiPoint(line) | Written::LineString(line) => line.iter().for_each(each),
            Written::MultiLineString(lines) | Written::Polygon(lines) => {
                lines.iter().flatten().for_each(each);
            }
            Written::MultiPolygon(polygons) => polygons.iter().flatten().flatten().for_each(each),
            Written::Collection(parts) => parts.iter().for_each(|part| part.for_each(each)),
        }
    }

    /// Calls `each` for every position, to change it.
    pub fn for_each_mut(&mut self, each: &mut impl FnMut(&mut Position)) {
        match self {
            Written::Point(position) => position.iter_mut().for_each(each),
            Written::MultiPoint(line) | Written::LineString(line) => line.iter_mut().for_each(each),
            Written::MultiLineString(lines) | Written::Polygon(lines) => {
                lines.iter_mut().flatten().for_each(each);
            }
            Written::MultiPolygon(polygons) => polygons.iter_mut().flatten().flatten().for_each(each),
            Written::Collection(parts) => parts.iter_mut().for_each(|part| part.for_each_mut(each)),
        }
    }

    /// Whether there is no position at all.
    pub fn is_empty(&self) -> bool {
        let mut empty = true;
        self.for_each(&mut |_| empty = false);
        empty
    }
}

/// A geometry and what was noticed while reading it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadGeometry {
    /// The geometry.
    pub written: Written,
    /// Whether a position had more than three numbers (M values, dropped).
    pub had_m: bool,
}

/// Why a text is no geometry: the stable word of the rejection.
pub type NotGeometry = &'static str;

/// Reads the geometry object `text`, which is sound JSON.
///
/// # Errors
/// The reason for the rejection.
pub fn geometry(text: &str) -> Result<ReadGeometry, NotGeometry> {
    let mut had_m = false;
    let written = read(text, &mut had_m, 0)?;
    Ok(ReadGeometry { written, had_m })
}

fn read(text: &str, had_m: &mut bool, depth: usize) -> Result<Written, NotGeometry> {
    let found = members(text).map_err(|_| "geometry_not_object")?;
    let mut kind = None;
    let mut coordinates = None;
    let mut geometries = None;
    for (name, value) in &found {
        let slot = match name.as_ref() {
            "type" => &mut kind,
            "coordinates" => &mut coordinates,
            "geometries" => &mut geometries,
            _ => continue,
        };
        if slot.replace(*value).is_some() {
            return Err("duplicate_member");
        }
    }
    let kind = kind.and_then(|raw| string(raw.get())).ok_or("unknown_geometry_type")?;
    let kind: GeometryKind = kind.parse().map_err(|_| "unknown_geometry_type")?;
    if kind == GeometryKind::GeometryCollection {
        if depth >= COLLECTION_DEPTH {
            return Err("nested_too_deeply");
        }
        let raw = geometries.ok_or("coordinates_missing")?;
        let parts = elements(raw.get()).map_err(|_| "coordinates_malformed")?;
        let parts: Result<Vec<Written>, NotGeometry> =
            parts.iter().map(|part| read(part.get(), had_m, depth + 1)).collect();
        return parts.map(Written::Collection);
    }
    let raw = coordinates.filter(|raw| !is_null(raw)).ok_or("coordinates_missing")?;
    let mut cursor = Cursor { rest: raw.get().as_bytes(), had_m: false };
    let written = match kind {
        GeometryKind::Point => Written::Point(cursor.point()?),
        GeometryKind::MultiPoint => Written::MultiPoint(cursor.line()?),
        GeometryKind::LineString => Written::LineString(cursor.line()?),
        GeometryKind::MultiLineString => Written::MultiLineString(cursor.lines()?),
        GeometryKind::Polygon => Written::Polygon(cursor.lines()?),
        _ => Written::MultiPolygon(cursor.list(Cursor::lines)?),
    };
    *had_m |= cursor.had_m;
    Ok(written)
}

struct Cursor<'a> {
    rest: &'a [u8],
    had_m: bool,
}

impl Cursor<'_> {
    fn peek(&mut self) -> Option<u8> {
        while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = self.rest {
            self.rest = rest;
        }
        self.rest.first().copied()
    }

    fn skip(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    fn lines(&mut self) -> Result<Vec<Vec<Position>>, NotGeometry> {
        self.list(Cursor::line)
    }

    fn line(&mut self) -> Result<Vec<Position>, NotGeometry> {
        self.list(|cursor| cursor.position()?.ok_or("position_too_short"))
    }

    fn point(&mut self) -> Result<Option<Position>, NotGeometry> {
        self.position()
    }

    fn list<T>(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Result<T, NotGeometry>,
    ) -> Result<Vec<T>, NotGeometry> {
        if self.peek() != Some(b'[') {
            return Err("coordinates_malformed");
        }
        self.skip();
        let mut found = Vec::new();
        loop {
            match self.peek() {
                Some(b']') => {
                    self.skip();
                    return Ok(found);
                }
                Some(b',') => self.skip(),
                Some(_) => found.push(element(self)?),
                None => return Err("coordinates_malformed"),
            }
        }
    }

    /// A position; `None` where its brackets are empty.
    fn position(&mut self) -> Result<Option<Position>, NotGeometry> {
        if self.peek() != Some(b'[') {
            return Err("coordinates_malformed");
        }
        self.skip();
        let mut numbers = [None; 3];
        let mut count = 0_usize;
        loop {
            match self.peek() {
                Some(b']') => {
                    self.skip();
                    break;
                }
                Some(b',') => self.skip(),
                Some(b'-' | b'0'..=b'9') => {
                    let number = self.number()?;
                    match numbers.get_mut(count) {
                        Some(slot) => *slot = Some(number),
                        None => self.had_m = true,
                    }
                    count += 1;
                }
                // NaN and Infinity were replaced by null before.
                Some(b'n') => return Err("not_a_number"),
                _ => return Err("coordinates_malformed"),
            }
        }
        match numbers {
            [Some(x), Some(y), z] => Ok(Some(Position { x, y, z })),
            [None, ..] => Ok(None),
            _ => Err("position_too_short"),
        }
    }

    fn number(&mut self) -> Result<f64, NotGeometry> {
        let end = self
            .rest
            .iter()
            .position(|byte| !matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'))
            .unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        let text = std::str::from_utf8(text).map_err(|_| "coordinates_malformed")?;
        let number: f64 = text.parse().map_err(|_| "coordinates_malformed")?;
        if number.is_finite() { Ok(number) } else { Err("number_out_of_range") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> NotGeometry {
        geometry(text).unwrap_err()
    }

    #[test]
    fn every_kind_is_read_as_written() {
        let open = geometry(r#"{"coordinates":[[[1,2],[3.5,4e0,7],[5,6]]],"type":"Polygon"}"#).unwrap();
        let Written::Polygon(rings) = open.written else { panic!("not a polygon") };
        assert_eq!(rings[0][1], Position { x: 3.5, y: 4.0, z: Some(7.0) });
        assert_eq!(rings[0].len(), 3);
        let empty = geometry(r#"{"type":"Point","coordinates":[]}"#).unwrap();
        assert_eq!(empty.written, Written::Point(None));
        let m = geometry(r#"{"type":"Point","coordinates":[1,2,3,4]}"#).unwrap();
        assert!(m.had_m);
    }

    #[test]
    fn numbers_are_exact() {
        for text in ["51.40000000000000213", "35.00000000000001", "5e-324", "0.1", "123456789.123456789"] {
            let point = format!(r#"{{"type":"Point","coordinates":[{text},0]}}"#);
            let Written::Point(Some(at)) = geometry(&point).unwrap().written else { panic!() };
            assert_eq!(at.x.to_bits(), text.parse::<f64>().unwrap().to_bits());
        }
    }

    #[test]
    fn wrong_shapes_are_named() {
        assert_eq!(reason(r#"{"type":"Point","coordinates":[1]}"#), "position_too_short");
        assert_eq!(reason(r#"{"type":"Point","coordinates":["1",2]}"#), "coordinates_malformed");
        assert_eq!(reason(r#"{"type":"Point","coordinates":[null,2]}"#), "not_a_number");
        assert_eq!(reason(r#"{"type":"Point","coordinates":[1e400,2]}"#), "number_out_of_range");
        assert_eq!(reason(r#"{"type":"Point"}"#), "coordinates_missing");
        assert_eq!(reason(r#"{"type":"MultiPolygon","coordinates":[[[1]]]}"#), "coordinates_malformed");
        assert_eq!(reason(r#"{"type":"Polygon","coordinates":[[[[1,2]]]]}"#), "coordinates_malformed");
        assert_eq!(reason(r#"{"type":"Kreis","coordinates":[1,2]}"#), "unknown_geometry_type");
        assert_eq!(reason(r#"{"type":"GeometryCollection","geometries":[false]}"#), "geometry_not_object");
        assert_eq!(reason(r#""here""#), "geometry_not_object");
        let deep = "{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(100) + &"]}".repeat(100);
        assert_eq!(reason(&deep), "nested_too_deeply");
    }
}
