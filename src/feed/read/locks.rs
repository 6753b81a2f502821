//! `locks.csv`.

use super::context::{Context, unique_rows};
use super::values;
use crate::feed::cases::{Lock, LockMode};
use crate::feed::raw::table::{Cell, Row};
use crate::money::Money;

const MODES: &[(&str, LockMode)] = &[("fixed", LockMode::Fixed), ("prefer", LockMode::Prefer)];

/// Reads the locks; `None` for a row at fault.
pub(crate) fn read(context: &Context<'_>) -> Vec<Option<Lock>> {
    let table = context.raw.table("locks.csv");
    unique_rows(table, context.log, "the case", "case", |row| row.text("case"));
    table.rows(context.log).map(|row| lock(context, row)).collect()
}

fn lock(context: &Context<'_>, row: Row<'_>) -> Option<Lock> {
    let case = row.need("case", |cell| context.case(cell));
    let itinerary = row.need("itinerary", keys);
    let mode = row.need("mode", values::word(MODES));
    let currency = context.row_currency(row);
    let rate = currency.as_ref().map(|(_, rate)| rate);
    let change_cost = row.or("change_cost", Money::ZERO, |cell| context.amount(rate, cell));
    currency.as_ref()?;
    Some(Lock { case: case?, itinerary: itinerary?, mode: mode?, change_cost: change_cost? })
}

/// Flight keys, one blank between two.
fn keys(cell: Cell<'_>) -> Option<Vec<String>> {
    let keys: Vec<_> = cell.text.split(' ').map(|key| values::flight_key(cell.part(key))).collect();
    keys.into_iter().collect()
}
