//! What a unit more of each scarce thing is worth, proven by planning with more of it.
//!
//! Where something is scarce is read off the plan and its run: places fully used, places that those who stay are short of,
//! and places with a dual. That is where planning anew looks; it proves nothing. What is told comes from plans: let B be the
//! least total as things stand and C that with so many units more, both known between a bound and a plan. Then B − C, the
//! saving, lies between the bound of B less the plan of C and the plan of B less the bound of C. More units never cost more, so
//! a bound for more units holds for fewer, and a plan with fewer stands with more.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bounds::{Bounds, Saving};
use super::planner::{self, Planned, StudyError};
use super::relief::Relief;
use super::resource::Resource;
use super::solo;
use crate::feed::Feed;
use crate::ids::CaseIdx;
use crate::money::Money;
use crate::scenario::{Change, Tables};
use crate::solve::local::{Local, Place};
use crate::solve::{Cancel, Options, PlanError};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// Things that are planned with more of, at most.
    pub most: usize,
    /// Units more at most, at least 1: 1, 2, 4, … up to so many are planned with.
    pub units: u32,
}

/// What scarce things are worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worth {
    /// Plan currency.
    pub currency: String,
    /// The least total as things stand.
    pub total: Bounds,
    /// What was planned with more of, dearest first.
    pub resources: Vec<Valued>,
    /// What is scarce too and wasn't planned with more of.
    pub untried: Vec<Resource>,
}

/// What more of something is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Valued {
    /// What there would be more of.
    #[serde(flatten)]
    pub resource: Resource,
    /// Where it is used up as planned.
    pub full: Vec<Place>,
    /// What the last relaxation found a unit to be worth: an estimate, not proven.
    pub estimate: Money,
    /// What a unit more saves, over `range`: at least, at most.
    pub value: Bounds,
    /// Units more over which that was verified by planning: each of them saves so much in the mean.
    pub range: Range,
    /// What is known of the saving.
    pub saving: Saving,
    /// What so many units more save.
    pub steps: Vec<Step>,
}

/// Units more, from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range {
    /// The first.
    pub from: u32,
    /// The last.
    pub to: u32,
}

/// So many units more.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// How many.
    pub units: u32,
    /// The changes, as in a scenario file.
    pub changes: Vec<Change>,
    /// The least total with them.
    pub total: Bounds,
    /// What they save: at least, at most.
    pub saves: Bounds,
    /// Whether they were planned with; else plans with fewer and with more of them say it all.
    pub planned: bool,
}

/// Something scarce.
#[derive(Debug, Default)]
struct Hint {
    full: Vec<Place>,
    dual: f64,
    /// Parties left behind that are short of it.
    short: usize,
}

/// Ways of each party that stays whose lack is looked at.
const WAYS: usize = 4;

/// What scarce things are worth in `feed`, which is what `base` holds.
///
/// # Errors
/// What keeps the feed from being planned, or its solver from going on.
pub fn worth(
    base: &Tables,
    feed: &Feed,
    scope: Scope,
    options: &Options,
    cancel: &Cancel,
) -> Result<Worth, StudyError> {
    let now = planner::as_it_is(base, options, cancel)?;
    let relief = Relief { base, now: &now, options, cancel };
    let mut total = Bounds::of(now.plan());
    let mut scarce: Vec<(Resource, Hint)> = scarce(&now, options, cancel)
        .into_iter()
        .filter(|(resource, _)| !resource.more(base, feed, 1).is_empty())
        .collect();
    scarce.sort_by(|(one, hint), (other, rival)| {
        let rank = |hint: &Hint| (hint.short, hint.full.len());
        rival.dual.total_cmp(&hint.dual).then(rank(rival).cmp(&rank(hint))).then(one.cmp(other))
    });
    let rest = scarce.split_off(scope.most.min(scarce.len()));
    let mut untried: Vec<Resource> = rest.into_iter().map(|(resource, _)| resource).collect();
    let planned = relief.side_by_side(scarce, |(resource, hint)| {
        let steps = steps(&relief, feed, &resource, scope.units.max(1), total);
        (resource, hint, steps)
    });
    let mut found = Vec::new();
    for (resource, hint, steps) in planned {
        match steps {
            Ok(steps) => found.push((resource, hint, steps)),
            Err(StudyError::Plan { error: PlanError::Stopped, .. }) => untried.push(resource),
            Err(error) => return Err(error),
        }
    }
    // A bound with more of something holds as things stand too.
    let lows = found.iter().flat_map(|(.., steps)| steps.iter().map(|step| step.total.low));
    total.low = lows.fold(total.low, Money::max).min(total.high);
    let mut resources: Vec<Valued> =
        found.into_iter().map(|(resource, hint, steps)| valued(resource, hint, steps, total)).collect();
    resources.sort_by(|one, other| {
        // Where nothing is proven, what the plans found differ by says more than how little is known.
        let found = |valued: &Valued| valued.steps.last().map(|step| total.high - step.total.high);
        let key = |valued: &Valued| (valued.value.low, found(valued), valued.estimate);
        key(other).cmp(&key(one)).then_with(|| one.resource.cmp(&other.resource))
    });
    untried.sort();
    Ok(Worth { currency: feed.policy.currency.to_string(), total, resources, untried })
}

