//! The sample project: the same bytes every time, cells that nest, plots that
//! keep to their estates.

use geo::{Area, BooleanOps, BoundingRect, Intersects, MultiPolygon};
use geojson::{Feature, JsonValue};
use sha2::{Digest, Sha256};
use shahrak::base::Progress;
use shahrak::model::{Layer, PlotStatus};
use shahrak::sample::{DEFAULT_SEED, Preset, SampleError, SampleLayer, base_map, build, generate_plots};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

fn semnan_kerman() -> &'static [SampleLayer] {
    static BUILT: OnceLock<Vec<SampleLayer>> = OnceLock::new();
    BUILT.get_or_init(|| build(Preset::SemnanKerman, DEFAULT_SEED, &Progress::new()).unwrap())
}

fn layer(layers: &[SampleLayer], layer: Layer) -> &[Feature] {
    layers.iter().find(|found| found.layer == layer).map_or(&[], |found| &found.features)
}

fn text<'a>(feature: &'a Feature, name: &str) -> &'a str {
    feature.property(name).and_then(JsonValue::as_str).unwrap_or_default()
}

fn number(feature: &Feature, name: &str) -> f64 {
    feature.property(name).and_then(JsonValue::as_f64).unwrap_or(f64::NAN)
}

fn shape(feature: &Feature) -> MultiPolygon<f64> {
    match geo::Geometry::try_from(feature.geometry.as_ref().unwrap()).unwrap() {
        geo::Geometry::Polygon(polygon) => MultiPolygon::new(vec![polygon]),
        geo::Geometry::MultiPolygon(many) => many,
        other => panic!("no area: {other:?}"),
    }
}

/// Square metres of a small area given in degrees at its latitude.
fn degrees_to_m2(area: f64, latitude: f64) -> f64 {
    area * 111_320.0 * 110_900.0 * latitude.to_radians().cos()
}

