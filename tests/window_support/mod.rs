//! The whole window in a harness, with a project, settings and a graphics
//! device of its own; jobs are waited for by polling frames.

#![allow(dead_code)]

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup};
use egui_kittest::{Harness, SnapshotOptions};
use serde_json::{Value, json};
use shahrak::app::import::{ImportOptions, import_into};
use shahrak::app::session::Surroundings;
use shahrak::base::Progress;
use shahrak::exchange::ReadOptions;
use shahrak::locale::Language;
use shahrak::model::Layer;
use shahrak::ui::window::{MainWindow, Start};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Longest wait for a job; a test fails after it, it measures nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder with a project and settings of its own.
pub struct Desk {
    folder: tempfile::TempDir,
}

fn square(west: f64, south: f64, east: f64, north: f64) -> Value {
    json!({"type": "Polygon", "coordinates":
        [[[west, south], [east, south], [east, north], [west, north], [west, south]]]})
}

fn collection(features: Vec<(Value, Value)>) -> String {
    let features: Vec<Value> = features
        .into_iter()
        .map(|(properties, geometry)| json!({"type": "Feature", "properties": properties, "geometry": geometry}))
        .collect();
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

impl Desk {
    /// A province with a county and two dehestans; an estate with plots; power and water.
    pub fn with_project() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().expect("folder") };
        let unit = |code: &str, level: &str, fa: &str, en: &str, above: &str, people: u32| {
            json!({"code": code, "level": level, "name_fa": fa, "name_en": en, "parent_code": above,
                "population": people})
        };
        let admin = collection(vec![
            (unit("14", "ostan", "سمنان", "Semnan", "", 60_000), square(52.2, 35.0, 52.6, 35.4)),
            (
                unit("1402", "shahrestan", "گرمسار", "Garmsar", "14", 40_000),
                square(52.25, 35.05, 52.55, 35.35),
            ),
            (
                unit("1402000001", "dehestan", "لجران", "Lajran", "1402", 14_200),
                square(52.3, 35.1, 52.4, 35.3),
            ),
            (
                unit("1402000002", "dehestan", "کهن‌آباد", "Kohanabad", "1402", 900),
                square(52.4, 35.1, 52.5, 35.3),
            ),
        ]);
        let estate =
            json!({"code": "E-1", "kind": "estate", "name_fa": "شهرک گرمسار", "name_en": "Garmsar estate"});
        let estates = collection(vec![(estate, square(52.41, 35.11, 52.43, 35.13))]);
        let plot = |number: u32| {
            let west = 52.411 + f64::from(number) * 0.0005;
            let status = ["vacant", "operating", "assigned"][number as usize % 3];
            let code = format!("A-{number:03}");
            (
                json!({"code": code, "estate_code": "E-1", "status": status, "land_use": "industrial"}),
                square(west, 35.12, west + 0.0005, 35.1205),
            )
        };
        let plots = collection((1..=20).map(plot).collect());
        let infra = collection(vec![
            (
                json!({"code": "S-1", "kind": "substation", "name_fa": "پست گرمسار", "name_en": "Garmsar post",
                    "voltage_kv": 63}),
                json!({"type": "Point", "coordinates": [52.36, 35.2]}),
            ),
            (
                json!({"code": "W-1", "kind": "well", "name_fa": "چاه لجران", "name_en": "Lajran well"}),
                json!({"type": "Point", "coordinates": [52.34, 35.19]}),
            ),
        ]);
        let sources =
            [(Layer::Admin, admin), (Layer::Estates, estates), (Layer::Plots, plots), (Layer::Infra, infra)];
        for (layer, text) in sources {
            let file = desk.write(&format!("{}.geojson", layer.name()), &text);
            let read = ReadOptions { layer: Some(layer), ..ReadOptions::default() };
            let options = ImportOptions { read, ..ImportOptions::default() };
            let report = import_into(&desk.project(), &[file], &options, &Progress::new()).expect("imported");
            assert!(report.rejected.is_empty(), "{:?}", report.rejected);
        }
        desk
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    pub fn project(&self) -> PathBuf {
        self.folder.path().join("project.gpkg")
    }

    /// Two estates, one of them with an unclosed ring, and one without an area.
    pub fn import_file(&self) -> PathBuf {
        let open_ring = json!({"type": "Polygon", "coordinates":
            [[[52.35, 35.15], [52.36, 35.15], [52.36, 35.16], [52.35, 35.16]]]});
        let no_area = json!({"type": "Polygon", "coordinates": [[[52.35, 35.15], [52.36, 35.15]]]});
        let estate = |code: &str| json!({"code": code, "kind": "estate", "name_fa": "شهرک نو"});
        let text = collection(vec![
            (estate("E-2"), square(52.33, 35.15, 52.34, 35.16)),
            (estate("E-3"), open_ring),
            (estate("E-4"), no_area),
        ]);
        self.write("estates_new.geojson", &text)
    }

    /// An estate of that name, coded E-LONG, on open land.
    pub fn import_estate(&self, name: &str) {
        let estate = json!({"code": "E-LONG", "kind": "estate", "name_fa": name, "note": name});
        let file =
            self.write("long.geojson", &collection(vec![(estate, square(52.33, 35.15, 52.35, 35.17))]));
        let read = ReadOptions { layer: Some(Layer::Estates), ..ReadOptions::default() };
        let options = ImportOptions { read, ..ImportOptions::default() };
        let report = import_into(&self.project(), &[file], &options, &Progress::new()).expect("imported");
        assert!(report.rejected.is_empty(), "{:?}", report.rejected);
    }

    pub fn name_of_estate(&self, code: &str) -> String {
        self.ask(&format!("SELECT name_fa FROM estates WHERE code = '{code}'"))
    }

    /// Rows of a table as it is in the file now.
    pub fn count(&self, table: &str) -> i64 {
        self.ask(&format!("SELECT count(*) FROM {table}"))
    }

    pub fn zone_area_m2(&self) -> f64 {
        self.ask("SELECT gross_area_m2 FROM zones")
    }

    /// The settings as they are in their file.
    pub fn settings(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("settings.json")).unwrap_or_default()
    }

    /// Leaves one byte of a row's geometry, as a faulty program might.
    pub fn spoil_geometry(&self, table: &str, fid: i64) {
        let database = self.without_triggers(table);
        let sql = format!("UPDATE \"{table}\" SET geom = x'47' WHERE fid = ?1");
        assert_eq!(database.execute(&sql, [fid]).expect("spoilt"), 1);
    }

    /// Gives a row another number, as another program may.
    pub fn renumber(&self, table: &str, fid: i64, to: i64) {
        let database = self.without_triggers(table);
        for (name, key) in [(table.to_owned(), "fid"), (format!("rtree_{table}_geom"), "id")] {
            let sql = format!("UPDATE \"{name}\" SET {key} = ?2 WHERE {key} = ?1");
            assert_eq!(database.execute(&sql, [fid, to]).expect("renumbered"), 1);
        }
    }

    fn without_triggers(&self, table: &str) -> rusqlite::Connection {
        let database = rusqlite::Connection::open(self.project()).expect("opens");
        let named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1";
        let triggers: Vec<String> = {
            let mut statement = database.prepare(named).expect("prepared");
            let names = statement.query_map([table], |row| row.get(0)).expect("asked");
            names.collect::<Result<_, _>>().expect("read")
        };
        for trigger in triggers {
            database.execute_batch(&format!("DROP TRIGGER \"{trigger}\"")).expect("dropped");
        }
        database
    }

    /// Rows of a table of another project file.
    pub fn count_in(&self, project: &Path, table: &str) -> i64 {
        ask_in(project, &format!("SELECT count(*) FROM {table}"))
    }

    pub fn ask<T: rusqlite::types::FromSql>(&self, sql: &str) -> T {
        ask_in(&self.project(), sql)
    }
}

