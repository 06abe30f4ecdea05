//! The rules for a drawn zone (domain reference §4.1 and §4.4), for the card
//! beside the cursor, the inspector and the command line alike.
//!
//! A rule that passes gives no finding. A rule whose input is missing gives one
//! of level `unknown`, which is never an error.

mod neighbours;
mod place;
mod shape;
pub mod tell;
mod territory;

pub use place::dehestan_of;

use super::index::ProjectIndex;
use crate::geometry::measure::{Measures, measure};
use crate::geometry::validity::{self, Measurable, measurable};
use crate::locale::Language;
use crate::model::preset::{Setbacks, ZoneRules};
use crate::model::reference::name_of;
use crate::model::{RowId, RowRef, Snapshot};
use geo::Geometry;
use serde::Serialize;
use uuid::Uuid;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The rule is broken.
    Error,
    /// Allowed, but look again.
    Warning,
    /// An input is missing.
    Unknown,
    /// Good to know.
    Info,
}

/// What the rule was applied to; the answer to "why".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Square metres.
    SquareMetres,
    /// Metres.
    Metres,
    /// People.
    People,
    /// A bare number.
    Number,
}

/// A thing as it can be called in any language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Its code, else its UUID.
    pub reference: String,
    /// Its kind, a stored word.
    pub kind: Option<String>,
    /// Its Persian name.
    pub name_fa: Option<String>,
    /// Its English name.
    pub name_en: Option<String>,
}

impl Subject {
    /// A row of the project.
    pub fn of(row: &RowRef<'_>) -> Subject {
        let text = |column| row.text(column).filter(|text| !text.is_empty()).map(str::to_owned);
        Subject {
            reference: name_of(row),
            kind: text("kind"),
            name_fa: text("name_fa"),
            name_en: text("name_en"),
        }
    }

    /// Its name in a language, else in the other.
    pub fn name(&self, language: Language) -> Option<&str> {
        let (own, other) = match language {
            Language::Fa => (&self.name_fa, &self.name_en),
            Language::En => (&self.name_en, &self.name_fa),
        };
        own.as_deref().or(other.as_deref())
    }
}

/// One finding about a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's stable name.
    pub rule: String,
    /// How bad it is.
    pub level: Level,
    /// What was found, in `unit`.
    pub value: Option<f64>,
    /// What the rule asks for, in `unit`.
    pub limit: Option<f64>,
    /// Unit of value and limit.
    pub unit: Unit,
    /// The other thing concerned: a plot, a zone, a dehestan, a constraint; of several
    /// the one concerned most.
    pub subject: Option<Subject>,
    /// How many things are concerned.
    pub count: usize,
    /// What of `value` is the subject's own, in `unit`, where several make it up.
    pub largest: Option<f64>,
    /// Which of the rule's sentences fits, for example `too_small`.
    pub case: &'static str,
    /// Preset and source of the limit.
    pub source: String,
}

impl Finding {
    fn new(rule: impl Into<String>, level: Level, case: &'static str) -> Finding {
        Finding {
            rule: rule.into(),
            level,
            value: None,
            limit: None,
            unit: Unit::Number,
            subject: None,
            count: 1,
            largest: None,
            case,
            source: String::new(),
        }
    }

    fn measured(mut self, value: f64, limit: f64, unit: Unit) -> Finding {
        (self.value, self.limit, self.unit) = (Some(value), Some(limit), unit);
        self
    }

    /// Made up of `count` things, `largest` of it by the subject.
    fn of_several(mut self, count: usize, largest: f64) -> Finding {
        (self.count, self.largest) = (count, Some(largest));
        self
    }

    fn about(mut self, word: &str) -> Finding {
        self.subject = Some(Subject { reference: word.to_owned(), ..Subject::default() });
        self
    }

    /// About a row.
    fn about_row(mut self, row: &RowRef<'_>) -> Finding {
        self.subject = Some(Subject::of(row));
        self
    }

    fn sourced(mut self, source: impl Into<String>) -> Finding {
        self.source = source.into();
        self
    }
}

