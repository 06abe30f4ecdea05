//! The map at many features: time to the first complete picture, our own work
//! on the CPU in a frame, and a whole frame, on the software adapter.
//!
//! `cargo bench --bench render_map [-- COUNT...]`; 10,000, 100,000 and
//! 1,000,000 rectangles where no count is given.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Color32, vec2};
use geo::{Coord, Geometry, LineString, Polygon};
use shahrak::geometry::{BoundingBox, BoxIndex};
use shahrak::render::offscreen::{AdapterChoice, Offscreen};
use shahrak::render::{
    Camera, FeatureSource, LayerId, LayerKind, MapLayer, MapRenderer, PaintStatus, Pattern, StyleClass,
    StyleTable,
};

const SIZE: [u32; 2] = [1600, 1000];

/// Estates of up to 1,000 plots of about 40 by 60 metres, all over Iran's box.
struct Plots {
    features: Vec<Geometry<f64>>,
    index: BoxIndex<u32>,
}

impl Plots {
    fn new(count: u32) -> Self {
        let mut features = Vec::with_capacity(count as usize);
        let estates = count.div_ceil(1_000);
        let columns = f64::from(estates).sqrt().ceil() as u32;
        let (wide, high) = (18.0 / f64::from(columns), 14.0 / f64::from(columns));
        for plot in 0..count {
            let (estate, place) = (plot / 1_000, plot % 1_000);
            let x = 45.0 + f64::from(estate % columns) * wide + f64::from(place % 40) * 0.000_5;
            let y = 25.5 + f64::from(estate / columns) * high + f64::from(place / 40) * 0.000_65;
            let tilt = f64::from(estate % 7) * 0.000_02;
            let ring = vec![
                (x, y),
                (x + 0.000_25, y + tilt),
                (x + 0.000_45, y + tilt * 1.8),
                (x + 0.000_45 - tilt, y + 0.000_55),
                (x + 0.000_2 - tilt, y + 0.000_55),
                (x - tilt, y + 0.000_55 - tilt),
                (x, y),
            ];
            features.push(Polygon::new(LineString::from(ring), vec![]).into());
        }
        let boxes =
            features.iter().enumerate().filter_map(|(index, feature)| Some((index as u32, bounds(feature)?)));
        let index = BoxIndex::build(boxes);
        Plots { features, index }
    }
}

fn bounds(geometry: &Geometry<f64>) -> Option<BoundingBox> {
    use geo::CoordsIter as _;
    BoundingBox::of_coords(geometry.coords_iter())
}

impl FeatureSource for Plots {
    fn len(&self) -> u32 {
        self.features.len() as u32
    }
    fn visit(&self, bounds: &BoundingBox, each: &mut dyn FnMut(u32, &Geometry<f64>)) {
        for index in self.index.query(bounds) {
            if let Some(geometry) = self.features.get(*index as usize) {
                each(*index, geometry);
            }
        }
    }
    fn revision(&self) -> u64 {
        0
    }
    fn changed_since(&self, _revision: u64) -> Option<Vec<BoundingBox>> {
        Some(Vec::new())
    }
}

fn styles(count: u32, shift: u32) -> Arc<StyleTable> {
    let color = |number: u8| Color32::from_rgb(60 + number * 17, 200 - number * 12, 80 + number * 9);
    let class = |number: u8| {
        let pattern = if number % 3 == 1 { Pattern::Hatch } else { Pattern::Solid };
        StyleClass::area(color(number), Color32::from_gray(40)).patterned(pattern, Color32::BLACK)
    };
    let class_of = Arc::new((0..count).map(|plot| ((plot + shift) % 11) as u8).collect());
    Arc::new(StyleTable { classes: (0..11).map(class).collect(), class_of, ..StyleTable::default() })
}

