//! The rules of an itinerary, each telling a [`Judge`] how it is broken (MODEL: *Itinerary*, *Connection*, *Transit*,
//! *Capacity*). The search and the words of a reason read the same page, so that they can't tell different stories.

use chrono::Datelike;

use super::company::Outset;
use super::judge::Judge;
use super::rule::{Rule, Rules};
use super::words;
use crate::feed::{At, Clearance, Zone};
use crate::ids::{AgreementIdx, AirportIdx};
use crate::network::connections::{nights, zone};
use crate::network::sectors::Sector;
use crate::time::{Minutes, UtcMinute};

/// What holds for setting out on the date, whatever the sector.
pub fn set_out(outset: &Outset, judge: &mut impl Judge) {
    let (feed, date) = (outset.company.feed, outset.date);
    let outside = (date - feed.policy.end).num_days();
    if outside > 0 {
        judge.breach(Rule::Dates, outside * 24 * 60, || {
            format!("the first departure is on {date}, the plan's last date is {}", feed.policy.end)
        });
    }
    clearances(outset, At::Departure, date, judge);
    let origin = outset.company.traits.origin;
    let persons = outset.load.persons;
    if let Some(most) = feed.stations[origin].depart_per_day.filter(|&most| persons > most) {
        judge.breach(Rule::Places, i64::from(persons - most), || {
            format!("{persons} persons set out from {}, depart_per_day is {most}", feed.airports[origin].iata)
        });
    }
}

fn clearances(outset: &Outset, at: At, date: chrono::NaiveDate, judge: &mut impl Judge) {
    let feed = outset.company.feed;
    for (case, clearance) in outset.company.rows().flat_map(|case| case.clearances.iter().map(move |c| (case, c))) {
        let Clearance { valid_from, valid_to, .. } = *clearance;
        let early = valid_from.map_or(0, |from| (from - date).num_days());
        let late = valid_to.map_or(0, |to| (date - to).num_days());
        if clearance.at == at && early.max(late) > 0 {
            judge.breach(Rule::Clearance, early.max(late), || words::clearance(feed, &case.id, clearance, date));
        }
    }
}

/// What holds for `sector` as the first one.
pub fn depart(outset: &Outset, sector: &Sector, judge: &mut impl Judge) {
    let ready = outset.company.traits.ready;
    if sector.dep < ready {
        judge.breach(Rule::Dates, (ready - sector.dep).0, || {
            let dep = sector.dep_local.format("%Y-%m-%dT%H:%M");
            let feed = outset.company.feed;
            format!("{} departs at {dep}, before {}", sector.key(feed), words::ready(outset.company))
        });
    }
}

/// What holds for travelling on `sector`.
pub fn board(outset: &Outset, sector: &Sector, judge: &mut impl Judge) {
    let (load, places) = (&outset.load, &sector.capacity);
    for (what, needed, most) in [
        ("seats", load.seats, places.seats),
        ("wheelchairs", load.wheelchairs, places.wheelchairs),
        ("stretchers", load.stretchers, places.stretchers),
        ("oxygen", load.oxygen, places.oxygen),
        ("minors", load.minors, places.minors),
    ] {
        if needed > most {
            judge.breach(Rule::Places, i64::from(needed - most), || {
                format!("{} has {what} for {most}, the party needs {needed}", sector.key(outset.company.feed))
            });
        }
    }
}

/// What holds for `sector` being sold under `agreement`, to all cases of the party alike: what fits so can be sold.
pub fn sell(outset: &Outset, agreement: AgreementIdx, sector: &Sector, judge: &mut impl Judge) {
    let feed = outset.company.feed;
    let row = &feed.agreements[agreement];
    let needed = outset.load.seats;
    if let Some(most) = row.seats_per_flight.filter(|&most| needed > most) {
        judge.breach(Rule::Places, i64::from(needed - most), || {
            format!("{} has {most} seats on {}, the party needs {needed}", row.id, sector.key(feed))
        });
    }
}

