//! Whether escorts could serve a party at all: on one of its cheapest itineraries, everyone else's needs aside.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::ids::{EscortTypeIdx, PoolIdx, SectorIdx};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{Prices, Scale, Term};
use crate::itineraries::pricing::Market;
use crate::itineraries::sites::Site;
use crate::itineraries::togo::Tolls;
use crate::missions::pricing::{self, Corps};
use crate::missions::way::Way;
use crate::network::Network;
use crate::network::roundtrips::most_sectors;

/// The pools, and what is known of them.
pub struct Escorts<'n> {
    network: &'n Network<'n>,
    corps: &'n Corps,
    free: Free,
    /// The most that an escort pays for a fare or a seat on a charter.
    dearest: i64,
    served: Mutex<FxHashMap<Need, bool>>,
}

/// Someone needs an escort of a type on a sector.
pub type Need = (EscortTypeIdx, SectorIdx);

/// No prices of missions come near it.
const MOST_WORTH: i64 = 1 << 40;

impl<'n> Escorts<'n> {
    /// The pools of `network`, which are `corps`, nobody away.
    pub fn new(network: &'n Network<'n>, corps: &'n Corps) -> Self {
        let feed = network.feed;
        let fares = feed.fares.keys().map(|fare| network.fares.escort(fare));
        let charters = feed.charters.iter().map(|charter| charter.per_seat.0);
        let dearest = fares.chain(charters).max().unwrap_or_default();
        Self { network, corps, free: Free::all(network), dearest, served: Mutex::default() }
    }

    /// The first need on `column` that no escort of any pool could serve.
    pub fn unserved(&self, column: &Column) -> Option<Need> {
        let needs = column.uses.iter().filter_map(|&(site, _)| match site {
            Site::Need(kind, sector) => Some((kind, sector)),
            _ => None,
        });
        let needs: Vec<Need> = needs.collect();
        self.ask(&needs);
        needs.into_iter().find(|&need| !self.serves(need))
    }

    /// Looks for missions that serve several of `needs` at once: mostly one goes all the way.
    fn ask(&self, needs: &[Need]) {
        for pool in self.network.feed.pools.keys() {
            let open: Vec<Need> = needs.iter().copied().filter(|&need| self.known(need).is_none()).collect();
            if open.len() < 2 {
                return;
            }
            let reached: Vec<Need> = open.into_iter().filter(|&need| self.near(pool, need)).collect();
            if reached.len() > 1 {
                self.finds(pool, &reached);
            }
        }
    }

    fn known(&self, need: Need) -> Option<bool> {
        self.served.lock().unwrap_or_else(PoisonError::into_inner).get(&need).copied()
    }

    /// Whether `pool` may serve `need`, fares aside.
    fn near(&self, pool: PoolIdx, (kind, sector): Need) -> bool {
        let row = &self.network.feed.pools[pool];
        row.covers.contains(&kind) && self.corps.reaches(pool, sector)
    }

    /// Whether some pool has a mission on duty for `need`.
    fn serves(&self, need: Need) -> bool {
        self.known(need).unwrap_or_else(|| {
            let mut pools = self.network.feed.pools.keys().filter(|&pool| self.near(pool, need));
            let served = pools.any(|pool| self.finds(pool, &[need]));
            self.served.lock().unwrap_or_else(PoisonError::into_inner).insert(need, served);
            served
        })
    }

    /// Whether `pool` has a mission on duty for some of `needs`.
    fn finds(&self, pool: PoolIdx, needs: &[Need]) -> bool {
        let mut prices = Prices::default();
        needs.iter().for_each(|&(kind, sector)| prices.charge(&Term::Duty(kind, sector), -self.worth(pool)));
        let (scale, tolls) = (Scale::for_amounts_up_to(i64::MAX), Tolls::new());
        let market =
            Market { network: self.network, prices: &prices, scale, free: &self.free, tolls: &tolls, potentials: None };
        let found = pricing::cheapest(self.corps, pool, &market, 0, 1, 1);
        found.offers.iter().for_each(|offer| self.learn(&offer.way));
        // A search that was broken off proves nothing: then there may be one.
        !found.offers.is_empty() || found.least < 0
    }

    /// More than any mission of `pool` costs, minor units: what it is worth to have one. Pricing is the sharper the less it is.
    fn worth(&self, pool: PoolIdx) -> i64 {
        let row = &self.network.feed.pools[pool];
        let days = row.day_cost.0.saturating_mul(row.max_away.started_days());
        let sectors = self.dearest.saturating_mul(i64::from(most_sectors(self.network.feed)));
        days.saturating_add(sectors).clamp(0, MOST_WORTH - 1) + 1
    }

    /// Whoever flies on `way` could be on duty there for any type of the pool.
    fn learn(&self, way: &Way) {
        let covers = &self.network.feed.pools[way.pool].covers;
        let mut served = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        served.extend(way.sectors().flat_map(|sector| covers.iter().map(move |&kind| ((kind, sector), true))));
    }
}
