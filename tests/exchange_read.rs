//! What the reader makes of sound, odd and broken sources.

use proptest::prelude::*;
use shahrak::base::{Progress, ToProblem};
use shahrak::exchange::{
    Accepted, Item, ReadError, ReadErrorKind, ReadOptions, ReadSummary, Rejected, Source, Stopped, TextPlace,
    inspect, read, read_drawn, read_source,
};
use shahrak::locale::{Catalogue, Language};
use shahrak::model::{Layer, Table, Value};
use std::convert::Infallible;
use std::io::Cursor;
use std::path::{Path, PathBuf};

#[derive(Debug, Default)]
struct Took {
    accepted: Vec<Accepted>,
    rejected: Vec<Rejected>,
}

impl Took {
    fn take(&mut self, item: Item) -> Result<(), Infallible> {
        match item {
            Item::Feature(accepted) => self.accepted.push(*accepted),
            Item::Rejected(rejected) => self.rejected.push(*rejected),
        }
        Ok(())
    }

    fn reasons(&self) -> Vec<(u64, &'static str)> {
        self.rejected.iter().map(|one| (one.index, one.reason)).collect()
    }

    fn codes(&self) -> Vec<&str> {
        self.accepted.iter().map(|one| one.feature.code().unwrap_or("-")).collect()
    }
}

fn read_with(text: &[u8], options: &ReadOptions) -> Result<(Took, ReadSummary), ReadError> {
    let mut took = Took::default();
    let source = Source::stream(Cursor::new(text.to_vec()), "data.geojson");
    match read_source(source, options, &Progress::new(), |item| took.take(item)) {
        Ok(summary) => Ok((took, summary)),
        Err(Stopped::Source(error)) => Err(error),
        Err(other) => panic!("{other}"),
    }
}

fn read_text(text: &str) -> (Took, ReadSummary) {
    read_with(text.as_bytes(), &ReadOptions::default()).unwrap_or_else(|error| panic!("{error} in {text}"))
}

fn fault(text: &[u8]) -> ReadError {
    read_with(text, &ReadOptions::default()).map(|_| ()).expect_err("read a broken source")
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/robustness").join(name)
}

const SQUARE: &str =
    r#"{"type":"Polygon","coordinates":[[[51,35],[51.004,35],[51.004,35.003],[51,35.003],[51,35]]]}"#;

fn plot(code: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"plot_id":"{code}","estate_id":"E1","status":"vacant"}},"geometry":{SQUARE}}}"#
    )
}

#[test]
fn every_framing_gives_the_same_features() {
    let (one, two) = (plot("001"), plot("002"));
    let collection = format!("{{\"type\":\"FeatureCollection\",\"features\":[{one},\n {two}]}}");
    let late_type = format!("{{\"features\":[{one},{two}],\"name\":\"x\",\"type\":\"FeatureCollection\"}}");
    let lines = format!("{one}\n{two}\n");
    let sequence = format!("\u{1E}{one}\n\u{1E}{two}\n");
    let crlf = format!("{one}\r\n\r\n{two}");
    let mark = format!("\u{FEFF}{collection}");
    let two_collections = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{one}]}}\n{{\"type\":\"FeatureCollection\",\"features\":[{two}]}}"
    );
    for text in [collection, late_type, lines, sequence, crlf, mark, two_collections] {
        let (took, summary) = read_text(&text);
        assert_eq!(took.codes(), ["001", "002"], "{text}");
        assert_eq!(summary.layer, Layer::Plots);
        assert_eq!(took.accepted[1].index, 1);
        assert_eq!(took.accepted[0].feature.value("estate_code"), &Value::from("E1"));
        // Oracle T3-A of the domain reference.
        let area = took.accepted[0].feature.value("area_m2").as_f64().unwrap_or_default();
        assert!((area - 121_528.556).abs() < 0.5, "{area}");
    }
}

#[test]
fn a_bare_geometry_and_a_single_feature_are_one_feature() {
    assert_eq!(read_text(SQUARE).0.accepted.len(), 1);
    let (took, _) = read_text(&plot("7"));
    assert_eq!(took.codes(), ["7"]);
    assert_eq!(took.accepted[0].feature.source.geometry_type.as_deref(), Some("Polygon"));
}

