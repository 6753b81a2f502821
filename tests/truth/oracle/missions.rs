//! Every mission an escort of a pool could be sent on (MODEL: *Escorts*).
//!
//! A mission is a way from the base until back there, and a cut of it into fares. What an escort is on duty for is left
//! open: an escort may be on duty for any type of its pool on each sector by itself, needed or not, so duties are dealt
//! out sector by sector once it is known who is aboard ([`super::cover`]), and being on duty at least once is no matter.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use onward::feed::Pool;
use onward::ids::PoolIdx;
use onward::money::Money;
use onward::time::Minutes;

use super::connection::mct;
use super::fares::{self, Cut};
use super::footprint::{Bought, Footprint};
use super::limits::Limit;
use super::sectors::Operator;
use super::travellers::Rate;
use super::{Without, World};

/// One escort sent out, and how that is paid.
#[derive(Debug, Clone)]
pub struct Mission {
    pub pool: PoolIdx,
    /// Positions among the dated sectors.
    pub legs: Vec<usize>,
    pub cut: Cut,
    /// Fares, seats on charters and days.
    pub cost: Money,
    /// What it takes of what all share.
    pub footprint: Footprint,
    /// The escort's dates away and at rest, both included.
    pub dates: (NaiveDate, NaiveDate),
    /// Its sectors on which it could be needed; see [`super::thin`].
    pub posts: BTreeSet<usize>,
}

/// All missions of all pools that fly one of `posts` (sectors with the pools wanted there), or on which a seat that nobody
/// needs can pay.
pub fn all(world: &World, posts: &BTreeSet<(usize, PoolIdx)>) -> Vec<Mission> {
    let feed = world.feed;
    let deals = feed.agreements.iter().any(|agreement| {
        agreement.min_group > 1 || !agreement.tiers.is_empty() || agreement.commit_seats > agreement.seats_before
    });
    let pays = |leg: &usize| match world.sectors[*leg].operator {
        Operator::Charter { charter, first } => first && feed.charters[charter].min_seats > 0,
        Operator::Carrier(_) => deals,
    };
    let mut found = Vec::new();
    for (index, pool) in feed.pools.iter_enumerated().filter(|(_, pool)| pool.count > 0) {
        let mut ways = Vec::new();
        for first in world.leaving(pool.base) {
            if world.sectors[*first].dep_date >= pool.from {
                extend(world, pool, &mut vec![*first], &mut ways);
            }
        }
        let worth = |way: &&Vec<usize>| way.iter().any(|leg| posts.contains(&(*leg, index)) || pays(leg));
        found.extend(ways.iter().filter(worth).flat_map(|way| sent(world, index, way)));
    }
    found
}

/// Adds `legs`, if they end at the base, and otherwise all their extensions to `ways`.
fn extend(world: &World, pool: &Pool, legs: &mut Vec<usize>, ways: &mut Vec<Vec<usize>>) {
    let most = 2 * world.feed.policy.max_sectors as usize + usize::from(!world.holds(Without::MissionSectors));
    let (first, last) = (&world.sectors[legs[0]], &world.sectors[legs[legs.len() - 1]]);
    if last.arr - first.dep > pool.max_away {
        return;
    }
    let back = last.to == pool.base;
    if back && last.arr_date <= pool.to {
        ways.push(legs.clone());
    }
    if legs.len() == most || back && world.holds(Without::FirstReturn) {
        return;
    }
    for next in world.leaving(last.to) {
        let sector = &world.sectors[*next];
        let gap = sector.dep - last.arr;
        let least = if world.holds(Without::EscortMct) { mct(world, last, sector) } else { Minutes(0) };
        let waits = world.holds(Without::EscortWaits) || gap <= world.feed.policy.max_connection;
        if gap >= least && waits {
            legs.push(*next);
            extend(world, pool, legs, ways);
            legs.pop();
        }
    }
}

/// The missions along `way`, one for each cut.
fn sent(world: &World, index: PoolIdx, way: &[usize]) -> Vec<Mission> {
    let feed = world.feed;
    let pool = &feed.pools[index];
    let (first, last) = (&world.sectors[way[0]], &world.sectors[way[way.len() - 1]]);
    let counts = |rule: Without| u32::from(world.holds(rule));
    let started_days = ((last.arr - first.dep).0 + 24 * 60 - 1) / (24 * 60);
    let mut cost = pool.day_cost * started_days;
    let mut footprint = Footprint::default();
    for leg in way {
        footprint.use_up(world, Limit::Seats(*leg), counts(Without::EscortSeat));
        if let Some(charter) = footprint.fly(world, *leg, counts(Without::EscortFirstLeg)) {
            cost += feed.charters[charter].per_seat * i64::from(counts(Without::EscortCharterSeat));
        }
    }
    let bought = Bought {
        allotted: counts(Without::EscortAllotment),
        grouped: counts(Without::EscortGroup),
        travellers: counts(Without::EscortVolume),
    };
    let rest = Days::new(feed.policy.escort_rest_days.into());
    fares::cuts(world, way, &[(Rate::Escort, false)], false)
        .into_iter()
        .map(|cut| {
            let mut footprint = footprint.clone();
            footprint.buy(world, way, &cut, bought);
            Mission {
                pool: index,
                legs: way.to_vec(),
                cost: cost + cut.price,
                cut,
                footprint,
                dates: (first.dep_date, last.arr_date + rest),
                posts: BTreeSet::new(),
            }
        })
        .collect()
}

/// Those of `missions` for which no other one of the pool, and not staying at the base, can stand in.
pub fn undominated(mut missions: Vec<Mission>) -> Vec<Mission> {
    missions.sort_by_key(|mission| (mission.pool, mission.cost));
    let mut kept: Vec<Mission> = Vec::new();
    for mission in missions {
        let useful = !mission.posts.is_empty() || mission.cost < Money::ZERO || mission.footprint.adds();
        if useful && !kept.iter().any(|other| never_worse(other, &mission)) {
            kept.push(mission);
        }
    }
    kept
}

/// Whether `one` can stand in for `other` in any plan at no greater cost.
fn never_worse(one: &Mission, other: &Mission) -> bool {
    one.pool == other.pool
        && one.cost <= other.cost
        && one.posts.is_superset(&other.posts)
        && other.dates.0 <= one.dates.0
        && one.dates.1 <= other.dates.1
        && one.footprint.never_worse(&other.footprint)
}
