//! Volumes, tiers, commitments and least groups at their edges.

use std::collections::BTreeSet;

use onward::check::check;
use onward::money::Money;

use crate::base::{AA_DOM, ET_REF, QR_REF, after, at, base, codes, money, sell_escorts_as_groups};
use crate::rules::trip;

#[test]
fn volume_counts_seated_travellers_and_escorts_once_a_component() {
    let rebate = |from_seats| {
        let (mut feed, plan) = base();
        feed.agreements[ET_REF].tiers = vec![onward::feed::Tier { from_seats, rebate: money("1.00") }];
        check(&feed, &plan).cash.rebates - money("66.00")
    };
    // C, G and H and the escort's two components.
    assert_eq!(rebate(5), money("5.00"));
    assert_eq!(rebate(6), Money::ZERO);
    let (mut feed, plan) = base();
    feed.agreements[QR_REF].tiers.truncate(2);
    feed.agreements[QR_REF].seats_before = 0;
    assert_eq!(check(&feed, &plan).cash.rebates, money("33.00"), "6 seats reach the first tier only, EUR 5 = USD 5.50");
}

#[test]
fn a_shortfall_is_paid_where_nothing_is_sold() {
    let (mut feed, plan) = base();
    let like = feed.agreements[AA_DOM].clone();
    feed.agreements.push(onward::feed::Agreement { id: "XX".into(), ..like });
    assert_eq!(check(&feed, &plan).cash.shortfalls, money("140.00"));
}

#[test]
fn a_person_on_a_stretcher_counts_once_for_volume_and_with_every_seat_for_groups_and_allotments() {
    let report = after(|feed, _| {
        let person = at(&feed.persons, |person| &*person.id == "D1");
        feed.persons[person].stretcher = true;
        for number in ["1370", "701"] {
            let flight = at(&feed.flights, |flight| &*flight.number == number);
            feed.flights[flight].capacity.stretchers = 1;
        }
        // Five seated and six for the stretcher.
        feed.agreements[QR_REF].min_group = 11;
        feed.agreements[QR_REF].seats_per_flight = Some(11);
    });
    assert_eq!(codes(&report), BTreeSet::new());
    assert_eq!(report.cash.rebates, money("66.00"), "six travellers still");
}

#[test]
fn an_escort_makes_a_group_full() {
    let with_group = |min_group, together: &[&str]| {
        codes(&after(|feed, plan| {
            sell_escorts_as_groups(feed, plan, min_group);
            // Back alone under the old agreement.
            plan.missions[0].fares[1].agreement = "ET-REF".into();
            for case in together {
                trip(plan, case).fares[0].agreement = "ET-GRP".into();
            }
        }))
    };
    assert_eq!(with_group(3, &["C", "G"]), BTreeSet::new());
    assert_eq!(with_group(3, &["C"]), BTreeSet::from(["min-group"]));
    assert_eq!(with_group(1, &[]), BTreeSet::new());
}

#[test]
fn a_least_group_is_asked_for_on_each_dated_sector_and_not_where_nothing_is_sold() {
    // C and G on the 17th, H alone on the 18th, and an escort alone on the way back.
    let report = after(|feed, _| feed.agreements[ET_REF].min_group = 2);
    let places: BTreeSet<&str> = report.violations.iter().map(|violation| &*violation.place).collect();
    let expected = [
        "agreement ET-REF, sector ET500/ADD/2017-05-18",
        "agreement ET-REF, sector ET501/IAD/2017-05-17",
        "agreement ET-REF, sector ET801/NBO/2017-05-18",
        "agreement ET-REF, sector ET802/ADD/2017-05-18",
    ];
    assert_eq!((codes(&report), places), (BTreeSet::from(["min-group"]), BTreeSet::from(expected)));
}

#[test]
fn a_commitment_counts_seats_before_and_escorts_and_never_pays_back() {
    let shortfalls = |commit, before| {
        let (mut feed, plan) = base();
        feed.agreements[AA_DOM].commit_seats = 0;
        let agreement = &mut feed.agreements[ET_REF];
        (agreement.commit_seats, agreement.seats_before, agreement.shortfall_fee) = (commit, before, money("7"));
        check(&feed, &plan).cash.shortfalls
    };
    // C, G and H and the escort's two components are five.
    assert_eq!(shortfalls(8, 0), money("21"));
    assert_eq!(shortfalls(8, 2), money("7"));
    assert_eq!(shortfalls(5, 0), Money::ZERO);
    assert_eq!(shortfalls(3, 1000), Money::ZERO);
}

#[test]
fn of_several_tiers_the_highest_reached_pays_for_the_seats_of_this_plan_only() {
    let rebates = |before, tiers: &[(u32, &str)]| {
        let (mut feed, plan) = base();
        let agreement = &mut feed.agreements[QR_REF];
        agreement.seats_before = before;
        agreement.tiers = tiers
            .iter()
            .map(|&(from_seats, rebate)| onward::feed::Tier { from_seats, rebate: money(rebate) })
            .collect();
        check(&feed, &plan).cash.rebates
    };
    assert_eq!(rebates(94, &[(1, "1"), (100, "3"), (101, "5")]), money("18"));
    assert_eq!(rebates(95, &[(1, "1"), (100, "3"), (101, "5")]), money("30"));
    assert_eq!(rebates(0, &[(7, "1")]), Money::ZERO);
    assert_eq!(rebates(0, &[(0, "1"), (6, "0")]), Money::ZERO, "a tier may give nothing");
}
