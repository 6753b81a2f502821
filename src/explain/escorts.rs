//! Whether escorts could serve a party at all: on one of its cheapest itineraries, everyone else's needs aside.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::ids::{EscortTypeIdx, SectorIdx};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{Prices, Scale, Term};
use crate::itineraries::pricing::Market;
use crate::itineraries::sites::Site;
use crate::itineraries::togo::Tolls;
use crate::missions::pricing::{self, Corps};
use crate::network::Network;

/// The pools, and what is known of them.
pub struct Escorts<'n> {
    network: &'n Network<'n>,
    corps: Corps,
    free: Free,
    served: Mutex<FxHashMap<(EscortTypeIdx, SectorIdx), bool>>,
}

/// More than any mission costs, minor units: what it is worth to have one.
const WORTH: i64 = 1 << 40;

impl<'n> Escorts<'n> {
    /// The pools of `network`, nobody away.
    pub fn new(network: &'n Network<'n>) -> Self {
        Self { network, corps: Corps::new(network), free: Free::all(network), served: Mutex::default() }
    }

    /// The first need on `column` that no escort of any pool could serve.
    pub fn unserved(&self, column: &Column) -> Option<(EscortTypeIdx, SectorIdx)> {
        let needs = column.uses.iter().filter_map(|&(site, _)| match site {
            Site::Need(kind, sector) => Some((kind, sector)),
            _ => None,
        });
        needs.into_iter().find(|&(kind, sector)| !self.serves(kind, sector))
    }

    /// Whether some pool has a mission on duty for `kind` on `sector`.
    fn serves(&self, kind: EscortTypeIdx, sector: SectorIdx) -> bool {
        let known = self.served.lock().unwrap_or_else(PoisonError::into_inner).get(&(kind, sector)).copied();
        known.unwrap_or_else(|| {
            let served = self.finds(kind, sector);
            self.served.lock().unwrap_or_else(PoisonError::into_inner).insert((kind, sector), served);
            served
        })
    }

    fn finds(&self, kind: EscortTypeIdx, sector: SectorIdx) -> bool {
        let feed = self.network.feed;
        let mut prices = Prices::default();
        prices.charge(&Term::Duty(kind, sector), -WORTH);
        let (scale, tolls) = (Scale::for_amounts_up_to(i64::MAX), Tolls::new());
        let market = Market { network: self.network, prices: &prices, scale, free: &self.free, tolls: &tolls };
        let pools = feed.pools.iter_enumerated().filter(|(_, pool)| pool.count > 0 && pool.covers.contains(&kind));
        // A search that was broken off proves nothing: then there may be one.
        pools.into_iter().any(|(pool, _)| {
            let found = pricing::cheapest(&self.corps, pool, &market, 0, 1);
            !found.offers.is_empty() || found.least < 0
        })
    }
}
