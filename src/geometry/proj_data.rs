//! PROJ's database, carried inside the program.
//!
//! PROJ was compiled to look for `proj.db` in the folder it was built in, which is
//! gone on a field laptop, and next in whatever `PROJ_DATA` names, which may be of
//! another version. So the program unpacks its own copy once and names that folder
//! to PROJ; nothing else is searched.

use std::ffi::CString;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use flate2::read::GzDecoder;

use crate::base::{Problem, ToProblem};

const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/proj.db.gz"));

/// PROJ's database could not be unpacked.
#[derive(Debug, thiserror::Error)]
#[error("cannot unpack PROJ's database to {}: {source}", folder.display())]
pub struct UnpackError {
    /// The folder tried last.
    pub folder: PathBuf,
    /// Why not.
    pub source: io::Error,
}

impl ToProblem for UnpackError {
    fn to_problem(&self) -> Problem {
        Problem::new("geometry-proj-database")
            .with("folder", self.folder.display().to_string())
            .in_file(&self.folder)
            .because(&self.source)
    }
}

/// Makes sure that PROJ finds its database; cheap after the first call.
///
/// # Errors
/// [`UnpackError`] when neither the user's cache folder nor the temporary folder takes it.
pub fn provide() -> Result<(), UnpackError> {
    static DONE: Mutex<Option<PathBuf>> = Mutex::new(None);
    let mut done = DONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if done.is_some() {
        return Ok(());
    }
    let cache = directories::ProjectDirs::from("", "", "shahrak").map(|dirs| dirs.cache_dir().to_owned());
    let parents = cache.into_iter().chain([std::env::temp_dir().join("shahrak")]);
    let mut failure = None;
    for parent in parents {
        let folder = parent.join(format!("proj-{:08x}", checksum()));
        match unpack(&folder) {
            Ok(()) => {
                search_only(&folder);
                *done = Some(folder);
                return Ok(());
            }
            Err(source) => failure = Some(UnpackError { folder, source }),
        }
    }
    match failure {
        Some(failure) => Err(failure),
        None => Ok(()),
    }
}

/// Unpacks the database into `folder`, unless it is there already in full.
///
/// # Errors
/// Whatever the file system says.
pub fn unpack(folder: &Path) -> io::Result<()> {
    let target = folder.join("proj.db");
    if fs::metadata(&target).is_ok_and(|about| about.len() == u64::from(unpacked_len())) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    // Under a name of its own first: another instance may be unpacking too, or the disk may fill up.
    let partial = folder.join(format!("proj.db.{}", std::process::id()));
    let written = write_whole(&partial).and_then(|()| fs::rename(&partial, &target));
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}

fn write_whole(path: &Path) -> io::Result<()> {
    let mut database = Vec::with_capacity(unpacked_len() as usize);
    GzDecoder::new(PACKED).read_to_end(&mut database)?;
    let mut file = fs::File::create(path)?;
    file.write_all(&database)?;
    file.sync_all()
}

/// The last eight bytes of a gzip file are checksum and length of the contents (RFC 1952).
fn trailer() -> [u32; 2] {
    let mut words = PACKED.rchunks(4).take(2).map(|word| word.try_into().map_or(0, u32::from_le_bytes));
    let length = words.next().unwrap_or(0);
    [words.next().unwrap_or(0), length]
}

fn checksum() -> u32 {
    trailer()[0]
}

fn unpacked_len() -> u32 {
    trailer()[1]
}

/// Names `folder` to PROJ as the only place to search.
#[allow(unsafe_code)]
fn search_only(folder: &Path) {
    let Ok(path) = CString::new(folder.as_os_str().as_encoded_bytes()) else { return };
    let paths = [path.as_ptr()];
    // SAFETY: a null context means PROJ's default one, which every later context copies;
    // PROJ copies the strings during the call, and `provide` calls this once, under a lock,
    // before any other use of PROJ in this program.
    unsafe { proj_sys::proj_context_set_search_paths(std::ptr::null_mut(), 1, paths.as_ptr()) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_is_unpacked_whole_and_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("a/b");
        unpack(&inner).expect("unpacked");
        let target = inner.join("proj.db");
        let contents = fs::read(&target).expect("read");
        assert!(contents.starts_with(b"SQLite format 3\0"));
        assert_eq!(contents.len() as u32, unpacked_len());
        // A copy cut short by a full disk is replaced.
        fs::write(&target, b"SQLite").expect("written");
        unpack(&inner).expect("unpacked again");
        assert_eq!(fs::read(&target).expect("read"), contents);
        assert_eq!(fs::read_dir(&inner).expect("listed").count(), 1);
    }

    #[test]
    fn a_folder_that_takes_nothing_is_an_error() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        assert!(unpack(&file.path().join("x")).is_err());
    }
}
