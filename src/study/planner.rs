//! Plans of a feed with changes, each from the same experience.

use std::sync::Arc;

use crate::feed::{Fault, Faults, Feed};
use crate::plan::Plan;
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
    Ok(Planned { tables, feed, experience: Arc::new(learnt) })
}
