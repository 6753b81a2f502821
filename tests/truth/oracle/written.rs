//! The optimum as a plan, so that the checker can look at it.

use onward::ids::CharterIdx;
use onward::plan::{FORMAT, FeedRef, Plan, Status, Unserved};

use super::World;
use super::amounts::Amounts;
use super::choices::Choice;

/// The plan that uses the charters of `set` and does what is `chosen` for each party.
pub fn plan(world: &World, set: &[CharterIdx], chosen: &[Choice]) -> Plan {
    let feed = world.feed;
    let mut amounts = Amounts::default();
    for choice in chosen {
        amounts += choice.amounts;
    }
    for charter in set {
        amounts.cash.charters += feed.charters[*charter].fixed_cost;
    }
    let mut journeys: Vec<_> = chosen.iter().flat_map(|choice| choice.journeys.iter().cloned()).collect();
    journeys.sort_by_key(|(case, _)| *case);
    let behind = feed.cases.iter_enumerated().filter(|(index, _)| journeys.iter().all(|(case, _)| case != index));
    let unserved = behind
        .map(|(_, case)| Unserved { case: case.id.to_string(), reason: "too_dear".into(), detail: String::new() })
        .collect();
    Plan {
        format: FORMAT.into(),
        feed: FeedRef { name: feed.policy.name.clone(), sha256: feed.sha256.clone() },
        status: Status::Optimal,
        currency: feed.policy.currency.to_string(),
        total: amounts.total(),
        bound: amounts.total(),
        gap: 0.0,
        cash: amounts.cash,
        penalties: amounts.penalties,
        itineraries: journeys.into_iter().map(|(_, itinerary)| itinerary).collect(),
        missions: Vec::new(),
        charters: set.iter().map(|charter| feed.charters[*charter].id.to_string()).collect(),
        unserved,
    }
}
