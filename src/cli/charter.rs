//! `onward charter`: what a charter is worth.

use std::path::PathBuf;

use super::exit::{Exit, Failure};
use super::study::{self, Planning, between};
use super::{load, streams};
use crate::report::{Align, Table, amount, clean, count};
use crate::study::{CharterWorth, Question, Verdict};

/// Tell what a charter is worth: the price up to which using it pays, as an interval with a proof.
///
/// Using it at a price below the low end costs less than any plan without it; above the high end every plan with it costs
/// more. Unless --gap says otherwise, plans are made as fine as it takes to know the price to a hundredth of what is asked.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward charter data/sample --charter K1")]
pub(super) struct Args {
    /// Folder or .zip of the feed
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// The charter
    #[arg(long, value_name = "ID")]
    charter: String,
    /// Plan with so many seats on each leg too, at the price asked, e.g. 100,150,189
    #[arg(long, value_name = "N", value_delimiter = ',')]
    seats: Vec<u32>,
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
    let question = Question {
        base: &tables,
        options: &options,
        fine: args.planning.gap.is_none(),
        seats: &args.seats,
        cancel: &cancel,
    };
    let Some(worth) = CharterWorth::of(&question, &feed, &args.charter) else {
        let offered: Vec<String> = feed.charters.iter().map(|charter| charter.id.to_string()).collect();
        let offered = if offered.is_empty() { "none".to_owned() } else { offered.join(", ") };
        return Err(Failure::Usage(format!("the feed has no charter {:?}; it offers {offered}", clean(&args.charter))));
    };
    let worth = worth.map_err(study::failure)?;
    streams::print(&if args.json { load::json(&worth)? } else { text(&worth) })?;
    Ok(Exit::Done)
}

fn text(worth: &CharterWorth) -> String {
    let verdict = match worth.verdict {
        Verdict::Pays => "it pays",
        Verdict::DoesNotPay => "it doesn't pay",
        Verdict::Undecided => "neither is proven: plan with a smaller --gap or for longer",
    };
    let mut text = format!(
        "{}: pays up to {} {}\nasked {}: {verdict}\nleast total without it {}, for nothing {}\n",
        clean(&worth.charter),
        between(worth.break_even),
        clean(&worth.currency),
        amount(worth.asked),
        between(worth.without),
        between(worth.for_nothing),
    );
    text += &format!("{} would fly on it\n", load::counted(worth.passengers.len(), "case"));
    let used = |used: bool| if used { "used" } else { "not used" }.to_owned();
    let mut curve = Table::new(&[("price", Align::Right), ("least total", Align::Right)]);
    worth.curve.iter().for_each(|point| curve.push(vec![amount(point.price), between(point.total)]));
    text += &format!("\n{}", curve.render(streams::look()));
    if !worth.seats.is_empty() {
        let mut seats = Table::new(&[("seats", Align::Right), ("least total", Align::Right), ("", Align::Left)]);
        let row = |n: u32, total, is| vec![count(n as usize), between(total), used(is)];
        worth.seats.iter().for_each(|point| seats.push(row(point.seats, point.total, point.used)));
        text += &format!("\n{}", seats.render(streams::look()));
    }
    if !worth.offers.is_empty() {
        let columns =
            [("only offer", Align::Left), ("asked", Align::Right), ("least total", Align::Right), ("", Align::Left)];
        let mut offers = Table::new(&columns);
        for offer in &worth.offers {
            let (name, asked) = (clean(&offer.charter), amount(offer.asked));
            offers.push(vec![name, asked, between(offer.total), used(offer.used)]);
        }
        text += &format!("\n{}", offers.render(streams::look()));
    }
    text
}
