//! The plan: `plan.json` and its parts (MODEL section 5).

mod components;
mod json;
mod model;

pub use components::components;
pub use json::PlanReadError;
pub use model::*;
