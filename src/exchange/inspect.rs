//! A first look at a file, for the sheet on which an import is decided: the same
//! code as an import, over the first features only.

use super::build::{Built, Met, build};
use super::error::ReadError;
use super::item::{Item, Rejected, Repaired, Warning};
use super::mapping::FieldMap;
use super::prepare::prepare;
use super::reader::{LayerCount, ReadOptions};
use super::source::Source;
use crate::base::Progress;
use crate::model::{Feature, Layer};
use geo::{CoordsIter, Geometry, Simplify};
use std::path::Path;

/// Features looked at, at most.
const LOOKED_AT: usize = 2000;
/// Features and findings kept to be shown.
const SHOWN: usize = 100;
/// Vertices kept of all outlines together.
const OUTLINE_VERTICES: usize = 20_000;
/// Vertices kept of one outline.
const VERTICES_EACH: usize = 400;

/// What a file looks like from its first features.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// The layer it would go to.
    pub layer: Layer,
    /// Why: the word of the rule, `given` or `nothing_fits`.
    pub layer_why: String,
    /// The reference system it would be read in.
    pub crs: String,
    /// Features looked at.
    pub features: u64,
    /// Whether these are all.
    pub is_whole: bool,
    /// Rejected among them.
    pub rejected: u64,
    /// Mended among them.
    pub repaired: u64,
    /// Which property fills which column.
    pub mapping: FieldMap,
    /// Features by layer.
    pub layers: Vec<LayerCount>,
    /// The first features that would be kept.
    pub first: Vec<Feature>,
    /// Simplified shapes of what was looked at, for a small picture.
    pub outlines: Vec<Geometry<f64>>,
    /// The first that would be left out.
    pub first_rejected: Vec<Rejected>,
    /// The first repairs, with the feature's position in the file.
    pub first_repairs: Vec<(u64, Repaired)>,
    /// The first warnings, with the feature's position in the file.
    pub first_warnings: Vec<(u64, Warning)>,
    /// Where the file breaks off, if it does so this early.
    pub fault: Option<ReadError>,
}

/// Looks at the beginning of the file at `path`.
///
/// # Errors
/// Why the file cannot be read at all; metres without a system name candidates.
pub fn inspect(path: &Path, options: &ReadOptions) -> Result<Findings, ReadError> {
    let progress = Progress::new();
    let mut prepared = prepare(Source::open(path, &progress)?, options, &progress)?;
    let plan = prepared.plan.clone();
    let mut met = Met::new(&plan);
    let mut findings = Findings {
        layer: plan.guess.layer,
        layer_why: plan.guess.why.clone(),
        crs: plan.reference.to_string(),
        features: 0,
        is_whole: false,
        rejected: 0,
        repaired: 0,
        mapping: plan.main.map.clone(),
        layers: Vec::new(),
        first: Vec::new(),
        outlines: Vec::new(),
        first_rejected: Vec::new(),
        first_repairs: Vec::new(),
        first_warnings: Vec::new(),
        fault: None,
    };
    let in_file = |mut error: ReadError| {
        error.file = Some(path.to_owned());
        error
    };
    let mut all_looked_at = true;
    'batches: for batch in prepared.batches.drain(..) {
        for (frame, index) in batch.frames.iter().zip(batch.first_index..) {
            if index as usize >= LOOKED_AT {
                all_looked_at = false;
                break 'batches;
            }
            match build(batch.text(frame), frame.kind, index, &plan, &mut met) {
                Built::Item(item) => findings.note(index, item),
                Built::Broken { offset, kind } => {
                    let place = batch.place_of(frame.range.start + offset);
                    findings.fault = Some(in_file(ReadError::new(kind).at(place)));
                    break 'batches;
                }
            }
        }
        findings.fault = batch.fault.map(in_file);
    }
    findings.is_whole = all_looked_at && findings.fault.is_none() && prepared.splitter.next_batch().is_none();
    findings.mapping = plan.main.map.only(&met.main);
    match findings.fault.take() {
        Some(mut fault) if findings.features == 0 => {
            fault.sound_features = 0;
            Err(fault)
        }
        mut fault => {
            if let Some(fault) = &mut fault {
                fault.sound_features = findings.features.saturating_sub(findings.rejected);
                // The sheet offers to take them.
                fault.is_salvaged = true;
            }
            findings.fault = fault;
            Ok(findings)
        }
    }
}

impl Findings {
    fn note(&mut self, index: u64, item: Item) {
        self.features += 1;
        match item {
            Item::Rejected(rejected) => {
                self.rejected += 1;
                self.count(rejected.layer).rejected += 1;
                if self.first_rejected.len() < SHOWN {
                    self.first_rejected.push(*rejected);
                }
            }
            Item::Feature(accepted) => {
                let repaired = u64::from(!accepted.repairs.is_empty());
                self.repaired += repaired;
                let count = self.count(accepted.feature.table.layer());
                count.accepted += 1;
                count.repaired += repaired;
                if let Some(shape) = &accepted.feature.shape {
                    self.outline(&shape.geometry);
                }
                let room = |list: usize| SHOWN.saturating_sub(list);
                let (repairs, warnings) = (room(self.first_repairs.len()), room(self.first_warnings.len()));
                self.first_repairs.extend(accepted.repairs.into_iter().take(repairs).map(|one| (index, one)));
                self.first_warnings
                    .extend(accepted.warnings.into_iter().take(warnings).map(|one| (index, one)));
                if self.first.len() < SHOWN {
                    self.first.push(accepted.feature);
                }
            }
        }
    }

    fn count(&mut self, layer: Layer) -> &mut LayerCount {
        let at = match self.layers.iter().position(|count| count.layer == layer) {
            Some(at) => at,
            None => {
                self.layers.push(LayerCount { layer, accepted: 0, rejected: 0, repaired: 0 });
                self.layers.len() - 1
            }
        };
        &mut self.layers[at]
    }

    /// Keeps a shape for the picture, as coarse as a small picture allows.
    fn outline(&mut self, shape: &Geometry<f64>) {
        let kept: usize = self.outlines.iter().map(CoordsIter::coords_count).sum();
        if kept >= OUTLINE_VERTICES {
            return;
        }
        let mut coarse = shape.clone();
        let extent = crate::geometry::shape::BoundingBox::of_coords(shape.coords_iter());
        let size = extent.map_or(0.0, |extent| (extent.east - extent.west).max(extent.north - extent.south));
        let mut tolerance_deg = size / 500.0;
        while coarse.coords_count() > VERTICES_EACH && tolerance_deg < size {
            coarse = simplified(shape, tolerance_deg);
            tolerance_deg *= 2.0;
        }
        if coarse.coords_count() <= VERTICES_EACH {
            self.outlines.push(coarse);
        }
    }
}

fn simplified(shape: &Geometry<f64>, tolerance_deg: f64) -> Geometry<f64> {
    match shape {
        Geometry::LineString(line) => line.simplify(tolerance_deg).into(),
        Geometry::MultiLineString(lines) => lines.simplify(tolerance_deg).into(),
        Geometry::Polygon(polygon) => polygon.simplify(tolerance_deg).into(),
        Geometry::MultiPolygon(polygons) => polygons.simplify(tolerance_deg).into(),
        other => other.clone(),
    }
}
