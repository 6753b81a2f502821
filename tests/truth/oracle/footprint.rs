//! What a party's choice or a mission takes of what all share, and what it adds to.

use std::collections::{BTreeMap, BTreeSet};

use onward::feed::Agreement;
use onward::ids::{AgreementIdx, CharterIdx};

use super::World;
use super::fares::Cut;
use super::limits::Limit;
use super::sectors::Operator;

/// Everything by which the choices in a plan touch each other, but for escorts needed and sent.
#[derive(Debug, Clone, Default)]
pub struct Footprint {
    /// Use of each limit that could be reached at all.
    pub uses: BTreeMap<Limit, u32>,
    /// Charters flown.
    pub charters: BTreeSet<CharterIdx>,
    /// Seats taken on the first legs of charters that need a least number there.
    pub first_legs: BTreeMap<CharterIdx, u32>,
    /// Seats taken on sectors under agreements that sell none or a least number there.
    pub groups: BTreeMap<(AgreementIdx, usize), u32>,
    /// Travellers seated on components under agreements for which the volume matters.
    pub volume: BTreeMap<AgreementIdx, u32>,
}

impl Footprint {
    pub fn use_up(&mut self, world: &World, limit: Limit, count: u32) {
        if count > 0 && limit.within_reach(world) {
            *self.uses.entry(limit).or_default() += count;
        }
    }

    /// Flies `leg`; if it is a charter's, says whose. `seats` count for the charter's least number.
    pub fn fly(&mut self, world: &World, leg: usize, seats: u32) -> Option<CharterIdx> {
        let Operator::Charter { charter, first } = world.sectors[leg].operator else { return None };
        self.charters.insert(charter);
        if first && seats > 0 && world.feed.charters[charter].min_seats > 0 {
            *self.first_legs.entry(charter).or_default() += seats;
        }
        Some(charter)
    }

    /// Buys what `bought` says under the agreements of `cut`, whose parts price sectors of `legs`.
    pub fn buy(&mut self, world: &World, legs: &[usize], cut: &Cut, bought: Bought) {
        for &(fare, at, until) in &cut.parts {
            let index = world.feed.fares[fare].agreement;
            let agreement = &world.feed.agreements[index];
            if volume_matters(agreement) && bought.travellers > 0 {
                *self.volume.entry(index).or_default() += bought.travellers;
            }
            for leg in &legs[at..until] {
                self.use_up(world, Limit::Allotment(index, *leg), bought.allotted);
                if agreement.min_group > 1 && bought.grouped > 0 {
                    *self.groups.entry((index, *leg)).or_default() += bought.grouped;
                }
            }
        }
    }

    /// Whether it adds to something of which more can be better.
    pub fn adds(&self) -> bool {
        !self.first_legs.is_empty() || !self.groups.is_empty() || !self.volume.is_empty()
    }

    /// Adds `other` to it.
    pub fn join(&mut self, other: &Self) {
        add(&mut self.uses, &other.uses);
        add(&mut self.first_legs, &other.first_legs);
        add(&mut self.groups, &other.groups);
        add(&mut self.volume, &other.volume);
        self.charters.extend(&other.charters);
    }

    /// Whether it can stand in for `other` wherever `other` stands: it takes no more, and gives as much.
    ///
    /// Seats that must be none or a least number, or a least number, are compared for equality: fewer and more can both
    /// be worse. More volume is never worse: rebates and what is short can only get better.
    pub fn never_worse(&self, other: &Self) -> bool {
        self.charters.is_subset(&other.charters)
            && self.first_legs == other.first_legs
            && self.groups == other.groups
            && covers(&self.volume, &other.volume)
            && covers(&other.uses, &self.uses)
    }
}

/// Seats and travellers that components are bought for, by what they count for.
#[derive(Debug, Clone, Copy)]
pub struct Bought {
    /// Seats out of the allotment.
    pub allotted: u32,
    /// Seats towards the least group.
    pub grouped: u32,
    /// Travellers in the volume.
    pub travellers: u32,
}

/// Whether what is sold in all under `agreement` changes what the plan costs.
fn volume_matters(agreement: &Agreement) -> bool {
    !agreement.tiers.is_empty() || agreement.commit_seats > agreement.seats_before
}

fn add<K: Ord + Copy>(to: &mut BTreeMap<K, u32>, from: &BTreeMap<K, u32>) {
    for (key, count) in from {
        *to.entry(*key).or_default() += count;
    }
}

/// Whether `more` has at least as much of everything as `less`.
fn covers<K: Ord>(more: &BTreeMap<K, u32>, less: &BTreeMap<K, u32>) -> bool {
    less.iter().all(|(key, count)| more.get(key).is_some_and(|there| there >= count))
}
