//! Reads GeoPackage binary written by any program: either byte order, ISO or
//! extended type codes, heights kept, measures dropped, lengths distrusted.

use super::blob::Extent;
use crate::geometry::shape::Shape;
use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

/// Why a stored geometry cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlobError {
    /// It ends in the middle.
    #[error("the geometry ends too early")]
    Short,
    /// It does not begin as GeoPackage binary does.
    #[error("no GeoPackage geometry header")]
    Header,
    /// A type of geometry that we do not read (curves, surfaces).
    #[error("geometry type {0} is not read")]
    Kind(u32),
    /// Collections within collections, too deep.
    #[error("collections nested too deep")]
    Deep,
}

/// Deeper nesting than this is no map but an attack on the stack.
const MAX_DEPTH: u8 = 16;

struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
    heights: Option<Vec<f64>>,
    /// Empty points are stored as NaN and have no geometry in `geo`.
    saw_empty_point: bool,
}

#[derive(Clone, Copy)]
struct Kind {
    base: u32,
    z: bool,
    m: bool,
}

impl<'a> Reader<'a> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], BlobError> {
        let (head, rest) = self.bytes.split_first_chunk::<N>().ok_or(BlobError::Short)?;
        self.bytes = rest;
        Ok(*head)
    }

    fn number(&mut self) -> Result<f64, BlobError> {
        let bytes = self.take::<8>()?;
        Ok(if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    fn word(&mut self) -> Result<u32, BlobError> {
        let bytes = self.take::<4>()?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// A count of things of at least `least` bytes each that must still follow.
    fn count(&mut self, least: usize) -> Result<usize, BlobError> {
        let count = self.word()? as usize;
        if count > self.bytes.len() / least { Err(BlobError::Short) } else { Ok(count) }
    }

    fn kind(&mut self) -> Result<Kind, BlobError> {
        let [order] = self.take::<1>()?;
        self.little = order == 1;
        let code = self.word()?;
        // High bits: PostGIS' extended codes, written by some programs.
        let (flag_z, flag_m) = (code & 0x8000_0000 != 0, code & 0x4000_0000 != 0);
        let plain = code & 0x0fff_ffff;
        let (base, dimension) = (plain % 1000, plain / 1000);
        if dimension > 3 || !(1..=7).contains(&base) {
            return Err(BlobError::Kind(code));
        }
        Ok(Kind { base, z: flag_z || dimension == 1 || dimension == 3, m: flag_m || dimension >= 2 })
    }

    fn coord(&mut self, kind: Kind) -> Result<Coord<f64>, BlobError> {
        let coord = Coord { x: self.number()?, y: self.number()? };
        if kind.z {
            let z = self.number()?;
            if let Some(heights) = &mut self.heights {
                heights.push(z);
            }
        }
        if kind.m {
            self.number()?;
        }
        Ok(coord)
    }

    fn coords(&mut self, kind: Kind) -> Result<Vec<Coord<f64>>, BlobError> {
        let size = 16 + 8 * (usize::from(kind.z) + usize::from(kind.m));
        let count = self.count(size)?;
        let mut coords = Vec::with_capacity(count);
        for _ in 0..count {
            coords.push(self.coord(kind)?);
        }
        Ok(coords)
    }

    fn polygon(&mut self, kind: Kind) -> Result<Polygon<f64>, BlobError> {
        let rings = self.count(4)?;
        let mut exterior = LineString::new(Vec::new());
        let mut interiors = Vec::with_capacity(rings.saturating_sub(1));
        for at in 0..rings {
            let first_height = self.heights.as_ref().map(Vec::len);
            let ring = self.coords(kind)?;
            // `geo` closes an open ring, so its height has to be repeated too.
            if ring.first() != ring.last()
                && let (Some(heights), Some(first)) = (&mut self.heights, first_height)
                && let Some(z) = heights.get(first).copied()
            {
                heights.push(z);
            }
            if at == 0 {
                exterior = LineString::new(ring);
            } else {
                interiors.push(LineString::new(ring));
            }
        }
        Ok(Polygon::new(exterior, interiors))
    }

    fn parts<T>(
        &mut self,
        depth: u8,
        pick: impl Fn(Geometry<f64>) -> Option<T>,
    ) -> Result<Vec<T>, BlobError> {
        let count = self.count(5)?;
        let mut parts = Vec::with_capacity(count);
        for _ in 0..count {
            if let Some(geometry) = self.geometry(depth + 1)? {
                parts.push(pick(geometry).ok_or(BlobError::Header)?);
            }
        }
        Ok(parts)
    }

    fn geometry(&mut self, depth: u8) -> Result<Option<Geometry<f64>>, BlobError> {
        if depth > MAX_DEPTH {
            return Err(BlobError::Deep);
        }
        let kind = self.kind()?;
        Ok(Some(match kind.base {
            1 => {
                let coord = self.coord(kind)?;
                if coord.x.is_nan() || coord.y.is_nan() {
                    self.saw_empty_point = true;
                    return Ok(None);
                }
                Geometry::Point(Point(coord))
            }
            2 => Geometry::LineString(LineString::new(self.coords(kind)?)),
            3 => Geometry::Polygon(self.polygon(kind)?),
            4 => Geometry::MultiPoint(MultiPoint::new(self.parts(depth, |part| match part {
                Geometry::Point(point) => Some(point),
                _ => None,
            })?)),
            5 => Geometry::MultiLineString(MultiLineString::new(self.parts(depth, |part| match part {
                Geometry::LineString(line) => Some(line),
                _ => None,
            })?)),
            6 => Geometry::MultiPolygon(MultiPolygon::new(self.parts(depth, |part| match part {
                Geometry::Polygon(polygon) => Some(polygon),
                _ => None,
            })?)),
            _ => Geometry::GeometryCollection(GeometryCollection::new_from(self.parts(depth, Some)?)),
        }))
    }
}

struct Header {
    empty: bool,
    envelope: Option<Extent>,
    srs_id: i32,
    wkb_at: usize,
}

fn header(blob: &[u8]) -> Result<Header, BlobError> {
    let (&[g, p, _version, flags], rest) = blob.split_first_chunk::<4>().ok_or(BlobError::Short)?;
    let doubles = match (flags >> 1) & 7 {
        0 => 0,
        1 => 4,
        2 | 3 => 6,
        4 => 8,
        _ => return Err(BlobError::Header),
    };
    if g != b'G' || p != b'P' {
        return Err(BlobError::Header);
    }
    let mut reader = Reader { bytes: rest, little: flags & 1 == 1, heights: None, saw_empty_point: false };
    let srs_id = reader.word()? as i32;
    let envelope = if doubles > 0 {
        let (min_x, max_x) = (reader.number()?, reader.number()?);
        let (min_y, max_y) = (reader.number()?, reader.number()?);
        for _ in 4..doubles {
            reader.number()?;
        }
        Some(Extent { min_x, min_y, max_x, max_y })
    } else {
        None
    };
    let wkb_at = blob.len() - reader.bytes.len();
    Ok(Header { empty: flags & (1 << 4) != 0, envelope, srs_id, wkb_at })
}

fn read(blob: &[u8], with_heights: bool) -> Result<Option<Shape>, BlobError> {
    let header = header(blob)?;
    let bytes = blob.get(header.wkb_at..).ok_or(BlobError::Short)?;
    let heights = with_heights.then(Vec::new);
    let mut reader = Reader { bytes, little: true, heights, saw_empty_point: false };
    let geometry = reader.geometry(0)?;
    let z = reader.heights.filter(|heights| !heights.is_empty() && !reader.saw_empty_point);
    Ok(geometry.map(|geometry| Shape { geometry, z }))
}

/// Reads a geometry with its heights; `None` for an empty point.
///
/// # Errors
/// [`BlobError`] where the bytes are no geometry that we know.
pub fn decode(blob: &[u8]) -> Result<Option<Shape>, BlobError> {
    read(blob, true)
}

/// Reads a geometry without its heights; `None` for an empty point.
///
/// # Errors
/// [`BlobError`] where the bytes are no geometry that we know.
pub fn decode_flat(blob: &[u8]) -> Result<Option<Geometry<f64>>, BlobError> {
    Ok(read(blob, false)?.map(|shape| shape.geometry))
}

/// The box of a stored geometry; `None` where it is empty. Taken from the
/// header where it is there, as the RTree triggers of GeoPackage do.
///
/// # Errors
/// [`BlobError`] where the bytes are no geometry that we know.
pub fn extent(blob: &[u8]) -> Result<Option<Extent>, BlobError> {
    let header = header(blob)?;
    match header.envelope {
        _ if header.empty => Ok(None),
        Some(extent) if !extent.min_x.is_nan() => Ok(Some(extent)),
        _ => exact_extent(blob),
    }
}

/// The box of a stored geometry, from its coordinates; `None` where it is empty.
///
/// # Errors
/// [`BlobError`] where the bytes are no geometry that we know.
pub fn exact_extent(blob: &[u8]) -> Result<Option<Extent>, BlobError> {
    use geo::CoordsIter;
    let mut extent = Extent::NONE;
    if let Some(geometry) = decode_flat(blob)? {
        geometry.coords_iter().for_each(|coord| extent.add(coord.x, coord.y));
    }
    Ok((!extent.is_none()).then_some(extent))
}

/// The SRS that a stored geometry says it is in.
///
/// # Errors
/// [`BlobError`] where there is no header.
pub fn srs_id(blob: &[u8]) -> Result<i32, BlobError> {
    Ok(header(blob)?.srs_id)
}

/// The type code of a stored geometry, without its dimensions; `None` where
/// it cannot be read.
pub fn kind_code(blob: &[u8]) -> Option<u32> {
    let bytes = blob.get(header(blob).ok()?.wkb_at..)?;
    let mut reader = Reader { bytes, little: true, heights: None, saw_empty_point: false };
    reader.kind().ok().map(|kind| kind.base)
}
