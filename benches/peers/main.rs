//! `make bench`, second part: Onward beside others on the same feeds, in one run, as Markdown for docs/BENCHMARKS.md.
//!
//! Criterion repeats what is short and alike; here the contestants take from seconds to many minutes, may fail, and what
//! they reach matters as much as when. So each plans once in a process of its own (on the cut Onward thrice, and the median
//! counts), and its plan is put before the independent checker.
//!
//! `ONWARD_BENCH_GAP` (default 0.005) is the gap all are asked for, `ONWARD_BENCH_SECONDS` (600) the patience with Onward.
//! HiGHS on a whole model may take ten times the processor time that Onward took, or `ONWARD_BENCH_PEER_SECONDS`. Folders
//! named on the command line are planned instead of the feeds of the project.

mod booking;
mod by_hand;
mod compact;
mod contest;
mod corps;
mod machine;
mod menu;
mod missions;
mod model;
mod rota;
mod shuttles;
mod sky;
mod table;
mod tariff;

use std::error::Error;
use std::time::Duration;

use contest::{Arena, Outcome, Planner};
use onward::generate::Preset;
use table::Table;

/// Runs of Onward on the cut, of which the median counts.
const RUNS: usize = 3;

/// HiGHS on a day: the 40 cheapest journeys a class, whole and less what is dear in their relaxation.
const ON_A_DAY: [Planner; 2] = [Planner::Compact(40), Planner::Thinned(40)];

/// HiGHS on the cut: also with five times as many journeys.
const ON_THE_CUT: [Planner; 3] = [Planner::Compact(40), Planner::Compact(200), Planner::Thinned(40)];

/// Times faster that Onward is to be, to the same gap.
const TIMES_FASTER: f64 = 5.0;

/// Times Onward's time that a peer is given; not to reach the gap in it is as good as proof.
const TIMES_LONGER: f64 = 10.0;

/// Most memory that a day may take, kibibytes: 500 MB.
const MEMORY: u64 = 500_000_000 / 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == contest::FLAG) {
        return contest::take_part(&arguments[1..]);
    }
    let patience = Patience::from_environment()?;
    // Cargo adds options of its own.
    let folders: Vec<Arena> =
        arguments.iter().filter(|name| !name.starts_with('-')).map(|name| Arena::at(name)).collect();
    println!("{}; gap asked for {}.\n", machine::description(), table::percent(patience.gap));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut races = Vec::new();
    for arena in &folders {
        races.push(Race::run(arena, Planner::Onward(cores), 1, &ON_A_DAY, &patience)?);
    }
    if folders.is_empty() {
        for day in [Preset::Day20170516, Preset::Day20150909] {
            races.push(Race::run(&Arena::of(day), Planner::Onward(cores), 1, &ON_A_DAY, &patience)?);
        }
        races.push(Race::run(&Arena::of(Preset::Tight200), Planner::Onward(1), RUNS, &ON_THE_CUT, &patience)?);
    }
    println!("### What Onward saves against planning by hand\n");
    println!("| feed | cash | cash a person moved | total | persons left behind |\n|---|---:|---:|---:|---:|");
    races.iter().for_each(Race::save);
    println!("\n### Targets\n\n| target | reached | met |\n|---|---|---|");
    races.iter().for_each(|race| race.judge(&patience));
    Ok(())
}

/// How much is asked for, and how long it may take.
struct Patience {
    gap: f64,
    onward: Duration,
    peer: Option<Duration>,
}

impl Patience {
    fn from_environment() -> Result<Self, Box<dyn Error>> {
        let seconds = |seconds: f64| Duration::try_from_secs_f64(seconds);
        Ok(Self {
            gap: number("ONWARD_BENCH_GAP")?.unwrap_or(0.005),
            onward: seconds(number("ONWARD_BENCH_SECONDS")?.unwrap_or(600.0))?,
            peer: number("ONWARD_BENCH_PEER_SECONDS")?.map(seconds).transpose()?,
        })
    }

    /// With a peer, once Onward came to `own`. Processor time counts: HiGHS runs on one thread.
    fn with_peer(&self, own: &Outcome) -> Duration {
        let taken = own.busy.map_or(own.planning, |busy| busy.max(own.planning));
        self.peer.unwrap_or_else(|| Duration::from_secs_f64((taken * TIMES_LONGER).max(1.0)))
    }
}

/// The number that the environment's `variable` says.
fn number(variable: &str) -> Result<Option<f64>, Box<dyn Error>> {
    let Ok(text) = std::env::var(variable) else { return Ok(None) };
    Ok(Some(text.parse().map_err(|_| format!("{variable}: no number"))?))
}

/// A feed, planned by Onward, by hand and by HiGHS.
struct Race {
    arena: Arena,
    own: Planner,
    onward: Outcome,
    by_hand: Outcome,
    peers: Vec<(Planner, Outcome)>,
}

