//! Features to store, and ways to look at a whole project.

#![allow(dead_code)]

use geo::{Geometry, Point, polygon};
use shahrak::geometry::shape::Shape;
use shahrak::model::{Feature, Layer, Table};
use shahrak::store::{Actor, ImportInfo, Imported, Store};
use std::ops::ControlFlow;
use std::path::Path;

pub fn actor() -> Actor {
    Actor { name: "planner".to_owned(), device: "desk".to_owned() }
}

pub fn shape(geometry: impl Into<Geometry<f64>>) -> Shape {
    Shape { geometry: geometry.into(), z: None }
}

pub fn square(lon: f64, lat: f64, side: f64) -> Shape {
    shape(
        polygon![(x: lon, y: lat), (x: lon + side, y: lat), (x: lon + side, y: lat + side), (x: lon, y: lat + side)],
    )
}

pub fn plot(estate: &str, number: u32) -> Feature {
    let mut feature = Feature::new(Table::Plots);
    feature.set("code", format!("{number:03}"));
    feature.set("estate_code", estate);
    feature.set("status", "vacant");
    feature.set("status_since", "2024-03-20");
    feature.set("area_m2", 2_000.0 + f64::from(number) / 3.0);
    feature.set("land_use", "industrial");
    let (x, y) = (f64::from(number % 100), f64::from(number / 100));
    feature.shape = Some(square(51.0 + x * 0.001_1, 35.0 + y * 0.001_1, 0.001));
    feature
}

pub fn asset(code: &str, lon: f64, lat: f64) -> Feature {
    let mut feature = Feature::new(Table::InfraPoint);
    feature.set("code", code);
    feature.set("kind", "substation");
    feature.set("voltage_kv", 63.0);
    feature.set("name_fa", "پست شکوهیه");
    feature.shape = Some(shape(Point::new(lon, lat)));
    feature
}

pub fn import(store: &mut Store, features: &[Feature]) -> Imported {
    let progress = shahrak::base::Progress::new();
    let mut run = store.begin_import(ImportInfo::default(), &actor(), &progress).unwrap();
    for feature in features {
        run.put(feature.clone()).unwrap();
    }
    run.finish().unwrap()
}

pub fn counts_of(imported: &Imported) -> Vec<(Layer, u64, u64, u64, u64)> {
    let counts = imported.counts.iter();
    counts.map(|count| (count.layer, count.added, count.changed, count.unchanged, count.missing)).collect()
}

/// Every row of every layer as text, and what the layers hold.
pub fn dump(store: &Store) -> Vec<String> {
    let mut lines: Vec<String> =
        store.info().unwrap().layers.iter().map(|layer| format!("{layer:?}")).collect();
    for layer in Layer::ALL {
        store
            .export_rows(layer, &mut |row| {
                lines.push(format!("{row:?}"));
                ControlFlow::Continue(())
            })
            .unwrap();
    }
    // What the public interface does not show.
    let raw = rusqlite::Connection::open_with_flags(store.path(), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
        .unwrap();
    let mut sql = vec![
        "SELECT entity_uuid||' '||ifnull(status,'')||' '||ifnull(valid_from,'')||' '||ifnull(valid_to,'') FROM status_interval ORDER BY 1".to_owned(),
        "SELECT type||' '||name||' '||ifnull(sql,'') FROM sqlite_master ORDER BY 1".to_owned(),
    ];
    for table in Table::ALL {
        let name = table.name();
        sql.push(format!(
            "SELECT fid||' '||ifnull(uuid,'')||' '||ifnull(search_key,'')||' '||ifnull(content_hash,'')||' '||ifnull(created_batch,'')||' '||ifnull(hex(geom),'') FROM \"{name}\" ORDER BY fid"
        ));
    }
    for query in sql {
        let mut statement = raw.prepare(&query).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        lines.extend(rows.map(Result::unwrap));
    }
    lines
}

pub fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// SQLite's own checks of the database and of every RTree.
pub fn clean(store: &Store) -> bool {
    let raw = rusqlite::Connection::open(store.path()).unwrap();
    let text = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    let integrity = text("PRAGMA integrity_check");
    let mut ok = integrity == "ok";
    for table in Table::ALL {
        let name = table.name();
        let report = text(&format!("SELECT rtreecheck('rtree_{name}_geom')"));
        let boxes = text(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM rtree_{name}_geom"));
        let shapes = text(&format!("SELECT CAST(COUNT(geom) AS TEXT) FROM \"{name}\""));
        if report != "ok" || boxes != shapes {
            eprintln!("{name}: {report}; {boxes} boxes of {shapes} shapes");
            ok = false;
        }
    }
    ok
}

/// Another program on the file. It brings its own ST_ functions, as QGIS and
/// GDAL do; these must not be reached, for no geometry is written.
pub fn other_program(path: &Path) -> rusqlite::Connection {
    let raw = rusqlite::Connection::open(path).unwrap();
    for name in ["ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"] {
        let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8;
        raw.create_scalar_function(name, 1, flags, |_| -> rusqlite::Result<f64> {
            Err(rusqlite::Error::InvalidFunctionParameterType(0, rusqlite::types::Type::Blob))
        })
        .unwrap();
    }
    raw
}
