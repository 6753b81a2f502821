//! What isn't broken must not be named: the checker's readings of the rules at their edges.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use onward::check::check;
use onward::feed::{Country, Decision, Feed, OneOf, Ready, TransitRule, Zone};
use onward::money::Money;
use onward::time::Minutes;

use crate::base::{AT_ORD, ETHIOPIA, K1, NBO_OPS, NOT_QATAR, PASSPORT, QR_REF, WAIVER, after, at, base, codes, money};
use crate::rules::{airport, case, date, keys, station, trip};

fn born(feed: &mut Feed, person: &str, date: NaiveDate) {
    let idx = at(&feed.persons, |row| &*row.id == person);
    feed.persons[idx].birth = date;
}

/// What case A pays at QR-REF's and AA-DOM's fares: an adult 600.10 + 85, a child 462.60 + 65, on a lap 105.10 + 13.
fn fares_of_a(change: impl FnOnce(&mut Feed)) -> Money {
    let (mut feed, plan) = base();
    let others = money("5197.70") - money("1767.90") - money("248.00");
    change(&mut feed);
    check(&feed, &plan).cash.fares - others
}

#[test]
fn types_go_by_age_on_the_local_date_of_the_first_departure() {
    let twelve = |day| fares_of_a(move |feed| born(feed, "A3", NaiveDate::from_ymd_opt(2005, 5, day).unwrap()));
    assert_eq!(twelve(17), money("2015.90"), "twelve a day later, when DOH is left");
    assert_eq!(twelve(16), money("2015.90") + money("157.50"), "twelve that day");
    let two = |day| fares_of_a(move |feed| born(feed, "A4", NaiveDate::from_ymd_opt(2015, 5, day).unwrap()));
    assert_eq!(two(17), money("2015.90"));
    assert_eq!(two(16), money("2015.90") + money("409.50"));
}

#[test]
fn an_infant_beyond_the_laps_of_those_aged_16_is_a_child() {
    let infant = NaiveDate::from_ymd_opt(2016, 3, 1).unwrap();
    let two_infants = |feed: &mut Feed| born(feed, "A3", infant);
    assert_eq!(fares_of_a(two_infants), money("2015.90") - money("409.50"), "two laps for two");
    let one_lap = fares_of_a(|feed| {
        two_infants(feed);
        born(feed, "A2", NaiveDate::from_ymd_opt(2001, 5, 17).unwrap());
    });
    assert_eq!(one_lap, money("2015.90"), "fifteen, so an adult without a lap");
    let two_laps = fares_of_a(|feed| {
        two_infants(feed);
        born(feed, "A2", NaiveDate::from_ymd_opt(2001, 5, 16).unwrap());
    });
    assert_eq!(two_laps, money("2015.90") - money("409.50"), "sixteen that day");
    let report = after(|feed, _| {
        born(feed, "A2", NaiveDate::from_ymd_opt(2001, 5, 17).unwrap());
        born(feed, "A1", NaiveDate::from_ymd_opt(2002, 5, 17).unwrap());
        let flight = at(&feed.flights, |flight| &*flight.number == "10");
        feed.flights[flight].capacity.seats = 3;
    });
    assert_eq!(codes(&report), BTreeSet::from(["seats"]), "the infant without a lap has a seat");
}

#[test]
fn an_infant_on_a_stretcher_pays_six_child_fares_and_leaves_the_lap_free() {
    let fares = fares_of_a(|feed| {
        let person = at(&feed.persons, |row| &*row.id == "A4");
        feed.persons[person].stretcher = true;
        born(feed, "A3", NaiveDate::from_ymd_opt(2016, 3, 1).unwrap());
    });
    // (6 × 375 + 45.55) × 1.1 = 2,525.105, to even 2,525.10; 6 × 60 + 5 = 365.
    assert_eq!(fares, money("1370.20") + money("118.10") + money("2890.10"));
}

#[test]
fn reception_rows_hold_for_their_programme_and_no_exempt_priority() {
    let strict = |feed: &mut Feed| feed.reception[AT_ORD].per_day = Some(0);
    let exempt = after(|feed, _| {
        strict(feed);
        feed.reception[AT_ORD].exempt.extend(onward::feed::Priority::ALL);
    });
    assert_eq!(codes(&exempt), BTreeSet::new());
    let other = after(|feed, _| {
        strict(feed);
        feed.reception[AT_ORD].programme = OneOf::Named([onward::ids::ProgrammeIdx(99)].into());
    });
    assert_eq!(codes(&other), BTreeSet::new());
}

