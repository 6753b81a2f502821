//! `make bench-threads`: the same work on one thread and on two, and how much faster it is.
//!
//! Times until a gap depend on when plans are found, so the work is fixed instead: so many rounds of pricing and of the
//! master from nothing, and the integer programme after them (`solve::stages`), which are the same on any number of threads.
//! Runs alternate, and medians are compared. Folders or presets named on the command line are measured instead of the day.
//! `ONWARD_THREADS_ROUNDS` (8) and `ONWARD_THREADS_RUNS` (5) say how much is done.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use onward::feed::Feed;
use onward::generate::{Preset, generate};
use onward::network::Network;
use onward::solve::stages::{self, Stages};

/// What is timed, and its part of the stages.
type Kind = (&'static str, fn(&Stages) -> Duration);

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
    for name in names {
        let (feed, _) = match name.parse::<Preset>() {
            Ok(preset) => Feed::from_files(generate(preset, preset.default_seed()).files)?,
            Err(_) => Feed::read(Path::new(&name))?,
        };
        let network = Network::new(&feed);
        let (mut one, mut two) = (Vec::new(), Vec::new());
        for _ in 0..runs {
            one.push(stages::measure(&network, rounds, 1)?);
            two.push(stages::measure(&network, rounds, 2)?);
        }
        let found = |stages: &Stages| (stages.columns, stages.missions);
        if one.iter().chain(&two).any(|stages| found(stages) != found(&one[0])) {
            return Err(format!("{name}: threads changed what was found").into());
        }
        let short = Path::new(&name).file_name().map_or(name.clone(), |last| last.to_string_lossy().into_owned());
        let kinds: [Kind; 3] = [
            ("pricing", |stages| stages.pricing),
            ("master", |stages| stages.master),
            ("pricing and master", |stages| stages.pricing + stages.master),
        ];
        for (kind, of) in kinds {
            let median = |all: &[Stages]| {
                let mut times: Vec<f64> = all.iter().map(|stages| of(stages).as_secs_f64()).collect();
                times.sort_by(f64::total_cmp);
                times[times.len() / 2]
            };
            let (one, two) = (median(&one), median(&two));
            println!("| {short} | {kind}, {rounds} rounds | {one:.2} s | {two:.2} s | {:.2} |", one / two);
        }
    }
    Ok(())
}
