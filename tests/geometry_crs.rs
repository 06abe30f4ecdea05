//! Transformations against pyproj, and guesses.

use geo::Coord;
use serde::Deserialize;
use shahrak::geometry::crs::guess;
use shahrak::geometry::geodesic::geodesic_m;
use shahrak::geometry::{CrsError, CrsGuess, CrsId, Transformer};

#[derive(Deserialize)]
struct Case {
    crs: String,
    at: [f64; 2],
    lonlat: [f64; 2],
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("data/geometry/crs.json")).expect("figures")
}

#[test]
fn transformations_are_those_of_pyproj() {
    assert!(cases().len() >= 30);
    for case in cases() {
        let transformer = Transformer::to_wgs84(CrsId::parse(&case.crs).expect("a name")).expect("known");
        let found = transformer.transform(Coord::from(case.at)).expect("a place");
        let off_m = geodesic_m(found, Coord::from(case.lonlat));
        assert!(off_m < 1e-3, "{} {:?}: {off_m} m off", case.crs, case.at);
    }
}

#[test]
fn what_cannot_be_transformed_is_named() {
    assert!(matches!(Transformer::to_wgs84(CrsId::Epsg(99_999)), Err(CrsError::Unknown { .. })));
    let utm = Transformer::to_wgs84(CrsId::Epsg(32639)).expect("known");
    assert!(utm.transform(Coord { x: 1e30, y: 1e30 }).is_err());
    let same = Coord { x: 51.0, y: 35.0 };
    for crs in [CrsId::Crs84, CrsId::Epsg(4326)] {
        let transformer = Transformer::to_wgs84(crs).expect("known");
        assert_eq!(transformer.transform(same).expect("a place"), same);
    }
}

#[test]
fn coordinates_tell_what_they_are() {
    let guess = |x, y| guess(&[Coord { x, y }, Coord { x: x + 0.001, y }]).expect("a guess");
    assert_eq!(guess(51.0, 35.0), CrsGuess::Wgs84);
    assert_eq!(guess(35.0, 51.0), CrsGuess::SwappedLatLon);
    assert_eq!(guess(-71.1, 42.3), CrsGuess::OutsideIran);
    assert_eq!(super_guess(&[]), CrsGuess::Nothing);
    let CrsGuess::Projected { candidates } = guess(535_000.0, 3_950_000.0) else { panic!("metres") };
    // Nothing in UTM figures tells the zone: all four are offered, WGS 84 before ED50.
    let names: Vec<_> = candidates.iter().map(|c| c.crs.to_string()).collect();
    for wanted in ["EPSG:32638", "EPSG:32639", "EPSG:32640", "EPSG:32641", "EPSG:2059"] {
        assert!(names.iter().any(|name| name == wanted), "{wanted} in {names:?}");
    }
    assert_eq!(names.first().map(String::as_str), Some("EPSG:32638"));
    let place = candidates.iter().find(|c| c.crs == CrsId::Epsg(32639)).expect("offered").lands_at;
    assert!((place.x - 51.388).abs() < 0.01 && (place.y - 35.693).abs() < 0.01, "{place:?}");
    // Web Mercator figures of Tehran fit nothing else.
    let CrsGuess::Projected { candidates } = guess(5_721_000.0, 4_260_000.0) else { panic!("metres") };
    assert_eq!(candidates.iter().map(|c| c.crs).collect::<Vec<_>>(), [CrsId::Epsg(3857)]);
    // A local CAD grid fits nothing.
    assert_eq!(guess(1_200.0, 3_400.0), CrsGuess::Projected { candidates: vec![] });
}

fn super_guess(sample: &[Coord<f64>]) -> CrsGuess {
    guess(sample).expect("a guess")
}
