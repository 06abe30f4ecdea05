//! The map engine on the software adapter: what must be seen where.

use std::sync::{Arc, Mutex};

use egui::{Color32, Rect, pos2};
use geo::{Coord, Geometry, LineString, Polygon};
use image::RgbaImage;
use shahrak::geometry::BoundingBox;
use shahrak::render::offscreen::{AdapterChoice, Offscreen};
use shahrak::render::style::flag;
use shahrak::render::{
    Camera, FeatureSource, LayerId, LayerKind, MapLayer, Pattern, Stroke, StyleClass, StyleTable, Symbol,
};

const SIZE: [u32; 2] = [640, 480];
const RED: Color32 = Color32::from_rgb(200, 30, 30);
const BLUE: Color32 = Color32::from_rgb(30, 30, 200);
const GREEN: Color32 = Color32::from_rgb(30, 160, 60);
const CENTRE: Coord<f64> = Coord { x: 51.0, y: 35.0 };

/// Features in a list; changes are counted with their boxes.
#[derive(Default)]
struct List {
    features: Vec<Geometry<f64>>,
    changes: Vec<BoundingBox>,
}

#[derive(Default)]
struct Shared(Mutex<List>);

fn bounds_of(geometry: &Geometry<f64>) -> BoundingBox {
    use geo::CoordsIter as _;
    BoundingBox::of_coords(geometry.coords_iter()).unwrap()
}

impl FeatureSource for Shared {
    fn len(&self) -> u32 {
        self.0.lock().unwrap().features.len() as u32
    }
    fn visit(&self, bounds: &BoundingBox, each: &mut dyn FnMut(u32, &Geometry<f64>)) {
        for (index, geometry) in self.0.lock().unwrap().features.iter().enumerate() {
            if bounds_of(geometry).meets(bounds) {
                each(index as u32, geometry);
            }
        }
    }
    fn revision(&self) -> u64 {
        self.0.lock().unwrap().changes.len() as u64
    }
    fn changed_since(&self, revision: u64) -> Option<Vec<BoundingBox>> {
        Some(self.0.lock().unwrap().changes.get(revision as usize..)?.to_vec())
    }
}

fn source(features: Vec<Geometry<f64>>) -> Arc<Shared> {
    Arc::new(Shared(Mutex::new(List { features, changes: Vec::new() })))
}

fn ring(west: f64, south: f64, east: f64, north: f64) -> LineString<f64> {
    LineString::from(vec![(west, south), (east, south), (east, north), (west, north), (west, south)])
}

fn rectangle(centre: Coord<f64>, half_deg: f64) -> Polygon<f64> {
    let (x, y) = (centre.x, centre.y);
    Polygon::new(ring(x - half_deg, y - half_deg, x + half_deg, y + half_deg), vec![])
}

fn layer(source: &Arc<Shared>, styles: StyleTable) -> MapLayer {
    let source: Arc<dyn FeatureSource> = source.clone();
    MapLayer {
        id: LayerId(1),
        kind: LayerKind::Areas,
        source,
        styles: Arc::new(styles),
        is_visible: true,
        opacity: 1.0,
    }
}

fn plain(fill: Color32) -> StyleTable {
    StyleTable::single(StyleClass::area(fill, Color32::TRANSPARENT))
}

fn offscreen() -> Offscreen {
    Offscreen::new(AdapterChoice::Software, SIZE, 1.0).unwrap()
}

fn draw(offscreen: &mut Offscreen, camera: &Camera, layers: &[MapLayer]) -> RgbaImage {
    let rect = offscreen.rect();
    let image = offscreen.picture(|ui, map| map.paint(ui.painter(), rect, camera, layers)).unwrap();
    if let Some(folder) = std::env::var_os("SHAHRAK_PICTURES") {
        let name = std::thread::current().name().unwrap_or("picture").replace("::", "-");
        image.save(std::path::Path::new(&folder).join(format!("{name}.png"))).unwrap();
    }
    image
}

fn color_at(image: &RgbaImage, x: f32, y: f32) -> Color32 {
    let [r, g, b, a] = image.get_pixel(x as u32, y as u32).0;
    Color32::from_rgba_premultiplied(r, g, b, a)
}

