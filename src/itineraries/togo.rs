//! What is at least still to pay, fly and wait for from an airport on: the bounds that keep labels few.
//!
//! They look at airports and fares alone, without dates, seats or prices of scarce places, so they hold in every round
//! and are worked out once for all cases that are alike in them.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::loads::Load;
use super::prices::{Prices, Scale};
use crate::ids::{AgreementIdx, AirportIdx, PayerIdx, TiVec};
use crate::network::Network;
use crate::network::fares::Start;

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

/// Least sectors and minutes between each airport and one of some.
#[derive(Debug)]
pub struct Reach {
    sectors: TiVec<AirportIdx, u32>,
    minutes: TiVec<AirportIdx, i64>,
}

impl Reach {
    fn new(network: &Network, towards: Towards, ends: &[AirportIdx]) -> Self {
        let mut hops = hops(network);
        if towards == Towards::Everywhere {
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

/// The pairs of airports with a sector between them, and its least minutes.
fn hops(network: &Network) -> Vec<(AirportIdx, AirportIdx, i64)> {
    let mut least: FxHashMap<(AirportIdx, AirportIdx), i64> = FxHashMap::default();
    for (_, sector) in network.sectors.iter_enumerated().filter(|&(index, _)| network.useful_to_cases(index)) {
        let minutes = (sector.arr - sector.dep).0;
        least.entry((sector.from, sector.to)).and_modify(|least| *least = minutes.min(*least)).or_insert(minutes);
    }
    let mut hops: Vec<_> = least.into_iter().map(|((from, to), minutes)| (from, to, minutes)).collect();
    hops.sort_unstable();
    hops
}

/// Least fares, charter seats, connection penalties and prices of volume of a case, minor units: from an airport where a
/// component may start, and from within a component on, whose own volume is paid.
#[derive(Debug)]
pub struct ToPay {
    from: TiVec<AirportIdx, i64>,
    within: Vec<i64>,
}

impl ToPay {
    /// What `key` has to pay where volumes have `prices`, rounded down.
    pub fn new(network: &Network, key: &Payer, prices: &Prices, scale: Scale) -> Self {
        let feed = network.feed;
        let load = Load { seats: key.seats, persons: key.persons, travellers: key.travellers, ..Load::default() };
        let joint = feed.policy.connection_penalty.0 * i64::from(key.persons);
        let mut to_pay =
            Self { from: feed.airports.iter().map(|_| NEVER).collect(), within: vec![NEVER; network.fares.starts()] };
        for &airport in &key.destinations {
            to_pay.from[airport] = 0;
        }
        let legs = feed.charters.iter().flat_map(|charter| charter.legs.iter().map(move |leg| (charter, leg)));
        let legs: Vec<_> = legs.map(|(c, leg)| (leg.from, leg.to, c.per_seat.0 * i64::from(key.seats))).collect();
        let seated = i64::from(load.seated());
        let toll = |agreement| scale.floor(prices.volume(agreement).saturating_mul(seated));
        let tolls: TiVec<AgreementIdx, i64> = feed.agreements.keys().map(toll).collect();
        let after = |from: &TiVec<AirportIdx, i64>, to: AirportIdx| match from[to] + joint {
            onward if key.destinations.contains(&to) => onward.min(0),
            onward => onward,
        };
        // Every component has a sector at least, so as many rounds as sectors reach everything.
        for _ in 0..feed.policy.max_sectors {
            for &(from, to, price) in &legs {
                to_pay.from[from] = to_pay.from[from].min(price + after(&to_pay.from, to)).min(NEVER);
            }
            for start in (0..network.fares.starts() as u32).map(Start) {
                let endings = network.fares.endings(start);
                let least = endings
                    .iter()
                    .map(|ending| load.pays(network.fares.price(ending.fare)) + after(&to_pay.from, ending.to))
                    .min();
                let least = least.unwrap_or(NEVER).min(NEVER);
                to_pay.within[start.0 as usize] = least;
                if let Some(ending) = endings.first() {
                    let from = feed.fares[ending.fare].from;
                    let opening = least + tolls[network.fares.agreement(start)];
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
}

/// Cases alike in what they have to pay.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Payer {
    seats: u32,
    persons: u32,
    travellers: [u32; 5],
    destinations: Vec<AirportIdx>,
}

impl Payer {
    /// The payer that `load` is on the way to one of `destinations`.
    pub fn new(load: &Load, destinations: &[AirportIdx]) -> Self {
        Self {
            seats: load.seats,
            persons: load.persons,
            travellers: load.travellers,
            destinations: destinations.to_vec(),
        }
    }
}

/// What is worked out once for trips that are alike.
#[derive(Debug, Default)]
pub struct Bounds {
    reach: FxHashMap<(Towards, Vec<AirportIdx>), Arc<Reach>>,
    known: FxHashMap<Payer, PayerIdx>,
    payers: TiVec<PayerIdx, Payer>,
}

impl Bounds {
    /// The reach of `ends`.
    pub fn reach(&mut self, network: &Network, towards: Towards, ends: &[AirportIdx]) -> Arc<Reach> {
        let known = self.reach.entry((towards, ends.to_vec()));
        known.or_insert_with(|| Arc::new(Reach::new(network, towards, ends))).clone()
    }

    /// The place of `payer` among all.
    pub fn payer(&mut self, payer: Payer) -> PayerIdx {
        let payers = &mut self.payers;
        *self.known.entry(payer).or_insert_with_key(|payer| payers.push_and_get_key(payer.clone()))
    }

    /// All payers.
    pub fn into_payers(self) -> TiVec<PayerIdx, Payer> {
        self.payers
    }
}

/// What each payer has to pay under some prices.
pub type Tolls = TiVec<PayerIdx, ToPay>;

/// The tolls of `payers` under `prices`.
pub fn tolls(network: &Network, payers: &TiVec<PayerIdx, Payer>, prices: &Prices, scale: Scale) -> Tolls {
    let tolls: Vec<ToPay> = payers.raw.par_iter().map(|payer| ToPay::new(network, payer, prices, scale)).collect();
    tolls.into()
}