#[test]
fn a_country_of_the_airport_yields_to_the_airport_and_any_to_a_nationality() {
    // The first row denies all of Qatar; the base plan is valid since rows for DOH stand above it. The reverse:
    let report = after(|feed, _| {
        let country = feed.transit[NOT_QATAR].place.clone();
        feed.transit[WAIVER].place = country;
    });
    assert_eq!(codes(&report), BTreeSet::new(), "one place, so the nationality decides");
    let report = after(|feed, _| {
        let (all, own) = (feed.transit[NOT_QATAR].place.clone(), feed.transit[WAIVER].place.clone());
        feed.transit[NOT_QATAR].place = own;
        feed.transit[WAIVER].place = all;
        feed.transit[PASSPORT].place = feed.transit[WAIVER].place.clone();
    });
    assert_eq!(codes(&report), BTreeSet::from(["transit-denied"]), "the airport before the nationality");
}

#[test]
fn connections_in_the_countries_of_both_ends_are_free_of_transit_rules() {
    let report = after(|feed, _| {
        let qatar = airport(feed, "DOH");
        feed.airports[qatar].country = Country::new("KE").unwrap();
        feed.transit.raw.drain(..3);
    });
    assert_eq!((codes(&report), report.cash.transit), (BTreeSet::new(), Money::ZERO));
}

#[test]
fn a_charter_listed_that_nobody_takes_costs_its_price() {
    let report = after(|_, plan| plan.charters.push("K3".into()));
    assert_eq!((codes(&report), report.cash.charters), (BTreeSet::new(), money("16400.00")));
}

#[test]
fn edges_of_limits_are_inside() {
    let report = after(|feed, plan| {
        station(feed, "DUB").mct[1][1] = Minutes(120);
        station(feed, "JFK").mct[1][0] = Minutes(175);
        station(feed, "IAD").mct[1][1] = Minutes(275);
        feed.policy.max_connection = Minutes(590);
        feed.transit[WAIVER].max_gap = Some(Minutes(590));
        feed.transit[WAIVER].lead_days = 15;
        feed.agreements[QR_REF].lead_days = 15;
        feed.agreements[QR_REF].min_group = 6;
        feed.agreements[QR_REF].seats_per_flight = Some(6);
        feed.agreements[QR_REF].valid_from = date(5, 16);
        feed.agreements[QR_REF].valid_to = date(5, 16);
        feed.policy.start = date(5, 16);
        feed.policy.end = date(5, 18);
        feed.reception[AT_ORD].hours.to = chrono::NaiveTime::from_hms_opt(20, 30, 0);
        feed.reception[AT_ORD].hours.from = chrono::NaiveTime::from_hms_opt(19, 40, 0);
        feed.charters[K1].min_seats = 8;
        feed.pools[NBO_OPS].max_away = Minutes(46 * 60 + 40);
        feed.pools[NBO_OPS].from = date(5, 17);
        feed.pools[NBO_OPS].to = date(5, 19);
        feed.pools[NBO_OPS].count = 1;
        let row = case(feed, "H");
        row.max_duration = Some(Minutes(20 * 60 + 40));
        row.ready = Ready::At(date(5, 18).and_hms_opt(2, 0, 0).unwrap());
        row.mct_extra = Minutes(180);
        row.max_sectors = Some(2);
        assert_eq!(trip(plan, "H").legs.len(), 2);
    });
    assert_eq!(codes(&report), BTreeSet::new());
}

#[test]
fn a_stopover_without_midnight_needs_no_bed_but_is_landside() {
    let change = |feed: &mut Feed| {
        station(feed, "ADD").airside = Minutes(269);
        case(feed, "H").overnight = false;
    };
    assert_eq!(codes(&after(|feed, _| change(feed))), BTreeSet::new());
    let report = after(|feed, _| {
        change(feed);
        feed.transit[ETHIOPIA].zones = [Zone::Airside].into();
    });
    assert_eq!(codes(&report), BTreeSet::from(["transit-denied"]));
}

#[test]
fn all_violations_are_reported_at_once() {
    let report = after(|feed, plan| {
        feed.policy.end = date(5, 17);
        station(feed, "DOH").beds = 6;
        plan.charters.push("K9".into());
        trip(plan, "H").fares[0].to = "ADD".into();
        case(feed, "A").max_sectors = Some(2);
    });
    assert_eq!(codes(&report), BTreeSet::from(["period", "beds", "unknown-charter", "fare-ends", "max-sectors"]));
}

