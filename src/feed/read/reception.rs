//! `reception.csv`.

use std::collections::BTreeSet;

use super::cases::PRIORITIES;
use super::context::Context;
use super::sets::{any_or, named};
use super::values::{self, count};
use crate::feed::limits::COUNT;
use crate::feed::policy::Priority;
use crate::feed::raw::table::Row;
use crate::feed::reception::Reception;
use crate::feed::set::OneOf;
use crate::feed::window::{Hours, Weekdays};

/// Reads the rules; `None` for a row at fault.
pub(crate) fn read(context: &Context<'_>) -> Vec<Option<Reception>> {
    context.raw.table("reception.csv").rows(context.log).map(|row| rule(context, row)).collect()
}

fn rule(context: &Context<'_>, row: Row<'_>) -> Option<Reception> {
    let airport = row.need("airport", |cell| context.airport(cell));
    let programme = row.or("programme", OneOf::Any, any_or(|part| context.programme(part)));
    let days = row.or("days", Weekdays::ALL, values::days);
    let from = row.maybe("from", values::time);
    let to = row.maybe("to", values::time);
    let per_day = row.maybe("per_day", count(0, COUNT));
    let per_flight = row.maybe("per_flight", count(0, COUNT));
    let closed = row.or("closed", BTreeSet::new(), named(values::date));
    let exempt = row.or("exempt", OneOf::Named(BTreeSet::new()), any_or(values::word(PRIORITIES)));
    Some(Reception {
        airport: airport?,
        programme: programme?,
        days: days?,
        hours: Hours { from: from?, to: to? },
        per_day: per_day?,
        per_flight: per_flight?,
        closed: closed?,
        exempt: match exempt? {
            OneOf::Any => Priority::ALL.into(),
            OneOf::Named(priorities) => priorities,
        },
        row: row.number(),
    })
}
