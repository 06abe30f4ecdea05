//! From a geometry as it was written to a sound one.

use super::coordinates::{Position, Written};
use super::item::Repaired;
use crate::geometry::shape::Shape;
use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

/// Builds the geometry, closing rings; heights go along.
///
/// # Errors
/// Reason and detail of the rejection.
pub fn mend(written: Written) -> Result<(Shape, Vec<Repaired>), (&'static str, String)> {
    let mut builder = Builder::default();
    let geometry = builder.geometry(written)?;
    let mut repairs = Vec::new();
    if builder.closed {
        repairs.push(Repaired::new("ring_closed"));
    }
    let any_height = builder.heights.iter().any(Option::is_some);
    let all_heights = builder.heights.iter().all(Option::is_some);
    if any_height && !all_heights {
        repairs.push(Repaired::new("height_missing"));
    }
    let z = any_height.then(|| builder.heights.iter().map(|z| z.unwrap_or(0.0)).collect());
    Ok((Shape { geometry, z }, repairs))
}

#[derive(Default)]
struct Builder {
    heights: Vec<Option<f64>>,
    closed: bool,
}

type Refused = (&'static str, String);

impl Builder {
    fn geometry(&mut self, written: Written) -> Result<Geometry<f64>, Refused> {
        Ok(match written {
            Written::Point(position) => {
                let position = position.ok_or(("position_too_short", String::new()))?;
                Geometry::Point(Point(self.coord(&position)))
            }
            Written::MultiPoint(all) => {
                Geometry::MultiPoint(MultiPoint(all.iter().map(|one| Point(self.coord(one))).collect()))
            }
            Written::LineString(line) => Geometry::LineString(self.line(&line)?),
            Written::MultiLineString(lines) => {
                let lines: Result<_, _> = lines.iter().map(|line| self.line(line)).collect();
                Geometry::MultiLineString(MultiLineString(lines?))
            }
            Written::Polygon(rings) => Geometry::Polygon(self.polygon(rings)?),
            Written::MultiPolygon(polygons) => {
                let polygons: Result<_, _> = polygons.into_iter().map(|rings| self.polygon(rings)).collect();
                Geometry::MultiPolygon(MultiPolygon(polygons?))
            }
            Written::Collection(parts) => {
                let parts: Result<Vec<_>, _> = parts.into_iter().map(|part| self.geometry(part)).collect();
                Geometry::GeometryCollection(GeometryCollection::new_from(parts?))
            }
        })
    }

    fn coord(&mut self, position: &Position) -> Coord<f64> {
        self.heights.push(position.z);
        Coord { x: position.x, y: position.y }
    }

    fn line(&mut self, line: &[Position]) -> Result<LineString<f64>, Refused> {
        if line.len() < 2 {
            return Err(("too_few_points", format!("a line of {} points", line.len())));
        }
        Ok(LineString(line.iter().map(|one| self.coord(one)).collect()))
    }

    fn polygon(&mut self, rings: Vec<Vec<Position>>) -> Result<Polygon<f64>, Refused> {
        let mut built = Vec::with_capacity(rings.len());
        for ring in &rings {
            built.push(self.ring(ring)?);
        }
        let mut built = built.into_iter();
        let outer = built.next().unwrap_or(LineString(Vec::new()));
        Ok(Polygon::new(outer, built.collect()))
    }

    fn ring(&mut self, ring: &[Position]) -> Result<LineString<f64>, Refused> {
        let is_open = match (ring.first(), ring.last()) {
            (Some(first), Some(last)) => (first.x, first.y) != (last.x, last.y),
            _ => false,
        };
        if ring.len() + usize::from(is_open) < 4 {
            return Err(("too_few_points", format!("a ring of {} points", ring.len())));
        }
        let mut coords: Vec<Coord<f64>> = ring.iter().map(|one| self.coord(one)).collect();
        if is_open && let Some(first) = ring.first() {
            coords.push(self.coord(first));
            self.closed = true;
        }
        Ok(LineString(coords))
    }
}
