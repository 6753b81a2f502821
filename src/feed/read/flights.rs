//! `flights.csv`.

use super::context::Context;
use super::reversed;
use super::values::{self, count, whole};
use crate::feed::faults;
use crate::feed::flights::{Capacity, Flight, Mode};
use crate::feed::limits::SEATS;
use crate::feed::raw::table::Row;

/// The words for modes of travel.
const MODES: &[(&str, Mode)] = &[("air", Mode::Air), ("road", Mode::Road), ("rail", Mode::Rail), ("sea", Mode::Sea)];

/// Reads the flights; `None` for a row at fault.
pub(crate) fn read(context: &Context<'_>) -> Vec<Option<Flight>> {
    context.raw.table("flights.csv").rows(context.log).map(|row| flight(context, row)).collect()
}

fn flight(context: &Context<'_>, row: Row<'_>) -> Option<Flight> {
    let carrier = row.need("carrier", |cell| context.carrier(cell));
    let number = row.need("number", values::id);
    let from = row.need("from", |cell| context.airport(cell));
    let to = row.need("to", |cell| context.airport(cell));
    let dep = row.need("dep", values::time);
    let arr = row.need("arr", values::time);
    let arr_day = row.or("arr_day", 0, whole(-1, 30));
    let days = row.need("days", values::days);
    let valid_from = row.need("valid_from", values::date);
    let valid_to = row.need("valid_to", values::date);
    reversed(row, "valid_to", valid_from, valid_to);
    let capacity = capacity(row);
    let mode = mode(row);
    let equipment = row.maybe("equipment", values::text);
    if from.is_some() && from == to {
        row.fault::<()>(faults::same_airport(row.cell("to").at));
    }
    Some(Flight {
        carrier: carrier?,
        number: number?.into(),
        from: from?,
        to: to?,
        dep: dep?,
        arr: arr?,
        arr_day: i32::try_from(arr_day?).ok()?,
        days: days?,
        valid_from: valid_from?,
        valid_to: valid_to?,
        capacity: capacity?,
        mode: mode?,
        equipment: equipment?,
    })
}

/// What a sector can carry; what isn't given is none.
pub(crate) fn capacity(row: Row<'_>) -> Option<Capacity> {
    let seats = row.need("seats", count(0, SEATS));
    let wheelchairs = row.or("wheelchairs", 0, count(0, SEATS));
    let stretchers = row.or("stretchers", 0, count(0, SEATS));
    let oxygen = row.or("oxygen", 0, count(0, SEATS));
    let minors = row.or("minors", 0, count(0, SEATS));
    Some(Capacity {
        seats: seats?,
        wheelchairs: wheelchairs?,
        stretchers: stretchers?,
        oxygen: oxygen?,
        minors: minors?,
    })
}

/// How a sector is travelled, by air where not given.
pub(crate) fn mode(row: Row<'_>) -> Option<Mode> {
    row.or("mode", Mode::Air, values::word(MODES))
}
