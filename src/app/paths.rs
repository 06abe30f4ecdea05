//! Paths that people are asked for: the system's own dialog where one answers,
//! and completion for our own field where none does.

use std::io::Read;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::time::{Duration, Instant};

/// What a path is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A project to open.
    Open,
    /// The place of a new project.
    Create,
    /// The place of a copy of the open project, to go on with.
    KeepElsewhere,
    /// A file to import.
    Import,
}

impl Purpose {
    /// Endings of file names that fit, without the dot.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Purpose::Open | Purpose::Create | Purpose::KeepElsewhere => &["gpkg"],
            Purpose::Import => &["geojson", "json", "geojsonl", "ndjson"],
        }
    }

    /// Whether a file is made there that was not there before.
    pub fn is_new(self) -> bool {
        matches!(self, Purpose::Create | Purpose::KeepElsewhere)
    }

    /// Whether a file may be chosen for it, by its ending.
    fn takes(self, path: &Path) -> bool {
        // A new project never replaces a file.
        !self.is_new() && self.endings().iter().any(|known| ends_in(path, known))
    }
}

/// What came of asking by the system's dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    /// This path.
    Path(PathBuf),
    /// The person closed the dialog.
    Cancelled,
    /// The system showed no dialog; our own field has to ask.
    NoDialog,
}

/// Nobody closes a dialog sooner than this after asking for it; an answer
/// without a path that comes sooner means that no dialog was shown.
const SOONEST_CANCEL: Duration = Duration::from_millis(400);

/// Asks by the system's own dialog and waits for the answer: for a job, never
/// for the thread that draws. `title` and `kind` (the name of the file type) are
/// shown by that dialog, which begins with the path `proposed`.
///
/// `rfd` gives the same answer for "cancelled" and "there is no dialog". The two
/// are told apart before (is there anything that could show one?) and after (did
/// the answer come sooner than a hand could?).
pub fn pick(purpose: Purpose, title: &str, kind: &str, proposed: Option<&Path>) -> Picked {
    if !can_show_dialog() {
        return Picked::NoDialog;
    }
    let asked = Instant::now();
    let mut dialog = rfd::FileDialog::new().set_title(title).add_filter(kind, purpose.endings());
    if let Some(folder) = proposed.and_then(Path::parent) {
        dialog = dialog.set_directory(folder);
    }
    if let Some(name) = proposed.and_then(Path::file_name) {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    let answer = if purpose.is_new() { dialog.save_file() } else { dialog.pick_file() };
    match answer {
        Some(path) if !path.as_os_str().is_empty() => Picked::Path(path),
        _ if asked.elapsed() < SOONEST_CANCEL => Picked::NoDialog,
        _ => Picked::Cancelled,
    }
}

/// Whether a desktop portal or the dialog program `zenity` is installed here.
fn can_show_dialog() -> bool {
    if !cfg!(all(unix, not(target_os = "macos"))) {
        return true;
    }
    let folders = |name: &str, default: &str| -> Vec<PathBuf> {
        let value = std::env::var_os(name).filter(|value| !value.is_empty());
        std::env::split_paths(&value.unwrap_or_else(|| default.into())).collect()
    };
    let has_zenity = folders("PATH", "").iter().any(|folder| folder.join("zenity").is_file());
    let has_bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        || std::env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| Path::new(&folder).join("bus").exists());
    let service = "dbus-1/services/org.freedesktop.portal.Desktop.service";
    let has_portal = has_bus
        && folders("XDG_DATA_DIRS", "/usr/local/share:/usr/share")
            .iter()
            .any(|folder| folder.join(service).is_file());
    has_zenity || has_portal
}

/// Most completions that are offered.
const OFFERED: usize = 8;
/// Most files of a folder that are looked into for what they hold.
const LOOKED_INTO: usize = 200;
/// So much of a file is looked at, bytes.
const BEGINNING: u64 = 64 * 1024;

fn ends_in(path: &Path, known: &str) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(known))
}

