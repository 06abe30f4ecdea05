//! What strangers stumbled over: systems that are not those of the file, texts that are
//! told wrongly, answers that nobody can read.

mod cli_support;

use cli_support::{Desk, content, counts, data, finish};
use serde_json::Value;
use shahrak::app::import::{ImportOptions, import};
use shahrak::base::Progress;
use shahrak::exchange::ReadOptions;
use shahrak::model::Layer;
use shahrak::store::{Access, Store};
use std::fs::OpenOptions;
use std::path::Path;

/// A square near the longitude and latitude, in a collection that names `crs`.
fn square(crs: &str, x: f64, y: f64, side: f64) -> String {
    let (east, north) = (x + side, y + side);
    format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{crs}"}}}},"features":[
{{"type":"Feature","properties":{{"code":"Z1"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{east},{y}],[{east},{north}],[{x},{north}],[{x},{y}]]]}}}},
{{"type":"Feature","properties":{{"code":"Z2"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{east},{y}],[{east},{north}],[{x},{north}],[{x},{y}]]]}}}}]}}"#
    )
}

fn zones(desk: &Desk, file: &str, project: &str, code: i32) -> Value {
    desk.run(&["import", file, "--into", project, "--layer", "zones", "--json"]).ended(code).json()
}

#[test]
fn degrees_in_a_system_of_metres_are_refused_and_told() {
    let desk = Desk::new();
    desk.write("deg.geojson", square("EPSG:32639", 51.0, 35.0, 0.003));
    let told = zones(&desk, "deg.geojson", "a.gpkg", 3);
    assert_eq!(counts(&told, "zones"), [0, 0, 0, 0, 2, 0]);
    assert_eq!(told["rejected"][1]["reason"], "degrees_in_lengths");
    let message = told["rejected"][0]["message"].as_str().expect("a sentence");
    for wanted in ["EPSG:32639", "(51, 35)", "46.5", "deg.geojson", "--crs EPSG:4326"] {
        let is_file = wanted == "deg.geojson";
        assert!(
            if is_file { told["rejected"][0]["file"] == wanted } else { message.contains(wanted) },
            "{message}"
        );
    }
    let persian =
        desk.run(&["import", "deg.geojson", "--into", "a.gpkg", "--layer", "zones", "--lang", "fa"]).ended(3);
    assert!(
        persian.stdout.contains("--crs EPSG:4326") && persian.stdout.contains("۵۱"),
        "{}",
        persian.stdout
    );

    // Its own advice brings it in, and the same system with metres is taken as ever.
    let into =
        ["import", "deg.geojson", "--into", "a.gpkg", "--layer", "zones", "--crs", "EPSG:4326", "--json"];
    assert_eq!(counts(&desk.run(&into).ended(0).json(), "zones"), [2, 0, 0, 0, 0, 0]);
    desk.write("metres.geojson", square("EPSG:32639", 500_000.0, 3_873_043.0, 300.0));
    let told = zones(&desk, "metres.geojson", "m.gpkg", 0);
    assert_eq!((counts(&told, "zones"), &told["warnings"]), ([2, 0, 0, 0, 0, 0], &Value::Array(Vec::new())));
}

#[test]
fn what_lies_far_outside_iran_is_told_once_and_taken() {
    let desk = Desk::new();
    desk.write("far.geojson", square("EPSG:4326", 6.0, 50.0, 0.003));
    let told = zones(&desk, "far.geojson", "a.gpkg", 0);
    assert_eq!(counts(&told, "zones"), [2, 0, 0, 0, 0, 0]);
    let warnings = told["warnings"].as_array().expect("warnings");
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!((&warnings[0]["what"], &warnings[0]["index"]), (&"far_outside_iran".into(), &0.into()));
    let message = warnings[0]["message"].as_str().expect("a sentence");
    assert!(
        message.contains("6, 50") && message.contains("EPSG:4326") && message.contains(" km "),
        "{message}"
    );

    // A zone of UTM in which the metres land at the other side of the world.
    desk.write("zone.geojson", square("EPSG:32632", 500_000.0, 3_873_043.0, 300.0));
    let told = zones(&desk, "zone.geojson", "b.gpkg", 0);
    assert!(told["warnings"][0]["message"].to_string().contains("EPSG:32632"), "{told}");

    // A neighbour's border is nobody's mistake.
    desk.write("near.geojson", square("EPSG:4326", 43.0, 36.0, 0.003));
    assert_eq!(zones(&desk, "near.geojson", "c.gpkg", 0)["warnings"], Value::Array(Vec::new()));
}

