//! What-if studies, held against feeds changed and planned by themselves.

mod charter;
mod explain;
mod offers;
mod picture;
#[path = "../support/mod.rs"]
mod support;
mod sweep;
mod terms;
mod waivers;
mod worth;

use std::path::{Path, PathBuf};

use onward::feed::Feed;
use onward::plan::Plan;
use onward::scenario::{Change, Scenario, Tables};
use onward::solve::{Cancel, Options, plan};
use support::FeedBuilder;

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

/// The hand-made feeds that are sound and can be planned, in order.
pub fn small_feeds() -> impl Iterator<Item = (PathBuf, Tables, Feed)> {
    let folders = std::fs::read_dir(folder("tests/data")).expect("the folder is there");
    let mut folders: Vec<_> = folders.map(|entry| entry.expect("readable").path()).collect();
    folders.sort();
    folders.into_iter().filter_map(|path| {
        let tables = Tables::read(&path).ok()?;
        let (feed, _) = tables.feed().expect("read before");
        plan(&feed, &exact(1), &Cancel::default(), &mut |_| {}).ok()?;
        Some((path, tables, feed))
    })
}

/// What `built` holds.
pub fn tables(built: &FeedBuilder) -> Tables {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, text) in &built.files {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    Tables::read(folder.path()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The best plan of `base` with `changes`, made by itself.
pub fn with(base: &Tables, changes: &[Change]) -> Plan {
    let scenario = Scenario { name: "by itself".to_owned(), changes: changes.to_vec() };
    let tables = scenario.apply(base).unwrap_or_else(|faults| panic!("{faults}"));
    cold(&tables.feed().expect("the changed feed is sound").0)
}
