//! `shahrak export`

use super::Done;
use super::face::{Face, Failure, file_untold};
use super::import::layer_named;
use crate::app::error::AppError;
use crate::base::Arg;
use crate::store::Store;
use serde::Serialize;
use std::path::PathBuf;

/// Write a layer of a project as GeoJSON, as it came in.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: shahrak export province.gpkg --layer zones --out zones.geojson")]
pub(super) struct Export {
    /// The project.
    project: PathBuf,
    /// The layer.
    #[arg(long)]
    layer: String,
    /// The file to write; `-` is standard output.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Serialize)]
struct Written {
    written: u64,
}

fn is_gone(cause: &std::io::Error) -> bool {
    cause.kind() == std::io::ErrorKind::BrokenPipe
}

impl Export {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        let layer = layer_named(&self.layer)?;
        super::ending::check(&self.out, &["geojson", "json"])?;
        let store = Store::open_read(&self.project)?;
        let written = face.work(|progress| {
            Ok(match crate::app::export::export(&store, layer, &self.out, progress) {
                // The reader of a pipe may go when it has read enough.
                Err(AppError::Write { cause, .. }) if is_gone(&cause) && self.out.as_os_str() == "-" => 0,
                written => written?,
            })
        })?;
        if self.out.as_os_str() != "-" {
            face.answer_of_deed(file_untold(&self.out), &Written { written }, |face| {
                let file = self.out.display().to_string();
                face.line("cli-exported", &[("count", Arg::from(written)), ("file", Arg::Text(file))])
            })?;
        }
        Ok(Done::Clean)
    }
}
