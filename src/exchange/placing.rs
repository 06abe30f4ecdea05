//! Where a geometry goes: turned round, transformed, mended, and into its table.

use super::guess::dimension;
use super::item::{Reason, Repaired};
use super::rules::Dimension;
use crate::geometry::crs::iran_box;
use crate::geometry::validity::HAIR_DEG;
use crate::geometry::{GeometryKind, RawGeometry, Shape, repair_raw};
use crate::model::layer::TableGeometry;
use crate::model::{Layer, Table};
use geo::{Coord, Geometry, MultiLineString, MultiPolygon};

/// What is to be done about latitude and longitude that may have changed places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Swap {
    /// Nothing: the file has no business in Iran.
    #[default]
    Never,
    /// The file lies in Iran: a feature that would, were it turned round, is turned.
    Single,
    /// The file as a whole is turned round: all features but those in Iran as they are.
    Whole,
}

/// Coordinates of a sample, to decide on [`Swap`] and on the reference system.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Whereabouts {
    /// Some positions of each sampled feature.
    pub sample: Vec<Coord<f64>>,
}

/// Positions of one feature that are looked at: a few say where it lies.
const POSITIONS_PER_FEATURE: usize = 4;

impl Whereabouts {
    /// Notes where a geometry lies.
    pub fn note(&mut self, raw: &RawGeometry) {
        let positions = raw.positions();
        let step = positions.len().div_ceil(POSITIONS_PER_FEATURE).max(1);
        self.sample.extend(positions.iter().step_by(step).map(|position| position.at));
    }

    /// What to do about swapped positions. A file is turned round as a whole only
    /// where nine tenths of it would land in Iran so.
    pub fn swap(&self) -> Swap {
        let turned = self.sample.iter().filter(|at| in_iran(at.y, at.x)).count();
        let there = self.sample.iter().filter(|at| in_iran(at.x, at.y)).count();
        if turned > 0 && turned * 10 >= self.sample.len() * 9 {
            Swap::Whole
        } else if there > 0 && there * 2 >= self.sample.len() {
            Swap::Single
        } else {
            Swap::Never
        }
    }

    /// Whether the positions are metres: beyond every degree, and far beyond.
    pub fn is_projected(&self) -> bool {
        const NO_DEGREES: f64 = 400.0;
        let metres = self.sample.iter().filter(|at| at.x.abs() > NO_DEGREES || at.y.abs() > NO_DEGREES);
        metres.count() * 2 > self.sample.len()
    }
}

fn in_iran(lon: f64, lat: f64) -> bool {
    iran_box().contains(Coord { x: lon, y: lat })
}

/// A geometry in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The geometry in WGS 84.
    pub shape: Shape,
    /// What was mended.
    pub repairs: Vec<Repaired>,
}

/// Turns round and mends a geometry that is in longitude and latitude.
///
/// # Errors
/// The reason for the rejection.
pub fn place(mut raw: RawGeometry, swap: Swap) -> Result<Placed, Reason> {
    let mut repairs = Vec::new();
    if should_swap(&mut raw, swap) {
        raw.for_each_mut(&mut |position| std::mem::swap(&mut position.at.x, &mut position.at.y));
        repairs.push(Repaired::swapped());
    }
    if snap(&mut raw) {
        repairs.push(Repaired::snapped());
    }
    let (shape, mended) = repair_raw(raw).map_err(|problem| Reason::from(&problem))?;
    repairs.extend(mended.iter().map(Repaired::from));
    Ok(Placed { shape, repairs })
}

/// Puts positions that arithmetic has pushed past the end of the earth back on its
/// edge; whether there were any. Those farther out are left to be refused.
fn snap(raw: &mut RawGeometry) -> bool {
    let mut any = false;
    let mut side = |value: &mut f64, limit: f64| {
        if value.abs() > limit && value.abs() <= limit + HAIR_DEG {
            *value = limit.copysign(*value);
            any = true;
        }
    };
    raw.for_each_mut(&mut |position| {
        side(&mut position.at.x, 180.0);
        side(&mut position.at.y, 90.0);
    });
    any
}

fn should_swap(raw: &mut RawGeometry, swap: Swap) -> bool {
    if swap == Swap::Never {
        return false;
    }
    let (mut all_swapped, mut any_in_iran, mut can_turn) = (true, false, true);
    raw.for_each_mut(&mut |position| {
        let at = position.at;
        all_swapped &= in_iran(at.y, at.x);
        any_in_iran |= in_iran(at.x, at.y);
        can_turn &= at.x.abs() <= 90.0;
    });
    match swap {
        Swap::Whole => can_turn && !any_in_iran,
        _ => all_swapped,
    }
}

