//! Where the map is looked at from: Web Mercator, everything in `f64`.

use egui::{Pos2, Rect, Vec2, pos2, vec2};
use geo::Coord;

use crate::geometry::BoundingBox;
use crate::geometry::geodesic::EQUATORIAL_RADIUS_M;

/// Half the side of the Web Mercator square, metres.
pub const HALF_WORLD_M: f64 = std::f64::consts::PI * EQUATORIAL_RADIUS_M;
/// Latitude at which the Web Mercator square ends, degrees.
pub const MAX_LATITUDE_DEG: f64 = 85.051_128_779_806_6;
/// Nearest view: 2 mm of the Mercator plane a point.
const MIN_METRES_PER_POINT: f64 = 0.002;
/// Farthest view: the whole world in 256 points.
const MAX_METRES_PER_POINT: f64 = 2.0 * HALF_WORLD_M / 256.0;

/// Nearest view that a box is fitted into: metres of the Mercator plane a point.
const NEAREST_FIT_M: f64 = 0.25;
/// A point feature is shown with what lies around it: metres on the ground a point.
const GROUND_ROUND_A_POINT_M: f64 = 5.0;

/// Longitude and latitude in degrees to metres of Web Mercator (EPSG:3857):
/// `x` east, `y` north. Latitudes beyond the square are held at its border.
pub fn to_mercator(lon_lat: Coord<f64>) -> Coord<f64> {
    let lat = lon_lat.y.clamp(-MAX_LATITUDE_DEG, MAX_LATITUDE_DEG).to_radians();
    Coord { x: EQUATORIAL_RADIUS_M * lon_lat.x.to_radians(), y: EQUATORIAL_RADIUS_M * lat.tan().asinh() }
}

/// Metres of Web Mercator to longitude and latitude in degrees.
pub fn from_mercator(metres: Coord<f64>) -> Coord<f64> {
    let lat = (metres.y / EQUATORIAL_RADIUS_M).sinh().atan();
    Coord { x: (metres.x / EQUATORIAL_RADIUS_M).to_degrees(), y: lat.to_degrees() }
}

/// The view: its centre and scale. The size of the window is not part of it;
/// every call that needs it takes the viewport, so that a resize keeps the centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    centre_m: Coord<f64>,
    metres_per_point: f64,
}

impl Camera {
    /// A view centred on `centre` (lon/lat degrees) where one point of the screen
    /// is `metres_per_point` metres of the Mercator plane (on the ground these are
    /// shorter by the cosine of the latitude; see [`Camera::ground_metres_per_point`]).
    pub fn new(centre: Coord<f64>, metres_per_point: f64) -> Self {
        Camera { centre_m: to_mercator(centre), metres_per_point }.clamped()
    }

    /// The view that shows `bounds` (degrees) whole in `viewport` with `margin`
    /// points free on every side; a box without extent, a point, is shown with its
    /// surroundings.
    pub fn fitting(bounds: &BoundingBox, viewport: Rect, margin: f32) -> Self {
        let low = to_mercator(Coord { x: bounds.west, y: bounds.south });
        let high = to_mercator(Coord { x: bounds.east, y: bounds.north });
        let room = (viewport.size() - Vec2::splat(2.0 * margin)).max(Vec2::splat(1.0));
        let across = (high.x - low.x) / f64::from(room.x);
        let up = (high.y - low.y) / f64::from(room.y);
        let mut camera = Camera {
            centre_m: Coord { x: (low.x + high.x) / 2.0, y: (low.y + high.y) / 2.0 },
            metres_per_point: across.max(up).max(NEAREST_FIT_M),
        };
        if across.max(up) <= 0.0 {
            camera.metres_per_point = GROUND_ROUND_A_POINT_M / camera.centre().y.to_radians().cos().max(1e-6);
        }
        camera.clamped()
    }

    /// Like [`Camera::fitting`], with `bounds` in a part of the viewport.
    pub fn fitting_in(bounds: &BoundingBox, part: Rect, viewport: Rect, margin: f32) -> Self {
        let mut camera = Camera::fitting(bounds, part, margin);
        camera.pan(part.center() - viewport.center());
        camera
    }

    /// The centre, lon/lat degrees.
    pub fn centre(&self) -> Coord<f64> {
        from_mercator(self.centre_m)
    }