/// Whether a file looks like GeoJSON from its beginning.
fn holds_geojson(path: &Path) -> bool {
    let mut beginning = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut beginning));
    let holds = |word: &str| beginning.windows(word.len()).any(|part| part == word.as_bytes());
    read.is_ok() && ["\"Feature", "\"coordinates\"", "\"geometries\""].into_iter().any(holds)
}

/// A file or folder that continues what is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its path.
    pub path: PathBuf,
    /// A folder: more can be typed after it.
    pub is_folder: bool,
}

impl Offer {
    /// As it stands in the field; a folder ends in a separator.
    pub fn text(&self) -> String {
        let mut text = self.path.display().to_string();
        if self.is_folder {
            text.push(MAIN_SEPARATOR);
        }
        text
    }
}

/// Files and folders that continue `typed`, folders first. Reads the folder: for
/// a job. A folder that cannot be read has nothing to offer.
pub fn completions(purpose: Purpose, typed: &str) -> Vec<Offer> {
    let path = Path::new(typed);
    let (folder, start) = if typed.ends_with(MAIN_SEPARATOR) {
        (path.to_owned(), String::new())
    } else {
        let start = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (path.parent().map(Path::to_owned).unwrap_or_default(), start)
    };
    let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let mut found: Vec<Offer> = entries
        .filter_map(Result::ok)
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.starts_with(&start) && !name.starts_with('.')
        })
        .map(|entry| Offer { is_folder: entry.path().is_dir(), path: entry.path() })
        .collect();
    found.sort_by(|one, other| other.is_folder.cmp(&one.is_folder).then_with(|| one.path.cmp(&other.path)));
    let mut looked_into = 0;
    let mut fits = |offer: &Offer| {
        if offer.is_folder || !purpose.takes(&offer.path) {
            return offer.is_folder;
        }
        // Any program's settings have this ending.
        if !ends_in(&offer.path, "json") {
            return true;
        }
        looked_into += 1;
        looked_into <= LOOKED_INTO && holds_geojson(&offer.path)
    };
    found.into_iter().filter(|offer| fits(offer)).take(OFFERED).collect()
}

/// When a file was last written (UTC, ISO); `None` where it is not to be found.
pub fn changed_at(path: &Path) -> Option<String> {
    let time = std::fs::metadata(path).ok()?.modified().ok()?;
    Some(jiff::Timestamp::try_from(time).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completions_are_what_fits_the_purpose_folders_first() {
        let folder = tempfile::tempdir().expect("folder");
        for name in ["b.gpkg", "a.geojson", ".hidden.gpkg", "c.txt", "B.GPKG", "settings.json"] {
            std::fs::write(folder.path().join(name), r#"{"language": "fa"}"#).expect("written");
        }
        let features = r#"{"type": "FeatureCollection", "features": []}"#;
        std::fs::write(folder.path().join("places.json"), features).expect("written");
        std::fs::create_dir(folder.path().join("zone")).expect("made");
        let names = |purpose, typed: &str| -> Vec<String> {
            let start = format!("{}{MAIN_SEPARATOR}{typed}", folder.path().display());
            let offers = completions(purpose, &start);
            offers.iter().map(|offer| offer.text().split_off(folder.path().as_os_str().len() + 1)).collect()
        };
        assert_eq!(names(Purpose::Open, ""), ["zone/", "B.GPKG", "b.gpkg"]);
        assert_eq!(names(Purpose::Import, ""), ["zone/", "a.geojson", "places.json"]);
        assert_eq!(names(Purpose::Create, ""), ["zone/"], "no file is there to be replaced");
        assert_eq!(names(Purpose::Open, "b"), ["b.gpkg"]);
        assert_eq!(completions(Purpose::Open, "/no/such/folder/x"), Vec::new());
    }

    #[test]
    fn a_file_that_is_gone_has_no_last_change() {
        let file = tempfile::NamedTempFile::new().expect("file");
        assert!(changed_at(file.path()).is_some_and(|time| time.starts_with("20")));
        assert_eq!(changed_at(Path::new("/no/such/file")), None);
    }
}
