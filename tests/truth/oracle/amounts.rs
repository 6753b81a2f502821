//! What a choice costs, by kind.

use std::ops::AddAssign;

use onward::money::Money;
use onward::plan::{Cash, Penalties};

/// Cash and penalties of a part of a plan.
#[derive(Debug, Clone, Copy, Default)]
pub struct Amounts {
    pub cash: Cash,
    pub penalties: Penalties,
}

impl Amounts {
    pub fn total(&self) -> Money {
        self.cash.total() + self.penalties.total()
    }
}

impl AddAssign for Amounts {
    fn add_assign(&mut self, other: Self) {
        self.cash.fares += other.cash.fares;
        self.cash.charters += other.cash.charters;
        self.cash.beds += other.cash.beds;
        self.cash.assistance += other.cash.assistance;
        self.cash.transit += other.cash.transit;
        self.penalties.unserved += other.penalties.unserved;
        self.penalties.delay += other.penalties.delay;
        self.penalties.connections += other.penalties.connections;
        self.penalties.hours += other.penalties.hours;
    }
}
