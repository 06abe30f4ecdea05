//! Topology of a project (domain reference §3.6): plots of an estate neither
//! overlap nor leave its boundary, by more than half a square metre.

use super::error::AppError;
use super::project;
use crate::analysis::topology::{self, Fault};
use crate::base::{Problem, Progress};
use crate::model::preset::Presets;
use crate::store::{Finding, Reader};

/// Checks the topology of a project.
///
/// # Errors
/// A project that cannot be read, a cancel.
pub fn verify(reader: &Reader, progress: &Progress) -> Result<Vec<Finding>, AppError> {
    let presets = Presets::shipped()?;
    let Some(rules) = presets.zone_rules(None) else { return Ok(Vec::new()) };
    let loaded = project::load_indexed(reader, progress)?;
    let tolerance_m2 = rules.overlap_tolerance_m2.value;
    let faults = topology::faults(&loaded.snapshot, &loaded.index, tolerance_m2, progress)?;
    Ok(faults.into_iter().map(finding).collect())
}

fn finding(fault: Fault) -> Finding {
    match fault {
        Fault::Overlap { one, other, area_m2 } => Finding {
            kind: "topology_overlap",
            what: Problem::new("topology-overlap")
                .with("one", one.as_str())
                .with("other", other)
                .with("area", (area_m2 * 100.0).round() / 100.0),
            place: one,
        },
        Fault::Leaves { plot, estate, area_m2 } => Finding {
            kind: "topology_outside_estate",
            what: Problem::new("topology-outside-estate")
                .with("plot", plot.as_str())
                .with("estate", estate)
                .with("area", (area_m2 * 100.0).round() / 100.0),
            place: plot,
        },
        Fault::Invalid { feature, word } => Finding {
            kind: "topology_invalid",
            what: Problem::new("topology-invalid").with("feature", feature.as_str()).with("word", word),
            place: feature,
        },
    }
}
