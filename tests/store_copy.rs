//! Copies of an open project, and files that move away under it.

mod store_support;

use shahrak::base::Progress;
use shahrak::model::{ChangeSet, Edit};
use shahrak::store::{Access, HistoryFilter, Store, StoreError};
use store_support::*;

fn draw(code: &str) -> ChangeSet {
    let mut feature = asset(code, 51.4, 35.7);
    feature.set("kind", "well");
    let uuid = shahrak::base::id::new_uuid();
    ChangeSet::new("add", vec![Edit::Insert { uuid, feature: Box::new(feature) }])
}

#[test]
fn a_copy_is_whole_and_both_are_worked_on() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("a.gpkg"), folder.path().join("b.gpkg"));
    let mut store = Store::create(&first).unwrap();
    import(&mut store, &[plot("E1", 1), plot("E1", 2)]);
    store.apply(&draw("W-1"), &actor()).unwrap();
    store.copy_to(&second, &Progress::new()).unwrap();
    assert_eq!(names_in(folder.path()).iter().filter(|name| name.contains("b.gpkg")).count(), 1);

    let mut copy = Store::open(&second, Access::Write).unwrap();
    assert_eq!(dump(&copy), dump(&store));
    let all = HistoryFilter::default();
    assert_eq!(copy.history(&all).unwrap(), store.history(&all).unwrap());
    assert_ne!(copy.info().unwrap().origin, store.info().unwrap().origin, "each has a chain of its own");
    assert!(clean(&copy) && clean(&store));

    assert!(matches!(copy.undo(&actor()), Err(StoreError::NothingToUndo)));
    copy.apply(&draw("W-2"), &actor()).unwrap();
    store.apply(&draw("W-3"), &actor()).unwrap();
    assert_eq!(copy.undo(&actor()).unwrap().changed, 1);
    assert!(clean(&copy) && clean(&store));
}

#[test]
fn a_copy_never_replaces_a_file_and_leaves_nothing_when_it_fails() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("a.gpkg"), folder.path().join("b.gpkg"));
    let store = Store::create(&first).unwrap();
    std::fs::write(&second, "another's work").unwrap();
    let refused = store.copy_to(&second, &Progress::new());
    assert!(matches!(refused, Err(StoreError::AlreadyExists(path)) if path == second));
    assert_eq!(std::fs::read(&second).unwrap(), b"another's work");
    let progress = Progress::new();
    progress.cancel();
    let cancelled = store.copy_to(&folder.path().join("c.gpkg"), &progress);
    assert!(matches!(cancelled, Err(StoreError::Cancelled)));
    store.close().unwrap();
    assert_eq!(names_in(folder.path()), ["a.gpkg", "b.gpkg"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_into_a_file_that_lost_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let (path, aside) = (folder.path().join("a.gpkg"), folder.path().join("aside.gpkg"));
    let mut store = Store::create(&path).unwrap();
    store.apply(&draw("W-1"), &actor()).unwrap();
    std::fs::rename(&path, &aside).unwrap();
    assert!(matches!(store.apply(&draw("W-2"), &actor()), Err(StoreError::FileGone(gone)) if gone == path));
    assert!(matches!(store.undo(&actor()), Err(StoreError::FileGone(_))));

    // Another project takes the name; what is open is still whole and can be kept.
    Store::create(&folder.path().join("other.gpkg")).unwrap().close().unwrap();
    std::fs::rename(folder.path().join("other.gpkg"), &path).unwrap();
    assert!(matches!(store.apply(&draw("W-2"), &actor()), Err(StoreError::FileReplaced(_))));
    let other = std::fs::read(&path).unwrap();
    let kept = folder.path().join("kept.gpkg");
    store.copy_to(&kept, &Progress::new()).unwrap();
    store.close().unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), other, "the other file is as it was to the byte");
    let kept = Store::open_read(&kept).unwrap();
    let info = kept.info().unwrap();
    let assets = info.layers.iter().find(|layer| layer.name == "infra").unwrap();
    assert_eq!(assets.features, 1);

    // Put back under its name it is written again.
    std::fs::rename(&path, folder.path().join("other.gpkg")).unwrap();
    std::fs::rename(&aside, &path).unwrap();
    let mut store = Store::open(&path, Access::Write).unwrap();
    store.apply(&draw("W-2"), &actor()).unwrap();
    assert!(clean(&store));
}
