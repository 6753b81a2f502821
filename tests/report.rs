//! Escorts, charters, agreements and locks as `onward show` tells them, on the plan that tests/check proves by hand.

use std::collections::BTreeSet;
use std::path::Path;

use onward::check::check;
use onward::feed::{Feed, LockMode};
use onward::money::Money;
use onward::plan::{Component, Itinerary, Mission, MissionLeg, Plan};
use onward::report::{Journeys, Mismatch, Summary, by_agreement, by_charter, by_duty, by_flight, by_mission};

fn base() -> (Feed, Plan) {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/check"));
    let (feed, _) = Feed::read(&folder.join("feed")).unwrap_or_else(|faults| panic!("{faults}"));
    let plan = Plan::from_json(&std::fs::read_to_string(folder.join("plan.json")).unwrap()).unwrap();
    (feed, plan)
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn sold(agreement: &str, from: &str, to: &str, legs: &[usize]) -> Component {
    let (agreement, from, to) = (agreement.into(), from.into(), to.into());
    Component { agreement, from, to, via: None, legs: legs.to_vec() }
}

/// To IAD on duty over ADD and back free of duty, as the base plan's mission does on 17 May.
fn to_washington(day: u32) -> Mission {
    let leg = |sector: String, duty: bool| MissionLeg { sector, duty: duty.then(|| "chaperone".to_owned()) };
    Mission {
        pool: "NBO-OPS".into(),
        legs: vec![
            leg(format!("ET801/NBO/2017-05-{day}"), true),
            leg(format!("ET500/ADD/2017-05-{day}"), true),
            leg(format!("ET501/IAD/2017-05-{day}"), false),
            leg(format!("ET802/ADD/2017-05-{}", day + 1), false),
        ],
        fares: vec![sold("ET-REF", "NBO", "IAD", &[0, 1]), sold("ET-REF", "IAD", "NBO", &[2, 3])],
    }
}

/// To ADD and back that day, on duty on the way out.
fn to_addis(day: u32) -> Mission {
    let leg = |sector: String, duty: Option<&str>| MissionLeg { sector, duty: duty.map(str::to_owned) };
    Mission {
        pool: "NBO-OPS".into(),
        legs: vec![
            leg(format!("ET801/NBO/2017-05-{day}"), Some("chaperone")),
            leg(format!("ET802/ADD/2017-05-{day}"), None),
        ],
        fares: vec![sold("ET-REF", "NBO", "ADD", &[0]), sold("ET-REF", "ADD", "NBO", &[1])],
    }
}

/// Who is given an escort type: each person of these cases.
fn need_chaperones(feed: &mut Feed, cases: &[&str]) {
    for case in cases {
        let persons = feed.cases.iter().find(|row| &*row.id == *case).unwrap().persons.clone();
        for person in persons {
            feed.persons[person].escort = Some(onward::ids::EscortTypeIdx(0));
        }
    }
}

/// Flight, escort and the cases with their persons, of each duty.
fn company(journeys: &Journeys) -> Vec<(String, usize, String)> {
    let rows = by_duty(journeys).into_iter().filter(|row| row.duty.is_some());
    rows.map(|row| {
        let cases: Vec<String> = row.cases.iter().map(|one| format!("{}:{}", one.case, one.persons)).collect();
        (row.flight, row.mission, cases.join(" "))
    })
    .collect()
}

#[test]
fn a_mission_tells_who_when_with_whom_and_what_it_costs() {
    let (feed, plan) = base();
    let rows = by_mission(&Journeys::of_feed(&plan, &feed).unwrap());
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.mission, &*row.pool, row.escort), (1, "NBO-OPS", Some(1)));
    assert_eq!(row.departure.as_deref(), Some("2017-05-17 02:00"));
    assert_eq!(row.arrival.as_deref(), Some("2017-05-19 00:40"));
    assert_eq!(row.rests_until.as_deref(), Some("2017-05-20"), "a day's rest after the date of return");
    // 46 h 40 are two started days at 120; 50 % of 450 and 60 tax there, 50 % of 300 and 40 tax back.
    assert_eq!(row.days, Some(2));
    assert_eq!((row.day_cost, row.seat_cost), (Some(money("240")), Some(Money::ZERO)));
    let fares: Vec<_> = row.fares.iter().map(|fare| (&*fare.agreement, &*fare.from, &*fare.to, fare.price)).collect();
    assert_eq!(fares, [("ET-REF", "NBO", "IAD", Some(money("285"))), ("ET-REF", "IAD", "NBO", Some(money("190")))]);
    assert_eq!((row.fare_cost, row.cost), (Some(money("475")), Some(plan.cash.escorts)));
    assert_eq!((&*row.duties, &*row.cases), (&["chaperone".to_owned()][..], &["C".to_owned()][..]));
}

