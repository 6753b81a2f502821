//! Cases: with other wishes, out of their link, or not travelling at all.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Apply, steps};
use crate::scenario::faults::{self, ChangeFaults};
use crate::scenario::tables::Tables;
use crate::scenario::values::{Date, Members, Number, ReadyFrom};

const CASES: &str = "cases.csv";

/// A case with other wishes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseChanged {
    /// The case.
    pub case: String,
    /// Earliest first departure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready: Option<ReadyFrom>,
    /// Date after which each day costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Date>,
    /// `emergency`, `urgent` or `normal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Most sectors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_sectors: Option<u32>,
    /// Longest journey, in hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_hours: Option<Number>,
    /// Whether a stopover may last over midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overnight: Option<bool>,
    /// Minutes added to every least connection time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mct_extra: Option<u32>,
    /// Airports of which one ends the journey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<Members>,
}

/// A case less, with its persons, clearances and lock; it leaves its link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseDropped {
    /// The case.
    pub case: String,
}

/// A case that leaves its link and travels as it likes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unlinked {
    /// The case.
    pub case: String,
}

impl Apply for CaseChanged {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        steps::any(&[
            ("ready", self.ready.is_some()),
            ("target", self.target.is_some()),
            ("priority", self.priority.is_some()),
            ("max_sectors", self.max_sectors.is_some()),
            ("max_hours", self.max_hours.is_some()),
            ("overnight", self.overnight.is_some()),
            ("mct_extra", self.mct_extra.is_some()),
            ("destination", self.destination.is_some()),
        ])?;
        let Some(row) = tables.row_mut(CASES, &[("case", &self.case)]) else {
            return Err(faults::unknown_case().field("case").value(&self.case).into());
        };
        row.put_some("ready", &self.ready);
        row.put_some("target", &self.target);
        row.put_some("priority", &self.priority);
        row.put_some("max_sectors", &self.max_sectors);
        row.put_some("max_hours", &self.max_hours);
        row.put_some("overnight", &self.overnight.map(u8::from));
        row.put_some("mct_extra", &self.mct_extra);
        row.put_some("destination", &self.destination);
        Ok(())
    }
}

impl Apply for CaseDropped {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let key = [("case", self.case.as_str())];
        if tables.drop(CASES, &key) == 0 {
            return Err(faults::unknown_case().field("case").value(&self.case).into());
        }
        for file in ["persons.csv", "clearances.csv", "links.csv", "locks.csv"] {
            tables.drop(file, &key);
        }
        Ok(())
    }
}

impl Apply for Unlinked {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let key = [("case", self.case.as_str())];
        if !tables.has(CASES, &key) {
            return Err(faults::unknown_case().field("case").value(&self.case).into());
        }
        match tables.drop("links.csv", &key) {
            0 => Err(faults::unknown_link().field("case").value(&self.case).into()),
            _ => Ok(()),
        }
    }
}
