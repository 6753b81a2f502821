//! Shuttles: how escorts get from their base to those who need them, and back.
//!
//! For a run of sectors that needs cover: ways out to its beginning and ways back from its end, each with few hops and the
//! first departures or last arrivals that join, and of their combinations the cheapest missions of each pool.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::ids::{AirportIdx, EscortTypeIdx, PoolIdx, SectorIdx, TiVec};
use crate::time::Minutes;

use super::mission::Mission;
use super::tariff::Tariff;

/// Waits on the way out and back are no longer.
const LONGEST_WAIT: Minutes = Minutes::hours(72);
/// Sectors tried to each next airport: the ones that waste least time.
const BRANCHES: usize = 4;
/// Ways out, and ways back, that are combined.
const WAYS: usize = 5;
/// Missions kept of each pool for a run.
const KEPT: usize = 4;
/// No way out or back has more sectors.
const MOST_HOPS: u32 = 3;
/// No way.
const NEVER: u32 = u32::MAX;

/// Which way an escort goes without a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Way {
    Out,
    Back,
}

/// Consecutive sectors that need cover of a type.
pub type Run = (Vec<SectorIdx>, EscortTypeIdx);

type Chains = Arc<Vec<Vec<SectorIdx>>>;

/// The ways of each pool's escorts, worked out once.
pub struct Shuttles<'t> {
    /// What they pay.
    pub tariff: &'t Tariff<'t>,
    /// Least sectors from the base to each airport, and back.
    hops: TiVec<PoolIdx, [TiVec<AirportIdx, u32>; 2]>,
    ways: Mutex<HashMap<(PoolIdx, SectorIdx, Way), Chains>>,
    missions: Mutex<HashMap<Run, Arc<Vec<Mission>>>>,
}

impl<'t> Shuttles<'t> {
    /// The pools' shuttles; ways are searched when asked for.
    pub fn new(tariff: &'t Tariff<'t>) -> Self {
        let pools = &tariff.sky.network.feed.pools;
        let hops = pools.iter().map(|pool| [Way::Out, Way::Back].map(|way| hops(tariff, pool.base, way)));
        Self { tariff, hops: hops.collect(), ways: Mutex::default(), missions: Mutex::default() }
    }

    /// Missions on duty for `kind` on all of `run`, a few of each pool, the cheapest first, at fares regardless of room.
    pub fn missions(&self, run: &[SectorIdx], kind: EscortTypeIdx) -> Arc<Vec<Mission>> {
        let key = (run.to_vec(), kind);
        let known = self.missions.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known {
            return known;
        }
        let pools = self.tariff.sky.network.feed.pools.iter_enumerated();
        let serving = pools.filter(|(_, pool)| pool.covers.contains(&kind) && pool.count > 0);
        let mut missions: Vec<Mission> = serving.flat_map(|(pool, _)| self.of_pool(pool, run, kind)).collect();
        missions.sort_by(|one, other| (one.cost, &one.chain).cmp(&(other.cost, &other.chain)));
        let missions = Arc::new(missions);
        self.missions.lock().unwrap_or_else(PoisonError::into_inner).insert(key, missions.clone());
        missions
    }

    fn of_pool(&self, pool: PoolIdx, run: &[SectorIdx], kind: EscortTypeIdx) -> Vec<Mission> {
        let sky = self.tariff.sky;
        let base = sky.network.feed.pools[pool].base;
        let (Some((&last, before)), Some(&first)) = (run.split_last(), run.first()) else { return Vec::new() };
        // A mission ends at its first return to base: beyond it takes another.
        if before.iter().any(|&sector| sky.sector(sector).to == base) {
            return Vec::new();
        }
        let (outs, backs) = (self.ways(pool, first, Way::Out), self.ways(pool, last, Way::Back));
        let mut missions: Vec<Mission> = Vec::new();
        for out in outs.iter() {
            for back in backs.iter() {
                let chain = [out.as_slice(), run, back.as_slice()].concat();
                if let Some(mut mission) = Mission::new(self.tariff, pool, chain, |_, _| true) {
                    mission.serve(run, kind);
                    missions.push(mission);
                }
            }
        }
        missions.sort_by(|one, other| (one.cost, &one.chain).cmp(&(other.cost, &other.chain)));
        missions.truncate(KEPT);
        missions
    }

    /// The cheapest ways from base to where `sector` leaves, or from where it arrives back to base.
    fn ways(&self, pool: PoolIdx, sector: SectorIdx, way: Way) -> Chains {
        let key = (pool, sector, way);
        let known = self.ways.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known {
            return known;
        }
        let chains = Arc::new(self.search(pool, sector, way));
        self.ways.lock().unwrap_or_else(PoisonError::into_inner).insert(key, chains.clone());
        chains
    }

