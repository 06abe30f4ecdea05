//! The map view under the pointer: a zone is drawn and its figures are found by
//! their labels, in both languages; shapes are edited, picked and measured.

use std::sync::Arc;

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use geo::{Coord, Geometry, LineString, MultiPolygon, Point, Polygon};
use shahrak::analysis::index::ProjectIndex;
use shahrak::app::aside::Aside;
use shahrak::base::Progress;
use shahrak::geometry::LocalPlane;
use shahrak::geometry::measure::area_m2;
use shahrak::locale::Language;
use shahrak::model::preset::Presets;
use shahrak::model::{RowId, Snapshot, StoredRow, Table, TableBuilder, TableData, Value};
use shahrak::render::text;
use shahrak::ui::kit::{self, Look};
use shahrak::ui::map::overlay::MOST_SHAPES;
use shahrak::ui::map::{MapView, Stage};
use shahrak::ui::state::{Action, CameraWish, Tool, ViewState};

const CENTRE: Coord<f64> = Coord { x: 52.34, y: 35.22 };
const DEHESTAN: RowId = RowId { table: Table::Admin, fid: 1 };
const DRAFT: RowId = RowId { table: Table::Zones, fid: 1 };

/// Position so many metres east and north of the centre.
fn at(east_m: f64, north_m: f64) -> Coord<f64> {
    LocalPlane::new(CENTRE).inverse(Coord { x: east_m, y: north_m })
}

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Polygon<f64> {
    let ring = [(west, south), (east, south), (east, north), (west, north)].map(|(x, y)| at(x, y));
    Polygon::new(LineString::new(ring.to_vec()), Vec::new())
}

/// A geometry and the columns that are known of it.
type KnownRow<'a> = (Geometry<f64>, Vec<(&'a str, Value)>);

fn table(table: Table, rows: Vec<KnownRow<'_>>) -> TableData {
    let mut builder = TableBuilder::new(table);
    for (position, (geometry, known)) in rows.into_iter().enumerate() {
        let fid = position as i64 + 1;
        let mut values = vec![Value::Null; table.columns().len()];
        for (name, value) in known {
            values[table.column_position(name).unwrap_or_else(|| panic!("no column {name}"))] = value;
        }
        let uuid = uuid::Uuid::from_u128(fid as u128 + table.position() as u128 * 1000);
        builder.push(StoredRow { fid, uuid, geometry: Some(geometry), values });
    }
    builder.finish()
}

/// A dehestan; power and water around its middle, where a zone will be drawn;
/// two plots in the south-west; a draft in the north.
fn snapshot() -> Snapshot {
    let multi = |polygon| Geometry::from(MultiPolygon::new(vec![polygon]));
    let line = |a, b| Geometry::from(LineString::new(vec![a, b]));
    let named = |fa: &str, en: &str| vec![("name_fa", Value::from(fa)), ("name_en", Value::from(en))];
    let kind = |kind: &str| ("kind", Value::from(kind));
    let mut dehestan = named("لجران", "Lajran");
    dehestan.extend([
        ("code", "2001010001".into()),
        ("level", "dehestan".into()),
        ("population", Value::Int(14_200)),
        ("centre_lon", Value::Real(at(0.0, 2_000.0).x)),
        ("centre_lat", Value::Real(at(0.0, 2_000.0).y)),
    ]);
    let mut post = named("پست گرمسار", "Garmsar post");
    post.extend([kind("substation"), ("code", "S-1".into()), ("voltage_kv", Value::Real(63.0))]);
    let plot =
        |code: &str| vec![("code", code.into()), ("estate_code", "E1".into()), ("status", "vacant".into())];
    let draft = vec![("code", Value::from("Z-1")), kind("rural_zone"), ("status", "proposed".into())];
    Snapshot::new(
        7,
        vec![
            table(Table::Admin, vec![(multi(rectangle(-6e3, -6e3, 6e3, 6e3)), dehestan)]),
            table(
                Table::InfraPoint,
                vec![
                    (Point(at(1_700.0, 0.0)).into(), post),
                    (Point(at(0.0, -950.0)).into(), vec![kind("well"), ("code", "W-1".into())]),
                ],
            ),
            table(
                Table::InfraLine,
                vec![
                    (line(at(-5e3, 550.0), at(5e3, 550.0)), vec![kind("power_line"), ("code", "L-1".into())]),
                    (
                        line(at(-5e3, -300.0), at(5e3, -300.0)),
                        vec![kind("road"), ("class", "local".into()), ("code", "R-1".into())],
                    ),
                ],
            ),
            table(
                Table::Plots,
                vec![
                    (multi(rectangle(-500.0, -250.0, -400.0, -180.0)), plot("P1")),
                    (multi(rectangle(-400.0, -250.0, -300.0, -180.0)), plot("P2")),
                ],
            ),
            table(Table::Zones, vec![(multi(rectangle(-200.0, 250.0, 100.0, 450.0)), draft)]),
        ],
    )
}

