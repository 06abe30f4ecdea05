//! Copies of a project: one to try a change on, and one to go on with elsewhere.

use super::error::StoreError;
use super::file::{Access, Store, connect};
use super::outside;
use super::transaction::begin_chain;
use crate::base::Progress;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::path::Path;
use std::time::Duration;

/// Pages copied between two looks at the source, which another program may write meanwhile.
const PAGES_PER_STEP: i32 = 4096;
/// How long to wait while another program writes the source.
const PAUSE: Duration = Duration::from_millis(20);

impl Store {
    /// A private copy of a project, to try a change on it: nobody is locked out, nothing
    /// is written beside or into the file, and the copy goes with the store.
    ///
    /// # Errors
    /// As [`Store::open_read`].
    pub fn open_copy(path: &Path) -> Result<Store, StoreError> {
        let source = Store::open_read(path)?;
        let copied = || {
            // SQLite's name for a database of its own on the disk, gone when it is closed.
            let mut copy = connect(Path::new(""), Access::Write, true)?;
            copy_pages(&source.connection, &mut copy, &Progress::new())?;
            copy.pragma_update(None, "synchronous", "OFF")?;
            outside::enter(&copy)?;
            Ok(Store::nameless(copy, path))
        };
        copied().map_err(|error: StoreError| error.at(path))
    }

    /// Writes the project as it is open here, history and all, into a new file: also where
    /// its own file is gone or its disk is full. The copy has a chain of events of its
    /// own, so that both can be worked on and merged; what was done before the copy stays
    /// in its history, but is not undone there.
    ///
    /// # Errors
    /// As [`Store::create`]; [`StoreError::Cancelled`]. Nothing is left behind then.
    pub fn copy_to(&self, path: &Path, progress: &Progress) -> Result<(), StoreError> {
        let copied = || {
            let mut copy = Store::begin_file(path)?;
            copy_pages(&self.connection, copy.connection_mut(), progress)?;
            copy.connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
            begin_chain(&copy.connection)?;
            copy.end_build()
        };
        copied().map_err(|error: StoreError| error.at(path))
    }
}

fn copy_pages(source: &Connection, copy: &mut Connection, progress: &Progress) -> Result<(), StoreError> {
    let backup = Backup::new(source, copy)?;
    let mut done = 0;
    loop {
        progress.check()?;
        match backup.step(PAGES_PER_STEP)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => std::thread::sleep(PAUSE),
        }
        let state = backup.progress();
        let (all, left) = (state.pagecount.max(0) as u64, state.remaining.max(0) as u64);
        progress.set_total(all);
        progress.advance(all.saturating_sub(left).saturating_sub(done));
        done = all.saturating_sub(left);
    }
}
