//! `onward agreement`: what an agreement is worth, and what better terms would save.

use std::path::PathBuf;

use super::exit::{Exit, Failure};
use super::study::{self, Planning, between};
use super::{load, streams};
use crate::money::Money;
use crate::report::{Align, Table, clean};
use crate::study::{AgreementWorth, Asked};

/// Tell what an agreement is worth, and what better terms of it would save: each planned, each saving between two bounds.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward agreement data/sample --agreement QR-IOM --gap 0.01")]
pub(super) struct Args {
    /// Folder or .zip of the feed
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// The agreement
    #[arg(long, value_name = "ID")]
    agreement: String,
    /// Plan with so many seats more a flight too, e.g. 2,5,10
    #[arg(long, value_name = "N", value_delimiter = ',')]
    seats: Vec<u32>,
    /// Plan with fares lower by so many per cent too, e.g. 3,15
    #[arg(long, value_name = "PERCENT", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=100))]
    cut: Vec<u32>,
    /// Plan with a tier of rebates too: from how many seats, and what a seat in the agreement's currency, e.g. 60:12.50
    #[arg(long, value_name = "SEATS:REBATE", value_delimiter = ',', value_parser = tier)]
    tier: Vec<(u32, Money)>,
    #[command(flatten)]
    planning: Planning,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// A tier as it is written on the command line.
fn tier(text: &str) -> Result<(u32, Money), String> {
    let read = text.split_once(':').and_then(|(from, rebate)| Some((from.parse().ok()?, rebate.parse().ok()?)));
    read.ok_or_else(|| "give the seats from which it holds, a colon, and the rebate a seat: 60:12.50".to_owned())
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (tables, feed) = study::open(&args.feed)?;
    let cancel = study::stoppable("stopping: told from the best plans found so far")?;
    let options = args.planning.options();
    let asked = Asked { seats: args.seats.clone(), cuts: args.cut.clone(), tiers: args.tier.clone() };
    let Some(worth) = asked.of(&tables, &feed, &args.agreement, &options, &cancel) else {
        let known: Vec<&str> = feed.agreements.iter().map(|row| &*row.id).collect();
        let (asked, known) = (clean(&args.agreement), known.join(", "));
        return Err(Failure::Usage(format!("the feed has no agreement {asked:?}; it has {known}")));
    };
    let worth = worth.map_err(study::failure)?;
    streams::print(&if args.json { load::json(&worth)? } else { text(&worth) })?;
    Ok(Exit::Done)
}

fn text(worth: &AgreementWorth) -> String {
    let mut text = format!("{}: least total {}", clean(&worth.agreement), between(worth.total));
    text += &format!(" {}", clean(&worth.currency));
    if let Some(whole) = worth.whole() {
        text += &format!("\nas a whole it saves {}", between(whole));
    }
    let mut table = Table::new(&[("terms", Align::Left), ("least total", Align::Right), ("saves", Align::Right)]);
    for terms in &worth.terms {
        table.push(vec![terms.what.clone(), between(terms.total), between(terms.saves)]);
    }
    let mut text = format!("{text}\n\n{}", table.render(streams::look()));
    for left_out in &worth.left_out {
        let why = study::clean_lines(&left_out.why).replace('\n', "; ");
        text += &format!("{}: can't be planned with: {why}\n", clean(&left_out.what));
    }
    text
}
