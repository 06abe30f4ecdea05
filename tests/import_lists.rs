//! Two lists of the same things meet in one project: what only one of them says is kept.

mod cli_support;

use cli_support::{Answer, Desk, counts};
use serde_json::{Value, json};

fn airport(at: [f64; 2], properties: Value) -> Value {
    json!({"type": "Feature", "properties": properties,
           "geometry": {"type": "Point", "coordinates": at}})
}

fn write(desk: &Desk, name: &str, features: &[Value]) {
    desk.write(name, json!({"type": "FeatureCollection", "features": features}).to_string());
}

/// The surveyor's list: two airports.
fn surveyed(desk: &Desk) {
    let of = |code: &str, name: &str| json!({"icao": code, "name": name, "type": "mid", "rank": 3});
    write(
        desk,
        "surveyed.geojson",
        &[airport([51.15, 35.41], of("IKA", "Imam")), airport([52.59, 29.54], of("SYZ", "Shiraz"))],
    );
}

/// An airline's list: one of them a kilometre away, a third, and a stranger with a code in use.
fn flown(desk: &Desk) {
    let of = |code: &str, city: &str| json!({"icao": code, "city": city, "iata": "OI", "altitude_ft": 9});
    write(
        desk,
        "flown.geojson",
        &[
            airport([51.16, 35.41], of("IKA", "Tehran")),
            airport([59.64, 36.23], of("MHD", "Mashhad")),
            airport([46.24, 38.13], of("SYZ", "Tabriz")),
        ],
    );
}

fn import(desk: &Desk, file: &str) -> Value {
    let to = ["--into", "p.gpkg", "--layer", "constraints", "--json"];
    desk.run(&[&["import", file], to.as_slice()].concat()).ended(0).json()
}

fn exported(desk: &Desk) -> Vec<Value> {
    let out: Answer = desk.run(&["export", "p.gpkg", "--layer", "constraints", "--out", "out.geojson"]);
    out.ended(0);
    let text = std::fs::read_to_string(desk.path("out.geojson")).expect("written");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    all["features"].as_array().expect("features").clone()
}

fn words(report: &Value) -> Vec<(u64, String)> {
    let told = report["warnings"].as_array().expect("warnings").iter();
    told.map(|one| {
        (one["index"].as_u64().expect("index"), one["what"].as_str().unwrap_or_default().to_owned())
    })
    .collect()
}

#[test]
fn another_list_adds_to_what_is_known_and_moves_nothing_across_the_country() {
    let desk = Desk::new();
    surveyed(&desk);
    flown(&desk);
    import(&desk, "surveyed.geojson");
    let report = import(&desk, "flown.geojson");
    assert_eq!(counts(&report, "constraints"), [2, 1, 0, 0, 0, 0], "{report}");
    let told = words(&report);
    assert_eq!(told.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [0, 2], "{report}");
    assert_ne!(told[0].1, told[1].1);

    let all = exported(&desk);
    assert_eq!(all.len(), 4);
    let both = all.iter().find(|one| one["properties"]["city"] == "Tehran").expect("the united one");
    assert_eq!(both["properties"]["rank"], 3, "what only the first list says stays");
    assert_eq!(both["properties"]["iata"], "OI");
    assert_eq!(both["properties"]["name_en"], Value::Null, "a name the first list gave is not told twice");
    assert_eq!(both["geometry"]["coordinates"], json!([51.16, 35.41]));
    let shiraz = all.iter().find(|one| one["properties"]["name"] == "Shiraz").expect("the first SYZ");
    assert_eq!(shiraz["geometry"]["coordinates"], json!([52.59, 29.54]));
}

#[test]
fn the_second_list_again_changes_nothing_and_misses_nothing() {
    let desk = Desk::new();
    surveyed(&desk);
    flown(&desk);
    import(&desk, "surveyed.geojson");
    import(&desk, "flown.geojson");
    let before = exported(&desk);
    let report = import(&desk, "flown.geojson");
    assert_eq!(counts(&report, "constraints"), [0, 0, 3, 0, 0, 0], "{report}");
    assert_eq!(exported(&desk), before);
    desk.run(&["undo", "p.gpkg", "--json"]).ended(0);
    assert_eq!(exported(&desk).len(), 2, "an import that changed nothing is no step");
}

#[test]
fn the_next_issue_of_a_list_counts_what_it_no_longer_has_but_not_the_other_lists() {
    let desk = Desk::new();
    surveyed(&desk);
    import(&desk, "surveyed.geojson");
    let of = |code: &str| json!({"icao": code, "city": "x", "iata": "OI", "altitude_ft": 9});
    write(&desk, "flown.geojson", &[airport([59.64, 36.23], of("MHD")), airport([46.24, 38.13], of("TBZ"))]);
    import(&desk, "flown.geojson");
    write(&desk, "flown.geojson", &[airport([59.64, 36.23], of("MHD"))]);
    let report = import(&desk, "flown.geojson");
    assert_eq!(counts(&report, "constraints"), [0, 0, 1, 1, 0, 0], "{report}");
}

#[test]
fn a_value_taken_back_is_emptied_and_one_not_spoken_of_stays() {
    let desk = Desk::new();
    let of = |properties: Value| [airport([51.15, 35.41], properties)];
    write(&desk, "a.geojson", &of(json!({"icao": "IKA", "name": "Imam", "rank": 3})));
    import(&desk, "a.geojson");
    write(&desk, "a.geojson", &of(json!({"icao": "IKA", "name": null})));
    assert_eq!(counts(&import(&desk, "a.geojson"), "constraints"), [0, 1, 0, 0, 0, 0]);
    let all = exported(&desk);
    assert_eq!(all[0]["properties"], json!({"icao": "IKA", "name": null, "rank": 3}));
    let emptied = rusqlite::Connection::open(desk.path("p.gpkg")).expect("opens").query_row(
        "SELECT name_en IS NULL FROM constraints",
        [],
        |row| row.get::<_, bool>(0),
    );
    assert!(emptied.expect("a row"));
}

#[test]
fn a_dam_does_not_become_the_power_plant_with_its_code() {
    let desk = Desk::new();
    let one = |kind: &str, properties: &str| {
        let mut properties: Value = serde_json::from_str(properties).expect("JSON");
        properties["kind"] = kind.into();
        properties["code"] = "W1".into();
        [airport([51.15, 35.41], properties)]
    };
    write(
        &desk,
        "plants.geojson",
        &one("power_plant", r#"{"fuel": "Hydro", "mw": 90, "owner": "x", "year": 1990}"#),
    );
    write(
        &desk,
        "dams.geojson",
        &one("dam", r#"{"height_m": 70, "river": "x", "use": "power", "built": 1988}"#),
    );
    let import = |file: &str| {
        let to = ["import", file, "--into", "p.gpkg", "--layer", "infra", "--json"];
        counts(&desk.run(&to).ended(0).json(), "infra")
    };
    assert_eq!(import("plants.geojson"), [1, 0, 0, 0, 0, 0]);
    assert_eq!(import("dams.geojson"), [1, 0, 0, 0, 0, 0]);
    assert_eq!(import("dams.geojson"), [0, 0, 1, 0, 0, 0]);
}
