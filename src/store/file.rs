//! Opening, creating and closing the file.

use super::beside::{self, belongs_to_database};
use super::error::StoreError;
use super::lock::{WriteLock, with_suffix};
use super::reader::Reader;
use super::schema::{self, SCHEMA_VERSION, project_value};
use super::standing::FileId;
use super::unchanged::{self, Unchanged};
use super::{functions, outside, part_file, upgrade};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File};
use std::io::Read;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a project is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To look; any number may.
    Read,
    /// To look and write; one at a time.
    Write,
}

/// How long to wait for another program that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Statements kept prepared; a table has about ten.
const STATEMENT_CACHE: usize = 256;
/// Page cache, in KiB (negative as SQLite wants it).
const CACHE_KIB: i32 = -32 * 1024;

/// An open project: everything that a [`Reader`] can, and writing.
pub struct Store {
    reader: Reader,
    access: Access,
    /// Held as long as the store may write.
    _lock: Option<WriteLock>,
    /// A new file under another name, until it is complete.
    unfinished: Option<PathBuf>,
    /// Which file it was when it was opened; `None` while it has no name of its own.
    standing: Option<FileId>,
    /// The header of the file, as long as nothing has changed; closed after the connection.
    unchanged: Option<Unchanged>,
}

impl Deref for Store {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

/// Opens the connection and gives it what the file's triggers need.
pub(super) fn connect(path: &Path, access: Access, create: bool) -> Result<Connection, StoreError> {
    let mut flags = match access {
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
    } | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    connection.pragma_update(None, "cache_size", CACHE_KIB)?;
    functions::register(&connection)?;
    Ok(connection)
}

/// Lets readers and the writer work side by side from here on: SQLite's write-ahead log.
/// Not sooner than something is to be written, for it changes the file's header, and a
/// project that was only looked at stays as it was to the byte.
pub(super) fn use_log(connection: &Connection) -> Result<(), StoreError> {
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    // A file under construction keeps its journal in memory.
    if mode == "delete" {
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    }
    Ok(())
}

/// Tells at a glance what cannot be a project, before the database is touched.
fn check_file(path: &Path) -> Result<(), StoreError> {
    let metadata = fs::metadata(path).map_err(|error| StoreError::io(path, error))?;
    if metadata.is_dir() {
        return Err(StoreError::IsDirectory(path.to_owned()));
    }
    if metadata.len() == 0 {
        return Err(StoreError::Empty(path.to_owned()));
    }
    let mut head = [0; 100];
    let mut file = File::open(path).map_err(|error| StoreError::io(path, error))?;
    let not_ours = || StoreError::NotAGeoPackage(path.to_owned());
    file.read_exact(&mut head).map_err(|_| not_ours())?;
    let application = &head[68..72];
    if !head.starts_with(b"SQLite format 3\0")
        || ![b"GPKG", b"GP10", b"GP11"].iter().any(|id| *id == application)
    {
        return Err(not_ours());
    }
    check_length(path, &head, metadata.len())
}

/// A file cut short, for instance by a copy that did not finish.
fn check_length(path: &Path, head: &[u8; 100], length: u64) -> Result<(), StoreError> {
    let word = |at: usize| {
        head.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes)
    };
    let page_size = match u64::from(u16::from_be_bytes([head[16], head[17]])) {
        1 => 65_536,
        size => size,
    };
    // The count holds only where the file was last written as these two say.
    let counted = word(24) == word(92);
    let crashed = with_suffix(path, "-wal").exists() || with_suffix(path, "-journal").exists();
    if counted && !crashed && length < page_size * u64::from(word(28)) {
        let detail = format!("{length} bytes of {}", page_size * u64::from(word(28)));
        return Err(StoreError::Corrupted { path: path.to_owned(), detail });
    }
    Ok(())
}

/// The schema version of a file of ours.
fn check_ours(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
    let project: bool = connection.query_row(
        "SELECT EXISTS(SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'project')",
        [],
        |row| row.get(0),
    )?;
    let foreign = || StoreError::ForeignGeoPackage(path.to_owned());
    let columns: i64 = connection.query_row(
        "SELECT COUNT(*) FROM pragma_table_info('project') WHERE name IN ('key', 'value')",
        [],
        |row| row.get(0),
    )?;
    if !project || columns != 2 || project_value(connection, "product")?.as_deref() != Some("shahrak") {
        return Err(foreign());
    }
    let version = project_value(connection, "schema_version")?.and_then(|text| text.parse().ok());
    let version: u32 = version.ok_or_else(foreign)?;
    if version > SCHEMA_VERSION {
        return Err(StoreError::NewerSchema { path: path.to_owned(), found: version, known: SCHEMA_VERSION });
    }
    Ok(version)
}

