//! Plots of one estate: status, land use, contract-like properties.

use super::data::Data;
use super::estate_plan::PlanPlot;
use super::estates::Estate;
use super::feature::{Draft, Provenance, area_geometry, polygon_area_m2};
use super::growth::apportion;
use super::random::Random;
use geo::MultiPolygon;
use geojson::Feature;
use std::collections::BTreeMap;

/// Statuses of the assigned set: there is a contract (domain reference §3.2).
const ASSIGNED: [&str; 6] =
    ["assigned", "under_construction", "built", "operating", "stagnant", "under_review"];
/// Where a land case can be opened from.
const BEFORE_REVIEW: [&str; 4] = ["assigned", "under_construction", "built", "stagnant"];

/// All plots of an estate as features.
pub(super) fn plot_features(data: &Data, estate: &Estate, seed: u64) -> Vec<Feature> {
    let mut random = Random::new(seed, "plots", estate.number);
    let style = random.whole(0, 2);
    let mix = &data.mix.plots;
    let shares = mix.status_in.get(&estate.state).unwrap_or(&mix.status);
    let statuses = statuses(shares, &estate.plan.plots, &mut random);
    let mut number_in_block = BTreeMap::new();
    estate
        .plan
        .plots
        .iter()
        .zip(statuses)
        .map(|(plot, status)| {
            let number = number_in_block.entry(plot.block).or_insert(0_usize);
            *number += 1;
            plot_feature(data, estate, plot, &status, code(style, plot.block, *number), &mut random)
        })
        .collect()
}

/// Plot and block code in one of the spellings found on real plans: `A-12`,
/// `۱۲/۳` (plot/block), `B3-07`.
fn code(style: u64, block: usize, number: usize) -> (String, String) {
    let letter = char::from(b'A' + (block % 26) as u8);
    match style {
        0 => {
            let block_code = if block < 26 { letter.to_string() } else { format!("{letter}{letter}") };
            (format!("{block_code}-{number}"), block_code)
        }
        1 => (persian_digits(&format!("{number}/{}", block + 1)), persian_digits(&(block + 1).to_string())),
        _ => (format!("B{}-{number:02}", block + 1), format!("B{}", block + 1)),
    }
}

/// A number in Persian digits, as it stands on plans and contracts.
pub(super) fn persian_digits(text: &str) -> String {
    text.chars()
        .map(|letter| letter.to_digit(10).and_then(|digit| char::from_u32(0x06F0 + digit)).unwrap_or(letter))
        .collect()
}

/// A status for each plot. Industrial plots take the shares of the mix, each
/// status at least once where there are enough; planned plots are the last
/// ones, as in an unserviced phase.
fn statuses(shares: &BTreeMap<String, f64>, plots: &[PlanPlot], random: &mut Random) -> Vec<String> {
    let industrial: Vec<usize> = (0..plots.len()).filter(|&at| is_saleable(plots[at].land_use)).collect();
    let table: Vec<(&String, f64)> = shares.iter().map(|(name, share)| (name, *share)).collect();
    let weights: Vec<f64> = table.iter().map(|(_, share)| *share).collect();
    let least = usize::from(industrial.len() >= table.len());
    let counts = apportion(industrial.len(), &weights, least, &vec![usize::MAX; table.len()]);
    let mut pool: Vec<String> = Vec::new();
    let mut planned = 0;
    for ((name, _), count) in table.iter().zip(counts) {
        if name.as_str() == "planned" {
            planned = count;
        } else {
            pool.extend(std::iter::repeat_n((*name).clone(), count));
        }
    }
    for at in (1..pool.len()).rev() {
        pool.swap(at, random.index(at + 1));
    }
    pool.extend(std::iter::repeat_n("planned".to_owned(), planned));
    let mut statuses: Vec<String> =
        plots.iter().map(|_| if random.chance(0.7) { "operating" } else { "built" }.to_owned()).collect();
    for (at, status) in industrial.into_iter().zip(pool) {
        statuses[at] = status;
    }
    statuses
}

