//! Where estates lie: near their city or dehestan centre, inside their
//! province, clear of one another, of places and of rivers.

use super::admin_layer::DehestanCell;
use super::data::{Data, Place};
use super::plane::rough_distance_m;
use super::random::Random;
use geo::{BoundingRect, ClosestPoint, Contains, Coord, Point};
use rstar::primitives::{GeomWithData, Line as RTreeLine, Rectangle};
use rstar::{AABB, RTree};

/// A place taken by an estate.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) at: Coord<f64>,
    /// Direction of the estate's rows (unit vector).
    pub(super) axis: (f64, f64),
    /// Position in the list of dehestans.
    pub(super) dehestan: usize,
}

/// Finds spots and remembers those taken.
pub(super) struct Siting<'a> {
    dehestans: &'a [DehestanCell],
    obstacles: &'a Obstacles,
    index: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    places: RTree<[f64; 2]>,
    taken: Vec<(Coord<f64>, f64)>,
}

impl<'a> Siting<'a> {
    pub(super) fn new(data: &Data, dehestans: &'a [DehestanCell], obstacles: &'a Obstacles) -> Siting<'a> {
        let boxes = dehestans.iter().enumerate().filter_map(|(number, cell)| {
            let reach = cell.region.bounding_rect()?;
            let corners =
                Rectangle::from_corners([reach.min().x, reach.min().y], [reach.max().x, reach.max().y]);
            Some(GeomWithData::new(corners, number))
        });
        let places = data.places.iter().map(|place: &Place| [place.at.x, place.at.y]);
        Siting {
            dehestans,
            obstacles,
            index: RTree::bulk_load(boxes.collect()),
            places: RTree::bulk_load(places.collect()),
            taken: Vec::new(),
        }
    }

    /// The dehestan that holds a point.
    pub(super) fn dehestan_at(&self, at: Coord<f64>) -> Option<usize> {
        self.index
            .locate_all_at_point(&[at.x, at.y])
            .map(|found| found.data)
            .filter(|&number| self.dehestans.get(number).is_some_and(|cell| cell.region.contains(&Point(at))))
            .min()
    }

    /// Whether a line stays over the dehestans, looked at every 5 km or so.
    pub(super) fn is_on_land(&self, way: &[Coord<f64>]) -> bool {
        way.windows(2).all(|pair| {
            let looks = (rough_distance_m(pair[0], pair[1]) / 5_000.0).ceil().max(1.0);
            (0..=looks as u32).all(|look| {
                self.dehestan_at(pair[0] + (pair[1] - pair[0]) * (f64::from(look) / looks)).is_some()
            })
        })
    }

    /// A spot for something of `radius_m`, `near_m` to `far_m` from `from`, in
    /// the province `province`; a little farther if nothing is free.
    pub(super) fn find(
        &mut self,
        from: Coord<f64>,
        province: usize,
        radius_m: f64,
        (near_m, far_m): (f64, f64),
        random: &mut Random,
    ) -> Option<Spot> {
        for attempt in 0..90 {
            let widen = 1.0 + f64::from(attempt / 30);
            let distance =
                random.between(near_m.max(radius_m + 600.0), (far_m * widen).max(radius_m + 900.0));
            let (x, y) = random.direction();
            let scale = super::plane::metres_per_degree(from.y);
            let at = Coord { x: from.x + x * distance / scale.x, y: from.y + y * distance / scale.y };
            let at = Coord { x: (at.x * 1e6).round() / 1e6, y: (at.y * 1e6).round() / 1e6 };
            let Some(dehestan) = self.dehestan_at(at) else { continue };
            if self.is_free(at, province, radius_m, attempt) {
                self.taken.push((at, radius_m));
                return Some(Spot { at, axis: random.direction(), dehestan });
            }
        }
        None
    }

    fn is_free(&self, at: Coord<f64>, province: usize, radius_m: f64, attempt: i32) -> bool {
        let scale = super::plane::metres_per_degree(at.y);
        let reach = Coord { x: radius_m * 1.1 / scale.x, y: radius_m * 1.1 / scale.y };
        let home = |x: f64, y: f64| {
            let corner = Coord { x: at.x + reach.x * x, y: at.y + reach.y * y };
            self.dehestan_at(corner)
                .and_then(|number| self.dehestans.get(number))
                .is_some_and(|cell| cell.province == province)
        };
        let around = [
            (0.0, 0.0),
            (1.0, 0.0),
            (-1.0, 0.0),
            (0.0, 1.0),
            (0.0, -1.0),
            (0.7, 0.7),
            (-0.7, 0.7),
            (0.7, -0.7),
            (-0.7, -0.7),
        ];
        around.iter().all(|&(x, y)| home(x, y))
            && self.taken.iter().all(|&(other, radius)| {
                (other.x - at.x).abs() > 0.1 || rough_distance_m(other, at) > radius + radius_m + 700.0
            })
            && (attempt >= 60 || !self.near_a_place(at, radius_m + 500.0))
            && !self.near_an_obstacle(at, radius_m)
    }

    fn near_a_place(&self, at: Coord<f64>, distance_m: f64) -> bool {
        let scale = super::plane::metres_per_degree(at.y);
        let (x, y) = (distance_m / scale.x, distance_m / scale.y);
        let reach = AABB::from_corners([at.x - x, at.y - y], [at.x + x, at.y + y]);
        self.places
            .locate_in_envelope(&reach)
            .any(|place| rough_distance_m(Coord { x: place[0], y: place[1] }, at) < distance_m)
    }

    fn near_an_obstacle(&self, at: Coord<f64>, radius_m: f64) -> bool {
        let scale = super::plane::metres_per_degree(at.y);
        let far = radius_m + 400.0;
        let (x, y) = (far / scale.x, far / scale.y);
        let reach = AABB::from_corners([at.x - x, at.y - y], [at.x + x, at.y + y]);
        self.obstacles.lines.locate_in_envelope_intersecting(&reach).any(|found| {
            let [from, to] = [found.geom().from, found.geom().to].map(|end| Coord { x: end[0], y: end[1] });
            match geo::Line::new(from, to).closest_point(&Point(at)) {
                geo::Closest::SinglePoint(near) | geo::Closest::Intersection(near) => {
                    rough_distance_m(near.0, at) < radius_m + found.data
                }
                geo::Closest::Indeterminate => false,
            }
        })
    }
}

/// Rivers, roads and high-voltage lines, each with the metres to keep off.
pub(super) struct Obstacles {
    lines: RTree<GeomWithData<RTreeLine<[f64; 2]>, f64>>,
}

impl Obstacles {
    /// From lines in degrees with the distance in metres to keep from each.
    pub(super) fn new<'l>(lines: impl Iterator<Item = (&'l [Coord<f64>], f64)>) -> Obstacles {
        let mut steps = Vec::new();
        for (corners, distance_m) in lines {
            for pair in corners.windows(2) {
                let line = RTreeLine::new([pair[0].x, pair[0].y], [pair[1].x, pair[1].y]);
                steps.push(GeomWithData::new(line, distance_m));
            }
        }
        Obstacles { lines: RTree::bulk_load(steps) }
    }
}
