//! Where the bytes come from, and a first look at what they are.

use super::error::{ReadError, ReadErrorKind};
use super::members::members;
use crate::base::Progress;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Chain, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

const HEAD_BYTES: u64 = 4096;
const TAIL_BYTES: u64 = 64 * 1024;

/// An open source.
pub struct Source {
    input: Box<dyn Read>,
    /// Its name for messages and for guessing; empty for a stream without one.
    pub name: String,
    /// Its path, if it is a file.
    pub path: Option<PathBuf>,
    /// A `crs` member that stands behind the features, as JSON text.
    pub late_crs: Option<String>,
}

impl Source {
    /// Opens a file; `-` is standard input. Of a file, the end is looked at first:
    /// a `crs` member may stand behind the features. Of a stream it cannot be
    /// known in time, and reading stops with [`ReadErrorKind::LateCrs`].
    ///
    /// # Errors
    /// What the system says, by kind.
    pub fn open(path: &Path, progress: &Progress) -> Result<Source, ReadError> {
        if path.as_os_str() == "-" {
            return Ok(Source::stream(std::io::stdin(), "-"));
        }
        Source::open_file(path, progress).map_err(|mut error| {
            error.file = Some(path.to_owned());
            error
        })
    }

    fn open_file(path: &Path, progress: &Progress) -> Result<Source, ReadError> {
        let io = |error: std::io::Error| ReadError::io(&error);
        let mut file = File::open(path).map_err(io)?;
        let about = file.metadata().map_err(io)?;
        if about.is_dir() {
            return Err(ReadError::new(ReadErrorKind::Directory));
        }
        let mut late_crs = None;
        if about.is_file() {
            progress.set_total(about.len());
            let start = about.len().saturating_sub(TAIL_BYTES);
            file.seek(SeekFrom::Start(start)).map_err(io)?;
            let mut tail = Vec::new();
            (&mut file).take(TAIL_BYTES).read_to_end(&mut tail).map_err(io)?;
            late_crs = crs_at_the_end(&tail);
            file.seek(SeekFrom::Start(0)).map_err(io)?;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Source { input: Box::new(file), name, path: Some(path.to_owned()), late_crs })
    }

    /// Any stream of bytes.
    pub fn stream(input: impl Read + 'static, name: &str) -> Source {
        Source { input: Box::new(input), name: name.to_owned(), path: None, late_crs: None }
    }
}

/// The `crs` member if it is the last or among the last members of the root. What
/// follows it up to the end of the file closes exactly one object then, so that
/// the rest is an object by itself; a `crs` deeper in the file fails that test.
fn crs_at_the_end(tail: &[u8]) -> Option<String> {
    let mut starts: Vec<usize> = memchr::memmem::find_iter(tail, b"\"crs\"").collect();
    // Only the last few can be members of the root.
    starts.reverse();
    starts.into_iter().take(4).find_map(|start| {
        let rest = std::str::from_utf8(tail.get(start..)?).ok()?;
        let object = format!("{{{}", rest.trim_end());
        let found = members(&object).ok()?;
        found.iter().find(|(name, _)| name == "crs").map(|(_, raw)| raw.get().to_owned())
    })
}

/// A source whose first bytes were looked at: a byte order mark is gone, the
/// rest is counted and hashed as it goes by.
pub struct Counted {
    input: Chain<Cursor<Vec<u8>>, Box<dyn Read>>,
    hash: Sha256,
    progress: Progress,
}

impl Counted {
    /// SHA-256 of all bytes that went by, as hex.
    pub fn hash(self) -> String {
        self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(into)?;
        self.hash.update(into.get(..count).unwrap_or_default());
        self.progress.advance(count as u64);
        Ok(count)
    }
}

