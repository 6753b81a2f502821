//! Draws for random networks.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A seeded source of draws.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The draws of `seed`.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number from `from` to `to`.
    pub fn number(&mut self, from: i64, to: i64) -> i64 {
        self.0.random_range(from..=to)
    }

    /// Whether something of this chance in 100 happens.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.number(1, 100) <= percent
    }

    /// One of `all`.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.number(0, all.len() as i64 - 1) as usize]
    }

    /// Some of `all`, one at least.
    pub fn some<'a, T>(&mut self, all: &'a [T]) -> Vec<&'a T> {
        let mut some: Vec<&T> = all.iter().filter(|_| self.chance(50)).collect();
        if some.is_empty() {
            some.push(self.one(all));
        }
        some
    }
}
