//! Plans of small feeds against the truth, found by exhaustive search or by reasoning.
//!
//! [`drawn`] compares feeds drawn at random across all rules, and [`binding`] sees to it that each rule matters in some
//! of them; [`locks`] holds smallest sets of locks that conflict against all subsets; [`known`] compares the feeds in
//! `tests/data`, made by hand.

mod binding;
mod drawn;
mod known;
mod locks;
mod oracle;
mod planner;
mod random;

use onward::feed::Feed;
use random::Folder;

/// The feed that stands in `folder`.
fn load(folder: &Folder) -> Feed {
    let (feed, _warnings) =
        Feed::from_files(&folder.0).unwrap_or_else(|faults| panic!("{}:\n{faults}", folder.0["policy.json"]));
    feed
}
