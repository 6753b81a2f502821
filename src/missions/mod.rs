//! Missions: the ways of escorts from their base until they return there (MODEL: *Escorts*), and their pricing.

pub mod attendance;
mod corps;
mod grid;
mod lanes;
mod nearness;
pub mod pricing;
pub mod way;
