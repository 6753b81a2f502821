//! `agreements.csv`, `fares.csv` and `tiers.csv`.

use super::context::{Context, unique_rows};
use super::sets::any_or;
use super::values::{self, count, decimal};
use super::{rates, reversed};
use crate::feed::agreements::{Agreement, Fare, Tier};
use crate::feed::faults;
use crate::feed::limits::{AMOUNT, COUNT, DAYS, SEATS, SECTORS};
use crate::feed::raw::table::Row;
use crate::ids::AgreementIdx;
use crate::money::{Decimal, Money};

/// Most decimal places and highest value of a percentage.
const PERCENT: (i64, usize) = (1_000, 6);

/// Reads the agreements with their tiers; `None` for a row at fault.
pub(crate) fn read(context: &Context<'_>) -> Vec<Option<Agreement>> {
    let table = context.raw.table("agreements.csv");
    unique_rows(table, context.log, "the agreement", "agreement", |row| row.text("agreement"));
    let mut agreements: Vec<_> = table.rows(context.log).map(|row| agreement(context, row)).collect();
    tiers(context, &mut agreements);
    agreements
}

fn agreement(context: &Context<'_>, row: Row<'_>) -> Option<Agreement> {
    let percent = |column, default| row.or(column, Decimal::from(default), decimal(0, PERCENT.0, PERCENT.1));
    let id = row.need("agreement", values::id);
    let carriers = row.need("carriers", any_or(|part| context.carrier(part)));
    let valid_from = row.need("valid_from", values::date);
    let valid_to = row.need("valid_to", values::date);
    reversed(row, "valid_to", valid_from, valid_to);
    let seats_per_flight = row.maybe("seats_per_flight", count(0, SEATS));
    let min_group = row.or("min_group", 1, count(1, SEATS));
    let max_sectors = row.or("max_sectors", 4, count(1, SECTORS));
    let (child_pct, infant_pct, escort_pct) =
        (percent("child_pct", 75), percent("infant_pct", 10), percent("escort_pct", 100));
    let lead_days = row.or("lead_days", 0, count(0, DAYS));
    let commit_seats = row.or("commit_seats", 0, count(0, COUNT));
    let currency = context.row_currency(row);
    let rate = currency.as_ref().map(|(_, rate)| rate);
    let shortfall_fee = row.or("shortfall_fee", Money::ZERO, |cell| context.amount(rate, cell));
    let seats_before = row.or("seats_before", 0, count(0, COUNT));
    let (currency, rate) = currency?;
    Some(Agreement {
        id: id?.into(),
        carriers: carriers?,
        valid_from: valid_from?,
        valid_to: valid_to?,
        seats_per_flight: seats_per_flight?,
        min_group: min_group?,
        max_sectors: max_sectors?,
        child_pct: child_pct?,
        infant_pct: infant_pct?,
        escort_pct: escort_pct?,
        lead_days: lead_days?,
        commit_seats: commit_seats?,
        shortfall_fee: shortfall_fee?,
        seats_before: seats_before?,
        currency,
        rate,
        tiers: Vec::new(),
    })
}

/// Reads the tiers into their agreements, `from_seats` ascending.
fn tiers(context: &Context<'_>, agreements: &mut [Option<Agreement>]) {
    let table = context.raw.table("tiers.csv");
    unique_rows(table, context.log, "agreement and from_seats", "from_seats", |row| {
        (row.text("agreement"), row.text("from_seats").parse::<u32>().map_err(|_| row.text("from_seats")))
    });
    let mut all = Vec::new();
    for row in table.rows(context.log) {
        let agreement: Option<AgreementIdx> = row.need("agreement", |cell| context.agreement(cell));
        let from_seats = row.need("from_seats", count(0, COUNT));
        // An agreement at fault has no rate to convert with, but the amount's own form is still looked at.
        let place = agreement.map(usize::from);
        let sound = place.and_then(|place| agreements.get(place)?.as_ref());
        let rebate = row.need("rebate", |cell| context.amount(sound.map(|agreement| &agreement.rate), cell));
        if let (Some(place), Some(from_seats), Some(rebate)) = (place, from_seats, rebate) {
            all.push((place, from_seats, rebate, row));
        }
    }
    all.sort_by_key(|&(place, from_seats, ..)| (place, from_seats));
    for pair in all.windows(2) {
        let [(before, _, lower, first), (after, _, higher, row)] = pair else { continue };
        if before == after && higher < lower {
            row.fault::<()>(faults::falling_rebate(row.cell("rebate").at, first.number()));
        }
    }
    for (place, from_seats, rebate, _) in all {
        if let Some(agreement) = &mut agreements[place] {
            agreement.tiers.push(Tier { from_seats, rebate });
        }
    }
}

/// Reads the fares; `None` for a row at fault.
pub(crate) fn fares(context: &Context<'_>, agreements: &[Option<Agreement>]) -> Vec<Option<Fare>> {
    let table = context.raw.table("fares.csv");
    unique_rows(table, context.log, "agreement, from, to and via", "agreement", |row| {
        (row.text("agreement"), row.text("from"), row.text("to"), row.text("via"))
    });
    table.rows(context.log).map(|row| fare(context, agreements, row)).collect()
}

fn fare(context: &Context<'_>, agreements: &[Option<Agreement>], row: Row<'_>) -> Option<Fare> {
    let agreement: Option<AgreementIdx> = row.need("agreement", |cell| context.agreement(cell));
    let from = row.need("from", |cell| context.airport(cell));
    let to = row.need("to", |cell| context.airport(cell));
    let rate =
        agreement.and_then(|place| agreements.get(usize::from(place))?.as_ref()).map(|agreement| &agreement.rate);
    // Kept in the agreement's currency; converted here only to hold the limit in the plan's.
    let amount = |cell| {
        let amount = values::money(cell)?;
        // So little is within the limit at any rate, which spares most fares a product of decimals.
        if let Some(rate) = rate.filter(|_| amount > Money::whole(AMOUNT / rates::HIGHEST)) {
            context.convert(amount, rate, cell)?;
        }
        Some(amount)
    };
    let adult = row.need("adult", amount);
    let tax = row.or("tax", Money::ZERO, amount);
    let via = row.maybe("via", |cell| context.airport(cell));
    if from.is_some() && from == to {
        row.fault::<()>(faults::same_airport(row.cell("to").at));
    }
    if let Some(Some(via)) = via
        && (Some(via) == from || Some(via) == to)
    {
        row.fault::<()>(faults::via_is_an_end(row.cell("via").at));
    }
    Some(Fare { agreement: agreement?, from: from?, to: to?, adult: adult?, tax: tax?, via: via? })
}
