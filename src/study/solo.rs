//! A party by itself: how it would travel were nobody else to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::planner::{self, Planned};
use super::relaxations;
use crate::feed::{Case, Feed};
use crate::ids::{AirportIdx, CaseIdx};
use crate::money::Money;
use crate::plan::{Itinerary, Plan};
use crate::scenario::{Change, Row, Scenario, Tables};
use crate::solve::{Cancel, Experience, Options};

/// The tables that a party alone needs only a part of.
const FLIGHTS: &str = "flights.csv";
const FARES: &str = "fares.csv";
const LEGS: &str = "charter_legs.csv";
const LOCKS: &str = "locks.csv";
const POOLS: &str = "escorts.csv";

/// The cases that travel together with `case`, itself among them.
pub(super) fn party(feed: &Feed, case: CaseIdx) -> Vec<String> {
    feed.party(case).into_iter().map(|case| feed.cases[case].id.to_string()).collect()
}

/// `base` for `party` alone: nobody else, no flight that is on no way of it whatever rule is changed, and no escorts if it
/// needs none, who could but fill groups. Hundreds of changes are tried on it, and each takes as long as there are flights.
pub(super) fn lone(base: &Tables, feed: &Feed, party: &[String]) -> Tables {
    let mut lone = base.only(party);
    if relaxations::persons(feed, party).any(|person| person.escort.is_some()) {
        return lone;
    }
    lone.rows_mut(POOLS).clear();
    // Whoever is bound to an itinerary may fly out of the way.
    if lone.rows(LOCKS).is_empty() {
        let named = |airport: AirportIdx| feed.airports[airport].iata.to_string();
        let origins: Vec<String> = relaxations::cases(feed, party).map(|case| named(case.origin)).collect();
        let ends: Vec<String> = relaxations::destinations(feed, party).into_iter().map(named).collect();
        // Whatever a case is allowed, the policy's limit holds too.
        keep_near(&mut lone, &origins, &ends, feed.policy.max_sectors);
    }
    lone
}

/// Drops flights that are on no way of at most so many sectors from `origins` to `ends`, and fares from or to where none goes.
fn keep_near(lone: &mut Tables, origins: &[String], ends: &[String], most: u32) {
    let hop = |row: &Row| (row.get("from").to_owned(), row.get("to").to_owned());
    let mut hops: Vec<(String, String)> = [FLIGHTS, LEGS].iter().flat_map(|file| lone.rows(file)).map(hop).collect();
    hops.sort_unstable();
    hops.dedup();
    let from = sectors_to(origins, hops.iter().map(|(from, to)| (to, from)), most);
    let to = sectors_to(ends, hops.iter().map(|(from, to)| (from, to)), most);
    let on_a_way = |row: &Row| {
        let (before, after) = (from.get(row.get("from")), to.get(row.get("to")));
        before.zip(after).is_some_and(|(before, after)| before + 1 + after <= most)
    };
    lone.rows_mut(FLIGHTS).retain(on_a_way);
    let flown: BTreeSet<String> =
        [FLIGHTS, LEGS].iter().flat_map(|file| lone.rows(file)).map(hop).flat_map(|(from, to)| [from, to]).collect();
    lone.rows_mut(FARES).retain(|row| flown.contains(row.get("from")) && flown.contains(row.get("to")));
}

/// Least sectors from each airport to one of `ends` over `hops`, as far as they are at most so many.
fn sectors_to<'h>(
    ends: &'h [String],
    hops: impl Iterator<Item = (&'h String, &'h String)> + Clone,
    most: u32,
) -> BTreeMap<&'h str, u32> {
    let mut sectors: BTreeMap<&str, u32> = ends.iter().map(|end| (end.as_str(), 0)).collect();
    for so_far in 1..=most {
        for (from, to) in hops.clone() {
            if sectors.get(to.as_str()).is_some_and(|&left| left < so_far) {
                sectors.entry(from).or_insert(so_far);
            }
        }
    }
    sectors
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
