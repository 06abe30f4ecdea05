//! The committed maps: small, listed with origin and licence, sound JSON.

use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "__pycache__") {
            files(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

#[test]
fn sample_maps_are_small_listed_and_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-maps");
    let mut found = Vec::new();
    files(&folder, &mut found);
    let sources = std::fs::read_to_string(folder.join("SOURCES.md")).unwrap();
    let mut bytes = 0;
    for path in found {
        bytes += path.metadata().unwrap().len();
        let name = path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
        assert!(name == "SOURCES.md" || sources.contains(&format!("`{name}`")), "{name} is not listed");
        if name.ends_with(".geojson") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(matches!(text.parse(), Ok(geojson::GeoJson::FeatureCollection(_))), "{name}");
        }
    }
    assert!(bytes < 25_000_000, "{bytes}");
}
