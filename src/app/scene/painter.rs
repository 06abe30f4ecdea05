//! Paints the whole map of a project into a rectangle of egui: ground, layers,
//! names. The window and `render` call this one function.

use super::{Focus, LayerLook, Scene, names, signs};
use crate::analysis::index::ProjectIndex;
use crate::base::Problem;
use crate::geometry::shape::BoundingBox;
use crate::locale::Language;
use crate::locale::direction::Direction;
use crate::model::{Layer, Snapshot};
use crate::render::labels::{self, Kept, LabelPlacer};
use crate::render::overlay::OverlayColours;
use crate::render::{Camera, MapRenderer, PaintStatus};
use egui::{Painter, Rect};

/// What a frame of the map shows.
#[derive(Clone, Copy)]
pub struct MapFrame<'a> {
    /// The project.
    pub snapshot: &'a Snapshot,
    /// Its indexes.
    pub index: &'a ProjectIndex,
    /// Layers from the ground up.
    pub looks: &'a [LayerLook],
    /// What is emphasised.
    pub focus: Focus,
    /// Language of the names.
    pub language: Language,
    /// Dark ground.
    pub is_dark: bool,
    /// Places on the screen where no name may stand.
    pub obstacles: &'a [Rect],
}

/// Paints a project's map; remembers which names stood where.
#[derive(Default)]
pub struct MapPainter {
    labels: LabelPlacer,
}

impl MapPainter {
    /// Paints one frame.
    ///
    /// # Errors
    /// A shipped style table that cannot be read.
    pub fn paint(
        &mut self,
        map: &MapRenderer,
        scene: &mut Scene,
        painter: &Painter,
        rect: Rect,
        camera: &Camera,
        frame: &MapFrame<'_>,
    ) -> Result<PaintStatus, Problem> {
        let painter = painter.with_clip_rect(rect);
        painter.rect_filled(rect, 0.0, super::sea(frame.is_dark));
        let layers = scene.layers(frame.looks, frame.focus)?;
        let status = map.paint(&painter, rect, camera, &layers);
        let colours = if frame.is_dark { OverlayColours::DARK } else { OverlayColours::LIGHT };
        let visible = |layer: Layer| {
            frame.looks.iter().any(|look| look.layer == layer && look.is_visible && look.opacity > 0.0)
        };
        // What is just outside keeps its room, so that nothing gives way as it comes in.
        let around = rect.expand(labels::MARGIN_PT);
        let bounds: BoundingBox = camera.visible_bounds(around);
        let farther = camera.visible_bounds(around.expand(labels::MARGIN_PT));
        let signs = signs::in_sight(scene, frame.snapshot, frame.index, frame.looks, &farther);
        let candidates = names::candidates(
            frame.snapshot,
            frame.index,
            visible,
            &bounds,
            camera.ground_metres_per_point(),
            frame.language,
            colours.ink,
        );
        let direction = Direction::of(frame.language);
        let kept = Kept { obstacles: frame.obstacles, signs: &signs };
        self.labels.paint(&painter, camera, direction, &candidates, kept, colours.halo);
        Ok(status)
    }
}
