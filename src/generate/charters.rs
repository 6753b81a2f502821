//! `charters.csv` and `charter_legs.csv`.

use std::collections::BTreeSet;

use chrono::{Days, Duration, NaiveDateTime};

use super::corridors::Corridor;
use super::equipment::Equipment;
use super::presets::Shape;
use super::table::{Sheet, clock, number, rows};
use super::world::{World, flight_minutes};
use crate::money::Money;

/// Handling, crew and positioning of any charter, before the hours flown.
const FIXED: i64 = 15_000;

/// The charters that a corridor can use: from its origin or on to its destination. The price covers the hours there and, empty, back.
pub(super) fn sheets(shape: &Shape, world: &World, corridors: &[Corridor]) -> (Sheet, Sheet) {
    let origins: BTreeSet<&str> = corridors.iter().map(|c| c.origin).collect();
    let mut charters = Sheet::new("charter,group,operator,fixed_cost,per_seat,min_seats,currency");
    let mut legs = Sheet::new("charter,leg,from,to,dep,arr,seats,wheelchairs,stretchers,oxygen,minors,mode");
    for [charter, group, operator, from, to, day, dep, equipment, seats, per_hour, per_seat, min_seats] in
        rows::<12>(include_str!("tables/charters.csv"))
    {
        if !origins.contains(from) {
            continue;
        }
        let equipment = Equipment::of(equipment);
        let block = flight_minutes(world.km(from, to));
        let fixed = FIXED + number::<i64>(per_hour) * 2 * block / 60;
        let leaves = NaiveDateTime::from(shape.start() + Days::new(number(day))) + Duration::minutes(clock(dep));
        let arrives = world.after(from, leaves, block, to);
        let min_seats = number::<i64>(min_seats);
        charters.row(&[&charter, &group, &operator, &Money::whole(fixed), &per_seat, &min_seats, &"USD"]);
        let stamp = |at: NaiveDateTime| at.format("%Y-%m-%dT%H:%M").to_string();
        legs.row(&[
            &charter,
            &1,
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
    }
    (charters, legs)
}
