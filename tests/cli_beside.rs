//! What lies beside a project belongs to it: no output goes over it, and what is not a
//! project's is not taken for its own.

mod cli_support;

use cli_support::Desk;

#[test]
fn no_output_goes_over_what_belongs_to_a_project() {
    let desk = Desk::new();
    desk.project();
    let before = std::fs::read(desk.path("p.gpkg")).expect("read");
    for name in ["p.gpkg", "p.gpkg-wal", "p.gpkg-shm", "p.gpkg-journal", "p.gpkg.lock"] {
        let exists = desk.path(name).exists();
        for command in [
            vec!["verify", "p.gpkg", "--log", name],
            vec!["proximity", "p.gpkg", "--of", "plots", "--to", "water", "--csv", name],
        ] {
            let told = desk.run(&command).refused(1);
            assert!(told.contains(name) && told.contains("nothing was written over it"), "{told}");
        }
        assert_eq!(desk.path(name).exists(), exists, "{name}");
    }
    desk.run(&["import", &cli_support::data("zones.geojson"), "--into", "p.gpkg-wal"]).refused(1);
    assert_eq!(std::fs::read(desk.path("p.gpkg")).expect("read"), before);
}

#[test]
fn a_name_of_another_format_is_refused() {
    let desk = Desk::new();
    desk.project();
    for (command, ending) in [
        (vec!["export", "p.gpkg", "--layer", "plots", "--out", "x.shp"], ".shp"),
        (vec!["export", "p.gpkg", "--layer", "plots", "--out", "x.gpkg"], ".gpkg"),
        (vec!["render", "p.gpkg", "--out", "x.jpg"], ".jpg"),
    ] {
        let told = desk.run(&command).refused(2);
        assert!(told.contains(ending), "{told}");
    }
    assert!(!desk.path("x.shp").exists() && !desk.path("x.gpkg").exists() && !desk.path("x.jpg").exists());
    desk.run(&["export", "p.gpkg", "--layer", "plots", "--out", "X.GeoJSON"]).ended(0);
}

#[test]
fn a_log_that_lies_there_is_not_read_into_a_new_project() {
    let desk = Desk::new();
    desk.write("new.gpkg-journal", "somebody's");
    let zones = cli_support::data("zones.geojson");
    let told = desk.run(&["import", &zones, "--into", "new.gpkg"]).refused(1);
    assert!(told.contains("new.gpkg-journal"), "{told}");
    assert!(!desk.path("new.gpkg").exists());
    assert_eq!(std::fs::read(desk.path("new.gpkg-journal")).expect("read"), b"somebody's");
}

#[test]
fn a_folder_with_the_name_of_the_lock_is_named() {
    let desk = Desk::new();
    desk.project();
    std::fs::create_dir(desk.path("p.gpkg.lock")).expect("made");
    let told = desk.run(&["mark", "p.gpkg", "--area", "2004010001", "--clear"]).refused(1);
    assert!(told.contains("p.gpkg.lock"), "{told}");
    assert!(!told.contains("is a folder, not a project"), "{told}");
}

#[test]
fn of_a_broken_file_it_is_told_that_nothing_before_was_sound() {
    let desk = Desk::new();
    let cut = desk.write("cut.geojson", r#"{"type":"FeatureCollection","features":[{"type":"Feature","prop"#);
    let cut = cut.display().to_string();
    let told = desk.run(&["import", &cut, "--into", "n.gpkg"]).refused(1);
    assert!(told.contains("no feature before it was sound"), "{told}");
    let told = desk.run(&["import", &cut, "--into", "n.gpkg", "--lang", "fa"]).refused(1);
    assert!(told.contains("هیچ عارضه سالمی نبود"), "{told}");
}

/// To the byte, also where the import had begun: what watches files sees nothing new.
#[test]
fn an_import_that_fails_leaves_the_project_as_it_was() {
    let desk = Desk::new();
    desk.project();
    let before = std::fs::read(desk.path("p.gpkg")).expect("read");
    let zones = std::fs::read_to_string(cli_support::data("zones.geojson")).expect("read");
    desk.write("cut.geojson", &zones[..zones.len() - 40]);
    desk.write(
        "open.geojson",
        r#"{"type":"Feature","properties":{"code":"Z-9","kind":"rural_zone"},
        "geometry":{"type":"Polygon","coordinates":[[[52.3,35.1],[52.31,35.1],[52.3,35.11]]]}}"#,
    );
    for failing in [
        vec!["import", "cut.geojson", "--into", "p.gpkg", "--layer", "zones"],
        vec!["import", "open.geojson", "--into", "p.gpkg", "--layer", "zones", "--strict"],
        vec!["import", "missing.geojson", "--into", "p.gpkg"],
        vec!["mark", "p.gpkg", "--area", "no such", "--clear"],
    ] {
        assert_ne!(desk.run(&failing).code, 0, "{failing:?}");
        assert!(std::fs::read(desk.path("p.gpkg")).expect("read") == before, "{failing:?}");
        assert!(!desk.path("p.gpkg-wal").exists() && !desk.path("p.gpkg.lock").exists());
    }
    desk.run(&["import", "open.geojson", "--into", "p.gpkg", "--layer", "zones"]).ended(3);
    assert!(std::fs::read(desk.path("p.gpkg")).expect("read") != before, "a change is one");
    assert_eq!(desk.run(&["verify", "p.gpkg", "--json"]).json()["ok"], true);
}
