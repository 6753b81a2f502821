//! `onward validate`: is a feed sound?

use std::path::PathBuf;

use serde::Serialize;

use super::exit::{Exit, Failure};
use super::{load, streams};
use crate::feed::{Fault, Feed};
use crate::report::count;

/// Check a feed: every fault and warning at once, each with code, file, row, column, value and what to do.
///
/// Exit code 0 for a feed without faults (warnings don't matter), 3 for one that is refused. The codes are explained in
/// docs/faults.md.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onward validate data/day-2017-05-16
  onward validate feed.zip --json")]
pub(super) struct Args {
    /// Folder or .zip with policy.json and the tables
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// As JSON: faults and warnings
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Found<'a> {
    faults: &'a [Fault],
    warnings: &'a [Fault],
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    todo!()
}

fn number(of: usize, noun: &str) -> String {
    format!("{} {noun}{}", count(of), if of == 1 { "" } else { "s" })
}
