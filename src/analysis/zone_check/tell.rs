//! Findings in words, for window, command line and reports alike.

use super::{Finding, Unit};
use crate::base::Arg;
use crate::locale::foreign::{LONGEST_NAME, brief};
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
        args.push(("kind", Arg::Text(catalogue.word(kind))));
    }
    let (value, limit) = figures(finding, catalogue);
    args.extend(value.map(|value| ("value", Arg::Text(value))));
    args.extend(limit.map(|limit| ("limit", Arg::Text(limit))));
    args.push(("count", Arg::from(finding.count as u64)));
    if let Some(largest) = finding.largest {
        let limits: Vec<f64> = finding.limit.into_iter().collect();
        args.push(("largest", Arg::Text(beside_limits(largest, &limits, finding.unit, catalogue))));
    }
    catalogue.text(&id, &args)
}

/// Findings of one rule and level, told as one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told<'a> {
    /// The one farthest from its limit.
    pub worst: &'a Finding,
    /// How many more things the others of the rule concern.
    pub others: usize,
}

/// Each rule once, in the order in which they are found: forty plots overlapped or
/// ten lines crossed are one thing to know.
pub fn once_each<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<Told<'a>> {
    let beyond = |finding: &Finding| match (finding.value, finding.limit) {
        (Some(value), Some(limit)) => (value - limit).abs(),
        _ => 0.0,
    };
    let mut told: Vec<Told<'a>> = Vec::new();
    for finding in findings {
        let same = told
            .iter_mut()
            .find(|told| (&told.worst.rule, told.worst.level) == (&finding.rule, finding.level));
        match same {
            None => told.push(Told { worst: finding, others: 0 }),
            Some(told) if beyond(finding) > beyond(told.worst) => {
                *told = Told { worst: finding, others: told.others + told.worst.count };
            }
            Some(told) => told.others += finding.count,
        }
    }
    told
}

impl Told<'_> {
    /// The worst as a sentence, and how many more there are.
    pub fn sentence(&self, catalogue: &Catalogue) -> String {
        let sentence = sentence(self.worst, catalogue);
        match self.others {
            0 => sentence,
            others => {
                let more = catalogue.text("rule-and-others", &[("count", Arg::from(others as u64))]);
                format!("{sentence} {more}")
            }
        }
    }
}

/// Where the limit comes from: the answer to "why"; empty where there is no limit.
pub fn why(finding: &Finding, catalogue: &Catalogue) -> String {
    match figures(finding, catalogue) {
        (Some(value), Some(limit)) => catalogue.text(
            "why-limit",
            &[
                ("value", Arg::Text(value)),
                ("limit", Arg::Text(limit)),
                ("source", Arg::from(finding.source.as_str())),
            ],
        ),
        _ => String::new(),
    }
}

/// Value and limit in words; see [`beside_limits`].
fn figures(finding: &Finding, catalogue: &Catalogue) -> (Option<String>, Option<String>) {
    let told = |figure: Option<f64>, fineness| {
        figure.map(|figure| quantity(figure, finding.unit, fineness, catalogue))
    };
    let fineness = match (finding.value, finding.limit) {
        (Some(value), Some(limit)) => fineness_beside(value, &[limit], finding.unit, catalogue),
        _ => 0,
    };
    (told(finding.value, fineness), told(finding.limit, fineness))
}

/// A value in the unit of its rule, as coarse as ever it may be without looking like a
/// limit that it is not at: 49,999 m² beside 5 ha is not "5.00 ha".
pub fn beside_limits(value: f64, limits: &[f64], unit: Unit, catalogue: &Catalogue) -> String {
    quantity(value, unit, fineness_beside(value, limits, unit, catalogue), catalogue)
}

/// Rounding keeps the order, so figures that look different stand the right way round.
fn fineness_beside(value: f64, limits: &[f64], unit: Unit, catalogue: &Catalogue) -> usize {
    /// To the millionth of a square metre: finer is no difference that can be drawn.
    const FINEST: usize = 7;
    let looks_like_another = |fineness: &usize| {
        let told = |figure| quantity(figure, unit, *fineness, catalogue);
        limits.iter().any(|limit| *limit != value && told(*limit) == told(value))
    };
    (0..FINEST).find(|fineness| !looks_like_another(fineness)).unwrap_or(0)
}

/// A value in the unit of its rule: as everywhere at fineness 0, above that in
/// the unit itself with one decimal less than the fineness.
fn quantity(value: f64, unit: Unit, fineness: usize, catalogue: &Catalogue) -> String {
    let decimals = fineness.checked_sub(1);
    match (unit, decimals) {
        (Unit::SquareMetres, None) => catalogue.area(value),
        (Unit::SquareMetres, Some(decimals)) => catalogue.area_m2_to(value, Decimals::up_to(decimals)),
        (Unit::Metres, None) => catalogue.distance(value),
        (Unit::Metres, Some(decimals)) => catalogue.length_m(value, decimals),
        (Unit::People, _) => catalogue.count(value.max(0.0).round() as u64),
        (Unit::Number, _) => catalogue.number(value, Decimals::up_to(2 + fineness)),
    }
}

fn subject(finding: &Finding, catalogue: &Catalogue) -> String {
    let Some(subject) = &finding.subject else { return String::new() };
    let name = subject.name(catalogue.language());
    match finding.rule.as_str() {
        "valid" => catalogue.get(&format!("geometry-problem-{}", dashed(&subject.reference))),
        "overlap_zone" => catalogue.thing(subject.kind.as_deref(), name, Some(&subject.reference)),
        // The sentence says what kind of thing it is, so the name need not.
        rule => {
            let kind = match rule {
                "in_dehestan" | "population" | "centre_distance" => "dehestan",
                rule => rule.strip_prefix("constraint_").unwrap_or(rule),
            };
            let name = name.map(|name| brief(name, LONGEST_NAME));
            let name = name.as_deref().map(|name| catalogue.name_beside_kind(name, kind));
            catalogue.thing(None, name, name.is_none().then_some(&*subject.reference))
        }
    }
}

