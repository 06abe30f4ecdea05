//! What the card beside the cursor and the inspector say about a zone: one
//! pure function that can run anywhere.

use std::sync::Arc;

use geo::Geometry;
use uuid::Uuid;

use crate::analysis::index::ProjectIndex;
use crate::analysis::proximity::{Question, Reached, nearest};
use crate::analysis::zone_check::{self, CheckContext, ZoneUnderCheck, ZoneVerdict};
use crate::geometry::measure::{Measures, measure};
use crate::geometry::validity::{self, measurable};
use crate::model::preset::{Nearness, Presets};
use crate::model::{RowId, Snapshot};

/// What the card names apart, in its order: kinds or families of `infra`.
pub const ASKED: [&str; 3] = ["substation", "power_line", "water"];

/// The project as the map sees it, at one revision.
#[derive(Clone, Copy)]
pub struct Stage<'a> {
    /// Everything in it.
    pub snapshot: &'a Arc<Snapshot>,
    /// Its indexes, of the same revision.
    pub index: &'a Arc<ProjectIndex>,
    /// Rules, set-backs and distance bands.
    pub presets: &'a Arc<Presets>,
    /// Whose data it shows; empty where there is nothing to name.
    pub attribution: &'a str,
    /// Shapes that were drawn, but could not be written into the file.
    pub unsaved: &'a [&'a Geometry<f64>],
    /// Nothing may be changed: no drawing tools.
    pub is_read_only: bool,
}

/// The zone that is asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Its boundary, lon/lat degrees.
    pub geometry: Geometry<f64>,
    /// Its kind; without one it is a rural zone.
    pub kind: Option<String>,
    /// The row it is stored in, so that it does not overlap itself.
    pub uuid: Option<Uuid>,
}

impl Subject {
    /// A drawing that is not stored yet.
    pub fn drawn(geometry: impl Into<Geometry<f64>>) -> Self {
        Subject { geometry: geometry.into(), kind: None, uuid: None }
    }
}

/// The limits that the rules set to an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaLimits {
    /// Least area, m².
    pub least_m2: f64,
    /// Most area, m².
    pub most_m2: f64,
    /// Within this share of a limit an area is near it.
    pub near_share: f64,
}

impl AreaLimits {
    /// The limits for a kind of zone, where the rules have some; without a kind
    /// those of a rural zone.
    pub fn of(kind: Option<&str>, presets: &Presets) -> Option<AreaLimits> {
        let rules = presets.zone_rules(None)?;
        let kind = kind.unwrap_or("rural_zone");
        rules.applies_to.iter().any(|known| known == kind).then_some(AreaLimits {
            least_m2: rules.area_min_m2.value,
            most_m2: rules.area_max_m2.value,
            near_share: presets.drawing.near_limit_share.value,
        })
    }

    /// How an area in m² stands to them.
    pub fn standing(&self, area_m2: f64) -> AreaStanding {
        if area_m2 < self.least_m2 || area_m2 > self.most_m2 {
            AreaStanding::Outside
        } else if area_m2 < self.least_m2 * (1.0 + self.near_share)
            || area_m2 > self.most_m2 * (1.0 - self.near_share)
        {
            AreaStanding::NearLimit
        } else {
            AreaStanding::Inside
        }
    }
}

/// How an area stands to the limits of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaStanding {
    /// Well inside the limits.
    Inside,
    /// Inside, but near a limit.
    NearLimit,
    /// Outside.
    Outside,
}

/// The nearest asset of one asked name.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestFact {
    /// Kind or family asked for, one of [`ASKED`].
    pub asked: &'static str,
    /// What was reached; `None` where nothing of that name is loaded.
    pub reached: Option<Reached>,
    /// The band its distance falls in, where the presets have one.
    pub nearness: Option<Nearness>,
}

/// How large a shape is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Area and perimeter.
    pub measures: Measures,
    /// Whether the area is one: of edges that cross, the parts would count against each other.
    pub has_area: bool,
}

impl Size {
    /// The size of a shape; cheap enough for every frame.
    pub fn of(geometry: &Geometry<f64>) -> Size {
        let has_area = measurable(&validity::check(geometry)).area;
        Size { measures: measure(geometry), has_area }
    }
}

