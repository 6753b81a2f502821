//! Agreements: allotments, terms, tiers, and those that end.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Apply, steps};
use crate::scenario::faults::{self, ChangeFault, ChangeFaults};
use crate::scenario::table::Row;
use crate::scenario::tables::Tables;
use crate::scenario::values::{Amount, Date, Number};

const AGREEMENTS: &str = "agreements.csv";
const TIERS: &str = "tiers.csv";

/// More or fewer seats on each dated sector under an agreement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Allotment {
    /// The agreement.
    pub agreement: String,
    /// So many seats more, or fewer with a minus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<i64>,
    /// So many seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// `true` for no limit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlimited: bool,
}

/// An agreement at other terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementChanged {
    /// The agreement.
    pub agreement: String,
    /// Least seats on a dated sector, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_group: Option<u32>,
    /// Most sectors of a component.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_sectors: Option<u32>,
    /// A child's fare, per cent of the adult's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child_pct: Option<Number>,
    /// A lap infant's fare, per cent of the adult's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub infant_pct: Option<Number>,
    /// An escort's fare, per cent of the adult's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escort_pct: Option<Number>,
    /// Days before departure by which seats are booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_days: Option<u32>,
    /// Seats promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit_seats: Option<u32>,
    /// Price of each promised seat not taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortfall_fee: Option<Amount>,
    /// Seats taken before this plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats_before: Option<u32>,
    /// First date of a component's first departure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last date of a component's first departure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
}

/// An agreement less, with its fares and tiers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementDropped {
    /// The agreement.
    pub agreement: String,
}

/// A tier of rebates, new or with another rebate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// The agreement.
    pub agreement: String,
    /// Volume from which it holds.
    pub from_seats: u32,
    /// Back per seat.
    pub rebate: Amount,
}

/// A tier of rebates less.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TierDropped {
    /// The agreement.
    pub agreement: String,
    /// Volume from which it holds.
    pub from_seats: u32,
}

fn unknown(agreement: &str) -> Box<ChangeFault> {
    faults::unknown_agreement().field("agreement").value(agreement)
}

fn find<'a>(tables: &'a mut Tables, agreement: &str) -> Result<&'a mut Row, Box<ChangeFault>> {
    tables.row_mut(AGREEMENTS, &[("agreement", agreement)]).ok_or_else(|| unknown(agreement))
}

impl Apply for Allotment {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        steps::exactly_one(&[
            ("by", self.by.is_some()),
            ("seats", self.seats.is_some()),
            ("unlimited", self.unlimited),
        ])?;
        let row = find(tables, &self.agreement)?;
        if self.unlimited {
            row.put("seats_per_flight", "");
        }
        Ok(steps::set_or_step(row, "seats_per_flight", self.seats, self.by, "by")?)
    }
}

impl Apply for AgreementChanged {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        steps::any(&[
            ("min_group", self.min_group.is_some()),
            ("max_sectors", self.max_sectors.is_some()),
            ("child_pct", self.child_pct.is_some()),
            ("infant_pct", self.infant_pct.is_some()),
            ("escort_pct", self.escort_pct.is_some()),
            ("lead_days", self.lead_days.is_some()),
            ("commit_seats", self.commit_seats.is_some()),
            ("shortfall_fee", self.shortfall_fee.is_some()),
            ("seats_before", self.seats_before.is_some()),
            ("valid_from", self.valid_from.is_some()),
            ("valid_to", self.valid_to.is_some()),
        ])?;
        let row = find(tables, &self.agreement)?;
        row.put_some("min_group", &self.min_group);
        row.put_some("max_sectors", &self.max_sectors);
        row.put_some("child_pct", &self.child_pct);
        row.put_some("infant_pct", &self.infant_pct);
        row.put_some("escort_pct", &self.escort_pct);
        row.put_some("lead_days", &self.lead_days);
        row.put_some("commit_seats", &self.commit_seats);
        row.put_some("shortfall_fee", &self.shortfall_fee);
        row.put_some("seats_before", &self.seats_before);
        row.put_some("valid_from", &self.valid_from);
        row.put_some("valid_to", &self.valid_to);
        Ok(())
    }
}

impl Apply for AgreementDropped {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let key = [("agreement", self.agreement.as_str())];
        if tables.drop(AGREEMENTS, &key) == 0 {
            return Err(unknown(&self.agreement).into());
        }
        tables.drop("fares.csv", &key);
        tables.drop(TIERS, &key);
        Ok(())
    }
}

/// Where the agreement's tier from so many seats stands, however the number is written.
fn tier(tables: &Tables, agreement: &str, from_seats: u32) -> Option<usize> {
    let stands = |row: &Row| row.is(&[("agreement", agreement)]) && row.get("from_seats").parse() == Ok(from_seats);
    tables.rows(TIERS).iter().position(stands)
}

impl Apply for Tier {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        find(tables, &self.agreement)?;
        match tier(tables, &self.agreement, self.from_seats) {
            Some(position) => tables.rows_mut(TIERS)[position].put("rebate", &self.rebate),
            None => {
                let cells = [
                    ("agreement", Some(self.agreement.clone())),
                    ("from_seats", Some(self.from_seats.to_string())),
                    ("rebate", Some(self.rebate.to_string())),
                ];
                tables.add(TIERS, &cells);
            }
        }
        Ok(())
    }
}

impl Apply for TierDropped {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        find(tables, &self.agreement)?;
        let Some(position) = tier(tables, &self.agreement, self.from_seats) else {
            return Err(faults::unknown_tier().field("from_seats").value(self.from_seats).into());
        };
        tables.rows_mut(TIERS).remove(position);
        Ok(())
    }
}