impl Store {
    /// Creates an empty project and opens it for writing.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], [`StoreError::NotFound`] where the folder
    /// is missing, [`StoreError::ReadOnly`], [`StoreError::DiskFull`].
    pub fn create(path: &Path) -> Result<Store, StoreError> {
        Store::build(path, |_| Ok::<(), StoreError>(()))?;
        Store::open(path, Access::Write)
    }

    /// Creates a project and fills it: the file appears under its name only
    /// when `fill` has succeeded, complete and closed. While it is filled it
    /// needs no journal on the disk, so this is also the fast way.
    ///
    /// # Errors
    /// As [`Store::create`], and whatever `fill` returns.
    pub fn build<T, E: From<StoreError>>(
        path: &Path,
        fill: impl FnOnce(&mut Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut store = Store::begin_build(path).map_err(|error| error.at(path))?;
        let value = fill(&mut store)?;
        store.end_build().map_err(|error| error.at(path))?;
        Ok(value)
    }

    fn begin_build(path: &Path) -> Result<Store, StoreError> {
        let store = Store::begin_file(path)?;
        // A crash leaves only the part file, which is worth nothing; so nothing is synced before the end.
        store.connection.pragma_update(None, "page_size", 4096)?;
        store.connection.query_row("PRAGMA journal_mode = MEMORY", [], |_| Ok(()))?;
        store.connection.pragma_update(None, "synchronous", "OFF")?;
        store.connection.execute_batch("BEGIN")?;
        schema::create(&store.connection)?;
        store.connection.execute_batch("COMMIT")?;
        Ok(store)
    }

    /// A new file without anything in it, under another name until [`Store::end_build`].
    pub(super) fn begin_file(path: &Path) -> Result<Store, StoreError> {
        if fs::symlink_metadata(path).is_ok() {
            return Err(if path.is_dir() {
                StoreError::IsDirectory(path.to_owned())
            } else {
                StoreError::AlreadyExists(path.to_owned())
            });
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            fs::metadata(folder).map_err(|error| StoreError::io(folder, error))?;
        }
        if belongs_to_database(path) {
            return Err(StoreError::AlreadyExists(path.to_owned()));
        }
        if let Some(leftover) = beside::leftover(path) {
            return Err(StoreError::Leftover { path: path.to_owned(), leftover });
        }
        let lock = WriteLock::take(path)?;
        part_file::sweep(path);
        let part = part_file::fresh(path);
        let connection = connect(&part, Access::Write, true)?;
        Ok(Store {
            reader: Reader::new(connection, path),
            access: Access::Write,
            _lock: Some(lock),
            unfinished: Some(part),
            standing: None,
            unchanged: None,
        })
    }

    pub(super) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.reader.connection
    }

    /// A store over a database that has no file of its own; `path` names what it is of.
    pub(super) fn nameless(connection: Connection, path: &Path) -> Store {
        let reader = Reader::new(connection, path);
        Store {
            reader,
            access: Access::Write,
            _lock: None,
            unfinished: None,
            standing: None,
            unchanged: None,
        }
    }

    pub(super) fn end_build(mut self) -> Result<(), StoreError> {
        let Some(part) = self.unfinished.clone() else { return Ok(()) };
        let path = self.reader.path().to_owned();
        self.reader.close()?;
        let file = File::open(&part).map_err(|error| StoreError::io(&path, error))?;
        file.sync_all().map_err(|error| StoreError::io(&path, error))?;
        if fs::symlink_metadata(&path).is_ok() {
            return Err(StoreError::AlreadyExists(path));
        }
        fs::rename(&part, &path).map_err(|error| StoreError::io(&path, error))?;
        self.unfinished = None;
        sync_folder(&path);
        Ok(())
    }

    /// Opens a project.
    ///
    /// For writing it takes the lock, upgrades an older file after keeping a
    /// copy beside it, and enters what other programs changed in the history.
    ///
    /// # Errors
    /// One of the errors of [`StoreError`] that name a file; the file is as it was.
    pub fn open(path: &Path, access: Access) -> Result<Store, StoreError> {
        Store::open_unnamed(path, access).map_err(|error| error.at(path))
    }

