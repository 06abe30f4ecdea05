//! Zones under the rules: those of a project, those of a file.

use super::error::AppError;
use super::project::{self, Loaded};
use crate::analysis::zone_check::{self, CheckContext, ZoneUnderCheck, ZoneVerdict};
use crate::base::{Problem, Progress};
use crate::exchange::{self, Item, ReadOptions};
use crate::model::preset::{Presets, Setbacks, ZoneRules};
use crate::model::{Feature, Layer, reference};
use std::path::Path;

/// A zone with its verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedZone {
    /// Its code, else its UUID, else its position in the file.
    pub name: String,
    /// The verdict.
    pub verdict: ZoneVerdict,
}

/// Rules and set-backs by name.
///
/// # Errors
/// A name that no preset has.
pub fn rules_of<'a>(
    presets: &'a Presets,
    preset: Option<&str>,
) -> Result<(&'a ZoneRules, &'a Setbacks), AppError> {
    let known = || presets.zone_rules.iter().map(|rules| rules.id.as_str()).collect::<Vec<_>>().join(", ");
    let unknown = || {
        let name = preset.unwrap_or_default();
        AppError::Problem(Problem::new("preset-unknown").with("name", name).with("known", known()))
    };
    let rules = presets.zone_rules(preset).ok_or_else(unknown)?;
    let setbacks = presets.setbacks.first().ok_or_else(unknown)?;
    Ok((rules, setbacks))
}

/// Checks the drafts of a project, or one of them (an estate may be named too).
///
/// # Errors
/// A project that cannot be read, a name that leads nowhere, an unknown preset.
pub fn check_project(
    project: &Path,
    zone: Option<&str>,
    preset: Option<&str>,
    progress: &Progress,
) -> Result<(String, Vec<CheckedZone>), AppError> {
    let presets = Presets::shipped()?;
    let (rules, setbacks) = rules_of(&presets, preset)?;
    let Loaded { snapshot, index } = project::load_file(project, progress)?;
    let context = CheckContext { snapshot: &snapshot, index: &index, rules, setbacks };
    let only = match zone {
        Some(name) => Some(
            reference::resolve(&snapshot, name, &[Layer::Zones])
                .or_else(|_| reference::resolve(&snapshot, name, &[Layer::Zones, Layer::Estates]))?,
        ),
        None => None,
    };
    let rows: Vec<_> = match only {
        Some(id) => snapshot.row(id).into_iter().collect(),
        None => snapshot.layer(Layer::Zones).collect(),
    };
    let zones = rows
        .into_iter()
        .filter_map(|row| {
            let geometry = row.geometry()?;
            let zone = ZoneUnderCheck { geometry, kind: row.text("kind"), uuid: Some(row.uuid()) };
            let name = reference::name_of(&row);
            Some(CheckedZone { name, verdict: zone_check::check(&zone, &context) })
        })
        .collect();
    Ok((rules.id.clone(), zones))
}

/// Checks the zones of a GeoJSON file against a project, as they are drawn.
///
/// # Errors
/// A file or project that cannot be read, a name that leads nowhere, an unknown preset.
pub fn check_file(
    file: &Path,
    against: &Path,
    zone: Option<&str>,
    preset: Option<&str>,
    progress: &Progress,
) -> Result<(String, Vec<CheckedZone>), AppError> {
    let presets = Presets::shipped()?;
    let (rules, setbacks) = rules_of(&presets, preset)?;
    let Loaded { snapshot, index } = project::load_file(against, progress)?;
    let context = CheckContext { snapshot: &snapshot, index: &index, rules, setbacks };
    let drawn = read_zones(file, progress)?;
    let zones: Vec<CheckedZone> = drawn
        .iter()
        .filter(|(name, _)| zone.is_none_or(|wanted| wanted == name))
        .filter_map(|(name, feature)| {
            let shape = feature.shape.as_ref()?;
            let kind = feature.value("kind").as_text();
            let zone = ZoneUnderCheck { geometry: &shape.geometry, kind, uuid: None };
            Some(CheckedZone { name: name.clone(), verdict: zone_check::check(&zone, &context) })
        })
        .collect();
    match (zones.is_empty(), zone) {
        (true, Some(name)) => Err(reference::ReferenceError::NotFound(name.to_owned()).into()),
        _ => Ok((rules.id.clone(), zones)),
    }
}

/// The zones of a file with their names; a rejected feature is a failure, for
/// nobody should believe it was checked.
fn read_zones(file: &Path, progress: &Progress) -> Result<Vec<(String, Feature)>, AppError> {
    use crate::base::ToProblem;
    let options =
        ReadOptions { layer: Some(Layer::Zones), as_drawn: true, ..ReadOptions::default() };
    let mut zones = Vec::new();
    exchange::read(file, &options, progress, |item| match item {
        Item::Feature(accepted) => {
            let name = accepted.feature.code().map_or_else(|| accepted.index.to_string(), str::to_owned);
            zones.push((name, accepted.feature));
            Ok(())
        }
        Item::Rejected(rejected) => Err(AppError::Problem(rejected.to_problem())),
    })?;
    Ok(zones)
}
