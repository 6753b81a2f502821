//! `reception.csv`.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::parties::CaseDraft;
use super::presets::Shape;
use super::table::{Sheet, cell, clock, number, rows};
use super::world::World;

/// The reception rules at airports where a journey of the feed may end.
pub(super) fn sheet(shape: &Shape, world: &World, cases: &[CaseDraft]) -> Sheet {
    let ends: BTreeSet<&str> = cases.iter().flat_map(|case| case.destinations.iter().copied()).collect();
    let programmes: BTreeSet<&str> = cases.iter().map(|case| case.programme).collect();
    let year = shape.day.format("%Y-").to_string();
    let mut sheet = Sheet::new("airport,programme,days,from,to,per_day,per_flight,closed,exempt");
    for [airport, programme, days, from, to, per_day, per_flight, closed, exempt] in
        rows::<9>(include_str!("tables/reception.csv"))
    {
        if !ends.contains(airport) || (programme != "*" && !programmes.contains(programme)) {
            continue;
        }
        let closed: Vec<&str> = match shape.long {
            Some(_) => holidays(world.country(airport)).filter(|date| within(shape, date)).collect(),
            None => closed.split('|').filter(|date| date.starts_with(&year)).collect(),
        };
        // Never fewer than the largest family.
        let scaled = |limit: &str| number::<i64>(limit) * shape.reception_percent / 100;
        let limit = |limit: &str| cell((!limit.is_empty()).then(|| scaled(limit).max(12)));
        let (per_day, per_flight) = (limit(per_day), limit(per_flight));
        sheet.row(&[&airport, &programme, &days, &from, &to, &per_day, &per_flight, &closed.join("|"), &exempt]);
    }
    sheet
}

/// Public holidays of a country in 2017, for periods in which more than those near a day matter.
fn holidays(country: &str) -> impl Iterator<Item = &'static str> {
    let row = rows::<2>(include_str!("tables/holidays-2017.csv")).find(|row| row[0] == country);
    row.into_iter().flat_map(|[_, dates]| dates.split('|'))
}

/// Whether someone can arrive on `date`: from the first departure to a few days after the last.
fn within(shape: &Shape, date: &str) -> bool {
    (shape.start().to_string()..=shape.flights_until().to_string()).contains(&date.to_owned())
}

/// Whether someone of `programme` who arrives at `airport` is received then, whoever else is.
pub(super) fn open(shape: &Shape, world: &World, airport: &str, programme: &str, at: NaiveDateTime) -> bool {
    let (date, day) = (at.date().to_string(), at.date().weekday().number_from_monday().to_string());
    let minute = i64::from(at.hour() * 60 + at.minute());
    let holiday = shape.long.is_some() && holidays(world.country(airport)).any(|holiday| holiday == date);
    rows::<9>(include_str!("tables/reception.csv"))
        .filter(|row| row[0] == airport && (row[1] == "*" || row[1] == programme))
        .all(|[_, _, days, from, to, _, _, closed, _]| {
            days.contains(&day)
                && !holiday
                && !closed.split('|').any(|holiday| holiday == date)
                && (from.is_empty() || clock(from) <= minute)
                && (to.is_empty() || minute <= clock(to))
        })
}
