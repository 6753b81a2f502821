//! Flight keys resolved to dated sectors, in UTC and in local dates.

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};

use crate::feed::{Capacity, Feed};
use crate::ids::{AirportIdx, CarrierIdx, CharterIdx, FlightIdx, SectorIdx, TiVec};
use crate::time::{UtcMinute, to_local, to_utc};

/// A dated sector that the plan uses.
#[derive(Debug, Clone)]
pub(super) struct Sector {
    /// Flight key.
    pub key: String,
    /// Airport of departure.
    pub from: AirportIdx,
    /// Airport of arrival.
    pub to: AirportIdx,
    /// Departure.
    pub dep: UtcMinute,
    /// Arrival.
    pub arr: UtcMinute,
    /// What it can carry.
    pub capacity: Capacity,
    /// Whether it crosses a border (MODEL section 2, `blocs.csv`).
    pub international: bool,
    /// Who sells it.
    pub seller: Seller,
}

/// Who a sector's seats are bought from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seller {
    /// Under an agreement with a carrier.
    Carrier(CarrierIdx),
    /// With a charter; its legs are counted from 0.
    Charter { charter: CharterIdx, leg: usize },
}

/// The sectors that the plan names, each resolved once.
#[derive(Debug)]
pub(super) struct Sectors<'a> {
    feed: &'a Feed,
    flights: HashMap<String, Vec<FlightIdx>>,
    charters: HashMap<&'a str, CharterIdx>,
    known: HashMap<&'a str, Option<SectorIdx>>,
    table: TiVec<SectorIdx, Sector>,
}

impl<'a> Sectors<'a> {
    pub(super) fn new(feed: &'a Feed) -> Self {
        let mut flights: HashMap<String, Vec<FlightIdx>> = HashMap::new();
        for (idx, flight) in feed.flights.iter_enumerated() {
            flights.entry(format!("{}{}", feed.carriers[flight.carrier], flight.number)).or_default().push(idx);
        }
        let charters = feed.charters.iter_enumerated().map(|(idx, charter)| (&*charter.id, idx)).collect();
        Self { feed, flights, charters, known: HashMap::new(), table: TiVec::new() }
    }

    /// The sector that `key` names, if the feed has it.
    pub(super) fn resolve(&mut self, key: &'a str) -> Option<SectorIdx> {
        if let Some(&known) = self.known.get(key) {
            return known;
        }
        // A sector has one key only, so whoever flies it shares its capacity whatever else a key could look like.
        let found = self.flight(key).or_else(|| self.charter_leg(key)).filter(|sector| sector.key == key);
        let found = found.map(|sector| self.table.push_and_get_key(sector));
        self.known.insert(key, found);
        found
    }

    fn flight(&self, key: &str) -> Option<Sector> {
        let mut parts = key.splitn(3, '/');
        let (designator, from, date) = (parts.next()?, parts.next()?, parts.next()?);
        let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
        let feed = self.feed;
        let flight = self.flights.get(designator)?.iter().map(|&idx| &feed.flights[idx]).find(|flight| {
            feed.airports[flight.from].iata.as_str() == from
                && (flight.valid_from..=flight.valid_to).contains(&date)
                && flight.days.contains(date.weekday())
        })?;
        let distance = Days::new(flight.arr_day.unsigned_abs().into());
        let arrival =
            if flight.arr_day < 0 { date.checked_sub_days(distance)? } else { date.checked_add_days(distance)? };
        Some(Sector {
            key: format!("{designator}/{from}/{}", date.format("%Y-%m-%d")),
            from: flight.from,
            to: flight.to,
            dep: to_utc(feed.airports[flight.from].zone, date.and_time(flight.dep)),
            arr: to_utc(feed.airports[flight.to].zone, arrival.and_time(flight.arr)),
            capacity: flight.capacity,
            international: !feed.domestic(flight.from, flight.to),
            seller: Seller::Carrier(flight.carrier),
        })
    }

    fn charter_leg(&self, key: &str) -> Option<Sector> {
        let (id, number) = key.split_once('/')?;
        let charter = *self.charters.get(id)?;
        let number: usize = number.parse().ok()?;
        let position = number.checked_sub(1)?;
        let feed = self.feed;
        let leg = feed.charters[charter].legs.get(position)?;
        Some(Sector {
            key: format!("{id}/{number}"),
            from: leg.from,
            to: leg.to,
            dep: to_utc(feed.airports[leg.from].zone, leg.dep),
            arr: to_utc(feed.airports[leg.to].zone, leg.arr),
            capacity: leg.capacity,
            international: !feed.domestic(leg.from, leg.to),
            seller: Seller::Charter { charter, leg: position },
        })
    }

    /// The charter of that name.
    pub(super) fn charter(&self, id: &str) -> Option<CharterIdx> {
        self.charters.get(id).copied()
    }

    pub(super) fn get(&self, sector: SectorIdx) -> &Sector {
        &self.table[sector]
    }

    /// What the clocks show where and when the sector departs.
    pub(super) fn local_dep(&self, sector: SectorIdx) -> NaiveDateTime {
        let sector = &self.table[sector];
        to_local(self.feed.airports[sector.from].zone, sector.dep)
    }

    /// What the clocks show where and when the sector arrives.
    pub(super) fn local_arr(&self, sector: SectorIdx) -> NaiveDateTime {
        let sector = &self.table[sector];
        to_local(self.feed.airports[sector.to].zone, sector.arr)
    }
}
