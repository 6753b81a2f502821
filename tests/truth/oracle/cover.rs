//! Whether the escorts aboard a sector suffice, and who of them does what (MODEL: *Escorts*).
//!
//! An escort is on duty for one type on a sector, of those that its pool covers. Types and sets of types are bits.

use std::collections::{BTreeMap, BTreeSet};

use onward::ids::{EscortTypeIdx, PoolIdx};

use super::choices::Choice;
use super::missions::Mission;
use super::{Without, World};

/// A set of escort types.
pub type Types = u64;

pub fn one(escort: EscortTypeIdx) -> Types {
    1 << usize::from(escort)
}

/// The types that a pool covers.
pub fn covers(world: &World, pool: PoolIdx) -> Types {
    world.feed.pools[pool].covers.iter().map(|escort| one(*escort)).sum()
}

/// The escorts that so many persons need.
pub fn escorts(world: &World, escort: EscortTypeIdx, persons: u32) -> u32 {
    persons.div_ceil(world.feed.escort_types[escort].ratio)
}

/// A set of types for which the escorts `aboard` (what they cover, and how many of them) are too few, if there is one:
/// by Hall's theorem duties can be dealt out exactly where there is none.
pub fn short(world: &World, needed: &[(EscortTypeIdx, u32)], aboard: &[(Types, u32)]) -> Option<Types> {
    (1usize..1 << needed.len()).find_map(|subset| {
        let wanted = || (0..needed.len()).filter(|at| subset & (1 << at) != 0).map(|at| needed[at]);
        if !world.holds(Without::OneDuty) && subset.count_ones() > 1 {
            return None;
        }
        let types: Types = wanted().map(|(escort, _)| one(escort)).sum();
        let escorts: u32 = wanted().map(|(_, escorts)| escorts).sum();
        let able: u32 = aboard.iter().filter(|(covers, _)| covers & types != 0).map(|(_, count)| count).sum();
        (able < escorts).then_some(types)
    })
}

/// Duties of every mission on each of its legs, so that all needs of `chosen` are covered.
pub fn duties(world: &World, chosen: &[Choice], missions: &[Mission]) -> Vec<Vec<Option<EscortTypeIdx>>> {
    let mut persons: BTreeMap<(usize, EscortTypeIdx), u32> = BTreeMap::new();
    for (need, count) in chosen.iter().flat_map(|choice| &choice.needs) {
        *persons.entry(*need).or_default() += count;
    }
    let mut duties: Vec<_> = missions.iter().map(|mission| vec![None; mission.legs.len()]).collect();
    let posts: BTreeSet<usize> = persons.keys().map(|(sector, _)| *sector).collect();
    for post in posts {
        let needs = persons.iter().filter(|((sector, _), _)| *sector == post);
        let open: Vec<EscortTypeIdx> =
            needs.flat_map(|((_, escort), count)| vec![*escort; escorts(world, *escort, *count) as usize]).collect();
        let aboard: Vec<(usize, usize)> = missions
            .iter()
            .enumerate()
            .filter_map(|(number, mission)| Some((number, mission.legs.iter().position(|leg| *leg == post)?)))
            .collect();
        let able: Vec<Types> = aboard.iter().map(|(number, _)| covers(world, missions[*number].pool)).collect();
        for (escort, at) in open.iter().zip(deal(&open, &able)) {
            let (number, leg) = aboard[at];
            duties[number][leg] = Some(*escort);
        }
    }
    for (mission, duties) in missions.iter().zip(&mut duties) {
        // Not needed anywhere, it was sent for its seats; on duty it must be all the same.
        if duties.iter().all(Option::is_none) {
            duties[0] = world.feed.pools[mission.pool].covers.first().copied();
        }
    }
    duties
}

/// For each duty in `open` one of those who are `able`, all different.
fn deal(open: &[EscortTypeIdx], able: &[Types]) -> Vec<usize> {
    fn go(open: &[EscortTypeIdx], able: &[Types], dealt: &mut Vec<usize>) -> bool {
        let Some(duty) = open.get(dealt.len()) else { return true };
        for at in 0..able.len() {
            if able[at] & one(*duty) != 0 && !dealt.contains(&at) {
                dealt.push(at);
                if go(open, able, dealt) {
                    return true;
                }
                dealt.pop();
            }
        }
        false
    }
    let mut dealt = Vec::new();
    assert!(go(open, able, &mut dealt), "escorts aboard were found to suffice");
    dealt
}
