//! Named changes to a feed: what each kind changes and what it leaves, faults, the file and its grids.

#[path = "../support/mod.rs"]
mod feeds;
mod support;

mod schema;
