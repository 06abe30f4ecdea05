//! Every command with its options, its JSON and its exit status.

mod cli_support;

use cli_support::{Desk, counts, data, has_keys};

#[test]
fn an_import_counts_and_a_second_one_finds_nothing_new() {
    let desk = Desk::new();
    let plots = data("plots.geojson");
    let dry = ["import", &plots, "--into", "p.gpkg", "--dry-run", "--json"];
    assert_eq!(counts(&desk.run(&dry).ended(0).json(), "plots"), [2, 0, 0, 0, 0, 0]);
    assert!(!desk.path("p.gpkg").exists(), "a dry run makes no project");

    let arguments = ["import", plots.as_str(), "--into", "p.gpkg", "--json"];
    let first = desk.run(&arguments).ended(0).json();
    has_keys(&first, &["layers", "rejected", "repaired", "warnings", "seconds"]);
    assert_eq!(counts(&first, "plots"), [2, 0, 0, 0, 0, 0]);
    assert_eq!(counts(&desk.run(&arguments).ended(0).json(), "plots"), [0, 0, 2, 0, 0, 0]);

    let text = std::fs::read_to_string(&plots).expect("read");
    let changed = text.replace("\"operating\"", "\"stagnant\"").replace("\"0012\"", "\"0014\"");
    let report =
        desk.run_with(&["import", "-", "--into", "p.gpkg", "--json"], changed.as_bytes()).ended(0).json();
    assert_eq!(counts(&report, "plots"), [1, 1, 0, 1, 0, 0], "one new, one changed, one missing");
}

#[test]
fn an_import_that_is_strict_changes_nothing_on_a_finding() {
    let desk = Desk::new();
    let file = data("asset_without_geometry.geojson");
    let told = desk.run(&["import", &file, "--into", "p.gpkg", "--strict", "--json"]).refused(1);
    assert!(told.contains("--strict") || told.contains("strict"), "{told}");
    assert!(!desk.path("p.gpkg").exists());
}

#[test]
fn an_export_gives_back_what_came_in() {
    let desk = Desk::new();
    desk.project();
    let answer = desk.run(&["export", "p.gpkg", "--layer", "plots", "--out", "plots.geojson", "--json"]);
    assert_eq!(answer.ended(0).json()["written"], 2);
    let exported = std::fs::read_to_string(desk.path("plots.geojson")).expect("read");
    for kept in [r#""id":"a/1""#, r#""id":7"#, "1.50", "1e2", "1402/02/31", r#""0012""#] {
        assert!(exported.contains(kept), "{kept} is missing in {exported}");
    }
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    let original = read(&std::fs::read_to_string(data("plots.geojson")).expect("read"));
    assert_eq!(read(&exported)["features"], original["features"]);

    let again = desk.run(&["export", "p.gpkg", "--layer", "plots", "--out", "-"]).ended(0);
    assert_eq!(again.stdout, exported, "same input, same bytes, on standard output too");
}

#[test]
fn info_tells_layers_and_schema() {
    let desk = Desk::new();
    desk.project();
    let info = desk.run(&["info", "p.gpkg", "--json"]).ended(0).json();
    has_keys(&info, &["layers", "schema_version", "revision"]);
    for layer in info["layers"].as_array().expect("layers") {
        has_keys(layer, &["name", "geometry", "features", "bbox"]);
    }
    let plots =
        info["layers"].as_array().expect("layers").iter().find(|one| one["name"] == "plots").expect("plots");
    assert_eq!(plots["features"], 2);
    assert_eq!(plots["bbox"], serde_json::json!([51.05, 35.05, 51.052, 35.0505]));
}

