//! The map of a project as a picture, drawn as the window draws it, without a
//! display: ground, layers, names, legend, scale bar, north, attribution.

use super::error::AppError;
use super::project::Loaded;
use super::scene::{Focus, LayerLook, MapFrame, MapPainter, Scene, SceneClasses, default_looks, legend};
use crate::analysis::index::ProjectIndex;
use crate::base::{Problem, ToProblem};
use crate::geometry::shape::BoundingBox;
use crate::locale::direction::Direction;
use crate::locale::messages::Catalogue;
use crate::locale::{Language, bidi};
use crate::model::{Layer, Snapshot, Table};
use crate::render::offscreen::{AdapterChoice, Offscreen};
use crate::render::overlay::{self, OverlayColours};
use crate::render::{Camera, PaintStatus};
use egui::{Rect, pos2};
use image::RgbaImage;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// What is to be drawn.
#[derive(Debug, Clone)]
pub struct PictureOptions {
    /// The part of the world; everything in the project without it.
    pub bounds: Option<BoundingBox>,
    /// Width and height in pixels.
    pub size_px: [u32; 2],
    /// Layers from the ground up.
    pub looks: Vec<LayerLook>,
    /// Dark ground.
    pub is_dark: bool,
}

/// So many sources are named on the map itself.
const SOURCES_NAMED: usize = 4;

/// Whose data a project shows: the sources its features name, each once; of many, how
/// many more there are.
pub fn attribution(snapshot: &Snapshot, catalogue: &Catalogue) -> String {
    let sources: BTreeSet<&str> = Layer::ALL
        .into_iter()
        .filter(|layer| *layer != Layer::Plots)
        .flat_map(|layer| snapshot.layer(layer))
        .filter_map(|row| row.text("source"))
        .take(20_000)
        .collect();
    let invented = Table::ALL.into_iter().any(|table| {
        snapshot.table(table).rows().take(50).any(|row| row.text("provenance") == Some("invented"))
    });
    let invented = invented.then(|| catalogue.get("map-invented"));
    let ground = catalogue.get("map-ground-source");
    let more = sources.len().saturating_sub(SOURCES_NAMED);
    let more = (more > 0).then(|| catalogue.text("map-more-sources", &[("count", more.into())]));
    let named = sources.into_iter().take(SOURCES_NAMED).map(|source| catalogue.source(source));
    // Each apart, lest Latin names run together the wrong way in a Persian row.
    let words = invented.into_iter().chain([ground]).chain(named).chain(more);
    let words = words.map(|words| bidi::isolated(&words));
    words.collect::<Vec<_>>().join(" · ")
}

/// The box of everything in a project that has a place; Iran's where nothing has.
pub fn extent(loaded: &Loaded) -> BoundingBox {
    extent_of(&loaded.index)
}

fn extent_of(index: &ProjectIndex) -> BoundingBox {
    let boxes = Table::ALL.into_iter().filter_map(|table| index.boxes(table).bounds());
    boxes.reduce(|one, other| one.union(&other)).unwrap_or_else(crate::geometry::crs::iran_box)
}

/// Points left free round the map.
const MARGIN_PT: f32 = 24.0;

/// The view that shows `bounds` off legend and attribution: beside the legend or below
/// it, as the map is larger.
fn fitting_beside(bounds: &BoundingBox, viewport: Rect, legend: Rect, attribution: Rect) -> Camera {
    let mut free = viewport;
    if attribution.is_positive() {
        free.max.y = attribution.top();
    }
    let (mut beside, mut below) = (free, free);
    if legend.is_positive() {
        if legend.center().x < viewport.center().x {
            beside.min.x = legend.right();
        } else {
            beside.max.x = legend.left();
        }
        below.min.y = legend.bottom();
    }
    let [beside, below] = [beside, below].map(|part| Camera::fitting_in(bounds, part, viewport, MARGIN_PT));
    if beside.metres_per_point() <= below.metres_per_point() { beside } else { below }
}

