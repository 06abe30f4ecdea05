//! Reads GeoJSON files as an import would and says how fast:
//! `cargo run --release --example read_speed -- FILE…`

use shahrak::base::Progress;
use shahrak::exchange::{Item, ReadOptions, Stopped, read};
use std::convert::Infallible;
use std::path::PathBuf;
use std::time::Instant;

fn main() -> Result<(), Stopped<Infallible>> {
    for file in std::env::args_os().skip(1).map(PathBuf::from) {
        let progress = Progress::new();
        let (mut kept, mut rejected) = (0_u64, 0_u64);
        let started = Instant::now();
        read(&file, &ReadOptions::default(), &progress, |item| {
            match item {
                Item::Feature(_) => kept += 1,
                Item::Rejected(_) => rejected += 1,
            }
            Ok(())
        })?;
        let seconds = started.elapsed().as_secs_f64();
        let megabytes = progress.state().0 as f64 / 1e6;
        println!(
            "{}: {kept} kept, {rejected} rejected, {megabytes:.1} MB in {seconds:.2} s, {:.1} MB/s",
            file.display(),
            megabytes / seconds
        );
    }
    Ok(())
}
