//! Every part of the planning model that a generated day must make use of.

use std::collections::{BTreeMap, BTreeSet};

use onward::feed::{Agreement, Feed, LockMode};
use onward::generate::Preset;
use onward::ids::{AirportIdx, EscortTypeIdx, GroupIdx};

use crate::{DAYS, read};

fn each(test: impl Fn(Preset, &Feed)) {
    for preset in DAYS {
        test(preset, &read(preset, preset.default_seed()));
    }
}

#[test]
fn each_type_of_escort_is_needed_by_a_few_in_a_hundred_and_groups_by_more() {
    each(|preset, feed| {
        let mut needs: BTreeMap<&str, usize> = BTreeMap::new();
        for person in &feed.persons {
            if let Some(kind) = person.escort {
                *needs.entry(&*feed.escort_types[kind].id).or_default() += 1;
            }
        }
        assert_eq!(needs.keys().copied().collect::<Vec<_>>(), ["doctor", "minor", "nurse", "operational"], "{preset}");
        let per_mille = |kind: &str| needs[kind] * 1000 / feed.persons.len();
        assert!((1..=20).contains(&per_mille("doctor")), "{preset}: {needs:?}");
        assert!((10..=50).contains(&per_mille("minor")), "{preset}: {needs:?}");
        assert!((8..=40).contains(&per_mille("nurse")), "{preset}: {needs:?}");
        assert!((80..=160).contains(&per_mille("operational")), "{preset}: {needs:?}");
        let needy = feed.cases.iter().filter(|c| c.persons.iter().any(|&p| feed.persons[p].escort.is_some())).count();
        assert!((150..=250).contains(&(needy * 1000 / feed.cases.len())), "{preset}: {needy} cases");
    });
}

#[test]
fn who_needs_an_escort_is_who_should() {
    each(|preset, feed| {
        let named = |kind: Option<EscortTypeIdx>| kind.map(|kind| &*feed.escort_types[kind].id);
        for person in &feed.persons {
            let kind = named(person.escort);
            assert_eq!(person.minor, kind == Some("minor"), "{preset}: {}", person.id);
            assert!(!person.stretcher || kind == Some("doctor"), "{preset}: {}", person.id);
            assert!(!person.oxygen || kind == Some("nurse"), "{preset}: {}", person.id);
        }
        let alone = |case: &onward::feed::Case| case.persons.iter().all(|&p| feed.persons[p].minor);
        assert!(feed.cases.iter().any(|case| alone(case) && case.persons.len() > 1), "{preset}: brothers and sisters");
    });
}

#[test]
fn pools_cover_every_type_from_several_bases() {
    each(|preset, feed| {
        let bases: BTreeSet<AirportIdx> = feed.pools.iter().map(|pool| pool.base).collect();
        assert!(bases.len() >= 10, "{preset}: {} bases", bases.len());
        for (kind, row) in feed.escort_types.iter_enumerated() {
            let covering = feed.pools.iter().filter(|pool| pool.covers.contains(&kind));
            let from: BTreeSet<AirportIdx> = covering.map(|pool| pool.base).collect();
            assert!(from.len() >= 3, "{preset}: {} from {from:?}", row.id);
        }
        assert!(feed.pools.iter().any(|pool| pool.covers.len() > 1) && feed.pools.iter().any(|pool| pool.count == 1));
    });
}

