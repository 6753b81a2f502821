//! Clearances: other dates, later ones or earlier ones.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Apply, steps};
use crate::scenario::faults::{self, ChangeFault, ChangeFaults};
use crate::scenario::table::Row;
use crate::scenario::tables::Tables;
use crate::scenario::values::{self, Date};

const CLEARANCES: &str = "clearances.csv";

/// Other dates of a case's clearances of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clearance {
    /// The case.
    pub case: String,
    /// Only those of this person; every row of the case otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// What it is.
    pub kind: String,
    /// First date it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last date it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// Holds so many days longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later_days: Option<u32>,
    /// Holds from so many days earlier on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier_days: Option<u32>,
}

impl Apply for Clearance {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let from = [("valid_from", self.valid_from.is_some()), ("earlier_days", self.earlier_days.is_some())];
        let to = [("valid_to", self.valid_to.is_some()), ("later_days", self.later_days.is_some())];
        steps::any(&[from[0], to[0], to[1], from[1]])?;
        steps::not_both(from[0], from[1])?;
        steps::not_both(to[0], to[1])?;
        if !tables.has("cases.csv", &[("case", &self.case)]) {
            return Err(faults::unknown_case().field("case").value(&self.case).into());
        }
        let mut key = vec![("case", self.case.as_str()), ("kind", &self.kind)];
        if let Some(person) = &self.person {
            if !tables.has("persons.csv", &[("case", &self.case), ("person", person)]) {
                return Err(faults::unknown_person().field("person").value(person).into());
            }
            key.push(("person", person));
        }
        if !tables.has(CLEARANCES, &key) {
            return Err(faults::unknown_clearance().field("kind").value(&self.kind).into());
        }
        for row in tables.rows_mut(CLEARANCES).iter_mut().filter(|row| row.is(&key)) {
            row.put_some("valid_from", &self.valid_from);
            row.put_some("valid_to", &self.valid_to);
            if let Some(days) = self.later_days {
                shift(row, "valid_to", "later_days", days, NaiveDate::checked_add_days)?;
            }
            if let Some(days) = self.earlier_days {
                shift(row, "valid_from", "earlier_days", days, NaiveDate::checked_sub_days)?;
            }
        }
        Ok(())
    }
}

/// Moves a date of the row.
fn shift(
    row: &mut Row,
    column: &str,
    field: &str,
    days: u32,
    by: fn(NaiveDate, Days) -> Option<NaiveDate>,
) -> Result<(), Box<ChangeFault>> {
    let Some(date) = values::date(row.get(column)) else {
        let remedy = format!("the clearance has no {column}, which is open; leave {field} out");
        return Err(faults::not_limited(&remedy).field(field).value(days));
    };
    // Within the years that a feed knows.
    match by(date, Days::new(days.into())).filter(|date| values::date(&Date(*date).to_string()).is_some()) {
        Some(date) => row.put(column, Date(date)),
        None => return Err(faults::bad_date("give fewer days").field(field).value(days)),
    }
    Ok(())
}
