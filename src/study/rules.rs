//! Changes of rules that would let a party travel which has no way at all: of one rule, or of two where no single one helps.
//!
//! Whether a change gives the party a way is asked of the party alone, since it takes a glance; what gives it one is then
//! tried beside everyone else.

use super::explain::Relaxation;
use super::relaxations;
use super::solo;
use super::standing::{ROOMS, Standing, TOLD, changed, parties};
use crate::scenario::{Change, Tables};
use crate::solve::local::Local;

/// Pairs of rules that are tried where any of them may be in the way.
const PAIRS: usize = 300;

/// Pairs that are tried side by side: few, since enough may be found among them.
const ABREAST: usize = 16;

/// What would let `party` travel, of which `id` is a case.
pub(super) fn found(standing: &Standing, party: &[String], id: &str) -> Vec<Relaxation> {
    let tables = solo::lone(standing.asked.base, standing.asked.feed, party);
    let Ok((feed, _warnings)) = tables.feed() else { return Vec::new() };
    let local = Local::new(&feed, &standing.alone, standing.asked.cancel);
    let lone = Lone { standing, tables: &tables, local, party, id };
    let families = relaxations::rules(standing.asked.base, standing.asked.feed, party);
    let mut found = lone.singles(&families);
    found.extend(lone.carried());
    if found.is_empty() { lone.doubles(&families) } else { found }
}

/// A party as if nobody else travelled.
struct Lone<'l, 's> {
    standing: &'l Standing<'s>,
    tables: &'l Tables,
    local: Local<'l>,
    party: &'l [String],
    id: &'l str,
}

impl Lone<'_, '_> {
    /// The least change of each of `families` that lets it travel.
    fn singles(&self, families: &[Vec<Vec<Change>>]) -> Vec<Relaxation> {
        let waives =
            |family: &Vec<Vec<Change>>| family.iter().flatten().all(|change| change.kind() == "waiver_granted");
        let waivers: Vec<Change> =
            families.iter().filter(|family| waives(family)).flatten().flatten().cloned().collect();
        // Where all waivers together don't help, none does.
        let refused = !self.helps(&waivers);
        let least = |family: &Vec<Vec<Change>>| {
            if refused && waives(family) {
                return None;
            }
            let (most, less) = family.split_last()?;
            // What the most of it doesn't do, less doesn't either.
            let most = self.has_way(most).then_some(most)?;
            let changes = less.iter().find(|changes| self.has_way(changes)).unwrap_or(most);
            self.standing.roomy(changes.clone(), self.party, self.id)
        };
        self.standing.side_by_side(families.iter().collect(), least).into_iter().flatten().collect()
    }

    /// The least changes of two of `families` each that let it travel.
    fn doubles(&self, families: &[Vec<Vec<Change>>]) -> Vec<Relaxation> {
        let everything: Vec<Change> = families.iter().filter_map(|family| family.last()).flatten().cloned().collect();
        // Where all rules together don't help, no two do.
        if !self.helps(&everything) {
            return Vec::new();
        }
        let both = |one: &[Change], other: &[Change]| [one, other].concat();
        let least = |(one, other): (usize, usize)| {
            let (one, other) = (&families[one], &families[other]);
            let (most, more) = (one.last()?, other.last()?);
            if !self.has_way(&both(most, more)) {
                return None;
            }
            // As little of each as does.
            let least = one.iter().find(|step| self.has_way(&both(step, more))).unwrap_or(most);
            let fewer = other.iter().find(|step| self.has_way(&both(least, step))).unwrap_or(more);
            self.standing.roomy(both(least, fewer), self.party, self.id)
        };
        let mut found: Vec<Relaxation> = Vec::new();
        for pairs in self.pairs(families).chunks(ABREAST) {
            found.extend(self.standing.side_by_side(pairs.to_vec(), least).into_iter().flatten());
            if found.len() >= TOLD {
                break;
            }
        }
        found.truncate(TOLD);
        found
    }

    /// Pairs of `families` to be tried. Where a rule is in the way whatever else is changed, only pairs with it.
    fn pairs(&self, families: &[Vec<Vec<Change>>]) -> Vec<(usize, usize)> {
        let needed = |family: usize| {
            let others = families.iter().enumerate().filter(|&(other, _)| other != family);
            let others: Vec<Change> = others.filter_map(|(_, steps)| steps.last()).flatten().cloned().collect();
            (!self.helps(&others)).then_some(family)
        };
        let needed = self.standing.side_by_side((0..families.len()).collect(), needed);
        let needed: Vec<usize> = needed.into_iter().flatten().collect();
        let all = (0..families.len()).flat_map(|one| (one + 1..families.len()).map(move |other| (one, other)));
        let pairs: Vec<(usize, usize)> =
            all.filter(|(one, other)| needed.iter().all(|family| family == one || family == other)).collect();
        if needed.is_empty() { pairs.into_iter().take(PAIRS).collect() } else { pairs }
    }

    /// Places aboard where nothing carries it as it is: on the ways that it would have were they everywhere.
    fn carried(&self) -> Vec<Relaxation> {
        let (standing, party) = (self.standing, self.party);
        let roomy = relaxations::roomy(self.local.feed(), party);
        let local = Local::new(&roomy, &standing.alone, standing.asked.cancel);
        let mut tried: Vec<Vec<Change>> = Vec::new();
        for cases in parties(&roomy, party) {
            for way in local.ways(None, &cases, None, ROOMS) {
                let changes = relaxations::places(standing.asked.base, standing.asked.feed, party, &way.legs);
                if !changes.is_empty() && !tried.contains(&changes) {
                    tried.push(changes);
                }
            }
        }
        let found = standing.side_by_side(tried, |changes| standing.roomy(changes, party, self.id));
        found.into_iter().flatten().collect()
    }

    /// Whether it has a way with those of `changes` that can be made one after the other.
    fn helps(&self, changes: &[Change]) -> bool {
        let mut tables = self.tables.clone();
        let made: Vec<Change> = changes.iter().filter(|change| tables.apply(change).is_ok()).cloned().collect();
        !made.is_empty() && self.has_way(&made)
    }

    /// Whether it has a way worth taking with `changes`.
    fn has_way(&self, changes: &[Change]) -> bool {
        let Some((_, feed)) = changed(self.tables, changes) else { return false };
        let local = self.local.like(&feed);
        parties(&feed, self.party).iter().all(|cases| !local.ways(None, cases, None, 1).is_empty())
    }
}
