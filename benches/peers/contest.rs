//! One planner on one feed, in a process of its own: nothing is warm, and the memory it peaks at is its own.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::thread;
use std::time::{Duration, Instant};

use onward::check;
use onward::compact::{Decision, Menu, Model, Shuttles, Sky, Tariff, highs};
use onward::feed::Feed;
use onward::generate::{Preset, generate};
use onward::money::Money;
use onward::network::Network;
use onward::plan::{Plan, Status};
use onward::solve::{self, Cancel, Options, PlanError};
use serde::{Deserialize, Serialize};

use super::booking::Booking;
use super::by_hand::Desk;
use super::trace::Trace;
use super::{highs_log, machine, outside};

/// Beyond its limit HiGHS may take so long to end: it doesn't look at its clock everywhere. Then it is ended, without a
/// plan.
const GRACE: Duration = Duration::from_secs(90);

/// Says to the process that it is to hold a contest.
pub const FLAG: &str = "--contest";

/// Threads of OR-Tools CP-SAT; the other peers use one, since they know no better.
const CP_SAT_WORKERS: usize = 2;

/// Who plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planner {
    /// Onward on so many threads.
    Onward(usize),
    /// HiGHS on the compact model of so many journeys a class.
    Highs(usize),
    /// HiGHS on that model less what is dear in its relaxation.
    Thinned(usize),
    /// OR-Tools CP-SAT on that model.
    CpSat(usize),
    /// SCIP on that model.
    Scip(usize),
    /// First come, first served.
    ByHand,
}

impl Planner {
    fn parts(self) -> (&'static str, Option<usize>) {
        match self {
            Self::Onward(threads) => ("onward", Some(threads)),
            Self::Highs(most) => ("highs", Some(most)),
            Self::Thinned(most) => ("thinned", Some(most)),
            Self::CpSat(most) => ("cp-sat", Some(most)),
            Self::Scip(most) => ("scip", Some(most)),
            Self::ByHand => ("by-hand", None),
        }
    }

    /// Whether it is run by Python.
    pub fn is_outside(self) -> bool {
        matches!(self, Self::CpSat(_) | Self::Scip(_))
    }
}

impl fmt::Display for Planner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (name, Some(number)) => write!(f, "{name}-{number}"),
            (name, None) => f.write_str(name),
        }
    }
}

impl FromStr for Planner {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("no planner {text:?}");
        if text == "by-hand" {
            return Ok(Self::ByHand);
        }
        let (name, number) = text.rsplit_once('-').ok_or_else(unknown)?;
        let number = number.parse().map_err(|_| unknown())?;
        let planner = match name {
            "onward" => Self::Onward,
            "highs" => Self::Highs,
            "thinned" => Self::Thinned,
            "cp-sat" => Self::CpSat,
            "scip" => Self::Scip,
            _ => return Err(unknown()),
        };
        Ok(planner(number))
    }
}

/// What was written out for a compact model before planning began.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Written {
    /// Journeys.
    pub journeys: usize,
    /// Columns: journeys with their fare cuts.
    pub columns: usize,
    /// Missions with theirs.
    pub missions: usize,
    /// Whether everything that a best plan may need is there.
    pub complete: bool,
    /// Seconds that it took, network included, on all cores.
    pub seconds: f64,
}

/// What came of it. Times in seconds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// What was written out beforehand, for a compact model; its time is not counted as planning.
    pub menu: Option<Written>,
    /// What stood when, by the planner's own account.
    pub trace: Trace,
    /// Planning, by the clock.
    pub planning: f64,
    /// Total; none where there is no plan.
    pub total: Option<Money>,
    /// The cash in it.
    pub cash: Option<Money>,
    /// What the planner proved that no plan costs less than: no plan of its menu, for a compact model.
    pub bound: Option<Money>,
    /// Whether it ended because the gap was reached.
    pub reached: bool,
    /// Persons moved.
    pub moved: usize,
    /// Persons left behind.
    pub behind: usize,
    /// Cases left behind.
    pub cases_behind: usize,
    /// Most memory held, kibibytes.
    pub memory: Option<u64>,
}

/// A feed to plan.
#[derive(Debug, Clone)]
pub enum Arena {
    /// A preset, generated with a seed.
    Drawn(Preset, u64),
    /// A feed in a folder.
    Folder(PathBuf),
}

impl Arena {
    /// Reads or generates the feed.
    fn feed(&self) -> Result<Feed, Box<dyn Error>> {
        let read = match self {
            Self::Drawn(preset, seed) => Feed::from_files(generate(*preset, *seed).files),
            Self::Folder(folder) => Feed::read(folder),
        };
        Ok(read?.0)
    }
}

impl fmt::Display for Arena {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Drawn(preset, seed) => write!(f, "{preset}:{seed}"),
            Self::Folder(folder) => write!(f, "{}", folder.display()),
        }
    }
}

