//! What a reader hands over: features, and what was found on them.

use crate::base::{Problem, ToProblem};
use crate::geometry::{GeometryProblem, Repair};
use crate::model::{Feature, Layer};

/// One piece of the source, in its order.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A feature to keep.
    Feature(Box<Accepted>),
    /// A feature that cannot be kept, with the reason.
    Rejected(Box<Rejected>),
}

/// A feature that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// Position in the source, from 0.
    pub index: u64,
    /// The feature.
    pub feature: Feature,
    /// What was mended in its geometry.
    pub repairs: Vec<Repaired>,
    /// What was noticed, without harm to the rest.
    pub warnings: Vec<Warning>,
}

/// A feature that was left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// The layer it was meant for.
    pub layer: Layer,
    /// Position in the source, from 0.
    pub index: u64,
    /// The Feature's `id` as JSON text, if it has one.
    pub id: Option<String>,
    /// Its code, as far as one could be read.
    pub code: Option<String>,
    /// Stable word for the reason (snake_case).
    pub reason: &'static str,
    /// The reason as a sentence, without its place (see [`Rejected::to_problem`]).
    pub problem: Problem,
}

/// Why a feature was left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// Stable word (snake_case).
    pub word: &'static str,
    /// The same as a sentence, without its place.
    pub problem: Problem,
}

impl Reason {
    /// The reason of that word, about `detail` (a kind, a value; may be empty).
    pub fn new(word: &'static str, detail: &str) -> Reason {
        let message = message_of(REJECTIONS, word, "exchange-rejected");
        Reason { word, problem: Problem::new(message).with("detail", detail).because(detail) }
    }
}

impl From<&GeometryProblem> for Reason {
    fn from(problem: &GeometryProblem) -> Self {
        Reason { word: problem.code.word(), problem: problem.to_problem() }
    }
}

impl ToProblem for Rejected {
    fn to_problem(&self) -> Problem {
        let mut problem = self.problem.clone();
        problem.place.feature = Some(self.index);
        problem.place.layer = Some(self.layer.name().to_owned());
        problem.place.code.clone_from(&self.code);
        problem
    }
}

/// Something that was mended in a geometry; the area of a valid one never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repaired {
    /// Stable word for what was done (snake_case).
    pub what: &'static str,
    /// The message that tells it.
    pub message: &'static str,
    /// Part of a multi-geometry, from 0.
    pub part: usize,
    /// Ring of the polygon, 0 = outer; `None` where it concerns the whole.
    pub ring: Option<usize>,
}

impl Repaired {
    /// Latitude and longitude had changed places.
    pub fn swapped() -> Repaired {
        let message = "exchange-repaired-swapped-lat-lon";
        Repaired { what: "swapped_lat_lon", message, part: 0, ring: None }
    }

    /// A position lay a hair past the end of the earth.
    pub fn snapped() -> Repaired {
        let message = "exchange-repaired-snapped-to-range";
        Repaired { what: "snapped_to_range", message, part: 0, ring: None }
    }

    /// The repair as a sentence about the feature at `index`.
    pub fn problem(&self, index: u64) -> Problem {
        let mut problem = Problem::new(self.message)
            .with("index", index)
            .with("part", self.part + 1)
            .with("ring", self.ring.map_or(0, |ring| ring + 1));
        problem.place.feature = Some(index);
        problem
    }
}

impl From<&Repair> for Repaired {
    fn from(repair: &Repair) -> Self {
        let (what, message) = (repair.code.word(), repair.code.message_id());
        Repaired { what, message, part: repair.part, ring: repair.ring }
    }
}

/// Something a person should know about a feature that was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// Stable word for what was noticed (snake_case).
    pub what: &'static str,
    /// The property or column concerned; empty if none.
    pub field: String,
    /// The value as it was written; empty if none.
    pub value: String,
    /// Where the feature lies, if that is what is worth knowing.
    pub lands: Option<Landing>,
}

