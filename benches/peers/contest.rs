//! One planner on one feed, in a process of its own: nothing is warm, and the memory it peaks at is its own.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};
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
use onward::solve::{self, Cancel, Options, PlanError};
use serde::{Deserialize, Serialize};

use super::booking::Booking;
use super::by_hand::Desk;
use super::menu::Menu;
use super::shuttles::Shuttles;
use super::sky::Sky;
use super::tariff::Tariff;
use super::{compact, machine};

/// Beyond its limit HiGHS may take so long to end: it doesn't look at its clock everywhere. Then it is ended, without a
/// plan.
const GRACE: Duration = Duration::from_secs(90);

/// Says to the process that it is to hold a contest.
pub const FLAG: &str = "--contest";

/// Who plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planner {
    /// Onward on so many threads.
    Onward(usize),
    /// HiGHS on the whole model, with so many journeys a class.
    Compact(usize),
    /// HiGHS on the model of so many journeys a class, less what is dear in its relaxation.
    Thinned(usize),
    /// First come, first served.
    ByHand,
}

impl fmt::Display for Planner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Onward(threads) => write!(f, "onward-{threads}"),
            Self::Compact(most) => write!(f, "compact-{most}"),
            Self::Thinned(most) => write!(f, "thinned-{most}"),
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
            Some(("compact", most)) => Ok(Self::Compact(number(most)?)),
            Some(("thinned", most)) => Ok(Self::Thinned(number(most)?)),
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
    /// Missions with theirs.
    pub missions: usize,
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
    /// The cash in it.
    pub cash: Option<Money>,
    /// Missions sent.
    pub missions: usize,
    /// What the planner proved that no plan costs less than.
    pub bound: Option<Money>,
    /// The gap between them.
    pub gap: Option<f64>,
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
pub struct Arena {
    /// How it is called.
    pub name: String,
    /// Where it lies; generated where there is none.
    pub folder: Option<PathBuf>,
}

impl Arena {
    /// The feed of `preset`: the days as they lie in `data/`, the cut as it is generated.
    pub fn of(preset: Preset) -> Self {
        let folder = || Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(preset.name());
        Self { name: preset.name().to_owned(), folder: (preset != Preset::Tight200).then(folder) }
    }

    /// The feed in `folder`.
    pub fn at(folder: &str) -> Self {
        let path = PathBuf::from(folder);
        let name = path.file_name().map_or_else(|| folder.to_owned(), |name| name.to_string_lossy().into_owned());
        Self { name, folder: Some(path) }
    }

    /// Reads or generates the feed.
    ///
    /// # Errors
    /// The faults of a feed that is refused.
    fn feed(&self) -> Result<Feed, Box<dyn Error>> {
        let read = match &self.folder {
            Some(folder) => Feed::read(folder),
            None => {
                let preset: Preset = self.name.parse()?;
                Feed::from_files(generate(preset, preset.default_seed()).files)
            }
        };
        Ok(read?.0)
    }
}

/// Holds a contest in a fresh process: `planner` in `arena` until `gap` or `limit`.
///
/// # Errors
/// What the process died of.
pub fn hold(planner: Planner, arena: &Arena, gap: f64, limit: Duration) -> Result<Outcome, Box<dyn Error>> {
    let name = &arena.name;
    eprintln!("{name}: {planner}, at most {:.0} s", limit.as_secs_f64());
    let folder = arena.folder.as_deref().unwrap_or(Path::new(""));
    let run = Command::new(std::env::current_exe()?)
        .args([FLAG, &planner.to_string(), name, &gap.to_string(), &limit.as_secs_f64().to_string()])
        .arg(folder)
        .stderr(Stdio::inherit())
        .output()?;
    if !run.status.success() {
        return Err(format!("{planner} on {name} ended with {}", run.status).into());
    }
    Ok(serde_json::from_slice(&run.stdout)?)
}

