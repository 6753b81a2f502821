//! Answers beside a plan that stands: a party is placed with everyone else as planned, and the plan so made is checked.
//!
//! The checker shares nothing with the planner, so what is suggested is proven by it. The difference that is told is that of
//! a valid plan, hence an upper bound: planning everyone anew with the same change costs at most as much.

use super::abreast;
use super::difference::Difference;
use super::explain::{Alone, Alternative, Inquiry, Relaxation, Told, Verdict};
use super::planner::{self, StudyError};
use super::relaxations;
use super::rules;
use super::solo;
use crate::check;
use crate::feed::{Feed, LockMode};
use crate::ids::CaseIdx;
use crate::money::Money;
use crate::plan::{Plan, Status, gap};
use crate::scenario::changes::lock::{LockAdded, LockDropped};
use crate::scenario::{Change, Scenario, Tables};
use crate::solve::Options;
use crate::solve::local::{Item, Local, Short, Way};

/// Ways of a party that are looked at.
const WAYS: usize = 60;

/// Ways short of something for which room is sought.
pub(super) const ROOMS: usize = 6;

/// Other itineraries that are told of.
const ALTERNATIVES: usize = 5;

/// Relaxations that are told of at most.
pub(super) const TOLD: usize = 8;

/// Times the penalty for staying up to which a way is told of that costs more.
const DEAR: i64 = 8;

/// A plan that stands, and the feed it is for.
pub(super) struct Standing<'s> {
    pub(super) asked: &'s Inquiry<'s>,
    here: Local<'s>,
    pub(super) alone: Options,
}

impl<'s> Standing<'s> {
    /// The plan of `asked`, once it is checked.
    ///
    /// # Errors
    /// [`StudyError::Invalid`] where it breaks a rule.
    pub fn new(asked: &'s Inquiry<'s>) -> Result<Self, StudyError> {
        if let Some(broken) = check::check(asked.feed, asked.plan).violations.first() {
            return Err(StudyError::Invalid(broken.to_string()));
        }
        let alone = Options { threads: 1, ..asked.options.clone() };
        Ok(Self { asked, here: Local::new(asked.feed, &alone, asked.cancel), alone })
    }

    /// What `ask` says of each of `all`, in their order, so many at a time as there are threads.
    pub fn side_by_side<T: Send, U: Send>(&self, all: Vec<T>, ask: impl Fn(T) -> U + Sync) -> Vec<U> {
        abreast::side_by_side(self.asked.options.threads, all, ask)
    }

    /// What the case costs, item by item; nothing where it stays.
    pub fn bill(&self, case: CaseIdx) -> Vec<Item> {
        self.here.bill(self.asked.plan, case).unwrap_or_default()
    }

    /// Why the case stays, and what would let it travel.
    pub fn verdict(&self, case: CaseIdx, told: Told) -> Verdict {
        let (base, feed, plan) = (self.asked.base, self.asked.feed, self.asked.plan);
        let id = feed.cases[case].id.to_string();
        let party = solo::party(feed, case);
        let cases = indices(feed, &party);
        let staying = solo::staying(feed, cases.iter().map(|&case| &feed.cases[case]));
        let mut ways = self.here.ways(Some(plan), &cases, Some(staying * DEAR), WAYS);
        let alone = ways.first().map(|way| Alone { cost: way.cost, penalty: staying, itinerary: way.legs.clone() });
        ways.retain(|way| way.cost < staying);
        ways.sort_by_key(|way| {
            let missing: u32 = way.short.iter().map(|short| short.needed.abs_diff(short.left)).sum();
            (way.short.len(), missing, way.cost)
        });
        let mut full = Vec::new();
        let mut relaxations: Vec<Relaxation> = Vec::new();
        if let Some(made) = self.prove(&[], &party) {
            relaxations.extend(self.relaxation(Vec::new(), &made, &id));
        } else if !ways.is_empty() {
            full = ways[0].short.clone();
            let mut tried: Vec<Vec<Change>> = ways.iter().map(|way| relaxations::filled(base, &way.short)).collect();
            tried.retain(|changes| !changes.is_empty());
            let mut seen: Vec<Vec<Change>> = Vec::new();
            for changes in tried {
                if seen.len() < ROOMS && !seen.contains(&changes) {
                    seen.push(changes);
                }
            }
            let found = self.side_by_side(seen, |changes| self.least(changes, &party, &id));
            relaxations.extend(found.into_iter().flatten());
        } else if alone.is_none() {
            relaxations = rules::found(self, &party, &id);
        }
        relaxations.sort_by_key(|found| (found.changes.len(), found.total_change));
        let mut kept: Vec<Relaxation> = Vec::new();
        for found in relaxations {
            // What takes more of the same is no suggestion.
            if !kept.iter().any(|other| other.changes.iter().all(|change| found.changes.contains(change))) {
                kept.push(found);
            }
        }
        kept.truncate(TOLD);
        Verdict { case: id, reasons: vec![told], alone, full, relaxations: kept }
    }

