//! `onward diff`: what tells two plans apart.

use std::path::PathBuf;

use super::exit::{Exit, Failure};
use super::{load, streams};
use crate::report::{Align, Table, amount, clean};
use crate::study::Difference;

/// Tell two plans apart, amount by amount and case by case.
///
/// The plans may be for one feed or for two: a case that only one of them knows stays at home in the other.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward diff plan.json replanned.json")]
pub(super) struct Args {
    /// The earlier plan
    #[arg(value_name = "BEFORE.json", value_parser = load::existing())]
    before: PathBuf,
    /// The later plan
    #[arg(value_name = "AFTER.json", value_parser = load::existing())]
    after: PathBuf,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (before, after) = (load::plan(&args.before)?, load::plan(&args.after)?);
    if before.currency != after.currency {
        let (one, other) = (clean(&before.currency), clean(&after.currency));
        return Err(Failure::Usage(format!("the plans are in {one} and {other}: their amounts can't be compared")));
    }
    let difference = Difference::between(&before, &after);
    let text = if args.json { load::json(&difference)? } else { text(&difference) };
    streams::print(&text)?;
    Ok(Exit::Done)
}

fn text(difference: &Difference) -> String {
    let columns =
        [("amount", Align::Left), ("before", Align::Right), ("after", Align::Right), ("change", Align::Right)];
    let mut amounts = Table::new(&columns);
    for row in difference.amounts.iter().filter(|row| !row.of.contains('.') || row.change.0 != 0) {
        amounts.push(vec![row.of.to_owned(), amount(row.before), amount(row.after), amount(row.change)]);
    }
    let mut cases = Table::new(&[("case", Align::Left), ("before", Align::Words), ("after", Align::Words)]);
    let way = |legs: &Option<Vec<String>>| legs.as_ref().map_or("stays".to_owned(), |legs| clean(&legs.join(" ")));
    for change in &difference.cases {
        cases.push(vec![clean(&change.case), way(&change.before), way(&change.after)]);
    }
    let mut text = amounts.render(streams::look());
    text += &format!("\n{} otherwise\n", load::counted(difference.cases.len(), "case"));
    if !difference.cases.is_empty() {
        text += &cases.render(streams::look());
    }
    let lists = [
        ("charters added", &difference.charters_added),
        ("charters dropped", &difference.charters_dropped),
        ("missions added", &difference.missions_added),
        ("missions dropped", &difference.missions_dropped),
    ];
    for (what, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        text += &format!("\n{what}\n");
        list.iter().for_each(|item| text += &format!("  {}\n", clean(item)));
    }
    text
}