/// Takes part in the contest that [`hold`] asks for by `arguments`, and writes the outcome to standard output.
///
/// # Errors
/// A feed that isn't read, a planner that fails, or a plan that the checker refuses.
pub fn take_part(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [planner, name, gap, limit, folder] = arguments else {
        return Err("planner, feed, gap, seconds and folder are needed".into());
    };
    let limit = Duration::try_from_secs_f64(limit.parse()?)?;
    let gap = gap.parse()?;
    let folder = (!folder.is_empty()).then(|| PathBuf::from(folder));
    let feed = Arena { name: name.clone(), folder }.feed()?;
    let planner = planner.parse()?;
    let (plan, mut outcome) = match planner {
        Planner::Onward(threads) => onward(&feed, threads, gap, limit)?,
        Planner::Compact(most) => compact(&feed, most, false, gap, limit)?,
        Planner::Thinned(most) => compact(&feed, most, true, gap, limit)?,
        Planner::ByHand => by_hand(&feed)?,
    };
    outcome.memory = machine::peak_memory();
    if let Some(plan) = plan {
        let report = check::check(&feed, &plan);
        if let Some(violation) = report.violations.first() {
            return Err(format!("{planner} made a plan that breaks a rule: {violation}").into());
        }
        outcome.total = Some(plan.total);
        outcome.cash = Some(plan.cash.total());
        outcome.missions = plan.missions.len();
        outcome.cases_behind = plan.unserved.len();
        let left = |id: &str| plan.unserved.iter().any(|unserved| unserved.case == id);
        outcome.behind = feed.cases.iter().filter(|case| left(&case.id)).map(|case| case.persons.len()).sum();
        outcome.moved = feed.persons.len() - outcome.behind;
    }
    serde_json::to_writer(std::io::stdout(), &outcome)?;
    Ok(())
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

/// A planner's plan, if it has one, and what it took.
type Planned = Result<(Option<Plan>, Outcome), Box<dyn Error>>;

fn onward(feed: &Feed, threads: usize, gap: f64, limit: Duration) -> Planned {
    let watch = Watch::start();
    let options = Options { gap, time_limit: Some(limit), threads, ..Options::default() };
    let planned = solve::plan(feed, &options, &Cancel::default(), &mut |_| {});
    let outcome = watch.stop();
    let plan = match planned {
        Err(PlanError::Stopped) => return Ok((None, outcome)),
        planned => planned?,
    };
    let (bound, gap, reached) = (Some(plan.bound), Some(plan.gap), plan.status == Status::Optimal);
    Ok((Some(plan), Outcome { bound, gap, reached, ..outcome }))
}

fn compact(feed: &Feed, most: usize, thinned: bool, gap: f64, limit: Duration) -> Planned {
    let prepared = Instant::now();
    let network = Network::new(feed);
    let sky = Sky::new(&network);
    let tariff = Tariff::new(&sky);
    let shuttles = Shuttles::new(&tariff);
    let mut menu = Menu::new(&shuttles, most);
    let (journeys, columns, missions) = (menu.journeys, menu.columns.len(), menu.missions.len());
    let (cut_short, seconds) = (menu.cut_short, prepared.elapsed().as_secs_f64());
    // Said now, since HiGHS may never come to an end with it.
    eprintln!("  {journeys} journeys as {columns} columns, {missions} missions, in {seconds:.1} s");
    let menu_written = Written { journeys, columns, missions, cut_short, seconds };
    end_after(limit + GRACE, Outcome { menu: Some(menu_written.clone()), ..Outcome::default() });
    let watch = Watch::start();
    let ending = match thinned {
        true => compact::solve_thinned(&sky, &mut menu, gap, limit),
        false => Some(compact::solve(&sky, &menu, gap, limit)),
    };
    let outcome = Outcome { menu: Some(menu_written), ..watch.stop() };
    let Some(ending) = ending else { return Ok((None, outcome)) };
    let outcome = Outcome {
        // What is proved for a thinned menu says nothing of the menu.
        bound: ending.bound.filter(|_| !thinned).map(|units| Money((units * 100.0).floor() as i64)),
        gap: ending.gap.filter(|_| !thinned),
        reached: ending.reached,
        ..outcome
    };
    let Some(decision) = ending.decision else { return Ok((None, outcome)) };
    let compact::Decision { taken, missions, charters } = decision;
    let (plan, _) = Booking { sky: &sky, classes: &menu.classes, taken, missions, charters }.plan();
    let says = ending.objective;
    eprintln!("  HiGHS counts {says:.2} for a plan that costs {}", plan.total);
    // HiGHS counts in floating point, and a plan that isn't its best may leave a rebate uncounted; if a plan costs more than
    // it says, the model is wrong.
    if plan.total.0 as f64 / 100.0 > says + 1.0 {
        return Err(format!("HiGHS counts {says} for a plan that costs {}", plan.total).into());
    }
    Ok((Some(plan), outcome))
}

/// Ends this process after so long, with `outcome` and what it took.
fn end_after(time: Duration, outcome: Outcome) {
    thread::spawn(move || {
        let watch = Watch::start();
        thread::sleep(time);
        let outcome = Outcome { menu: outcome.menu, memory: machine::peak_memory(), ..watch.stop() };
        let told = serde_json::to_writer(std::io::stdout(), &outcome);
        std::process::exit(i32::from(told.is_err()));
    });
}

fn by_hand(feed: &Feed) -> Planned {
    let watch = Watch::start();
    let network = Network::new(feed);
    let sky = Sky::new(&network);
    let tariff = Tariff::new(&sky);
    let shuttles = Shuttles::new(&tariff);
    let plan = Desk::new(&shuttles).plan();
    let outcome = watch.stop();
    match plan {
        Ok(plan) => Ok((Some(plan), outcome)),
        Err(reason) => {
            eprintln!("  {reason}");
            Ok((None, outcome))
        }
    }
}
