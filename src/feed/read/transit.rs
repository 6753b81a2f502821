//! `transit.csv`.

use std::collections::BTreeSet;

use super::context::Context;
use super::sets::{any_or, named};
use super::values::{self, count};
use crate::feed::codes::{Country, Iata};
use crate::feed::faults;
use crate::feed::limits::DAYS;
use crate::feed::raw::table::{Cell, Row};
use crate::feed::set::OneOf;
use crate::feed::transit::{Decision, Place, TransitRule, Zone};
use crate::ids::AirportIdx;
use crate::money::Money;

const ZONES: &[(&str, Zone)] = &[("airside", Zone::Airside), ("landside", Zone::Landside)];
const DECISIONS: &[(&str, Decision)] =
    &[("allow", Decision::Allow), ("waiver", Decision::Waiver), ("deny", Decision::Deny)];

/// Reads the rules; `None` for a row at fault.
pub(crate) fn read(context: &Context<'_>) -> Vec<Option<TransitRule>> {
    context.raw.table("transit.csv").rows(context.log).map(|row| rule(context, row)).collect()
}

fn rule(context: &Context<'_>, row: Row<'_>) -> Option<TransitRule> {
    let place = row.need("place", |cell| place(context, cell));
    let nationality = row.need("nationality", any_or(values::country));
    let document = row.need("document", any_or(|part| context.document(part)));
    let destination = row.or("destination", OneOf::Any, any_or(values::country));
    let zones = row.need("zone", any_or(values::word(ZONES)));
    let decision = row.need("decision", values::word(DECISIONS));
    let max_gap = row.maybe("max_hours", values::hours);
    let currency = context.row_currency(row);
    let rate = currency.as_ref().map(|(_, rate)| rate);
    let fee = row.or("fee", Money::ZERO, |cell| context.amount(rate, cell));
    let lead_days = row.or("lead_days", 0, count(0, DAYS));
    currency.as_ref()?;
    Some(TransitRule {
        place: place?,
        nationality: nationality?,
        document: document?,
        destination: destination?,
        zones: match zones? {
            OneOf::Any => BTreeSet::from([Zone::Airside, Zone::Landside]),
            OneOf::Named(zones) => zones,
        },
        decision: decision?,
        max_gap: max_gap?,
        fee: fee?,
        lead_days: lead_days?,
        row: row.number(),
    })
}

/// A country or an airport, by the length of its code.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Somewhere {
    Country(Country),
    Airport(AirportIdx),
}

fn place(context: &Context<'_>, cell: Cell<'_>) -> Option<Place> {
    if cell.text == "*" {
        return Some(Place::Any);
    }
    let members = named(|part: Cell<'_>| {
        if Iata::new(part.text).is_some() {
            context.airport(part).map(Somewhere::Airport)
        } else if Country::new(part.text).is_some() {
            values::country(part).map(Somewhere::Country)
        } else {
            part.fault(faults::bad_place(part.at))
        }
    })(cell)?;
    let (mut countries, mut airports) = (BTreeSet::new(), BTreeSet::new());
    for member in members {
        match member {
            Somewhere::Country(country) => _ = countries.insert(country),
            Somewhere::Airport(airport) => _ = airports.insert(airport),
        }
    }
    Some(Place::Named { countries, airports })
}