#[test]
fn one_bad_feature_never_stops_the_rest() {
    let file = sample("bad_among_good.geojson");
    let mut took = Took::default();
    let options = ReadOptions { layer: Some(Layer::Plots), ..ReadOptions::default() };
    let summary = read(&file, &options, &Progress::new(), |item| took.take(item)).unwrap();
    assert_eq!(
        took.reasons(),
        [
            (1, "coordinates_malformed"),
            (2, "not_a_feature"),
            (3, "properties_not_object"),
            (4, "geometry_not_object"),
            (5, "not_a_number"),
            (6, "number_out_of_range"),
            (7, "geometry_kind_not_taken"),
            (8, "position_too_short"),
            (9, "duplicate_member"),
            (10, "too_few_points"),
            (11, "unknown_geometry_type"),
            (12, "not_a_feature"),
        ]
    );
    assert_eq!(took.rejected[0].code.as_deref(), Some("B-01"));
    assert_eq!(took.codes(), ["G-00", "G-13", "G-14"]);
    assert_eq!(summary.layers[0].rejected, 12);
    for rejected in &took.rejected {
        for language in Language::ALL {
            let told = Catalogue::of(language).explain(&rejected.to_problem());
            assert!(!told.what.contains('⟦') && !told.what.contains("{$"), "{}", told.what);
            assert!(!told.advice.is_empty());
        }
    }
}

#[test]
fn what_can_be_mended_is_mended_and_listed() {
    let mut took = Took::default();
    read(&sample("mendable.geojson"), &ReadOptions::default(), &Progress::new(), |item| took.take(item))
        .unwrap();
    let repairs: Vec<Vec<&str>> =
        took.accepted.iter().map(|one| one.repairs.iter().map(|repair| repair.what).collect()).collect();
    assert_eq!(
        repairs,
        [
            vec!["unclosed_ring"],
            vec!["wrong_winding"],
            vec!["repeated_vertex"],
            vec!["self_intersection"],
            vec![]
        ]
    );
    // Open, turned or with a vertex twice: the area is that of the sound square.
    let area = |at: usize| took.accepted[at].feature.value("area_m2").as_f64().unwrap();
    for at in 0..3 {
        assert!((area(at) - area(4)).abs() < 1e-6, "{at}");
    }
}

#[test]
fn swapped_coordinates_are_turned_and_named() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"geonameid":1,"name":"a","population":1},"geometry":{"type":"Point","coordinates":[35.7,51.4]}},
        {"type":"Feature","properties":{"geonameid":2,"name":"b","population":1},"geometry":{"type":"Point","coordinates":[29.5,60.8]}}]}"#;
    let (took, _) = read_text(text);
    for one in &took.accepted {
        assert_eq!(one.repairs[0].what, "swapped_lat_lon");
    }
    let shape = took.accepted[0].feature.shape.as_ref().unwrap();
    assert_eq!(shape.geometry, geo::Geometry::Point((51.4, 35.7).into()));
    // Elsewhere nothing is turned.
    let (took, _) = read_text(r#"{"type":"Point","coordinates":[-71.1,42.3]}"#);
    assert!(took.accepted[0].repairs.is_empty());
}

fn utm(crs: &str) -> String {
    let ring = "[[500000,3873000],[500400,3873000],[500400,3873300],[500000,3873300],[500000,3873000]]";
    let feature = format!(
        r#"{{"type":"Feature","properties":{{"plot_id":"1"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
    );
    format!("{{\"type\":\"FeatureCollection\"{crs},\"features\":[{feature}]}}")
}

#[test]
fn projected_metres_are_refused_with_candidates_or_transformed() {
    let error = fault(utm("").as_bytes());
    let ReadErrorKind::Projected(candidates) = &error.kind else { panic!("{error}") };
    let codes: Vec<&str> = candidates.iter().map(|one| one.code.as_str()).collect();
    assert!(codes.contains(&"EPSG:32639"), "{codes:?}");

    let named = r#","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32639"}}"#;
    let by_member = read_text(&utm(named)).0;
    let options = ReadOptions { crs: Some("EPSG:32639".into()), ..ReadOptions::default() };
    let (by_option, summary) = read_with(utm("").as_bytes(), &options).unwrap();
    assert_eq!(summary.crs, "EPSG:32639");
    assert_eq!(by_member.accepted, by_option.accepted);
    let bounds = by_option.accepted[0].feature.shape.as_ref().unwrap().vertex_box().unwrap();
    assert!((bounds.west - 51.0).abs() < 1e-9 && (bounds.south - 35.0).abs() < 0.01, "{bounds:?}");
    let area = by_option.accepted[0].feature.value("area_m2").as_f64().unwrap();
    // 120,000 m² of UTM grid at the central meridian, scale 0.9996.
    assert!((area - 120_000.0 / (0.9996 * 0.9996)).abs() < 1.0, "{area}");
}

