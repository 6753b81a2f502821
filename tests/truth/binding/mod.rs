//! Whether the drawn feeds test every rule: how often the optimum changes when a rule is taken away.
//!
//! A comparison of optima is blind to a rule that never decides one. So every rule is taken away in turn, in the feed or
//! in the oracle, and the optimum without it must differ from the one with it in some of the feeds that are compared.
//! `ONWARD_TRUTH_TABLE=1 cargo test --release --test truth every_rule -- --nocapture` prints the counts.

mod deals;
mod escorts;
mod locks;
mod plain;

use onward::check;
use onward::feed::Feed;

use crate::drawn::{self, ALL, DEALS, ESCORTS, ESCORTS_AND_DEALS, LOCKS};
use crate::load;
use crate::oracle::{Without, optimum, total_without};
use crate::random::{self, Flavour};

/// Feeds looked at, the first of those that are compared.
const FEEDS: u64 = 400;

/// Least number of feeds whose optimum a rule must change.
const LEAST: usize = 3;

/// How a rule is taken away.
enum Take {
    /// By changing the feed.
    Feed(fn(&mut Feed)),
    /// In the oracle.
    Rule(Without),
}

/// Rules, by the sentence of the model each stands in.
type Rules = Vec<(&'static str, Take)>;

/// In how many of the feeds of `seeds` the optimum is another one without each of `rules`.
fn count(flavour: Flavour, rules: &Rules, seeds: &[u64]) -> Vec<usize> {
    let mut bound = vec![0; rules.len()];
    for seed in seeds {
        let feed = load(&random::flavoured(flavour, *seed));
        let with = total_without(&feed, None);
        for ((_, take), bound) in rules.iter().zip(&mut bound) {
            let without = match take {
                Take::Rule(rule) => total_without(&feed, Some(*rule)),
                Take::Feed(change) => {
                    let mut feed = feed.clone();
                    change(&mut feed);
                    total_without(&feed, None)
                }
            };
            *bound += usize::from(without != with);
        }
    }
    bound
}

/// Holds that each of `rules` decides some optimum of the first `feeds` feeds of a flavour.
fn assert_bound(flavour: Flavour, rules: &Rules, feeds: u64) {
    let seeds: Vec<u64> = (0..feeds).collect();
    let (first, second) = seeds.split_at(seeds.len() / 2);
    let (first, second) = rayon::join(|| count(flavour, rules, first), || count(flavour, rules, second));
    let bound: Vec<usize> = first.iter().zip(&second).map(|(first, second)| first + second).collect();
    if std::env::var_os("ONWARD_TRUTH_TABLE").is_some() {
        let lines = rules.iter().zip(&bound).map(|((name, _), bound)| format!("{bound:4}  {name}"));
        println!("{feeds} feeds, {flavour:?}\n{}", lines.collect::<Vec<_>>().join("\n"));
    }
    let blind: Vec<_> =
        rules.iter().zip(&bound).filter(|(_, bound)| **bound < LEAST).map(|((name, _), _)| *name).collect();
    assert!(blind.is_empty(), "of {feeds} feeds too few test {blind:?}");
}

#[test]
fn every_rule_decides_some_optimum() {
    assert_bound(Flavour::PLAIN, &plain::rules(), FEEDS);
}

#[test]
fn every_rule_of_escorts_decides_some_optimum() {
    assert_bound(ESCORTS, &escorts::rules(), drawn::MIXED);
}

#[test]
fn every_rule_of_deals_decides_some_optimum() {
    assert_bound(DEALS, &deals::rules(), drawn::MIXED);
    assert_bound(ESCORTS_AND_DEALS, &deals::rules_of_escorts(), drawn::MIXED);
}

#[test]
fn every_rule_of_locks_decides_some_optimum() {
    assert_bound(LOCKS, &locks::rules(), drawn::MIXED);
}

#[test]
fn drawn_feeds_move_some_and_leave_some_behind() {
    let flavours = [Flavour::PLAIN, ESCORTS, DEALS, LOCKS, ESCORTS_AND_DEALS, ALL];
    for flavour in flavours {
        let feeds = (0..drawn::MIXED).map(|seed| load(&random::flavoured(flavour, seed)));
        let plans: Vec<_> = feeds.filter_map(|feed| optimum(&feed)).collect();
        let behind: usize = plans.iter().map(|plan| plan.unserved.len()).sum();
        let cases = behind + plans.iter().map(|plan| plan.itineraries.len()).sum::<usize>();
        assert!(10 * behind > cases && 4 * behind < 3 * cases, "{behind} of {cases} cases stay behind, {flavour:?}");
    }
}

#[test]
fn the_checker_accepts_every_true_optimum() {
    // The checker and the oracle share no code either: each shows up what the other one forgot.
    let plain = (0..1000).map(|seed| (Flavour::PLAIN, seed));
    let mixed = [ESCORTS, DEALS, LOCKS, ESCORTS_AND_DEALS, ALL];
    let mixed = mixed.into_iter().flat_map(|flavour| (0..drawn::MIXED).map(move |seed| (flavour, seed)));
    for (flavour, seed) in plain.chain(mixed) {
        let feed = load(&random::flavoured(flavour, seed));
        let Some(plan) = optimum(&feed) else { continue };
        let violations = check::check(&feed, &plan).violations;
        assert!(violations.is_empty(), "seed {seed}, {flavour:?}: {violations:?}");
    }
}