impl FromStr for Arena {
    type Err = String;
    /// `PRESET:SEED`, or a folder.
    fn from_str(text: &str) -> Result<Self, String> {
        let drawn = text.split_once(':').and_then(|(preset, seed)| Some((preset.parse().ok()?, seed.parse().ok()?)));
        Ok(drawn.map_or_else(|| Self::Folder(PathBuf::from(text)), |(preset, seed)| Self::Drawn(preset, seed)))
    }
}

/// Holds a contest in a fresh process: `planner` in `arena` until `gap` or `limit`.
///
/// # Errors
/// What the process died of.
pub fn hold(planner: Planner, arena: &Arena, gap: f64, limit: Duration) -> Result<Outcome, Box<dyn Error>> {
    eprintln!("{arena}: {planner}, at most {:.0} s", limit.as_secs_f64());
    let run = Command::new(std::env::current_exe()?)
        .args([FLAG, &planner.to_string(), &arena.to_string(), &gap.to_string(), &limit.as_secs_f64().to_string()])
        .stderr(Stdio::inherit())
        .output()?;
    if !run.status.success() {
        return Err(format!("{planner} on {arena} ended with {}", run.status).into());
    }
    Ok(serde_json::from_slice(&run.stdout)?)
}

/// Takes part in the contest that [`hold`] asks for by `arguments`, and writes the outcome to standard output.
///
/// # Errors
/// A feed that isn't read, a planner that fails, or a plan that the checker refuses.
pub fn take_part(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [planner, arena, gap, limit] = arguments else {
        return Err("planner, feed, gap and seconds are needed".into());
    };
    let limit = Duration::try_from_secs_f64(limit.parse()?)?;
    let gap = gap.parse()?;
    let feed = arena.parse::<Arena>()?.feed()?;
    let planner = planner.parse()?;
    let (plan, mut outcome) = match planner {
        Planner::Onward(threads) => onward(&feed, threads, gap, limit)?,
        Planner::ByHand => by_hand(&feed)?,
        Planner::Highs(most) | Planner::Thinned(most) | Planner::CpSat(most) | Planner::Scip(most) => {
            compact(&feed, planner, most, gap, limit)?
        }
    };
    outcome.memory = outcome.memory.max(machine::peak_memory());
    if let Some(plan) = plan {
        let report = check::check(&feed, &plan);
        if let Some(violation) = report.violations.first() {
            return Err(format!("{planner} made a plan that breaks a rule: {violation}").into());
        }
        outcome.total = Some(plan.total);
        outcome.cash = Some(plan.cash.total());
        outcome.cases_behind = plan.unserved.len();
        let left = |id: &str| plan.unserved.iter().any(|unserved| unserved.case == id);
        outcome.behind = feed.cases.iter().filter(|case| left(&case.id)).map(|case| case.persons.len()).sum();
        outcome.moved = feed.persons.len() - outcome.behind;
    }
    serde_json::to_writer(std::io::stdout(), &outcome)?;
    Ok(())
}

/// A planner's plan, if it has one, and what it took.
type Planned = Result<(Option<Plan>, Outcome), Box<dyn Error>>;

fn onward(feed: &Feed, threads: usize, gap: f64, limit: Duration) -> Planned {
    let started = Instant::now();
    let options = Options { gap, time_limit: Some(limit), threads, ..Options::default() };
    let mut trace = Trace::default();
    let minor = |amount: Option<Money>| amount.map(|amount| amount.0 as f64);
    let planned = solve::plan(feed, &options, &Cancel::default(), &mut |progress| {
        trace.note(progress.elapsed.as_secs_f64(), minor(progress.incumbent), minor(progress.bound));
    });
    let planning = started.elapsed().as_secs_f64();
    let plan = match planned {
        Err(PlanError::Stopped) => return Ok((None, Outcome { trace, planning, ..Outcome::default() })),
        planned => planned?,
    };
    trace.note(planning, minor(Some(plan.total)), minor(Some(plan.bound)));
    let (bound, reached) = (Some(plan.bound), plan.status == Status::Optimal);
    Ok((Some(plan), Outcome { trace, planning, bound, reached, ..Outcome::default() }))
}

/// What a solver made of a compact model. Amounts in minor units.
struct Solved {
    trace: Trace,
    values: Option<Vec<f64>>,
    total: Option<f64>,
    bound: Option<f64>,
    reached: bool,
    seconds: f64,
    memory: Option<u64>,
}

