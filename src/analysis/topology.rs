//! Topology of plots and zones (domain reference §3.6).

use super::index::ProjectIndex;
use crate::base::{Cancelled, Progress};
use crate::geometry::apart::are_apart;
use crate::geometry::index::geodesic_bounds;
use crate::geometry::measure::area_m2;
use crate::geometry::plane::overlap_area_m2;
use crate::geometry::validity;
use crate::model::reference::name_of;
use crate::model::{Layer, RowRef, Snapshot, Table};
use geo::Geometry;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// Something that is not as it should lie.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Two plots of one estate overlap.
    Overlap {
        /// One plot.
        one: String,
        /// The other.
        other: String,
        /// By so much.
        area_m2: f64,
    },
    /// A plot leaves the boundary of its estate.
    Leaves {
        /// The plot.
        plot: String,
        /// The estate.
        estate: String,
        /// By so much.
        area_m2: f64,
    },
    /// A geometry is not valid.
    Invalid {
        /// The feature.
        feature: String,
        /// Stable word for what is wrong.
        word: &'static str,
    },
}

/// Faults of plots, estates and zones, in the order of their rows.
///
/// # Errors
/// [`Cancelled`].
pub fn faults(
    snapshot: &Snapshot,
    index: &ProjectIndex,
    tolerance_m2: f64,
    progress: &Progress,
) -> Result<Vec<Fault>, Cancelled> {
    let estates: HashMap<&str, Arc<Geometry<f64>>> = snapshot
        .layer(Layer::Estates)
        .filter_map(|row| Some((row.code()?, Arc::clone(row.geometry()?))))
        .collect();
    let rows: Vec<RowRef<'_>> = [Layer::Plots, Layer::Estates, Layer::Zones]
        .into_iter()
        .flat_map(|layer| snapshot.layer(layer))
        .filter(|row| row.geometry().is_some() && row.text("status") != Some("retired"))
        .collect();
    progress.set_total(rows.len() as u64);
    let found: Result<Vec<Vec<Fault>>, Cancelled> = rows
        .par_iter()
        .map(|row| {
            progress.check()?;
            progress.advance(1);
            Ok(faults_of(row, snapshot, index, &estates, tolerance_m2))
        })
        .collect();
    Ok(found?.into_iter().flatten().collect())
}

fn faults_of(
    row: &RowRef<'_>,
    snapshot: &Snapshot,
    index: &ProjectIndex,
    estates: &HashMap<&str, Arc<Geometry<f64>>>,
    tolerance_m2: f64,
) -> Vec<Fault> {
    let Some(geometry) = row.geometry() else { return Vec::new() };
    let mut found = Vec::new();
    if let Some(problem) = validity::check(geometry).iter().find(|problem| problem.code.is_invalid()) {
        found.push(Fault::Invalid { feature: name_of(row), word: problem.code.word() });
        return found;
    }
    if row.table() != Table::Plots {
        return found;
    }
    let estate = row.text("estate_code");
    if let Some(bounds) = geodesic_bounds(geometry) {
        let plots = snapshot.table(Table::Plots);
        let later = index.in_box(Table::Plots, &bounds).into_iter().filter(|fid| *fid > row.fid());
        for other in later.filter_map(|fid| plots.row(fid)) {
            if other.text("estate_code") != estate || other.text("status") == Some("retired") {
                continue;
            }
            let Some(other_geometry) = other.geometry() else { continue };
            if are_apart(geometry, other_geometry, tolerance_m2) {
                continue;
            }
            let area_m2 = overlap_area_m2(geometry, other_geometry);
            if area_m2 > tolerance_m2 {
                found.push(Fault::Overlap { one: name_of(row), other: name_of(&other), area_m2 });
            }
        }
    }
    if let Some((code, boundary)) = estate.and_then(|code| estates.get_key_value(code)) {
        let outside_m2 = area_m2(geometry) - overlap_area_m2(geometry, boundary);
        if outside_m2 > tolerance_m2 {
            let (plot, estate) = (name_of(row), (*code).to_owned());
            found.push(Fault::Leaves { plot, estate, area_m2: outside_m2 });
        }
    }
    found
}
