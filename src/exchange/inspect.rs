//! A first look at a file, for the sheet on which an import is decided: the same
//! code as an import, over the first features only.

use super::build::{Built, Met, build};
use super::error::ReadError;
use super::item::{Item, Rejected, Repaired, Warning};
use super::mapping::FieldMap;
use super::prepare::prepare;
use super::reader::ReadOptions;
use super::source::Source;
use crate::base::Progress;
use crate::model::{Feature, Layer};
use std::path::Path;

/// Features looked at, at most.
const LOOKED_AT: usize = 2000;
/// Features and findings kept to be shown.
const SHOWN: usize = 20;

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
    /// The first features that would be kept.
    pub first: Vec<Feature>,
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
        first: Vec::new(),
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
        fault => {
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
                if self.first_rejected.len() < SHOWN {
                    self.first_rejected.push(*rejected);
                }
            }
            Item::Feature(accepted) => {
                self.repaired += u64::from(!accepted.repairs.is_empty());
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
}
