//! `shahrak info`

use super::Done;
use super::face::{Face, Failure};
use crate::base::Arg;
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
    let mut lines: Vec<String> = info
        .layers
        .iter()
        .map(|layer| {
            let name = face.catalogue().get(&format!("layer-{}", layer.name));
            let args = [("layer", Arg::Text(name)), ("count", Arg::from(layer.features))];
            face.line("cli-info-layer", &args)
        })
        .collect();
    lines.push(face.line(
        "cli-info-project",
        &[
            ("schema", Arg::from(u64::from(info.schema_version))),
            ("revision", Arg::from(info.revision)),
            ("change", Arg::from(info.last_change.clone().unwrap_or_default())),
        ],
    ));
    lines.join("\n")
}
