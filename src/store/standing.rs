//! Which file on the disk a path names: what was opened may be moved, deleted or replaced
//! by another while it is open.

use std::path::Path;

/// A file itself, whatever its name; two files never have the same at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId {
    device: u64,
    number: u64,
}

impl FileId {
    /// The file that `path` names; `None` where there is none. It is not opened: closing it
    /// again would take SQLite's locks with it.
    #[cfg(unix)]
    pub fn of(path: &Path) -> Option<FileId> {
        use std::os::unix::fs::MetadataExt;
        let about = std::fs::metadata(path).ok()?;
        Some(FileId { device: about.dev(), number: about.ino() })
    }

    /// On this system nobody can move or replace a file that is open.
    #[cfg(not(unix))]
    pub fn of(_path: &Path) -> Option<FileId> {
        Some(FileId { device: 0, number: 0 })
    }
}