#[test]
fn a_square_has_its_colour_where_it_lies() {
    let list = source(vec![rectangle(CENTRE, 0.01).into()]);
    let camera = Camera::new(CENTRE, 10.0);
    let mut offscreen = offscreen();
    let image = draw(&mut offscreen, &camera, &[layer(&list, plain(RED))]);
    let rect = offscreen.rect();
    let low = camera.to_screen(Coord { x: CENTRE.x - 0.01, y: CENTRE.y - 0.01 }, rect);
    let high = camera.to_screen(Coord { x: CENTRE.x + 0.01, y: CENTRE.y + 0.01 }, rect);
    let square = Rect::from_two_pos(low, high);
    for y in 0..SIZE[1] {
        for x in 0..SIZE[0] {
            let at = pos2(x as f32 + 0.5, y as f32 + 0.5);
            let color = color_at(&image, at.x, at.y);
            if square.shrink(0.6).contains(at) {
                assert_eq!(color, RED, "inside at {at}");
            } else if !square.expand(0.6).contains(at) {
                assert_eq!(color, Color32::TRANSPARENT, "outside at {at}");
            }
        }
    }
}

#[test]
fn recolouring_and_selecting_build_no_tile() {
    let list =
        source(vec![rectangle(CENTRE, 0.01).into(), rectangle(Coord { x: 51.03, y: 35.0 }, 0.01).into()]);
    let camera = Camera::new(CENTRE, 20.0);
    let mut offscreen = offscreen();
    let mut styles = plain(RED);
    draw(&mut offscreen, &camera, &[layer(&list, styles.clone())]);
    let built = offscreen.map().built_tiles();
    assert!(built > 0);

    styles.classes.push(StyleClass::area(BLUE, Color32::TRANSPARENT));
    styles.class_of = Arc::new(vec![0, 1]);
    let image = draw(&mut offscreen, &camera, &[layer(&list, styles.clone())]);
    let other = camera.to_screen(Coord { x: 51.03, y: 35.0 }, offscreen.rect());
    assert_eq!(color_at(&image, 320.0, 240.0), RED);
    assert_eq!(color_at(&image, other.x, other.y), BLUE);

    styles.selected.tint = Color32::TRANSPARENT;
    styles.selected.outline = GREEN;
    styles.selected.outline_width = 4.0;
    styles.selected.halo = Color32::WHITE;
    styles.selected.halo_width = 3.0;
    styles.set_flag(0, flag::SELECTED, true);
    styles.set_flag(1, flag::HIDDEN, true);
    let image = draw(&mut offscreen, &camera, &[layer(&list, styles)]);
    let edge = camera.to_screen(Coord { x: 50.99, y: 35.0 }, offscreen.rect());
    assert_eq!(color_at(&image, edge.x, edge.y), GREEN);
    assert_eq!(color_at(&image, edge.x - 3.5, edge.y), Color32::WHITE, "the halo, outside");
    assert_eq!(color_at(&image, edge.x + 3.5, edge.y), Color32::WHITE, "the halo, inside");
    assert_eq!(color_at(&image, 320.0, 240.0), RED, "the fill tells the status");
    assert_eq!(color_at(&image, other.x, other.y), Color32::TRANSPARENT);
    assert_eq!(offscreen.map().built_tiles(), built);
}

#[test]
fn a_hole_is_not_filled() {
    let outer = ring(50.98, 34.98, 51.02, 35.02);
    let list = source(vec![Polygon::new(outer, vec![ring(50.99, 34.99, 51.01, 35.01)]).into()]);
    let image = draw(&mut offscreen(), &Camera::new(CENTRE, 15.0), &[layer(&list, plain(RED))]);
    assert_eq!(color_at(&image, 320.0, 240.0), Color32::TRANSPARENT);
    let camera = Camera::new(CENTRE, 15.0);
    let rim = camera
        .to_screen(Coord { x: 50.985, y: 35.0 }, Rect::from_min_size(pos2(0.0, 0.0), [640.0, 480.0].into()));
    assert_eq!(color_at(&image, rim.x, rim.y), RED);
}

