//! One planner on one feed, in a process of its own: nothing is warm, and the memory it peaks at is its own.

use std::error::Error;
use std::fmt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::thread;
use std::time::{Duration, Instant};

use onward::check;
use onward::feed::Feed;
use onward::generate::{Preset, generate};
use onward::money::Money;
use onward::network::Network;
use onward::plan::{Plan, Status};
use onward::solve::{self, Cancel, Options};
use serde::{Deserialize, Serialize};

use super::booking::Booking;
use super::by_hand::Desk;
use super::menu::{Choice, Menu};
use super::{compact, machine};

/// The gap that all are asked for.
pub const GAP: f64 = 0.001;

/// Beyond its limit a planner may take so long, to write itineraries out and to end; HiGHS doesn't look at its clock
/// everywhere. Then it is ended, without a plan.
const GRACE: Duration = Duration::from_secs(90);

/// Says to the process that it is to hold a contest.
pub const FLAG: &str = "--contest";

/// Who plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planner {
    /// Onward on so many threads.
    Onward(usize),
    /// HiGHS on the whole model, with so many journeys a class, or all.
    Compact(Choice),
    /// First come, first served.
    ByHand,
}

impl fmt::Display for Planner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Onward(threads) => write!(f, "onward-{threads}"),
            Self::Compact(Choice::All) => f.write_str("compact-all"),
            Self::Compact(Choice::Cheapest(most)) => write!(f, "compact-{most}"),
            Self::ByHand => f.write_str("by-hand"),
        }
    }
}

impl FromStr for Planner {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse().map_err(|_| format!("no planner {text:?}"));
        match text.split_once('-') {
            Some(("onward", threads)) => Ok(Self::Onward(number(threads)?)),
            Some(("compact", "all")) => Ok(Self::Compact(Choice::All)),
            Some(("compact", most)) => Ok(Self::Compact(Choice::Cheapest(number(most)?))),
            Some(("by", "hand")) => Ok(Self::ByHand),
            _ => Err(format!("no planner {text:?}")),
        }
    }
}

/// What was written out for a compact model before planning began.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Written {
    /// Journeys.
    pub journeys: usize,
    /// Columns: journeys with their fare cuts.
    pub columns: usize,
    /// Classes that have more journeys.
    pub cut_short: usize,
    /// Seconds that it took, network included, on all cores.
    pub seconds: f64,
}

/// What came of it. Times in seconds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// What was written out beforehand, for a compact model; its time is not counted as planning.
    pub menu: Option<Written>,
    /// Planning, by the clock.
    pub planning: f64,
    /// Planning, by how long cores were busy with it.
    pub busy: Option<f64>,
    /// Total; none where there is no plan.
    pub total: Option<Money>,
    /// What the planner proved that no plan costs less than.
    pub bound: Option<Money>,
    /// The gap between them.
    pub gap: Option<f64>,
    /// Whether it ended because the gap was reached.
    pub reached: bool,
    /// Persons left behind.
    pub behind: usize,
    /// Cases left behind.
    pub cases_behind: usize,
    /// Most memory held, kibibytes.
    pub memory: Option<u64>,
}

/// Holds a contest in a fresh process.
///
/// # Errors
/// What the process died of.
pub fn hold(planner: Planner, preset: Preset, limit: Duration) -> Result<Outcome, Box<dyn Error>> {
    eprintln!("{preset}: {planner}, at most {} s", limit.as_secs());
    let mut child = Command::new(std::env::current_exe()?)
        .args([FLAG, &planner.to_string(), preset.name(), &limit.as_secs_f64().to_string()])
        .stdout(Stdio::piped())
        .spawn()?;
    let started = Instant::now();
    while child.try_wait()?.is_none() {
        if started.elapsed() > limit + GRACE {
            child.kill()?;
            child.wait()?;
            return Ok(Outcome { planning: limit.as_secs_f64(), ..Outcome::default() });
        }
        thread::sleep(Duration::from_millis(20));
    }
    let run = child.wait_with_output()?;
    if !run.status.success() {
        return Err(format!("{planner} on {preset} ended with {}", run.status).into());
    }
    Ok(serde_json::from_slice(&run.stdout)?)
}

