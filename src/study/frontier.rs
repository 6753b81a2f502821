//! What less delay, fewer hours, fewer left behind or fewer connections cost: plans along a Pareto front.
//!
//! Each plan is of least total under the policy with one penalty scaled, so each is a point of the front's convex hull: no
//! plan has both less cost and less of the other measure (Geoffrion 1968), as far as its gap proves. Points between those
//! that lie inside the hull aren't found so.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::outcome::Outcome;
use super::planner::{self, Planned, StudyError};
use crate::feed::{Feed, Policy};
use crate::money::Money;
use crate::plan::Plan;
use crate::scenario::{Change, Scenario, Tables};
use crate::solve::{Cancel, Experience, Options};

/// What cost is weighed against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Days late, summed over persons.
    Delay,
    /// Hours of journey, summed over persons.
    Hours,
    /// Persons left behind.
    Unserved,
    /// Connections, summed over persons.
    Connections,
}

/// A point of the front.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrontPoint {
    /// By how much the policy's penalty is multiplied here.
    pub factor: String,
    /// Everything the plan costs but for what is weighed against it, plan currency.
    pub cost: Money,
    /// How much there is of the measure.
    pub measure: i64,
    /// How far the plan may be from the best under this factor.
    pub gap: f64,
    /// What the plan comes to; its total is under the factor's policy.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Factors of the penalty: numerator and denominator.
const FACTORS: [(i64, i64); 9] = [(0, 1), (1, 8), (1, 4), (1, 2), (1, 1), (2, 1), (4, 1), (8, 1), (32, 1)];

/// The front of `base` against a measure: its points by falling measure, none beaten by another in both, with their plans.
///
/// # Errors
/// What keeps the feed from being planned.
pub fn frontier(
    base: &Tables,
    feed: &Feed,
    against: Against,
    options: &Options,
    cancel: &Cancel,
) -> Result<Vec<(FrontPoint, Plan)>, StudyError> {
    let mut learnt: Option<Arc<Experience>> = None;
    let mut points: Vec<(FrontPoint, Plan)> = Vec::new();
    for (times, over) in FACTORS {
        let factor = if over == 1 { times.to_string() } else { format!("{times}/{over}") };
        let changes = if (times, over) == (1, 1) { Vec::new() } else { scaled(&feed.policy, against, times, over) };
        if changes.is_empty() && (times, over) != (1, 1) {
            continue;
        }
        let scenario = Scenario { name: format!("penalty times {factor}"), changes };
        let made = match planner::plan(base, &scenario, options, learnt.as_ref(), cancel) {
            Ok(made) => made,
            // A penalty of nothing is nothing at any factor.
            Err(StudyError::Changes(_)) => continue,
            Err(error) => return Err(error),
        };
        points.extend(point(&made, against, factor));
        learnt = Some(made.experience);
    }
    points.sort_by_key(|(point, _)| (point.measure, point.cost));
    let mut least: Option<Money> = None;
    // By rising measure, a point is worth having if it costs less than all before it.
    points.retain(|(point, _)| {
        let better = least.is_none_or(|least| point.cost < least);
        if better {
            least = Some(point.cost);
        }
        better
    });
    points.reverse();
    Ok(points)
}

fn point(made: &Planned, against: Against, factor: String) -> Option<(FrontPoint, Plan)> {
    let plan = made.plan();
    let outcome = Outcome::of(&made.feed, plan).ok()?;
    let penalties = plan.penalties;
    let (weighed, measure) = match against {
        Against::Delay => (penalties.delay, outcome.delay_days),
        Against::Hours => (penalties.hours, outcome.hours),
        Against::Unserved => (penalties.unserved, outcome.unserved_persons as i64),
        Against::Connections => (penalties.connections, outcome.connections),
    };
    let cost = plan.total - weighed;
    Some((FrontPoint { factor, cost, measure, gap: plan.gap, outcome }, plan.clone()))
}

/// The policy's penalty for the measure, so many times as large; rounded down to the cent.
fn scaled(policy: &Policy, against: Against, times: i64, over: i64) -> Vec<Change> {
    let times = |money: Money| Money(money.0.saturating_mul(times) / over).to_string();
    let by_priority = |of: &dyn Fn(crate::feed::Priority) -> Option<Money>| {
        let priorities = [
            ("emergency", crate::feed::Priority::Emergency),
            ("urgent", crate::feed::Priority::Urgent),
            ("normal", crate::feed::Priority::Normal),
        ];
        let given =
            priorities.into_iter().filter_map(|(name, priority)| Some((name.to_owned(), json!(times(of(priority)?)))));
        serde_json::Value::Object(given.collect())
    };
    let given = |money: Money| (money.0 > 0).then_some(money);
    let (field, value) = match against {
        Against::Delay => ("delay_penalty", by_priority(&|priority| given(policy.delay_penalty.of(priority)))),
        Against::Unserved => ("unserved_penalty", by_priority(&|priority| given(policy.unserved_penalty.of(priority)))),
        Against::Hours => ("hour_penalty", json!(times(policy.hour_penalty))),
        Against::Connections => ("connection_penalty", json!(times(policy.connection_penalty))),
    };
    let written = json!({"change": "policy", (field): value});
    serde_json::from_value(written).into_iter().collect()
}
