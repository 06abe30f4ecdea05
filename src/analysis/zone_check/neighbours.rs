//! Rules about what lies beside and under the zone: plots, other zones and
//! estates, public roads, constraints and power-line strips.

use super::{CheckContext, Finding, Level, Neighbour, Unit, ZoneUnderCheck};
use crate::analysis::index::{Group, GroupIndex};
use crate::geometry::index::geodesic_bounds;
use crate::geometry::nearest::NearestIndex;
use crate::geometry::overlap::OverlapWith;
use crate::geometry::pieces::Prepared;
use crate::model::reference::name_of;
use crate::model::{RowId, RowRef, Table};

pub(super) fn check(
    zone: &ZoneUnderCheck<'_>,
    context: &CheckContext<'_>,
    area_m2: Option<f64>,
    findings: &mut Vec<Finding>,
) -> (Vec<RowId>, Vec<Neighbour>) {
    let plots = overlaps(zone, context, Table::Plots, "overlap_plot", findings);
    let mut areas = overlaps(zone, context, Table::Zones, "overlap_zone", findings);
    areas.extend(overlaps(zone, context, Table::Estates, "overlap_zone", findings));
    let prepared = Prepared::new(zone.geometry);
    let mut near: Vec<Neighbour> = Vec::new();
    for (tables, overlapped) in [(&[Table::Zones, Table::Estates][..], &areas), (&[Table::Plots], &plots)] {
        if overlapped.is_empty() {
            near.extend(nearest(zone, &prepared, context, tables));
        }
    }
    access(&prepared, context, area_m2, findings);
    constraints(&prepared, context, findings);
    power_line_strips(&prepared, context, findings);
    (plots, near)
}

