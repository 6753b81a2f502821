//! Pictures of studies, as SVG: where people would rather look than read.
//!
//! The same study gives the same bytes. Each picture has a title and a description that says in words what it shows, for
//! those who don't see it; nothing is told by colour alone.

mod axis;
mod charter;
mod frame;
mod frontier;
mod plane;
mod scenarios;

pub use charter::charter;
pub use frame::Undrawn;
pub use frontier::frontier;
pub use scenarios::scenarios;
