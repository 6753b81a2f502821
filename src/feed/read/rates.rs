//! `rates.csv`.

use std::collections::HashMap;

use super::context::unique_rows;
use super::values;
use crate::feed::codes::Currency;
use crate::feed::faults;
use crate::feed::raw::log::Log;
use crate::feed::raw::table::Table;
use crate::money::Decimal;

/// Highest rate: plan currency for one unit.
pub(crate) const HIGHEST: i64 = 1_000_000_000;
/// Decimal places of a rate.
const PLACES: usize = 12;

/// Plan currency for one unit of each currency; `None` where the rate is at fault.
pub(crate) fn read(table: &Table, plan: Option<Currency>, log: &Log) -> HashMap<Currency, Option<Decimal>> {
    unique_rows(table, log, "the currency", "currency", |row| row.text("currency"));
    let mut rates = HashMap::new();
    for row in table.rows(log) {
        let currency = row.need("currency", values::currency);
        let rate = row.need("rate", |cell| {
            let rate = values::positive(HIGHEST, PLACES)(cell)?;
            if currency.is_some() && currency == plan && rate != 1 {
                return cell.fault(faults::plan_currency_rate(cell.at));
            }
            Some(rate)
        });
        if let Some(currency) = currency {
            rates.entry(currency).or_insert(rate);
        }
    }
    rates
}
