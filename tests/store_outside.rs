//! Other programs on the file: what they change while we are away enters the
//! history, and they keep finding a valid GeoPackage.

mod store_support;

use shahrak::base::Progress;
use shahrak::model::{ChangeSet, Edit, Layer, Table, Value};
use shahrak::store::{Access, HistoryFilter, Store, StoreError};
use std::path::{Path, PathBuf};
use std::process::Command;
use store_support::*;

fn project(path: &Path) -> Store {
    let mut store = Store::create(path).unwrap();
    import(&mut store, &(0..20).map(|n| plot("E1", n)).collect::<Vec<_>>());
    import(&mut store, &[asset("S1", 51.2, 35.1)]);
    store
}

fn plain(path: &Path, sql: &str) {
    other_program(path).execute_batch(sql).unwrap();
}

fn sound(store: &Store) {
    let findings = store.verify(&Progress::new()).unwrap();
    let bad: Vec<_> = findings.iter().filter(|finding| finding.is_unsound()).collect();
    assert!(bad.is_empty(), "{bad:?}");
    assert!(clean(store));
}

#[test]
fn updates_inserts_and_removals_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let store = project(&path);
    let revision = store.revision().unwrap();
    let uuid = store.read_rows(Table::Plots, &[3]).unwrap()[0].uuid;
    store.close().unwrap();
    plain(
        &path,
        "UPDATE plots SET status = 'operating', depth_m = 0.1 + 0.2 WHERE fid = 3;
         UPDATE plots SET status = 'vacant' WHERE fid = 4;
         INSERT INTO places(name_fa, population) VALUES('مهدي‌شهر', 20000);
         INSERT INTO places(name_fa) VALUES('gone again');
         DELETE FROM places WHERE name_fa = 'gone again';",
    );
    let store = Store::open(&path, Access::Write).unwrap();
    assert_eq!(store.revision().unwrap(), revision + 1);
    let events = store.history(&HistoryFilter { limit: Some(3), ..HistoryFilter::default() }).unwrap();
    let told: Vec<_> = events
        .iter()
        .map(|event| {
            (event.action.as_str(), event.layer.as_deref(), event.old.is_some(), event.new.is_some())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("outside_edit", Some("plots"), true, true),
            ("outside_edit", Some("places"), false, true),
            ("outside_edit", None, false, true)
        ]
    );
    assert_eq!(events[0].entity_uuid, Some(uuid.to_string()));
    assert_eq!(events[0].new.as_deref(), Some("{\"depth_m\":0.30000000000000004,\"status\":\"operating\"}"));
    let place = store.read_rows(Table::Places, &[1]).unwrap().remove(0);
    assert!(!place.uuid.is_nil());
    sound(&store);
    store.close().unwrap();
    // Nothing new, nothing entered.
    let store = Store::open(&path, Access::Write).unwrap();
    assert_eq!(store.revision().unwrap(), revision + 1);
}

#[test]
fn undo_refuses_to_lose_another_programs_change() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let mut store = project(&path);
    let uuid = store.read_rows(Table::Plots, &[3]).unwrap()[0].uuid;
    let set = vec![("status", Value::from("reserved"))];
    let edit = Edit::Update { table: Table::Plots, uuid, set, shape: None };
    store.apply(&ChangeSet::new("set_status", vec![edit]), &actor()).unwrap();
    store.close().unwrap();
    plain(&path, "UPDATE plots SET status = 'built' WHERE fid = 3");
    let mut store = Store::open(&path, Access::Write).unwrap();
    let before = dump(&store);
    match store.undo(&actor()).err() {
        Some(StoreError::ChangedSince { table, code, .. }) => {
            assert_eq!((table, code.as_str()), ("plots", "002"))
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(dump(&store), before);
}

#[test]
fn a_layer_written_anew_is_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    project(&path).close().unwrap();
    plain(
        &path,
        "DROP TABLE places;
         CREATE TABLE places(fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, name_fa TEXT, remark TEXT);
         INSERT INTO places(name_fa, remark) VALUES('Damghan', 'from elsewhere');
         DROP TABLE other;",
    );
    let store = Store::open(&path, Access::Write).unwrap();
    let place = store.read_rows(Table::Places, &[1]).unwrap().remove(0);
    assert!(!place.uuid.is_nil());
    assert_eq!(store.count(Table::Other).unwrap(), 0);
    store.close().unwrap();
    let store = Store::open(&path, Access::Write).unwrap();
    assert_eq!(store.count(Table::Places).unwrap(), 1);
}

