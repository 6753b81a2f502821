//! `onward explain`: why a case stays, what it would take, and what else it could fly.

use std::path::PathBuf;

use super::exit::{Exit, Failure};
use super::study::{self, Planning};
use super::{load, streams};
use crate::report::{amount, clean};
use crate::study::{Explanation, Inquiry, Item, Relaxation, Short};

/// Explain a plan: why cases stay and what would let them travel; for a case that travels, what else it could fly.
///
/// Every change that is suggested was planned with, and the plan, which moves the case, was checked; none of the changes named
/// together can be left out. Everyone else stays as planned, so a difference is the most that the change costs. With --replan
/// everyone is planned anew with each change that is tried, which takes as long as so many plans; differences are then against
/// the plan made anew from the one given, with the same gap and time limit.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onward explain data/sample plan.json
  onward explain data/sample plan.json C9 --json
  onward explain data/sample plan.json C9 --with 'QR1370/NBO/2017-05-16 QR701/DOH/2017-05-17'")]
pub(super) struct Args {
    /// Folder or .zip of the feed that the plan is for
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// The plan
    #[arg(value_name = "PLAN.json", value_parser = load::existing())]
    plan: PathBuf,
    /// One case, instead of all that stay
    case: Option<String>,
    /// Price an itinerary of your own for the case: flight keys separated by blanks
    #[arg(long, value_name = "ITINERARY", requires = "case")]
    with: Option<String>,
    /// Plan everyone anew with each change that is tried
    #[arg(long)]
    replan: bool,
    #[command(flatten)]
    planning: Planning,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (tables, feed) = study::open(&args.feed)?;
    let plan = load::plan(&args.plan)?;
    if plan.feed.sha256 != feed.sha256 {
        let (plan, feed) = (args.plan.display(), args.feed.display());
        return Err(Failure::Invalid(format!("{plan} is a plan for another feed than {feed}")));
    }
    let case = args.case.as_ref().map(|id| {
        let found = feed.cases.iter_enumerated().find(|(_, case)| *case.id == **id).map(|(index, _)| index);
        found.ok_or_else(|| Failure::Usage(format!("the feed has no case {:?}", clean(id))))
    });
    let case = case.transpose()?;
    let cancel = study::stoppable("stopping: told from what was tried so far")?;
    let options = args.planning.options();
    let inquiry = Inquiry { base: &tables, feed: &feed, plan: &plan, options: &options, cancel: &cancel };
    let wish: Option<Vec<String>> = args.with.as_ref().map(|wish| wish.split_whitespace().map(str::to_owned).collect());
    let wish = wish.as_deref();
    let explanation = if args.replan { inquiry.explain_anew(case, wish) } else { inquiry.explain(case, wish) };
    let explanation = explanation.map_err(study::failure)?;
    let text = if args.json { load::json(&explanation)? } else { text(&explanation)? };
    streams::print(&text)?;
    Ok(Exit::Done)
}

fn text(explanation: &Explanation) -> Result<String, Failure> {
    let mut text = String::new();
    for verdict in &explanation.unserved {
        text += &format!("{} stays\n", clean(&verdict.case));
        for reason in &verdict.reasons {
            let refs = reason.refs.join(", ");
            text += &format!("  {}: {} ({refs})\n", clean(&reason.code), clean(&reason.detail));
        }
        if let Some(alone) = &verdict.alone {
            let (cost, penalty) = (amount(alone.cost), amount(alone.penalty));
            let way = clean(&alone.itinerary.join(" "));
            text += &format!("  by itself it could travel for {cost}; staying counts {penalty}: {way}\n");
        }
        for short in &verdict.full {
            text += &full(short)?;
        }
        for relaxation in &verdict.relaxations {
            text += &told(relaxation)?;
        }
    }
    for Item { what, of, amount: cost } in &explanation.cost {
        text += &format!("{:>14}  {what}: {}\n", amount(*cost), clean(of));
    }
    for other in &explanation.alternatives {
        let way = clean(&other.itinerary.join(" "));
        text += &format!("{}: {way}\n", signed(other.delta));
        if !other.displaces.is_empty() {
            text += &format!("  other cases then travel otherwise: {}\n", clean(&other.displaces.join(" ")));
        }
        other.breaks.iter().for_each(|rule| text += &format!("  breaks {}\n", clean(rule)));
    }
    if text.is_empty() {
        text = "nothing to explain: everyone asked for travels, and no other itinerary was found\n".to_owned();
    }
    Ok(text)
}

/// A place that is full, and who holds it.
fn full(short: &Short) -> Result<String, Failure> {
    let place = serde_json::to_string(&short.place).map_err(|error| Failure::Failed(error.to_string()))?;
    let held = match (short.cases.len(), short.escorts) {
        (0, 0) => String::new(),
        (_, 0) => format!("; held by {}", short.cases.join(" ")),
        (_, escorts) => format!("; held by {} and {}", short.cases.join(" "), load::counted(escorts, "escort")),
    };
    let (needed, left, capacity) = (short.needed, short.left, short.capacity);
    Ok(format!("  {needed} needed, {left} of {capacity} left of {}{}\n", clean(&place), clean(&held)))
}

fn told(relaxation: &Relaxation) -> Result<String, Failure> {
    let mut text = match relaxation.changes.len() {
        0 => "  planning on lets it travel".to_owned(),
        1 => "  it travels with this".to_owned(),
        _ => "  it travels with these".to_owned(),
    };
    let (delta, total) = (signed(relaxation.delta), signed(relaxation.total_change));
    text += &format!(", cash {delta}, total {total}, by {}\n", clean(&relaxation.itinerary.join(" ")));
    for change in &relaxation.changes {
        let written = serde_json::to_string(change).map_err(|error| Failure::Failed(error.to_string()))?;
        text += &format!("    {}\n", clean(&written));
    }
    Ok(text)
}

fn signed(money: crate::money::Money) -> String {
    if money.0 > 0 { format!("+{}", amount(money)) } else { amount(money) }
}
