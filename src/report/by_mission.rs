//! Which escort goes where, when and at what cost.

use std::collections::BTreeSet;

use serde::Serialize;

use super::cover::{Cover, cover};
use super::journey::Journeys;
use super::mission::Mission;
use super::table::Align::{Left, Right, Words};
use super::table::Table;
use super::text::{amount, count};
use crate::money::Money;

/// A mission of an escort. What only a feed tells is absent without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissionRow {
    /// Its place in the plan, from 1.
    pub mission: usize,
    /// The pool.
    pub pool: String,
    /// Which of the pool's escorts goes, from 1: the first who is neither away nor resting.
    pub escort: Option<usize>,
    /// First departure from the base, local, `YYYY-MM-DD HH:MM`.
    pub departure: Option<String>,
    /// Last arrival at the base, local.
    pub arrival: Option<String>,
    /// The last date on which the escort rests and counts as away.
    pub rests_until: Option<String>,
    /// Started spans of 24 hours away, each paid.
    pub days: Option<i64>,
    /// Types it is on duty for.
    pub duties: Vec<String>,
    /// Cases it goes with on some sector.
    pub cases: Vec<String>,
    /// Flight keys, in order.
    pub flights: Vec<String>,
    /// Its fare components, in order; a charter's leg has none.
    pub fares: Vec<MissionFare>,
    /// What they cost together.
    pub fare_cost: Option<Money>,
    /// What its seats on charters cost.
    pub seat_cost: Option<Money>,
    /// What its days cost.
    pub day_cost: Option<Money>,
    /// All of it.
    pub cost: Option<Money>,
}

/// A fare that an escort pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissionFare {
    /// Agreement it is sold under.
    pub agreement: String,
    /// Its first airport.
    pub from: String,
    /// Its last airport.
    pub to: String,
    /// What is paid.
    pub price: Option<Money>,
}

/// One row a mission, in the plan's order.
pub fn by_mission(journeys: &Journeys) -> Vec<MissionRow> {
    let cover = cover(journeys);
    journeys.missions.iter().enumerate().map(|(at, mission)| row(journeys, at, mission, &cover)).collect()
}

fn row(journeys: &Journeys, at: usize, mission: &Mission, cover: &Cover) -> MissionRow {
    let first = mission.hops.first().and_then(|hop| hop.known);
    let last = mission.hops.last().and_then(|hop| hop.known);
    let expense = journeys.feed.and_then(|feed| mission.expense(feed));
    let duties: BTreeSet<&str> = mission.plan.legs.iter().filter_map(|leg| leg.duty.as_deref()).collect();
    let mut cases: Vec<&str> = Vec::new();
    for covered in (0..mission.hops.len()).filter_map(|hop| cover.get(&(at, hop))).flatten() {
        if !cases.contains(&&*covered.case) {
            cases.push(&covered.case);
        }
    }
    let fares = mission.tickets.iter().map(|ticket| MissionFare {
        agreement: ticket.component.agreement.clone(),
        from: ticket.component.from.clone(),
        to: ticket.component.to.clone(),
        price: ticket.sold.map(|sold| sold.price),
    });
    MissionRow {
        mission: mission.number,
        pool: mission.plan.pool.clone(),
        escort: mission.escort,
        departure: first.map(|known| known.departure.format("%F %R").to_string()),
        arrival: last.map(|known| known.arrival.format("%F %R").to_string()),
        rests_until: journeys.feed.and_then(|feed| mission.rested(feed)).map(|date| date.to_string()),
        days: mission.days(),
        duties: duties.into_iter().map(str::to_owned).collect(),
        cases: cases.into_iter().map(str::to_owned).collect(),
        flights: mission.hops.iter().map(|hop| hop.flight.to_owned()).collect(),
        fares: fares.collect(),
        fare_cost: expense.map(|expense| expense.fares),
        seat_cost: expense.map(|expense| expense.seats),
        day_cost: expense.map(|expense| expense.days),
        cost: expense.map(|expense| expense.total()),
    }
}

impl MissionRow {
    /// The rows as a table; columns that are known of nobody are left out.
    pub fn table(rows: &[Self]) -> Table {
        let mut table = Table::new(&[
            ("mission", Right),
            ("pool", Left),
            ("escort", Right),
            ("departs", Left),
            ("returns", Left),
            ("rests until", Left),
            ("days", Right),
            ("duty", Words),
            ("cost", Right),
            ("day cost", Right),
            ("seats", Right),
            ("fares", Words),
            ("cases", Words),
        ]);
        let money = |sum: Option<Money>| sum.filter(|&sum| sum != Money::ZERO).map(amount).unwrap_or_default();
        for row in rows {
            let fares: Vec<String> = row.fares.iter().map(MissionFare::told).collect();
            table.push(vec![
                count(row.mission),
                row.pool.clone(),
                row.escort.map(count).unwrap_or_default(),
                row.departure.clone().unwrap_or_default(),
                row.arrival.clone().unwrap_or_default(),
                row.rests_until.clone().unwrap_or_default(),
                row.days.map(|days| days.to_string()).unwrap_or_default(),
                row.duties.join(" "),
                row.cost.map(amount).unwrap_or_default(),
                money(row.day_cost),
                money(row.seat_cost),
                fares.join(", "),
                row.cases.join(" "),
            ]);
        }
        table.without_empty_columns()
    }
}

impl MissionFare {
    /// `ET-REF NBO-IAD 285.00`.
    fn told(&self) -> String {
        let price = self.price.map(|price| format!(" {}", amount(price))).unwrap_or_default();
        format!("{} {}-{}{price}", self.agreement, self.from, self.to)
    }
}
