//! Writes geometries as GeoPackage binary: header with envelope, then ISO WKB.
//!
//! GeoPackage 1.3 §2.1.3; little-endian; heights go out as ISO "Z" types.

use super::error::StoreError;
use crate::geometry::shape::Shape;
use crate::model::Table;
use crate::model::layer::TableGeometry;
use geo::{CoordsIter, Geometry, LineString, Point, Polygon};

/// SRS of every geometry we write: WGS 84 longitude/latitude.
pub const SRS_ID: i32 = 4326;

/// A box in degrees: west, south, east, north.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Least longitude.
    pub min_x: f64,
    /// Least latitude.
    pub min_y: f64,
    /// Greatest longitude.
    pub max_x: f64,
    /// Greatest latitude.
    pub max_y: f64,
}

impl Extent {
    /// The box that holds nothing; grows from there.
    pub const NONE: Extent = Extent {
        min_x: f64::INFINITY,
        min_y: f64::INFINITY,
        max_x: f64::NEG_INFINITY,
        max_y: f64::NEG_INFINITY,
    };

    /// Whether it holds nothing.
    pub fn is_none(&self) -> bool {
        self.min_x > self.max_x
    }

    /// Grows to hold a point.
    pub fn add(&mut self, x: f64, y: f64) {
        self.min_x = self.min_x.min(x);
        self.min_y = self.min_y.min(y);
        self.max_x = self.max_x.max(x);
        self.max_y = self.max_y.max(y);
    }

    /// Grows to hold another box.
    pub fn merge(&mut self, other: &Extent) {
        if !other.is_none() {
            self.add(other.min_x, other.min_y);
            self.add(other.max_x, other.max_y);
        }
    }
}

const POINT: u32 = 1;
const LINE_STRING: u32 = 2;
const POLYGON: u32 = 3;
const MULTI_POINT: u32 = 4;
const MULTI_LINE_STRING: u32 = 5;
const MULTI_POLYGON: u32 = 6;
const COLLECTION: u32 = 7;

/// The GeoJSON name of a geometry's type.
pub fn kind_name(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

struct Writer<'a> {
    out: &'a mut Vec<u8>,
    heights: Option<std::slice::Iter<'a, f64>>,
    /// Heights that were wanted but not there.
    missing_heights: bool,
    extent: Extent,
}

impl Writer<'_> {
    fn head(&mut self, kind: u32) {
        let kind = if self.heights.is_some() { kind + 1000 } else { kind };
        self.out.push(1);
        self.out.extend_from_slice(&kind.to_le_bytes());
    }

    fn count(&mut self, count: usize) {
        // A geometry of four thousand million parts fits no SQLite blob.
        self.out.extend_from_slice(&(count as u32).to_le_bytes());
    }

    fn coord(&mut self, x: f64, y: f64) {
        self.out.extend_from_slice(&x.to_le_bytes());
        self.out.extend_from_slice(&y.to_le_bytes());
        self.extent.add(x, y);
        if let Some(heights) = &mut self.heights {
            match heights.next() {
                Some(z) => self.out.extend_from_slice(&z.to_le_bytes()),
                None => self.missing_heights = true,
            }
        }
    }

    fn point(&mut self, point: &Point<f64>) {
        self.head(POINT);
        self.coord(point.x(), point.y());
    }

    fn coords(&mut self, line: &LineString<f64>) {
        self.count(line.0.len());
        for coord in &line.0 {
            self.coord(coord.x, coord.y);
        }
    }

    fn line(&mut self, line: &LineString<f64>) {
        self.head(LINE_STRING);
        self.coords(line);
    }

    fn polygon(&mut self, polygon: &Polygon<f64>) {
        self.head(POLYGON);
        if polygon.exterior().0.is_empty() {
            return self.count(0);
        }
        self.count(1 + polygon.interiors().len());
        self.coords(polygon.exterior());
        for ring in polygon.interiors() {
            self.coords(ring);
        }
    }

    fn any(&mut self, geometry: &Geometry<f64>) {
        match geometry {
            Geometry::Point(point) => self.point(point),
            Geometry::Line(line) => self.line(&LineString::from(line)),
            Geometry::LineString(line) => self.line(line),
            Geometry::Polygon(polygon) => self.polygon(polygon),
            Geometry::Rect(rect) => self.polygon(&rect.to_polygon()),
            Geometry::Triangle(triangle) => self.polygon(&triangle.to_polygon()),
            Geometry::MultiPoint(points) => {
                self.head(MULTI_POINT);
                self.count(points.0.len());
                points.0.iter().for_each(|point| self.point(point));
            }
            Geometry::MultiLineString(lines) => {
                self.head(MULTI_LINE_STRING);
                self.count(lines.0.len());
                lines.0.iter().for_each(|line| self.line(line));
            }
            Geometry::MultiPolygon(polygons) => {
                self.head(MULTI_POLYGON);
                self.count(polygons.0.len());
                polygons.0.iter().for_each(|polygon| self.polygon(polygon));
            }
            Geometry::GeometryCollection(parts) => {
                self.head(COLLECTION);
                self.count(parts.0.len());
                parts.0.iter().for_each(|part| self.any(part));
            }
        }
    }

    /// As the table declares it: single lines and polygons become multi ones.
    fn declared(&mut self, geometry: &Geometry<f64>, declared: TableGeometry) -> bool {
        match (declared, geometry) {
            (TableGeometry::Any, _)
            | (TableGeometry::Point, Geometry::Point(_))
            | (TableGeometry::MultiLineString, Geometry::MultiLineString(_))
            | (TableGeometry::MultiPolygon, Geometry::MultiPolygon(_)) => self.any(geometry),
            (TableGeometry::MultiLineString, Geometry::LineString(_) | Geometry::Line(_)) => {
                self.head(MULTI_LINE_STRING);
                self.count(1);
                self.any(geometry);
            }
            (
                TableGeometry::MultiPolygon,
                Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_),
            ) => {
                self.head(MULTI_POLYGON);
                self.count(1);
                self.any(geometry);
            }
            _ => return false,
        }
        true
    }
}

