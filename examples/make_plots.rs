//! Writes the load of the benches: `cargo run --release --example make_plots -- COUNT FILE`

use shahrak::base::Progress;
use shahrak::sample::{DEFAULT_SEED, generate_plots};
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(count), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("give a count and a file".into());
    };
    let mut out = BufWriter::new(File::create(file)?);
    generate_plots(count.parse()?, DEFAULT_SEED, &mut out, &Progress::new())?;
    out.flush()?;
    Ok(())
}
