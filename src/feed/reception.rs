//! `reception.csv`: when and how many may arrive for good.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::policy::Priority;
use super::set::OneOf;
use super::window::{Hours, Weekdays};
use crate::ids::{AirportIdx, ProgrammeIdx};

/// A row of `reception.csv`. Dates and hours are local to the airport.
#[derive(Debug, Clone)]
pub struct Reception {
    /// Airport of the last arrival.
    pub airport: AirportIdx,
    /// Programmes it is for.
    pub programme: OneOf<ProgrammeIdx>,
    /// Open days.
    pub days: Weekdays,
    /// Open hours.
    pub hours: Hours,
    /// Most persons a day.
    pub per_day: Option<u32>,
    /// Most persons on one dated sector.
    pub per_flight: Option<u32>,
    /// Dates closed.
    pub closed: BTreeSet<NaiveDate>,
    /// Priorities it doesn't hold for.
    pub exempt: BTreeSet<Priority>,
    /// Row of `reception.csv`, counted as a person's editor does (the header is 1).
    pub row: u64,
}

impl Reception {
    /// Whether the row holds for a case of `programme` and `priority` that arrives at its airport.
    pub fn applies(&self, programme: ProgrammeIdx, priority: Priority) -> bool {
        self.programme.contains(&programme) && !self.exempt.contains(&priority)
    }

    /// Whether it is open at the local time `at`.
    pub fn is_open(&self, at: NaiveDateTime) -> bool {
        let date = at.date();
        self.days.contains(date.weekday()) && !self.closed.contains(&date) && self.hours.contain(at.time())
    }
}
