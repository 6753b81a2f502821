//! Parties' choices and missions without what can't change the optimum.

use std::collections::{BTreeMap, BTreeSet};

use onward::ids::{AgreementIdx, EscortTypeIdx, PoolIdx};

use super::World;
use super::choices::{self, Choice};
use super::footprint::Footprint;
use super::limits::Limit;
use super::missions::{self, Mission};

/// What a plan is made of: a choice of each party, and any of the missions, each as often as its pool lasts.
#[derive(Debug)]
pub struct Offers {
    pub parties: Vec<Vec<Choice>>,
    pub missions: Vec<Mission>,
}

impl Offers {
    /// All of them.
    pub fn footprints(&self) -> impl Iterator<Item = &Footprint> {
        let choices = self.parties.iter().flatten().map(|choice| &choice.footprint);
        choices.chain(self.missions.iter().map(|mission| &mission.footprint))
    }

    fn count(&self) -> usize {
        self.footprints().count()
    }

    /// The most that a plan could have of what `of` finds in a footprint: each party's choice of most, and as many
    /// missions as pools have escorts, which is all that can be aboard one sector, or away on one date.
    fn reach<K: Ord + Copy + 'static>(
        &self,
        world: &World,
        of: fn(&Footprint) -> &BTreeMap<K, u32>,
    ) -> BTreeMap<K, u32> {
        let mut reach = BTreeMap::new();
        let mut most = |footprints: &mut dyn Iterator<Item = &Footprint>, times: u32| {
            let mut most: BTreeMap<K, u32> = BTreeMap::new();
            for (key, count) in footprints.flat_map(of) {
                let entry = most.entry(*key).or_default();
                *entry = (*entry).max(*count);
            }
            for (key, count) in most {
                *reach.entry(key).or_default() += count * times;
            }
        };
        for choices in &self.parties {
            most(&mut choices.iter().map(|choice| &choice.footprint), 1);
        }
        for (index, pool) in world.feed.pools.iter_enumerated() {
            let sent = self.missions.iter().filter(|mission| mission.pool == index);
            most(&mut sent.map(|mission| &mission.footprint), pool.count);
        }
        reach
    }

    /// Who could need an escort where, and of what type.
    fn needs(&self) -> BTreeSet<(usize, EscortTypeIdx)> {
        self.parties.iter().flatten().flat_map(|choice| choice.needs.keys().copied()).collect()
    }
}

/// The sectors on which escorts of a pool could be needed.
pub fn posts(world: &World, parties: &[Vec<Choice>]) -> BTreeSet<(usize, PoolIdx)> {
    let needs = parties.iter().flatten().flat_map(|choice| choice.needs.keys());
    let able = |escort| world.feed.pools.iter_enumerated().filter(move |(_, pool)| pool.covers.contains(escort));
    needs.flat_map(|(sector, escort)| able(escort).map(|(pool, _)| (*sector, pool))).collect()
}

/// Drops what can't change the optimum until nothing more can be dropped: what breaks a limit by itself, what is in a
/// group too small whoever joins, choices that need an escort whom nobody can send, limits that can't be reached, and
/// whatever another choice or mission can stand in for.
pub fn thin(world: &World, offers: &mut Offers) {
    loop {
        let before = offers.count();
        let within = |footprint: &Footprint| {
            footprint.uses.iter().all(|(limit, used)| limit.most(world).is_none_or(|most| *used <= most))
        };
        retain(offers, within);
        let groups = offers.reach(world, |footprint| &footprint.groups);
        let large_enough = |footprint: &Footprint| {
            let least = |agreement: AgreementIdx| world.feed.agreements[agreement].min_group;
            footprint.groups.keys().all(|group| groups[group] >= least(group.0))
        };
        retain(offers, large_enough);
        escort(world, offers);

        let reach = offers.reach(world, |footprint| &footprint.uses);
        let open = |limit: &Limit| limit.most(world).is_some_and(|most| reach[limit] > most);
        let choices = offers.parties.iter_mut().flatten().map(|choice| &mut choice.footprint);
        for footprint in choices.chain(offers.missions.iter_mut().map(|mission| &mut mission.footprint)) {
            footprint.uses.retain(|limit, _| open(limit));
        }
        for choices in &mut offers.parties {
            *choices = choices::undominated(std::mem::take(choices));
        }
        offers.missions = missions::undominated(std::mem::take(&mut offers.missions));
        if offers.count() == before {
            return;
        }
    }
}

fn retain(offers: &mut Offers, keep: impl Fn(&Footprint) -> bool) {
    for choices in &mut offers.parties {
        choices.retain(|choice| keep(&choice.footprint));
    }
    offers.missions.retain(|mission| keep(&mission.footprint));
}

/// Drops choices that nobody can be sent along with, and tells missions where they could be needed.
fn escort(world: &World, offers: &mut Offers) {
    let mut able: BTreeSet<(usize, EscortTypeIdx)> = BTreeSet::new();
    for mission in &offers.missions {
        for escort in &world.feed.pools[mission.pool].covers {
            able.extend(mission.legs.iter().map(|leg| (*leg, *escort)));
        }
    }
    for choices in &mut offers.parties {
        choices.retain(|choice| choice.needs.keys().all(|need| able.contains(need)));
    }
    let needs = offers.needs();
    for mission in &mut offers.missions {
        let covers = &world.feed.pools[mission.pool].covers;
        let needed = |leg: &usize| covers.iter().any(|escort| needs.contains(&(*leg, *escort)));
        mission.posts = mission.legs.iter().copied().filter(needed).collect();
    }
}
