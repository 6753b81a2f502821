//! Exhaustive search for the least total of a small feed, written straight from the planning model.
//!
//! It shares nothing with the planner or the checker but the feed's types, money and the conversion of local times. It
//! goes the long way round on purpose: every chain of sectors, every cut into fare components, every combination of the
//! parties' choices under every set of charters. What it leaves out is left out only where that can't change the
//! optimum, and each such place says why.
//!
//! The walk: [`sectors`] dates the flights; [`chains`] finds every chain of sectors a *party* (a case, or all cases of a
//! link) may take, with [`connection`] and [`transit`] deciding at each stop; [`fares`] cuts a chain into components;
//! [`choices`] turns chains into choices with a price and a use of shared limits ([`limits`]); [`search`] combines them.
//!
//! Not covered yet: escorts, `min_group`, tiers, commitments and locks. A lock restricts or prices a party's choices; the
//! others are prices and conditions on a whole combination and belong beside the charters' in [`search`].

mod amounts;
mod chains;
mod choices;
mod connection;
mod fares;
mod limits;
mod search;
mod sectors;
mod transit;
mod travellers;
mod without;
mod written;

use onward::feed::Feed;
use onward::ids::CaseIdx;
use onward::plan::Plan;

pub use without::Without;

/// A plan of least total for `feed`. Reasons why cases stay behind aren't given.
pub fn optimum(feed: &Feed) -> Plan {
    optimum_without(feed, None)
}

/// What would be optimal if one rule didn't exist; to see whether the rule matters in `feed`.
pub fn optimum_without(feed: &Feed, without: Option<Without>) -> Plan {
    let world = World { feed, sectors: sectors::dated(feed), without };
    let parties: Vec<_> = parties(feed).iter().map(|cases| choices::of(&world, cases)).collect();
    search::best(&world, parties)
}

/// What all steps look things up in.
struct World<'f> {
    feed: &'f Feed,
    sectors: Vec<sectors::Sector>,
    without: Option<Without>,
}

impl World<'_> {
    /// Whether the rule holds, as it does unless a test asks what would be without it.
    fn holds(&self, rule: Without) -> bool {
        self.without != Some(rule)
    }
}

/// The cases that travel together: those of a link, and every other case by itself.
fn parties(feed: &Feed) -> Vec<Vec<CaseIdx>> {
    let alone = feed.cases.iter_enumerated().filter(|(_, case)| case.link.is_none()).map(|(case, _)| vec![case]);
    feed.links.iter().cloned().chain(alone).collect()
}
