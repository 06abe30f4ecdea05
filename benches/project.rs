//! A project from a GeoJSON file to the first picture: import, open with
//! indexes, first complete picture of the country, on the software adapter.
//!
//! `cargo bench --bench project [-- COUNT...]`; 10,000 and 100,000 plots where no
//! count is given. Middle of three runs; what lies on the disk is warm.

use geo::{Centroid, Translate};
use shahrak::analysis::index::ProjectIndex;
use shahrak::app::import::{ImportOptions, import_into};
use shahrak::app::picture::{PictureOptions, draw, extent};
use shahrak::app::project::{Loaded, load_file, load_indexed, refresh};
use shahrak::app::scene::{Focus, MapFrame, MapPainter, Scene, SceneClasses, default_looks};
use shahrak::base::Progress;
use shahrak::geometry::shape::Shape;
use shahrak::locale::Language;
use shahrak::locale::messages::Catalogue;
use shahrak::model::{ChangeSet, Edit, Layer, Snapshot, Table, Value};
use shahrak::render::offscreen::{AdapterChoice, Offscreen};
use shahrak::render::{Camera, PaintStatus};
use shahrak::sample::{DEFAULT_SEED, generate_plots};
use shahrak::store::{Access, Actor, Store};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const RUNS: usize = 3;

fn middle(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64)
}

fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    times.push(start.elapsed());
    done
}

fn written(path: &Path, count: u64) -> Result<f64, Box<dyn Error>> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    generate_plots(count, DEFAULT_SEED, &mut out, &Progress::new())?;
    drop(out);
    Ok(std::fs::metadata(path)?.len() as f64 / 1e6)
}

fn measure(count: u64) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let source = folder.path().join("plots.geojson");
    let megabytes = written(&source, count)?;
    let [mut imports, mut opens, mut pictures] = [const { Vec::new() }; 3];
    for run in 0..RUNS {
        let project = folder.path().join(format!("{run}.gpkg"));
        let files = [source.clone()];
        let report = timed(&mut imports, || {
            import_into(&project, &files, &ImportOptions::default(), &Progress::new())
        })?;
        let added: u64 = report.layers.iter().map(|layer| layer.counts.added).sum();
        assert_eq!(added, count, "every plot is taken");
        let loaded = timed(&mut opens, || load_file(&project, &Progress::new()))?;
        let options = PictureOptions {
            bounds: Some(extent(&loaded)),
            size_px: [1600, 1000],
            looks: default_looks(),
            is_dark: false,
        };
        let out = folder.path().join("picture.png");
        timed(&mut pictures, || draw(&loaded, &options, Catalogue::of(Language::Fa), &out))?;
        std::fs::remove_file(&project)?;
    }
    let project = folder.path().join("edited.gpkg");
    let files = [source.clone()];
    import_into(&project, &files, &ImportOptions::default(), &Progress::new())?;
    let edit = edited(&project)?;
    let import = middle(imports);
    println!(
        "| {count} | {megabytes:.0} | {import:.2} | {:.1} | {:.1} | {:.2} | {:.2} | {edit} |",
        megabytes / import,
        import / count as f64 * 1e6,
        middle(opens),
        middle(pictures),
    );
    Ok(())
}

/// One plot gets another shape and status while it is seen: until the change is in the
/// file, until the window has the next revision, until the picture shows it.
fn edited(project: &Path) -> Result<String, Box<dyn Error>> {
    let mut store = Store::open(project, Access::Write)?;
    let loaded = load_indexed(&store, &Progress::new())?;
    let mut classes = SceneClasses::of(&loaded.snapshot);
    let mut loaded = loaded;
    let shared = |loaded: &Loaded| (Arc::new(loaded.snapshot.clone()), Arc::new(loaded.index.clone()));
    let (snapshot, index) = shared(&loaded);
    let mut scene = Scene::new(&snapshot, &index, &classes, false).map_err(|problem| problem.id)?;
    let Ok(mut screen) = Offscreen::new(AdapterChoice::Software, [1600, 1000], 1.0) else {
        return Ok("no software adapter".into());
    };
    let (rect, looks) = (screen.rect(), default_looks());
    let row = snapshot.layer(Layer::Plots).next().ok_or("no plot")?;
    let (uuid, shape) = (row.uuid(), row.geometry().ok_or("no shape")?.as_ref().clone());
    let middle_of = shape.centroid().ok_or("no middle")?.0;
    let camera = Camera::new(middle_of, 2.0);
    let mut painter = MapPainter::default();
    let mut show = |screen: &mut Offscreen, scene: &mut Scene, snapshot: &Snapshot, index: &ProjectIndex| {
        screen.shown(|ui, map| {
            let frame = MapFrame {
                snapshot,
                index,
                looks: &looks,
                focus: Focus::default(),
                language: Language::Fa,
                is_dark: false,
                obstacles: &[],
            };
            painter
                .paint(map, scene, ui.painter(), rect, &camera, &frame)
                .unwrap_or(PaintStatus { pending_tiles: 0 })
        })
    };
    show(&mut screen, &mut scene, &snapshot, &index)?;
    let [mut written, mut followed, mut drawn] = [const { Vec::new() }; 3];
    let mut tiles = 0;
    for run in 0..RUNS {
        let moved = shape.translate(0.000_01 * (run + 1) as f64, 0.0);
        let moved = Shape { geometry: moved, z: None };
        let status = if run % 2 == 0 { "built" } else { "operating" };
        let set = vec![("status", Value::from(status))];
        let edit = Edit::Update { table: Table::Plots, uuid, set, shape: Some(Some(moved)) };
        let change = ChangeSet::new("reshape_zone", vec![edit]);
        let applied = timed(&mut written, || store.apply(&change, &Actor::this_user()))?;
        let (snapshot, index) = timed(&mut followed, || -> Result<_, Box<dyn Error>> {
            loaded = refresh(&store, &loaded, &applied)?;
            classes = classes.next(&loaded.snapshot, &applied);
            let (snapshot, index) = shared(&loaded);
            scene.follow(&snapshot, &index, &classes, &applied).map_err(|problem| problem.id)?;
            Ok((snapshot, index))
        })?;
        let before = screen.map().built_tiles();
        timed(&mut drawn, || show(&mut screen, &mut scene, &snapshot, &index))?;
        tiles = screen.map().built_tiles() - before;
    }
    let ms = |times: Vec<Duration>| middle(times) * 1e3;
    Ok(format!("{:.1}, {:.1}, {:.1} ({tiles})", ms(written), ms(followed), ms(drawn)))
}

fn main() -> Result<(), Box<dyn Error>> {
    println!(
        "| plots | GeoJSON, MB | import, s | MB/s | µs a plot | open and index, s | first picture, s | edit: written, followed, drawn, ms (tiles) |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let asked: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    for count in if asked.is_empty() { vec![10_000, 100_000] } else { asked } {
        measure(count)?;
    }
    Ok(())
}
