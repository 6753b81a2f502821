//! Itineraries: parties and classes, what their journeys cost and use, and pricing.

pub mod classes;
pub mod column;
pub mod discounts;
pub mod free;
pub mod label;
mod last_hops;
pub mod loads;
pub mod potentials;
pub mod prices;
pub mod pricing;
pub mod sites;
pub mod togo;
pub mod trips;
