//! `charters.csv` and `charter_legs.csv`.

use std::collections::BTreeMap;

use super::context::{Context, unique_rows};
use super::flights::{capacity, mode};
use super::values::{self, count};
use crate::feed::charters::{Charter, CharterLeg};
use crate::feed::faults;
use crate::feed::limits::SEATS;
use crate::feed::raw::table::Row;
use crate::ids::CharterIdx;
use crate::money::Money;
use crate::time::{UtcMinute, to_utc};

/// Highest leg number.
const LEGS: i64 = 100;

/// A leg of some charter with its number and row.
struct Numbered<'a> {
    number: u32,
    row: Row<'a>,
    leg: Option<CharterLeg>,
}

/// Reads the charters with their legs; `None` for a row at fault.
pub(crate) fn read(context: &Context<'_>) -> Vec<Option<Charter>> {
    let table = context.raw.table("charters.csv");
    unique_rows(table, context.log, "the charter", "charter", |row| row.text("charter"));
    let mut legs = legs(context);
    let complete = context.raw.table("charter_legs.csv").complete;
    table
        .rows(context.log)
        .map(|row| {
            let charter = charter(context, row);
            let legs = legs.remove(&row.index.into()).unwrap_or_default();
            // A charter that stands twice has its legs in the first row.
            if legs.is_empty() && complete && context.charter_of(row) == Some(row.index.into()) {
                return row.fault(faults::charter_without_legs(row.cell("charter").at));
            }
            check_joins(context, &legs);
            let legs = numbered(legs, complete);
            Some(Charter { legs: legs?, ..charter? })
        })
        .collect()
}

fn charter(context: &Context<'_>, row: Row<'_>) -> Option<Charter> {
    let id = row.need("charter", values::id);
    let group = row.maybe("group", |cell| context.group(cell));
    let operator = row.maybe("operator", values::text);
    let currency = context.row_currency(row);
    let rate = currency.as_ref().map(|(_, rate)| rate);
    let fixed_cost = row.need("fixed_cost", |cell| context.amount(rate, cell));
    let per_seat = row.or("per_seat", Money::ZERO, |cell| context.amount(rate, cell));
    let min_seats = row.or("min_seats", 0, count(0, SEATS));
    Some(Charter {
        id: id?.into(),
        group: group?,
        operator: operator?,
        fixed_cost: fixed_cost?,
        per_seat: per_seat?,
        min_seats: min_seats?,
        legs: Vec::new(),
    })
}

/// The legs of each charter, by number.
fn legs<'a>(context: &Context<'a>) -> BTreeMap<CharterIdx, Vec<Numbered<'a>>> {
    let table = context.raw.table("charter_legs.csv");
    unique_rows(table, context.log, "charter and leg", "leg", |row| {
        (row.text("charter"), row.text("leg").parse::<u32>().map_err(|_| row.text("leg")))
    });
    let mut legs: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in table.rows(context.log) {
        let charter = row.need("charter", |cell| context.charter(cell));
        let number = row.need("leg", count(1, LEGS));
        let leg = leg(context, row);
        if let (Some(charter), Some(number)) = (charter, number) {
            legs.entry(charter).or_default().push(Numbered { number, row, leg });
        }
    }
    legs.values_mut().for_each(|legs| legs.sort_by_key(|leg| leg.number));
    legs
}

fn leg(context: &Context<'_>, row: Row<'_>) -> Option<CharterLeg> {
    let from = row.need("from", |cell| context.airport(cell));
    let to = row.need("to", |cell| context.airport(cell));
    let dep = row.need("dep", values::date_time);
    let arr = row.need("arr", values::date_time);
    let capacity = capacity(row);
    let mode = mode(row);
    if from.is_some() && from == to {
        row.fault::<()>(faults::same_airport(row.cell("to").at));
    }
    let leg = CharterLeg { from: from?, to: to?, dep: dep?, arr: arr?, capacity: capacity?, mode: mode? };
    if let Some((departure, arrival)) = instants(context, &leg)
        && arrival < departure
    {
        let when = format!("departs {departure}, arrives {arrival}");
        return row.fault(faults::arrival_before_departure(row.cell("arr").at, &when));
    }
    Some(leg)
}

/// Departure and arrival in UTC.
fn instants(context: &Context<'_>, leg: &CharterLeg) -> Option<(UtcMinute, UtcMinute)> {
    let zone = |airport| context.zone(airport);
    Some((to_utc(zone(leg.from)?, leg.dep), to_utc(zone(leg.to)?, leg.arr)))
}

/// The legs alone, if they are numbered 1, 2, … and sound.
fn numbered(legs: Vec<Numbered<'_>>, complete: bool) -> Option<Vec<CharterLeg>> {
    for (n, leg) in legs.iter().enumerate() {
        let next = n + 1;
        if complete && leg.number as usize > next {
            return leg.row.fault(faults::leg_numbers(leg.row.cell("leg").at, next));
        }
    }
    legs.into_iter().map(|leg| leg.leg).collect()
}

/// Warns of legs that the same aircraft can't fly one after the other.
fn check_joins(context: &Context<'_>, legs: &[Numbered<'_>]) {
    for pair in legs.windows(2) {
        let [Numbered { leg: Some(before), .. }, Numbered { leg: Some(after), row, .. }] = pair else { continue };
        let in_time = match (instants(context, before), instants(context, after)) {
            (Some((_, arrival)), Some((departure, _))) => arrival <= departure,
            _ => true,
        };
        if before.to != after.from || !in_time {
            context.log.warn(faults::legs_apart(row.cell("leg").at));
        }
    }
}
