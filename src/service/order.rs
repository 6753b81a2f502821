//! What a child process is asked to do, and what it tells.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::money::Money;
use crate::scenario::Scenario;
use crate::solve::Options;
use crate::study::Asked;

/// How hard to try.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// Stop at this gap; a charter's worth without one is planned as fine as it takes.
    pub gap: Option<f64>,
    /// Stop each plan after so many seconds.
    pub time_limit_s: f64,
    /// Threads; no result depends on it.
    pub threads: usize,
    /// Seed of every choice made at random.
    pub seed: u64,
}

impl Effort {
    /// As the library takes it.
    pub fn options(&self) -> Options {
        let standard = Options::default();
        Options {
            gap: self.gap.unwrap_or(standard.gap),
            time_limit: Duration::try_from_secs_f64(self.time_limit_s).ok(),
            threads: self.threads.max(1),
            seed: self.seed,
            experience: None,
        }
    }
}

/// What to weigh cost against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Days late.
    Delay,
    /// Hours of journey.
    Hours,
    /// Persons left behind.
    Unserved,
    /// Connections.
    Connections,
}

/// Terms of an agreement that somebody asks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// So many seats more a flight.
    pub seats: Vec<u32>,
    /// Fares lower by so many per cent.
    pub cuts: Vec<u32>,
    /// Tiers of rebates.
    pub tiers: Vec<Tier>,
}

/// A tier of rebates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// From so many seats on.
    pub from_seats: u32,
    /// So much back a seat, in the agreement's currency.
    pub rebate: Money,
}

impl Tier {
    /// A tier as it is written: seats from 1, and a rebate that isn't below nothing.
    pub fn read(from_seats: u32, rebate: &str) -> Option<Self> {
        let rebate = rebate.parse().ok().filter(|&rebate: &Money| rebate >= Money::ZERO)?;
        (from_seats > 0).then_some(Self { from_seats, rebate })
    }
}

impl Terms {
    /// As the library takes them.
    pub fn asked(&self) -> Asked {
        Asked {
            seats: self.seats.clone(),
            cuts: self.cuts.clone(),
            tiers: self.tiers.iter().map(|tier| (tier.from_seats, tier.rebate)).collect(),
        }
    }
}

/// What to do with a feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Task {
    /// Plan it, from an earlier plan where one is given.
    Plan,
    /// Plan it and keep what was learnt for scenarios.
    Base,
    /// Plan it with changes, from what the base has learnt.
    Scenario {
        /// The changes.
        scenario: Scenario,
    },
    /// Tell what a charter is worth.
    Charter {
        /// The charter.
        charter: String,
        /// Seats to plan with besides those offered.
        seats: Vec<u32>,
    },
    /// Tell what an agreement is worth.
    Agreement {
        /// The agreement.
        agreement: String,
        /// Terms to plan with besides those that are always planned with.
        #[serde(default)]
        terms: Terms,
    },
    /// Tell what less of a measure costs.
    Frontier {
        /// The measure.
        of: Measure,
    },
    /// Explain a plan.
    Explain {
        /// One case, or all that stay.
        case: Option<String>,
        /// An itinerary to price for it besides.
        with: Option<Vec<String>>,
    },
}

/// What a job asks for: sealed as its `request`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// What to do.
    #[serde(flatten)]
    pub task: Task,
    /// How hard to try.
    pub effort: Effort,
    /// The plan to start from, or to explain.
    pub plan: Option<String>,
}

/// The head of what a child reads; the parts follow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// What to do.
    #[serde(flatten)]
    pub task: Task,
    /// How hard to try.
    pub effort: Effort,
    /// Memory it may use, MiB.
    pub memory_mib: Option<u64>,
    /// Names and bytes of the parts that follow: `feed`, and where there are `plan`, `learnt`.
    pub parts: Vec<(String, usize)>,
}

/// A line that a child writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "told", rename_all = "snake_case")]
pub enum Told {
    /// How far it is.
    Progress(Progress),
    /// It is done; the parts follow: `result`, and where there are `digest`, `learnt`.
    Done {
        /// Their names and bytes.
        parts: Vec<(String, usize)>,
    },
    /// It can't be done.
    Failed {
        /// Why.
        problem: super::problem::Problem,
    },
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// What it is busy with: `network`, `pricing`, `cutting`, `improving`, `branching`.
    pub phase: String,
    /// Persons that the best plan found so far moves, once there is one.
    pub persons_planned: Option<u64>,
    /// Persons of the feed.
    pub persons: Option<u64>,
    /// Columns in the master programme.
    pub columns: u64,
    /// Total of the best plan found so far, a decimal string.
    pub total: Option<String>,
    /// No plan costs less than this, a decimal string.
    pub bound: Option<String>,
    /// Their gap.
    pub gap: Option<f64>,
    /// Seconds since planning began.
    pub elapsed_s: f64,
}
