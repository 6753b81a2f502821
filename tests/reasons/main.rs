//! Reasons for those left behind: right for each rule, never wrong, all documented.

mod catalogue;
mod days;
mod drawn;
mod each;
mod limit;
#[path = "../truth/random/mod.rs"]
mod random;
mod relax;
#[path = "../support/mod.rs"]
mod support;

use onward::explain::{self, Reason};
use onward::feed::Feed;
use onward::itineraries::classes;
use onward::missions::pricing::Corps;
use onward::network::Network;
use onward::plan::{Plan, Unserved};
use onward::solve::{self, Cancel, Options};

/// Plans `feed` until nothing can be better.
fn plan(feed: &Feed) -> Plan {
    let options = Options { gap: 0.0, threads: 1, ..Options::default() };
    solve::plan(feed, &options, &Cancel::default(), &mut |_| {}).expect("the feed can be planned")
}

/// Why everyone stays in a plan of `feed` that serves nobody, each search taking so many `labels` at most.
fn told(feed: &Feed, labels: usize) -> Vec<Unserved> {
    told_within(feed, explain::Effort { labels, until: None })
}

/// The same with so much effort.
fn told_within(feed: &Feed, effort: explain::Effort) -> Vec<Unserved> {
    let network = Network::new(feed);
    let classes = classes::classes(&network);
    let parties = |(class, row): (_, &classes::Class)| (0..row.parties.len()).map(move |party| (class, party));
    let behind: Vec<_> = classes.iter_enumerated().flat_map(parties).collect();
    explain::unserved(&network, &Corps::new(&network), &classes, &[], &behind, effort)
}

/// The reason whose code it is.
fn reason(unserved: &Unserved) -> Reason {
    let known = Reason::ALL.into_iter().find(|reason| reason.code() == unserved.reason);
    known.unwrap_or_else(|| panic!("{} of {} is no reason", unserved.reason, unserved.case))
}
