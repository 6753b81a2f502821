//! A plan as a map, a timeline and tables: what a page draws.

use std::collections::BTreeMap;

use serde::Serialize;

use super::by_charter::{CharterRow, by_charter};
use super::by_destination::{DestinationRow, by_destination};
use super::by_mission::{MissionRow, by_mission};
use super::journey::{Journey, Journeys};
use super::summary::Summary;
use super::tickets::sum;
use crate::feed::Feed;
use crate::ids::AirportIdx;
use crate::money::Money;

/// All that is drawn of a plan. Money is in the plan's currency; local times are `YYYY-MM-DDTHH:MM`, instants end in `Z`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct View {
    /// The plan in a dozen numbers.
    pub summary: Summary,
    /// Flows from airport to airport.
    pub movements: Vec<Movement>,
    /// The airports, by code.
    pub airports: BTreeMap<String, Place>,
    /// The sectors that carry somebody, by departure.
    pub flights: Vec<FlightView>,
    /// Every case, those who travel first, in the plan's order.
    pub cases: Vec<CaseView>,
    /// Where journeys end.
    pub destinations: Vec<DestinationRow>,
    /// The charters used.
    pub charters: Vec<CharterRow>,
    /// The missions of escorts.
    pub missions: Vec<MissionRow>,
}

/// Everyone who flies from one airport to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Movement {
    /// From.
    pub from: String,
    /// To.
    pub to: String,
    /// Their number, lap infants too, escorts not.
    pub persons: usize,
    /// `scheduled` or `charter`.
    pub mode: &'static str,
}

/// An airport on the map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// Degrees north, where known.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// The airport's name.
    pub city: String,
    /// ISO 3166-1 code.
    pub country: String,
}

/// A sector that carries somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlightView {
    /// Flight key.
    pub sector: String,
    /// Carrier; a charter's operator.
    pub carrier: String,
    /// Carrier and number, or the charter and its leg.
    pub flight: String,
    /// From.
    pub from: String,
    /// To.
    pub to: String,
    /// Departure, local.
    pub dep: Option<String>,
    /// Arrival, local.
    pub arr: Option<String>,
    /// Departure, UTC.
    pub departs: Option<String>,
    /// Arrival, UTC.
    pub arrives: Option<String>,
    /// `scheduled` or `charter`.
    pub mode: &'static str,
    /// Persons aboard, lap infants too, escorts not.
    pub persons: usize,
    /// Escorts aboard.
    pub escorts: usize,
    /// Seats free for the plan.
    pub seats: Option<u32>,
    /// The cases aboard.
    pub cases: Vec<String>,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseView {
    /// Its id.
    pub id: String,
    /// Its priority.
    pub priority: &'static str,
    /// Its persons.
    pub persons: usize,
    /// `served` or `unserved`.
    pub status: &'static str,
    /// Airport it starts from.
    pub origin: String,
    /// Airport it ends at; of a case left behind those it may end at.
    pub destination: String,
    /// First departure, local.
    pub dep: Option<String>,
    /// Last arrival, local.
    pub arr: Option<String>,
    /// Its fares.
    pub cost: Option<Money>,
    /// Days between target and first departure.
    pub delay_days: Option<i64>,
    /// Flight keys.
    pub itinerary: Vec<String>,
    /// Why it stays.
    pub reasons: Vec<Reason>,
}

/// Why a case stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A stable code (docs/reasons.md).
    pub code: String,
    /// In words.
    pub detail: String,
}

