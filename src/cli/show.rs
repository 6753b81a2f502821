//! `onward show`: a plan as tables.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::exit::{Exit, Failure};
use super::{load, streams};
use crate::report::{
    AgreementRow, CaseRow, CharterRow, DestinationRow, DutyRow, FlightRow, Journeys, Look, MissionRow, Summary, Table,
    UnservedRow, by_agreement, by_case, by_charter, by_destination, by_duty, by_flight, by_mission, unserved,
};

/// Show a plan as tables: a summary, by destination, flight and case, escorts' missions and duties, charters,
/// agreements, and who stays behind.
///
/// A plan alone names cases, flights, agreements and money; with the feed it was made for, persons, times, countries,
/// special needs, who goes with which escort, loads and volumes are shown too.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onward show plan.json --by flight
  onward show plan.json --feed data/day-2017-05-16 --by case | less -S
  onward show plan.json --feed data/day-2017-05-16 --by duty")]
pub(super) struct Args {
    /// The plan
    #[arg(value_name = "PLAN.json", value_parser = load::existing())]
    plan: PathBuf,
    /// The feed it was made for: folder or .zip
    #[arg(long, value_parser = load::existing())]
    feed: Option<PathBuf>,
    /// The one table to show; all without it
    #[arg(long, value_name = "TABLE")]
    by: Option<By>,
    /// As JSON: one object, a member for each table
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// What the plan does and costs
    Summary,
    /// How many arrive where
    Destination,
    /// Who is on which flight
    Flight,
    /// Which case goes how
    Case,
    /// Which escort goes where, when and at what cost
    Mission,
    /// With whom each escort goes, sector by sector
    Duty,
    /// What is aboard each charter, and what a seat comes to
    Charter,
    /// What is bought under each agreement: volume, tier, commitment, groups
    Agreement,
    /// Who stays behind, and why
    Unserved,
}

/// The tables asked for.
#[derive(Default, Serialize)]
struct Shown {
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    destinations: Option<Vec<DestinationRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flights: Option<Vec<FlightRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<Vec<CaseRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missions: Option<Vec<MissionRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duties: Option<Vec<DutyRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    charters: Option<Vec<CharterRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreements: Option<Vec<AgreementRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unserved: Option<Vec<UnservedRow>>,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let plan = load::plan(&args.plan)?;
    let feed = args.feed.as_deref().map(load::feed).transpose()?;
    let journeys = match &feed {
        Some(feed) => Journeys::of_feed(&plan, feed).map_err(|error| Failure::Invalid(error.to_string()))?,
        None => Journeys::of_plan(&plan),
    };
    if feed.as_ref().is_some_and(|feed| feed.sha256 != plan.feed.sha256) {
        streams::tell("warning: the feed isn't the one that the plan was made for; times and persons may be wrong");
    }
    let wants = |table| args.by.is_none_or(|by| by == table);
    let shown = Shown {
        summary: wants(By::Summary).then(|| Summary::of(&journeys, None)),
        destinations: wants(By::Destination).then(|| by_destination(&journeys)),
        flights: wants(By::Flight).then(|| by_flight(&journeys)),
        cases: wants(By::Case).then(|| by_case(&journeys)),
        missions: wants(By::Mission).then(|| by_mission(&journeys)),
        duties: wants(By::Duty).then(|| by_duty(&journeys)),
        charters: wants(By::Charter).then(|| by_charter(&journeys)),
        agreements: wants(By::Agreement).then(|| by_agreement(&journeys)),
        unserved: wants(By::Unserved).then(|| unserved(&journeys)),
    };
    let text = if args.json { load::json(&shown)? } else { shown.text(streams::look()) };
    streams::print(&text)?;
    Ok(Exit::Done)
}

impl Shown {
    /// The tables as text, with headings where there are several; of several, those of missions and charters only where
    /// there are any.
    fn text(&self, look: Look) -> String {
        let several = self.summary.is_some() && self.cases.is_some();
        let missions = self.missions.as_deref().filter(|rows| !several || !rows.is_empty());
        let duties = self.duties.as_deref().filter(|rows| !several || !rows.is_empty());
        let charters = self.charters.as_deref().filter(|rows| !several || !rows.is_empty());
        let tables: [(&str, Option<Table>); 8] = [
            ("By destination", self.destinations.as_deref().map(DestinationRow::table)),
            ("By flight", self.flights.as_deref().map(FlightRow::table)),
            ("By case", self.cases.as_deref().map(CaseRow::table)),
            ("By mission", missions.map(MissionRow::table)),
            ("By duty", duties.map(DutyRow::table)),
            ("By charter", charters.map(CharterRow::table)),
            ("By agreement", self.agreements.as_deref().map(AgreementRow::table)),
            ("Left behind", self.unserved.as_deref().map(UnservedRow::table)),
        ];
        let mut text = self.summary.as_ref().map(ToString::to_string).unwrap_or_default();
        for (heading, table) in tables {
            let Some(table) = table else { continue };
            if several {
                text += &format!("\n{heading}\n");
            }
            text += &table.render(look);
        }
        text
    }
}
