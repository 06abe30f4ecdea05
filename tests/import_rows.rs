//! A new project takes features as finished rows, a project that is there takes them one
//! by one: both must come to the same.

mod cli_support;

use cli_support::{Desk, counts};
use serde_json::{Value, json};
use shahrak::app::arriving::Arriving;
use shahrak::app::import::{ImportOptions, Watched, import_into};
use shahrak::base::Progress;
use shahrak::geometry::BoundingBox;
use shahrak::render::FeatureSource;
use std::path::Path;
use std::sync::Arc;

/// Plots of every kind that the road of rows and the road of cells may treat otherwise:
/// with and without code, a code that comes back, an id, whole and broken numbers, nested
/// and repeated properties, heights, something to mend, something to refuse.
fn plots() -> Value {
    let square = |x: f64| {
        json!({"type": "Polygon", "coordinates":
            [[[x, 35.0], [x + 0.001, 35.0], [x + 0.001, 35.001], [x, 35.001], [x, 35.0]]]})
    };
    let high = json!({"type": "Polygon", "coordinates":
        [[[51.7, 35.0, 1200.5], [51.701, 35.0, 1201], [51.7, 35.001, 1202], [51.7, 35.0, 1200.5]]]});
    let open = json!({"type": "Polygon", "coordinates": [[[51.8, 35.0], [51.801, 35.0], [51.8, 35.001]]]});
    let flat = json!({"type": "Polygon", "coordinates": [[[51.9, 35.0], [51.9, 35.0], [51.9, 35.0]]]});
    let feature = |properties: Value, geometry: Value| json!({"type": "Feature", "properties": properties, "geometry": geometry});
    let mut with_id = feature(json!({"estate_id": "E1", "status": "vacant"}), square(51.3));
    with_id["id"] = json!("007");
    let features = vec![
        feature(
            json!({"plot_id": "001", "estate_id": "E1", "status": "assigned", "area_m2": 1166.0}),
            square(51.1),
        ),
        feature(
            json!({"plot_id": "001", "estate_id": "E2", "holder": "تولیدی بهار", "jobs": 12}),
            square(51.2),
        ),
        with_id,
        feature(json!({"plot_id": "001", "estate_id": "E1", "area_m2": 1166.5}), square(51.4)),
        feature(json!({"plot_id": "001", "estate_id": "E1", "area_m2": 1166.5}), square(51.4)),
        feature(json!({"note": "no code"}), square(51.5)),
        feature(
            json!({"plot_id": "9", "contract_date": "1402/02/31", "nested": {"a": [1, {"b": null}]}}),
            square(51.6),
        ),
        feature(json!({"plot_id": "10"}), high),
        feature(json!({"plot_id": "11"}), open),
        feature(json!({"plot_id": "12"}), flat),
        feature(json!({"plot_id": "13", "status": "sold"}), Value::Null),
    ];
    json!({"type": "FeatureCollection", "features": features})
}

fn report(desk: &Desk, project: &str, file: &str) -> Value {
    desk.run(&["import", file, "--into", project, "--layer", "plots", "--json"]).ended(3).json()
}

/// All rows, without what differs from project to project.
fn rows(project: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(project).expect("opened");
    let sql = "SELECT json_array(fid, hex(geom), code, estate_code, status, area_m2, registered_area_m2, \
        typeof(registered_area_m2), search_key, source_properties, source_id, source_members, source_type, \
        content_hash, length(uuid), source_batch = created_batch) FROM plots ORDER BY fid";
    let mut statement = connection.prepare(sql).expect("prepared");
    let rows = statement.query_map([], |row| row.get(0)).expect("queried");
    rows.collect::<Result<_, _>>().expect("read")
}

#[test]
fn a_new_project_and_one_that_is_there_take_the_same() {
    let desk = Desk::new();
    desk.write("plots.geojson", plots().to_string());
    desk.write("none.geojson", r#"{"type":"FeatureCollection","features":[]}"#);
    desk.run(&["import", "none.geojson", "--into", "there.gpkg", "--layer", "plots"]).ended(0);
    let mut told = [report(&desk, "new.gpkg", "plots.geojson"), report(&desk, "there.gpkg", "plots.geojson")];
    for one in &mut told {
        one["seconds"] = Value::Null;
    }
    assert_eq!(told[0], told[1], "what is told");
    assert_eq!(rows(&desk.path("new.gpkg")), rows(&desk.path("there.gpkg")), "what is kept");
    let repeated: Vec<_> = told[0]["warnings"]
        .as_array()
        .expect("warnings")
        .iter()
        .filter(|one| one["what"] == "code_repeated")
        .map(|one| (one["index"].clone(), one["code"].clone()))
        .collect();
    assert_eq!(repeated, [(json!(3), json!("001")), (json!(4), json!("001"))]);

    // Everything comes back as it is, also what is known by its content.
    let again = report(&desk, "new.gpkg", "plots.geojson");
    assert_eq!(counts(&again, "plots"), [0, 0, 10, 0, 1, 1]);
    desk.run(&["verify", "new.gpkg", "--json"]).ended(3);
    let verdict = desk.run(&["verify", "new.gpkg", "--json"]).json();
    assert_eq!(verdict["ok"], json!(true), "{verdict}");
}

#[test]
fn an_import_shows_what_arrives() {
    let desk = Desk::new();
    let file = desk.write("plots.geojson", plots().to_string());
    let arriving = Arc::new(Arriving::new(Arc::new(|| ())));
    let options =
        ImportOptions { arriving: Watched(Some(Arc::clone(&arriving))), ..ImportOptions::default() };
    import_into(&desk.path("p.gpkg"), &[file], &options, &Progress::new()).expect("imported");
    let mut seen = Vec::new();
    let world = BoundingBox { west: 51.0, south: 34.0, east: 52.0, north: 36.0 };
    arriving.visit(&world, &mut |feature, _| seen.push(feature));
    assert_eq!(seen, (0..9).collect::<Vec<u32>>(), "all with a place");
}
