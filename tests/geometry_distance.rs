//! Exact distances against independent figures (`docs/design/geometry.md` says how they were made)
//! and against a slow search.

use geo::{Coord, Geometry, LineString, Point, Polygon};
use proptest::prelude::*;
use serde::Deserialize;
use shahrak::geometry::geodesic::{Edge, geodesic_m};
use shahrak::geometry::{NearestIndex, distance};

#[derive(Deserialize)]
struct Pair {
    kind: String,
    a: geojson::Geometry,
    b: geojson::Geometry,
    distance_m: f64,
}

fn pairs() -> Vec<(String, Geometry<f64>, Geometry<f64>, f64)> {
    let pairs: Vec<Pair> =
        serde_json::from_str(include_str!("data/geometry/distance.json")).expect("golden figures");
    let shape = |g: geojson::Geometry| Geometry::try_from(g).expect("a geometry");
    pairs.into_iter().map(|p| (p.kind, shape(p.a), shape(p.b), p.distance_m)).collect()
}

#[test]
fn distances_agree_with_an_independent_dense_search() {
    let pairs = pairs();
    assert!(pairs.len() >= 500);
    let mut worst_m = 0.0_f64;
    for (index, (kind, a, b, expected_m)) in pairs.iter().enumerate() {
        let found = distance(a, b).expect("coordinates");
        let back = distance(b, a).expect("coordinates");
        worst_m = worst_m.max((found.distance_m - expected_m).abs());
        assert!((found.distance_m - expected_m).abs() < 0.001, "{index} {kind}: {found:?} {expected_m}");
        assert!((back.distance_m - expected_m).abs() < 0.001, "{index} {kind} turned: {back:?} {expected_m}");
        // The positions named are that far apart, and lie on the two geometries.
        assert!((geodesic_m(found.from, found.at) - found.distance_m).abs() < 1e-4, "{index} {kind}");
        for (at, on) in [(found.from, a), (found.at, b)] {
            let off_m = distance(&Geometry::Point(at.into()), on).expect("coordinates").distance_m;
            assert!(off_m < 1e-4, "{index} {kind}: {off_m} m off");
        }
    }
    println!("largest difference {worst_m} m over {} pairs", pairs.len());
}

/// Nearest of all to the first geometry of each pair: the index must find what scanning finds.
#[test]
fn the_index_finds_what_scanning_finds() {
    let pairs = pairs();
    let index = NearestIndex::build(pairs.iter().enumerate().map(|(id, pair)| (id as u32, &pair.2)));
    for (_, query, _, _) in pairs.iter().step_by(9) {
        let mut scanned: Vec<(f64, u32)> = pairs
            .iter()
            .enumerate()
            .map(|(id, pair)| (distance(query, &pair.2).expect("coordinates").distance_m, id as u32))
            .collect();
        scanned.sort_by(|one, other| one.partial_cmp(other).expect("numbers"));
        let found = index.nearest(query, 5, None);
        assert_eq!(found.len(), 5);
        for (hit, (distance_m, id)) in found.iter().zip(&scanned) {
            assert_eq!(hit.id, *id);
            assert!((hit.distance_m - distance_m).abs() < 1e-6);
        }
        let limit_m = scanned[2].0;
        assert!(index.nearest(query, 9, Some(limit_m)).iter().all(|hit| hit.distance_m <= limit_m));
    }
}

fn square(x: f64, y: f64, side: f64) -> Geometry<f64> {
    let ring = vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
    Geometry::Polygon(Polygon::new(LineString::from(ring), vec![]))
}

