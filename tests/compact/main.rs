//! The compact model, as it is written down for other solvers.

mod export;
mod optimum;
mod reader;

/// Feeds drawn at random across all rules.
#[allow(dead_code)]
#[path = "../truth/random/mod.rs"]
mod random;
