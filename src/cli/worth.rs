//! `onward worth`: what more of each scarce thing would save.

use std::path::PathBuf;

use super::exit::{Exit, Failure};
use super::study::{self, Planning, between};
use super::{load, streams};
use crate::report::{Align, Table, amount, clean, count};
use crate::study::{Range, Scope, Valued, Worth, worth};

/// Tell what a seat more is worth: seats, allotments, beds, reception, escorts and charters' seats, each planned with more of.
///
/// What is scarce is read off the plan: what is used up, what those who stay are short of, and what the relaxation puts a
/// price on. Each is then planned with 1, 2, 4, ... units more, starting from the plan as it is. What that saves lies between two
/// amounts, proven from totals and bounds; a smaller --gap brings them nearer to each other.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward worth data/sample --most 6 --gap 0.01")]
pub(super) struct Args {
    /// Folder or .zip of the feed
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// Scarce things to plan with more of, at most
    #[arg(long, value_name = "N", default_value_t = 12)]
    most: usize,
    /// Units more, at most
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    units: u32,
    #[command(flatten)]
    planning: Planning,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (tables, feed) = study::open(&args.feed)?;
    let cancel = study::stoppable("stopping: told from the best plans found so far")?;
    let scope = Scope { most: args.most, units: args.units };
    let worth = worth(&tables, &feed, scope, &args.planning.options(), &cancel).map_err(study::failure)?;
    streams::print(&if args.json { load::json(&worth)? } else { text(&worth) })?;
    Ok(Exit::Done)
}

fn text(worth: &Worth) -> String {
    let columns = [
        ("more of", Align::Left),
        ("a unit saves", Align::Right),
        ("over", Align::Left),
        ("", Align::Left),
        ("in all", Align::Right),
        ("found", Align::Right),
        ("estimate", Align::Right),
        ("full", Align::Right),
    ];
    let mut table = Table::new(&columns);
    for valued in &worth.resources {
        let all = valued.steps.iter().find(|step| step.units == valued.range.to);
        table.push(vec![
            clean(&valued.resource.to_string()),
            between(valued.value),
            over(valued),
            study::saving(valued.saving).to_owned(),
            all.map(|step| between(step.saves)).unwrap_or_default(),
            all.map(|step| amount(worth.total.high - step.total.high)).unwrap_or_default(),
            amount(valued.estimate),
            count(valued.full.len()),
        ]);
    }
    let mut text = format!("least total {} {}\n", between(worth.total), clean(&worth.currency));
    text += &format!("\n{}", table.render(streams::look()));
    text += study::hint(worth.resources.iter().map(|valued| valued.saving));
    if !worth.untried.is_empty() {
        text +=
            &format!("{} scarce too, not planned with more of (--most)\n", load::counted(worth.untried.len(), "thing"));
    }
    text
}

/// The units over which a value was verified.
fn over(valued: &Valued) -> String {
    match valued.range {
        Range { to: 1, .. } => "+1".to_owned(),
        Range { from, to } => format!("+{from} to +{to}"),
    }
}
