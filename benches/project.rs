//! A project from a GeoJSON file to the first picture: import, open with
//! indexes, first complete picture of the country, on the software adapter.
//!
//! `cargo bench --bench project [-- COUNT...]`; 10,000 and 100,000 plots where no
//! count is given. Middle of three runs; what lies on the disk is warm.

use shahrak::app::import::{ImportOptions, import_into};
use shahrak::app::picture::{PictureOptions, draw, extent};
use shahrak::app::project::load_file;
use shahrak::app::scene::default_looks;
use shahrak::base::Progress;
use shahrak::locale::Language;
use shahrak::locale::messages::Catalogue;
use shahrak::sample::{DEFAULT_SEED, generate_plots};
use std::error::Error;
use std::path::Path;
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
    let import = middle(imports);
    println!(
        "| {count} | {megabytes:.0} | {import:.2} | {:.1} | {:.1} | {:.2} | {:.2} |",
        megabytes / import,
        import / count as f64 * 1e6,
        middle(opens),
        middle(pictures),
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("| plots | GeoJSON, MB | import, s | MB/s | µs a plot | open and index, s | first picture, s |");
    println!("|---|---|---|---|---|---|---|");
    let asked: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    for count in if asked.is_empty() { vec![10_000, 100_000] } else { asked } {
        measure(count)?;
    }
    Ok(())
}
