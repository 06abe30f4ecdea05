//! What an import under way has brought so far, so that the map fills in while the file
//! is read. Nothing of it is in the project yet: it is drawn, and can be neither
//! selected nor measured.

use super::jobs::Waker;
use crate::geometry::shape::BoundingBox;
use crate::render::FeatureSource;
use geo::{CoordsIter, Geometry, Polygon, Rect};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The map is told of what came so often: each time some tiles are made anew, on the
/// cores that read the file.
const TOLD_EVERY: Duration = Duration::from_millis(300);
/// So many coordinates are kept as they are (16 bytes each); features beyond are shown by
/// their boxes, so that memory does not grow with the file.
const EXACT_COORDINATES: usize = 2_000_000;

/// Features that came together.
struct Run {
    bounds: BoundingBox,
    first: u32,
    shapes: Shapes,
}

enum Shapes {
    Exact(Vec<Geometry<f64>>),
    /// West, south, east, north in degrees.
    Boxes(Vec<[f32; 4]>),
}

#[derive(Default)]
struct Seen {
    runs: Vec<Arc<Run>>,
    features: u32,
    coordinates: usize,
    /// How many of the runs the map knows of.
    told: usize,
    told_at: Option<Instant>,
}

/// The features that an import has brought so far.
pub struct Arriving {
    /// Which import of this run of the program it is.
    number: u64,
    seen: Mutex<Seen>,
    waker: Waker,
}

/// Bits of a revision that count the runs of one import.
const RUN_BITS: u32 = 32;

impl Arriving {
    /// Nothing yet; `waker` is called when there is more to draw.
    pub fn new(waker: Waker) -> Arriving {
        static IMPORTS: AtomicU64 = AtomicU64::new(1);
        Arriving { number: IMPORTS.fetch_add(1, Ordering::Relaxed), seen: Mutex::default(), waker }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the geometries (degrees) of features that came together.
    pub fn bring(&self, geometries: Vec<Geometry<f64>>) {
        let Some(bounds) = BoundingBox::of_coords(geometries.iter().flat_map(CoordsIter::coords_iter)) else {
            return;
        };
        let mut seen = self.seen();
        let (first, count) = (seen.features, geometries.len() as u32);
        seen.coordinates += geometries.iter().map(CoordsIter::coords_count).sum::<usize>();
        let shapes = if seen.coordinates <= EXACT_COORDINATES {
            Shapes::Exact(geometries)
        } else {
            Shapes::Boxes(geometries.iter().filter_map(box_of).collect())
        };
        seen.runs.push(Arc::new(Run { bounds, first, shapes }));
        seen.features = first.saturating_add(count);
        let is_time = seen.told_at.is_none_or(|at| at.elapsed() >= TOLD_EVERY);
        if is_time {
            seen.told = seen.runs.len();
            seen.told_at = Some(Instant::now());
            drop(seen);
            (self.waker)();
        }
    }
}

fn box_of(geometry: &Geometry<f64>) -> Option<[f32; 4]> {
    let bounds = BoundingBox::of_coords(geometry.coords_iter())?;
    Some([bounds.west, bounds.south, bounds.east, bounds.north].map(|side| side as f32))
}

fn area_of([west, south, east, north]: [f32; 4]) -> Polygon<f64> {
    let at = |x: f32, y: f32| (f64::from(x), f64::from(y));
    Rect::new(at(west, south), at(east, north)).to_polygon()
}

impl FeatureSource for Arriving {
    fn len(&self) -> u32 {
        self.seen().features
    }

    fn visit(&self, bounds: &BoundingBox, each: &mut dyn FnMut(u32, &Geometry<f64>)) {
        let runs: Vec<Arc<Run>> = {
            let seen = self.seen();
            seen.runs.iter().take(seen.told).filter(|run| run.bounds.meets(bounds)).cloned().collect()
        };
        for run in runs {
            match &run.shapes {
                Shapes::Exact(geometries) => geometries
                    .iter()
                    .zip(run.first..)
                    .filter(|(geometry, _)| {
                        BoundingBox::of_coords(geometry.coords_iter()).is_some_and(|own| own.meets(bounds))
                    })
                    .for_each(|(geometry, feature)| each(feature, geometry)),
                Shapes::Boxes(boxes) => {
                    for (sides, feature) in boxes.iter().zip(run.first..) {
                        let [west, south, east, north] = sides.map(f64::from);
                        if (BoundingBox { west, south, east, north }).meets(bounds) {
                            each(feature, &area_of(*sides).into());
                        }
                    }
                }
            }
        }
    }

    fn revision(&self) -> u64 {
        self.number << RUN_BITS | self.seen().told as u64
    }

    fn changed_since(&self, revision: u64) -> Option<Vec<BoundingBox>> {
        // What was drawn of another import says nothing of this one.
        if revision >> RUN_BITS != self.number {
            return None;
        }
        let seen = self.seen();
        let known = usize::try_from(revision & ((1 << RUN_BITS) - 1)).unwrap_or(usize::MAX);
        Some(seen.runs.iter().take(seen.told).skip(known).map(|run| run.bounds).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;
    use std::sync::atomic::AtomicUsize;

    fn plot(west: f64) -> Geometry<f64> {
        polygon![(x: west, y: 35.0), (x: west + 0.001, y: 35.0), (x: west, y: 35.001)].into()
    }

    fn seen_in(arriving: &Arriving, west: f64, east: f64) -> Vec<(u32, usize)> {
        let mut found = Vec::new();
        let bounds = BoundingBox { west, south: 34.0, east, north: 36.0 };
        arriving.visit(&bounds, &mut |feature, geometry| found.push((feature, geometry.coords_count())));
        found
    }

    #[test]
    fn what_came_is_seen_where_it_lies_and_the_map_is_told_now_and_then() {
        let woken = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&woken);
        let arriving = Arriving::new(Arc::new(move || {
            count.fetch_add(1, Ordering::Relaxed);
        }));
        arriving.bring(vec![plot(51.0), plot(52.0)]);
        assert_eq!(seen_in(&arriving, 50.5, 51.5), [(0, 4)]);
        assert_eq!(seen_in(&arriving, 50.5, 52.5), [(0, 4), (1, 4)]);
        let first = arriving.revision();
        assert_eq!(woken.load(Ordering::Relaxed), 1);
        // Too soon: kept, and told with what comes later.
        arriving.bring(vec![plot(53.0)]);
        assert_eq!((arriving.revision(), woken.load(Ordering::Relaxed)), (first, 1));
        std::thread::sleep(TOLD_EVERY);
        arriving.bring(vec![plot(54.0)]);
        assert_eq!(seen_in(&arriving, 52.5, 54.5), [(2, 4), (3, 4)]);
        let changed = arriving.changed_since(first).expect("is known");
        assert_eq!(changed.iter().map(|bounds| bounds.west).collect::<Vec<_>>(), [53.0, 54.0]);
        assert_eq!(arriving.changed_since(arriving.revision()).map(|boxes| boxes.len()), Some(0));
        let other = Arriving::new(Arc::new(|| ()));
        assert!(other.changed_since(first).is_none(), "of another import everything differs");
    }

    #[test]
    fn beyond_a_limit_boxes_stand_for_shapes() {
        let arriving = Arriving::new(Arc::new(|| ()));
        arriving.seen().coordinates = EXACT_COORDINATES;
        arriving.bring(vec![plot(51.0)]);
        assert_eq!(seen_in(&arriving, 50.5, 51.5), [(0, 5)], "a box of five positions");
        assert_eq!(seen_in(&arriving, 51.5, 52.5), []);
    }
}
