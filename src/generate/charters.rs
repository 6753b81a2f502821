//! `charters.csv` and `charter_legs.csv`.

use chrono::{Days, Duration, NaiveDateTime};

use super::corridors::Corridor;
use super::equipment::Equipment;
use super::presets::{Charters, Shape};
use super::table::{Sheet, clock, number, rows};
use super::world::{World, flight_minutes};
use crate::money::Money;

/// Handling, crew and positioning of any charter, before the hours flown.
const FIXED: i64 = 15_000;

/// Minutes on the ground between two legs.
const TURNAROUND: i64 = 80;

/// The charters on from an origin of a corridor: to a destination, or inside the country. The price covers the hours flown and the
/// share of the way back, empty, that is paid for; of a block of seats, its part of that.
pub(super) fn sheets(shape: &Shape, world: &World, corridors: &[Corridor]) -> (Sheet, Sheet) {
    let mut charters = Sheet::new("charter,group,operator,fixed_cost,per_seat,min_seats,currency");
    let mut legs = Sheet::new("charter,leg,from,to,dep,arr,seats,wheelchairs,stretchers,oxygen,minors,mode");
    let once = Charters { every: shape.days(), table: include_str!("tables/charters.csv") };
    let offers = shape.long.map_or(once, |long| long.charters);
    let rounds = (0..shape.days()).step_by(offers.every as usize);
    let all = rounds.flat_map(|first| rows::<12>(offers.table).map(move |row| (first, row)));
    for (first_day, row) in all {
        let [charter, group, operator, route, day, dep, equipment, seats, per_hour, empty, per_seat, min_seats] = row;
        let day = first_day + number::<u64>(day);
        if day >= shape.days() {
            continue;
        }
        // Each round is an offer of its own.
        let named =
            |id: &str| if first_day == 0 { id.to_owned() } else { format!("{id}-{}", first_day / offers.every + 1) };
        let (charter, group) = (named(charter), named(group));
        let stops: Vec<&'static str> = route.split('-').collect();
        let (&[first, ..], &[.., last]) = (&stops[..], &stops[..]) else { continue };
        let ends = |c: &Corridor| c.origin == first && stops[1..].iter().any(|stop| c.destinations.contains(stop));
        let inland = world.country(first) == world.country(last);
        if !corridors.iter().any(|c| ends(c) || (c.origin == first && inland)) {
            continue;
        }
        let equipment = Equipment::of(equipment);
        let block = |from: &str, to: &str| flight_minutes(world.km(from, to));
        let flown: i64 = stops.windows(2).map(|leg| block(leg[0], leg[1])).sum();
        let back = block(last, first) * number::<i64>(empty) / 100;
        let whole = FIXED + number::<i64>(per_hour) * (flown + back) / 60;
        let fixed = whole * number::<i64>(seats) / equipment.seats;
        charters.row(&[&charter, &group, &operator, &Money::whole(fixed), &per_seat, &min_seats, &"USD"]);
        let mut leaves = NaiveDateTime::from(shape.start() + Days::new(day)) + Duration::minutes(clock(dep));
        for (leg, stop) in (1..).zip(stops.windows(2)) {
            let (from, to) = (stop[0], stop[1]);
            let arrives = world.after(from, leaves, block(from, to), to);
            let stamp = |at: NaiveDateTime| at.format("%Y-%m-%dT%H:%M").to_string();
            legs.row(&[
                &charter,
                &leg,
                &from,
                &to,
                &stamp(leaves),
                &stamp(arrives),
                &seats,
                &equipment.wheelchairs,
                &equipment.stretchers,
                &equipment.oxygen,
                &equipment.minors,
                &equipment.mode,
            ]);
            leaves = arrives + Duration::minutes(TURNAROUND);
        }
    }
    (charters, legs)
}
