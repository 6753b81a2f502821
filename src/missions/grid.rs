//! The timetable frozen for pricing missions: after each sector, which can be flown next, and under which agreements.
//!
//! Departures from an airport lie in chains, one for domestic and one for international sectors, since a connection's
//! least time depends on both sectors' kind. What can be flown after an arrival is the rest of a chain from one place on,
//! so the best of it is a running minimum from the chain's end.

use rustc_hash::FxHashMap;

use super::lanes::Lanes;
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
#[derive(Debug, Clone)]
pub(super) struct Sale {
    pub(super) sector: SectorIdx,
    pub(super) agreement: AgreementIdx,
    /// Its lanes, a range of the grid's, by lane.
    lanes: (u32, u32),
    /// Its rides, one for each of its lanes.
    rides: (u32, u32),
    /// The ride of the component that may begin with it; [`NONE`] where none may.
    pub(super) opens: u32,
}

/// A sale as part of a component.
///
/// While a fare component is open, what is yet to come depends on where it started, so a sale is as many rides as lanes lead
/// over its pair of airports.
#[derive(Debug, Clone)]
pub(super) struct Ride {
    /// The sale.
    pub(super) sale: u32,
    /// The first ride of the component on a domestic and on an international sector after it.
    pub(super) after: [u32; 2],
    /// The next ride of its lane and kind from the same airport.
    pub(super) next: u32,
}

/// What an agreement sells from where.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    /// Where components start, by lane.
    pub(super) starts: Vec<Start>,
    pub(super) max_sectors: u32,
}

/// The frozen timetable.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) hops: TiVec<SectorIdx, Hop>,
    pub(super) sales: Vec<Sale>,
    pub(super) desks: TiVec<AgreementIdx, Desk>,
    pub(super) lanes: Lanes,
    pub(super) rides: Vec<Ride>,
    /// Most sectors in a row of connections, whatever limits missions have.
    pub(super) longest: i64,
    /// Whether someone may arrive and depart in the minute of the departure before.
    pub(super) instant: bool,
}