fn dashed(word: &str) -> String {
    word.replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::zone_check::Level;
    use crate::locale::{Language, bidi};

    fn area(value: f64, limit: f64, case: &'static str, language: Language) -> String {
        let finding = Finding::new("area", Level::Error, case).measured(value, limit, Unit::SquareMetres);
        bidi::plain(&sentence(&finding, Catalogue::of(language)))
    }

    #[test]
    fn an_area_just_off_a_limit_is_not_told_as_the_limit() {
        let en = |value, limit, case| area(value, limit, case, Language::En);
        assert_eq!(en(49_000.0, 50_000.0, "too_small"), "Area 4.90 ha is below the least allowed, 5.00 ha.");
        assert_eq!(
            en(49_999.0, 50_000.0, "too_small"),
            "Area 49,999 m² is below the least allowed, 50,000 m²."
        );
        assert_eq!(
            en(49_999.7, 50_000.0, "too_small"),
            "Area 49,999.7 m² is below the least allowed, 50,000 m²."
        );
        assert_eq!(
            en(200_000.4, 200_000.0, "too_large"),
            "Area 200,000.4 m² is above the most allowed, 200,000 m²."
        );
        assert_eq!(
            area(49_999.7, 50_000.0, "too_small", Language::Fa),
            "مساحت ۴۹٬۹۹۹٫۷ متر مربع از کمینه مجاز (۵۰٬۰۰۰ متر مربع) کمتر است."
        );
    }

    #[test]
    fn a_subject_is_named_in_the_language() {
        let mut finding = Finding::new("population", Level::Unknown, "not_known").about("2001");
        if let Some(subject) = &mut finding.subject {
            (subject.name_fa, subject.name_en) = (Some("بم".to_owned()), Some("Bam".to_owned()));
        }
        let told = |language| bidi::plain(&sentence(&finding, Catalogue::of(language)));
        assert_eq!(told(Language::En), "The population of the rural district Bam is not known.");
        assert_eq!(told(Language::Fa), "جمعیت دهستان بم معلوم نیست.");
    }

    #[test]
    fn the_kind_that_the_sentence_says_is_not_said_again_by_the_name() {
        let mut finding = Finding::new("constraint_power_line", Level::Warning, "strip")
            .measured(3.0, 20.0, Unit::Metres)
            .about("PL-1");
        if let Some(subject) = &mut finding.subject {
            subject.name_fa = Some("خط بم – جیرفت".to_owned());
            subject.name_en = Some("Bam – Jiroft power line".to_owned());
        }
        let told = |language| bidi::plain(&sentence(&finding, Catalogue::of(language)));
        assert!(told(Language::Fa).starts_with("خط برق بم – جیرفت در فاصله"), "{}", told(Language::Fa));
        assert!(told(Language::En).starts_with("Power line Bam – Jiroft is"), "{}", told(Language::En));
    }

    #[test]
    fn a_rule_is_told_once_with_the_worst_and_how_many_more() {
        let overlap = |value, count, largest| {
            let several = Finding::new("overlap_plot", Level::Error, "several");
            several.measured(value, 1.0, Unit::SquareMetres).about("A-1").of_several(count, largest)
        };
        let line = |value| {
            Finding::new("constraint_power_line", Level::Warning, "strip")
                .measured(value, 20.0, Unit::Metres)
                .about("PL-1")
        };
        let findings = [overlap(14_000.0, 40, 900.0), line(12.0), line(3.0), line(19.0)];
        let told = once_each(&findings);
        assert_eq!(told.len(), 2);
        assert_eq!((told[0].others, told[1].others, told[1].worst.value), (0, 2, Some(3.0)));
        let sentences = |language| -> Vec<String> {
            told.iter().map(|told| bidi::plain(&told.sentence(Catalogue::of(language)))).collect()
        };
        let [en, fa] = [Language::En, Language::Fa].map(sentences);
        assert_eq!(en[0], "The zone overlaps 40 plots by 1.40 ha in all, most of all A-1 by 900 m².");
        assert!(
            en[1].starts_with("Power line PL-1 is 3 m away") && en[1].ends_with("There are 2 more like it."),
            "{}",
            en[1]
        );
        assert!(fa[0].contains("۴۰ قطعه") && fa[0].contains("۹۰۰ متر مربع"), "{}", fa[0]);
        assert!(fa[1].ends_with("۲ مورد دیگر مانند آن هست."), "{}", fa[1]);
    }

    #[test]
    fn other_units_are_told_as_finely_as_they_need() {
        let catalogue = Catalogue::of(Language::En);
        let told = |value, limit, unit| bidi::plain(&beside_limits(value, &[limit], unit, catalogue));
        assert_eq!(told(5_000.0, 5_000.0, Unit::Metres), "5.00 km");
        assert_eq!(told(5_000.3, 5_000.0, Unit::Metres), "5,000.3 m");
        assert_eq!(told(499.98, 500.0, Unit::Metres), "499.98 m");
        assert_eq!(told(0.3499, 0.35, Unit::Number), "0.3499");
        assert_eq!(told(9_999.0, 10_000.0, Unit::People), "9,999");
    }
}