/// Draws a project into a PNG file.
///
/// # Errors
/// No graphics adapter, not even a software one; a picture that is too large; a
/// file that cannot be written.
pub fn draw(
    loaded: &Loaded,
    options: &PictureOptions,
    catalogue: &'static Catalogue,
    out: &Path,
) -> Result<(), AppError> {
    let told = |problem: Problem| AppError::Problem(problem);
    let (snapshot, index) = (Arc::new(loaded.snapshot.clone()), Arc::new(loaded.index.clone()));
    let mut scene =
        Scene::new(&snapshot, &index, &SceneClasses::of(&snapshot), options.is_dark).map_err(told)?;
    let mut screen =
        Offscreen::new(AdapterChoice::Any, options.size_px, 1.0).map_err(|error| told(error.to_problem()))?;
    let rect = screen.rect();
    let mut camera = Camera::fitting(&options.bounds.unwrap_or_else(|| extent(loaded)), rect, MARGIN_PT);
    let mut painter = MapPainter::default();
    let (language, direction) = (catalogue.language(), Direction::of(catalogue.language()));
    let colours = if options.is_dark { OverlayColours::DARK } else { OverlayColours::LIGHT };
    let shows_plots = legend::shows_plots(camera.ground_metres_per_point());
    let sections =
        legend::sections(&snapshot, &options.looks, shows_plots, options.is_dark, catalogue).map_err(told)?;
    let words = attribution(&snapshot, catalogue);
    let mut trouble: Option<Problem> = None;
    // Where legend and furniture stand, and so no name.
    let mut covered: Vec<Rect> = Vec::new();
    let picture = screen.picture(|ui, map| {
        let corner = if direction.is_rtl() { rect.right() - 12.0 } else { rect.left() + 12.0 };
        let frame = MapFrame {
            snapshot: &snapshot,
            index: &index,
            looks: &options.looks,
            focus: Focus::default(),
            language,
            is_dark: options.is_dark,
            obstacles: &covered,
        };
        let status = painter.paint(map, &mut scene, ui.painter(), rect, &camera, &frame);
        let above = ui.painter();
        let legend =
            overlay::legend(above, pos2(corner, 12.0), rect.height() * 0.6, &sections, catalogue, &colours);
        let rooms = overlay::furniture(above, rect, &camera, &words, catalogue, &colours);
        let furniture = [rooms.scale_bar.union(rooms.north), rooms.attribution];
        let now: Vec<Rect> = [legend]
            .into_iter()
            .chain(furniture)
            .filter(Rect::is_positive)
            .map(|room| room.expand(6.0))
            .collect();
        let seen_by = camera;
        if options.bounds.is_none() {
            camera = fitting_beside(&extent(loaded), rect, legend, rooms.attribution);
        }
        let is_settled = now == covered && camera == seen_by;
        covered = now;
        match status {
            // Once more, with the map beside and the names off what stands there.
            Ok(status) if !is_settled => PaintStatus { pending_tiles: status.pending_tiles.max(1) },
            Ok(status) => status,
            Err(problem) => {
                trouble = Some(problem);
                PaintStatus { pending_tiles: 0 }
            }
        }
    });
    if let Some(problem) = trouble {
        return Err(told(problem));
    }
    let picture = picture.map_err(|error| told(error.to_problem()))?;
    let failed = |cause: std::io::Error| AppError::Write { file: out.to_owned(), cause };
    let bytes = png(&picture).map_err(failed)?;
    super::export::write_whole(out, &bytes)
}

/// A picture as the bytes of a PNG file.
///
/// # Errors
/// The encoder's, which writes into memory only.
pub fn png(picture: &RgbaImage) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    picture
        .write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png)
        .map_err(std::io::Error::other)?;
    Ok(bytes)
}

/// The whole map of a project at the size of a stamp: no names, nothing beside the map.
///
/// # Errors
/// No graphics adapter, not even a software one.
pub fn small(
    snapshot: &Arc<Snapshot>,
    index: &Arc<ProjectIndex>,
    size_px: [u32; 2],
) -> Result<RgbaImage, AppError> {
    let told = AppError::Problem;
    let mut scene = Scene::new(snapshot, index, &SceneClasses::of(snapshot), false).map_err(told)?;
    let mut screen =
        Offscreen::new(AdapterChoice::Any, size_px, 1.0).map_err(|error| told(error.to_problem()))?;
    let rect = screen.rect();
    let camera = Camera::fitting(&extent_of(index), rect, 4.0);
    let mut looks = default_looks();
    for look in &mut looks {
        // Its points would cover all the rest.
        look.is_visible &= look.layer != Layer::Places;
    }
    let mut painter = MapPainter::default();
    let mut trouble = None;
    let picture = screen.picture(|ui, map| {
        let frame = MapFrame {
            snapshot,
            index,
            looks: &looks,
            focus: Focus::default(),
            language: Language::Fa,
            is_dark: false,
            // No room for names.
            obstacles: &[rect],
        };
        painter.paint(map, &mut scene, ui.painter(), rect, &camera, &frame).unwrap_or_else(|problem| {
            trouble = Some(problem);
            PaintStatus { pending_tiles: 0 }
        })
    });
    match trouble {
        Some(problem) => Err(told(problem)),
        None => picture.map_err(|error| told(error.to_problem())),
    }
}
