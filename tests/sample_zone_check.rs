//! The drafts of the sample project under the rules: one right, one too small,
//! one over plots.

use shahrak::analysis::zone_check::{Finding, Level, ZoneVerdict};
use shahrak::app::checking::check_project;
use shahrak::app::sampling;
use shahrak::base::Progress;
use shahrak::sample::Preset;

fn complaints(verdict: &ZoneVerdict) -> Vec<&Finding> {
    verdict.findings.iter().filter(|finding| matches!(finding.level, Level::Error | Level::Warning)).collect()
}

#[test]
fn each_draft_of_the_sample_gets_the_verdict_it_is_there_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sample.gpkg");
    sampling::build(&file, Preset::SemnanKerman, sampling::SEED, &Progress::new()).unwrap();
    let (preset, zones) = check_project(&file, None, None, &Progress::new()).unwrap();
    assert_eq!(preset, "rural_zone_programme");
    let names: Vec<&str> = zones.iter().map(|zone| zone.name.as_str()).collect();
    assert_eq!(names, ["D001", "D002", "D003"]);

    let right = &zones[0].verdict;
    assert!(right.is_ok() && complaints(right).is_empty(), "{:?}", right.findings);
    assert!((right.measures.area_m2 - 120_000.0).abs() < 60.0);
    // Nothing was skipped for want of data: only entrances cannot be known yet.
    let unknown = right.findings.iter().filter(|finding| finding.level == Level::Unknown);
    assert_eq!(unknown.map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["entrances"]);

    let small = complaints(&zones[1].verdict);
    assert_eq!(small.len(), 1, "{small:?}");
    assert_eq!((small[0].rule.as_str(), small[0].case, small[0].level), ("area", "too_small", Level::Error));

    // Plots lie in estates, so it is over both.
    let over = complaints(&zones[2].verdict);
    let rules: Vec<&str> = over.iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(rules, ["overlap_plot", "overlap_zone"], "{over:?}");
    assert!(over.iter().all(|finding| finding.value.is_some_and(|area_m2| area_m2 > 2_000.0)), "{over:?}");
}
