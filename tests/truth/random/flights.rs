//! flights.csv, charters.csv and charter_legs.csv.

use super::World;
use super::places::Place;
use super::tables::{Folder, Table, cells};

/// A scheduled flight, as far as fares and transfers care. Times in minutes.
#[derive(Clone)]
pub struct Flight {
    pub carrier: &'static str,
    pub number: usize,
    pub from: &'static Place,
    pub to: &'static Place,
    /// Local departure counted from midnight.
    pub departs: i64,
    /// Local arrival counted from midnight of the departure date.
    pub arrives: i64,
    /// First date, in days from the start.
    pub first: i64,
}

/// Gaps between flights that lie on the edges of rules: MCTs, airside hours, 24 hours, longest connections.
const GAPS: [i64; 22] =
    [29, 30, 45, 60, 75, 89, 90, 105, 120, 150, 240, 300, 301, 420, 480, 481, 600, 720, 1200, 1440, 1441, 1800];

pub fn draw(world: &mut World, folder: &mut Folder) {
    let mut table = Table::new(
        "carrier,number,from,to,dep,arr,arr_day,days,valid_from,valid_to,seats,wheelchairs,stretchers,oxygen,minors,mode",
    );
    for (from, to) in routes(world) {
        let copies = if world.flavour.escorts { 1 } else { world.dice.pick(&[1, 1, 1, 2]) };
        for _ in 0..copies {
            flight(world, &mut table, from, to);
        }
    }
    table.put(folder, "flights.csv");
    if world.dice.chance(0.45) {
        charters(world, folder);
    }
}

/// Pairs of airports with a flight: origins to hubs to destinations, now and then a shortcut, a feeder or a last hop.
fn routes(world: &mut World) -> Vec<(&'static Place, &'static Place)> {
    let (origins, hubs, ends) = (world.origins.clone(), world.hubs.clone(), world.destinations.clone());
    let mut routes = Vec::new();
    let mut all = |world: &mut World, from: &[&'static Place], to: &[&'static Place], chance: f64| {
        for from in from {
            for to in to {
                if from.iata != to.iata && world.dice.chance(chance) {
                    routes.push((*from, *to));
                }
            }
        }
    };
    let plain = world.flavour.is_plain();
    all(world, &origins, &origins, 0.6);
    all(world, &origins, &hubs, if plain { 0.9 } else { 1.0 });
    all(world, &hubs, &hubs, 0.5);
    all(world, &origins, &ends, if plain { 0.12 } else { 0.3 });
    all(world, &hubs, &ends, if plain { 0.85 } else { 1.0 });
    all(world, &ends, &ends, 0.35);
    if routes.is_empty() {
        routes.push((origins[0], ends[0]));
    }
    if world.flavour.escorts || world.flavour.locks {
        // Escorts have to come home; tickets may say anything.
        let back: Vec<_> = routes.iter().map(|(from, to)| (*to, *from)).collect();
        let missing = back.iter().filter(|route| !routes.contains(route));
        let missing: Vec<_> = missing.filter(|_| world.dice.chance(0.95)).copied().collect();
        routes.extend(missing);
    }
    routes
}

