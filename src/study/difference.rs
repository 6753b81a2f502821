//! Two plans told apart, amount by amount and case by case.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::money::Money;
use crate::plan::{Mission, Plan};

/// What tells a plan from an earlier one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Every amount, those first that sum the others up.
    pub amounts: Vec<Amount>,
    /// Cases whose journey isn't the same, by id.
    pub cases: Vec<CaseChange>,
    /// Charters used only after.
    pub charters_added: Vec<String>,
    /// Charters used only before.
    pub charters_dropped: Vec<String>,
    /// Missions flown only after, as pool and flight keys.
    pub missions_added: Vec<String>,
    /// Missions flown only before.
    pub missions_dropped: Vec<String>,
}

/// An amount before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// Which, e.g. `cash.fares`.
    pub of: &'static str,
    /// Before.
    pub before: Money,
    /// After.
    pub after: Money,
    /// After less before.
    pub change: Money,
}

/// A case that travels otherwise; no legs where it stays, or where a plan doesn't know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseChange {
    /// The case.
    pub case: String,
    /// Its flight keys before.
    pub before: Option<Vec<String>>,
    /// Its flight keys after.
    pub after: Option<Vec<String>>,
}

impl Difference {
    /// From `before` to `after`.
    pub fn between(before: &Plan, after: &Plan) -> Self {
        let (was, is) = (legs(before), legs(after));
        let cases: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
        let change = |case: &str| CaseChange {
            case: case.to_owned(),
            before: was.get(case).map(|legs| legs.to_vec()),
            after: is.get(case).map(|legs| legs.to_vec()),
        };
        let changes = cases.into_iter().map(change).filter(|change| change.before != change.after);
        let only = |one: &[String], other: &[String]| one.iter().filter(|id| !other.contains(id)).cloned().collect();
        let (flown, fly) = (missions(before), missions(after));
        Self {
            amounts: amounts(before, after),
            cases: changes.collect(),
            charters_added: only(&after.charters, &before.charters),
            charters_dropped: only(&before.charters, &after.charters),
            missions_added: more(&fly, &flown),
            missions_dropped: more(&flown, &fly),
        }
    }
}

fn legs(plan: &Plan) -> BTreeMap<&str, &[String]> {
    plan.itineraries.iter().map(|itinerary| (itinerary.case.as_str(), itinerary.legs.as_slice())).collect()
}

/// How often each mission is flown.
fn missions(plan: &Plan) -> BTreeMap<String, usize> {
    let name = |mission: &Mission| {
        let sectors: Vec<&str> = mission.legs.iter().map(|leg| leg.sector.as_str()).collect();
        format!("{}: {}", mission.pool, sectors.join(" "))
    };
    let mut flown = BTreeMap::new();
    plan.missions.iter().for_each(|mission| *flown.entry(name(mission)).or_default() += 1);
    flown
}

/// The missions that `one` has more often than `other`, so many times.
fn more(one: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>) -> Vec<String> {
    let beyond = |(name, &times): (&String, &usize)| {
        let times = times.saturating_sub(other.get(name).copied().unwrap_or_default());
        std::iter::repeat_n(name.clone(), times)
    };
    one.iter().flat_map(beyond).collect()
}

fn amounts(before: &Plan, after: &Plan) -> Vec<Amount> {
    let all = |plan: &Plan| {
        let (cash, penalties) = (plan.cash, plan.penalties);
        [
            ("total", plan.total),
            ("bound", plan.bound),
            ("cash", cash.total()),
            ("cash.fares", cash.fares),
            // Subtracted, as in the sum.
            ("cash.rebates", -cash.rebates),
            ("cash.shortfalls", cash.shortfalls),
            ("cash.charters", cash.charters),
            ("cash.beds", cash.beds),
            ("cash.assistance", cash.assistance),
            ("cash.transit", cash.transit),
            ("cash.escorts", cash.escorts),
            ("cash.changes", cash.changes),
            ("penalties", penalties.total()),
            ("penalties.unserved", penalties.unserved),
            ("penalties.delay", penalties.delay),
            ("penalties.connections", penalties.connections),
            ("penalties.hours", penalties.hours),
        ]
    };
    let pairs = all(before).into_iter().zip(all(after));
    pairs.map(|((of, before), (_, after))| Amount { of, before, after, change: after - before }).collect()
}
