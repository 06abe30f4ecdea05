//! Where a geometry goes: turned round, transformed, mended, and into its table.

use super::coordinates::{Position, Written};
use super::guess::dimension;
use super::item::Repaired;
use super::mend::mend;
use super::rules::Dimension;
use crate::geometry::shape::{GeometryKind, Shape};
use crate::model::layer::TableGeometry;
use crate::model::{Layer, Table};
use geo::{Geometry, MultiLineString, MultiPolygon};

/// The box of Iran as domain.md §3.6 gives it: west, south, east, north in degrees.
const IRAN: [f64; 4] = [44.0, 25.0, 64.0, 40.0];

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

/// Counts of sampled positions, to decide on [`Swap`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// Positions that were looked at.
    pub seen: u64,
    /// Those in Iran.
    pub in_iran: u64,
    /// Those in Iran once turned round.
    pub swapped_in_iran: u64,
    /// Those that are no degrees.
    pub not_degrees: u64,
}

impl Whereabouts {
    /// Notes one position.
    pub fn note(&mut self, position: &Position) {
        self.seen += 1;
        self.in_iran += u64::from(in_iran(position.x, position.y));
        self.swapped_in_iran += u64::from(in_iran(position.y, position.x));
        self.not_degrees += u64::from(position.x.abs() > 400.0 || position.y.abs() > 400.0);
    }

    /// What to do about swapped positions.
    pub fn swap(&self) -> Swap {
        if self.swapped_in_iran > 0 && self.swapped_in_iran * 10 >= self.seen * 9 {
            Swap::Whole
        } else if self.in_iran * 2 >= self.seen && self.in_iran > 0 {
            Swap::Single
        } else {
            Swap::Never
        }
    }

    /// Whether the positions are metres rather than degrees.
    pub fn is_projected(&self) -> bool {
        self.not_degrees > 0 && self.not_degrees * 2 > self.seen
    }
}

fn in_iran(lon: f64, lat: f64) -> bool {
    let [west, south, east, north] = IRAN;
    (west..=east).contains(&lon) && (south..=north).contains(&lat)
}

/// A geometry in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The geometry in WGS 84.
    pub shape: Shape,
    /// What was mended.
    pub repairs: Vec<Repaired>,
}

/// Turns round, checks and mends a geometry that is in longitude and latitude.
///
/// # Errors
/// Reason and detail of the rejection.
pub fn place(mut written: Written, swap: Swap) -> Result<Placed, (&'static str, String)> {
    let mut repairs = Vec::new();
    if should_swap(&written, swap) {
        written.for_each_mut(&mut |position| std::mem::swap(&mut position.x, &mut position.y));
        repairs.push(Repaired::new("swapped_lat_lon"));
    }
    if let Some(bad) = out_of_range(&written) {
        return Err(("coordinates_out_of_range", format!("{}, {}", bad.x, bad.y)));
    }
    let (shape, mended) = mend(written)?;
    repairs.extend(mended);
    Ok(Placed { shape, repairs })
}

fn should_swap(written: &Written, swap: Swap) -> bool {
    if swap == Swap::Never {
        return false;
    }
    let (mut all_swapped, mut any_in_iran, mut can_turn) = (true, false, true);
    written.for_each(&mut |position| {
        all_swapped &= in_iran(position.y, position.x);
        any_in_iran |= in_iran(position.x, position.y);
        can_turn &= position.x.abs() <= 90.0;
    });
    match swap {
        Swap::Whole => can_turn && !any_in_iran,
        _ => all_swapped,
    }
}

/// The first position that lies nowhere on earth. Rounding may put one a hair
/// past the antimeridian.
fn out_of_range(written: &Written) -> Option<Position> {
    const HAIR: f64 = 1e-6;
    let mut bad = None;
    written.for_each(&mut |position| {
        let fits = position.x.abs() <= 180.0 + HAIR && position.y.abs() <= 90.0 + HAIR;
        if !fits && bad.is_none() {
            bad = Some(*position);
        }
    });
    bad
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

    fn points(list: &[(f64, f64)]) -> Written {
        Written::MultiPoint(list.iter().map(|(x, y)| Position { x: *x, y: *y, z: None }).collect())
    }

    fn whereabouts(list: &[(f64, f64)]) -> Whereabouts {
        let mut found = Whereabouts::default();
        points(list).for_each(&mut |position| found.note(position));
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
        assert_eq!(turned.repairs, [Repaired::new("swapped_lat_lon")]);
        assert_eq!(turned.shape.geometry, Geometry::MultiPoint(vec![(51.0, 35.0)].into()));
        assert!(place(points(&[(51.0, 35.0)]), Swap::Whole).unwrap().repairs.is_empty());
        assert!(place(points(&[(35.0, 51.0)]), Swap::Never).unwrap().repairs.is_empty());
    }

    #[test]
    fn positions_nowhere_on_earth_are_refused() {
        let reason = place(points(&[(-190.6, 52.3)]), Swap::Never).unwrap_err().0;
        assert_eq!(reason, "coordinates_out_of_range");
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
