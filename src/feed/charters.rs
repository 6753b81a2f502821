//! `charters.csv` and `charter_legs.csv`.

use chrono::NaiveDateTime;

use super::flights::{Capacity, Mode};
use crate::ids::{AirportIdx, GroupIdx};
use crate::money::Money;

/// A charter on offer, with its legs.
#[derive(Debug, Clone, PartialEq)]
pub struct Charter {
    /// Its name.
    pub id: Box<str>,
    /// Group of which one may be used.
    pub group: Option<GroupIdx>,
    /// Operator, for reports.
    pub operator: Option<String>,
    /// Price of using it, plan currency.
    pub fixed_cost: Money,
    /// Price of each seat taken on each leg, plan currency.
    pub per_seat: Money,
    /// Least seats taken on its first leg when used.
    pub min_seats: u32,
    /// Its legs: 1, 2, …, at least one.
    pub legs: Vec<CharterLeg>,
}

/// A leg of a charter; times are local to the airport they happen at.
#[derive(Debug, Clone, PartialEq)]
pub struct CharterLeg {
    /// Airport of departure.
    pub from: AirportIdx,
    /// Airport of arrival.
    pub to: AirportIdx,
    /// Departure.
    pub dep: NaiveDateTime,
    /// Arrival.
    pub arr: NaiveDateTime,
    /// What it can carry.
    pub capacity: Capacity,
    /// How it is travelled.
    pub mode: Mode,
}