/// What holds for connecting from `arriving` to `next`, which departs no earlier.
pub fn connect(outset: &Outset, arriving: &Sector, next: &Sector, judge: &mut impl Judge) {
    stay(outset, arriving, next, judge);
    let feed = outset.company.feed;
    let zone = zone(feed, arriving, next);
    let Some(passing) = outset.passing(arriving.to, zone) else { return };
    if passing.refused > 0 {
        judge.breach(Rule::Transit, i64::from(passing.refused), || words::refused(outset, arriving.to, zone));
    }
    if passing.late > 0 {
        judge.breach(Rule::Waiver, i64::from(passing.late), || words::late(outset, arriving.to, zone));
    }
    let gap = next.dep - arriving.arr;
    if let Some(over) = passing.max_gap.map(|most| (gap - most).0).filter(|&over| over > 0) {
        judge.breach(Rule::Transit, over, || words::too_long_in_transit(outset, arriving.to, zone, gap));
    }
}

/// What a connection asks of station, policy and case.
fn stay(outset: &Outset, arriving: &Sector, next: &Sector, judge: &mut impl Judge) {
    let (feed, traits) = (outset.company.feed, &outset.company.traits);
    let (station, iata) = (&feed.stations[arriving.to], &feed.airports[arriving.to].iata);
    let gap = next.dep - arriving.arr;
    let between = || format!("at {iata} from {} to {}", arriving.key(feed), next.key(feed));
    let least = station.mct[usize::from(!arriving.domestic)][usize::from(!next.domestic)] + traits.mct_extra;
    if gap < least {
        let words = || format!("{} min {}, at least {} needed", gap.0, between(), least.0);
        judge.breach(Rule::Connection, (least - gap).0, words);
    }
    let most = feed.policy.max_connection;
    if gap > most {
        let words = || format!("{} {}, at most {} allowed", words::hours(gap), between(), words::hours(most));
        judge.breach(Rule::Connection, (gap - most).0, words);
    }
    for (at, what) in [(arriving.arr_local, "arriving"), (next.dep_local, "departing")] {
        if !station.assist_hours.contain(at.time()) {
            let words = || format!("no assistance {} when {what} at {}", between(), at.format("%H:%M"));
            judge.breach(Rule::Connection, 1, words);
        }
    }
    let persons = outset.load.persons;
    if let Some(most) = station.assist_per_day.filter(|&most| persons > most) {
        let words = || format!("{persons} persons connect at {iata}, assist_per_day is {most}");
        judge.breach(Rule::Connection, i64::from(persons - most), words);
    }
    if persons > station.beds || !traits.overnight {
        let nights = nights(feed, arriving, next).count() as i64;
        if nights > 0 && !traits.overnight {
            judge.breach(Rule::Connection, nights, || format!("a night {}, overnight is 0", between()));
        }
        if nights > 0 && persons > station.beds {
            let words = || format!("a night {}, {iata} has {} beds for {persons} persons", between(), station.beds);
            judge.breach(Rule::Connection, nights, words);
        }
    }
}

/// How long the company may stay between two sectors at an airport, whichever they are.
#[derive(Debug, Clone, Copy)]
pub struct Stay {
    least: Minutes,
    most: Option<Minutes>,
    /// Without a bed it may stay so long, or until midnight.
    without_bed: Option<Minutes>,
}

impl Stay {
    /// The first and the last departure of those who arrive at `arr`, the next local midnight being `midnight`. Who arrives
    /// later departs no earlier.
    pub fn departures(&self, arr: UtcMinute, midnight: UtcMinute) -> (UtcMinute, UtcMinute) {
        let latest = self.most.map_or(UtcMinute(i64::MAX), |most| arr + most);
        let latest = self.without_bed.map_or(latest, |most| latest.min((arr + most).max(midnight - Minutes(1))));
        (arr + self.least, latest)
    }
}

