//! Opening what is no project, what somebody else has, and what was left behind.

mod store_support;

use shahrak::base::{Progress, ToProblem};
use shahrak::locale::{bidi, messages};
use shahrak::model::{ChangeSet, Edit, Table, Value};
use shahrak::store::{Access, Holder, ImportInfo, Store, StoreError};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use store_support::*;

fn refused(path: &Path) -> StoreError {
    let error = Store::open(path, Access::Write).err().unwrap();
    let read = Store::open(path, Access::Read).err().unwrap();
    assert_eq!(error.to_problem().id, read.to_problem().id);
    error
}

#[test]
fn what_is_no_project_is_refused_by_name_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert!(matches!(refused(&at("none.gpkg")), StoreError::NotFound(_)));
    fs::create_dir(at("folder.gpkg")).unwrap();
    assert!(matches!(refused(&at("folder.gpkg")), StoreError::IsDirectory(_)));
    fs::write(at("empty.gpkg"), b"").unwrap();
    assert!(matches!(refused(&at("empty.gpkg")), StoreError::Empty(_)));
    fs::write(at("text.gpkg"), "{\"type\":\"FeatureCollection\"}".repeat(20)).unwrap();
    assert!(matches!(refused(&at("text.gpkg")), StoreError::NotAGeoPackage(_)));
    let plain = rusqlite::Connection::open(at("plain.gpkg")).unwrap();
    plain.execute_batch("CREATE TABLE a(b)").unwrap();
    drop(plain);
    assert!(matches!(refused(&at("plain.gpkg")), StoreError::NotAGeoPackage(_)));
    let foreign = rusqlite::Connection::open(at("foreign.gpkg")).unwrap();
    foreign
        .execute_batch("PRAGMA application_id = 1196444487; CREATE TABLE project(id INTEGER PRIMARY KEY)")
        .unwrap();
    drop(foreign);
    assert!(matches!(refused(&at("foreign.gpkg")), StoreError::ForeignGeoPackage(_)));

    Store::create(&at("good.gpkg")).unwrap().close().unwrap();
    let good = fs::read(at("good.gpkg")).unwrap();
    fs::write(at("short.gpkg"), &good[..good.len() / 2]).unwrap();
    assert!(matches!(refused(&at("short.gpkg")), StoreError::Corrupted { .. }));
    let mut broken = good.clone();
    broken[100..4096].fill(0x5a);
    fs::write(at("broken.gpkg"), &broken).unwrap();
    assert!(matches!(refused(&at("broken.gpkg")), StoreError::Corrupted { .. }));
    assert_eq!(fs::read(at("broken.gpkg")).unwrap(), broken);
    assert_eq!(fs::read(at("good.gpkg")).unwrap(), good);
    assert!(matches!(Store::create(&at("good.gpkg")).err(), Some(StoreError::AlreadyExists(_))));
    assert!(matches!(Store::create(&at("no/where.gpkg")).err(), Some(StoreError::NotFound(_))));
    assert_eq!(
        names_in(folder.path()),
        [
            "broken.gpkg",
            "empty.gpkg",
            "folder.gpkg",
            "foreign.gpkg",
            "good.gpkg",
            "plain.gpkg",
            "short.gpkg",
            "text.gpkg"
        ]
    );
}

#[test]
fn every_error_has_its_sentence_and_advice_in_both_languages() {
    let path = PathBuf::from("a.gpkg");
    let errors = [
        StoreError::NotFound(path.clone()),
        StoreError::IsDirectory(path.clone()),
        StoreError::Empty(path.clone()),
        StoreError::DiskFull(path.clone()),
        StoreError::LeftInLog { path: path.clone(), cause: Box::new(StoreError::DiskFull(path.clone())) },
        StoreError::NewerSchema { path: path.clone(), found: 9, known: 1 },
        StoreError::OlderSchema { path: path.clone(), found: 0, known: 1 },
        StoreError::FileGone(path.clone()),
        StoreError::FileReplaced(path.clone()),
        StoreError::InUse { path, holder: Default::default() },
        StoreError::NothingToUndo,
        StoreError::CodeTaken { table: "plots", code: "7".into() },
        StoreError::ChangedSince { table: "plots", uuid: "u".into(), code: String::new() },
    ];
    for error in errors {
        for language in messages::Language::ALL {
            let told = messages::Catalogue::of(language).explain(&error.to_problem());
            assert!(!told.what.contains("store-") && !told.what.contains('$'), "{error:?}: {}", told.what);
            assert!(!told.advice.is_empty(), "{error:?}");
        }
    }
}

