//! Grouping of cells: spread-out seeds, and regions grown from them over
//! neighbours, so that every region hangs together.

use super::plane::rough_distance_m;
use geo::Coord;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// `count` members spread over `members` so that dense areas get more of them:
/// starts with the heaviest, then takes the one farthest from those taken,
/// in units of its own spacing and by its pull.
pub(super) fn spread_seeds(
    members: &[usize],
    count: usize,
    at: impl Fn(usize) -> Coord<f64>,
    pull: impl Fn(usize) -> f64,
    weight: impl Fn(usize) -> u64,
) -> Vec<usize> {
    let Some(&first) = members.iter().max_by_key(|&&member| (weight(member), Reverse(member))) else {
        return Vec::new();
    };
    let mut seeds = vec![first];
    let mut gap: Vec<f64> = members.iter().map(|&member| rough_distance_m(at(member), at(first))).collect();
    while seeds.len() < count.min(members.len()) {
        let far = gap
            .iter()
            .zip(members)
            .enumerate()
            .max_by(|(_, (a, one)), (_, (b, two))| (*a * pull(**one)).total_cmp(&(*b * pull(**two))));
        let Some((_, (_, &next))) = far else { break };
        seeds.push(next);
        for (distance, &member) in gap.iter_mut().zip(members) {
            *distance = distance.min(rough_distance_m(at(member), at(next)));
        }
    }
    seeds
}

/// Grows every seed over neighbouring members; returns for each member the
/// position of its seed. Members that no seed reaches go to the nearest one.
pub(super) fn grow(
    members: &[usize],
    seeds: &[usize],
    neighbours: &[Vec<usize>],
    at: impl Fn(usize) -> Coord<f64>,
) -> BTreeMap<usize, usize> {
    let inside: BTreeSet<usize> = members.iter().copied().collect();
    let mut owner = BTreeMap::new();
    let mut queue = BinaryHeap::new();
    for (number, &seed) in seeds.iter().enumerate() {
        queue.push(Reverse((0_u64, number, seed)));
    }
    while let Some(Reverse((distance, number, member))) = queue.pop() {
        if owner.contains_key(&member) {
            continue;
        }
        owner.insert(member, number);
        for &next in neighbours.get(member).into_iter().flatten() {
            if inside.contains(&next) && !owner.contains_key(&next) {
                let step = rough_distance_m(at(member), at(next)) as u64 + 1;
                queue.push(Reverse((distance + step, number, next)));
            }
        }
    }
    for &member in members {
        owner.entry(member).or_insert_with(|| {
            let gap = |seed: usize| rough_distance_m(at(seed), at(member));
            let near =
                seeds.iter().enumerate().min_by(|(_, one), (_, two)| gap(**one).total_cmp(&gap(**two)));
            near.map_or(0, |(number, _)| number)
        });
    }
    owner
}

/// Neighbours of groups, from the neighbours of their members.
pub(super) fn group_neighbours(
    neighbours: &[Vec<usize>],
    group_of: &[usize],
    count: usize,
) -> Vec<Vec<usize>> {
    let mut groups = vec![BTreeSet::new(); count];
    for (member, near) in neighbours.iter().enumerate() {
        for &other in near {
            if let (Some(&one), Some(&two)) = (group_of.get(member), group_of.get(other))
                && one != two
                && let Some(set) = groups.get_mut(one)
            {
                set.insert(two);
            }
        }
    }
    groups.into_iter().map(|set| set.into_iter().collect()).collect()
}

/// Shares `total` out by weight, at least `least` and at most `most[i]` each
/// (largest remainders; ties to the first).
pub(super) fn apportion(total: usize, weights: &[f64], least: usize, most: &[usize]) -> Vec<usize> {
    let sum: f64 = weights.iter().sum();
    let mut shares: Vec<usize> = weights
        .iter()
        .zip(most)
        .map(|(weight, &most)| ((total as f64 * weight / sum) as usize).clamp(least.min(most), most))
        .collect();
    loop {
        let given: usize = shares.iter().sum();
        let lack = |i: usize| total as f64 * weights[i] / sum - shares[i] as f64;
        let open = 0..shares.len();
        let next = if given < total {
            open.filter(|&i| shares[i] < most[i]).max_by(|&a, &b| lack(a).total_cmp(&lack(b)).then(b.cmp(&a)))
        } else if given > total {
            open.filter(|&i| shares[i] > least).min_by(|&a, &b| lack(a).total_cmp(&lack(b)).then(a.cmp(&b)))
        } else {
            None
        };
        match next {
            Some(i) if given < total => shares[i] += 1,
            Some(i) => shares[i] -= 1,
            None => return shares,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_keep_their_limits() {
        let shares = apportion(100, &[1.0, 1.0, 8.0, 0.01], 2, &[100, 5, 60, 100]);
        assert_eq!(shares.iter().sum::<usize>(), 100);
        assert!(shares[1] <= 5 && shares[2] <= 60 && shares[3] >= 2, "{shares:?}");
        assert_eq!(apportion(3, &[1.0, 1.0], 0, &[1, 1]), vec![1, 1]);
    }

    #[test]
    fn regions_hang_together_and_unreached_members_go_to_the_nearest() {
        let at = |i: usize| Coord { x: 50.0 + i as f64 * 0.1, y: 35.0 };
        let neighbours = vec![vec![1], vec![0, 2], vec![1, 3], vec![2], vec![]];
        let owner = grow(&[0, 1, 2, 3, 4], &[0, 3], &neighbours, at);
        assert_eq!(owner.values().copied().collect::<Vec<_>>(), vec![0, 0, 1, 1, 1]);
    }
}
