//! Which components can use which pairs of airports: those on some way, over no airport twice, from where they start to
//! where a fare ends.
//!
//! A component is known by its *lane*: the position of its start among its agreement's. Few lanes lead over any one pair.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::grid::{Desk, UNSOLD};
use crate::feed::Agreement;
use crate::ids::{AgreementIdx, AirportIdx, TiVec};
use crate::network::Network;
use crate::network::fares::{Ending, Start};

/// A pair of airports that a sector joins.
pub(super) type Pair = (AirportIdx, AirportIdx);

/// Steps after which the ways of a start are no longer gone through one by one.
const STEPS: u32 = 100_000;

/// A lane over a pair of airports.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lane {
    /// Its position among the agreement's starts.
    pub(super) lane: u32,
    /// The least fare for an escort that ends with the pair, minor units, whatever vias it has to pass: [`UNSOLD`] where
    /// there is none.
    pub(super) fare: i64,
}

/// The lanes of all agreements.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    passages: FxHashMap<(AgreementIdx, Pair), (u32, u32)>,
    lanes: Vec<Lane>,
}

impl Lanes {
    /// The lanes of the starts at `desks`.
    pub(super) fn new(network: &Network, desks: &TiVec<AgreementIdx, Desk>) -> Self {
        let usable: Vec<FxHashMap<Pair, Vec<bool>>> =
            desks.raw.par_iter().enumerate().map(|(index, desk)| usable(network, index.into(), &desk.starts)).collect();
        let mut lanes = Self::default();
        for ((agreement, desk), usable) in desks.iter_enumerated().zip(usable) {
            let mut pairs: Vec<(Pair, Vec<bool>)> = usable.into_iter().collect();
            pairs.sort_unstable_by_key(|&(pair, _)| pair);
            for (pair, usable) in pairs {
                let first = lanes.lanes.len() as u32;
                let leading = (0..desk.starts.len() as u32).filter(|&lane| usable[lane as usize]);
                lanes.lanes.extend(leading.map(|lane| {
                    let endings = network.fares.endings(desk.starts[lane as usize]).iter();
                    let endings = endings.filter(|ending| ending.to == pair.1);
                    let fare = endings.map(|ending| network.fares.escort(ending.fare)).min();
                    Lane { lane, fare: fare.unwrap_or(UNSOLD) }
                }));
                lanes.passages.insert((agreement, pair), (first, lanes.lanes.len() as u32));
            }
        }
        lanes
    }

    /// All lanes.
    pub(super) fn all(&self) -> &[Lane] {
        &self.lanes
    }

    /// The lanes of an agreement over a pair of airports, by lane: a range of all.
    pub(super) fn over(&self, agreement: AgreementIdx, pair: Pair) -> (u32, u32) {
        self.passages.get(&(agreement, pair)).copied().unwrap_or_default()
    }
}

/// The pairs that each of `starts`, all of one agreement, can use.
fn usable(network: &Network, agreement: AgreementIdx, starts: &[Start]) -> FxHashMap<Pair, Vec<bool>> {
    let row = &network.feed.agreements[agreement];
    let sold = |carrier| network.fares.sells(agreement, carrier);
    let sectors = network.sectors.iter().filter(|sector| sector.carrier().is_some_and(sold));
    let pairs: FxHashSet<Pair> = sectors.map(|sector| (sector.from, sector.to)).collect();
    let mut pairs: Vec<Pair> = pairs.into_iter().collect();
    pairs.sort_unstable();
    let mut usable: FxHashMap<Pair, Vec<bool>> = FxHashMap::default();
    for (lane, &start) in starts.iter().enumerate() {
        let Some(from) = network.fares.endings(start).first().map(|ending| network.feed.fares[ending.fare].from) else {
            continue;
        };
        let mut ways =
            Ways { row, pairs: &pairs, endings: network.fares.endings(start), used: FxHashSet::default(), steps: 0 };
        ways.go_on(&mut vec![from]);
        let every = pairs.iter().filter(|_| ways.steps > STEPS);
        for pair in every.chain(&ways.used) {
            usable.entry(*pair).or_insert_with(|| vec![false; starts.len()])[lane] = true;
        }
    }
    usable
}

/// The ways of components from one start.
struct Ways<'a> {
    row: &'a Agreement,
    pairs: &'a [Pair],
    endings: &'a [Ending],
    used: FxHashSet<Pair>,
    steps: u32,
}

impl Ways<'_> {
    /// Goes on from the last airport of `way` and tells whether a fare ends somewhere from there on.
    fn go_on(&mut self, way: &mut Vec<AirportIdx>) -> bool {
        let Some(&here) = way.last() else { return false };
        if way.len() > self.row.max_sectors as usize || self.steps > STEPS {
            return false;
        }
        let (mut ends, pairs) = (false, self.pairs);
        let first = pairs.partition_point(|&(from, _)| from < here);
        for &pair in pairs[first..].iter().take_while(|(from, _)| *from == here) {
            if way.contains(&pair.1) {
                continue;
            }
            self.steps += 1;
            let passes = |ending: &Ending| ending.to == pair.1 && ending.via.is_none_or(|via| way[1..].contains(&via));
            let closes = self.endings.iter().any(passes);
            way.push(pair.1);
            if self.go_on(way) || closes {
                self.used.insert(pair);
                ends = true;
            }
            way.pop();
        }
        ends
    }
}
