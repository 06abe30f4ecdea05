//! Validity against shapely (GEOS) as judge, and what is mended.

use geo::{Coord, Geometry, LineString, Polygon};
use proptest::prelude::*;
use serde::Deserialize;
use shahrak::geometry::{
    Position, ProblemCode, RawGeometry, RepairCode, Shape, check, check_raw, is_valid, measure, repair,
    repair_raw,
};

#[derive(Deserialize)]
struct Case {
    name: String,
    geometry: geojson::Geometry,
    valid: bool,
    why: String,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("data/geometry/validity.json")).expect("verdicts")
}

fn geometry(case: &Case) -> Geometry<f64> {
    Geometry::try_from(case.geometry.clone()).expect("a geometry")
}

#[test]
fn verdicts_are_those_of_geos() {
    assert!(cases().len() > 190);
    let differing: Vec<String> = cases()
        .iter()
        .filter(|case| is_valid(&geometry(case)) != case.valid)
        .map(|case| {
            format!("{}: GEOS {} ({}), we {:?}", case.name, case.valid, case.why, check(&geometry(case)))
        })
        .collect();
    assert!(differing.is_empty(), "{differing:#?}");
}

#[test]
fn what_is_mended_is_valid_and_what_is_valid_is_left_alone() {
    let mut split = 0;
    for case in cases() {
        let geometry = geometry(&case);
        let before = measure(&geometry).area_m2;
        match repair(&Shape::flat(geometry)) {
            Ok((mended, repairs)) => {
                assert!(is_valid(&mended.geometry), "{}", case.name);
                assert!(
                    check(&mended.geometry).iter().all(|p| p.code == ProblemCode::SwappedLatLon),
                    "{}",
                    case.name
                );
                split +=
                    usize::from(repairs.iter().any(|repair| repair.code == RepairCode::SelfIntersection));
                if case.valid {
                    let after = measure(&mended.geometry).area_m2;
                    assert!((before - after).abs() <= 1e-12 * before, "{}", case.name);
                }
            }
            Err(problem) => assert!(!case.valid && problem.code.is_invalid(), "{}: {problem}", case.name),
        }
    }
    assert!(split >= 10, "{split}");
}

fn ring(coords: &[(f64, f64)]) -> Vec<Position> {
    coords.iter().map(|&(x, y)| Position { at: Coord { x, y }, z: None }).collect()
}

fn codes(raw: &RawGeometry) -> Vec<ProblemCode> {
    check_raw(raw).iter().map(|problem| problem.code).collect()
}

#[test]
fn raw_rings_are_seen_as_they_stand() {
    let open = RawGeometry::Polygon(vec![ring(&[(51., 35.), (52., 35.), (52., 36.)])]);
    assert_eq!(codes(&open), [ProblemCode::UnclosedRing]);
    let (mended, repairs) = repair_raw(open).expect("mended");
    assert_eq!(repairs.iter().map(|r| r.code).collect::<Vec<_>>(), [RepairCode::UnclosedRing]);
    assert!(is_valid(&mended.geometry));

    let short = RawGeometry::Polygon(vec![ring(&[(51., 35.), (52., 35.), (51., 35.)])]);
    assert_eq!(codes(&short), [ProblemCode::TooFewPoints]);
    assert_eq!(repair_raw(short).expect_err("not mended").code, ProblemCode::TooFewPoints);

    let metres = RawGeometry::Point(Position { at: Coord { x: 512_345.0, y: 3_876_543.0 }, z: None });
    assert_eq!(codes(&metres), [ProblemCode::OutOfRange]);
    let nan = RawGeometry::LineString(ring(&[(51., f64::NAN), (52., 35.)]));
    assert_eq!(codes(&nan), [ProblemCode::NotANumber]);
    let swapped = RawGeometry::Point(Position { at: Coord { x: 35.0, y: 51.0 }, z: None });
    assert_eq!(codes(&swapped), [ProblemCode::SwappedLatLon]);
    assert_eq!(codes(&RawGeometry::Polygon(vec![])), [ProblemCode::Empty]);
    assert_eq!(codes(&RawGeometry::LineString(ring(&[(51., 35.)]))), [ProblemCode::TooFewPoints]);
    assert_eq!(codes(&RawGeometry::LineString(ring(&[(51., 35.), (51., 35.)]))), [ProblemCode::ZeroLength]);
    let clockwise = RawGeometry::Polygon(vec![ring(&[(51., 35.), (52., 36.), (52., 35.), (51., 35.)])]);
    assert_eq!(codes(&clockwise), [ProblemCode::WrongWinding]);
}

/// `geo` joins vertices nearer than 0.0001 of a unit: in degrees that would be eleven metres.
#[test]
fn splitting_keeps_every_vertex_of_a_small_plot() {
    let spiked = [
        (51.0, 35.0),
        (51.00015, 35.0),
        (51.00015, 35.00002),
        (51.0002, 35.00002),
        (51.00015, 35.00002),
        (51.00015, 35.0001),
        (51.0, 35.0001),
    ];
    let raw = RawGeometry::Polygon(vec![ring(&spiked)]);
    let drawn_m2 = measure(&raw.as_drawn().geometry).area_m2;
    let (mended, _) = repair_raw(raw).expect("mended");
    assert!((measure(&mended.geometry).area_m2 - drawn_m2).abs() < 1e-6);
    assert_eq!(geo::CoordsIter::coords_count(&mended.geometry), 6);
}

