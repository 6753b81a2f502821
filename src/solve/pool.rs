//! The pool: every itinerary that a better plan could still use (Baldacci, Christofides, Mingozzi 2008).
//!
//! A plan that takes a column costs at least the bound plus the column's reduced cost over its class's cheapest. With a
//! plan of a known total at hand, columns beyond the difference are out. Once all others are written down, pricing is a
//! matter of looking through them.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::master::Master;
use super::run::Run;
use crate::ids::{ClassIdx, TiVec};
use crate::itineraries::column::{Column, Sold};
use crate::itineraries::prices::{Prices, Scaled};
use crate::itineraries::pricing::{self, Market, Search, TooMany};
use crate::itineraries::trips::Trips;

/// Itineraries by class, each with its reduced cost when it was written down, ascending.
#[derive(Debug, Default)]
pub struct Pool {
    by_class: TiVec<ClassIdx, Vec<(Scaled, Column)>>,
}

/// Columns of all classes at most.
const MOST: usize = 60_000;

impl Pool {
    /// Every itinerary whose reduced cost under `prices` is at most `slack` above its class's `cheapest`.
    ///
    /// # Errors
    /// [`TooMany`] where they are more than the pool takes.
    pub fn fill(
        run: &Run,
        master: &Master,
        trips: &Trips,
        prices: &Prices,
        cheapest: &TiVec<ClassIdx, Scaled>,
        slack: Scaled,
    ) -> Result<Self, TooMany> {
        let tolls = trips.tolls_under(master.network, prices, run.scale);
        let tolls = tolls.as_ref().unwrap_or_else(|| trips.tolls());
        let market =
            Market { network: master.network, prices, scale: run.scale, free: &run.free, tolls, potentials: None };
        let classes = master.classes;
        let indices: Vec<ClassIdx> = classes.keys().collect();
        let written = AtomicUsize::new(0);
        let enumerate = |class: ClassIdx| -> Result<Vec<(Scaled, Column)>, TooMany> {
            let below = cheapest[class].saturating_add(slack).saturating_add(1);
            let row = &classes[class];
            let mut best: FxHashMap<_, (Scaled, Column)> = FxHashMap::default();
            if written.load(Ordering::Relaxed) > MOST {
                return Err(TooMany);
            }
            // Not what is left of the pool: that would depend on which class comes first.
            let search = Search { below, most: MOST, all: true };
            for offer in pricing::offers(&market, class, row, trips.of(class), search)? {
                let column = Column::new(market.network, row, offer.route);
                let sold: Vec<_> = column.sold.iter().map(|&Sold { agreement, .. }| agreement).collect();
                let found = (offer.reduced, column);
                // Alike in all it uses, the cheaper one will do.
                let known = best
                    .entry((found.1.route.sectors.clone(), sold, found.1.volume.clone()))
                    .or_insert_with(|| found.clone());
                if (found.0, &found.1.route) < (known.0, &known.1.route) {
                    *known = found;
                }
            }
            // Whether the pool takes all doesn't depend on who comes first, only how soon that is known.
            if written.fetch_add(best.len(), Ordering::Relaxed) + best.len() > MOST {
                return Err(TooMany);
            }
            let mut columns: Vec<_> = best.into_values().collect();
            columns.sort_unstable_by(|one, other| (one.0, &one.1.route).cmp(&(other.0, &other.1.route)));
            Ok(columns)
        };
        let by_class: Result<Vec<_>, TooMany> = run.pool.install(|| indices.into_par_iter().map(enumerate).collect());
        Ok(Self { by_class: by_class?.into() })
    }

    /// The columns of a class, cheapest first as of when the pool was filled.
    pub fn of(&self, class: ClassIdx) -> &[(Scaled, Column)] {
        &self.by_class[class]
    }

    /// The reduced cost below which none of the class's lies, and its `most` cheapest columns below `below`.
    pub fn price(&self, market: &Market, class: ClassIdx, below: Scaled, most: usize) -> (Scaled, Vec<Column>) {
        let mut found: Vec<(Scaled, usize)> = Vec::new();
        for (position, (_, column)) in self.by_class[class].iter().enumerate() {
            let reduced = market.prices.reduced_cost(market.scale, column);
            if reduced < below {
                found.push((reduced, position));
            }
        }
        found.sort_unstable();
        found.truncate(most);
        let cheapest = found.first().map_or(below, |&(reduced, _)| reduced);
        (cheapest, found.into_iter().map(|(_, position)| self.by_class[class][position].1.clone()).collect())
    }
}
