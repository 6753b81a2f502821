//! Small feeds drawn at random across all rules, as the text of their files.
//!
//! Numbers are drawn near the edges of rules on purpose (a gap of exactly the MCT, a day past a validity, one seat too
//! few), so that rules bind; `binding.rs` counts how often each does. The same seed draws the same feed.

mod dice;
mod doors;
mod flights;
mod people;
mod places;
mod sales;
mod tables;

use chrono::{Days, NaiveDate};
use serde_json::json;

use dice::Dice;
use places::{Place, Zones};
pub use tables::Folder;

/// What all steps draw from.
struct World {
    dice: Dice,
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

/// The feed of `seed`.
pub fn feed(seed: u64) -> Folder {
    let mut dice = Dice::new(seed);
    let start: NaiveDate = dice.pick(&STARTS).parse().expect("a date");
    let end = start + Days::new(dice.range(1..=3) as u64);
    let as_of = start - Days::new(dice.range(0..=9) as u64);
    let Zones { origins, hubs, destinations } = places::draw(&mut dice);
    let carriers = dice.some(&["QR", "KQ", "LH", "TK", "BA"], 3);
    let mut world = World { dice, start, end, as_of, origins, hubs, destinations, carriers, flights: Vec::new() };
    let mut folder = Folder::default();
    flights::draw(&mut world, &mut folder);
    sales::draw(&mut world, &mut folder);
    doors::draw(&mut world, &mut folder);
    people::draw(&mut world, &mut folder);
    folder.put("policy.json", policy(&mut world, seed));
    folder
}

fn policy(world: &mut World, seed: u64) -> String {
    let dice = &mut world.dice;
    let unserved = dice.pick(&[600, 2500, 9000, 9000, 9000, 9000]);
    let delay = dice.pick(&[0, 35, 120, 300]);
    json!({
        "name": format!("random-{seed}"),
        "currency": "USD",
        "as_of": world.as_of.to_string(),
        "start": world.start.to_string(),
        "end": world.end.to_string(),
        "transit_default": dice.pick(&["allow", "allow", "allow", "allow", "deny"]),
        "max_sectors": dice.pick(&[2, 3, 4, 4, 4]),
        "max_connection_hours": dice.pick(&[12, 24, 30, 30, 40, 40]),
        "airside_hours": dice.pick(&[5, 8, 8, 12]),
        "mct": dice.pick(&[45, 60, 90]),
        "stretcher_seats": dice.pick(&[2, 3, 4, 6]),
        "stretcher_fares": dice.pick(&[2, 3, 6]),
        "connection_penalty": dice.pick(&["0", "5.5", "40"]),
        "hour_penalty": dice.pick(&["0", "0.75", "6"]),
        "delay_penalty": {"emergency": delay * 3, "urgent": delay * 2, "normal": delay},
        "unserved_penalty": {"emergency": unserved * 3, "urgent": unserved * 2, "normal": unserved},
    })
    .to_string()
}
