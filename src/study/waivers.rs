//! The transit waivers worth asking for, ranked by what they save.
//!
//! Which to try is told by ways: what a party would fly were there no transit rules and nobody else, and which rules are in
//! its way there. What a waiver saves isn't told by that, but by planning everyone anew with it granted: the saving lies between
//! the bound of the plan as it is less the total with the waiver, and that total less the bound with it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bounds::{Bounds, Saving};
use super::planner::{self, Planned, StudyError};
use super::relief::Relief;
use super::solo;
use crate::feed::Feed;
use crate::ids::CaseIdx;
use crate::money::Money;
use crate::scenario::changes::transit::WaiverGranted;
use crate::scenario::{Change, Tables};
use crate::solve::local::{Barred, Local};
use crate::solve::{Cancel, Options, PlanError};

/// Waivers worth asking for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waivers {
    /// Plan currency.
    pub currency: String,
    /// The least total as things stand.
    pub total: Bounds,
    /// What was planned with, most saving first.
    pub waivers: Vec<Waiver>,
    /// How many more there are that may save something and weren't planned with.
    pub untried: usize,
}

/// A waiver, or several that a party needs all of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waiver {
    /// In words, e.g. `FRA for SO on foil`.
    pub what: String,
    /// The changes, as in a scenario file.
    pub changes: Vec<Change>,
    /// Cases for which it was tried: a way that it opens is cheaper for them than what they have.
    pub sought_for: Vec<String>,
    /// Cases that stay as things stand and travel with it.
    pub served: Vec<String>,
    /// The least total with it.
    pub total: Bounds,
    /// What it saves: at least, at most.
    pub saves: Bounds,
    /// What is known of the saving.
    pub saving: Saving,
}

/// Ways of a party that are looked at.
const WAYS: usize = 8;

/// For whom a set of waivers opens a way, each with what it saves them were nobody else there.
type Wanted = BTreeMap<Vec<Barred>, BTreeMap<CaseIdx, Money>>;

/// The waivers worth asking for in `feed`, which is what `base` holds; `most` are planned with. Each lets all persons of one
/// nationality with one document connect at one airport free of charge, for any time, and without asking days before.
///
/// # Errors
/// What keeps the feed from being planned, or its solver from going on.
pub fn waivers(
    base: &Tables,
    feed: &Feed,
    most: usize,
    options: &Options,
    cancel: &Cancel,
) -> Result<Waivers, StudyError> {
    let now = planner::as_it_is(base, options, cancel)?;
    let relief = Relief { base, now: &now, options, cancel };
    let mut total = Bounds::of(now.plan());
    let wanted = wanted(&relief);
    let mut asks: Vec<(Vec<Barred>, Money)> = wanted.keys().map(|ask| (ask.clone(), estimate(&wanted, ask))).collect();
    asks.sort_by(|(one, saves), (other, rival)| {
        rival.cmp(saves).then(one.len().cmp(&other.len())).then(one.cmp(other))
    });
    let rest = asks.split_off(most.min(asks.len()));
    let mut untried = rest.len();
    let made = relief.side_by_side(asks, |(ask, _)| {
        let changes: Vec<Change> = ask.iter().map(|one| granted(feed, one)).collect();
        let made = relief.with(&changes);
        (ask, changes, made)
    });
    let mut waivers = Vec::new();
    for (ask, changes, made) in made {
        let made = match made {
            Ok(made) => made,
            Err(StudyError::Plan { error: PlanError::Stopped, .. }) => {
                untried += 1;
                continue;
            }
            Err(error) => return Err(error),
        };
        let stays = |case: &str| now.plan().unserved.iter().any(|one| one.case == case);
        let travel = made.plan.itineraries.iter().map(|one| &one.case);
        let whom = wanted.iter().filter(|(other, _)| within(other, &ask)).flat_map(|(_, whom)| whom.keys());
        let mut sought: Vec<CaseIdx> = whom.flat_map(|&case| feed.party(case)).collect();
        sought.sort_unstable();
        sought.dedup();
        waivers.push(Waiver {
            what: words(feed, &ask),
            changes,
            sought_for: sought.into_iter().map(|case| feed.cases[case].id.to_string()).collect(),
            served: travel.filter(|case| stays(case)).cloned().collect(),
            total: made.total,
            saves: Bounds { low: Money(0), high: Money(0) },
            saving: Saving::Undecided,
        });
    }
    // A bound with a waiver holds without it too.
    total.low = waivers.iter().map(|waiver| waiver.total.low).fold(total.low, Money::max).min(total.high);
    for waiver in &mut waivers {
        waiver.saves = total.saved_by(waiver.total).not_below_nothing();
        waiver.saving = waiver.saves.saving();
    }
    waivers.sort_by(|one, other| {
        // Where nothing is proven, what the plans found differ by says more than how little is known.
        let key = |waiver: &Waiver| (waiver.saves.low, total.high - waiver.total.high);
        key(other)
            .cmp(&key(one))
            .then(one.changes.len().cmp(&other.changes.len()))
            .then_with(|| one.what.cmp(&other.what))
    });
    Ok(Waivers { currency: feed.policy.currency.to_string(), total, waivers, untried })
}

