//! The timetable frozen for pricing missions: after each sector, which can be flown next, and under which agreements.
//!
//! Departures from an airport lie in chains, one for domestic and one for international sectors, since a connection's
//! least time depends on both sectors' kind. What can be flown after an arrival is the rest of a chain from one place on,
//! so the best of it is a running minimum from the chain's end.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::lanes::{self, Pair};
use crate::ids::{AgreementIdx, AirportIdx, SectorIdx, TiVec};
use crate::network::Network;
use crate::network::fares::Start;
use crate::time::{Minutes, UtcMinute};

/// The end of a chain.
pub(super) const NONE: u32 = u32::MAX;

/// No fare.
pub(super) const UNSOLD: i64 = i64::MAX / 4;

/// The longest connection inside a fare component (MODEL: *Fares*).
pub(super) const LONGEST_IN_COMPONENT: Minutes = Minutes::hours(24);

/// A sector as missions fly it.
#[derive(Debug, Clone)]
pub(super) struct Hop {
    pub(super) from: AirportIdx,
    pub(super) to: AirportIdx,
    pub(super) dep: UtcMinute,
    pub(super) arr: UtcMinute,
    /// The first domestic and the first international sector that can be flown after it, and so can those after them.
    pub(super) after: [u32; 2],
    /// The next sector of its own kind from the same airport.
    pub(super) next: u32,
    /// Its sales, a range of the grid's.
    pub(super) sales: (u32, u32),
    /// Price of a seat on a charter's leg, minor units; none elsewhere.
    pub(super) charter: Option<i64>,
}

/// A sector under an agreement that sells it.
///
/// While a fare component is open, what is yet to come depends on where it started, so values of a sale are rows: one for
/// each airport with a fare from there under the agreement.
#[derive(Debug, Clone)]
pub(super) struct Sale {
    pub(super) sector: SectorIdx,
    pub(super) agreement: AgreementIdx,
    /// The first domestic and the first international sale under the agreement after it.
    pub(super) after: [u32; 2],
    /// The next sale of its own kind under the agreement from the same airport.
    pub(super) next: u32,
    /// Where its row begins.
    pub(super) row: u32,
    /// Where the fares to its end begin in the fares' rows; [`NONE`] where no fare ends there.
    pub(super) fares: u32,
    /// Where its row of the lanes begins.
    pub(super) lanes: u32,
    /// Position in the row of the component that may begin with it; [`NONE`] where none may.
    pub(super) opens: u32,
}

/// What an agreement sells from where.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    /// Where components start, as positions in rows.
    pub(super) starts: Vec<Start>,
    pub(super) max_sectors: u32,
}

/// The frozen timetable.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) hops: TiVec<SectorIdx, Hop>,
    pub(super) sales: Vec<Sale>,
    pub(super) desks: TiVec<AgreementIdx, Desk>,
    /// Least fares for an escort, minor units, in rows by start: [`UNSOLD`] where there is none. They need not pass vias.
    pub(super) fares: Vec<i64>,
    /// By pair of airports and start, in rows: whether a component can lead over it.
    pub(super) lanes: Vec<bool>,
    /// Length of all rows together.
    pub(super) width: usize,
    /// Most sectors in a row of connections, whatever limits missions have.
    pub(super) longest: i64,
    /// Whether someone may arrive and depart in the minute of the departure before.
    pub(super) instant: bool,
}

impl Grid {
    pub(super) fn new(network: &Network) -> Self {
        let desks = desks(network);
        let (fares, rows) = fares(network, &desks);
        let (lanes, pairs) = lanes(network, &desks);
        let mut grid = Self {
            hops: TiVec::with_capacity(network.sectors.len()),
            sales: Vec::new(),
            desks,
            fares,
            lanes,
            width: 0,
            longest: 0,
            instant: false,
        };
        for (index, sector) in network.sectors.iter_enumerated() {
            let first = grid.sales.len() as u32;
            let agreements = sector.carrier().map_or(&[][..], |carrier| network.fares.selling(carrier));
            for &agreement in agreements {
                let Some(&lanes) = pairs.get(&(agreement, (sector.from, sector.to))) else { continue };
                let starts = &grid.desks[agreement].starts;
                let opens =
                    network.fares.openings(index).iter().find_map(|start| starts.iter().position(|s| s == start));
                grid.sales.push(Sale {
                    sector: index,
                    agreement,
                    after: [NONE; 2],
                    next: NONE,
                    row: grid.width as u32,
                    fares: rows.get(&(agreement, sector.to)).copied().unwrap_or(NONE),
                    lanes,
                    opens: opens.map_or(NONE, |lane| lane as u32),
                });
                grid.width += starts.len();
            }
            let charter = sector.charter().map(|charter| network.feed.charters[charter].per_seat.0);
            grid.hops.push(Hop {
                from: sector.from,
                to: sector.to,
                dep: sector.dep,
                arr: sector.arr,
                after: [NONE; 2],
                next: NONE,
                sales: (first, grid.sales.len() as u32),
                charter,
            });
        }
        grid.chain(network);
        grid.longest = grid.longest_chain();
        grid
    }

