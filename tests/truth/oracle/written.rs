//! The optimum as a plan, so that the checker can look at it.

use onward::ids::{AirportIdx, FareIdx};
use onward::money::Money;
use onward::plan::{Component, FORMAT, FeedRef, Mission, MissionLeg, Plan, Status, Unserved};

use super::World;
use super::amounts::Amounts;
use super::cover;
use super::fares::Cut;
use super::search::Best;

/// The plan that uses the charters of the terms, does what is chosen for each party and sends the missions.
pub fn plan(world: &World, best: &Best) -> Plan {
    let feed = world.feed;
    let amounts = amounts(world, best);
    let mut journeys: Vec<_> = best.chosen.iter().flat_map(|choice| choice.journeys.iter().cloned()).collect();
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
        missions: missions(world, best),
        charters: best.terms.charters.iter().map(|charter| feed.charters[*charter].id.to_string()).collect(),
        unserved,
    }
}

/// Every amount, rebates and shortfalls by what is really sold.
fn amounts(world: &World, best: &Best) -> Amounts {
    let feed = world.feed;
    let mut amounts = Amounts::default();
    for choice in &best.chosen {
        amounts += choice.amounts;
    }
    for charter in &best.terms.charters {
        amounts.cash.charters += feed.charters[*charter].fixed_cost;
    }
    amounts.cash.escorts = best.missions.iter().map(|mission| mission.cost).sum();
    let choices = best.chosen.iter().map(|choice| &choice.footprint);
    let footprints: Vec<_> = choices.chain(best.missions.iter().map(|mission| &mission.footprint)).collect();
    for (index, agreement) in feed.agreements.iter_enumerated() {
        let sold: u32 = footprints.iter().filter_map(|footprint| footprint.volume.get(&index)).sum();
        let volume = sold + agreement.seats_before;
        let reached = agreement.tiers.iter().rfind(|tier| tier.from_seats <= volume);
        let rebate = reached.map_or(Money::ZERO, |tier| tier.rebate);
        amounts.cash.rebates += rebate * i64::from(sold);
        let short = agreement.commit_seats.saturating_sub(volume);
        amounts.cash.shortfalls += agreement.shortfall_fee * i64::from(short);
    }
    amounts
}

fn missions(world: &World, best: &Best) -> Vec<Mission> {
    let feed = world.feed;
    let duties = cover::duties(world, &best.chosen, &best.missions);
    let written = best.missions.iter().zip(duties).map(|(mission, duties)| Mission {
        pool: feed.pools[mission.pool].id.to_string(),
        legs: mission
            .legs
            .iter()
            .zip(duties)
            .map(|(leg, duty)| MissionLeg {
                sector: world.sectors[*leg].key.clone(),
                duty: duty.map(|escort| feed.escort_types[escort].id.to_string()),
            })
            .collect(),
        fares: components(world, &mission.cut),
    });
    written.collect()
}

/// A cut's components.
pub fn components(world: &World, cut: &Cut) -> Vec<Component> {
    let feed = world.feed;
    let iata = |airport: AirportIdx| feed.airports[airport].iata.to_string();
    let component = |&(fare, at, until): &(FareIdx, usize, usize)| {
        let fare = &feed.fares[fare];
        Component {
            agreement: feed.agreements[fare.agreement].id.to_string(),
            from: iata(fare.from),
            to: iata(fare.to),
            via: fare.via.map(iata),
            legs: (at..until).collect(),
        }
    };
    cut.parts.iter().map(component).collect()
}
