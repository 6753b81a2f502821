//! The cheapest combination of the parties' choices within all shared limits and the charters' conditions.

use std::collections::BTreeMap;

use onward::ids::{CharterIdx, GroupIdx};
use onward::money::Money;
use onward::plan::Plan;

use super::choices::{Choice, undominated};
use super::limits::Limit;
use super::{World, written};

/// Tries every set of charters, and under each every combination of choices that isn't already too dear.
pub fn best(world: &World, mut parties: Vec<Vec<Choice>>) -> Plan {
    thin(world, &mut parties);
    let mut best: Option<(Vec<CharterIdx>, Vec<Choice>)> = None;
    let mut least = Money(i64::MAX);
    for set in charter_sets(world, &parties) {
        let fixed: Money = set.iter().map(|charter| world.feed.charters[*charter].fixed_cost).sum();
        let open: Vec<Vec<&Choice>> = parties
            .iter()
            .map(|choices| choices.iter().filter(|choice| choice.charters.iter().all(|c| set.contains(c))).collect())
            .collect();
        if let Some((cost, chosen)) = Search::new(world, &set, open).run(least - fixed) {
            least = cost + fixed;
            best = Some((set, chosen.into_iter().cloned().collect()));
        }
    }
    let (set, chosen) = best.expect("everyone may stay behind, without charters");
    written::plan(world, &set, &chosen)
}

/// Drops what can't change the optimum until nothing more can be dropped: choices that break a limit by themselves,
/// limits that can't be reached, and choices that another one of the party is never worse than.
fn thin(world: &World, parties: &mut [Vec<Choice>]) {
    loop {
        let before: usize = parties.iter().map(Vec::len).sum();
        let mut reach: BTreeMap<Limit, u32> = BTreeMap::new();
        for choices in parties.iter_mut() {
            choices.retain(|choice| {
                choice.uses.iter().all(|(limit, used)| limit.most(world).is_none_or(|most| *used <= most))
            });
            let mut most_used: BTreeMap<Limit, u32> = BTreeMap::new();
            for (limit, used) in choices.iter().flat_map(|choice| &choice.uses) {
                let entry = most_used.entry(*limit).or_default();
                *entry = (*entry).max(*used);
            }
            for (limit, used) in most_used {
                *reach.entry(limit).or_default() += used;
            }
        }
        for choices in parties.iter_mut() {
            for choice in choices.iter_mut() {
                choice.uses.retain(|limit, _| limit.most(world).is_some_and(|most| reach[limit] > most));
            }
            *choices = undominated(world, std::mem::take(choices));
        }
        if parties.iter().map(Vec::len).sum::<usize>() == before {
            return;
        }
    }
}

/// Every set of charters that may be used together, of those that a choice flies. No charters first.
fn charter_sets(world: &World, parties: &[Vec<Choice>]) -> Vec<Vec<CharterIdx>> {
    let mut flown: Vec<_> = parties.iter().flatten().flat_map(|choice| choice.charters.iter().copied()).collect();
    flown.sort_unstable();
    flown.dedup();
    let group = |charter: &CharterIdx| -> Option<GroupIdx> { world.feed.charters[*charter].group };
    let mut sets = vec![Vec::new()];
    for charter in flown {
        for set in sets.clone() {
            let taken = group(&charter).is_some() && set.iter().any(|other| group(other) == group(&charter));
            if !taken {
                let mut larger: Vec<_> = set;
                larger.push(charter);
                sets.push(larger);
            }
        }
    }
    sets
}

/// Depth-first search over the parties in turn, from the last party backwards: what the parties from `k` on cost at
/// least by themselves, found first, bounds every search that starts before `k`.
struct Search<'a> {
    parties: Vec<Vec<Dense<'a>>>,
    /// What is left of each limit.
    left: Vec<u32>,
    /// For each charter used, seats its first leg still lacks.
    lacking: Vec<i64>,
    /// For each party and charter, the most seats that it and the parties after it may still add.
    may_add: Vec<Vec<i64>>,
    /// For each party the least cost of it and all after it, charter conditions aside.
    rest: Vec<i64>,
    best: i64,
    stack: Vec<&'a Choice>,
    chosen: Option<Vec<&'a Choice>>,
}