struct Window {
    view: MapView,
    state: ViewState,
    snapshot: Arc<Snapshot>,
    index: Arc<ProjectIndex>,
    presets: Arc<Presets>,
    look: Look,
    asked: Vec<Action>,
    is_read_only: bool,
}

impl Window {
    fn new(language: Language) -> Window {
        let snapshot = snapshot();
        let index = ProjectIndex::build(&snapshot, &Progress::new()).expect("index");
        let (low, high) = (at(-700.0, -500.0), at(700.0, 500.0));
        let view_box = CameraWish::Box([low.x, low.y, high.x, high.y]);
        Window {
            view: MapView::default(),
            state: ViewState { wish: Some(view_box), ..ViewState::default() },
            snapshot: Arc::new(snapshot),
            index: Arc::new(index),
            presets: Arc::new(Presets::shipped().expect("presets")),
            look: Look { language, ..Look::default() },
            asked: Vec::new(),
            is_read_only: false,
        }
    }

    fn show(&mut self, ui: &mut egui::Ui) {
        kit::theme::apply(ui.ctx(), self.look);
        let stage = Stage {
            snapshot: &self.snapshot,
            index: &self.index,
            presets: &self.presets,
            attribution: "GeoNames, GSHHG",
            is_read_only: self.is_read_only,
            unsaved: &[],
        };
        let (snapshot, palette) = (Arc::clone(&self.snapshot), self.look.palette());
        // A plain ground in place of the one that the engine draws.
        self.view.show(ui, &stage, &mut self.state, &mut |ui, ground| {
            ui.painter().rect_filled(ground.rect, 0.0, palette.panel);
            for table in [Table::Plots, Table::Zones, Table::InfraLine] {
                for row in snapshot.table(table).rows().filter(|row| Some(row.id()) != ground.hidden) {
                    shahrak::geometry::index::for_each_edge(row.geometry().unwrap(), &mut |a, b| {
                        let ends = [a, b].map(|end| ground.camera.to_screen(end, ground.rect));
                        ui.painter().line_segment(ends, (1.0, palette.weak_text));
                    });
                }
            }
        });
        assert!(self.view.shape_count() <= MOST_SHAPES);
        for action in std::mem::take(&mut self.state.actions) {
            match &action {
                Action::Take(tool) => self.state.tool = *tool,
                Action::Select(row) => self.state.selection = *row,
                Action::Show(wish) => self.state.wish = Some(wish.clone()),
                _ => {}
            }
            self.asked.push(action);
        }
    }

    fn drawn(&self) -> Vec<&Geometry<f64>> {
        let zones = self.asked.iter().filter_map(|action| match action {
            Action::ZoneDrawn(zone) => Some(zone),
            _ => None,
        });
        zones.collect()
    }
}

type Map = Harness<'static, Window>;

fn map(language: Language) -> Map {
    let mut is_ready = false;
    let builder = Harness::builder().with_size(Vec2::new(900.0, 640.0)).with_step_dt(0.02);
    let mut harness = builder.wgpu().build_ui_state(
        move |ui, window: &mut Window| {
            // Fonts take effect in the pass after they are set.
            if !is_ready {
                text::install_fonts(ui.ctx());
                is_ready = true;
                ui.ctx().request_repaint();
                return;
            }
            window.show(ui);
        },
        Window::new(language),
    );
    harness.run_steps(4);
    harness
}

