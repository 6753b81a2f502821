//! What is aboard each charter, and what a seat comes to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::aboard::{Aboard, aboard};
use super::journey::Journeys;
use super::table::Align::{Left, Right};
use super::table::Table;
use super::text::{amount, count};
use super::tickets::sum;
use crate::feed::Charter;
use crate::ids::AirportIdx;
use crate::money::{Decimal, Money};

/// A leg of a charter that the plan uses. What only a feed tells is absent without one; what concerns the whole charter
/// stands with its first leg.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CharterRow {
    /// The charter.
    pub charter: String,
    /// The leg, from 1.
    pub leg: usize,
    /// Group of which one is used at most.
    pub group: Option<String>,
    /// Operator.
    pub operator: Option<String>,
    /// Airport of departure.
    pub from: Option<String>,
    /// Airport of arrival.
    pub to: Option<String>,
    /// Departure, local, `YYYY-MM-DD HH:MM`.
    pub departure: Option<String>,
    /// Arrival, local.
    pub arrival: Option<String>,
    /// Cases aboard.
    pub cases: usize,
    /// Persons aboard, lap infants too, escorts not.
    pub persons: Option<usize>,
    /// Escorts aboard, a seat each.
    pub escorts: usize,
    /// Seats taken, the escorts' too; a person on a stretcher takes several.
    pub taken: Option<usize>,
    /// Seats offered.
    pub seats: Option<u32>,
    /// Least seats that are taken on the first leg.
    pub min_seats: Option<u32>,
    /// What the whole charter costs: its price and every seat on every leg, the escorts' too.
    pub cost: Option<Money>,
    /// The cost over the seats taken on its fullest leg; none where nobody is aboard.
    pub cost_a_seat: Option<Money>,
}

/// The legs of a charter with who is aboard each.
type Legs<'b, 'a> = BTreeMap<usize, &'b Aboard<'b, 'a>>;

/// One row a leg of a charter that the plan uses, in the plan's order; without the feed, of the legs that carry somebody
/// and the first.
pub fn by_charter(journeys: &Journeys) -> Vec<CharterRow> {
    let aboard = aboard(journeys);
    let nobody = Aboard::default();
    let mut rows = Vec::new();
    for id in &journeys.plan.charters {
        let charter = journeys.feed.and_then(|feed| feed.charters.iter().find(|charter| *charter.id == **id));
        let mut legs: Legs = aboard.iter().filter_map(|(key, aboard)| Some((leg(key, id)?, aboard))).collect();
        for leg in 1..=charter.map_or(1, |charter| charter.legs.len()) {
            legs.entry(leg).or_insert(&nobody);
        }
        rows.extend(legs.keys().map(|&leg| row(journeys, id, charter, leg, &legs)));
    }
    rows
}

/// Which leg of the charter `id` a flight key names, if it names one.
fn leg(key: &str, id: &str) -> Option<usize> {
    key.strip_prefix(id)?.strip_prefix('/')?.parse().ok()
}

fn row(journeys: &Journeys, id: &str, charter: Option<&Charter>, leg: usize, legs: &Legs) -> CharterRow {
    let aboard = legs[&leg];
    let code = |airport: AirportIdx| journeys.feed.map(|feed| feed.airports[airport].iata.to_string());
    let flown = charter.and_then(|charter| charter.legs.get(leg.checked_sub(1)?));
    let whole = charter.filter(|_| leg == 1);
    let cost = whole.map(|charter| cost(charter, legs));
    CharterRow {
        charter: id.to_owned(),
        leg,
        group: whole.and_then(|charter| Some(journeys.feed?.groups[charter.group?].to_string())),
        operator: whole.and_then(|charter| charter.operator.clone()),
        from: flown.map_or_else(|| aboard.told(|hop| hop.from).map(str::to_owned), |leg| code(leg.from)),
        to: flown.map_or_else(|| aboard.told(|hop| hop.to).map(str::to_owned), |leg| code(leg.to)),
        departure: flown.map(|leg| leg.dep.format("%F %R").to_string()),
        arrival: flown.map(|leg| leg.arr.format("%F %R").to_string()),
        cases: aboard.cases.len(),
        persons: flown.and(aboard.load(|load| load.persons)),
        escorts: aboard.escorts.len(),
        taken: flown.and(aboard.seats()),
        seats: flown.map(|leg| leg.capacity.seats),
        min_seats: whole.map(|charter| charter.min_seats),
        cost,
        cost_a_seat: cost.and_then(|cost| a_seat(cost, legs)),
    }
}

/// What the whole charter costs.
fn cost(charter: &Charter, legs: &Legs) -> Money {
    let seats = legs.values().map(|aboard| charter.per_seat.saturating_mul(taken(aboard)));
    sum(seats.chain([charter.fixed_cost]))
}

/// What a seat of the fullest leg comes to.
fn a_seat(cost: Money, legs: &Legs) -> Option<Money> {
    let fullest = legs.values().map(|aboard| taken(aboard)).max().filter(|&seats| seats > 0)?;
    Money::round_half_even(&(cost.exact() / Decimal::from(fullest)))
}

fn taken(aboard: &Aboard) -> i64 {
    aboard.seats().and_then(|seats| i64::try_from(seats).ok()).unwrap_or_default()
}

impl CharterRow {
    /// The rows as a table; columns that are known of nobody are left out.
    pub fn table(rows: &[Self]) -> Table {
        let mut table = Table::new(&[
            ("charter", Left),
            ("leg", Right),
            ("group", Left),
            ("from", Left),
            ("to", Left),
            ("departs", Left),
            ("arrives", Left),
            ("cases", Right),
            ("persons", Right),
            ("escorts", Right),
            ("taken", Right),
            ("seats", Right),
            ("least", Right),
            ("cost", Right),
            ("a seat", Right),
            ("operator", Left),
        ]);
        for row in rows {
            table.push(vec![
                row.charter.clone(),
                count(row.leg),
                row.group.clone().unwrap_or_default(),
                row.from.clone().unwrap_or_default(),
                row.to.clone().unwrap_or_default(),
                row.departure.clone().unwrap_or_default(),
                row.arrival.clone().unwrap_or_default(),
                count(row.cases),
                row.persons.map(count).unwrap_or_default(),
                if row.escorts > 0 { count(row.escorts) } else { String::new() },
                row.taken.map(count).unwrap_or_default(),
                row.seats.map(|seats| count(seats as usize)).unwrap_or_default(),
                row.min_seats.map(|seats| count(seats as usize)).unwrap_or_default(),
                row.cost.map(amount).unwrap_or_default(),
                row.cost_a_seat.map(amount).unwrap_or_default(),
                row.operator.clone().unwrap_or_default(),
            ]);
        }
        table.without_empty_columns()
    }
}
