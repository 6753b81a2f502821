//! From a solution over classes to the plan over cases.

use super::deals;
use super::solution::{self, Solution};
use crate::ids::{CaseIdx, ClassIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::{self, Column};
use crate::missions::way::{Expense, Leg, Way};
use crate::money::Money;
use crate::network::Network;
use crate::plan::{Cash, FORMAT, FeedRef, Itinerary, Mission, MissionLeg, Penalties, Plan, Status, components, gap};

/// The plan of `solution`, but for the reasons of those left behind, and the classes left behind with their parties.
/// `reached` says whether the gap asked for is.
pub fn assemble(
    network: &Network,
    classes: &TiVec<ClassIdx, Class>,
    solution: &Solution,
    bound: i64,
    reached: bool,
) -> (Plan, Vec<(ClassIdx, usize)>) {
    let feed = network.feed;
    let (mut cash, mut penalties) = (Cash::default(), Penalties::default());
    let mut next: TiVec<ClassIdx, usize> = classes.iter().map(|_| 0).collect();
    let mut itineraries: Vec<(CaseIdx, Itinerary)> = Vec::new();
    let mut columns: Vec<&Column> = solution.columns.iter().collect();
    // Which of several parties alike takes which itinerary is all the same; the order makes it repeatable.
    columns.sort_by(|one, other| one.route.cmp(&other.route));
    for column in columns {
        let class = &classes[column.route.class];
        let party = &class.parties[next[column.route.class]];
        next[column.route.class] += 1;
        let cost = column::cost(network, class, &column.route);
        cash.fares += Money(cost.fares);
        cash.charters += Money(cost.charters);
        cash.beds += Money(cost.beds);
        cash.assistance += Money(cost.assistance);
        cash.transit += Money(cost.transit);
        cash.changes += Money(cost.changes);
        penalties.delay += Money(cost.delay);
        penalties.connections += Money(cost.connections);
        penalties.hours += Money(cost.hours);
        let legs: Vec<String> = column.route.sectors.iter().map(|&sector| network.sectors[sector].key(feed)).collect();
        for (&case, cut) in party.iter().zip(&column.route.cuts) {
            let itinerary =
                Itinerary { case: feed.cases[case].id.to_string(), legs: legs.clone(), fares: components(feed, cut) };
            itineraries.push((case, itinerary));
        }
    }
    itineraries.sort_by_key(|&(case, _)| case);
    for &charter in &solution.charters {
        cash.charters += feed.charters[charter].fixed_cost;
    }
    let mut ways: Vec<&Way> = solution.missions.iter().map(|mission| &mission.way).collect();
    ways.sort_unstable();
    for way in &ways {
        let Expense { fares, charters, days } = way.expense(network);
        cash.escorts += Money(fares + charters + days);
    }
    for (index, volume) in solution::volumes(network, &solution.columns, &solution.missions).into_iter_enumerated() {
        let (rebate, shortfall) = deals::settle(&feed.agreements[index], volume);
        cash.rebates += Money(rebate);
        cash.shortfalls += Money(shortfall);
    }
    let mut behind = Vec::new();
    for (index, class) in classes.iter_enumerated() {
        for party in next[index]..class.parties.len() {
            penalties.unserved += Money(class.traits.unserved);
            cash.changes += Money(class.traits.changes);
            behind.push((index, party));
        }
    }
    let total = cash.total() + penalties.total();
    let bound = Money(bound);
    let gap = gap(total, bound);
    let plan = Plan {
        format: FORMAT.to_owned(),
        feed: FeedRef { name: feed.policy.name.clone(), sha256: feed.sha256.clone() },
        status: if reached { Status::Optimal } else { Status::Feasible },
        currency: feed.policy.currency.to_string(),
        total,
        bound,
        gap,
        cash,
        penalties,
        itineraries: itineraries.into_iter().map(|(_, itinerary)| itinerary).collect(),
        missions: ways.into_iter().map(|way| mission(network, way)).collect(),
        charters: solution.charters.iter().map(|&charter| feed.charters[charter].id.to_string()).collect(),
        unserved: Vec::new(),
    };
    (plan, behind)
}

fn mission(network: &Network, way: &Way) -> Mission {
    let feed = network.feed;
    let leg = |&(sector, duty): &Leg| MissionLeg {
        sector: network.sectors[sector].key(feed),
        duty: duty.map(|kind| feed.escort_types[kind].id.to_string()),
    };
    Mission {
        pool: feed.pools[way.pool].id.to_string(),
        legs: way.legs.iter().map(leg).collect(),
        fares: components(feed, &way.cut),
    }
}