/// The waivers that open a cheaper way to somebody.
fn wanted(relief: &Relief) -> Wanted {
    let now: &Planned = relief.now;
    let (feed, plan) = (&now.feed, now.plan());
    let mut open = feed.clone();
    open.transit.clear();
    open.policy.transit_default_allow = true;
    let alone = Options { threads: 1, ..relief.options.clone() };
    let (here, open) = (Local::new(feed, &alone, relief.cancel), Local::new(&open, &alone, relief.cancel));
    let parties = feed.cases.keys().map(|case| (case, feed.party(case))).filter(|(case, party)| party[0] == *case);
    let told = relief.side_by_side(parties.collect(), |(case, party): (CaseIdx, Vec<CaseIdx>)| {
        let staying = solo::staying(feed, party.iter().map(|&case| &feed.cases[case]));
        let served = solo::itinerary(plan, &feed.cases[case].id).is_some();
        let own = served.then(|| {
            let paid: Money = here.bill(plan, case).unwrap_or_default().iter().map(|item| item.amount).sum();
            let alone = here.ways(None, &party, None, 1).first().map_or(staying, |way| way.cost);
            paid.max(alone)
        });
        let now = own.unwrap_or(staying);
        let ways = open.ways(None, &party, Some(now), WAYS);
        let cheaper = ways.iter().filter(|way| way.cost < now);
        let asks = cheaper.map(|way| (open.barred(feed, &party, way), now - way.cost));
        (case, asks.filter(|(ask, _)| !ask.is_empty()).collect::<Vec<_>>())
    });
    let mut wanted = Wanted::new();
    for (case, asks) in told {
        for (ask, saves) in asks {
            let entry = wanted.entry(ask).or_default().entry(case).or_default();
            *entry = saves.max(*entry);
        }
    }
    wanted
}

/// What all would save by `ask` were nobody else there: each by the best of the sets of waivers within it.
fn estimate(wanted: &Wanted, ask: &[Barred]) -> Money {
    let mut best: BTreeMap<CaseIdx, Money> = BTreeMap::new();
    for (&case, &saves) in wanted.iter().filter(|(other, _)| within(other, ask)).flat_map(|(_, whom)| whom) {
        let entry = best.entry(case).or_default();
        *entry = saves.max(*entry);
    }
    best.into_values().sum()
}

fn within(some: &[Barred], all: &[Barred]) -> bool {
    some.iter().all(|one| all.contains(one))
}

fn granted(feed: &Feed, waiver: &Barred) -> Change {
    WaiverGranted {
        place: feed.airports[waiver.airport].iata.to_string(),
        nationality: waiver.nationality.to_string(),
        document: feed.documents[waiver.document].to_string(),
        destination: None,
        zone: None,
        max_hours: None,
        fee: None,
    }
    .into()
}

fn words(feed: &Feed, ask: &[Barred]) -> String {
    let one = |waiver: &Barred| {
        let (place, document) = (feed.airports[waiver.airport].iata, &feed.documents[waiver.document]);
        format!("{place} for {} on {document}", waiver.nationality)
    };
    ask.iter().map(one).collect::<Vec<_>>().join(", ")
}
