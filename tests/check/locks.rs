//! Itineraries that are fixed or preferred: what a fixed lock waives, what it doesn't, and what changes cost.

use std::collections::BTreeSet;

use onward::check::{Report, check};
use onward::feed::{Country, Decision, Feed, LockMode, OneOf, Place, Ready, TransitRule, Weekdays};
use onward::money::Money;
use onward::plan::{Plan, Unserved};
use onward::time::Minutes;

use crate::base::{
    AT_JFK, ET_REF, ETHIOPIA, LOCK_OF_G, LOCK_OF_H, NBO_JFK, QR_REF, WAIVER, after, at, base, codes, money,
};
use crate::rules::{airport, carrier, case, date, flight, keys, sold, station, trip};

#[test]
fn a_fixed_lock_waives_the_rules_of_the_itinerary_and_keeps_its_costs() {
    let change = |feed: &mut Feed| {
        let [origin, destination] = ["DOH", "JFK"].map(|code| airport(feed, code));
        let row = case(feed, "G");
        row.origin = origin;
        row.destinations = vec![destination];
        row.ready = Ready::On(date(5, 19));
        row.max_sectors = Some(1);
        row.max_duration = Some(Minutes(60));
        row.mct_extra = Minutes(1000);
        row.clearances.push(onward::feed::Clearance {
            person: None,
            kind: "security".into(),
            valid_from: None,
            valid_to: Some(date(5, 1)),
            at: onward::feed::At::Departure,
        });
        feed.transit.push(TransitRule {
            place: onward::feed::Place::Any,
            nationality: OneOf::Named([Country::new("RW").unwrap()].into()),
            decision: Decision::Deny,
            ..feed.transit[ETHIOPIA].clone()
        });
        let person = at(&feed.persons, |row| &*row.id == "G1");
        feed.persons[person].nationality = Country::new("RW").unwrap();
        feed.transit[ETHIOPIA].nationality =
            OneOf::Named(["SO", "SS", "CD"].map(|code| Country::new(code).unwrap()).into());
    };
    assert_eq!(codes(&after(|feed, _| change(feed))), BTreeSet::new());
    let unlocked = after(|feed, _| {
        change(feed);
        feed.locks[LOCK_OF_G].mode = LockMode::Prefer;
    });
    let expected = ["origin", "destination", "ready", "max-sectors", "max-hours", "mct", "clearance", "transit-denied"];
    assert_eq!(codes(&unlocked), BTreeSet::from(expected));
}

#[test]
fn a_fixed_lock_waives_reception_days_and_lead_days_but_no_shared_limit() {
    let lock = |feed: &mut Feed, plan: &mut Plan| {
        feed.locks[LOCK_OF_H].case = at(&feed.cases, |case| &*case.id == "D");
        feed.locks[LOCK_OF_H].mode = LockMode::Fixed;
        feed.locks[LOCK_OF_H].itinerary = trip(plan, "D").legs.clone();
    };
    let strict = |feed: &mut Feed| {
        feed.reception[AT_JFK].days = Weekdays::from_digits("1").unwrap();
        feed.agreements[QR_REF].lead_days = 16;
        feed.transit[WAIVER].lead_days = 16;
    };
    let named = |report: &Report| -> BTreeSet<String> {
        report
            .violations
            .iter()
            .map(|violation| violation.place.clone())
            .filter(|place| !place.starts_with("case A"))
            .collect()
    };
    let waived = after(|feed, plan| {
        lock(feed, plan);
        strict(feed);
    });
    assert_eq!(named(&waived), BTreeSet::new(), "neither D nor E, which is linked to it");
    assert_ne!(named(&after(|feed, _| strict(feed))), BTreeSet::new());
    for (code, limit) in [
        ("beds", (|feed| station(feed, "DOH").beds = 6) as fn(&mut Feed)),
        ("assist-per-day", |feed| station(feed, "DOH").assist_per_day = Some(6)),
        ("reception-per-day", |feed| feed.reception[AT_JFK].per_day = Some(2)),
        ("reception-per-flight", |feed| feed.reception[AT_JFK].per_flight = Some(2)),
        ("allotment", |feed| feed.agreements[QR_REF].seats_per_flight = Some(5)),
        ("depart-per-day", |feed| station(feed, "NBO").depart_per_day = Some(9)),
    ] {
        let report = after(|feed, plan| {
            lock(feed, plan);
            limit(feed);
        });
        assert_eq!(codes(&report), BTreeSet::from([code]));
    }
}

