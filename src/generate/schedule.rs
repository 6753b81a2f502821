//! `flights.csv`: services drawn from routes, frequencies and banks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::corridors::Corridor;
use super::dice::{Dice, Stream};
use super::equipment::Equipment;
use super::presets::Shape;
use super::routes::{Banks, Route, routes};
use super::table::Sheet;
use super::ways::{self, Ways};
use super::world::{World, flight_minutes, road_minutes};

/// A service on its days of the week: a row of `flights.csv`.
#[derive(Debug, Clone)]
pub(super) struct Service {
    pub(super) carrier: &'static str,
    pub(super) number: u32,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    dep: NaiveTime,
    arr: NaiveTime,
    arr_day: i64,
    /// Minutes it takes.
    block: i64,
    days: String,
    equipment: Equipment,
    /// Seats left to the plan.
    pub(super) seats: i64,
    /// Whether it lies on a way of a corridor; otherwise only escorts want it.
    pub(super) onward: bool,
    /// First and last date wanted.
    valid: (NaiveDate, NaiveDate),
}

impl Service {
    /// Local departure and arrival of each of its flights that leave from `first` to `last`.
    pub(super) fn dates_in(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> impl Iterator<Item = (NaiveDateTime, NaiveDateTime)> {
        let (from, until) = (self.valid.0.max(first), self.valid.1.min(last));
        let flies = |date: &NaiveDate| self.days.contains(&date.weekday().number_from_monday().to_string());
        from.iter_days()
            .take_while(move |date| *date <= until)
            .filter(flies)
            .map(|date| (date.and_time(self.dep), (date + Duration::days(self.arr_day)).and_time(self.arr)))
    }

    /// The same service with a row for each period between changes of the clocks at its ends: it leaves at the same local time
    /// and takes as long as ever.
    fn by_clocks(self, world: &World) -> Vec<Self> {
        let arrives = |date: NaiveDate| {
            let at = world.after(self.from, date.and_time(self.dep), self.block, self.to);
            (clock(at), (at.date() - date).num_days())
        };
        let mut rows: Vec<Self> = Vec::new();
        for date in self.valid.0.iter_days().take_while(|date| *date <= self.valid.1) {
            let (arr, arr_day) = arrives(date);
            match rows.last_mut() {
                Some(row) if (row.arr, row.arr_day) == (arr, arr_day) => row.valid.1 = date,
                _ => rows.push(Self { arr, arr_day, valid: (date, date), ..self.clone() }),
            }
        }
        // A few days between two changes may have none of the days of the week on which it flies.
        rows.retain(|row| row.dates_in(row.valid.0, row.valid.1).next().is_some());
        rows
    }
}

/// One direction of a route.
pub(super) struct Hop {
    pub(super) route: Route,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
}

/// Most services of a carrier on a hop that only escorts want.
const DAILY: usize = 1;

/// What a hop is wanted for.
#[derive(Debug, Clone, Copy, Default)]
struct Use {
    onward: bool,
    out: bool,
    home: bool,
}

impl Use {
    /// The dates on which it is wanted, if at all: those who leave on the last day may still connect, escorts go out a day or
    /// two before the first and come home after the last.
    fn dates(self, shape: &Shape) -> Option<(NaiveDate, NaiveDate)> {
        let (start, end, day) = (shape.start(), shape.end(), Days::new);
        let onward = self.onward.then(|| (start, end + day(3)));
        let out = self.out.then(|| (start - day(2), end + day(1)));
        let home = self.home.then(|| (start, shape.flights_until()));
        [onward, out, home].into_iter().flatten().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}

/// The services that lie on a sensible way of some corridor, then those that only escorts want, on their way out to an
/// origin or home from a destination.
pub(super) fn services(shape: &Shape, world: &World, corridors: &[Corridor], ways: &Ways, seed: u64) -> Vec<Service> {
    let year: i32 = shape.day.year();
    let hops: Vec<Hop> = routes(year)
        .into_iter()
        .flat_map(|route| {
            let (hub, spoke) = (route.hub, route.spoke);
            [Hop { route: route.clone(), from: spoke, to: hub }, Hop { route, from: hub, to: spoke }]
        })
        .collect();
    let uses: Vec<Use> = useful(world, corridors, &hops)
        .into_iter()
        .zip(ways::flown(world, &ways.out, &hops))
        .zip(ways::flown(world, &ways.home, &hops))
        .map(|((onward, out), home)| Use { onward, out, home })
        .collect();
    let mut dice = Dice::new(seed, Stream::Schedule);
    // Drawn for every hop, useful or not: a corridor more doesn't move the whole timetable.
    let times: Vec<Vec<Service>> = hops.iter().map(|hop| timetable(shape, world, hop, &mut dice)).collect();
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut services = Vec::new();
    for onward in [true, false] {
        for (times, wanted) in times.iter().zip(&uses).filter(|(_, wanted)| wanted.onward == onward) {
            let Some(valid) = wanted.dates(shape) else { continue };
            for service in times.iter().take(if onward { times.len() } else { DAILY }) {
                let number = numbers.entry(service.carrier).or_insert(100);
                *number += 1;
                let service = Service { number: *number, onward, valid, ..service.clone() };
                match shape.long {
                    Some(_) => services.extend(service.by_clocks(world)),
                    None => services.push(service),
                }
            }
        }
    }
    services
}

/// Which hops lie on a way of some corridor that is neither much longer than the direct one nor has more sectors than
/// needed (two are always fine, and one more where there is little choice).
fn useful(world: &World, corridors: &[Corridor], hops: &[Hop]) -> Vec<bool> {
    const MOST_SECTORS: u32 = 4;
    let mut useful = vec![false; hops.len()];
    let mut distances: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    let mut km = |a: &'static str, b: &'static str| *distances.entry((a, b)).or_insert_with(|| world.km(a, b));
    let hubs: BTreeSet<&str> = hops.iter().map(|hop| hop.route.hub).collect();
    for corridor in corridors {
        let (home, goal) = (world.country(corridor.origin), corridor.country);
        let ahead = sectors_from(&[corridor.origin], hops, |hop| (hop.from, hop.to));
        let back = sectors_from(&corridor.destinations, hops, |hop| (hop.to, hop.from));
        let fewest = corridor.destinations.iter().filter_map(|d| ahead.get(d)).min().copied().unwrap_or(MOST_SECTORS);
        let leads = |hop: &&Hop| hop.from == corridor.origin && back.get(hop.to) == Some(&fewest.saturating_sub(1));
        let abroad = hops.iter().filter(leads).filter(|hop| world.country(hop.to) != home).count();
        // An origin with few ways abroad at the fewest sectors is given a further sector.
        let most = if (1..3).contains(&abroad) { (fewest + 1).min(MOST_SECTORS) } else { fewest.max(2) };
        for (hop, useful) in hops.iter().zip(&mut useful) {
            let (Some(before), Some(after)) = (ahead.get(hop.from), back.get(hop.to)) else { continue };
            let (starts, ends) = (hop.from == corridor.origin, corridor.destinations.contains(&hop.to));
            // Connections are at hubs; inside the country of origin or destination only the first or last mile is flown.
            let (from, to) = (world.country(hop.from), world.country(hop.to));
            let sensible = (starts || hubs.contains(hop.from))
                && (ends || hubs.contains(hop.to))
                && !corridor.destinations.contains(&hop.from)
                && (from != home || to != home || starts)
                && (from != goal || to != goal || ends);
            if *useful || !sensible || before + 1 + after > most {
                continue;
            }
            *useful = corridor.destinations.iter().any(|&end| {
                let way = km(corridor.origin, hop.from) + km(hop.from, hop.to) + km(hop.to, end);
                way <= km(corridor.origin, end) * 13 / 10 + 400
            });
        }
    }
    useful
}

/// Fewest sectors from any of `starts` to each airport, walking hops by `ends`.
fn sectors_from<'a>(
    starts: &[&'a str],
    hops: &[Hop],
    ends: impl Fn(&Hop) -> (&'static str, &'static str),
) -> BTreeMap<&'a str, u32>
where
    'static: 'a,
{
    let mut reached: BTreeMap<&'a str, u32> = starts.iter().map(|&start| (start, 0)).collect();
    for sectors in 1..=3 {
        let next: Vec<&'static str> = hops
            .iter()
            .map(&ends)
            .filter(|(from, to)| reached.get(from) == Some(&(sectors - 1)) && !reached.contains_key(to))
            .map(|(_, to)| to)
            .collect();
        reached.extend(next.into_iter().map(|airport| (airport, sectors)));
    }
    reached
}

/// The services of a hop, without numbers.
fn timetable(shape: &Shape, world: &World, hop: &Hop, dice: &mut Dice) -> Vec<Service> {
    let equipment = Equipment::of(hop.route.equipment);
    let km = world.km(hop.from, hop.to);
    let block = if equipment.by_road() { road_minutes(km) } else { flight_minutes(km) };
    let outward = hop.from == hop.route.hub;
    let banks = Banks::of(hop.route.hub);
    let banks = if outward { banks.departures } else { banks.arrivals };
    let first_bank = dice.below(banks.len() as u64);
    let (daily, extra) = (hop.route.weekly / 7, hop.route.weekly % 7);
    let daily = daily.min(shape.max_daily);
    let extra = if daily < shape.max_daily { extra } else { 0 };
    (0..daily + u64::from(extra > 0))
        .map(|row| {
            let bank = banks[((first_bank + row) % banks.len() as u64) as usize];
            // Two waves are never alike to the minute; a lap through the banks comes an hour later.
            let lap = 60 * (row / banks.len() as u64) as i64;
            let minute = bank + lap + if outward { 5 * dice.between(0, 12) } else { 5 * dice.between(-9, 6) };
            let at_hub = NaiveDateTime::from(shape.start()) + Duration::minutes(minute);
            let (dep, arr) = if outward {
                (at_hub, world.after(hop.from, at_hub, block, hop.to))
            } else {
                (world.after(hop.to, at_hub, -block, hop.from), at_hub)
            };
            let days = if row < daily { "1234567".to_owned() } else { mask(extra, dice.below(7)) };
            let seats = if equipment.by_road() {
                equipment.seats
            } else {
                (equipment.seats * dice.between(6, 26) * shape.seats_percent / 10_000).max(2)
            };
            Service {
                carrier: hop.route.carrier,
                number: 0,
                from: hop.from,
                to: hop.to,
                dep: clock(dep),
                arr: clock(arr),
                arr_day: (arr.date() - dep.date()).num_days(),
                block,
                days,
                equipment,
                seats,
                onward: false,
                valid: (shape.start(), shape.end()),
            }
        })
        .collect()
}

fn clock(at: NaiveDateTime) -> NaiveTime {
    at.time().with_second(0).unwrap_or_default()
}

/// `count` days of the week, evenly spread.
fn mask(count: u64, offset: u64) -> String {
    let mut days: Vec<u64> = (0..count).map(|i| (i * 7 / count + offset) % 7 + 1).collect();
    days.sort_unstable();
    days.iter().map(u64::to_string).collect()
}

/// The file.
pub(super) fn sheet(services: &[Service]) -> Sheet {
    let mut sheet = Sheet::new(
        "carrier,number,from,to,dep,arr,arr_day,days,valid_from,valid_to,seats,wheelchairs,stretchers,oxygen,minors,\
         mode,equipment",
    );
    for s in services {
        let e = &s.equipment;
        sheet.row(&[
            &s.carrier,
            &s.number,
            &s.from,
            &s.to,
            &s.dep.format("%H:%M"),
            &s.arr.format("%H:%M"),
            &s.arr_day,
            &s.days,
            &s.valid.0,
            &s.valid.1,
            &s.seats,
            &e.wheelchairs,
            &e.stretchers,
            &e.oxygen,
            &e.minors,
            &e.mode,
            &e.code,
        ]);
    }
    sheet
}
