//! Named changes to a feed: what each kind changes and what it leaves, faults, the file and its grids.

#[path = "../support/mod.rs"]
mod feeds;
mod support;

mod agreements;
mod cases;
mod charters;
mod content;
mod escorts;
mod fares;
mod files;
mod flights;
mod grids;
mod networks;
mod pages;
mod places;
mod policy;
mod schema;
mod transit;