#[test]
fn a_far_layer_beside_another_is_told_for_each() {
    let desk = Desk::new();
    let point = |code: &str, x: f64| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","geonameid":7,"population":9,"name":"x"}},"geometry":{{"type":"Point","coordinates":[{x},50]}}}}"#
        )
    };
    let line = r#"{"type":"Feature","properties":{"code":"L"},"geometry":{"type":"LineString","coordinates":[[6,50],[7,50]]}}"#;
    let features = [point("A", 6.0), point("B", 6.1), point("C", 6.2), line.to_owned()].join("\n");
    let told =
        desk.run_with(&["import", "-", "--into", "a.gpkg", "--json"], features.as_bytes()).ended(0).json();
    let warnings = told["warnings"].as_array().expect("warnings");
    let far: Vec<_> = warnings.iter().filter(|one| one["what"] == "far_outside_iran").collect();
    let layers: std::collections::BTreeSet<_> = far.iter().filter_map(|one| one["layer"].as_str()).collect();
    let taken = told["layers"].as_array().expect("layers").iter().filter(|one| one["added"] != 0).count();
    assert_eq!((far.len(), layers.len()), (taken, taken), "{told}");
    assert!(taken > 1, "{told}");
}

#[test]
fn members_that_are_there_twice_are_told_as_that() {
    let desk = Desk::new();
    for text in [
        r#"{"type":"FeatureCollection","type":"FeatureCollection","features":[]}"#,
        r#"{"type":"FeatureCollection","features":[],"features":[]}"#,
        r#"{"type":"Point","type":"Point","coordinates":[51,35]}"#,
    ] {
        desk.write("twice.geojson", text);
        let told = desk.run(&["import", "twice.geojson", "--into", "a.gpkg"]).refused(1);
        assert!(told.contains("twice") && !told.contains("not GeoJSON"), "{text}: {told}");
        assert!(!desk.path("a.gpkg").exists());
    }
}

#[test]
fn half_a_character_is_told_as_that() {
    let desk = Desk::new();
    let feature = r#"{"type":"Feature","id":"\udc00","properties":{"code":"\ud800","name":"\ud800"},"geometry":{"type":"Point","coordinates":[51,35]}}"#;
    let into = ["import", "-", "--into", "a.gpkg", "--layer", "places", "--json"];
    let told = desk.run_with(&into, feature.as_bytes()).ended(0).json();
    let warnings = told["warnings"].as_array().expect("warnings");
    assert_eq!(warnings.len(), 3, "once each: {warnings:?}");
    for warning in warnings {
        assert_eq!(warning["what"], "value_half_a_character");
        let message = warning["message"].as_str().expect("a sentence");
        assert!(message.contains("half of a character") && !message.contains("list"), "{message}");
    }
}

#[test]
fn what_was_salvaged_is_not_advised_to_be_salvaged() {
    let desk = Desk::new();
    let whole = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A"},"geometry":{"type":"Point","coordinates":[51,35]}},{"type":"Fea"#;
    desk.write("cut.geojson", whole);
    let into = ["import", "cut.geojson", "--into", "a.gpkg", "--layer", "places"];
    assert!(desk.run(&into).refused(1).contains("--salvage takes"));
    for lang in ["en", "fa"] {
        let told = desk.run(&[&into[..], &["--salvage", "--lang", lang]].concat()).ended(3).stdout;
        assert!(told.contains("cut.geojson") && !told.contains("--salvage"), "{told}");
    }
}

#[test]
fn a_missing_folder_is_told_as_that() {
    let desk = Desk::new();
    let zones = data("zones.geojson");
    for arguments in
        [vec!["import", &zones, "--into", "no/such/a.gpkg"], vec!["sample", "--out", "no/such/a.gpkg"]]
    {
        let told = desk.run(&arguments).refused(1);
        assert!(told.contains("no/such/a.gpkg") && told.contains("Make the folder"), "{told}");
        assert!(!told.contains("create the project"), "{told}");
    }
}

