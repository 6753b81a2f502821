//! Escorts' missions, told as far as is known (MODEL: *Escorts*).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use chrono::{Days, NaiveDate};

use super::hop::Hop;
use super::tickets::{Ticket, sum};
use crate::feed::Feed;
use crate::ids::PoolIdx;
use crate::money::Money;
use crate::plan;
use crate::time::Minutes;

/// One escort's way from the base until back there.
#[derive(Debug, Clone, PartialEq)]
pub struct Mission<'a> {
    /// As the plan has it.
    pub plan: &'a plan::Mission,
    /// Its place in the plan, from 1.
    pub number: usize,
    /// Where its pool stands in the feed.
    pub pool: Option<PoolIdx>,
    /// Which of the pool's escorts goes, from 1: the first who is neither away nor resting.
    pub escort: Option<usize>,
    /// Its sectors, in order.
    pub hops: Vec<Hop<'a>>,
    /// Its fare components, in order.
    pub tickets: Vec<Ticket<'a>>,
}

/// What a mission costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expense {
    /// Fares.
    pub fares: Money,
    /// Seats on charters.
    pub seats: Money,
    /// Started 24 hours away.
    pub days: Money,
}

impl Expense {
    /// All of it.
    pub fn total(&self) -> Money {
        sum([self.fares, self.seats, self.days])
    }
}

impl Mission<'_> {
    /// Local date of the first departure, at the base.
    pub fn leaves(&self) -> Option<NaiveDate> {
        Some(self.hops.first()?.known?.departure.date())
    }

    /// Local date of the last arrival, at the base.
    pub fn returns(&self) -> Option<NaiveDate> {
        Some(self.hops.last()?.known?.arrival.date())
    }

    /// The last date on which the escort rests.
    pub fn rested(&self, feed: &Feed) -> Option<NaiveDate> {
        let back = self.returns()?;
        Some(back.checked_add_days(Days::new(feed.policy.escort_rest_days.into())).unwrap_or(NaiveDate::MAX))
    }

    /// Started spans of 24 hours away.
    pub fn days(&self) -> Option<i64> {
        let away = self.hops.last()?.known?.arrives - self.hops.first()?.known?.departs;
        Some(away.max(Minutes(0)).started_days())
    }

    /// What it costs, where the feed is given.
    pub fn expense(&self, feed: &Feed) -> Option<Expense> {
        let charters = self.hops.iter().filter_map(|hop| hop.known?.charter);
        Some(Expense {
            fares: sum(self.tickets.iter().filter_map(|ticket| ticket.sold).map(|sold| sold.price)),
            seats: sum(charters.map(|charter| feed.charters[charter].per_seat)),
            days: feed.pools[self.pool?].day_cost.saturating_mul(self.days()?),
        })
    }
}

/// Gives each mission an escort of its pool: by date of leaving, the first who is neither away nor resting. In a plan that
/// keeps the pools' counts, no more escorts go than there are.
pub(super) fn number_escorts(missions: &mut [Mission], feed: &Feed) {
    let mut order: Vec<usize> = (0..missions.len()).collect();
    order.sort_by_key(|&at| missions[at].leaves());
    let mut pools: BTreeMap<PoolIdx, Roster> = BTreeMap::new();
    for at in order {
        let mission = &mut missions[at];
        if let (Some(pool), Some(leaves), Some(rested)) = (mission.pool, mission.leaves(), mission.rested(feed)) {
            mission.escort = Some(pools.entry(pool).or_default().send(leaves, rested));
        }
    }
}

/// Who of a pool is at the base and who isn't, by number, while dates go by.
#[derive(Default)]
struct Roster {
    /// Those who aren't, soonest back first: the last date on which they rest.
    away: BinaryHeap<Reverse<(NaiveDate, usize)>>,
    /// Those who are.
    here: BTreeSet<usize>,
    sent: usize,
}

impl Roster {
    /// Sends the first escort who is here on `leaves`, until `rested`.
    fn send(&mut self, leaves: NaiveDate, rested: NaiveDate) -> usize {
        while let Some(&Reverse((until, escort))) = self.away.peek()
            && until < leaves
        {
            self.away.pop();
            self.here.insert(escort);
        }
        let escort = self.here.pop_first().unwrap_or_else(|| {
            self.sent += 1;
            self.sent
        });
        self.away.push(Reverse((rested, escort)));
        escort
    }
}