/// What there is to say about a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct CardFacts {
    /// Area and perimeter.
    pub size: Size,
    /// The limits of the area; none for a kind without.
    pub limits: Option<AreaLimits>,
    /// The nearest of [`ASKED`], in that order.
    pub nearest: Vec<NearestFact>,
    /// The verdict of the rules; `None` where no rules are loaded.
    pub verdict: Option<ZoneVerdict>,
    /// Plots the zone overlaps, the largest overlap first.
    pub plots: Vec<RowId>,
}

/// Works everything out. Pure: reads what it is given, nothing else.
pub fn card_facts(
    subject: &Subject,
    snapshot: &Snapshot,
    index: &ProjectIndex,
    presets: &Presets,
) -> CardFacts {
    let geometry = &subject.geometry;
    let verdict = verdict(subject, snapshot, index, presets);
    let of_verdict =
        |verdict: &ZoneVerdict| Size { measures: verdict.measures, has_area: verdict.measurable.area };
    CardFacts {
        size: verdict.as_ref().map_or_else(|| Size::of(geometry), of_verdict),
        limits: AreaLimits::of(subject.kind.as_deref(), presets),
        nearest: nearest_facts(geometry, index, presets),
        plots: verdict.as_ref().map_or_else(Vec::new, |verdict| verdict.plots.clone()),
        verdict,
    }
}

fn verdict(
    subject: &Subject,
    snapshot: &Snapshot,
    index: &ProjectIndex,
    presets: &Presets,
) -> Option<ZoneVerdict> {
    let zone =
        ZoneUnderCheck { geometry: &subject.geometry, kind: subject.kind.as_deref(), uuid: subject.uuid };
    let (rules, setbacks) = (presets.zone_rules(None)?, presets.setbacks.first()?);
    Some(zone_check::check(&zone, &CheckContext { snapshot, index, rules, setbacks }))
}

fn nearest_facts(geometry: &Geometry<f64>, index: &ProjectIndex, presets: &Presets) -> Vec<NearestFact> {
    let question = Question { names: ASKED.map(str::to_owned).to_vec(), count: 1, limit_m: None };
    let mut found = nearest(index, geometry, &question);
    ASKED
        .iter()
        .enumerate()
        .map(|(position, asked)| {
            let at = found.iter().position(|reached| reached.asked == position);
            let reached = at.map(|at| found.swap_remove(at));
            let nearness = reached.as_ref().and_then(|reached| {
                let bands = &presets.bands;
                let band = bands.of(&reached.asset_kind).or_else(|| bands.of(asked))?;
                Some(band.nearness(reached.distance_m))
            });
            NearestFact { asked, reached, nearness }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::map::rectangle::rectangle;
    use geo::Coord;

    const HERE: Coord<f64> = Coord { x: 52.3, y: 35.2 };

    fn zone(side_m: f64) -> Subject {
        Subject::drawn(rectangle(HERE, [side_m, side_m], 0.0))
    }

    #[test]
    fn area_is_judged_by_the_limits_of_the_rules() {
        let presets = Presets::shipped().expect("presets");
        let limits = AreaLimits::of(None, &presets).expect("limits of a rural zone");
        for (area_m2, expected) in [
            (49_999.0, AreaStanding::Outside),
            (50_000.0, AreaStanding::NearLimit),
            (52_600.0, AreaStanding::Inside),
            (189_000.0, AreaStanding::Inside),
            (200_000.0, AreaStanding::NearLimit),
            (200_001.0, AreaStanding::Outside),
        ] {
            assert_eq!(limits.standing(area_m2), expected, "{area_m2}");
        }
        assert_eq!(AreaLimits::of(Some("estate"), &presets), None);
    }

    #[test]
    fn an_empty_project_still_gives_area_and_names_what_is_missing() {
        let presets = Presets::shipped().expect("presets");
        let facts = card_facts(&zone(400.0), &Snapshot::default(), &ProjectIndex::default(), &presets);
        assert!((facts.size.measures.area_m2 - 160_000.0).abs() < 16.0);
        assert_eq!(facts.nearest.len(), ASKED.len());
        assert!(facts.nearest.iter().all(|fact| fact.reached.is_none()));
        assert!(facts.verdict.is_some() && facts.plots.is_empty());
    }
}
