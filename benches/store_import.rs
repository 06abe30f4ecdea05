//! Import, reading and undo of plots as the issue on a million describes
//! them: rotated rectangles of seven positions, seven decimals, Persian holder.
//!
//! `SHAHRAK_BENCH_PLOTS` sets how many (100 000 where it is not set).

use geo::{Coord, LineString, Polygon};
use shahrak::base::Progress;
use shahrak::geometry::shape::Shape;
use shahrak::model::{Feature, Layer, PlotStatus, Table};
use shahrak::store::{Access, Actor, ImportInfo, Store};
use std::ops::ControlFlow;
use std::path::Path;

fn main() {
    divan::main();
}

fn plots() -> u64 {
    std::env::var("SHAHRAK_BENCH_PLOTS").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000)
}

fn actor() -> Actor {
    Actor { name: "bench".to_owned(), device: "bench".to_owned() }
}

fn rounded(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

/// Plot `n`: a rectangle of about 40 × 60 m, turned, with two extra positions
/// on its long sides and the closing one.
fn plot(n: u64) -> Feature {
    let (estate, place) = (n / 1000, n % 1000);
    let (lon, lat) = (46.0 + (estate % 40) as f64 * 0.4, 27.0 + (estate / 40) as f64 * 0.4);
    let (x0, y0) = (lon + (place % 40) as f64 * 0.000_8, lat + (place / 40) as f64 * 0.000_6);
    let turn = (estate % 90) as f64;
    let (sin, cos) = turn.to_radians().sin_cos();
    let corners = [(0.0, 0.0), (30.0, 0.0), (60.0, 0.0), (60.0, 40.0), (30.0, 40.0), (0.0, 40.0), (0.0, 0.0)];
    let ring: Vec<Coord<f64>> = corners
        .iter()
        .map(|(x, y)| Coord {
            x: rounded(x0 + (x * cos - y * sin) / 91_290.0),
            y: rounded(y0 + (x * sin + y * cos) / 110_950.0),
        })
        .collect();
    let status = PlotStatus::NAMES[(n % 12) as usize];
    let mut feature = Feature::new(Table::Plots);
    feature.set("code", format!("{place:04}"));
    feature.set("estate_code", format!("E{estate:04}"));
    feature.set("status", status);
    feature.set("area_m2", 2_400.0 + (n % 7) as f64 / 8.0);
    feature.source.properties = Some(format!(
        "{{\"plot_id\":\"{place:04}\",\"estate_id\":\"E{estate:04}\",\"status\":\"{status}\",\"area_m2\":2400.5,\
         \"holder\":\"شرکت صنایع نمونه {place}\",\"contract_date\":\"1402/02/31\",\"jobs\":{}}}",
        n % 90
    ));
    feature.source.geometry_type = Some("Polygon".to_owned());
    feature.shape = Some(Shape::flat(Polygon::new(LineString::new(ring), Vec::new())));
    feature
}

fn info() -> ImportInfo {
    let mut info = ImportInfo::default();
    for (property, column) in [("plot_id", "code"), ("estate_id", "estate_code"), ("status", "status")] {
        info.map(Layer::Plots, property, column);
    }
    info
}

fn fill(store: &mut Store) {
    let mut run = store.begin_import(info(), &actor(), &Progress::new()).expect("begins");
    for n in 0..plots() {
        run.put(plot(n)).expect("is taken");
    }
    run.finish().expect("ends");
}

fn built(path: &Path) {
    Store::build(path, |store| {
        fill(store);
        Ok::<(), shahrak::store::StoreError>(())
    })
    .expect("is built");
}

/// What making the features alone costs; to be taken off the other figures.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn make_features(bencher: divan::Bencher) {
    bencher.bench(|| (0..plots()).map(plot).filter(|feature| feature.shape.is_some()).count());
}

/// Into a project that is created for it.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn import_into_new(bencher: divan::Bencher) {
    bencher
        .with_inputs(|| tempfile::tempdir().expect("a folder"))
        .bench_refs(|folder| built(&folder.path().join("a.gpkg")));
}

/// Into an empty project that is open (write-ahead log).
#[divan::bench(sample_count = 3, sample_size = 1)]
fn import_into_open(bencher: divan::Bencher) {
    bencher
        .with_inputs(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let store = Store::create(&folder.path().join("a.gpkg")).expect("is created");
            (folder, store)
        })
        .bench_refs(|(_folder, store)| fill(store));
}

/// The same plots again: all unchanged.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn import_again(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    built(&path);
    bencher.with_inputs(|| Store::open(&path, Access::Write).expect("opens")).bench_refs(fill);
}

/// Every row with geometry and values.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn read_table(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    built(&path);
    bencher.bench(|| {
        let store = Store::open(&path, Access::Read).expect("opens");
        let mut count = 0_u64;
        let mut each = |row: shahrak::store::StoredRow| {
            count += u64::from(row.geometry.is_some());
            ControlFlow::Continue(())
        };
        store.read_table(Table::Plots, &mut each).expect("is read");
        assert_eq!(count, plots());
    });
}

/// Undo of the whole import.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn undo_import(bencher: divan::Bencher) {
    bencher
        .with_inputs(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("a.gpkg");
            built(&path);
            (Store::open(&path, Access::Write).expect("opens"), folder)
        })
        .bench_refs(|(store, _folder)| store.undo(&actor()).expect("is undone").changed);
}