/// Where a feature that lies far outside Iran has landed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Landing {
    /// Longitude of its first position, degrees.
    pub lon: f64,
    /// Latitude of its first position, degrees.
    pub lat: f64,
    /// How far outside the box of Iran that is, metres.
    pub outside_m: f64,
}

impl Warning {
    /// A warning about a value.
    pub fn new(what: &'static str, field: impl Into<String>, value: impl Into<String>) -> Warning {
        Warning { what, field: field.into(), value: value.into(), lands: None }
    }

    /// The file, read in the system `crs`, lies far outside Iran.
    pub fn far_outside(lands: Landing, crs: &str) -> Warning {
        Warning { lands: Some(lands), ..Warning::new("far_outside_iran", "geometry", crs) }
    }

    /// The warning as a sentence about the feature at `index`.
    pub fn problem(&self, index: u64) -> Problem {
        let mut problem = Problem::new(message_of(WARNINGS, self.what, "exchange-warning"))
            .with("index", index)
            .with("field", self.field.as_str())
            .with("value", self.value.as_str());
        if let Some(Landing { lon, lat, outside_m }) = self.lands {
            problem = problem.with("lon", lon).with("lat", lat).with("km", (outside_m / 1000.0).round());
        }
        problem.place.feature = Some(index);
        problem
    }
}

fn message_of(list: &[(&str, &'static str)], word: &str, otherwise: &'static str) -> &'static str {
    list.iter().find(|(known, _)| *known == word).map_or(otherwise, |(_, message)| message)
}

/// Our reasons for rejecting, with their messages; those of `geometry` come beside them.
pub const REJECTIONS: &[(&str, &str)] = &[
    ("not_a_feature", "exchange-rejected-not-a-feature"),
    ("duplicate_member", "exchange-rejected-duplicate-member"),
    ("properties_not_object", "exchange-rejected-properties-not-object"),
    ("geometry_not_object", "exchange-rejected-geometry-not-object"),
    ("unknown_geometry_type", "exchange-rejected-unknown-geometry-type"),
    ("coordinates_missing", "exchange-rejected-coordinates-missing"),
    ("coordinates_malformed", "exchange-rejected-coordinates-malformed"),
    ("position_too_short", "exchange-rejected-position-too-short"),
    ("not_a_number", "exchange-rejected-not-a-number"),
    ("number_out_of_range", "exchange-rejected-number-out-of-range"),
    ("nested_too_deeply", "exchange-rejected-nested-too-deeply"),
    ("geometry_kind_not_taken", "exchange-rejected-geometry-kind-not-taken"),
    ("asset_without_geometry", "exchange-rejected-asset-without-geometry"),
    ("not_transformable", "exchange-rejected-not-transformable"),
    ("degrees_in_lengths", "exchange-rejected-degrees-in-lengths"),
];

/// What is worth a warning, with the messages.
pub const WARNINGS: &[(&str, &str)] = &[
    ("value_not_allowed", "exchange-warning-value-not-allowed"),
    ("value_not_a_number", "exchange-warning-value-not-a-number"),
    ("value_not_a_date", "exchange-warning-value-not-a-date"),
    ("value_not_yes_or_no", "exchange-warning-value-not-yes-or-no"),
    ("value_not_text", "exchange-warning-value-not-text"),
    ("value_half_a_character", "exchange-warning-value-half-a-character"),
    ("duplicate_key", "exchange-warning-duplicate-key"),
    ("nan_as_null", "exchange-warning-nan-as-null"),
    ("bad_id", "exchange-warning-bad-id"),
    ("bad_bbox", "exchange-warning-bad-bbox"),
    ("m_dropped", "exchange-warning-m-dropped"),
    ("member_dropped", "exchange-warning-member-dropped"),
    ("empty_geometry", "exchange-warning-empty-geometry"),
    ("far_outside_iran", "exchange-warning-far-outside-iran"),
];
