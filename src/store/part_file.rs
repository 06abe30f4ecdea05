//! The file under which a new project is built until it is complete.

use super::lock::with_suffix;
use crate::base::id::new_uuid;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use uuid::Uuid;

const ENDING: &str = ".building";

/// A name beside `project` that no other file has: another program's `.part`
/// or backup is never written over.
pub fn fresh(project: &Path) -> PathBuf {
    with_suffix(project, &format!(".{}{ENDING}", new_uuid()))
}

/// Removes what builds of `project` left behind when they were killed. Only
/// who holds the project's lock may: then nobody else is building it.
pub fn sweep(project: &Path) {
    let folder = project.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = project.file_name() else { return };
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if is_of(name, &entry.file_name())
            && let Err(cause) = fs::remove_file(entry.path())
        {
            tracing::warn!(file = %entry.path().display(), %cause, "an unfinished project was left behind");
        }
    }
}

/// Whether `other` is a name that [`fresh`] gave for `project`.
fn is_of(project: &OsStr, other: &OsStr) -> bool {
    let (project, other) = (project.as_encoded_bytes(), other.as_encoded_bytes());
    let Some(rest) = other.strip_prefix(project).and_then(|rest| rest.strip_prefix(b".")) else {
        return false;
    };
    rest.strip_suffix(ENDING.as_bytes()).is_some_and(|id| id.len() == 36 && Uuid::try_parse_ascii(id).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_leavings_are_swept() {
        let folder = tempfile::tempdir().expect("a folder");
        let project = folder.path().join("a.gpkg");
        let others = ["a.gpkg.part", "a.gpkg.building", "a.gpkg.1.building", "b.gpkg", "a.gpkg"];
        let of_another = fresh(&folder.path().join("b.gpkg"));
        for other in others.iter().map(|name| folder.path().join(name)).chain([of_another.clone()]) {
            fs::write(other, "work of months").expect("is written");
        }
        let ours = fresh(&project);
        fs::write(&ours, "half a project").expect("is written");
        sweep(&project);
        assert!(!ours.exists() && of_another.exists());
        assert!(others.iter().all(|name| folder.path().join(name).exists()));
    }
}
