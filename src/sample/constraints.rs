//! The layer `constraints`: invented protected areas, faults and drinking
//! wells; the real lakes.

use super::admin_layer::DehestanCell;
use super::data::{Data, NamePair};
use super::feature::{Draft, Provenance, area_geometry, line_geometry, point_geometry, rounded};
use super::plane::Plane;
use super::random::Random;
use geo::{Contains, Coord, Intersects, LineString, MultiPolygon, Point, Polygon};
use geojson::Feature;

/// Constraints of the wanted provinces. Invented areas keep clear of `estates`
/// (centres, degrees) by their whole width.
pub(super) fn constraint_features(
    data: &Data,
    dehestans: &[DehestanCell],
    estates: &[Coord<f64>],
    seed: u64,
) -> Vec<Feature> {
    let mut features = Vec::new();
    for province in 0..data.provinces.len() {
        let cells: Vec<&DehestanCell> = dehestans.iter().filter(|cell| cell.province == province).collect();
        let mut random = Random::new(seed, "constraints", province as u64);
        for number in 0..(cells.len() / 25).clamp(usize::from(!cells.is_empty()), 4) {
            let code = &data.provinces[province].code;
            if let Some(cell) = random.pick(&cells)
                && let Some(shape) = protected(cell, estates, &mut random)
            {
                features.push(
                    draft(data, "protected_area", format!("PA-{code}{number:02}"), &cell.name)
                        .finish(Provenance::Invented, area_geometry(&shape)),
                );
            }
            if let Some(cell) = random.pick(&cells) {
                features.push(
                    draft(data, "fault", format!("FT-{code}{number:02}"), &cell.name)
                        .finish(Provenance::Invented, line_geometry(fault(cell, &mut random))),
                );
            }
        }
    }
    for cell in dehestans.iter().filter(|cell| cell.population >= 10_000) {
        let mut random = Random::new(seed, "drinking well", cell.number as u64);
        let plane = Plane::new(cell.centre, random.direction());
        let at = plane.to_ground(Coord { x: random.between(400.0, 2_500.0), y: 0.0 });
        features.push(
            draft(data, "drinking_well", format!("DW-{}", cell.code), &cell.name)
                .finish(Provenance::Invented, point_geometry(at)),
        );
    }
    features.extend(lakes(data, dehestans));
    features
}

fn draft(data: &Data, kind: &str, code: String, of: &NamePair) -> Draft {
    let (fa, en) = data.names.constraint.get(kind).cloned().unwrap_or_default();
    Draft::new(code)
        .with("kind", kind)
        .with("name_fa", format!("{fa} {}", of.0).trim())
        .with("name_en", format!("{} {en}", of.1).trim())
}

/// A rounded blob some 4 to 12 km off the centre of a dehestan.
fn protected(cell: &DehestanCell, estates: &[Coord<f64>], random: &mut Random) -> Option<MultiPolygon<f64>> {
    for _ in 0..12 {
        let plane = Plane::new(cell.centre, random.direction());
        let size = random.between(2_500.0, 7_000.0);
        let middle = Coord { x: size + random.between(1_500.0, 6_000.0), y: 0.0 };
        let ring = (0..24)
            .map(|step| {
                let angle = f64::from(step) / 24.0;
                let (x, y) = circle(angle);
                let reach = size * random.between(0.75, 1.0);
                plane.to_ground(Coord { x: middle.x + x * reach, y: middle.y + y * reach })
            })
            .collect::<Vec<_>>();
        let shape = Polygon::new(LineString::new(ring), Vec::new());
        if !estates.iter().any(|&at| {
            shape.contains(&Point(at))
                || super::plane::rough_distance_m(at, plane.to_ground(middle)) < size + 1_500.0
        }) {
            return Some(MultiPolygon::new(vec![rounded(&shape)]));
        }
    }
    None
}

/// A point of the unit circle at a share of the whole turn (`libm`: the same
/// on every machine).
fn circle(turn: f64) -> (f64, f64) {
    let angle = turn * 2.0 * std::f64::consts::PI;
    (libm::cos(angle), libm::sin(angle))
}

fn fault(cell: &DehestanCell, random: &mut Random) -> Vec<Coord<f64>> {
    let plane = Plane::new(cell.centre, random.direction());
    let half = random.between(15_000.0, 45_000.0);
    let aside = random.between(3_000.0, 7_000.0);
    let ends = [-half, half].map(|x| plane.to_ground(Coord { x, y: aside }));
    super::graph::winding(ends[0], ends[1], 6_000.0, 0.15, random)
}

fn lakes(data: &Data, dehestans: &[DehestanCell]) -> Vec<Feature> {
    data.lakes
        .iter()
        .enumerate()
        .filter(|(_, lake)| dehestans.iter().any(|cell| cell.region.intersects(*lake)))
        .map(|(number, lake)| {
            let nameless = (String::new(), String::new());
            draft(data, "wetland_lake", format!("LK-{:02}", number + 1), &nameless)
                .finish(Provenance::Published("GSHHG 2.3.7 (LGPL)"), area_geometry(lake))
        })
        .collect()
}