    /// Opens a project to look, also while another instance writes it.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_read(path: &Path) -> Result<Store, StoreError> {
        Store::open(path, Access::Read)
    }

    fn open_unnamed(path: &Path, access: Access) -> Result<Store, StoreError> {
        check_file(path)?;
        if access == Access::Read {
            let connection = connect(path, Access::Read, false)?;
            let version = check_ours(&connection, path)?;
            if version < SCHEMA_VERSION {
                // Only a writer may upgrade, and older tables cannot be read as they are.
                let path = path.to_owned();
                return Err(StoreError::OlderSchema { path, found: version, known: SCHEMA_VERSION });
            }
            return Ok(Store {
                reader: Reader::new(connection, path),
                access,
                _lock: None,
                unfinished: None,
                standing: FileId::of(path),
                unchanged: None,
            });
        }
        let writable = fs::OpenOptions::new().write(true).open(path);
        writable.map_err(|_| StoreError::ReadOnly(path.to_owned()))?;
        let lock = WriteLock::take(path)?;
        let header = Unchanged::open(path);
        let connection = connect(path, Access::Write, false)?;
        if connection.is_readonly("main")? {
            return Err(StoreError::ReadOnly(path.to_owned()));
        }
        let version = check_ours(&connection, path)?;
        if version < SCHEMA_VERSION {
            upgrade::run(&connection, path, version)?;
        }
        // Work is saved as it is done: a commit is on the disk before it is reported.
        connection.pragma_update(None, "synchronous", "FULL")?;
        outside::enter(&connection)?;
        let unchanged = header.and_then(|header| Unchanged::note(header, &connection));
        let reader = Reader::new(connection, path);
        let standing = FileId::of(path);
        Ok(Store { reader, access, _lock: Some(lock), unfinished: None, standing, unchanged })
    }

    /// The file under which a new project is being built, if it is.
    pub(super) fn unfinished(&self) -> Option<&Path> {
        self.unfinished.as_deref()
    }

    /// What it was opened for.
    pub fn access(&self) -> Access {
        self.access
    }

    /// A second connection that sees the project as it is at this moment,
    /// whatever is written meanwhile; for jobs. Give it back soon.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn reader(&self) -> Result<Reader, StoreError> {
        let path = self.reader.path();
        let open = || {
            if self.access == Access::Write {
                // So that the one who looks does not keep the writer waiting.
                use_log(&self.connection)?;
            }
            let connection = connect(self.unfinished.as_deref().unwrap_or(path), Access::Read, false)?;
            let reader = Reader::new(connection, path);
            reader.pin()?;
            Ok(reader)
        };
        open().map_err(|error: StoreError| error.at(path))
    }

    /// [`StoreError::ReadOnly`] unless opened for writing; what is written into a file that
    /// is no longer under its name would be lost, so that is an error too.
    pub(super) fn writable(&self) -> Result<&Connection, StoreError> {
        self.check_standing()?;
        match self.access {
            Access::Write => Ok(&self.reader.connection),
            Access::Read => Err(StoreError::ReadOnly(self.reader.path().to_owned())),
        }
    }

    /// Whether the file that was opened still lies under its name.
    ///
    /// # Errors
    /// [`StoreError::FileGone`] where nothing has that name any more,
    /// [`StoreError::FileReplaced`] where another file has it.
    pub fn check_standing(&self) -> Result<(), StoreError> {
        let Some(opened) = self.standing else { return Ok(()) };
        let path = self.reader.path();
        match FileId::of(path) {
            Some(now) if now == opened => Ok(()),
            Some(_) => Err(StoreError::FileReplaced(path.to_owned())),
            None => Err(StoreError::FileGone(path.to_owned())),
        }
    }

    /// Closes the project: afterwards it is one file.
    ///
    /// # Errors
    /// [`StoreError::LeftInLog`] where the last pages cannot be written; they stay
    /// in the file's `-wal` and are found again on opening.
    pub fn close(mut self) -> Result<(), StoreError> {
        let path = self.reader.path().to_owned();
        let tidied = self.tidy();
        self.reader.close().and(tidied).map_err(|error| {
            let cause = Box::new(error.at(&path));
            StoreError::LeftInLog { path, cause }
        })
    }

    /// Brings everything into the one file; harmless where another program
    /// still reads it, for then SQLite keeps the log until that one is done.
    fn tidy(&mut self) -> Result<(), StoreError> {
        if self.access == Access::Read || self.unfinished.is_some() {
            return Ok(());
        }
        let connection = &self.reader.connection;
        connection.flush_prepared_statement_cache();
        if self.check_standing().is_err() {
            // SQLite removes the log by its name, which may be that of another file's log now.
            use rusqlite::config::DbConfig;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            return Ok(());
        }
        let is_log_empty = unchanged::is_log_empty(connection);
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        match connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())) {
            Ok(()) => {
                if let Some(unchanged) = self.unchanged.as_mut().filter(|_| is_log_empty) {
                    unchanged.restore(&self.reader.connection);
                }
                Ok(())
            }
            Err(error) => match StoreError::from(error) {
                StoreError::Busy(_) => Ok(()),
                other => Err(other),
            },
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Errors have nobody to go to here; `close` reports them.
        let _ = self.tidy();
        if let Some(part) = self.unfinished.take() {
            let _ = self.reader.close();
            let _ = fs::remove_file(part);
        }
    }
}

/// Makes the new name last; not every system can, and the data is safe anyway.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
