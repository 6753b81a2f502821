//! `onward charter`: what a charter is worth, and which to take.

use std::path::PathBuf;

use super::exit::{Exit, Failure};
use super::study::{self, Planning, between};
use super::{load, streams};
use crate::feed::Feed;
use crate::money::Money;
use crate::picture;
use crate::report::{Align, Table, amount, clean, count};
use crate::scenario::Tables;
use crate::solve::{Cancel, Options};
use crate::study::{BestOffers, CharterWorth, Question, Rank, Verdict, Wish, best_offers};

/// Tell what a charter is worth: the price up to which using it pays, as an interval with a proof. With --best, which of all
/// charters to take.
///
/// Using it at a price below the low end costs less than any plan without it; above the high end every plan with it costs
/// more. Unless --gap says otherwise, plans are made as fine as it takes to know the price to a hundredth of what is asked.
/// --best finds the best set of so many charters at most, at the prices asked: one a group, and within a budget if one is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward charter data/sample --charter K1 --svg k1.svg
  onward charter data/sample --best 2 --within 50000 --gap 0.01")]
pub(super) struct Args {
    /// Folder or .zip of the feed
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// The charter
    #[arg(long, value_name = "ID", required_unless_present = "best", conflicts_with = "best")]
    charter: Option<String>,
    /// The best set of so many charters at most, of all that are offered
    #[arg(long, value_name = "K")]
    best: Option<usize>,
    /// What the prices asked for the set may come to, in the plan's currency; seats taken are paid besides
    #[arg(long, value_name = "AMOUNT", requires = "best", conflicts_with = "charter")]
    within: Option<Money>,
    /// Plan with so many seats on each leg too, at the price asked, e.g. 100,150,189
    #[arg(long, value_name = "N", value_delimiter = ',', conflicts_with = "best")]
    seats: Vec<u32>,
    /// Draw the least total over its price, and over its seats where given, as SVG
    #[arg(long, value_name = "FILE", conflicts_with = "best")]
    svg: Option<PathBuf>,
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
    let text = match (&args.charter, args.best) {
        (Some(charter), _) => one(args, charter, (&tables, &feed), &options, &cancel)?,
        (None, best) => {
            let wish = Wish { most: best.unwrap_or_default(), within: args.within };
            let best = best_offers(&tables, &feed, wish, &options, &cancel).map_err(study::failure)?;
            if args.json { load::json(&best)? } else { sets(&best) }
        }
    };
    streams::print(&text)?;
    Ok(Exit::Done)
}

/// What one charter is worth.
fn one(
    args: &Args,
    charter: &str,
    (tables, feed): (&Tables, &Feed),
    options: &Options,
    cancel: &Cancel,
) -> Result<String, Failure> {
    let picture = study::picture_at(args.svg.as_ref())?;
    let fine = args.planning.gap.is_none();
    let question = Question { base: tables, options, fine, seats: &args.seats, cancel };
    let Some(worth) = CharterWorth::of(&question, feed, charter) else {
        let offered: Vec<String> = feed.charters.iter().map(|charter| charter.id.to_string()).collect();
        let offered = if offered.is_empty() { "none".to_owned() } else { offered.join(", ") };
        return Err(Failure::Usage(format!("the feed has no charter {:?}; it offers {offered}", clean(charter))));
    };
    let worth = worth.map_err(study::failure)?;
    study::write_picture(picture.as_ref(), || picture::charter(&worth))?;
    if args.json { load::json(&worth) } else { Ok(text(&worth)) }
}

/// The best sets, by how many charters there may be.
fn sets(best: &BestOffers) -> String {
    let columns = [
        ("at most", Align::Right),
        ("charters", Align::Words),
        ("asked", Align::Right),
        ("least total", Align::Right),
        ("saves", Align::Right),
        ("", Align::Left),
    ];
    let mut table = Table::new(&columns);
    for set in &best.sets {
        let names = if set.charters.is_empty() { "none".to_owned() } else { clean(&set.charters.join(" ")) };
        let known = if set.most == 0 { String::new() } else { study::saving(set.saving).to_owned() };
        let saves = if set.most == 0 { String::new() } else { between(set.saves) };
        table.push(vec![count(set.most), names, amount(set.asked), between(set.total), saves, known]);
    }
    let within = best.within.map(|within| format!(", within {}", amount(within))).unwrap_or_default();
    format!("best charters at the prices asked{within}, {}\n\n{}", clean(&best.currency), table.render(streams::look()))
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
        let columns = [
            ("only offer", Align::Left),
            ("departs", Align::Left),
            ("asked", Align::Right),
            ("least total", Align::Right),
            ("", Align::Left),
            ("", Align::Left),
        ];
        let mut offers = Table::new(&columns);
        for offer in &worth.offers {
            let (name, asked) = (clean(&offer.charter), amount(offer.asked));
            let departs = offer.departs.map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
            let rank = match offer.rank {
                Rank::Best => "proven best",
                Rank::Beaten => "another is better",
                Rank::Undecided => "not decided within the gap",
            };
            offers.push(vec![name, departs, asked, between(offer.total), used(offer.used), rank.to_owned()]);
        }
        text += &format!("\n{}", offers.render(streams::look()));
    }
    text
}
