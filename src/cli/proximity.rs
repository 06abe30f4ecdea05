//! `shahrak proximity`

use super::Done;
use super::face::{Face, Failure};
use super::import::layer_named;
use super::table::{self, Flush};
use crate::analysis::proximity::{ProximityRow, Question, proximity};
use crate::analysis::zone_check::Subject;
use crate::app::error::AppError;
use crate::app::project;
use crate::model::infra::{INFRA_FAMILIES, INFRA_KINDS};
use crate::model::{Layer, RowRef, Snapshot};
use serde::Serialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The nearest assets of each kind to each feature of a layer, exact and
/// geodesic, from the feature's boundary.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: shahrak proximity province.gpkg --of zones --to substation,power_line,water"
)]
pub(super) struct Proximity {
    /// The project.
    project: PathBuf,
    /// The layer whose features ask.
    #[arg(long, value_name = "LAYER")]
    of: String,
    /// Kinds or families, by commas.
    #[arg(long, value_name = "KINDS", value_delimiter = ',', required = true)]
    to: Vec<String>,
    /// How many of each.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true)]
    k: i64,
    /// Nothing farther than this, in km.
    #[arg(long, value_name = "KM", allow_negative_numbers = true)]
    max: Option<f64>,
    /// Also write the rows as CSV.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
}

#[derive(Serialize)]
struct ProximityJson {
    rows: Vec<ProximityRow>,
}

impl Proximity {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        let of = layer_named(&self.of)?;
        let limit_m = match self.max {
            Some(km) if !km.is_finite() || km < 0.0 => {
                return Err(Failure::usage("cli-bad-distance", &km.to_string()));
            }
            km => km.map(|km| km * 1000.0),
        };
        let count = u32::try_from(self.k).ok().filter(|count| *count > 0);
        let count = count.ok_or_else(|| Failure::usage("cli-bad-count", &self.k.to_string()))?;
        let names: Vec<String> = self.to.iter().map(|name| name.trim().to_owned()).collect();
        let (rows, called) = face.work(|progress| {
            let loaded = project::load_file(&self.project, progress)?;
            check_names(&names, &loaded.snapshot)?;
            let question = Question { names: names.clone(), count: count as usize, limit_m };
            let rows = proximity(&loaded.snapshot, &loaded.index, of, &question, progress)?;
            let called = [of, Layer::Infra].map(|layer| called(&loaded.snapshot, layer, face));
            Ok((rows, called))
        })?;
        if let Some(file) = &self.csv {
            write_csv(file, &rows)?;
        }
        face.answer(&ProximityJson { rows: rows.clone() }, |face| table(&rows, &called, face))?;
        Ok(Done::Clean)
    }
}

/// A name must be a known kind or family, or the kind of some asset.
fn check_names(names: &[String], snapshot: &Snapshot) -> Result<(), Failure> {
    for name in names {
        let known = INFRA_KINDS.contains(&name.as_str())
            || INFRA_FAMILIES.iter().any(|(family, _)| family == name)
            || snapshot.layer(Layer::Infra).any(|row| row.text("kind") == Some(name));
        if !known {
            return Err(Failure::usage("cli-unknown-kind", name));
        }
    }
    Ok(())
}

fn write_csv(file: &Path, rows: &[ProximityRow]) -> Result<(), Failure> {
    let failed = |cause: std::io::Error| AppError::Write { file: file.to_owned(), cause };
    let mut text = csv::Writer::from_writer(Vec::new());
    let header = ["of", "kind", "asset_kind", "rank", "asset", "distance_m", "lon", "lat", "voltage_kv"];
    text.write_record(header).map_err(|error| failed(error.into()))?;
    for row in rows {
        let voltage = row.voltage_kv.map(|kv| kv.to_string()).unwrap_or_default();
        let [lon, lat] = row.at;
        text.write_record([
            row.of.as_str(),
            &row.kind,
            &row.asset_kind,
            &row.rank.to_string(),
            &row.asset,
            &row.distance_m.to_string(),
            &lon.to_string(),
            &lat.to_string(),
            &voltage,
        ])
        .map_err(|error| failed(error.into()))?;
    }
    let bytes = text.into_inner().map_err(|error| failed(std::io::Error::other(error.to_string())))?;
    // The mark at the start makes spreadsheets read it as UTF-8.
    let marked = [b"\xEF\xBB\xBF".as_slice(), &bytes].concat();
    Ok(crate::app::export::write_whole(file, &marked)?)
}

/// How the features of a layer are called, by their references.
fn called(snapshot: &Snapshot, layer: Layer, face: &Face) -> HashMap<String, String> {
    let call = |row: RowRef<'_>| {
        let subject = Subject::of(&row);
        let told = face.subject(&subject);
        (subject.reference, told)
    };
    snapshot.layer(layer).map(call).collect()
}

fn table(rows: &[ProximityRow], [of, assets]: &[HashMap<String, String>; 2], face: &Face) -> String {
    let catalogue = face.catalogue();
    let heading = |id: &str, flush| (face.line(id, &[]), flush);
    let headings = [
        heading("cli-head-from", Flush::Start),
        heading("cli-head-asked", Flush::Start),
        heading("cli-head-asset", Flush::Start),
        heading("cli-head-distance", Flush::End),
        heading("cli-head-voltage", Flush::End),
    ];
    let name = |called: &HashMap<String, String>, reference: &str| {
        called.get(reference).cloned().unwrap_or_else(|| face.outside(reference))
    };
    let row = |row: &ProximityRow| {
        let voltage = row.voltage_kv.map(|kv| face.plain(&catalogue.voltage(kv))).unwrap_or_default();
        vec![
            name(of, &row.of),
            face.outside(&catalogue.word(&row.kind)),
            name(assets, &row.asset),
            face.plain(&catalogue.distance(row.distance_m)),
            voltage,
        ]
    };
    if rows.is_empty() {
        return face.line("cli-proximity-none", &[]);
    }
    table::lines(&headings, &rows.iter().map(row).collect::<Vec<_>>()).join("\n")
}
