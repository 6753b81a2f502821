//! The plan: `plan.json` and its parts (MODEL section 5).

mod json;
mod model;

pub use json::PlanReadError;
pub use model::*;
