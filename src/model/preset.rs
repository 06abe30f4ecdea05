//! Presets: norms, distances and weights as data with their source. A preset
//! that ships with the product is checked by a test; one that a person edited
//! is read by the same code and refused with its place when it is wrong.

use serde::Deserialize;
use std::collections::BTreeMap;

/// How sure a preset's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PresetStatus {
    /// Stated by the organisation or in law.
    Official,
    /// On a public page.
    Published,
    /// Engineering judgement; not official.
    Default,
    /// Once in force, no longer.
    Repealed,
}

/// A value with where it comes from; the answer to "why".
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Sourced<T> {
    /// The value; its unit is in the field's name.
    pub value: T,
    /// Where it comes from.
    pub source: String,
    /// Date or year of the source.
    pub source_date: String,
    /// How sure it is.
    pub status: PresetStatus,
}

/// The rules for a drawn zone (domain §4.1).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ZoneRules {
    /// Stable name.
    pub id: String,
    /// Name in English.
    pub name_en: String,
    /// Name in Persian.
    pub name_fa: String,
    /// Kinds of zones that the area and population rules are for.
    pub applies_to: Vec<String>,
    /// Smallest gross geodesic area, inclusive.
    pub area_min_m2: Sourced<f64>,
    /// Largest gross geodesic area, inclusive.
    pub area_max_m2: Sourced<f64>,
    /// Smallest population of the dehestan.
    pub population_min: Sourced<f64>,
    /// Whether the population must be above, not at least, the limit.
    pub population_strict: Sourced<bool>,
    /// Distance from the dehestan's centre above which to warn.
    pub centre_warn_m: Sourced<f64>,
    /// Distance from the dehestan's centre above which it is an error.
    pub centre_error_m: Sourced<f64>,
    /// Smallest 4πA/P².
    pub compactness_min: Sourced<f64>,
    /// Smallest narrowest width.
    pub width_min_m: Sourced<f64>,
    /// Farthest public road.
    pub access_max_m: Sourced<f64>,
    /// Area above which two entrances are needed.
    pub two_entrances_above_m2: Sourced<f64>,
    /// Overlap that counts as none.
    pub overlap_tolerance_m2: Sourced<f64>,
    /// Up to this distance the nearest plot, zone or estate is told; no rule.
    pub neighbour_near_m: Sourced<f64>,
}

/// Strip of a power line by voltage.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct PowerLineStrip {
    /// Highest voltage of the class, inclusive.
    pub up_to_kv: f64,
    /// Half-width in which no building may stand.
    pub second_degree_m: f64,
}

/// Assets that count as a constraint.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AssetConstraint {
    /// Kind of `infra`.
    pub kind: String,
    /// Only assets of this class; all where absent.
    pub class: Option<String>,
    /// The kind of constraint whose set-back holds.
    pub constraint: String,
}

/// Set-backs from sensitive features (domain §4.4).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Setbacks {
    /// Stable name.
    pub id: String,
    /// Name in English.
    pub name_en: String,
    /// Name in Persian.
    pub name_fa: String,
    /// Where it comes from.
    pub source: String,
    /// Date or year of the source.
    pub source_date: String,
    /// How sure it is.
    pub status: PresetStatus,
    /// Metres from the zone's boundary by kind of constraint; 0 = no overlap.
    pub setback_m: BTreeMap<String, f64>,
    /// Assets of `infra` that count as a constraint.
    pub asset: Vec<AssetConstraint>,
    /// Strips by voltage, ascending.
    pub power_line_strip: Vec<PowerLineStrip>,
}

impl Setbacks {
    /// Half-width of the strip in which no building may stand, by voltage;
    /// `None` above the last class.
    pub fn power_line_strip_m(&self, voltage_kv: f64) -> Option<f64> {
        self.power_line_strip
            .iter()
            .find(|strip| voltage_kv <= strip.up_to_kv)
            .map(|strip| strip.second_degree_m)
    }
}

/// Distance bands of one kind or family of assets (domain §6.1).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Band {
    /// Kind or family.
    pub name: String,
    /// Near up to here.
    pub near_km: f64,
    /// Medium up to here.
    pub medium_km: f64,
    /// Far up to here; remote beyond.
    pub far_km: f64,
}

/// How near something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// Within the near band.
    Near,
    /// Within the medium band.
    Medium,
    /// Within the far band.
    Far,
    /// Beyond.
    Remote,
}

impl Band {
    /// The band that a straight distance falls in.
    pub fn nearness(&self, distance_m: f64) -> Nearness {
        let km = distance_m / 1000.0;
        if km <= self.near_km {
            Nearness::Near
        } else if km <= self.medium_km {
            Nearness::Medium
        } else if km <= self.far_km {
            Nearness::Far
        } else {
            Nearness::Remote
        }
    }
}

/// All distance bands with their source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Bands {
    /// Where they come from.
    pub source: String,
    /// Date or year of the source.
    pub source_date: String,
    /// How sure they are.
    pub status: PresetStatus,
    /// One entry a kind or family.
    pub band: Vec<Band>,
}

impl Bands {
    /// The band of that kind or family.
    pub fn of(&self, name: &str) -> Option<&Band> {
        self.band.iter().find(|band| band.name == name)
    }
}

