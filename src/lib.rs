//! Onward plans flights for refugee resettlement: everyone onto agreed seats or charters at least cost, with a proof of
//! how far from the best possible the plan can be.
//!
//! Data flows one way: [`feed`] → [`network`] → [`itineraries`] → [`missions`] → [`solve`] → [`plan`] → [`report`].
//! Beside [`solve`] stands [`compact`]: the same model written out for any solver.
//!
//! ```
//! use onward::feed::Feed;
//! use onward::solve::{self, Cancel, Options};
//!
//! let (feed, _warnings) = Feed::read("examples/small".as_ref())?;
//! let plan = solve::plan(&feed, &Options::default(), &Cancel::default(), &mut |_progress| {})?;
//! assert_eq!(plan.total.to_string(), "12075.00");
//! assert_eq!(plan.itineraries[0].legs, ["QR1370/NBO/2017-05-16", "QR701/DOH/2017-05-17"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(unsafe_code)]
#![warn(missing_docs)]

pub mod check;
pub mod cli;
pub mod compact;
pub mod explain;
pub mod feed;
pub mod generate;
pub mod ids;
pub mod itineraries;
pub mod missions;
pub mod money;
pub mod network;
pub mod picture;
pub mod plan;
pub mod report;
pub mod scenario;
pub mod server;
pub mod service;
pub mod solve;
pub mod study;
pub mod time;
