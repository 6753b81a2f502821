//! The planner under test.

use std::panic::{self, AssertUnwindSafe};

use onward::check;
use onward::feed::{Feed, LockMode};
use onward::ids::CaseIdx;
use onward::money::Money;
use onward::plan::{Plan, Status};
use onward::solve::{self, Cancel, LockConflict, Options, PlanError};

/// Plans `feed` until nothing can be better.
pub fn plan(feed: &Feed, threads: usize) -> Result<Plan, PlanError> {
    let options = Options { gap: 0.0, threads, ..Options::default() };
    solve::plan(feed, &options, &Cancel::default(), &mut |_| {})
}

/// What is wrong with the planner's answer for a feed whose optimum costs `truth`, or which has no valid plan; nothing if
/// it finds and says just that.
pub fn faults(feed: &Feed, truth: Option<Money>) -> Vec<String> {
    // A panic of the planner is a fault of one feed among many, to be shown with its seed.
    let planned = match panic::catch_unwind(AssertUnwindSafe(|| plan(feed, 1))) {
        Ok(planned) => planned,
        Err(_) => return vec!["the planner panicked".to_owned()],
    };
    match (planned, truth) {
        (Ok(plan), Some(truth)) => faults_of_plan(feed, &plan, truth),
        (Ok(plan), None) => vec![format!("planned at {}, though locks can't be kept", plan.total)],
        (Err(PlanError::Conflict { conflicts }), None) => faults_of_conflicts(feed, &conflicts),
        (Err(error), _) => vec![error.to_string()],
    }
}

fn faults_of_plan(feed: &Feed, plan: &Plan, truth: Money) -> Vec<String> {
    let mut faults: Vec<_> = check::check(feed, plan).violations.iter().map(ToString::to_string).collect();
    if plan.total != truth {
        faults.push(format!("the total is {}, the optimum {truth}", plan.total));
    }
    if plan.bound > truth {
        faults.push(format!("the bound {} is above the optimum {truth}", plan.bound));
    }
    if (plan.status, plan.gap) != (Status::Optimal, 0.0) || plan.bound != plan.total {
        faults.push(format!("ended {:?} with bound {} and gap {}", plan.status, plan.bound, plan.gap));
    }
    faults
}

/// Conflicts name fixed cases, or cases linked to them, and nobody else.
fn faults_of_conflicts(feed: &Feed, conflicts: &[LockConflict]) -> Vec<String> {
    let fixed = |case: CaseIdx| feed.locks.iter().any(|lock| lock.case == case && lock.mode == LockMode::Fixed);
    let party = |case: CaseIdx| feed.cases[case].link.map_or_else(|| vec![case], |link| feed.links[link].clone());
    let held = |id: &String| {
        let case = feed.cases.iter_enumerated().find(|(_, case)| *case.id == **id);
        case.is_some_and(|(case, _)| party(case).into_iter().any(fixed))
    };
    let mut faults = Vec::new();
    if conflicts.is_empty() {
        faults.push("a conflict without any".to_owned());
    }
    for conflict in conflicts {
        if conflict.cases.is_empty() || !conflict.cases.iter().all(held) {
            faults.push(format!("{conflict} names others than fixed cases"));
        }
    }
    faults
}
