//! `shahrak render`

use super::Done;
use super::face::{Face, Failure, file_untold};
use crate::app::picture::{self, PictureOptions};
use crate::app::{project, scene};
use crate::base::Arg;
use crate::geometry::shape::BoundingBox;
use serde::Serialize;
use std::path::PathBuf;
use std::time::Instant;

/// Draw the map of a project into a PNG file, as the window draws it; needs no display.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: shahrak render province.gpkg --out map.png --bbox 52.5,35,54,36 --size 1600x1000"
)]
pub(super) struct Render {
    /// The project.
    project: PathBuf,
    /// The PNG file to write.
    #[arg(long)]
    out: PathBuf,
    /// The part of the world in degrees; everything without it.
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true)]
    bbox: Option<String>,
    /// Size in pixels.
    #[arg(long, value_name = "WxH", default_value = "1600x1000")]
    size: String,
    /// How it looks: light or dark.
    #[arg(long, value_name = "NAME", default_value = "light", value_parser = ["light", "dark"])]
    style: String,
}

#[derive(Serialize)]
struct Drawn {
    seconds: f64,
    written: PathBuf,
}

impl Render {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        let started = Instant::now();
        super::ending::check(&self.out, &["png"])?;
        let options = PictureOptions {
            bounds: self.bbox.as_deref().map(bounds_of).transpose()?,
            size_px: size_of(&self.size)?,
            looks: scene::default_looks(),
            is_dark: self.style == "dark",
        };
        face.work(|progress| {
            let loaded = project::load_file(&self.project, progress)?;
            Ok(picture::draw(&loaded, &options, face.catalogue(), &self.out)?)
        })?;
        let json = Drawn { seconds: started.elapsed().as_secs_f64(), written: self.out.clone() };
        face.answer_of_deed(file_untold(&self.out), &json, |face| {
            face.line("cli-written", &[("file", Arg::Text(self.out.display().to_string()))])
        })?;
        Ok(Done::Clean)
    }
}

fn bounds_of(text: &str) -> Result<BoundingBox, Failure> {
    let wrong = || Failure::usage("cli-bad-box", text);
    let numbers: Vec<f64> =
        text.split(',').map(|part| part.trim().parse()).collect::<Result<_, _>>().map_err(|_| wrong())?;
    match numbers.as_slice() {
        [west, south, east, north]
            if west < east
                && south < north
                && west.abs() <= 180.0
                && east.abs() <= 180.0
                && south.abs() <= 85.0
                && north.abs() <= 85.0 =>
        {
            Ok(BoundingBox { west: *west, south: *south, east: *east, north: *north })
        }
        _ => Err(wrong()),
    }
}

fn size_of(text: &str) -> Result<[u32; 2], Failure> {
    let wrong = || Failure::usage("cli-bad-size", text);
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
    let side = |text: &str| text.trim().parse::<u32>().ok().filter(|side| (16..=8192).contains(side));
    Ok([side(width).ok_or_else(wrong)?, side(height).ok_or_else(wrong)?])
}