/// Looks at the first bytes of `source` and refuses what is no text in UTF-8.
///
/// # Errors
/// What the bytes are instead, where that can be told.
pub fn begin(source: Source, progress: &Progress) -> Result<Counted, ReadError> {
    let mut input = source.input;
    let mut head = Vec::new();
    (&mut input).take(HEAD_BYTES).read_to_end(&mut head).map_err(|error| ReadError::io(&error))?;
    if let Some(kind) = other_than_json(&head) {
        return Err(ReadError::new(kind));
    }
    let mut hash = Sha256::new();
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    if head.starts_with(MARK) {
        hash.update(MARK);
        head.drain(..MARK.len());
    }
    Ok(Counted { input: Cursor::new(head).chain(input), hash, progress: progress.clone() })
}

fn other_than_json(head: &[u8]) -> Option<ReadErrorKind> {
    const SIGNATURES: &[(&[u8], ReadErrorKind)] = &[
        (b"\xFF\xFE", ReadErrorKind::Encoding("UTF-16")),
        (b"\xFE\xFF", ReadErrorKind::Encoding("UTF-16")),
        (b"{\0", ReadErrorKind::Encoding("UTF-16")),
        (b"\0{", ReadErrorKind::Encoding("UTF-16")),
        (b"\0\0\x27\x0A", ReadErrorKind::OtherFormat("Shapefile")),
        (b"\0\0", ReadErrorKind::Encoding("UTF-32")),
        (b"version https://git-lfs", ReadErrorKind::Pointer),
        (b"PK\x03\x04", ReadErrorKind::OtherFormat("ZIP")),
        (b"\x1F\x8B", ReadErrorKind::OtherFormat("gzip")),
        (b"SQLite format 3\0", ReadErrorKind::OtherFormat("GeoPackage")),
        (b"%PDF", ReadErrorKind::OtherFormat("PDF")),
    ];
    if let Some((_, kind)) = SIGNATURES.iter().find(|(bytes, _)| head.starts_with(bytes)) {
        return Some(kind.clone());
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches(['\u{FEFF}', '\u{1E}', ' ', '\t', '\r', '\n']);
    if text.is_empty() && (head.len() as u64) < HEAD_BYTES {
        return Some(ReadErrorKind::Empty);
    }
    if !text.starts_with('<') {
        return None;
    }
    let text = text.to_ascii_lowercase();
    Some(if text.contains("<kml") {
        ReadErrorKind::OtherFormat("KML")
    } else if text.contains("<gml") || text.contains(":featurecollection") {
        ReadErrorKind::OtherFormat("GML")
    } else if text.contains("<osm") {
        ReadErrorKind::OtherFormat("OSM XML")
    } else if text.contains("<gpx") {
        ReadErrorKind::OtherFormat("GPX")
    } else {
        ReadErrorKind::WebPage
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crs_behind_the_features_is_found_and_a_deeper_one_is_not() {
        let crs = r#"{"type":"name","properties":{"name":"EPSG:32639"}}"#;
        let behind = format!("{{\"features\":[{{}}],\"crs\":{crs},\"name\":\"x\"}}\n");
        assert_eq!(crs_at_the_end(behind.as_bytes()).as_deref(), Some(crs));
        let inside = format!("{{\"features\":[{{\"crs\":{crs}}}]}}");
        assert_eq!(crs_at_the_end(inside.as_bytes()), None);
    }

    #[test]
    fn what_is_no_json_is_named() {
        let kind = |bytes: &[u8]| other_than_json(bytes);
        assert_eq!(kind(b""), Some(ReadErrorKind::Empty));
        assert_eq!(kind(b" \n"), Some(ReadErrorKind::Empty));
        assert_eq!(kind(b"\xEF\xBB\xBF"), Some(ReadErrorKind::Empty));
        assert_eq!(kind(b"\xFF\xFE{\0"), Some(ReadErrorKind::Encoding("UTF-16")));
        assert_eq!(kind(b"<!doctype html><html>"), Some(ReadErrorKind::WebPage));
        assert_eq!(kind(b"<?xml version='1.0'?><kml>"), Some(ReadErrorKind::OtherFormat("KML")));
        assert_eq!(kind(b"\0\0\x27\x0A"), Some(ReadErrorKind::OtherFormat("Shapefile")));
        assert_eq!(kind(b"{\"type\":1}"), None);
        assert_eq!(kind(b"null"), None);
    }
}
