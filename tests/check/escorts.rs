//! Cover, missions and pools at their edges.

use std::collections::BTreeSet;

use onward::check::check;
use onward::feed::{OneOf, Pool};
use onward::money::Money;
use onward::plan::{Component, Mission, MissionLeg, Plan};
use onward::time::Minutes;

use crate::base::{
    AT_JFK, CHAPERONE, ET_REF, IAD_NBO, K1, NBO_IAD, NBO_OPS, after, at, base, codes, money, need_chaperone,
};
use crate::rules::{airport, date, escort_on_charter, sold, station, trip};

#[test]
fn an_escort_on_a_charter_pays_the_seat_under_escorts_and_counts_on_the_first_leg() {
    let report = after(|feed, plan| {
        feed.charters[K1].min_seats = 9;
        feed.agreements[ET_REF].carriers = OneOf::Any;
        let [home, dublin] = ["NBO", "DUB"].map(|code| airport(feed, code));
        // The escort leaves the charter at DUB, from where AA 10, which A no longer takes, now goes home.
        let flight = at(&feed.flights, |flight| &*flight.number == "10");
        (feed.flights[flight].from, feed.flights[flight].to) = (dublin, home);
        feed.flights[flight].arr_day = 2;
        feed.fares.push(onward::feed::Fare { from: dublin, to: home, ..feed.fares[IAD_NBO].clone() });
        let itinerary = trip(plan, "A");
        itinerary.legs.pop();
        itinerary.fares.pop();
        feed.reception[AT_JFK].per_day = None;
        feed.reception[AT_JFK].per_flight = None;
        plan.missions.push(mission(&["K1/1", "AA10/DUB/2017-05-16"], vec![sold("ET-REF", "DUB", "NBO", &[1])]));
    });
    assert_eq!(codes(&report), BTreeSet::new());
    assert_eq!(report.cash.charters, money("9400.00"), "the escort's seat is no charter cost");
    // 715 for the first; 25 for the seat, 150 + 40 for the way back, 16 May 10:00 to 18 May 19:40 are 3 days at 120.
    assert_eq!(report.cash.escorts, money("715.00") + money("25.00") + money("190.00") + money("360.00"));
}

/// A mission of the pool on duty for chaperones all the way.
fn mission(sectors: &[&str], fares: Vec<Component>) -> Mission {
    let leg = |sector: &&str| MissionLeg { sector: (*sector).into(), duty: Some("chaperone".into()) };
    Mission { pool: "NBO-OPS".into(), legs: sectors.iter().map(leg).collect(), fares }
}

/// To ADD in the morning and back at night of that day of May.
fn there_and_back(day: u32) -> Mission {
    mission(
        &[&format!("ET801/NBO/2017-05-{day}"), &format!("ET802/ADD/2017-05-{day}")],
        vec![sold("ET-REF", "NBO", "ADD", &[0]), sold("ET-REF", "ADD", "NBO", &[1])],
    )
}

#[test]
fn days_away_are_started_24_hours() {
    let escorts = |minute| {
        let (mut feed, plan) = base();
        let flight = at(&feed.flights, |flight| &*flight.number == "802");
        feed.flights[flight].arr = chrono::NaiveTime::from_hms_opt(2, minute, 0).unwrap();
        check(&feed, &plan).cash.escorts
    };
    assert_eq!(escorts(0), money("715.00"), "48 hours to the minute");
    assert_eq!(escorts(1), money("835.00"));
}

#[test]
fn a_pool_is_named_on_each_day_on_which_more_are_missing() {
    let report = after(|feed, plan| {
        feed.pools[NBO_OPS].count = 0;
        plan.missions.push(there_and_back(18));
        plan.missions.push(there_and_back(25));
    });
    let days: Vec<&str> = report.violations.iter().map(|violation| violation.message.as_str()).collect();
    assert_eq!(codes(&report), BTreeSet::from(["pool-count"]));
    // The first is back on 19 May and rests on the 20th, as does the second: nobody is away from the 21st on.
    assert_eq!(
        days,
        [
            "1 escorts away or resting from 2017-05-17 on, the pool has 0",
            "2 escorts away or resting from 2017-05-18 on, the pool has 0",
            "1 escorts away or resting from 2017-05-25 on, the pool has 0",
        ]
    );
    let report = after(|feed, plan| {
        feed.pools[NBO_OPS].count = 0;
        plan.missions.push(there_and_back(16));
    });
    assert_eq!(report.violations.len(), 2, "not named again when the earlier one has rested: {:?}", report.violations);
}

