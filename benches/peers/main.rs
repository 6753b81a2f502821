//! `make bench`, second part: Onward beside others on the same feeds, in one run, as Markdown for docs/BENCHMARKS.md.
//!
//! Criterion repeats what is short and alike; here the contestants take from seconds to minutes, may fail, and what they
//! reach matters as much as when. So each plans once in a process of its own (Onward thrice, the median counts), and its
//! plan is put before the independent checker.
//!
//! `ONWARD_BENCH_SECONDS` (default 600) is the patience with Onward, `ONWARD_BENCH_PEER_SECONDS` (default 150) that with
//! HiGHS on a whole model.

mod booking;
mod by_hand;
mod compact;
mod contest;
mod machine;
mod menu;
mod table;

use std::error::Error;
use std::time::Duration;

use contest::{Outcome, Planner};
use menu::Choice;
use onward::generate::Preset;
use table::Table;

/// Runs of Onward on the cut, of which the median counts.
const RUNS: usize = 3;

/// Menus that HiGHS is given of the cut: the 40 cheapest journeys a class, five times as many, and all.
const MENUS: [Choice; 3] = [Choice::Cheapest(40), Choice::Cheapest(200), Choice::All];

/// Times faster that Onward is to be on the cut.
const TIMES_FASTER: f64 = 10.0;

/// Most memory that the day may take, kibibytes: 500 MB.
const MEMORY: u64 = 500_000_000 / 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == contest::FLAG) {
        return contest::take_part(&arguments[1..]);
    }
    println!("{}.\n", machine::description());
    let day = day(Preset::Day20170516)?;
    self::day(Preset::Day20150909)?;
    let race = Race::run()?;
    println!("### Targets\n\n| target | reached | met |\n|---|---|---|");
    judge_day(Preset::Day20170516, &day);
    race.judge();
    Ok(())
}

/// A line of the table of targets.
fn judge(target: &str, reached: &str, met: bool) {
    println!("| {target} | {reached} | {} |", if met { "yes" } else { "**no**" });
}

/// The targets of a day: its gap and its memory.
fn judge_day(preset: Preset, day: &Outcome) {
    let gap = day.gap.unwrap_or(1.0);
    judge(&format!("{preset}: gap at most 0.1 %"), &table::percent(gap), gap <= contest::GAP);
    if let Some(memory) = day.memory {
        judge(&format!("{preset}: peak memory under 500 MB"), &table::megabytes(memory), memory < MEMORY);
    }
}

/// Plans a whole day, on all cores and by hand.
fn day(preset: Preset) -> Result<Outcome, Box<dyn Error>> {
    let limit = patience("ONWARD_BENCH_SECONDS", 600)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let onward = contest::hold(Planner::Onward(cores), preset, limit)?;
    let by_hand = contest::hold(Planner::ByHand, preset, limit)?;
    let mut table = Table::new(preset, onward.bound);
    table.row(Planner::Onward(cores), &onward);
    table.row(Planner::ByHand, &by_hand);
    println!("{table}");
    Ok(onward)
}

/// The cut, planned on one thread by Onward and by HiGHS on each menu.
struct Race {
    onward: Outcome,
    peers: Vec<(Planner, Outcome)>,
}

impl Race {
    /// The feed of it.
    const PRESET: Preset = Preset::Tight200;

    /// Plans and prints who came how far.
    fn run() -> Result<Self, Box<dyn Error>> {
        let limit = patience("ONWARD_BENCH_SECONDS", 600)?;
        let peer_limit = patience("ONWARD_BENCH_PEER_SECONDS", 150)?;
        let own = Planner::Onward(1);
        let mut runs = (0..RUNS).map(|_| contest::hold(own, Self::PRESET, limit)).collect::<Result<Vec<_>, _>>()?;
        runs.sort_by(|one, other| one.planning.total_cmp(&other.planning));
        let onward = runs.swap_remove(RUNS / 2);
        let mut table = Table::new(Self::PRESET, onward.bound);
        table.row(own, &onward);
        let mut peers = Vec::new();
        for choice in MENUS {
            let planner = Planner::Compact(choice);
            let outcome = contest::hold(planner, Self::PRESET, peer_limit)?;
            table.row(planner, &outcome);
            peers.push((planner, outcome));
        }
        table.row(Planner::ByHand, &contest::hold(Planner::ByHand, Self::PRESET, limit)?);
        println!("{table}");
        Ok(Self { onward, peers })
    }

    /// The targets of the race, against each peer.
    fn judge(&self) {
        for (planner, peer) in &self.peers {
            let (clock, processor) = times_faster(&self.onward, peer);
            let least = if peer.reached { "" } else { "over " };
            let processor =
                processor.map_or_else(String::new, |times| format!(", {least}{times:.1} by processor time"));
            judge(
                &format!("{}: {TIMES_FASTER} times faster to 0.1 % than {planner}", Self::PRESET),
                &format!("{least}{clock:.1} by the clock{processor}"),
                self.onward.reached && clock >= TIMES_FASTER,
            );
            if let (Some(own), Some(other)) = (self.onward.total, peer.total) {
                judge("… with a total that is no higher", &format!("{own} against {other}"), own <= other);
            }
        }
    }
}

/// How many times longer `peer` took than `own`, by the clock and by processor time.
fn times_faster(own: &Outcome, peer: &Outcome) -> (f64, Option<f64>) {
    (peer.planning / own.planning, own.busy.zip(peer.busy).map(|(own, peer)| peer / own))
}

/// The seconds that the environment's `variable` says, or so many.
fn patience(variable: &str, otherwise: u64) -> Result<Duration, Box<dyn Error>> {
    match std::env::var(variable) {
        Ok(text) => {
            Ok(Duration::try_from_secs_f64(text.parse().map_err(|_| format!("{variable}: no number of seconds"))?)?)
        }
        Err(_) => Ok(Duration::from_secs(otherwise)),
    }
}
