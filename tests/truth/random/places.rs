//! Real airports to draw worlds from.

use super::Flavour;
use super::dice::Dice;

/// An airport and how its clocks stand to UTC in winter, roughly: enough to write plausible arrival times.
#[derive(PartialEq)]
pub struct Place {
    pub iata: &'static str,
    pub country: &'static str,
    pub hours_ahead: i64,
}

const fn place(iata: &'static str, country: &'static str, hours_ahead: i64) -> Place {
    Place { iata, country, hours_ahead }
}

const ORIGINS: [Place; 7] = [
    place("NBO", "KE", 3),
    place("MBA", "KE", 3),
    place("EBB", "UG", 3),
    place("AMM", "JO", 2),
    place("BEY", "LB", 2),
    place("ATH", "GR", 2),
    place("SKG", "GR", 2),
];
const HUBS: [Place; 6] = [
    place("DOH", "QA", 3),
    place("FRA", "DE", 1),
    place("MUC", "DE", 1),
    place("VIE", "AT", 1),
    place("LHR", "GB", 0),
    place("IST", "TR", 3),
];
const DESTINATIONS: [Place; 5] = [
    place("JFK", "US", -5),
    place("ORD", "US", -6),
    place("YYZ", "CA", -5),
    place("ARN", "SE", 1),
    place("CDG", "FR", 1),
];

const EUROPE: [&str; 5] = ["GR", "DE", "AT", "SE", "FR"];

/// The airports of a feed by what they are mostly for.
pub struct Zones {
    pub origins: Vec<&'static Place>,
    pub hubs: Vec<&'static Place>,
    pub destinations: Vec<&'static Place>,
}

/// A few of each.
pub fn draw(dice: &mut Dice, flavour: Flavour) -> Zones {
    if !flavour.is_plain() {
        // Where escorts' seats count for deals, every way of every escort is a choice.
        let few = if flavour.escorts && flavour.deals { 1 } else { 2 };
        return Zones {
            origins: some(dice, &ORIGINS, few),
            hubs: some(dice, &HUBS, if flavour.escorts { 1 } else { 2 }),
            destinations: some(dice, &DESTINATIONS, few),
        };
    }
    if dice.chance(0.15) {
        // Within Europe, where most sectors are domestic if the feed has the bloc.
        let within = |places: &'static [Place]| places.iter().filter(|place| EUROPE.contains(&place.country)).collect();
        return Zones { origins: within(&ORIGINS), hubs: within(&HUBS), destinations: within(&DESTINATIONS) };
    }
    Zones {
        origins: pairs(dice, &ORIGINS, ["MBA", "NBO"], 2),
        hubs: pairs(dice, &HUBS, ["FRA", "MUC"], 3),
        destinations: pairs(dice, &DESTINATIONS, ["JFK", "ORD"], 3),
    }
}

/// Up to `count` of `places`, or now and then the two of one country.
fn pairs(dice: &mut Dice, places: &'static [Place], pair: [&str; 2], count: usize) -> Vec<&'static Place> {
    if dice.chance(0.35) {
        return places.iter().filter(|place| pair.contains(&place.iata)).collect();
    }
    some(dice, places, count)
}

fn some(dice: &mut Dice, places: &'static [Place], count: usize) -> Vec<&'static Place> {
    let all: Vec<&'static Place> = places.iter().collect();
    dice.some(&all, count)
}