fn screen(map: &Map, at: Coord<f64>) -> Pos2 {
    let rect = egui::Rect::from_min_size(map.get_by_label(map_name(map)).rect().min, map_size(map));
    map.state().view.camera().to_screen(at, rect)
}

fn map_name(map: &Map) -> &'static str {
    if map.state().look.language == Language::Fa { "نقشه" } else { "Map" }
}

fn map_size(map: &Map) -> Vec2 {
    map.get_by_label(map_name(map)).rect().size()
}

fn hover(map: &mut Map, to: Coord<f64>) {
    let at = screen(map, to);
    map.hover_at(at);
    map.run_steps(2);
}

fn button(map: &mut Map, at: Pos2, button: PointerButton, pressed: bool) {
    map.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
    map.run_steps(1);
}

fn click(map: &mut Map, to: Coord<f64>) {
    hover(map, to);
    let at = screen(map, to);
    button(map, at, PointerButton::Primary, true);
    button(map, at, PointerButton::Primary, false);
}

/// Time passes, so that two clicks are no double-click.
fn pause(map: &mut Map) {
    map.run_steps(30);
}

fn drag(map: &mut Map, from: Coord<f64>, to: Coord<f64>) {
    hover(map, from);
    let (from, to) = (screen(map, from), screen(map, to));
    button(map, from, PointerButton::Primary, true);
    for step in 1..=4 {
        map.hover_at(from + (to - from) * (step as f32 / 4.0));
        map.run_steps(1);
    }
    button(map, to, PointerButton::Primary, false);
    map.run_steps(2);
}

fn key(map: &mut Map, key: Key) {
    map.key_press(key);
    map.run_steps(2);
}

fn has(map: &Map, label: &str) -> bool {
    map.query_all_by_label_contains(label).next().is_some()
}

/// All labels that hold a part; for messages of failed tests.
fn assert_has(map: &Map, label: &str) {
    assert!(has(map, label), "no label with {label:?}");
}

/// Sets the first three corners of 400 × 300 m and points at the fourth, with
/// snapping held off, so that the figures are exact.
fn draw_corners(map: &mut Map, tool: &str) {
    map.get_by_label_contains(tool).click();
    map.run_steps(2);
    map.event(Event::ModifiersChanged(Modifiers::ALT));
    for corner in [at(-200.0, -150.0), at(200.0, -150.0), at(200.0, 150.0)] {
        click(map, corner);
        pause(map);
    }
    hover(map, at(-200.0, 150.0));
}

#[test]
fn a_zone_is_drawn_and_its_figures_are_read_in_english() {
    let mut map = map(Language::En);
    draw_corners(&mut map, "Draw a polygon");
    // 400 × 300 m; perimeter 1.4 km; the post 1,500 m east of the east side, the
    // line 400 m north, the well 800 m south.
    for label in [
        "12.00 ha",
        "within 5–20 ha",
        "1.40 km",
        "substation (63 kV)",
        "1.50 km · Garmsar post",
        "power line (voltage not known)",
        "400 m · L-1",
        "water (well)",
        "800 m · W-1",
    ] {
        assert_has(&map, label);
    }
    map.snapshot("map_draw_en");
    click(&mut map, at(-200.0, 150.0));
    let fourth = screen(&map, at(-200.0, 150.0));
    button(&mut map, fourth, PointerButton::Primary, true);
    button(&mut map, fourth, PointerButton::Primary, false);
    map.run_steps(2);
    let drawn = map.state().drawn();
    assert_eq!(drawn.len(), 1, "{:?}", map.state().asked);
    assert!((area_m2(drawn[0]) - 120_000.0).abs() < 60.0, "{}", area_m2(drawn[0]));
    assert_eq!(map.state().state.tool, Tool::Select);
}

