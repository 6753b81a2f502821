//! Exhaustive search for the least total of a small feed, written straight from the planning model.
//!
//! It shares nothing with the planner or the checker but the feed's types, money and the conversion of local times. It
//! goes the long way round on purpose: every chain of sectors, every cut into fare components, every mission of every
//! pool, every combination of the parties' choices under all terms, with every set of missions. What it leaves out is
//! left out only where that can't change the optimum, and each such place says why.
//!
//! The walk: [`sectors`] dates the flights; [`chains`] finds every chain of sectors a *party* (a case, or all cases of a
//! link) may take, with [`connection`] and [`transit`] deciding at each stop, unless [`locks`] fix it to one; [`fares`]
//! cuts a chain into components; [`choices`] turns chains into choices with a price and a [`footprint`]: what they take
//! of shared [`limits`] and add to groups, charters and volumes. [`missions`] does the same for escorts. [`thin`] drops
//! what can't matter. [`terms`] says which charters are used and which tiers reached; under each, [`search`] combines
//! choices, and [`escorting`] the missions that go with them, on the [`board`]; [`cover`] says whether escorts suffice.

mod amounts;
mod board;
mod chains;
mod choices;
mod connection;
mod cover;
mod escorting;
mod fares;
mod footprint;
mod limits;
mod locks;
mod missions;
mod search;
mod sectors;
mod terms;
mod thin;
mod transit;
mod travellers;
mod without;
mod written;

use onward::feed::Feed;
use onward::ids::{AirportIdx, CaseIdx, TiVec};
use onward::money::Money;
use onward::plan::Plan;

use search::Best;
use thin::Offers;
pub use without::Without;

/// A plan of least total for `feed`; none where fixed locks leave no valid plan. Reasons why cases stay behind aren't
/// given.
pub fn optimum(feed: &Feed) -> Option<Plan> {
    let world = World::new(feed, None);
    let best = best(&world)?;
    let plan = written::plan(&world, &best);
    assert_eq!(plan.total, best.total, "{}: terms were met, so what is written costs the same", plan.feed.name);
    Some(plan)
}

/// What would be the least total if one rule didn't exist; to see whether the rule matters in `feed`.
pub fn total_without(feed: &Feed, without: Option<Without>) -> Option<Money> {
    best(&World::new(feed, without)).map(|best| best.total)
}

fn best(world: &World) -> Option<Best> {
    let parties: Vec<_> = parties(world.feed).iter().map(|cases| choices::of(world, cases)).collect();
    let missions = missions::all(world, &thin::posts(world, &parties));
    let mut offers = Offers { parties, missions };
    thin::thin(world, &mut offers);
    search::best(world, &offers)
}

/// What all steps look things up in.
struct World<'f> {
    feed: &'f Feed,
    sectors: Vec<sectors::Sector>,
    /// The sectors that leave an airport.
    leaving: TiVec<AirportIdx, Vec<usize>>,
    without: Option<Without>,
}

impl<'f> World<'f> {
    fn new(feed: &'f Feed, without: Option<Without>) -> Self {
        let sectors = sectors::dated(feed);
        let mut leaving: TiVec<AirportIdx, Vec<usize>> = feed.airports.iter().map(|_| Vec::new()).collect();
        for (position, sector) in sectors.iter().enumerate() {
            leaving[sector.from].push(position);
        }
        Self { feed, sectors, leaving, without }
    }

    /// Positions of the sectors that leave `airport`.
    fn leaving(&self, airport: AirportIdx) -> &[usize] {
        &self.leaving[airport]
    }

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