    /// The sale of `sector` under `agreement`, if it sells it.
    pub(super) fn sale(&self, agreement: AgreementIdx, sector: SectorIdx) -> Option<u32> {
        let (first, end) = self.hops[sector].sales;
        (first..end).find(|&sale| self.sales[sale as usize].agreement == agreement)
    }

    /// Joins the sectors into chains, and the sales.
    fn chain(&mut self, network: &Network) {
        let kind = |sector: SectorIdx| usize::from(!network.sectors[sector].domestic);
        let mut hops: FxHashMap<(AirportIdx, usize), Vec<u32>> = FxHashMap::default();
        let mut sales: FxHashMap<(AgreementIdx, AirportIdx, usize), Vec<u32>> = FxHashMap::default();
        for (index, hop) in self.hops.iter_enumerated() {
            hops.entry((hop.from, kind(index))).or_default().push(index.0);
            for sale in hop.sales.0..hop.sales.1 {
                let agreement = self.sales[sale as usize].agreement;
                sales.entry((agreement, hop.from, kind(index))).or_default().push(sale);
            }
        }
        for pair in hops.values().flat_map(|chain| chain.windows(2)) {
            self.hops[SectorIdx(pair[0])].next = pair[1];
        }
        for pair in sales.values().flat_map(|chain| chain.windows(2)) {
            self.sales[pair[0] as usize].next = pair[1];
        }
        for index in network.sectors.keys() {
            let hop = &self.hops[index];
            let (to, arr, own) = (hop.to, hop.arr, hop.sales);
            for out in 0..2 {
                let since = arr + network.feed.stations[to].mct[kind(index)][out];
                let after = first(hops.get(&(to, out)), |&next| self.hops[SectorIdx(next)].dep < since);
                self.instant |= after <= index.0;
                self.hops[index].after[out] = after;
                for sale in own.0..own.1 {
                    let agreement = self.sales[sale as usize].agreement;
                    let dep = |next: u32| self.hops[self.sales[next as usize].sector].dep;
                    let after = first(sales.get(&(agreement, to, out)), |&next| dep(next) < since);
                    self.sales[sale as usize].after[out] = after;
                }
            }
        }
    }

    fn longest_chain(&self) -> i64 {
        let mut onward = vec![0; self.hops.len()];
        let mut longest = 0;
        for (index, hop) in self.hops.iter_enumerated().rev() {
            let after = |chain: u32| onward.get(chain as usize).copied().unwrap_or(0);
            let own = 1 + after(hop.after[0]).max(after(hop.after[1]));
            onward[usize::from(index)] = own.max(after(hop.next));
            longest = longest.max(own);
        }
        longest
    }
}

/// The first of a chain for which `before` doesn't hold.
fn first(chain: Option<&Vec<u32>>, before: impl Fn(&u32) -> bool) -> u32 {
    let chain = chain.map_or(&[][..], Vec::as_slice);
    chain.get(chain.partition_point(before)).copied().unwrap_or(NONE)
}

fn desks(network: &Network) -> TiVec<AgreementIdx, Desk> {
    let desk = |row: &crate::feed::Agreement| Desk { starts: Vec::new(), max_sectors: row.max_sectors };
    let mut desks: TiVec<AgreementIdx, Desk> = network.feed.agreements.iter().map(desk).collect();
    for start in (0..network.fares.starts() as u32).map(Start) {
        desks[network.fares.agreement(start)].starts.push(start);
    }
    desks
}

/// The fares by agreement and end, in rows by start, and where each row begins.
fn fares(
    network: &Network,
    desks: &TiVec<AgreementIdx, Desk>,
) -> (Vec<i64>, FxHashMap<(AgreementIdx, AirportIdx), u32>) {
    let mut fares = Vec::new();
    let mut rows = FxHashMap::default();
    for (agreement, desk) in desks.iter_enumerated() {
        for (lane, &start) in desk.starts.iter().enumerate() {
            for ending in network.fares.endings(start) {
                let row = *rows.entry((agreement, ending.to)).or_insert_with(|| {
                    let row = fares.len();
                    fares.resize(row + desk.starts.len(), UNSOLD);
                    row as u32
                });
                let fare: &mut i64 = &mut fares[row as usize + lane];
                *fare = (*fare).min(network.fares.escort(ending.fare));
            }
        }
    }
    (fares, rows)
}

/// The usable pairs by agreement, in rows by start, and where each row begins.
fn lanes(network: &Network, desks: &TiVec<AgreementIdx, Desk>) -> (Vec<bool>, FxHashMap<(AgreementIdx, Pair), u32>) {
    let usable: Vec<_> = desks
        .raw
        .par_iter()
        .enumerate()
        .map(|(index, desk)| lanes::usable(network, index.into(), &desk.starts))
        .collect();
    let (mut lanes, mut rows) = (Vec::new(), FxHashMap::default());
    for (index, usable) in usable.into_iter().enumerate() {
        for (pair, row) in usable {
            rows.insert((AgreementIdx::from(index), pair), lanes.len() as u32);
            lanes.extend(row);
        }
    }
    (lanes, rows)
}
