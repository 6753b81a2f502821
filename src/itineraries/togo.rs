//! What is at least still to pay, fly and wait for from an airport on: the bounds that keep labels few.
//!
//! They look at airports and fares alone, without dates or prices of scarce places but for volume and charters' seats, so
//! where neither has a price they hold in every round, and they are worked out once for all cases that are alike in them.
//! They know where a case can't connect for its papers, and between which airports those in need can be escorted: without
//! that, the cheapest ways are often ones it can't take.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::loads::Load;
use super::potentials::Heading;
use super::prices::{Prices, Scale, Scaled};
use crate::ids::{AgreementIdx, AirportIdx, HeadingIdx, PayerIdx, SectorIdx, TiVec};
use crate::network::Network;
use crate::network::fares::{self, Ending, Start};

/// No way.
pub const NEVER: i64 = i64::MAX / 64;

/// Which way a [`Reach`] goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Towards {
    /// From each airport to one of some.
    These,
    /// From one of some to each airport.
    Everywhere,
}

/// What a [`Reach`] is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReachKey {
    /// Which way it goes.
    pub towards: Towards,
    /// The airports to or from which it goes.
    pub ends: Vec<AirportIdx>,
    /// Where it can't connect.
    pub refused: Vec<AirportIdx>,
    /// Between which airports it can fly; between all where nothing is said.
    pub pairs: Option<Arc<Pairs>>,
}

/// Least sectors and minutes, those of connections included, between each airport and one of some.
#[derive(Debug)]
pub struct Reach {
    sectors: TiVec<AirportIdx, u32>,
    minutes: TiVec<AirportIdx, i64>,
}

impl Reach {
    fn new(network: &Network, hops: &[Hop], key: &ReachKey) -> Self {
        let ReachKey { towards, ends, refused, pairs } = key;
        let mut hops = hops.to_vec();
        if let Some(pairs) = pairs {
            hops.retain(|(from, to, _)| pairs.binary_search(&(*from, *to)).is_ok());
        }
        if *towards == Towards::Everywhere {
            hops.iter_mut().for_each(|(from, to, _)| std::mem::swap(from, to));
        }
        let mut reach = Self {
            sectors: network.feed.airports.iter().map(|_| u32::MAX).collect(),
            minutes: network.feed.airports.iter().map(|_| NEVER).collect(),
        };
        for &airport in ends {
            reach.sectors[airport] = 0;
            reach.minutes[airport] = 0;
        }
        let connecting = |airport: AirportIdx| match ends.contains(&airport) {
            true => 0,
            false => network.feed.stations[airport].mct.iter().flatten().map(|mct| mct.0).min().unwrap_or_default(),
        };
        hops.retain(|(_, to, _)| ends.contains(to) || !refused.contains(to));
        for (_, to, minutes) in &mut hops {
            *minutes += connecting(*to);
        }
        for _ in 0..network.feed.policy.max_sectors {
            for &(from, to, minutes) in &hops {
                reach.sectors[from] = reach.sectors[from].min(reach.sectors[to].saturating_add(1));
                reach.minutes[from] = reach.minutes[from].min(reach.minutes[to] + minutes);
            }
        }
        reach
    }

    /// Least sectors between `airport` and the nearest end.
    pub fn sectors(&self, airport: AirportIdx) -> u32 {
        self.sectors[airport]
    }

    /// Least minutes between them, [`NEVER`] at most.
    pub fn minutes(&self, airport: AirportIdx) -> i64 {
        self.minutes[airport].min(NEVER)
    }
}

/// Two airports with a sector between them, and its least minutes.
type Hop = (AirportIdx, AirportIdx, i64);

/// All hops there are.
fn hops(network: &Network) -> Vec<Hop> {
    let mut least: FxHashMap<(AirportIdx, AirportIdx), i64> = FxHashMap::default();
    for (_, sector) in network.sectors.iter_enumerated().filter(|&(index, _)| network.useful_to_cases(index)) {
        let minutes = (sector.arr - sector.dep).0;
        least.entry((sector.from, sector.to)).and_modify(|least| *least = minutes.min(*least)).or_insert(minutes);
    }
    let mut hops: Vec<_> = least.into_iter().map(|((from, to), minutes)| (from, to, minutes)).collect();
    hops.sort_unstable();
    hops
}

