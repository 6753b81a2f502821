//! The planner under test.

use std::panic::{self, AssertUnwindSafe};

use onward::check;
use onward::feed::Feed;
use onward::money::Money;
use onward::plan::{Plan, Status};
use onward::solve::{self, Cancel, Options, PlanError};

/// Plans `feed` until nothing can be better.
pub fn plan(feed: &Feed, threads: usize) -> Result<Plan, PlanError> {
    let options = Options { gap: 0.0, time_limit: None, threads, seed: 0 };
    solve::plan(feed, &options, &Cancel::default(), &mut |_| {})
}

/// What is wrong with the planner's plan for a feed whose optimum costs `truth`; nothing if it is one and says so.
pub fn faults(feed: &Feed, truth: Money) -> Vec<String> {
    // A panic of the planner is a fault of one feed among many, to be shown with its seed.
    let plan = match panic::catch_unwind(AssertUnwindSafe(|| plan(feed, 1))) {
        Ok(Ok(plan)) => plan,
        Ok(Err(error)) => return vec![error.to_string()],
        Err(_) => return vec!["the planner panicked".to_owned()],
    };
    let mut faults: Vec<_> = check::check(feed, &plan).violations.iter().map(ToString::to_string).collect();
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
