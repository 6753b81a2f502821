//! Feeds made by hand, one rule each, with an optimum known by reasoning: the folders of `tests/data`. Each holds
//! `expected.json` with the total, or the code of the conflict and the cases it names where fixed locks leave no plan,
//! and, in a sentence, why it is that.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use onward::check;
use onward::feed::Feed;
use onward::money::Money;
use onward::solve::{LockConflict, PlanError};
use serde::Deserialize;

use crate::oracle;
use crate::planner::{faults, plan};

/// What is known of a feed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// Least total; none where fixed locks leave no valid plan.
    total: Option<Money>,
    /// Code of the conflict where there is none.
    conflict: Option<String>,
    /// The cases that the conflict names.
    #[serde(default)]
    cases: Vec<String>,
    /// Reasons why cases stay behind, where they are to be held.
    #[serde(default)]
    reasons: BTreeMap<String, String>,
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
    let truth = oracle::optimum(feed);
    let violations = truth.as_ref().map(|truth| check::check(feed, truth).violations).unwrap_or_default();
    let mut faults: Vec<_> = violations.iter().map(ToString::to_string).collect();
    let found = truth.map(|truth| truth.total);
    if found != expected.total {
        faults.push(format!("expected {}, found {}", told(expected.total), told(found)));
    }
    faults
}

fn told(total: Option<Money>) -> String {
    total.map_or("no plan".to_owned(), |total| total.to_string())
}

/// What is wrong with the reasons or the conflict that the planner gives.
fn words(feed: &Feed, expected: &Expected) -> Vec<String> {
    let mut faults = Vec::new();
    match plan(feed, 1) {
        Ok(plan) => {
            for (case, reason) in &expected.reasons {
                let given = plan.unserved.iter().find(|unserved| unserved.case == *case);
                let given = given.map(|unserved| unserved.reason.as_str());
                if given != Some(reason) {
                    faults.push(format!("expected {reason} for {case}, found {given:?}"));
                }
            }
        }
        Err(PlanError::Conflict { conflicts }) => {
            let named = |conflict: &LockConflict| {
                Some(conflict.code) == expected.conflict.as_deref() && conflict.cases == expected.cases
            };
            if !conflicts.iter().any(named) {
                faults.push(format!("expected {:?} of {:?}, found {conflicts:?}", expected.conflict, expected.cases));
            }
        }
        Err(error) => faults.push(error.to_string()),
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

#[test]
fn the_planner_says_what_is_known() {
    let wrong = wrong(words);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_feed_has_a_total_or_a_conflict() {
    for (path, _, expected) in feeds() {
        assert_ne!(expected.total.is_some(), expected.conflict.is_some(), "{}", path.display());
    }
}
