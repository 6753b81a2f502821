//! What parties and escorts share (MODEL: *Connection*, *Capacity*, *Fares*).

use chrono::NaiveDate;
use onward::feed::Person;
use onward::ids::{AgreementIdx, AirportIdx, ReceptionIdx};

use super::World;

/// A shared limit. Sectors are positions among the dated ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    Seats(usize),
    Wheelchairs(usize),
    Stretchers(usize),
    Oxygen(usize),
    Minors(usize),
    /// Seats under an agreement on a sector.
    Allotment(AgreementIdx, usize),
    /// Beds at the midnight that starts a date.
    Beds(AirportIdx, NaiveDate),
    /// Persons who connect, by date of arrival.
    Assistance(AirportIdx, NaiveDate),
    /// Persons who leave on their first departure.
    Departures(AirportIdx, NaiveDate),
    /// Persons for whom the row holds who arrive for good on a date.
    ReceptionDay(ReceptionIdx, NaiveDate),
    /// The same on a sector.
    ReceptionFlight(ReceptionIdx, usize),
}

impl Limit {
    /// How much there is; `None` without end.
    pub fn most(self, world: &World) -> Option<u32> {
        let feed = world.feed;
        let on = |sector: usize| world.sectors[sector].capacity;
        match self {
            Self::Seats(sector) => Some(on(sector).seats),
            Self::Wheelchairs(sector) => Some(on(sector).wheelchairs),
            Self::Stretchers(sector) => Some(on(sector).stretchers),
            Self::Oxygen(sector) => Some(on(sector).oxygen),
            Self::Minors(sector) => Some(on(sector).minors),
            Self::Allotment(agreement, _) => feed.agreements[agreement].seats_per_flight,
            Self::Beds(airport, _) => Some(feed.stations[airport].beds),
            Self::Assistance(airport, _) => feed.stations[airport].assist_per_day,
            Self::Departures(airport, _) => feed.stations[airport].depart_per_day,
            Self::ReceptionDay(row, _) => feed.reception[row].per_day,
            Self::ReceptionFlight(row, _) => feed.reception[row].per_flight,
        }
    }

    /// Whether all persons of the feed and all escorts together would break it; if not, it needs no watching. An escort
    /// is away once at a time, so a sector never carries more of a pool than it counts.
    pub fn within_reach(self, world: &World) -> bool {
        let feed = world.feed;
        let count = |flag: fn(&Person) -> bool| feed.persons.iter().filter(|person| flag(person)).count() as u32;
        let all = match self {
            Self::Wheelchairs(_) => count(|person| person.wheelchair),
            Self::Stretchers(_) => count(|person| person.stretcher),
            Self::Oxygen(_) => count(|person| person.oxygen),
            Self::Minors(_) => count(|person| person.minor),
            Self::Seats(_) | Self::Allotment(..) => {
                let escorts: u32 = feed.pools.iter().map(|pool| pool.count).sum();
                let lying = count(|person| person.stretcher) * feed.policy.stretcher_seats;
                count(|person| !person.stretcher) + lying + escorts
            }
            _ => feed.persons.len() as u32,
        };
        self.most(world).is_some_and(|most| all > most)
    }
}
