//! What the relaxation proves by itself, before anything is branched on.

use std::path::Path;

use onward::feed::Feed;
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
