use geo::{MultiPolygon, Point, polygon};

use super::*;
use crate::render::camera::from_mercator;

struct Given(Vec<Geometry<f64>>);

impl FeatureSource for Given {
    fn len(&self) -> u32 {
        self.0.len() as u32
    }
    fn visit(&self, _: &BoundingBox, each: &mut dyn FnMut(u32, &Geometry<f64>)) {
        // Backwards, as an index might after an edit.
        self.0.iter().enumerate().rev().for_each(|(index, geometry)| each(index as u32, geometry));
    }
    fn revision(&self) -> u64 {
        0
    }
    fn changed_since(&self, _: u64) -> Option<Vec<BoundingBox>> {
        None
    }
}

const TILE: TileKey = TileKey { level: 14, x: 10_513, y: 6_484 };

/// A square in shares of the tile's side, as degrees.
fn square(x: f64, y: f64, side: f64) -> Polygon<f64> {
    let degrees = |dx: f64, dy: f64| {
        let (origin, metres) = (TILE.origin_m(), TILE.side_m());
        from_mercator(Coord { x: origin.x + (x + dx) * metres, y: origin.y - (y + dy) * metres })
    };
    polygon![degrees(0.0, 0.0), degrees(side, 0.0), degrees(side, side), degrees(0.0, side)]
}

fn area_px2(mesh: &TileMesh) -> f64 {
    let step = (1.0 + 2.0 / 16.0) / 65_535.0 * TILE_PX;
    let at = |index: &u32| mesh.corners[*index as usize].at.map(|value| f64::from(value) * step);
    mesh.indices
        .chunks(3)
        .map(|triangle| {
            let [a, b, c] = [at(&triangle[0]), at(&triangle[1]), at(&triangle[2])];
            ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs() / 2.0
        })
        .sum()
}

#[test]
fn triangles_cover_the_area_without_the_hole() {
    let hole = square(0.3, 0.3, 0.2).exterior().clone();
    let with_hole = Polygon::new(square(0.1, 0.1, 0.5).exterior().clone(), vec![hole]);
    let mesh = build(&Given(vec![with_hole.into()]), LayerKind::Areas, TILE);
    let expected = (0.25 - 0.04) * TILE_PX * TILE_PX;
    assert!((area_px2(&mesh) / expected - 1.0).abs() < 1e-3, "{}", area_px2(&mesh));
    assert_eq!(mesh.segments.len(), 8);
}

#[test]
fn an_area_beyond_the_tile_is_cut_to_it() {
    let mesh = build(&Given(vec![square(-30.0, -30.0, 60.0).into()]), LayerKind::Areas, TILE);
    let side = (1.0 + 2.0 / 16.0) * TILE_PX;
    assert!((area_px2(&mesh) / (side * side) - 1.0).abs() < 1e-3);
    assert!(mesh.segments.is_empty(), "its border is far away");
}

#[test]
fn features_are_in_order_however_they_come() {
    let squares: Vec<_> = (0..5).map(|number| square(0.1 * f64::from(number), 0.2, 0.08).into()).collect();
    let mesh = build(&Given(squares), LayerKind::Areas, TILE);
    assert!(mesh.segments.is_sorted_by_key(|segment| segment.feature));
    assert_eq!(mesh.spans.iter().map(|span| span.feature).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    assert!(mesh.spans.iter().all(|span| span.segments.len() == 4 && span.indices.len() == 6));
}

#[test]
fn what_cannot_be_seen_merges() {
    let crowd: Vec<_> =
        (0..100).map(|number| square(0.5 + 1e-5 * f64::from(number), 0.5, 0.001).into()).collect();
    let mesh = build(&Given(crowd), LayerKind::Areas, TILE);
    assert!(mesh.indices.is_empty() && mesh.crumbs.len() <= 2, "{} crumbs", mesh.crumbs.len());
}

#[test]
fn a_long_edge_bends_as_the_geodesic_does() {
    // 60 km along 35° north leave the rhumb line by about 49 m.
    let line = LineString::from(vec![(51.0, 35.0), (51.657, 35.0)]);
    let middle = Edge::new(line.0[0], line.0[1]);
    let middle = middle.at(middle.length_m() / 2.0).0;
    let local = TileKey { level: 14, x: 0, y: 0 }.local(middle);
    let tile = TileKey { level: 14, x: local.x.floor() as u32, y: local.y.floor() as u32 };
    let mesh = build(&Given(vec![line.into()]), LayerKind::Lines, tile);
    let expected = tile.local(middle);
    let step = (1.0 + 2.0 / 16.0) / 65_535.0;
    let place = |at: [u16; 2]| at.map(|value| f64::from(value) * step - 1.0 / 16.0);
    let on_it = mesh.segments.iter().any(|segment| {
        let (from, to) = (place(segment.from), place(segment.to));
        let share = (expected.x - from[0]) / (to[0] - from[0]);
        let y = from[1] + (to[1] - from[1]) * share;
        (0.0..=1.0).contains(&share) && (y - expected.y).abs() * TILE_PX < 0.3
    });
    assert!(on_it);
}

#[test]
fn broken_geometries_give_nothing_and_upset_nothing() {
    let nan = Coord { x: f64::NAN, y: 35.0 };
    let broken: Vec<Geometry<f64>> = vec![
        LineString::new(vec![]).into(),
        LineString::new(vec![nan, nan]).into(),
        Polygon::new(LineString::new(vec![nan]), vec![]).into(),
        MultiPolygon::new(vec![]).into(),
        Point(nan).into(),
        Geometry::GeometryCollection(geo::GeometryCollection::default()),
    ];
    let mesh = build(&Given(broken), LayerKind::Areas, TILE);
    assert_eq!(mesh, TileMesh::default());
}