#[test]
fn a_measure_is_that_of_the_domain_reference() {
    let desk = Desk::new();
    let text = r#"{"type":"Feature","id":"T3","properties":{},"geometry":{"type":"LineString","coordinates":[[51.0,35.0],[51.1,35.05]]}}"#;
    let measured = desk.run_with(&["measure", "-", "--json"], text.as_bytes()).ended(0).json();
    let line = &measured["features"][0];
    let keys =
        ["index", "id", "area_m2", "perimeter_m", "perimeter_outer_m", "length_m", "valid", "problems"];
    has_keys(line, &keys);
    assert_eq!(line["id"], "T3");
    assert!((line["length_m"].as_f64().expect("a number") - 10_679.623).abs() < 0.001, "{line}");

    let zone = desk.run(&["measure", &data("metres_utm39.geojson"), "--crs", "EPSG:32639", "--json"]);
    // 51 to 51.004 E, 35 to 35.003 N: GeographicLib's planimeter.
    let area_m2 = zone.ended(0).json()["features"][0]["area_m2"].as_f64().expect("a number");
    assert!((area_m2 - 121_528.556).abs() < 0.1, "{area_m2}");

    let crossed = desk.run(&["measure", &data("wrong_zones.geojson"), "--json"]).ended(3).json();
    assert_eq!(crossed["features"][1]["valid"], false);
    assert!(!crossed["features"][1]["problems"].as_array().expect("problems").is_empty());
}

#[test]
fn proximity_reaches_the_nearest_of_each_kind() {
    let desk = Desk::new();
    desk.project();
    let arguments = [
        "proximity",
        "p.gpkg",
        "--of",
        "zones",
        "--to",
        "power,reservoir",
        "--k",
        "2",
        "--csv",
        "rows.csv",
        "--json",
    ];
    let answer = desk.run(&arguments).ended(0).json();
    let rows = answer["rows"].as_array().expect("rows");
    rows.iter().for_each(|row| has_keys(row, &["of", "kind", "rank", "asset", "distance_m", "at"]));
    let told: Vec<_> = rows.iter().map(|row| (&row["kind"], &row["rank"], &row["asset"])).collect();
    assert_eq!(
        serde_json::json!(told),
        serde_json::json!([["power", 1, "L-1"], ["power", 2, "S-1"], ["reservoir", 1, "R-1"]])
    );
    // From the western side at 51.004 E to the meridian 51 E, at 35.003 N (GeographicLib).
    let line_m = rows[0]["distance_m"].as_f64().expect("a number");
    assert!((line_m - 365.1).abs() < 0.3, "{line_m}");
    let table = std::fs::read_to_string(desk.path("rows.csv")).expect("read");
    assert!(table.starts_with("\u{feff}of,kind,"), "{table}");
    assert_eq!(table.lines().count(), 4);
    let near = desk.run(&["proximity", "p.gpkg", "--of", "zones", "--to", "power", "--max", "0.1", "--json"]);
    assert_eq!(near.ended(0).json()["rows"], serde_json::json!([]));
}

