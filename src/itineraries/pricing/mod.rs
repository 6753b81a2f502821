//! Pricing: the itineraries of a trip with the least reduced cost, by exact label setting over the time-expanded graph.
//!
//! Labels are extended in the order of what the cheapest way on costs at least (A*; Hart, Nilsson, Raphael 1968), and one is
//! only ever dominated by one of no more sectors (Desrochers 1988; Irnich and Desaulniers 2005, *Shortest path problems
//! with resource constraints*). The component open is part of a label's state, because under duals the cheapest cut into
//! fare components depends on the way on.

mod bounds;
mod charges;
mod finish;
pub mod fixed;
mod walk;

use rustc_hash::FxHashSet;

use super::classes::Class;
use super::column::Route;
use super::free::Free;
use super::potentials::Potentials;
use super::prices::{Prices, Scale, Scaled};
use super::togo::Tolls;
use super::trips::Trip;
use crate::ids::{ClassIdx, SectorIdx};
use crate::network::Network;
use walk::Walk;

/// What pricing is done against.
#[derive(Debug, Clone, Copy)]
pub struct Market<'a> {
    /// The network.
    pub network: &'a Network<'a>,
    /// Prices of scarce places.
    pub prices: &'a Prices,
    /// Their scale.
    pub scale: Scale,
    /// What is free.
    pub free: &'a Free,
    /// What payers have to pay under the prices.
    pub tolls: &'a Tolls,
    /// What is to come under the prices, where it was worked out: labels are fewer for it.
    pub potentials: Option<&'a Potentials>,
}

/// How to search.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// Only itineraries of a reduced cost below this are wanted.
    pub below: Scaled,
    /// At most so many, the cheapest.
    pub most: usize,
    /// Every itinerary below, not only those that nothing dominates.
    pub all: bool,
}

/// An itinerary found.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Its reduced cost, without the class's own dual.
    pub reduced: Scaled,
    /// The itinerary.
    pub route: Route,
}

/// More itineraries exist than were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

/// The cheapest itineraries of a class below `search.below`, ascending by reduced cost.
///
/// Without `search.all` the first one is the cheapest there is, and the others are cheap ones that differ: at most
/// `search.most`. With it, all of them are returned, or [`TooMany`] if one trip alone has more than `search.most`.
pub fn offers(
    market: &Market,
    class: ClassIdx,
    row: &Class,
    trips: &[Trip],
    search: Search,
) -> Result<Vec<Offer>, TooMany> {
    let mut offers = match row.traits.fixed {
        Some(lock) => fixed::offers(market, class, row, lock, search)?,
        None => Vec::new(),
    };
    let mut narrowed = search;
    for trip in trips {
        offers.extend(self::search(market, row, trip, narrowed)?);
        narrowed.below = wanted_below(&offers, search);
    }
    offers.sort_by(|one, other| (one.reduced, &one.route).cmp(&(other.reduced, &other.route)));
    // A way found both freely and as the one to keep: the first is what it costs.
    let mut known = FxHashSet::default();
    offers.retain(|offer| known.insert(offer.route.clone()));
    if !search.all {
        offers.truncate(search.most);
    }
    Ok(offers)
}

/// As many of the cheapest itineraries as are wanted cost less than this, as far as `offers` tell.
fn wanted_below(offers: &[Offer], search: Search) -> Scaled {
    if search.all || offers.len() < search.most.max(1) {
        return search.below;
    }
    let mut reduced: Vec<Scaled> = offers.iter().map(|offer| offer.reduced).collect();
    // The next one up: of itineraries that cost the same the first in order is wanted, whichever trip it is on.
    let (_, &mut last, _) = reduced.select_nth_unstable(search.most.max(1) - 1);
    search.below.min(last.saturating_add(1))
}

/// The cheapest itineraries of a class of whose costs nothing is known, where `search.below` may be far above them: looks
/// below ever higher amounts, the first of them a little above what every itinerary costs at least, until there are
/// `search.most`, or after so many `looks` any (iterative deepening; Korf 1985). The first one is the cheapest there is.
pub fn first_offers(
    market: &Market,
    class: ClassIdx,
    row: &Class,
    trips: &[Trip],
    search: Search,
    looks: usize,
) -> Vec<Offer> {
    let least = |trip: &Trip| {
        let mut walk = Walk::new(market, row, trip, Search { below: Scaled::MIN, ..search }, None);
        walk.set_out();
        walk.refused
    };
    let least = trips.iter().map(least).min().unwrap_or(Scaled::MAX);
    let mut margin = least.saturating_abs() / FIRST_MARGIN + 1;
    let mut look = 0;
    loop {
        look += 1;
        let below = least.saturating_add(margin).min(search.below);
        let offers = offers(market, class, row, trips, Search { below, ..search }).unwrap_or_default();
        let wanted = if look > looks { 1 } else { search.most };
        if offers.len() >= wanted || below == search.below || row.traits.fixed.is_some() {
            return offers;
        }
        margin = margin.saturating_mul(WIDER);
    }
}

/// The part of what it costs at least that an itinerary may cost more in the first look, and how many times more in each
/// next.
const FIRST_MARGIN: Scaled = 12;
const WIDER: Scaled = 3;

/// The cheapest itineraries of `trip`, and those to be kept that lie on it; see [`offers`].
fn search(market: &Market, class: &Class, trip: &Trip, search: Search) -> Result<Vec<Offer>, TooMany> {
    let mut offers = walk(market, class, trip, search, None)?;
    for &lock in &class.traits.locks {
        let sectors: Option<Vec<SectorIdx>> = market.network.locked(lock).iter().copied().collect();
        if let Some(sectors) = sectors {
            offers.extend(walk(market, class, trip, search, Some(&sectors))?);
        }
    }
    Ok(offers)
}

/// The cheapest itineraries of `trip`, taking just the sectors `along` where they are given.
fn walk(
    market: &Market,
    class: &Class,
    trip: &Trip,
    search: Search,
    along: Option<&[SectorIdx]>,
) -> Result<Vec<Offer>, TooMany> {
    let mut walk = Walk::new(market, class, trip, search, along);
    walk.set_out();
    while let Some(label) = walk.next() {
        walk.extend(label);
    }
    if walk.overflow { Err(TooMany) } else { Ok(walk.offers()) }
}
