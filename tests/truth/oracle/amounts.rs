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
        let (cash, more) = (&mut self.cash, other.cash);
        cash.fares += more.fares;
        cash.rebates += more.rebates;
        cash.shortfalls += more.shortfalls;
        cash.charters += more.charters;
        cash.beds += more.beds;
        cash.assistance += more.assistance;
        cash.transit += more.transit;
        cash.escorts += more.escorts;
        cash.changes += more.changes;
        let (penalties, more) = (&mut self.penalties, other.penalties);
        penalties.unserved += more.unserved;
        penalties.delay += more.delay;
        penalties.connections += more.connections;
        penalties.hours += more.hours;
    }
}
