//! The compact model, as it is written down for other solvers.

mod export;
mod optimum;
mod reader;