#[test]
fn the_crs_member_counts_wherever_it_stands() {
    let crs = r#""crs":{"type":"name","properties":{"name":"EPSG:32639"}}"#;
    let text = utm("").replace("]}}]}", &format!("]}}}}],{crs}}}"));
    // In a file the end is looked at first; in a stream it comes too late.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("late.geojson");
    std::fs::write(&file, &text).unwrap();
    let mut took = Took::default();
    let summary = read(&file, &ReadOptions::default(), &Progress::new(), |item| took.take(item)).unwrap();
    assert_eq!((summary.crs.as_str(), took.accepted.len()), ("EPSG:32639", 1));
    let many = vec![plot("1"); 10_000].join(",");
    let in_degrees = format!("{{\"type\":\"FeatureCollection\",\"features\":[{many}],{crs}}}");
    assert!(matches!(fault(in_degrees.as_bytes()).kind, ReadErrorKind::LateCrs(_)));
    let same = in_degrees.replace("EPSG:32639", "urn:ogc:def:crs:OGC:1.3:CRS84");
    assert_eq!(read_text(&same).0.accepted.len(), 10_000);
    let link = in_degrees.replace("\"type\":\"name\"", "\"type\":\"link\"");
    assert!(matches!(fault(link.as_bytes()).kind, ReadErrorKind::LateCrs(_)));
}

#[test]
fn broken_sources_say_where_and_what_was_sound() {
    let good = plot("1");
    let collection =
        |inner: &str| format!("{{\"type\":\"FeatureCollection\",\n\"features\":[\n{good},\n{inner}\n]}}");
    let cases: Vec<(Vec<u8>, ReadErrorKind, Option<u64>, u64)> = vec![
        (b"".to_vec(), ReadErrorKind::Empty, None, 0),
        (b" \n ".to_vec(), ReadErrorKind::Empty, None, 0),
        (b"null".to_vec(), ReadErrorKind::NotGeoJson("not_an_object"), Some(1), 0),
        (b"[{\"type\":\"Point\"}]".to_vec(), ReadErrorKind::NotGeoJson("not_an_object"), Some(1), 0),
        (b"{\"a\":1}".to_vec(), ReadErrorKind::NotGeoJson("no_type"), Some(1), 0),
        (b"{\"type\":\"FeatureCollection\"}".to_vec(), ReadErrorKind::NotGeoJson("no_features"), Some(1), 0),
        (
            b"{\"type\":\"featurecollection\",\"features\":[]}".to_vec(),
            ReadErrorKind::NotGeoJson("unknown_type"),
            Some(1),
            0,
        ),
        (b"<!DOCTYPE html><html></html>".to_vec(), ReadErrorKind::WebPage, None, 0),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n".to_vec(),
            ReadErrorKind::Pointer,
            None,
            0,
        ),
        (b"\xFF\xFE{\0}\0".to_vec(), ReadErrorKind::Encoding("UTF-16"), None, 0),
    ];
    for (text, kind, line, sound) in cases {
        let error = fault(&text);
        assert_eq!(
            (&error.kind, error.place.map(|place| place.line), error.sound_features),
            (&kind, line, sound)
        );
    }
    let comma = fault(collection("{\"type\":\"Feature\" \"geometry\":null}").as_bytes());
    assert!(matches!(comma.kind, ReadErrorKind::Syntax(_)));
    assert_eq!((comma.place.map(|place| place.line), comma.sound_features), (Some(4), 1));
    let mut cut = collection(&plot("2")).into_bytes();
    cut.truncate(cut.len() - 40);
    let error = fault(&cut);
    assert_eq!((&error.kind, error.sound_features), (&ReadErrorKind::CutOff, 1));
    let place = error.place.unwrap();
    assert_eq!(place, TextPlace { line: 4, column: place.column });
    let mut cp1256 = collection("{\"type\":\"Feature\",\"properties\":{\"name\":\"").into_bytes();
    cp1256.extend(b"\xCA\xE5\xD1\xC7\xE4\"},\"geometry\":null}]}");
    assert!(matches!(fault(&cp1256).kind, ReadErrorKind::NotUtf8(byte) if byte >= 0x80));
    let text = Catalogue::of(Language::En).explain(&error.to_problem());
    assert!(
        text.what.contains("1 features before it were sound") || text.what.contains("sound"),
        "{}",
        text.what
    );
}

