//! Moving the map: drag, wheel, pinch, keys; and what others wish to see.

use egui::{Key, PointerButton, Rect, Response, Ui, Vec2, vec2};
use geo::Coord;

use super::facts::Stage;
use crate::geometry::BoundingBox;
use crate::geometry::index::geodesic_bounds;
use crate::model::{RowId, Table};
use crate::render::camera::Camera;
use crate::ui::state::{CameraWish, ViewState};

/// Room left free round what is shown whole, points.
const FIT_MARGIN: f32 = 36.0;
/// One press of an arrow moves by so many points.
const KEY_STEP: f32 = 80.0;
/// One press of plus or minus enlarges by this factor.
const KEY_ZOOM: f64 = 1.5;
/// Scroll of so many points doubles the scale.
const SCROLL_POINTS: f64 = 180.0;
/// The middle of Iran, where an empty project starts, lon/lat degrees.
const FIRST_CENTRE: Coord<f64> = Coord { x: 53.7, y: 32.4 };
/// Metres of Mercator a point shows then.
const FIRST_SCALE: f64 = 2_600.0;

/// The camera before anything was wished for.
pub fn first_camera() -> Camera {
    Camera::new(FIRST_CENTRE, FIRST_SCALE)
}

/// Carries out what others wish to see, in the part of the map that is `free` of
/// tools and furniture. Says whether the wish is to be followed once more in the next
/// frame: without `is_steady` the map stood elsewhere in the frame before, as it does
/// until the panels round it have found their sizes.
pub fn follow_wish(
    camera: &mut Camera,
    stage: &Stage<'_>,
    state: &mut ViewState,
    (map, free): (Rect, Rect),
    is_steady: bool,
) -> bool {
    // Before its first layout the window has no size to fit into.
    if map.width() < 10.0 || map.height() < 10.0 {
        return false;
    }
    let bounds = match &state.wish {
        None => return false,
        Some(CameraWish::All) => whole(stage),
        Some(CameraWish::Rows(rows)) => bounds_of(stage, rows),
        Some(CameraWish::Box([west, south, east, north])) => {
            Some(BoundingBox { west: *west, south: *south, east: *east, north: *north })
        }
    };
    if is_steady {
        state.wish = None;
    }
    if let Some(bounds) = bounds {
        *camera = Camera::fitting(&bounds, free, FIT_MARGIN);
        // The camera's middle is that of the whole map.
        camera.pan(free.center() - map.center());
    }
    !is_steady
}

fn whole(stage: &Stage<'_>) -> Option<BoundingBox> {
    let boxes = Table::ALL.into_iter().filter_map(|table| stage.index.boxes(table).bounds());
    boxes.reduce(|a, b| a.union(&b))
}

fn bounds_of(stage: &Stage<'_>, rows: &[RowId]) -> Option<BoundingBox> {
    let boxes = rows.iter().filter_map(|id| geodesic_bounds(stage.snapshot.row(*id)?.geometry()?));
    boxes.reduce(|a, b| a.union(&b))
}

/// Moves and enlarges by pointer. `hand_drags` says that a drag with the first
/// button belongs to the tool.
pub fn by_pointer(ui: &Ui, response: &Response, camera: &mut Camera, hand_drags: bool) {
    let with_space = ui.input(|input| input.key_down(Key::Space));
    let pans = response.dragged_by(PointerButton::Middle)
        || (response.dragged_by(PointerButton::Primary) && (with_space || !hand_drags));
    if pans {
        camera.pan(response.drag_delta());
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    }
    let Some(at) = response.hover_pos() else { return };
    let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta(), f64::from(input.zoom_delta())));
    let factor = pinch * (f64::from(scroll.y) / SCROLL_POINTS).exp2();
    if factor != 1.0 {
        camera.zoom_about(factor, at, response.rect);
    }
}

/// Moves and enlarges by key.
pub fn by_key(ui: &Ui, camera: &mut Camera, map: Rect) {
    let step = |key, way: Vec2| if ui.input(|input| input.key_pressed(key)) { way } else { Vec2::ZERO };
    let way = step(Key::ArrowLeft, vec2(KEY_STEP, 0.0))
        + step(Key::ArrowRight, vec2(-KEY_STEP, 0.0))
        + step(Key::ArrowUp, vec2(0.0, KEY_STEP))
        + step(Key::ArrowDown, vec2(0.0, -KEY_STEP));
    if way != Vec2::ZERO {
        camera.pan(way);
    }
    let zooms = |keys: [Key; 2]| {
        ui.input(|input| {
            let is_plain = !input.modifiers.command && !input.modifiers.alt;
            is_plain && keys.iter().any(|key| input.key_pressed(*key))
        })
    };
    if zooms([Key::Plus, Key::Equals]) {
        camera.zoom_about(KEY_ZOOM, map.center(), map);
    }
    if zooms([Key::Minus, Key::Minus]) {
        camera.zoom_about(1.0 / KEY_ZOOM, map.center(), map);
    }
}
