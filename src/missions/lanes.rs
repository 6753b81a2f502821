//! Which components can use which pairs of airports: those on some way, over no airport twice, from where they start to
//! where a fare ends.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::feed::Agreement;
use crate::ids::{AgreementIdx, AirportIdx};
use crate::network::Network;
use crate::network::fares::{Ending, Start};

/// A pair of airports that a sector joins.
pub(super) type Pair = (AirportIdx, AirportIdx);

/// Steps after which the ways of a start are no longer gone through one by one.
const STEPS: u32 = 100_000;

/// The pairs that each of `starts`, all of one agreement, can use.
pub(super) fn usable(network: &Network, agreement: AgreementIdx, starts: &[Start]) -> FxHashMap<Pair, Vec<bool>> {
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