/// The mass centre of a drawn metre tells where it is to a fraction of a pixel.
#[test]
fn a_metre_is_in_its_place_at_high_zoom() {
    let half_m = 0.5;
    let half = Coord { x: half_m / 91_288.0, y: half_m / 110_941.0 };
    for offset in [0.0, 0.000_123_4, 0.01, 0.456_7] {
        let centre = Coord { x: CENTRE.x + offset, y: CENTRE.y - offset / 3.0 };
        let square = Polygon::new(
            ring(centre.x - half.x, centre.y - half.y, centre.x + half.x, centre.y + half.y),
            vec![],
        );
        let list = source(vec![square.into()]);
        let mut camera = Camera::new(centre, 0.01);
        camera.pan(egui::vec2(37.3, -21.7));
        let image = draw(&mut offscreen(), &camera, &[layer(&list, plain(RED))]);
        let filled = image.enumerate_pixels().filter(|(.., pixel)| pixel.0[3] > 127);
        let (mut count, mut sum) = (0.0_f64, [0.0_f64; 2]);
        for (x, y, _) in filled {
            count += 1.0;
            sum[0] += f64::from(x) + 0.5;
            sum[1] += f64::from(y) + 0.5;
        }
        // A metre on the ground at 35° is 1/cos(35°) metres of Mercator, 122 px here.
        assert!((count.sqrt() - 122.1).abs() < 1.0, "side {}", count.sqrt());
        assert!((sum[0] / count - 320.0 - 37.3).abs() < 0.5, "{}", sum[0] / count);
        assert!((sum[1] / count - 240.0 + 21.7).abs() < 0.5, "{}", sum[1] / count);
    }
}

#[test]
fn an_edit_builds_only_the_tiles_it_touches() {
    let small = rectangle(CENTRE, 0.0005);
    let far = rectangle(Coord { x: 51.02, y: 35.01 }, 0.0005);
    let list = source(vec![small.clone().into(), far.into()]);
    let camera = Camera::new(CENTRE, 10.0);
    let mut offscreen = offscreen();
    let layers = [layer(&list, plain(RED))];
    draw(&mut offscreen, &camera, &layers);
    let all = offscreen.map().built_tiles();
    draw(&mut offscreen, &camera, &layers);
    assert_eq!(offscreen.map().built_tiles(), all, "nothing is built twice");
    {
        let mut list = list.0.lock().unwrap();
        let moved: Geometry<f64> = rectangle(Coord { x: 51.001, y: 35.0 }, 0.0005).into();
        let changed = bounds_of(&moved).union(&bounds_of(&list.features[0]));
        list.changes.push(changed);
        list.features[0] = moved;
    }
    let image = draw(&mut offscreen, &camera, &layers);
    let rebuilt = offscreen.map().built_tiles() - all;
    assert!(rebuilt >= 1 && rebuilt < all, "{rebuilt} of {all}");
    assert_eq!(color_at(&image, 320.0, 240.0), Color32::TRANSPARENT);
    let now = camera.to_screen(Coord { x: 51.001, y: 35.0 }, offscreen.rect());
    assert_eq!(color_at(&image, now.x, now.y), RED);
}

/// A grid of touching translucent squares: a gap or a double cover anywhere,
/// also where tiles meet, would show as another colour.
#[test]
fn neighbours_neither_gape_nor_overlap() {
    let step = 0.003_137;
    let mut squares = Vec::new();
    for row in -40..40 {
        for column in -40..40 {
            let (x, y) = (CENTRE.x + f64::from(column) * step, CENTRE.y + f64::from(row) * step);
            squares.push(Polygon::new(ring(x, y, x + step, y + step), vec![]).into());
        }
    }
    let list = source(squares);
    let fill = Color32::from_rgba_unmultiplied(0, 0, 255, 128);
    let mut offscreen = offscreen();
    for metres in [9.0, 11.3, 17.7, 30.1] {
        let image = draw(&mut offscreen, &Camera::new(CENTRE, metres), &[layer(&list, plain(fill))]);
        let inside =
            image.enumerate_pixels().filter(|(x, y, _)| x.abs_diff(320) < 240 && y.abs_diff(240) < 200);
        let wrong = inside.filter(|(.., pixel)| pixel.0[3].abs_diff(fill.a()) > 1).count();
        assert_eq!(wrong, 0, "at {metres} m a point");
    }
}

