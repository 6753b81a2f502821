//! What a caller sets, sees and gets instead of a plan.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::conflict::LockConflict;
use super::experience::Experience;
use crate::money::Money;

/// What a caller may set.
#[derive(Debug, Clone)]
pub struct Options {
    /// Stop when (total − bound) ÷ total is at most this.
    pub gap: f64,
    /// Stop after so long.
    pub time_limit: Option<Duration>,
    /// Threads for pricing, at least 1; the plan doesn't depend on it.
    pub threads: usize,
    /// Seed of every choice made at random.
    pub seed: u64,
    /// What an earlier run on a feed much like this one has learnt. The plan may depend on it, its validity and the bound's
    /// don't.
    pub experience: Option<Arc<Experience>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            gap: 0.001,
            time_limit: None,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            seed: 0,
            experience: None,
        }
    }
}

/// A handle that stops planning from another thread or a signal; clones stop the same run.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the run to end with the best plan found so far.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether that was asked for.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What planning is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Building the network.
    Network,
    /// Pricing itineraries into the restricted master.
    Pricing,
    /// Cutting off fractional plans.
    Cutting,
    /// Looking for better plans.
    Improving,
    /// Proving by branching.
    Branching,
}

/// How far a run is.
#[derive(Debug, Clone)]
pub struct Progress {
    /// What it is busy with.
    pub phase: Phase,
    /// Columns (itineraries with their fares) in the restricted master.
    pub columns: usize,
    /// Best bound proven, once there is one.
    pub bound: Option<Money>,
    /// Total of the best plan found, once there is one.
    pub incumbent: Option<Money>,
    /// Persons that the best plan found moves, once there is one.
    pub served: Option<usize>,
    /// Their gap, once both stand.
    pub gap: Option<f64>,
    /// Time since the start.
    pub elapsed: Duration,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// Fixed locks that can't all be kept; at least one conflict.
    #[error("{}", told(conflicts))]
    Conflict {
        /// Every conflict found.
        conflicts: Vec<LockConflict>,
    },
    /// Stopped before a first plan stood.
    #[error("stopped before a first plan was found")]
    Stopped,
    /// The LP solver failed beyond recovery.
    #[error("the LP solver failed: {0}")]
    Solver(String),
}

fn told(conflicts: &[LockConflict]) -> String {
    let lines = conflicts.iter().map(|conflict| format!("\n{conflict}"));
    format!("the fixed locks of the feed can't all be kept{}", lines.collect::<String>())
}
