//! A session that changed nothing leaves the very bytes that it found.
//!
//! Opening for writing turns SQLite's log on and closing turns it off; each counts
//! up the change counter in the file's header (bytes 24–27, and 92–99, which say
//! for which count the header holds; <https://www.sqlite.org/fileformat2.html>
//! §1.3). A copy kept elsewhere would then differ, and so would its checksum.

use super::error::StoreError;
use super::transaction::revision;
use rusqlite::Connection;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;

const HEADER: usize = 100;
const COUNTER: Range<usize> = 24..28;
const VALID_FOR: Range<usize> = 92..100;

/// The header of a project as it was found.
pub struct Found {
    header: [u8; HEADER],
    revision: u64,
}

impl Found {
    /// Notes the header; to be called before anything is written. `None` where it
    /// cannot be read.
    pub fn note(path: &Path, connection: &Connection) -> Option<Found> {
        let mut header = [0; HEADER];
        File::open(path).ok()?.read_exact(&mut header).ok()?;
        Some(Found { header, revision: revision(connection).ok()? })
    }

    /// Whether no transaction was entered since.
    pub fn still_holds(&self, connection: &Connection) -> bool {
        revision(connection).is_ok_and(|now| now == self.revision)
    }

    /// Puts the counter back, under SQLite's exclusive lock; where that is not to be
    /// had, or anything else in the header differs, the file stays as it is.
    pub fn restore(&self, path: &Path) -> Result<(), StoreError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::ZERO)?;
        connection.execute_batch("BEGIN EXCLUSIVE")?;
        let put = self.put_back(path).map_err(|error| StoreError::io(path, error));
        connection.execute_batch("ROLLBACK")?;
        put
    }

    fn put_back(&self, path: &Path) -> std::io::Result<()> {
        let mut file = OpenOptions::new().read(true).write(true).open(path)?;
        let mut now = [0; HEADER];
        file.read_exact(&mut now)?;
        let counts = |at: &usize| COUNTER.contains(at) || VALID_FOR.contains(at);
        let differs = |at: usize| self.header.get(at) != now.get(at);
        if (0..HEADER).any(|at| differs(at) && !counts(&at)) {
            return Ok(());
        }
        for part in [COUNTER, VALID_FOR] {
            file.seek(SeekFrom::Start(part.start as u64))?;
            file.write_all(self.header.get(part).unwrap_or_default())?;
        }
        file.sync_all()
    }
}
