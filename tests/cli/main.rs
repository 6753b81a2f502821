//! The command line as scripts and planners meet it: what it writes where, and its exit codes.

mod check;
mod generate;
mod help;
mod plan;
mod show;
mod signals;
mod study;
mod support;
mod validate;
