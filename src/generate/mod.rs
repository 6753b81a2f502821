//! Invented feeds of real magnitudes: historical days from published totals.
//!
//! Totals (persons, countries, nationalities, shares by country of resettlement) are published figures; routes, hubs,
//! carriers and zones are the real world's; persons, fares, allotments and rules in force are drawn or assumed. What is
//! which stands in `data/README.md`.
//!
//! Each noun has its own file and its own stream of the seed, so that one can be added (escorts, commitments, locks) or
//! changed without moving the others. A preset is a [`Shape`] (dates, totals, tables), not code.

mod agreements;
mod charters;
mod clearances;
mod corridors;
mod dice;
mod equipment;
mod escorts;
mod families;
mod folder;
mod hardship;
mod locks;
mod needs;
mod parties;
mod people;
mod policy;
mod presets;
mod reception;
mod routes;
mod schedule;
mod stations;
mod table;
mod transit;
mod ways;
mod world;

pub use folder::{GenerateError, GeneratedFeed, Overwrite};
pub use hardship::{Hardship, Reason};
pub use presets::{Charters, Long, Preset, Shape};

use agreements::Asked;
use ways::Ways;
use world::World;

/// What [`generate`] makes: the feed, and what it knows about it that the feed doesn't say.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The files.
    pub feed: GeneratedFeed,
    /// The cases that can't travel, with the reason built into each.
    pub hardships: Vec<Hardship>,
}

/// Generates the feed of `preset`. The same preset and seed give the same bytes on every machine.
pub fn generate(preset: Preset, seed: u64) -> GeneratedFeed {
    generate_with_notes(preset, seed).feed
}

/// As [`generate`], with so many `persons` on the preset's timetable and under its rules: few find more room than the
/// preset's own, many less.
pub fn generate_of_size(preset: Preset, seed: u64, persons: u64) -> GeneratedFeed {
    draw(&Shape { persons, ..preset.shape() }, seed).feed
}

/// As [`generate`], with the cases that were built to be impossible.
pub fn generate_with_notes(preset: Preset, seed: u64) -> Generated {
    draw(&preset.shape(), seed)
}

fn draw(shape: &Shape, seed: u64) -> Generated {
    let world = World::new();
    let corridors = corridors::read(shape, &world);
    let pools = escorts::pools();
    let ways = Ways::of(shape, &world, &corridors, &pools);
    let services = schedule::services(shape, &world, &corridors, &ways, seed);
    let mut cases = parties::cases(shape, &world, &corridors, seed);
    needs::draw(shape, &mut cases, seed);
    let hardships = hardship::plant(shape, &mut cases);
    parties::cut(shape, &mut cases);
    let kept = |case: &Hardship| cases.iter().any(|c| c.id == case.case);
    let hardships: Vec<Hardship> = hardships.into_iter().filter(kept).collect();

    let mut feed = GeneratedFeed::default();
    feed.put("policy.json", policy::json(shape));
    feed.put("blocs.csv", stations::blocs().finish());
    feed.put("stations.csv", stations::sheet(shape, &services).finish());
    feed.put("flights.csv", schedule::sheet(&services).finish());
    let persons = cases.iter().map(|case| case.persons.len()).sum();
    let asked = Asked { corridors: &corridors, services: &services, ways: &ways, persons };
    let sold = agreements::sheets(shape, &world, &asked, seed);
    feed.put("agreements.csv", sold.agreements.finish());
    feed.put("fares.csv", sold.fares.finish());
    feed.put("tiers.csv", sold.tiers.finish());
    feed.put("rates.csv", agreements::rates(shape).finish());
    let (charters, legs) = charters::sheets(shape, &world, &corridors);
    feed.put("charters.csv", charters.finish());
    feed.put("charter_legs.csv", legs.finish());
    feed.put("transit.csv", transit::sheet().finish());
    feed.put("reception.csv", reception::sheet(shape, &world, &cases).finish());
    feed.put("escort_types.csv", escorts::type_sheet().finish());
    feed.put("escorts.csv", escorts::pool_sheet(shape, &pools, &ways).finish());
    feed.put("locks.csv", locks::sheet((shape, &world), &cases, &services, &hardships, seed).finish());
    people::put(&mut feed, &cases);
    Generated { feed, hardships }
}
