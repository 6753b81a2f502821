//! `locks.csv`: cases that hold tickets already.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::agreements::sells_sectors;
use super::dice::{Dice, Stream};
use super::hardship::Hardship;
use super::parties::CaseDraft;
use super::presets::Shape;
use super::reception;
use super::schedule::Service;
use super::table::Sheet;
use super::world::World;

/// Of so many cases one is fixed.
const FIXED: usize = 120;

/// Of so many cases one would rather keep what it has.
const PREFER: usize = 80;

/// Largest case with tickets: a few seats are found on any flight and in any allotment.
const PERSONS: usize = 4;

/// Fewest seats of a flight on which some are sold already.
const SEATS: i64 = 10;

/// Hubs where everyone may change planes, at any hour and without entering the country.
const HUBS: &[&str] = &["AUH", "DOH", "DXB", "IST"];

/// Shortest and longest change of planes in minutes: enough at every hub, and no stopover at any.
const CHANGE: (i64, i64) = (120, 360);

/// A flight on its date.
#[derive(Debug, Clone)]
struct Dated<'a> {
    service: &'a Service,
    departs: NaiveDateTime,
    arrives: NaiveDateTime,
}

impl Dated<'_> {
    /// Its key, under another number where it was renumbered since.
    fn key(&self, renumbered: bool) -> String {
        let number = self.service.number + if renumbered { 5_000 } else { 0 };
        format!("{}{}/{}/{}", self.service.carrier, number, self.service.from, self.departs.date())
    }
}

/// `locks.csv`: each with a flight, or two of one carrier, that hold to every rule, and no flight sold twice. So the fixed
/// ones are within every limit, alone and together.
pub(super) fn sheet(
    (shape, world): (&Shape, &World),
    cases: &[CaseDraft],
    services: &[Service],
    hardships: &[Hardship],
    seed: u64,
) -> Sheet {
    let mut dice = Dice::new(seed, Stream::Locks);
    let mut order: Vec<&CaseDraft> = cases
        .iter()
        .filter(|case| ticketed(case) && !hardships.iter().any(|hardship| hardship.case == case.id))
        .collect();
    dice.shuffle(&mut order);
    let (fixed, prefer) = ((cases.len() / FIXED).max(2), (cases.len() / PREFER).max(3));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut locks: Vec<(&str, String, &str, i64)> = Vec::new();
    let mut places = BTreeSet::new();
    for case in order {
        if locks.len() == fixed + prefer {
            break;
        }
        // No two from one airport or to one, in one week.
        let week = (case.ready - shape.start()).num_days().max(0) / 7;
        let mut ends = case.destinations.iter().chain([&case.origin]);
        if ends.any(|&end| places.contains(&(end, week))) {
            continue;
        }
        let ways = ways(shape, world, case, services, &taken);
        let Some(way) = ways.get(dice.below(ways.len() as u64) as usize) else { continue };
        taken.extend(way.iter().map(|flight| flight.key(false)));
        places.extend(case.destinations.iter().chain([&case.origin]).map(|&end| (end, week)));
        // Over a longer period there may be fewer places to hold tickets for than tickets: both kinds all along.
        let is_fixed = if shape.long.is_some() { matches!(locks.len() % 5, 0 | 2) } else { locks.len() < fixed };
        let mode = if is_fixed { "fixed" } else { "prefer" };
        // One that would rather keep what it has lost it: its last flight has another number now.
        let lost = locks.len() + 1 == fixed + prefer;
        let keys: Vec<String> =
            way.iter().enumerate().map(|(leg, flight)| flight.key(lost && leg + 1 == way.len())).collect();
        let cost = if mode == "fixed" { 0 } else { 5 * dice.between(12, 30) * case.persons.len() as i64 };
        locks.push((&case.id, keys.join(" "), mode, cost));
    }
    locks.sort_unstable();
    let mut sheet = Sheet::new("case,itinerary,mode,change_cost");
    for (case, itinerary, mode, cost) in locks {
        sheet.row(&[&case, &itinerary, &mode, &format_args!("{cost}.00")]);
    }
    sheet
}

/// Whether it is a case that is ticketed early: small, on its own, and with no needs.
fn ticketed(case: &CaseDraft) -> bool {
    let plain = case.persons.iter().all(|p| p.escort.is_none() && !p.wheelchair && !p.stretcher && !p.oxygen);
    plain && case.link.is_none() && case.max_hours.is_none() && case.persons.len() <= PERSONS
}

/// The flights, or pairs of flights of one carrier, that take the case from its origin to where it is received.
fn ways<'a>(
    shape: &Shape,
    world: &World,
    case: &CaseDraft,
    services: &'a [Service],
    taken: &BTreeSet<String>,
) -> Vec<Vec<Dated<'a>>> {
    let free = |flight: &Dated<'_>| flight.service.seats >= SEATS && !taken.contains(&flight.key(false));
    // Later than any departure that is cleared, and one more day for a second flight.
    let departing = case.clearances.iter().filter(|clearance| clearance.at == "departure");
    let last = departing.filter_map(|clearance| clearance.to).min().map_or(shape.end(), |to| to.min(shape.end()));
    let (from, until) = (case.ready, last + Days::new(3));
    let dated = |service: &'a Service| {
        service.dates_in(from, until).map(move |(departs, arrives)| Dated { service, departs, arrives })
    };
    let sold = |service: &&Service| sells_sectors(service.carrier);
    let mut ways = Vec::new();
    let firsts = services.iter().filter(|s| s.from == case.origin).filter(sold).flat_map(dated);
    for first in firsts.filter(free).filter(|flight| may_leave(shape, case, flight.departs)) {
        if case.destinations.contains(&first.service.to) {
            if may_arrive(shape, world, case, &first) {
                ways.push(vec![first]);
            }
        } else if HUBS.contains(&first.service.to) {
            let on = |s: &&Service| {
                s.from == first.service.to && s.carrier == first.service.carrier && case.destinations.contains(&s.to)
            };
            let joins = |flight: &Dated<'_>| {
                let gap = (flight.departs - first.arrives).num_minutes() - case.mct_extra;
                (CHANGE.0..=CHANGE.1 - case.mct_extra).contains(&gap)
            };
            let seconds = services.iter().filter(on).flat_map(dated);
            let seconds =
                seconds.filter(|flight| free(flight) && joins(flight) && may_arrive(shape, world, case, flight));
            ways.extend(seconds.map(|second| vec![first.clone(), second]));
        }
    }
    ways
}

fn may_leave(shape: &Shape, case: &CaseDraft, at: NaiveDateTime) -> bool {
    let hour = NaiveTime::MIN + TimeDelta::hours(case.ready_hour.unwrap_or_default());
    let day = at.date();
    day >= shape.start() && day <= shape.end() && at >= case.ready.and_time(hour) && cleared(case, "departure", day)
}

fn may_arrive(shape: &Shape, world: &World, case: &CaseDraft, flight: &Dated<'_>) -> bool {
    cleared(case, "arrival", flight.arrives.date())
        && reception::open(shape, world, flight.service.to, case.programme, flight.arrives)
}

fn cleared(case: &CaseDraft, at: &str, day: NaiveDate) -> bool {
    let asked = case.clearances.iter().filter(|clearance| clearance.at == at);
    asked.into_iter().all(|c| c.from.is_none_or(|from| from <= day) && c.to.is_none_or(|to| day <= to))
}
