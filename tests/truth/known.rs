//! Feeds made by hand, one rule each, with an optimum known by reasoning: the folders of `tests/data`. Each holds
//! `expected.json` with the total and, in a sentence, why it is that.

use std::path::{Path, PathBuf};

use onward::check;
use onward::feed::Feed;
use onward::money::Money;
use onward::plan::Plan;
use serde::Deserialize;

use crate::oracle;
use crate::planner::faults;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    total: Money,
    why: String,
}

/// All of them, by name.
fn feeds() -> Vec<(PathBuf, Feed, Expected)> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut folders: Vec<_> = std::fs::read_dir(data)
        .expect("tests/data is there")
        .map(|entry| entry.expect("tests/data can be read").path())
        .filter(|path| path.join("expected.json").is_file())
        .collect();
    folders.sort();
    let read = |path: PathBuf| {
        let expected = std::fs::read(path.join("expected.json")).expect("it was there");
        let expected = serde_json::from_slice(&expected).expect("expected.json holds total and why");
        let (feed, _warnings) = Feed::read(&path).unwrap_or_else(|faults| panic!("{}: {faults}", path.display()));
        (path, feed, expected)
    };
    folders.into_iter().map(read).collect()
}

/// All feeds for which `found` doesn't find the known optimum.
fn wrong(found: impl Fn(&Feed, &Expected) -> Vec<String>) -> Vec<String> {
    let feeds = feeds();
    assert!(feeds.len() > 100, "only {} feeds in tests/data", feeds.len());
    let mut wrong = Vec::new();
    for (path, feed, expected) in feeds {
        for fault in found(&feed, &expected) {
            wrong.push(format!("{}: {fault} ({})", path.display(), expected.why));
        }
    }
    wrong
}

/// The oracle's total and the checker's verdict on its plan.
fn truth(feed: &Feed, expected: &Expected) -> Vec<String> {
    let truth: Plan = oracle::optimum(feed);
    let mut faults: Vec<_> = check::check(feed, &truth).violations.iter().map(ToString::to_string).collect();
    if truth.total != expected.total {
        faults.push(format!("expected {}, found {}", expected.total, truth.total));
    }
    faults
}

#[test]
fn exhaustive_search_finds_every_known_optimum() {
    let wrong = wrong(truth);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_planner_finds_every_known_optimum() {
    let wrong = wrong(|feed, expected| faults(feed, expected.total));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
