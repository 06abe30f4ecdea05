//! GeoJSON geometries as they are written: nothing closed, turned or mended.
//!
//! The text has passed the JSON parser; the numbers are read here because they
//! have to come out exactly (the JSON parser rounds some in the last place) and
//! because the nesting is fixed by the type, so that no depth can hurt.

use super::convert::json_string;
use super::members::{Raw, elements, is_null, members_of, string};
use super::writer::parse_bbox;
use crate::geometry::{GeometryKind, Position, RawGeometry};
use geo::Coord;

/// Collections inside collections, at most.
const COLLECTION_DEPTH: usize = 32;

/// A geometry as it was written, and what was noticed while reading it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadGeometry {
    /// Its kind.
    pub kind: GeometryKind,
    /// The coordinates; `None` where there are none.
    pub raw: Option<RawGeometry>,
    /// Whether a position had more than three numbers (M values, dropped).
    pub had_m: bool,
    /// Members that GeoJSON does not know, and a sound `bbox`, as JSON text of an object.
    pub members: Option<String>,
    /// A `bbox` that is no box, as it was written.
    pub bad_bbox: Option<String>,
    /// Whether a part of a collection had such members, which have no place to be kept.
    pub had_inner_members: bool,
}

/// Why a text is no geometry: the stable word of the rejection.
pub type NotGeometry = &'static str;

/// Reads a geometry object.
///
/// # Errors
/// The reason for the rejection.
pub fn geometry(value: Raw<'_>) -> Result<ReadGeometry, NotGeometry> {
    let mut noted = Noted::default();
    let (kind, raw) = read(value, &mut noted, 0)?;
    let members = (!noted.members.is_empty()).then(|| format!("{{{}}}", noted.members.join(",")));
    Ok(ReadGeometry {
        kind,
        raw,
        had_m: noted.had_m,
        members,
        bad_bbox: noted.bad_bbox,
        had_inner_members: noted.had_inner_members,
    })
}

/// What is noticed on the way.
#[derive(Default)]
struct Noted {
    had_m: bool,
    members: Vec<String>,
    bad_bbox: Option<String>,
    had_inner_members: bool,
}

impl Noted {
    fn member(&mut self, name: &str, value: Raw<'_>, depth: usize) {
        if name == "bbox" && parse_bbox(value.get()).is_none() {
            if !is_null(value) {
                self.bad_bbox = Some(value.get().to_owned());
            }
        } else if depth > 0 {
            self.had_inner_members = true;
        } else {
            self.members.push(format!("{}:{}", json_string(name), value.get()));
        }
    }
}

fn read(
    value: Raw<'_>,
    noted: &mut Noted,
    depth: usize,
) -> Result<(GeometryKind, Option<RawGeometry>), NotGeometry> {
    let found = members_of(value).ok_or("geometry_not_object")?;
    let mut kind = None;
    let mut coordinates = None;
    let mut geometries = None;
    for (name, value) in &found {
        let slot = match name.as_ref() {
            "type" => &mut kind,
            "coordinates" => &mut coordinates,
            "geometries" => &mut geometries,
            other => {
                noted.member(other, *value, depth);
                continue;
            }
        };
        if slot.replace(*value).is_some() {
            return Err("duplicate_member");
        }
    }
    let kind = kind.and_then(|raw| string(raw.get())).ok_or("unknown_geometry_type")?;
    let kind: GeometryKind = kind.parse().map_err(|_| "unknown_geometry_type")?;
    if kind == GeometryKind::GeometryCollection {
        let raw = geometries.ok_or("coordinates_missing")?;
        return Ok((kind, collection(raw.get(), noted, depth)?));
    }
    let raw = coordinates.filter(|raw| !is_null(*raw)).ok_or("coordinates_missing")?;
    let mut cursor = Cursor { rest: raw.get().as_bytes(), had_m: false };
    let raw = cursor.geometry(kind)?;
    noted.had_m |= cursor.had_m;
    Ok((kind, raw))
}

