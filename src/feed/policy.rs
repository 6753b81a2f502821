//! `policy.json`: what holds for the whole plan.

use chrono::NaiveDate;

use super::codes::Currency;
use crate::money::{Decimal, Money};
use crate::time::Minutes;

/// How soon a case must travel. Penalties are given per priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Within days.
    Emergency,
    /// Within weeks.
    Urgent,
    /// Within the year.
    Normal,
}

impl Priority {
    /// All priorities, most pressing first.
    pub const ALL: [Self; 3] = [Self::Emergency, Self::Urgent, Self::Normal];

    /// The word used in feeds.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Urgent => "urgent",
            Self::Normal => "normal",
        }
    }
}

/// One amount per priority.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PerPriority(pub [Option<Money>; 3]);

impl PerPriority {
    /// The amount for `priority`; nothing where the feed gives none, which it may only for priorities no case has.
    pub fn of(&self, priority: Priority) -> Money {
        self.0[priority as usize].unwrap_or_default()
    }
}

/// The planning policy (MODEL section 2, `policy.json`). Money is in `currency`.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Name of the feed.
    pub name: String,
    /// Plan currency.
    pub currency: Currency,
    /// Today, for lead times.
    pub as_of: NaiveDate,
    /// First local date on which a first departure may lie.
    pub start: NaiveDate,
    /// Last such date.
    pub end: NaiveDate,
    /// Whether a connection without a transit row is allowed.
    pub transit_default_allow: bool,
    /// Most sectors in an itinerary; a mission may have twice as many.
    pub max_sectors: u32,
    /// Longest connection.
    pub max_connection: Minutes,
    /// Longest connection that isn't a stopover, where the station gives none.
    pub airside: Minutes,
    /// Least connection time where the station gives none.
    pub mct: Minutes,
    /// Seats taken by a person on a stretcher.
    pub stretcher_seats: u32,
    /// Fares paid by a person on a stretcher.
    pub stretcher_fares: Decimal,
    /// Days an escort rests at the base after a mission.
    pub escort_rest_days: u32,
    /// Penalty per person and connection.
    pub connection_penalty: Money,
    /// Penalty per person and started hour of journey.
    pub hour_penalty: Money,
    /// Penalty per person and day of first departure after the case's target.
    pub delay_penalty: PerPriority,
    /// Penalty per person left behind.
    pub unserved_penalty: PerPriority,
}