fn fingerprint(layers: &[SampleLayer]) -> String {
    let mut hash = Sha256::new();
    for layer in layers {
        hash.update(layer.layer.name());
        for feature in &layer.features {
            hash.update(feature.to_string());
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    // Changes only when the generator or its maps change: then look at the
    // picture, and store the new figure.
    assert_eq!(
        fingerprint(semnan_kerman()),
        "6465461a3e941a70bf100df19e4065f4a16618923b0e282fe9d5dd398dccad3b"
    );
    let other = build(Preset::SemnanKerman, DEFAULT_SEED + 1, &Progress::new()).unwrap();
    assert_ne!(fingerprint(&other), fingerprint(semnan_kerman()));
    assert_eq!(layer(&other, Layer::Zones).len(), 3, "another seed finds room for the drafts too");
}

#[test]
fn every_level_is_the_sum_of_the_one_below() {
    let admin = layer(semnan_kerman(), Layer::Admin);
    let mut children: BTreeMap<&str, f64> = BTreeMap::new();
    let mut corners: BTreeMap<&str, BTreeSet<[u64; 2]>> = BTreeMap::new();
    for unit in admin {
        *children.entry(text(unit, "parent_code")).or_default() += number(unit, "area_m2");
        let set = corners.entry(text(unit, "parent_code")).or_default();
        for at in shape(unit).iter().flat_map(|part| part.exterior().0.clone()) {
            set.insert([at.x.to_bits(), at.y.to_bits()]);
        }
    }
    for unit in admin.iter().filter(|unit| text(unit, "level") != "dehestan") {
        let code = text(unit, "code");
        assert!((children[code] - number(unit, "area_m2")).abs() < 1.0, "{code}");
        // Borders are shared corner by corner, so nothing can stick out.
        for at in shape(unit).iter().flat_map(|part| part.exterior().0.clone()) {
            assert!(corners[code].contains(&[at.x.to_bits(), at.y.to_bits()]), "{code} at {at:?}");
        }
    }
}

#[test]
fn children_carry_the_code_of_their_parent() {
    let admin = layer(semnan_kerman(), Layer::Admin);
    let codes: BTreeSet<&str> = admin.iter().map(|unit| text(unit, "code")).collect();
    assert_eq!(codes.len(), admin.len());
    let length = BTreeMap::from([("ostan", 2), ("shahrestan", 4), ("bakhsh", 6), ("dehestan", 10)]);
    for unit in admin {
        let (code, parent) = (text(unit, "code"), text(unit, "parent_code"));
        assert_eq!(code.len(), length[text(unit, "level")]);
        assert!(code.starts_with(parent) && (parent.is_empty() || codes.contains(parent)), "{code}");
    }
}

#[test]
fn plots_keep_apart_and_inside_their_estate() {
    let layers = semnan_kerman();
    let estates: BTreeMap<&str, MultiPolygon<f64>> =
        layer(layers, Layer::Estates).iter().map(|estate| (text(estate, "code"), shape(estate))).collect();
    let mut plots: BTreeMap<&str, Vec<MultiPolygon<f64>>> = BTreeMap::new();
    for plot in layer(layers, Layer::Plots) {
        plots.entry(text(plot, "estate_code")).or_default().push(shape(plot));
    }
    for (code, list) in &plots {
        let latitude = list[0].bounding_rect().unwrap().center().y;
        for (at, plot) in list.iter().enumerate() {
            let outside = degrees_to_m2(plot.difference(&estates[code]).unsigned_area(), latitude);
            assert!(outside < 0.5, "{code} plot {at} leaves by {outside} m²");
            let reach = plot.bounding_rect().unwrap();
            for other in
                list[at + 1..].iter().filter(|other| other.bounding_rect().unwrap().intersects(&reach))
            {
                let over = degrees_to_m2(plot.intersection(other).unsigned_area(), latitude);
                assert!(over < 0.5, "{code} plot {at} overlaps by {over} m²");
            }
        }
    }
}

#[test]
fn estates_show_every_status_and_land_uses_fill_them() {
    let layers = semnan_kerman();
    for estate in layer(layers, Layer::Estates) {
        let code = text(estate, "code");
        let plots: Vec<&Feature> =
            layer(layers, Layer::Plots).iter().filter(|plot| text(plot, "estate_code") == code).collect();
        let codes: BTreeSet<&str> = plots.iter().map(|plot| text(plot, "code")).collect();
        assert_eq!(codes.len(), plots.len(), "{code}");
        if text(estate, "kind") != "rural_zone" {
            assert!((120..=200).contains(&plots.len()), "{code}: {}", plots.len());
        }
        let statuses: BTreeSet<&str> = plots.iter().map(|plot| text(plot, "status")).collect();
        // All but retired, which is no status of land that exists.
        for status in PlotStatus::ALL.into_iter().filter(|status| *status != PlotStatus::Retired) {
            assert!(statuses.contains(status.name()), "{code} lacks {}", status.name());
        }
        let uses: f64 = layer(layers, Layer::Landuse)
            .iter()
            .filter(|area| text(area, "estate_code") == code)
            .map(|area| number(area, "area_m2"))
            .sum();
        let gross = number(estate, "gross_area_m2");
        assert!((uses / gross - 1.0).abs() < 1e-3, "{code}: {uses} of {gross}");
    }
}

/// What a planner would look up first: how much of a substation is used, how many
/// people a county has, which estates operate.
#[test]
fn assets_counties_and_estates_say_what_is_believable() {
    let layers = semnan_kerman();
    let substations: Vec<&Feature> =
        layer(layers, Layer::Infra).iter().filter(|asset| text(asset, "kind") == "substation").collect();
    assert!(substations.len() > 10);
    for asset in substations {
        let [capacity, peak, committed] =
            ["capacity", "peak_load", "committed"].map(|name| number(asset, name));
        let code = text(asset, "code");
        assert!(
            (15.0..=400.0).contains(&capacity) && text(asset, "capacity_unit") == "MVA",
            "{code}: {capacity}"
        );
        assert!(
            peak > 0.2 * capacity && peak + committed <= capacity,
            "{code}: {peak} and {committed} of {capacity}"
        );
    }
    let admin = layer(layers, Layer::Admin);
    for county in admin.iter().filter(|unit| text(unit, "level") == "shahrestan") {
        let code = text(county, "code");
        let rural: f64 = admin
            .iter()
            .filter(|unit| text(unit, "level") == "dehestan" && text(unit, "code").starts_with(code))
            .map(|unit| number(unit, "population"))
            .sum();
        assert!(number(county, "population") >= rural && rural > 0.0, "{code}: {rural} of its people");
    }
    let estates = layer(layers, Layer::Estates);
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for estate in estates {
        *states.entry(text(estate, "status")).or_default() += 1;
        assert_eq!(text(estate, "operation_date").is_empty(), text(estate, "status") == "under_construction");
        let (gross, declared) = (number(estate, "gross_area_m2"), number(estate, "declared_area_m2"));
        assert!((declared / gross - 1.0).abs() < 0.061, "{}", text(estate, "code"));
    }
    let operating = states["operating"] as f64 / estates.len() as f64;
    assert!((0.6..0.95).contains(&operating) && states.len() == 3, "{states:?}");
}

#[test]
fn the_drafts_are_of_twelve_hectares_too_small_and_of_eight() {
    use geo::{GeodesicArea, Orient};
    let areas: Vec<f64> = layer(semnan_kerman(), Layer::Zones)
        .iter()
        .map(|zone| shape(zone).orient(geo::orient::Direction::Default).geodesic_area_unsigned())
        .collect();
    assert_eq!(areas.len(), 3);
    assert!((areas[0] - 120_000.0).abs() < 60.0, "{areas:?}");
    assert!(areas[1] > 44_000.0 && areas[1] < 50_000.0, "{areas:?}");
    assert!((areas[2] - 80_000.0).abs() < 40.0, "{areas:?}");
}

#[test]
fn words_are_those_of_the_model_and_provenance_is_said() {
    for found in semnan_kerman() {
        for feature in &found.features {
            assert!(!text(feature, "provenance").is_empty(), "{feature}");
            for column in found.layer.columns().iter().filter(|column| !column.allowed.is_empty()) {
                let word = text(feature, column.name);
                assert!(word.is_empty() || column.allowed.contains(&word), "{} {word}", column.name);
            }
        }
    }
}

#[test]
fn the_nation_has_the_published_numbers() {
    let layers = build(Preset::Nation, DEFAULT_SEED, &Progress::new()).unwrap();
    let admin = layer(&layers, Layer::Admin);
    let of = |level: &str| admin.iter().filter(|unit| text(unit, "level") == level).count();
    assert_eq!((of("ostan"), of("dehestan")), (31, 2_637));
    let large = admin
        .iter()
        .filter(|unit| text(unit, "level") == "dehestan" && number(unit, "population") >= 10_000.0);
    assert_eq!(large.count(), 438);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for estate in layer(&layers, Layer::Estates) {
        *kinds.entry(text(estate, "kind")).or_default() += 1;
    }
    assert_eq!(kinds["estate"] + kinds["technology_estate"], 509);
    assert_eq!(kinds["zone"] + kinds["rural_zone"], 338);
    assert_eq!(kinds["special_economic_zone"], 5);
}

#[test]
fn generated_plots_are_json_and_as_many_as_asked() {
    let write = |count| {
        let mut out = Vec::new();
        generate_plots(count, 9, &mut out, &Progress::new()).unwrap();
        out
    };
    let bytes = write(2_300);
    assert_eq!(bytes, write(2_300));
    let parsed: geojson::FeatureCollection = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(parsed.features.len(), 2_300);
    let ids: BTreeSet<&str> = parsed.features.iter().map(|plot| text(plot, "plot_id")).collect();
    assert_eq!(ids.len(), 2_300);
    let estates: BTreeSet<&str> = parsed.features.iter().map(|plot| text(plot, "estate_id")).collect();
    assert_eq!(estates.len(), 3);
    assert!(parsed.features.iter().all(|plot| shape(plot).0[0].exterior().0.len() == 7));
    assert!(serde_json::from_slice::<JsonValue>(&write(0)).is_ok());
}

#[test]
fn a_stopped_sample_says_so_and_an_unknown_preset_too() {
    let progress = Progress::new();
    progress.cancel();
    assert!(matches!(build(Preset::Nation, 1, &progress), Err(SampleError::Cancelled(_))));
    assert!(matches!("kerman".parse::<Preset>(), Err(SampleError::UnknownPreset(_))));
    assert!(base_map().unwrap().len() > 10);
}