#[test]
fn an_escort_who_is_away_or_resting_is_not_sent_again() {
    let (feed, mut plan) = base();
    // The base plan's escort rests until the 20th.
    plan.missions = [to_addis(21), to_addis(20), to_washington(17), to_addis(17), to_addis(19), to_addis(24)].into();
    let journeys = Journeys::of_feed(&plan, &feed).unwrap();
    let escorts: Vec<_> = journeys.missions.iter().map(|mission| mission.escort).collect();
    // From the 17th the second is back on the 18th and rests on the 19th, so that the third goes on that day.
    assert_eq!(escorts, [Some(1), Some(2), Some(1), Some(2), Some(3), Some(1)]);
    assert_eq!(Summary::of(&journeys, None).terms.map(|terms| terms.escorts), Some(3));
}

#[test]
fn each_duty_names_the_cases_sector_by_sector() {
    let (mut feed, mut plan) = base();
    need_chaperones(&mut feed, &["C", "G"]);
    plan.missions[0].legs[1].duty = None;
    plan.missions.push(to_washington(17));
    let journeys = Journeys::of_feed(&plan, &feed).unwrap();
    let expected = [
        // Two cover two each, so the first takes both as far as ADD and the second from there.
        ("ET801/NBO/2017-05-17".to_owned(), 1, "C:1 G:1".to_owned()),
        ("ET801/NBO/2017-05-17".to_owned(), 2, String::new()),
        ("ET500/ADD/2017-05-17".to_owned(), 2, "C:1 G:1".to_owned()),
    ];
    assert_eq!(company(&journeys), expected);
    let cases: Vec<_> = by_mission(&journeys).into_iter().map(|row| row.cases.join(" ")).collect();
    assert_eq!(cases, ["C G", "C G"]);
}

#[test]
fn a_case_larger_than_one_escort_goes_with_several_and_keeps_them() {
    let (mut feed, mut plan) = base();
    // F, three persons, goes along; one escort covers two.
    let like = plan.itineraries.iter().find(|itinerary| itinerary.case == "G").unwrap().clone();
    plan.itineraries.push(Itinerary { case: "F".into(), ..like });
    need_chaperones(&mut feed, &["C", "F"]);
    plan.missions.push(to_washington(17));
    let journeys = Journeys::of_feed(&plan, &feed).unwrap();
    let expected = [
        ("ET801/NBO/2017-05-17", 1, "C:1 F:1"),
        ("ET500/ADD/2017-05-17", 1, "C:1 F:1"),
        ("ET801/NBO/2017-05-17", 2, "F:2"),
        ("ET500/ADD/2017-05-17", 2, "F:2"),
    ];
    assert_eq!(company(&journeys), expected.map(|(flight, mission, cases)| (flight.into(), mission, cases.into())));
}

#[test]
fn flights_count_escorts_and_their_seats_and_those_with_escorts_alone() {
    let (feed, plan) = base();
    let flights = by_flight(&Journeys::of_feed(&plan, &feed).unwrap());
    let told = |key: &str| {
        let row = flights.iter().find(|row| row.flight == key).unwrap();
        (row.cases, row.persons, row.escorts, row.taken, row.seats)
    };
    assert_eq!(told("ET801/NBO/2017-05-17"), (2, Some(2), 1, Some(3), Some(20)));
    assert_eq!(told("ET501/IAD/2017-05-17"), (0, Some(0), 1, Some(1), Some(20)));
    // A lap infant takes no seat, a person on a stretcher six.
    assert_eq!(told("QR1370/NBO/2017-05-16"), (3, Some(7), 0, Some(6), Some(30)));
    assert_eq!(told("K1/1"), (1, Some(3), 0, Some(8), Some(20)));
    // Without the feed, whose escorts are aboard is told too.
    let alone = by_flight(&Journeys::of_plan(&plan));
    assert!(alone.iter().any(|row| row.flight == "ET802/ADD/2017-05-18" && row.escorts == 1 && row.taken.is_none()));
}