#[test]
fn a_zone_is_drawn_and_its_figures_are_read_in_persian() {
    let mut map = map(Language::Fa);
    draw_corners(&mut map, "ترسیم چندضلعی");
    for label in [
        "۱۲٫۰۰ هکتار",
        "۱٫۴۰ کیلومتر",
        "پست برق (۶۳ کیلوولت)",
        "۱٫۵۰ کیلومتر · گرمسار",
        "خط برق (ولتاژ نامعلوم)",
        "۴۰۰ متر · L-1",
        "آب (چاه)",
        "۸۰۰ متر · W-1",
        "نزدیک‌ترین ناحیه یا شهرک",
        "۱۰۰ متر · Z-1",
        "نزدیک‌ترین قطعه",
        "۱۰۴ متر · P2",
    ] {
        assert_has(&map, label);
    }
    map.snapshot("map_draw_fa");
    click(&mut map, at(-200.0, 150.0));
    pause(&mut map);
    key(&mut map, Key::Enter);
    assert_eq!(map.state().drawn().len(), 1);
}

#[test]
fn a_zone_over_plots_says_so_and_too_large_is_outside() {
    let mut map = map(Language::En);
    key(&mut map, Key::P);
    map.event(Event::ModifiersChanged(Modifiers::ALT));
    for corner in [at(-600.0, -280.0), at(600.0, -280.0), at(600.0, 200.0)] {
        click(&mut map, corner);
        pause(&mut map);
    }
    hover(&mut map, at(-600.0, 200.0));
    for label in ["57.60 ha", "outside 5–20 ha", "Plots overlapped", "plots by 1.40 ha in all, most of all"]
    {
        assert_has(&map, label);
    }
}

/// The hectares of the heading, and those of the finding about the area.
fn hectares_told(map: &Map) -> (Option<String>, Option<String>) {
    let labels: Vec<String> =
        map.query_all_by_label_contains(" ha").filter_map(|node| node.accesskit_node().value()).collect();
    let heading = labels.iter().find(|label| label.ends_with(" ha") && label.split(' ').count() == 2);
    let finding = labels.iter().find_map(|label| label.split_once(" is above")?.0.strip_prefix("Area "));
    (heading.cloned(), finding.map(str::to_owned))
}

#[test]
fn figures_of_the_card_are_of_one_shape_while_a_zone_is_drawn() {
    let mut map = map(Language::En);
    map.state_mut().view = MapView::with_aside(Aside::start(Arc::new(|| {})));
    let (low, high) = (at(-700.0, -500.0), at(700.0, 500.0));
    map.state_mut().state.wish = Some(CameraWish::Box([low.x, low.y, high.x, high.y]));
    map.run_steps(2);
    key(&mut map, Key::P);
    map.event(Event::ModifiersChanged(Modifiers::ALT));
    for corner in [at(-600.0, -280.0), at(600.0, -280.0), at(600.0, 200.0)] {
        click(&mut map, corner);
        pause(&mut map);
    }
    let mut compared = 0;
    for step in 0..40_u32 {
        let to = screen(&map, at(-600.0 + f64::from(step), 200.0 + 2.0 * f64::from(step)));
        map.hover_at(to);
        map.run_steps(1);
        let told = hectares_told(&map);
        if let (Some(heading), Some(finding)) = &told
            && !has(&map, "being worked out")
        {
            assert_eq!(heading, finding);
            compared += 1;
        }
        // Answers come at their own time: now before the next frame, now after it.
        std::thread::sleep(std::time::Duration::from_millis(u64::from(step % 4 * 4)));
    }
    assert!(compared > 10, "compared {compared} times; last {:?}", hectares_told(&map));
}

#[test]
fn two_vertices_are_not_closed_and_escape_leaves() {
    let mut map = map(Language::En);
    key(&mut map, Key::P);
    click(&mut map, at(-200.0, 50.0));
    pause(&mut map);
    click(&mut map, at(100.0, 60.0));
    pause(&mut map);
    key(&mut map, Key::Enter);
    assert_has(&map, "needs three vertices; there are 2");
    assert!(map.state().drawn().is_empty());
    key(&mut map, Key::Escape);
    assert!(!has(&map, "needs three vertices"));
    key(&mut map, Key::Escape);
    assert_eq!(map.state().state.tool, Tool::Select);
}

