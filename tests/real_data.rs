//! The program on the files of `SHAHRAK_REAL_DATA`.

mod cli_support;

use cli_support::Desk;
use serde_json::Value;
use std::path::PathBuf;

/// Every layer of the folder outside its robustness samples, in the order of the names.
fn layers() -> Option<Vec<PathBuf>> {
    let set = std::env::var_os("SHAHRAK_REAL_DATA");
    let Some(folder) = set.filter(|folder| !folder.is_empty()) else {
        println!("not run: SHAHRAK_REAL_DATA is not set");
        return None;
    };
    let mut files: Vec<PathBuf> = ["admin", "places", "plots", "power", "transport", "water"]
        .iter()
        .filter_map(|name| std::fs::read_dir(PathBuf::from(&folder).join(name)).ok())
        .flat_map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "geojson"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no files under SHAHRAK_REAL_DATA");
    Some(files)
}

/// What the import may add by itself: the word by which it knew the layer.
fn as_it_came(mut feature: Value, original: &Value) -> Value {
    for word in ["kind", "level"] {
        if original["properties"].get(word).is_none()
            && let Some(properties) = feature["properties"].as_object_mut()
        {
            properties.shift_remove(word);
        }
    }
    feature
}

#[test]
fn all_real_layers_go_into_one_project_and_come_back() {
    let Some(files) = layers() else { return };
    let desk = Desk::new();
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let mut arguments = vec!["import"];
    arguments.extend(names.iter().map(String::as_str));
    arguments.extend(["--into", "all.gpkg", "--json"]);
    let first = desk.run(&arguments).ended(3).json();
    assert_eq!(first["rejected"], serde_json::json!([]));
    let again = desk.run(&arguments).ended(3).json();
    for (before, after) in
        first["layers"].as_array().expect("layers").iter().zip(again["layers"].as_array().expect("layers"))
    {
        assert_eq!(before["added"], after["unchanged"], "{after}");
        for key in ["added", "changed", "missing"] {
            assert_eq!(after[key], 0, "{after}");
        }
    }
    let verified = desk.run(&["verify", "all.gpkg", "--json"]).json();
    assert_eq!(verified["ok"], true, "{verified}");
}

#[test]
fn every_real_layer_comes_back_as_it_came() {
    let Some(files) = layers() else { return };
    for file in files {
        let desk = Desk::new();
        let name = file.display().to_string();
        let report = desk.run(&["import", &name, "--into", "p.gpkg", "--json"]).json();
        let mended: Vec<u64> = report["repaired"]
            .as_array()
            .expect("repaired")
            .iter()
            .filter_map(|one| one["index"].as_u64())
            .collect();
        let layer = report["layers"][0]["name"].as_str().expect("a layer").to_owned();
        desk.run(&["export", "p.gpkg", "--layer", &layer, "--out", "out.geojson", "--json"]).ended(0);
        let read = |path: PathBuf| -> Vec<Value> {
            let text = std::fs::read_to_string(path).expect("read");
            let value: Value = serde_json::from_str(&text).expect("JSON");
            value["features"].as_array().expect("features").clone()
        };
        let (before, after) = (read(file.clone()), read(desk.path("out.geojson")));
        assert_eq!(before.len(), after.len(), "{name}");
        for (at, (before, after)) in before.iter().zip(after).enumerate() {
            let after = as_it_came(after, before);
            assert_eq!(before.get("id"), after.get("id"), "{name}, feature {at}");
            // As text, since the order of the properties counts too.
            assert_eq!(
                before["properties"].to_string(),
                after["properties"].to_string(),
                "{name}, feature {at}"
            );
            if !mended.contains(&(at as u64)) {
                assert_eq!(plain(&before["geometry"]), plain(&after["geometry"]), "{name}, feature {at}");
            }
        }
    }
}

#[test]
fn the_area_of_real_polygons_does_not_depend_on_winding_or_first_vertex() {
    let Some(files) = layers() else { return };
    for file in files {
        let text = std::fs::read_to_string(&file).expect("read");
        let mut turned: Value = serde_json::from_str(&text).expect("JSON");
        for feature in turned["features"].as_array_mut().expect("features") {
            turn(&mut feature["geometry"]["coordinates"]);
        }
        let desk = Desk::new();
        desk.write("turned.geojson", turned.to_string());
        let name = file.display().to_string();
        let before = desk.run(&["measure", &name, "--json"]).json();
        let after = desk.run(&["measure", "turned.geojson", "--json"]).json();
        let features = |told: &Value| told["features"].as_array().expect("features").clone();
        for (before, after) in features(&before).iter().zip(features(&after)) {
            for (key, at_least) in [("area_m2", 1e-3), ("perimeter_m", 1e-4), ("length_m", 1e-4)] {
                let (one, other) = (before[key].as_f64().expect(key), after[key].as_f64().expect(key));
                assert!((one - other).abs() <= 1e-9 * one + at_least, "{name}: {before} {after}");
            }
        }
    }
}

/// Turns every closed ring round and lets it begin a third of the way on.
fn turn(coordinates: &mut Value) {
    let Some(parts) = coordinates.as_array_mut() else { return };
    let is_path = parts.first().is_some_and(|part| part[0].is_number());
    if !is_path {
        parts.iter_mut().for_each(turn);
    } else if parts.len() > 3 && parts.first() == parts.last() {
        parts.pop();
        let third = parts.len() / 3;
        parts.rotate_left(third);
        parts.reverse();
        parts.extend(parts.first().cloned());
    }
}

/// The same with every number as a float: 48 and 48.0 are one longitude.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().into(),
        Value::Array(parts) => parts.iter().map(plain).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), plain(member))).collect()
        }
        other => other.clone(),
    }
}