/// The times below which so many of 100 lie, in milliseconds.
fn figures(mut times: Vec<Duration>, shares: &[usize]) -> String {
    times.sort_unstable();
    let at = |share: &usize| {
        times
            .get((times.len() * share / 100).min(times.len() - 1))
            .map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    shares.iter().map(|share| format!("{:.2}", at(share))).collect::<Vec<_>>().join(" / ")
}

/// Where the camera begins, and how it goes on in each of [`FRAMES`] frames.
struct Path<'a> {
    name: &'a str,
    camera: Camera,
    /// How much nearer each frame is; 1 = the hand pans.
    nearer: f64,
}

const FRAMES: u32 = 120;
/// From the country to single plots in so many frames.
const ZOOM: f64 = 1.07;

fn measure(count: u32) {
    let source: Arc<dyn FeatureSource> = Arc::new(Plots::new(count));
    let (one, other) = (styles(count, 0), styles(count, 5));
    let layer = |styles: &Arc<StyleTable>| MapLayer {
        id: LayerId(1),
        kind: LayerKind::Areas,
        source: Arc::clone(&source),
        styles: Arc::clone(styles),
        is_visible: true,
        opacity: 1.0,
    };
    let iran = BoundingBox { west: 44.0, south: 25.0, east: 63.5, north: 39.8 };
    let first = Coord { x: 45.01, y: 25.508 };
    let mut above_first = Camera::new(first, 5.0);
    above_first.set_metres_per_point(2_500.0);
    for path in [
        Path {
            name: "country",
            camera: Camera::fitting(
                &iran,
                egui::Rect::from_min_size(egui::Pos2::ZERO, vec2(1600.0, 1000.0)),
                0.0,
            ),
            nearer: 1.0,
        },
        Path { name: "estate, 5 m a point", camera: Camera::new(first, 5.0), nearer: 1.0 },
        Path { name: "estate, 1 m a point", camera: Camera::new(first, 1.0), nearer: 1.0 },
        Path { name: "from the country to a plot", camera: above_first, nearer: ZOOM },
    ] {
        let Ok(mut offscreen) = Offscreen::new(AdapterChoice::Software, SIZE, 1.0) else {
            println!("no software adapter");
            return;
        };
        let rect = offscreen.rect();
        let mut camera = path.camera;
        let own = Cell::new(Duration::ZERO);
        let paint = |ui: &mut egui::Ui, map: &MapRenderer, camera: &Camera, styles| -> PaintStatus {
            let start = Instant::now();
            let status = map.paint(ui.painter(), rect, camera, &[layer(styles)]);
            own.set(start.elapsed() + map.prepare_time());
            status
        };
        let start = Instant::now();
        let _ = offscreen.picture(|ui, map| paint(ui, map, &camera, &one));
        let complete = start.elapsed();
        let (mut ours, mut frames) = (Vec::new(), Vec::new());
        for number in 0..FRAMES {
            if path.nearer > 1.0 {
                camera.zoom_about(path.nearer, rect.center(), rect);
            } else {
                camera.pan(vec2(if number % 20 < 10 { 7.0 } else { -7.0 }, 3.0));
            }
            let start = Instant::now();
            let _ = offscreen.one_frame(|ui, map| paint(ui, map, &camera, &one));
            frames.push(start.elapsed());
            ours.push(own.get());
        }
        let _ = offscreen.picture(|ui, map| paint(ui, map, &camera, &one));
        let built = offscreen.map().built_tiles();
        let start = Instant::now();
        let _ = offscreen.one_frame(|ui, map| paint(ui, map, &camera, &other));
        let recolour = start.elapsed();
        println!(
            "| {count} | {} | {:.0} | {} | {} | {:.1} ({} tiles) |",
            path.name,
            complete.as_secs_f64() * 1e3,
            figures(ours, &[50, 95, 99]),
            figures(frames, &[50, 95]),
            recolour.as_secs_f64() * 1e3,
            offscreen.map().built_tiles() - built,
        );
    }
}

fn main() {
    let asked: Vec<u32> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    println!(
        "| plots | view | complete, ms | own CPU, ms (p50 / p95 / p99) | frame, ms (p50 / p95) | recoloured frame, ms |"
    );
    println!("|---|---|---|---|---|---|");
    for count in if asked.is_empty() { vec![10_000, 100_000, 1_000_000] } else { asked } {
        measure(count);
    }
}
