//! One date of a flight that flies on many: finding it, and cutting it out of its row.

use chrono::{Datelike, Days, NaiveDate};

use crate::scenario::faults::{self, ChangeFault};
use crate::scenario::table::Row;
use crate::scenario::tables::Tables;
use crate::scenario::values::{self, Date};

/// Where flights stand.
pub(super) const FLIGHTS: &str = "flights.csv";
/// Where legs of charters stand.
pub(super) const LEGS: &str = "charter_legs.csv";

/// What a flight key names.
pub(super) enum Sector {
    /// A row of `flights.csv` on a date.
    Flight(usize, NaiveDate),
    /// A row of `charter_legs.csv`.
    Leg(usize),
}

/// The sector that a flight key names.
pub(super) fn find(tables: &Tables, key: &str) -> Result<Sector, Box<ChangeFault>> {
    let unknown = || faults::unknown_flight().field("flight").value(key);
    let parts: Vec<&str> = key.split('/').collect();
    let found = match parts[..] {
        [name, from, date] => {
            let date = values::date(date).ok_or_else(unknown)?;
            let flies = |row: &Row| named(row, name) && row.get("from") == from && flies(row, date, date);
            tables.rows(FLIGHTS).iter().position(flies).map(|row| Sector::Flight(row, date))
        }
        [charter, leg] => {
            let leg: u32 = leg.parse().map_err(|_| unknown())?;
            let stands = |row: &Row| row.get("charter") == charter && row.get("leg").parse() == Ok(leg);
            tables.rows(LEGS).iter().position(stands).map(Sector::Leg)
        }
        _ => None,
    };
    found.ok_or_else(unknown)
}

/// Whether carrier and number make that name.
fn named(row: &Row, name: &str) -> bool {
    name.strip_prefix(row.get("carrier")) == Some(row.get("number"))
}

/// First and last date of departure that a row allows.
fn span(row: &Row) -> Option<(NaiveDate, NaiveDate)> {
    Some((values::date(row.get("valid_from"))?, values::date(row.get("valid_to"))?))
}

/// Whether a row flies on any date from `first` to `last`.
fn flies(row: &Row, first: NaiveDate, last: NaiveDate) -> bool {
    let Some((from, to)) = span(row) else { return false };
    let last = last.min(to);
    let on = |date: &NaiveDate| row.get("days").contains(&date.weekday().number_from_monday().to_string());
    first.max(from).iter_days().take(7).any(|date| date <= last && on(&date))
}

/// Cuts the dates from `first` to `last` out of the row at `position`, where `change` makes another row of them or none;
/// whether it flies on any of them.
pub(super) fn cut(
    tables: &mut Tables,
    position: usize,
    (first, last): (NaiveDate, NaiveDate),
    change: impl FnOnce(Row) -> Result<Option<Row>, Box<ChangeFault>>,
) -> Result<bool, Box<ChangeFault>> {
    let row = tables.rows(FLIGHTS)[position].clone();
    let Some((from, to)) = span(&row) else { return Ok(false) };
    if !flies(&row, first, last) {
        return Ok(false);
    }
    let part = |first: NaiveDate, last: NaiveDate| {
        let mut part = row.clone();
        part.put("valid_from", Date(first));
        part.put("valid_to", Date(last));
        part
    };
    let before = first.checked_sub_days(Days::new(1)).filter(|&end| from <= end && flies(&row, from, end));
    let after = last.checked_add_days(Days::new(1)).filter(|&start| start <= to && flies(&row, start, to));
    // A row that flies on no other date keeps its own dates.
    let within = match (before, after) {
        (None, None) => row.clone(),
        _ => part(first.max(from), last.min(to)),
    };
    let rows = [before.map(|end| part(from, end)), change(within)?, after.map(|start| part(start, to))];
    tables.rows_mut(FLIGHTS).splice(position..=position, rows.into_iter().flatten());
    Ok(true)
}
