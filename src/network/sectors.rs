//! Dated sectors: every flight on each of its days, and every leg of a charter (MODEL: *Flight key*).

use chrono::{Days, NaiveDate, NaiveDateTime};

use crate::feed::{Capacity, Feed};
use crate::ids::{AirportIdx, CarrierIdx, CharterIdx, FlightIdx};
use crate::time::{self, Minutes, UtcMinute};

/// What a sector is an instance of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
    /// A scheduled flight on its local departure date.
    Scheduled {
        /// The flight.
        flight: FlightIdx,
        /// Its carrier.
        carrier: CarrierIdx,
    },
    /// A leg of a charter.
    Chartered {
        /// The charter.
        charter: CharterIdx,
        /// Position of the leg, 0 for leg 1.
        leg: u32,
    },
}

/// One dated, non-stop hop.
#[derive(Debug, Clone)]
pub struct Sector {
    /// What it is an instance of.
    pub service: Service,
    /// Airport of departure.
    pub from: AirportIdx,
    /// Airport of arrival.
    pub to: AirportIdx,
    /// Departure.
    pub dep: UtcMinute,
    /// Arrival, never before the departure.
    pub arr: UtcMinute,
    /// Departure on the clocks of `from`.
    pub dep_local: NaiveDateTime,
    /// Arrival on the clocks of `to`.
    pub arr_local: NaiveDateTime,
    /// Whether it stays in one country or bloc.
    pub domestic: bool,
    /// What it can carry.
    pub capacity: Capacity,
}

impl Sector {
    /// The carrier, for a scheduled sector.
    pub fn carrier(&self) -> Option<CarrierIdx> {
        match self.service {
            Service::Scheduled { carrier, .. } => Some(carrier),
            Service::Chartered { .. } => None,
        }
    }

    /// The charter, for a charter's leg.
    pub fn charter(&self) -> Option<CharterIdx> {
        match self.service {
            Service::Scheduled { .. } => None,
            Service::Chartered { charter, .. } => Some(charter),
        }
    }

    /// Whether it is leg 1 of a charter.
    pub fn is_first_leg(&self) -> bool {
        matches!(self.service, Service::Chartered { leg: 0, .. })
    }

    /// What sectors are ordered by: departure first; no two share it.
    pub(super) fn place(&self, feed: &Feed) -> (UtcMinute, UtcMinute, String) {
        (self.dep, self.arr, self.key(feed))
    }

    /// The flight key, e.g. `QR1370/NBO/2017-05-16` or `K1/1`.
    pub fn key(&self, feed: &Feed) -> String {
        match self.service {
            Service::Scheduled { flight, carrier } => format!(
                "{}{}/{}/{}",
                feed.carriers[carrier],
                feed.flights[flight].number,
                feed.airports[self.from].iata,
                self.dep_local.date()
            ),
            Service::Chartered { charter, leg } => format!("{}/{}", feed.charters[charter].id, leg + 1),
        }
    }
}

/// All sectors on which an itinerary of `feed` may travel, in order of departure.
///
/// The first departure lies in the policy's dates and each further one at most a longest connection after an arrival, so
/// the last lies within as many longest sectors and connections as an itinerary has.
pub fn expand(feed: &Feed) -> Vec<Sector> {
    let policy = &feed.policy;
    // A flight to the west over the date line may continue on the local date before.
    let first = policy.start.checked_sub_days(Days::new(1)).unwrap_or(policy.start);
    let legs: Vec<Sector> = charter_legs(feed).collect();
    let longest = longest_sector(feed, &legs);
    let hops = i64::from(policy.max_sectors.saturating_sub(1));
    let span = hops.saturating_mul(longest.0.saturating_add(policy.max_connection.0)).max(0) as u64;
    let last = policy.end.checked_add_days(Days::new(span / (24 * 60) + 2)).unwrap_or(policy.end);
    let mut sectors = between(feed, first, last);
    sectors.sort_by_cached_key(|sector| sector.place(feed));
    sectors
}

/// All flights that depart on local dates from `first` to `last`, and every charter's legs.
pub fn between(feed: &Feed, first: NaiveDate, last: NaiveDate) -> Vec<Sector> {
    charter_legs(feed).chain(scheduled(feed, first, last)).collect()
}

/// All flights that depart on local dates from `first` to `last`.
pub fn scheduled(feed: &Feed, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = Sector> {
    feed.flights.iter_enumerated().flat_map(move |(flight, row)| {
        let until = row.valid_to.min(last);
        let dates = row.valid_from.max(first).iter_days().take_while(move |date| *date <= until);
        let flown = dates.filter(|date| row.days.contains(chrono::Datelike::weekday(date)));
        flown.map(move |date| dated(feed, flight, date))
    })
}

/// `flight` on the local departure date `date`.
fn dated(feed: &Feed, flight: FlightIdx, date: NaiveDate) -> Sector {
    let row = &feed.flights[flight];
    let arrival_date = date + chrono::Duration::days(i64::from(row.arr_day));
    sector(
        feed,
        Service::Scheduled { flight, carrier: row.carrier },
        (row.from, date.and_time(row.dep)),
        (row.to, arrival_date.and_time(row.arr)),
        row.capacity,
    )
}

/// Every charter's legs.
pub fn charter_legs(feed: &Feed) -> impl Iterator<Item = Sector> {
    feed.charters.iter_enumerated().flat_map(move |(charter, row)| {
        row.legs.iter().zip(0..).map(move |(leg, number)| {
            let service = Service::Chartered { charter, leg: number };
            sector(feed, service, (leg.from, leg.dep), (leg.to, leg.arr), leg.capacity)
        })
    })
}

fn sector(
    feed: &Feed,
    service: Service,
    (from, dep_local): (AirportIdx, NaiveDateTime),
    (to, arr_local): (AirportIdx, NaiveDateTime),
    capacity: Capacity,
) -> Sector {
    Sector {
        service,
        from,
        to,
        dep: time::to_utc(feed.airports[from].zone, dep_local),
        arr: time::to_utc(feed.airports[to].zone, arr_local),
        dep_local,
        arr_local,
        domestic: feed.domestic(from, to),
        capacity,
    }
}

/// No sector lasts longer. A flight's hours differ between dates by the clock changes at its ends, never by more than
/// the 26 hours between the first and the last zone.
fn longest_sector(feed: &Feed, legs: &[Sector]) -> Minutes {
    let scheduled = feed.flights.iter().map(|row| Minutes::hours((i64::from(row.arr_day.max(0)) + 1) * 24 + 26));
    scheduled.chain(legs.iter().map(|leg| leg.arr - leg.dep)).max().unwrap_or_default()
}