fn compact(feed: &Feed, planner: Planner, most: usize, gap: f64, limit: Duration) -> Planned {
    let prepared = Instant::now();
    let network = Network::new(feed);
    let sky = Sky::new(&network);
    let tariff = Tariff::new(&sky);
    let shuttles = Shuttles::new(&tariff);
    let mut menu = Menu::new(&shuttles, most);
    let mut model = Model::new(&sky, &menu);
    let written = Written {
        journeys: menu.journeys,
        columns: menu.columns.len(),
        missions: menu.missions.len(),
        complete: menu.is_complete(),
        seconds: prepared.elapsed().as_secs_f64(),
    };
    // Said now, since a solver may never come to an end with it.
    let (columns, rows) = (model.programme.columns.len(), model.programme.rows.len());
    eprintln!("  {} journeys, {} missions: {columns} columns, {rows} rows", written.journeys, written.missions);
    let solved = match planner {
        Planner::CpSat(_) => outside::solve("cp-sat", &model.programme, CP_SAT_WORKERS, gap, limit)?.map(Solved::from),
        Planner::Scip(_) => outside::solve("scip", &model.programme, 1, gap, limit)?.map(Solved::from),
        _ => {
            end_after(limit + GRACE, Outcome { menu: Some(written.clone()), ..Outcome::default() });
            let thinned = matches!(planner, Planner::Thinned(_)).then_some(&mut menu);
            highs(&sky, &mut model, thinned, gap, limit)?
        }
    };
    let outcome = Outcome { menu: Some(written), planning: limit.as_secs_f64(), ..Outcome::default() };
    let Some(solved) = solved else { return Ok((None, outcome)) };
    let outcome = Outcome {
        trace: solved.trace,
        planning: solved.seconds,
        bound: solved.bound.map(|minor| Money(minor.floor() as i64)),
        reached: solved.reached,
        memory: solved.memory,
        ..outcome
    };
    let Some(values) = solved.values else { return Ok((None, outcome)) };
    let Decision { taken, missions, charters } = Decision::new(&sky, &menu, &model, &values);
    let (plan, _) = Booking { sky: &sky, classes: &menu.classes, taken, missions, charters }.plan();
    let says = solved.total.unwrap_or(f64::NEG_INFINITY);
    // Solvers count in floating point, and a plan that isn't the best may leave a rebate uncounted; if a plan costs more than
    // is said, the model is wrong.
    if plan.total.0 as f64 > says + 100.0 {
        return Err(format!("{planner} counts {says} minor units for a plan that costs {}", plan.total).into());
    }
    Ok((Some(plan), outcome))
}

impl From<outside::Answer> for Solved {
    fn from(answer: outside::Answer) -> Self {
        let outside::Answer { trace, values, total, bound, reached, seconds, memory } = answer;
        Self { trace, values, total, bound, reached, seconds, memory: Some(memory) }
    }
}

/// HiGHS on `model`, or on that of `thinned` once it is thinned; none where the relaxation isn't solved in time.
fn highs(
    sky: &Sky,
    model: &mut Model,
    thinned: Option<&mut Menu>,
    gap: f64,
    limit: Duration,
) -> Result<Option<Solved>, Box<dyn Error>> {
    let log = tempfile::NamedTempFile::new()?;
    let started = Instant::now();
    let is_thinned = thinned.is_some();
    let ending = match thinned {
        None => highs::solve(&model.programme, gap, limit, Some(log.path())),
        Some(menu) => match highs::solve_thinned(sky, menu, gap, limit, Some(log.path())) {
            None => return Ok(None),
            Some((thinner, ending)) => {
                *model = thinner;
                ending
            }
        },
    };
    let seconds = started.elapsed().as_secs_f64();
    let mut trace = highs_log::trace(&std::fs::read_to_string(log.path())?);
    if is_thinned {
        // The log's clock starts when the relaxation is solved, and what is proved for a thinned menu says nothing of the menu.
        let relaxed = trace.0.last().map_or(0.0, |last| (seconds - last.seconds).max(0.0));
        trace.0.iter_mut().for_each(|point| (point.seconds, point.bound) = (point.seconds + relaxed, None));
    }
    let bound = ending.bound.filter(|_| !is_thinned);
    let total = ending.values.is_some().then_some(ending.objective);
    trace.note(seconds, total, bound);
    let (values, reached) = (ending.values, ending.reached);
    Ok(Some(Solved { trace, values, total, bound, reached, seconds, memory: None }))
}

/// Ends this process after so long, with `outcome` and what it took.
fn end_after(time: Duration, outcome: Outcome) {
    thread::spawn(move || {
        thread::sleep(time);
        let outcome = Outcome { planning: time.as_secs_f64(), memory: machine::peak_memory(), ..outcome };
        let told = serde_json::to_writer(std::io::stdout(), &outcome);
        std::process::exit(i32::from(told.is_err()));
    });
}

fn by_hand(feed: &Feed) -> Planned {
    let started = Instant::now();
    let network = Network::new(feed);
    let sky = Sky::new(&network);
    let tariff = Tariff::new(&sky);
    let shuttles = Shuttles::new(&tariff);
    let plan = Desk::new(&shuttles).plan();
    let planning = started.elapsed().as_secs_f64();
    let mut trace = Trace::default();
    if let Ok(plan) = &plan {
        trace.note(planning, Some(plan.total.0 as f64), None);
    }
    let plan = plan.inspect_err(|reason| eprintln!("  {reason}")).ok();
    Ok((plan, Outcome { trace, planning, ..Outcome::default() }))
}
