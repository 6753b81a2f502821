//! The service as its clients meet it: real processes, real requests.

mod api;
mod deaths;
mod deploy;
mod docs;
mod fuzz;
mod jobs;
mod ledger;
mod manners;
mod operation;
mod page;
mod postgres;
mod studies;
mod support;
mod workers;
