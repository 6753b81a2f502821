//! agreements.csv, fares.csv and rates.csv.

use std::collections::BTreeSet;

use super::flights::Flight;
use super::tables::{Folder, Table, cells};
use super::{Flavour, World};

pub fn draw(world: &mut World, folder: &mut Folder) {
    let mut agreements = Table::new(
        "agreement,carriers,valid_from,valid_to,seats_per_flight,max_sectors,child_pct,infant_pct,lead_days,currency,\
         escort_pct,min_group,commit_seats,shortfall_fee,seats_before",
    );
    let mut tiers = Table::new("agreement,from_seats,rebate");
    let mut fares = Table::new("agreement,from,to,adult,tax,via");
    let mut known = BTreeSet::new();
    let plain = world.flavour.is_plain();
    let count = world.dice.range(2..=if plain { 4 } else { 3 });
    for number in 0..count {
        let id = format!("A{number}");
        // The first sells nearly everything dearly, so that most cases can travel somehow; the others are bargains
        // with strings attached.
        let dear = number == 0;
        let carriers = if dear { vec!["*"] } else { world.carriers.clone() };
        let carriers = world.dice.some(&carriers, if dear { 1 } else { 2 });
        let strings = if dear { 0.15 } else { 0.5 };
        let lead = if world.dice.chance(strings) { world.lead().to_string() } else { String::new() };
        let (late, early) = (world.dice.chance(strings * 0.4), world.dice.chance(strings * 0.4));
        let (first, last) = (world.date(if late { 1 } else { -30 }), world.date(if early { 1 } else { 30 }));
        let dice = &mut world.dice;
        agreements.row(cells![
            id,
            carriers.join("|"),
            first,
            last,
            dice.cell(strings, 1..=6),
            dice.word(strings, &["1", "2", "3"]),
            dice.word(0.6, &["50", "66.7", "33.33", "100", "0"]),
            dice.word(0.6, &["0", "12.5", "33.35", "50"]),
            lead,
            dice.word(0.5, &["EUR", "KES"]),
            terms(world, dear),
        ]);
        if world.flavour.deals && world.dice.chance(if dear { 0.2 } else { 0.5 }) {
            rebates(world, &mut tiers, &id);
        }
        let sold: Vec<Flight> = world
            .flights
            .iter()
            .filter(|flight| carriers.contains(&"*") || carriers.contains(&flight.carrier))
            .cloned()
            .collect();
        let mut price = |world: &mut World, (from, to): (&str, &str), via: &str, scale: f64| {
            if from != to
                && via != from
                && via != to
                && known.insert((number, from.to_owned(), to.to_owned(), via.to_owned()))
            {
                let adult = scale * world.dice.range(60..=600) as f64;
                let tax = world.dice.word(0.6, &["7.35", "21.5", "88.88", "0.01"]);
                fares.row(cells![id, from, to, format!("{adult:.2}"), tax, via]);
            }
        };
        let scale = if dear { 1.6 } else { 1.0 };
        for flight in &sold {
            if world.dice.chance(if dear { 0.92 } else { 0.6 }) {
                // Hops between like airports are cheap: detours tempt.
                let hop = [&world.origins, &world.hubs].iter().any(|places| {
                    [flight.from.iata, flight.to.iata].iter().all(|end| places.iter().any(|place| place.iata == *end))
                });
                price(world, (flight.from.iata, flight.to.iata), "", if hop { 0.2 } else { scale });
            }
        }
        for first in &sold {
            for second in sold.iter().filter(|second| second.from.iata == first.to.iata) {
                if world.dice.chance(if plain { 0.3 } else { 0.15 }) {
                    let via = if world.dice.chance(0.35) { first.to.iata } else { "" };
                    price(
                        world,
                        (first.from.iata, second.to.iata),
                        via,
                        scale * if via.is_empty() { 1.3 } else { 1.1 },
                    );
                }
                for third in sold.iter().filter(|third| third.from.iata == second.to.iata) {
                    if world.dice.chance(if plain { 0.2 } else { 0.05 }) {
                        let via = if world.dice.chance(0.35) { second.to.iata } else { "" };
                        price(world, (first.from.iata, third.to.iata), via, scale * 1.4);
                    }
                }
            }
        }
    }
    let mut rates = Table::new("currency,rate");
    rates.row(cells!["EUR", world.dice.pick(&["1.0837", "1.1", "0.98765"])]);
    rates.row(cells!["KES", world.dice.pick(&["0.31007", "1.333", "0.5"])]);
    rates.put(folder, "rates.csv");
    agreements.put(folder, "agreements.csv");
    fares.put(folder, "fares.csv");
    if world.flavour.deals {
        tiers.put(folder, "tiers.csv");
    }
}

/// The cells that only escorts and deals fill.
fn terms(world: &mut World, dear: bool) -> String {
    let Flavour { escorts, deals, .. } = world.flavour;
    let dice = &mut world.dice;
    // Escorts who travel for nothing earn rebates by travelling on and on: too many ways for an exhaustive search.
    let pct = if deals { &["50", "66.7", "120"][..] } else { &["0", "10", "50", "66.7", "120"] };
    let escort = if escorts { dice.word(0.5, pct) } else { String::new() };
    if !deals {
        return format!("{escort},,,,");
    }
    let group = dice.cell(if dear { 0.05 } else { 0.35 }, 2..=4);
    let committed = dice.chance(if dear { 0.15 } else { 0.4 });
    let commit = if committed { dice.range(1..=8).to_string() } else { String::new() };
    let fee = if committed { dice.money(5..=200) } else { String::new() };
    format!("{escort},{group},{commit},{fee},{}", dice.cell(0.35, 1..=5))
}

/// One to three tiers, rebates in the agreement's currency never falling.
fn rebates(world: &mut World, tiers: &mut Table, agreement: &str) {
    let dice = &mut world.dice;
    let (mut from, mut rebate) = (dice.range(0..=4), dice.range(1..=40));
    for _ in 0..dice.pick(&[1, 1, 2, 3]) {
        tiers.row(cells![agreement, from, rebate]);
        from += dice.range(1..=4);
        rebate += dice.range(0..=70);
    }
}
