//! Pricing: the missions of a pool with the least reduced cost.
//!
//! A sweep back over the timetable bounds what is yet to come from every sector; a best-first walk from the base then
//! meets the cheapest mission first and looks at few others (Hart, Nilsson, Raphael 1968; the bounds are those of the
//! relaxed problem solved backwards, as in Desaulniers, Lessard, Hadjar 2008). Labels at a sector dominate each other as in
//! [`crate::itineraries::pricing`]. The open component is part of a label's state for the same reason as there.

mod calendar;
mod charges;
mod finish;
mod label;
mod togo;
mod walk;

pub use super::corps::Corps;
use super::way::Way;
use crate::ids::PoolIdx;
use crate::itineraries::prices::Scaled;
use crate::itineraries::pricing::{Market, Search, TooMany};
use charges::Charges;
use walk::Walk;

/// A mission found.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Its reduced cost.
    pub reduced: Scaled,
    /// The mission.
    pub way: Way,
}

/// Missions of `pool` below `search.below`, ascending by reduced cost.
///
/// Without `search.all` the first one is the cheapest there is, and the others are cheap ones that serve elsewhere. Duties
/// that cost nothing are taken wherever someone may need them. With it, all missions are returned but those for which
/// another one of no more cost takes the same seats under the same agreements and serves as well or better; or [`TooMany`]
/// if they are more than `search.most`.
///
/// # Errors
/// [`TooMany`], only with `search.all`.
pub fn search(corps: &Corps, pool: PoolIdx, market: &Market, search: Search) -> Result<Vec<Offer>, TooMany> {
    let Some(charges) = Charges::new(corps, pool, market) else { return Ok(Vec::new()) };
    if search.below <= 0 && charges.ask_nothing() {
        return Ok(Vec::new());
    }
    let mut walk = Walk::new(&charges, pool, search);
    walk.set_out();
    walk.go()?;
    Ok(walk.offers())
}
