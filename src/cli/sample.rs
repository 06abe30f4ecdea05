//! `shahrak sample`

use super::Done;
use super::face::{Face, Failure, file_untold};
use crate::app::sampling;
use crate::base::{Arg, ToProblem};
use crate::sample::{Preset, SampleError};
use serde::Serialize;
use std::path::PathBuf;

/// Build the sample project, or a larger one, from the seeded generator.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: shahrak sample --out sample.gpkg --preset semnan-kerman")]
pub(super) struct Sample {
    /// The project to make.
    #[arg(long)]
    out: PathBuf,
    /// Which: semnan-kerman, nation.
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// Another seed gives another country.
    #[arg(long, default_value_t = sampling::SEED, allow_negative_numbers = true)]
    seed: u64,
}

#[derive(Serialize)]
struct Written {
    written: PathBuf,
}

impl Sample {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        let preset = match self.preset.as_deref() {
            None => Preset::SemnanKerman,
            Some(name) => name.parse().map_err(|error: SampleError| Failure::Usage(error.to_problem()))?,
        };
        face.work(|progress| {
            sampling::build(&self.out, preset, self.seed, progress)
                .map_err(|error| Failure::of_new_project(error, &self.out))
        })?;
        let json = Written { written: self.out.clone() };
        face.answer_of_deed(file_untold(&self.out), &json, |face| {
            face.line("cli-written", &[("file", Arg::Text(self.out.display().to_string()))])
        })?;
        Ok(Done::Clean)
    }
}
