//! A project from its creation to its reopening, through the public store.

mod store_support;

use geo::Geometry;
use shahrak::base::{Progress, id::new_uuid};
use shahrak::model::{ChangeSet, Edit, Feature, Layer, Table, Value};
use shahrak::store::{Access, HistoryFilter, ImportInfo, Matched, Store, StoreError};
use std::ops::ControlFlow;
use store_support::*;

#[test]
fn a_new_project_is_empty_and_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let store = Store::create(&path).unwrap();
    let info = store.info().unwrap();
    assert_eq!((info.schema_version, info.revision, info.last_change), (1, 0, None));
    assert_eq!(info.layers.len(), 10);
    assert!(info.layers.iter().all(|layer| layer.features == 0 && layer.bbox.is_none()));
    store.close().unwrap();
    assert_eq!(names_in(folder.path()), ["a.gpkg"]);
}

#[test]
fn what_was_imported_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let mut store = Store::create(&path).unwrap();
    let features: Vec<Feature> = (0..300).map(|n| plot("E1", n)).collect();
    let imported = import(&mut store, &features);
    assert_eq!(counts_of(&imported), vec![(Layer::Plots, 300, 0, 0, 0)]);
    store.close().unwrap();

    let mut store = Store::open(&path, Access::Write).unwrap();
    let mut rows = Vec::new();
    store
        .read_table(Table::Plots, &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(rows.len(), 300);
    for (row, feature) in rows.iter().zip(&features) {
        assert_eq!(row.values, feature.values);
        assert!(matches!(&row.geometry, Some(Geometry::MultiPolygon(parts)) if parts.0.len() == 1));
    }
    assert!(rows.windows(2).all(|pair| pair[0].uuid < pair[1].uuid));
    // The very same file again: everything unchanged, nothing to undo but the first import.
    let again = import(&mut store, &features);
    assert_eq!(counts_of(&again), vec![(Layer::Plots, 0, 0, 300, 0)]);
    assert!(clean(&store));
}

/// Rows as the window and the analyses get them: by all cores, from spans of row numbers.
#[test]
fn spans_hold_every_row_however_far_apart_the_numbers_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let mut store = Store::create(&path).unwrap();
    import(&mut store, &(0..2_500).map(|n| plot("E1", n)).collect::<Vec<_>>());
    store.close().unwrap();
    // Numbers as another program may give them: far apart, at the ends of a span, negative.
    let raw = other_program(&path);
    raw.execute_batch(
        "DROP TRIGGER rtree_plots_geom_update3; DROP TRIGGER rtree_plots_geom_update4;
         UPDATE plots SET fid = -7 WHERE fid = 3;
         UPDATE plots SET fid = 16384 WHERE fid = 4;
         UPDATE plots SET fid = 1099511627776 WHERE fid = 5;
         UPDATE plots SET fid = 9223372036854775807 WHERE fid = 6;
         DELETE FROM plots WHERE fid BETWEEN 1000 AND 2100;",
    )
    .unwrap();
    drop(raw);
    let store = Store::open_read(&path).unwrap();
    let mut one_by_one = Vec::new();
    store
        .read_table(Table::Plots, &mut |row| {
            one_by_one.push(row);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(one_by_one.len(), 2_500 - 1_101);
    let by_span: Vec<_> = store
        .spans(Table::Plots)
        .unwrap()
        .into_iter()
        .flat_map(|start| store.read_span(Table::Plots, start).unwrap().chunks)
        .flat_map(|chunk| chunk.rows().map(|row| row.to_stored()).collect::<Vec<_>>())
        .collect();
    assert_eq!(by_span, one_by_one);
    let loaded = shahrak::app::project::load(&store, &Progress::new()).unwrap();
    let rows: Vec<_> = loaded.table(Table::Plots).rows().map(|row| row.to_stored()).collect();
    assert_eq!(rows, one_by_one);
    for row in &one_by_one {
        assert_eq!(loaded.table(Table::Plots).row(row.fid).map(|row| row.to_stored()).as_ref(), Some(row));
    }
    assert!(loaded.table(Table::Plots).row(1_500).is_none());
}

#[test]
fn an_import_reports_added_changed_unchanged_and_missing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("a.gpkg")).unwrap();
    let first: Vec<Feature> = (0..10).map(|n| plot("E1", n)).chain((0..5).map(|n| plot("E2", n))).collect();
    import(&mut store, &first);
    // E1 only: 0-6 as they were, 7 with another status, 8 and 9 left out, 20 new.
    let mut second: Vec<Feature> = (0..8).map(|n| plot("E1", n)).collect();
    second[7].set("status", "assigned");
    second.push(plot("E1", 20));
    let imported = import(&mut store, &second);
    assert_eq!(counts_of(&imported), vec![(Layer::Plots, 1, 1, 7, 2)]);
    // One event for the row that changed, one for the batch.
    let batch = Some(imported.applied.batch);
    let events = store.history(&HistoryFilter { batch, ..HistoryFilter::default() }).unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].old.as_deref().map(|old| old.contains("\"status\":\"vacant\"")), Some(true));
    assert_eq!(store.count(Table::Plots).unwrap(), 16);
    assert!(clean(&store));
}

