//! What networks of two feeds share. It knows what building one reads, so whoever makes it read more adds it here; the tests
//! of scenarios compare what is taken over with what is built, for each kind of change.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::errands;
use super::sectors::{Sector, Service};
use crate::feed::{Agreement, Capacity, Case, Charter, Feed, Flight, Pool};
use crate::ids::{AirportIdx, FlightIdx, SectorIdx, TiVec};

/// The sectors of the network of `other`, given the `sectors` of `one`'s; `None` where the networks differ in more than their
/// feeds and how much sectors carry.
pub fn taken_over(
    one: &Feed,
    sectors: &Arc<TiVec<SectorIdx, Sector>>,
    other: &Feed,
) -> Option<Arc<TiVec<SectorIdx, Sector>>> {
    if !alike(one, other) {
        return None;
    }
    if one.flights == other.flights && one.charters == other.charters {
        return Some(Arc::clone(sectors));
    }
    let (old, new) = (stretches(one), stretches(other));
    let same = old == new && one.charters.iter().map(offer).eq(other.charters.iter().map(offer));
    same.then(|| Arc::new(carried(sectors, &old, other, &new)))
}

/// Whether networks of `one` and `other` would be the same if their flights and charters were.
fn alike(one: &Feed, other: &Feed) -> bool {
    one.policy == other.policy
        && one.airports == other.airports
        && one.stations == other.stations
        && one.blocs == other.blocs
        && one.carriers == other.carriers
        && one.agreements.iter().map(terms).eq(other.agreements.iter().map(terms))
        && one.fares == other.fares
        && one.locks == other.locks
        && one.escort_types == other.escort_types
        && one.pools.iter().map(reach).eq(other.pools.iter().map(reach))
        && errands::missions_matter(one) == errands::missions_matter(other)
        && origins(one) == origins(other)
        && destinations(one) == destinations(other)
}

/// `sectors` of a feed whose flights are the stretches `old` as they are in `feed`, whose flights are the same ones, `new`.
fn carried(
    sectors: &TiVec<SectorIdx, Sector>,
    old: &[Stretch],
    feed: &Feed,
    new: &[Stretch],
) -> TiVec<SectorIdx, Sector> {
    let mut stretch_of: TiVec<FlightIdx, usize> = TiVec::new();
    for (number, stretch) in old.iter().enumerate() {
        stretch_of.resize(usize::from(stretch.rows.1) + 1, number);
    }
    let carried = |sector: &Sector| match sector.service {
        Service::Scheduled { flight, carrier } => {
            let flight = new[stretch_of[flight]].row_on(feed, sector.dep_local.date());
            let service = Service::Scheduled { flight, carrier };
            Sector { service, capacity: feed.flights[flight].capacity, ..sector.clone() }
        }
        Service::Chartered { charter, leg } => {
            Sector { capacity: feed.charters[charter].legs[leg as usize].capacity, ..sector.clone() }
        }
    };
    sectors.iter().map(carried).collect()
}

/// Rows of a flight that follow each other and differ in their dates and in how much they carry at most: a change of one
/// date cuts a row.
struct Stretch {
    /// The first, without its capacity but for whether it has any seats, up to the last's last date.
    flight: Flight,
    /// The first and the last.
    rows: (FlightIdx, FlightIdx),
}

impl PartialEq for Stretch {
    fn eq(&self, other: &Self) -> bool {
        self.flight == other.flight
    }
}

impl Stretch {
    /// The row that flies on `date`.
    fn row_on(&self, feed: &Feed, date: NaiveDate) -> FlightIdx {
        let rows = (self.rows.0.0..self.rows.1.0).map(FlightIdx);
        rows.into_iter().find(|&row| date <= feed.flights[row].valid_to).unwrap_or(self.rows.1)
    }
}

fn stretches(feed: &Feed) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (index, row) in feed.flights.iter_enumerated() {
        let flight = Flight { capacity: opened(row.capacity), ..row.clone() };
        if let Some(last) = stretches.last_mut() {
            let (valid_from, valid_to) = (last.flight.valid_from, last.flight.valid_to);
            let follows = valid_to.succ_opt() == Some(flight.valid_from);
            if follows && last.flight == (Flight { valid_from, valid_to, ..flight.clone() }) {
                last.flight.valid_to = flight.valid_to;
                last.rows.1 = index;
                continue;
            }
        }
        stretches.push(Stretch { flight, rows: (index, index) });
    }
    stretches
}

/// Only whether there are seats.
fn opened(capacity: Capacity) -> Capacity {
    Capacity { seats: capacity.seats.min(1), ..Capacity::default() }
}

/// A charter however much it carries.
fn offer(charter: &Charter) -> Charter {
    let mut offer = charter.clone();
    offer.legs.iter_mut().for_each(|leg| leg.capacity = opened(leg.capacity));
    offer
}

/// An agreement however many seats it sells on a flight, or asks for.
fn terms(agreement: &Agreement) -> Agreement {
    Agreement { seats_per_flight: None, min_group: 0, ..agreement.clone() }
}

/// A pool however many escorts it has, as long as it has any, and whatever they cost.
fn reach(pool: &Pool) -> Pool {
    Pool { count: pool.count.min(1), day_cost: Default::default(), ..pool.clone() }
}

fn origins(feed: &Feed) -> BTreeSet<AirportIdx> {
    feed.cases.iter().map(|case| case.origin).collect()
}

fn destinations(feed: &Feed) -> BTreeSet<AirportIdx> {
    let of = |case: &Case| case.destinations.clone();
    feed.cases.iter().flat_map(of).collect()
}
