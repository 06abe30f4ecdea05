//! Reads everything under `SHAHRAK_REAL_DATA`.

use shahrak::base::{Progress, ToProblem};
use shahrak::exchange::{Item, ReadOptions, Stopped, read};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What came of a file, in one line.
fn verdict(path: &Path) -> String {
    let (mut words, mut tables) = (BTreeMap::<&str, u64>::new(), BTreeMap::<&str, u64>::new());
    let result = read(path, &ReadOptions::default(), &Progress::new(), |item| {
        match item {
            Item::Feature(accepted) => {
                *tables.entry(accepted.feature.table.name()).or_default() += 1;
                for repair in &accepted.repairs {
                    *words.entry(repair.what).or_default() += 1;
                }
                for warning in &accepted.warnings {
                    *words.entry(warning.what).or_default() += 1;
                }
            }
            Item::Rejected(rejected) => {
                assert!(!rejected.to_problem().id.is_empty());
                *words.entry(rejected.reason).or_default() += 1;
            }
        }
        Ok::<(), std::convert::Infallible>(())
    });
    match result {
        Ok(summary) => format!("{} ({}) {tables:?} {words:?}", summary.layer.name(), summary.layer_why),
        Err(Stopped::Source(error)) => {
            format!("unreadable: {} at {:?}, {} sound", error, error.place, error.sound_features)
        }
        Err(other) => format!("stopped: {other}"),
    }
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() {
            files_under(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "geojson" || ending == "json") {
            found.push(path);
        }
    }
    found.sort();
}

/// Where the layers of the reference folder have to go, and how many features of each.
const EXPECTED: &[(&str, &str)] = &[
    ("admin/iran_counties.geojson", "admin (county_properties) {\"admin\": 478}"),
    ("admin/iran_provinces.geojson", "admin (province_properties) {\"admin\": 31}"),
    ("places/iran_cities.geojson", "places (place_code) {\"places\": 1354}"),
    ("places/iran_places_geonames.geojson", "places (place_code) {\"places\": 2459}"),
    ("places/iran_urban_areas_ne.geojson", "constraints (built_up_area) {\"constraints\": 89}"),
    ("plots/cambridge_ma_parcels_fy2014.geojson", "plots (plot_code) {\"plots\": 13116}"),
    ("power/iran_power_plants.geojson", "infra (power_plant_properties) {\"infra_point\": 163}"),
    ("power/iran_substations_osm.geojson", "infra (substation_type) {\"infra_point\": 193}"),
    ("power/iran_transmission_lines_osm.geojson", "infra (voltage_of_a_line) {\"infra_line\": 469}"),
    ("robustness/real_world/error_page_as_geojson.geojson", "unreadable: JSON, but not GeoJSON (no_type)"),
    (
        "robustness/real_world/kerman_counties_osm_raw.geojson",
        "admin (osm_admin_level) {\"admin\": 25, \"other\": 45}",
    ),
    ("robustness/real_world/lfs_pointer.geojson", "unreadable: a Git LFS pointer"),
    ("robustness/real_world/qom_truncated.geojson", "unreadable: the text ends in the middle of a value"),
    ("robustness/real_world/rivers_null_geometry_ne.geojson", "infra (river_class) {\"infra_line\": 12}"),
    ("robustness/topology_clean/ex7_britain.json", "unreadable: projected coordinates"),
    ("transport/iran_airports_openflights.geojson", "constraints (airport) {\"constraints\": 84}"),
    ("transport/iran_ports_ne.geojson", "infra (port) {\"infra_point\": 3}"),
    ("water/iran_hydro_dams.geojson", "infra (dam_file) {\"infra_point\": 34}"),
    ("water/iran_lakes_reservoirs_ne.geojson", "constraints (lake) {\"constraints\": 1}"),
    ("water/iran_playas_ne.geojson", "constraints (salt_flat) {\"constraints\": 14}"),
    ("water/iran_rivers_ne.geojson", "infra (river_class) {\"infra_line\": 9}"),
    ("water/iran_rivers_wdb2.geojson", "infra (river_class) {\"infra_line\": 145}"),
];

#[test]
fn every_real_file_gets_a_verdict() {
    let set = std::env::var_os("SHAHRAK_REAL_DATA");
    let Some(folder) = set.filter(|folder| !folder.is_empty()) else {
        println!("not run: SHAHRAK_REAL_DATA is not set");
        return;
    };
    let folder = PathBuf::from(folder);
    let mut files = Vec::new();
    files_under(&folder, &mut files);
    assert!(!files.is_empty(), "no files under SHAHRAK_REAL_DATA");
    for file in files {
        let name = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        let verdict = verdict(&file);
        println!("{name}: {verdict}");
        if let Some((_, expected)) = EXPECTED.iter().find(|(known, _)| *known == name) {
            assert!(verdict.starts_with(expected), "{name}: {verdict}, expected {expected}");
        }
    }
}
