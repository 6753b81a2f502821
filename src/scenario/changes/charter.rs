//! Charters: offered, at other terms, or not at all.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Apply, steps};
use crate::scenario::faults::{self, ChangeFaults};
use crate::scenario::tables::Tables;
use crate::scenario::values::{Amount, Moment};

const CHARTERS: &str = "charters.csv";
const LEGS: &str = "charter_legs.csv";

/// A charter more, with its legs in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CharterAdded {
    /// Its name, new to the feed.
    pub charter: String,
    /// Group of which one charter may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Operator, for reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Price of using it.
    pub fixed_cost: Amount,
    /// Price of each seat taken, on each leg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_seat: Option<Amount>,
    /// Least seats taken on its first leg, when used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_seats: Option<u32>,
    /// Currency of its amounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Its legs; the first is 1.
    #[schemars(length(min = 1))]
    pub legs: Vec<Leg>,
}

/// A leg of a charter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// Airport of departure.
    pub from: String,
    /// Airport of arrival.
    pub to: String,
    /// Departure, local to `from`.
    pub dep: Moment,
    /// Arrival, local to `to`.
    pub arr: Moment,
    /// Seats.
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
}

/// A charter at other terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CharterChanged {
    /// Its name.
    pub charter: String,
    /// Price of using it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_cost: Option<Amount>,
    /// Price of each seat taken, on each leg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_seat: Option<Amount>,
    /// Least seats taken on its first leg, when used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_seats: Option<u32>,
    /// Seats of every leg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// Group of which one charter may be used; `""` for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// A charter less, with its legs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CharterDropped {
    /// Its name.
    pub charter: String,
}

impl Apply for CharterAdded {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let name = &self.charter;
        if tables.has(CHARTERS, &[("charter", name)]) {
            let remedy = "choose another name, or use charter_changed";
            return Err(faults::already_there(remedy).field("charter").value(name).into());
        }
        if self.legs.is_empty() {
            return Err(faults::nothing_given("legs").field("legs").into());
        }
        let cells = [
            ("charter", Some(name.clone())),
            ("group", self.group.clone()),
            ("operator", self.operator.clone()),
            ("fixed_cost", Some(self.fixed_cost.to_string())),
            ("per_seat", self.per_seat.as_ref().map(Amount::to_string)),
            ("min_seats", self.min_seats.map(|seats| seats.to_string())),
            ("currency", self.currency.clone()),
        ];
        tables.add(CHARTERS, &cells);
        for (n, leg) in self.legs.iter().enumerate() {
            let count = |count: Option<u32>| count.map(|count| count.to_string());
            let cells = [
                ("charter", Some(name.clone())),
                ("leg", Some((n + 1).to_string())),
                ("from", Some(leg.from.clone())),
                ("to", Some(leg.to.clone())),
                ("dep", Some(leg.dep.to_string())),
                ("arr", Some(leg.arr.to_string())),
                ("seats", count(Some(leg.seats))),
                ("wheelchairs", count(leg.wheelchairs)),
                ("stretchers", count(leg.stretchers)),
                ("oxygen", count(leg.oxygen)),
                ("minors", count(leg.minors)),
                ("mode", leg.mode.clone()),
            ];
            tables.add(LEGS, &cells);
        }
        Ok(())
    }
}

impl Apply for CharterChanged {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        steps::any(&[
            ("fixed_cost", self.fixed_cost.is_some()),
            ("per_seat", self.per_seat.is_some()),
            ("min_seats", self.min_seats.is_some()),
            ("seats", self.seats.is_some()),
            ("group", self.group.is_some()),
        ])?;
        let key = [("charter", self.charter.as_str())];
        let Some(row) = tables.row_mut(CHARTERS, &key) else {
            return Err(faults::unknown_charter().field("charter").value(&self.charter).into());
        };
        row.put_some("fixed_cost", &self.fixed_cost);
        row.put_some("per_seat", &self.per_seat);
        row.put_some("min_seats", &self.min_seats);
        row.put_some("group", &self.group);
        if let Some(seats) = self.seats {
            for leg in tables.rows_mut(LEGS).iter_mut().filter(|leg| leg.is(&key)) {
                leg.put("seats", seats);
            }
        }
        Ok(())
    }
}

impl Apply for CharterDropped {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let key = [("charter", self.charter.as_str())];
        if tables.drop(CHARTERS, &key) == 0 {
            return Err(faults::unknown_charter().field("charter").value(&self.charter).into());
        }
        tables.drop(LEGS, &key);
        Ok(())
    }
}
