//! Zones under the rules: those of a project, those of a file.

use super::error::AppError;
use super::project::{self, Loaded};
use crate::analysis::zone_check::{self, CheckContext, Subject, ZoneUnderCheck, ZoneVerdict};
use crate::base::Progress;
use crate::exchange::read_drawn;
use crate::geometry::validity::ProblemCode;
use crate::model::preset::{Presets, Setbacks, ZoneRules};
use crate::model::{Layer, Table, Value, reference};
use std::path::Path;

/// A zone with its verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedZone {
    /// Its code, else its UUID, else its position in the file.
    pub name: String,
    /// The same as it can be called in any language.
    pub subject: Subject,
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
    let known = || presets.zone_rules.iter().map(|rules| rules.id.clone()).collect();
    let unknown = || {
        let name = preset.unwrap_or_default();
        AppError::UnknownPreset { name: name.to_owned(), known: known() }
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
        .map(|row| {
            let verdict = row.geometry().map_or_else(without_geometry, |geometry| {
                let zone = ZoneUnderCheck { geometry, kind: row.text("kind"), uuid: Some(row.uuid()) };
                zone_check::check(&zone, &context)
            });
            CheckedZone { name: reference::name_of(&row), subject: Subject::of(&row), verdict }
        })
        .collect();
    Ok((rules.id.clone(), zones))
}

/// A zone that is not drawn yet keeps no rule, and nobody should believe it does.
fn without_geometry() -> ZoneVerdict {
    zone_check::nowhere(ProblemCode::Empty.word())
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
    let mut zones = Vec::new();
    for drawn in read_drawn(file, Layer::Zones, None, progress)? {
        let text =
            |column: &str| drawn.values.get(Table::Zones.column_position(column)?).and_then(Value::as_text);
        let name = text("code").map_or_else(|| drawn.index.to_string(), str::to_owned);
        if zone.is_some_and(|wanted| wanted != name) {
            continue;
        }
        let own = |column: &str| text(column).map(str::to_owned);
        let subject = Subject {
            reference: name.clone(),
            kind: own("kind"),
            name_fa: own("name_fa"),
            name_en: own("name_en"),
        };
        let raw = match &drawn.geometry {
            Ok(Some(raw)) => raw,
            Ok(None) => {
                zones.push(CheckedZone { name, subject, verdict: without_geometry() });
                continue;
            }
            // Nobody should believe that this one was checked; the others still are.
            Err(word) => {
                zones.push(CheckedZone { name, subject, verdict: zone_check::nowhere(word) });
                continue;
            }
        };
        let geometry = raw.as_drawn().geometry;
        let zone = ZoneUnderCheck { geometry: &geometry, kind: text("kind"), uuid: None };
        let verdict = zone_check::check(&zone, &context);
        zones.push(CheckedZone { name, subject, verdict });
    }
    match (zones.is_empty(), zone) {
        (true, Some(name)) => Err(reference::ReferenceError::NotFound(name.to_owned()).into()),
        _ => Ok((rules.id.clone(), zones)),
    }
}
