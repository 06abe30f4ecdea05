//! The pages that are appended to a file which SQLite has made and rests beside.

use super::super::error::StoreError;
use crate::base::Progress;
use rusqlite::Connection;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Pages go to the file in runs of so many bytes.
const RUN_BYTES: usize = 1 << 20;
/// The page in which this byte lies is never used: SQLite locks it.
const LOCK_BYTE: u64 = 1 << 30;

/// Appends pages to a database file. Until [`PageFile::finish`] the file is as SQLite
/// left it, with rubbish behind its end.
pub struct PageFile {
    file: File,
    named: PathBuf,
    page_size: usize,
    /// Number of the page that comes next.
    next: u32,
    /// Pages not written yet, and the number of the first.
    run: Vec<u8>,
    run_from: u32,
    /// Looked at with each run.
    progress: Progress,
}

impl PageFile {
    /// Begins behind the last page. `connection` is the only one, and in no
    /// transaction; it must do nothing before [`PageFile::finish`]. Failures are told of
    /// the file `named`, under which people know it. Once `progress` was cancelled,
    /// writing fails.
    ///
    /// # Errors
    /// A file that cannot be read or written.
    pub fn begin(
        connection: &Connection,
        path: &Path,
        named: &Path,
        progress: &Progress,
    ) -> Result<PageFile, StoreError> {
        let number =
            |what: &str| connection.query_row(&format!("PRAGMA {what}"), [], |row| row.get::<_, u32>(0));
        let (page_size, page_count) = (number("page_size")? as usize, number("page_count")?);
        let file = OpenOptions::new().read(true).write(true).open(path);
        let file = file.map_err(|error| StoreError::io(named, error))?;
        let mut pages = PageFile {
            file,
            named: named.to_owned(),
            page_size,
            next: page_count,
            run: Vec::with_capacity(RUN_BYTES + page_size),
            run_from: 0,
            progress: progress.clone(),
        };
        pages.next = pages.number_after_next();
        pages.run_from = pages.next;
        Ok(pages)
    }

    /// Bytes of a page.
    pub fn page_size(&self) -> usize {
        self.page_size
    }

    /// The number that the next page gets.
    pub fn next_number(&self) -> u32 {
        self.next
    }

    /// Goes on at a later page, as if all before it were there.
    #[cfg(test)]
    pub fn skip_to(&mut self, number: u32) {
        (self.next, self.run_from) = (number, number);
    }

    /// The number of the page behind the next one.
    pub fn number_after_next(&self) -> u32 {
        let lock_page = (LOCK_BYTE / self.page_size as u64) as u32 + 1;
        if self.next + 1 == lock_page { self.next + 2 } else { self.next + 1 }
    }

    /// Appends a page and returns its number.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Cancelled`] and other failures of writing.
    pub fn append(&mut self, page: &[u8]) -> Result<u32, StoreError> {
        debug_assert_eq!(page.len(), self.page_size);
        let number = self.next;
        self.run.extend_from_slice(page);
        self.next = self.number_after_next();
        if self.run.len() >= RUN_BYTES || self.next != number + 1 {
            self.write_run()?;
        }
        Ok(number)
    }

    fn write_run(&mut self) -> Result<(), StoreError> {
        self.progress.check()?;
        let run = std::mem::take(&mut self.run);
        let written = self.write_at(self.run_from, &run);
        self.run = run;
        self.run.clear();
        self.run_from = self.next;
        written
    }

    /// Writes a page that is there already.
    ///
    /// # Errors
    /// A failure of writing.
    pub fn replace(&mut self, number: u32, page: &[u8]) -> Result<(), StoreError> {
        debug_assert!(number > 1 && page.len() == self.page_size);
        self.write_at(number, page)
    }

    fn write_at(&mut self, number: u32, bytes: &[u8]) -> Result<(), StoreError> {
        let offset = u64::from(number.saturating_sub(1)) * self.page_size as u64;
        let written = self.file.seek(SeekFrom::Start(offset)).and_then(|_| self.file.write_all(bytes));
        written.map_err(|error| StoreError::io(&self.named, error))
    }

    /// Makes the pages part of the database: its header counts them, and tells every
    /// connection that what it remembers of the file is old.
    ///
    /// # Errors
    /// A failure of writing.
    pub fn finish(mut self) -> Result<(), StoreError> {
        self.write_run()?;
        let failed = |error| StoreError::io(&self.named, error);
        let mut head = [0_u8; 100];
        self.file.seek(SeekFrom::Start(0)).map_err(failed)?;
        self.file.read_exact(&mut head).map_err(failed)?;
        let word = |at: usize| {
            head.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes)
        };
        let changes = word(24).wrapping_add(1).to_be_bytes();
        let count = (self.next - 1).to_be_bytes();
        for (at, bytes) in [(24, changes), (28, count), (92, changes)] {
            let written = self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.write_all(&bytes));
            written.map_err(|error| StoreError::io(&self.named, error))?;
        }
        Ok(())
    }
}
