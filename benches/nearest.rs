//! Building the indexes and asking them: boxes of plots, assets of three kinds
//! (points, lines of three vertices, areas; 20,000 of each over Iran), the nearest
//! of each kind to every plot, exact and geodesic from its boundary.
//!
//! `cargo bench --bench nearest [-- COUNT...]`; 10,000 and 100,000 plots where no
//! count is given. Middle of five runs; one core unless it says all.

use geo::{Coord, Geometry, LineString, Point, Polygon};
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::Rng;
use rayon::prelude::*;
use shahrak::geometry::index::{BoxIndex, geodesic_bounds};
use shahrak::geometry::nearest::NearestIndex;
use shahrak::geometry::pieces::Prepared;
use std::time::{Duration, Instant};

const RUNS: usize = 5;
const ASSETS: u32 = 20_000;

struct Random(Pcg64Mcg);

impl Random {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn place(&mut self) -> Coord<f64> {
        Coord { x: self.between(45.0, 62.0), y: self.between(26.0, 39.0) }
    }
}

fn ring(at: Coord<f64>, side_deg: f64) -> Geometry<f64> {
    let corners = [(0.0, 0.0), (1.0, 0.1), (0.9, 0.8), (-0.1, 0.7), (0.0, 0.0)];
    let ring = corners.map(|(x, y)| Coord { x: at.x + x * side_deg, y: at.y + y * side_deg });
    Polygon::new(LineString::from(ring.to_vec()), Vec::new()).into()
}

fn assets(random: &mut Random) -> [Vec<Geometry<f64>>; 3] {
    let points = (0..ASSETS).map(|_| Point(random.place()).into()).collect();
    let lines = (0..ASSETS)
        .map(|_| {
            let mut at = random.place();
            let mut vertices = vec![at];
            for _ in 0..2 {
                at = Coord { x: at.x + random.between(-0.05, 0.05), y: at.y + random.between(-0.05, 0.05) };
                vertices.push(at);
            }
            LineString::from(vertices).into()
        })
        .collect();
    let areas = (0..ASSETS)
        .map(|_| {
            let side_deg = random.between(0.001, 0.01);
            ring(random.place(), side_deg)
        })
        .collect();
    [points, lines, areas]
}

/// Estates of 1,000 plots around random places.
fn plots(random: &mut Random, count: u32) -> Vec<Geometry<f64>> {
    let mut plots = Vec::with_capacity(count as usize);
    let mut estate = random.place();
    for plot in 0..count {
        let place = plot % 1_000;
        if place == 0 {
            estate = random.place();
        }
        let at = Coord {
            x: estate.x + f64::from(place % 40) * 0.000_5,
            y: estate.y + f64::from(place / 40) * 0.000_65,
        };
        plots.push(ring(at, 0.000_4));
    }
    plots
}

fn middle(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times.get(RUNS / 2).copied().unwrap_or_default()
}

fn numbered(geometries: &[Geometry<f64>]) -> impl Iterator<Item = (u32, &Geometry<f64>)> {
    (0..).zip(geometries)
}

fn ask(plot: &Geometry<f64>, kinds: &[NearestIndex]) -> f64 {
    let prepared = Prepared::new(plot);
    let nearest = kinds.iter().map(|kind| kind.nearest_where(&prepared, 1, None, |_| true));
    nearest.flatten().map(|hit| hit.distance_m).sum()
}

fn measure(count: u32) {
    let mut random = Random(Pcg64Mcg::new(7));
    let assets = assets(&mut random);
    let plots = plots(&mut random, count);
    let boxes = || -> BoxIndex<u32> {
        BoxIndex::build(numbered(&plots).filter_map(|(id, plot)| Some((id, geodesic_bounds(plot)?))))
    };
    let index_plots = middle(|| assert_eq!(boxes().len(), plots.len()));
    let index_assets = middle(|| {
        assert!(assets.iter().all(|kind| !NearestIndex::build(numbered(kind)).is_empty()));
    });
    let index = boxes();
    let picks: Vec<Coord<f64>> = (0..10_000)
        .filter_map(|_| plots.get(random.between(0.0, f64::from(count)) as usize).and_then(geodesic_bounds))
        .map(|bounds| bounds.centre())
        .collect();
    let pick = middle(|| assert!(picks.iter().all(|at| index.at(*at).next().is_some())));
    let kinds = assets.each_ref().map(|kind| NearestIndex::build(numbered(kind)));
    let mut sums = [0.0; 2];
    let one = middle(|| sums[0] = plots.iter().map(|plot| ask(plot, &kinds)).sum());
    let all =
        middle(|| sums[1] = plots.par_iter().map(|plot| ask(plot, &kinds)).collect::<Vec<_>>().iter().sum());
    assert_eq!(sums[0].to_bits(), sums[1].to_bits(), "threads do not change the answer");
    let micros = |time: Duration, share: f64| time.as_secs_f64() * 1e6 / share;
    println!(
        "| {count} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
        micros(index_plots, f64::from(count)),
        micros(index_assets, f64::from(ASSETS) * 3.0),
        micros(pick, picks.len() as f64),
        micros(one, f64::from(count) * 3.0),
        micros(all, f64::from(count) * 3.0),
    );
}

fn main() {
    println!(
        "| plots | index, µs a plot | index, µs an asset | pick, µs | nearest, µs a plot and kind | on all cores |"
    );
    println!("|---|---|---|---|---|---|");
    let asked: Vec<u32> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    for count in if asked.is_empty() { vec![10_000, 100_000] } else { asked } {
        measure(count);
    }
}
