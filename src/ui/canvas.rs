//! The map in the middle of the window: the ground that `app::scene` paints,
//! under the tools of [`MapView`].

use super::map::{MapView, Stage};
use super::state::ViewState;
use crate::app::arriving::Arriving;
use crate::app::aside::Aside;
use crate::app::jobs::Waker;
use crate::app::picture;
use crate::app::scene::{Focus, MapFrame, MapPainter, Scene, legend};
use crate::app::session::OpenProject;
use crate::base::Problem;
use crate::locale::Language;
use crate::model::preset::Presets;
use crate::model::{Applied, Layer};
use crate::render::MapRenderer;
use crate::ui::kit::{ThemeKind, look};
use egui::Ui;
use geo::Geometry;
use std::sync::Arc;

/// Draws a frame when something came of work beside the window.
fn waker(ctx: &egui::Context) -> Waker {
    let ctx = ctx.clone();
    Arc::new(move || ctx.request_repaint())
}

/// The map and all it needs to draw one project.
pub struct Canvas {
    view: MapView,
    renderer: Option<MapRenderer>,
    painter: MapPainter,
    scene: Option<Scene>,
    is_dark: bool,
    attribution: String,
    /// Revision and language that the attribution was made for.
    attributed: Option<(u64, Language)>,
    pending_tiles: usize,
}

impl Canvas {
    /// A map drawn by that device; without a device only the tools are drawn.
    pub fn new(ctx: &egui::Context, render_state: Option<&egui_wgpu::RenderState>) -> Canvas {
        let renderer = render_state.map(|state| MapRenderer::new(state, 1));
        if let Some(renderer) = &renderer {
            renderer.set_waker(waker(ctx));
        }
        Canvas {
            view: MapView::with_aside(Aside::start(waker(ctx))),
            renderer,
            painter: MapPainter::default(),
            scene: None,
            is_dark: false,
            attribution: String::new(),
            attributed: None,
            pending_tiles: 0,
        }
    }

    /// Another project is open.
    pub fn opened(&mut self) {
        self.scene = None;
        self.attributed = None;
        self.view.forget();
        if let Some(renderer) = &self.renderer {
            renderer.clear();
        }
    }

    /// Whose data the map shows, whole.
    pub fn attribution(&self) -> &str {
        &self.attribution
    }

    /// The open project changed.
    ///
    /// # Errors
    /// A shipped style table that cannot be read.
    pub fn changed(&mut self, project: &OpenProject, applied: &Applied) -> Result<(), Problem> {
        match &mut self.scene {
            Some(scene) => scene.follow(&project.snapshot, &project.index, &project.classes, applied),
            None => Ok(()),
        }
    }

    /// A change was refused: what is under edit goes back.
    pub fn refused(&mut self) {
        self.view.drop_edit();
    }

    /// Shows the map in all the room of `ui`; `unsaved` are shapes that are not in the file,
    /// `arriving` what an import under way has brought.
    ///
    /// # Errors
    /// A shipped base map or style table that cannot be read.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        project: &OpenProject,
        presets: &Arc<Presets>,
        unsaved: &[&Geometry<f64>],
        arriving: Option<&Arc<Arriving>>,
        state: &mut ViewState,
    ) -> Result<(), Problem> {
        let look = look(ui.ctx());
        let is_dark = look.theme == ThemeKind::Dark;
        if self.scene.is_none() || self.is_dark != is_dark {
            if let Some(renderer) = &self.renderer {
                renderer.clear();
            }
            self.scene = Some(Scene::new(&project.snapshot, &project.index, &project.classes, is_dark)?);
            self.is_dark = is_dark;
        }
        if let Some(scene) = &mut self.scene {
            scene.show_arriving(arriving);
        }
        let attributed = Some((project.snapshot.revision, look.language));
        if self.attributed != attributed {
            self.attribution = picture::attribution(&project.snapshot, look.catalogue());
            self.attributed = attributed;
        }
        let looks = state.layers.clone();
        let stage = Stage {
            snapshot: &project.snapshot,
            index: &project.index,
            presets,
            attribution: &self.attribution,
            is_read_only: project.read_only.is_some(),
            unsaved,
        };
        let (selected, hovered) = (state.selection, state.hovered);
        let (renderer, painter, scene) = (&self.renderer, &mut self.painter, &mut self.scene);
        let pending_tiles = &mut self.pending_tiles;
        let mut outcome = Ok(());
        self.view.show(ui, &stage, state, &mut |ui, ground| {
            let (Some(renderer), Some(scene)) = (renderer, scene.as_mut()) else { return };
            let frame = MapFrame {
                snapshot: &project.snapshot,
                index: &project.index,
                looks: &looks,
                focus: Focus { selected, hovered, hidden: ground.hidden },
                language: look.language,
                is_dark,
                obstacles: ground.covered,
            };
            let painted = painter.paint(renderer, scene, ui.painter(), ground.rect, ground.camera, &frame);
            outcome = painted.map(|status| *pending_tiles = status.pending_tiles);
        });
        outcome
    }

    /// Whether the last picture was whole: no tile was still being made.
    pub fn is_whole(&self) -> bool {
        self.pending_tiles == 0
    }

    /// Whether plots can be told apart at the present scale.
    pub fn shows_plots(&self, state: &ViewState) -> bool {
        state.is_visible(Layer::Plots) && legend::shows_plots(state.metres_per_point)
    }
}