/// Least fares, charter seats, costs of connecting and prices of volume of a case, minor units: from an airport where a
/// component may start, and from within a component on, whose own volume is paid.
#[derive(Debug)]
pub struct ToPay {
    from: TiVec<AirportIdx, i64>,
    within: Vec<i64>,
    /// As `within`, without connecting at the end of the component.
    unconnected: Vec<i64>,
    /// Connecting.
    connecting: TiVec<AirportIdx, i64>,
    ends: Vec<AirportIdx>,
}

impl ToPay {
    /// What `key` has to pay where volumes have `prices`, rounded down.
    pub fn new(network: &Network, key: &Payer, prices: &Prices, scale: Scale) -> Self {
        let feed = network.feed;
        let load = Load { seats: key.seats, persons: key.persons, travellers: key.travellers, ..Load::default() };
        let persons = i64::from(key.persons);
        let connecting = |airport: AirportIdx| match key.refused.contains(&airport) {
            true => NEVER,
            false => fares::connecting_cost(feed, airport) * persons,
        };
        let mut to_pay = Self {
            from: feed.airports.iter().map(|_| NEVER).collect(),
            within: vec![NEVER; network.fares.starts()],
            unconnected: vec![NEVER; network.fares.starts()],
            connecting: feed.airports.keys().map(connecting).collect(),
            ends: key.destinations.clone(),
        };
        for &airport in &key.destinations {
            to_pay.from[airport] = 0;
        }
        let legs = charter_legs(network);
        let leg = |(leg, per_seat): (SectorIdx, i64)| {
            let (sector, seat) = (&network.sectors[leg], per_seat + scale.floor(charter_seat(prices, leg)));
            (sector.from, sector.to, seat * i64::from(key.seats))
        };
        let legs: Vec<_> = legs.map(leg).collect();
        let seated = i64::from(load.seated());
        let toll = |agreement| scale.floor(prices.volume(agreement).saturating_mul(seated));
        let tolls: TiVec<AgreementIdx, i64> = feed.agreements.keys().map(toll).collect();
        let joint = to_pay.connecting.clone();
        let least = joint.iter().copied().min().unwrap_or_default();
        let open = |from: AirportIdx, to: AirportIdx| {
            key.pairs.as_ref().is_none_or(|pairs| pairs.binary_search(&(from, to)).is_ok())
        };
        let after = |from: &TiVec<AirportIdx, i64>, to: AirportIdx| match from[to] + joint[to] {
            onward if key.destinations.contains(&to) => onward.min(0),
            onward => onward,
        };
        // By start: what its fares cost, without and with connecting inside.
        let costs = |start: Start| -> Vec<(i64, i64)> {
            let cost = |(position, ending): (usize, &Ending)| {
                let price = load.pays(network.fares.price(ending.fare));
                let from = feed.fares[ending.fare].from;
                let inside = network.fares.connecting((start, position), from, &joint, least, open);
                (price, inside.map_or(NEVER, |inside| price + inside))
            };
            network.fares.endings(start).iter().enumerate().map(cost).collect()
        };
        let costs: Vec<Vec<(i64, i64)>> = (0..network.fares.starts() as u32).map(Start).map(costs).collect();
        // Every component has a sector at least, so as many rounds as sectors reach everything.
        for _ in 0..feed.policy.max_sectors {
            for &(from, to, price) in &legs {
                to_pay.from[from] = to_pay.from[from].min(price + after(&to_pay.from, to)).min(NEVER);
            }
            for start in (0..network.fares.starts() as u32).map(Start) {
                let endings = network.fares.endings(start);
                let (mut within, mut unconnected, mut opening) = (NEVER, NEVER, NEVER);
                for (ending, (price, whole)) in endings.iter().zip(&costs[start.0 as usize]) {
                    let after = after(&to_pay.from, ending.to);
                    within = within.min(price + after);
                    unconnected = unconnected.min(price + after.min(to_pay.from[ending.to]));
                    opening = opening.min(whole + after);
                }
                to_pay.within[start.0 as usize] = within;
                to_pay.unconnected[start.0 as usize] = unconnected;
                if let Some(ending) = endings.first() {
                    let from = feed.fares[ending.fare].from;
                    let opening = opening + tolls[network.fares.agreement(start)];
                    to_pay.from[from] = to_pay.from[from].min(opening).min(NEVER);
                }
            }
        }
        to_pay
    }

    /// What is at least to pay from `airport` on if no component is open there; below 0 where volume earns more.
    pub fn from(&self, airport: AirportIdx) -> i64 {
        self.from[airport]
    }

    /// What is at least to pay for the component open since `start`, and after it.
    pub fn within(&self, start: Start) -> i64 {
        self.within[start.0 as usize]
    }

