//! `shahrak import`

use super::Done;
use super::face::{Face, Failure, change_untold};
use crate::app::import::{FeatureNote, ImportOptions, ImportReport, import_into};
use crate::base::Arg;
use crate::exchange::ReadOptions;
use crate::model::Layer;
use serde::Serialize;
use std::path::PathBuf;

/// Read GeoJSON files into a project; makes the project where there is none.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: shahrak import plots.geojson --into province.gpkg --layer plots")]
pub(super) struct Import {
    /// Files to read; `-` is standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The project.
    #[arg(long)]
    into: PathBuf,
    /// The layer; guessed where it is not given.
    #[arg(long)]
    layer: Option<String>,
    /// Reference system of the coordinates, such as EPSG:32639.
    #[arg(long)]
    crs: Option<String>,
    /// A property and the column it fills; may be repeated.
    #[arg(long = "map", value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// Fail on any finding; nothing is changed then.
    #[arg(long)]
    strict: bool,
    /// Take the sound features of a file that is cut off.
    #[arg(long)]
    salvage: bool,
    /// Count, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct LayerJson {
    name: &'static str,
    added: u64,
    changed: u64,
    unchanged: u64,
    missing: u64,
    rejected: u64,
    repaired: u64,
}

#[derive(Serialize)]
struct NoteJson<'a> {
    file: &'a str,
    layer: &'static str,
    index: u64,
    id: Option<serde_json::Value>,
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'a str>,
    message: String,
}

#[derive(Serialize)]
struct ReportJson<'a> {
    layers: Vec<LayerJson>,
    rejected: Vec<NoteJson<'a>>,
    repaired: Vec<NoteJson<'a>>,
    warnings: Vec<NoteJson<'a>>,
    cut: Vec<String>,
    seconds: f64,
}

impl Import {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        let options = self.options()?;
        let report = face.work(|progress| {
            import_into(&self.into, &self.files, &options, progress)
                .map_err(|error| Failure::of_new_project(error, &self.into))
        })?;
        let json = report_json(&report, face);
        if self.dry_run {
            face.answer(&json, |face| table(&report, face))?;
        } else {
            face.answer_of_deed(change_untold(), &json, |face| table(&report, face))?;
        }
        Ok(if report.has_findings() { Done::Findings } else { Done::Clean })
    }

    fn options(&self) -> Result<ImportOptions, Failure> {
        let layer = self.layer.as_deref().map(layer_named).transpose()?;
        let field_map = self
            .map
            .iter()
            .map(|pair| match pair.split_once('=') {
                Some((field, column)) if !field.is_empty() && !column.is_empty() => {
                    Ok((field.to_owned(), column.to_owned()))
                }
                _ => Err(Failure::usage("cli-bad-map", pair)),
            })
            .collect::<Result<_, _>>()?;
        let read = ReadOptions {
            layer,
            crs: self.crs.clone(),
            field_map,
            salvage: self.salvage,
            ..ReadOptions::default()
        };
        Ok(ImportOptions { read, strict: self.strict, dry_run: self.dry_run, ..ImportOptions::default() })
    }
}

/// The layer of that name on the command line.
pub(super) fn layer_named(name: &str) -> Result<Layer, Failure> {
    Layer::from_name(name).ok_or_else(|| {
        let known: Vec<String> = Layer::ALL.iter().map(|layer| layer.name().to_owned()).collect();
        let problem =
            crate::base::Problem::new("cli-unknown-layer").with("value", name).with("layers", known);
        Failure::Usage(problem)
    })
}

fn report_json<'a>(report: &'a ImportReport, face: &Face) -> ReportJson<'a> {
    let note = |note: &'a FeatureNote, is_rejection: bool| NoteJson {
        file: &note.file,
        layer: note.layer.name(),
        index: note.index,
        id: note.id.as_deref().and_then(|id| serde_json::from_str(id).ok()),
        code: note.code.as_deref(),
        reason: is_rejection.then_some(&note.what),
        what: (!is_rejection).then_some(&note.what),
        message: face.sentence(&note.message),
    };
    ReportJson {
        layers: report
            .layers
            .iter()
            .map(|layer| LayerJson {
                name: layer.counts.layer.name(),
                added: layer.counts.added,
                changed: layer.counts.changed,
                unchanged: layer.counts.unchanged,
                missing: layer.counts.missing,
                rejected: layer.rejected,
                repaired: layer.repaired,
            })
            .collect(),
        rejected: report.rejected.iter().map(|one| note(one, true)).collect(),
        repaired: report.repaired.iter().map(|one| note(one, false)).collect(),
        warnings: report.warnings.iter().map(|one| note(one, false)).collect(),
        cut: report.cut.iter().map(|problem| face.sentence(problem)).collect(),
        seconds: report.seconds,
    }
}

fn table(report: &ImportReport, face: &Face) -> String {
    /// Notes of each list shown to a person; the rest is counted, and all of it is in the JSON.
    const SHOWN: usize = 20;
    let mut lines = Vec::new();
    for layer in &report.layers {
        let name = face.catalogue().get(&format!("layer-{}", layer.counts.layer.name()));
        lines.push(face.line(
            "cli-import-layer",
            &[
                ("layer", Arg::Text(name)),
                ("added", Arg::from(layer.counts.added)),
                ("changed", Arg::from(layer.counts.changed)),
                ("unchanged", Arg::from(layer.counts.unchanged)),
                ("missing", Arg::from(layer.counts.missing)),
                ("rejected", Arg::from(layer.rejected)),
                ("repaired", Arg::from(layer.repaired)),
            ],
        ));
    }
    lines.extend(report.cut.iter().map(|problem| face.sentence(problem)));
    for notes in [&report.rejected, &report.repaired, &report.warnings] {
        lines.extend(notes.iter().take(SHOWN).map(|note| {
            let place = crate::base::Place { file: Some(note.file.clone().into()), ..Default::default() };
            let mut message = note.message.clone();
            message.place.file = message.place.file.take().or(place.file);
            format!("  {}", face.sentence(&message))
        }));
        if notes.len() > SHOWN {
            lines.push(face.line("cli-and-more", &[("count", Arg::from(notes.len() - SHOWN))]));
        }
    }
    lines.push(face.line("cli-seconds", &[("seconds", Arg::from((report.seconds * 100.0).round() / 100.0))]));
    lines.join("\n")
}