#[test]
fn a_waiver_of_a_fixed_itinerary_is_paid_also_when_asked_for_late() {
    let (mut feed, plan) = base();
    feed.locks[LOCK_OF_H].case = at(&feed.cases, |case| &*case.id == "D");
    feed.locks[LOCK_OF_H].mode = LockMode::Fixed;
    feed.locks[LOCK_OF_H].itinerary = plan.itineraries[3].legs.clone();
    feed.transit[WAIVER].lead_days = 16;
    assert_eq!(check(&feed, &plan).cash.transit, money("150.00"));
}

#[test]
fn a_preferred_itinerary_kept_costs_nothing_and_one_lost_costs_once() {
    let kept = after(|feed, plan| feed.locks[LOCK_OF_H].itinerary = trip(plan, "H").legs.clone());
    assert_eq!((kept.cash.changes, codes(&kept)), (Money::ZERO, BTreeSet::new()));
    let gone = after(|feed, _| feed.locks[LOCK_OF_H].itinerary = keys("XX1/NBO/2017-05-17"));
    assert_eq!((gone.cash.changes, codes(&gone)), (money("75.00"), BTreeSet::new()));
    let unserved = after(|feed, _| feed.locks[LOCK_OF_H].case = at(&feed.cases, |case| &*case.id == "F"));
    assert_eq!((unserved.cash.changes, codes(&unserved)), (money("75.00"), BTreeSet::new()));
}

/// Fixes D's itinerary, and so E's, which is linked to it.
fn fix_d(feed: &mut Feed, plan: &mut Plan) {
    feed.locks[LOCK_OF_H].case = at(&feed.cases, |case| &*case.id == "D");
    feed.locks[LOCK_OF_H].mode = LockMode::Fixed;
    feed.locks[LOCK_OF_H].itinerary = trip(plan, "D").legs.clone();
}

/// The codes of violations that aren't case A's, which flies with D and E and isn't fixed.
fn but_for_a(report: &Report) -> BTreeSet<&'static str> {
    let others = report.violations.iter().filter(|violation| !violation.place.starts_with("case A"));
    others.map(|violation| violation.rule.code()).collect()
}

#[test]
fn a_fixed_lock_waives_each_rule_of_the_itinerary_also_for_linked_cases() {
    type Strict = fn(&mut Feed);
    let waived: [(&str, Strict); 11] = [
        ("period", |feed| feed.policy.start = date(5, 17)),
        ("max-sectors", |feed| feed.policy.max_sectors = 1),
        ("max-hours", |feed| {
            case(feed, "D").max_duration = Some(Minutes(60));
            case(feed, "E").max_duration = Some(Minutes(60));
        }),
        ("mct", |feed| station(feed, "DOH").mct[1][1] = Minutes(591)),
        ("max-connection", |feed| feed.policy.max_connection = Minutes(589)),
        ("overnight", |feed| {
            case(feed, "D").overnight = false;
            case(feed, "E").overnight = false;
        }),
        ("assist-hours", |feed| station(feed, "DOH").assist_hours.to = chrono::NaiveTime::from_hms_opt(22, 9, 0)),
        ("transit-denied", |feed| feed.transit[WAIVER].decision = Decision::Deny),
        ("transit-max-hours", |feed| {
            for row in &mut feed.transit {
                row.max_gap = Some(Minutes(300));
            }
        }),
        ("reception-day", |feed| {
            feed.reception[AT_JFK].closed.insert(date(5, 17));
        }),
        ("reception-hours", |feed| feed.reception[AT_JFK].hours.to = chrono::NaiveTime::from_hms_opt(15, 4, 0)),
    ];
    for (code, strict) in waived {
        let free = after(|feed, _| strict(feed));
        assert!(but_for_a(&free).contains(code), "{code} isn't broken: {:#?}", free.violations);
        let fixed = after(|feed, plan| {
            strict(feed);
            fix_d(feed, plan);
        });
        // B, C, G and H, who fly elsewhere, break some of them too.
        let of_d_and_e = |place: &str| place.starts_with("case D") || place.starts_with("case E");
        let left: Vec<_> = fixed.violations.iter().filter(|violation| of_d_and_e(&violation.place)).collect();
        assert!(left.is_empty(), "{code}: {left:#?}");
    }
}