    fn search(&self, pool: PoolIdx, sector: SectorIdx, way: Way) -> Vec<Vec<SectorIdx>> {
        let sky = self.tariff.sky;
        let hops = &self.hops[pool][way as usize];
        let row = sky.sector(sector);
        let here = if way == Way::Out { row.from } else { row.to };
        let least = hops[here];
        if least == 0 {
            return vec![Vec::new()];
        }
        if least > MOST_HOPS {
            return Vec::new();
        }
        let most = least.max(2);
        let mut found = Vec::new();
        // Each entry is a way begun at the run, growing towards the base.
        let mut begun = vec![vec![sector]];
        while let Some(chain) = begun.pop() {
            let Some(&end) = chain.last() else { continue };
            let at = if way == Way::Out { sky.sector(end).from } else { sky.sector(end).to };
            if hops[at] == 0 {
                let mut chain = chain[1..].to_vec();
                if way == Way::Out {
                    chain.reverse();
                }
                found.push(chain);
                continue;
            }
            let left = most - (chain.len() as u32 - 1);
            for next in self.steps(&chain, end, at, way, hops, left) {
                let mut longer = chain.clone();
                longer.push(next);
                begun.push(longer);
            }
        }
        self.cheapest(pool, sector, way, found)
    }

    /// The sectors that may come next on a way towards the base that is at `at`.
    fn steps(
        &self,
        chain: &[SectorIdx],
        end: SectorIdx,
        at: AirportIdx,
        way: Way,
        hops: &TiVec<AirportIdx, u32>,
        left: u32,
    ) -> Vec<SectorIdx> {
        let sky = self.tariff.sky;
        let mut tried: HashMap<AirportIdx, usize> = HashMap::new();
        let mut steps = Vec::new();
        let mut step = |next: SectorIdx| {
            let sector = sky.sector(next);
            let to = if way == Way::Out { sector.from } else { sector.to };
            let slack = if way == Way::Out { sky.slack(next, end) } else { sky.slack(end, next) };
            let seen = |&other: &SectorIdx| sky.sector(other).from == to || sky.sector(other).to == to;
            // A charter may turn out not to be used.
            let useless = sector.charter().is_some() || hops[to] >= left || chain.iter().skip(1).any(seen);
            if slack.0 < 0 || useless {
                return;
            }
            let tried = tried.entry(to).or_default();
            *tried += 1;
            if *tried <= BRANCHES {
                steps.push(next);
            }
        };
        match way {
            Way::Back => {
                let from = sky.sector(end).arr;
                let leaving = sky.leaving(at);
                let start = leaving.partition_point(|&next| sky.sector(next).dep < from);
                let until = from + LONGEST_WAIT;
                leaving[start..].iter().take_while(|&&next| sky.sector(next).dep <= until).for_each(|&next| step(next));
            }
            Way::Out => {
                let until = sky.sector(end).dep;
                let arriving = sky.arriving(at);
                let stop = arriving.partition_point(|&next| sky.sector(next).arr <= until);
                let from = until - LONGEST_WAIT;
                let near = arriving[..stop].iter().rev().take_while(|&&next| sky.sector(next).arr >= from);
                near.for_each(|&next| step(next));
            }
        }
        steps
    }

    /// The cheapest of `chains`, by fares and days. One that no fares price by itself may still share a component with the
    /// run, and a few such stay.
    fn cheapest(&self, pool: PoolIdx, sector: SectorIdx, way: Way, chains: Vec<Vec<SectorIdx>>) -> Vec<Vec<SectorIdx>> {
        let (tariff, sky) = (self.tariff, self.tariff.sky);
        let day_cost = sky.network.feed.pools[pool].day_cost.0;
        let mut rated: Vec<(bool, i64, Vec<SectorIdx>)> = Vec::new();
        for chain in chains {
            let (Some(&first), Some(&last)) = (chain.first(), chain.last()) else { continue };
            let minutes = match way {
                Way::Out => sky.sector(sector).dep - sky.sector(first).dep,
                Way::Back => sky.sector(last).arr - sky.sector(sector).arr,
            };
            let days = day_cost * minutes.0 / (24 * 60);
            let fares = tariff.cheapest(&chain, |_, _| true);
            rated.push((fares.is_none(), days + fares.map_or(0, |(fares, _)| fares), chain));
        }
        rated.sort();
        let unpriced = rated.partition_point(|(unpriced, ..)| !unpriced);
        let alone = rated[..unpriced].iter().take(WAYS);
        alone.chain(rated[unpriced..].iter().take(WAYS / 2)).map(|(.., chain)| chain.clone()).collect()
    }
}

/// Least sectors from `base` to each airport, or back.
fn hops(tariff: &Tariff, base: AirportIdx, way: Way) -> TiVec<AirportIdx, u32> {
    let sky = tariff.sky;
    let mut hops: TiVec<AirportIdx, u32> = sky.network.feed.airports.iter().map(|_| NEVER).collect();
    hops[base] = 0;
    let mut next = VecDeque::from([base]);
    while let Some(airport) = next.pop_front() {
        let sectors = if way == Way::Out { sky.leaving(airport) } else { sky.arriving(airport) };
        for &sector in sectors.iter().filter(|&&sector| sky.sector(sector).charter().is_none()) {
            let sector = sky.sector(sector);
            let other = if way == Way::Out { sector.to } else { sector.from };
            if hops[other] == NEVER {
                hops[other] = hops[airport] + 1;
                next.push_back(other);
            }
        }
    }
    hops
}
