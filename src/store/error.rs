//! What can go wrong with a project file, and how it is told.

use crate::base::{Arg, Problem, ToProblem};
use crate::model::civil_day;
use crate::model::preset::PresetError;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Who holds a project for writing.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Holder {
    /// Name of the person's account.
    pub user: String,
    /// Name of the machine.
    pub host: String,
    /// Number of the process on that machine.
    pub pid: u32,
    /// Since when (UTC, ISO).
    pub since: String,
}

/// Why the store could not do what was asked; the project is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("{0}: no such file")]
    NotFound(PathBuf),
    /// A file of that name is already there.
    #[error("{0}: exists already")]
    AlreadyExists(PathBuf),
    /// The path names a folder.
    #[error("{0}: is a folder")]
    IsDirectory(PathBuf),
    /// The system does not let us read the file.
    #[error("{0}: no permission")]
    NoPermission(PathBuf),
    /// The file, its folder or this way of opening it allows no writing.
    #[error("{0}: read-only")]
    ReadOnly(PathBuf),
    /// The file has no bytes.
    #[error("{0}: empty file")]
    Empty(PathBuf),
    /// The file is no GeoPackage.
    #[error("{0}: not a GeoPackage")]
    NotAGeoPackage(PathBuf),
    /// A GeoPackage, but no project of ours.
    #[error("{0}: GeoPackage of another program")]
    ForeignGeoPackage(PathBuf),
    /// The database is damaged.
    #[error("{path}: damaged: {detail}")]
    Corrupted {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// There is no room left for the change.
    #[error("{0}: disk full")]
    DiskFull(PathBuf),
    /// Everything is saved, but the log beside the file could not be brought into it.
    #[error("{path}: saved, but still in its -wal file: {cause}")]
    LeftInLog {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: Box<StoreError>,
    },
    /// The file may not grow any further (a limit of the account or the file system).
    #[error("{0}: file too large")]
    FileTooLarge(PathBuf),
    /// The system failed to write; what stands in its way is looked up by [`StoreError::at`].
    #[error("{path}: not written: {detail}")]
    NotWritten {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// The open file is no longer under its name: it was moved or deleted.
    #[error("{0}: moved or deleted while it was open")]
    FileGone(PathBuf),
    /// Another file has taken the name of the open one.
    #[error("{0}: replaced by another file while it was open")]
    FileReplaced(PathBuf),
    /// Somebody else has the project open for writing.
    #[error("{path}: in use by {holder:?}")]
    InUse {
        /// The file.
        path: PathBuf,
        /// Who has it.
        holder: Holder,
    },
    /// A file that is not ours has the name of the project's lock.
    #[error("{path}: {sidecar} is not its lock")]
    ForeignLock {
        /// The project.
        path: PathBuf,
        /// The file in the way.
        sidecar: PathBuf,
    },
    /// A log or journal lies beside the place of a new project, which SQLite would read into it.
    #[error("{path}: {leftover} lies beside it")]
    Leftover {
        /// The new project.
        path: PathBuf,
        /// The file in the way.
        leftover: PathBuf,
    },
    /// Another program is writing the file at this moment.
    #[error("{0}: busy")]
    Busy(PathBuf),
    /// The file was written by a newer version of the product.
    #[error("{path}: schema {found}, known up to {known}")]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Schema version of the file.
        found: u32,
        /// Newest version that this program knows.
        known: u32,
    },
    /// The file is of an older version, and who only looks may not upgrade it.
    #[error("{path}: schema {found}, older than {known}")]
    OlderSchema {
        /// The file.
        path: PathBuf,
        /// Schema version of the file.
        found: u32,
        /// The version that this program writes.
        known: u32,
    },
    /// The rules by which features are known again cannot be read.
    #[error(transparent)]
    Preset(#[from] PresetError),
    /// Nothing is left to undo.
    #[error("nothing to undo")]
    NothingToUndo,
    /// Nothing is left to redo.
    #[error("nothing to redo")]
    NothingToRedo,
    /// A row was changed by another program since, so undo or redo would lose that change.
    #[error("{table} {uuid}: changed since by another program")]
    ChangedSince {
        /// Table of the row.
        table: &'static str,
        /// UUID of the row.
        uuid: String,
        /// Code of the row, or empty.
        code: String,
    },
    /// The row does not exist.
    #[error("{table}: no row {uuid}")]
    NoSuchRow {
        /// Table that was searched.
        table: &'static str,
        /// UUID that was looked for.
        uuid: Uuid,
    },
    /// The table has no such column, or the number of values is wrong.
    #[error("{table}: no column {column}")]
    NoSuchColumn {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
    },
    /// The code is taken within its scope.
    #[error("{table}: code {code} is taken")]
    CodeTaken {
        /// The table.
        table: &'static str,
        /// The code.
        code: String,
    },
    /// The table does not take that kind of geometry.
    #[error("{table}: takes no {kind}")]
    GeometryKind {
        /// The table.
        table: &'static str,
        /// GeoJSON name of the geometry's type.
        kind: &'static str,
    },
    /// A geometry and its heights differ in length.
    #[error("heights do not match the coordinates")]
    Heights,
    /// The geometry of a row cannot be read.
    #[error("{table}:{fid}: {cause}")]
    UnreadableGeometry {
        /// Table of the row.
        table: &'static str,
        /// Number of the row.
        fid: i64,
        /// What is wrong with its bytes.
        cause: super::blob_read::BlobError,
    },
    /// A geometry on its way into the file cannot be read back.
    #[error("geometry: {0}")]
    Blob(#[from] super::blob_read::BlobError),
    /// The work was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// A history entry cannot be read back.
    #[error("history: {0}")]
    History(String),
    /// The file system failed.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The database failed in a way not named above.
    #[error("database: {0}")]
    Sql(rusqlite::Error),
}

impl From<crate::base::Cancelled> for StoreError {
    fn from(_: crate::base::Cancelled) -> Self {
        StoreError::Cancelled
    }
}

/// The path is filled in by [`StoreError::at`] where the store is left.
impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let nowhere = PathBuf::new();
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => StoreError::DiskFull(nowhere),
            Some(Code::SystemIoFailure) if is_write_failure(&error) => {
                StoreError::NotWritten { path: nowhere, detail: error.to_string() }
            }
            Some(Code::ReadOnly) => StoreError::ReadOnly(nowhere),
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => StoreError::Busy(nowhere),
            Some(Code::DatabaseCorrupt) => StoreError::Corrupted { path: nowhere, detail: error.to_string() },
            Some(Code::NotADatabase) => StoreError::NotAGeoPackage(nowhere),
            Some(Code::CannotOpen | Code::PermissionDenied) => StoreError::NoPermission(nowhere),
            Some(Code::OperationInterrupted) => StoreError::Cancelled,
            _ => StoreError::Sql(error),
        }
    }
}