#[test]
fn an_empty_kind_of_mark_is_told_as_that() {
    let desk = Desk::new();
    desk.project();
    let before = content(&desk.path("p.gpkg"));
    for kind in ["", "  "] {
        let told =
            desk.run(&["mark", "p.gpkg", "--area", "1001", "--kind", kind, "--reason", "x"]).refused(2);
        assert!(told.contains("--kind") && told.contains("under_served"), "{told}");
    }
    assert_eq!(content(&desk.path("p.gpkg")), before);
}

#[test]
fn an_export_that_comes_back_is_unchanged_also_where_it_was_mended() {
    let desk = Desk::new();
    let ring = |code: &str, ring: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{{code}}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
        )
    };
    let features = [
        ring(r#""code":"BOW""#, "[51,35],[51.004,35.003],[51.004,35],[51,35.003],[51,35]"),
        ring(r#""name":"no code""#, "[51.1,35],[51.104,35.003],[51.104,35],[51.1,35.003],[51.1,35]"),
        ring(r#""code":"OPEN""#, "[52,35],[52.004,35],[52.004,35.003],[52,35.003]"),
        ring(r#""code":"WOUND""#, "[53,35],[53,35.003],[53.004,35.003],[53.004,35],[53,35]"),
        ring(r#""code":"TWICE""#, "[54,35],[54,35],[54.004,35],[54.004,35.003],[54,35.003],[54,35]"),
        ring(r#""code":"SWAPPED""#, "[35,55],[35.003,55],[35.003,55.004],[35,55.004],[35,55]"),
    ];
    desk.write("mended.geojson", features.join("\n"));
    for layer in ["zones", "other"] {
        let project = format!("{layer}.gpkg");
        let into = |file: &str, code| {
            let told = desk.run(&["import", file, "--into", &project, "--layer", layer, "--json"]);
            counts(&told.ended(code).json(), layer)
        };
        let first = into("mended.geojson", 3);
        assert_eq!((first[0], first[4]), (6, 0), "{layer}");
        assert!(first[5] >= 5, "{layer}: {first:?}");
        desk.run(&["export", &project, "--layer", layer, "--out", "out.geojson", "--json"]).ended(0);
        let before = content(&desk.path(&project));
        let again = into("out.geojson", 0);
        assert_eq!(again, [0, 0, 6, 0, 0, 0], "{layer}");
        let rows = |lines: &[String]| {
            lines.iter().filter(|line| line.starts_with(layer)).cloned().collect::<Vec<_>>()
        };
        assert_eq!(rows(&content(&desk.path(&project))), rows(&before), "{layer}");
        assert_eq!(into("mended.geojson", 3)[..3], [0, 0, 6], "{layer}: the first file once more");
    }
}

#[test]
fn words_of_the_reader_stand_in_sentences() {
    let desk = Desk::new();
    let bad = r#"{"type":"Feature","properties":{"code":"BAD"},"geometry":{"type":"Polygon","coordinates":[[[51,null],[51.004,35],[51.004,35.003],[51,35]]]}}
{"type":"Feature","properties":{},"geometry":{"type":"Kreis","coordinates":[51,35]}}
{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[51]}}
{"type":"Feature","properties":{},"geometry":{"type":"Point"}}
{"type":"Feature","properties":{},"geometry":5}
{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[51,35]}}"#;
    desk.write("bad.geojson", bad);
    let words = [
        "not_a_number",
        "unknown_geometry_type",
        "position_too_short",
        "coordinates_missing",
        "geometry_not_object",
        "coordinates_malformed",
    ];
    for lang in ["en", "fa"] {
        let told = desk.run(&["measure", "bad.geojson", "--json", "--lang", lang]).ended(3).json();
        for (at, word) in words.iter().enumerate() {
            let problem = &told["features"][at]["problems"][0];
            assert_eq!(problem["code"], *word);
            let message = problem["message"].as_str().expect("a sentence");
            assert!(!message.contains('_') && !message.contains('⟦'), "{message}");
        }
        let table = desk.run(&["measure", "bad.geojson", "--lang", lang]).ended(3).stdout;
        assert!(!table.contains('_') && !table.contains('⟦'), "{table}");
    }
}

/// Where it can be had, a file that takes no byte.
fn full() -> Option<std::process::Stdio> {
    let file = Path::new("/dev/full");
    file.exists().then(|| OpenOptions::new().write(true).open(file).expect("opens").into())
}

#[test]
fn a_change_that_cannot_be_reported_is_told_to_stand() {
    let desk = Desk::new();
    desk.project();
    let zones = data("zones.geojson");
    let area = desk.run(&["export", "p.gpkg", "--layer", "admin", "--out", "-"]).ended(0).stdout;
    let area: Value = serde_json::from_str(&area).expect("JSON");
    let area = area["features"][0]["properties"]["code"].as_str().expect("a code").to_owned();
    let revision = || desk.run(&["info", "p.gpkg", "--json"]).ended(0).json()["revision"].as_u64();
    for (arguments, changes) in [
        (vec!["mark", "p.gpkg", "--area", &area, "--kind", "note", "--reason", "x"], true),
        (vec!["undo", "p.gpkg"], true),
        (vec!["redo", "p.gpkg"], true),
        (vec!["import", &zones, "--into", "p.gpkg", "--layer", "other"], true),
        (vec!["info", "p.gpkg"], false),
        (vec!["import", &zones, "--into", "p.gpkg", "--layer", "other", "--dry-run"], false),
    ] {
        let before = revision();
        let Some(full) = full() else { return };
        let mut command = desk.command(env!("CARGO_BIN_EXE_shahrak"));
        let told = finish(command.args(&arguments).stdout(full)).refused(1);
        assert_eq!(told.contains("The change was made"), changes, "{arguments:?}: {told}");
        assert_eq!(revision() > before, changes, "{arguments:?}");
    }
    let Some(full) = full() else { return };
    let mut command = desk.command(env!("CARGO_BIN_EXE_shahrak"));
    let export = ["export", "p.gpkg", "--layer", "zones", "--out", "z.geojson", "--lang", "fa"];
    let told = finish(command.args(export).stdout(full)).refused(1);
    assert!(told.contains("z.geojson") && told.contains("نوشته شد"), "{told}");
    assert!(desk.path("z.geojson").exists());
}

#[test]
fn a_complaint_that_nobody_can_read_ends_as_it_should() {
    let desk = Desk::new();
    desk.project();
    for (arguments, code) in [
        (vec!["info", "nope.gpkg"], 1),
        (vec!["info", "p.gpkg", "--lang", "de"], 2),
        (vec!["info", "--nope"], 2),
        (vec!["zone"], 2),
        (vec!["info", "p.gpkg"], 0),
    ] {
        let Some(full) = full() else { return };
        let mut command = desk.command(env!("CARGO_BIN_EXE_shahrak"));
        let ended = finish(command.args(&arguments).env("SHAHRAK_LOG", "trace").stderr(full));
        assert_eq!(ended.code, code, "{arguments:?}");
    }
}

#[test]
fn help_speaks_the_language_that_was_asked_for() {
    let desk = Desk::new();
    let page = |arguments: &[&str]| desk.run(arguments).ended(0).stdout;
    for command in [vec!["import"], vec!["zone", "check"], vec!["mark"], vec![]] {
        let asked = |more: &[&str]| page(&[&command[..], more].concat());
        let persian = asked(&["--help", "--lang", "fa"]);
        assert!(persian.contains("کاربرد:\n  shahrak") && persian.contains("گزینه‌ها:"), "{persian}");
        assert!(!persian.contains("Usage") && !persian.contains("Print"), "{persian}");
        assert_eq!(asked(&["--lang=fa", "-h"]), persian);
        let english = asked(&["--help"]);
        assert!(english.contains("Usage: shahrak") && english.contains("Options:"), "{english}");
        assert!(english.is_ascii(), "{english}");
    }
    assert_eq!(page(&["--lang", "fa", "help", "import"]), page(&["import", "--help", "--lang", "fa"]));
    let mut command = desk.command(env!("CARGO_BIN_EXE_shahrak"));
    let by_locale = finish(command.args(["undo", "--help"]).env("LANG", "fa_IR.UTF-8")).ended(0).stdout;
    assert_eq!(by_locale, page(&["undo", "--help", "--lang", "fa"]));
    if let Some(full) = full() {
        let mut command = desk.command(env!("CARGO_BIN_EXE_shahrak"));
        finish(command.args(["undo", "--help"]).stdout(full)).refused(1);
    }
}

#[test]
fn a_bad_feature_is_a_finding_and_the_rest_is_checked() {
    let desk = Desk::new();
    desk.project();
    let zone = |code: &str, ring: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
        )
    };
    let features = [
        zone("BAD", "[51,null],[51.004,35],[51.004,35.003],[51,35]"),
        zone("GOOD", "[51.02,35],[51.024,35],[51.024,35.003],[51.02,35.003],[51.02,35]"),
        r#"{"type":"Feature","properties":{"code":"KREIS"},"geometry":{"type":"Kreis","coordinates":[51,35]}}"#
            .to_owned(),
    ];
    desk.write("drawn.geojson", features.join("\n"));
    for lang in ["en", "fa"] {
        let check = ["zone", "check", "drawn.geojson", "--against", "p.gpkg", "--lang", lang];
        let told = desk.run(&[&check[..], &["--json"]].concat()).ended(3).json();
        let zones = told["zones"].as_array().expect("zones");
        let codes: Vec<_> = zones.iter().filter_map(|zone| zone["code"].as_str()).collect();
        assert_eq!(codes, ["BAD", "GOOD", "KREIS"]);
        assert!(zones[1]["area_m2"].as_f64().is_some_and(|area_m2| area_m2 > 100_000.0), "{}", zones[1]);
        for (at, word) in [(0, "not_a_number"), (2, "unknown_geometry_type")] {
            let finding = &zones[at]["findings"][0];
            assert_eq!((&finding["rule"], &finding["level"]), (&"valid".into(), &"error".into()));
            assert_eq!(finding["subject"], *word);
            let message = finding["message"].as_str().expect("a sentence");
            assert!(!message.contains('_') && !message.contains('⟦'), "{message}");
        }
        let table = desk.run(&check).ended(3).stdout;
        assert!(!table.contains("not_a_number") && table.contains("GOOD"), "{table}");
    }
}

#[test]
fn files_of_others_beside_an_output_stay() {
    let desk = Desk::new();
    desk.project();
    for name in ["out.geojson.part", "rows.csv.part", "map.png.part"] {
        desk.write(name, "mine");
    }
    desk.run(&["export", "p.gpkg", "--layer", "zones", "--out", "out.geojson"]).ended(0);
    desk.run(&["proximity", "p.gpkg", "--of", "zones", "--to", "power", "--csv", "rows.csv"]).ended(0);
    for name in ["out.geojson.part", "rows.csv.part"] {
        assert_eq!(std::fs::read_to_string(desk.path(name)).expect("still there"), "mine", "{name}");
    }
    let left = std::fs::read_dir(desk.folder.path()).expect("a folder");
    let left: Vec<_> = left.filter_map(|one| one.ok()?.file_name().into_string().ok()).collect();
    assert!(left.iter().all(|name| !name.contains(".shahrak-")), "{left:?}");
}

#[test]
fn a_dry_run_needs_no_right_to_write_and_writes_nothing() {
    let desk = Desk::new();
    let project = desk.project();
    let zones = data("zones.geojson");
    let dry = ["import", &zones, "--into", "p.gpkg", "--layer", "zones", "--dry-run", "--json"];
    let beside = || {
        let all = std::fs::read_dir(desk.folder.path()).expect("a folder");
        let mut names: Vec<_> = all.filter_map(|one| Some(one.ok()?.file_name())).collect();
        names.sort();
        names
    };
    let (bytes, names) = (std::fs::read(&project).expect("read"), beside());
    let unchanged = [0, 0, 1, 0, 0, 0];
    assert_eq!(counts(&desk.run(&dry).ended(0).json(), "zones"), unchanged);
    assert_eq!((std::fs::read(&project).expect("read"), beside()), (bytes, names));

    // While another instance holds it for writing, with a change still in its log.
    let mut held = Store::open(&project, Access::Write).expect("opens");
    let read = ReadOptions { layer: Some(Layer::Other), ..ReadOptions::default() };
    let options = ImportOptions { read, ..ImportOptions::default() };
    import(&mut held, &[zones.clone().into()], &options, &Progress::new()).expect("imported");
    assert_eq!(counts(&desk.run(&dry).ended(0).json(), "zones"), unchanged);
    let other = ["import", &zones, "--into", "p.gpkg", "--layer", "other", "--dry-run", "--json"];
    assert_eq!(counts(&desk.run(&other).ended(0).json(), "other"), unchanged, "what is in the log counts");
    desk.run(&["import", &zones, "--into", "p.gpkg", "--layer", "zones", "--json"]).refused(1);
    held.close().expect("closes");

    // On a medium that takes no byte.
    let mut permissions = std::fs::metadata(&project).expect("there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&project, permissions).expect("set");
    assert_eq!(counts(&desk.run(&dry).ended(0).json(), "zones"), unchanged);
}
