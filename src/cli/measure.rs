//! `shahrak measure`

use super::Done;
use super::face::{Face, Failure};
use super::table::{self, Flush};
use crate::app::measuring::{MeasuredFeature, measure_file};
use crate::base::{Arg, Problem};
use crate::locale::numbers::Decimals;
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
    area_m2: Option<f64>,
    perimeter_m: Option<f64>,
    perimeter_outer_m: Option<f64>,
    length_m: Option<f64>,
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
        face.answer(&json, |face| table(&json, &features, face))?;
        Ok(if is_sound { Done::Clean } else { Done::Findings })
    }
}

fn feature_json(feature: &MeasuredFeature, face: &Face) -> FeatureJson {
    // Of a ring that crosses itself this is what the planimeter says of it as drawn, the
    // same as anybody else's; `valid` and the problems say what it is worth.
    let drawn = |figure: f64| feature.measurable.lengths.then_some(figure);
    FeatureJson {
        index: feature.index,
        id: feature.id.as_deref().and_then(|id| serde_json::from_str(id).ok()),
        area_m2: drawn(feature.measures.area_m2),
        perimeter_m: drawn(feature.measures.perimeter_m),
        perimeter_outer_m: drawn(feature.measures.perimeter_outer_m),
        length_m: drawn(feature.measures.length_m),
        valid: feature.is_valid(),
        problems: feature
            .problems
            .iter()
            .map(|(code, problem)| ProblemJson { code: code.clone(), message: sentence(code, problem, face) })
            .collect(),
    }
}

/// The problem as a sentence; the word for what is no geometry stands in it as a phrase.
fn sentence(code: &str, problem: &Problem, face: &Face) -> String {
    let mut problem = problem.clone();
    for (_, arg) in problem.args.iter_mut().filter(|(name, _)| *name == "word") {
        *arg = Arg::Text(face.catalogue().get(&format!("geometry-problem-{}", code.replace('_', "-"))));
    }
    face.sentence(&problem)
}

fn table(json: &MeasureJson, measured: &[MeasuredFeature], face: &Face) -> String {
    let catalogue = face.catalogue();
    let heading = |id: &str, flush| (face.line(id, &[]), flush);
    let headings = [
        heading("cli-head-number", Flush::End),
        heading("cli-head-id", Flush::Start),
        heading("cli-head-area-m2", Flush::End),
        heading("cli-head-perimeter-m", Flush::End),
        heading("cli-head-length-m", Flush::End),
        heading("cli-head-valid", Flush::Start),
    ];
    let figure =
        |figure: Option<f64>| face.plain(&catalogue.number(figure.unwrap_or(f64::NAN), Decimals::exactly(2)));
    let row = |(feature, measured): (&FeatureJson, &MeasuredFeature)| {
        let id = match &feature.id {
            Some(serde_json::Value::String(id)) => face.outside(id),
            Some(id) => face.outside(&id.to_string()),
            None => String::new(),
        };
        let valid = catalogue.get(if feature.valid { "common-yes" } else { "common-no" });
        vec![
            face.plain(&catalogue.count(feature.index)),
            id,
            // People take a figure for the area; they get none where it is not.
            figure(feature.area_m2.filter(|_| measured.measurable.area)),
            figure(feature.perimeter_m),
            figure(feature.length_m),
            face.plain(&valid),
        ]
    };
    let rows: Vec<Vec<String>> = json.features.iter().zip(measured).map(row).collect();
    let mut lines = table::lines(&headings, &rows).into_iter();
    let mut told: Vec<String> = lines.next().into_iter().collect();
    for (line, feature) in lines.zip(&json.features) {
        told.push(line);
        told.extend(feature.problems.iter().map(|problem| format!("     {}", problem.message)));
    }
    told.join("\n")
}