/// How long the company may stay at `airport` with the rules `aside`; `None` where it may not connect there.
///
/// It allows whatever [`connect`] allows, and some more.
pub fn stays(outset: &Outset, airport: AirportIdx, aside: Rules) -> Option<Stay> {
    let (feed, traits) = (outset.company.feed, &outset.company.traits);
    let station = &feed.stations[airport];
    let persons = outset.load.persons;
    let mut stay = Stay { least: Minutes(0), most: None, without_bed: None };
    if !aside.has(Rule::Connection) {
        if station.assist_per_day.is_some_and(|most| persons > most) {
            return None;
        }
        stay.least = station.mct.into_iter().flatten().min().unwrap_or_default() + traits.mct_extra;
        stay.most = Some(feed.policy.max_connection);
        stay.without_bed = (persons > station.beds || !traits.overnight).then_some(station.airside);
    }
    let shorter = |one: Option<Minutes>, other: Option<Minutes>| match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    // Only a stopover lasts longer than what is airside at most.
    let sides = [(Zone::Airside, Some(station.airside)), (Zone::Landside, None)];
    let allowed = sides.into_iter().filter_map(|(zone, longest)| {
        let mut longest = shorter(stay.most, longest);
        if let Some(passing) = outset.passing(airport, zone) {
            if passing.refused > 0 && !aside.has(Rule::Transit) || passing.late > 0 && !aside.has(Rule::Waiver) {
                return None;
            }
            if !aside.has(Rule::Transit) {
                longest = shorter(longest, passing.max_gap);
            }
        }
        Some(longest)
    });
    stay.most = allowed.reduce(|one, other| Some(one?.max(other?)))?;
    Some(stay)
}

/// What holds for arriving for good on `last`.
pub fn arrive(outset: &Outset, last: &Sector, judge: &mut impl Judge) {
    let feed = outset.company.feed;
    let date = last.arr_local.date();
    clearances(outset, At::Arrival, date, judge);
    for row in feed.reception.iter().filter(|row| row.airport == last.to) {
        let persons = outset.company.traits.received_by(row);
        if persons == 0 {
            continue;
        }
        let place = || format!("reception.csv row {} at {}", row.row, feed.airports[row.airport].iata);
        if row.closed.contains(&date) || !row.days.contains(date.weekday()) {
            judge.breach(Rule::Reception, 1, || format!("{} is closed on {date}, {}", place(), date.format("%A")));
        }
        if !row.hours.contain(last.arr_local.time()) {
            let at = last.arr_local.format("%H:%M");
            judge.breach(Rule::Reception, 1, || {
                format!("{} is closed when {} arrives at {at}", place(), last.key(feed))
            });
        }
        for (most, what) in [(row.per_day, "a day"), (row.per_flight, "on a flight")] {
            if let Some(most) = most.filter(|&most| persons > most) {
                let words = || format!("{} takes {most} persons {what}, the party has {persons}", place());
                judge.breach(Rule::Reception, i64::from(persons - most), words);
            }
        }
    }
}

/// What holds for a journey of such a length.
pub fn last(outset: &Outset, length: Minutes, judge: &mut impl Judge) {
    if let Some(most) = outset.company.traits.max_duration.filter(|&most| length > most) {
        let words = || format!("the journey takes {}, max_hours is {}", words::hours(length), words::hours(most));
        judge.breach(Rule::Length, (length - most).0, words);
    }
}

/// What holds for one more sector after so many.
pub fn go_on(outset: &Outset, sectors: u32, judge: &mut impl Judge) {
    let most = outset.company.traits.max_sectors;
    if sectors >= most {
        judge.breach(Rule::Sectors, 1, || format!("the way has more than {most} sectors"));
    }
}

/// What holds for travelling on `sector` without a fare.
pub fn unpriced(outset: &Outset, sector: &Sector, judge: &mut impl Judge) {
    judge.breach(Rule::Fare, 1, || words::unpriced(outset.company.feed, sector));
}