#[test]
fn small_things_merge_and_are_still_seen() {
    let mut squares = Vec::new();
    for number in 0..10_000 {
        let at = Coord { x: 50.5 + f64::from(number % 100) * 0.01, y: 34.5 + f64::from(number / 100) * 0.01 };
        squares.push(rectangle(at, 0.000_4).into());
    }
    let list = source(squares);
    let image = draw(&mut offscreen(), &Camera::new(CENTRE, 400.0), &[layer(&list, plain(RED))]);
    let seen = image.pixels().filter(|pixel| pixel.0[3] > 0).count();
    assert!(seen > 20_000, "{seen} pixels");
}

#[test]
fn twice_the_same_bytes() {
    let list = source(
        (0..40)
            .map(|number| rectangle(Coord { x: 50.9 + f64::from(number) * 0.005, y: 35.0 }, 0.004).into())
            .collect(),
    );
    let styles = StyleTable::single(
        StyleClass::area(Color32::from_rgba_unmultiplied(90, 160, 90, 100), GREEN)
            .patterned(Pattern::Hatch, GREEN)
            .outlined(1.5, Stroke::Dashed),
    );
    let picture = || draw(&mut offscreen(), &Camera::new(CENTRE, 20.0), &[layer(&list, styles.clone())]);
    assert!(picture().into_raw() == picture().into_raw());
}

/// One of each pattern, stroke and symbol; looked at by eye with
/// `SHAHRAK_PICTURES` set, here only checked to differ from each other.
#[test]
fn patterns_strokes_and_symbols_differ() {
    let patterns = [
        Pattern::Solid,
        Pattern::Hatch,
        Pattern::Diagonal,
        Pattern::CrossHatch,
        Pattern::Dots,
        Pattern::Level,
        Pattern::Upright,
    ];
    let symbols = [Symbol::Circle, Symbol::Square, Symbol::Triangle, Symbol::Diamond, Symbol::Cross];
    let strokes = [Stroke::Solid, Stroke::Dashed, Stroke::Dotted];
    let mut styles = StyleTable { classes: Vec::new(), ..StyleTable::default() };
    let mut features: Vec<Geometry<f64>> = Vec::new();
    for (number, pattern) in patterns.into_iter().enumerate() {
        features.push(rectangle(Coord { x: 50.97 + 0.01 * number as f64, y: 35.01 }, 0.004).into());
        styles.classes.push(
            StyleClass::area(Color32::from_rgb(240, 230, 200), BLUE)
                .patterned(pattern, RED)
                .outlined(1.5, Stroke::Solid),
        );
    }
    for (number, symbol) in symbols.into_iter().enumerate() {
        features.push(geo::Point::new(50.97 + 0.01 * number as f64, 35.0).into());
        styles.classes.push(StyleClass::point(symbol, GREEN, BLUE, 24.0).outlined(2.0, Stroke::Solid));
    }
    for (number, stroke) in strokes.into_iter().enumerate() {
        let y = 34.99 - 0.005 * number as f64;
        features.push(LineString::from(vec![(50.96, y), (51.0, y + 0.003), (51.04, y)]).into());
        styles.classes.push(StyleClass::line(BLUE, 3.0).outlined(3.0, stroke));
    }
    styles.class_of = Arc::new((0..features.len() as u8).collect());
    let list = source(features);
    let camera = Camera::new(CENTRE, 16.0);
    let mut offscreen = offscreen();
    let image = draw(&mut offscreen, &camera, &[layer(&list, styles)]);
    let mut seen = Vec::new();
    for (column, y) in (0..7).map(|column| (column, 35.01)).chain((0..5).map(|column| (column, 35.0))) {
        let at = camera.to_screen(Coord { x: 50.97 + 0.01 * f64::from(column), y }, offscreen.rect());
        let part = image::imageops::crop_imm(&image, at.x as u32 - 14, at.y as u32 - 14, 28, 28).to_image();
        assert!(!seen.contains(&part.as_raw().to_vec()), "{column} at {y} looks like another");
        seen.push(part.into_raw());
    }
    let red = image.pixels().filter(|pixel| pixel.0 == [200, 30, 30, 255]).count();
    assert!(red > 300, "patterns are drawn in their ink: {red}");
}
