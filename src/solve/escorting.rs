//! Escorts for a draft: first the missions that the relaxation takes, then the one that covers most of what is missing, and
//! so on; who can't be covered stays.

use std::cmp::Reverse;

use ordered_float::OrderedFloat;
use rayon::prelude::*;

use super::greedy::Draft;
use super::master::{Master, Relaxed};
use super::run::Run;
use super::solution;
use crate::ids::{EscortTypeIdx, PoolIdx, SectorIdx};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{Prices, Term};
use crate::itineraries::pricing::Market;
use crate::itineraries::sites::Site;
use crate::itineraries::togo::Tolls;
use crate::missions::pricing::{self as missions, Offer};
use crate::missions::way::Mission;

/// A duty that nobody is on yet.
pub type Duty = (EscortTypeIdx, SectorIdx);

/// The duties that a party on `column` needs somebody on, and for how many.
pub fn needs(column: &Column) -> impl Iterator<Item = (Duty, u32)> + '_ {
    column.uses.iter().filter_map(|&(site, persons)| match site {
        Site::Need(kind, sector) => Some(((kind, sector), persons)),
        _ => None,
    })
}

/// Where escorts are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// Among the missions that are known.
    Known,
    /// Among all there are, where none that is known helps, for so many of a party's itineraries.
    All(usize),
}

/// Sends escorts for everyone in `draft` who needs them, as far as they can be had; the others are taken out.
pub fn send(master: &Master, run: &Run, relaxed: &Relaxed, draft: &mut Draft) {
    from_relaxation(master, relaxed, draft);
    let mut idle: Vec<PoolIdx> = Vec::new();
    while !run.stopped() {
        let missing = missing(master, draft);
        if missing.is_empty() {
            return;
        }
        let mut free = draft.free(master);
        free.join_groups();
        match known(master, &free, &missing).or_else(|| best(master, run, &free, &missing, &mut idle)) {
            Some(mission) => draft.missions.push(mission),
            None => break,
        }
    }
    leave(master, draft);
    recall(master, draft);
}

/// Takes the missions that the relaxation takes most of, while they cover something that is missing.
fn from_relaxation(master: &Master, relaxed: &Relaxed, draft: &mut Draft) {
    let mut wanted: Vec<(f64, &Mission)> = relaxed
        .missions
        .iter()
        .zip(&master.missions)
        .filter(|(value, _)| **value > 0.05)
        .map(|(&value, mission)| (value, mission))
        .collect();
    wanted.sort_by_key(|&(value, mission)| (Reverse(OrderedFloat(value)), &mission.way));
    let mut free = draft.free(master);
    for (value, mission) in wanted {
        for _ in 0..value.ceil() as usize {
            let missing = missing(master, draft);
            let useful = mission.way.duties().any(|duty| missing.contains(&duty));
            let joins = free.joins(master.network, &mission.uses);
            if useful && joins && free.fits_all(master.network, &mission.uses) {
                free.take(&mission.uses);
                draft.missions.push(mission.clone());
            }
        }
    }
}

/// The duties that nobody is on yet.
fn missing(master: &Master, draft: &Draft) -> Vec<Duty> {
    let cover = solution::cover(draft.columns.iter(), draft.missions.iter());
    let short = cover.into_iter().filter(|&((kind, _), counts)| solution::missing(master.network, kind, counts) > 0);
    short.map(|(duty, _)| duty).collect()
}

/// How many of `missing` a mission covers.
fn covers(mission: &Mission, missing: &[Duty]) -> usize {
    mission.way.duties().filter(|duty| missing.contains(duty)).count()
}

/// What each of `missing` that a mission covers costs: the less, the thriftier.
pub fn worth(mission: &Mission, missing: &[Duty]) -> OrderedFloat<f64> {
    OrderedFloat(mission.cost.max(1) as f64 / covers(mission, missing) as f64)
}

/// The known mission that covers most of `missing` for its cost.
pub fn known(master: &Master, free: &Free, missing: &[Duty]) -> Option<Mission> {
    let mut useful: Vec<usize> =
        missing.iter().flat_map(|&(kind, sector)| master.on_duty(kind, sector)).map(|m| m.0).collect();
    useful.sort_unstable();
    useful.dedup();
    let missions = useful.into_iter().map(|index| &master.missions[index]);
    let fits =
        |mission: &&Mission| free.joins(master.network, &mission.uses) && free.fits_all(master.network, &mission.uses);
    let fitting = missions.filter(fits);
    let best = fitting.min_by_key(|mission| (worth(mission, missing), &mission.way));
    best.cloned()
}

/// Pools that are asked at once, as long as none covers all that is missing: a number that doesn't depend on threads.
const ASKED: usize = 4;
/// Pools that are asked for missions that might be.
pub const NEAREST: usize = 8;

/// Of the missions of the nearest pools one of which can cover all of `missing`, or else of all, the one that covers most
/// of it for its cost. Pools that have none are `idle` from now on.
pub fn best(master: &Master, run: &Run, free: &Free, missing: &[Duty], idle: &mut Vec<PoolIdx>) -> Option<Mission> {
    let mut found = Vec::new();
    let pools: Vec<PoolIdx> = nearest(master, run, missing, idle).into_iter().map(|(_, pool)| pool).collect();
    for (chunk, pools) in pools.chunks(ASKED).enumerate() {
        let offers = offers(master, run, free, missing, pools, chunk == 0);
        idle.extend(pools.iter().filter(|pool| offers.iter().all(|mission| mission.way.pool != **pool)));
        found.extend(offers);
        if found.iter().any(|mission| covers(mission, missing) == missing.len()) {
            break;
        }
    }
    found.retain(|mission| free.joins(master.network, &mission.uses));
    thriftiest(found, missing)
}

