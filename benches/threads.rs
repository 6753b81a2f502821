//! `make bench-threads`: the same work on one thread and on two, and how much faster it is.
//!
//! Times until a gap depend on when plans are found, so the work is fixed instead: so many rounds of pricing and of the
//! master from nothing, and the integer programme after them (`solve::stages`), which are the same on any number of threads.
//! Runs alternate, and medians are compared; processor time tells, where other programs run beside, whether two threads do
//! more work than one. Folders or presets named on the command line are measured instead of the day.
//! `ONWARD_THREADS_ROUNDS` (8) and `ONWARD_THREADS_RUNS` (5) say how much is done.

use std::error::Error;
use std::path::Path;

use onward::feed::Feed;
use onward::generate::{Preset, generate};
use onward::network::Network;
use onward::solve::stages::{self, Stages};

/// What is timed, and its part of the stages.
type Kind = (&'static str, fn(&(Stages, f64)) -> f64);

fn main() -> Result<(), Box<dyn Error>> {
    let number = |variable: &str, default: usize| -> Result<usize, Box<dyn Error>> {
        std::env::var(variable).map_or(Ok(default), |text| Ok(text.parse()?))
    };
    let (rounds, runs) = (number("ONWARD_THREADS_ROUNDS", 8)?, number("ONWARD_THREADS_RUNS", 5)?.max(1));
    // Cargo adds options of its own.
    let mut names: Vec<String> = std::env::args().skip(1).filter(|name| !name.starts_with('-')).collect();
    if names.is_empty() {
        names.push(format!("{}/data/day-2017-05-16", env!("CARGO_MANIFEST_DIR")));
    }
    println!("| feed | stage | 1 thread | 2 threads | times faster |\n|---|---|---:|---:|---:|");
    let on = |network: &Network, threads: usize| -> Result<(Stages, f64), Box<dyn Error>> {
        let before = busy();
        let stages = stages::measure(network, rounds, threads)?;
        Ok((stages, busy() - before))
    };
    for name in names {
        let (feed, _) = match name.parse::<Preset>() {
            Ok(preset) => Feed::from_files(generate(preset, preset.default_seed()).files)?,
            Err(_) => Feed::read(Path::new(&name))?,
        };
        let network = Network::new(&feed);
        let (mut one, mut two) = (Vec::new(), Vec::new());
        for _ in 0..runs {
            one.push(on(&network, 1)?);
            two.push(on(&network, 2)?);
        }
        let found = |(stages, _): &(Stages, f64)| (stages.columns, stages.missions);
        if one.iter().chain(&two).any(|stages| found(stages) != found(&one[0])) {
            return Err(format!("{name}: threads changed what was found").into());
        }
        let short = Path::new(&name).file_name().map_or(name.clone(), |last| last.to_string_lossy().into_owned());
        let kinds: [Kind; 5] = [
            ("pricing classes", |(stages, _)| stages.classes.as_secs_f64()),
            ("pricing pools", |(stages, _)| stages.pools.as_secs_f64()),
            ("master", |(stages, _)| stages.master.as_secs_f64()),
            ("all three", |(stages, _)| (stages.classes + stages.pools + stages.master).as_secs_f64()),
            ("all three and the integer programme, by processor time", |&(_, busy)| busy),
        ];
        for (kind, of) in kinds {
            let median = |all: &[(Stages, f64)]| {
                let mut times: Vec<f64> = all.iter().map(of).collect();
                times.sort_by(f64::total_cmp);
                times[times.len() / 2]
            };
            let (one, two) = (median(&one), median(&two));
            println!("| {short} | {kind}, {rounds} rounds | {one:.2} s | {two:.2} s | {:.2} |", one / two);
        }
    }
    Ok(())
}

/// Seconds that this process has kept cores busy, its threads together; 0 where the kernel doesn't tell.
fn busy() -> f64 {
    /// The kernel tells times in hundredths of a second, whatever it counts itself.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name, in brackets, may hold blanks; user and system time are the 12th and 13th field after it.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS
}
