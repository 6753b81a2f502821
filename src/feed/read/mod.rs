//! From tables of text to the typed, checked [`Feed`](super::Feed): a loader a noun, then the rules between them.

mod agreements;
mod airports;
mod ambiguity;
mod cases;
mod charters;
mod context;
mod escorts;
mod flight_dates;
mod flights;
mod locks;
mod persons;
mod policy;
mod rates;
mod reception;
mod sets;
mod totals;
mod transit;
mod values;

use chrono::NaiveDate;

use super::Feed;
use super::faults;
use super::raw::log::Log;
use super::raw::table::Row;
use super::raw::{Raw, hash};
use crate::ids::TiVec;
use context::Context;

/// Types and checks everything; `None` where something is at fault, which is in `log` then.
pub(crate) fn feed(raw: Raw, log: &Log) -> Option<Feed> {
    let raw = raw.complete(log);
    let read = policy::read(raw.policy.as_deref(), log);
    let context = Context::new(&raw, &read, log);
    let stations = airports::stations(&context, context.places.len(), read.policy.as_ref());
    let blocs = airports::blocs(&context);
    let flights = flights::read(&context);
    flight_dates::check(&context, &flights, read.start.zip(read.end));
    let agreements = agreements::read(&context);
    let fares = agreements::fares(&context, &agreements);
    let charters = charters::read(&context);
    let mut cases = cases::read(&context);
    let persons = persons::read(&context, read.end, &mut cases);
    persons::clearances(&context, &mut cases);
    let links = cases::links(&context, &mut cases);
    let reception = reception::read(&context);
    let transit = transit::read(&context);
    ambiguity::check(&context, &transit);
    let escort_types = escorts::types(&context);
    let pools = escorts::pools(&context);
    let locks = locks::read(&context);
    if let Some(policy) = &read.policy {
        policy::penalties(policy, raw.table("cases.csv"), log);
    }
    if !log.is_clean() {
        return None;
    }
    let sha256 = hash::sha256(&raw);
    let airports = sound(context.places.clone().into())?;
    let names = context.into_names();
    let feed = Feed {
        sha256,
        policy: read.policy?,
        airports,
        stations: stations?,
        blocs: blocs?,
        carriers: names.carriers,
        flights: sound(flights)?,
        agreements: sound(agreements)?,
        fares: sound(fares)?,
        charters: sound(charters)?,
        groups: names.groups,
        transit: sound(transit)?,
        documents: names.documents,
        programmes: names.programmes,
        cases: sound(cases)?,
        persons: sound(persons)?,
        links: links?,
        reception: sound(reception)?,
        escort_types: sound(escort_types)?,
        pools: sound(pools)?,
        locks: sound(locks)?,
    };
    totals::check(&feed, log);
    log.is_clean().then_some(feed)
}

/// Notes a last date that lies before the first.
fn reversed(row: Row<'_>, column: &'static str, first: Option<NaiveDate>, last: Option<NaiveDate>) {
    if let (Some(first), Some(last)) = (first, last)
        && last < first
    {
        row.fault::<()>(faults::reversed_dates(row.cell(column).at, &first.to_string()));
    }
}

/// The whole table, if every row of it is sound.
fn sound<I, T>(rows: Vec<Option<T>>) -> Option<TiVec<I, T>> {
    rows.into_iter().collect::<Option<Vec<_>>>().map(Into::into)
}
