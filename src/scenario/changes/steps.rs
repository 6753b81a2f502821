//! Counts and amounts that are set or go up and down, and which fields a change must give.

use crate::money::Money;
use crate::scenario::faults::{self, ChangeFault};
use crate::scenario::table::Row;
use crate::scenario::values::{Amount, Step};

/// Holds that exactly one of the fields is given.
pub(super) fn exactly_one(fields: &[(&str, bool)]) -> Result<(), Box<ChangeFault>> {
    match fields.iter().filter(|(_, given)| *given).count() {
        1 => Ok(()),
        _ => Err(faults::one_of(&named(fields))),
    }
}

/// Holds that one of the fields is given at least.
pub(super) fn any(fields: &[(&str, bool)]) -> Result<(), Box<ChangeFault>> {
    if fields.iter().any(|(_, given)| *given) { Ok(()) } else { Err(faults::nothing_given(&named(fields))) }
}

/// Holds that not both of two fields are given.
pub(super) fn not_both(one: (&str, bool), other: (&str, bool)) -> Result<(), Box<ChangeFault>> {
    if one.1 && other.1 { Err(faults::one_of(&named(&[one, other]))) } else { Ok(()) }
}

fn named(fields: &[(&str, bool)]) -> String {
    fields.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// Moves a count of the row up or down; `field` is the change's.
pub(super) fn step_count(row: &mut Row, column: &str, by: i64, field: &str) -> Result<(), Box<ChangeFault>> {
    let now = row.meant(column).to_owned();
    let Ok(old) = now.parse::<i64>() else {
        return Err(faults::not_limited(&format!("{column} isn't given; give it as a whole")).field(field).value(by));
    };
    match old.checked_add(by) {
        Some(new) if new >= 0 => row.put(column, new),
        _ => return Err(faults::below_zero(&now).field(field).value(by)),
    }
    Ok(())
}

/// Moves a count of the row up or down, or sets it, where either is given.
pub(super) fn set_or_step(
    row: &mut Row,
    column: &str,
    set: Option<u32>,
    by: Option<i64>,
    field: &str,
) -> Result<(), Box<ChangeFault>> {
    row.put_some(column, &set);
    by.map_or(Ok(()), |by| step_count(row, column, by, field))
}

/// An amount of the row, zero where it isn't given.
pub(super) fn amount(row: &Row, column: &str) -> Money {
    // A feed's amounts are sound.
    row.meant(column).parse().unwrap_or_default()
}

/// Moves an amount of the row up or down.
pub(super) fn step_amount(row: &mut Row, column: &str, by: &Step, field: &str) -> Result<(), Box<ChangeFault>> {
    let now = amount(row, column);
    let new = now.saturating_add(by.0);
    if new < Money::ZERO {
        return Err(faults::below_zero(&now.to_string()).field(field).value(by));
    }
    row.put(column, Amount(new));
    Ok(())
}