#[test]
fn since_when_somebody_has_it_is_told_in_the_calendar_of_the_language() {
    let holder =
        Holder { user: "sara".into(), host: "pc".into(), pid: 7, since: "2026-11-24T07:44:00Z".into() };
    let problem = StoreError::InUse { path: PathBuf::from("a.gpkg"), holder }.to_problem();
    let told = |language| bidi::plain(&messages::Catalogue::of(language).explain(&problem).what);
    assert!(told(messages::Language::Fa).contains("۱۴۰۵/۰۹/۰۳ ۱۱:۱۴"), "{}", told(messages::Language::Fa));
    assert!(told(messages::Language::En).contains("2026-11-24 11:14"), "{}", told(messages::Language::En));
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    Store::create(&path).unwrap().close().unwrap();
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute("UPDATE project SET value = '9' WHERE key = 'schema_version'", []).unwrap();
    drop(raw);
    let before = fs::read(&path).unwrap();
    let error = refused(&path);
    assert!(matches!(error, StoreError::NewerSchema { found: 9, known: 1, .. }));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn an_older_file_is_upgraded_and_a_copy_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let mut store = Store::create(&path).unwrap();
    import(&mut store, &[plot("E1", 1), plot("E1", 2)]);
    store.close().unwrap();
    // Schema 0 had neither shelf nor outside_change nor the triggers that fill it.
    let raw = rusqlite::Connection::open(&path).unwrap();
    for table in Table::ALL {
        for what in ["insert", "update", "delete"] {
            raw.execute_batch(&format!("DROP TRIGGER outside_{}_{what}", table.name())).unwrap();
        }
    }
    raw.execute_batch(
        "DROP TABLE shelf; DROP TABLE outside_change;
         DELETE FROM gpkg_contents WHERE table_name IN ('shelf', 'outside_change');
         UPDATE project SET value = '0' WHERE key = 'schema_version';",
    )
    .unwrap();
    drop(raw);
    assert!(matches!(
        Store::open_read(&path).err(),
        Some(StoreError::OlderSchema { found: 0, known: 1, .. })
    ));
    let mut store = Store::open(&path, Access::Write).unwrap();
    assert_eq!(store.info().unwrap().schema_version, 1);
    assert_eq!(store.count(Table::Plots).unwrap(), 2);
    assert_eq!(
        store.verify(&Progress::new()).unwrap().iter().filter(|finding| finding.is_unsound()).count(),
        0
    );
    // Undo of what was done before the upgrade works after it.
    assert_eq!(store.undo(&actor()).unwrap().changed, 2);
    store.close().unwrap();
    assert_eq!(names_in(folder.path()), ["a.gpkg", "a.schema-0.gpkg"]);
    let copy = rusqlite::Connection::open(folder.path().join("a.schema-0.gpkg")).unwrap();
    let rows: i64 = copy.query_row("SELECT COUNT(*) FROM plots", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 2);
}

#[test]
fn a_second_writer_is_told_who_has_it_and_may_look() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let mut first = Store::create(&path).unwrap();
    match Store::open(&path, Access::Write).err() {
        Some(StoreError::InUse { holder, .. }) => assert_eq!(holder.pid, std::process::id()),
        other => panic!("{other:?}"),
    }
    let mut second = Store::open_read(&path).unwrap();
    import(&mut first, &[plot("E1", 1)]);
    assert_eq!(second.count(Table::Plots).unwrap(), 1);
    let refused = second.begin_import(ImportInfo::default(), &actor(), &Progress::new()).err();
    assert!(matches!(refused, Some(StoreError::ReadOnly(_))));
    assert!(matches!(second.undo(&actor()).err(), Some(StoreError::ReadOnly(_))));
    // A job's reader sees the moment it was made.
    let reader = first.reader().unwrap();
    import(&mut first, &[plot("E1", 2)]);
    assert_eq!((reader.count(Table::Plots).unwrap(), first.count(Table::Plots).unwrap()), (1, 2));
    drop(reader);
    second.close().unwrap();
    first.close().unwrap();
    assert_eq!(names_in(folder.path()), ["a.gpkg"]);
    Store::open(&path, Access::Write).unwrap().close().unwrap();
}

