//! Who is on which flight.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::journey::{Hop, Journey, Journeys};
use super::table::Align::{Left, Right, Words};
use super::table::Table;
use super::text::count;
use crate::feed::Person;

/// A flight and the groups on it. What only a feed tells is absent without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlightRow {
    /// Flight key.
    pub flight: String,
    /// Airport of departure.
    pub from: Option<String>,
    /// Airport of arrival.
    pub to: Option<String>,
    /// Departure, local, `YYYY-MM-DD HH:MM`.
    pub departure: Option<String>,
    /// Arrival, local.
    pub arrival: Option<String>,
    /// Groups flying one identical itinerary.
    pub movements: usize,
    /// Cases aboard.
    pub cases: usize,
    /// Persons aboard, lap infants too, escorts not.
    pub persons: Option<usize>,
    /// Of them in wheelchairs.
    pub wheelchairs: Option<usize>,
    /// Of them on stretchers.
    pub stretchers: Option<usize>,
    /// Of them on oxygen.
    pub oxygen: Option<usize>,
    /// Of them unaccompanied minors.
    pub minors: Option<usize>,
    /// Escorts aboard.
    pub escorts: usize,
    /// Seats free for the plan.
    pub seats: Option<u32>,
    /// Agreements seats are sold under.
    pub agreements: Vec<String>,
}

/// One row a flight that carries somebody, by departure.
pub fn by_flight(journeys: &Journeys) -> Vec<FlightRow> {
    let mut flights: BTreeMap<&str, Vec<(&Journey, &Hop)>> = BTreeMap::new();
    for journey in &journeys.journeys {
        for hop in &journey.hops {
            flights.entry(hop.flight).or_default().push((journey, hop));
        }
    }
    let mut escorts: BTreeMap<&str, usize> = BTreeMap::new();
    for leg in journeys.plan.missions.iter().flat_map(|mission| &mission.legs) {
        *escorts.entry(&leg.sector).or_default() += 1;
    }
    let mut rows: Vec<_> = flights
        .into_iter()
        .map(|(flight, aboard)| {
            let departs = aboard.iter().find_map(|(_, hop)| hop.known).map(|known| known.departs);
            let date = flight.rsplit('/').next().map(str::to_owned);
            ((departs, date), row(journeys, flight, &aboard, escorts.get(flight).copied().unwrap_or(0)))
        })
        .collect();
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn row(journeys: &Journeys, flight: &str, aboard: &[(&Journey, &Hop)], escorts: usize) -> FlightRow {
    let known = aboard.iter().find_map(|(_, hop)| hop.known);
    let persons: Option<Vec<&Person>> =
        aboard.iter().map(|(journey, _)| journeys.persons(journey)).collect::<Option<Vec<_>>>().map(|all| all.concat());
    let number = |holds: fn(&Person) -> bool| Some(persons.as_ref()?.iter().filter(|person| holds(person)).count());
    let chains: BTreeSet<Vec<&str>> =
        aboard.iter().map(|(journey, _)| journey.hops.iter().map(|hop| hop.flight).collect()).collect();
    let agreements: BTreeSet<&str> = aboard.iter().filter_map(|(_, hop)| hop.agreement).collect();
    let place = |end: fn(&Hop) -> Option<String>| aboard.iter().find_map(|(_, hop)| end(hop));
    FlightRow {
        flight: flight.to_owned(),
        from: place(|hop| hop.from.map(str::to_owned)),
        to: place(|hop| hop.to.map(str::to_owned)),
        departure: known.map(|known| known.departure.format("%F %R").to_string()),
        arrival: known.map(|known| known.arrival.format("%F %R").to_string()),
        movements: chains.len(),
        cases: aboard.len(),
        persons: number(|_| true),
        wheelchairs: number(|person| person.wheelchair),
        stretchers: number(|person| person.stretcher),
        oxygen: number(|person| person.oxygen),
        minors: number(|person| person.minor),
        escorts,
        seats: known.map(|known| known.seats),
        agreements: agreements.into_iter().map(str::to_owned).collect(),
    }
}

impl FlightRow {
    /// The rows as a table; columns that nobody has anything in are left out.
    pub fn table(rows: &[Self]) -> Table {
        let mut table = Table::new(&[
            ("flight", Left),
            ("from", Left),
            ("to", Left),
            ("departs", Left),
            ("arrives", Left),
            ("groups", Right),
            ("cases", Right),
            ("persons", Right),
            ("wheelchairs", Right),
            ("stretchers", Right),
            ("oxygen", Right),
            ("minors", Right),
            ("escorts", Right),
            ("seats", Right),
            ("agreements", Words),
        ]);
        let some = |number: Option<usize>| number.filter(|&n| n > 0).map(count).unwrap_or_default();
        for row in rows {
            table.push(vec![
                row.flight.clone(),
                row.from.clone().unwrap_or_default(),
                row.to.clone().unwrap_or_default(),
                row.departure.clone().unwrap_or_default(),
                row.arrival.clone().unwrap_or_default(),
                count(row.movements),
                count(row.cases),
                row.persons.map(count).unwrap_or_default(),
                some(row.wheelchairs),
                some(row.stretchers),
                some(row.oxygen),
                some(row.minors),
                some(Some(row.escorts)),
                row.seats.map(|seats| count(seats as usize)).unwrap_or_default(),
                row.agreements.join(" "),
            ]);
        }
        table.without_empty_columns()
    }
}
