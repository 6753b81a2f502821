//! What the relaxation proves by itself, before anything is branched on.

use std::path::Path;

use onward::feed::Feed;
use onward::plan::Status;
use onward::solve::{Cancel, Options, Phase, plan};

/// A tier that the volume doesn't reach is worth nothing, and a small part of it isn't either.
#[test]
fn a_tier_out_of_reach_is_proven_so_without_branching() {
    for name in ["tier-not-reached", "tier-lap-infant", "tier-stretcher"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
        let (feed, _) = Feed::read(&folder).expect("a sound feed");
        let mut branched = false;
        let options = Options { gap: 0.0, ..Options::default() };
        let planned = plan(&feed, &options, &Cancel::default(), &mut |progress| {
            branched |= progress.phase == Phase::Branching;
        });
        let planned = planned.expect("a feed that can be planned");
        assert_eq!(planned.bound, planned.total, "{name}");
        assert!(!branched, "{name} was proven by branching only");
    }
}

/// A loose gap is reached long before the relaxation stands, and then planning ends: once it only looked at what was enough
/// before the first round.
#[test]
fn a_run_ends_once_its_gap_is_reached() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (feed, _) = Feed::read(&folder).expect("the committed sample is sound");
    let options = Options { gap: 0.3, ..Options::default() };
    let planned = plan(&feed, &options, &Cancel::default(), &mut |_| {}).expect("planned");
    assert_eq!(planned.status, Status::Optimal);
    assert!((0.05..=0.3).contains(&planned.gap), "a gap of {} was not asked for", planned.gap);
}

/// The first plans hold the parties that were priced first: once none stood before every class was priced, which takes
/// minutes where there are many.
#[test]
fn a_plan_stands_before_every_class_is_priced() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/day-2017-05-16");
    let (feed, _) = Feed::read(&folder).expect("the committed day is sound");
    let cancel = Cancel::default();
    let planned = plan(&feed, &Options { threads: 1, ..Options::default() }, &cancel, &mut |progress| {
        if progress.served.is_some_and(|served| served > 50) {
            cancel.cancel();
        }
    });
    let planned = planned.expect("stopped with a plan");
    let moved = feed.cases.len() - planned.unserved.len();
    assert!(moved > 10 && moved < feed.cases.len() / 2, "{moved} cases moved");
    assert!(onward::check::check(&feed, &planned).violations.is_empty());
}
