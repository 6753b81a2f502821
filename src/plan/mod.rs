//! The plan: `plan.json` and its parts (MODEL section 5).

mod model;

pub use model::*;
