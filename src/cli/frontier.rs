//! `onward frontier`: what less delay, fewer hours, fewer left behind or fewer connections cost.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::exit::{Exit, Failure};
use super::study::{self, Planning};
use super::{load, streams};
use crate::picture;
use crate::report::{Align, Table, amount, count, percent};
use crate::study::{Against, FrontPoint, frontier};

/// Show what cost trades for: a Pareto front of plans, each proven to its gap.
///
/// Each point is the best plan under the policy with one penalty multiplied by a factor; cost is everything else that the
/// plan costs. No point is beaten by another in both.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward frontier data/sample --of cost,delay --svg front.svg")]
pub(super) struct Args {
    /// Folder or .zip of the feed
    #[arg(value_parser = load::existing())]
    feed: PathBuf,
    /// What is traded
    #[arg(long, value_name = "MEASURES")]
    of: Of,
    /// Folder for the plans of the points, made where it isn't there
    #[arg(long, value_name = "DIR")]
    plans: Option<PathBuf>,
    /// Draw the front, as SVG
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    planning: Planning,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// What is traded.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    /// Cost for days late
    #[value(name = "cost,delay")]
    Delay,
    /// Cost for hours of journey
    #[value(name = "cost,hours")]
    Hours,
    /// Cost for persons left behind
    #[value(name = "cost,unserved")]
    Unserved,
    /// Cost for connections
    #[value(name = "cost,connections")]
    Connections,
}

/// A point and where its plan is.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    point: FrontPoint,
    plan: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (tables, feed) = study::open(&args.feed)?;
    let picture = study::picture_at(args.svg.as_ref())?;
    let cancel = study::stoppable("stopping: each plan ends with the best found so far")?;
    let (against, measure) = match args.of {
        Of::Delay => (Against::Delay, "days late"),
        Of::Hours => (Against::Hours, "hours"),
        Of::Unserved => (Against::Unserved, "left behind"),
        Of::Connections => (Against::Connections, "connections"),
    };
    let points = frontier(&tables, &feed, against, &args.planning.options(), &cancel).map_err(study::failure)?;
    study::write_picture(picture.as_ref(), || {
        let points: Vec<FrontPoint> = points.iter().map(|(point, _)| point.clone()).collect();
        picture::frontier(measure, &feed.policy.currency.to_string(), &points)
    })?;
    let mut told = Vec::new();
    for (number, (point, plan)) in points.into_iter().enumerate() {
        let path = args.plans.as_ref().map(|folder| study::write_plan(folder, &format!("point-{}", number + 1), &plan));
        told.push(Told { point, plan: path.transpose()? });
    }
    let text = if args.json { load::json(&told)? } else { table(&told, measure).render(streams::look()) };
    streams::print(&text)?;
    Ok(Exit::Done)
}

fn table(told: &[Told], measure: &'static str) -> Table {
    let columns = [
        (measure, Align::Right),
        ("cost", Align::Right),
        ("cash", Align::Right),
        ("persons", Align::Right),
        ("factor", Align::Right),
        ("gap", Align::Right),
    ];
    let mut table = Table::new(&columns);
    for Told { point, .. } in told {
        table.push(vec![
            point.measure.to_string(),
            amount(point.cost),
            amount(point.outcome.cash.total()),
            count(point.outcome.served_persons),
            point.factor.clone(),
            percent(point.gap),
        ]);
    }
    table
}
