//! Who listens when a rule is broken: the search adds up how far, the report collects the words.

use super::rule::{Rule, Rules};

/// Hears of every breach of a rule.
pub trait Judge {
    /// `rule` is broken by so much (minutes, days, persons: only comparable within a kind); `words` say how.
    fn breach(&mut self, rule: Rule, by: i64, words: impl FnOnce() -> String);
}

/// What a way breaks, as a number: few breaches before small ones.
#[derive(Debug, Clone, Copy)]
pub struct Toll {
    aside: Rules,
    sum: Option<i64>,
}

/// A breach counts more than any extent of one.
const BREACH: i64 = 1 << 30;

impl Toll {
    /// Nothing broken; only the rules set aside may be.
    pub const fn new(aside: Rules) -> Self {
        Self { aside, sum: Some(0) }
    }

    /// What was broken; `None` where a rule was that isn't set aside.
    pub const fn sum(self) -> Option<i64> {
        self.sum
    }
}

impl Judge for Toll {
    fn breach(&mut self, rule: Rule, by: i64, _: impl FnOnce() -> String) {
        let sum = if self.aside.has(rule) { self.sum } else { None };
        self.sum = sum.map(|sum| sum + BREACH + by.clamp(0, BREACH - 1));
    }
}

/// Every breach in words, in the order met.
#[derive(Debug, Default)]
pub struct Account {
    /// The breaches.
    pub breaches: Vec<(Rule, String)>,
}

impl Judge for Account {
    fn breach(&mut self, rule: Rule, _: i64, words: impl FnOnce() -> String) {
        let words = words();
        if !self.breaches.iter().any(|(other, said)| *other == rule && *said == words) {
            self.breaches.push((rule, words));
        }
    }
}