#[test]
fn a_typed_persian_length_sets_the_next_vertex() {
    let mut map = map(Language::Fa);
    key(&mut map, Key::P);
    map.event(Event::ModifiersChanged(Modifiers::ALT));
    click(&mut map, at(-300.0, 0.0));
    pause(&mut map);
    for (typed, towards) in [("۲۵۰", at(0.0, 0.0)), ("200", at(-50.0, 90.0))] {
        hover(&mut map, towards);
        map.event(Event::Text(typed.to_owned()));
        map.run_steps(2);
        assert_has(&map, "طول: ");
        key(&mut map, Key::Enter);
    }
    hover(&mut map, at(-300.0, 180.0));
    click(&mut map, at(-300.0, 200.0));
    pause(&mut map);
    key(&mut map, Key::Enter);
    let drawn = map.state().drawn();
    assert_eq!(drawn.len(), 1, "{:?}", map.state().asked);
    assert!((area_m2(drawn[0]) - 50_000.0).abs() < 50.0, "{}", area_m2(drawn[0]));
}

#[test]
fn a_vertex_is_snapped_to_before_the_click() {
    let mut map = map(Language::En);
    key(&mut map, Key::P);
    let corner = at(-300.0, -180.0);
    let beside = screen(&map, corner) + egui::vec2(5.0, -4.0);
    map.hover_at(beside);
    map.run_steps(2);
    button(&mut map, beside, PointerButton::Primary, true);
    button(&mut map, beside, PointerButton::Primary, false);
    pause(&mut map);
    map.event(Event::ModifiersChanged(Modifiers::ALT));
    for to in [at(0.0, -200.0), at(0.0, 100.0)] {
        click(&mut map, to);
        pause(&mut map);
    }
    key(&mut map, Key::Enter);
    let Geometry::Polygon(zone) = map.state().drawn()[0] else { panic!("no polygon") };
    assert!(zone.exterior().0.contains(&corner), "the exact vertex");
}

#[test]
fn a_rectangle_of_the_asked_size_is_placed_and_turned() {
    let mut map = map(Language::En);
    key(&mut map, Key::R);
    hover(&mut map, at(0.0, 0.0));
    assert_has(&map, "12.00 ha");
    drag(&mut map, at(0.0, 0.0), at(150.0, -150.0));
    let zone = map.state().drawn()[0].clone();
    assert!((area_m2(&zone) - 120_000.0).abs() < 12.0);
    let Geometry::Polygon(polygon) = &zone else { panic!("no polygon") };
    let side = shahrak::geometry::geodesic::inverse(polygon.exterior().0[0], polygon.exterior().0[1]);
    assert!((side.start_azimuth_deg - 135.0).abs() < 0.5, "{}", side.start_azimuth_deg);
}

#[test]
fn one_drag_of_a_vertex_is_one_change() {
    let mut map = map(Language::En);
    key(&mut map, Key::E);
    hover(&mut map, at(0.0, -50.0));
    assert_has(&map, "Click a zone");
    click(&mut map, at(0.0, 350.0));
    pause(&mut map);
    assert_eq!(map.state().state.selection, Some(DRAFT));
    map.event(Event::ModifiersChanged(Modifiers::ALT));
    drag(&mut map, at(100.0, 450.0), at(300.0, 480.0));
    drag(&mut map, at(-50.0, 250.0), at(-50.0, 200.0));
    let reshaped: Vec<_> = map
        .state()
        .asked
        .iter()
        .filter_map(|action| match action {
            Action::ZoneReshaped(DRAFT, Geometry::Polygon(zone)) => Some(zone.exterior().0.len()),
            _ => None,
        })
        .collect();
    assert_eq!(reshaped, vec![5, 6], "a moved vertex, then one more from the middle of an edge");
    map.snapshot("map_vertices_en");
}

