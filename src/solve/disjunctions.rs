//! What is decided before anything else: which charter of a group flies, if any, and on which step of its rebates an
//! agreement's volume lies.
//!
//! Of each such set one member is chosen at most, and the relaxation mixes them: a third of each of three charters carries
//! whoever suits it best. One child for each member, and one for none, raises the bound at once where halving the set leaves
//! a mixture in both halves (special ordered sets; Beale, Tomlin 1970).

use std::cmp::Reverse;

use ordered_float::OrderedFloat;

use super::branching::{WHOLE, fraction};
use super::deals;
use super::master::{Master, Relaxed};
use super::rebates;
use super::rows::StructuralIdx;

/// A variable with the bounds that a child has for it.
pub type Change = (StructuralIdx, i64, i64);

/// Variables of which one at most is 1.
struct Set {
    /// Each with what is at stake, minor units.
    members: Vec<(StructuralIdx, f64)>,
    /// Whether one of them must be.
    one: bool,
}

/// The children of the set that the relaxation splits at most cost, if it splits any.
pub fn widest(master: &Master, relaxed: &Relaxed) -> Option<Vec<Vec<Change>>> {
    let value = |index: StructuralIdx| relaxed.structurals[index.0];
    let split = |set: &Set| -> f64 { set.members.iter().map(|&(index, stake)| fraction(value(index)) * stake).sum() };
    let broken = |set: &Set| set.members.iter().any(|&(index, _)| fraction(value(index)) > WHOLE);
    let mut sets: Vec<Set> = charters(master);
    sets.extend(steps(master));
    sets.retain(broken);
    // Of equals the first: max_by_key would take the last.
    let set = sets.into_iter().min_by_key(|set| Reverse(OrderedFloat(split(set))))?;
    let mut open: Vec<StructuralIdx> = set.members.iter().map(|&(index, _)| index).collect();
    open.retain(|index| master.structurals[index.0].upper > 0);
    // What the relaxation takes most of first.
    open.sort_by_key(|&index| Reverse(OrderedFloat(value(index))));
    let only = |chosen: Option<StructuralIdx>| -> Vec<Change> {
        open.iter().map(|&index| if Some(index) == chosen { (index, 1, 1) } else { (index, 0, 0) }).collect()
    };
    let mut children: Vec<Vec<Change>> = open.iter().map(|&index| only(Some(index))).collect();
    if !set.one {
        children.push(only(None));
    }
    Some(children)
}

/// The charters by group; those without one each alone.
fn charters(master: &Master) -> Vec<Set> {
    let feed = master.network.feed;
    let member = |(charter, row): (_, &crate::feed::Charter)| (master.charters[charter], row.fixed_cost.0 as f64);
    let alone = feed.charters.iter_enumerated().filter(|(_, row)| row.group.is_none());
    let mut sets: Vec<Set> = alone.map(|charter| Set { members: vec![member(charter)], one: false }).collect();
    for group in feed.groups.keys() {
        let members = feed.charters.iter_enumerated().filter(|(_, row)| row.group == Some(group));
        sets.push(Set { members: members.map(member).collect(), one: false });
    }
    sets
}

/// The steps of every agreement that has rebates.
fn steps(master: &Master) -> impl Iterator<Item = Set> {
    let stake = |step: deals::Step| (step.rebate * step.least) as f64;
    rebates::steps(master).into_iter().map(move |(agreement, variables)| {
        let steps = deals::steps(&master.network.feed.agreements[agreement]);
        let members = variables.iter().zip(steps).map(|(&(on, _), step)| (on, stake(step)));
        Set { members: members.collect(), one: true }
    })
}