#[test]
fn salvage_takes_exactly_the_sound_ones() {
    let whole = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{},{},{}]}}",
        plot("1"),
        plot("2"),
        plot("3")
    );
    let cut = &whole.as_bytes()[..whole.len() - 30];
    let error = fault(cut);
    let options = ReadOptions { salvage: true, ..ReadOptions::default() };
    let (took, summary) = read_with(cut, &options).unwrap();
    assert_eq!(took.accepted.len() as u64, error.sound_features);
    assert_eq!(summary.cut, Some(ReadError { is_salvaged: true, ..error }));
    assert!(read_with(b"<html>", &options).is_err());
    assert!(read_with(b"{\"type\":\"FeatureColl", &options).is_err());
}

#[test]
fn bare_nan_is_unknown_in_properties_and_refused_in_coordinates() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"1","households":NaN},"geometry":null},
        {"type":"Feature","properties":{"code":"2"},"geometry":{"type":"Point","coordinates":[NaN,35]}}]}"#;
    let (took, _) = read_text(text);
    assert_eq!(took.accepted[0].warnings[0].what, "nan_as_null");
    assert_eq!(took.reasons(), [(1, "not_a_number")]);
}

#[test]
fn depth_does_not_overflow() {
    let deep = format!("{}{}", "[".repeat(300_000), "]".repeat(300_000));
    let text = format!(r#"{{"type":"Feature","properties":{{"deep":{deep}}},"geometry":null}}"#);
    assert_eq!(read_text(&text).0.accepted.len(), 1);
    let geometry = format!(r#"{{"type":"Polygon","coordinates":{deep}}}"#);
    assert_eq!(read_text(&geometry).0.reasons(), [(0, "coordinates_malformed")]);
    let unclosed = "{\"a\":".repeat(200_000);
    assert!(matches!(fault(unclosed.as_bytes()).kind, ReadErrorKind::CutOff));
}

#[test]
fn kinds_a_guessed_layer_does_not_take_go_to_other() {
    let point = r#"{"type":"Feature","properties":{"type":"node"},"geometry":{"type":"Point","coordinates":[51,35]}}"#;
    let text =
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{},{},{point}]}}", plot("1"), plot("2"));
    let (took, summary) = read_text(&text);
    let tables: Vec<Table> = took.accepted.iter().map(|one| one.feature.table).collect();
    assert_eq!(tables, [Table::Plots, Table::Plots, Table::Other]);
    assert_eq!(summary.mapping.len(), 2);
    let given = ReadOptions { layer: Some(Layer::Plots), ..ReadOptions::default() };
    let (took, _) = read_with(text.as_bytes(), &given).unwrap();
    assert_eq!(took.reasons(), [(2, "geometry_kind_not_taken")]);
}

#[test]
fn an_asset_needs_a_geometry() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"S1","kind":"substation"},"geometry":{"type":"Point","coordinates":[51,35]}},
        {"type":"Feature","properties":{"code":"S2","kind":"substation"},"geometry":null}]}"#;
    let (took, _) = read_text(text);
    assert_eq!(took.reasons(), [(1, "asset_without_geometry")]);
    assert_eq!(took.rejected[0].code.as_deref(), Some("S2"));
}

#[test]
fn geometries_can_be_taken_as_drawn() {
    let drawn = read_drawn(&sample("mendable.geojson"), Layer::Plots, None, &Progress::new()).unwrap();
    let shahrak::geometry::RawGeometry::Polygon(rings) = drawn[0].geometry.clone().unwrap().unwrap() else {
        panic!("not a polygon")
    };
    assert_eq!(rings[0].len(), 4);
}

