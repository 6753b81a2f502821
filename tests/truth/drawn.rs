//! Feeds drawn at random: the planner's optimum is the true one.
//!
//! A feed that fails is written to a folder named in the message, with the true optimum as `truth.json`, and can be
//! drawn again alone: `ONWARD_TRUTH_SEED=17 cargo test --release --test truth drawn`.

use std::path::PathBuf;

use onward::plan::Plan;

use crate::planner::{faults, plan};
use crate::random::{self, Folder};
use crate::{load, oracle};

/// Feeds drawn in each of the tests below.
const EACH: u64 = 500;

/// The seeds of one of the tests, or the one asked for by the environment, which the first of them takes.
fn seeds(part: u64) -> Vec<u64> {
    match std::env::var("ONWARD_TRUTH_SEED") {
        Ok(seed) if part == 0 => vec![seed.parse().expect("ONWARD_TRUTH_SEED is a number")],
        Ok(_) => Vec::new(),
        Err(_) => (part * EACH..(part + 1) * EACH).collect(),
    }
}

fn compare(part: u64) {
    let mut failed = Vec::new();
    for seed in seeds(part) {
        let folder = random::feed(seed);
        let feed = load(&folder);
        let truth = oracle::optimum(&feed);
        let faults = faults(&feed, truth.total);
        if !faults.is_empty() {
            failed.push(format!("seed {seed}, {}: {}", dump(seed, &folder, &truth).display(), faults.join("; ")));
        }
    }
    assert!(failed.is_empty(), "{} feeds:\n{}", failed.len(), failed.join("\n"));
}

/// Writes a feed and its optimum where they can be looked at.
fn dump(seed: u64, folder: &Folder, truth: &Plan) -> PathBuf {
    let path = std::env::temp_dir().join(format!("onward-truth-{seed}"));
    std::fs::create_dir_all(&path).expect("the temporary folder can be written");
    let truth = serde_json::to_string_pretty(truth).expect("a plan is JSON");
    for (name, text) in folder.0.iter().map(|(name, text)| (name.as_str(), text)).chain([("truth.json", &truth)]) {
        std::fs::write(path.join(name), text).expect("the temporary folder can be written");
    }
    path
}

#[test]
fn drawn_feeds_first_part() {
    compare(0);
}

#[test]
fn drawn_feeds_second_part() {
    compare(1);
}

#[test]
fn drawn_feeds_third_part() {
    compare(2);
}

#[test]
fn drawn_feeds_fourth_part() {
    compare(3);
}

#[test]
fn two_threads_write_the_same_bytes_as_one() {
    for seed in seeds(0).into_iter().step_by(5) {
        let feed = load(&random::feed(seed));
        let planned = |threads| plan(&feed, threads).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let bytes = |threads| serde_json::to_string_pretty(&planned(threads)).expect("a plan is JSON");
        assert_eq!(bytes(1), bytes(2), "seed {seed}");
    }
}
