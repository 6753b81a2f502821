//! `escort_types.csv` and `escorts.csv`.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::ids::{AirportIdx, EscortTypeIdx};
use crate::money::Money;
use crate::time::Minutes;

/// A row of `escort_types.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct EscortType {
    /// Its name.
    pub id: Box<str>,
    /// Persons that one escort covers.
    pub ratio: u32,
}

/// A row of `escorts.csv`: a pool of like escorts.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Its name.
    pub id: Box<str>,
    /// Airport its missions start and end at.
    pub base: AirportIdx,
    /// Types its escorts can serve as.
    pub covers: BTreeSet<EscortTypeIdx>,
    /// Escorts in the pool.
    pub count: u32,
    /// Price of each started 24 hours away, plan currency.
    pub day_cost: Money,
    /// First date a mission may leave.
    pub from: NaiveDate,
    /// Last date a mission may return.
    pub to: NaiveDate,
    /// Longest mission.
    pub max_away: Minutes,
}
