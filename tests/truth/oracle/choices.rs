//! What a party may do, what that costs and what it takes of what all share.

use std::collections::BTreeMap;

use onward::feed::Case;
use onward::ids::{CaseIdx, EscortTypeIdx};
use onward::money::Money;
use onward::plan::Itinerary;

use super::amounts::Amounts;
use super::chains::{self, Chain};
use super::fares::{self, Cut};
use super::footprint::{Bought, Footprint};
use super::limits::Limit;
use super::locks::{self, Fixing};
use super::transit::{self, Journey};
use super::travellers::{Travellers, travellers};
use super::{Without, World, written};

/// One thing a party may do.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Everything it adds to the total but what charters cost to use at all and what volumes give back.
    pub amounts: Amounts,
    /// The sum of `amounts`.
    pub cost: Money,
    /// What it takes of what all share.
    pub footprint: Footprint,
    /// Persons who need an escort of a type on a sector.
    pub needs: BTreeMap<(usize, EscortTypeIdx), u32>,
    /// The journey of each case; none in staying behind.
    pub journeys: Vec<(CaseIdx, Itinerary)>,
}

impl Choice {
    /// Does `other` as well.
    fn join(&mut self, other: &Self) {
        self.amounts += other.amounts;
        self.cost += other.cost;
        self.footprint.join(&other.footprint);
        for (need, persons) in &other.needs {
            *self.needs.entry(*need).or_default() += persons;
        }
        self.journeys.extend(other.journeys.iter().cloned());
    }
}

/// All that `party` may do: every chain with every combination of its cases' fare cuts, and staying behind; or, where a
/// lock fixes it, only the cuts of that chain. None where locks can't be kept.
pub fn of(world: &World, party: &[CaseIdx]) -> Vec<Choice> {
    let (mut choices, chains) = match locks::fixing(world, party) {
        Fixing::Free => (vec![stay(world, party)], chains::all(world, party)),
        Fixing::To(keys) => (Vec::new(), chains::fixed(world, party, keys).into_iter().collect()),
        Fixing::Torn => return Vec::new(),
    };
    for chain in chains {
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
    for index in party {
        let case = &world.feed.cases[*index];
        let each = world.feed.policy.unserved_penalty.of(case.priority);
        choice.amounts.penalties.unserved += each * case.persons.len() as i64;
        choice.amounts.cash.changes += locks::change(world, *index, None);
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
    base.amounts.cash.changes += locks::change(world, index, Some(&chain.keys(world)));
    let cuts = fares::cuts(world, &chain.legs, &load.priced, chain.fixed);
    let choices = cuts.iter().map(|cut| sold(world, &base, chain, cut, &load, index)).collect();
    // On the same chain it makes no difference to linked cases how this one is sold, but for what all share.
    undominated(choices)
}

/// Places on the sectors, charters' seats among them, and escorts needed.
fn aboard(world: &World, chain: &Chain, load: &Travellers, choice: &mut Choice) {
    for leg in &chain.legs {
        let footprint = &mut choice.footprint;
        footprint.use_up(world, Limit::Seats(*leg), load.seats);
        footprint.use_up(world, Limit::Wheelchairs(*leg), load.wheelchairs);
        footprint.use_up(world, Limit::Stretchers(*leg), load.stretchers);
        footprint.use_up(world, Limit::Oxygen(*leg), load.oxygen);
        footprint.use_up(world, Limit::Minors(*leg), load.minors);
        if let Some(charter) = footprint.fly(world, *leg, load.seats) {
            choice.amounts.cash.charters += world.feed.charters[charter].per_seat * i64::from(load.seats);
        }
        for (escort, persons) in &load.escorted {
            let ratio = world.feed.escort_types[*escort].ratio;
            let together = world.holds(Without::RatioTogether);
            let persons = if together { *persons } else { persons.div_ceil(ratio) * ratio };
            choice.needs.insert((*leg, *escort), persons);
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
        choice.footprint.use_up(world, Limit::Assistance(connection.at, connection.date), persons as u32);
        for night in &connection.nights {
            choice.footprint.use_up(world, Limit::Beds(connection.at, *night), persons as u32);
        }
        for person in &case.persons {
            let journey = Journey { origin: first.from, last: last.to, date: first.dep_date, fixed: chain.fixed };
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
    choice.footprint.use_up(world, Limit::Departures(first.from, first.dep_date), persons as u32);
    for (index, row) in feed.reception.iter_enumerated() {
        let place = row.airport == last.to;
        if place && row.programme.contains(&case.programme) && !row.exempt.contains(&case.priority) {
            choice.footprint.use_up(world, Limit::ReceptionDay(index, last.arr_date), persons as u32);
            choice.footprint.use_up(world, Limit::ReceptionFlight(index, last_leg), persons as u32);
        }
    }
    let late = (first.dep_date - case.target).num_days().max(0);
    let started_hours = ((last.arr - first.dep).0 + 59) / 60;
    choice.amounts.penalties.delay += feed.policy.delay_penalty.of(case.priority) * (late * persons as i64);
    choice.amounts.penalties.hours += feed.policy.hour_penalty * (started_hours * persons as i64);
}

/// `base` with its fares, which makes it whole.
fn sold(world: &World, base: &Choice, chain: &Chain, cut: &Cut, load: &Travellers, case: CaseIdx) -> Choice {
    let mut choice = base.clone();
    choice.amounts.cash.fares += cut.price;
    choice.cost = choice.amounts.total();
    let bought = Bought { allotted: load.allotted, grouped: load.allotted, travellers: load.volume };
    choice.footprint.buy(world, &chain.legs, cut, bought);
    let itinerary = Itinerary {
        case: world.feed.cases[case].id.to_string(),
        legs: chain.keys(world).into_iter().map(str::to_owned).collect(),
        fares: written::components(world, cut),
    };
    choice.journeys.push((case, itinerary));
    choice
}

/// Those of `choices` for which no other one can stand in.
pub fn undominated(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.sort_by_key(|choice| choice.cost);
    let mut kept: Vec<Choice> = Vec::new();
    for choice in choices {
        if !kept.iter().any(|other| never_worse(other, &choice)) {
            kept.push(choice);
        }
    }
    kept
}

/// Whether `one` can stand in for `other` in any plan at no greater cost.
fn never_worse(one: &Choice, other: &Choice) -> bool {
    let covered = |(need, persons): (_, &u32)| other.needs.get(need).is_some_and(|there| persons <= there);
    one.cost <= other.cost && one.footprint.never_worse(&other.footprint) && one.needs.iter().all(covered)
}
