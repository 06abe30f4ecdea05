//! What a slip in a file or on the command line is called, and what is left untold.

mod cli_support;

use cli_support::{Desk, counts, finish};
use std::fs::{File, OpenOptions};

const SQUARE: &str = "[[[51.0,35.0],[51.001,35.0],[51.001,35.001],[51.0,35.001],[51.0,35.0]]]";

fn plot(properties: &str, rings: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"estate_id":"E1",{properties}}},"geometry":{{"type":"Polygon","coordinates":{rings}}}}}"#
    )
}

fn collection(extra: &str, features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection",{extra}"features":[{}]}}"#, features.join(","))
}

#[test]
fn degrees_under_a_system_of_metres_are_refused_and_named() {
    let desk = Desk::new();
    let crs = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32639"}},"#;
    desk.write("a.geojson", collection(crs, &[plot(r#""plot_id":"1""#, SQUARE)]));
    let told = desk.run(&["import", "a.geojson", "--into", "p.gpkg", "--layer", "plots", "--json"]).ended(3);
    let told = told.json();
    assert_eq!(counts(&told, "plots")[0], 0, "{told}");
    assert_eq!(told["rejected"][0]["reason"], "degrees_in_lengths");
    assert!(told["rejected"][0]["message"].to_string().contains("--crs EPSG:4326"), "{told}");
    // The very same with the right system is taken.
    let right =
        ["import", "a.geojson", "--into", "p.gpkg", "--layer", "plots", "--crs", "EPSG:4326", "--json"];
    assert_eq!(counts(&desk.run(&right).ended(0).json(), "plots")[0], 1);
}

#[test]
fn what_lands_far_outside_iran_is_taken_and_told_once() {
    let desk = Desk::new();
    let far = |code: u32| plot(&format!(r#""plot_id":"{code}""#), &SQUARE.replace("35.0", "1.0"));
    desk.write("far.geojson", collection("", &[far(1), far(2), far(3)]));
    let told =
        desk.run(&["import", "far.geojson", "--into", "p.gpkg", "--layer", "plots", "--json"]).ended(0);
    let told = told.json();
    assert_eq!(counts(&told, "plots")[0], 3);
    let warnings = told["warnings"].as_array().expect("warnings");
    assert_eq!(warnings.iter().filter(|one| one["what"] == "far_outside_iran").count(), 1, "{told}");
}

#[test]
fn twice_the_same_member_and_half_a_character_are_called_what_they_are() {
    let desk = Desk::new();
    let twice = collection(r#""features":[],"#, &[plot(r#""plot_id":"1""#, SQUARE)]);
    desk.write("twice.geojson", twice);
    assert!(desk.run(&["import", "twice.geojson", "--into", "p.gpkg"]).refused(1).contains("there twice"));
    let half = plot(r#""plot_id":"1""#, SQUARE).replace(r#""E1""#, r#""\ud800""#);
    desk.write("half.geojson", collection("", &[plot(r#""plot_id":"2""#, SQUARE), half]));
    let told = desk.run(&["import", "half.geojson", "--into", "p.gpkg", "--layer", "plots", "--json"]).json();
    assert!(told["warnings"].to_string().contains("value_half_a_character"), "{told}");
}

#[test]
fn a_salvage_is_not_advised_twice_and_a_missing_folder_is_one() {
    let desk = Desk::new();
    let whole = collection("", &[plot(r#""plot_id":"1""#, SQUARE), plot(r#""plot_id":"2""#, SQUARE)]);
    desk.write("cut.geojson", &whole[..whole.len() - 20]);
    let told =
        desk.run(&["import", "cut.geojson", "--into", "p.gpkg", "--layer", "plots", "--salvage"]).ended(3);
    assert!(!told.stderr.contains("--salvage") && !told.stdout.contains("--salvage"), "{}", told.stderr);
    desk.write("a.geojson", &whole);
    let refused = desk.run(&["import", "a.geojson", "--into", "nowhere/p.gpkg"]).refused(1);
    assert!(refused.contains("folder"), "{refused}");
    let project = desk.project().display().to_string();
    let refused = desk.run(&["mark", &project, "--area", "1", "--kind", "", "--reason", "x"]).ended(2).stderr;
    assert!(refused.contains("--kind"), "{refused}");
}

/// `/dev/full` takes nothing, as a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_change_whose_report_is_lost_is_told_to_stand() {
    let desk = Desk::new();
    let project = desk.project();
    let project = project.to_str().expect("UTF-8");
    let full = || File::from(OpenOptions::new().write(true).open("/dev/full").expect("opens"));
    let run = |arguments: &[&str]| {
        let mut command = desk.command(env!("CARGO_BIN_EXE_shahrak"));
        let child = command.args(arguments).stdout(full()).stderr(std::process::Stdio::piped()).spawn();
        child.expect("started").wait_with_output().expect("ended")
    };
    let revision = || desk.run(&["info", project, "--json"]).ended(0).json()["revision"].as_u64();
    let before = revision();
    let undone = run(&["undo", project, "--lang", "en"]);
    let told = String::from_utf8_lossy(&undone.stderr).into_owned();
    assert_eq!(undone.status.code(), Some(1));
    assert!(told.contains("was made and stays"), "{told}");
    assert_eq!(revision(), before.map(|before| before + 1));
    // Where complaints cannot be written either, the status still tells.
    let mut silent = desk.command(env!("CARGO_BIN_EXE_shahrak"));
    let ended = silent.args(["info", "none.gpkg"]).stdout(full()).stderr(full()).status().expect("ended");
    assert_eq!(ended.code(), Some(1));
}

#[test]
fn a_mended_feature_is_unchanged_when_it_comes_back() {
    let desk = Desk::new();
    let tie = "[[[51.0,35.0],[51.001,35.001],[51.001,35.0],[51.0,35.001],[51.0,35.0]]]";
    desk.write("tie.geojson", collection("", &[plot(r#""plot_id":"1""#, tie)]));
    desk.run(&["import", "tie.geojson", "--into", "p.gpkg", "--layer", "plots", "--json"]).ended(3);
    desk.run(&["export", "p.gpkg", "--layer", "plots", "--out", "back.geojson"]).ended(0);
    let again = desk.run(&["import", "back.geojson", "--into", "p.gpkg", "--layer", "plots", "--json"]);
    assert_eq!(counts(&again.json(), "plots")[..3], [0, 0, 1]);
    let mut other = desk.command(env!("CARGO_BIN_EXE_shahrak"));
    let checked = finish(other.args(["verify", "p.gpkg", "--json"]));
    assert_eq!(checked.json()["ok"], true);
}
