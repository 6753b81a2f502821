//! What is checked of flights on their dates: keys met twice, arrivals before departures, flights that never fly.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Weekday};
use chrono_tz::Tz;

use super::context::Context;
use crate::feed::faults;
use crate::feed::flights::Flight;
use crate::feed::raw::table::Row;
use crate::time::to_utc;

/// Days after `end` up to which sectors of a journey or mission can matter.
const AFTER: u64 = 90;

/// Checks the flights of the period from `start` to `end`.
pub(crate) fn check(context: &Context<'_>, flights: &[Option<Flight>], period: Option<(NaiveDate, NaiveDate)>) {
    let rows = context.raw.table("flights.csv").rows(context.log);
    let all: Vec<_> = rows.zip(flights).filter_map(|(row, flight)| Some((row, flight.as_ref()?))).collect();
    let mut clocks = Clocks { changes: HashMap::new(), period };
    for &(row, flight) in &all {
        match next_flown(flight, flight.valid_from) {
            Some(first) => check_times(context, row, flight, first, &mut clocks),
            None => context.log.warn(faults::never_flies(row.cell("days").at)),
        }
    }
    repeated(&all);
}

/// The first date from `from` on that `flight` flies.
fn next_flown(flight: &Flight, from: NaiveDate) -> Option<NaiveDate> {
    let from = from.max(flight.valid_from);
    from.iter_days().take(7).find(|date| flight.days.contains(date.weekday())).filter(|date| *date <= flight.valid_to)
}

/// When the clocks of zones change around the period.
struct Clocks {
    changes: HashMap<Tz, Vec<NaiveDate>>,
    period: Option<(NaiveDate, NaiveDate)>,
}

impl Clocks {
    /// First and last date that matter; where the period isn't known, none.
    fn window(&self) -> Option<(NaiveDate, NaiveDate)> {
        let (start, end) = self.period?;
        Some((start.checked_sub_days(Days::new(2))?, end.checked_add_days(Days::new(AFTER))?))
    }

    /// The dates in the window on which `zone` has another offset at noon than the day before.
    fn changes(&mut self, zone: Tz) -> &[NaiveDate] {
        let window = self.window();
        self.changes.entry(zone).or_insert_with(|| {
            let Some((first, last)) = window else { return Vec::new() };
            let offset = |date: NaiveDate| {
                let noon = date.and_time(NaiveTime::MIN) + TimeDelta::hours(12);
                noon.and_utc().timestamp() / 60 - to_utc(zone, noon).0
            };
            let Some(mut before) = first.pred_opt().map(offset) else { return Vec::new() };
            let dates = first.iter_days().take_while(|date| *date <= last);
            let changes = |&date: &NaiveDate| {
                let now = offset(date);
                std::mem::replace(&mut before, now) != now
            };
            dates.filter(changes).collect()
        })
    }
}

/// Checks that each dated flight arrives no earlier than it departs. Between two changes of the clocks every date is
/// like the next, so one date of each stretch is enough.
fn check_times(context: &Context<'_>, row: Row<'_>, flight: &Flight, first: NaiveDate, clocks: &mut Clocks) {
    let (Some(from), Some(to)) = (context.zone(flight.from), context.zone(flight.to)) else { return };
    let arr_day = TimeDelta::days(flight.arr_day.into());
    let mut dates = BTreeSet::from([first]);
    if let Some((start, end)) = clocks.window() {
        let mut stretches = vec![start];
        for day in [-1, 0, 1, 2].map(TimeDelta::days) {
            stretches.extend(clocks.changes(from).iter().map(|&date| date + day));
            stretches.extend(clocks.changes(to).iter().map(|&date| date - arr_day + day));
        }
        dates.extend(stretches.into_iter().filter_map(|date| next_flown(flight, date)).filter(|date| *date <= end));
    }
    for date in dates {
        let departure = to_utc(from, date.and_time(flight.dep));
        let arrival = to_utc(to, (date + arr_day).and_time(flight.arr));
        if arrival < departure {
            let when = format!("on {date} it departs {departure} and arrives {arrival}");
            return row.fault(faults::arrival_before_departure(row.cell("arr").at, &when)).unwrap_or_default();
        }
    }
}

/// Notes each row that has a flight key in common with an earlier one. Carrier and number make the key together, so
/// carrier `A` with number `B1` is `AB` with `1`.
fn repeated(flights: &[(Row<'_>, &Flight)]) {
    let mut groups: HashMap<_, Vec<usize>> = HashMap::new();
    for (n, (row, flight)) in flights.iter().enumerate() {
        let name = format!("{}{}", row.text("carrier"), row.text("number"));
        groups.entry((name, flight.from)).or_default().push(n);
    }
    let mut noted = BTreeSet::new();
    for ((name, _), group) in groups.into_iter().filter(|(_, group)| group.len() > 1) {
        for day in [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun] {
            let mut spans: Vec<_> = group
                .iter()
                .filter(|&&n| flights[n].1.days.contains(day))
                .filter_map(|&n| span(flights[n].1, day).map(|(first, last)| (first, n, last)))
                .collect();
            spans.sort_unstable();
            // The span met so far that reaches furthest.
            let mut furthest: Option<(NaiveDate, usize)> = None;
            for (first, n, last) in spans {
                if let Some((end, other)) = furthest
                    && first <= end
                {
                    let (earlier, later) = (n.min(other), n.max(other));
                    if noted.insert(later) {
                        let row = flights[later].0;
                        let key = format!("{name}/{}/{first}", row.text("from"));
                        let number = flights[earlier].0.number();
                        row.fault::<()>(faults::repeated_flight(row.cell("number").at, number, &key));
                    }
                }
                if furthest.is_none_or(|(end, _)| end < last) {
                    furthest = Some((last, n));
                }
            }
        }
    }
}

/// First and last date on which `flight` flies on `day`.
fn span(flight: &Flight, day: Weekday) -> Option<(NaiveDate, NaiveDate)> {
    let first = flight.valid_from.iter_days().take(7).find(|date| date.weekday() == day)?;
    let last = flight.valid_to.iter_days().rev().take(7).find(|date| date.weekday() == day)?;
    (first <= last).then_some((first, last))
}
