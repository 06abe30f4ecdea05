//! Rules about the zone's own shape: area, validity, compactness, width.

use super::{Finding, Level, Unit, ZoneUnderCheck};
use crate::geometry::measure::Measures;
use crate::geometry::validity::{GeometryProblem, ProblemCode};
use crate::geometry::width::narrower_than_m;
use crate::model::preset::ZoneRules;
use geo::Geometry;

pub(super) fn check(
    zone: &ZoneUnderCheck<'_>,
    rules: &ZoneRules,
    measures: &Measures,
    area_m2: Option<f64>,
    problems: &[GeometryProblem],
    findings: &mut Vec<Finding>,
) {
    if let Some(area_m2) = area_m2.filter(|_| rules.applies_to.iter().any(|kind| kind == zone.kind())) {
        area(rules, area_m2, findings);
    }
    match parts(zone.geometry) {
        Some(1) => {}
        Some(parts) => {
            let finding = Finding::new("single_polygon", Level::Error, "several");
            findings.push(finding.measured(parts as f64, 1.0, Unit::Number));
        }
        None => findings.push(Finding::new("single_polygon", Level::Error, "none").measured(
            0.0,
            1.0,
            Unit::Number,
        )),
    }
    if let Some(problem) = problems.iter().find(|problem| problem.code.is_invalid()) {
        use ProblemCode::{Empty, TooFewPoints, ZeroArea, ZeroLength};
        let case = match problem.code {
            Empty | TooFewPoints | ZeroArea | ZeroLength => "impossible",
            _ => "invalid",
        };
        findings.push(Finding::new("valid", Level::Error, case).about(problem.code.word()));
        return;
    }
    compactness_and_width(zone, rules, measures, findings);
}

fn area(rules: &ZoneRules, area_m2: f64, findings: &mut Vec<Finding>) {
    let (least, most) = (&rules.area_min_m2, &rules.area_max_m2);
    let finding = |case, limit: &crate::model::preset::Sourced<f64>| {
        Finding::new("area", Level::Error, case)
            .measured(area_m2, limit.value, Unit::SquareMetres)
            .sourced(&limit.source)
    };
    if area_m2 < least.value {
        findings.push(finding("too_small", least));
    } else if area_m2 > most.value {
        findings.push(finding("too_large", most));
    }
}

/// Number of polygons; `None` for what has no area at all.
pub(super) fn parts(geometry: &Geometry<f64>) -> Option<usize> {
    match geometry {
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => Some(1),
        Geometry::MultiPolygon(parts) => Some(parts.0.len()),
        _ => None,
    }
}

fn compactness_and_width(
    zone: &ZoneUnderCheck<'_>,
    rules: &ZoneRules,
    measures: &Measures,
    findings: &mut Vec<Finding>,
) {
    let limit = &rules.compactness_min;
    if let Some(compactness) = measures.compactness().filter(|compactness| *compactness < limit.value) {
        findings.push(
            Finding::new("compactness", Level::Warning, "low")
                .measured(compactness, limit.value, Unit::Number)
                .sourced(&limit.source),
        );
    }
    let limit = &rules.width_min_m;
    if let Some(width_m) = narrower_than_m(zone.geometry, limit.value) {
        findings.push(
            Finding::new("width", Level::Warning, "narrow")
                .measured(width_m, limit.value, Unit::Metres)
                .sourced(&limit.source),
        );
    }
}
