//! Missions: an escort's way from the base until back there, and what it costs (MODEL: *Escorts*).

use std::collections::HashMap;

use chrono::NaiveDate;

use super::capacity::Aboard;
use super::connection::Connection;
use super::fares::{Sold, Tariff};
use super::journey::{check_chain, resolve};
use super::report::{Findings, shown};
use super::rule::Rule;
use super::sectors::{Sectors, Seller};
use crate::feed::Feed;
use crate::ids::{AirportIdx, EscortTypeIdx, PoolIdx, SectorIdx};
use crate::plan;
use crate::time::Minutes;

/// A mission, all its sectors known.
#[derive(Debug)]
pub(super) struct Mission {
    pub pool: PoolIdx,
    /// At least one, each with the type served.
    pub legs: Vec<(SectorIdx, Option<EscortTypeIdx>)>,
    /// Local date of the first departure.
    pub leaves: NaiveDate,
    /// Local date of the last arrival.
    pub returns: NaiveDate,
    /// First departure to last arrival.
    pub away: Minutes,
    pub sold: Vec<Sold>,
}

/// Pools and escort types by name.
#[derive(Debug)]
pub(super) struct Corps<'a> {
    feed: &'a Feed,
    pools: HashMap<&'a str, PoolIdx>,
    types: HashMap<&'a str, EscortTypeIdx>,
}

impl<'a> Corps<'a> {
    pub(super) fn new(feed: &'a Feed) -> Self {
        Self {
            feed,
            pools: feed.pools.iter_enumerated().map(|(idx, pool)| (&*pool.id, idx)).collect(),
            types: feed.escort_types.iter_enumerated().map(|(idx, kind)| (&*kind.id, idx)).collect(),
        }
    }

    /// The `number`th mission of the plan with its rules checked; none where its pool or a sector is unknown.
    pub(super) fn mission<'p: 's, 's>(
        &self,
        sectors: &mut Sectors<'s>,
        tariff: &Tariff<'_>,
        number: usize,
        mission: &'p plan::Mission,
        findings: &mut Findings,
    ) -> Option<Mission>
    where
        'a: 's,
    {
        let place = format!("mission {number} of pool {}", shown(&mission.pool));
        let pool = self.pools.get(mission.pool.as_str()).copied();
        if pool.is_none() {
            findings.add(Rule::UnknownPool, &place, "the feed has no such pool");
        }
        let chain = resolve(sectors, mission.legs.iter().map(|leg| leg.sector.as_str()), &place, findings);
        let (pool, chain) = (pool?, chain?);
        let (&first, &last) = (chain.first()?, chain.last()?);
        let duties: Vec<_> = mission.legs.iter().map(|leg| self.duty(pool, leg, &place, findings)).collect();
        if mission.legs.iter().all(|leg| leg.duty.is_none()) {
            findings.add(Rule::MissionDuty, &place, "on duty on no sector, at least one is needed");
        }
        self.check_way(sectors, pool, &chain, &place, findings);
        let sold = tariff.sold(sectors, &chain, &mission.fares, false, &place, findings);
        let mission = Mission {
            pool,
            leaves: sectors.local_dep(first).date(),
            returns: sectors.local_arr(last).date(),
            away: sectors.get(last).arr - sectors.get(first).dep,
            legs: chain.into_iter().zip(duties).collect(),
            sold,
        };
        self.check_dates(&mission, &place, findings);
        Some(mission)
    }

    /// The type served on a sector, if it is one of the feed.
    fn duty(
        &self,
        pool: PoolIdx,
        leg: &plan::MissionLeg,
        place: &str,
        findings: &mut Findings,
    ) -> Option<EscortTypeIdx> {
        let duty = leg.duty.as_deref()?;
        let kind = self.types.get(duty).copied();
        if kind.is_none_or(|kind| !self.feed.pools[pool].covers.contains(&kind)) {
            let message =
                format!("on duty for {} on {}, which its pool doesn't cover", shown(duty), shown(&leg.sector));
            findings.add(Rule::MissionCovers, place, message);
        }
        kind
    }

    fn check_way(
        &self,
        sectors: &Sectors<'_>,
        pool: PoolIdx,
        chain: &[SectorIdx],
        place: &str,
        findings: &mut Findings,
    ) {
        let feed = self.feed;
        let base = feed.pools[pool].base;
        let code = |airport: AirportIdx| feed.airports[airport].iata;
        let (from, to) = (sectors.get(chain[0]).from, sectors.get(chain[chain.len() - 1]).to);
        if (from, to) != (base, base) {
            let message = format!("goes from {} to {}, its base is {}", code(from), code(to), code(base));
            findings.add(Rule::MissionBase, place, message);
        }
        if chain[..chain.len() - 1].iter().any(|&sector| sectors.get(sector).to == base) {
            findings.add(Rule::MissionBase, place, format!("goes on after it returned to {}", code(base)));
        }
        let most = u64::from(feed.policy.max_sectors) * 2;
        if chain.len() as u64 > most {
            let message = format!("{} sectors, at most {most} are allowed", chain.len());
            findings.add(Rule::MissionMaxSectors, place, message);
        }
        check_chain(feed, sectors, chain, place, findings);
        for pair in chain.windows(2) {
            let (inbound, outbound) = (sectors.get(pair[0]), sectors.get(pair[1]));
            let gap = outbound.dep - inbound.arr;
            let mct = Connection::mct(feed, inbound, outbound);
            // What doesn't join is reported by `check_chain`.
            if inbound.to == outbound.from && gap >= Minutes(0) && gap < mct {
                let message = format!("{} min at {}, at least {} min are needed", gap.0, code(inbound.to), mct.0);
                findings.add(Rule::MissionMct, place, message);
            }
        }
    }

    fn check_dates(&self, mission: &Mission, place: &str, findings: &mut Findings) {
        let pool = &self.feed.pools[mission.pool];
        if mission.leaves < pool.from || mission.returns > pool.to {
            let message = format!(
                "away from {} to {}, its pool serves from {} to {}",
                mission.leaves, mission.returns, pool.from, pool.to
            );
            findings.add(Rule::MissionPeriod, place, message);
        }
        if mission.away > pool.max_away {
            let message = format!("away for {} min, at most {} min are allowed", mission.away.0, pool.max_away.0);
            findings.add(Rule::MissionAway, place, message);
        }
    }
}

impl Mission {
    /// Takes a seat on every sector.
    pub(super) fn board(&self, aboard: &mut Aboard) {
        for &(sector, duty) in &self.legs {
            *aboard.escorts.entry(sector).or_default() += 1;
            if let Some(kind) = duty {
                *aboard.on_duty.entry((sector, kind)).or_default() += 1;
            }
        }
    }

    /// Days and charter seats in minor units; the fares are priced with everyone's.
    pub(super) fn cost(&self, feed: &Feed, sectors: &Sectors<'_>) -> i128 {
        const DAY: i64 = 24 * 60;
        let days = (self.away.0.max(0) + DAY - 1) / DAY;
        let seats = self.legs.iter().map(|&(sector, _)| match sectors.get(sector).seller {
            Seller::Carrier(_) => 0,
            Seller::Charter { charter, .. } => i128::from(feed.charters[charter].per_seat.0),
        });
        i128::from(feed.pools[self.pool].day_cost.0) * i128::from(days) + seats.sum::<i128>()
    }
}