    /// The centre, metres of Web Mercator.
    pub fn centre_m(&self) -> Coord<f64> {
        self.centre_m
    }

    /// Metres of the Mercator plane that one point shows.
    pub fn metres_per_point(&self) -> f64 {
        self.metres_per_point
    }

    /// Metres on the ground that one point shows at the centre of the view.
    pub fn ground_metres_per_point(&self) -> f64 {
        self.metres_per_point * self.centre().y.to_radians().cos()
    }

    /// The place on the screen of a position (lon/lat degrees).
    pub fn to_screen(&self, lon_lat: Coord<f64>, viewport: Rect) -> Pos2 {
        self.mercator_to_screen(to_mercator(lon_lat), viewport)
    }

    /// The place on the screen of a position in metres of Web Mercator.
    pub fn mercator_to_screen(&self, metres: Coord<f64>, viewport: Rect) -> Pos2 {
        let right = (metres.x - self.centre_m.x) / self.metres_per_point;
        let down = (self.centre_m.y - metres.y) / self.metres_per_point;
        // Far-away vertices would lose their direction in f32 only beyond 1e9 points.
        pos2(
            (f64::from(viewport.center().x) + right).clamp(-1e9, 1e9) as f32,
            (f64::from(viewport.center().y) + down).clamp(-1e9, 1e9) as f32,
        )
    }

    /// The position (lon/lat degrees) under a place on the screen.
    pub fn to_lon_lat(&self, at: Pos2, viewport: Rect) -> Coord<f64> {
        from_mercator(self.to_mercator(at, viewport))
    }

    /// The position in metres of Web Mercator under a place on the screen.
    pub fn to_mercator(&self, at: Pos2, viewport: Rect) -> Coord<f64> {
        let centre = viewport.center();
        Coord {
            x: self.centre_m.x + (f64::from(at.x) - f64::from(centre.x)) * self.metres_per_point,
            y: self.centre_m.y - (f64::from(at.y) - f64::from(centre.y)) * self.metres_per_point,
        }
    }

    /// Moves the map with the hand by `delta` points.
    pub fn pan(&mut self, delta: Vec2) {
        self.centre_m.x -= f64::from(delta.x) * self.metres_per_point;
        self.centre_m.y += f64::from(delta.y) * self.metres_per_point;
        *self = self.clamped();
    }

    /// Enlarges by `factor` (2 = twice as large); what is under `at` stays there.
    pub fn zoom_about(&mut self, factor: f64, at: Pos2, viewport: Rect) {
        if !(factor.is_finite() && factor > 0.0) {
            return;
        }
        let held = self.to_mercator(at, viewport);
        self.metres_per_point =
            (self.metres_per_point / factor).clamp(MIN_METRES_PER_POINT, MAX_METRES_PER_POINT);
        let now = self.to_mercator(at, viewport);
        self.centre_m.x += held.x - now.x;
        self.centre_m.y += held.y - now.y;
        *self = self.clamped();
    }

    /// Puts the centre on a position (lon/lat degrees).
    pub fn centre_on(&mut self, lon_lat: Coord<f64>) {
        *self = Camera { centre_m: to_mercator(lon_lat), ..*self }.clamped();
    }

    /// Sets the metres of the Mercator plane that one point shows.
    pub fn set_metres_per_point(&mut self, metres_per_point: f64) {
        *self = Camera { metres_per_point, ..*self }.clamped();
    }

    /// The box in degrees that `viewport` shows.
    pub fn visible_bounds(&self, viewport: Rect) -> BoundingBox {
        let low = from_mercator(self.to_mercator(viewport.left_bottom(), viewport));
        let high = from_mercator(self.to_mercator(viewport.right_top(), viewport));
        BoundingBox { west: low.x, south: low.y, east: high.x, north: high.y }
    }

    /// How many points a length of `metres` on the ground takes at the centre.
    pub fn points_for_ground_metres(&self, metres: f64) -> f32 {
        (metres / self.ground_metres_per_point()) as f32
    }

    /// The offset on the screen of the point that lies `east_m`, `north_m`
    /// Mercator metres from another one.
    pub fn offset(&self, east_m: f64, north_m: f64) -> Vec2 {
        vec2((east_m / self.metres_per_point) as f32, (-north_m / self.metres_per_point) as f32)
    }