impl View {
    /// What is drawn of `journeys`, which know their feed.
    pub fn of(journeys: &Journeys, feed: &Feed) -> Self {
        let flights = flights(journeys);
        let mut flows: BTreeMap<(&str, &str, &'static str), usize> = BTreeMap::new();
        for flight in flights.iter().filter(|flight| flight.persons > 0) {
            *flows.entry((&flight.from, &flight.to, flight.mode)).or_default() += flight.persons;
        }
        let movement = |((from, to, mode), persons): ((&str, &str, _), _)| Movement {
            from: from.to_owned(),
            to: to.to_owned(),
            persons,
            mode,
        };
        let movements = flows.into_iter().map(movement).collect();
        let place = |airport: &crate::feed::Airport| {
            let place = Place {
                lat: airport.position.map(|(lat, _)| lat),
                lon: airport.position.map(|(_, lon)| lon),
                city: airport.name.clone().unwrap_or_else(|| airport.iata.to_string()),
                country: airport.country.to_string(),
            };
            (airport.iata.to_string(), place)
        };
        Self {
            summary: Summary::of(journeys, None),
            movements,
            airports: feed.airports.iter().map(place).collect(),
            flights,
            cases: cases(journeys, feed),
            destinations: by_destination(journeys),
            charters: by_charter(journeys),
            missions: by_mission(journeys),
        }
    }
}

fn flights(journeys: &Journeys) -> Vec<FlightView> {
    let mut flights: BTreeMap<&str, (Option<crate::time::UtcMinute>, FlightView)> = BTreeMap::new();
    let cases = journeys.journeys.iter().map(|journey| {
        let persons = journeys.case(journey).map_or(0, |case| case.persons.len());
        (&journey.hops, Some(journey.case), persons)
    });
    let escorts = journeys.missions.iter().map(|mission| (&mission.hops, None, 0));
    for (hops, case, persons) in cases.chain(escorts) {
        for hop in hops {
            let (_, flight) = flights.entry(hop.flight).or_insert_with(|| {
                let local = |at: chrono::NaiveDateTime| at.format("%FT%R").to_string();
                let utc = |at| crate::time::to_local(chrono_tz::UTC, at).format("%FT%RZ").to_string();
                let charter = hop.known.is_some_and(|known| known.charter.is_some());
                let parts: Vec<&str> = hop.flight.split('/').collect();
                let name = if charter { hop.flight } else { parts.first().copied().unwrap_or_default() };
                let carrier = hop.known.filter(|_| charter).and_then(|known| known.equipment);
                let view = FlightView {
                    sector: hop.flight.to_owned(),
                    carrier: carrier.unwrap_or_else(|| name.get(..2).unwrap_or(name)).to_owned(),
                    flight: name.to_owned(),
                    from: hop.from.unwrap_or_default().to_owned(),
                    to: hop.to.unwrap_or_default().to_owned(),
                    dep: hop.known.map(|known| local(known.departure)),
                    arr: hop.known.map(|known| local(known.arrival)),
                    departs: hop.known.map(|known| utc(known.departs)),
                    arrives: hop.known.map(|known| utc(known.arrives)),
                    mode: if charter { "charter" } else { "scheduled" },
                    persons: 0,
                    escorts: 0,
                    seats: hop.known.map(|known| known.seats),
                    cases: Vec::new(),
                };
                (hop.known.map(|known| known.departs), view)
            });
            flight.persons += persons;
            match case {
                Some(case) => flight.cases.push(case.to_owned()),
                None => flight.escorts += 1,
            }
        }
    }
    let mut flights: Vec<_> = flights.into_values().collect();
    flights.sort_by(|(a, one), (b, other)| (a, &one.sector).cmp(&(b, &other.sector)));
    flights.into_iter().map(|(_, flight)| flight).collect()
}

fn cases(journeys: &Journeys, feed: &Feed) -> Vec<CaseView> {
    let code = |airport: AirportIdx| feed.airports[airport].iata.to_string();
    let served = journeys.journeys.iter().filter_map(|journey| {
        let case = journeys.case(journey)?;
        let first = journey.hops.first().and_then(|hop| hop.known);
        let last = journey.hops.last().and_then(|hop| hop.known);
        Some(CaseView {
            id: case.id.to_string(),
            priority: case.priority.as_str(),
            persons: case.persons.len(),
            status: "served",
            origin: journey.origin().unwrap_or_default().to_owned(),
            destination: journey.destination().unwrap_or_default().to_owned(),
            dep: first.map(|known| known.departure.format("%FT%R").to_string()),
            arr: last.map(|known| known.arrival.format("%FT%R").to_string()),
            cost: Some(fares(journey)),
            delay_days: first.map(|known| (known.departure.date() - case.target).num_days().max(0)),
            itinerary: journey.hops.iter().map(|hop| hop.flight.to_owned()).collect(),
            reasons: Vec::new(),
        })
    });
    let left = journeys.plan.unserved.iter().filter_map(|left| {
        let case = feed.cases.iter().find(|case| *case.id == *left.case)?;
        let ends: Vec<String> = case.destinations.iter().map(|&airport| code(airport)).collect();
        Some(CaseView {
            id: left.case.clone(),
            priority: case.priority.as_str(),
            persons: case.persons.len(),
            status: "unserved",
            origin: code(case.origin),
            destination: ends.join(" "),
            dep: None,
            arr: None,
            cost: None,
            delay_days: None,
            itinerary: Vec::new(),
            reasons: vec![Reason { code: left.reason.clone(), detail: left.detail.clone() }],
        })
    });
    served.chain(left).collect()
}

fn fares(journey: &Journey) -> Money {
    sum(journey.tickets.iter().filter_map(|ticket| ticket.sold).map(|sold| sold.price))
}
