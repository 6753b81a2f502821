//! `onward plan`: from a feed to `plan.json`.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::exit::{Exit, Failure};
use super::progress::Display;
use super::streams::{self, Output};
use super::{load, signals};
use crate::feed::Feed;
use crate::plan::Plan;
use crate::report::{Journeys, Summary};
use crate::solve::{self, Cancel, Experience, Options, PlanError};

/// Plan a feed.
///
/// Progress (columns, bound, incumbent, gap) goes to standard error, the plan to the file named with -o, whole or not
/// at all. Ctrl-C writes the best plan found so far with its honest gap; a second Ctrl-C aborts. Where the fixed locks of a
/// sound feed can't all be kept, there is no plan: every conflict is told with its code and cases (docs/faults.md).
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward plan data/day-2017-05-16 -o plan.json --gap 0.001 --time-limit 600")]
pub(super) struct Args {
    /// Folder or .zip with policy.json and the tables
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// Where to write the plan; without it, the plan goes to standard output and the summary to standard error
    #[arg(short, long, value_name = "PLAN.json")]
    output: Option<PathBuf>,
    /// Stop when (total - bound) / total is at most this, 0 to 1
    #[arg(long, default_value = "0.001", allow_negative_numbers = true, value_parser = gap)]
    gap: f64,
    /// Stop after so many seconds with the best plan found so far
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = seconds)]
    time_limit: Option<Duration>,
    /// Start from an earlier plan, for this feed or one much like it: what can be flown again is kept unless better is found
    #[arg(long, value_name = "PLAN.json", value_parser = load::existing())]
    from: Option<PathBuf>,
    /// Threads for pricing; the plan doesn't depend on it [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Seed of every choice made at random
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Show neither progress nor summary
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let started = Instant::now();
    let output = args.output.as_deref().filter(|path| *path != Path::new("-")).map(Output::at).transpose()?;
    let cancel = Cancel::default();
    let mut display = Display::new(args.quiet);
    let note = display.note();
    signals::listen(cancel.clone(), move || {
        note("stopping: the best plan found so far will be written; Ctrl-C again aborts");
    })?;
    let feed = load::feed(&args.feed)?;
    let earlier = args.from.as_deref().map(load::plan).transpose()?;
    let made = solve::plan(&feed, &args.options(earlier), &cancel, &mut |progress| display.show(progress));
    display.finish();
    let plan = made.map_err(failure)?;
    let summary = summary(&plan, &feed, started.elapsed())?;
    let json = plan.to_json();
    match output {
        Some(file) => {
            file.write(&json)?;
            if !args.quiet {
                streams::print(&summary)?;
            }
        }
        None => {
            streams::print(&json)?;
            if !args.quiet {
                streams::tell(summary.trim_end());
            }
        }
    }
    Ok(Exit::Done)
}

impl Args {
    fn options(&self, earlier: Option<Plan>) -> Options {
        let standard = Options::default();
        Options {
            gap: self.gap,
            time_limit: self.time_limit,
            threads: self.threads.map_or(standard.threads, NonZeroUsize::get),
            seed: self.seed,
            experience: earlier.map(|plan| Arc::new(Experience::of_plan(plan))),
        }
    }
}

fn summary(plan: &Plan, feed: &Feed, elapsed: Duration) -> Result<String, Failure> {
    let journeys = Journeys::of_feed(plan, feed).map_err(|error| Failure::Failed(error.to_string()))?;
    Ok(Summary::of(&journeys, Some(elapsed)).to_string())
}

/// How a run without a plan ends.
pub(super) fn failure(error: PlanError) -> Failure {
    let text = error.to_string();
    match error {
        PlanError::Conflict { .. } => Failure::Refused(text),
        PlanError::Stopped => Failure::Stopped(text),
        PlanError::Solver(_) => Failure::Failed(text),
    }
}

/// A gap.
pub(super) fn gap(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|gap| (0.0..=1.0).contains(gap)).ok_or_else(|| "a number from 0 to 1 is needed".to_owned())
}

/// A time above 0, in seconds.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let whole = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    whole.filter(|time| !time.is_zero()).ok_or_else(|| "a number of seconds above 0 is needed".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::LockConflict;

    #[test]
    fn each_way_to_end_without_a_plan_has_its_exit_code() {
        let conflicts = vec![LockConflict {
            code: "L103",
            cases: vec!["C1".into()],
            locks: Vec::new(),
            on: Vec::new(),
            message: "no fare".into(),
        }];
        let conflict = failure(PlanError::Conflict { conflicts });
        assert_eq!(conflict.exit(), Exit::Refused);
        assert!(conflict.to_string().contains("\nL103 lock-unpriced: case C1: no fare; "), "{conflict}");
        assert_eq!(failure(PlanError::Stopped).exit(), Exit::Stopped);
        assert_eq!(failure(PlanError::Solver("no basis".to_owned())).exit(), Exit::Failed);
    }
}
