//! What goes out is what came in, and what was changed since.

use proptest::prelude::*;
use serde_json::value::RawValue;
use shahrak::base::Progress;
use shahrak::exchange::{FieldMap, GeoJsonWriter, Item, ReadOptions, ReadSummary, Source, read_source};
use shahrak::geometry::Shape;
use shahrak::model::{Feature, Layer, Table, Value};
use std::convert::Infallible;
use std::io::Cursor;
use std::sync::Arc;

fn read(text: &str, layer: Option<Layer>) -> (Vec<Feature>, ReadSummary) {
    let mut features = Vec::new();
    let source = Source::stream(Cursor::new(text.to_owned().into_bytes()), "data.geojson");
    let options = ReadOptions { layer, ..ReadOptions::default() };
    let summary = read_source(source, &options, &Progress::new(), |item| {
        match item {
            Item::Feature(accepted) => {
                assert!(accepted.repairs.is_empty(), "{:?}", accepted.repairs);
                features.push(accepted.feature);
            }
            Item::Rejected(rejected) => panic!("{rejected:?} in {text}"),
        }
        Ok::<(), Infallible>(())
    });
    (features, summary.unwrap())
}

fn write(features: &[Feature], maps: &[FieldMap]) -> String {
    let maps: Vec<Arc<FieldMap>> = maps.iter().cloned().map(Arc::new).collect();
    let mut out = Vec::new();
    let mut writer = GeoJsonWriter::new(&mut out).unwrap();
    for feature in features {
        let map = maps.iter().find(|map| map.layer == feature.table.layer());
        writer.write(feature, map).unwrap();
    }
    assert_eq!(writer.finish().unwrap(), features.len() as u64);
    String::from_utf8(out).unwrap()
}

fn collection(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}

/// Reads, writes, and expects the very same bytes.
fn same_bytes(features: &[String], layer: Option<Layer>) {
    let text = collection(features);
    let (read_features, summary) = read(&text, layer);
    assert_eq!(write(&read_features, &summary.mapping), text);
}

fn feature(properties: &str, geometry: &str) -> String {
    format!("{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{geometry}}}")
}

const SQUARE: &str =
    r#"{"type":"Polygon","coordinates":[[[51,35],[51.004,35],[51.004,35.003],[51,35.003],[51,35]]]}"#;