/// Takes part in the contest that [`hold`] asks for by `arguments`, and writes the outcome to standard output.
///
/// # Errors
/// A feed that isn't read, a planner that fails, or a plan that the checker refuses.
pub fn take_part(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [planner, preset, limit] = arguments else { return Err("planner, feed and seconds are needed".into()) };
    let limit = Duration::try_from_secs_f64(limit.parse()?)?;
    let feed = feed(preset.parse()?)?;
    let (plan, mut outcome) = match planner.parse()? {
        Planner::Onward(threads) => onward(&feed, threads, limit)?,
        Planner::Compact(choice) => compact(&feed, choice, limit)?,
        Planner::ByHand => by_hand(&feed),
    };
    outcome.memory = machine::peak_memory();
    if let Some(plan) = plan {
        let report = check::check(&feed, &plan);
        if let Some(violation) = report.violations.first() {
            return Err(format!("{planner} made a plan that breaks a rule: {violation}").into());
        }
        outcome.total = Some(plan.total);
        outcome.cases_behind = plan.unserved.len();
        let left = |id: &str| plan.unserved.iter().any(|unserved| unserved.case == id);
        outcome.behind = feed.cases.iter().filter(|case| left(&case.id)).map(|case| case.persons.len()).sum();
    }
    serde_json::to_writer(std::io::stdout(), &outcome)?;
    Ok(())
}

/// The feed of `preset`: the days as they lie in `data/`, the cut as it is generated.
///
/// # Errors
/// The faults of a feed that is refused.
pub fn feed(preset: Preset) -> Result<Feed, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(preset.name());
    let read = match preset {
        Preset::Tight200 => Feed::from_files(generate(preset, preset.default_seed()).files),
        _ => Feed::read(&folder),
    };
    Ok(read?.0)
}

/// Times what planning takes.
struct Watch {
    started: Instant,
    busy: Option<f64>,
}

impl Watch {
    fn start() -> Self {
        Self { started: Instant::now(), busy: machine::busy() }
    }

    /// An outcome with the time taken so far.
    fn stop(&self) -> Outcome {
        Outcome {
            planning: self.started.elapsed().as_secs_f64(),
            busy: machine::busy().zip(self.busy).map(|(now, then)| now - then),
            ..Outcome::default()
        }
    }
}

fn onward(feed: &Feed, threads: usize, limit: Duration) -> Result<(Option<Plan>, Outcome), Box<dyn Error>> {
    let watch = Watch::start();
    let options = Options { gap: GAP, time_limit: Some(limit), threads, ..Options::default() };
    let plan = solve::plan(feed, &options, &Cancel::default(), &mut |_| {})?;
    let outcome = watch.stop();
    let (bound, gap, reached) = (Some(plan.bound), Some(plan.gap), plan.status == Status::Optimal);
    Ok((Some(plan), Outcome { bound, gap, reached, ..outcome }))
}

fn compact(feed: &Feed, choice: Choice, limit: Duration) -> Result<(Option<Plan>, Outcome), Box<dyn Error>> {
    let prepared = Instant::now();
    let network = Network::new(feed);
    let menu = Menu::new(&network, choice);
    let written = Written {
        journeys: menu.journeys,
        columns: menu.columns.len(),
        cut_short: menu.cut_short,
        seconds: prepared.elapsed().as_secs_f64(),
    };
    // Said now, since HiGHS may never come to an end with it.
    eprintln!("  {} journeys as {} columns", menu.journeys, menu.columns.len());
    let watch = Watch::start();
    let ending = compact::solve(&network, &menu, GAP, limit);
    let outcome = Outcome {
        menu: Some(written),
        bound: ending.bound.map(|units| Money((units * 100.0).floor() as i64)),
        gap: ending.gap,
        reached: ending.reached,
        ..watch.stop()
    };
    let plan = ending.taken.map(|taken| Booking::new(&network, &menu.classes, taken).plan(Money::ZERO));
    // HiGHS counts in floating point; more than rounding would be an error in the model.
    let units = |plan: &Plan| plan.total.0 as f64 / 100.0;
    match &plan {
        Some(plan) if (units(plan) - ending.objective).abs() > 1.0 => {
            Err(format!("HiGHS counts {} for a plan that costs {}", ending.objective, plan.total).into())
        }
        _ => Ok((plan, outcome)),
    }
}

fn by_hand(feed: &Feed) -> (Option<Plan>, Outcome) {
    let watch = Watch::start();
    let network = Network::new(feed);
    let desk = Desk::new(&network);
    let booking = desk.plan();
    let outcome = watch.stop();
    (Some(booking.plan(Money::ZERO)), outcome)
}