#[test]
fn a_mission_on_the_day_after_the_rest_needs_no_other_escort() {
    let report = after(|feed, plan| {
        feed.pools[NBO_OPS].count = 1;
        plan.missions.push(there_and_back(21));
    });
    assert_eq!(codes(&report), BTreeSet::new());
}

/// On to IAD and back to the base, free of duty, after a night at ADD.
fn from_addis(plan: &mut Plan) {
    plan.missions.push(Mission {
        pool: "NBO-OPS".into(),
        legs: [
            ("ET801/NBO/2017-05-16", None),
            ("ET500/ADD/2017-05-17", Some("chaperone")),
            ("ET501/IAD/2017-05-17", None),
            ("ET802/ADD/2017-05-18", None),
        ]
        .map(|(sector, duty)| MissionLeg { sector: sector.into(), duty: duty.map(str::to_owned) })
        .into(),
        fares: vec![
            sold("ET-REF", "NBO", "ADD", &[0]),
            sold("ET-REF", "ADD", "IAD", &[1]),
            sold("ET-REF", "IAD", "NBO", &[2, 3]),
        ],
    });
}

#[test]
fn one_escort_hands_over_to_another_at_a_hub() {
    let report = after(|_, plan| {
        plan.missions[0] = there_and_back(17);
        plan.missions[0].legs[1].duty = None;
        from_addis(plan);
    });
    assert_eq!(codes(&report), BTreeSet::new());
}

#[test]
fn one_escort_is_shared_up_to_its_ratio_and_two_add_up() {
    let shared = after(|feed, _| need_chaperone(feed, &["G1"]));
    assert_eq!(codes(&shared), BTreeSet::new(), "two to an escort");
    let doubled = |second: bool| {
        codes(&after(|feed, plan| {
            need_chaperone(feed, &["G1"]);
            feed.escort_types[CHAPERONE].ratio = 1;
            if second {
                let again = plan.missions[0].clone();
                plan.missions.push(again);
            }
        }))
    };
    assert_eq!((doubled(true), doubled(false)), (BTreeSet::new(), BTreeSet::from(["escort-cover"])));
}

#[test]
fn an_escort_brings_one_case_out_and_another_back() {
    let report = after(|feed, plan| {
        // H goes home: from IAD to NBO over ADD with the escort who brought C.
        need_chaperone(feed, &["H1"]);
        let [home, washington] = ["NBO", "IAD"].map(|code| airport(feed, code));
        let row = crate::rules::case(feed, "H");
        (row.origin, row.destinations) = (washington, vec![home]);
        let back = trip(plan, "H");
        back.legs = crate::rules::keys("ET501/IAD/2017-05-17 ET802/ADD/2017-05-18");
        back.fares = vec![sold("ET-REF", "IAD", "NBO", &[0, 1])];
        crate::rules::case(feed, "H").ready = onward::feed::Ready::On(date(5, 17));
        for leg in &mut plan.missions[0].legs {
            leg.duty = Some("chaperone".into());
        }
    });
    assert_eq!(codes(&report), BTreeSet::new());
}

#[test]
fn a_mission_waits_as_long_as_it_likes_without_bed_assistance_or_transit_rule() {
    let report = after(|feed, plan| {
        for leg in &mut plan.missions[0].legs[2..] {
            leg.sector = leg.sector.replace("05-18", "05-21").replace("05-17", "05-20");
        }
        // Nobody but the escort is in the United States to connect, at IAD for 76 h 35, and at ADD at night.
        let washington = station(feed, "IAD");
        washington.beds = 0;
        washington.bed_cost = money("1000");
        washington.assist_cost = money("1000");
        washington.assist_per_day = Some(0);
        washington.assist_hours.to = chrono::NaiveTime::from_hms_opt(1, 0, 0);
        feed.policy.max_connection = Minutes::hours(10);
        feed.pools[NBO_OPS].max_away = Minutes(118 * 60 + 40);
    });
    assert_eq!(codes(&report), BTreeSet::new());
    // 118 h 40 are 5 days.
    assert_eq!(report.cash.escorts, money("475") + money("600"));
    assert_eq!((report.cash.beds, report.cash.assistance), (money("350"), money("96")));
}

#[test]
fn a_mission_counts_no_limit_on_persons() {
    let report = after(|feed, plan| {
        // 13 persons leave NBO, 10 of them on the 16th; escorts leave with them.
        plan.missions.push(there_and_back(16));
        station(feed, "NBO").depart_per_day = Some(10);
        feed.policy.start = date(5, 16);
        feed.policy.end = date(5, 18);
        plan.missions.push(there_and_back(24));
    });
    assert_eq!(codes(&report), BTreeSet::new(), "nor is it bound to the plan's dates");
}

