//! Plans of a feed with changes, each from the same experience.

use std::sync::Arc;

use super::standing;
use crate::feed::{Fault, Faults, Feed};
use crate::plan::{self, Plan, Status};
use crate::scenario::{ChangeFaults, Scenario, Tables};
use crate::solve::{self, Cancel, Experience, Options, PlanError};

/// A plan and the feed it is for.
#[derive(Debug)]
pub struct Planned {
    /// The changed feed's content.
    pub tables: Tables,
    /// The changed feed.
    pub feed: Feed,
    /// Its plan, with what the run has learnt.
    pub experience: Arc<Experience>,
}

impl Planned {
    /// The plan.
    pub fn plan(&self) -> &Plan {
        self.experience.plan()
    }
}

/// Why there is no plan of a changed feed.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// Changes that can't be made.
    #[error("{0}")]
    Changes(ChangeFaults),
    /// The changed feed is refused.
    #[error("scenario {scenario:?}: the changed feed is refused{}", told(.faults))]
    Feed {
        /// The scenario.
        scenario: String,
        /// What is wrong with the feed.
        faults: Faults,
    },
    /// The plan that is asked about breaks rules of its feed.
    #[error("the plan isn't valid for the feed: {0}")]
    Invalid(String),
    /// It can't be planned, or planning was stopped.
    #[error("scenario {scenario:?}: {error}")]
    Plan {
        /// The scenario.
        scenario: String,
        /// Why.
        error: PlanError,
    },
}

fn told(faults: &Faults) -> String {
    let line = |fault: &Fault| format!("\n{fault}");
    faults.0.iter().map(line).collect()
}

/// The feed of `scenario` over `base`.
///
/// # Errors
/// Every change that can't be made; every fault of the changed feed.
pub(super) fn changed(base: &Tables, scenario: &Scenario) -> Result<(Tables, Feed), StudyError> {
    let tables = scenario.apply(base).map_err(StudyError::Changes)?;
    let (feed, _warnings) =
        tables.feed().map_err(|faults| StudyError::Feed { scenario: scenario.name.clone(), faults })?;
    Ok((tables, feed))
}

/// Plans `base` as it is.
///
/// # Errors
/// As [`plan`].
pub(super) fn as_it_is(base: &Tables, options: &Options, cancel: &Cancel) -> Result<Planned, StudyError> {
    let as_is = Scenario { name: "as it is".to_owned(), changes: Vec::new() };
    plan(base, &as_is, options, None, cancel)
}

/// Plans `scenario` over `base` from `experience`.
///
/// # Errors
/// As [`changed`], and what keeps a feed from being planned.
pub(super) fn plan(
    base: &Tables,
    scenario: &Scenario,
    options: &Options,
    experience: Option<&Arc<Experience>>,
    cancel: &Cancel,
) -> Result<Planned, StudyError> {
    let (tables, feed) = changed(base, scenario)?;
    let options = Options { experience: experience.cloned(), ..options.clone() };
    let learnt = solve::learn(&feed, &options, cancel, &mut |_| {});
    let learnt = learnt.map_err(|error| StudyError::Plan { scenario: scenario.name.clone(), error })?;
    let kept = options.experience.as_ref().and_then(|old| kept(&feed, old.plan(), learnt.plan(), options.gap));
    let learnt = match kept {
        Some(plan) => learnt.with_plan(plan),
        None => learnt,
    };
    Ok(Planned { tables, feed, experience: Arc::new(learnt) })
}

/// The old plan where it stands in the changed feed to the letter and costs less than the `new` one, with the new one's bound:
/// a run flies an old plan again as near as it can, and may lose a fare or a rebate on the way.
fn kept(feed: &Feed, old: &Plan, new: &Plan, gap: f64) -> Option<Plan> {
    let mut plan = old.clone();
    for unserved in &mut plan.unserved {
        // The old reason may be none here; one that travels in the new plan has no other.
        unserved.clone_from(new.unserved.iter().find(|other| other.case == unserved.case)?);
    }
    let mut plan = standing::audited(feed, plan).filter(|plan| plan.total < new.total)?;
    plan.bound = new.bound;
    plan.gap = plan::gap(plan.total, plan.bound);
    let reached = (plan.total - plan.bound).0 as f64 <= plan.total.0 as f64 * gap;
    plan.status = if reached { Status::Optimal } else { new.status };
    Some(plan)
}
