//! A project that was opened to be written and in which nothing came about stays as it
//! was to the byte: SQLite counts in the file's header each time its log is taken up and
//! laid down, also for a change that was taken back.

use super::transaction::revision;
use rusqlite::Connection;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Where in the header SQLite counts changes, and for which count the header is valid
/// (<https://sqlite.org/fileformat2.html>, sections 1.3.6 and 1.3.15).
const COUNTERS: [u64; 2] = [24, 92];

/// The header as it was when nothing had been written yet.
pub struct Unchanged {
    /// Open until the connection is closed: closing it sooner would take SQLite's locks with it.
    file: File,
    counters: [[u8; 4]; 2],
    revision: u64,
}

/// SQLite counts one for taking the log up, and one for laying it down.
const COUNTED: u32 = 2;

fn read_counters(file: &mut File) -> std::io::Result<[[u8; 4]; 2]> {
    let mut counters = [[0; 4]; 2];
    for (at, counter) in COUNTERS.into_iter().zip(&mut counters) {
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(counter)?;
    }
    Ok(counters)
}

/// Whether nothing was committed into the log that is in use, by whomever.
pub fn is_log_empty(connection: &Connection) -> bool {
    let frames = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get::<_, i64>(1));
    frames.is_ok_and(|frames| frames == 0)
}

impl Unchanged {
    /// Opens the file at `path`, before SQLite does. `None` where it cannot be: the header
    /// is then as SQLite leaves it, and nothing is lost by that.
    pub fn open(path: &Path) -> Option<File> {
        OpenOptions::new().read(true).write(true).open(path).ok()
    }

    /// Notes the header, once all that opening may write is written. `None` where a log
    /// is in use already, or the header cannot be read.
    pub fn note(mut file: File, connection: &Connection) -> Option<Unchanged> {
        let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0)).ok()?;
        if mode != "delete" {
            return None;
        }
        let counters = read_counters(&mut file).ok()?;
        let revision = revision(connection).ok()?;
        Some(Unchanged { file, counters, revision })
    }

    /// Puts the counters back, if the file has been changed by nobody. The log was empty
    /// ([`is_log_empty`]) and has been laid down; `connection` does nothing after this. Whoever
    /// reads the file finds under the old count the very pages that it had under it.
    pub fn restore(&mut self, connection: &Connection) {
        // Nobody else reads or writes meanwhile.
        if connection.execute_batch("BEGIN EXCLUSIVE").is_err() {
            return;
        }
        // More would be the commit of another program before the log was taken up.
        let counted = self.counters.map(|counter| u32::from_be_bytes(counter).wrapping_add(COUNTED));
        let is_same = revision(connection).is_ok_and(|now| now == self.revision)
            && read_counters(&mut self.file).is_ok_and(|now| now.map(u32::from_be_bytes) == counted);
        if is_same {
            for (at, counter) in COUNTERS.into_iter().zip(&self.counters) {
                let written = self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.write_all(counter));
                if let Err(cause) = written {
                    tracing::warn!(%cause, "the header of an unchanged file was not put back");
                }
            }
        }
        if let Err(cause) = connection.execute_batch("ROLLBACK") {
            tracing::warn!(%cause, "a lock was not given back");
        }
    }
}
