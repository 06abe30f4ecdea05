//! What keeps a file from growing, where the database only says that it could not write.

use std::path::Path;

/// What is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortage {
    /// The disk.
    Disk,
    /// The size that the account's files may have.
    FileSize,
}

/// Room that the next pages of a project need at least, bytes.
const NEEDED: u64 = 64 * 1024;

/// What a file on the disk of `file` runs short of; `None` where nothing is seen.
#[cfg(unix)]
pub fn shortage(file: &Path) -> Option<Shortage> {
    use rustix::process::{Resource, getrlimit};
    let limit = getrlimit(Resource::Fsize).current;
    let largest = ["", "-wal", "-shm", "-journal"].iter().filter_map(|suffix| {
        std::fs::metadata(super::lock::with_suffix(file, suffix)).ok().map(|about| about.len())
    });
    let largest = largest.max().unwrap_or(0);
    // A transaction of some pages fails before the file has reached the limit.
    if limit.is_some_and(|limit| largest + NEEDED * 16 > limit) {
        return Some(Shortage::FileSize);
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let room = rustix::fs::statvfs(folder).ok()?;
    (room.f_bavail.saturating_mul(room.f_frsize) < NEEDED).then_some(Shortage::Disk)
}

/// What a file on the disk of `file` runs short of: not known on this system.
#[cfg(not(unix))]
pub fn shortage(_file: &Path) -> Option<Shortage> {
    None
}