#[test]
fn a_repeated_code_is_kept_and_known_again_by_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("a.gpkg")).unwrap();
    let mut twin = plot("E1", 1);
    twin.set("block_code", "B9");
    let mut nameless = plot("E1", 2);
    nameless.set("code", Value::Null);
    let features = [plot("E1", 1), twin, nameless.clone(), nameless];
    let mut run = store.begin_import(ImportInfo::default(), &actor(), &Progress::new()).unwrap();
    let puts: Vec<_> = features.iter().map(|feature| run.put(feature.clone()).unwrap()).collect();
    run.finish().unwrap();
    assert_eq!(puts.iter().map(|put| put.code_repeated).collect::<Vec<_>>(), [false, true, false, false]);
    assert!(puts.iter().all(|put| put.matched == Matched::Added));
    let again = import(&mut store, &features);
    assert_eq!(counts_of(&again), vec![(Layer::Plots, 0, 0, 4, 0)]);
    assert_eq!(store.count(Table::Plots).unwrap(), 4);
}

#[test]
fn an_asset_that_comes_back_with_another_geometry_keeps_its_uuid() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("a.gpkg")).unwrap();
    import(&mut store, &[asset("S1", 51.0, 35.0)]);
    let before = store.find_code(Layer::Infra, None, "S1").unwrap();
    let uuid = store.read_rows(Table::InfraPoint, &[before[0].fid]).unwrap()[0].uuid;
    let mut area = Feature::new(Table::InfraArea);
    area.set("code", "S1");
    area.set("kind", "substation");
    area.shape = Some(square(51.0, 35.0, 0.001));
    let imported = import(&mut store, &[area]);
    assert_eq!(counts_of(&imported), vec![(Layer::Infra, 0, 1, 0, 0)]);
    let after = store.find_uuid(uuid).unwrap().unwrap();
    assert_eq!(after.table, Table::InfraArea);
    assert_eq!(store.count(Table::InfraPoint).unwrap(), 0);
    let dump_after = dump(&store);
    store.undo(&actor()).unwrap();
    assert_eq!(store.find_uuid(uuid).unwrap().unwrap().table, Table::InfraPoint);
    store.redo(&actor()).unwrap();
    assert_eq!(dump(&store), dump_after);
    assert!(clean(&store));
}

#[test]
fn an_abandoned_import_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let mut store = Store::create(&path).unwrap();
    import(&mut store, &[plot("E1", 1)]);
    let before = dump(&store);
    let mut run = store.begin_import(ImportInfo::default(), &actor(), &Progress::new()).unwrap();
    run.put(plot("E1", 2)).unwrap();
    run.put(asset("S1", 51.0, 35.0)).unwrap();
    drop(run);
    assert_eq!(dump(&store), before);
    // Cancelled while the indexes are built.
    let progress = Progress::new();
    let mut run = store.begin_import(ImportInfo::default(), &actor(), &progress).unwrap();
    for n in 0..20_000 {
        run.put(plot("E3", n)).unwrap();
    }
    progress.cancel();
    assert!(matches!(run.finish(), Err(StoreError::Cancelled)));
    assert_eq!(dump(&store), before);
    assert!(clean(&store));
    // A project that an import was to create vanishes with it.
    let fresh = folder.path().join("b.gpkg");
    let failed: Result<(), StoreError> = Store::build(&fresh, |store| {
        let mut run = store.begin_import(ImportInfo::default(), &actor(), &Progress::new())?;
        run.put(plot("E1", 1))?;
        Err(StoreError::Cancelled)
    });
    assert!(matches!(failed, Err(StoreError::Cancelled)));
    store.close().unwrap();
    assert_eq!(names_in(folder.path()), ["a.gpkg"]);
}