/// Parts without coordinates say nothing and are left out.
fn collection(text: &str, noted: &mut Noted, depth: usize) -> Result<Option<RawGeometry>, NotGeometry> {
    if depth >= COLLECTION_DEPTH {
        return Err("nested_too_deeply");
    }
    let mut parts = Vec::new();
    for part in elements(text).map_err(|_| "coordinates_malformed")? {
        parts.extend(read(part, noted, depth + 1)?.1);
    }
    Ok((!parts.is_empty()).then_some(RawGeometry::GeometryCollection(parts)))
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

    /// The coordinates of a geometry of that kind; `None` where there are none.
    fn geometry(&mut self, kind: GeometryKind) -> Result<Option<RawGeometry>, NotGeometry> {
        fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
            (!list.is_empty()).then_some(list)
        }
        Ok(match kind {
            GeometryKind::Point => self.position()?.map(RawGeometry::Point),
            GeometryKind::MultiPoint => some(self.line()?).map(RawGeometry::MultiPoint),
            GeometryKind::LineString => some(self.line()?).map(RawGeometry::LineString),
            GeometryKind::MultiLineString => some(self.lines()?).map(RawGeometry::MultiLineString),
            GeometryKind::Polygon => {
                let rings = self.lines()?;
                let any = rings.iter().any(|ring| !ring.is_empty());
                any.then_some(RawGeometry::Polygon(rings))
            }
            _ => {
                let mut polygons = self.list(Cursor::lines)?;
                polygons.retain(|rings| rings.iter().any(|ring| !ring.is_empty()));
                some(polygons).map(RawGeometry::MultiPolygon)
            }
        })
    }

    fn lines(&mut self) -> Result<Vec<Vec<Position>>, NotGeometry> {
        self.list(Cursor::line)
    }

    fn line(&mut self) -> Result<Vec<Position>, NotGeometry> {
        self.list(|cursor| cursor.position()?.ok_or("position_too_short"))
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
            [Some(x), Some(y), z] => Ok(Some(Position { at: Coord { x, y }, z })),
            [None, ..] => Ok(None),
            _ => Err("position_too_short"),
        }
    }

    fn number(&mut self) -> Result<f64, NotGeometry> {
        if let Some((number, length)) = plain_number(self.rest) {
            self.rest = self.rest.get(length..).unwrap_or_default();
            return Ok(number);
        }
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

/// A number of at most fifteen digits without exponent, as nearly all coordinates are,
/// and its length: the digits and the power of ten are exact in a double, so their
/// quotient is the nearest double (Clinger 1990, How to read floating point numbers accurately).
fn plain_number(text: &[u8]) -> Option<(f64, usize)> {
    const DIGITS: usize = 15;
    const POWERS: [f64; DIGITS + 1] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let is_negative = text.first() == Some(&b'-');
    let (mut whole, mut digits, mut behind_point) = (0_u64, 0, None);
    let mut length = usize::from(is_negative);
    loop {
        match text.get(length) {
            Some(digit @ b'0'..=b'9') => {
                whole = whole * 10 + u64::from(digit - b'0');
                digits += 1;
                if digits > DIGITS {
                    return None;
                }
            }
            Some(b'.') if behind_point.is_none() => behind_point = Some(digits),
            Some(b'.' | b'e' | b'E' | b'+' | b'-') => return None,
            _ => break,
        }
        length += 1;
    }
    let decimals = behind_point.map_or(0, |before| digits - before);
    let number = whole as f64 / POWERS.get(decimals)?;
    (digits > 0).then_some((if is_negative { -number } else { number }, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_numbers_are_read_as_the_standard_library_reads_them(
            text in "-?[0-9]{1,9}(\\.[0-9]{1,9})?"
        ) {
            let expected: f64 = text.parse().unwrap();
            match plain_number(text.as_bytes()) {
                Some((number, length)) => {
                    prop_assert_eq!(number.to_bits(), expected.to_bits());
                    prop_assert_eq!(length, text.len());
                }
                None => prop_assert!(text.bytes().filter(u8::is_ascii_digit).count() > 15),
            }
        }
    }

    fn sound(text: &str) -> Result<ReadGeometry, NotGeometry> {
        geometry(Raw::sound(text))
    }

    fn reason(text: &str) -> NotGeometry {
        sound(text).unwrap_err()
    }

    #[test]
    fn every_kind_is_read_as_written() {
        let open = sound(r#"{"coordinates":[[[1,2],[3.5,4e0,7],[5,6]]],"type":"Polygon"}"#).unwrap();
        let Some(RawGeometry::Polygon(rings)) = open.raw else { panic!("not a polygon") };
        assert_eq!(rings[0][1], Position { at: Coord { x: 3.5, y: 4.0 }, z: Some(7.0) });
        assert_eq!(rings[0].len(), 3);
        let empty = sound(r#"{"type":"Point","coordinates":[]}"#).unwrap();
        assert_eq!((empty.kind, empty.raw), (GeometryKind::Point, None));
        let m = sound(r#"{"type":"Point","coordinates":[1,2,3,4]}"#).unwrap();
        assert!(m.had_m);
        let foreign = sound(r#"{"type":"Point","note":{"a": 1},"bbox":[1,2,"x"],"coordinates":[1,2]}"#);
        let foreign = foreign.unwrap();
        assert_eq!(foreign.members.as_deref(), Some(r#"{"note":{"a": 1}}"#));
        assert_eq!(foreign.bad_bbox.as_deref(), Some(r#"[1,2,"x"]"#));
    }

    #[test]
    fn numbers_are_exact() {
        for text in ["51.40000000000000213", "35.00000000000001", "5e-324", "0.1", "123456789.123456789"] {
            let point = format!(r#"{{"type":"Point","coordinates":[{text},0]}}"#);
            let Some(RawGeometry::Point(one)) = sound(&point).unwrap().raw else { panic!() };
            assert_eq!(one.at.x.to_bits(), text.parse::<f64>().unwrap().to_bits());
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
