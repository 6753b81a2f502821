//! Locks: itineraries that are to stand, or no longer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Apply;
use crate::scenario::faults::{self, ChangeFaults};
use crate::scenario::tables::Tables;
use crate::scenario::values::Amount;

const LOCKS: &str = "locks.csv";

/// An itinerary that is to stand, or that costs to change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LockAdded {
    /// The case.
    pub case: String,
    /// Its flights' keys, in order.
    #[schemars(length(min = 1))]
    pub itinerary: Vec<String>,
    /// `fixed` or `prefer`.
    pub mode: String,
    /// Price of any other itinerary, or none, in the plan currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_cost: Option<Amount>,
}

/// A lock less.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LockDropped {
    /// The case.
    pub case: String,
}

impl Apply for LockAdded {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let key = [("case", self.case.as_str())];
        if !tables.has("cases.csv", &key) {
            return Err(faults::unknown_case().field("case").value(&self.case).into());
        }
        if tables.has(LOCKS, &key) {
            return Err(faults::already_there("use lock_dropped before").field("case").value(&self.case).into());
        }
        let cells = [
            ("case", Some(self.case.clone())),
            ("itinerary", Some(self.itinerary.join(" "))),
            ("mode", Some(self.mode.clone())),
            ("change_cost", self.change_cost.as_ref().map(Amount::to_string)),
        ];
        tables.add(LOCKS, &cells);
        Ok(())
    }
}

impl Apply for LockDropped {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let key = [("case", self.case.as_str())];
        if !tables.has("cases.csv", &key) {
            return Err(faults::unknown_case().field("case").value(&self.case).into());
        }
        match tables.drop(LOCKS, &key) {
            0 => Err(faults::unknown_lock().field("case").value(&self.case).into()),
            _ => Ok(()),
        }
    }
}
