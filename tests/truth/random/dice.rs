//! Drawing by a seed.

use std::ops::RangeInclusive;

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// All that is random about a feed.
pub struct Dice(ChaCha8Rng);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.0.random_bool(probability)
    }

    pub fn range(&mut self, range: RangeInclusive<i64>) -> i64 {
        self.0.random_range(range)
    }

    /// One of them.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.0.random_range(0..from.len())].clone()
    }

    /// Up to `count` of them, in the order drawn; at least one.
    pub fn some<T: Clone>(&mut self, from: &[T], count: usize) -> Vec<T> {
        let mut all = from.to_vec();
        all.shuffle(&mut self.0);
        all.truncate(self.0.random_range(1..=count.min(from.len())));
        all
    }

    /// A number for an optional cell: empty with probability 1 − `probability`.
    pub fn cell(&mut self, probability: f64, range: RangeInclusive<i64>) -> String {
        if self.chance(probability) { self.range(range).to_string() } else { String::new() }
    }

    /// One of `from` for an optional cell.
    pub fn word(&mut self, probability: f64, from: &[&str]) -> String {
        if self.chance(probability) { self.pick(from).to_owned() } else { String::new() }
    }

    /// An amount with cents, within `range` units.
    pub fn money(&mut self, range: RangeInclusive<i64>) -> String {
        let cents = if self.chance(0.5) { 0 } else { self.range(0..=99) };
        format!("{}.{cents:02}", self.range(range))
    }
}
