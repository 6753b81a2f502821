//! Many scenarios planned beside each other, each compared with the base.

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::abreast;
use super::difference::Difference;
use super::outcome::Outcome;
use super::planner::{self, Planned, StudyError};
use crate::feed::Feed;
use crate::money::Money;
use crate::plan::Plan;
use crate::scenario::{ChangeFaults, Scenario, Tables};
use crate::solve::{Cancel, Experience, Options};

/// The base and its scenarios, planned.
#[derive(Debug)]
pub struct Sweep {
    /// The feed as it is.
    pub base: Planned,
    /// The scenarios in their order, each with its plan, or why there is none.
    pub scenarios: Vec<(Scenario, Result<Planned, StudyError>)>,
}

/// A scenario beside the base.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What its plan comes to.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Its total less the base's.
    pub change: Money,
    /// Cases that travel in only one of the two plans, or on other flights.
    pub moved: Vec<String>,
}

/// Plans `base` and then `scenarios`, so many at a time as `options` have threads. Whatever is wrong with a scenario's
/// changes or with the feed they make is told of all scenarios before anything is planned.
///
/// # Errors
/// What is wrong with any scenario, or why the base can't be planned.
pub fn sweep(
    base: &Tables,
    scenarios: Vec<Scenario>,
    options: &Options,
    cancel: &Cancel,
    planned: &(dyn Fn(&str, &Plan) + Sync),
) -> Result<Sweep, Vec<StudyError>> {
    try_scenarios(base, &scenarios)?;
    let as_is = Scenario { name: BASE.to_owned(), changes: Vec::new() };
    let first = planner::plan(base, &as_is, options, None, cancel).map_err(|error| vec![error])?;
    planned(BASE, first.plan());
    let experience = Arc::clone(&first.experience);
    // Scenarios side by side keep the cores busier than a scenario's pricing does.
    let alone = Options { threads: 1, ..options.clone() };
    let plan = |scenario: Scenario| {
        let made = planner::plan(base, &scenario, &alone, Some(&experience), cancel);
        if let Ok(made) = &made {
            planned(&scenario.name, made.plan());
        }
        (scenario, made)
    };
    let scenarios = abreast::side_by_side(options.threads, scenarios, plan);
    Ok(Sweep { base: first, scenarios })
}

/// What the feed as it is goes by.
pub const BASE: &str = "base";

/// Plans the feed that `scenario` makes of `base` as [`sweep`] does, from what the base's run has learnt: for sweeps whose
/// scenarios are planned on several machines.
///
/// # Errors
/// What is wrong with its changes or with the feed they make, or why that can't be planned.
pub fn scenario(
    base: &Tables,
    scenario: &Scenario,
    options: &Options,
    learnt: &Arc<Experience>,
    cancel: &Cancel,
) -> Result<Planned, StudyError> {
    planner::plan(base, scenario, options, Some(learnt), cancel)
}

/// Says what is wrong with scenarios' changes to `base` and with the feeds they make; nothing is planned.
///
/// # Errors
/// What is wrong with any.
pub fn try_scenarios(base: &Tables, scenarios: &[Scenario]) -> Result<(), Vec<StudyError>> {
    let wrong = |scenario: &Scenario| planner::changed(base, scenario).err();
    let faults: Vec<StudyError> = scenarios.par_iter().filter_map(wrong).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

impl Row {
    /// The numbers of `plan` for `feed` beside those of `base`, the plan of the feed as it is.
    pub fn of(name: &str, base: &Plan, feed: &Feed, plan: &Plan) -> Option<Self> {
        let outcome = Outcome::of(feed, plan).ok()?;
        let difference = Difference::between(base, plan);
        let moved = difference.cases.into_iter().map(|change| change.case).collect();
        Some(Self { name: name.to_owned(), outcome, change: plan.total - base.total, moved })
    }
}

impl Sweep {
    /// The base's numbers.
    pub fn base_row(&self) -> Option<Row> {
        self.row(BASE, &self.base)
    }

    /// A scenario's numbers beside the base's.
    pub fn row(&self, name: &str, planned: &Planned) -> Option<Row> {
        Row::of(name, self.base.plan(), &planned.feed, planned.plan())
    }

    /// The faults of changes among `errors`, all together.
    pub fn change_faults(errors: Vec<StudyError>) -> (ChangeFaults, Vec<StudyError>) {
        let (mut faults, mut others) = (Vec::new(), Vec::new());
        for error in errors {
            match error {
                StudyError::Changes(found) => faults.extend(found.0),
                other => others.push(other),
            }
        }
        (ChangeFaults(faults), others)
    }
}
