//! Rules about what lies beside and under the zone: plots, other zones and
//! estates, public roads, constraints and power-line strips.

use super::{CheckContext, Finding, Level, Unit, ZoneUnderCheck};
use crate::analysis::index::{Group, GroupIndex};
use crate::geometry::index::geodesic_bounds;
use crate::geometry::overlap::OverlapWith;
use crate::geometry::pieces::Prepared;
use crate::model::reference::name_of;
use crate::model::{RowId, RowRef, Table};

pub(super) fn check(
    zone: &ZoneUnderCheck<'_>,
    context: &CheckContext<'_>,
    area_m2: Option<f64>,
    findings: &mut Vec<Finding>,
) -> Vec<RowId> {
    let plots = overlaps(zone, context, Table::Plots, "overlap_plot", findings);
    overlaps(zone, context, Table::Zones, "overlap_zone", findings);
    overlaps(zone, context, Table::Estates, "overlap_zone", findings);
    let prepared = Prepared::new(zone.geometry);
    access(&prepared, context, area_m2, findings);
    constraints(&prepared, context, findings);
    power_line_strips(&prepared, context, findings);
    plots
}

/// One finding for all features of a table that the zone overlaps: the sum of
/// the overlap, and the largest by name. Gives the rows, the largest first.
fn overlaps(
    zone: &ZoneUnderCheck<'_>,
    context: &CheckContext<'_>,
    table: Table,
    rule: &'static str,
    findings: &mut Vec<Finding>,
) -> Vec<RowId> {
    let Some(bounds) = geodesic_bounds(zone.geometry) else { return Vec::new() };
    let Some(overlap) = OverlapWith::new(zone.geometry) else { return Vec::new() };
    let limit = &context.rules.overlap_tolerance_m2;
    let rows = context.snapshot.table(table);
    let mut overlapped: Vec<(f64, String, RowRef<'_>)> = context
        .index
        .in_box(table, &bounds)
        .into_iter()
        .filter_map(|fid| rows.row(fid))
        .filter(|row| Some(row.uuid()) != zone.uuid)
        .filter(|row| row.text("status") != Some("retired"))
        .filter_map(|row| Some((overlap.area_m2(row.geometry()?), row)))
        .filter(|(area_m2, _)| *area_m2 > limit.value)
        .map(|(area_m2, row)| (area_m2, name_of(&row), row))
        .collect();
    overlapped.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let Some((.., largest)) = overlapped.first() else { return Vec::new() };
    let case = if overlapped.len() == 1 { "one" } else { "several" };
    findings.push(
        Finding::new(rule, Level::Error, case)
            .measured(overlapped.iter().map(|(area_m2, ..)| area_m2).sum(), limit.value, Unit::SquareMetres)
            .about_row(largest)
            .sourced(&limit.source),
    );
    overlapped.into_iter().map(|(.., row)| row.id()).collect()
}

fn access(zone: &Prepared, context: &CheckContext<'_>, area_m2: Option<f64>, findings: &mut Vec<Finding>) {
    let limit = &context.rules.access_max_m;
    match context.index.group(&Group::Infra("road".to_owned())) {
        None => findings.push(Finding::new("access", Level::Unknown, "no_roads")),
        Some(roads) => {
            let hit = roads.nearest.nearest_where(zone, 1, None, |_| true).into_iter().next();
            if let Some(hit) = hit.filter(|hit| hit.distance_m > limit.value) {
                let finding = Finding::new("access", Level::Error, "far")
                    .measured(hit.distance_m, limit.value, Unit::Metres)
                    .sourced(&limit.source);
                findings.push(about(finding, context, roads, hit.id));
            }
        }
    }
    let limit = &context.rules.two_entrances_above_m2;
    if let Some(area_m2) = area_m2.filter(|area_m2| *area_m2 > limit.value) {
        findings.push(
            Finding::new("entrances", Level::Unknown, "two_needed")
                .measured(area_m2, limit.value, Unit::SquareMetres)
                .sourced(&limit.source),
        );
    }
}

/// The finding, about that member of a group.
fn about(finding: Finding, context: &CheckContext<'_>, group: &GroupIndex, id: u32) -> Finding {
    match group.rows.get(id as usize).and_then(|row| context.snapshot.row(*row)) {
        Some(row) => finding.about_row(&row),
        None => finding,
    }
}

/// The nearest member of a group that `accept` takes, when it is nearer than
/// the set-back (or overlaps, for a set-back of 0).
fn set_back(
    zone: &Prepared,
    context: &CheckContext<'_>,
    group: &GroupIndex,
    constraint: &str,
    setback_m: f64,
    accept: impl Fn(u32) -> bool,
) -> Option<Finding> {
    let hit = group.nearest.nearest_where(zone, 1, Some(setback_m), accept).into_iter().next()?;
    let near = if setback_m > 0.0 { hit.distance_m < setback_m } else { hit.distance_m == 0.0 };
    near.then(|| {
        let finding = Finding::new(format!("constraint_{constraint}"), Level::Error, "near")
            .measured(hit.distance_m, setback_m, Unit::Metres)
            .sourced(&context.setbacks.source);
        about(finding, context, group, hit.id)
    })
}

fn constraints(zone: &Prepared, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let setback_m = &context.setbacks.setback_m;
    let mut found: Vec<Finding> = Vec::new();
    for (group, members) in context.index.groups() {
        match group {
            Group::Constraint(kind) => {
                if let Some(metres) = setback_m.get(kind) {
                    found.extend(set_back(zone, context, members, kind, *metres, |_| true));
                }
            }
            Group::Place => {
                if let Some(metres) = setback_m.get("settlement") {
                    found.extend(set_back(zone, context, members, "settlement", *metres, |_| true));
                }
            }
            Group::Infra(kind) => {
                for asset in context.setbacks.asset.iter().filter(|asset| asset.kind == *kind) {
                    let Some(metres) = setback_m.get(&asset.constraint) else { continue };
                    let of_class = |id: u32| {
                        asset.class.is_none() || members.classes.get(id as usize) == Some(&asset.class)
                    };
                    found.extend(set_back(zone, context, members, &asset.constraint, *metres, of_class));
                }
            }
        }
    }
    // One finding a kind: the nearest.
    found.sort_by(|a, b| a.rule.cmp(&b.rule).then(a.value.unwrap_or(0.0).total_cmp(&b.value.unwrap_or(0.0))));
    found.dedup_by(|later, earlier| later.rule == earlier.rule);
    findings.append(&mut found);
}

/// A power line whose strip the zone enters. Inside a zone a strip may be road,
/// green or parking, so this is a warning; a line of unknown voltage is said.
fn power_line_strips(zone: &Prepared, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let Some(lines) = context.index.group(&Group::Infra("power_line".to_owned())) else { return };
    let widest_m =
        context.setbacks.power_line_strip.iter().map(|strip| strip.second_degree_m).fold(0.0, f64::max);
    let near = lines.nearest.nearest_where(zone, usize::MAX, Some(widest_m), |_| true);
    let finding = |level, case| Finding::new("constraint_power_line", level, case);
    for hit in near {
        let voltage_kv = lines.voltages_kv.get(hit.id as usize).copied().flatten();
        let strip_m = voltage_kv.and_then(|kv| context.setbacks.power_line_strip_m(kv));
        let found = match strip_m {
            Some(strip_m) if hit.distance_m < strip_m => {
                finding(Level::Warning, "strip").measured(hit.distance_m, strip_m, Unit::Metres)
            }
            None => {
                finding(Level::Unknown, "voltage_not_known").measured(hit.distance_m, widest_m, Unit::Metres)
            }
            Some(_) => continue,
        };
        findings.push(about(found.sourced(&context.setbacks.source), context, lines, hit.id));
    }
}
