//! Weeks to years: their totals, and that all of a day is in them, all through the period.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use onward::feed::{Feed, LockMode};
use onward::generate::{Preset, generate};
use onward::ids::AirportIdx;

use crate::read;

/// Each with its persons and days.
const LONG: [(Preset, usize, i64); 5] = [
    (Preset::Week, 8_500, 7),
    (Preset::Month, 36_000, 30),
    (Preset::Quarter, 35_000, 90),
    (Preset::Surge, 10_000, 7),
    (Preset::Year, 137_839, 365),
];

fn each(test: impl Fn(Preset, &Feed, usize, i64)) {
    for (preset, persons, days) in LONG {
        test(preset, &read(preset, preset.default_seed()), persons, days);
    }
}

#[test]
fn persons_and_days_are_those_asked_for() {
    each(|preset, feed, persons, days| {
        assert_eq!(feed.persons.len(), persons, "{preset}");
        assert_eq!((feed.policy.end - feed.policy.start).num_days() + 1, days, "{preset}");
    });
    let origins = |feed: &Feed| feed.cases.iter().map(|case| case.origin).collect::<BTreeSet<AirportIdx>>().len();
    assert_eq!(origins(&read(Preset::Surge, 1)), 2);
}

#[test]
fn all_of_a_day_is_in_them() {
    each(|preset, feed, _, _| {
        let needs: BTreeSet<_> = feed.persons.iter().filter_map(|person| person.escort).collect();
        assert_eq!(needs.len(), 4, "{preset}: types of escort");
        assert!(feed.persons.iter().any(|p| p.stretcher) && feed.persons.iter().any(|p| p.oxygen), "{preset}");
        assert!(feed.agreements.iter().any(|a| a.min_group > 1), "{preset}: group fares");
        assert!(feed.agreements.iter().any(|a| a.tiers.len() > 1), "{preset}: rebates");
        assert!(feed.agreements.iter().any(|a| a.commit_seats > a.seats_before), "{preset}: promises");
        for mode in [LockMode::Fixed, LockMode::Prefer] {
            assert!(feed.locks.iter().any(|lock| lock.mode == mode), "{preset}: {mode:?}");
        }
        assert!(!feed.links.is_empty(), "{preset}: links");
        assert!(feed.charters.iter().any(|charter| charter.legs.len() > 1), "{preset}: charters");
    });
}

#[test]
fn cases_get_ready_all_through_the_period() {
    each(|preset, feed, persons, days| {
        let mut ready: BTreeMap<_, usize> = BTreeMap::new();
        for case in &feed.cases {
            *ready.entry(case.ready.date()).or_default() += case.persons.len();
        }
        for date in feed.policy.start.iter_days().take(days as usize - 2) {
            let that_day = ready.get(&date).copied().unwrap_or_default();
            assert!(that_day * days as usize * 5 >= persons, "{preset}: {that_day} persons on {date}");
        }
        assert!(ready.keys().all(|&date| date + Days::new(3) >= feed.policy.start), "{preset}");
    });
}

#[test]
fn forty_charters_in_groups_are_offered_in_a_surge() {
    let feed = read(Preset::Surge, 1);
    assert_eq!(feed.charters.len(), 40);
    let mut groups: BTreeMap<_, usize> = BTreeMap::new();
    for charter in &feed.charters {
        *groups.entry(charter.group.expect("grouped")).or_default() += 1;
    }
    assert!(groups.values().all(|&offers| offers > 1), "{groups:?}");
}

#[test]
fn the_seed_decides_and_nothing_else() {
    for preset in [Preset::Week, Preset::Surge] {
        assert_eq!(generate(preset, 3), generate(preset, 3));
        assert_ne!(generate(preset, 3), generate(preset, 4));
    }
}