impl Grid {
    pub(super) fn new(network: &Network) -> Self {
        let desks = desks(network);
        let mut grid = Self {
            hops: TiVec::with_capacity(network.sectors.len()),
            sales: Vec::new(),
            lanes: Lanes::new(network, &desks),
            desks,
            rides: Vec::new(),
            longest: 0,
            instant: false,
        };
        for (index, sector) in network.sectors.iter_enumerated() {
            let first = grid.sales.len() as u32;
            let agreements = sector.carrier().map_or(&[][..], |carrier| network.fares.selling(carrier));
            for &agreement in agreements {
                let (lanes, rides) = (grid.lanes.over(agreement, (sector.from, sector.to)), grid.rides.len() as u32);
                if lanes.0 == lanes.1 {
                    continue;
                }
                let starts = &grid.desks[agreement].starts;
                let opens =
                    network.fares.openings(index).iter().find_map(|start| starts.iter().position(|s| s == start));
                let ride = Ride { sale: grid.sales.len() as u32, after: [NONE; 2], next: NONE };
                grid.rides.extend((lanes.0..lanes.1).map(|_| ride.clone()));
                let rides = (rides, grid.rides.len() as u32);
                let mut sale = Sale { sector: index, agreement, lanes, rides, opens: NONE };
                sale.opens = opens.and_then(|lane| grid.ride(&sale, lane as u32)).unwrap_or(NONE);
                grid.sales.push(sale);
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

    /// The rides of a sale.
    pub(super) fn rides_of(&self, sale: &Sale) -> std::ops::Range<usize> {
        sale.rides.0 as usize..sale.rides.1 as usize
    }

    /// The lanes of a sale, one for each of its rides, as positions among all lanes.
    pub(super) fn lanes_of(&self, sale: &Sale) -> std::ops::Range<usize> {
        sale.lanes.0 as usize..sale.lanes.1 as usize
    }

    /// The ride of `sale` in the component of `lane`.
    pub(super) fn ride(&self, sale: &Sale, lane: u32) -> Option<u32> {
        let lanes = &self.lanes.all()[self.lanes_of(sale)];
        let position = lanes.binary_search_by_key(&lane, |lane| lane.lane).ok()?;
        Some(sale.rides.0 + position as u32)
    }

    /// The lane of a ride: the position of its component's start at the agreement's desk.
    pub(super) fn lane(&self, ride: u32) -> u32 {
        let sale = self.sale_of(ride);
        self.lanes.all()[(sale.lanes.0 + ride - sale.rides.0) as usize].lane
    }

    /// Where the component of a ride started.
    pub(super) fn start(&self, ride: u32) -> Start {
        self.desks[self.sale_of(ride).agreement].starts[self.lane(ride) as usize]
    }

    /// The first sale of `sector`, or of the first after it that has any.
    fn first_sale(&self, sector: SectorIdx) -> usize {
        self.hops.raw.get(usize::from(sector)).map_or(self.sales.len(), |hop| hop.sales.0 as usize)
    }

    /// The first ride of `sector`, or of the first after it that has any.
    fn first_ride(&self, sector: SectorIdx) -> u32 {
        self.sales.get(self.first_sale(sector)).map_or(self.rides.len() as u32, |sale| sale.rides.0)
    }

    /// The sales of the sectors from `first` to the one before `end`.
    pub(super) fn sales_from(&self, first: SectorIdx, end: SectorIdx) -> std::ops::Range<usize> {
        self.first_sale(first)..self.first_sale(end)
    }

    /// The rides of those sectors.
    pub(super) fn rides_from(&self, first: SectorIdx, end: SectorIdx) -> std::ops::Range<usize> {
        self.first_ride(first) as usize..self.first_ride(end) as usize
    }

    /// The sale of a ride.
    pub(super) fn sale_of(&self, ride: u32) -> &Sale {
        &self.sales[self.rides[ride as usize].sale as usize]
    }

    /// Joins the sectors into chains, and the rides.
    fn chain(&mut self, network: &Network) {
        let kind = |sector: SectorIdx| usize::from(!network.sectors[sector].domestic);
        let mut hops: FxHashMap<(AirportIdx, usize), Vec<u32>> = FxHashMap::default();
        let mut rides: FxHashMap<(AgreementIdx, u32, AirportIdx, usize), Vec<u32>> = FxHashMap::default();
        for (index, hop) in self.hops.iter_enumerated() {
            hops.entry((hop.from, kind(index))).or_default().push(index.0);
            for ride in
                self.sales[hop.sales.0 as usize..hop.sales.1 as usize].iter().flat_map(|sale| self.rides_of(sale))
            {
                let agreement = self.sale_of(ride as u32).agreement;
                let chain = (agreement, self.lane(ride as u32), hop.from, kind(index));
                rides.entry(chain).or_default().push(ride as u32);
            }
        }
        for pair in hops.values().flat_map(|chain| chain.windows(2)) {
            self.hops[SectorIdx(pair[0])].next = pair[1];
        }
        for pair in rides.values().flat_map(|chain| chain.windows(2)) {
            self.rides[pair[0] as usize].next = pair[1];
        }
        for index in network.sectors.keys() {
            let hop = &self.hops[index];
            let (to, arr, own) = (hop.to, hop.arr, hop.sales);
            for out in 0..2 {
                let since = arr + network.feed.stations[to].mct[kind(index)][out];
                let after = first(hops.get(&(to, out)), |&next| self.hops[SectorIdx(next)].dep < since);
                self.instant |= after <= index.0;
                self.hops[index].after[out] = after;
                if after == NONE {
                    continue;
                }
                // Rides are numbered as their sectors are, by departure.
                let soonest = self.first_ride(SectorIdx(after));
                for sale in own.0..own.1 {
                    let agreement = self.sales[sale as usize].agreement;
                    for ride in self.rides_of(&self.sales[sale as usize]) {
                        let chain = (agreement, self.lane(ride as u32), to, out);
                        let after = first(rides.get(&chain), |&next| next < soonest);
                        self.rides[ride].after[out] = after;
                    }
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