#[cfg(unix)]
#[test]
fn a_read_only_file_can_be_looked_at() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let mut store = Store::create(&path).unwrap();
    import(&mut store, &[plot("E1", 1)]);
    store.close().unwrap();
    let before = fs::read(&path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // The system's administrator may write whatever the permissions say.
    let may_write_anyway = fs::OpenOptions::new().write(true).open(&path).is_ok();
    if !may_write_anyway {
        assert!(matches!(Store::open(&path, Access::Write).err(), Some(StoreError::ReadOnly(_))));
    }
    let store = Store::open_read(&path).unwrap();
    assert_eq!(store.count(Table::Plots).unwrap(), 1);
    store.close().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(fs::read(&path).unwrap(), before);
}

/// The part of the next test that is killed; does nothing unless it is asked to.
#[test]
fn import_until_killed() {
    let Ok(path) = std::env::var("SHAHRAK_TEST_IMPORT_INTO") else { return };
    let path = PathBuf::from(path);
    let fill = |store: &mut Store| -> Result<(), StoreError> {
        let mut run = store.begin_import(ImportInfo::default(), &actor(), &Progress::new())?;
        for n in 100.. {
            run.put(plot("E1", n))?;
            if n == 30_000 {
                // Enough to have left the page cache; the parent kills us from here on.
                println!("under way");
            }
        }
        Ok(())
    };
    if path.exists() {
        fill(&mut Store::open(&path, Access::Write).unwrap()).unwrap();
    } else {
        Store::build(&path, fill).unwrap();
    }
}

fn kill_an_import_into(path: &Path) {
    use std::io::{BufRead, BufReader};
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "import_until_killed", "--nocapture"])
        .env("SHAHRAK_TEST_IMPORT_INTO", path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.contains("under way")));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn an_import_that_is_killed_leaves_the_project_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let mut store = Store::create(&path).unwrap();
    import(&mut store, &[plot("E1", 1), asset("S1", 51.0, 35.0)]);
    let before = dump(&store);
    store.close().unwrap();
    kill_an_import_into(&path);
    let mut store = Store::open(&path, Access::Write).unwrap();
    assert_eq!(dump(&store), before);
    assert!(clean(&store));
    import(&mut store, &[plot("E1", 3)]);
    store.close().unwrap();
    // A project that was being created does not exist, and can be created then.
    let fresh = folder.path().join("b.gpkg");
    kill_an_import_into(&fresh);
    assert!(!fresh.exists());
    Store::create(&fresh).unwrap().close().unwrap();
    assert_eq!(names_in(folder.path()), ["a.gpkg", "b.gpkg"]);
}

#[test]
fn verify_names_what_was_tampered_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let mut store = Store::create(&path).unwrap();
    import(&mut store, &(0..200).map(|n| plot("E1", n)).collect::<Vec<_>>());
    let uuid = store.read_rows(Table::Plots, &[1]).unwrap()[0].uuid;
    let set = vec![("status", Value::from("reserved"))];
    let edit = Edit::Update { table: Table::Plots, uuid, set, shape: None };
    store.apply(&ChangeSet::new("set_status", vec![edit]), &actor()).unwrap();
    let kinds = |store: &Store| {
        let findings = store.verify(&Progress::new()).unwrap();
        findings.iter().map(|finding| finding.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&store), ["link_missing"]);
    store.close().unwrap();
    let tamper = |sql: &str| {
        let copy = folder.path().join("t.gpkg");
        fs::copy(&path, &copy).unwrap();
        let raw = other_program(&copy);
        raw.execute_batch(sql).unwrap();
        drop(raw);
        let store = Store::open_read(&copy).unwrap();
        let found = kinds(&store);
        found.into_iter().filter(|kind| *kind != "link_missing").collect::<Vec<_>>()
    };
    let cases: [(&str, &[&str]); 14] = [
        ("UPDATE event_log SET actor = 'nobody' WHERE seq = 2", &["history_hash"]),
        ("DELETE FROM event_log WHERE seq = 1", &["history_chain"]),
        ("DELETE FROM event_log WHERE seq = (SELECT MAX(seq) FROM event_log)", &["history_end"]),
        (
            "DROP TRIGGER rtree_plots_geom_update1; DROP TRIGGER rtree_plots_geom_update2;
             UPDATE plots SET geom = x'00' WHERE fid = 9",
            &["index_trigger_missing", "index_trigger_missing", "geopackage_geometry"],
        ),
        ("DROP TABLE shelf", &["geopackage_table_missing", "geopackage_contents"]),
        ("DROP TABLE rtree_plots_geom", &["index_missing"]),
        ("ALTER TABLE places RENAME COLUMN uuid TO u", &["database_unreadable"]),
        ("DELETE FROM rtree_plots_geom WHERE id = 7", &["index_wrong_box"]),
        ("INSERT INTO rtree_plots_geom VALUES(999, 1, 2, 1, 2)", &["index_stray"]),
        ("DROP TRIGGER rtree_plots_geom_insert", &["index_trigger_missing"]),
        (
            "UPDATE gpkg_contents SET last_change = 'today' WHERE table_name = 'plots'",
            &["geopackage_contents"],
        ),
        ("UPDATE plots SET status = 'sold' WHERE fid = 5", &["data_unknown_word"]),
        ("UPDATE plots SET code = '003' WHERE fid = 3", &["data_code_repeated"]),
        ("UPDATE status_interval SET status = 'built' WHERE valid_to IS NULL", &["data_status_interval"]),
    ];
    for (sql, expected) in cases {
        assert_eq!(tamper(sql), expected, "{sql}");
    }
}

