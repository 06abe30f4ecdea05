//! What an import, an export and a refusal say, word by word.

mod cli_support;

use cli_support::{Desk, content, counts, data, finish};

const ZONE: &str = r#"{"type":"Feature","properties":{"code":"Z-9","note":{"b":[1.0,2],"a":"x"}},"geometry":{"type":"Polygon","coordinates":[[[51.5,35.5],[51.502,35.5],[51.502,35.502],[51.5,35.502],[51.5,35.5]]]}}"#;
const SAME: &str = r#"{ "geometry": { "coordinates": [ [ [51.50, 35.5], [51.502, 35.5], [51.502, 35.502], [51.5, 35.502], [51.5, 35.5] ] ],
    "type": "Polygon" }, "properties": { "note": { "a": "x", "b": [1, 2.0] }, "code": "Z-9" }, "type": "Feature" }"#;

#[test]
fn another_spelling_of_the_same_values_changes_nothing() {
    let desk = Desk::new();
    desk.write("one.geojson", ZONE);
    desk.write("same.geojson", SAME);
    let import = |file: &str| {
        desk.run(&["import", file, "--into", "p.gpkg", "--layer", "zones", "--json"]).ended(0).json()
    };
    assert_eq!(counts(&import("one.geojson"), "zones"), [1, 0, 0, 0, 0, 0]);
    assert_eq!(counts(&import("same.geojson"), "zones"), [0, 0, 1, 0, 0, 0]);
    // Without a code a feature is known by its content, whose spelling counts as little.
    desk.write("plain.geojson", ZONE.replace(r#""code":"Z-9","#, ""));
    desk.write("plain_same.geojson", SAME.replace(r#", "code": "Z-9""#, ""));
    assert_eq!(counts(&import("plain.geojson"), "zones")[..3], [1, 0, 0]);
    assert_eq!(counts(&import("plain_same.geojson"), "zones")[..3], [0, 0, 1]);
    desk.write("other.geojson", ZONE.replace("[1.0,2]", "[1.0,3]"));
    assert_eq!(counts(&import("other.geojson"), "zones")[..3], [0, 1, 0]);
    // What was kept is the text that came in last with another value.
    desk.run(&["export", "p.gpkg", "--layer", "zones", "--out", "out.geojson"]).ended(0);
    let out = std::fs::read_to_string(desk.path("out.geojson")).expect("written");
    assert!(out.contains(r#""note":{"b":[1.0,3],"a":"x"}"#), "{out}");
}

#[test]
fn an_unknown_system_is_a_wrong_word_and_the_known_ones_are_named() {
    let desk = Desk::new();
    let file = data("zones.geojson");
    for crs in ["EPSG:999999", "nonsense", "EPSG:"] {
        for language in ["en", "fa"] {
            let told = desk.run(&["import", &file, "--into", "p.gpkg", "--crs", crs, "--lang", language]);
            let told = told.refused(2);
            assert!(told.contains("EPSG:32639") && told.contains("EPSG:2059"), "{told}");
            assert!(!told.to_lowercase().contains("proj"), "{told}");
            desk.run(&["measure", &file, "--crs", crs, "--lang", language]).refused(2);
        }
    }
    assert!(!desk.path("p.gpkg").exists());
    // A file that names one is a bad file, not a wrong word.
    let named = ZONE.replacen('{', r#"{"crs":{"type":"name","properties":{"name":"EPSG:999999"}},"#, 1);
    desk.write("named.geojson", format!(r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:999999"}}}},"features":[{named}]}}"#));
    assert!(desk.run(&["measure", "named.geojson"]).refused(1).contains("999999"));
}

#[test]
fn a_file_is_named_once_and_standard_input_by_its_name() {
    let desk = Desk::new();
    desk.write("far.geojson", r#"{"type":"Point","coordinates":[99999999,88888888]}"#);
    let told = desk.run(&["import", "far.geojson", "--into", "p.gpkg"]).refused(1);
    assert_eq!(told.matches("far.geojson").count(), 1, "{told}");
    assert!(!told.contains(": ."), "an empty list: {told}");
    desk.write("cut.geojson", &ZONE[..90]);
    let told = desk.run(&["import", "cut.geojson", "--into", "p.gpkg"]).refused(1);
    assert_eq!((told.matches("cut.geojson").count(), told.matches("line 1").count()), (1, 1), "{told}");
    for (language, name) in [("en", "standard input"), ("fa", "ورودی استاندارد")] {
        let arguments = ["import", "-", "--into", "p.gpkg", "--lang", language];
        let told = desk.run_with(&arguments, b"{\"type\":").refused(1);
        assert!(told.contains(name) && !told.contains("(-"), "{told}");
    }
}

#[test]
fn what_a_strict_import_met_is_named() {
    let desk = Desk::new();
    desk.write("two.geojson", format!("{ZONE}\n{ZONE}"));
    let told = desk.run(&["import", "two.geojson", "--into", "p.gpkg", "--layer", "zones", "--strict"]);
    assert!(told.refused(1).contains("code_repeated"));
    assert!(!desk.path("p.gpkg").exists());
}

#[test]
fn a_bad_box_is_told_and_unknown_members_of_a_geometry_come_back() {
    let desk = Desk::new();
    let point = r#"{"type":"Point","coordinates":[51,35],"accuracy":{"m": 1.50}}"#;
    let boxed = point.replacen('{', r#"{"bbox":[1,2,3,"4"],"#, 1);
    let features = format!(
        r#"{{"type":"Feature","properties":{{"code":"A"}},"geometry":{boxed}}}
           {{"type":"Feature","bbox":[51,36,51,35],"properties":{{"code":"B"}},"geometry":{point}}}"#
    );
    desk.write("points.geojson", features);
    let report = desk
        .run(&["import", "points.geojson", "--into", "p.gpkg", "--layer", "other", "--json"])
        .ended(0)
        .json();
    let warned: Vec<_> =
        report["warnings"].as_array().expect("warnings").iter().map(|one| &one["what"]).collect();
    assert_eq!(warned, ["bad_bbox", "bad_bbox"], "{report}");
    desk.run(&["export", "p.gpkg", "--layer", "other", "--out", "out.geojson"]).ended(0);
    let out = std::fs::read_to_string(desk.path("out.geojson")).expect("written");
    assert_eq!(out.matches(point).count(), 2, "{out}");
}

#[test]
fn links_lead_by_any_code_of_their_target() {
    let desk = Desk::new();
    let ring = "[[[51,35],[52,35],[52,36],[51,36],[51,35]]]";
    let region = |properties: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":{ring}}}}}"#
        )
    };
    desk.write("ostan.geojson", region(r#""iso_3166_2":"IR-20","osm_relation":110791,"name_fa":"الف""#));
    let counties = [
        region(r#""osm_relation":1,"province_iso":"IR-20","name_fa":"ب""#),
        region(r#""osm_relation":2,"province_iso":"IR-99","name_fa":"پ""#),
    ];
    desk.write("counties.geojson", counties.join("\n"));
    // GeoNames' own code of the same province.
    desk.write(
        "places.geojson",
        r#"{"type":"Feature","properties":{"geonameid":7,"name":"x","population":9,"admin1_code":"25"},"geometry":{"type":"Point","coordinates":[51.5,35.5]}}"#,
    );
    let files = ["ostan.geojson", "counties.geojson", "places.geojson"];
    let arguments = [&["import"][..], &files, &["--into", "p.gpkg", "--json"]].concat();
    desk.run(&arguments).ended(0);
    let found = desk.run(&["verify", "p.gpkg", "--json"]).ended(3).json();
    let links: Vec<&str> = found["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .filter(|one| one["kind"] == "link_missing")
        .filter_map(|one| one["where"].as_str())
        .collect();
    assert_eq!(links, ["admin.parent_code:IR-99"], "{found}");
    desk.run(&["export", "p.gpkg", "--layer", "places", "--out", "out.geojson"]).ended(0);
    let out = std::fs::read_to_string(desk.path("out.geojson")).expect("written");
    assert!(out.contains(r#""admin1_code":"25"}"#), "{out}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_named_with_the_reason() {
    let desk = Desk::new();
    let project = desk.project();
    let before = content(&project);
    let many: Vec<String> = (0..4000)
        .map(|at| format!(r#"{{"type":"Feature","properties":{{"code":"P{at}"}},"geometry":{{"type":"Point","coordinates":[51.{at},35]}}}}"#))
        .collect();
    desk.write("many.geojson", many.join("\n"));
    let size_kib = std::fs::metadata(&project).expect("there").len() / 1024;
    let program = env!("CARGO_BIN_EXE_shahrak");
    let limited = |line: &str| {
        let script = format!("trap '' XFSZ; ulimit -f {}; exec {program} {line}", size_kib + 60);
        finish(desk.command("bash").args(["-c", &script]))
    };
    let told = limited("import many.geojson --into p.gpkg --layer places").refused(1);
    assert!(told.contains("p.gpkg") && told.contains("ulimit"), "{told}");
    assert_eq!(content(&project), before);
    // A new project grows by other means.
    let told = limited("import many.geojson --into n.gpkg --layer places").refused(1);
    assert!(told.contains("n.gpkg may not grow") && told.contains("ulimit"), "{told}");
    assert!(!desk.path("n.gpkg").exists() && !desk.path("n.gpkg.part").exists());
    desk.run(&["import", "many.geojson", "--into", "q.gpkg", "--layer", "places"]).ended(0);
    let size_kib = 20;
    let script = format!(
        "trap '' XFSZ; ulimit -f {size_kib}; exec {program} export q.gpkg --layer places --out o.geojson"
    );
    let told = finish(desk.command("bash").args(["-c", &script])).refused(1);
    assert!(told.contains("o.geojson") && told.contains("ulimit"), "{told}");
    assert!(!desk.path("o.geojson").exists());
}

/// The log holds the change, but the file may not grow enough to take it in.
#[cfg(unix)]
#[test]
fn a_change_that_stays_in_the_log_is_told_as_saved() {
    let desk = Desk::new();
    let project = desk.project();
    let some: Vec<String> = (0..700)
        .map(|at| format!(r#"{{"type":"Feature","properties":{{"code":"P{at}"}},"geometry":{{"type":"Point","coordinates":[51.{at},35]}}}}"#))
        .collect();
    desk.write("some.geojson", some.join("\n"));
    let size_kib = std::fs::metadata(&project).expect("there").len() / 1024;
    let program = env!("CARGO_BIN_EXE_shahrak");
    let script = format!(
        "trap '' XFSZ; ulimit -f {}; exec {program} import some.geojson --into p.gpkg --layer places",
        size_kib + 16
    );
    let told = finish(desk.command("bash").args(["-c", &script])).refused(1);
    assert!(told.contains("saved") && told.contains("-wal"), "{told}");
    let info = desk.run(&["info", "p.gpkg", "--json"]).ended(0).json();
    assert!(info.to_string().contains("700"), "{info}");
    assert_eq!(desk.run(&["verify", "p.gpkg", "--json"]).ended(0).json()["ok"], true);
}

#[test]
fn a_picture_prints_nothing_of_its_libraries() {
    let desk = Desk::new();
    desk.project();
    let mut command = desk.command(env!("CARGO_BIN_EXE_shahrak"));
    command
        .env_remove("XDG_RUNTIME_DIR")
        .args(["render", "p.gpkg", "--out", "m.png", "--size", "64x48", "--json"]);
    let drawn = finish(&mut command).ended(0);
    assert_eq!(drawn.stderr, "");
}

#[cfg(unix)]
#[test]
fn history_names_somebody_also_without_an_environment() {
    let desk = Desk::new();
    let file = data("zones.geojson");
    let mut command = desk.command(env!("CARGO_BIN_EXE_shahrak"));
    for name in ["USER", "LOGNAME", "USERNAME"] {
        command.env_remove(name);
    }
    command.args(["import", &file, "--into", "p.gpkg", "--layer", "zones", "--json"]);
    finish(&mut command).ended(0);
    let told = desk.run(&["history", "p.gpkg", "--json"]).ended(0).json();
    let event = &told["events"][0];
    for key in ["actor", "device"] {
        assert!(event[key].as_str().is_some_and(|name| !name.is_empty()), "{key}: {event}");
    }
}

#[test]
fn what_fails_leaves_everything_as_it_was() {
    let desk = Desk::new();
    let project = desk.project();
    let before = content(&project);
    desk.write("cut.geojson", &ZONE[..90]);
    desk.write("two.geojson", format!("{ZONE}\n{ZONE}"));
    desk.run(&["import", "cut.geojson", "--into", "p.gpkg"]).refused(1);
    desk.run(&["import", "two.geojson", "--into", "p.gpkg", "--layer", "zones", "--strict"]).refused(1);
    desk.run(&["import", "two.geojson", "--into", "p.gpkg", "--layer", "zones", "--dry-run"]).ended(0);
    desk.run(&["mark", "p.gpkg", "--area", "nowhere", "--kind", "note", "--reason", "x"]).refused(2);
    desk.run(&["redo", "p.gpkg"]).refused(1);
    assert_eq!(content(&project), before);
    // And a change after all of these is one like any other.
    desk.run(&["import", "two.geojson", "--into", "p.gpkg", "--layer", "zones"]).ended(0);
    desk.run(&["undo", "p.gpkg"]).ended(0);
    assert_eq!(desk.run(&["verify", "p.gpkg", "--json"]).ended(0).json()["ok"], true);
}

#[test]
fn a_check_can_be_printed_in_both_languages() {
    let desk = Desk::new();
    desk.project();
    for language in ["en", "fa"] {
        let file = format!("{language}.pdf");
        let again = format!("{language}2.pdf");
        for file in [&file, &again] {
            desk.run(&["verify", "p.gpkg", "--report", file, "--lang", language, "--json"]).ended(0);
        }
        let [one, other] = [&file, &again].map(|file| std::fs::read(desk.path(file)).expect("written"));
        assert!(one.starts_with(b"%PDF-") && one == other);
    }
    let told = desk.run(&["verify", "p.gpkg", "--report", "no/such/folder/r.pdf"]).ended(1);
    assert!(told.stderr.contains("r.pdf"), "{}", told.stderr);
}
