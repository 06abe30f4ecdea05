//! Nets between places, and the lines that draw them.

use super::plane::{metres_per_degree, rough_distance_m};
use super::random::Random;
use geo::{Coord, LineIntersection, Polygon};
use spade::{DelaunayTriangulation, FloatTriangulation, HasPosition, Point2, Triangulation};

struct Knot {
    at: Point2<f64>,
    number: usize,
}

impl HasPosition for Knot {
    type Scalar = f64;
    fn position(&self) -> Point2<f64> {
        self.at
    }
}

/// The relative neighbourhood graph (Toussaint 1980): two points are joined
/// when no third is nearer to both than they are to each other. It hangs
/// together and looks like a road map. Pairs of positions, sorted.
pub(super) fn neighbourhood(points: &[Coord<f64>]) -> Vec<(usize, usize)> {
    let knots = points.iter().enumerate().map(|(number, at)| {
        let scale = metres_per_degree(32.5);
        Knot { at: Point2::new(at.x * scale.x, at.y * scale.y), number }
    });
    let Ok(net) = DelaunayTriangulation::<Knot>::bulk_load(knots.collect()) else { return Vec::new() };
    let gap = |a: Point2<f64>, b: Point2<f64>| (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
    let mut pairs: Vec<(usize, usize)> = net
        .undirected_edges()
        .filter_map(|edge| {
            let [one, two] = edge.vertices().map(|vertex| (vertex.position(), vertex.data().number));
            let length = gap(one.0, two.0);
            // A third point so near is a corner of the circle around both.
            let mut near = net.get_vertices_in_circle(
                Point2::new((one.0.x + two.0.x) / 2.0, (one.0.y + two.0.y) / 2.0),
                length * 0.76,
            );
            let blocked = near.any(|third| {
                let at = third.position();
                third.data().number != one.1
                    && third.data().number != two.1
                    && gap(at, one.0).max(gap(at, two.0)) < length
            });
            (!blocked).then_some((one.1.min(two.1), one.1.max(two.1)))
        })
        .collect();
    pairs.sort_unstable();
    pairs
}

/// A line between two points with a bend every `step_m` metres, up to
/// `sway` of a step aside.
pub(super) fn winding(
    from: Coord<f64>,
    to: Coord<f64>,
    step_m: f64,
    sway: f64,
    random: &mut Random,
) -> Vec<Coord<f64>> {
    let length = rough_distance_m(from, to);
    let pieces = (length / step_m).clamp(1.0, 40.0).round() as usize;
    let span = to - from;
    let scale = metres_per_degree((from.y + to.y) / 2.0);
    let mut corners = vec![from];
    let mut aside = 0.0;
    for piece in 1..pieces {
        let share = piece as f64 / pieces as f64;
        aside = aside * 0.55 + random.between(-1.0, 1.0) * sway * length / pieces as f64;
        let (east, north) = (-span.y * scale.y / length * aside, span.x * scale.x / length * aside);
        let base = from + span * share;
        corners.push(Coord { x: base.x + east / scale.x, y: base.y + north / scale.y });
    }
    corners.push(to);
    corners
}

/// A way from `from` to `gate` that does not run through `around`: straight, or
/// by one or two points off its corners (degrees).
pub(super) fn approach(
    from: Coord<f64>,
    gate: Coord<f64>,
    around: &Polygon<f64>,
    clearance_m: f64,
) -> Vec<Coord<f64>> {
    let corners: Vec<Coord<f64>> = off_corners(around, clearance_m);
    let length =
        |way: &[Coord<f64>]| -> f64 { way.windows(2).map(|pair| rough_distance_m(pair[0], pair[1])).sum() };
    let mut ways = vec![vec![from, gate]];
    for &one in &corners {
        ways.push(vec![from, one, gate]);
        for &two in &corners {
            if one != two {
                ways.push(vec![from, one, two, gate]);
            }
        }
    }
    ways.into_iter()
        .filter(|way| !crosses(way, around))
        .min_by(|a, b| length(a).total_cmp(&length(b)))
        .unwrap_or_else(|| vec![from, gate])
}

fn off_corners(shape: &Polygon<f64>, clearance_m: f64) -> Vec<Coord<f64>> {
    use geo::Centroid;
    let Some(middle) = shape.centroid() else { return Vec::new() };
    shape
        .exterior()
        .0
        .iter()
        .skip(1)
        .map(|&corner| {
            let reach = rough_distance_m(corner, middle.0).max(1.0);
            corner + (corner - middle.0) * (clearance_m / reach)
        })
        .collect()
}

fn crosses(way: &[Coord<f64>], shape: &Polygon<f64>) -> bool {
    way.windows(2).any(|pair| {
        let line = geo::Line::new(pair[0], pair[1]);
        shape.exterior().lines().any(|edge| {
            matches!(
                geo::line_intersection::line_intersection(line, edge),
                Some(
                    LineIntersection::SinglePoint { is_proper: true, .. }
                        | LineIntersection::Collinear { .. }
                )
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_between_two_keeps_them_apart() {
        let points = [(50.0, 35.0), (51.0, 35.0), (50.5, 35.05), (50.5, 36.0)];
        let pairs = neighbourhood(&points.map(|(x, y)| Coord { x, y }));
        assert_eq!(pairs, vec![(0, 2), (1, 2), (2, 3)]);
    }

    #[test]
    fn a_way_goes_round_the_estate() {
        let shape = geo::Rect::new((51.0, 35.0), (51.01, 35.01)).to_polygon();
        let way = approach(Coord { x: 51.005, y: 35.05 }, Coord { x: 51.005, y: 34.999 }, &shape, 80.0);
        assert!(way.len() > 2 && !crosses(&way, &shape));
    }
}
