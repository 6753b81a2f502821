//! Pricing: the missions of a pool with the least reduced cost.
//!
//! A sweep back over the timetable bounds what is yet to come from every sector; a best-first walk from the base then
//! meets the cheapest mission first and looks at few others (Hart, Nilsson, Raphael 1968; the bounds are those of the
//! relaxed problem solved backwards, as in Desaulniers, Lessard, Hadjar 2008). Labels at a sector dominate each other as in
//! [`crate::itineraries::pricing`]. The open component is part of a label's state for the same reason as there.

mod calendar;
mod charges;
mod fines;
mod finish;
mod label;
mod stretch;
mod togo;
mod walk;

pub use super::corps::Corps;
use super::way::Way;
use crate::ids::PoolIdx;
use crate::itineraries::prices::Scaled;
use crate::itineraries::pricing::{Market, Search, TooMany};
use crate::time::Minutes;
use charges::{Charges, Span};
use walk::Walk;

/// Labels looked at to prove that the best mission at hand is the cheapest.
const EFFORT: usize = 1_500;
/// How many times more without one at hand.
const WITHOUT: usize = 20;
/// Ways followed home at a glance, and labels looked at besides.
const GLANCES: usize = 6;
const LOOK: usize = 200;
/// How long before and after the duties asked for sectors are looked at, at a glance.
const AROUND: Minutes = Minutes::hours(36);

/// A mission found.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Its reduced cost.
    pub reduced: Scaled,
    /// The mission.
    pub way: Way,
}

/// What a search finds.
#[derive(Debug, Clone)]
pub struct Found {
    /// No mission costs less: the reduced cost of the cheapest one below what was asked for, or what was asked for where
    /// there is none. Less than either where the search was broken off, as it is while prices are far from any balance.
    pub least: Scaled,
    /// Missions, ascending by reduced cost.
    pub offers: Vec<Offer>,
}

/// The cheapest missions of `pool`: at most `most` of a reduced cost below `below`.
///
/// The first one is the cheapest there is, if [`Found::least`] is no less, and the others are cheap ones that serve
/// elsewhere. Duties that cost nothing are taken wherever someone may need them. `times`, at least 1, is how many times the
/// usual effort is given to a proof.
pub fn cheapest(corps: &Corps, pool: PoolIdx, market: &Market, below: Scaled, most: usize, times: usize) -> Found {
    let nothing = Found { least: below, offers: Vec::new() };
    let Some(charges) = Charges::new(corps, pool, market, Span::all(corps)) else { return nothing };
    if below <= 0 && charges.ask_nothing() {
        return nothing;
    }
    let mut walk = Walk::new(&charges, pool, Search { below, most, all: false });
    walk.fine();
    walk.dive();
    walk.set_out();
    let least = walk.find_cheapest(EFFORT * times, WITHOUT / times.min(WITHOUT));
    let mut offers = walk.offers();
    offers.truncate(most);
    Found { least, offers }
}

/// A mission of `pool` of a reduced cost below 0, as cheap a one as is met at once, where only duties earn anything: around
/// these first, since escorts seldom wait for long, then, if `far`, as far from them as a mission may come.
pub fn glance(corps: &Corps, pool: PoolIdx, market: &Market, far: bool) -> Option<Offer> {
    let longest = market.network.feed.pools[pool].max_away;
    let (near, all) = (Span::around(corps, pool, market, AROUND), Span::around(corps, pool, market, longest));
    // In vain it is looked twice, which pays where the first look spares most.
    let look = |span: Span| glance_within(corps, pool, market, span, GLANCES).into_iter().next();
    if near.len() >= all.len() / 2 {
        return look(all);
    }
    look(near).or_else(|| if far { look(all) } else { None })
}

/// Up to `most` missions of `pool` of a reduced cost below 0, the cheapest first of those that are met at once.
pub fn glances(corps: &Corps, pool: PoolIdx, market: &Market, most: usize) -> Vec<Offer> {
    let mut offers = glance_within(corps, pool, market, Span::all(corps), most);
    offers.truncate(most);
    offers
}

fn glance_within(corps: &Corps, pool: PoolIdx, market: &Market, span: Span, most: usize) -> Vec<Offer> {
    let Some(charges) = Charges::new(corps, pool, market, span).filter(|charges| charges.could_earn(pool)) else {
        return Vec::new();
    };
    let mut walk = Walk::new(&charges, pool, Search { below: 0, most, all: false });
    walk.dive();
    walk.set_out();
    walk.find_cheapest(LOOK, 1);
    walk.offers()
}

/// All missions of `pool` of a reduced cost below `below`, ascending by it, but for those of which another one of no more
/// cost takes the same seats under the same agreements and serves as well or better.
///
/// # Errors
/// [`TooMany`] where they are more than `most`, or too many ways have to be looked at.
pub fn all(corps: &Corps, pool: PoolIdx, market: &Market, below: Scaled, most: usize) -> Result<Vec<Offer>, TooMany> {
    let Some(charges) = Charges::new(corps, pool, market, Span::all(corps)) else { return Ok(Vec::new()) };
    let mut walk = Walk::new(&charges, pool, Search { below, most, all: true });
    walk.fine();
    walk.set_out();
    walk.find_all()?;
    Ok(walk.offers())
}
