//! Escorts sent, volumes reached and locks kept, in numbers.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use serde::Serialize;

use super::by_agreement::by_agreement;
use super::journey::Journeys;
use super::text::count;
use crate::feed::{Feed, Lock, LockMode};

/// What a summary tells of escorts, agreements and locks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Terms {
    /// Escorts sent, each counted once however often it goes.
    pub escorts: usize,
    /// Escorts that there are.
    pub escorts_in_pools: usize,
    /// Started spans of 24 hours that they are away.
    pub escort_days: i64,
    /// Agreements whose volume earns a rebate.
    pub at_rebate: usize,
    /// Agreements short of their commitment.
    pub short: usize,
    /// Seats that they are short of.
    pub short_seats: usize,
    /// Cases with a fixed itinerary, linked ones too.
    pub fixed: usize,
    /// Cases with a preferred itinerary.
    pub preferred: usize,
    /// Of them those that take another one, or none.
    pub changed: usize,
}

impl Terms {
    pub(super) fn of(journeys: &Journeys) -> Option<Self> {
        let feed = journeys.feed?;
        let sent: BTreeSet<_> = journeys.missions.iter().map(|mission| (mission.pool, mission.escort)).collect();
        let agreements = by_agreement(journeys);
        let short = || agreements.iter().filter_map(|row| row.short).filter(|&short| short > 0);
        let taken: HashMap<&str, &[String]> =
            journeys.plan.itineraries.iter().map(|itinerary| (&*itinerary.case, &*itinerary.legs)).collect();
        let preferred = || feed.locks.iter().filter(|lock| lock.mode == LockMode::Prefer);
        let kept = |lock: &&Lock| taken.get(&*feed.cases[lock.case].id) == Some(&&*lock.itinerary);
        Some(Self {
            escorts: sent.len(),
            escorts_in_pools: feed.pools.iter().map(|pool| pool.count as usize).sum(),
            escort_days: journeys.missions.iter().filter_map(|mission| mission.days()).sum(),
            at_rebate: agreements.iter().filter(|row| row.tier.is_some() && row.sold > Some(0)).count(),
            short: short().count(),
            short_seats: short().sum(),
            fixed: fixed(feed),
            preferred: preferred().count(),
            changed: preferred().filter(|lock| !kept(lock)).count(),
        })
    }

    /// What stands behind the number of missions.
    pub(super) fn escorts(&self) -> String {
        let (sent, all, days) = (count(self.escorts), count(self.escorts_in_pools), self.escort_days);
        format!(" (by {sent} of {all} escorts, {days} days away)")
    }

    /// One line a fact that there is something to say of.
    pub(super) fn lines(&self, line: &mut impl FnMut(&str, &str) -> fmt::Result) -> fmt::Result {
        if self.at_rebate > 0 {
            line("agreements at a rebate", &count(self.at_rebate))?;
        }
        if self.short > 0 {
            let seats = count(self.short_seats);
            line("agreements short", &format!("{} (by {seats} seats of those promised)", count(self.short)))?;
        }
        if self.fixed > 0 {
            line("fixed itineraries", &count(self.fixed))?;
        }
        if self.preferred > 0 {
            let (changed, preferred) = (count(self.changed), count(self.preferred));
            line("preferred itineraries", &format!("{preferred} ({changed} changed or given up)"))?;
        }
        Ok(())
    }
}

/// How many cases a fixed lock binds.
fn fixed(feed: &Feed) -> usize {
    let fixed = feed.locks.iter().filter(|lock| lock.mode == LockMode::Fixed);
    fixed.flat_map(|lock| feed.party(lock.case)).collect::<BTreeSet<_>>().len()
}
