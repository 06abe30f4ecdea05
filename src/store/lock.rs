//! One writer at a time: a sidecar `<file>.lock`, locked by the system and so
//! free again the moment its holder ends, however it ends.

use super::error::{Holder, StoreError};
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The right to write a project; given back when dropped.
pub struct WriteLock {
    file: File,
    path: PathBuf,
}

/// The path of the sidecar of `project`; beside the file itself where `project` is a
/// link to it, so that one file has one lock.
pub fn sidecar(project: &Path) -> PathBuf {
    let file = std::fs::canonicalize(project).unwrap_or_else(|_| project.to_owned());
    with_suffix(&file, ".lock")
}

/// `path` with `suffix` behind its whole name.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(suffix);
    PathBuf::from(name)
}

fn holder_now() -> Holder {
    Holder {
        user: super::actor::user_name(),
        host: super::actor::host_name(),
        pid: std::process::id(),
        since: super::clock::now(),
    }
}

/// More bytes than any sidecar of ours has.
const MAX_SIDECAR: u64 = 4096;

/// What the sidecar says of its holder; `None` where it is not one of ours.
/// A holder that was killed while signing leaves an empty one.
fn read_holder(file: &mut File) -> std::io::Result<Option<Holder>> {
    let mut bytes = Vec::new();
    file.take(MAX_SIDECAR).read_to_end(&mut bytes)?;
    if bytes.is_empty() {
        return Ok(Some(Holder::default()));
    }
    Ok(serde_json::from_slice(&bytes).ok())
}

/// Whether `path` still names the file that we locked; its last holder may
/// have removed it between our opening and our locking.
#[cfg(unix)]
fn still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(ours), Ok(named)) => ours.ino() == named.ino() && ours.dev() == named.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn still_there(_file: &File, path: &Path) -> bool {
    path.exists()
}

impl WriteLock {
    /// Takes the lock of `project`.
    ///
    /// # Errors
    /// [`StoreError::InUse`] with its holder, [`StoreError::ReadOnly`] where no
    /// sidecar can be written, [`StoreError::ForeignLock`] where another program's
    /// file has its name.
    pub fn take(project: &Path) -> Result<WriteLock, StoreError> {
        let path = sidecar(project);
        // Each round loses only against a holder that has just gone.
        for _ in 0..16 {
            let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let mut file = opened.map_err(|error| match StoreError::io(project, error) {
                StoreError::NoPermission(path) => StoreError::ReadOnly(path),
                StoreError::IsDirectory(path) => StoreError::ForeignLock { path, sidecar: sidecar(project) },
                other => other,
            })?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    // Some systems let nobody else read a locked file.
                    let holder = read_holder(&mut file).ok().flatten().unwrap_or_default();
                    return Err(StoreError::InUse { path: project.to_owned(), holder });
                }
                // A file system without locks: SQLite's own locks still guard the data.
                Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(StoreError::io(&path, error)),
            }
            if still_there(&file, &path) {
                if read_holder(&mut file).map_err(|error| StoreError::io(&path, error))?.is_none() {
                    return Err(StoreError::ForeignLock { path: project.to_owned(), sidecar: path });
                }
                let mut lock = WriteLock { file, path };
                lock.sign().map_err(|error| StoreError::io(project, error))?;
                return Ok(lock);
            }
        }
        Err(StoreError::InUse { path: project.to_owned(), holder: Holder::default() })
    }

    fn sign(&mut self) -> std::io::Result<()> {
        let text = serde_json::to_string(&holder_now()).map_err(std::io::Error::other)?;
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(text.as_bytes())
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        // Removed while still locked, so that nobody locks a file about to go.
        // A sidecar that stays behind does no harm: the lock is the system's.
        let _ = std::fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}
