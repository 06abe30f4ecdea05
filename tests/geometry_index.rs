//! Boxes of geodesic edges, and the index of boxes with its overlay.

use std::collections::BTreeMap;

use geo::{Coord, Geometry, LineString};
use proptest::prelude::*;
use shahrak::geometry::geodesic::Edge;
use shahrak::geometry::{BoundingBox, BoxIndex, Shape, geodesic_bounds};

#[test]
fn a_long_line_bulges_north() {
    let line = LineString::from(vec![(51.0, 35.0), (52.42, 35.0)]);
    let shape = Shape::flat(Geometry::LineString(line));
    let (plain, bounds) =
        (shape.vertex_box().expect("a box"), geodesic_bounds(&shape.geometry).expect("a box"));
    let bulge_m = (bounds.north - plain.north) * 110_950.0;
    assert!((bulge_m - 230.0).abs() < 5.0, "{bulge_m}");
    assert_eq!((bounds.west, bounds.south, bounds.east), (plain.west, plain.south, plain.east));
    assert!(geodesic_bounds(&Geometry::MultiPoint(geo::MultiPoint::new(vec![]))).is_none());
}

proptest! {
    #[test]
    fn every_position_of_an_edge_is_in_its_box(
        x in 44.0..64.0_f64, y in -60.0..60.0_f64, dx in -5.0..5.0_f64, dy in -5.0..5.0_f64,
    ) {
        let (from, to) = (Coord { x, y }, Coord { x: x + dx, y: y + dy });
        let bounds = geodesic_bounds(&Geometry::LineString(LineString::new(vec![from, to]))).expect("a box");
        let edge = Edge::new(from, to);
        let mut highest = from.y.max(to.y);
        for step in 0..=200 {
            let at = edge.at(edge.length_m() * f64::from(step) / 200.0).0;
            prop_assert!(bounds.widened(1e-9).contains(at), "{:?} {:?}", at, bounds);
            highest = highest.max(at.y);
        }
        // Not wider than needed either.
        prop_assert!(bounds.north - highest < 1e-4);
    }

    #[test]
    fn the_overlay_answers_like_a_fresh_index(
        changes in prop::collection::vec((0..30_u32, prop::option::of((0.0..9.0_f64, 0.0..9.0_f64))), 0..60),
        ask in (0.0..9.0_f64, 0.0..9.0_f64),
    ) {
        let make = |x: f64, y: f64| BoundingBox { west: x, south: y, east: x + 1.0, north: y + 1.0 };
        let mut plain: BTreeMap<u32, BoundingBox> =
            (0..20).map(|id| (id, make(f64::from(id % 5) * 2.0, f64::from(id / 5) * 2.0))).collect();
        let mut index = BoxIndex::build(plain.iter().map(|(id, bounds)| (*id, *bounds)));
        for (place, (id, to)) in changes.into_iter().enumerate() {
            let (old, new) = (plain.get(&id).copied(), to.map(|(x, y)| make(x, y)));
            let before = index.clone();
            index = index.with_changes([(id, old, new)]);
            prop_assert_eq!(before.len(), plain.len());
            match new {
                Some(bounds) => plain.insert(id, bounds),
                None => plain.remove(&id),
            };
            if place % 7 == 6 {
                index = index.compacted();
                prop_assert_eq!(index.overlay_len(), 0);
            }
            prop_assert_eq!(index.len(), plain.len());
        }
        let window = make(ask.0, ask.1);
        let mut found: Vec<u32> = index.query(&window).copied().collect();
        found.sort_unstable();
        let wanted: Vec<u32> =
            plain.iter().filter(|(_, bounds)| bounds.meets(&window)).map(|(id, _)| *id).collect();
        prop_assert_eq!(found, wanted);
        let at = Coord { x: ask.0, y: ask.1 };
        prop_assert_eq!(index.at(at).count(), plain.values().filter(|bounds| bounds.contains(at)).count());
    }
}