fn flight(world: &mut World, table: &mut Table, from: &'static Place, to: &'static Place) {
    let plain = world.flavour.is_plain();
    let dice = &mut world.dice;
    let arriving: Vec<_> = world.flights.iter().filter(|flight| flight.to.iata == from.iata).collect();
    let dep = if !arriving.is_empty() && dice.chance(0.75) {
        (dice.pick(&arriving).arrives + dice.pick(&GAPS)).rem_euclid(24 * 60)
    } else if dice.chance(0.2) {
        dice.pick(&[0, 5, 60, 90, 120, 150, 179, 180, 1439]) // midnight, and where clocks change
    } else {
        dice.range(0..=287) * 5
    };
    let block = dice.range(20..=110) * 5;
    let (mode, block) = if block < 130 && dice.chance(0.5) { ("road", block) } else { ("", block) };
    let arrives = dep + block + 60 * (to.hours_ahead - from.hours_ahead);
    let carrier = dice.pick(&world.carriers);
    let first_day = dice.pick(if plain { &[-1, -1, 0, 0, 0, 1] } else { &[-1, -1, 0, 0] });
    let first = world.start + chrono::Duration::days(first_day);
    let days = if world.flavour.escorts { [1, 2, 2, 3, 3, 4] } else { [0, 2, 2, 3, 4, 5] };
    let last = first + chrono::Duration::days(dice.pick(&days));
    let days = dice.word(if plain { 0.2 } else { 0.05 }, &["12345", "1357", "246", "67"]);
    let days = if days.is_empty() { "1234567".to_owned() } else { days };
    let seats = dice.pick(if plain { &[2, 3, 4, 4, 5, 6, 6, 8, 9, 12, 20] } else { &[2, 3, 3, 4, 4, 5, 6, 9] });
    let number = world.flights.len() + 100;
    let least = i64::from(!plain);
    table.row(cells![
        carrier,
        number,
        from.iata,
        to.iata,
        clock(dep),
        clock(arrives),
        arrives.div_euclid(1440),
        days,
        first,
        last,
        seats,
        dice.cell(0.9, least..=4),
        dice.cell(0.85, least..=3),
        dice.cell(0.9, least..=3),
        dice.cell(0.9, least..=3),
        mode,
    ]);
    world.flights.push(Flight { carrier, number, from, to, departs: dep, arrives, first: first_day });
}

fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes.div_euclid(60).rem_euclid(24), minutes.rem_euclid(60))
}

fn charters(world: &mut World, folder: &mut Folder) {
    let mut table = Table::new("charter,group,operator,fixed_cost,per_seat,min_seats,currency");
    let mut legs = Table::new("charter,leg,from,to,dep,arr,seats,wheelchairs,stretchers,oxygen,minors,mode");
    for number in 1..=world.dice.range(1..=3) {
        let id = format!("K{number}");
        let escorts = world.flavour.escorts;
        let dice = &mut world.dice;
        table.row(cells![
            id,
            dice.word(0.6, &["G1"]),
            "",
            dice.money(100..=3000),
            dice.cell(0.5, 0..=250),
            if escorts { dice.cell(0.7, 1..=4) } else { dice.cell(0.5, 0..=7) },
            dice.word(0.3, &["EUR"]),
        ]);
        let mut stops = vec![dice.pick(&world.origins)];
        if dice.chance(0.5) {
            stops.extend(dice.some(&world.hubs, 1));
        }
        stops.extend(dice.some(&world.destinations, 2));
        if dice.chance(0.15) {
            stops.remove(stops.len() - 1); // ends at a hub: connects with scheduled flights
        }
        if stops.len() < 2 {
            stops.push(dice.pick(&world.hubs));
        }
        if world.flavour.escorts && dice.chance(0.5) {
            stops.push(stops[0]); // and back, with escorts alone aboard
        }
        let mut at = i64::from(dice.chance(0.7)) * dice.range(0..=1) * 1440 + dice.range(0..=287) * 5;
        for (leg, pair) in stops.windows(2).enumerate() {
            let arrives = at + dice.range(24..=100) * 5 + 60 * (pair[1].hours_ahead - pair[0].hours_ahead);
            let time = |minutes: i64| {
                format!("{}T{}", world.start + chrono::Duration::days(minutes.div_euclid(1440)), clock(minutes))
            };
            legs.row(cells![
                id,
                leg + 1,
                pair[0].iata,
                pair[1].iata,
                time(at),
                time(arrives),
                dice.range(2..=14),
                dice.cell(0.7, 0..=3),
                dice.cell(0.6, 0..=2),
                dice.cell(0.6, 0..=2),
                dice.cell(0.6, 0..=2),
                "",
            ]);
            at = arrives + dice.pick(&GAPS[..16]);
        }
    }
    table.put(folder, "charters.csv");
    legs.put(folder, "charter_legs.csv");
}
