//! The days away: what a mission that leaves on one date and returns on another costs and whether the pool has an escort
//! for it.

use chrono::{Days, NaiveDate};

use crate::ids::PoolIdx;
use crate::itineraries::prices::{FORBIDDEN, Scaled};
use crate::itineraries::pricing::Market;
use crate::itineraries::sites::Site;

/// The dates on which escorts of a pool may be away or rest.
#[derive(Debug)]
pub(super) struct Calendar {
    first: NaiveDate,
    rest: i64,
    /// By day: the prices of all days before.
    before: Vec<Scaled>,
    /// By day: the first one from then on on which nobody can be away.
    shut: Vec<i64>,
    /// The least price of a day, not above 0.
    pub(super) least: Scaled,
}

impl Calendar {
    /// The calendar of `pool` for missions that leave on `first` at the earliest and return on `last` at the latest.
    pub(super) fn new(market: &Market, pool: PoolIdx, first: NaiveDate, last: NaiveDate) -> Self {
        let rest = i64::from(market.network.feed.policy.escort_rest_days);
        let days = ((last - first).num_days().max(0) + rest + 1) as usize;
        let mut calendar =
            Self { first, rest, before: Vec::with_capacity(days + 1), shut: vec![days as i64; days + 1], least: 0 };
        let mut sum: Scaled = 0;
        let mut closed = Vec::new();
        for day in 0..days {
            calendar.before.push(sum);
            let date = first.checked_add_days(Days::new(day as u64)).unwrap_or(NaiveDate::MAX);
            let site = Site::Away(pool, date);
            let price = market.prices.of(site, 1);
            if price >= FORBIDDEN || !market.free.fits(market.network, site, 1) {
                closed.push(day);
            } else {
                sum += price;
                calendar.least = calendar.least.min(price);
            }
        }
        calendar.before.push(sum);
        for day in closed {
            calendar.shut[day] = day as i64;
        }
        for day in (0..days).rev() {
            calendar.shut[day] = calendar.shut[day].min(calendar.shut[day + 1]);
        }
        calendar
    }

    /// The number of `date`.
    pub(super) fn day(&self, date: NaiveDate) -> i64 {
        (date - self.first).num_days()
    }

    /// The last day on which a mission may return that leaves on `day`; before it where none may.
    pub(super) fn latest_return(&self, day: i64) -> i64 {
        self.shut.get(day as usize).map_or(day, |&shut| shut) - self.rest - 1
    }

    /// Whether some mission may leave by the first day and return from the last on, no more than `longest` days later.
    pub(super) fn is_open(&self, (first, last): (i64, i64), longest: i64) -> bool {
        ((last - longest).max(0)..=first).any(|day| self.latest_return(day) >= last.max(day))
    }

    /// What leaving on `day` takes off the price of returning.
    pub(super) fn leaving(&self, day: i64) -> Scaled {
        self.before.get(day as usize).copied().unwrap_or_default()
    }

    /// What returning on `day` costs, days before leaving included.
    pub(super) fn returning(&self, day: i64) -> Scaled {
        self.before.get((day + self.rest + 1) as usize).copied().unwrap_or_default()
    }
}
