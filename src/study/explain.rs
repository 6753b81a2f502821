//! Why a case stays, what it would take for it to travel, and what else a case that travels could do.
//!
//! Reasons come with the plan ([`crate::explain`]). Whatever is suggested was planned: a relaxation is listed only if the
//! changed feed's plan moves the case, an alternative with the total of the best plan found that has it.

use std::sync::Arc;

use serde::Serialize;

use super::difference::Difference;
use super::planner::{Planned, StudyError};
use super::relaxations;
use super::solo::{self, Desk};
use super::standing::Standing;
use crate::check;
use crate::feed::Feed;
use crate::ids::CaseIdx;
use crate::money::Money;
use crate::plan::Plan;
use crate::scenario::changes::flight::FlightCancelled;
use crate::scenario::changes::lock::{LockAdded, LockDropped};
use crate::scenario::{Change, Tables};
use crate::solve::local::{Item, Short};
use crate::solve::{Cancel, Experience, Options, PlanError};

/// What a plan leaves open, explained.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// Cases left behind.
    pub unserved: Vec<Verdict>,
    /// What the case that was asked for costs item by item, if it travels, with the cases linked to it.
    pub cost: Vec<Item>,
    /// Other itineraries of the case that was asked for, if it travels: the least total first.
    pub alternatives: Vec<Alternative>,
}

/// Why a case stays.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The case.
    pub case: String,
    /// Why.
    pub reasons: Vec<Told>,
    /// What it would cost to travel were nobody else to, where it could.
    pub alone: Option<Alone>,
    /// Full places on the itinerary that lacks fewest, and who holds them, where others are in the way.
    pub full: Vec<Short>,
    /// Changes that let it travel, each planned; those with fewer changes first.
    pub relaxations: Vec<Relaxation>,
}

/// A reason as the plan gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Its code (docs/reasons.md).
    pub code: String,
    /// In words.
    pub detail: String,
    /// Rows of the feed that it speaks of, as `file:row`.
    pub refs: Vec<String>,
}

/// How a case would travel by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alone {
    /// What its travel adds to the total, escorts, delay and all.
    pub cost: Money,
    /// What staying adds.
    pub penalty: Money,
    /// Its flight keys.
    pub itinerary: Vec<String>,
}

/// Changes that let a case travel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relaxation {
    /// The changes, as in a scenario file; none where planning on is enough. None of them can be left out.
    pub changes: Vec<Change>,
    /// What the plan pays more with them.
    pub delta: Money,
    /// What its total, penalties included, is more or less.
    pub total_change: Money,
    /// The case's flight keys then.
    pub itinerary: Vec<String>,
}

/// Another itinerary of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alternative {
    /// Its flight keys.
    pub itinerary: Vec<String>,
    /// What the plan's total is more with it.
    pub delta: Money,
    /// Other cases that then travel otherwise, or not at all, or at last.
    pub displaces: Vec<String>,
    /// Rules that it breaks; an itinerary that a planner wishes for may.
    pub breaks: Vec<String>,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Inquiry<'i> {
    /// The feed's content.
    pub base: &'i Tables,
    /// The feed.
    pub feed: &'i Feed,
    /// Its plan.
    pub plan: &'i Plan,
    /// How plans with changes are made.
    pub options: &'i Options,
    /// Stops planning.
    pub cancel: &'i Cancel,
}

