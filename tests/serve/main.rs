//! The service as its clients meet it: real processes, real requests.

mod api;
mod jobs;
mod postgres;
mod studies;
mod support;
mod workers;
