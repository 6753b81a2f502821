//! The service as its clients meet it: real processes, real requests.

mod api;
mod jobs;
mod support;