#[test]
fn a_fixed_itinerary_may_visit_an_airport_twice() {
    let there_and_back = |feed: &mut Feed, plan: &mut Plan| {
        let trip = trip(plan, "H");
        trip.legs = keys("ET801/NBO/2017-05-17 ET802/ADD/2017-05-17 ET801/NBO/2017-05-18 ET500/ADD/2017-05-18");
        trip.fares = vec![
            sold("ET-REF", "NBO", "ADD", &[0]),
            sold("ET-REF", "ADD", "NBO", &[1]),
            sold("ET-REF", "NBO", "ADD", &[2]),
            sold("ET-REF", "ADD", "IAD", &[3]),
        ];
        feed.locks[LOCK_OF_H].itinerary = trip.legs.clone();
    };
    assert_eq!(codes(&after(there_and_back)), BTreeSet::from(["airport-twice"]));
    let fixed = after(|feed, plan| {
        there_and_back(feed, plan);
        feed.locks[LOCK_OF_H].mode = LockMode::Fixed;
    });
    assert_eq!(codes(&fixed), BTreeSet::new());
}

#[test]
fn a_fixed_lock_waives_no_rule_of_fares_sectors_charters_or_escorts() {
    type Break = fn(&mut Feed, &mut Plan);
    let kept: [(&str, Break); 12] = [
        ("seats", |feed, _| flight(feed, "1370").seats = 5),
        ("minors", |feed, plan| {
            fix(feed, plan, "C");
            flight(feed, "801").minors = 0;
        }),
        ("min-group", |feed, _| feed.agreements[QR_REF].min_group = 7),
        ("allotment", |feed, _| feed.agreements[QR_REF].seats_per_flight = Some(5)),
        ("fare-validity", |feed, plan| {
            fix(feed, plan, "G");
            feed.agreements[ET_REF].valid_from = date(5, 18);
            // C and H and the mission do without.
            plan.missions.clear();
            feed.persons.iter_mut().for_each(|person| person.escort = None);
            leave_behind(plan, "C");
        }),
        ("fare-carriers", |feed, _| {
            feed.agreements[QR_REF].carriers = OneOf::Named([carrier(feed, "AA")].into());
        }),
        ("fare-max-sectors", |feed, _| feed.agreements[QR_REF].max_sectors = 1),
        ("fare-via", |feed, plan| {
            feed.fares[NBO_JFK].via = Some(airport(feed, "ADD"));
            for case in ["A", "D", "E"] {
                trip(plan, case).fares[0].via = Some("ADD".into());
            }
        }),
        ("fare-gap", |feed, plan| {
            trip(plan, "H").legs[1] = "ET500/ADD/2017-05-19".into();
            fix(feed, plan, "H");
            station(feed, "ADD").beds = 1;
        }),
        ("beds", |feed, plan| {
            let trip = trip(plan, "H");
            trip.legs[1] = "ET500/ADD/2017-05-19".into();
            trip.fares = vec![sold("ET-REF", "NBO", "ADD", &[0]), sold("ET-REF", "ADD", "IAD", &[1])];
            fix(feed, plan, "H");
        }),
        ("escort-cover", |feed, plan| {
            fix(feed, plan, "C");
            plan.missions.clear();
        }),
        ("charter-min-seats", |feed, plan| {
            fix(feed, plan, "B");
            feed.charters[onward::ids::CharterIdx(0)].min_seats = 9;
        }),
    ];
    for (code, breaks) in kept {
        let report = after(|feed, plan| {
            feed.locks.raw.clear();
            for case in ["D", "A"] {
                fix(feed, plan, case);
            }
            breaks(feed, plan);
        });
        assert_eq!(codes(&report), BTreeSet::from([code]), "{:#?}", report.violations);
    }
}

/// Fixes what a case takes.
fn fix(feed: &mut Feed, plan: &mut Plan, id: &str) {
    let case = at(&feed.cases, |case| &*case.id == id);
    let itinerary = trip(plan, id).legs.clone();
    feed.locks.push(onward::feed::Lock { case, itinerary, mode: LockMode::Fixed, change_cost: Money::ZERO });
}

fn leave_behind(plan: &mut Plan, case: &str) {
    plan.itineraries.retain(|itinerary| itinerary.case != case);
    plan.unserved.push(Unserved { case: case.into(), reason: "none".into(), detail: String::new() });
}

