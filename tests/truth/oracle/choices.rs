//! What a party may do, what that costs and which shared limits it uses.

use std::collections::{BTreeMap, BTreeSet};

use onward::feed::Case;
use onward::ids::{AirportIdx, CaseIdx, CharterIdx};
use onward::money::Money;
use onward::plan::{Component, Itinerary};

use super::World;
use super::amounts::Amounts;
use super::chains::{self, Chain};
use super::fares::{self, Cut};
use super::limits::Limit;
use super::sectors::Operator;
use super::transit;
use super::travellers::{Travellers, travellers};

/// One thing a party may do.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Everything it adds to the total but what charters cost to use at all.
    pub amounts: Amounts,
    /// The sum of `amounts`.
    pub cost: Money,
    /// Use of each limit that could be reached at all.
    pub uses: BTreeMap<Limit, u32>,
    /// Charters flown.
    pub charters: BTreeSet<CharterIdx>,
    /// Seats taken on the first legs of charters.
    pub first_legs: BTreeMap<CharterIdx, u32>,
    /// The journey of each case; none in staying behind.
    pub journeys: Vec<(CaseIdx, Itinerary)>,
}

impl Choice {
    fn use_up(&mut self, world: &World, limit: Limit, count: u32) {
        if count > 0 && limit.within_reach(world) {
            *self.uses.entry(limit).or_default() += count;
        }
    }

    /// Does `other` as well.
    fn join(&mut self, other: &Self) {
        self.amounts += other.amounts;
        self.cost += other.cost;
        for (limit, count) in &other.uses {
            *self.uses.entry(*limit).or_default() += count;
        }
        self.charters.extend(&other.charters);
        for (charter, seats) in &other.first_legs {
            *self.first_legs.entry(*charter).or_default() += seats;
        }
        self.journeys.extend(other.journeys.iter().cloned());
    }
}

/// All that `party` may do: every chain with every combination of its cases' fare cuts, and staying behind.
pub fn of(world: &World, party: &[CaseIdx]) -> Vec<Choice> {
    let mut choices = vec![stay(world, party)];
    for chain in chains::all(world, party) {
        let mut together = vec![Choice::default()];
        for case in party {
            let alone = journeys(world, *case, &chain);
            let pairs = together.iter().flat_map(|one| alone.iter().map(move |other| (one.clone(), other)));
            together = pairs
                .map(|(mut one, other)| {
                    one.join(other);
                    one
                })
                .collect();
        }
        choices.extend(together);
    }
    choices
}

fn stay(world: &World, party: &[CaseIdx]) -> Choice {
    let mut choice = Choice::default();
    for case in party {
        let case = &world.feed.cases[*case];
        let each = world.feed.policy.unserved_penalty.of(case.priority);
        choice.amounts.penalties.unserved += each * case.persons.len() as i64;
    }
    choice.cost = choice.amounts.total();
    choice
}

/// What `case` may do on `chain`: one choice for each fare cut, none where a person may not connect or no fare fits.
fn journeys(world: &World, index: CaseIdx, chain: &Chain) -> Vec<Choice> {
    let case = &world.feed.cases[index];
    let load = travellers(world, index, world.sectors[chain.legs[0]].dep_date);
    let mut base = Choice::default();
    aboard(world, chain, &load, &mut base);
    if !connect(world, chain, case, &mut base) {
        return Vec::new();
    }
    ends(world, chain, case, &mut base);
    let cuts = fares::cuts(world, chain, &load);
    let choices = cuts.iter().map(|cut| sold(world, &base, chain, cut, load.seats, index)).collect();
    // On the same chain it makes no difference to linked cases how this one is sold, but for the limits used.
    undominated(world, choices)
}

/// Places on the sectors, charters' seats among them.
fn aboard(world: &World, chain: &Chain, load: &Travellers, choice: &mut Choice) {
    for leg in &chain.legs {
        choice.use_up(world, Limit::Seats(*leg), load.seats);
        choice.use_up(world, Limit::Wheelchairs(*leg), load.wheelchairs);
        choice.use_up(world, Limit::Stretchers(*leg), load.stretchers);
        choice.use_up(world, Limit::Oxygen(*leg), load.oxygen);
        choice.use_up(world, Limit::Minors(*leg), load.minors);
        if let Operator::Charter { charter, first } = world.sectors[*leg].operator {
            choice.charters.insert(charter);
            choice.amounts.cash.charters += world.feed.charters[charter].per_seat * i64::from(load.seats);
            if first {
                choice.first_legs.insert(charter, load.seats);
            }
        }
    }
}

