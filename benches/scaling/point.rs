//! A size, measured.

use std::error::Error;
use std::fs;
use std::time::{Duration, Instant};

use onward::check;
use onward::feed::Feed;
use onward::generate::{self, Preset};
use onward::itineraries::classes;
use onward::network::Network;
use onward::solve::{self, Cancel, Options, PlanError};
use serde::{Deserialize, Serialize};

/// Says to the process that it is to measure.
pub const FLAG: &str = "--point";

/// What was measured. Times in seconds, memory in kibibytes; a time that isn't there wasn't reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Point {
    /// Preset whose shape it has.
    pub preset: String,
    /// Persons.
    pub persons: usize,
    /// Cases.
    pub cases: usize,
    /// Classes of parties alike.
    pub classes: usize,
    /// Dated sectors.
    pub sectors: usize,
    /// Reading the feed from its folder.
    pub read_s: f64,
    /// Building the network.
    pub network_s: f64,
    /// The first plan that moves at least half of all persons.
    pub first_plan_s: Option<f64>,
    /// The first bound.
    pub first_bound_s: Option<f64>,
    /// Within 5 %, by its own proof.
    pub within_5pct_s: Option<f64>,
    /// Within 1 %, by its own proof.
    pub within_1pct_s: Option<f64>,
    /// Planning until it ended.
    pub planning_s: f64,
    /// The limit it had.
    pub limit_s: f64,
    /// The gap it ended with; none without a plan.
    pub gap: Option<f64>,
    /// Persons moved.
    pub moved: usize,
    /// Checking the plan.
    pub check_s: Option<f64>,
    /// The most memory held, from reading to checking.
    pub peak_kib: u64,
}

impl Point {
    /// A line for whoever waits.
    pub fn line(&self) -> String {
        let gap = self.gap.map_or_else(|| "no plan".to_owned(), |gap| format!("gap {:.2} %", gap * 100.0));
        format!("{}:{}: {gap} after {:.1} s, {} MB", self.preset, self.persons, self.planning_s, self.peak_kib / 1000)
    }

    /// All points as CSV.
    ///
    /// # Errors
    /// None that is known of.
    pub fn write_all(points: &[Self]) -> Result<String, Box<dyn Error>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        points.iter().try_for_each(|point| writer.serialize(point))?;
        Ok(String::from_utf8(writer.into_inner()?)?)
    }

    /// The points of a CSV.
    ///
    /// # Errors
    /// A text that isn't one.
    pub fn read_all(text: &str) -> Result<Vec<Self>, Box<dyn Error>> {
        Ok(csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>()?)
    }
}

/// Measures the point that `arguments` name, and writes it to standard output.
///
/// # Errors
/// A point that isn't understood, a feed that can't be read, or a plan that the checker refuses.
pub fn measure(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [name, seconds, gap] = arguments else { return Err("preset:persons, seconds and gap are needed".into()) };
    let (preset, persons) = name.split_once(':').ok_or("preset:persons is needed")?;
    let (limit, gap) = (Duration::try_from_secs_f64(seconds.parse()?)?, gap.parse()?);
    let preset: Preset = preset.parse()?;
    let folder = tempfile::tempdir()?;
    let feed = generate::generate_of_size(preset, preset.default_seed(), persons.parse()?);
    feed.write(folder.path(), generate::Overwrite::Replace)?;
    drop(feed);
    // What generating held is not planning's.
    forget_peak();
    let (read_s, feed) = timed(|| Feed::read(folder.path()));
    let (feed, _) = feed?;
    let (network_s, network) = timed(|| Network::new(&feed));
    let (classes, sectors) = (classes::classes(&network).len(), network.sectors.len());
    drop(network);
    let mut point = Point {
        preset: preset.name().to_owned(),
        persons: feed.persons.len(),
        cases: feed.cases.len(),
        classes,
        sectors,
        read_s,
        network_s,
        first_plan_s: None,
        first_bound_s: None,
        within_5pct_s: None,
        within_1pct_s: None,
        planning_s: 0.0,
        limit_s: limit.as_secs_f64(),
        gap: None,
        moved: 0,
        check_s: None,
        peak_kib: 0,
    };
    let options = Options { gap, time_limit: Some(limit), ..Options::default() };
    let half = feed.persons.len() / 2;
    let (planning, planned) = timed(|| {
        solve::plan(&feed, &options, &Cancel::default(), &mut |progress| {
            let now = progress.elapsed.as_secs_f64();
            let reached = |there: bool, time: &mut Option<f64>| *time = time.or(there.then_some(now));
            reached(progress.served.is_some_and(|served| served >= half), &mut point.first_plan_s);
            reached(progress.bound.is_some_and(|bound| bound.0 > 0), &mut point.first_bound_s);
            reached(progress.gap.is_some_and(|gap| gap <= 0.05), &mut point.within_5pct_s);
            reached(progress.gap.is_some_and(|gap| gap <= 0.01), &mut point.within_1pct_s);
        })
    });
    point.planning_s = planning;
    match planned {
        Err(PlanError::Stopped) => {}
        planned => {
            let plan = planned?;
            let (check_s, report) = timed(|| check::check(&feed, &plan));
            if let Some(violation) = report.violations.first() {
                return Err(format!("the plan of {name} breaks a rule: {violation}").into());
            }
            let mut left: Vec<&str> = plan.unserved.iter().map(|unserved| unserved.case.as_str()).collect();
            left.sort_unstable();
            let travels = |id: &str| left.binary_search(&id).is_err();
            let moved = feed.cases.iter().filter(|case| travels(&case.id)).map(|case| case.persons.len());
            (point.gap, point.check_s, point.moved) = (Some(plan.gap), Some(check_s), moved.sum());
        }
    }
    point.peak_kib = peak(std::process::id()).unwrap_or_default();
    serde_json::to_writer(std::io::stdout(), &point)?;
    Ok(())
}

fn timed<T>(what: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let result = what();
    (started.elapsed().as_secs_f64(), result)
}

/// Has the kernel count the peak of memory anew from what is held now; where it can't, generating counts too.
fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The most memory that a process held, kibibytes.
pub fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix("kB")?.trim().parse().ok()
}
