//! Runs the program as a person at a terminal would, away from their own settings.

#![allow(dead_code)]

use serde_json::Value;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run left behind.
pub struct Answer {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Answer {
    /// Standard output, which has to be one JSON document.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {:?} {:?}", self.stdout, self.stderr))
    }

    /// Holds the exit status and hands the answer on.
    pub fn ended(self, code: i32) -> Answer {
        assert_eq!(self.code, code, "stdout {:?}, stderr {:?}", self.stdout, self.stderr);
        self
    }

    /// A refusal: nothing on standard output, one line with advice on standard error.
    pub fn refused(self, code: i32) -> String {
        let refused = self.ended(code);
        assert_eq!(refused.stdout, "");
        assert_eq!(refused.stderr.trim_end().lines().count(), 1, "{}", refused.stderr);
        assert!(refused.stderr.starts_with("shahrak: "), "{}", refused.stderr);
        assert!(!refused.stderr.contains('⟦'), "a message is missing: {}", refused.stderr);
        refused.stderr
    }
}

/// A folder of its own with settings of its own.
pub struct Desk {
    pub folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Desk {
        Desk { folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }

    /// The program with these arguments, still to be run.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        let home = self.folder.path().join("home");
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        for name in ["HOME", "SHAHRAK_CONFIG", "SHAHRAK_DATA"] {
            command.env(name, &home);
        }
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env(name, home.join(name));
        }
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "LC_ALL", "LC_MESSAGES", "SHAHRAK_LOG"] {
            command.env_remove(name);
        }
        command.env("LANG", "C").env("USER", "planner");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Answer {
        finish(self.command(env!("CARGO_BIN_EXE_shahrak")).args(arguments))
    }

    /// As [`Desk::run`], with this on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Answer {
        let mut command = self.command(env!("CARGO_BIN_EXE_shahrak"));
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("started");
        child.stdin.take().expect("a pipe").write_all(input).expect("taken");
        answer(child.wait_with_output().expect("ended"))
    }

    /// A project with a region, assets, an estate with two plots, and one zone.
    pub fn project(&self) -> PathBuf {
        for (layer, file) in [
            ("admin", "region"),
            ("infra", "assets"),
            ("estates", "estate"),
            ("plots", "plots"),
            ("zones", "zones"),
        ] {
            let file = data(&format!("{file}.geojson"));
            self.run(&["import", &file, "--into", "p.gpkg", "--layer", layer, "--json"]).ended(0);
        }
        self.path("p.gpkg")
    }
}

pub fn finish(command: &mut Command) -> Answer {
    answer(command.output().expect("started"))
}

fn answer(output: std::process::Output) -> Answer {
    Answer {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A file of `tests/data/cli`.
pub fn data(name: &str) -> String {
    format!("{}/tests/data/cli/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// What a project holds, apart from how SQLite lays it out.
pub fn content(project: &Path) -> Vec<String> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = rusqlite::Connection::open_with_flags(project, flags).expect("opens");
    let mut tables =
        database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1").expect("sql");
    let names: Vec<String> =
        tables.query_map([], |row| row.get(0)).and_then(Iterator::collect).expect("names");
    let mut lines = Vec::new();
    for name in names.iter().filter(|name| !name.starts_with("rtree_") && !name.starts_with("sqlite_")) {
        let mut rows = database.prepare(&format!("SELECT * FROM \"{name}\"")).expect("sql");
        let columns = rows.column_count();
        let mut found = rows.query([]).expect("rows");
        while let Some(row) = found.next().expect("a row") {
            let cells: Vec<String> =
                (0..columns).map(|at| format!("{:?}", row.get_ref(at).expect("a cell"))).collect();
            lines.push(format!("{name}: {}", cells.join("|")));
        }
    }
    lines
}

/// The numbers of a layer in the report of an import: added, changed, unchanged,
/// missing, rejected, repaired.
pub fn counts(report: &Value, layer: &str) -> [u64; 6] {
    let found = report["layers"].as_array().expect("layers").iter().find(|one| one["name"] == layer);
    let found = found.unwrap_or_else(|| panic!("no layer {layer} in {report}"));
    ["added", "changed", "unchanged", "missing", "rejected", "repaired"]
        .map(|key| found[key].as_u64().expect(key))
}

/// Holds that each of `keys` is there.
pub fn has_keys(value: &Value, keys: &[&str]) {
    for key in keys {
        assert!(value.get(key).is_some(), "{key} is missing in {value}");
    }
}
