//! From a flight key to the sector it names (MODEL: *Flight key*).

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};

use crate::feed::{Capacity, Charter, Feed, Flight};
use crate::ids::{AirportIdx, CharterIdx};
use crate::time::{UtcMinute, to_utc};

/// A dated sector; times are local to the airport they happen at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sector<'a> {
    pub from: AirportIdx,
    pub to: AirportIdx,
    pub departure: NaiveDateTime,
    pub arrival: NaiveDateTime,
    pub capacity: Capacity,
    pub equipment: Option<&'a str>,
    pub charter: Option<CharterIdx>,
}

impl Sector<'_> {
    /// The instant of departure.
    pub fn departs(&self, feed: &Feed) -> UtcMinute {
        to_utc(feed.airports[self.from].zone, self.departure)
    }

    /// The instant of arrival.
    pub fn arrives(&self, feed: &Feed) -> UtcMinute {
        to_utc(feed.airports[self.to].zone, self.arrival)
    }
}

/// Finds the sectors of a feed by key.
pub(super) struct Sectors<'a> {
    /// By key without the date, e.g. `QR1370/NBO`: one flight may stand in several rows that hold on different dates.
    flights: HashMap<String, Vec<&'a Flight>>,
    charters: HashMap<&'a str, (CharterIdx, &'a Charter)>,
}

impl<'a> Sectors<'a> {
    pub fn of(feed: &'a Feed) -> Self {
        let mut flights: HashMap<_, Vec<_>> = HashMap::new();
        for flight in &feed.flights {
            let (carrier, from) = (&feed.carriers[flight.carrier], feed.airports[flight.from].iata);
            flights.entry(format!("{carrier}{}/{from}", flight.number)).or_default().push(flight);
        }
        let charters = feed.charters.iter_enumerated().map(|(index, charter)| (&*charter.id, (index, charter)));
        Self { flights, charters: charters.collect() }
    }

    /// The charter of that name.
    pub fn charter(&self, id: &str) -> Option<CharterIdx> {
        self.charters.get(id).map(|&(index, _)| index)
    }

    /// The sector that `key` names, if there is one.
    pub fn find(&self, key: &str) -> Option<Sector<'a>> {
        let (name, last) = key.rsplit_once('/')?;
        match (self.flights.get(name), self.charters.get(name)) {
            (Some(flights), _) => flight(flights, last.parse().ok()?),
            (None, Some(&(index, charter))) => leg(index, charter, last.parse().ok()?),
            (None, None) => None,
        }
    }
}

fn flight<'a>(flights: &[&'a Flight], date: NaiveDate) -> Option<Sector<'a>> {
    let flown = |f: &&&Flight| f.valid_from <= date && date <= f.valid_to && f.days.contains(date.weekday());
    let flight = flights.iter().find(flown)?;
    let days = Days::new(flight.arr_day.unsigned_abs().into());
    let landed = if flight.arr_day < 0 { date.checked_sub_days(days) } else { date.checked_add_days(days) }?;
    Some(Sector {
        from: flight.from,
        to: flight.to,
        departure: date.and_time(flight.dep),
        arrival: landed.and_time(flight.arr),
        capacity: flight.capacity,
        equipment: flight.equipment.as_deref(),
        charter: None,
    })
}

fn leg(index: CharterIdx, charter: &Charter, number: usize) -> Option<Sector<'_>> {
    let leg = charter.legs.get(number.checked_sub(1)?)?;
    Some(Sector {
        from: leg.from,
        to: leg.to,
        departure: leg.dep,
        arrival: leg.arr,
        capacity: leg.capacity,
        equipment: charter.operator.as_deref(),
        charter: Some(index),
    })
}
