//! Small feeds drawn at random across all rules, as the text of their files.
//!
//! Numbers are drawn near the edges of rules on purpose (a gap of exactly the MCT, a day past a validity, one seat too
//! few), so that rules bind; `binding.rs` counts how often each does. The same seed draws the same feed.
//!
//! Escorts, volume deals and locks are drawn in smaller worlds, by a [`Flavour`]: what they add to the choices there are
//! is more than cases and flights take away.

mod dice;
mod doors;
mod escorts;
mod flights;
mod locks;
mod people;
mod places;
mod sales;
mod tables;

use chrono::{Days, NaiveDate};
use serde_json::json;

use dice::Dice;
use places::{Place, Zones};
pub use tables::Folder;

/// What a drawn feed has besides what all have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flavour {
    /// Persons who need escorts, pools, and flights back.
    pub escorts: bool,
    /// Least groups, tiers and commitments.
    pub deals: bool,
    /// Fixed and preferred itineraries.
    pub locks: bool,
}

impl Flavour {
    pub const PLAIN: Self = Self { escorts: false, deals: false, locks: false };

    fn is_plain(self) -> bool {
        self == Self::PLAIN
    }
}

/// What all steps draw from.
struct World {
    dice: Dice,
    flavour: Flavour,
    /// First and last date of first departures, and today.
    start: NaiveDate,
    end: NaiveDate,
    as_of: NaiveDate,
    origins: Vec<&'static Place>,
    hubs: Vec<&'static Place>,
    destinations: Vec<&'static Place>,
    carriers: Vec<&'static str>,
    flights: Vec<flights::Flight>,
}

impl World {
    /// How likely something is that keeps people from travelling: doors that keep everyone out leave nothing to see of
    /// escorts, deals and locks.
    fn hardship(&self, chance: f64) -> f64 {
        // Locks are there to waive it.
        let Flavour { escorts, deals, locks } = self.flavour;
        if escorts || deals {
            chance * 0.4
        } else if locks {
            chance * 0.9
        } else {
            chance
        }
    }

    fn date(&self, days: i64) -> NaiveDate {
        self.start + chrono::Duration::days(days)
    }

    /// Days from today to the start, a day earlier or up to two later: lead times near what decides.
    fn lead(&mut self) -> i64 {
        ((self.start - self.as_of).num_days() + self.dice.range(-1..=2)).max(0)
    }
}

/// Starts of horizons: an ordinary week, and days around changes of the clocks in Europe, North America and Jordan, and
/// around a 29 February that isn't.
const STARTS: [&str; 8] =
    ["2017-05-15", "2017-03-25", "2017-10-27", "2017-03-10", "2017-11-03", "2017-03-30", "2018-02-27", "2017-12-30"];

/// The feed of `seed` with nothing special.
pub fn feed(seed: u64) -> Folder {
    flavoured(Flavour::PLAIN, seed)
}

/// The feed of `seed` with all that `flavour` has.
pub fn flavoured(flavour: Flavour, seed: u64) -> Folder {
    let mut dice = Dice::new(seed);
    let start: NaiveDate = dice.pick(&STARTS).parse().expect("a date");
    let end = start + Days::new(dice.range(1..=3) as u64);
    let as_of = start - Days::new(dice.range(0..=9) as u64);
    let Zones { origins, hubs, destinations } = places::draw(&mut dice, flavour);
    let carriers = dice.some(&["QR", "KQ", "LH", "TK", "BA"], 3);
    let flights = Vec::new();
    let mut world = World { dice, flavour, start, end, as_of, origins, hubs, destinations, carriers, flights };
    let mut folder = Folder::default();
    flights::draw(&mut world, &mut folder);
    sales::draw(&mut world, &mut folder);
    doors::draw(&mut world, &mut folder);
    people::draw(&mut world, &mut folder);
    if flavour.escorts {
        escorts::draw(&mut world, &mut folder);
    }
    folder.put("policy.json", policy(&mut world, seed));
    folder
}

fn policy(world: &mut World, seed: u64) -> String {
    let flavour = world.flavour;
    let plain = flavour.is_plain();
    let dice = &mut world.dice;
    let unserved = dice.pick(&[600, 2500, 9000, 9000, 9000, 9000]);
    let delay = dice.pick(&[0, 35, 120, 300]);
    // Missions have twice as many sectors as itineraries.
    let max_sectors = if flavour.escorts { dice.pick(&[1, 2, 2, 2, 2, 2, 2, 3]) } else { dice.pick(&[2, 3, 4, 4, 4]) };
    let mut policy = json!({
        "name": format!("random-{seed}"),
        "currency": "USD",
        "as_of": world.as_of.to_string(),
        "start": world.start.to_string(),
        "end": world.end.to_string(),
        "transit_default": dice.pick(if flavour.escorts || flavour.deals { &["allow"] } else { &["allow", "allow", "allow", "allow", "deny"] }),
        "max_sectors": max_sectors,
        "max_connection_hours": dice.pick(if plain { &[12, 24, 30, 30, 40, 40] } else { &[24, 30, 40] }),
        "airside_hours": dice.pick(&[5, 8, 8, 12]),
        "mct": dice.pick(&[45, 60, 90]),
        "stretcher_seats": dice.pick(&[2, 3, 4, 6]),
        "stretcher_fares": dice.pick(&[2, 3, 6]),
        "connection_penalty": dice.pick(&["0", "5.5", "40"]),
        "hour_penalty": dice.pick(&["0", "0.75", "6"]),
        "delay_penalty": {"emergency": delay * 3, "urgent": delay * 2, "normal": delay},
        "unserved_penalty": {"emergency": unserved * 3, "urgent": unserved * 2, "normal": unserved},
    });
    if flavour.escorts && dice.chance(0.7) {
        policy["escort_rest_days"] = json!(dice.pick(&[0, 1, 2, 3]));
    }
    policy.to_string()
}