/// GDAL's tools, where they are installed; without them these tests say so and pass.
fn gdal(tool: &str) -> Option<Command> {
    let found = Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("not run: {tool} is not installed");
    }
    found.then(|| Command::new(tool))
}

fn validator() -> Option<PathBuf> {
    let places = [
        "/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py",
        "/usr/share/doc/python3-gdal/examples/validate_gpkg.py",
    ];
    let found = places.iter().map(PathBuf::from).find(|path| path.exists());
    if found.is_none() {
        eprintln!("not run: validate_gpkg.py is not installed");
    }
    found
}

/// Debian's own Python has GDAL's module; another one in front of it may not.
fn system_python() -> &'static str {
    if Path::new("/usr/bin/python3").exists() { "/usr/bin/python3" } else { "python3" }
}

fn ran(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {text}");
    text
}

fn valid(path: &Path) {
    if let Some(script) = validator() {
        let text = ran(Command::new(system_python())
            .arg(script)
            .args(["-k", "--extra", "--warning-as-error"])
            .arg(path));
        assert!(!text.to_lowercase().contains("error") && !text.contains("Req"), "{text}");
    }
}

#[test]
fn gdal_finds_a_valid_geopackage_at_every_stage() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    Store::create(&path).unwrap().close().unwrap();
    valid(&path);
    let mut store = project(&path.with_file_name("b.gpkg"));
    let mut high = plot("E2", 1);
    if let Some(shape) = &mut high.shape {
        shape.z = Some(vec![1200.0; 5]);
    }
    import(&mut store, &[high]);
    let path = store.path().to_owned();
    store.close().unwrap();
    valid(&path);
    let mut store = Store::open(&path, Access::Write).unwrap();
    store.undo(&actor()).unwrap();
    let uuid = store.read_rows(Table::Plots, &[3]).unwrap()[0].uuid;
    let edit = Edit::Update { table: Table::Plots, uuid, set: vec![], shape: Some(None) };
    store.apply(&ChangeSet::new("edit", vec![edit]), &actor()).unwrap();
    store.close().unwrap();
    valid(&path);
    let Some(mut ogrinfo) = gdal("ogrinfo") else { return };
    let text = ran(ogrinfo.args(["-ro", "-so", "-al"]).arg(&path));
    for layer in Table::ALL {
        assert!(text.contains(&format!("Layer name: {}\n", layer.name())), "{text}");
    }
    assert_eq!(text.matches("WGS 84").count() / 2, Table::ALL.len(), "{text}");
    assert!(!text.contains("Warning") && !text.contains("ERROR"), "{text}");
    assert!(text.contains("Feature Count: 20"), "{text}");
}

#[test]
fn gdal_may_write_and_is_noticed() {
    let Some(mut ogr2ogr) = gdal("ogr2ogr") else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    project(&path).close().unwrap();
    let json = folder.path().join("new.geojson");
    std::fs::write(
        &json,
        r#"{"type":"FeatureCollection","features":[
           {"type":"Feature","properties":{"code":"900","estate_code":"E1","status":"vacant"},
            "geometry":{"type":"Polygon","coordinates":[[[51.0,35.0],[51.004,35.0],[51.004,35.003],[51.0,35.003],[51.0,35.0]]]}}]}"#,
    )
    .unwrap();
    ran(ogr2ogr.args(["-append", "-nln", "plots", "-nlt", "MULTIPOLYGON"]).arg(&path).arg(&json));
    valid(&path);
    let store = Store::open(&path, Access::Write).unwrap();
    let row = store.find_code(Layer::Plots, Some("E1"), "900").unwrap()[0];
    let feature = store.feature(row).unwrap().unwrap();
    // Oracle T3 A of the domain reference.
    let area_m2 = feature.value("area_m2").as_f64().unwrap();
    assert!((area_m2 - 121_528.556).abs() < 0.001, "{area_m2}");
    let events = store.history(&HistoryFilter { limit: Some(2), ..HistoryFilter::default() }).unwrap();
    assert_eq!(events[0].action, "outside_edit");
    sound(&store);
    store.close().unwrap();
    valid(&path);
    let sql = "UPDATE plots SET status = 'built' WHERE code = '001'; ";
    if let Some(mut ogrinfo) = gdal("ogrinfo") {
        ran(ogrinfo.args(["-sql", sql]).arg(&path));
        let store = Store::open(&path, Access::Write).unwrap();
        let events = store.history(&HistoryFilter { limit: Some(2), ..HistoryFilter::default() }).unwrap();
        assert_eq!(events[0].new.as_deref(), Some("{\"status\":\"built\"}"));
        sound(&store);
    }
}