#[test]
fn untouched_features_go_out_byte_for_byte() {
    let nested = r#"{"z":{"b":[1.10,{"a":null}],"a":1e2},"plot_id":"0012","n":12345678901234567890123,"e":"\u0641\/","f":"فارسی","status":"vacant"}"#;
    let multi = SQUARE.replace("Polygon", "MultiPolygon").replace("[[[", "[[[[").replace("]]]", "]]]]");
    let with_height = SQUARE.replace("],[", ",1200.5],[").replace("35]]]", "35,1200.5]]]");
    same_bytes(&[feature(nested, SQUARE), feature("null", SQUARE)], Some(Layer::Plots));
    same_bytes(&[feature(nested, &multi), feature(nested, &with_height)], Some(Layer::Plots));
    same_bytes(&[feature(nested, "null")], Some(Layer::Plots));
    let with_id = format!(
        "{{\"type\":\"Feature\",\"id\":7,\"properties\":{{}},\"geometry\":{SQUARE},\"tags\":[1.0],\"bbox\":[51,35,51.004,35.003]}}"
    );
    same_bytes(&[with_id], None);
    let point = r#"{"type":"Point","coordinates":[51.40000000000001,35.7,0.1]}"#;
    let line = r#"{"type":"LineString","coordinates":[[51,35],[52.12345678901234,36]]}"#;
    same_bytes(
        &[feature(r#"{"kind":"substation"}"#, point), feature(r#"{"kind":"road"}"#, line)],
        Some(Layer::Infra),
    );
    let flat = point.replace(",0.1]", "]");
    let mixture = format!("{{\"type\":\"GeometryCollection\",\"geometries\":[{flat},{line}]}}");
    same_bytes(&[feature("{\"a\":1}", &mixture)], None);
}

#[test]
fn a_changed_value_goes_out_under_the_name_it_came_in_with() {
    let text = collection(&[feature(
        r#"{"plot_id":"0012","jobs":1.10,"status":"واگذار شده","area_m2":"۱۵۰۰","x":{"y":[1]}}"#,
        SQUARE,
    )]);
    let (mut features, summary) = read(&text, None);
    assert_eq!(features[0].value("status"), &Value::from("assigned"));
    assert!(features[0].set("status", "under_construction"));
    assert!(features[0].set("registered_area_m2", 1600.5));
    assert!(features[0].set("land_use", "industrial"));
    let out = write(&features, &summary.mapping);
    let expected = r#"{"plot_id":"0012","jobs":1.10,"status":"under_construction","area_m2":"1600.5","x":{"y":[1]},"land_use":"industrial"}"#;
    assert!(out.contains(expected), "{out}");
    // The mapping also comes back from plain pairs.
    let pairs: Vec<(String, String)> = summary.mapping[0]
        .fields
        .iter()
        .map(|field| (field.property.clone(), field.column.clone()))
        .collect();
    assert_eq!(write(&features, &[FieldMap::from_pairs(Layer::Plots, &pairs)]), out);
}

#[test]
fn units_go_back_to_those_of_the_file() {
    let line = r#"{"type":"LineString","coordinates":[[51,35],[52,36]]}"#;
    let text =
        collection(&[feature(r#"{"voltage_raw":"63000;230000","voltage_max_v":230000,"name":null}"#, line)]);
    let (mut features, summary) = read(&text, None);
    assert_eq!(features[0].value("voltage_kv"), &Value::Real(230.0));
    assert_eq!(features[0].value("voltages_kv"), &Value::from("63;230"));
    assert!(features[0].set("voltage_kv", 400.0));
    assert!(features[0].set("name_fa", "خط جنوب"));
    let out = write(&features, &summary.mapping);
    let expected = r#""properties":{"voltage_raw":"63000;230000","voltage_max_v":400000,"name":"خط جنوب"}"#;
    assert!(out.contains(expected), "{out}");
}

#[test]
fn what_was_only_guessed_goes_out_once_it_was_changed() {
    let line = r#"{"type":"LineString","coordinates":[[51,35],[52,36]]}"#;
    let properties = r#"{"voltage_raw":"63000"}"#;
    let (mut features, summary) = read(&collection(&[feature(properties, line)]), None);
    assert_eq!(features[0].value("kind"), &Value::from("power_line"));
    assert!(write(&features, &summary.mapping).contains(&format!(r#""properties":{properties},"#)));
    assert!(features[0].set("kind", "telecom"));
    let out = write(&features, &summary.mapping);
    assert!(out.contains(r#""properties":{"voltage_raw":"63000","kind":"telecom"}"#), "{out}");
}

#[test]
fn unknown_members_of_a_geometry_come_back() {
    let point = r#"{"type":"Point","coordinates":[51,35],"accuracy":{"m": 1.50},"bbox":[51,35,51,35]}"#;
    let (mut features, summary) = read(&collection(&[feature(r#"{"a":1}"#, point)]), None);
    let out = write(&features, &summary.mapping);
    assert!(out.contains(&format!(r#""geometry":{point}"#)), "{out}");
    // The box goes with the place, the rest stays.
    features[0].shape = Some(Shape { geometry: geo::point!(x: 52.0, y: 36.0).into(), z: None });
    let out = write(&features, &summary.mapping);
    assert!(out.contains(r#"{"type":"Point","coordinates":[52,36],"accuracy":{"m": 1.50}}"#), "{out}");
}

#[test]
fn what_was_drawn_goes_out_in_its_simplest_form() {
    let mut zone = Feature::new(Table::Zones);
    zone.set("code", "Z-1");
    zone.set("gross_area_m2", 121_528.556);
    let ring = geo::LineString::from(vec![(51.0, 35.0), (51.004, 35.0), (51.004, 35.003), (51.0, 35.0)]);
    zone.shape = Some(Shape::flat(geo::MultiPolygon(vec![geo::Polygon::new(ring, Vec::new())])));
    let out = write(&[zone], &[]);
    let geometry = r#"{"type":"Polygon","coordinates":[[[51,35],[51.004,35],[51.004,35.003],[51,35]]]}"#;
    assert_eq!(out, collection(&[feature(r#"{"code":"Z-1"}"#, geometry)]));
}

/// A JSON value as text: numbers in all their spellings, escapes, nesting.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?",
        "[ -!#-\\[\\]-~آ-ی۰-۹\u{200C}]{0,12}".prop_map(|text| format!("\"{text}\"")),
        Just(r#""\u06f1\n\"\\\/\ud83d\ude00""#.to_owned()),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|list| format!("[{}]", list.join(" ,"))),
            prop::collection::btree_map("[a-zآ-ی_]{1,6}", inner, 0..4).prop_map(|map| {
                let members: Vec<String> =
                    map.iter().map(|(name, text)| format!("\"{name}\": {text}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

fn properties() -> impl Strategy<Value = String> {
    let names = prop_oneof![
        "[a-z]{1,8}",
        Just("code".to_owned()),
        Just("plot_id".to_owned()),
        Just("name".to_owned()),
        Just("status".to_owned()),
        Just("population".to_owned()),
    ];
    prop::collection::btree_map(names, json(), 0..7).prop_map(|map| {
        let members: Vec<String> = map.iter().map(|(name, text)| format!("\"{name}\":{text}")).collect();
        format!("{{{}}}", members.join(","))
    })
}

/// Sound geometries with any coordinates, flat or with heights.
fn geometry() -> impl Strategy<Value = String> {
    // Not where swapped coordinates of Iran would lie: those are turned, on purpose.
    let at = prop_oneof![(44.0..63.0f64, 25.0..39.0f64), (-179.0..20.0f64, -80.0..80.0f64)];
    (at, 0.0001..0.9f64, any::<bool>(), -500.0..5000.0f64, 0..4usize).prop_map(
        |((x, y), size, high, z, kind)| {
            let z = if high { format!(",{z}") } else { String::new() };
            let position = |x: f64, y: f64| format!("[{x},{y}{z}]");
            let (east, north) = (x + size, y + size);
            match kind {
                0 => format!("{{\"type\":\"Point\",\"coordinates\":{}}}", position(x, y)),
                1 => {
                    let line = [position(x, y), position(east, y), position(east, north)].join(",");
                    format!("{{\"type\":\"LineString\",\"coordinates\":[{line}]}}")
                }
                other => {
                    let corners = [(x, y), (east, y), (east, north), (x, north), (x, y)];
                    let ring = corners.map(|(x, y)| position(x, y)).join(",");
                    if other == 2 {
                        format!("{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}")
                    } else {
                        format!("{{\"type\":\"MultiPolygon\",\"coordinates\":[[[{ring}]]]}}")
                    }
                }
            }
        },
    )
}

/// Numbers as JSON programs write them, whole ones without a point.
fn shortest(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Export after import is identity on valid features: properties byte for
    /// byte, coordinates to the last bit.
    #[test]
    fn export_after_import_is_identity(
        list in prop::collection::vec((properties(), geometry(), prop::option::of(0u32..9)), 1..5)
    ) {
        let features: Vec<String> = list.iter().map(|(properties, geometry, id)| {
            let id = id.map(|id| format!("\"id\":\"{id}\",")).unwrap_or_default();
            format!("{{\"type\":\"Feature\",{id}\"properties\":{properties},\"geometry\":{geometry}}}")
        }).collect();
        let (read_features, summary) = read(&collection(&features), Some(Layer::Other));
        let out = write(&read_features, &summary.mapping);
        let again = shortest(&out);
        for (at, (properties, geometry, _)) in list.iter().enumerate() {
            let written = out.lines().nth(at + 1).unwrap().trim_end_matches(',');
            let members: std::collections::BTreeMap<String, &RawValue> = serde_json::from_str(written).unwrap();
            prop_assert_eq!(members["properties"].get(), properties);
            let numbers = |text: &str| -> Vec<u64> {
                text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e')))
                    .filter_map(|number| number.parse::<f64>().ok())
                    .map(f64::to_bits)
                    .collect()
            };
            prop_assert_eq!(numbers(members["geometry"].get()), numbers(geometry));
            prop_assert_eq!(&again["features"][at]["geometry"]["type"], &shortest(geometry)["type"]);
        }
        // And once more: nothing moves any further.
        let (second, summary) = read(&out, Some(Layer::Other));
        prop_assert_eq!(&second, &read_features);
        prop_assert_eq!(write(&second, &summary.mapping), out);
    }
}
