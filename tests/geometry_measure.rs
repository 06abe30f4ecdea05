//! Areas and lengths against GeographicLib's planimeter (Python, version 2.1).

use geo::{Coord, Geometry, LineString, Polygon};
use proptest::prelude::*;
use serde::Deserialize;
use shahrak::geometry::{Measures, measure};

#[derive(Deserialize)]
struct Case {
    name: String,
    rings: Vec<Vec<[f64; 2]>>,
    area_m2: f64,
    perimeter_m: f64,
    perimeter_outer_m: f64,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("data/geometry/measure.json")).expect("golden figures")
}

fn polygon(rings: &[Vec<[f64; 2]>]) -> Geometry<f64> {
    let mut rings = rings.iter().map(|ring| LineString::from(ring.clone()));
    let outer = rings.next().expect("an outer ring");
    Geometry::Polygon(Polygon::new(outer, rings.collect()))
}

fn agree(measures: &Measures, case: &Case) {
    let name = &case.name;
    let area_m2 = 1e-9 * case.area_m2 + 0.001;
    assert!((measures.area_m2 - case.area_m2).abs() <= area_m2, "{name}: {measures:?} {}", case.area_m2);
    let length_m = 1e-9 * case.perimeter_m + 0.0001;
    assert!((measures.perimeter_m - case.perimeter_m).abs() <= length_m, "{name}: {measures:?}");
    assert!((measures.perimeter_outer_m - case.perimeter_outer_m).abs() <= length_m, "{name}: {measures:?}");
}

#[test]
fn areas_and_perimeters_are_those_of_the_planimeter() {
    assert!(cases().len() >= 40);
    for case in cases() {
        agree(&measure(&polygon(&case.rings)), &case);
    }
}

#[test]
fn the_oracles_of_the_domain_reference() {
    let expected = [121_528.556, 45_573.537, 222_801.016, 128_975.769];
    for (case, expected) in cases().iter().zip(expected) {
        let measured = measure(&polygon(&case.rings));
        assert!((measured.area_m2 - expected).abs() < 0.001, "{}: {measured:?}", case.name);
    }
    let first = measure(&polygon(&cases()[0].rings));
    assert!((first.perimeter_m - 1_395.936).abs() < 0.001);
}

proptest! {
    #[test]
    fn winding_and_first_vertex_do_not_matter(case in 0..42_usize, turn in 0..200_usize, flip: bool) {
        let case = &cases()[case];
        let rings: Vec<Vec<[f64; 2]>> = case.rings.iter().map(|ring| {
            let mut open = ring[..ring.len() - 1].to_vec();
            let turn = turn % open.len();
            open.rotate_left(turn);
            if flip { open.reverse(); }
            open.push(open[0]);
            open
        }).collect();
        agree(&measure(&polygon(&rings)), case);
    }

    #[test]
    fn areas_of_two_halves_close(x in 44.0..63.0_f64, y in 25.0..39.0_f64, w in 0.001..0.1_f64, h in 0.001..0.1_f64, cut in 0.1..0.9_f64) {
        // Cut along a meridian, which is a geodesic; the vertices on the parallels are shared.
        let m = x + w * cut;
        let ring = |coords: &[(f64, f64)]| {
            let coords: Vec<Coord<f64>> = coords.iter().map(|&(x, y)| Coord { x, y }).collect();
            measure(&Geometry::Polygon(Polygon::new(LineString::new(coords), vec![]))).area_m2
        };
        let whole = ring(&[(x, y), (m, y), (x + w, y), (x + w, y + h), (m, y + h), (x, y + h)]);
        let west = ring(&[(x, y), (m, y), (m, y + h), (x, y + h)]);
        let east = ring(&[(m, y), (x + w, y), (x + w, y + h), (m, y + h)]);
        prop_assert!((west + east - whole).abs() <= 1e-9 * whole + 0.001);
    }
}