#[test]
fn a_person_maps_properties_and_misses_no_column() {
    let text = r#"{"type":"Feature","properties":{"NO":"0007","plot_id":"9"},"geometry":null}"#;
    let options = ReadOptions {
        layer: Some(Layer::Plots),
        field_map: vec![("NO".into(), "code".into())],
        ..ReadOptions::default()
    };
    assert_eq!(read_with(text.as_bytes(), &options).unwrap().0.codes(), ["0007"]);
    let wrong = ReadOptions { field_map: vec![("NO".into(), "nummer".into())], ..options };
    assert!(matches!(
        read_with(text.as_bytes(), &wrong).unwrap_err().kind,
        ReadErrorKind::UnknownColumn { .. }
    ));
}

#[test]
fn missing_files_and_folders_are_told() {
    let kind = |path: &Path| {
        let result = read(path, &ReadOptions::default(), &Progress::new(), |_| Ok::<(), Infallible>(()));
        match result {
            Err(Stopped::Source(error)) => error.kind,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(kind(Path::new("no/such/file.geojson")), ReadErrorKind::Missing);
    assert_eq!(kind(&sample("")), ReadErrorKind::Directory);
}

#[test]
fn a_sink_can_stop_and_a_person_can_cancel() {
    let text = format!("{}\n", plot("1")).repeat(10);
    let source = || Source::stream(Cursor::new(text.clone().into_bytes()), "x");
    let options = ReadOptions::default();
    let stopped = read_source(source(), &options, &Progress::new(), |_| Err("full"));
    assert!(matches!(stopped, Err(Stopped::Sink("full"))));
    let progress = Progress::new();
    progress.cancel();
    let stopped = read_source(source(), &options, &progress, |_| Ok::<(), Infallible>(()));
    assert!(matches!(stopped, Err(Stopped::Cancelled)));
}

#[test]
fn reading_works_inside_a_pool_of_one_thread() {
    let text = format!("{}\n", plot("1")).repeat(20_000);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let count = pool.install(|| read_text(&text).0.accepted.len());
    assert_eq!(count, 20_000);
    assert_eq!(read_text(&text).0.accepted.len(), count);
}

#[test]
fn a_first_look_agrees_with_the_import() {
    let findings = inspect(&sample("mendable.geojson"), &ReadOptions::default()).unwrap();
    assert_eq!((findings.features, findings.repaired, findings.is_whole), (5, 4, true));
    assert_eq!(findings.layer, Layer::Plots);
    let findings = inspect(
        &sample("bad_among_good.geojson"),
        &ReadOptions { layer: Some(Layer::Plots), ..Default::default() },
    )
    .unwrap();
    assert_eq!((findings.rejected, findings.first_rejected.len()), (12, 12));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens to a file on its way: a verdict, never a panic.
    #[test]
    fn mutilated_files_get_a_verdict(cut in 0usize..4000, at in 0usize..4000, byte: u8, salvage: bool) {
        let mut bytes = std::fs::read(sample("bad_among_good.geojson")).unwrap();
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(length - cut % length);
        let options = ReadOptions { salvage, ..ReadOptions::default() };
        match read_with(&bytes, &options) {
            Ok((took, summary)) => {
                let counted: u64 = summary.layers.iter().map(|layer| layer.accepted).sum();
                prop_assert_eq!(counted, took.accepted.len() as u64);
            }
            Err(error) => prop_assert!(!error.to_problem().id.is_empty()),
        }
    }

    /// How the bytes come in makes no difference.
    #[test]
    fn small_reads_change_nothing(size in 1usize..40) {
        struct Drip(Cursor<Vec<u8>>, usize);
        impl std::io::Read for Drip {
            fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
                let most = self.1.min(into.len());
                self.0.read(&mut into[..most])
            }
        }
        let bytes = std::fs::read(sample("mendable.geojson")).unwrap();
        let mut took = Took::default();
        let source = Source::stream(Drip(Cursor::new(bytes.clone()), size), "data.geojson");
        let summary = read_source(source, &ReadOptions::default(), &Progress::new(), |item| took.take(item)).unwrap();
        let (whole, expected) = read_with(&bytes, &ReadOptions::default()).unwrap();
        prop_assert_eq!(took.accepted, whole.accepted);
        prop_assert_eq!(summary.sha256, expected.sha256);
    }
}
