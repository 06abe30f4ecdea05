//! The facts of the live card over the whole sample project, and how long they take.

use std::time::{Duration, Instant};

use shahrak::analysis::proximity::{Question, nearest};
use shahrak::app::{project, sampling};
use shahrak::base::Progress;
use shahrak::model::preset::Presets;
use shahrak::model::{Layer, Table};
use shahrak::sample::Preset;
use shahrak::ui::map::facts::{ASKED, AreaStanding};
use shahrak::ui::map::rectangle::rectangle;
use shahrak::ui::map::{Subject, card_facts};

/// A zone of 12 ha beside places of the sample, and one on the plots of estates.
#[test]
fn facts_hold_all_over_the_sample_and_their_cost_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sample.gpkg");
    sampling::build(&file, Preset::SemnanKerman, sampling::SEED, &Progress::new()).unwrap();
    let loaded = project::load_file(&file, &Progress::new()).unwrap();
    let (snapshot, index) = (&loaded.snapshot, &loaded.index);
    let presets = Presets::shipped().unwrap();
    let features: usize = Table::ALL.iter().map(|table| snapshot.table(*table).len()).sum();
    let question = Question { names: ASKED.map(str::to_owned).to_vec(), count: 1, limit_m: None };

    for layer in [Layer::Places, Layer::Plots] {
        let mut costs: Vec<Duration> = Vec::new();
        for row in snapshot.layer(layer).step_by(snapshot.layer(layer).count() / 60 + 1) {
            let Some(centre) = row.geometry().and_then(|geometry| shahrak::geometry::centroid(geometry))
            else {
                continue;
            };
            let subject = Subject::drawn(rectangle(centre, [400.0, 300.0], 20.0));
            let start = Instant::now();
            let facts = card_facts(&subject, snapshot, index, &presets);
            costs.push(start.elapsed());

            assert!((facts.size.measures.area_m2 - 120_000.0).abs() < 12.0);
            let standing = facts.limits.map(|limits| limits.standing(facts.size.measures.area_m2));
            assert_eq!(standing, Some(AreaStanding::Inside));
            let reached = nearest(index, &subject.geometry, &question);
            for (fact, reached) in facts.nearest.iter().zip(&reached) {
                assert_eq!(fact.reached.as_ref(), Some(reached), "{}", fact.asked);
                assert!(fact.nearness.is_some(), "{}", fact.asked);
            }
            let verdict = facts.verdict.expect("rules are loaded");
            let says_plots = verdict.findings.iter().any(|finding| finding.rule == "overlap_plot");
            assert_eq!(says_plots, !facts.plots.is_empty());
            if layer == Layer::Plots {
                assert!(facts.plots.contains(&row.id()), "the plot it lies on");
            }
        }
        costs.sort();
        let worst = costs.last().copied().unwrap_or_default();
        let median = costs.get(costs.len() / 2).copied().unwrap_or_default();
        println!(
            "facts on {} ({} features in all, {} zones): median {median:?}, worst {worst:?}",
            layer.name(),
            features,
            costs.len()
        );
    }
}
