//! A party by itself: how it would travel were nobody else to.

use std::sync::Arc;

use super::planner::{self, Planned};
use crate::feed::{Case, Feed};
use crate::ids::CaseIdx;
use crate::money::Money;
use crate::plan::{Itinerary, Plan};
use crate::scenario::{Change, Scenario, Tables};
use crate::solve::{Cancel, Experience, Options};

/// The cases that travel together with `case`, itself among them.
pub(super) fn party(feed: &Feed, case: CaseIdx) -> Vec<String> {
    feed.party(case).into_iter().map(|case| feed.cases[case].id.to_string()).collect()
}

/// What it costs that `cases` stay: the penalties.
pub(super) fn staying<'f>(feed: &Feed, cases: impl Iterator<Item = &'f Case>) -> Money {
    cases.map(|case| feed.policy.unserved_penalty.of(case.priority) * case.persons.len() as i64).sum()
}

/// Whether `plan` moves all of `party`.
pub(super) fn serves(plan: &Plan, party: &[String]) -> bool {
    party.iter().all(|case| itinerary(plan, case).is_some())
}

/// The itinerary of `case` in `plan`.
pub(super) fn itinerary<'p>(plan: &'p Plan, case: &str) -> Option<&'p Itinerary> {
    plan.itineraries.iter().find(|itinerary| itinerary.case == case)
}

/// Someone who plans changed feeds, each from the same experience.
pub(super) struct Desk<'d> {
    pub options: &'d Options,
    pub cancel: &'d Cancel,
}

impl Desk<'_> {
    /// The plan of `base` with `changes`; `None` where they make no sound feed, can't be planned, or the run was stopped.
    pub fn plan(&self, base: &Tables, changes: &[Change], from: Option<&Arc<Experience>>) -> Option<Planned> {
        if self.cancel.is_cancelled() {
            return None;
        }
        let scenario = Scenario { name: "what if".to_owned(), changes: changes.to_vec() };
        planner::plan(base, &scenario, self.options, from, self.cancel).ok()
    }
}
