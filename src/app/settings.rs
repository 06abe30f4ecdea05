//! What the program remembers between starts: language, theme, recent projects.
//! A settings file that cannot be read is left alone and replaced on the next
//! change; nothing of a project lives in it.

use crate::locale::Language;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// How many recent projects are remembered.
const RECENT: usize = 8;

/// A project opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentProject {
    /// Where it is.
    pub path: PathBuf,
    /// When it was last opened here (UTC, ISO).
    pub opened_at: String,
}

/// What is remembered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `fa` or `en`.
    pub language: String,
    /// Dark theme.
    pub dark: bool,
    /// Size of everything on the screen; 1 = normal.
    pub zoom: f32,
    /// Stronger contrast of text and lines.
    pub high_contrast: bool,
    /// Projects opened before, latest first.
    pub recent: Vec<RecentProject>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            language: "fa".to_owned(),
            dark: false,
            zoom: 1.0,
            high_contrast: false,
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// The file settings are kept in; `None` on a machine without a home folder.
    /// `SHAHRAK_CONFIG` names another folder.
    pub fn file() -> Option<PathBuf> {
        let folder = std::env::var_os("SHAHRAK_CONFIG").map(PathBuf::from).or_else(|| {
            directories::ProjectDirs::from("", "", "shahrak").map(|dirs| dirs.config_dir().to_owned())
        })?;
        Some(folder.join("settings.json"))
    }

    /// Reads the settings; defaults where there are none or they cannot be read.
    pub fn load(file: &Path) -> Settings {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(_) => return Settings::default(),
        };
        serde_json::from_str(&text).unwrap_or_else(|cause| {
            tracing::warn!(file = %file.display(), %cause, "settings are not readable; using defaults");
            Settings::default()
        })
    }

    /// Writes the settings, whole or not at all.
    ///
    /// # Errors
    /// The file system's, where the folder cannot be written.
    pub fn save(&self, file: &Path) -> std::io::Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = serde_json::to_string_pretty(self).map_err(std::io::Error::other)?;
        let beside = file.with_extension("json.new");
        std::fs::write(&beside, text)?;
        std::fs::rename(&beside, file)
    }

    /// The language of the window.
    pub fn language(&self) -> Language {
        Language::from_code(&self.language).unwrap_or(Language::Fa)
    }

    /// Puts a project at the top of the recent ones.
    pub fn remember(&mut self, path: &Path, now_utc: &str) {
        self.recent.retain(|recent| recent.path != path);
        self.recent.insert(0, RecentProject { path: path.to_owned(), opened_at: now_utc.to_owned() });
        self.recent.truncate(RECENT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_comes_back_and_rubbish_gives_defaults() {
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("deep").join("settings.json");
        let mut settings = Settings { language: "en".to_owned(), ..Settings::default() };
        for n in 0..12 {
            settings.remember(Path::new(&format!("/p/{n}.gpkg")), "2026-01-01T00:00:00Z");
        }
        settings.remember(Path::new("/p/9.gpkg"), "2026-01-02T00:00:00Z");
        settings.save(&file).expect("saved");
        assert_eq!(Settings::load(&file), settings);
        assert_eq!(settings.recent.len(), RECENT);
        assert_eq!(settings.recent[0].path, Path::new("/p/9.gpkg"));
        std::fs::write(&file, "{ rubbish").expect("written");
        assert_eq!(Settings::load(&file), Settings::default());
    }
}