/// Beds, assistance and transit at the connections; whether every person may make them.
fn connect(world: &World, chain: &Chain, case: &Case, choice: &mut Choice) -> bool {
    let feed = world.feed;
    let (first, last) = (&world.sectors[chain.legs[0]], &world.sectors[chain.legs[chain.legs.len() - 1]]);
    let persons = case.persons.len();
    for connection in &chain.connections {
        let station = &feed.stations[connection.at];
        let nights = connection.nights.len() as i64;
        choice.amounts.cash.assistance += station.assist_cost * persons as i64;
        choice.amounts.cash.beds += station.bed_cost * (nights * persons as i64);
        choice.amounts.penalties.connections += feed.policy.connection_penalty * persons as i64;
        choice.use_up(world, Limit::Assistance(connection.at, connection.date), persons as u32);
        for night in &connection.nights {
            choice.use_up(world, Limit::Beds(connection.at, *night), persons as u32);
        }
        for person in &case.persons {
            let journey = (first.from, last.to, first.dep_date);
            match transit::fee(world, &feed.persons[*person], connection, journey) {
                Some(fee) => choice.amounts.cash.transit += fee,
                None => return false,
            }
        }
    }
    true
}

/// Departure and arrival for good, and what the journey as a whole costs in penalties.
fn ends(world: &World, chain: &Chain, case: &Case, choice: &mut Choice) {
    let feed = world.feed;
    let last_leg = chain.legs[chain.legs.len() - 1];
    let (first, last) = (&world.sectors[chain.legs[0]], &world.sectors[last_leg]);
    let persons = case.persons.len();
    choice.use_up(world, Limit::Departures(first.from, first.dep_date), persons as u32);
    for (index, row) in feed.reception.iter_enumerated() {
        let place = row.airport == last.to;
        if place && row.programme.contains(&case.programme) && !row.exempt.contains(&case.priority) {
            choice.use_up(world, Limit::ReceptionDay(index, last.arr_date), persons as u32);
            choice.use_up(world, Limit::ReceptionFlight(index, last_leg), persons as u32);
        }
    }
    let late = (first.dep_date - case.target).num_days().max(0);
    let started_hours = ((last.arr - first.dep).0 + 59) / 60;
    choice.amounts.penalties.delay += feed.policy.delay_penalty.of(case.priority) * (late * persons as i64);
    choice.amounts.penalties.hours += feed.policy.hour_penalty * (started_hours * persons as i64);
}

/// `base` with its fares, which makes it whole.
fn sold(world: &World, base: &Choice, chain: &Chain, cut: &Cut, seats: u32, case: CaseIdx) -> Choice {
    let feed = world.feed;
    let mut choice = base.clone();
    choice.amounts.cash.fares += cut.price;
    choice.cost = choice.amounts.total();
    let mut fares = Vec::new();
    for &(fare, at, until) in &cut.parts {
        let fare = &feed.fares[fare];
        for leg in &chain.legs[at..until] {
            choice.use_up(world, Limit::Allotment(fare.agreement, *leg), seats);
        }
        let iata = |airport: AirportIdx| feed.airports[airport].iata.to_string();
        fares.push(Component {
            agreement: feed.agreements[fare.agreement].id.to_string(),
            from: iata(fare.from),
            to: iata(fare.to),
            via: fare.via.map(iata),
            legs: (at..until).collect(),
        });
    }
    let legs = chain.legs.iter().map(|leg| world.sectors[*leg].key.clone()).collect();
    choice.journeys.push((case, Itinerary { case: feed.cases[case].id.to_string(), legs, fares }));
    choice
}

/// Those of `choices` for which no other one can stand in.
pub fn undominated(world: &World, mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.sort_by_key(|choice| choice.cost);
    let mut kept: Vec<Choice> = Vec::new();
    for choice in choices {
        if !kept.iter().any(|other| never_worse(world, other, &choice)) {
            kept.push(choice);
        }
    }
    kept
}

/// Whether `one` can stand in for `other` in any plan at no greater cost.
fn never_worse(world: &World, one: &Choice, other: &Choice) -> bool {
    // Where a charter needs a least number of seats, taking fewer can be worse.
    let needed = |choice: &Choice| -> BTreeMap<CharterIdx, u32> {
        choice
            .first_legs
            .iter()
            .filter(|(charter, _)| world.feed.charters[**charter].min_seats > 0)
            .map(|(charter, seats)| (*charter, *seats))
            .collect()
    };
    one.cost <= other.cost
        && one.charters.is_subset(&other.charters)
        && needed(one) == needed(other)
        && one.uses.iter().all(|(limit, used)| other.uses.get(limit).is_some_and(|more| used <= more))
}
