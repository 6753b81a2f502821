//! An amount that isn't known to the cent.

use serde::Serialize;

use crate::money::Money;
use crate::plan::Plan;

/// An amount known to lie between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// It is at least this.
    pub low: Money,
    /// It is at most this.
    pub high: Money,
}

impl Bounds {
    /// Where the least total of any plan lies, given the best one found.
    pub fn of(plan: &Plan) -> Self {
        Self { low: plan.bound, high: plan.total }
    }
}
