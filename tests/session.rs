//! What the window asks of its session, without a window: where a change goes that
//! could not be written at first.

use shahrak::app::session::{Event, Session, Surroundings};
use shahrak::model::{ChangeSet, Edit, Feature, Table};
use shahrak::store::Store;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

fn session() -> Session {
    let around = Surroundings { settings_file: None, has_system_dialogs: false };
    Session::start_with(Arc::new(|| {}), around).expect("a session")
}

/// Waits until nothing runs; what was told meanwhile.
fn settled(session: &mut Session) -> Vec<Event> {
    let begun = Instant::now();
    let mut told = Vec::new();
    while session.is_busy() {
        assert!(begun.elapsed() < PATIENCE, "the session goes on and on");
        told.extend(session.poll());
        std::thread::sleep(Duration::from_millis(2));
    }
    told.extend(session.poll());
    told
}

fn project(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(name);
    Store::create(&file).expect("created").close().expect("closed");
    file
}

fn zone_drawn() -> ChangeSet {
    let edit = Edit::Insert { uuid: uuid::Uuid::from_u128(7), feature: Box::new(Feature::new(Table::Zones)) };
    ChangeSet::new("draw_zone", vec![edit])
}

fn zones(file: &Path) -> u64 {
    Store::open_read(file).expect("opens").count(Table::Zones).expect("counts")
}

fn is_open(session: &Session, file: &Path) -> bool {
    session.project().is_some_and(|project| project.path == file)
}

#[test]
fn what_one_project_could_not_take_waits_while_another_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (project(folder.path(), "one.gpkg"), project(folder.path(), "other.gpkg"));
    let aside = folder.path().join("aside.gpkg");
    let mut session = session();
    session.open(&one);
    settled(&mut session);
    std::fs::rename(&one, &aside).expect("moved");
    session.change(zone_drawn());
    assert!(settled(&mut session).iter().any(|event| matches!(event, Event::NotSaved)));

    session.open(&other);
    settled(&mut session);
    assert!(is_open(&session, &other), "the person chose the other one");
    assert_eq!((session.unsaved().len(), zones(&other)), (1, 0));
    session.save_again();
    settled(&mut session);
    assert!(is_open(&session, &other), "the first one is not in its place");
    assert_eq!(session.unsaved().len(), 1);

    std::fs::rename(&aside, &one).expect("put back");
    session.save_again();
    settled(&mut session);
    assert!(is_open(&session, &one) && session.is_saved());
    assert_eq!((zones(&one), zones(&other)), (1, 0));
}

#[test]
fn a_copy_that_fails_leaves_the_change_waiting_for_its_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let one = project(folder.path(), "one.gpkg");
    let aside = folder.path().join("aside.gpkg");
    let mut session = session();
    session.open(&one);
    settled(&mut session);
    std::fs::rename(&one, &aside).expect("moved");
    session.change(zone_drawn());
    settled(&mut session);
    session.keep_elsewhere(&folder.path().join("no such folder").join("copy.gpkg"));
    assert!(settled(&mut session).iter().any(|event| matches!(event, Event::Failed(_))));
    assert_eq!(session.unsaved().len(), 1);
    let kept = folder.path().join("copy.gpkg");
    session.keep_elsewhere(&kept);
    settled(&mut session);
    assert!(is_open(&session, &kept) && session.is_saved());
    assert_eq!((zones(&kept), zones(&aside)), (1, 0));
}
