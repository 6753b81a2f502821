//! What each kind of change does to a feed's tables, a file a noun.

pub mod agreement;
pub mod case;
pub mod charter;
pub mod clearance;
mod dated;
pub mod fare;
pub mod flight;
pub mod lock;
pub mod policy;
pub mod pool;
pub mod reception;
pub mod seats;
pub mod station;
mod steps;
pub mod transit;

use super::faults::ChangeFaults;
use super::tables::Tables;

/// What every change does.
pub(crate) trait Apply {
    /// Changes the tables. Where it fails they may be changed in part; the caller throws them away then.
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults>;
}
