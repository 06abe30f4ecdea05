//! Why a source could not be read to its end. A bad feature is no error: it is
//! rejected (see [`super::item::Rejected`]) and the rest goes on.

use super::position::TextPlace;
use crate::base::{Problem, ToProblem};
use std::path::PathBuf;

/// What kept a source from being read as GeoJSON.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ReadErrorKind {
    /// The system could not open or read it.
    #[error("cannot read: {0}")]
    Io(String),
    /// There is no such file.
    #[error("no such file")]
    Missing,
    /// We are not allowed to read it.
    #[error("no permission to read")]
    NoPermission,
    /// It is a folder.
    #[error("is a folder")]
    Directory,
    /// Nothing is in it (or blanks only).
    #[error("empty")]
    Empty,
    /// A pointer that stands for a file kept elsewhere (Git LFS).
    #[error("a Git LFS pointer instead of the data")]
    Pointer,
    /// A web page, usually an error page saved under the name of the data.
    #[error("a web page instead of the data")]
    WebPage,
    /// Another known format (named).
    #[error("a {0} file, not GeoJSON")]
    OtherFormat(&'static str),
    /// Text in another encoding than UTF-8, which its first bytes name.
    #[error("text is not UTF-8 ({0})")]
    Encoding(&'static str),
    /// A byte that no UTF-8 text has at that place.
    #[error("byte 0x{0:02X} is not UTF-8")]
    NotUtf8(u8),
    /// The text ends in the middle of a value.
    #[error("the text ends in the middle of a value")]
    CutOff,
    /// The text is not JSON.
    #[error("not JSON: {0}")]
    Syntax(String),
    /// JSON, but not GeoJSON; the word says why (`no_type`, `unknown_type`,
    /// `no_features`, `features_not_array`, `not_an_object`, `duplicate_member`).
    #[error("JSON, but not GeoJSON ({0})")]
    NotGeoJson(&'static str),
    /// One value is larger than what we are willing to hold in memory.
    #[error("one value is larger than {0} bytes")]
    TooLarge(usize),
    /// The `crs` member names a system we cannot use.
    #[error("coordinate system cannot be used: {name} ({cause})")]
    UnknownCrs {
        /// The system as the file names it.
        name: String,
        /// What PROJ says of it, if it was asked.
        cause: String,
    },
    /// The system that a person asked for is none that can be used.
    #[error("no such coordinate system: {name} ({cause})")]
    UnknownCrsGiven {
        /// The system as it was given.
        name: String,
        /// What PROJ says of it, if it was asked.
        cause: String,
    },
    /// A `crs` member came after features that were already read.
    #[error("the crs member {0} came after the features")]
    LateCrs(String),
    /// Metres without a named system; the candidates say where each would land.
    #[error("projected coordinates without a named system")]
    Projected(Vec<CrsCandidate>),
    /// `--map` names a column that the layer does not have.
    #[error("layer {layer} has no column {column}")]
    UnknownColumn {
        /// The layer's name.
        layer: &'static str,
        /// The column asked for.
        column: String,
    },
}

/// A system the metres of a file may be in, and where its first point would land.
#[derive(Debug, Clone, PartialEq)]
pub struct CrsCandidate {
    /// Code as `--crs` takes it, for example `EPSG:32639`.
    pub code: String,
    /// Name for people.
    pub name: String,
    /// Longitude of the sample's middle, degrees.
    pub lon: f64,
    /// Latitude of the sample's middle, degrees.
    pub lat: f64,
}

/// Why a source could not be read, where, and what was sound before that place.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{kind}")]
pub struct ReadError {
    /// What happened.
    pub kind: ReadErrorKind,
    /// The file, if it is one.
    pub file: Option<PathBuf>,
    /// Line and column, where the kind has a place.
    pub place: Option<TextPlace>,
    /// Features before that place that could be read; `salvage` takes these.
    pub sound_features: u64,
    /// Whether these were taken.
    pub is_salvaged: bool,
}

impl ReadError {
    /// An error without a place.
    pub fn new(kind: ReadErrorKind) -> ReadError {
        ReadError { kind, file: None, place: None, sound_features: 0, is_salvaged: false }
    }

    /// Says where in the text it happened.
    pub fn at(mut self, place: TextPlace) -> ReadError {
        self.place = Some(place);
        self
    }

    /// An error of the system, sorted by what a person can do about it.
    pub fn io(error: &std::io::Error) -> ReadError {
        use std::io::ErrorKind;
        ReadError::new(match error.kind() {
            ErrorKind::NotFound => ReadErrorKind::Missing,
            ErrorKind::PermissionDenied => ReadErrorKind::NoPermission,
            ErrorKind::IsADirectory => ReadErrorKind::Directory,
            _ => ReadErrorKind::Io(error.to_string()),
        })
    }
}

impl ToProblem for ReadError {
    fn to_problem(&self) -> Problem {
        let mut problem = match &self.kind {
            ReadErrorKind::Io(cause) => Problem::new("exchange-cannot-read").because(cause),
            ReadErrorKind::Missing => Problem::new("exchange-missing"),
            ReadErrorKind::NoPermission => Problem::new("exchange-no-permission"),
            ReadErrorKind::Directory => Problem::new("exchange-directory"),
            ReadErrorKind::Empty => Problem::new("exchange-empty"),
            ReadErrorKind::Pointer => Problem::new("exchange-pointer"),
            ReadErrorKind::WebPage => Problem::new("exchange-web-page"),
            ReadErrorKind::OtherFormat(format) => {
                Problem::new("exchange-other-format").with("format", *format)
            }
            ReadErrorKind::Encoding(encoding) => {
                Problem::new("exchange-encoding").with("encoding", *encoding)
            }
            ReadErrorKind::NotUtf8(byte) => {
                Problem::new("exchange-not-utf8").with("byte", format!("0x{byte:02X}"))
            }
            ReadErrorKind::CutOff => Problem::new("exchange-cut-off"),
            ReadErrorKind::Syntax(cause) => Problem::new("exchange-not-json").because(cause),
            ReadErrorKind::NotGeoJson(why @ "duplicate_member") => {
                Problem::new("exchange-duplicate-member").because(why)
            }
            ReadErrorKind::NotGeoJson(why) => Problem::new("exchange-not-geojson").because(why),
            ReadErrorKind::TooLarge(bytes) => {
                Problem::new("exchange-too-large").with("mebibytes", *bytes >> 20)
            }
            ReadErrorKind::UnknownCrs { name, cause } => {
                Problem::new("exchange-unknown-crs").with("crs", name.as_str()).because(cause)
            }
            ReadErrorKind::UnknownCrsGiven { name, cause } => {
                // It is about the word that was given; no file has anything to do with it.
                let known = super::crs::offered();
                let problem = Problem::new("exchange-unknown-crs-given").with("crs", name.as_str());
                return problem.with("known", known).because(cause);
            }
            ReadErrorKind::LateCrs(crs) => Problem::new("exchange-late-crs").with("crs", crs.as_str()),
            ReadErrorKind::Projected(candidates) => projected(candidates),
            ReadErrorKind::UnknownColumn { layer, column } => {
                Problem::new("exchange-unknown-column").with("layer", *layer).with("name", column.as_str())
            }
        };
        let file = self.file.as_ref().map_or("-".to_owned(), |file| file.display().to_string());
        // What was salvaged already needs no advice to salvage it.
        let to_salvage = if self.is_salvaged { 0 } else { self.sound_features };
        problem = problem.with("sound", self.sound_features).with("salvage", to_salvage).with("file", file);
        problem.place.file = self.file.clone();
        let place = self.place.unwrap_or(TextPlace::START);
        problem = problem.with("line", place.line).with("column", place.column);
        if self.place.is_some() {
            problem.place.line = Some(place.line);
            problem.place.column = Some(place.column);
        }
        problem
    }
}

fn projected(candidates: &[CrsCandidate]) -> Problem {
    let list: Vec<String> = candidates
        .iter()
        .map(|one| format!("{} ({}: {:.4}, {:.4})", one.code, one.name, one.lon, one.lat))
        .collect();
    if list.is_empty() {
        return Problem::new("exchange-projected-nowhere");
    }
    Problem::new("exchange-projected").with("candidates", list)
}

/// How reading ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum Stopped<E> {
    /// The source cannot be read on.
    #[error(transparent)]
    Source(#[from] ReadError),
    /// Whoever takes the features failed.
    #[error("the features could not be taken")]
    Sink(E),
    /// A person cancelled it.
    #[error("cancelled")]
    Cancelled,
}