/// The pools that aren't `idle` and cover some type of `missing`, the nearest first, and what an escort of theirs would pay
/// at least, more or less.
pub fn nearest(master: &Master, run: &Run, missing: &[Duty], idle: &[PoolIdx]) -> Vec<(i64, PoolIdx)> {
    let pools = master.network.feed.pools.iter_enumerated();
    let asked =
        pools.filter(|(pool, row)| !idle.contains(pool) && missing.iter().any(|(kind, _)| row.covers.contains(kind)));
    let duties: Vec<SectorIdx> = missing.iter().map(|&(_, sector)| sector).collect();
    run.corps(master.network).nearest(master.network, asked.map(|(pool, _)| pool), &duties)
}

/// The mission that covers most of `missing` for its cost.
pub fn thriftiest(missions: Vec<Mission>, missing: &[Duty]) -> Option<Mission> {
    missions.into_iter().min_by_key(|mission| (worth(mission, missing), mission.way.clone()))
}

/// A mission of each of `pools` that has one, to cover as much of `missing` as one can; with long waits only if `far`.
pub fn offers(master: &Master, run: &Run, free: &Free, missing: &[Duty], pools: &[PoolIdx], far: bool) -> Vec<Mission> {
    // More than any mission costs, so that every duty covered counts more than what it costs.
    let worth = run.scale.up(dearest_mission(master));
    let mut prices = Prices::default();
    for &(kind, sector) in missing {
        prices.charge(&Term::Duty(kind, sector), -worth);
    }
    let tolls = Tolls::new();
    let market =
        Market { network: master.network, prices: &prices, scale: run.scale, free, tolls: &tolls, potentials: None };
    let corps = run.corps(master.network);
    let offer = |&pool: &PoolIdx| missions::glance(corps, pool, &market, far);
    let offers: Vec<Option<Offer>> = run.pool.install(|| pools.par_iter().map(offer).collect());
    offers.into_iter().flatten().map(|offer| Mission::new(master.network, offer.way)).collect()
}

/// Missions of the nearest pools that could serve `column` were all escorts at their bases: whoever decides who travels has
/// to know them.
pub fn conceivable(master: &Master, run: &Run, column: &Column) -> Vec<Mission> {
    let cover = solution::cover(std::iter::once(column), std::iter::empty());
    let mut missing: Vec<Duty> = cover.into_keys().collect();
    let mut all = Vec::new();
    while !missing.is_empty() && !run.stopped() {
        let pools = nearest(master, run, &missing, &[]).into_iter().map(|(_, pool)| pool).take(NEAREST);
        let pools: Vec<PoolIdx> = pools.collect();
        let mut found = offers(master, run, &run.free, &missing, &pools, true);
        found.retain(|mission| run.free.joins(master.network, &mission.uses));
        all.extend(found.iter().cloned());
        let Some(first) = thriftiest(found, &missing) else { break };
        // What one escort can't do another may, from where they meet.
        let before = missing.len();
        missing.retain(|duty| first.way.duties().all(|other| other != *duty));
        if missing.len() == before {
            break;
        }
    }
    all
}

/// Minor units that no mission costs.
pub fn dearest_mission(master: &Master) -> i64 {
    let network = master.network;
    let fares = network.feed.fares.keys().map(|fare| network.fares.escort(fare)).max().unwrap_or_default();
    let seats = network.feed.charters.iter().map(|charter| charter.per_seat.0).max().unwrap_or_default();
    let days = network.feed.pools.iter().map(|pool| pool.day_cost.0 * (pool.max_away.started_days() + 1)).max();
    let sectors = 2 * i64::from(network.feed.policy.max_sectors);
    fares.max(seats).saturating_mul(sectors).saturating_add(days.unwrap_or_default()).saturating_add(1)
}

/// Takes out everyone whose escort is missing.
fn leave(master: &Master, draft: &mut Draft) {
    let missing = missing(master, draft);
    draft.columns.retain(|column| {
        let stays = master.classes[column.route.class].traits.fixed.is_some();
        let short = |&(site, _): &(Site, u32)| match site {
            Site::Need(kind, sector) => missing.contains(&(kind, sector)),
            _ => false,
        };
        stays || !column.uses.iter().any(short)
    });
}

/// Calls back missions that nobody in `draft` needs any more, the dearest first, and takes out whom the others don't cover.
pub fn recall(master: &Master, draft: &mut Draft) {
    loop {
        let before = draft.columns.len();
        leave(master, draft);
        if draft.columns.len() == before {
            break;
        }
    }
    draft.missions.sort_by(|one, other| (one.cost, &one.way).cmp(&(other.cost, &other.way)));
    let mut cover = solution::cover(draft.columns.iter(), draft.missions.iter());
    let mut kept = vec![true; draft.missions.len()];
    for (mission, kept) in draft.missions.iter().zip(&mut kept).rev() {
        let needed = mission.way.duties().any(|duty @ (kind, _)| {
            let counts = cover.get(&duty);
            counts.is_some_and(|&(need, sent)| solution::missing(master.network, kind, (need, sent - 1)) > 0)
        });
        if !needed {
            *kept = false;
            for duty in mission.way.duties() {
                cover.entry(duty).and_modify(|(_, sent)| *sent -= 1);
            }
        }
    }
    let mut kept = kept.into_iter();
    draft.missions.retain(|_| kept.next().unwrap_or(true));
}
