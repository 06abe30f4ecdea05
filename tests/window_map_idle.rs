//! The map at rest: once everything has arrived no frame is asked for any more,
//! with the engine's ground, its names, a hovered plot and the live card included.

use std::sync::Arc;
use std::time::Duration;

use egui::{Pos2, Vec2};
use egui_kittest::Harness;
use egui_kittest::wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup};
use geo::{Coord, Geometry, LineString, Point, Polygon};
use shahrak::analysis::index::ProjectIndex;
use shahrak::app::scene::SceneClasses;
use shahrak::app::session::OpenProject;
use shahrak::base::Progress;
use shahrak::geometry::LocalPlane;
use shahrak::locale::Language;
use shahrak::model::preset::Presets;
use shahrak::model::{Snapshot, StoredRow, Table, TableBuilder, TableData, Value};
use shahrak::render::text;
use shahrak::ui::canvas::Canvas;
use shahrak::ui::kit::{self, Look, ThemeKind};
use shahrak::ui::state::{CameraWish, Tool, ViewState};

/// Frames in a row without a wish for another that count as rest.
const CALM: usize = 40;
/// Frames until then at most, and the pause between them.
const MOST_FRAMES: usize = 4_000;
const PAUSE: Duration = Duration::from_millis(5);

fn at(east_m: f64, north_m: f64) -> Coord<f64> {
    LocalPlane::new(Coord { x: 52.34, y: 35.22 }).inverse(Coord { x: east_m, y: north_m })
}

fn square(half_m: f64) -> Geometry<f64> {
    let ring = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
    let ring = ring.map(|(x, y)| at(x * half_m, y * half_m));
    Polygon::new(LineString::new(ring.to_vec()), Vec::new()).into()
}

fn one_row(table: Table, geometry: Geometry<f64>, known: &[(&str, &str)]) -> TableData {
    let mut values = vec![Value::Null; table.columns().len()];
    for (name, value) in known {
        values[table.column_position(name).unwrap()] = Value::from(*value);
    }
    let uuid = uuid::Uuid::from_u128(table.position() as u128 + 1);
    let mut builder = TableBuilder::new(table);
    builder.push(StoredRow { fid: 1, uuid, geometry: Some(geometry), values });
    builder.finish()
}

fn project() -> OpenProject {
    let line = LineString::new(vec![at(-900.0, 300.0), at(900.0, 350.0)]);
    let snapshot = Snapshot::new(
        1,
        vec![
            one_row(Table::Admin, square(5_000.0), &[("level", "dehestan"), ("name_fa", "ده‌نو")]),
            one_row(Table::Plots, square(60.0), &[("code", "A-1"), ("status", "vacant")]),
            one_row(Table::InfraLine, line.into(), &[("kind", "power_line")]),
            one_row(Table::InfraPoint, Point(at(600.0, -200.0)).into(), &[("kind", "well")]),
        ],
    );
    let index = ProjectIndex::build(&snapshot, &Progress::new()).unwrap();
    let classes = SceneClasses::of(&snapshot);
    OpenProject {
        path: "idle.gpkg".into(),
        read_only: None,
        classes: Arc::new(classes),
        snapshot: Arc::new(snapshot),
        index: Arc::new(index),
        undo: None,
        redo: None,
    }
}

struct Window {
    canvas: Option<Canvas>,
    project: OpenProject,
    presets: Arc<Presets>,
    state: ViewState,
    look: Look,
}

fn window(tool: Tool, look: Look) -> Harness<'static, Window> {
    let (low, high) = (at(-500.0, -300.0), at(500.0, 300.0));
    let wish = Some(CameraWish::Box([low.x, low.y, high.x, high.y]));
    let state = Window {
        canvas: None,
        project: project(),
        presets: Arc::new(Presets::shipped().unwrap()),
        state: ViewState { tool, wish, ..ViewState::default() },
        look,
    };
    let graphics = create_render_state(default_wgpu_setup(), egui_wgpu::RendererOptions::PREDICTABLE);
    let renderer = WgpuTestRenderer::from_render_state(graphics.clone());
    let mut has_fonts = false;
    Harness::builder()
        .with_size(Vec2::new(900.0, 640.0))
        .with_step_dt(0.02)
        .renderer(renderer)
        .build_ui_state(
            move |ui, window: &mut Window| {
                // Fonts take effect in the pass after they are set.
                if !has_fonts {
                    text::install_fonts(ui.ctx());
                    has_fonts = true;
                    ui.ctx().request_repaint();
                    return;
                }
                kit::theme::apply(ui.ctx(), window.look);
                let canvas = window.canvas.get_or_insert_with(|| Canvas::new(ui.ctx(), Some(&graphics)));
                canvas.show(ui, &window.project, &window.presets, &[], None, &mut window.state).unwrap();
                window.state.actions.clear();
            },
            state,
        )
}

fn is_asked_for(window: &Harness<'_, Window>) -> bool {
    let output = window.output().viewport_output.get(&egui::ViewportId::ROOT).unwrap();
    output.repaint_delay < Duration::from_secs(60) || window.ctx.has_requested_repaint()
}

/// Frames until the map is at rest; `None` when it never is.
fn frames_until_rest(window: &mut Harness<'_, Window>) -> Option<usize> {
    let mut calm = 0;
    for frame in 0..MOST_FRAMES {
        window.step();
        calm = if is_asked_for(window) { 0 } else { calm + 1 };
        if calm == CALM {
            return Some(frame);
        }
        std::thread::sleep(PAUSE);
    }
    None
}

fn look(language: Language, theme: ThemeKind) -> Look {
    Look { language, theme, ..Look::default() }
}

#[test]
fn a_map_that_is_only_looked_at_draws_nothing() {
    let mut window = window(Tool::Select, look(Language::Fa, ThemeKind::Light));
    assert!(frames_until_rest(&mut window).is_some());
    // A pointer that rests on a plot asks for the card once, and no more.
    window.hover_at(Pos2::new(450.0, 320.0));
    window.step();
    assert!(frames_until_rest(&mut window).is_some());
    assert!(window.state().state.hovered.is_some(), "the plot is under the pointer");
}

#[test]
fn a_drawing_that_rests_draws_nothing() {
    let mut window = window(Tool::Rectangle, look(Language::En, ThemeKind::Dark));
    window.hover_at(Pos2::new(450.0, 320.0));
    assert!(frames_until_rest(&mut window).is_some());
    window.hover_at(Pos2::new(470.0, 330.0));
    window.step();
    assert!(frames_until_rest(&mut window).is_some(), "the card of the moved rectangle has arrived");
}
