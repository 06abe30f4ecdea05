//! The nearest assets of each kind, exact and geodesic, from a feature's
//! boundary (domain reference §6.1).

use super::index::{Group, ProjectIndex};
use crate::base::{Cancelled, Progress};
use crate::geometry::pieces::Prepared;
use crate::model::reference::name_of;
use crate::model::{Layer, RowId, RowRef, Snapshot, infra};
use rayon::prelude::*;
use serde::Serialize;

/// One asset reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// Position in the list of asked names.
    pub asked: usize,
    /// 1 = the nearest.
    pub rank: usize,
    /// The asset.
    pub asset: RowId,
    /// Its own kind.
    pub asset_kind: String,
    /// Its voltage in kV, where known.
    pub voltage_kv: Option<f64>,
    /// Geodesic distance from the boundary; 0 inside or touching.
    pub distance_m: f64,
    /// Longitude and latitude of the point reached on the asset.
    pub at: [f64; 2],
    /// Longitude and latitude of the point it is reached from.
    pub from: [f64; 2],
}

/// What is asked: kinds or families, how many of each, how far at most.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Kinds or families of `infra`, in the order of the answer.
    pub names: Vec<String>,
    /// How many of each.
    pub count: usize,
    /// Nothing farther than this.
    pub limit_m: Option<f64>,
}

/// The nearest assets to one geometry, by asked name and rank.
pub fn nearest(index: &ProjectIndex, geometry: &geo::Geometry<f64>, question: &Question) -> Vec<Reached> {
    let prepared = Prepared::new(geometry);
    let mut answer = Vec::new();
    for (asked, name) in question.names.iter().enumerate() {
        let mut found: Vec<Reached> = Vec::new();
        for (group, members) in index.groups() {
            let Group::Infra(kind) = group else { continue };
            if !infra::answers_to(kind, name) {
                continue;
            }
            let hits = members.nearest.nearest_where(&prepared, question.count, question.limit_m, |_| true);
            found.extend(hits.into_iter().filter_map(|hit| {
                let position = hit.id as usize;
                Some(Reached {
                    asked,
                    rank: 0,
                    asset: *members.rows.get(position)?,
                    asset_kind: kind.clone(),
                    voltage_kv: members.voltages_kv.get(position).copied().flatten(),
                    distance_m: hit.distance_m,
                    at: [hit.at.x, hit.at.y],
                    from: [hit.from.x, hit.from.y],
                })
            }));
        }
        found.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.asset.cmp(&b.asset)));
        found.truncate(question.count);
        answer.extend(found.into_iter().enumerate().map(|(at, reached)| Reached { rank: at + 1, ..reached }));
    }
    answer
}

/// One row of the answer, in the words of the command line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProximityRow {
    /// Code, else UUID, of the feature.
    pub of: String,
    /// The name asked for.
    pub kind: String,
    /// The asset's own kind.
    pub asset_kind: String,
    /// 1 = the nearest.
    pub rank: usize,
    /// Code, else UUID, of the asset.
    pub asset: String,
    /// Geodesic distance from the boundary; 0 inside or touching.
    pub distance_m: f64,
    /// Longitude and latitude of the point reached on the asset.
    pub at: [f64; 2],
    /// Voltage in kV; `null` where it is not known.
    pub voltage_kv: Option<f64>,
}

/// The nearest assets to every feature of a layer, in the order of the layer.
/// Features without geometry are left out.
///
/// # Errors
/// [`Cancelled`] when `progress` was cancelled.
pub fn proximity(
    snapshot: &Snapshot,
    index: &ProjectIndex,
    of: Layer,
    question: &Question,
    progress: &Progress,
) -> Result<Vec<ProximityRow>, Cancelled> {
    let rows: Vec<RowRef<'_>> = snapshot.layer(of).filter(|row| row.geometry().is_some()).collect();
    progress.set_total(rows.len() as u64);
    let answers: Result<Vec<Vec<ProximityRow>>, Cancelled> = rows
        .par_iter()
        .map(|row| {
            progress.check()?;
            progress.advance(1);
            let Some(geometry) = row.geometry() else { return Ok(Vec::new()) };
            let of = name_of(row);
            Ok(nearest(index, geometry, question)
                .into_iter()
                .map(|reached| answer_row(snapshot, &of, question, reached))
                .collect())
        })
        .collect();
    Ok(answers?.into_iter().flatten().collect())
}

fn answer_row(snapshot: &Snapshot, of: &str, question: &Question, reached: Reached) -> ProximityRow {
    ProximityRow {
        of: of.to_owned(),
        kind: question.names.get(reached.asked).cloned().unwrap_or_default(),
        asset_kind: reached.asset_kind,
        rank: reached.rank,
        asset: snapshot.row(reached.asset).map(|row| name_of(&row)).unwrap_or_default(),
        distance_m: reached.distance_m,
        at: reached.at,
        voltage_kv: reached.voltage_kv,
    }
}