#[test]
fn a_fixed_itinerary_that_does_not_join_or_exist_is_named_all_the_same() {
    for (code, legs) in [
        ("broken-chain", "ET801/NBO/2017-05-17 ET500/ADD/2017-05-16"),
        ("broken-chain", "ET801/NBO/2017-05-17 ET509/DUB/2017-05-17"),
        ("unknown-sector", "ET801/NBO/2017-05-17 ET500/ADD/2017-07-16"),
    ] {
        let report = after(|feed, plan| {
            trip(plan, "G").legs = keys(legs);
            feed.locks[LOCK_OF_G].itinerary = keys(legs);
        });
        let found = codes(&report);
        assert!(found.contains(code) && !found.contains("lock-fixed"), "{found:?}");
    }
}

#[test]
fn the_ends_of_a_fixed_itinerary_count_as_origin_and_destination() {
    // A waiver for Ethiopia costs 30; C, G and H connect there.
    let transit = |origin: &str, destination: &str| {
        let (mut feed, plan) = base();
        feed.transit[ETHIOPIA].decision = Decision::Waiver;
        feed.transit[ETHIOPIA].fee = money("30");
        let [origin, destination] = [origin, destination].map(|code| airport(&feed, code));
        case(&mut feed, "G").origin = origin;
        case(&mut feed, "G").destinations = vec![destination];
        check(&feed, &plan).cash.transit
    };
    assert_eq!(transit("NBO", "IAD"), money("150") + money("90"));
    assert_eq!(transit("ADD", "IAD"), money("150") + money("90"), "it starts in Kenya whatever the case says");
    assert_eq!(transit("NBO", "ADD"), money("150") + money("90"));
    // A row for another destination isn't asked for a fixed itinerary to the United States.
    let (mut feed, plan) = base();
    let to_ireland = TransitRule {
        place: Place::Any,
        destination: OneOf::Named([Country::new("IE").unwrap()].into()),
        decision: Decision::Waiver,
        fee: money("1000"),
        ..feed.transit[ETHIOPIA].clone()
    };
    feed.transit.push(to_ireland);
    let dublin = airport(&feed, "DUB");
    case(&mut feed, "G").destinations = vec![dublin];
    assert_eq!(check(&feed, &plan).cash.transit, money("150"));
}

#[test]
fn persons_who_leave_by_a_fixed_itinerary_count_where_and_when_it_leaves() {
    let report = after(|feed, _| {
        let elsewhere = airport(feed, "DUB");
        case(feed, "G").origin = elsewhere;
        // C and G leave on the 17th.
        station(feed, "NBO").depart_per_day = Some(10);
        station(feed, "DUB").depart_per_day = Some(0);
    });
    assert_eq!(codes(&report), BTreeSet::new());
    let report = after(|feed, plan| {
        leave_behind(plan, "A");
        leave_behind(plan, "B");
        leave_behind(plan, "D");
        leave_behind(plan, "E");
        plan.charters.clear();
        let elsewhere = airport(feed, "DUB");
        case(feed, "G").origin = elsewhere;
        station(feed, "NBO").depart_per_day = Some(1);
    });
    assert_eq!(codes(&report), BTreeSet::from(["depart-per-day"]));
}

#[test]
fn linked_cases_prefer_each_for_itself() {
    let changes = |of_d: &str, of_e: &str| {
        let report = after(|feed, _| {
            let [d, e] = ["D", "E"].map(|id| at(&feed.cases, |case| &*case.id == id));
            for (lock, case, legs) in [(LOCK_OF_H, d, of_d), (LOCK_OF_G, e, of_e)] {
                feed.locks[lock].case = case;
                feed.locks[lock].mode = LockMode::Prefer;
                feed.locks[lock].itinerary = keys(legs);
                feed.locks[lock].change_cost = money("40");
            }
        });
        assert_eq!(codes(&report), BTreeSet::new());
        report.cash.changes
    };
    let (taken, other) = ("QR1370/NBO/2017-05-16 QR701/DOH/2017-05-17", "QR1370/NBO/2017-05-17 QR701/DOH/2017-05-18");
    assert_eq!(changes(taken, taken), Money::ZERO);
    assert_eq!(changes(other, taken), money("40"));
    assert_eq!(changes(other, other), money("80"));
    // Part of it, or more than it, is another itinerary.
    assert_eq!(changes("QR1370/NBO/2017-05-16", taken), money("40"));
}

#[test]
fn a_preferred_itinerary_waives_nothing() {
    let report = after(|feed, plan| {
        feed.locks[LOCK_OF_H].itinerary = trip(plan, "H").legs.clone();
        case(feed, "H").max_sectors = Some(1);
    });
    assert_eq!((codes(&report), report.cash.changes), (BTreeSet::from(["max-sectors"]), Money::ZERO));
}