    fn clamped(self) -> Self {
        let scale = if self.metres_per_point.is_finite() { self.metres_per_point } else { 1.0 };
        let hold =
            |metres: f64| if metres.is_finite() { metres.clamp(-HALF_WORLD_M, HALF_WORLD_M) } else { 0.0 };
        Camera {
            centre_m: Coord { x: hold(self.centre_m.x), y: hold(self.centre_m.y) },
            metres_per_point: scale.clamp(MIN_METRES_PER_POINT, MAX_METRES_PER_POINT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEWPORT: Rect = Rect { min: Pos2 { x: 100.0, y: 50.0 }, max: Pos2 { x: 900.0, y: 650.0 } };

    fn camera() -> Camera {
        Camera::new(Coord { x: 51.0, y: 35.0 }, 10.0)
    }

    /// Figures from PROJ 3.7 (EPSG:4326 to EPSG:3857, by pyproj).
    #[test]
    fn mercator_agrees_with_proj() {
        let tehran = to_mercator(Coord { x: 51.389, y: 35.6892 });
        assert!((tehran.x - 5_720_597.312_4).abs() < 0.001, "{}", tehran.x);
        assert!((tehran.y - 4_257_939.614_0).abs() < 0.001, "{}", tehran.y);
    }

    #[test]
    fn screen_and_ground_are_inverse() {
        let at = pos2(333.0, 222.0);
        let back = camera().to_screen(camera().to_lon_lat(at, VIEWPORT), VIEWPORT);
        assert!((back - at).length() < 1e-3);
        assert_eq!(camera().to_screen(camera().centre(), VIEWPORT), VIEWPORT.center());
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let at = camera().to_screen(Coord { x: 51.01, y: 35.01 }, VIEWPORT);
        assert!(at.x > VIEWPORT.center().x && at.y < VIEWPORT.center().y);
    }

    #[test]
    fn panning_takes_the_ground_along() {
        let mut moved = camera();
        let ground = moved.to_lon_lat(pos2(200.0, 200.0), VIEWPORT);
        moved.pan(vec2(30.0, -12.0));
        assert!((moved.to_screen(ground, VIEWPORT) - pos2(230.0, 188.0)).length() < 1e-3);
    }

    #[test]
    fn zooming_holds_what_is_under_the_pointer() {
        let mut near = camera();
        let at = pos2(750.0, 120.0);
        let ground = near.to_lon_lat(at, VIEWPORT);
        near.zoom_about(3.7, at, VIEWPORT);
        assert!((near.to_screen(ground, VIEWPORT) - at).length() < 1e-3);
        assert!((near.metres_per_point() - 10.0 / 3.7).abs() < 1e-12);
    }

    #[test]
    fn fitting_shows_the_whole_box() {
        let bounds = BoundingBox { west: 44.0, south: 25.0, east: 63.5, north: 39.8 };
        let fitted = Camera::fitting(&bounds, VIEWPORT, 20.0);
        let shown = fitted.visible_bounds(VIEWPORT);
        assert!(shown.west < bounds.west && shown.east > bounds.east);
        assert!(shown.south < bounds.south && shown.north > bounds.north);
    }

    #[test]
    fn a_point_is_shown_with_five_metres_a_point_of_the_screen() {
        for (lon, lat) in [(52.0, 35.0), (60.0, 27.0), (0.0, 0.0)] {
            let bounds = BoundingBox { west: lon, south: lat, east: lon, north: lat };
            let camera =
                Camera::fitting(&bounds, Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0)), 36.0);
            let scale = camera.ground_metres_per_point();
            assert!((scale - 5.0).abs() < 0.01, "{scale} at {lat}");
        }
    }

    #[test]
    fn nothing_leaves_the_world() {
        let mut far = Camera::new(Coord { x: f64::NAN, y: 1e9 }, f64::INFINITY);
        far.pan(vec2(1e30, 1e30));
        far.zoom_about(0.0, pos2(0.0, 0.0), VIEWPORT);
        far.zoom_about(1e-300, pos2(0.0, 0.0), VIEWPORT);
        assert!(far.centre_m().x.abs() <= HALF_WORLD_M && far.metres_per_point() <= MAX_METRES_PER_POINT);
    }
}