/// The zone under the rules: as drawn, whether stored or not.
#[derive(Debug, Clone, Copy)]
pub struct ZoneUnderCheck<'a> {
    /// Its geometry in longitude/latitude degrees.
    pub geometry: &'a Geometry<f64>,
    /// Its kind; without one it is a rural zone.
    pub kind: Option<&'a str>,
    /// The row it is stored in, so that it does not overlap itself.
    pub uuid: Option<Uuid>,
}

impl ZoneUnderCheck<'_> {
    fn kind(&self) -> &str {
        self.kind.unwrap_or("rural_zone")
    }
}

/// What the rules are applied with.
#[derive(Clone, Copy)]
pub struct CheckContext<'a> {
    /// The project.
    pub snapshot: &'a Snapshot,
    /// Its indexes.
    pub index: &'a ProjectIndex,
    /// The rules.
    pub rules: &'a ZoneRules,
    /// The set-backs.
    pub setbacks: &'a Setbacks,
}

/// The verdict on a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneVerdict {
    /// Its measures.
    pub measures: Measures,
    /// Which of them mean something.
    pub measurable: Measurable,
    /// Code of the dehestan it lies in, see [`dehestan_of`].
    pub dehestan: Option<String>,
    /// Findings, worst first, then in the order of the rules.
    pub findings: Vec<Finding>,
    /// The plots it overlaps, the largest overlap first.
    pub plots: Vec<RowId>,
    /// What lies near but apart: the nearest plot, the nearest zone or estate. None of
    /// a kind that it overlaps.
    pub neighbours: Vec<Neighbour>,
}

/// Something near a zone that it does not overlap.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbour {
    /// A plot, a zone or an estate.
    pub row: RowId,
    /// Its code (a plot's with that of its estate), else its UUID.
    pub reference: String,
    /// Geodesic distance from border to border in metres, 0 where they touch.
    pub distance_m: f64,
}

impl ZoneVerdict {
    /// No rule is broken.
    pub fn is_ok(&self) -> bool {
        self.findings.iter().all(|finding| finding.level != Level::Error)
    }

    /// Something to complain of: an error or a warning.
    pub fn has_complaint(&self) -> bool {
        self.findings.iter().any(|finding| matches!(finding.level, Level::Error | Level::Warning))
    }
}

/// Applies every rule to a zone.
pub fn check(zone: &ZoneUnderCheck<'_>, context: &CheckContext<'_>) -> ZoneVerdict {
    let problems = validity::check(zone.geometry);
    let mut measurable = measurable(&problems);
    if !measurable.lengths {
        // Off the earth nothing has a place or a distance.
        let word = problems.iter().find(|problem| problem.code.is_invalid()).map(|one| one.code.word());
        return nowhere(word.unwrap_or("out_of_range"));
    }
    measurable.area &= shape::parts(zone.geometry).is_some();
    let measures = measure(zone.geometry);
    let area_m2 = measurable.area.then_some(measures.area_m2);
    let mut findings = Vec::new();
    shape::check(zone, context.rules, &measures, area_m2, &problems, &mut findings);
    let dehestan = place::check(zone, context, &mut findings);
    let (plots, neighbours) = neighbours::check(zone, context, area_m2, &mut findings);
    if !measurable.area {
        // Of a boundary that crosses itself there is neither a middle nor an area to share.
        findings.retain(|finding| finding.rule != "centre_distance" && finding.unit != Unit::SquareMetres);
    }
    findings.push(Finding::new("eia", Level::Info, "ask"));
    findings.sort_by_key(|finding| finding.level);
    ZoneVerdict { measures, measurable, dehestan, findings, plots, neighbours }
}

/// The verdict on a zone that lies nowhere on earth: what is wrong with its
/// geometry (the word of a [`validity::ProblemCode`]), and nothing else.
pub fn nowhere(word: &str) -> ZoneVerdict {
    ZoneVerdict {
        measures: Measures::default(),
        measurable: Measurable { area: false, lengths: false },
        dehestan: None,
        findings: vec![Finding::new("valid", Level::Error, "impossible").about(word)],
        plots: Vec::new(),
        neighbours: Vec::new(),
    }
}