fn ask_in<T: rusqlite::types::FromSql>(project: &Path, sql: &str) -> T {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = rusqlite::Connection::open_with_flags(project, flags).expect("opens");
    database.query_row(sql, [], |row| row.get(0)).expect("answer")
}

/// The window in its harness.
pub struct Window {
    harness: Harness<'static, Option<MainWindow>>,
    started: bool,
}

impl Window {
    pub fn open(desk: &Desk, start: Start, language: Language) -> Window {
        Window::open_in(desk, start, language, Vec2::new(1280.0, 800.0))
    }

    pub fn open_in(desk: &Desk, start: Start, language: Language, size: Vec2) -> Window {
        let device = create_render_state(default_wgpu_setup(), egui_wgpu::RendererOptions::PREDICTABLE);
        let around = Surroundings {
            settings_file: Some(desk.folder.path().join("settings.json")),
            has_system_dialogs: false,
        };
        let mut start = Some((start, around));
        let own = device.clone();
        let harness = Harness::builder()
            .with_size(size)
            .with_step_dt(0.02)
            .renderer(WgpuTestRenderer::from_render_state(device))
            .build_ui_state(
                move |ui, window: &mut Option<MainWindow>| {
                    // Fonts take effect in the pass after they are set.
                    if let Some((start, around)) = start.take() {
                        let opened =
                            MainWindow::open_with(ui.ctx(), Some(&own), start, Some(language), around);
                        *window = Some(opened.unwrap_or_else(|problem| panic!("{problem:?}")));
                        ui.ctx().request_repaint();
                        return;
                    }
                    if let Some(window) = window {
                        window.show(ui);
                    }
                },
                None,
            );
        let mut window = Window { harness, started: true };
        window.frames(4);
        window
    }

    pub fn frames(&mut self, count: usize) {
        self.harness.run_steps(count);
    }

