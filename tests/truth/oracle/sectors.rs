//! Dated sectors: every flight on every day it may be needed, and every leg of a charter.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use onward::feed::{Capacity, Feed};
use onward::ids::{AirportIdx, CarrierIdx, CharterIdx};
use onward::time::{UtcMinute, to_local, to_utc};

/// Who flies a sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// A carrier on a schedule.
    Carrier(CarrierIdx),
    /// A charter, and whether this is its first leg.
    Charter { charter: CharterIdx, first: bool },
}

/// One dated hop.
#[derive(Debug)]
pub struct Sector {
    /// Flight key, as plans name it.
    pub key: String,
    /// Where it starts.
    pub from: AirportIdx,
    /// Where it ends.
    pub to: AirportIdx,
    /// When it starts.
    pub dep: UtcMinute,
    /// When it ends.
    pub arr: UtcMinute,
    /// Date it starts on at `from`.
    pub dep_date: NaiveDate,
    /// Date it ends on at `to`.
    pub arr_date: NaiveDate,
    /// What it carries.
    pub capacity: Capacity,
    /// Who flies it.
    pub operator: Operator,
}

/// All dated sectors that an itinerary or mission of `feed` could hold.
pub fn dated(feed: &Feed) -> Vec<Sector> {
    let policy = &feed.policy;
    // No itinerary lasts longer than its sectors (two days each is plenty) and connections; two days of slack before
    // `start` and at the end cover the date line, and so do two before and after an escort's first and last date.
    let longest = i64::from(policy.max_sectors) * (policy.max_connection.0.div_euclid(24 * 60) + 3) + 2;
    let leave = feed.pools.iter().map(|pool| pool.from).chain([policy.start]).min().unwrap_or(policy.start);
    let open = policy.end + Days::new(longest.unsigned_abs());
    let open = feed.pools.iter().map(|pool| pool.to + Days::new(2)).chain([open]).max().unwrap_or(open);
    let span = leave - Days::new(2)..=open;
    // A lock may name any day.
    let locked: BTreeSet<&str> = feed.locks.iter().flat_map(|lock| &lock.itinerary).map(String::as_str).collect();
    let mut sectors = Vec::new();
    for flight in &feed.flights {
        let dates = flight.valid_from.iter_days().take_while(|date| *date <= flight.valid_to);
        for date in dates.filter(|date| flight.days.contains(date.weekday())) {
            let iata = &feed.airports[flight.from].iata;
            let key = format!("{}{}/{iata}/{date}", feed.carriers[flight.carrier], flight.number);
            if !span.contains(&date) && !locked.contains(key.as_str()) {
                continue;
            }
            let (from, to) = (&feed.airports[flight.from], &feed.airports[flight.to]);
            let arrival = date + chrono::Duration::days(flight.arr_day.into());
            let dep = to_utc(from.zone, date.and_time(flight.dep));
            let arr = to_utc(to.zone, arrival.and_time(flight.arr));
            sectors.push(Sector {
                key,
                from: flight.from,
                to: flight.to,
                dep,
                arr,
                dep_date: to_local(from.zone, dep).date(),
                arr_date: to_local(to.zone, arr).date(),
                capacity: flight.capacity,
                operator: Operator::Carrier(flight.carrier),
            });
        }
    }
    for (index, charter) in feed.charters.iter_enumerated() {
        for (number, leg) in charter.legs.iter().enumerate() {
            let (from, to) = (&feed.airports[leg.from], &feed.airports[leg.to]);
            let (dep, arr) = (to_utc(from.zone, leg.dep), to_utc(to.zone, leg.arr));
            sectors.push(Sector {
                key: format!("{}/{}", charter.id, number + 1),
                from: leg.from,
                to: leg.to,
                dep,
                arr,
                dep_date: to_local(from.zone, dep).date(),
                arr_date: to_local(to.zone, arr).date(),
                capacity: leg.capacity,
                operator: Operator::Charter { charter: index, first: number == 0 },
            });
        }
    }
    sectors
}