/// Writes `shape` into `out` (cleared first) as `table` declares its geometry.
/// Returns its box in degrees; [`Extent::NONE`] for an empty geometry.
///
/// # Errors
/// [`StoreError::GeometryKind`] where the table does not take that kind,
/// [`StoreError::Heights`] where there are more or fewer heights than coordinates.
pub fn encode(shape: &Shape, table: Table, out: &mut Vec<u8>) -> Result<Extent, StoreError> {
    out.clear();
    let empty = shape.geometry.coords_iter().next().is_none();
    // Points carry no envelope: it would only repeat them.
    let with_envelope = !empty && !matches!(shape.geometry, Geometry::Point(_));
    let flags = 1 | if with_envelope { 1 << 1 } else { 0 } | if empty { 1 << 4 } else { 0 };
    out.extend_from_slice(&[b'G', b'P', 0, flags]);
    out.extend_from_slice(&SRS_ID.to_le_bytes());
    let envelope_at = out.len();
    if with_envelope {
        out.extend_from_slice(&[0; 32]);
    }
    let mut writer = Writer {
        out,
        heights: shape.z.as_deref().map(<[f64]>::iter),
        missing_heights: false,
        extent: Extent::NONE,
    };
    if !writer.declared(&shape.geometry, table.geometry()) {
        return Err(StoreError::GeometryKind { table: table.name(), kind: kind_name(&shape.geometry) });
    }
    let left_over = writer.heights.as_ref().is_some_and(|heights| heights.len() > 0);
    if writer.missing_heights || left_over {
        return Err(StoreError::Heights);
    }
    let extent = writer.extent;
    if with_envelope {
        let sides = [extent.min_x, extent.max_x, extent.min_y, extent.max_y];
        for (slot, side) in out[envelope_at..envelope_at + 32].chunks_exact_mut(8).zip(sides) {
            slot.copy_from_slice(&side.to_le_bytes());
        }
    }
    Ok(extent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::blob_read::{decode, decode_flat, exact_extent, extent};
    use crate::store::cells::hex;
    use geo::{Coord, GeometryCollection, MultiPoint, MultiPolygon, line_string, polygon};
    use proptest::prelude::*;

    fn encoded(geometry: impl Into<Geometry<f64>>, z: Option<Vec<f64>>) -> Vec<u8> {
        let mut out = Vec::new();
        encode(&Shape { geometry: geometry.into(), z }, Table::Other, &mut out).expect("other takes all");
        out
    }

    fn bytes(text: &str) -> Vec<u8> {
        text.as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ascii"), 16).expect("hex"))
            .collect()
    }

    /// Written by GDAL 3.6 from the same geometries.
    const GDAL: [(&str, &str); 5] = [
        ("point", "47500001e610000001010000000000000000c049400000000000a04140"),
        ("point z", "47500001e610000001e90300000000000000c049400000000000a041400000000000c09240"),
        (
            "line",
            "47500003e610000000000000008049400000000000004a4000000000008041400000000000004240010200000002000000000000000080494000000000008041400000000000004a400000000000004240",
        ),
        (
            "collection",
            "47500003e610000000000000008049400000000000004a4000000000008041400000000000004240010700000002000000010100000000000000008049400000000000804140010200000002000000000000000080494000000000008041400000000000004a400000000000004240",
        ),
        (
            "points",
            "47500003e610000000000000008049400000000000004a400000000000804140000000000000424001040000000200000001010000000000000000804940000000000080414001010000000000000000004a400000000000004240",
        ),
    ];

    #[test]
    fn the_bytes_are_those_that_gdal_writes() {
        let line = line_string![(x: 51.0, y: 35.0), (x: 52.0, y: 36.0)];
        let collection = GeometryCollection(vec![Point::new(51.0, 35.0).into(), line.clone().into()]);
        let points = MultiPoint::from(vec![(51.0, 35.0), (52.0, 36.0)]);
        let ours = [
            encoded(Point::new(51.5, 35.25), None),
            encoded(Point::new(51.5, 35.25), Some(vec![1200.0])),
            encoded(line, None),
            encoded(Geometry::GeometryCollection(collection), None),
            encoded(points, None),
        ];
        for ((name, gdal), ours) in GDAL.iter().zip(ours) {
            assert_eq!(hex(&ours), *gdal, "{name}");
        }
        // GDAL says the same of an empty polygon.
        let empty = Polygon::new(LineString::new(vec![]), vec![]);
        assert_eq!(hex(&encoded(empty, None)), "47500011e6100000010300000000000000");
    }

    #[test]
    fn what_gdal_writes_is_read_with_its_heights() {
        let gdal = "47500005e610000000000000008049400000000000004a4000000000008041400000000000004240000000000000f03f000000000000184001ee0300000100000001eb030000020000000400000000000000008049400000000000804140000000000000f03f0000000000004a40000000000080414000000000000000400000000000004a400000000000004240000000000000084000000000008049400000000000804140000000000000f03f040000009a99999999994940cdcccccccc8c414000000000000010406666666666a64940cdcccccccc8c414000000000000014406666666666a649409a9999999999414000000000000018409a99999999994940cdcccccccc8c41400000000000001040";
        let shape = decode(&bytes(gdal)).expect("is read").expect("is not empty");
        let part = polygon!(
            exterior: [(x: 51.0, y: 35.0), (x: 52.0, y: 35.0), (x: 52.0, y: 36.0)],
            interiors: [[(x: 51.2, y: 35.1), (x: 51.3, y: 35.1), (x: 51.3, y: 35.2)]],
        );
        assert_eq!(shape.geometry, Geometry::MultiPolygon(MultiPolygon(vec![part])));
        assert_eq!(shape.z, Some(vec![1.0, 2.0, 3.0, 1.0, 4.0, 5.0, 6.0, 4.0]));
        let whole = Extent { min_x: 51.0, min_y: 35.0, max_x: 52.0, max_y: 36.0 };
        assert_eq!(extent(&bytes(gdal)), Ok(Some(whole)));
        assert_eq!(exact_extent(&bytes(gdal)), Ok(Some(whole)));
    }

    #[test]
    fn heights_have_to_match() {
        let mut out = Vec::new();
        for z in [vec![], vec![1.0, 2.0]] {
            let shape = Shape { geometry: Point::new(51.0, 35.0).into(), z: Some(z) };
            assert!(matches!(encode(&shape, Table::Places, &mut out), Err(StoreError::Heights)));
        }
    }

    fn ring() -> impl Strategy<Value = LineString<f64>> {
        prop::collection::vec((44.0..64.0, 25.0..40.0), 3..9).prop_map(|coords| {
            let mut ring: Vec<Coord<f64>> = coords.into_iter().map(|(x, y)| Coord { x, y }).collect();
            ring.push(ring[0]);
            LineString::new(ring)
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_bit_for_bit(
            parts in prop::collection::vec((ring(), prop::collection::vec(ring(), 0..3)), 1..4),
            high in any::<bool>(),
            lift in -100.0..4000.0,
        ) {
            let parts = parts.into_iter().map(|(outer, inner)| Polygon::new(outer, inner)).collect();
            let geometry = Geometry::MultiPolygon(MultiPolygon(parts));
            let z = high.then(|| (0..geometry.coords_count()).map(|n| lift + n as f64 / 7.0).collect());
            let shape = Shape { geometry, z };
            let mut out = Vec::new();
            let extent = encode(&shape, Table::Plots, &mut out).expect("is taken");
            prop_assert_eq!(decode(&out), Ok(Some(shape.clone())));
            prop_assert_eq!(decode_flat(&out), Ok(Some(shape.geometry)));
            prop_assert_eq!(exact_extent(&out), Ok(Some(extent)));
            prop_assert_eq!(crate::store::blob_read::extent(&out), Ok(Some(extent)));
            // Cut anywhere it is an error, never a panic.
            for end in 0..out.len() {
                prop_assert!(decode(&out[..end]).is_err());
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(mut noise in prop::collection::vec(any::<u8>(), 0..200), framed in any::<bool>()) {
            if framed {
                noise.splice(0..0, [b'G', b'P', 0, 1, 0xe6, 0x10, 0, 0, 1]);
            }
            let _ = decode(&noise);
            let _ = crate::store::blob_read::extent(&noise);
        }
    }
}
