//! Reasons for those left behind: right for each rule, never wrong, all documented.

mod catalogue;
mod days;
mod drawn;
mod each;
#[path = "../truth/random/mod.rs"]
mod random;
mod relax;
#[path = "../support/mod.rs"]
mod support;

use onward::explain::Reason;
use onward::feed::Feed;
use onward::plan::{Plan, Unserved};
use onward::solve::{self, Cancel, Options};

/// Plans `feed` until nothing can be better.
fn plan(feed: &Feed) -> Plan {
    let options = Options { gap: 0.0, time_limit: None, threads: 1, seed: 0 };
    solve::plan(feed, &options, &Cancel::default(), &mut |_| {}).expect("the feed can be planned")
}

/// The reason whose code it is.
fn reason(unserved: &Unserved) -> Reason {
    let known = Reason::ALL.into_iter().find(|reason| reason.code() == unserved.reason);
    known.unwrap_or_else(|| panic!("{} of {} is no reason", unserved.reason, unserved.case))
}