/// The table of `layer` that takes geometries of this kind; `None` if none does.
/// No geometry is fine for every table but those of assets.
pub fn table_for(layer: Layer, kind: Option<GeometryKind>) -> Option<Table> {
    let dimension = dimension(kind);
    if layer == Layer::Infra {
        return match dimension {
            Dimension::Point => Some(Table::InfraPoint),
            Dimension::Line => Some(Table::InfraLine),
            Dimension::Area => Some(Table::InfraArea),
            Dimension::None => None,
        };
    }
    let table = layer.tables().first().copied()?;
    let fits = match table.geometry() {
        TableGeometry::Any => true,
        TableGeometry::Point => kind.is_none() || dimension == Dimension::Point,
        TableGeometry::MultiLineString => kind.is_none() || dimension == Dimension::Line,
        TableGeometry::MultiPolygon => kind.is_none() || dimension == Dimension::Area,
    };
    fits.then_some(table)
}

/// The geometry as `table` declares it; `None` where it cannot be one of that
/// type (several points in a table of points).
pub fn as_declared(geometry: Geometry<f64>, table: Table) -> Option<Geometry<f64>> {
    match (table.geometry(), geometry) {
        (TableGeometry::Any, geometry) => Some(geometry),
        (TableGeometry::MultiPolygon, Geometry::Polygon(one)) => {
            Some(Geometry::MultiPolygon(MultiPolygon(vec![one])))
        }
        (TableGeometry::MultiPolygon, Geometry::MultiPolygon(all)) => Some(Geometry::MultiPolygon(all)),
        (TableGeometry::MultiLineString, Geometry::LineString(one)) => {
            Some(Geometry::MultiLineString(MultiLineString(vec![one])))
        }
        (TableGeometry::MultiLineString, Geometry::MultiLineString(all)) => {
            Some(Geometry::MultiLineString(all))
        }
        (TableGeometry::Point, Geometry::Point(one)) => Some(Geometry::Point(one)),
        (TableGeometry::Point, Geometry::MultiPoint(all)) => match all.0.as_slice() {
            [one] => Some(Geometry::Point(*one)),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(list: &[(f64, f64)]) -> RawGeometry {
        RawGeometry::MultiPoint(list.iter().map(|(x, y)| Coord { x: *x, y: *y }.into()).collect())
    }

    fn whereabouts(list: &[(f64, f64)]) -> Whereabouts {
        let mut found = Whereabouts::default();
        list.iter().for_each(|one| found.note(&points(&[*one])));
        found
    }

    #[test]
    fn swapping_is_decided_by_the_file() {
        assert_eq!(whereabouts(&[(35.0, 51.0), (29.0, 60.0)]).swap(), Swap::Whole);
        assert_eq!(whereabouts(&[(51.0, 35.0), (35.0, 51.0), (60.0, 29.0)]).swap(), Swap::Single);
        assert_eq!(whereabouts(&[(-71.1, 42.3)]).swap(), Swap::Never);
        assert!(whereabouts(&[(414_782.0, 292_226.0)]).is_projected());
        assert!(!whereabouts(&[(-259.6, -109.2)]).is_projected());
    }

    #[test]
    fn swapped_features_are_turned_and_listed() {
        let turned = place(points(&[(35.0, 51.0)]), Swap::Single).unwrap();
        assert_eq!(turned.repairs.len(), 1);
        assert_eq!(turned.repairs[0].what, "swapped_lat_lon");
        assert_eq!(turned.shape.geometry, Geometry::MultiPoint(vec![(51.0, 35.0)].into()));
        assert!(place(points(&[(51.0, 35.0)]), Swap::Whole).unwrap().repairs.is_empty());
        assert!(place(points(&[(35.0, 51.0)]), Swap::Never).unwrap().repairs.is_empty());
    }

    #[test]
    fn positions_nowhere_on_earth_are_refused() {
        let reason = place(points(&[(-190.6, 52.3)]), Swap::Never).unwrap_err();
        assert_eq!(reason.word, "out_of_range");
        let hair = place(points(&[(180.0 + 1e-13, 52.3)]), Swap::Never).unwrap();
        assert_eq!(hair.repairs[0].what, "snapped_to_range");
    }

    #[test]
    fn each_layer_takes_its_kinds() {
        assert_eq!(table_for(Layer::Infra, Some(GeometryKind::MultiLineString)), Some(Table::InfraLine));
        assert_eq!(table_for(Layer::Infra, None), None);
        assert_eq!(table_for(Layer::Plots, None), Some(Table::Plots));
        assert_eq!(table_for(Layer::Plots, Some(GeometryKind::Point)), None);
        assert_eq!(table_for(Layer::Places, Some(GeometryKind::Polygon)), None);
        let collection = Some(GeometryKind::GeometryCollection);
        assert_eq!(table_for(Layer::Other, collection), Some(Table::Other));
    }
}
