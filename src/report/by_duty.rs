//! With whom each escort goes, sector by sector.

use serde::Serialize;

use super::cover::{Covered, cover};
use super::journey::Journeys;
use super::table::Align::{Left, Right, Words};
use super::table::Table;
use super::text::count;

/// A sector of a mission. What only a feed tells is absent without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DutyRow {
    /// The mission's place in the plan, from 1.
    pub mission: usize,
    /// The pool.
    pub pool: String,
    /// Which of the pool's escorts goes, from 1.
    pub escort: Option<usize>,
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
    /// The type it is on duty for; none where it travels free of duty.
    pub duty: Option<String>,
    /// The cases that go with it. Where several escorts are on duty for a type, the plan doesn't say who goes with whom:
    /// then a case keeps the escort it came with as far as it can.
    pub cases: Vec<Covered>,
    /// Agreement its seat is sold under; none on a charter.
    pub agreement: Option<String>,
}

/// One row a sector of a mission, in the plan's order.
pub fn by_duty(journeys: &Journeys) -> Vec<DutyRow> {
    let mut cover = cover(journeys);
    let mut rows = Vec::new();
    for (at, mission) in journeys.missions.iter().enumerate() {
        for (place, (hop, leg)) in mission.hops.iter().zip(&mission.plan.legs).enumerate() {
            rows.push(DutyRow {
                mission: mission.number,
                pool: mission.plan.pool.clone(),
                escort: mission.escort,
                flight: hop.flight.to_owned(),
                from: hop.from.map(str::to_owned),
                to: hop.to.map(str::to_owned),
                departure: hop.known.map(|known| known.departure.format("%F %R").to_string()),
                arrival: hop.known.map(|known| known.arrival.format("%F %R").to_string()),
                duty: leg.duty.clone(),
                cases: cover.remove(&(at, place)).unwrap_or_default(),
                agreement: hop.agreement.map(str::to_owned),
            });
        }
    }
    rows
}

impl DutyRow {
    /// The rows as a table; columns that are known of nobody are left out. Of a case, how many go with the escort is told
    /// where it isn't one.
    pub fn table(rows: &[Self]) -> Table {
        let mut table = Table::new(&[
            ("mission", Right),
            ("pool", Left),
            ("escort", Right),
            ("flight", Left),
            ("from", Left),
            ("to", Left),
            ("departs", Left),
            ("arrives", Left),
            ("duty", Left),
            ("cases", Words),
            ("agreement", Left),
        ]);
        let told = |covered: &Covered| match covered.persons {
            1 => covered.case.clone(),
            persons => format!("{}({persons})", covered.case),
        };
        for row in rows {
            table.push(vec![
                count(row.mission),
                row.pool.clone(),
                row.escort.map(count).unwrap_or_default(),
                row.flight.clone(),
                row.from.clone().unwrap_or_default(),
                row.to.clone().unwrap_or_default(),
                row.departure.clone().unwrap_or_default(),
                row.arrival.clone().unwrap_or_default(),
                row.duty.clone().unwrap_or_default(),
                row.cases.iter().map(told).collect::<Vec<_>>().join(" "),
                row.agreement.clone().unwrap_or_default(),
            ]);
        }
        table.without_empty_columns()
    }
}
