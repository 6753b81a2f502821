//! Chance, repeatable: everything is drawn from ChaCha8's stream by whole-number arithmetic of our own, so that neither
//! floats nor a new release of the sampling crates can change a byte.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Each noun draws from its own stream of the seed. Numbers are part of what a seed means: never reuse one.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stream {
    Schedule = 1,
    Fares = 2,
    Sizes = 3,
    Cases = 4,
    Persons = 5,
    Clearances = 6,
    Needs = 7,
    Escorts = 8,
    EscortFares = 9,
    Locks = 10,
}

/// A stream of draws.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of `seed` for `stream`.
    pub(super) fn new(seed: u64, stream: Stream) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream as u64);
        Self(rng)
    }

    /// A number below `count`, 0 where that is 0.
    pub(super) fn below(&mut self, count: u64) -> u64 {
        // The high half of a 128-bit product; its bias, count ÷ 2^64, is of no account here.
        ((u128::from(self.0.next_u64()) * u128::from(count)) >> 64) as u64
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1).unsigned_abs()) as i64
    }

    /// True in `per_mille` of 1,000 draws.
    pub(super) fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// A position, each as likely as its weight.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut draw = self.below(weights.clone().sum());
        for (position, weight) in weights.enumerate() {
            if draw < weight {
                return position;
            }
            draw -= weight;
        }
        0
    }

    /// Puts `items` in random order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

/// Shares `total` out by weight: largest remainders get what rounding down leaves, earlier ones first.
pub(super) fn apportion(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u64 = weights.iter().sum::<u64>().max(1);
    let mut shares: Vec<u64> = weights.iter().map(|w| total * w / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(total * weights[i] % sum));
    let left = total - shares.iter().sum::<u64>();
    for &position in order.iter().take(left as usize) {
        shares[position] += 1;
    }
    shares
}
