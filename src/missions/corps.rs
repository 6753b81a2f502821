//! The escorts of a feed as pricing knows them: what of the network each pool may use, worked out once a run.

use std::collections::BTreeSet;

use super::grid::Grid;
use crate::feed::Pool;
use crate::ids::{EscortTypeIdx, PoolIdx, SectorIdx, TiVec};
use crate::network::Network;
use crate::network::roundtrips::{Timetable, WayHome, can_serve};

/// The pools of a network.
#[derive(Debug)]
pub struct Corps {
    pub(super) grid: Grid,
    squads: TiVec<PoolIdx, Squad>,
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
            squads: feed.pools.iter().map(|pool| Squad::new(&timetable, pool)).collect(),
            needed: feed.persons.iter().filter_map(|person| person.escort).collect(),
            // Fixed locks may take cases anywhere.
            travelled: network.sectors.keys().map(|s| network.useful_to_cases(s) || !feed.locks.is_empty()).collect(),
        }
    }

    /// The pools that have a mission at all.
    pub fn pools(&self) -> impl Iterator<Item = PoolIdx> + '_ {
        self.squads.iter_enumerated().filter(|(_, squad)| !squad.sectors.is_empty()).map(|(pool, _)| pool)
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
    fn new(timetable: &Timetable, pool: &Pool) -> Self {
        let home: TiVec<SectorIdx, _> = timetable.ways_home(pool, |_| can_serve(pool)).into();
        let own = home.iter_enumerated().rev().filter(|(_, way)| way.is_some());
        Self { sectors: own.map(|(sector, _)| sector).collect(), covers: pool.covers.iter().copied().collect(), home }
    }
}
