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
                *words.entry(rejected.reason.word).or_default() += 1;
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

#[test]
fn every_real_file_gets_a_verdict() {
    let Some(folder) = std::env::var_os("SHAHRAK_REAL_DATA") else {
        println!("not run: SHAHRAK_REAL_DATA is not set");
        return;
    };
    let folder = PathBuf::from(folder);
    let mut files = Vec::new();
    files_under(&folder, &mut files);
    assert!(!files.is_empty(), "no files under SHAHRAK_REAL_DATA");
    for file in files {
        let name = file.strip_prefix(&folder).unwrap_or(&file).display();
        println!("{name}: {}", verdict(&file));
    }
}