#[test]
fn edits_apply_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("a.gpkg")).unwrap();
    import(&mut store, &[plot("E1", 1), plot("E1", 2)]);
    let before = dump(&store);
    let good = Edit::Insert { uuid: new_uuid(), feature: Box::new(plot("E1", 3)) };
    let taken = Edit::Insert { uuid: new_uuid(), feature: Box::new(plot("E1", 2)) };
    let failed = store.apply(&ChangeSet::new("draw", vec![good.clone(), taken]), &actor());
    assert!(matches!(failed, Err(StoreError::CodeTaken { .. })), "{failed:?}");
    assert_eq!(dump(&store), before);
    let ghost = Edit::Delete { table: Table::Plots, uuid: new_uuid() };
    let failed = store.apply(&ChangeSet::new("draw", vec![good.clone(), ghost]), &actor());
    assert!(matches!(failed, Err(StoreError::NoSuchRow { .. })));
    let mut line = plot("E1", 4);
    line.shape = Some(shape(geo::LineString::from(vec![(51.0, 35.0), (51.1, 35.0)])));
    let wrong = Edit::Insert { uuid: new_uuid(), feature: Box::new(line) };
    let failed = store.apply(&ChangeSet::new("draw", vec![good, wrong]), &actor());
    assert!(matches!(failed, Err(StoreError::GeometryKind { kind: "LineString", .. })));
    assert_eq!(dump(&store), before);
    assert!(clean(&store));
}

#[test]
fn a_feature_goes_out_as_it_came_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("a.gpkg")).unwrap();
    let mut one = plot("E1", 7);
    one.shape.as_mut().unwrap().z = Some(vec![1.0, 2.5, f64::from_bits(0x3ff0_0000_0000_0001), -4.0, 1.0]);
    one.source.properties = Some("{\"plot_id\": \"007\", \"deep\":{\"a\":[1,2.50]}}".to_owned());
    one.source.id = Some("\"07\"".to_owned());
    one.source.members = Some("{\"note\":null}".to_owned());
    one.source.geometry_type = Some("Polygon".to_owned());
    let mut info = ImportInfo::default();
    info.map(Layer::Plots, "plot_id", "code");
    let mut run = store.begin_import(info, &actor(), &Progress::new()).unwrap();
    run.put(one.clone()).unwrap();
    run.finish().unwrap();
    let mut out = Vec::new();
    store
        .export_rows(Layer::Plots, &mut |row| {
            out.push(row);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(out[0].feature, one);
    let batch = out[0].source_batch.clone().unwrap();
    let mapping = store.import_mapping(&batch, Layer::Plots).unwrap().unwrap();
    assert_eq!(mapping, [("plot_id".to_owned(), "code".to_owned())]);
}

#[test]
fn columns_that_an_import_does_not_speak_of_stay() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("a.gpkg")).unwrap();
    import(&mut store, &[plot("E1", 1)]);
    let row = store.find_code(Layer::Plots, Some("E1"), "001").unwrap()[0];
    let uuid = store.read_rows(row.table, &[row.fid]).unwrap()[0].uuid;
    let set = vec![("price_per_m2", Value::Int(9_000_000)), ("block_code", Value::from("B1"))];
    let edit = Edit::Update { table: Table::Plots, uuid, set, shape: None };
    store.apply(&ChangeSet::new("edit", vec![edit]), &actor()).unwrap();
    let mut again = plot("E1", 1);
    let block = Table::Plots.columns().iter().position(|column| column.name == "block_code").unwrap();
    again.source.emptied = 1 << block;
    let mut run = store.begin_import(ImportInfo::default(), &actor(), &Progress::new()).unwrap();
    assert_eq!(run.put(again).unwrap().matched, Matched::Changed);
    run.finish().unwrap();
    let feature = store.feature(row).unwrap().unwrap();
    assert_eq!(feature.value("price_per_m2"), &Value::Int(9_000_000));
    assert_eq!(feature.value("block_code"), &Value::Null);
}
