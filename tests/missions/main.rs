//! Missions: what the network holds for them, and that pricing finds the cheapest.

mod brute;
mod dice;
mod drawn;
mod network;
mod pricing;
#[path = "../support/mod.rs"]
mod support;