#[test]
fn a_mark_is_undone_redone_and_told() {
    let desk = Desk::new();
    desk.project();
    let mark = [
        "mark",
        "p.gpkg",
        "--area",
        "0410010001",
        "--kind",
        "under_served",
        "--reason",
        "دور از برق",
        "--json",
    ];
    let event = desk.run(&mark).ended(0).json();
    assert_eq!(event["event"]["layer"], "marks");
    assert_eq!(event["event"]["actor"], "planner");
    let marks = || {
        let info = desk.run(&["info", "p.gpkg", "--json"]).ended(0).json();
        info["layers"].as_array().expect("layers").iter().find(|one| one["name"] == "marks").expect("marks")["features"].clone()
    };
    assert_eq!(marks(), 1);
    let undone = desk.run(&["undo", "p.gpkg", "--json"]).ended(0).json();
    has_keys(&undone, &["batch", "changed"]);
    assert_eq!(marks(), 0);
    assert_eq!(desk.run(&["redo", "p.gpkg", "--json"]).ended(0).json()["changed"], 1);
    assert_eq!(marks(), 1);
    desk.run(&["redo", "p.gpkg", "--json"]).refused(1);
    desk.run(&["mark", "p.gpkg", "--area", "admin:0410010001", "--clear", "--json"]).ended(0);
    assert_eq!(marks(), 0);

    let history = desk.run(&["history", "p.gpkg", "--json"]).ended(0).json();
    let events = history["events"].as_array().expect("events");
    let columns = [
        "id",
        "origin",
        "seq",
        "batch",
        "recorded_at",
        "effective_on",
        "actor",
        "device",
        "layer",
        "entity_uuid",
        "action",
        "old",
        "new",
        "reason",
        "evidence_id",
        "prev_hash",
        "hash",
    ];
    events.iter().for_each(|event| has_keys(event, &columns));
    let seqs: Vec<_> = events.iter().map(|event| event["seq"].as_u64().expect("a number")).collect();
    assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>());
    let uuid = event["event"]["entity_uuid"].as_str().expect("a uuid").to_owned();
    let own = desk.run(&["history", "p.gpkg", "--of", &uuid, "--json"]).ended(0).json();
    assert!(own["events"].as_array().expect("events").len() >= 4, "mark, undo, redo, clear: {own}");
    assert_eq!(desk.run(&["verify", "p.gpkg", "--log", "log.txt", "--json"]).ended(0).json()["ok"], true);
    assert!(desk.path("log.txt").exists());
}

#[test]
fn wrong_words_are_wrong_usage() {
    let desk = Desk::new();
    desk.project();
    let wrong: &[&[&str]] = &[
        &["export", "p.gpkg", "--layer", "nope", "--out", "x"],
        &["proximity", "p.gpkg", "--of", "nope", "--to", "power"],
        &["proximity", "p.gpkg", "--of", "zones", "--to", "nope"],
        &["zone", "check", "p.gpkg", "--zone", "NOPE"],
        &["zone", "check", "p.gpkg", "--preset", "NOPE"],
        &["mark", "p.gpkg", "--area", "NOPE", "--kind", "note", "--reason", "x"],
        &["mark", "p.gpkg", "--area", "0410010001", "--kind", "nope", "--reason", "x"],
        &["mark", "p.gpkg", "--area", "0410010001", "--kind", "note", "--reason", ""],
        &["history", "p.gpkg", "--of", "NOPE"],
        &["render", "p.gpkg", "--out", "x.png", "--size", "12"],
        &["render", "p.gpkg", "--out", "x.png", "--bbox", "1,2,3"],
        &["sample", "--out", "x.gpkg", "--preset", "nope"],
        &["import", &data("zones.geojson"), "--into", "p.gpkg", "--layer", "zones", "--map", "code=nope"],
        &["import", &data("zones.geojson"), "--into", "p.gpkg", "--map", "code"],
    ];
    for arguments in wrong {
        let told = desk.run(arguments).refused(2);
        assert!(told.len() > 20, "{arguments:?}: {told}");
    }
    desk.run(&["nonsense", "p.gpkg", "extra"]).ended(2);
    desk.run(&["info"]).ended(2);
    desk.run(&["info", "p.gpkg", "--lang", "de"]).ended(2);
}

#[test]
fn persian_is_asked_for_or_taken_from_the_locale() {
    let desk = Desk::new();
    let is_persian = |text: &str| text.contains("پروژه");
    assert!(is_persian(&desk.run(&["info", "nope.gpkg", "--lang", "fa"]).refused(1)));
    let mut command = desk.command(env!("CARGO_BIN_EXE_shahrak"));
    command.args(["info", "nope.gpkg"]).env("LANG", "fa_IR.UTF-8");
    assert!(is_persian(&cli_support::finish(&mut command).refused(1)));
    assert!(!is_persian(&desk.run(&["info", "nope.gpkg"]).refused(1)));
}

#[test]
fn without_a_display_the_window_names_the_command_that_draws() {
    let desk = Desk::new();
    let told = desk.run(&[]).refused(1);
    assert!(told.contains("shahrak render"), "{told}");
}
