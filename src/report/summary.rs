//! A plan in a dozen lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use chrono::NaiveDate;
use serde::Serialize;

use super::journey::Journeys;
use super::terms::Terms;
use super::text::{amount, clean, count, duration, percent};
use crate::money::{Decimal, Money};
use crate::plan::{Cash, Penalties, Status};
use crate::time::zone_data_version;

/// Width of the names in front of each fact.
const NAMES: usize = 24;

/// What a plan does and costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Name of the feed.
    pub feed: String,
    /// How planning ended.
    pub status: Status,
    /// Cases that travel.
    pub cases_moved: usize,
    /// Cases left behind.
    pub cases_left: usize,
    /// What only the feed tells.
    pub people: Option<People>,
    /// Groups of cases that fly one identical itinerary together.
    pub movements: usize,
    /// Sectors flown by these groups, each group's counted.
    pub sectors: usize,
    /// Dated flights (and charter legs) that carry somebody.
    pub flights: usize,
    /// Charters used.
    pub charters: usize,
    /// Missions of escorts.
    pub missions: usize,
    /// What only the feed tells of escorts, agreements and locks.
    pub terms: Option<Terms>,
    /// Plan currency.
    pub currency: String,
    /// What is paid.
    pub cash: Cash,
    /// What is counted but not paid.
    pub penalties: Penalties,
    /// Cash and penalties.
    pub total: Money,
    /// No plan can cost less.
    pub bound: Money,
    /// (total − bound) ÷ total.
    pub gap: f64,
    /// How long planning took, seconds, where known.
    pub seconds: Option<f64>,
    /// Zone rules used for local times.
    pub zone_data: String,
}

/// What the feed adds to a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct People {
    /// Persons who travel, lap infants too.
    pub moved: usize,
    /// Persons left behind.
    pub left: usize,
    /// Persons by local date of first departure.
    pub departures: BTreeMap<NaiveDate, usize>,
    /// Countries of first departure.
    pub departure_countries: BTreeSet<String>,
    /// Countries of last arrival.
    pub resettlement_countries: BTreeSet<String>,
    /// Nationalities among those who travel.
    pub nationalities: usize,
    /// Cash for each person who travels; none where nobody does.
    pub cash_a_person: Option<Money>,
}

impl Summary {
    /// The summary of a plan that took `elapsed` to make, where known.
    pub fn of(journeys: &Journeys, elapsed: Option<Duration>) -> Self {
        let plan = journeys.plan;
        let movements = journeys.movements();
        let flights: BTreeSet<&str> = movements.keys().flatten().copied().collect();
        Self {
            feed: plan.feed.name.clone(),
            status: plan.status,
            cases_moved: plan.itineraries.len(),
            cases_left: plan.unserved.len(),
            people: People::of(journeys),
            movements: movements.len(),
            sectors: movements.keys().map(Vec::len).sum(),
            flights: flights.len(),
            charters: plan.charters.len(),
            missions: plan.missions.len(),
            terms: Terms::of(journeys),
            currency: plan.currency.clone(),
            cash: plan.cash,
            penalties: plan.penalties,
            total: plan.total,
            bound: plan.bound,
            gap: plan.gap,
            seconds: elapsed.map(|elapsed| elapsed.as_secs_f64()),
            zone_data: zone_data_version(),
        }
    }
}

impl People {
    fn of(journeys: &Journeys) -> Option<Self> {
        let feed = journeys.feed?;
        let country = |airport: &str| feed.airports.iter().find(|known| known.iata.as_str() == airport);
        let countries = |airports: BTreeSet<&str>| -> BTreeSet<String> {
            airports.into_iter().filter_map(country).map(|airport| airport.country.to_string()).collect()
        };
        let persons: Vec<_> =
            journeys.journeys.iter().filter_map(|journey| journeys.persons(journey)).flatten().collect();
        let moved = persons.len();
        let nationalities: BTreeSet<_> = persons.iter().map(|person| person.nationality).collect();
        let mut departures = BTreeMap::new();
        for journey in &journeys.journeys {
            if let (Some(known), Some(case)) = (journey.hops.first().and_then(|hop| hop.known), journeys.case(journey))
            {
                *departures.entry(known.departure.date()).or_default() += case.persons.len();
            }
        }
        let share = Decimal::from(i64::try_from(moved).ok().filter(|&moved| moved > 0).unwrap_or(1));
        Some(Self {
            moved,
            left: feed.persons.len().saturating_sub(moved),
            departures,
            departure_countries: countries(journeys.journeys.iter().filter_map(|journey| journey.origin()).collect()),
            resettlement_countries: countries(
                journeys.journeys.iter().filter_map(|journey| journey.destination()).collect(),
            ),
            nationalities: nationalities.len(),
            cash_a_person: (moved > 0)
                .then(|| Money::round_half_even(&(journeys.plan.cash.total().exact() / share)))
                .flatten(),
        })
    }
}

