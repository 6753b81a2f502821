//! `onward locks`: can all fixed locks be kept, and if not, which few can't?

use std::path::PathBuf;

use serde::Serialize;

use super::exit::{Exit, Failure};
use super::{load, plan, streams, study};
use crate::feed::LockMode;
use crate::report::clean;
use crate::solve::{self, LockConflict, Options, PlanError};

/// Check whether all fixed locks can be kept, and name the fewest that can't.
///
/// Of each conflict a smallest set of locks is told: with any of them taken out the others can be kept. Exit code 0 where all
/// can be kept, 3 where they can't. The codes are explained in docs/faults.md.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward locks data/sample --json")]
pub(super) struct Args {
    /// Folder or .zip of the feed
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Found<'a> {
    /// Fixed locks.
    fixed: usize,
    /// Whether all can be kept.
    kept: bool,
    /// Why not.
    conflicts: &'a [LockConflict],
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let feed = load::feed(&args.feed)?;
    let cancel = study::stoppable("stopping: locks weren't judged")?;
    let fixed = feed.locks.iter().filter(|lock| lock.mode == LockMode::Fixed).count();
    // Any plan shows that they can be kept.
    let options = Options { gap: 1.0, ..Options::default() };
    let conflicts = match solve::plan(&feed, &options, &cancel, &mut |_| {}) {
        Ok(_) => Vec::new(),
        Err(PlanError::Conflict { conflicts }) => conflicts,
        Err(error) => return Err(plan::failure(error)),
    };
    let found = Found { fixed, kept: conflicts.is_empty(), conflicts: &conflicts };
    let text = if args.json { load::json(&found)? } else { text(&found) };
    streams::print(&text)?;
    Ok(if found.kept { Exit::Done } else { Exit::Refused })
}

fn text(found: &Found) -> String {
    let locks = load::counted(found.fixed, "fixed lock");
    if found.kept {
        return format!("{locks}: all can be kept\n");
    }
    let lines = found.conflicts.iter().map(|conflict| clean(&conflict.to_string()) + "\n");
    format!("{locks} can't all be kept\n{}", lines.collect::<String>())
}