fn is_write_failure(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    let writes = [
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_IOERR_TRUNCATE,
        ffi::SQLITE_IOERR_FSYNC,
        ffi::SQLITE_IOERR_SHMSIZE,
        ffi::SQLITE_IOERR_SHMMAP,
    ];
    error.sqlite_error().is_some_and(|error| writes.contains(&error.extended_code))
}

impl StoreError {
    /// Whether the file's database is damaged, in whatever way that showed.
    pub fn is_damage(&self) -> bool {
        matches!(
            self,
            StoreError::Corrupted { .. } | StoreError::UnreadableGeometry { .. } | StoreError::Sql(_)
        )
    }

    /// Names the file where the error does not name one yet.
    pub(super) fn at(mut self, file: &Path) -> Self {
        if let StoreError::NotWritten { path, .. } = &self
            && path.as_os_str().is_empty()
        {
            // SQLite does not hand on what the system said.
            return match super::room::shortage(file) {
                Some(super::room::Shortage::Disk) => StoreError::DiskFull(file.to_owned()),
                Some(super::room::Shortage::FileSize) => StoreError::FileTooLarge(file.to_owned()),
                None => match self {
                    StoreError::NotWritten { detail, .. } => {
                        StoreError::NotWritten { path: file.to_owned(), detail }
                    }
                    other => other,
                },
            };
        }
        match &mut self {
            StoreError::DiskFull(path)
            | StoreError::ReadOnly(path)
            | StoreError::Busy(path)
            | StoreError::NotAGeoPackage(path)
            | StoreError::NoPermission(path)
            | StoreError::Corrupted { path, .. }
                if path.as_os_str().is_empty() =>
            {
                *path = file.to_owned();
            }
            _ => {}
        }
        self
    }

    /// A failure of the file system on `path`.
    pub(super) fn io(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let path = path.to_owned();
        match source.kind() {
            Kind::NotFound => StoreError::NotFound(path),
            Kind::AlreadyExists => StoreError::AlreadyExists(path),
            Kind::IsADirectory => StoreError::IsDirectory(path),
            Kind::PermissionDenied => StoreError::NoPermission(path),
            Kind::ReadOnlyFilesystem => StoreError::ReadOnly(path),
            Kind::StorageFull | Kind::QuotaExceeded => StoreError::DiskFull(path),
            Kind::FileTooLarge => StoreError::FileTooLarge(path),
            _ => StoreError::Io { path, source },
        }
    }
}