impl fmt::Display for Summary {
    /// One fact a line, its name first, as `name  value`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |name: &str, value: &str| writeln!(f, "{name:<NAMES$}{value}");
        let status = match self.status {
            Status::Optimal => "optimal within the gap asked for",
            Status::Feasible => "stopped before the gap asked for was reached",
        };
        line("feed", &clean(&self.feed))?;
        line("plan", status)?;
        if let Some(people) = &self.people {
            line("persons moved", &of(people.moved, people.left))?;
        }
        line("cases moved", &of(self.cases_moved, self.cases_left))?;
        line("movements", &format!("{} (groups flying one itinerary together)", count(self.movements)))?;
        line("sectors", &format!("{} on {} flights", count(self.sectors), count(self.flights)))?;
        if self.charters > 0 {
            line("charters", &count(self.charters))?;
        }
        if self.missions > 0 {
            let terms = self.terms.as_ref().map(Terms::escorts);
            line("missions", &format!("{}{}", count(self.missions), terms.unwrap_or_default()))?;
        }
        if let Some(terms) = &self.terms {
            terms.lines(&mut line)?;
        }
        if let Some(people) = &self.people {
            let dates: Vec<String> =
                people.departures.iter().map(|(date, persons)| format!("{date}: {}", count(*persons))).collect();
            line("persons by departure", &dates.join(", "))?;
            line("departure countries", &listed(&people.departure_countries))?;
            line("resettlement countries", &listed(&people.resettlement_countries))?;
            line("nationalities", &count(people.nationalities))?;
        }
        self.costs(&mut line)?;
        if let Some(cash) = self.people.as_ref().and_then(|people| people.cash_a_person) {
            line("cash a person", &money(cash, &self.currency))?;
        }
        line("bound", &money(self.bound, &self.currency))?;
        line("gap", &percent(self.gap))?;
        if let Some(seconds) = self.seconds {
            line("time", &duration(Duration::from_secs_f64(seconds)))?;
        }
        line("zone data", &self.zone_data)
    }
}

impl Summary {
    fn costs(&self, line: &mut impl FnMut(&str, &str) -> fmt::Result) -> fmt::Result {
        let (cash, penalties) = (&self.cash, &self.penalties);
        let parts = [
            ("fares", cash.fares),
            ("rebates", -cash.rebates),
            ("shortfalls", cash.shortfalls),
            ("charters", cash.charters),
            ("beds", cash.beds),
            ("assistance", cash.assistance),
            ("transit", cash.transit),
            ("escorts", cash.escorts),
            ("changes", cash.changes),
        ];
        line("cash", &money(cash.total(), &self.currency))?;
        self.kinds(&parts, line)?;
        let parts = [
            ("left behind", penalties.unserved),
            ("delay", penalties.delay),
            ("connections", penalties.connections),
            ("hours", penalties.hours),
        ];
        line("penalties", &money(penalties.total(), &self.currency))?;
        self.kinds(&parts, line)?;
        line("total", &money(self.total, &self.currency))
    }

    fn kinds(&self, parts: &[(&str, Money)], line: &mut impl FnMut(&str, &str) -> fmt::Result) -> fmt::Result {
        parts
            .iter()
            .filter(|(_, part)| *part != Money::ZERO)
            .try_for_each(|(name, part)| line(&format!("  {name}"), &money(*part, &self.currency)))
    }
}

/// Flush right, so that the amounts of a summary can be compared.
fn money(sum: Money, currency: &str) -> String {
    format!("{:>16} {currency}", amount(sum))
}

fn of(moved: usize, left: usize) -> String {
    match left {
        0 => format!("{} (all)", count(moved)),
        _ => format!("{} of {} ({} left behind)", count(moved), count(moved + left), count(left)),
    }
}

/// Countries in one line, or in several under each other.
fn listed(countries: &BTreeSet<String>) -> String {
    const A_LINE: usize = 24;
    let names: Vec<&str> = countries.iter().map(String::as_str).collect();
    let lines: Vec<String> = names.chunks(A_LINE).map(|line| line.join(" ")).collect();
    match lines.as_slice() {
        [] => count(0),
        [line] => format!("{}: {line}", count(names.len())),
        lines => [&[count(names.len())], lines].concat().join(&format!("\n{:NAMES$}", "")),
    }
}
