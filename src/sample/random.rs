//! Chance that is the same on every machine.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;

/// A stream of pseudo-random numbers. PCG's output is fixed by its definition,
/// and only additions, multiplications and divisions follow, so a seed gives
/// the same numbers everywhere. Each part of the sample has its own stream:
/// what is changed in one part does not reshuffle the others.
pub(super) struct Random(Pcg64);

impl Random {
    /// The stream of the part `part` and, within it, of the thing number `index`.
    pub(super) fn new(seed: u64, part: &str, index: u64) -> Random {
        // FNV-1a keeps streams of different names apart.
        let name = part.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut random = Random(Pcg64::new(u128::from(seed), u128::from(name) << 64 | u128::from(index)));
        for _ in 0..4 {
            random.0.next_u64();
        }
        random
    }

    /// A number in [0, 1).
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number in [low, high).
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number in [low, high].
    pub(super) fn whole(&mut self, low: u64, high: u64) -> u64 {
        low + (self.unit() * (high - low + 1) as f64) as u64
    }

    /// A position in a list of `length` (0 for an empty one).
    pub(super) fn index(&mut self, length: usize) -> usize {
        ((self.unit() * length as f64) as usize).min(length.saturating_sub(1))
    }

    /// Whether something of that probability happens.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of the things; `None` from an empty list.
    pub(super) fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        things.get(self.index(things.len()))
    }

    /// One of the things by weight; `None` from an empty list.
    pub(super) fn weighted<'a, T>(&mut self, things: &'a [(T, f64)]) -> Option<&'a T> {
        let total: f64 = things.iter().map(|(_, weight)| weight).sum();
        let mut left = self.unit() * total;
        for (thing, weight) in things {
            left -= weight;
            if left < 0.0 {
                return Some(thing);
            }
        }
        things.last().map(|(thing, _)| thing)
    }

    /// A direction as a unit vector. Rational parametrisation of the circle:
    /// no sine, so no machine rounds it differently.
    pub(super) fn direction(&mut self) -> (f64, f64) {
        let t = self.between(-1.0, 1.0);
        let (x, y) = ((1.0 - t * t) / (1.0 + t * t), 2.0 * t / (1.0 + t * t));
        if self.chance(0.5) { (x, y) } else { (-x, y) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_for_ever() {
        let mut random = Random::new(7, "admin", 3);
        let first: Vec<u64> = (0..3).map(|_| random.whole(0, 999_999)).collect();
        let mut again = Random::new(7, "admin", 3);
        assert_eq!(first, (0..3).map(|_| again.whole(0, 999_999)).collect::<Vec<_>>());
        let mut other = Random::new(7, "admin", 4);
        assert_ne!(first[0], other.whole(0, 999_999));
    }

    #[test]
    fn directions_are_unit_vectors_all_round() {
        let mut random = Random::new(1, "direction", 0);
        let mut quadrants = [0; 4];
        for _ in 0..400 {
            let (x, y) = random.direction();
            assert!((x * x + y * y - 1.0).abs() < 1e-12);
            quadrants[usize::from(x > 0.0) * 2 + usize::from(y > 0.0)] += 1;
        }
        assert!(quadrants.iter().all(|&count| count > 50), "{quadrants:?}");
    }
}
