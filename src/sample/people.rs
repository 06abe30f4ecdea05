//! How many people live in the dehestans, and what is said about them.

use super::admin::Division;
use super::data::{AdminMix, Data};
use super::random::Random;
use geo::{ClosestPoint, Coord, MultiLineString, Point};

/// What is known (invented) about one dehestan.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub(super) population: u64,
    pub(super) deprived: &'static str,
    pub(super) border: bool,
    pub(super) industrial_jobs: u64,
}

/// Conditions of all dehestans, in their order. Populations are dealt out by
/// rank, so that exactly the wanted number exceeds 10,000.
pub(super) fn conditions(data: &Data, division: &Division, seed: u64) -> Vec<Condition> {
    let mix = &data.mix.admin;
    let mut random = Random::new(seed, "people", 0);
    let mut weight: Vec<f64> = division.dehestans.iter().map(|_| random.between(0.4, 1.6)).collect();
    let mut towns: Vec<f64> = vec![0.0; weight.len()];
    for (site, &dehestan) in division.sites.iter().zip(&division.dehestan_of) {
        if let Some(place) = site.place.and_then(|place| data.places.get(place)) {
            // Villages are denser where real places are.
            towns[dehestan] += 1.0 + (place.population as f64).sqrt() / 40.0;
        }
    }
    for (weight, towns) in weight.iter_mut().zip(&towns) {
        *weight *= 0.35 + towns.min(12.0);
    }
    let mut order: Vec<usize> = (0..weight.len()).collect();
    order.sort_by(|&a, &b| weight[b].total_cmp(&weight[a]).then(a.cmp(&b)));
    let mut population = vec![0; weight.len()];
    for (rank, &dehestan) in order.iter().enumerate() {
        population[dehestan] = people_of_rank(mix, rank, order.len());
    }
    division
        .dehestans
        .iter()
        .zip(population)
        .map(|(unit, population)| {
            let at = division.sites[unit.seat].at;
            let border = distance_to_border_km(&data.land_border, at) <= mix.border_distance_km;
            let strain =
                random.unit() * if population < 3_000 { 0.6 } else { 1.0 } * if border { 0.6 } else { 1.0 };
            let deprived = if strain < mix.deprived_share * 0.8 {
                "deprived"
            } else if strain < (mix.deprived_share + mix.less_favoured_share) * 0.85 {
                "less_favoured"
            } else {
                "none"
            };
            let jobs = quantile(&mix.jobs_per_1000, random.unit()) * population as f64 / 1_000.0;
            Condition { population, deprived, border, industrial_jobs: jobs as u64 }
        })
        .collect()
}

fn people_of_rank(mix: &AdminMix, rank: usize, count: usize) -> u64 {
    let over = mix.dehestans_over_10000.min(count);
    let (table, share) = if rank < over {
        (&mix.people_over, rank as f64 / over.max(2) as f64)
    } else {
        (&mix.people_under, (rank - over) as f64 / (count - over).max(1) as f64)
    };
    quantile(table, share) as u64
}

/// Linear interpolation in a table over 0 to 1.
fn quantile(table: &[f64], share: f64) -> f64 {
    let place = share.clamp(0.0, 1.0) * table.len().saturating_sub(1) as f64;
    let low = place as usize;
    match (table.get(low), table.get(low + 1)) {
        (Some(a), Some(b)) => a + (b - a) * (place - low as f64),
        (Some(a), None) => *a,
        _ => 0.0,
    }
}

fn distance_to_border_km(border: &MultiLineString<f64>, at: Coord<f64>) -> f64 {
    match border.closest_point(&Point(at)) {
        geo::Closest::SinglePoint(near) | geo::Closest::Intersection(near) => {
            super::plane::rough_distance_m(near.0, at) / 1_000.0
        }
        geo::Closest::Indeterminate => f64::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_between_its_entries() {
        let table = [10.0, 20.0, 40.0];
        assert_eq!(quantile(&table, 0.0), 10.0);
        assert_eq!(quantile(&table, 0.75), 30.0);
        assert_eq!(quantile(&table, 1.0), 40.0);
        assert_eq!(quantile(&[], 0.5), 0.0);
    }
}
