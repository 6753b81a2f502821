//! Who is on which flight.

use std::collections::BTreeSet;

use serde::Serialize;

use super::aboard::{Aboard, aboard};
use super::journey::Journeys;
use super::table::Align::{Left, Right, Words};
use super::table::Table;
use super::text::count;

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
    /// Escorts aboard, a seat each.
    pub escorts: usize,
    /// Seats taken, the escorts' too; a person on a stretcher takes several.
    pub taken: Option<usize>,
    /// Seats free for the plan.
    pub seats: Option<u32>,
    /// Agreements seats are sold under.
    pub agreements: Vec<String>,
}

/// One row a flight that carries somebody, by departure.
pub fn by_flight(journeys: &Journeys) -> Vec<FlightRow> {
    let mut rows: Vec<_> = aboard(journeys)
        .into_iter()
        .map(|(flight, aboard)| {
            let departs = aboard.told(|hop| hop.known).map(|known| known.departs);
            let date = flight.rsplit('/').next().map(str::to_owned);
            ((departs, date), row(flight, &aboard))
        })
        .collect();
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn row(flight: &str, aboard: &Aboard) -> FlightRow {
    let known = aboard.told(|hop| hop.known);
    let agreements: BTreeSet<&str> = aboard.hops().filter_map(|hop| hop.agreement).collect();
    FlightRow {
        flight: flight.to_owned(),
        from: aboard.told(|hop| hop.from).map(str::to_owned),
        to: aboard.told(|hop| hop.to).map(str::to_owned),
        departure: known.map(|known| known.departure.format("%F %R").to_string()),
        arrival: known.map(|known| known.arrival.format("%F %R").to_string()),
        movements: aboard.movements(),
        cases: aboard.cases.len(),
        persons: known.and(aboard.load(|load| load.persons)),
        wheelchairs: known.and(aboard.load(|load| load.wheelchairs)),
        stretchers: known.and(aboard.load(|load| load.stretchers)),
        oxygen: known.and(aboard.load(|load| load.oxygen)),
        minors: known.and(aboard.load(|load| load.minors)),
        escorts: aboard.escorts.len(),
        taken: known.and(aboard.seats()),
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
            ("taken", Right),
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
                row.taken.map(count).unwrap_or_default(),
                row.seats.map(|seats| count(seats as usize)).unwrap_or_default(),
                row.agreements.join(" "),
            ]);
        }
        table.without_empty_columns()
    }
}
