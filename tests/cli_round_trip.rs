//! From the sample to a mark and back, with a picture of it, and with another program in between.

mod cli_support;

use cli_support::{Desk, content, has_keys};

#[test]
fn the_sample_is_checked_marked_undone_drawn_and_told() {
    let desk = Desk::new();
    let written = desk.run(&["sample", "--out", "s.gpkg", "--json"]).ended(0).json();
    assert_eq!(written["written"], "s.gpkg");
    desk.run(&["sample", "--out", "s.gpkg", "--json"]).refused(1);
    assert_eq!(
        desk.run(&["verify", "s.gpkg", "--json"]).ended(0).json(),
        serde_json::json!({"ok": true, "problems": []})
    );

    let checked = desk.run(&["zone", "check", "s.gpkg", "--json"]).ended(3).json();
    let zones = checked["zones"].as_array().expect("zones");
    assert!(!zones.is_empty());
    let code = zones[0]["code"].as_str().expect("a code");
    let one = desk.run(&["zone", "check", "s.gpkg", "--zone", code, "--json"]).json();
    assert_eq!(one["zones"], serde_json::json!([zones[0]]), "one zone gets the verdict it gets among all");
    let dehestan = zones[0]["dehestan"].as_str().expect("its rural district");

    let marks_before: Vec<_> = rows_of(&desk, "marks");
    desk.run(&["mark", "s.gpkg", "--area", dehestan, "--kind", "under_served", "--reason", "x", "--json"])
        .ended(0);
    assert_eq!(rows_of(&desk, "marks").len(), marks_before.len() + 1);
    desk.run(&["undo", "s.gpkg", "--json"]).ended(0);
    assert_eq!(rows_of(&desk, "marks"), marks_before);
    let history = desk.run(&["history", "s.gpkg", "--json"]).ended(0).json();
    let actions: Vec<_> =
        history["events"].as_array().expect("events").iter().map(|one| one["action"].as_str()).collect();
    assert_eq!(actions.first(), Some(&Some("import")));
    assert_eq!(actions.last(), Some(&Some("undo")));

    let drawn =
        desk.run(&["render", "s.gpkg", "--out", "map.png", "--size", "320x200", "--json"]).ended(0).json();
    has_keys(&drawn, &["seconds"]);
    let picture = image::open(desk.path("map.png")).expect("a picture").to_rgb8();
    assert_eq!(picture.dimensions(), (320, 200));
    let first = *picture.get_pixel(0, 0);
    assert!(picture.pixels().filter(|pixel| **pixel != first).count() > 1000, "something is drawn");
    desk.run(&["render", "s.gpkg", "--out", "no/such/map.png", "--size", "320x200", "--json"]).ended(1);
}

fn rows_of(desk: &Desk, table: &str) -> Vec<String> {
    content(&desk.path("s.gpkg")).into_iter().filter(|line| line.starts_with(&format!("{table}: "))).collect()
}

#[test]
fn what_another_program_wrote_enters_the_history_and_undo_respects_it() {
    let desk = Desk::new();
    let project = desk.project();
    desk.run(&["mark", "p.gpkg", "--area", "0410010001", "--kind", "note", "--reason", "x", "--json"])
        .ended(0);
    let change = |sql: &str| {
        let other = rusqlite::Connection::open(&project).expect("opens");
        // A program that writes GeoPackages has these, since the index's triggers name them.
        for name in ["ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"] {
            let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8;
            other.create_scalar_function(name, 1, flags, |_| Ok(0)).expect("a function");
        }
        assert_eq!(other.execute(sql, []).expect("written"), 1);
    };
    change("UPDATE plots SET land_use = 'green' WHERE code = '0012'");
    desk.run(&["undo", "p.gpkg", "--json"]).ended(0);
    desk.run(&["redo", "p.gpkg", "--json"]).ended(0);
    let history = desk.run(&["history", "p.gpkg", "--json"]).ended(0).json();
    let events = history["events"].as_array().expect("events");
    let outside = events
        .iter()
        .find(|one| one["action"] == "outside_edit" && one["layer"] == "plots")
        .expect("entered");
    assert!(outside["old"].to_string().contains("industrial"), "{outside}");
    assert!(outside["new"].to_string().contains("green"), "{outside}");
    assert_eq!(desk.run(&["verify", "p.gpkg", "--json"]).ended(0).json()["ok"], true);

    change("UPDATE marks SET reason = 'elsewhere'");
    let before = content(&project).into_iter().filter(|line| line.starts_with("marks: ")).collect::<Vec<_>>();
    desk.run(&["undo", "p.gpkg", "--json"]).refused(1);
    let after = content(&project).into_iter().filter(|line| line.starts_with("marks: ")).collect::<Vec<_>>();
    assert_eq!(before, after, "what the other program wrote is not lost");
}
