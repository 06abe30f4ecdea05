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

/// A session whose project was moved away, to the second path, before a zone was drawn.
fn with_a_zone_unsaved(folder: &Path) -> (Session, PathBuf, PathBuf) {
    let (one, aside) = (project(folder, "one.gpkg"), folder.join("aside.gpkg"));
    let mut session = session();
    session.open(&one);
    settled(&mut session);
    std::fs::rename(&one, &aside).expect("moved");
    session.change(zone_drawn());
    assert!(settled(&mut session).iter().any(|event| matches!(event, Event::NotSaved)));
    (session, one, aside)
}

#[test]
fn what_one_project_could_not_take_waits_while_another_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = project(folder.path(), "other.gpkg");
    let (mut session, one, aside) = with_a_zone_unsaved(folder.path());
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
    let other = project(folder.path(), "other.gpkg");
    let (mut session, _, aside) = with_a_zone_unsaved(folder.path());
    // That name is taken.
    session.keep_elsewhere(&other);
    assert!(settled(&mut session).iter().any(|event| matches!(event, Event::Failed(_))));
    assert_eq!(session.unsaved().len(), 1);
    let kept = folder.path().join("copy.gpkg");
    session.keep_elsewhere(&kept);
    settled(&mut session);
    assert!(is_open(&session, &kept) && session.is_saved());
    assert_eq!((zones(&kept), zones(&aside), zones(&other)), (1, 0, 0));
}

#[test]
fn a_project_whose_name_a_copy_could_not_take_does_not_get_what_was_to_be_copied() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = project(folder.path(), "other.gpkg");
    let (mut session, ..) = with_a_zone_unsaved(folder.path());
    session.keep_elsewhere(&other);
    settled(&mut session);
    session.open(&other);
    settled(&mut session);
    assert!(is_open(&session, &other));
    assert_eq!((session.unsaved().len(), zones(&other)), (1, 0));
}
