//! `shahrak measure`

use super::Done;
use super::face::{Face, Failure};
use crate::app::measuring::{MeasuredFeature, measure_file};
use serde::Serialize;
use std::path::PathBuf;

/// Geodesic area, perimeter, length and validity of every feature of a GeoJSON
/// file, measured as drawn and never repaired.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: shahrak measure zones.geojson --json")]
pub(super) struct Measure {
    /// The file; `-` is standard input.
    file: PathBuf,
    /// Reference system of the coordinates, such as EPSG:32639.
    #[arg(long)]
    crs: Option<String>,
}

#[derive(Serialize)]
struct ProblemJson {
    code: String,
    message: String,
}

#[derive(Serialize)]
struct FeatureJson {
    index: u64,
    id: Option<serde_json::Value>,
    area_m2: f64,
    perimeter_m: f64,
    perimeter_outer_m: f64,
    length_m: f64,
    valid: bool,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct MeasureJson {
    features: Vec<FeatureJson>,
}

impl Measure {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        let features = face.work(|progress| Ok(measure_file(&self.file, self.crs.as_deref(), progress)?))?;
        let is_sound = features.iter().all(|feature| feature.is_valid());
        let json = MeasureJson { features: features.iter().map(|one| feature_json(one, face)).collect() };
        face.answer(&json, |face| table(&json, face))?;
        Ok(if is_sound { Done::Clean } else { Done::Findings })
    }
}

fn feature_json(feature: &MeasuredFeature, face: &Face) -> FeatureJson {
    FeatureJson {
        index: feature.index,
        id: feature.id.as_deref().and_then(|id| serde_json::from_str(id).ok()),
        area_m2: feature.measures.area_m2,
        perimeter_m: feature.measures.perimeter_m,
        perimeter_outer_m: feature.measures.perimeter_outer_m,
        length_m: feature.measures.length_m,
        valid: feature.is_valid(),
        problems: feature
            .problems
            .iter()
            .map(|problem| ProblemJson { code: problem.0.clone(), message: face.sentence(&problem.1) })
            .collect(),
    }
}

fn table(json: &MeasureJson, face: &Face) -> String {
    let catalogue = face.catalogue();
    json.features
        .iter()
        .map(|feature| {
            let area = face.plain(&catalogue.area(feature.area_m2));
            let perimeter = face.plain(&catalogue.distance(feature.perimeter_m));
            let length = face.plain(&catalogue.distance(feature.length_m));
            let problems: Vec<&str> =
                feature.problems.iter().map(|problem| problem.message.as_str()).collect();
            format!("{}\t{area}\t{perimeter}\t{length}\t{}", feature.index, problems.join("; "))
        })
        .collect::<Vec<_>>()
        .join("\n")
}
