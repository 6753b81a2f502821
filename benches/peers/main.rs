//! `make bench-peers`: Onward beside others on the same feeds, in one run, as Markdown for docs/BENCHMARKS.md and as CSV.
//!
//! Criterion repeats what is short and alike; here the contestants take from seconds to many minutes, may fail, and what
//! they reach matters as much as when. So each plans once in a process of its own, and its plan is put before the
//! independent checker. The feeds are one preset drawn with several seeds; folders named on the command line are planned
//! besides. Set by the environment:
//!
//! | variable | says | default |
//! |---|---|---|
//! | `ONWARD_PEERS_PRESET` | the preset | `sample` |
//! | `ONWARD_PEERS_SEEDS` | how many seeds of it, from 1 on | 10 |
//! | `ONWARD_PEERS_SECONDS` | seconds that each planner has on each feed | 60 |
//! | `ONWARD_PEERS_GAP` | the gap at which each may end | 0.001 |
//! | `ONWARD_PEERS_JOURNEYS` | journeys a class in compact models | 40 |
//! | `ONWARD_PEERS_CSV` | the file of all outcomes | `out/peers.csv` |

mod booking;
mod by_hand;
mod contest;
mod corps;
mod highs_log;
mod machine;
mod outside;
mod table;
mod trace;
mod verdict;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use contest::{Arena, Planner};
use onward::generate::Preset;
use table::Table;
use verdict::Race;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == contest::FLAG) {
        return contest::take_part(&arguments[1..]);
    }
    let limit = Duration::try_from_secs_f64(setting("ONWARD_PEERS_SECONDS", 60.0)?)?;
    let gap: f64 = setting("ONWARD_PEERS_GAP", 0.001)?;
    let preset: Preset = setting("ONWARD_PEERS_PRESET", Preset::Sample)?;
    let seeds: u64 = setting("ONWARD_PEERS_SEEDS", 10)?;
    let mut arenas: Vec<Arena> = (1..=seeds).map(|seed| Arena::Drawn(preset, seed)).collect();
    // Cargo adds options of its own.
    for name in arguments.iter().filter(|name| !name.starts_with('-')) {
        arenas.push(name.parse()?);
    }
    let planners = planners(setting("ONWARD_PEERS_JOURNEYS", onward::compact::JOURNEYS)?);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let csv: PathBuf = root.join(setting("ONWARD_PEERS_CSV", "out/peers.csv".to_owned())?);
    csv.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut lines = Table::csv_header().to_owned() + "\n";
    println!("{}; {}.", machine::description(), outside::versions());
    println!(
        "Each planner had {} a feed and could end at a gap of {}.\n",
        table::seconds(limit.as_secs_f64()),
        table::percent(gap)
    );
    let mut races = Vec::new();
    for arena in &arenas {
        let mut race = Race { name: arena.to_string(), outcomes: Vec::new() };
        for &planner in &planners {
            race.outcomes.push((planner, contest::hold(planner, arena, gap, limit)?));
        }
        let bound = race.outcomes.first().and_then(|(_, onward)| onward.bound);
        let table = Table::new(&race.name, bound, race.outcomes.clone());
        println!("{table}");
        lines += &table.csv();
        // Kept as far as it goes: a run takes long.
        fs::write(&csv, &lines)?;
        races.push(race);
    }
    verdict::overview(&races);
    verdict::targets(&races);
    Ok(())
}

/// Everyone who plans, Onward first: its bound is what plans are measured against.
fn planners(journeys: usize) -> Vec<Planner> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut planners = vec![
        Planner::Onward(cores),
        Planner::ByHand,
        Planner::Highs(journeys),
        Planner::Thinned(journeys),
        Planner::CpSat(journeys),
        Planner::Scip(journeys),
    ];
    if outside::python().is_none() {
        eprintln!("target/venv is missing, so neither CP-SAT nor SCIP takes part: make bench-peers installs them");
        planners.retain(|planner| !planner.is_outside());
    }
    planners
}

/// What the environment's `variable` says, or `default`.
fn setting<T: FromStr>(variable: &str, default: T) -> Result<T, Box<dyn Error>> {
    let Ok(text) = std::env::var(variable) else { return Ok(default) };
    Ok(text.parse().map_err(|_| format!("{variable}: {text:?} isn't understood"))?)
}