#[test]
fn parts_and_holes_without_area_are_dropped_and_told() {
    let flat = || ring(&[(52., 36.), (53., 36.), (54., 36.), (52., 36.)]);
    let square = || ring(&[(51., 35.), (51.1, 35.), (51.1, 35.1), (51., 35.1), (51., 35.)]);
    let (mended, repairs) =
        repair_raw(RawGeometry::MultiPolygon(vec![vec![flat()], vec![square()]])).expect("mended");
    assert_eq!(
        repairs.iter().map(|repair| (repair.code, repair.part)).collect::<Vec<_>>(),
        [(RepairCode::ZeroArea, 0)]
    );
    assert!(is_valid(&mended.geometry));
    let hole = repair_raw(RawGeometry::Polygon(vec![square(), flat()])).expect("mended");
    assert_eq!(
        hole.1.iter().map(|repair| (repair.code, repair.ring)).collect::<Vec<_>>(),
        [(RepairCode::ZeroArea, Some(1))]
    );
    assert_eq!(
        repair_raw(RawGeometry::Polygon(vec![flat()])).expect_err("nothing left").code,
        ProblemCode::ZeroArea
    );
}

#[test]
fn heights_follow_their_vertices() {
    let z = |x: f64, y: f64, z: f64| Position { at: Coord { x, y }, z: Some(z) };
    let ring = vec![z(51., 35., 1.), z(52., 36., 2.), z(52., 36., 2.), z(52., 35., 3.)];
    let (mended, repairs) = repair_raw(RawGeometry::Polygon(vec![ring])).expect("mended");
    assert_eq!(repairs.len(), 3);
    assert_eq!(mended.z, Some(vec![1., 3., 2., 1.]));
    assert_eq!(RawGeometry::from(&mended).as_drawn(), mended);
    let bow_tie = vec![z(51., 35., 1.), z(52., 36., 2.), z(52., 35., 3.), z(51., 36., 4.), z(51., 35., 1.)];
    let (mended, repairs) = repair_raw(RawGeometry::Polygon(vec![bow_tie])).expect("mended");
    assert_eq!(mended.z, None);
    assert!(repairs.iter().any(|repair| repair.code == RepairCode::HeightsDropped));
    assert!(matches!(mended.geometry, Geometry::MultiPolygon(parts) if parts.0.len() == 2));
}

/// Every polygon of the real layers, GEOS having judged them: all counties are valid, and of the
/// Cambridge parcels 37 cross themselves and one is empty.
#[test]
fn real_layers_are_judged_as_geos_does() {
    let set = std::env::var("SHAHRAK_REAL_DATA").ok();
    let Some(folder) = set.filter(|folder| !folder.is_empty()) else {
        println!("not run: real_layers_are_judged_as_geos_does (SHAHRAK_REAL_DATA is not set)");
        return;
    };
    let bad = |file: &str| {
        let text = std::fs::read_to_string(format!("{folder}/{file}")).expect("the layer");
        let features =
            geojson::FeatureCollection::try_from(text.parse::<geojson::GeoJson>().expect("GeoJSON"));
        let geometries = features.expect("features").features.into_iter().filter_map(|f| f.geometry);
        let shapes = geometries.map(|g| Geometry::<f64>::try_from(g).expect("a geometry"));
        let judged: Vec<(bool, bool)> = shapes
            .filter(|shape| !is_valid(shape))
            .map(|shape| (check(&shape)[0].code == ProblemCode::Empty, repair(&Shape::flat(shape)).is_ok()))
            .collect();
        let empty = judged.iter().filter(|(empty, _)| *empty).count();
        (judged.len() - empty, empty, judged.iter().filter(|(_, mended)| *mended).count())
    };
    assert_eq!(bad("admin/iran_counties.geojson"), (0, 0, 0));
    assert_eq!(bad("plots/cambridge_ma_parcels_fy2014.geojson"), (37, 1, 37));
}

proptest! {
    #[test]
    fn a_valid_area_is_never_changed(
        radii in prop::collection::vec(0.2..1.0_f64, 3..40), x in 44.0..63.0_f64, y in 25.0..39.0_f64,
        clockwise: bool, open: bool, doubled: bool,
    ) {
        let count = radii.len() as f64;
        let mut coords: Vec<Coord<f64>> = radii.iter().enumerate().map(|(place, radius)| {
            let (sin, cos) = (std::f64::consts::TAU * place as f64 / count).sin_cos();
            Coord { x: x + 0.01 * radius * cos, y: y + 0.01 * radius * sin }
        }).collect();
        if clockwise { coords.reverse(); }
        let drawn = Geometry::Polygon(Polygon::new(LineString::new(coords.clone()), vec![]));
        prop_assert!(is_valid(&drawn));
        if doubled { coords.insert(1, coords[0]); }
        if !open { coords.push(coords[0]); }
        let raw = RawGeometry::Polygon(vec![coords.into_iter().map(Position::from).collect()]);
        let (mended, repairs) = repair_raw(raw).expect("mended");
        let (before, after) = (measure(&drawn).area_m2, measure(&mended.geometry).area_m2);
        prop_assert!((before - after).abs() <= 1e-9 * before);
        prop_assert_eq!(repairs.len(), usize::from(clockwise) + usize::from(open) + usize::from(doubled));
        let again = repair(&mended).expect("mended");
        prop_assert_eq!(again, (mended, vec![]));
    }

    #[test]
    fn a_tangle_ends_valid_or_named(coords in prop::collection::vec((0..12_i32, 0..12_i32), 1..60)) {
        let path: Vec<_> = coords.iter().map(|&(x, y)| (50.0 + f64::from(x), 28.0 + f64::from(y))).collect();
        match repair_raw(RawGeometry::Polygon(vec![ring(&path)])) {
            Ok((mended, _)) => prop_assert!(is_valid(&mended.geometry)),
            Err(problem) => prop_assert!(problem.code.is_invalid()),
        }
    }
}
