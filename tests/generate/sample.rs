//! The sample is small, and a little of everything is in it.

use std::collections::BTreeSet;

use chrono::Days;
use onward::feed::LockMode;
use onward::generate::Preset;
use onward::network::sectors::scheduled;

use crate::{read, totals};

#[test]
fn the_sample_is_small() {
    let feed = read(Preset::Sample, Preset::Sample.default_seed());
    let t = totals(&feed);
    assert_eq!((t.persons, t.cases, t.departure_countries, t.resettlement_countries), (80, 37, 3, 3));
    let dated = scheduled(&feed, feed.policy.start - Days::new(30), feed.policy.end + Days::new(30)).count();
    assert!((500..=3_000).contains(&dated), "{dated} dated sectors");
}

#[test]
fn the_sample_has_a_little_of_everything() {
    let feed = read(Preset::Sample, Preset::Sample.default_seed());
    let needed: BTreeSet<_> = feed.persons.iter().filter_map(|person| person.escort).collect();
    assert_eq!(needed.len(), feed.escort_types.len(), "each type of escort is needed");
    for &kind in &needed {
        let covered = feed.pools.iter().any(|pool| pool.covers.contains(&kind));
        assert!(covered, "no pool covers {}", feed.escort_types[kind].id);
    }
    let held = |mode: LockMode| feed.locks.iter().any(|lock| lock.mode == mode);
    assert!(held(LockMode::Fixed) && held(LockMode::Prefer), "tickets");
    assert!(!feed.links.is_empty(), "linked cases");
    assert!(feed.persons.iter().any(|person| person.minor), "minors who travel alone");
    assert!(feed.persons.iter().any(|person| person.wheelchair || person.stretcher || person.oxygen), "special places");
    assert!(feed.charters.iter().any(|charter| charter.min_seats > 0), "a charter with a least load");
    assert!(feed.charters.iter().any(|charter| charter.group.is_some()), "a choice of charters");
    let agreements = &feed.agreements;
    assert!(agreements.iter().any(|row| row.seats_per_flight.is_some()), "allotments");
    assert!(agreements.iter().any(|row| row.min_group > 1), "group fares");
    assert!(agreements.iter().any(|row| row.tiers.len() > 1), "rebates in steps");
    assert!(agreements.iter().any(|row| row.commit_seats > row.seats_before), "promised seats");
    assert!(agreements.iter().any(|row| row.currency != feed.policy.currency), "other currencies");
    assert!(!feed.transit.is_empty() && !feed.reception.is_empty() && feed.stations.iter().any(|row| row.beds > 0));
    assert!(feed.cases.iter().any(|case| !case.clearances.is_empty()), "clearances");
}
