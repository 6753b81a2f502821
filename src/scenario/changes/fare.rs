//! Fares: dearer, cheaper, or more of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Apply, steps};
use crate::money::{Decimal, Money};
use crate::scenario::faults::{self, ChangeFaults};
use crate::scenario::tables::Tables;
use crate::scenario::values::{Amount, Number, Step};

const FARES: &str = "fares.csv";

/// Other fares in every row that matches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FareChanged {
    /// The agreement they are sold under.
    pub agreement: String,
    /// Only those from this airport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Only those to this airport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Only those by way of this airport; `""` for those that name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// The adult fare up by so many per cent, or down with a minus; rounded half to even.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_percent: Option<Number>,
    /// The adult fare up by an amount, or down with a minus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Step>,
    /// The adult fare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adult: Option<Amount>,
    /// The tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Amount>,
}

/// A fare more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FareAdded {
    /// The agreement it is sold under.
    pub agreement: String,
    /// One end.
    pub from: String,
    /// The other.
    pub to: String,
    /// The adult fare.
    pub adult: Amount,
    /// The tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Amount>,
    /// Airport between the ends where the component must connect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

impl Apply for FareChanged {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let adult =
            [("by_percent", self.by_percent.is_some()), ("by", self.by.is_some()), ("adult", self.adult.is_some())];
        if self.tax.is_none() || adult.iter().any(|(_, given)| *given) {
            steps::exactly_one(&adult)?;
        }
        if !tables.has("agreements.csv", &[("agreement", &self.agreement)]) {
            return Err(faults::unknown_agreement().field("agreement").value(&self.agreement).into());
        }
        let mut key = vec![("agreement", self.agreement.as_str())];
        let ends = [("from", &self.from), ("to", &self.to), ("via", &self.via)];
        key.extend(ends.iter().filter_map(|(column, text)| Some((*column, text.as_deref()?))));
        if !tables.has(FARES, &key) {
            let told: Vec<_> = key.iter().map(|(column, text)| format!("{column} {text}")).collect();
            return Err(faults::unknown_fare().value(told.join(" ")).into());
        }
        for row in tables.rows_mut(FARES).iter_mut().filter(|row| row.is(&key)) {
            if let Some(percent) = &self.by_percent {
                row.put("adult", risen(steps::amount(row, "adult"), percent)?);
            }
            if let Some(by) = &self.by {
                steps::step_amount(row, "adult", by, "by")?;
            }
            row.put_some("adult", &self.adult);
            row.put_some("tax", &self.tax);
        }
        Ok(())
    }
}

/// The amount with so many per cent more.
fn risen(amount: Money, percent: &Number) -> Result<Amount, ChangeFaults> {
    let exact = amount.exact() * (Decimal::from(100) + &percent.0) / Decimal::from(100);
    match Money::round_half_even(&exact) {
        Some(risen) if risen >= Money::ZERO => Ok(Amount(risen)),
        _ => Err(faults::below_zero(&amount.to_string()).field("by_percent").value(percent).into()),
    }
}

impl Apply for FareAdded {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        if !tables.has("agreements.csv", &[("agreement", &self.agreement)]) {
            return Err(faults::unknown_agreement().field("agreement").value(&self.agreement).into());
        }
        let via = self.via.as_deref().unwrap_or_default();
        let key = [("agreement", self.agreement.as_str()), ("from", &self.from), ("to", &self.to), ("via", via)];
        if tables.has(FARES, &key) {
            let told = format!("{} {} {} {via}", self.agreement, self.from, self.to);
            return Err(faults::already_there("use fare_changed").value(told.trim_end()).into());
        }
        let cells = [
            ("agreement", Some(self.agreement.clone())),
            ("from", Some(self.from.clone())),
            ("to", Some(self.to.clone())),
            ("adult", Some(self.adult.to_string())),
            ("tax", self.tax.as_ref().map(Amount::to_string)),
            ("via", self.via.clone()),
        ];
        tables.add(FARES, &cells);
        Ok(())
    }
}