#[test]
fn hover_names_click_selects_double_click_zooms() {
    let mut map = map(Language::Fa);
    hover(&mut map, at(300.0, -50.0));
    assert_has(&map, "لجران");
    assert_eq!(map.state().state.hovered, Some(DEHESTAN));
    click(&mut map, at(-50.0, 350.0));
    assert_eq!(map.state().state.selection, Some(DRAFT));
    let same = screen(&map, at(-50.0, 350.0));
    button(&mut map, same, PointerButton::Primary, true);
    button(&mut map, same, PointerButton::Primary, false);
    map.run_steps(2);
    let zoomed = |action: &Action| matches!(action, Action::Show(CameraWish::Rows(rows)) if rows == &[DRAFT]);
    assert!(map.state().asked.iter().any(zoomed), "{:?}", map.state().asked);
    assert!(map.state().state.metres_per_point < 1.0);
}

#[test]
fn a_right_click_offers_what_can_be_done() {
    let mut map = map(Language::En);
    let open = |map: &mut Map, to| {
        hover(map, to);
        let at = screen(map, to);
        button(map, at, PointerButton::Secondary, true);
        button(map, at, PointerButton::Secondary, false);
        map.run_steps(3);
    };
    open(&mut map, at(300.0, -50.0));
    assert!(!has(&map, "Delete zone"));
    map.get_by_label_contains("Mark as under-served").click();
    map.run_steps(3);
    assert!(map.state().asked.iter().any(|action| matches!(action, Action::AskMark(DEHESTAN))));
    open(&mut map, at(-50.0, 350.0));
    map.get_by_label_contains("Delete zone").click();
    map.run_steps(3);
    let removes =
        |action: &Action| matches!(action, Action::Change(change) if change.action == "remove_zone");
    assert!(map.state().asked.iter().any(removes), "{:?}", map.state().asked);
}

#[test]
fn the_map_pans_and_zooms_about_the_cursor() {
    let mut map = map(Language::Fa);
    let scale = map.state().state.metres_per_point;
    let place = screen(&map, at(200.0, 100.0));
    hover(&mut map, at(200.0, 100.0));
    map.event(Event::MouseWheel {
        source: egui::MouseWheelSource::Wheel,
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 120.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    map.run_steps(30);
    assert!(map.state().state.metres_per_point < scale * 0.8);
    assert!((screen(&map, at(200.0, 100.0)) - place).length() < 0.1);
    drag(&mut map, at(200.0, 100.0), at(100.0, 100.0));
    assert!((screen(&map, at(200.0, 100.0)).x - place.x).abs() > 20.0);
    click(&mut map, at(200.0, 100.0));
    let before = screen(&map, CENTRE);
    key(&mut map, Key::ArrowRight);
    assert!((screen(&map, CENTRE) - before - egui::vec2(-80.0, 0.0)).length() < 0.1);
}

#[test]
fn lengths_and_areas_are_measured() {
    let mut map = map(Language::En);
    key(&mut map, Key::M);
    map.event(Event::ModifiersChanged(Modifiers::ALT));
    for to in [at(-200.0, -100.0), at(100.0, -100.0)] {
        click(&mut map, to);
        pause(&mut map);
    }
    hover(&mut map, at(100.0, 100.0));
    for label in ["500 m", "3.00 ha"] {
        assert_has(&map, label);
    }
}

#[test]
fn a_project_that_may_only_be_read_has_no_drawing_tools() {
    let mut map = map(Language::En);
    map.state_mut().is_read_only = true;
    map.run_steps(2);
    key(&mut map, Key::P);
    map.get_by_label_contains("Draw a polygon").click();
    map.run_steps(2);
    assert_eq!(map.state().state.tool, Tool::Select);
    key(&mut map, Key::M);
    assert_eq!(map.state().state.tool, Tool::Measure);
}

#[test]
fn the_tools_stand_at_the_start_side_and_the_map_is_not_mirrored() {
    for (language, tool) in [(Language::En, "Draw a polygon"), (Language::Fa, "ترسیم چندضلعی")] {
        let map = map(language);
        let strip = map.get_by_label_contains(tool).rect();
        let middle = map_size(&map).x / 2.0;
        assert_eq!(strip.center().x > middle, language == Language::Fa);
        assert!(screen(&map, at(100.0, 0.0)).x > screen(&map, CENTRE).x);
    }
}
