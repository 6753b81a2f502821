//! What-if studies, held against feeds changed and planned by themselves.

mod charter;
mod explain;
mod sweep;
mod terms;

use std::path::{Path, PathBuf};

use onward::feed::Feed;
use onward::plan::Plan;
use onward::solve::{Cancel, Options, plan};

/// Options under which a plan of a small feed is the best there is.
pub fn exact(threads: usize) -> Options {
    Options { gap: 0.0, threads, ..Options::default() }
}

/// `feed` planned by itself.
pub fn cold(feed: &Feed) -> Plan {
    plan(feed, &exact(1), &Cancel::default(), &mut |_| {}).expect("the feed can be planned")
}

/// A folder of the repository.
pub fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