impl Race {
    /// Plans and prints who came how far.
    fn run(
        arena: &Arena,
        own: Planner,
        runs: usize,
        planners: &[Planner],
        patience: &Patience,
    ) -> Result<Self, Box<dyn Error>> {
        let hold = |planner, limit| contest::hold(planner, arena, patience.gap, limit);
        let mut held = (0..runs).map(|_| hold(own, patience.onward)).collect::<Result<Vec<_>, _>>()?;
        held.sort_by(|one, other| one.planning.total_cmp(&other.planning));
        let onward = held.swap_remove(runs / 2);
        let mut table = Table::new(&arena.name, onward.bound);
        table.row(own, &onward);
        let by_hand = hold(Planner::ByHand, patience.onward)?;
        table.row(Planner::ByHand, &by_hand);
        let mut peers = Vec::new();
        for &planner in planners {
            let outcome = hold(planner, patience.with_peer(&onward))?;
            table.row(planner, &outcome);
            peers.push((planner, outcome));
        }
        println!("{table}");
        Ok(Self { arena: arena.clone(), own, onward, by_hand, peers })
    }

    /// A line of the table of savings.
    fn save(&self) {
        let saving = |own: Option<f64>, other: Option<f64>| {
            let share = own.zip(other).map(|(own, other)| (other - own) / other);
            share.map_or_else(|| "–".to_owned(), table::percent)
        };
        let cash = |outcome: &Outcome| outcome.cash.map(|cash| cash.0 as f64);
        let total = |outcome: &Outcome| outcome.total.map(|total| total.0 as f64);
        let left = |outcome: &Outcome| outcome.total.map_or_else(|| "–".to_owned(), |_| outcome.behind.to_string());
        let each = |outcome: &Outcome| cash(outcome).map(|cash| cash / outcome.moved as f64);
        println!(
            "| {} | {} | {} | {} | {} instead of {} |",
            self.arena.name,
            saving(cash(&self.onward), cash(&self.by_hand)),
            saving(each(&self.onward), each(&self.by_hand)),
            saving(total(&self.onward), total(&self.by_hand)),
            left(&self.onward),
            left(&self.by_hand),
        );
    }

    /// The lines of the table of targets.
    fn judge(&self, patience: &Patience) {
        let name = &self.arena.name;
        let gap = self.onward.gap.unwrap_or(1.0);
        let asked = table::percent(patience.gap);
        judge(&format!("{name}: gap at most {asked}"), &table::percent(gap), gap <= patience.gap);
        if let Some(memory) = self.onward.memory {
            judge(&format!("{name}: peak memory under 500 MB"), &table::megabytes(memory), memory < MEMORY);
        }
        for (planner, peer) in &self.peers {
            let (clock, processor) = times_longer(&self.onward, peer);
            let processor = processor.map_or_else(String::new, |times| format!(", {times:.1} by processor time"));
            let took = format!("{clock:.1} times as long by the clock{processor}");
            let above = table::above(peer, self.onward.bound);
            // What a peer proves holds for its menu alone: its plan is what counts, against the bound that holds for all.
            let same = above.is_some_and(|above| above <= patience.gap);
            let (reached, met) = match above {
                Some(_) if same => (took, clock >= TIMES_FASTER),
                // It will never get there, or had ten times the time.
                _ if peer.reached => (format!("ended {} above after {took}", share(above)), true),
                Some(_) => (format!("still {} above after {took}", share(above)), clock >= TIMES_LONGER - 0.1),
                None => (format!("no plan after {took}"), clock >= TIMES_LONGER - 0.1),
            };
            judge(
                &format!(
                    "{name}: {TIMES_FASTER} times faster than {planner} to within {asked} of the bound, or that isn't \
                     reached in {TIMES_LONGER} times the time"
                ),
                &reached,
                self.onward.reached && met,
            );
            let told =
                |outcome: &Outcome| outcome.total.map_or_else(|| "no plan".to_owned(), |total| total.to_string());
            let no_higher = self.onward.total.is_some_and(|own| peer.total.is_none_or(|other| own <= other));
            let totals = format!("{} against {}", told(&self.onward), told(peer));
            judge(&format!("… with a total of {} that is no higher", self.own), &totals, no_higher);
        }
    }
}

/// A share as text, if it is known.
fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "an unknown part".to_owned(), table::percent)
}

/// A line of the table of targets.
fn judge(target: &str, reached: &str, met: bool) {
    println!("| {target} | {reached} | {} |", if met { "yes" } else { "**no**" });
}

/// How many times longer `peer` took than `own`, by the clock and by processor time.
fn times_longer(own: &Outcome, peer: &Outcome) -> (f64, Option<f64>) {
    (peer.planning / own.planning, own.busy.zip(peer.busy).map(|(own, peer)| peer / own))
}
