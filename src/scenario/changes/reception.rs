//! Reception: when and how many may arrive for good.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Apply, steps};
use crate::scenario::faults::{self, ChangeFaults};
use crate::scenario::table::Row;
use crate::scenario::tables::Tables;
use crate::scenario::values::{Clock, Date};

const RECEPTION: &str = "reception.csv";

/// Other hours, days or limits in every row that matches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reception {
    /// Airport of the last arrival.
    pub airport: String,
    /// Only rows that hold for this programme, those that hold for others too among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// Most persons per local date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day: Option<u32>,
    /// So many persons per local date more, or fewer with a minus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day_by: Option<i64>,
    /// Most persons on one dated sector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_flight: Option<u32>,
    /// So many persons on one dated sector more, or fewer with a minus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_flight_by: Option<i64>,
    /// Dates that are closed and are to be open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Date>,
    /// Dates that are to be closed too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Date>,
    /// From when it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Clock>,
    /// Until when it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Clock>,
    /// Open days of the week as digits, 1 for Monday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[1-7]{1,7}$"))]
    pub days: Option<String>,
}

impl Apply for Reception {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let per_day = [("per_day", self.per_day.is_some()), ("per_day_by", self.per_day_by.is_some())];
        let per_flight = [("per_flight", self.per_flight.is_some()), ("per_flight_by", self.per_flight_by.is_some())];
        steps::any(&[
            per_day[0],
            per_day[1],
            per_flight[0],
            per_flight[1],
            ("open", !self.open.is_empty()),
            ("closed", !self.closed.is_empty()),
            ("from", self.from.is_some()),
            ("to", self.to.is_some()),
            ("days", self.days.is_some()),
        ])?;
        steps::not_both(per_day[0], per_day[1])?;
        steps::not_both(per_flight[0], per_flight[1])?;
        let mut rows: Vec<_> = tables.rows_mut(RECEPTION).iter_mut().filter(|row| self.matches(row)).collect();
        if rows.is_empty() {
            let told = format!("{} {}", self.airport, self.programme.as_deref().unwrap_or_default());
            return Err(faults::unknown_reception().field("airport").value(told.trim_end()).into());
        }
        let closed: BTreeSet<String> = rows.iter().flat_map(|row| dates(row)).map(str::to_owned).collect();
        if let Some(date) = self.open.iter().find(|date| !closed.contains(&date.to_string())) {
            return Err(faults::not_closed().field("open").value(date).into());
        }
        for row in &mut rows {
            self.change(row)?;
        }
        Ok(())
    }
}

/// The dates on which a row is closed.
fn dates(row: &Row) -> impl Iterator<Item = &str> {
    row.get("closed").split('|').filter(|date| !date.is_empty())
}

impl Reception {
    fn matches(&self, row: &Row) -> bool {
        let holds = |programme: &String| row.meant("programme").split('|').any(|one| one == "*" || one == programme);
        row.is(&[("airport", &self.airport)]) && self.programme.as_ref().is_none_or(holds)
    }

    fn change(&self, row: &mut Row) -> Result<(), ChangeFaults> {
        steps::set_or_step(row, "per_day", self.per_day, self.per_day_by, "per_day_by")?;
        steps::set_or_step(row, "per_flight", self.per_flight, self.per_flight_by, "per_flight_by")?;
        row.put_some("from", &self.from);
        row.put_some("to", &self.to);
        row.put_some("days", &self.days);
        let opened: BTreeSet<String> = self.open.iter().map(Date::to_string).collect();
        let mut closed: Vec<String> = dates(row).filter(|date| !opened.contains(*date)).map(str::to_owned).collect();
        for date in self.closed.iter().map(Date::to_string) {
            if !closed.contains(&date) {
                closed.push(date);
            }
        }
        row.put("closed", closed.join("|"));
        Ok(())
    }
}
