//! What is written goes by the ending of the file's name, so a name of another format
//! is refused rather than filled with what it does not say.

use super::face::Failure;
use crate::base::{Arg, Problem};
use crate::store::belongs_to_database;
use std::path::Path;

/// Refuses a name with an ending other than `written` (lower case, without the dot). A
/// name without an ending, and what is no ordinary file (`-`, a pipe), says nothing.
///
/// # Errors
/// Wrong usage, naming the endings that can be written.
pub fn check(out: &Path, written: &[&str]) -> Result<(), Failure> {
    let Some(ending) = out.extension().and_then(std::ffi::OsStr::to_str) else { return Ok(()) };
    // Of a project that lies there more is to be said, and is where it would be written over.
    if written.iter().any(|known| known.eq_ignore_ascii_case(ending)) || belongs_to_database(out) {
        return Ok(());
    }
    let endings: Vec<String> = written.iter().map(|known| format!(".{known}")).collect();
    let problem = Problem::new("cli-other-ending")
        .with("file", Arg::Text(out.display().to_string()))
        .with("ending", Arg::Text(format!(".{ending}")))
        .with("written", Arg::Text(endings.join(", ")));
    Err(Failure::Usage(problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_another_format_are_refused() {
        for good in ["a.geojson", "a.GeoJSON", "b/a.json", "a", "-", "/dev/stdout"] {
            assert!(check(Path::new(good), &["geojson", "json"]).is_ok(), "{good}");
        }
        for bad in ["a.gpkg", "a.shp", "a.geojson.gz"] {
            assert!(check(Path::new(bad), &["geojson", "json"]).is_err(), "{bad}");
        }
    }
}
