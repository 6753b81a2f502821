//! `onward export`: the compact model of a feed, for any solver.

use std::path::{Path, PathBuf};

use super::exit::{Exit, Failure};
use super::load::counted;
use super::{load, streams};
use crate::compact;

/// Write a feed down as one mixed-integer programme, the compact model, which any solver can be given.
///
/// For each class of like cases its cheapest journeys with all fares that may pay, missions of escorts, and every rule of
/// the planning model over them. The objective is minimised, in minor units (hundredths) of the plan currency. Small feeds
/// are written out whole: then the programme's optimum is the least total of any plan. Names hold ids only. The same feed
/// gives the same bytes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward export data/sample --mps sample.mps
  onward export examples/small --mps - | head")]
pub(super) struct Args {
    /// Feed: a folder or a .zip of one
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// File for the programme in free-format MPS; - is standard output
    #[arg(long, value_name = "FILE")]
    mps: PathBuf,
    /// Journeys of each class that are written out, the cheapest
    #[arg(long, value_name = "N", default_value_t = compact::JOURNEYS, value_parser = at_least_one)]
    journeys: usize,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|&number| number > 0).ok_or_else(|| "a number of 1 or more is needed".to_owned())
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let output = match args.mps == Path::new("-") {
        true => None,
        false => Some(streams::Output::at(&args.mps)?),
    };
    let export = compact::export(&load::feed(&args.feed)?, args.journeys);
    match output {
        None => streams::print(&export.mps)?,
        Some(output) => output.write(&export.mps)?,
    }
    let size = format!("{}, {}", counted(export.columns, "column"), counted(export.rows, "row"));
    let whole = if export.complete { "its optimum is the feed's" } else { "not every journey and mission is in it" };
    streams::tell(&format!("{size}; {whole}"));
    Ok(Exit::Done)
}
