//! Findings in words, for window, command line and reports alike.

use super::{Finding, Unit};
use crate::base::Arg;
use crate::locale::messages::Catalogue;
use crate::locale::numbers::Decimals;

/// The finding as a sentence.
pub fn sentence(finding: &Finding, catalogue: &Catalogue) -> String {
    let rule = finding.rule.as_str();
    let (stem, kind) = match rule.strip_prefix("constraint_") {
        Some(kind) => ("constraint", kind),
        None => (rule, ""),
    };
    let id = format!("rule-{}-{}", dashed(stem), dashed(finding.case));
    let mut args: Vec<(&str, Arg)> = vec![("subject", Arg::Text(subject(finding, catalogue)))];
    if !kind.is_empty() {
        args.push(("kind", Arg::Text(catalogue.get(&format!("word-{}", dashed(kind))))));
    }
    args.extend(finding.value.map(|value| ("value", Arg::Text(quantity(value, finding.unit, catalogue)))));
    args.extend(finding.limit.map(|limit| ("limit", Arg::Text(quantity(limit, finding.unit, catalogue)))));
    catalogue.text(&id, &args)
}

/// Where the limit comes from: the answer to "why"; empty where there is no limit.
pub fn why(finding: &Finding, catalogue: &Catalogue) -> String {
    match (finding.value, finding.limit) {
        (Some(value), Some(limit)) => catalogue.text(
            "why-limit",
            &[
                ("value", Arg::Text(quantity(value, finding.unit, catalogue))),
                ("limit", Arg::Text(quantity(limit, finding.unit, catalogue))),
                ("source", Arg::from(finding.source.as_str())),
            ],
        ),
        _ => String::new(),
    }
}

/// A value in the unit of its rule.
pub fn quantity(value: f64, unit: Unit, catalogue: &Catalogue) -> String {
    match unit {
        Unit::SquareMetres => catalogue.area(value),
        Unit::Metres => catalogue.distance(value),
        Unit::People => catalogue.count(value.max(0.0).round() as u64),
        Unit::Number => catalogue.number(value, Decimals::up_to(2)),
    }
}

fn subject(finding: &Finding, catalogue: &Catalogue) -> String {
    let subject = finding.subject.as_deref().unwrap_or("");
    if finding.rule == "valid" {
        catalogue.get(&format!("geometry-problem-{}", dashed(subject)))
    } else {
        subject.to_owned()
    }
}

fn dashed(word: &str) -> String {
    word.replace('_', "-")
}