/// A recorded instant as it was in Iran.
fn moment(recorded_at: &str) -> Arg {
    match civil_day::moment_of(recorded_at) {
        Some((day, time)) => Arg::Moment(day, time),
        None => Arg::from(recorded_at),
    }
}

fn told(id: &'static str, file: &Path) -> Problem {
    Problem::new(id).with("file", file.display().to_string()).in_file(file)
}

impl ToProblem for StoreError {
    fn to_problem(&self) -> Problem {
        match self {
            StoreError::NotFound(path) => told("store-not-found", path),
            StoreError::AlreadyExists(path) => told("store-already-exists", path),
            StoreError::IsDirectory(path) => told("store-is-directory", path),
            StoreError::NoPermission(path) => told("store-no-permission", path),
            StoreError::ReadOnly(path) => told("store-read-only", path),
            StoreError::Empty(path) => told("store-empty", path),
            StoreError::NotAGeoPackage(path) => told("store-not-a-geopackage", path),
            StoreError::ForeignGeoPackage(path) => told("store-foreign-geopackage", path),
            StoreError::Corrupted { path, detail } => told("store-corrupted", path).because(detail),
            StoreError::DiskFull(path) => told("store-disk-full", path),
            StoreError::LeftInLog { path, cause } => told("store-left-in-log", path).because(cause),
            StoreError::FileTooLarge(path) => told("store-file-too-large", path),
            StoreError::NotWritten { path, detail } => told("store-not-written", path).because(detail),
            StoreError::FileGone(path) => told("store-file-gone", path),
            StoreError::FileReplaced(path) => told("store-file-replaced", path),
            StoreError::InUse { path, holder } => told("store-in-use", path)
                .with("user", holder.user.as_str())
                .with("host", holder.host.as_str())
                .with("pid", holder.pid.to_string())
                .with("since", moment(&holder.since)),
            StoreError::ForeignLock { path, sidecar } => {
                told("store-foreign-lock", path).with("lock", sidecar.display().to_string())
            }
            StoreError::Leftover { path, leftover } => {
                told("store-leftover", path).with("leftover", leftover.display().to_string())
            }
            StoreError::Busy(path) => told("store-busy", path),
            StoreError::NewerSchema { path, found, known } => told("store-newer-schema", path)
                .with("found", u64::from(*found))
                .with("known", u64::from(*known)),
            StoreError::OlderSchema { path, found, known } => told("store-older-schema", path)
                .with("found", u64::from(*found))
                .with("known", u64::from(*known)),
            StoreError::Preset(error) => error.to_problem(),
            StoreError::NothingToUndo => Problem::new("store-nothing-to-undo"),
            StoreError::NothingToRedo => Problem::new("store-nothing-to-redo"),
            StoreError::ChangedSince { table, uuid, code } => {
                let name = if code.is_empty() { uuid } else { code };
                placed(Problem::new("store-changed-since").with("name", name.as_str()), table, name)
            }
            StoreError::NoSuchRow { table, uuid } => placed(
                Problem::new("store-no-such-row").with("uuid", uuid.to_string()),
                table,
                &uuid.to_string(),
            ),
            StoreError::NoSuchColumn { table, column } => {
                placed(Problem::new("store-no-such-column").with("column", column.as_str()), table, "")
            }
            StoreError::CodeTaken { table, code } => {
                placed(Problem::new("store-code-taken").with("code", code.as_str()), table, code)
            }
            StoreError::GeometryKind { table, kind } => {
                placed(Problem::new("store-geometry-kind").with("kind", *kind), table, "")
            }
            StoreError::Heights => Problem::new("store-heights"),
            StoreError::UnreadableGeometry { table, fid, cause } => {
                let row = Problem::new("store-geometry-unreadable").with("fid", fid.to_string());
                placed(row, table, "").because(cause)
            }
            StoreError::Blob(error) => Problem::new("store-geometry-not-kept").because(error),
            StoreError::Cancelled => Problem::new("store-cancelled"),
            StoreError::History(detail) => Problem::new("store-history-unreadable").because(detail),
            StoreError::Io { path, source } => told("store-io", path).because(source),
            StoreError::Sql(error) => Problem::new("store-database").because(error),
        }
    }
}

/// Adds the layer's table and the code to where it happened.
fn placed(mut problem: Problem, table: &str, code: &str) -> Problem {
    problem.place.layer = Some(table.to_owned());
    if !code.is_empty() {
        problem.place.code = Some(code.to_owned());
    }
    problem.with("layer", table)
}
