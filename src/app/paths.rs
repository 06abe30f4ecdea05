//! Paths that people are asked for: the system's own dialog where one answers,
//! and completion for our own field where none does.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::time::{Duration, Instant};

/// What a path is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A project to open.
    Open,
    /// The place of a new project.
    Create,
    /// A file to import.
    Import,
}

impl Purpose {
    /// Endings of file names that fit, without the dot.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Purpose::Open | Purpose::Create => &["gpkg"],
            Purpose::Import => &["geojson", "json", "geojsonl", "ndjson"],
        }
    }

    fn takes(self, path: &Path) -> bool {
        path.extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| self.endings().iter().any(|known| known.eq_ignore_ascii_case(ending)))
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
/// shown by that dialog.
///
/// `rfd` gives the same answer for "cancelled" and "there is no dialog". The two
/// are told apart before (is there anything that could show one?) and after (did
/// the answer come sooner than a hand could?).
pub fn pick(purpose: Purpose, title: &str, kind: &str) -> Picked {
    if !can_show_dialog() {
        return Picked::NoDialog;
    }
    let asked = Instant::now();
    let dialog = rfd::FileDialog::new().set_title(title).add_filter(kind, purpose.endings());
    let answer = if purpose == Purpose::Create { dialog.save_file() } else { dialog.pick_file() };
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
        .filter(|offer| offer.is_folder || purpose.takes(&offer.path))
        .collect();
    found.sort_by(|one, other| other.is_folder.cmp(&one.is_folder).then_with(|| one.path.cmp(&other.path)));
    found.truncate(OFFERED);
    found
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
        for name in ["b.gpkg", "a.geojson", ".hidden.gpkg", "c.txt", "B.GPKG"] {
            std::fs::write(folder.path().join(name), "").expect("written");
        }
        std::fs::create_dir(folder.path().join("zone")).expect("made");
        let names = |purpose, typed: &str| -> Vec<String> {
            let start = format!("{}{MAIN_SEPARATOR}{typed}", folder.path().display());
            let offers = completions(purpose, &start);
            offers.iter().map(|offer| offer.text().split_off(folder.path().as_os_str().len() + 1)).collect()
        };
        assert_eq!(names(Purpose::Open, ""), ["zone/", "B.GPKG", "b.gpkg"]);
        assert_eq!(names(Purpose::Import, ""), ["zone/", "a.geojson"]);
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
