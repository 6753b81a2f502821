//! Changes that only relax a feed: more of something, or a rule less. Whatever can be planned without them can be planned
//! with them and costs no more, so a plan with them is never worse than the plan of the feed as it is, and a bound with them
//! holds without them too.

use super::abreast;
use super::bounds::Bounds;
use super::planner::{self, Planned, StudyError};
use super::standing;
use crate::plan::Plan;
use crate::scenario::{Change, Scenario, Tables};
use crate::solve::{Cancel, Options};

/// The feed as it is, planned, beside which relaxed ones are planned.
pub(super) struct Relief<'r> {
    pub base: &'r Tables,
    pub now: &'r Planned,
    pub options: &'r Options,
    pub cancel: &'r Cancel,
}

/// A relaxed feed, planned.
pub(super) struct Relaxed {
    /// The least total of any plan.
    pub total: Bounds,
    /// The best plan found.
    pub plan: Plan,
}

impl Relief<'_> {
    /// The feed with `changes`, which only relax it, planned from the experience of the feed as it is and nothing else.
    ///
    /// # Errors
    /// What is wrong with the changes, or keeps the changed feed from being planned.
    pub fn with(&self, changes: &[Change]) -> Result<Relaxed, StudyError> {
        let scenario = Scenario { name: "what if".to_owned(), changes: changes.to_vec() };
        // Relaxed feeds side by side keep the cores busier than one's pricing does.
        let alone = Options { threads: 1, ..self.options.clone() };
        let made = planner::plan(self.base, &scenario, &alone, Some(&self.now.experience), self.cancel)?;
        let low = made.plan().bound;
        let kept = standing::audited(&made.feed, self.now.plan().clone());
        let plan = match kept {
            Some(kept) if kept.total < made.plan().total => kept,
            _ => made.plan().clone(),
        };
        Ok(Relaxed { total: Bounds { low: low.min(plan.total), high: plan.total }, plan })
    }

    /// What `ask` says of each of `all`, in their order, so many at a time as there are threads.
    pub fn side_by_side<T: Send, U: Send>(&self, all: Vec<T>, ask: impl Fn(T) -> U + Sync) -> Vec<U> {
        abreast::side_by_side(self.options.threads, all, ask)
    }
}