impl Inquiry<'_> {
    /// Explains the plan's unserved cases, or what is asked of `case` alone; `wish` is an itinerary to price for it besides.
    /// Everyone else stays as planned: each suggestion is a plan that was checked, and costs no less than planning anew.
    ///
    /// # Errors
    /// [`StudyError::Invalid`] where the plan breaks a rule of the feed.
    pub fn explain(&self, case: Option<CaseIdx>, wish: Option<&[String]>) -> Result<Explanation, StudyError> {
        let standing = Standing::new(self)?;
        let mut explanation = Explanation::default();
        let asked = self.asked(case);
        let told = |(case, told): (CaseIdx, Told)| standing.verdict(case, told);
        explanation.unserved = standing.side_by_side(asked, told);
        if let Some(case) = case {
            explanation.cost = standing.bill(case);
            explanation.alternatives = standing.alternatives(case, wish);
        }
        Ok(explanation)
    }

    /// The cases left behind that are asked about, with their reasons.
    fn asked(&self, case: Option<CaseIdx>) -> Vec<(CaseIdx, Told)> {
        let mut asked = Vec::new();
        for unserved in &self.plan.unserved {
            let Some(index) = self.feed.cases.iter_enumerated().find(|(_, row)| *row.id == *unserved.case) else {
                continue;
            };
            if case.is_none_or(|case| case == index.0) {
                let told = Told {
                    code: unserved.reason.clone(),
                    detail: unserved.detail.clone(),
                    refs: refs(index.0, &unserved.detail),
                };
                asked.push((index.0, told));
            }
        }
        asked
    }

    /// As [`Inquiry::explain`], planning everyone anew with every change that is tried: as long as so many plans take.
    ///
    /// # Errors
    /// Where the feed can't be planned again.
    pub fn explain_anew(&self, case: Option<CaseIdx>, wish: Option<&[String]>) -> Result<Explanation, StudyError> {
        let desk = Desk { options: self.options, cancel: self.cancel };
        let given = Arc::new(Experience::of_plan(self.plan.clone()));
        // What changes are compared with is planned with the same effort.
        let Some(now) = desk.plan(self.base, &[], Some(&given)) else {
            let error = PlanError::Stopped;
            return Err(StudyError::Plan { scenario: "base".to_owned(), error });
        };
        let mut explanation = Explanation::default();
        let id = |case: CaseIdx| &*self.feed.cases[case].id;
        for (case, told) in self.asked(case) {
            explanation.unserved.push(self.verdict(&desk, &now, case, told)?);
        }
        if let Some(case) = case
            && solo::itinerary(self.plan, id(case)).is_some()
        {
            explanation.cost = Standing::new(self)?.bill(case);
            explanation.alternatives = self.alternatives(&desk, &now, case)?;
        }
        if let (Some(case), Some(wish)) = (case, wish) {
            explanation.alternatives.extend(self.fixed(&desk, &now, case, wish));
        }
        explanation
            .alternatives
            .sort_by(|one, other| (one.delta, &one.itinerary).cmp(&(other.delta, &other.itinerary)));
        Ok(explanation)
    }

    fn verdict(&self, desk: &Desk, now: &Planned, case: CaseIdx, told: Told) -> Result<Verdict, StudyError> {
        let id = self.feed.cases[case].id.to_string();
        let party = solo::party(self.feed, case);
        let lone = self.base.only(&party);
        let way = desk.plan(&lone, &[], None).filter(|way| solo::serves(way.plan(), &party));
        let mut relaxations = Vec::new();
        if solo::serves(now.plan(), &party) {
            relaxations.extend(self.relaxation(now, now, Vec::new(), &id));
        } else if let Some(way) = &way {
            let room = relaxations::room(self.base, self.feed, &party, way.plan());
            relaxations.extend(self.least(desk, now, &[], room, &party, &id));
        } else {
            for family in relaxations::rules(self.base, self.feed, &party) {
                let helps = |changes: &Vec<Change>| {
                    let way = desk.plan(&lone, changes, None)?;
                    solo::serves(way.plan(), &party).then(|| (changes.clone(), way))
                };
                let Some((changes, way)) = family.iter().find_map(helps) else { continue };
                let mut found = self.least(desk, now, &changes, Vec::new(), &party, &id);
                if found.is_none() {
                    let room = relaxations::room(self.base, self.feed, &party, way.plan());
                    found = self.least(desk, now, &changes, room, &party, &id);
                }
                relaxations.extend(found);
            }
        }
        relaxations.sort_by_key(|found| (found.changes.len(), found.total_change));
        Ok(Verdict {
            case: id,
            reasons: vec![told],
            alone: way.map(|way| self.by_itself(way.plan(), &party)),
            full: Vec::new(),
            relaxations,
        })
    }

    fn by_itself(&self, way: &Plan, party: &[String]) -> Alone {
        let promised = way.cash.shortfalls;
        Alone {
            cost: way.total - promised,
            penalty: solo::staying(self.feed, relaxations::cases(self.feed, party)),
            itinerary: way.itineraries.first().map(|one| one.legs.clone()).unwrap_or_default(),
        }
    }

    /// `needed` with as few of `room` as let the party travel; `None` where all of it doesn't.
    fn least(
        &self,
        desk: &Desk,
        now: &Planned,
        needed: &[Change],
        room: Vec<Change>,
        party: &[String],
        case: &str,
    ) -> Option<Relaxation> {
        let with = |room: &[Change]| {
            let changes: Vec<Change> = needed.iter().chain(room).cloned().collect();
            let made = desk.plan(self.base, &changes, Some(&now.experience))?;
            solo::serves(made.plan(), party).then_some((changes, made))
        };
        let mut room = room;
        let mut best = with(&room)?;
        let mut position = 0;
        while position < room.len() {
            let mut fewer = room.clone();
            fewer.remove(position);
            match with(&fewer).filter(|_| !fewer.is_empty() || !needed.is_empty()) {
                Some(found) => (room, best) = (fewer, found),
                None => position += 1,
            }
        }
        self.relaxation(now, &best.1, best.0, case)
    }

    fn relaxation(&self, now: &Planned, made: &Planned, changes: Vec<Change>, case: &str) -> Option<Relaxation> {
        // Planning on moves the case: that is told beside the plan that was given.
        let before = if changes.is_empty() { self.plan } else { now.plan() };
        Some(Relaxation {
            changes,
            delta: made.plan().cash.total() - before.cash.total(),
            total_change: made.plan().total - before.total,
            itinerary: solo::itinerary(made.plan(), case)?.legs.clone(),
        })
    }

    /// What else the party of `case` could fly: its cheapest way by itself, and that without each flight of its own.
    fn alternatives(&self, desk: &Desk, now: &Planned, case: CaseIdx) -> Result<Vec<Alternative>, StudyError> {
        let id = &*self.feed.cases[case].id;
        let party = solo::party(self.feed, case);
        let mut lone = self.base.only(&party);
        // Who is bound to an itinerary has others without the lock.
        party.iter().for_each(|case| _ = lone.apply(&LockDropped { case: case.clone() }.into()));
        let own: &[String] = solo::itinerary(self.plan, id).map(|one| one.legs.as_slice()).unwrap_or_default();
        let without = |flight: &String| -> Change {
            FlightCancelled {
                flight: Some(flight.clone()),
                carrier: None,
                number: None,
                from: None,
                first: None,
                last: None,
            }
            .into()
        };
        let tries = std::iter::once(Vec::new()).chain(own.iter().map(|flight| vec![without(flight)]));
        let ways = tries.filter_map(|changes| desk.plan(&lone, &changes, None));
        let mut ways: Vec<Vec<String>> =
            ways.filter_map(|way| Some(solo::itinerary(way.plan(), id)?.legs.clone())).collect();
        ways.sort_unstable();
        ways.dedup();
        ways.retain(|way| way != own);
        Ok(ways.iter().filter_map(|way| self.fixed(desk, now, case, way)).collect())
    }

    /// The plan in which the party of `case` flies `way`.
    fn fixed(&self, desk: &Desk, now: &Planned, case: CaseIdx, way: &[String]) -> Option<Alternative> {
        let party = solo::party(self.feed, case);
        let id = &*self.feed.cases[case].id;
        let mut base = self.base.clone();
        party.iter().for_each(|case| _ = base.apply(&LockDropped { case: case.clone() }.into()));
        let lock =
            LockAdded { case: id.to_owned(), itinerary: way.to_vec(), mode: "fixed".to_owned(), change_cost: None };
        let made = desk.plan(&base, &[lock.into()], Some(&now.experience))?;
        let mut plan = made.plan().clone();
        let displaced = Difference::between(now.plan(), &plan).cases.into_iter().map(|change| change.case);
        let displaces = displaced.filter(|case| !party.contains(case)).collect();
        let delta = plan.total - now.plan().total;
        // A lock waives rules of the itinerary; the feed as it is doesn't. Its amounts are another matter.
        plan.feed.sha256.clone_from(&self.feed.sha256);
        let broken = check::check(self.feed, &plan).violations;
        let breaks = broken.iter().map(ToString::to_string).filter(|text| text.contains(id)).collect();
        Some(Alternative { itinerary: way.to_vec(), delta, displaces, breaks })
    }
}

/// The rows that a reason speaks of: the case's own, and those its detail names.
fn refs(case: CaseIdx, detail: &str) -> Vec<String> {
    let mut refs = vec![format!("cases.csv:{}", usize::from(case) + 2)];
    let words: Vec<&str> = detail.split_whitespace().collect();
    for three in words.windows(3) {
        let file = three[0].trim_start_matches('(');
        let row = three[2].trim_end_matches(|c: char| !c.is_ascii_digit());
        if file.ends_with(".csv") && three[1] == "row" && row.parse::<u64>().is_ok() {
            refs.push(format!("{file}:{row}"));
        }
    }
    refs.dedup();
    refs
}
