//! The HTTP interface: one file an endpoint, each thin over [`crate::service`]. The OpenAPI document is made of these files.

mod admin;
mod answer;
mod app;
mod caller;
mod diff;
mod events;
mod extract;
mod feeds;
mod listen;
mod open;
mod plans;
mod questions;
mod reference;
mod refusal;
mod router;
mod sweeps;
mod times;

pub use app::App;
pub use listen::{ListenError, Listening, Tls, serve};
pub use router::{document, router};
