//! How many arrive where.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::journey::{Journey, Journeys};
use super::table::Align::{Left, Right, Words};
use super::table::Table;
use super::text::count;

/// An airport where journeys end. What only a feed tells is absent without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DestinationRow {
    /// Country of the airport.
    pub country: Option<String>,
    /// The airport; absent where the plan alone doesn't tell where a charter ends.
    pub airport: Option<String>,
    /// Name of the airport.
    pub name: Option<String>,
    /// Groups flying one identical itinerary.
    pub movements: usize,
    /// Cases arriving for good.
    pub cases: usize,
    /// Their persons.
    pub persons: Option<usize>,
    /// Airports they come from.
    pub origins: Vec<String>,
    /// Arrival of the first of them, local, `YYYY-MM-DD HH:MM`.
    pub first_arrival: Option<String>,
    /// Arrival of the last of them, local.
    pub last_arrival: Option<String>,
}

/// One row an airport where journeys end, by country and airport.
pub fn by_destination(journeys: &Journeys) -> Vec<DestinationRow> {
    let mut ends: BTreeMap<(Option<&str>, Option<&str>), Vec<&Journey>> = BTreeMap::new();
    for journey in &journeys.journeys {
        let airport = journey.destination();
        ends.entry((airport.and_then(|airport| country(journeys, airport)), airport)).or_default().push(journey);
    }
    ends.into_iter().map(|((country, airport), arriving)| row(journeys, country, airport, &arriving)).collect()
}

fn country<'a>(journeys: &Journeys<'a>, airport: &str) -> Option<&'a str> {
    let feed = journeys.feed?;
    feed.airports.iter().find(|known| known.iata.as_str() == airport).map(|known| known.country.as_str())
}

fn row(journeys: &Journeys, country: Option<&str>, airport: Option<&str>, arriving: &[&Journey]) -> DestinationRow {
    let chains: BTreeSet<Vec<&str>> =
        arriving.iter().map(|journey| journey.hops.iter().map(|hop| hop.flight).collect()).collect();
    let origins: BTreeSet<&str> = arriving.iter().filter_map(|journey| journey.origin()).collect();
    let arrivals = || arriving.iter().filter_map(|journey| journey.hops.last()?.known).map(|known| known.arrival);
    let name = journeys
        .feed
        .zip(airport)
        .and_then(|(feed, airport)| feed.airports.iter().find(|known| known.iata.as_str() == airport)?.name.clone());
    DestinationRow {
        country: country.map(str::to_owned),
        airport: airport.map(str::to_owned),
        name,
        movements: chains.len(),
        cases: arriving.len(),
        persons: journeys.headcount(arriving.iter().copied()),
        origins: origins.into_iter().map(str::to_owned).collect(),
        first_arrival: arrivals().min().map(|at| at.format("%F %R").to_string()),
        last_arrival: arrivals().max().map(|at| at.format("%F %R").to_string()),
    }
}

impl DestinationRow {
    /// The rows as a table; columns that are known of nobody are left out.
    pub fn table(rows: &[Self]) -> Table {
        let mut table = Table::new(&[
            ("country", Left),
            ("airport", Left),
            ("name", Words),
            ("groups", Right),
            ("cases", Right),
            ("persons", Right),
            ("first arrival", Left),
            ("last arrival", Left),
            ("from", Words),
        ]);
        for row in rows {
            table.push(vec![
                row.country.clone().unwrap_or_default(),
                row.airport.clone().unwrap_or_else(|| "(by charter)".to_owned()),
                row.name.clone().unwrap_or_default(),
                count(row.movements),
                count(row.cases),
                row.persons.map(count).unwrap_or_default(),
                row.first_arrival.clone().unwrap_or_default(),
                row.last_arrival.clone().unwrap_or_default(),
                row.origins.join(" "),
            ]);
        }
        table.without_empty_columns()
    }
}
