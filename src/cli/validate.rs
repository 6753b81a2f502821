//! `onward validate`: is a feed sound?

use std::path::PathBuf;

use serde::Serialize;

use super::exit::{Exit, Failure};
use super::load::{self, counted};
use super::streams;
use crate::feed::{Fault, Feed};
use crate::report::clean;

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
    let read = Feed::read(&args.feed);
    let (feed, faults, warnings) = match &read {
        Ok((feed, warnings)) => (Some(feed), &[][..], warnings.as_slice()),
        Err(faults) => (None, faults.0.as_slice(), &[][..]),
    };
    let text = if args.json {
        load::json(&Found { faults, warnings })?
    } else {
        load::lines(faults) + &load::lines(warnings) + &verdict(feed, faults.len(), warnings.len())
    };
    streams::print(&text)?;
    Ok(if feed.is_some() { Exit::Done } else { Exit::Refused })
}

fn verdict(feed: Option<&Feed>, faults: usize, warnings: usize) -> String {
    let Some(feed) = feed else {
        return format!("refused: {}\n", counted(faults, "fault"));
    };
    format!("sound: {}: {}; {}\n", clean(&feed.policy.name), load::holdings(feed), counted(warnings, "warning"))
}