/// What the map offers and warns of while a zone is drawn.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Drawing {
    /// Within this share of a limit an area counts as near it; a warning, no rule.
    pub near_limit_share: Sourced<f64>,
    /// The rectangle offered first: its two sides in metres.
    pub rectangle_sides_m: Sourced<[f64; 2]>,
}

/// The clock by which days are told.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct CivilTime {
    /// Minutes that it is ahead of UTC.
    pub utc_offset_minutes: Sourced<i32>,
}

impl CivilTime {
    /// The clock that ships with the product.
    ///
    /// # Errors
    /// A shipped file that cannot be read; a test keeps that from happening.
    pub fn shipped() -> Result<CivilTime, PresetError> {
        parse("civil_time.toml", include_str!("../../assets/presets/civil_time.toml"))
    }
}

/// When a feature with a known code is the thing that is there.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Matching {
    /// Share of the names of a feature's properties that a list has where the feature is of it, 0–1.
    pub shared_names_min_share: Sourced<f64>,
    /// Metres beyond which a thing of another list is another thing.
    pub apart_max_m: Sourced<f64>,
}

impl Matching {
    /// The values that ship with the product.
    ///
    /// # Errors
    /// A shipped file that cannot be read; a test keeps that from happening.
    pub fn shipped() -> Result<Matching, PresetError> {
        parse("matching.toml", include_str!("../../assets/presets/matching.toml"))
    }
}

/// A preset file could not be understood.
#[derive(Debug, thiserror::Error)]
#[error("preset {file}: {cause}")]
pub struct PresetError {
    file: &'static str,
    cause: toml::de::Error,
}

impl crate::base::ToProblem for PresetError {
    fn to_problem(&self) -> crate::base::Problem {
        crate::base::Problem::new("preset-unreadable").with("file", self.file).because(&self.cause)
    }
}

/// Everything the analyses need to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Presets {
    /// Rules for drawn zones; the first is the default.
    pub zone_rules: Vec<ZoneRules>,
    /// Set-backs; the first is the default.
    pub setbacks: Vec<Setbacks>,
    /// Distance bands.
    pub bands: Bands,
    /// What the map offers while a zone is drawn.
    pub drawing: Drawing,
}

#[derive(Deserialize)]
struct List<T> {
    preset: Vec<T>,
}

fn parse<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, PresetError> {
    toml::from_str(text).map_err(|cause| PresetError { file, cause })
}

impl Presets {
    /// The presets that ship with the product.
    ///
    /// # Errors
    /// A shipped file that cannot be read; a test keeps that from happening.
    pub fn shipped() -> Result<Presets, PresetError> {
        Ok(Presets {
            zone_rules: parse::<List<ZoneRules>>(
                "zone_rules.toml",
                include_str!("../../assets/presets/zone_rules.toml"),
            )?
            .preset,
            setbacks: parse::<List<Setbacks>>(
                "setbacks.toml",
                include_str!("../../assets/presets/setbacks.toml"),
            )?
            .preset,
            bands: parse("infra_bands.toml", include_str!("../../assets/presets/infra_bands.toml"))?,
            drawing: parse("drawing.toml", include_str!("../../assets/presets/drawing.toml"))?,
        })
    }

    /// The zone rules of that name; the default ones without a name.
    pub fn zone_rules(&self, id: Option<&str>) -> Option<&ZoneRules> {
        match id {
            Some(id) => self.zone_rules.iter().find(|rules| rules.id == id),
            None => self.zone_rules.first(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::infra::CONSTRAINT_KINDS;

    #[test]
    fn shipped_presets_read_and_say_what_the_programme_says() {
        let presets = Presets::shipped().expect("shipped presets");
        let rules = presets.zone_rules(None).expect("a default");
        assert_eq!(rules.area_min_m2.value, 50_000.0);
        assert_eq!(rules.area_max_m2.value, 200_000.0);
        assert_eq!(rules.area_min_m2.status, PresetStatus::Official);
        assert_eq!(rules.population_min.value, 10_000.0);
        let [width_m, height_m] = presets.drawing.rectangle_sides_m.value;
        let offered_m2 = rules.area_min_m2.value..=rules.area_max_m2.value;
        assert!(offered_m2.contains(&(width_m * height_m)), "what is offered first is allowed");
        assert!((0.0..0.5).contains(&presets.drawing.near_limit_share.value));
        let setbacks = &presets.setbacks[0];
        assert!(setbacks.setback_m.keys().all(|kind| CONSTRAINT_KINDS.contains(&kind.as_str())));
        assert!(setbacks.asset.iter().all(|asset| setbacks.setback_m.contains_key(&asset.constraint)));
        assert_eq!(setbacks.power_line_strip_m(20.0), Some(5.0));
        assert_eq!(setbacks.power_line_strip_m(63.0), Some(20.0));
        assert_eq!(setbacks.power_line_strip_m(400.0), Some(50.0));
        assert_eq!(setbacks.power_line_strip_m(1000.0), None);
        assert_eq!(presets.bands.of("water").map(|band| band.nearness(4_500.0)), Some(Nearness::Medium));
    }
}