fn is_saleable(land_use: &str) -> bool {
    crate::model::schema::SALEABLE_USES.contains(&land_use)
}

fn plot_feature(
    data: &Data,
    estate: &Estate,
    plot: &PlanPlot,
    status: &str,
    (code, block_code): (String, String),
    random: &mut Random,
) -> Feature {
    let ground = estate.ground(&plot.shape);
    let area = polygon_area_m2(&ground);
    let registered = if random.chance(0.03) { area * random.between(0.96, 1.04) } else { area };
    let saleable = is_saleable(plot.land_use);
    let contract = saleable && ASSIGNED.contains(&status);
    let mut draft = Draft::new(code)
        .with("estate_code", estate.code.as_str())
        .with("block_code", block_code)
        .with("area_m2", (area * 100.0).round() / 100.0)
        .with("registered_area_m2", registered.round())
        .with("land_use", plot.land_use)
        .with("frontage_m", (plot.frontage_m * 10.0).round() / 10.0)
        .with("depth_m", (plot.depth_m * 10.0).round() / 10.0)
        .with("status", status);
    if status == "under_review" {
        draft = draft.with("previous_status", *random.pick(&BEFORE_REVIEW).unwrap_or(&"assigned"));
    }
    let year = random.whole(1390, 1402);
    draft = draft.with(
        "status_since",
        format!("{}-{:02}-{:02}", random.whole(year + 622, 2024), random.whole(1, 12), random.whole(1, 28)),
    );
    if saleable {
        let families: Vec<(&String, f64)> =
            data.mix.plots.activity.iter().map(|(name, share)| (name, *share)).collect();
        draft = draft
            .with("activity_zone", random.weighted(&families).map(|name| name.as_str()).unwrap_or_default())
            .with("price_per_m2", random.whole(20, 220) * 100_000);
    }
    if contract {
        draft = draft
            .with("holder", holder(data, random))
            .with("contract_no", format!("{}/{}", year, random.whole(100, 9_999)))
            .with("contract_date", jalali_date(year, random));
        if status == "operating" {
            draft = draft.with("jobs", (area / 10_000.0 * random.between(25.0, 110.0)).ceil() as u64);
        }
    }
    draft.finish(Provenance::Invented, area_geometry(&MultiPolygon::new(vec![ground])))
}

/// The name of an invented firm, in Persian.
pub(super) fn holder(data: &Data, random: &mut Random) -> String {
    let names = &data.names.holder;
    let mut part = |list: &[String]| random.pick(list).cloned().unwrap_or_default();
    let (kind, trade, word) = (part(&names.kinds), part(&names.trades), part(&names.words));
    format!("{kind} {trade} {word}")
}

/// A valid Jalali date of that year as text, for example `1402/02/31`.
pub(super) fn jalali_date(year: u64, random: &mut Random) -> String {
    let month = random.whole(1, 12);
    let days = match month {
        1..=6 => 31,
        7..=11 => 30,
        _ => 29,
    };
    format!("{year}/{month:02}/{:02}", random.whole(1, days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_in_three_spellings() {
        assert_eq!(code(0, 1, 12).0, "B-12");
        assert_eq!(code(0, 27, 1).0, "BB-1");
        assert_eq!(code(1, 2, 12).0, "\u{6f1}\u{6f2}/\u{6f3}");
        assert_eq!(code(2, 2, 7), ("B3-07".to_owned(), "B3".to_owned()));
    }

    #[test]
    fn dates_exist_in_the_jalali_calendar() {
        let mut random = Random::new(3, "dates", 0);
        for _ in 0..2_000 {
            let date = jalali_date(1402, &mut random);
            let (month, day): (u32, u32) = (date[5..7].parse().unwrap(), date[8..].parse().unwrap());
            assert!(
                day >= 1
                    && day
                        <= if month <= 6 {
                            31
                        } else if month < 12 {
                            30
                        } else {
                            29
                        },
                "{date}"
            );
        }
    }
}