#[test]
fn no_personal_detail_is_shown() {
    let report = after(|feed, _| {
        feed.transit[WAIVER].decision = Decision::Deny;
        station(feed, "DOH").beds = 0;
    });
    for violation in &report.violations {
        let text = violation.to_string();
        assert!(!text.contains("1987") && !text.contains("SO") && !text.contains("ctd"), "{text}");
    }
}

#[test]
fn a_gap_of_the_airside_hours_is_no_stopover() {
    let report = |airside| {
        after(|feed, _| {
            station(feed, "ADD").airside = Minutes(airside);
            feed.transit[ETHIOPIA].zones = [Zone::Airside].into();
        })
    };
    assert_eq!(codes(&report(270)), BTreeSet::new());
    assert_eq!(codes(&report(269)), BTreeSet::from(["transit-denied"]));
}

#[test]
fn a_domestic_sector_in_or_out_makes_the_connection_landside() {
    for other in ["KE", "US"] {
        let report = after(|feed, _| feed.blocs.push(["IE", other].map(|code| Country::new(code).unwrap()).into()));
        assert_eq!(codes(&report), BTreeSet::from(["transit-denied"]), "{other} of one bloc with Ireland");
    }
}

#[test]
fn transit_rows_are_compared_on_place_then_nationality_then_document_then_destination() {
    // Each loosens the waiver's row in one thing and adds a row that is free and more specific only after it.
    let fees = |loosen: fn(&mut TransitRule), free: fn(&mut TransitRule)| {
        let (mut feed, plan) = base();
        let mut rival = feed.transit[WAIVER].clone();
        rival.decision = Decision::Allow;
        free(&mut rival);
        loosen(&mut feed.transit[WAIVER]);
        let mut rows = vec![rival.clone()];
        rows.extend(feed.transit.iter().cloned());
        rows.push(rival);
        feed.transit = rows.into_iter().collect();
        check(&feed, &plan).cash.transit
    };
    assert_eq!(fees(|_| {}, |rival| rival.destination = OneOf::Any), money("150.00"));
    assert_eq!(fees(|row| row.destination = OneOf::Any, |rival| rival.document = OneOf::Any), money("150.00"));
    let no_nationality = |rival: &mut TransitRule| rival.nationality = OneOf::Any;
    let neither = |row: &mut TransitRule| (row.document, row.destination) = (OneOf::Any, OneOf::Any);
    assert_eq!(fees(|row| row.destination = OneOf::Any, no_nationality), money("150.00"));
    assert_eq!(fees(neither, no_nationality), money("150.00"));
    assert_eq!(fees(|row| row.destination = OneOf::Any, |_| {}), Money::ZERO, "the rival has all and a destination");
}

#[test]
fn a_sector_may_leave_the_minute_the_one_before_arrives() {
    let report = after(|feed, _| {
        station(feed, "DUB").mct[1][1] = Minutes(0);
        feed.charters[K1].legs[1].dep = feed.charters[K1].legs[0].arr;
    });
    assert_eq!(codes(&report), BTreeSet::new());
}

#[test]
fn a_fare_goes_on_over_a_connection_of_24_hours() {
    let report = |minute| {
        after(|feed, plan| {
            let (from, flight) = (airport(feed, "ADD"), at(&feed.flights, |flight| &*flight.number == "509"));
            feed.flights[flight].from = from;
            feed.flights[flight].dep = chrono::NaiveTime::from_hms_opt(4, minute, 0).unwrap();
            station(feed, "ADD").beds = 1;
            feed.transit[ETHIOPIA].max_gap = None;
            trip(plan, "H").legs[1] = "ET509/ADD/2017-05-19".into();
        })
    };
    assert_eq!(codes(&report(10)), BTreeSet::new());
    assert_eq!(codes(&report(11)), BTreeSet::from(["fare-gap"]));
}

#[test]
fn leaving_before_the_target_earns_nothing() {
    let report = after(|feed, _| case(feed, "B").target = date(5, 20));
    assert_eq!(report.penalties.delay, money("180.00"));
}

#[test]
fn of_a_case_served_twice_the_first_itinerary_counts() {
    let (feed, mut plan) = base();
    let mut other = trip(&mut plan, "H").clone();
    other.legs = keys("ET801/NBO/2017-05-17 ET500/ADD/2017-05-17");
    plan.itineraries.push(other);
    assert_eq!(codes(&check(&feed, &plan)), BTreeSet::from(["case-twice"]));
}