#[test]
fn a_charter_tells_its_load_leg_by_leg_and_what_a_seat_comes_to() {
    let (feed, mut plan) = base();
    // An escort aboard the first leg; another charter that nobody takes.
    plan.missions[0].legs.push(MissionLeg { sector: "K1/1".into(), duty: None });
    plan.charters.push("K3".into());
    let journeys = Journeys::of_feed(&plan, &feed).unwrap();
    let rows = by_charter(&journeys);
    let loads: Vec<_> =
        rows.iter().map(|row| (&*row.charter, row.leg, row.persons, row.escorts, row.taken, row.seats)).collect();
    assert_eq!(
        loads,
        [
            ("K1", 1, Some(3), 1, Some(9), Some(20)),
            ("K1", 2, Some(3), 0, Some(8), Some(20)),
            ("K3", 1, Some(0), 0, Some(0), Some(20)),
        ]
    );
    // 9,000 and 25 for 9 and 8 seats; over the 9 of the fullest leg.
    let costs: Vec<_> = rows.iter().map(|row| (row.min_seats, row.cost, row.cost_a_seat)).collect();
    assert_eq!(
        costs,
        [
            (Some(3), Some(money("9425")), Some(money("1047.22"))),
            (None, None, None),
            (Some(0), Some(money("7000")), None),
        ]
    );
    assert_eq!((rows[0].group.as_deref(), rows[2].group.as_deref()), (Some("west"), None));
    assert_eq!(by_mission(&journeys)[0].seat_cost, Some(money("25")));
    let alone: Vec<_> = by_charter(&Journeys::of_plan(&plan)).into_iter().map(|row| (row.charter, row.leg)).collect();
    assert_eq!(alone, [("K1".to_owned(), 1), ("K1".to_owned(), 2), ("K3".to_owned(), 1)]);
}

#[test]
fn an_agreement_tells_volume_tiers_commitment_and_groups() {
    let (feed, plan) = base();
    let rows = by_agreement(&Journeys::of_feed(&plan, &feed).unwrap());
    let ids: Vec<&str> = rows.iter().map(|row| &*row.agreement).collect();
    assert_eq!(ids, ["QR-REF", "AA-DOM", "ET-REF"]);
    let [qr, aa, et] = rows.as_slice() else { panic!() };
    // A, D and E, whose infant sits on a lap.
    assert_eq!((qr.tickets, qr.sold, qr.seats_before, qr.volume), (3, Some(6), Some(1), Some(7)));
    assert_eq!(
        (qr.tier, qr.next_tier, qr.rebate, qr.rebates),
        (Some(7), Some(8), Some(money("11")), Some(money("66")))
    );
    assert_eq!(
        (qr.min_group, qr.smallest_group, qr.largest_group, qr.allotment),
        (Some(2), Some(6), Some(6), Some(10))
    );
    assert_eq!((aa.committed, aa.short, aa.shortfall), (Some(5), Some(2), Some(money("40"))));
    assert_eq!((aa.tier, aa.next_tier, aa.min_group), (None, None, None));
    // C, G, H and the escort's two components; on three sectors it or H travels alone.
    assert_eq!((et.tickets, et.sold, et.escorts, et.sectors), (5, Some(5), 2, 6));
    assert_eq!((et.smallest_group, et.largest_group, et.committed), (Some(1), Some(3), None));
}

#[test]
fn an_agreement_with_a_commitment_is_told_where_nothing_is_bought() {
    let (mut feed, mut plan) = base();
    plan.itineraries.retain(|itinerary| itinerary.case != "A");
    let rows = by_agreement(&Journeys::of_feed(&plan, &feed).unwrap());
    let aa = rows.iter().find(|row| row.agreement == "AA-DOM").unwrap();
    assert_eq!((aa.tickets, aa.volume, aa.short, aa.shortfall), (0, Some(0), Some(5), Some(money("100"))));
    assert_eq!((aa.smallest_group, aa.largest_group), (None, None));
    for agreement in &mut feed.agreements {
        agreement.commit_seats = 0;
    }
    let rows = by_agreement(&Journeys::of_feed(&plan, &feed).unwrap());
    assert!(rows.iter().all(|row| row.agreement != "AA-DOM"), "nothing to tell of it");
}

/// The tables' amounts, added up, are the plan's.
fn add_up(feed: &Feed, plan: &Plan) {
    let journeys = Journeys::of_feed(plan, feed).unwrap();
    let (missions, agreements, charters) = (by_mission(&journeys), by_agreement(&journeys), by_charter(&journeys));
    let sum = |amounts: Vec<Option<Money>>| amounts.into_iter().flatten().sum::<Money>();
    assert_eq!(sum(missions.iter().map(|row| row.cost).collect()), plan.cash.escorts);
    assert_eq!(sum(agreements.iter().map(|row| row.rebates).collect()), plan.cash.rebates);
    assert_eq!(sum(agreements.iter().map(|row| row.shortfall).collect()), plan.cash.shortfalls);
    let escorts_fares = sum(missions.iter().map(|row| row.fare_cost).collect());
    assert_eq!(sum(agreements.iter().map(|row| row.fares).collect()), plan.cash.fares + escorts_fares);
    let escorts_seats = sum(missions.iter().map(|row| row.seat_cost).collect());
    assert_eq!(sum(charters.iter().map(|row| row.cost).collect()), plan.cash.charters + escorts_seats);
}

