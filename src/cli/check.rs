//! `onward check`: is a plan valid?

use std::path::PathBuf;

use super::exit::{Exit, Failure};
use super::{load, streams};
use crate::check;
use crate::report::{amount, clean};

/// Check a plan: every rule and every cent, recomputed from the feed and the plan alone.
///
/// Lists every violation as rule: place: what was expected and what was found. Exit code 0 for a valid plan, 1 for any
/// other.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward check data/day-2017-05-16 plan.json && echo 'safe to fly'")]
pub(super) struct Args {
    /// Folder or .zip of the feed that the plan is for
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// The plan
    #[arg(value_name = "PLAN.json", value_parser = load::existing())]
    plan: PathBuf,
    /// As JSON: violations and the amounts as recomputed
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let feed = load::feed(&args.feed)?;
    let plan = load::plan(&args.plan)?;
    let report = check::check(&feed, &plan);
    if args.json {
        streams::print(&load::json(&report)?)?;
    } else if report.is_valid() {
        let total = amount(report.total);
        let cases = load::counted(plan.itineraries.len(), "case");
        streams::print(&format!("valid: {cases} moved, total {total} {}\n", clean(&plan.currency)))?;
    } else {
        let lines: String = report.violations.iter().map(|violation| clean(&violation.to_string()) + "\n").collect();
        streams::print(&format!("{lines}invalid: {}\n", load::counted(report.violations.len(), "violation")))?;
    }
    Ok(if report.is_valid() { Exit::Done } else { Exit::Invalid })
}