    /// Draws frames until `is_so`; jobs get their time in between.
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&Window) -> bool) {
        let started = Instant::now();
        while !is_so(self) {
            assert!(started.elapsed() < PATIENCE, "waited in vain: {what}; there is {:?}", self.labels());
            std::thread::sleep(Duration::from_millis(5));
            self.frames(1);
        }
        self.frames(2);
    }

    pub fn wait_for(&mut self, label: &str) {
        self.wait_until(label, |window| window.harness.query_all_by_label(label).next().is_some());
    }

    /// Until no job runs and the map has its tiles.
    pub fn settle(&mut self) {
        let is_settled =
            |window: &Window| window.harness.state().as_ref().is_some_and(MainWindow::is_settled);
        let started = Instant::now();
        self.frames(30);
        while !is_settled(self) {
            assert!(started.elapsed() < PATIENCE, "the map is never whole");
            // Tiles go to the device when a picture is drawn.
            self.harness.render().expect("a picture");
            self.frames(1);
        }
        self.frames(10);
    }

    pub fn has(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    fn labels(&self) -> Vec<String> {
        self.harness
            .query_all_by_label_contains("")
            .filter_map(|node| node.accesskit_node().label().or(node.accesskit_node().value()))
            .collect()
    }

    /// Letters of the longest thing that is told.
    pub fn longest_label(&self) -> usize {
        self.labels().iter().map(|label| label.chars().count()).max().unwrap_or(0)
    }

    /// Width of the widest thing, points.
    pub fn widest(&self) -> f32 {
        let all = self.harness.query_all_by_label_contains("");
        all.map(|node| node.rect().width()).fold(0.0, f32::max)
    }

    pub fn click(&mut self, label: &str) {
        self.harness.query_all_by_label(label).next().unwrap_or_else(|| panic!("no {label}")).click();
        self.frames(3);
    }

    pub fn click_part(&mut self, part: &str) {
        let found = self.harness.query_all_by_label_contains(part).next();
        found.unwrap_or_else(|| panic!("no {part}")).click();
        self.frames(3);
    }

    pub fn left_of(&self, label: &str) -> f32 {
        self.harness.query_all_by_label(label).next().expect(label).rect().left()
    }

    pub fn top_of_part(&self, part: &str) -> f32 {
        self.harness.query_all_by_label_contains(part).next().expect(part).rect().top()
    }

    pub fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.frames(3);
    }

    /// Several keys before the next frame.
    pub fn press_at_once(&mut self, keys: &[(Modifiers, Key)]) {
        for (modifiers, key) in keys {
            for pressed in [true, false] {
                self.harness.event(Event::Key {
                    key: *key,
                    physical_key: None,
                    pressed,
                    repeat: false,
                    modifiers: *modifiers,
                });
            }
        }
        self.frames(1);
    }

    pub fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.frames(3);
    }

    pub fn type_into(&mut self, label: &str, text: &str) {
        let mut fields = self.harness.query_all_by_label(label);
        let field = fields.find(|node| node.accesskit_node().is_text_input()).expect(label);
        field.focus();
        drop(fields);
        self.frames(2);
        self.type_text(text);
    }

    /// Snapping stays off, so that a vertex lies where it was clicked.
    pub fn hold_snapping_off(&mut self) {
        self.harness.event(Event::ModifiersChanged(Modifiers::ALT));
        self.frames(1);
    }

    /// Time passes, so that two clicks are no double-click.
    pub fn pause(&mut self) {
        self.frames(30);
    }

    /// A place on the map: shares of its half height east and north of its middle.
    fn on_map(&self, (east, north): (f32, f32)) -> Pos2 {
        let maps = ["Map", "نقشه"].map(|name| self.harness.query_all_by_label(name).next());
        let rect = maps.into_iter().flatten().next().expect("the map").rect();
        rect.center() + Vec2::new(east, -north) * rect.height() / 2.0
    }

    pub fn hover_map(&mut self, at: (f32, f32)) {
        let pos = self.on_map(at);
        self.harness.hover_at(pos);
        self.frames(3);
    }

    pub fn click_map(&mut self, at: (f32, f32)) {
        let pos = self.on_map(at);
        self.harness.hover_at(pos);
        self.frames(2);
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
            self.frames(1);
        }
    }

    /// Finds something by the palette and goes there.
    pub fn go_to(&mut self, name: &str) {
        self.press_with(Modifiers::COMMAND, Key::K);
        self.type_text(name);
        self.wait_until(name, |window| window.has(" · rural district") || window.has(" · دهستان"));
        self.press(Key::Enter);
        self.settle();
    }

    pub fn drop_file(&mut self, path: &Path) {
        self.harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
        self.frames(3);
    }

    /// The window comes to the front again.
    pub fn focus(&mut self) {
        self.harness.input_mut().events.push(Event::WindowFocused(true));
        self.frames(3);
    }

    pub fn ask_path(&mut self) {
        self.press_with(Modifiers::COMMAND, Key::O);
    }

    /// Compares with the picture of that name in `tests/snapshots`.
    pub fn picture(&mut self, name: &str) {
        self.harness.remove_cursor();
        self.settle();
        // Another version of the software adapter rounds a few edges of letters otherwise.
        let options = SnapshotOptions::new().threshold(2.0).max_failed_pixels(600);
        self.harness.snapshot_options(name, &options);
    }
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|cause| cause.to_string())
    }
}
