//! Files that lie beside a project and belong to it: whoever writes over one of them
//! may undo work that was reported as saved.

use super::lock::with_suffix;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Endings behind the whole name of a database: SQLite's three, and that of our lock.
const SIDECARS: [&str; 4] = ["-wal", "-shm", "-journal", ".lock"];

/// Whether a project (or any other SQLite file) lies there, or a file that belongs to one.
pub fn belongs_to_database(path: &Path) -> bool {
    let is_beside = |suffix: &str| {
        let name = path.as_os_str().as_encoded_bytes().strip_suffix(suffix.as_bytes());
        name.and_then(|name| std::str::from_utf8(name).ok())
            .is_some_and(|name| is_database(Path::new(OsStr::new(name))))
    };
    is_database(path) || SIDECARS.iter().any(|suffix| is_beside(suffix))
}

fn is_database(path: &Path) -> bool {
    let mut head = [0_u8; 16];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *b"SQLite format 3\0"
}

/// What lies where SQLite would look for the log or journal of the new database `path`;
/// it would take that for its own.
pub fn leftover(path: &Path) -> Option<PathBuf> {
    let beside = ["-wal", "-journal"].into_iter().map(|suffix| with_suffix(path, suffix));
    beside.into_iter().find(|beside| std::fs::symlink_metadata(beside).is_ok_and(|about| about.len() > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_database_is_known_and_the_rest_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("a.gpkg"), b"SQLite format 3\0 and so on").expect("is written");
        std::fs::write(at("b.txt"), b"a text that is long enough").expect("is written");
        for name in ["a.gpkg", "a.gpkg-wal", "a.gpkg-shm", "a.gpkg-journal", "a.gpkg.lock"] {
            assert!(belongs_to_database(&at(name)), "{name}");
        }
        for name in ["b.txt", "b.txt-wal", "c.gpkg", "c.gpkg-wal", "a.gpkg.geojson", "a-wal"] {
            assert!(!belongs_to_database(&at(name)), "{name}");
        }
        std::fs::write(at("new.gpkg-journal"), "x").expect("is written");
        std::fs::write(at("other.gpkg-wal"), "").expect("is written");
        assert_eq!(leftover(&at("new.gpkg")), Some(at("new.gpkg-journal")));
        assert_eq!(leftover(&at("other.gpkg")), None, "an empty log is none");
    }
}
