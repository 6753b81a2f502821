//! The checker, tested by mutation: one small valid plan is broken in one rule or one amount at a time, and the checker
//! must name it and nothing else.

mod agreements;
mod amounts;
mod base;
mod escorts;
mod hostile;
mod json;
mod locks;
mod readings;
mod rules;