struct Dense<'a> {
    cost: i64,
    uses: Vec<(usize, u32)>,
    first_legs: Vec<(usize, i64)>,
    choice: &'a Choice,
}

impl<'a> Search<'a> {
    fn new(world: &World, set: &[CharterIdx], mut parties: Vec<Vec<&'a Choice>>) -> Self {
        // Parties with few choices last: the bounds of their ends come cheap. Any order gives the same optimum.
        parties.sort_by_key(|choices| std::cmp::Reverse(choices.len()));
        let mut limits: Vec<Limit> = parties.iter().flatten().flat_map(|choice| choice.uses.keys().copied()).collect();
        limits.sort_unstable();
        limits.dedup();
        let dense = |choice: &'a Choice| Dense {
            cost: choice.cost.0,
            uses: choice
                .uses
                .iter()
                .filter_map(|(limit, used)| Some((limits.binary_search(limit).ok()?, *used)))
                .collect(),
            first_legs: choice
                .first_legs
                .iter()
                .filter_map(|(charter, seats)| Some((set.iter().position(|c| c == charter)?, i64::from(*seats))))
                .collect(),
            choice,
        };
        let parties: Vec<Vec<Dense>> =
            parties.into_iter().map(|choices| choices.into_iter().map(dense).collect()).collect();
        let mut may_add = vec![vec![0; set.len()]; parties.len() + 1];
        for (party, choices) in parties.iter().enumerate().rev() {
            let adds = |charter| {
                let seats = |dense: &Dense| dense.first_legs.iter().find(|(c, _)| *c == charter).map_or(0, |(_, s)| *s);
                choices.iter().map(seats).max().unwrap_or(0)
            };
            may_add[party] = may_add[party + 1].iter().enumerate().map(|(c, later)| later + adds(c)).collect();
        }
        Self {
            left: limits.iter().map(|limit| limit.most(world).unwrap_or(u32::MAX)).collect(),
            lacking: set.iter().map(|charter| i64::from(world.feed.charters[*charter].min_seats)).collect(),
            rest: vec![0; parties.len() + 1],
            may_add,
            parties,
            best: i64::MAX,
            stack: Vec::new(),
            chosen: None,
        }
    }

    /// The least cost under `ceiling` with the choices made, if there is any.
    fn run(&mut self, ceiling: Money) -> Option<(Money, Vec<&'a Choice>)> {
        let lacking = std::mem::take(&mut self.lacking);
        for start in (1..self.parties.len()).rev() {
            self.best = i64::MAX;
            self.go(start, 0);
            self.rest[start] = self.best;
        }
        self.lacking = lacking;
        self.best = ceiling.0;
        self.chosen = None;
        self.go(0, 0);
        self.chosen.take().map(|chosen| (Money(self.best), chosen))
    }

    fn go(&mut self, party: usize, cost: i64) {
        if party == self.parties.len() {
            // Reached only below the best so far, see below; an empty feed has but one plan.
            if cost < self.best && self.lacking.iter().all(|seats| *seats <= 0) {
                self.best = cost;
                self.chosen = Some(self.stack.clone());
            }
            return;
        }
        if self.lacking.iter().zip(&self.may_add[party]).any(|(lacking, most)| lacking > most) {
            return;
        }
        for position in 0..self.parties[party].len() {
            let option = &self.parties[party][position];
            let so_far = cost + option.cost;
            if so_far.saturating_add(self.rest[party + 1]) >= self.best {
                continue;
            }
            if option.uses.iter().any(|(limit, used)| self.left[*limit] < *used) {
                continue;
            }
            self.take(party, position, 1);
            self.stack.push(self.parties[party][position].choice);
            self.go(party + 1, so_far);
            self.stack.pop();
            self.take(party, position, -1);
        }
    }

    /// Takes (`sign` 1) or gives back (−1) what a choice uses.
    fn take(&mut self, party: usize, position: usize, sign: i64) {
        let option = &self.parties[party][position];
        for (limit, used) in &option.uses {
            let left = &mut self.left[*limit];
            *left = if sign > 0 { *left - used } else { *left + used };
        }
        for (charter, seats) in &option.first_legs {
            if let Some(lacking) = self.lacking.get_mut(*charter) {
                *lacking -= sign * seats;
            }
        }
    }
}
