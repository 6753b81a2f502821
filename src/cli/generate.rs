//! `onward generate`: a historical day as a feed.

use std::path::PathBuf;

use super::exit::{Exit, Failure};
use super::{load, streams};
use crate::generate::{self, GenerateError, Overwrite, Preset};

/// Generate a feed: a historical day from published totals, with invented persons.
///
/// Presets: day-2017-05-16, day-2015-09-09, tight-200, sample; longer: week, month, quarter, surge, year. The same preset
/// and seed give the same bytes on every machine; without a seed the feed is the one under data/.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward generate day-2017-05-16 --seed 42 -o day")]
pub(super) struct Args {
    /// What to generate
    preset: Preset,
    /// Seed of everything drawn at random [default: the preset's own]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Folder to write to, made where it is missing
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Replace the feed in a folder that isn't empty
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let seed = args.seed.unwrap_or_else(|| args.preset.default_seed());
    let overwrite = if args.force { Overwrite::Replace } else { Overwrite::Refuse };
    generate::generate(args.preset, seed).write(&args.output, overwrite).map_err(|error| match error {
        GenerateError::NotEmpty { .. } => Failure::Usage(format!("{error} (--force)")),
        GenerateError::Write { .. } => Failure::Failed(error.to_string()),
    })?;
    let feed = load::feed(&args.output)?;
    streams::print(&format!("{}: {}\n", args.output.display(), load::holdings(&feed)))?;
    Ok(Exit::Done)
}
