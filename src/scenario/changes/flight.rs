//! Flights: cancelled, at other times, or more of them.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Apply;
use super::dated::{self, FLIGHTS, Sector};
use crate::scenario::faults::{self, ChangeFaults};
use crate::scenario::tables::Tables;
use crate::scenario::values::{Clock, Date};

/// A flight that doesn't fly: one dated flight by its key, or all of a number from one date to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlightCancelled {
    /// One dated flight, `QR1370/NBO/2017-05-16`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flight: Option<String>,
    /// Who flies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Its number, without the carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Only from this airport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// First date of departure; the flight's own where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Date>,
    /// Last date of departure; the flight's own where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Date>,
}

/// A dated flight at other times; on its other dates it stays as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlightRetimed {
    /// The dated flight; it departs on the same date.
    pub flight: String,
    /// Departure.
    pub dep: Clock,
    /// Arrival.
    pub arr: Clock,
    /// Days from the local date of departure to that of arrival; as before where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arr_day: Option<i32>,
}

/// A flight more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlightAdded {
    /// Who flies it.
    pub carrier: String,
    /// Its number, without the carrier.
    pub number: String,
    /// Airport of departure.
    pub from: String,
    /// Airport of arrival.
    pub to: String,
    /// Departure.
    pub dep: Clock,
    /// Arrival.
    pub arr: Clock,
    /// Days from the local date of departure to that of arrival.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arr_day: Option<i32>,
    /// Days of departure as digits, 1 for Monday.
    #[schemars(regex(pattern = r"^[1-7]{1,7}$"))]
    pub days: String,
    /// First date of departure.
    pub valid_from: Date,
    /// Last date of departure.
    pub valid_to: Date,
    /// Seats that are free for the plan on each date.
    pub seats: u32,
    /// Places for wheelchairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wheelchairs: Option<u32>,
    /// Places for stretchers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stretchers: Option<u32>,
    /// Places with oxygen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oxygen: Option<u32>,
    /// Places for unaccompanied minors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minors: Option<u32>,
    /// How it is travelled: `air`, `road`, `rail` or `sea`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Equipment, for reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment: Option<String>,
}

impl Apply for FlightCancelled {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let pattern = [&self.carrier, &self.number, &self.from].into_iter().flatten().count()
            + [&self.first, &self.last].into_iter().flatten().count();
        match (&self.flight, &self.carrier, &self.number) {
            (Some(flight), None, None) if pattern == 0 => match dated::find(tables, flight)? {
                Sector::Leg(_) => Err(faults::charter_leg().field("flight").value(flight).into()),
                Sector::Flight(position, date) => {
                    dated::cut(tables, position, (date, date), |_| Ok(None))?;
                    Ok(())
                }
            },
            (None, Some(carrier), Some(number)) => self.range(tables, carrier, number),
            _ => Err(faults::one_of("flight; or carrier and number, with from, first and last where need be").into()),
        }
    }
}

impl FlightCancelled {
    fn range(&self, tables: &mut Tables, carrier: &str, number: &str) -> Result<(), ChangeFaults> {
        let first = self.first.as_ref().map_or(NaiveDate::MIN, |date| date.0);
        let last = self.last.as_ref().map_or(NaiveDate::MAX, |date| date.0);
        if last < first {
            return Err(faults::reversed(&first.to_string()).field("last").value(last).into());
        }
        let mut key = vec![("carrier", carrier), ("number", number)];
        key.extend(self.from.as_deref().map(|from| ("from", from)));
        let mut found = false;
        // From the end, since a row may become two or none.
        for position in (0..tables.rows(FLIGHTS).len()).rev() {
            if tables.rows(FLIGHTS)[position].is(&key) {
                found |= dated::cut(tables, position, (first, last), |_| Ok(None))?;
            }
        }
        if found {
            Ok(())
        } else {
            let told: Vec<_> = key.iter().map(|(_, text)| *text).collect();
            Err(faults::unknown_flight().field("number").value(told.join(" ")).into())
        }
    }
}

impl Apply for FlightRetimed {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let (position, date) = match dated::find(tables, &self.flight)? {
            Sector::Leg(_) => return Err(faults::charter_leg().field("flight").value(&self.flight).into()),
            Sector::Flight(position, date) => (position, date),
        };
        let old = tables.rows(FLIGHTS)[position].clone();
        let mut new = old.clone();
        new.put("dep", &self.dep);
        new.put("arr", &self.arr);
        new.put_some("arr_day", &self.arr_day);
        // Where nothing changes, no row is cut either.
        if new != old {
            dated::cut(tables, position, (date, date), |mut row| {
                row.put("dep", &self.dep);
                row.put("arr", &self.arr);
                row.put_some("arr_day", &self.arr_day);
                Ok(Some(row))
            })?;
        }
        Ok(())
    }
}

impl Apply for FlightAdded {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let count = |count: Option<u32>| count.map(|count| count.to_string());
        let cells = [
            ("carrier", Some(self.carrier.clone())),
            ("number", Some(self.number.clone())),
            ("from", Some(self.from.clone())),
            ("to", Some(self.to.clone())),
            ("dep", Some(self.dep.to_string())),
            ("arr", Some(self.arr.to_string())),
            ("arr_day", self.arr_day.map(|day| day.to_string())),
            ("days", Some(self.days.clone())),
            ("valid_from", Some(self.valid_from.to_string())),
            ("valid_to", Some(self.valid_to.to_string())),
            ("seats", count(Some(self.seats))),
            ("wheelchairs", count(self.wheelchairs)),
            ("stretchers", count(self.stretchers)),
            ("oxygen", count(self.oxygen)),
            ("minors", count(self.minors)),
            ("mode", self.mode.clone()),
            ("equipment", self.equipment.clone()),
        ];
        tables.add(FLIGHTS, &cells);
        Ok(())
    }
}
