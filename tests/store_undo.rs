//! Undo of anything is identity, and so is redo: random edits and imports,
//! taken back and done again, with restarts in between.

mod store_support;

use proptest::prelude::*;
use shahrak::base::id::new_uuid;
use shahrak::model::{ChangeSet, Edit, Feature, Table, Value};
use shahrak::store::{Access, HistoryFilter, Store, StoreError};
use std::ops::ControlFlow;
use store_support::*;
use uuid::Uuid;

#[derive(Debug, Clone)]
enum Step {
    Insert(u32),
    Status(usize, &'static str),
    Number(usize, f64),
    Text(usize, String),
    Move(usize, f64),
    Strip(usize),
    Delete(usize),
    Several(usize),
    Import(u32, u32, &'static str),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0u32..5000).prop_map(Step::Insert),
        (0usize..50, prop::sample::select(vec!["vacant", "offered", "reserved", "assigned"]))
            .prop_map(|(at, status)| Step::Status(at, status)),
        (0usize..50, any::<f64>()).prop_map(|(at, number)| Step::Number(at, number)),
        (0usize..50, "\\PC{0,12}").prop_map(|(at, text)| Step::Text(at, text)),
        (0usize..50, -0.5..0.5).prop_map(|(at, by)| Step::Move(at, by)),
        (0usize..50).prop_map(Step::Strip),
        (0usize..50).prop_map(Step::Delete),
        (0usize..50).prop_map(Step::Several),
        (0u32..60, 1u32..40, prop::sample::select(vec!["vacant", "built"]))
            .prop_map(|(from, count, status)| Step::Import(from, count, status)),
        Just(Step::Restart),
    ]
}

fn uuids(store: &Store) -> Vec<Uuid> {
    let mut all = Vec::new();
    store
        .read_table(Table::Plots, &mut |row| {
            all.push(row.uuid);
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}

fn update(uuid: Uuid, set: Vec<(&'static str, Value)>) -> Edit {
    Edit::Update { table: Table::Plots, uuid, set, shape: None }
}

/// Does the step; `false` where it changed nothing that undo would take back.
fn run(store: &mut Store, step: &Step) -> bool {
    let all = uuids(store);
    let at = |n: &usize| all.get(n % all.len().max(1)).copied();
    let edits = match step {
        Step::Insert(n) => vec![Edit::Insert { uuid: new_uuid(), feature: Box::new(plot("E7", *n)) }],
        Step::Status(n, status) => {
            at(n).map(|u| update(u, vec![("status", Value::from(*status))])).into_iter().collect()
        }
        Step::Number(n, number) => {
            at(n).map(|u| update(u, vec![("frontage_m", Value::Real(*number))])).into_iter().collect()
        }
        Step::Text(n, text) => {
            at(n).map(|u| update(u, vec![("source", Value::from(text.as_str()))])).into_iter().collect()
        }
        Step::Move(n, by) => at(n)
            .map(|uuid| Edit::Update {
                table: Table::Plots,
                uuid,
                set: vec![],
                shape: Some(Some(square(52.0 + by, 33.0 - by, 0.002))),
            })
            .into_iter()
            .collect(),
        Step::Strip(n) => at(n)
            .map(|uuid| Edit::Update { table: Table::Plots, uuid, set: vec![], shape: Some(None) })
            .into_iter()
            .collect(),
        Step::Delete(n) => at(n).map(|uuid| Edit::Delete { table: Table::Plots, uuid }).into_iter().collect(),
        Step::Several(n) => at(n)
            .map(|uuid| {
                vec![
                    update(uuid, vec![("status", Value::from("assigned")), ("block_code", Value::from("B"))]),
                    update(uuid, vec![("status", Value::from("under_construction"))]),
                    Edit::Delete { table: Table::Plots, uuid },
                ]
            })
            .unwrap_or_default(),
        Step::Import(from, count, status) => {
            let features: Vec<Feature> = (*from..from + count)
                .map(|n| {
                    let mut feature = plot("E1", n);
                    feature.set("status", *status);
                    feature
                })
                .collect();
            let imported = import(store, &features);
            return imported.counts.iter().any(|counts| counts.added + counts.changed > 0);
        }
        Step::Restart => {
            let path = store.path().to_owned();
            let other = tempfile::tempdir().unwrap();
            let parked = Store::create(&other.path().join("parked.gpkg")).unwrap();
            std::mem::replace(store, parked).close().unwrap();
            *store = Store::open(&path, Access::Write).unwrap();
            return false;
        }
    };
    let events_before = store.history(&HistoryFilter::default()).unwrap().len();
    match store.apply(&ChangeSet::new("edit", edits), &actor()) {
        Ok(_) => store.history(&HistoryFilter::default()).unwrap().len() > events_before,
        Err(StoreError::CodeTaken { .. }) => false,
        Err(error) => panic!("{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn undo_is_identity_and_so_is_redo(steps in prop::collection::vec(step(), 1..14), restart_at in 0usize..14) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("a.gpkg")).unwrap();
        let mut states = vec![dump(&store)];
        for step in &steps {
            if run(&mut store, step) {
                states.push(dump(&store));
            }
        }
        prop_assert_eq!(&dump(&store), states.last().unwrap());
        let depth = states.len() - 1;
        for (at, state) in states[..depth].iter().rev().enumerate() {
            store.undo(&actor()).unwrap();
            prop_assert_eq!(&dump(&store), state);
            if at == restart_at {
                run(&mut store, &Step::Restart);
            }
        }
        prop_assert!(matches!(store.undo(&actor()), Err(StoreError::NothingToUndo)));
        for (at, state) in states[1..].iter().enumerate() {
            if at == restart_at {
                run(&mut store, &Step::Restart);
            }
            store.redo(&actor()).unwrap();
            prop_assert_eq!(&dump(&store), state);
        }
        prop_assert!(matches!(store.redo(&actor()), Err(StoreError::NothingToRedo)));
        prop_assert!(clean(&store));
        let findings = store.verify(&shahrak::base::Progress::new()).unwrap();
        let bad: Vec<_> = findings.iter().filter(|finding| finding.is_unsound() || finding.kind == "data_status_interval").collect();
        prop_assert!(bad.is_empty(), "{:?}", bad);
    }
}

#[test]
fn a_new_change_ends_redo() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("a.gpkg")).unwrap();
    for n in 1..=3 {
        run(&mut store, &Step::Insert(n));
    }
    store.undo(&actor()).unwrap();
    store.undo(&actor()).unwrap();
    run(&mut store, &Step::Insert(9));
    assert!(matches!(store.redo(&actor()), Err(StoreError::NothingToRedo)));
    assert_eq!(store.count(Table::Plots).unwrap(), 2);
    // Undo goes on to the change before those that were taken back.
    store.undo(&actor()).unwrap();
    store.undo(&actor()).unwrap();
    assert_eq!(store.count(Table::Plots).unwrap(), 0);
    assert!(matches!(store.undo(&actor()), Err(StoreError::NothingToUndo)));
    store.redo(&actor()).unwrap();
    store.redo(&actor()).unwrap();
    assert_eq!(store.count(Table::Plots).unwrap(), 2);
    assert!(matches!(store.redo(&actor()), Err(StoreError::NothingToRedo)));
}

#[test]
fn a_large_import_is_undone_and_redone_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("a.gpkg")).unwrap();
    import(&mut store, &(0..50).map(|n| plot("E1", n)).collect::<Vec<_>>());
    let before = dump(&store);
    import(&mut store, &(20..4_000).map(|n| plot("E1", n)).collect::<Vec<_>>());
    let after = dump(&store);
    let undone = store.undo(&actor()).unwrap();
    assert_eq!(undone.changed, 3_950);
    assert_eq!(dump(&store), before);
    assert_eq!(store.redo(&actor()).unwrap().changed, 3_950);
    assert_eq!(dump(&store), after);
    assert!(clean(&store));
}

#[test]
fn the_chain_is_what_the_documentation_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("a.gpkg")).unwrap();
    let mut change =
        ChangeSet::new("mark", vec![Edit::Insert { uuid: new_uuid(), feature: Box::new(plot("E7", 1)) }]);
    change.reason = Some("کم‌برخوردار \"۱\"\n".to_owned());
    change.effective_on = Some("2024-03-19".to_owned());
    store.apply(&change, &actor()).unwrap();
    store.undo(&actor()).unwrap();
    let events = store.history(&HistoryFilter::default()).unwrap();
    assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(events[0].effective_on, "2024-03-19");
    assert_eq!(events[0].prev_hash, None);
    for pair in events.windows(2) {
        assert_eq!(pair[1].prev_hash.as_deref(), Some(pair[0].hash.as_str()));
    }
    assert!(events.iter().all(|event| event.computed_hash() == event.hash));
}
