//! Pricing: the itineraries of a trip with the least reduced cost, by exact label setting over the time-expanded graph.
//!
//! Labels go sector by sector, fewest sectors first, so that a label is only ever dominated by one of no more sectors
//! (Desrochers 1988; Irnich and Desaulniers 2005, *Shortest path problems with resource constraints*). The component open is
//! part of a label's state, because under duals the cheapest cut into fare components depends on the way on.

mod bounds;
mod charges;
mod finish;
mod walk;

use super::classes::Class;
use super::column::Route;
use super::free::Free;
use super::prices::{Prices, Scale, Scaled};
use super::trips::Trip;
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

/// The cheapest itineraries of `trip` below `search.below`, ascending by reduced cost.
///
/// Without `search.all` the first one is the cheapest there is, and the others are cheap ones that differ. With it, all of
/// them are returned, or [`TooMany`] if they are more than `search.most`.
pub fn search(market: &Market, class: &Class, trip: &Trip, search: Search) -> Result<Vec<Offer>, TooMany> {
    let mut walk = Walk::new(market, class, trip, search);
    walk.set_out();
    let mut layer = 0..walk.labels.len();
    while !layer.is_empty() && !walk.overflow {
        let end = layer.end;
        for label in layer {
            if !walk.dead[label] {
                walk.extend(label as u32);
            }
        }
        layer = end..walk.labels.len();
    }
    if walk.overflow { Err(TooMany) } else { Ok(walk.offers()) }
}
