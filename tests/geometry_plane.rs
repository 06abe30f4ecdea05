//! The local plane against PROJ's tmerc, and what is computed in it.

use geo::{Coord, Geometry, LineString, MapCoords as _, Polygon};
use proptest::prelude::*;
use serde::Deserialize;
use shahrak::geometry::{LocalPlane, centroid, difference, measure, minimum_width_m, overlap_area_m2};

#[derive(Deserialize)]
struct Sheet {
    centre: [f64; 2],
    lonlat: Vec<[f64; 2]>,
    metres: Vec<[f64; 2]>,
}

#[test]
fn the_plane_is_that_of_proj() {
    let sheets: Vec<Sheet> = serde_json::from_str(include_str!("data/geometry/plane.json")).expect("figures");
    assert!(!sheets.is_empty());
    for sheet in sheets {
        let plane = LocalPlane::new(Coord::from(sheet.centre));
        for (at, metres) in sheet.lonlat.iter().zip(&sheet.metres) {
            let found = plane.forward(Coord::from(*at));
            assert!(
                (found.x - metres[0]).abs() < 1e-6 && (found.y - metres[1]).abs() < 1e-6,
                "{found:?} {metres:?}"
            );
        }
    }
}

fn drawn(metres: &[(f64, f64)]) -> Geometry<f64> {
    let plane = LocalPlane::new(Coord { x: 54.3, y: 35.4 });
    let polygon = Polygon::new(LineString::from(metres.to_vec()), vec![]);
    Geometry::Polygon(polygon.map_coords(|at| plane.inverse(at)))
}

#[test]
fn widths_of_known_shapes() {
    type Case<'a> = (&'a str, f64, &'a [(f64, f64)]);
    let cases: [Case; 6] = [
        ("rectangle", 100.0, &[(0., 0.), (400., 0.), (400., 100.), (0., 100.)]),
        ("rectangle askew", 100.0, &[(0., 0.), (300., 400.), (220., 460.), (-80., 60.)]),
        ("L", 50.0, &[(0., 0.), (300., 0.), (300., 50.), (50., 50.), (50., 300.), (0., 300.)]),
        (
            "dumb-bell",
            20.0,
            &[
                (0., 0.),
                (200., 0.),
                (200., 90.),
                (300., 90.),
                (300., 0.),
                (500., 0.),
                (500., 200.),
                (300., 200.),
                (300., 110.),
                (200., 110.),
                (200., 200.),
                (0., 200.),
            ],
        ),
        (
            "arm",
            40.0,
            &[
                (0., 0.),
                (200., 0.),
                (200., 80.),
                (500., 80.),
                (500., 120.),
                (200., 120.),
                (200., 200.),
                (0., 200.),
            ],
        ),
        ("equilateral triangle", 115.470, &[(0., 0.), (200., 0.), (100., 173.205)]),
    ];
    for (name, expected_m, ring) in cases {
        let width_m = minimum_width_m(&drawn(ring)).expect("an area");
        assert!((width_m - expected_m).abs() < 0.5, "{name}: {width_m}");
    }
    assert_eq!(minimum_width_m(&Geometry::Point((51.0, 35.0).into())), None);
}

#[test]
fn a_plot_over_the_border_of_a_large_area() {
    // A county of 200 km: its size must not make the plot coarse.
    let county = drawn(&[(0., -1e5), (2e5, -1e5), (2e5, 1e5), (0., 1e5)]);
    let plot = drawn(&[(-15., 10.), (25., 10.), (25., 40.), (-15., 40.)]);
    let shared_m2 = overlap_area_m2(&plot, &county);
    assert!((shared_m2 - 25.0 * 30.0).abs() < 0.02, "{shared_m2}");
    let rest_m2 = measure(&Geometry::MultiPolygon(difference(&plot, &county))).area_m2;
    assert!((rest_m2 - 15.0 * 30.0).abs() < 0.02, "{rest_m2}");
    let neighbour = drawn(&[(25., 10.), (65., 10.), (65., 40.), (25., 40.)]);
    assert!(overlap_area_m2(&plot, &neighbour) < 1e-3);
    assert_eq!(overlap_area_m2(&plot, &drawn(&[(5e3, 0.), (5e3, 9.), (5.1e3, 9.)])), 0.0);
}

#[test]
fn the_centroid_of_a_square_is_its_middle() {
    let at = centroid(&drawn(&[(-50., -50.), (50., -50.), (50., 50.), (-50., 50.)])).expect("an area");
    assert!((at.x - 54.3).abs() < 1e-9 && (at.y - 35.4).abs() < 1e-9, "{at:?}");
}

proptest! {
    #[test]
    fn there_and_back(x in 44.0..64.0_f64, y in 25.0..40.0_f64, east in -1e5..1e5_f64, north in -1e5..1e5_f64) {
        let plane = LocalPlane::new(Coord { x, y });
        let back = plane.forward(plane.inverse(Coord { x: east, y: north }));
        prop_assert!((back.x - east).abs() < 1e-6 && (back.y - north).abs() < 1e-6);
    }

    #[test]
    fn parts_close(x in -300.0..300.0_f64, y in -300.0..300.0_f64, w in 10.0..500.0_f64, h in 10.0..500.0_f64) {
        let zone = drawn(&[(-200., -150.), (180., -200.), (260., 120.), (0., 40.), (-180., 210.)]);
        let other = drawn(&[(x, y), (x + w, y), (x + w, y + h), (x, y + h)]);
        let whole_m2 = measure(&zone).area_m2;
        let rest_m2 = measure(&Geometry::MultiPolygon(difference(&zone, &other))).area_m2;
        let shared_m2 = overlap_area_m2(&zone, &other);
        prop_assert!((whole_m2 - rest_m2 - shared_m2).abs() < 0.05, "{} {} {}", whole_m2, rest_m2, shared_m2);
        prop_assert!((shared_m2 - overlap_area_m2(&other, &zone)).abs() < 0.01);
    }
}