/// What is scarce in the plan of `now`.
fn scarce(now: &Planned, options: &Options, cancel: &Cancel) -> BTreeMap<Resource, Hint> {
    let (feed, plan) = (&now.feed, now.plan());
    let local = Local::new(feed, options, cancel);
    let mut scarce: BTreeMap<Resource, Hint> = BTreeMap::new();
    for held in local.held(plan).unwrap_or_default() {
        if let Some(resource) = Resource::of(feed, &held.place).filter(|_| held.taken >= held.capacity) {
            scarce.entry(resource).or_default().full.push(held.place);
        }
    }
    for (place, dual) in local.estimates(&now.experience) {
        if let Some(resource) = Resource::of(feed, &place) {
            scarce.entry(resource).or_default().dual += dual;
        }
    }
    for party in parties_behind(now) {
        let staying = solo::staying(feed, party.iter().map(|&case| &feed.cases[case]));
        let ways = local.ways(Some(plan), &party, Some(staying), WAYS);
        let mut lacking: Vec<Resource> =
            ways.iter().flat_map(|way| &way.short).filter_map(|short| Resource::of(feed, &short.place)).collect();
        lacking.sort();
        lacking.dedup();
        lacking.into_iter().for_each(|resource| scarce.entry(resource).or_default().short += 1);
    }
    scarce
}

/// The parties that the plan leaves behind.
fn parties_behind(now: &Planned) -> Vec<Vec<CaseIdx>> {
    let behind = |id: &str| now.plan().unserved.iter().any(|unserved| unserved.case == id);
    let first = |(case, row): (CaseIdx, &crate::feed::Case)| {
        let party = now.feed.party(case);
        (party[0] == case && behind(&row.id)).then_some(party)
    };
    now.feed.cases.iter_enumerated().filter_map(first).collect()
}

/// What 1, 2, 4, … up to `most` units more cost in all. Where most save nothing that was found, fewer are not planned with,
/// nor is what lies between two plans of one total.
fn steps(relief: &Relief, feed: &Feed, resource: &Resource, most: u32, total: Bounds) -> Result<Vec<Step>, StudyError> {
    let mut sizes: Vec<u32> =
        std::iter::successors(Some(1u32), |size| size.checked_mul(2)).take_while(|&size| size < most).collect();
    sizes.push(most);
    let step = |units: u32, total: Bounds, planned: bool| {
        let changes = resource.more(relief.base, feed, units);
        Step { units, changes, total, saves: Bounds { low: Money(0), high: Money(0) }, planned }
    };
    let plan = |units: u32| -> Result<Step, StudyError> {
        let made = relief.with(&resource.more(relief.base, feed, units))?;
        Ok(step(units, made.total, true))
    };
    let last = plan(most)?;
    let mut steps: Vec<Step> = Vec::new();
    let mut high = total.high;
    for &units in &sizes[..sizes.len() - 1] {
        let next = if last.total.high >= high { step(units, last.total, false) } else { plan(units)? };
        high = high.min(next.total.high);
        steps.push(next);
    }
    steps.push(last);
    let mut high = total.high;
    for step in &mut steps {
        step.total.high = step.total.high.min(high);
        high = step.total.high;
    }
    let mut low = Money(i64::MIN);
    for step in steps.iter_mut().rev() {
        step.total.low = step.total.low.max(low).min(step.total.high);
        low = step.total.low;
    }
    Ok(steps)
}

fn valued(resource: Resource, hint: Hint, steps: Vec<Step>, total: Bounds) -> Valued {
    let mut steps = steps;
    for step in &mut steps {
        step.saves = total.saved_by(step.total).not_below_nothing();
    }
    // Most proven for each unit; of like ones most units. Where nothing is proven, all that was tried.
    let each = |step: &Step| step.saves.each_of(step.units);
    let best = steps
        .iter()
        .filter(|step| step.saves.saving() == Saving::Proven)
        .max_by_key(|step| (each(step).low, step.units));
    let best = best.or(steps.last());
    let (value, units, saving) = match best {
        Some(step) => (each(step), step.units, step.saves.saving()),
        None => (Bounds { low: Money(0), high: Money(0) }, 0, Saving::Undecided),
    };
    Valued {
        resource,
        full: hint.full,
        estimate: Money(hint.dual.round() as i64),
        value,
        range: Range { from: 1, to: units },
        saving,
        steps,
    }
}
