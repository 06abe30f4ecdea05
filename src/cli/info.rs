//! `shahrak info`

use super::Done;
use super::face::{Face, Failure};
use super::table::{self, Flush};
use crate::base::Arg;
use crate::locale::numbers::Decimals;
use crate::store::Store;
use serde::Serialize;
use std::path::PathBuf;

/// What is in a project: layers, counts, extents, schema, last change.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: shahrak info province.gpkg --json")]
pub(super) struct Info {
    /// The project.
    project: PathBuf,
}

#[derive(Serialize)]
struct LayerJson {
    name: &'static str,
    geometry: String,
    features: u64,
    bbox: Option<[f64; 4]>,
}

#[derive(Serialize)]
struct InfoJson {
    layers: Vec<LayerJson>,
    crs: &'static str,
    schema_version: u32,
    revision: u64,
    origin: String,
    last_change: Option<String>,
}

impl Info {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        let info = Store::open_read(&self.project)?.info()?;
        let layers = info.layers.into_iter().map(|layer| LayerJson {
            name: layer.name,
            geometry: layer.geometry,
            features: layer.features,
            bbox: layer.bbox,
        });
        let json = InfoJson {
            layers: layers.collect(),
            crs: "EPSG:4326",
            schema_version: info.schema_version,
            revision: info.revision,
            origin: info.origin,
            last_change: info.last_change,
        };
        face.answer(&json, |face| table(&json, face))?;
        Ok(Done::Clean)
    }
}

fn table(info: &InfoJson, face: &Face) -> String {
    let catalogue = face.catalogue();
    let heading = |id: &str, flush| (face.line(id, &[]), flush);
    let headings = [
        heading("cli-head-layer", Flush::Start),
        heading("cli-head-features", Flush::End),
        heading("cli-head-west", Flush::End),
        heading("cli-head-south", Flush::End),
        heading("cli-head-east", Flush::End),
        heading("cli-head-north", Flush::End),
    ];
    let row = |layer: &LayerJson| {
        let degrees = |at: usize| {
            let side = layer.bbox.and_then(|bbox| bbox.get(at).copied()).unwrap_or(f64::NAN);
            face.plain(&catalogue.number(side, Decimals::exactly(4)))
        };
        let name = face.plain(&catalogue.get(&format!("layer-{}", layer.name)));
        let mut cells = vec![name, face.plain(&catalogue.count(layer.features))];
        cells.extend((0..4).map(degrees));
        cells
    };
    let mut lines = table::lines(&headings, &info.layers.iter().map(row).collect::<Vec<_>>());
    let change = info.last_change.as_ref().map(|change| face.moment(change));
    lines.push(face.line(
        "cli-info-project",
        &[
            ("crs", Arg::from(info.crs)),
            ("schema", Arg::from(u64::from(info.schema_version))),
            ("revision", Arg::from(info.revision)),
            ("change", Arg::Text(change.unwrap_or_else(|| catalogue.get("common-none")))),
        ],
    ));
    lines.join("\n")
}