    /// `changes`, with room besides where it takes any.
    pub fn roomy(&self, changes: Vec<Change>, party: &[String], id: &str) -> Option<Relaxation> {
        let (tables, feed) = changed(self.asked.base, &changes)?;
        let local = self.here.like(&feed);
        if let Some(made) = self.placed(&feed, &local, party) {
            return self.pared(changes, made, party, id);
        }
        let mut more = changes.clone();
        for cases in parties(&feed, party) {
            let mut ways = local.ways(Some(self.asked.plan), &cases, None, WAYS);
            ways.sort_by_key(|way| (way.short.len(), way.cost));
            more.extend(relaxations::filled(&tables, &ways.first()?.short));
        }
        if more == changes { None } else { self.least(more, party, id) }
    }

    /// `changes` less those that can be left out, where the party travels with them.
    fn least(&self, changes: Vec<Change>, party: &[String], id: &str) -> Option<Relaxation> {
        let made = self.prove(&changes, party)?;
        self.pared(changes, made, party, id)
    }

    /// `changes`, with which the party travels in the plan `made`, less those that can be left out.
    fn pared(&self, changes: Vec<Change>, made: Plan, party: &[String], id: &str) -> Option<Relaxation> {
        let (mut changes, mut best) = (changes, made);
        let mut position = 0;
        while changes.len() > 1 && position < changes.len() {
            let mut fewer = changes.clone();
            fewer.remove(position);
            match self.prove(&fewer, party) {
                Some(made) => (changes, best) = (fewer, made),
                None => position += 1,
            }
        }
        self.relaxation(changes, &best, id)
    }

    /// A checked plan of the feed with `changes` that moves `party` beside the others, and costs no more than leaving it.
    fn prove(&self, changes: &[Change], party: &[String]) -> Option<Plan> {
        if self.asked.cancel.is_cancelled() {
            return None;
        }
        if changes.is_empty() {
            return self.placed(self.asked.feed, &self.here, party);
        }
        let (_, feed) = changed(self.asked.base, changes)?;
        self.placed(&feed, &self.here.like(&feed), party)
    }

    fn placed(&self, feed: &Feed, local: &Local, party: &[String]) -> Option<Plan> {
        let mut plan = self.asked.plan.clone();
        for cases in parties(feed, party) {
            plan = local.place(&plan, &cases)?;
        }
        let plan = audited(feed, plan)?;
        (plan.total <= self.asked.plan.total).then_some(plan)
    }

    fn relaxation(&self, changes: Vec<Change>, made: &Plan, id: &str) -> Option<Relaxation> {
        let before = self.asked.plan;
        Some(Relaxation {
            changes,
            delta: made.cash.total() - before.cash.total(),
            total_change: made.total - before.total,
            itinerary: solo::itinerary(made, id)?.legs.clone(),
        })
    }

    /// What else a case that travels could fly, and what `wish` would cost it.
    pub fn alternatives(&self, case: CaseIdx, wish: Option<&[String]>) -> Vec<Alternative> {
        let (feed, plan) = (self.asked.feed, self.asked.plan);
        let party = solo::party(feed, case);
        let cases = indices(feed, &party);
        let mut told: Vec<Alternative> = Vec::new();
        let own = solo::itinerary(plan, &feed.cases[case].id).map(|one| one.legs.clone());
        let bound = feed.locks.iter().any(|lock| cases.contains(&lock.case));
        if let Some(own) = &own
            && !bound
            && let Some(left) = self.here.without(plan, &party)
        {
            let mut ways = self.here.ways(Some(&left), &cases, None, WAYS);
            let mut seen = vec![own.clone()];
            ways.retain(|way| {
                let new = !seen.contains(&way.legs);
                seen.push(way.legs.clone());
                new
            });
            ways.truncate(ALTERNATIVES);
            let priced = self.side_by_side(ways, |way| self.flown(feed, &self.here, &left, &cases, &way));
            told.extend(priced.into_iter().flatten());
        }
        if let Some(wish) = wish {
            told.retain(|other| other.itinerary != wish);
            told.extend(self.wished(&party, case, wish));
        }
        told.sort_by(|one, other| (one.delta, &one.itinerary).cmp(&(other.delta, &other.itinerary)));
        told
    }

