//! Reception at the destination: open days and hours, persons a day and a flight (MODEL: *Capacity*).

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::journey::Journey;
use super::locks::Waived;
use super::report::Findings;
use super::rule::Rule;
use super::sectors::Sectors;
use crate::feed::Feed;
use crate::ids::{AirportIdx, ReceptionIdx, SectorIdx};

/// Checks every row of `reception.csv` for everyone it applies to. Whoever travels by a fixed lock may arrive outside
/// days and hours but counts for the limits (MODEL: *Locks*).
pub(super) fn check(
    feed: &Feed,
    sectors: &Sectors<'_>,
    journeys: &[Journey],
    waived: &Waived,
    findings: &mut Findings,
) {
    let mut rows: HashMap<AirportIdx, Vec<ReceptionIdx>> = HashMap::new();
    for (idx, row) in feed.reception.iter_enumerated() {
        rows.entry(row.airport).or_default().push(idx);
    }
    let mut by_day: BTreeMap<(ReceptionIdx, NaiveDate), u64> = BTreeMap::new();
    let mut by_flight: BTreeMap<(ReceptionIdx, SectorIdx), u64> = BTreeMap::new();
    for journey in journeys {
        let case = &feed.cases[journey.case];
        let (Some(&last), persons) = (journey.sectors.last(), journey.party.size()) else { continue };
        for &idx in rows.get(&journey.to).into_iter().flatten() {
            let row = &feed.reception[idx];
            if !row.applies(case.programme, case.priority) {
                continue;
            }
            *by_day.entry((idx, journey.arrives.date())).or_default() += persons;
            *by_flight.entry((idx, last)).or_default() += persons;
            if waived[journey.case] {
                continue;
            }
            let place = || format!("case {}, reception.csv row {}", case.id, row.row);
            let arrives = journey.arrives.format("%Y-%m-%d %H:%M");
            let date = journey.arrives.date();
            if !row.days.contains(date.weekday()) || row.closed.contains(&date) {
                let message = format!("arrives on {arrives} ({}), not an open day", date.weekday());
                findings.add(Rule::ReceptionDay, place(), message);
            }
            if !row.hours.contain(journey.arrives.time()) {
                let end = |time: Option<NaiveTime>| time.map_or("open".into(), |t| t.format("%H:%M").to_string());
                let message =
                    format!("arrives on {arrives}, hours are {} to {}", end(row.hours.from), end(row.hours.to));
                findings.add(Rule::ReceptionHours, place(), message);
            }
        }
    }
    let place = |idx: ReceptionIdx| {
        let row = &feed.reception[idx];
        format!("station {}, reception.csv row {}", feed.airports[row.airport].iata, row.row)
    };
    for ((idx, date), persons) in by_day {
        if let Some(most) = feed.reception[idx].per_day.filter(|&most| persons > u64::from(most)) {
            let message = format!("{persons} persons arrive on {date}, at most {most} may");
            findings.add(Rule::ReceptionPerDay, place(idx), message);
        }
    }
    for ((idx, sector), persons) in by_flight {
        if let Some(most) = feed.reception[idx].per_flight.filter(|&most| persons > u64::from(most)) {
            let message = format!("{persons} persons arrive on {}, at most {most} may", sectors.get(sector).key);
            findings.add(Rule::ReceptionPerFlight, place(idx), message);
        }
    }
}
