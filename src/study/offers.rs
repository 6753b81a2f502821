//! The best set of so many charters out of all that are offered, proven.
//!
//! Having one more charter to choose from never costs more, since none need be used. So the least total over a set of offers
//! bounds that over every part of it. The search starts from all offers: where the best plan uses more than are wanted, or
//! more than there is money for, one that it uses is left out on one side and kept on the other, until plans use few enough.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::Serialize;

use super::bounds::{Bounds, Saving};
use super::planner::{self, Planned, StudyError};
use crate::feed::Feed;
use crate::money::Money;
use crate::scenario::changes::charter::CharterDropped;
use crate::scenario::{Change, Scenario, Tables};
use crate::solve::{Cancel, Options, PlanError};

/// What is wanted of a set of charters.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Charters used at most.
    pub most: usize,
    /// What their asked prices may come to at most; seats taken are paid besides.
    pub within: Option<Money>,
}

/// Best sets of charters by how many there may be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BestOffers {
    /// Plan currency.
    pub currency: String,
    /// What the prices may come to.
    pub within: Option<Money>,
    /// The best set of none, of one at most, and so on.
    pub sets: Vec<BestSet>,
}

/// The best set of so many charters at most.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BestSet {
    /// Charters used at most.
    pub most: usize,
    /// Those of the best plan found.
    pub charters: Vec<String>,
    /// What is asked for them.
    pub asked: Money,
    /// The least total over all such sets.
    pub total: Bounds,
    /// What they save against using none: at least, at most.
    pub saves: Bounds,
    /// What is known of the saving.
    pub saving: Saving,
    /// Sets of offers that were planned with until then.
    pub planned: usize,
}

/// The best sets of up to `wish.most` charters of `feed`, which is what `base` holds, at the prices asked.
///
/// # Errors
/// What keeps the feed from being planned with the charters asked for, e.g. a fixed lock on one that there is no money for.
pub fn best_offers(
    base: &Tables,
    feed: &Feed,
    wish: Wish,
    options: &Options,
    cancel: &Cancel,
) -> Result<BestOffers, StudyError> {
    let mut search = Search { base, feed, wish, options, cancel, plans: BTreeMap::new(), first: None };
    let mut sets: Vec<BestSet> = Vec::new();
    for most in 0..=wish.most.min(feed.charters.len()) {
        let (charters, total) = search.best(most)?;
        let asked = search.asked(&charters);
        let planned = search.plans.len();
        let charters = charters.into_iter().collect();
        let nothing = Bounds { low: Money(0), high: Money(0) };
        sets.push(BestSet { most, charters, asked, total, saves: nothing, saving: Saving::Nothing, planned });
    }
    // What may be used is never worse than less of it, and no bound of more is above that of less.
    for next in 1..sets.len() {
        if sets[next].total.high > sets[next - 1].total.high {
            let (charters, asked, high) = {
                let before = &sets[next - 1];
                (before.charters.clone(), before.asked, before.total.high)
            };
            (sets[next].charters, sets[next].asked, sets[next].total.high) = (charters, asked, high);
        }
    }
    for before in (0..sets.len().saturating_sub(1)).rev() {
        sets[before].total.low = sets[before].total.low.max(sets[before + 1].total.low);
    }
    let none = sets.first().map(|set| set.total);
    for set in &mut sets {
        set.total.low = set.total.low.min(set.total.high);
        if let Some(none) = none.filter(|_| set.most > 0) {
            set.saves = none.saved_by(set.total).not_below_nothing();
            set.saving = set.saves.saving();
        }
    }
    Ok(BestOffers { currency: feed.policy.currency.to_string(), within: wish.within, sets })
}

/// Names of charters.
type Names = BTreeSet<String>;

struct Search<'s> {
    base: &'s Tables,
    feed: &'s Feed,
    wish: Wish,
    options: &'s Options,
    cancel: &'s Cancel,
    /// Plans by what was on offer; none where that can't be planned.
    plans: BTreeMap<Names, Option<Rc<Planned>>>,
    /// The first plan made, whose experience all others start from.
    first: Option<Rc<Planned>>,
}

/// Sets that hold all of `kept` and nothing but that and some of `open`.
struct Node {
    kept: Names,
    open: Names,
    /// No such set's least total is below this.
    bound: Money,
}