#[test]
fn agreements_have_groups_rebates_and_promises() {
    each(|preset, feed| {
        let count = |which: fn(&Agreement) -> bool| feed.agreements.iter().filter(|&a| which(a)).count();
        let rich = |a: &Agreement| a.seats_per_flight.is_none_or(|seats| seats >= a.min_group);
        assert!(feed.agreements.iter().all(rich), "{preset}: a group larger than its allotment");
        assert!(count(|a| a.min_group > 1) >= 5, "{preset}");
        assert!(count(|a| !a.tiers.is_empty()) >= 8, "{preset}");
        assert!(count(|a| a.tiers.len() > 1) >= 4, "{preset}");
        assert!(count(|a| a.commit_seats > a.seats_before) >= 5, "{preset}");
        assert!(count(|a| a.seats_before > 0) >= 5, "{preset}");
        assert!(count(|a| a.escort_pct != 100) >= 8, "{preset}");
        // Within reach of the feed: no tier and no promise asks for more than everyone's every sector.
        let most = 4 * feed.persons.len() as u32;
        let reached = |a: &Agreement| a.tiers.iter().all(|tier| tier.from_seats <= a.seats_before + most);
        assert!(feed.agreements.iter().all(reached), "{preset}");
        // Groups are cheaper than the same carriers' other fares.
        for (group, row) in feed.agreements.iter_enumerated().filter(|(_, a)| a.min_group > 1) {
            let adult = |fare: &onward::feed::Fare| fare.adult.exact() * &feed.agreements[fare.agreement].rate;
            let dearer = feed.fares.iter().filter(|fare| fare.agreement == group).filter(|fare| {
                feed.fares.iter().any(|other| {
                    let other_row = &feed.agreements[other.agreement];
                    (other.from, other.to, other.via) == (fare.from, fare.to, fare.via)
                        && other_row.min_group == 1
                        && other_row.carriers == row.carriers
                        && adult(other) < adult(fare)
                })
            });
            let all = feed.fares.iter().filter(|fare| fare.agreement == group).count();
            assert!(dearer.count() * 4 <= all, "{preset}: {} is dearer than fares for one", row.id);
        }
    });
}

#[test]
fn some_cases_hold_tickets() {
    each(|preset, feed| {
        let count = |mode: LockMode| feed.locks.iter().filter(|lock| lock.mode == mode).count();
        assert!((2..=8).contains(&count(LockMode::Fixed)), "{preset}");
        assert!((3..=10).contains(&count(LockMode::Prefer)), "{preset}");
        let free = |lock: &onward::feed::Lock| lock.change_cost == onward::money::Money::ZERO;
        assert!(feed.locks.iter().all(|lock| free(lock) == (lock.mode == LockMode::Fixed)), "{preset}");
    });
}

#[test]
fn charters_leave_crowded_origins_on_a_choice_of_dates() {
    each(|preset, feed| {
        let mut persons: BTreeMap<AirportIdx, usize> = BTreeMap::new();
        for case in &feed.cases {
            *persons.entry(case.origin).or_default() += case.persons.len();
        }
        let mut crowded: Vec<(usize, AirportIdx)> =
            persons.into_iter().map(|(origin, count)| (count, origin)).collect();
        crowded.sort_unstable();
        let crowded: BTreeSet<AirportIdx> = crowded.iter().rev().take(3).map(|&(_, origin)| origin).collect();
        let mut groups: BTreeMap<GroupIdx, BTreeSet<chrono::NaiveDate>> = BTreeMap::new();
        let mut origins = BTreeSet::new();
        for charter in &feed.charters {
            origins.insert(charter.legs[0].from);
            groups.entry(charter.group.expect("grouped")).or_default().insert(charter.legs[0].dep.date());
        }
        assert!(origins.intersection(&crowded).count() >= 2, "{preset}: {origins:?} of {crowded:?}");
        assert!(groups.values().filter(|dates| dates.len() > 1).count() >= 2, "{preset}: {groups:?}");
        assert!(feed.charters.iter().any(|charter| charter.legs.len() > 1), "{preset}");
        // A seat of a full charter costs something like a fare: neither a gift nor out of the question.
        for charter in &feed.charters {
            let seat = charter.fixed_cost.0 / i64::from(charter.legs[0].capacity.seats) + charter.per_seat.0;
            assert!((20_000..=90_000).contains(&seat), "{preset}: {} costs {seat} cents a seat", charter.id);
        }
    });
}
