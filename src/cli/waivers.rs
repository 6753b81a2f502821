//! `onward waivers`: the transit waivers worth asking for.

use std::path::PathBuf;

use super::exit::{Exit, Failure};
use super::study::{self, Planning, between};
use super::{load, streams};
use crate::report::{Align, Table, amount, clean, count};
use crate::study::{Waivers, waivers};

/// Tell which transit waivers are worth asking for, those first that save most: each planned with it granted.
///
/// A waiver lets everyone of a nationality with a document connect at an airport, free of charge, for any time and without
/// asking days before. Tried are those that open a cheaper way to somebody who stays or travels dearer for want of them.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward waivers data/sample --most 5 --gap 0.01")]
pub(super) struct Args {
    /// Folder or .zip of the feed
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// Waivers to plan with, at most
    #[arg(long, value_name = "N", default_value_t = 12)]
    most: usize,
    #[command(flatten)]
    planning: Planning,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (tables, feed) = study::open(&args.feed)?;
    let cancel = study::stoppable("stopping: told from the best plans found so far")?;
    let told = waivers(&tables, &feed, args.most, &args.planning.options(), &cancel).map_err(study::failure)?;
    streams::print(&if args.json { load::json(&told)? } else { text(&told) })?;
    Ok(Exit::Done)
}

fn text(told: &Waivers) -> String {
    let columns = [
        ("waiver", Align::Words),
        ("saves", Align::Right),
        ("", Align::Left),
        ("found", Align::Right),
        ("cases", Align::Right),
        ("travel then", Align::Words),
    ];
    let mut table = Table::new(&columns);
    for waiver in &told.waivers {
        table.push(vec![
            clean(&waiver.what),
            between(waiver.saves),
            study::saving(waiver.saving).to_owned(),
            amount(told.total.high - waiver.total.high),
            count(waiver.sought_for.len()),
            clean(&waiver.served.join(" ")),
        ]);
    }
    let mut text = format!("least total {} {}\n", between(told.total), clean(&told.currency));
    if told.waivers.is_empty() {
        return text + "no waiver opens a cheaper way to anybody\n";
    }
    text += &format!("\n{}", table.render(streams::look()));
    text += study::hint(told.waivers.iter().map(|waiver| waiver.saving));
    if told.untried > 0 {
        text +=
            &format!("{} more that may save less, not planned with (--most)\n", load::counted(told.untried, "waiver"));
    }
    text
}