#[test]
fn amounts_add_up_to_the_plans() {
    let (feed, mut plan) = base();
    add_up(&feed, &plan);
    // A second escort, and one who takes a charter's seat, whatever else is wrong with that.
    plan.missions.push(to_addis(24));
    plan.missions.push(Mission {
        pool: "NBO-OPS".into(),
        legs: vec![MissionLeg { sector: "K1/1".into(), duty: Some("chaperone".into()) }],
        fares: vec![],
    });
    let report = check(&feed, &plan);
    assert_ne!(report.cash, plan.cash);
    plan.cash = report.cash;
    add_up(&feed, &plan);
}

#[test]
fn the_summary_counts_missions_rebates_shortfalls_and_locks() {
    let (mut feed, plan) = base();
    let terms = |feed: &Feed| Summary::of(&Journeys::of_feed(&plan, feed).unwrap(), None).terms.unwrap();
    let told = terms(&feed);
    assert_eq!((told.escorts, told.escorts_in_pools, told.escort_days), (1, 2, 2));
    assert_eq!((told.at_rebate, told.short, told.short_seats), (1, 1, 2));
    assert_eq!((told.fixed, told.preferred, told.changed), (1, 1, 1));
    // Of H the itinerary taken; of D, and so of E which is linked to it, a fixed one.
    let taken = plan.itineraries.iter().find(|itinerary| itinerary.case == "H").unwrap();
    feed.locks[onward::ids::LockIdx(1)].itinerary = taken.legs.clone();
    let mut fixed = feed.locks[onward::ids::LockIdx(0)].clone();
    fixed.case = feed.cases.iter_enumerated().find(|(_, case)| &*case.id == "D").unwrap().0;
    assert_eq!(fixed.mode, LockMode::Fixed);
    feed.locks.push(fixed);
    let told = terms(&feed);
    assert_eq!((told.fixed, told.preferred, told.changed), (3, 1, 0));
    let text = Summary::of(&Journeys::of_feed(&plan, &feed).unwrap(), None).to_string();
    for line in [
        "missions                1 (by 1 of 2 escorts, 2 days away)",
        "agreements at a rebate  1",
        "agreements short        1 (by 2 seats of those promised)",
        "fixed itineraries       3",
        "preferred itineraries   1 (0 changed or given up)",
    ] {
        assert!(text.lines().any(|told| told == line), "{line:?} is missing in\n{text}");
    }
    assert_eq!(Summary::of(&Journeys::of_plan(&plan), None).terms, None);
}

#[test]
fn what_the_feed_does_not_hold_is_named() {
    type Change = fn(&mut Plan);
    let changes: [(&str, Change); 6] = [
        ("flight", |plan| plan.missions[0].legs[2].sector = "XX1/NBO/2017-05-17".into()),
        ("pool", |plan| plan.missions[0].pool = "XX".into()),
        ("escort type", |plan| plan.missions[0].legs[0].duty = Some("pilot".into())),
        ("fare", |plan| plan.missions[0].fares[0].to = "JFK".into()),
        ("fare", |plan| plan.itineraries[0].fares[0].via = None),
        ("charter", |plan| plan.charters.push("K9".into())),
    ];
    let mut named = BTreeSet::new();
    for (what, change) in changes {
        let (feed, mut plan) = base();
        change(&mut plan);
        let error = Journeys::of_feed(&plan, &feed).map(|_| ()).unwrap_err();
        assert_eq!(error.what, what, "{error}");
        named.insert(error.what);
    }
    let (feed, plan) = base();
    assert!(Journeys::of_feed(&plan, &feed).is_ok());
    assert_eq!(named.len(), 5);
    let error = Mismatch { what: "escort type", id: "pilot".into() };
    assert_eq!(error.to_string(), "the plan doesn't fit the feed: it names escort type \"pilot\", which isn't in it");
}

#[test]
fn a_hostile_plan_breaks_no_sum() {
    let (feed, mut plan) = base();
    plan.cash.fares = Money(i64::MAX);
    plan.cash.shortfalls = Money(i64::MAX);
    plan.cash.rebates = Money(-i64::MAX);
    plan.penalties.hours = Money(i64::MAX);
    plan.penalties.delay = Money(i64::MAX);
    plan.missions[0].legs.reverse();
    plan.missions[0].fares[0].legs = vec![usize::MAX, 7, 0];
    plan.itineraries[0].legs.clear();
    plan.charters.push(plan.charters[0].clone());
    for journeys in [Journeys::of_plan(&plan), Journeys::of_feed(&plan, &feed).unwrap()] {
        assert!(Summary::of(&journeys, None).to_string().contains("92,233,720,368,547,758.07"));
        let rows = (by_mission(&journeys).len(), by_duty(&journeys).len(), by_charter(&journeys).len());
        assert_eq!(rows, (1, 4, 4));
        assert!(!by_agreement(&journeys).is_empty());
    }
}
