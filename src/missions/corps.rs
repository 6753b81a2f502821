//! The escorts of a feed as pricing knows them: what of the network each pool may use, worked out once a run.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::grid::Grid;
use super::nearness::Nearness;
use super::way::dates_away;
use crate::feed::{Feed, Pool};
use crate::ids::{EscortTypeIdx, PoolIdx, SectorIdx, TiVec};
use crate::network::Network;
use crate::network::roundtrips::{Timetable, WayHome, can_serve};
use crate::time;

/// The pools of a network.
#[derive(Debug)]
pub struct Corps {
    pub(super) grid: Grid,
    squads: TiVec<PoolIdx, Squad>,
    nearness: Nearness,
    /// Types that some person needs.
    needed: BTreeSet<EscortTypeIdx>,
    /// By sector: whether someone in need may travel there.
    travelled: TiVec<SectorIdx, bool>,
}

/// A pool and its sectors.
#[derive(Debug)]
pub(super) struct Squad {
    /// The ways home from the sectors of its possible missions.
    pub(super) home: TiVec<SectorIdx, Option<WayHome>>,
    /// Those sectors, latest departure first.
    pub(super) sectors: Vec<SectorIdx>,
    /// Those of them that leave from the base, latest departure first.
    pub(super) leaving: Vec<SectorIdx>,
    /// From the first date on which a mission may leave to the last on which one may return; none where there is none.
    pub(super) period: Option<(NaiveDate, NaiveDate)>,
    /// Types its escorts serve as.
    pub(super) covers: Vec<EscortTypeIdx>,
}

impl Corps {
    /// The pools of `network`.
    pub fn new(network: &Network) -> Self {
        let feed = network.feed;
        let timetable = Timetable::new(feed, network.sectors.iter());
        Self {
            grid: Grid::new(network),
            squads: feed.pools.iter().map(|pool| Squad::new(network, &timetable, pool)).collect(),
            nearness: Nearness::new(network),
            needed: Self::needed(feed),
            // Fixed locks may take cases anywhere.
            travelled: network.sectors.keys().map(|s| network.useful_to_cases(s) || !feed.locks.is_empty()).collect(),
        }
    }

    /// The types of escorts that persons of `feed` need: all that pools ask of a feed whose network is the same.
    pub fn needed(feed: &Feed) -> BTreeSet<EscortTypeIdx> {
        feed.persons.iter().filter_map(|person| person.escort).collect()
    }

    /// The pools that have a mission at all.
    pub fn pools(&self) -> impl Iterator<Item = PoolIdx> + '_ {
        self.squads.iter_enumerated().filter(|(_, squad)| !squad.sectors.is_empty()).map(|(pool, _)| pool)
    }

    /// `pools`, those first whose escorts would pay least for going to `duties` and home again, days included: how much,
    /// minor units.
    pub fn nearest(
        &self,
        network: &Network,
        pools: impl Iterator<Item = PoolIdx>,
        duties: &[SectorIdx],
    ) -> Vec<(i64, PoolIdx)> {
        let Some((&first, &last)) = duties.iter().min().zip(duties.iter().max()) else {
            return pools.map(|pool| (0, pool)).collect();
        };
        let mut ranked: Vec<(i64, PoolIdx)> = pools
            .map(|pool| {
                let away = self.squads[pool].home[last].map(|home| home.earliest - network.sectors[first].dep);
                let days = away.map_or(i64::MAX, |away| away.started_days().max(1));
                let days = network.feed.pools[pool].day_cost.0.saturating_mul(days);
                (self.nearness.fares(network, pool, first, last).saturating_add(days), pool)
            })
            .collect();
        ranked.sort_unstable();
        ranked
    }

    /// The dates at its base on which an escort of `pool` who serves on `sector` is surely away or resting; none where
    /// nobody of the pool can.
    pub fn dates(
        &self,
        network: &Network,
        pool: PoolIdx,
        sector: SectorIdx,
    ) -> Option<impl Iterator<Item = NaiveDate>> {
        let home = self.squads[pool].home[sector]?;
        let zone = network.feed.airports[network.feed.pools[pool].base].zone;
        let leaves = time::to_local(zone, network.sectors[sector].dep).date();
        let returns = time::to_local(zone, home.earliest).date();
        Some(dates_away(network, leaves, returns))
    }

    /// Whether a mission of `pool` may lie on `sector`.
    pub fn reaches(&self, pool: PoolIdx, sector: SectorIdx) -> bool {
        self.squads[pool].home[sector].is_some()
    }

    /// The sectors on which escorts can be on duty for `kind`, in no order; one may come twice.
    pub(super) fn serving(&self, kind: EscortTypeIdx) -> impl Iterator<Item = SectorIdx> + '_ {
        self.squads
            .iter()
            .filter(move |squad| squad.covers.contains(&kind))
            .flat_map(|squad| squad.sectors.iter().copied())
    }

    pub(super) fn squad(&self, pool: PoolIdx) -> &Squad {
        &self.squads[pool]
    }

    /// Whether a person who needs an escort of type `kind` may be aboard `sector`.
    pub(super) fn may_need(&self, kind: EscortTypeIdx, sector: SectorIdx) -> bool {
        self.travelled[sector] && self.needed.contains(&kind)
    }
}

impl Squad {
    fn new(network: &Network, timetable: &Timetable, pool: &Pool) -> Self {
        let home: TiVec<SectorIdx, _> = timetable.ways_home(pool, |_| can_serve(pool)).into();
        let own = home.iter_enumerated().rev().filter(|(_, way)| way.is_some());
        let sectors: Vec<SectorIdx> = own.map(|(sector, _)| sector).collect();
        let leaves = |&&sector: &&SectorIdx| network.sectors[sector].from == pool.base;
        let leaving: Vec<SectorIdx> = sectors.iter().filter(leaves).copied().collect();
        let first = leaving.iter().map(|&sector| network.sectors[sector].dep_local.date()).min();
        let returning = sectors.iter().map(|&sector| &network.sectors[sector]).filter(|sector| sector.to == pool.base);
        let last = returning.map(|sector| sector.arr_local.date()).max();
        Self { sectors, leaving, period: first.zip(last), covers: pool.covers.iter().copied().collect(), home }
    }
}
