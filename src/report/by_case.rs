//! Which case goes how.

use serde::Serialize;

use super::journey::{Journey, Journeys};
use super::table::Align::{Left, Right, Words};
use super::table::Table;
use super::text::count;

/// A case and its journey. What only a feed tells is absent without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseRow {
    /// The case.
    pub case: String,
    /// Its priority.
    pub priority: Option<&'static str>,
    /// Its persons.
    pub persons: Option<usize>,
    /// Airport of the first departure.
    pub origin: Option<String>,
    /// Airport of the last arrival.
    pub destination: Option<String>,
    /// Flight keys, in order.
    pub flights: Vec<String>,
    /// First departure, local, `YYYY-MM-DD HH:MM`.
    pub departure: Option<String>,
    /// Last arrival, local.
    pub arrival: Option<String>,
    /// From first departure to last arrival, minutes.
    pub minutes: Option<i64>,
    /// Days from the case's target to its departure, never below 0.
    pub days_late: Option<i64>,
    /// Agreements its fare components are sold under, in order; a charter's leg has none.
    pub agreements: Vec<String>,
}

/// One row a case served, in the plan's order.
pub fn by_case(journeys: &Journeys) -> Vec<CaseRow> {
    journeys
        .journeys
        .iter()
        .zip(&journeys.plan.itineraries)
        .map(|(journey, itinerary)| {
            let agreements = itinerary.fares.iter().map(|component| component.agreement.clone()).collect();
            row(journeys, journey, agreements)
        })
        .collect()
}

fn row(journeys: &Journeys, journey: &Journey, agreements: Vec<String>) -> CaseRow {
    let case = journeys.case(journey);
    let first = journey.hops.first().and_then(|hop| hop.known);
    let last = journey.hops.last().and_then(|hop| hop.known);
    CaseRow {
        case: journey.case.to_owned(),
        priority: case.map(|case| case.priority.as_str()),
        persons: case.map(|case| case.persons.len()),
        origin: journey.origin().map(str::to_owned),
        destination: journey.destination().map(str::to_owned),
        flights: journey.hops.iter().map(|hop| hop.flight.to_owned()).collect(),
        departure: first.map(|known| known.departure.format("%F %R").to_string()),
        arrival: last.map(|known| known.arrival.format("%F %R").to_string()),
        minutes: journey.length().map(|length| length.0),
        days_late: first.zip(case).map(|(known, case)| (known.departure.date() - case.target).num_days().max(0)),
        agreements,
    }
}

impl CaseRow {
    /// The rows as a table; columns that are known of nobody are left out.
    pub fn table(rows: &[Self]) -> Table {
        let mut table = Table::new(&[
            ("case", Left),
            ("priority", Left),
            ("persons", Right),
            ("from", Left),
            ("to", Left),
            ("departs", Left),
            ("arrives", Left),
            ("journey", Right),
            ("days late", Right),
            ("flights", Words),
            ("agreements", Words),
        ]);
        for row in rows {
            table.push(vec![
                row.case.clone(),
                row.priority.unwrap_or_default().to_owned(),
                row.persons.map(count).unwrap_or_default(),
                row.origin.clone().unwrap_or_default(),
                row.destination.clone().unwrap_or_default(),
                row.departure.clone().unwrap_or_default(),
                row.arrival.clone().unwrap_or_default(),
                row.minutes.map(|minutes| format!("{}:{:02} h", minutes / 60, minutes % 60)).unwrap_or_default(),
                row.days_late.filter(|&days| days > 0).map(|days| days.to_string()).unwrap_or_default(),
                row.flights.join(" "),
                row.agreements.join(" "),
            ]);
        }
        table.without_empty_columns()
    }
}
