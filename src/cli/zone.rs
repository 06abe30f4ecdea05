//! `shahrak zone check`

use super::Done;
use super::face::{Face, Failure};
use crate::analysis::zone_check::{Level, ZoneVerdict, tell};
use crate::app::checking::{self, CheckedZone};
use crate::app::error::AppError;
use crate::base::{Arg, Problem};
use crate::store::StoreError;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Zone {
    Check(Check),
}

/// Check drawn zones against the rules: those of a project, or those of a file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: shahrak zone check province.gpkg --zone Z-1 --json\n         shahrak zone check drawn.geojson --against province.gpkg"
)]
pub(super) struct Check {
    /// A project, or with --against a GeoJSON file.
    source: PathBuf,
    /// Only this zone.
    #[arg(long, value_name = "CODE")]
    zone: Option<String>,
    /// The project that zones of a file are checked against.
    #[arg(long, value_name = "PROJECT")]
    against: Option<PathBuf>,
    /// The rules.
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
}

#[derive(Serialize)]
struct FindingJson {
    rule: String,
    level: Level,
    value: Option<f64>,
    limit: Option<f64>,
    subject: Option<String>,
    source: String,
    message: String,
}

#[derive(Serialize)]
struct ZoneJson {
    code: String,
    area_m2: Option<f64>,
    perimeter_m: Option<f64>,
    dehestan: Option<String>,
    ok: bool,
    findings: Vec<FindingJson>,
    neighbours: Vec<NeighbourJson>,
}

/// A plot, zone or estate that is near but apart.
#[derive(Serialize)]
struct NeighbourJson {
    layer: &'static str,
    reference: String,
    distance_m: f64,
}

#[derive(Serialize)]
struct CheckJson {
    preset: String,
    zones: Vec<ZoneJson>,
}

impl Check {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        let (preset, zones) = face.work(|progress| {
            Ok(match &self.against {
                Some(project) => checking::check_file(
                    &self.source,
                    project,
                    self.zone.as_deref(),
                    self.preset.as_deref(),
                    progress,
                )?,
                None => checking::check_project(
                    &self.source,
                    self.zone.as_deref(),
                    self.preset.as_deref(),
                    progress,
                )
                .map_err(|error| self.without_project(error))?,
            })
        })?;
        let complaint = zones.iter().any(|zone| zone.verdict.has_complaint());
        let json = CheckJson { preset, zones: zones.iter().map(|zone| zone_json(zone, face)).collect() };
        face.answer(&json, |face| {
            zones
                .iter()
                .zip(&json.zones)
                .map(|(zone, json)| table(zone, json, face))
                .collect::<Vec<_>>()
                .join("\n")
        })?;
        Ok(if complaint { Done::Findings } else { Done::Clean })
    }
}

impl Check {
    /// A file of zones where a project is expected lacks the option that names one.
    fn without_project(&self, error: AppError) -> Failure {
        let is_project = self.source.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gpkg"));
        match error {
            AppError::Store(StoreError::NotAGeoPackage(_)) if !is_project => Failure::Usage(
                Problem::new("cli-zone-without-project").with("file", self.source.display().to_string()),
            ),
            error => error.into(),
        }
    }
}

fn zone_json(zone: &CheckedZone, face: &Face) -> ZoneJson {
    let ZoneVerdict { measures, measurable, dehestan, findings, neighbours, .. } = &zone.verdict;
    ZoneJson {
        code: zone.name.clone(),
        area_m2: measurable.area.then_some(measures.area_m2),
        perimeter_m: measurable.lengths.then_some(measures.perimeter_m),
        dehestan: dehestan.clone(),
        ok: zone.verdict.is_ok(),
        findings: findings
            .iter()
            .map(|finding| FindingJson {
                rule: finding.rule.clone(),
                level: finding.level,
                value: finding.value,
                limit: finding.limit,
                subject: finding.subject.as_ref().map(|subject| subject.reference.clone()),
                source: finding.source.clone(),
                message: face.plain(&tell::sentence(finding, face.catalogue())),
            })
            .collect(),
        neighbours: neighbours
            .iter()
            .map(|neighbour| NeighbourJson {
                layer: neighbour.row.table.layer().name(),
                reference: neighbour.reference.clone(),
                distance_m: neighbour.distance_m,
            })
            .collect(),
    }
}

fn table(checked: &CheckedZone, zone: &ZoneJson, face: &Face) -> String {
    let id = if zone.ok { "cli-zone-ok" } else { "cli-zone-not-ok" };
    let area = match zone.area_m2 {
        Some(area_m2) => face.catalogue().area(area_m2),
        None => face.catalogue().get("cli-area-not-known"),
    };
    let name = face.subject(&checked.subject);
    let mut lines = vec![face.line(id, &[("code", Arg::Text(name)), ("area", Arg::Text(area))])];
    lines.extend(zone.findings.iter().map(|finding| {
        let level = match finding.level {
            Level::Error => "level-error",
            Level::Warning => "level-warning",
            Level::Unknown => "level-unknown",
            Level::Info => "level-info",
        };
        format!("  {}: {}", face.plain(&face.catalogue().get(level)), finding.message)
    }));
    lines.join("\n")
}