/// The nearest row of the tables within the distance that counts as near, looked for
/// close by first: there may be thousands of plots farther off.
fn nearest(
    zone: &ZoneUnderCheck<'_>,
    prepared: &Prepared,
    context: &CheckContext<'_>,
    tables: &[Table],
) -> Option<Neighbour> {
    /// Less than a degree of latitude or of longitude on the equator, metres.
    const METRES_A_DEGREE: f64 = 110_000.0;
    let bounds = geodesic_bounds(zone.geometry)?;
    let farthest_lat = bounds.south.abs().max(bounds.north.abs()).min(89.0).to_radians();
    for share in [1.0 / 16.0, 1.0 / 4.0, 1.0] {
        let within_m = context.rules.neighbour_near_m.value * share;
        let around = bounds.widened(within_m / METRES_A_DEGREE / farthest_lat.cos());
        let rows: Vec<RowRef<'_>> = tables
            .iter()
            .flat_map(|table| context.index.in_box(*table, &around).into_iter().map(|fid| (*table, fid)))
            .filter_map(|(table, fid)| context.snapshot.table(table).row(fid))
            .filter(|row| Some(row.uuid()) != zone.uuid && row.text("status") != Some("retired"))
            .collect();
        let geometries = rows.iter().enumerate();
        let geometries = geometries.filter_map(|(at, row)| Some((at as u32, row.geometry()?.as_ref())));
        let hits = NearestIndex::build(geometries).nearest_where(prepared, 1, Some(within_m), |_| true);
        let found = hits.first().and_then(|hit| Some((rows.get(hit.id as usize)?, hit.distance_m)));
        if let Some((row, distance_m)) = found {
            return Some(Neighbour { row: row.id(), reference: name_of(row), distance_m });
        }
    }
    None
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
    let Some((largest_m2, _, largest)) = overlapped.first() else { return Vec::new() };
    let case = if overlapped.len() == 1 { "one" } else { "several" };
    findings.push(
        Finding::new(rule, Level::Error, case)
            .measured(overlapped.iter().map(|(area_m2, ..)| area_m2).sum(), limit.value, Unit::SquareMetres)
            .about_row(largest)
            .of_several(overlapped.len(), *largest_m2)
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

#[cfg(test)]
mod tests {
    use super::super::{ZoneVerdict, check};
    use super::*;
    use crate::analysis::index::ProjectIndex;
    use crate::base::Progress;
    use crate::model::preset::Presets;
    use crate::model::{Snapshot, StoredRow, TableBuilder, Value};
    use geo::{Geometry, polygon};

    /// Degrees of longitude at 35° north that are a metre.
    const METRE: f64 = 1.0 / 91_288.0;

    /// A square of 300 m whose western side lies so many metres east of 52° E.
    fn square(east_m: f64) -> Geometry<f64> {
        let (west, east) = (52.0 + east_m * METRE, 52.0 + (east_m + 300.0) * METRE);
        polygon![(x: west, y: 35.0), (x: east, y: 35.0), (x: east, y: 35.0027), (x: west, y: 35.0027)].into()
    }

    fn verdict(zones: &[f64], plots: &[f64]) -> ZoneVerdict {
        let table = |table: Table, squares: &[f64]| {
            let mut builder = TableBuilder::new(table);
            for (at, east_m) in squares.iter().enumerate() {
                let fid = at as i64 + 1;
                let uuid = uuid::Uuid::from_u128((table.position() as u128) << 64 | fid as u128);
                let values = vec![Value::Null; table.columns().len()];
                builder.push(StoredRow { fid, uuid, geometry: Some(square(*east_m)), values });
            }
            builder.finish()
        };
        let snapshot = Snapshot::new(1, vec![table(Table::Zones, zones), table(Table::Plots, plots)]);
        let index = ProjectIndex::build(&snapshot, &Progress::new()).expect("not cancelled");
        let presets = Presets::shipped().expect("presets");
        let rules = presets.zone_rules(None).expect("rules");
        let context =
            CheckContext { snapshot: &snapshot, index: &index, rules, setbacks: &presets.setbacks[0] };
        check(&ZoneUnderCheck { geometry: &square(0.0), kind: None, uuid: None }, &context)
    }

    fn apart(verdict: &ZoneVerdict) -> Vec<(Table, i64, f64)> {
        let told = verdict.neighbours.iter();
        told.map(|one| (one.row.table, one.row.fid, one.distance_m.round())).collect()
    }

    #[test]
    fn of_zones_that_cross_the_area_is_told_and_of_those_apart_the_distance() {
        let crossing = verdict(&[270.0], &[]);
        let finding = crossing.findings.iter().find(|finding| finding.rule == "overlap_zone").expect("told");
        let area_m2 = finding.value.expect("an area");
        // 30 m by the height of the square, 299.5 m.
        assert!((area_m2 - 30.0 * 299.5).abs() < 10.0, "{area_m2}");
        assert_eq!((finding.count, finding.case), (1, "one"));
        assert_eq!(apart(&crossing), []);

        assert_eq!(
            apart(&verdict(&[335.0, 320.0], &[-420.0])),
            [(Table::Zones, 2, 20.0), (Table::Plots, 1, 120.0)]
        );
        assert_eq!(apart(&verdict(&[795.0], &[-805.0])), [(Table::Zones, 1, 495.0)], "only what is near");
        let touching = verdict(&[300.0], &[]);
        assert!(touching.findings.iter().all(|finding| finding.rule != "overlap_zone"));
        assert_eq!(apart(&touching), [(Table::Zones, 1, 0.0)]);
    }

    #[test]
    fn several_overlaps_are_counted_and_the_largest_is_told_apart() {
        let over = verdict(&[290.0, 200.0, -250.0], &[]);
        let finding = over.findings.iter().find(|finding| finding.rule == "overlap_zone").expect("told");
        assert_eq!((finding.count, finding.case), (3, "several"));
        let (all, largest) = (finding.value.expect("in all"), finding.largest.expect("the largest"));
        assert!(
            (all - 160.0 * 299.5).abs() < 50.0 && (largest - 100.0 * 299.5).abs() < 30.0,
            "{all} {largest}"
        );
    }
}