    /// The same where it has come to `airport`: unless the journey ends there it connects, be it inside the component or
    /// after it.
    pub fn within_at(&self, start: Start, airport: AirportIdx) -> i64 {
        let within = self.within(start);
        if self.ends.contains(&airport) {
            return within;
        }
        within.max(self.connecting[airport] + self.unconnected[start.0 as usize])
    }

    /// What connecting at `airport` costs at least.
    pub fn connecting(&self, airport: AirportIdx) -> i64 {
        self.connecting[airport]
    }
}

/// The legs of all charters, each with the price of a seat, minor units.
fn charter_legs(network: &Network) -> impl Iterator<Item = (SectorIdx, i64)> {
    let charters = network.feed.charters.iter_enumerated();
    charters.flat_map(|(index, row)| network.legs(index).iter().map(|&leg| (leg, row.per_seat.0)))
}

/// What a seat on `leg` of a charter is worth under `prices`, and so what using it costs besides.
fn charter_seat(prices: &Prices, leg: SectorIdx) -> Scaled {
    prices.seat(leg).max(0)
}

/// Whether tolls under `prices` are others than under none.
pub fn matter(network: &Network, prices: &Prices) -> bool {
    prices.any_volume() || charter_legs(network).any(|(leg, _)| charter_seat(prices, leg) > 0)
}

/// Cases alike in what they have to pay.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Payer {
    seats: u32,
    persons: u32,
    travellers: [u32; 5],
    destinations: Vec<AirportIdx>,
    /// Where it can't connect.
    refused: Vec<AirportIdx>,
    /// Between which airports it can fly; between all where nothing is said.
    pairs: Option<Arc<Pairs>>,
}

/// Pairs of airports with a sector between them, ascending.
pub type Pairs = Vec<(AirportIdx, AirportIdx)>;

impl Payer {
    /// The payer that `load` is on the way to one of `destinations`, which connects nowhere where it is `refused` and flies between
    /// `pairs` alone, if any are given.
    pub fn new(load: &Load, destinations: &[AirportIdx], refused: &[AirportIdx], pairs: Option<&Arc<Pairs>>) -> Self {
        Self {
            seats: load.seats,
            persons: load.persons,
            travellers: load.travellers,
            destinations: destinations.to_vec(),
            refused: refused.to_vec(),
            pairs: pairs.cloned(),
        }
    }
}

/// What is worked out once for trips that are alike.
#[derive(Debug, Default)]
pub struct Bounds {
    /// What every reach is worked out from, once the first is.
    hops: Option<Vec<Hop>>,
    reach: FxHashMap<ReachKey, Arc<Reach>>,
    known: FxHashMap<Payer, PayerIdx>,
    payers: TiVec<PayerIdx, Payer>,
    headed: FxHashMap<Heading, HeadingIdx>,
    headings: TiVec<HeadingIdx, Heading>,
}

impl Bounds {
    /// The reach that `key` describes.
    pub fn reach(&mut self, network: &Network, key: ReachKey) -> Arc<Reach> {
        let hops = self.hops.get_or_insert_with(|| hops(network));
        let known = self.reach.entry(key);
        known.or_insert_with_key(|key| Arc::new(Reach::new(network, hops, key))).clone()
    }

    /// The place of `payer` among all.
    pub fn payer(&mut self, payer: Payer) -> PayerIdx {
        let payers = &mut self.payers;
        *self.known.entry(payer).or_insert_with_key(|payer| payers.push_and_get_key(payer.clone()))
    }

    /// The place of `heading` among all.
    pub fn heading(&mut self, heading: Heading) -> HeadingIdx {
        let headings = &mut self.headings;
        *self.headed.entry(heading).or_insert_with_key(|heading| headings.push_and_get_key(heading.clone()))
    }

    /// All headings.
    pub fn headings(&self) -> &TiVec<HeadingIdx, Heading> {
        &self.headings
    }

    /// All payers.
    pub fn payers(&self) -> &TiVec<PayerIdx, Payer> {
        &self.payers
    }
}

/// What each payer has to pay under some prices.
pub type Tolls = TiVec<PayerIdx, ToPay>;

/// The tolls of `payers` under `prices`.
pub fn tolls(network: &Network, payers: &TiVec<PayerIdx, Payer>, prices: &Prices, scale: Scale) -> Tolls {
    let tolls: Vec<ToPay> = payers.raw.par_iter().map(|payer| ToPay::new(network, payer, prices, scale)).collect();
    tolls.into()
}
