//! Rules about where the zone lies: country, dehestan, its people and centre.

use super::territory::Territory;
use super::{CheckContext, Finding, Level, Unit, ZoneUnderCheck};
use crate::analysis::index::ProjectIndex;
use crate::geometry::index::geodesic_bounds;
use crate::geometry::measure::area_m2;
use crate::geometry::plane::{centroid, overlap_area_m2};
use crate::model::{RowRef, Snapshot, Table};
use geo::{Coord, CoordsIter, Geometry};

/// Checks the place; gives the code of the dehestan the zone lies in.
pub(super) fn check(
    zone: &ZoneUnderCheck<'_>,
    context: &CheckContext<'_>,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let centre = centroid(zone.geometry)?;
    outside_country(zone, centre, context, findings);
    let known = context.snapshot.table(Table::Admin).rows().any(|row| is_dehestan(&row));
    if !known {
        findings.push(Finding::new("in_dehestan", Level::Unknown, "none_loaded"));
        findings.push(Finding::new("population", Level::Unknown, "none_loaded"));
        return None;
    }
    let Some(dehestan) = dehestan_at(zone.geometry, centre, context.snapshot, context.index) else {
        findings.push(Finding::new("in_dehestan", Level::Error, "in_none"));
        findings.push(Finding::new("population", Level::Unknown, "none_loaded"));
        return None;
    };
    within_one(zone, &dehestan, context, findings);
    population(&dehestan, context, findings);
    centre_distance(centre, &dehestan, context, findings);
    dehestan.code().map(str::to_owned)
}

fn is_dehestan(row: &RowRef<'_>) -> bool {
    row.text("level") == Some("dehestan") && row.geometry().is_some()
}

/// Code of the dehestan that a boundary lies in: that of its centroid, else that of
/// most of its area. From the index, in well under a frame.
pub fn dehestan_of(boundary: &Geometry<f64>, snapshot: &Snapshot, index: &ProjectIndex) -> Option<String> {
    dehestan_at(boundary, centroid(boundary)?, snapshot, index)?.code().map(str::to_owned)
}

fn dehestan_at<'a>(
    boundary: &Geometry<f64>,
    centre: Coord<f64>,
    snapshot: &'a Snapshot,
    index: &ProjectIndex,
) -> Option<RowRef<'a>> {
    let mut touched = touched_units(boundary, snapshot, index, "dehestan");
    if let Some(at) = touched.iter().position(|row| covers(row, centre)) {
        return Some(touched.swap_remove(at));
    }
    let shared = |row: RowRef<'a>| (row.geometry().map_or(0.0, |unit| overlap_area_m2(boundary, unit)), row);
    // Of equals the first row, so that the answer depends on nothing but the data.
    let largest = touched.into_iter().map(shared).reduce(|one, next| if next.0 > one.0 { next } else { one });
    largest.map(|(_, row)| row)
}

/// Units of a level that a geometry touches, in order of their rows.
fn touched_units<'a>(
    geometry: &Geometry<f64>,
    snapshot: &'a Snapshot,
    index: &ProjectIndex,
    level: &str,
) -> Vec<RowRef<'a>> {
    let Some(bounds) = geodesic_bounds(geometry) else { return Vec::new() };
    let table = snapshot.table(Table::Admin);
    index
        .in_box(Table::Admin, &bounds)
        .into_iter()
        .filter_map(|fid| table.row(fid))
        .filter(|row| row.text("level") == Some(level))
        .filter(|row| row.geometry().is_some_and(|unit| Territory::new(unit).touches(geometry)))
        .collect()
}

fn covers(row: &RowRef<'_>, at: Coord<f64>) -> bool {
    row.geometry().is_some_and(|unit| Territory::new(unit).covers(at))
}

fn within_one(
    zone: &ZoneUnderCheck<'_>,
    dehestan: &RowRef<'_>,
    context: &CheckContext<'_>,
    findings: &mut Vec<Finding>,
) {
    let Some(unit) = dehestan.geometry() else { return };
    if Territory::new(unit).holds(zone.geometry) {
        return;
    }
    let inside_m2 = overlap_area_m2(zone.geometry, unit);
    let outside_m2 = (area_m2(zone.geometry) - inside_m2).max(0.0);
    let limit = &context.rules.overlap_tolerance_m2;
    if outside_m2 > limit.value {
        findings.push(
            Finding::new("in_dehestan", Level::Warning, "straddles")
                .measured(outside_m2, limit.value, Unit::SquareMetres)
                .about_row(dehestan),
        );
    }
}

fn population(dehestan: &RowRef<'_>, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let limit = &context.rules.population_min;
    let Some(people) = dehestan.number("population") else {
        findings.push(Finding::new("population", Level::Unknown, "not_known").about_row(dehestan));
        return;
    };
    let enough =
        if context.rules.population_strict.value { people > limit.value } else { people >= limit.value };
    if !enough {
        findings.push(
            Finding::new("population", Level::Error, "too_few")
                .measured(people, limit.value, Unit::People)
                .about_row(dehestan)
                .sourced(&limit.source),
        );
    }
}

fn centre_distance(
    centre: Coord<f64>,
    dehestan: &RowRef<'_>,
    context: &CheckContext<'_>,
    findings: &mut Vec<Finding>,
) {
    let (Some(x), Some(y)) = (dehestan.number("centre_lon"), dehestan.number("centre_lat")) else {
        findings.push(Finding::new("centre_distance", Level::Unknown, "not_known").about_row(dehestan));
        return;
    };
    let distance_m = crate::geometry::geodesic::geodesic_m(centre, Coord { x, y });
    let (warn, error) = (&context.rules.centre_warn_m, &context.rules.centre_error_m);
    let (level, limit) = if distance_m > error.value {
        (Level::Error, error)
    } else if distance_m > warn.value {
        (Level::Warning, warn)
    } else {
        return;
    };
    findings.push(
        Finding::new("centre_distance", level, "far")
            .measured(distance_m, limit.value, Unit::Metres)
            .about_row(dehestan)
            .sourced(&limit.source),
    );
}

/// Every vertex and the centroid must lie in a province; where no province is
/// loaded, in the box of Iran (domain §3.6).
fn outside_country(
    zone: &ZoneUnderCheck<'_>,
    centre: Coord<f64>,
    context: &CheckContext<'_>,
    findings: &mut Vec<Finding>,
) {
    let country = context.snapshot.table(Table::Admin);
    let known = country.rows().any(|row| row.text("level") == Some("ostan") && row.geometry().is_some());
    let outside = if known {
        let provinces = touched_units(zone.geometry, context.snapshot, context.index, "ostan");
        let provinces: Vec<Territory<'_>> =
            provinces.iter().filter_map(|row| row.geometry()).map(|unit| Territory::new(unit)).collect();
        let mut corners = zone.geometry.coords_iter().chain([centre]);
        !corners.all(|corner| provinces.iter().any(|province| province.covers(corner)))
    } else {
        zone.geometry.coords_iter().any(|corner| !crate::geometry::crs::iran_box().contains(corner))
    };
    if outside {
        findings.push(Finding::new("outside_country", Level::Error, if known { "provinces" } else { "box" }));
    }
}
