//! Onward plans flights for refugee resettlement: everyone onto agreed seats or charters at least cost, with a proof of
//! how far from the best possible the plan can be.
//!
//! Data flows one way: [`feed`] → `network` → `itineraries` → `solve` → [`plan`] → `report`.

#![deny(unsafe_code)]
#![warn(missing_docs)]

pub mod check;
pub mod cli;
pub mod explain;
pub mod feed;
pub mod generate;
pub mod ids;
pub mod itineraries;
pub mod money;
pub mod network;
pub mod plan;
pub mod report;
pub mod solve;
pub mod time;
