//! `onward agreement`: what an agreement is worth, and what better terms would save.

use std::path::PathBuf;

use super::exit::{Exit, Failure};
use super::study::{self, Planning, between};
use super::{load, streams};
use crate::report::{Align, Table, clean};
use crate::study::{AgreementWorth, agreement};

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
    #[command(flatten)]
    planning: Planning,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (tables, feed) = study::open(&args.feed)?;
    let cancel = study::stoppable("stopping: told from the best plans found so far")?;
    let options = args.planning.options();
    let Some(worth) = agreement(&tables, &feed, &args.agreement, &options, &cancel) else {
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
    format!("{text}\n\n{}", table.render(streams::look()))
}