impl Search<'_> {
    /// The best set of `most` charters at most, and the least total over all of them.
    fn best(&mut self, most: usize) -> Result<(Names, Bounds), StudyError> {
        let all: Names = self.feed.charters.iter().map(|charter| charter.id.to_string()).collect();
        let mut nodes = vec![Node { kept: Names::new(), open: all, bound: Money(0) }];
        let mut best: Option<(Names, Money)> = None;
        // The least bound of what was put aside.
        let mut low: Option<Money> = None;
        let mut failure = None;
        while let Some(node) = nodes.pop() {
            if best.as_ref().is_some_and(|(_, total)| node.bound >= *total) {
                low = Some(low.map_or(node.bound, |low| low.min(node.bound)));
                continue;
            }
            let offered: Names = if node.kept.len() >= most {
                node.kept.clone()
            } else {
                // What there is no money for can't be in any set here.
                let affordable = |one: &&String| self.affordable(node.kept.iter().chain([*one]));
                node.kept.iter().chain(node.open.iter().filter(affordable)).cloned().collect()
            };
            let planned = match self.plan(&offered) {
                Ok(Some(planned)) => planned,
                Ok(None) => continue,
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            };
            let plan = planned.plan();
            let bound = node.bound.max(plan.bound);
            let used: Names = plan.charters.iter().cloned().collect();
            if used.len() <= most && self.affordable(used.iter()) {
                low = Some(low.map_or(bound, |low| low.min(bound)));
                if best.as_ref().is_none_or(|(_, total)| plan.total < *total) {
                    best = Some((used, plan.total));
                }
                continue;
            }
            // Too many are used, so one of them is open.
            let open = used.iter().filter(|one| !node.kept.contains(*one));
            let Some(next) = open.max_by_key(|one| self.price(one)) else {
                low = Some(low.map_or(bound, |low| low.min(bound)));
                continue;
            };
            let mut open: Names = offered.difference(&node.kept).cloned().collect();
            open.remove(next);
            let mut kept = node.kept.clone();
            kept.insert(next.clone());
            nodes.push(Node { kept: node.kept, open: open.clone(), bound });
            nodes.push(Node { kept, open, bound });
        }
        if let Some(error) = failure {
            return Err(error);
        }
        let (used, high) = best.ok_or_else(|| self.hopeless())?;
        Ok((used, Bounds { low: low.unwrap_or(high).min(high), high }))
    }

    /// Nothing that is wanted can be planned.
    fn hopeless(&self) -> StudyError {
        let error = self.changed(&Names::new()).err();
        error.unwrap_or(StudyError::Plan { scenario: "without charters".to_owned(), error: PlanError::Stopped })
    }

    fn price(&self, id: &str) -> Money {
        self.feed.charters.iter().find(|charter| *charter.id == *id).map_or(Money(0), |charter| charter.fixed_cost)
    }

    fn asked<'n>(&self, names: impl IntoIterator<Item = &'n String>) -> Money {
        names.into_iter().map(|id| self.price(id)).sum()
    }

    fn affordable<'n>(&self, names: impl Iterator<Item = &'n String>) -> bool {
        self.wish.within.is_none_or(|within| self.asked(names) <= within)
    }

    /// The plan with nothing but `offered` on offer; `None` where fixed locks need others.
    fn plan(&mut self, offered: &Names) -> Result<Option<Rc<Planned>>, StudyError> {
        if let Some(known) = self.plans.get(offered) {
            return Ok(known.clone());
        }
        let made = match self.changed(offered) {
            Ok(made) => Some(Rc::new(made)),
            Err(StudyError::Feed { .. } | StudyError::Plan { error: PlanError::Conflict { .. }, .. }) => None,
            Err(error) => return Err(error),
        };
        if self.first.is_none() {
            self.first.clone_from(&made);
        }
        self.plans.insert(offered.clone(), made.clone());
        Ok(made)
    }

    fn changed(&self, offered: &Names) -> Result<Planned, StudyError> {
        let dropped = self.feed.charters.iter().filter(|charter| !offered.contains(&*charter.id));
        let changes: Vec<Change> =
            dropped.map(|charter| CharterDropped { charter: charter.id.to_string() }.into()).collect();
        let scenario = Scenario { name: "other offers".to_owned(), changes };
        let learnt = self.first.as_ref().map(|planned| &planned.experience);
        planner::plan(self.base, &scenario, self.options, learnt, self.cancel)
    }
}
