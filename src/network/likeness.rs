//! Whether two feeds have the same network. It knows what building one reads, so whoever makes it read more adds it here;
//! the tests of scenarios compare what is taken over with what is built, for each kind of change.

use std::collections::BTreeSet;

use crate::feed::{Agreement, Case, Feed, Pool};
use crate::ids::AirportIdx;

/// Whether the networks of `one` and `other` differ in nothing but the feed that they hold.
pub fn alike(one: &Feed, other: &Feed) -> bool {
    one.policy == other.policy
        && one.airports == other.airports
        && one.stations == other.stations
        && one.blocs == other.blocs
        && one.carriers == other.carriers
        && one.flights == other.flights
        && one.charters == other.charters
        && one.agreements.iter().map(terms).eq(other.agreements.iter().map(terms))
        && one.fares == other.fares
        && one.locks == other.locks
        && one.escort_types == other.escort_types
        && one.pools.iter().map(reach).eq(other.pools.iter().map(reach))
        && escorted(one) == escorted(other)
        && origins(one) == origins(other)
        && destinations(one) == destinations(other)
}

/// An agreement however many seats it sells on a flight.
fn terms(agreement: &Agreement) -> Agreement {
    Agreement { seats_per_flight: None, ..agreement.clone() }
}

/// A pool however many escorts it has, as long as it has any, and whatever they cost.
fn reach(pool: &Pool) -> Pool {
    Pool { count: pool.count.min(1), day_cost: Default::default(), ..pool.clone() }
}

/// Whether anyone needs an escort.
fn escorted(feed: &Feed) -> bool {
    feed.persons.iter().any(|person| person.escort.is_some())
}

fn origins(feed: &Feed) -> BTreeSet<AirportIdx> {
    feed.cases.iter().map(|case| case.origin).collect()
}

fn destinations(feed: &Feed) -> BTreeSet<AirportIdx> {
    let of = |case: &Case| case.destinations.clone();
    feed.cases.iter().flat_map(of).collect()
}