    /// The plan in which the party flies `wish`, whatever rules of the itinerary it breaks.
    fn wished(&self, party: &[String], case: CaseIdx, wish: &[String]) -> Option<Alternative> {
        let id = &*self.asked.feed.cases[case].id;
        if solo::itinerary(self.asked.plan, id).is_some_and(|own| own.legs == wish) {
            let itinerary = wish.to_vec();
            return Some(Alternative { itinerary, delta: Money(0), displaces: Vec::new(), breaks: Vec::new() });
        }
        let mut base = self.asked.base.clone();
        party.iter().for_each(|case| _ = base.apply(&LockDropped { case: case.clone() }.into()));
        let lock =
            LockAdded { case: id.to_owned(), itinerary: wish.to_vec(), mode: "fixed".to_owned(), change_cost: None };
        let (_, feed) = changed(&base, &[lock.into()])?;
        let local = self.here.like(&feed);
        let cases = indices(&feed, party);
        let left = local.without(self.asked.plan, party)?;
        let way = local.ways(Some(&left), &cases, None, 1).into_iter().next()?;
        self.flown(&feed, &local, &left, &cases, &way)
    }

    /// The plan in which the party of `cases`, which `left` leaves behind, flies `way`: who is in the way is placed anew.
    fn flown(&self, feed: &Feed, local: &Local, left: &Plan, cases: &[CaseIdx], way: &Way) -> Option<Alternative> {
        let mut plan = left.clone();
        let mut ejected: Vec<Vec<String>> = Vec::new();
        let mut seated = local.seat(&plan, cases, way);
        while seated.is_none() {
            let short = local.lacks(&plan, way)?;
            let next = self.in_the_way(feed, &short)?;
            plan = local.without(&plan, &next)?;
            ejected.push(next);
            seated = local.seat(&plan, cases, way);
        }
        let mut plan = seated?;
        for party in &ejected {
            plan = local.place(&plan, &indices(feed, party)).unwrap_or(plan);
        }
        let mut plan = audited(feed, plan)?;
        let before = self.asked.plan;
        let own: Vec<&str> = cases.iter().map(|&case| &*feed.cases[case].id).collect();
        let displaced = Difference::between(before, &plan).cases.into_iter().map(|change| change.case);
        let displaces = displaced.filter(|case| !own.contains(&case.as_str())).collect();
        let delta = plan.total - before.total;
        plan.feed.sha256.clone_from(&self.asked.feed.sha256);
        let broken = check::check(self.asked.feed, &plan).violations;
        let breaks = broken.iter().map(ToString::to_string).filter(|text| own.iter().any(|id| text.contains(id)));
        Some(Alternative { itinerary: way.legs.clone(), delta, displaces, breaks: breaks.collect() })
    }

    /// The party that holds most of the first place that is short and isn't bound to it.
    fn in_the_way(&self, feed: &Feed, short: &[Short]) -> Option<Vec<String>> {
        let holder = |short: &Short| {
            let fixed = |party: &[CaseIdx]| {
                feed.locks.iter().any(|lock| lock.mode == LockMode::Fixed && party.contains(&lock.case))
            };
            indices(feed, &short.cases).into_iter().map(|case| feed.party(case)).find(|party| !fixed(party))
        };
        let party = short.iter().find_map(holder)?;
        Some(party.into_iter().map(|case| feed.cases[case].id.to_string()).collect())
    }
}

/// The feed of `base` with `changes`; `None` where they can't be made, or make no sound feed.
pub(super) fn changed(base: &Tables, changes: &[Change]) -> Option<(Tables, Feed)> {
    let scenario = Scenario { name: "what if".to_owned(), changes: changes.to_vec() };
    planner::changed(base, &scenario).ok()
}

/// The cases called `ids`, in their order.
fn indices(feed: &Feed, ids: &[String]) -> Vec<CaseIdx> {
    let named = |id: &String| feed.cases.iter_enumerated().find(|(_, case)| *case.id == **id).map(|(index, _)| index);
    ids.iter().filter_map(named).collect()
}

/// The parties that the cases called `ids` travel in.
pub(super) fn parties(feed: &Feed, ids: &[String]) -> Vec<Vec<CaseIdx>> {
    let mut parties: Vec<Vec<CaseIdx>> = Vec::new();
    for case in indices(feed, ids) {
        let party = feed.party(case);
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    parties
}

/// `plan` with the amounts that the checker works out, if it keeps every rule; nothing bounds it.
pub(super) fn audited(feed: &Feed, plan: Plan) -> Option<Plan> {
    let mut plan = plan;
    plan.feed.name.clone_from(&feed.policy.name);
    plan.feed.sha256.clone_from(&feed.sha256);
    (plan.status, plan.bound) = (Status::Feasible, Money(0));
    let report = check::check(feed, &plan);
    (plan.cash, plan.penalties, plan.total) = (report.cash, report.penalties, report.total);
    plan.gap = gap(plan.total, plan.bound);
    check::check(feed, &plan).is_valid().then_some(plan)
}
