//! Each amount: what the base plan costs, by hand, and that a cent more or less is named.

use std::collections::BTreeSet;

use onward::check::check;
use onward::money::Money;
use onward::plan::{Cash, Penalties, Plan};

use crate::base::{ET_REF, NBO_IAD, base, codes, money};

#[test]
fn the_base_plan_costs_what_it_costs_by_hand() {
    let (feed, plan) = base();
    let report = check(&feed, &plan);
    let expected = Cash {
        // QR-REF, EUR at 1.1: an adult (500.00 + 45.55) × 1.1 = 600.105, to even 600.10; a child (375.00 + 45.55) × 1.1 =
        // 462.605, to even 462.60; a lap infant (50.00 + 45.55) × 1.1 = 105.105, to even 105.10.
        // A 2 × 600.10 + 462.60 + 105.10 = 1,767.90; D 600.10; E 1,200.20. AA-DOM: A 2 × 85 + 65 + 13 = 248.
        // ET-REF: C, a child, 67 % of 450 + 60 = 361.50; G and H 510 each.
        fares: money("5197.70"),
        // 3 + 1 + 2 seated under QR-REF and 1 before are 7: EUR 10 = USD 11 for each of the 6.
        rebates: money("66.00"),
        // AA-DOM has 3 of 5.
        shortfalls: money("40.00"),
        // 9,000 and 25 for 8 seats (6 for the stretcher) on two legs.
        charters: money("9400.00"),
        // A, D and E at DOH over one midnight, 7 persons, the infant too.
        beds: money("350.00"),
        // The same 7 at DOH at 12, A's 4 at JFK at 3.
        assistance: money("96.00"),
        // Of the 7, E2 travels on a passport free of waiver.
        transit: money("150.00"),
        // 225 + 60 there, 150 + 40 back, 46 h 40 away are 2 days at 120.
        escorts: money("715.00"),
        // H prefers the day before.
        changes: money("75.00"),
    };
    assert_eq!(report.cash, expected);
    let expected = Penalties {
        // F, three persons, urgent.
        unserved: money("15000.00"),
        // A, 4 persons normal, and H, urgent, a day each.
        delay: money("180.00"),
        // 4 × 2 for A and one each for the 9 others.
        connections: money("170.00"),
        // A 34 h 40, D and E 29 h 05, B 18 h 30, C, G and H 20 h 40: 4×35 + 3×30 + 3×19 + 3×21 = 350 hours.
        hours: money("525.00"),
    };
    assert_eq!(report.penalties, expected);
    assert_eq!(report.total, money("31832.70"));
}

type Amount = (&'static str, fn(&mut Plan) -> &mut Money);

const AMOUNTS: &[Amount] = &[
    ("cash-fares", |plan| &mut plan.cash.fares),
    ("cash-rebates", |plan| &mut plan.cash.rebates),
    ("cash-shortfalls", |plan| &mut plan.cash.shortfalls),
    ("cash-charters", |plan| &mut plan.cash.charters),
    ("cash-beds", |plan| &mut plan.cash.beds),
    ("cash-assistance", |plan| &mut plan.cash.assistance),
    ("cash-transit", |plan| &mut plan.cash.transit),
    ("cash-escorts", |plan| &mut plan.cash.escorts),
    ("cash-changes", |plan| &mut plan.cash.changes),
    ("penalty-unserved", |plan| &mut plan.penalties.unserved),
    ("penalty-delay", |plan| &mut plan.penalties.delay),
    ("penalty-connections", |plan| &mut plan.penalties.connections),
    ("penalty-hours", |plan| &mut plan.penalties.hours),
    ("total", |plan| &mut plan.total),
];

#[test]
fn a_cent_more_or_less_is_named() {
    for &(code, amount) in AMOUNTS {
        for cent in [Money(1), Money(-1)] {
            let (feed, mut plan) = base();
            *amount(&mut plan) += cent;
            assert_eq!(codes(&check(&feed, &plan)), BTreeSet::from([code]), "{cent}");
        }
    }
}

#[test]
fn a_violation_shows_expected_and_found() {
    let (feed, mut plan) = base();
    plan.cash.beds += Money(1);
    let report = check(&feed, &plan);
    let shown: Vec<String> = report.violations.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["cash-beds: plan, cash.beds: expected 350.00, found 350.01"]);
}

#[test]
fn the_gap_is_that_of_total_and_bound_to_six_places() {
    let (feed, mut plan) = base();
    let with = |plan: &Plan| codes(&check(&feed, plan));
    // 32.69 ÷ 31,832.70 = 0.00102693…
    for (gap, right) in [
        (0.001027, true),
        (0.001026, false),
        (0.001028, false),
        (0.00103, false),
        (0.0010269, false),
        (0.0, false),
        (-0.001027, false),
        (f64::NAN, false),
        (f64::INFINITY, false),
        (f64::MAX, false),
    ] {
        plan.gap = gap;
        assert_eq!(with(&plan), if right { BTreeSet::new() } else { BTreeSet::from(["gap"]) }, "{gap}");
    }
    plan.bound = plan.total;
    plan.gap = 0.0;
    assert_eq!(with(&plan), BTreeSet::new());
    // A thirty-millionth rounds to nothing.
    plan.bound = plan.total - Money(1);
    assert_eq!(with(&plan), BTreeSet::new());
    plan.gap = 0.000001;
    assert_eq!(with(&plan), BTreeSet::from(["gap"]));
}

#[test]
fn an_amount_beyond_money_is_named() {
    let (mut feed, plan) = base();
    feed.policy.unserved_penalty.0[1] = Some(Money(i64::MAX));
    let report = check(&feed, &plan);
    assert_eq!(codes(&report), BTreeSet::from(["amount-overflow"]));
    assert_eq!(report.penalties.unserved, Money(i64::MAX));
}

#[test]
fn a_fare_beyond_money_is_named() {
    let (mut feed, plan) = base();
    feed.fares[NBO_IAD].adult = Money(i64::MAX);
    feed.policy.stretcher_fares = 1000.into();
    feed.agreements[ET_REF].rate = 1000.into();
    let report = check(&feed, &plan);
    assert_eq!(codes(&report), BTreeSet::from(["amount-overflow", "cash-escorts", "cash-fares", "total"]));
}
