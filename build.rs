//! Packs PROJ's database for embedding, so that the program finds it on any machine.

use std::error::Error;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    // proj-sys does not say where it puts what it built; its folder is beside ours.
    let builds = out.ancestors().nth(2).ok_or("OUT_DIR is not in a build folder")?;
    let database = newest_database(builds)?;
    println!("cargo:rerun-if-changed={}", database.display());
    let mut packed = GzEncoder::new(File::create(out.join("proj.db.gz"))?, Compression::best());
    packed.write_all(&fs::read(&database)?)?;
    packed.finish()?;
    Ok(())
}

/// The newest proj.db that a build of proj-sys left in `builds`.
fn newest_database(builds: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let mut newest: Option<(SystemTime, PathBuf)> = None;
    for entry in fs::read_dir(builds)? {
        let folder = entry?.path();
        let is_proj =
            folder.file_name().and_then(|name| name.to_str()).is_some_and(|n| n.starts_with("proj-sys-"));
        let database = folder.join("out/share/proj/proj.db");
        if let (true, Ok(about)) = (is_proj, fs::metadata(&database)) {
            let modified = about.modified()?;
            if newest.as_ref().is_none_or(|(time, _)| modified > *time) {
                newest = Some((modified, database));
            }
        }
    }
    let (_, database) =
        newest.ok_or("no proj.db beside this build; proj must be built with `bundled_proj`")?;
    Ok(database)
}