#[test]
fn a_mission_has_twice_the_sectors_of_an_itinerary() {
    let legs = |between: u32| {
        let mut sectors = vec![("ET801/NBO/2017-05-11".to_owned(), "NBO", "ADD")];
        for n in 0..between {
            sectors.push((format!("ET500/ADD/2017-05-{}", 11 + 2 * n), "ADD", "IAD"));
            sectors.push((format!("ET501/IAD/2017-05-{}", 11 + 2 * n), "IAD", "ADD"));
        }
        sectors.push((format!("ET802/ADD/2017-05-{}", 10 + 2 * between), "ADD", "NBO"));
        sectors
    };
    let with = |between| {
        codes(&after(|_, plan| {
            let sectors = legs(between);
            let keys: Vec<&str> = sectors.iter().map(|(key, ..)| key.as_str()).collect();
            let fares = sectors.iter().enumerate().map(|(leg, (_, from, to))| sold("ET-REF", from, to, &[leg]));
            plan.missions.push(mission(&keys, fares.collect()));
        }))
    };
    assert_eq!((with(3), with(4)), (BTreeSet::new(), BTreeSet::from(["mission-max-sectors"])));
}

#[test]
fn rest_days_are_the_policys_and_pools_stand_apart() {
    let pools = |rest, count| {
        codes(&after(|feed, plan| {
            feed.policy.escort_rest_days = rest;
            feed.pools[NBO_OPS].count = count;
            // The base plan's escort is back on the 19th.
            plan.missions.push(there_and_back(20));
        }))
    };
    assert_eq!(
        (pools(0, 1), pools(1, 1), pools(1, 2)),
        (BTreeSet::new(), BTreeSet::from(["pool-count"]), BTreeSet::new())
    );
    let same_day = after(|feed, plan| {
        feed.policy.escort_rest_days = 0;
        feed.pools[NBO_OPS].count = 1;
        plan.missions.push(there_and_back(19));
    });
    assert_eq!(codes(&same_day), BTreeSet::from(["pool-count"]), "away on the date of return");
    let apart = after(|feed, plan| {
        feed.pools[NBO_OPS].count = 1;
        feed.pools.push(Pool { id: "OTHERS".into(), ..feed.pools[NBO_OPS].clone() });
        let mut other = there_and_back(18);
        other.pool = "OTHERS".into();
        plan.missions.push(other);
    });
    assert_eq!(codes(&apart), BTreeSet::new());
}

#[test]
fn an_escorts_fare_is_rounded_once_with_its_tax() {
    let (mut feed, plan) = base();
    feed.agreements[ET_REF].rate = "1.1".parse().unwrap();
    feed.fares[NBO_IAD].tax = money("60.05");
    // (225 + 60.05) × 1.1 = 313.555, to even 313.56; (150 + 40) × 1.1 = 209; two days.
    assert_eq!(check(&feed, &plan).cash.escorts, money("313.56") + money("209") + money("240"));
    feed.agreements[ET_REF].escort_pct = 0.into();
    // 66.055 to even 66.06; 44.
    assert_eq!(check(&feed, &plan).cash.escorts, money("66.06") + money("44") + money("240"), "tax is paid by all");
}

#[test]
fn an_escort_alone_uses_a_charter() {
    let report = after(|feed, plan| {
        escort_on_charter(feed, plan);
        feed.charters[crate::base::K3].min_seats = 1;
    });
    assert_eq!(codes(&report), BTreeSet::new());
    // The charter's price; its seat at 30 stands with the escorts, with 75 + 20 back and a day.
    assert_eq!(report.cash.charters, money("9400") + money("7000"));
    assert_eq!(report.cash.escorts, money("715") + money("30") + money("95") + money("120"));
}

#[test]
fn a_duty_that_nobody_needs_is_no_fault() {
    let report = after(|feed, plan| {
        feed.persons.iter_mut().for_each(|person| person.escort = None);
        plan.missions[0].legs[3].duty = Some("chaperone".into());
    });
    assert_eq!((codes(&report), report.cash.escorts), (BTreeSet::new(), money("715")));
    let report = after(|feed, plan| {
        feed.persons.iter_mut().for_each(|person| person.escort = None);
        plan.missions.clear();
    });
    assert_eq!((codes(&report), report.cash.escorts), (BTreeSet::new(), Money::ZERO));
}
