//! locks.csv: itineraries that cases hold already, most of which could be flown, some of which can't be any more.

use super::World;
use super::flights::Flight;
use super::people::Case;
use super::tables::{Folder, Table, cells};

pub fn draw(world: &mut World, cases: &[Case], folder: &mut Folder) {
    let mut table = Table::new("case,itinerary,mode,change_cost,currency");
    let mut before: Option<String> = None;
    for (number, case) in cases.iter().enumerate() {
        if !world.dice.chance(0.45) {
            continue;
        }
        // Now and then the same as another case's: they may be linked.
        let again = before.clone().filter(|_| world.dice.chance(0.3));
        let Some(itinerary) = again.or_else(|| itinerary(world, case)) else { continue };
        let dice = &mut world.dice;
        let mode = dice.pick(&["fixed", "fixed", "prefer", "prefer", "prefer"]);
        let cost = if dice.chance(0.85) { dice.money(5..=900) } else { String::new() };
        table.row(cells![format!("C{number}"), itinerary, mode, cost, dice.word(0.2, &["EUR"])]);
        before = Some(itinerary);
    }
    table.put(folder, "locks.csv");
}

/// Flight keys of up to three flights that follow each other, mostly from the case's origin to a place where people
/// arrive, on days near the start.
fn itinerary(world: &mut World, case: &Case) -> Option<String> {
    let ends: Vec<&str> = world.destinations.iter().map(|place| place.iata).collect();
    let flights = world.flights.clone();
    let anywhere = world.dice.chance(0.1);
    // Now and then out and back, by way of an airport seen before.
    let round = world.dice.chance(0.15);
    let starts: Vec<&Flight> = flights.iter().filter(|f| anywhere || f.from.iata == case.origin.iata).collect();
    if starts.is_empty() {
        return None;
    }
    let mut flight = world.dice.pick(&starts);
    let mut day = flight.first + world.dice.pick(&[0, 0, 0, 1, 1, 2]);
    let mut keys = vec![key(world, flight, day)];
    while (round || !ends.contains(&flight.to.iata)) && keys.len() < 3 {
        let onward: Vec<&Flight> = flights.iter().filter(|next| next.from.iata == flight.to.iata).collect();
        if onward.is_empty() {
            break;
        }
        let next = world.dice.pick(&onward);
        // The first day on which it leaves after the arrival, or now and then a day next to that.
        let arrival = day * 24 * 60 + flight.arrives;
        let on_the_day = (arrival - next.departs).div_euclid(24 * 60) + 1;
        day = on_the_day.max(next.first) + world.dice.pick(&[0, 0, 0, 0, 0, 0, 0, 0, 1, -1]);
        flight = next;
        keys.push(key(world, flight, day));
    }
    Some(keys.join(" "))
}

fn key(world: &World, flight: &Flight, day: i64) -> String {
    format!("{}{}/{}/{}", flight.carrier, flight.number, flight.from.iata, world.date(day))
}