#[test]
fn what_was_only_looked_at_stays_as_it_was_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    Store::create(&path).unwrap().close().unwrap();
    let before = fs::read(&path).unwrap();
    let mut store = Store::open(&path, Access::Write).unwrap();
    assert!(matches!(store.undo(&actor()).err(), Some(StoreError::NothingToUndo)));
    assert_eq!(store.count(Table::Plots).unwrap(), 0);
    store.close().unwrap();
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn files_of_others_beside_the_project_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let theirs = "somebody's work of months";
    fs::write(at("a.gpkg.part"), theirs).unwrap();
    Store::create(&at("a.gpkg")).unwrap().close().unwrap();
    fs::write(at("a.gpkg.lock"), theirs).unwrap();
    let refused = Store::open(&at("a.gpkg"), Access::Write).err();
    assert!(
        matches!(&refused, Some(StoreError::ForeignLock { sidecar, .. }) if sidecar.ends_with("a.gpkg.lock"))
    );
    fs::write(at("b.gpkg.lock"), theirs).unwrap();
    assert!(matches!(Store::create(&at("b.gpkg")).err(), Some(StoreError::ForeignLock { .. })));
    for name in ["a.gpkg.part", "a.gpkg.lock", "b.gpkg.lock"] {
        assert_eq!(fs::read_to_string(at(name)).unwrap(), theirs, "{name}");
    }
    assert_eq!(names_in(folder.path()), ["a.gpkg", "a.gpkg.lock", "a.gpkg.part", "b.gpkg.lock"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_project_has_the_same_lock() {
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("a.gpkg"), folder.path().join("link.gpkg"));
    let first = Store::create(&path).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert!(matches!(Store::open(&link, Access::Write).err(), Some(StoreError::InUse { .. })));
    first.close().unwrap();
    Store::open(&link, Access::Write).unwrap().close().unwrap();
}

#[test]
fn nothing_is_imported_into_a_damaged_project() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let mut store = Store::create(&path).unwrap();
    import(&mut store, &(0..400).map(|n| plot("E1", n)).collect::<Vec<_>>());
    store.close().unwrap();
    // A page of the rows of plots; places are untouched by it.
    let raw = rusqlite::Connection::open(&path).unwrap();
    let sql = "SELECT MAX(pageno) FROM dbstat WHERE name = 'plots' AND pagetype = 'leaf'";
    let page: Option<i64> = raw.query_row(sql, [], |row| row.get(0)).ok();
    let root: i64 = raw
        .query_row("SELECT rootpage FROM sqlite_master WHERE name = 'plots'", [], |row| row.get(0))
        .unwrap();
    drop(raw);
    let mut bytes = fs::read(&path).unwrap();
    let at = (usize::try_from(page.unwrap_or(root)).unwrap() - 1) * 4096;
    bytes[at..at + 4096].fill(0x5a);
    fs::write(&path, &bytes).unwrap();
    let mut store = Store::open(&path, Access::Write).unwrap();
    let refused = store.begin_import(ImportInfo::default(), &actor(), &Progress::new()).err();
    assert!(
        matches!(&refused, Some(StoreError::Corrupted { path: named, .. }) if *named == path),
        "{refused:?}"
    );
    store.close().unwrap();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    let kinds: Vec<_> = Store::open_read(&path)
        .unwrap()
        .verify(&Progress::new())
        .unwrap()
        .into_iter()
        .map(|f| f.kind)
        .collect();
    assert!(kinds.contains(&"database_damaged"), "{kinds:?}");
}