#[test]
fn touching_inside_and_in_a_hole() {
    let (big, small) = (square(51.0, 35.0, 0.01), square(51.002, 35.002, 0.001));
    assert_eq!(distance(&big, &small).map(|r| r.distance_m), Some(0.0));
    assert_eq!(distance(&small, &big).map(|r| r.distance_m), Some(0.0));
    // Two plots side by side, meeting along a border, and at a corner.
    assert_eq!(distance(&big, &square(51.01, 35.003, 0.01)).map(|r| r.distance_m), Some(0.0));
    assert_eq!(distance(&big, &square(51.01, 35.01, 0.01)).map(|r| r.distance_m), Some(0.0));
    let Geometry::Polygon(polygon) = big else { unreachable!() };
    let hole = LineString::from(vec![
        (51.001, 35.001),
        (51.001, 35.009),
        (51.009, 35.009),
        (51.009, 35.001),
        (51.001, 35.001),
    ]);
    let ring = Geometry::Polygon(Polygon::new(polygon.exterior().clone(), vec![hole]));
    let gap_m = distance(&ring, &small).expect("coordinates").distance_m;
    let south_m = geodesic_m(Coord { x: 51.002, y: 35.002 }, Coord { x: 51.001, y: 35.002 });
    assert!((gap_m - south_m).abs() < 0.01, "{gap_m} {south_m}");
    assert!(distance(&Geometry::MultiPoint(geo::MultiPoint::new(vec![])), &small).is_none());
}

#[test]
fn equal_distances_are_sorted_by_id() {
    let areas = [square(51.0, 35.0, 0.01), square(50.99, 34.99, 0.05), square(51.0, 35.0, 0.02)];
    let index = NearestIndex::build([(7, &areas[0]), (3, &areas[1]), (5, &areas[2])]);
    let query = square(51.001, 35.001, 0.001);
    let ids = |count| index.nearest(&query, count, None).iter().map(|hit| hit.id).collect::<Vec<_>>();
    assert_eq!(ids(1), [3]);
    assert_eq!(ids(3), [3, 5, 7]);
    // Points inside a large query, lowest ids first.
    let points: Vec<_> =
        (0..40).map(|i| Geometry::Point(Point::new(51.0 + 0.0002 * f64::from(i), 35.001))).collect();
    let index = NearestIndex::build(points.iter().enumerate().map(|(id, point)| (39 - id as u32, point)));
    let found: Vec<_> =
        index.nearest(&areas[0], 4, None).iter().map(|hit| (hit.id, hit.distance_m)).collect();
    assert_eq!(found, [(0, 0.0), (1, 0.0), (2, 0.0), (3, 0.0)]);
}

/// The slow way: walk along the edge, then narrow down.
fn slowly_m(from: Coord<f64>, ends: [Coord<f64>; 2]) -> f64 {
    let edge = Edge::new(ends[0], ends[1]);
    let (mut low, mut high) = (0.0, edge.length_m());
    let at = |along_m: f64| geodesic_m(from, edge.at(along_m).0);
    while high - low > 1e-3 {
        let (one, other) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if at(one) < at(other) { high = other } else { low = one }
    }
    at(0.0).min(at(edge.length_m())).min(at(low))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_point_and_an_edge_of_any_length(
        px in 44.0..64.0_f64, py in 25.0..40.0_f64,
        dx in -1.5..1.5_f64, dy in -1.5..1.5_f64, ex in -1.5..1.5_f64, ey in -1.5..1.5_f64,
        scale in 0..5_i32,
    ) {
        let scale = 10_f64.powi(-scale);
        let from = Coord { x: px, y: py };
        let start = Coord { x: px + dx * scale, y: py + dy * scale };
        let end = Coord { x: start.x + ex * scale, y: start.y + ey * scale };
        let line = Geometry::LineString(LineString::new(vec![start, end]));
        let found = distance(&Geometry::Point(from.into()), &line).expect("coordinates");
        prop_assert!((found.distance_m - slowly_m(from, [start, end])).abs() < 1e-4);
    }

    #[test]
    fn from_there_to_here_is_as_far(
        x in 50.0..51.0_f64, y in 30.0..31.0_f64, u in 50.0..51.0_f64, v in 30.0..31.0_f64, side in 0.001..0.3_f64,
    ) {
        let (a, b) = (square(x, y, side), square(u, v, 0.01));
        let there = distance(&a, &b).expect("coordinates").distance_m;
        let back = distance(&b, &a).expect("coordinates").distance_m;
        prop_assert!((there - back).abs() < 1e-6);
    }
}
