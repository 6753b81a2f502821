//! Each rule broken alone, in the plan or by a feed that asks for a little more.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveTime, Weekday};
use onward::check::{Rule, check};
use onward::feed::{Capacity, Case, Country, Decision, Feed, LockMode, OneOf, Ready, Station, Weekdays, Zone};
use onward::ids::{AirportIdx, CarrierIdx};
use onward::plan::{Component, Itinerary, Mission, MissionLeg, Plan, Unserved};
use onward::time::Minutes;

use crate::base::{
    AA_DOM, AT_ORD, CHAPERONE, ET_REF, ETHIOPIA, IRELAND, K1, K3, LOCK_OF_H, NBO_JFK, NBO_OPS, QR_REF, WAIVER, at,
    base, codes, money, need_chaperone, sell_escorts_as_groups, settle,
};

pub fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2017, month, day).unwrap()
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

pub fn case<'a>(feed: &'a mut Feed, id: &str) -> &'a mut Case {
    feed.cases.iter_mut().find(|case| &*case.id == id).unwrap()
}

pub fn airport(feed: &Feed, code: &str) -> AirportIdx {
    at(&feed.airports, |airport| airport.iata.as_str() == code)
}

pub fn carrier(feed: &Feed, code: &str) -> CarrierIdx {
    at(&feed.carriers, |carrier| &**carrier == code)
}

pub fn station<'a>(feed: &'a mut Feed, code: &str) -> &'a mut Station {
    let idx = airport(feed, code);
    &mut feed.stations[idx]
}

pub fn trip<'a>(plan: &'a mut Plan, case: &str) -> &'a mut Itinerary {
    plan.itineraries.iter_mut().find(|itinerary| itinerary.case == case).unwrap()
}

pub fn keys(keys: &str) -> Vec<String> {
    keys.split(' ').map(String::from).collect()
}

pub fn sold(agreement: &str, from: &str, to: &str, legs: &[usize]) -> Component {
    let (agreement, from, to) = (agreement.into(), from.into(), to.into());
    Component { agreement, from, to, via: None, legs: legs.to_vec() }
}

/// A mission of the pool in which every sector has a fare of its own.
fn mission(duty: Option<&str>, sectors: &[(&str, &str, &str)]) -> Mission {
    let leg = |&(sector, ..): &(&str, _, _)| MissionLeg { sector: sector.into(), duty: duty.map(String::from) };
    let fare = |(leg, &(_, from, to)): (usize, &(_, &str, &str))| sold("ET-REF", from, to, &[leg]);
    Mission {
        pool: "NBO-OPS".into(),
        legs: sectors.iter().map(leg).collect(),
        fares: sectors.iter().enumerate().map(fare).collect(),
    }
}

const THERE_AND_BACK: &[(&str, &str, &str)] =
    &[("ET801/NBO/2017-05-24", "NBO", "ADD"), ("ET802/ADD/2017-05-24", "ADD", "NBO")];

/// From NBO over ADD back to NBO and once more to ADD, a fare for each sector.
fn round_trip_of_h(plan: &mut Plan) {
    let trip = trip(plan, "H");
    trip.legs = keys("ET801/NBO/2017-05-17 ET802/ADD/2017-05-17 ET801/NBO/2017-05-18 ET500/ADD/2017-05-18");
    trip.fares = vec![
        sold("ET-REF", "NBO", "ADD", &[0]),
        sold("ET-REF", "ADD", "NBO", &[1]),
        sold("ET-REF", "NBO", "ADD", &[2]),
        sold("ET-REF", "ADD", "IAD", &[3]),
    ];
}

type Mutant = (&'static str, &'static str, fn(&mut Feed, &mut Plan));

/// The rule broken, how, and what is changed for it.
const MUTANTS: &[Mutant] = &[
    ("format", "another format", |_, plan| plan.format = "onward-plan/2".into()),
    ("feed-name", "another feed's name", |_, plan| plan.feed.name = "other".into()),
    ("feed-sha256", "another feed's content", |_, plan| plan.feed.sha256 = "00".into()),
    ("currency", "another currency", |_, plan| plan.currency = "EUR".into()),
    ("unknown-case", "left behind", |_, plan| {
        plan.unserved.push(Unserved { case: "Z".into(), reason: "none".into(), detail: String::new() });
    }),
    ("unknown-case", "served", |_, plan| {
        let mut stranger = trip(plan, "H").clone();
        stranger.case = "Z".into();
        plan.itineraries.push(stranger);
    }),
    ("case-twice", "left behind twice", |_, plan| plan.unserved.push(plan.unserved[0].clone())),
    ("case-twice", "served twice", |_, plan| {
        let again = trip(plan, "H").clone();
        plan.itineraries.push(again);
    }),
    ("case-twice", "served and left behind", |_, plan| {
        plan.unserved.push(Unserved { case: "H".into(), reason: "none".into(), detail: String::new() });
    }),
    ("case-missing", "not left behind", |_, plan| plan.unserved.clear()),
    ("link-apart", "E a day after D", |_, plan| {
        trip(plan, "E").legs = keys("QR1370/NBO/2017-05-17 QR701/DOH/2017-05-18");
    }),
    ("link-apart", "E left behind", |_, plan| {
        plan.itineraries.retain(|itinerary| itinerary.case != "E");
        plan.unserved.push(Unserved { case: "E".into(), reason: "none".into(), detail: String::new() });
    }),
    ("lock-fixed", "G a day later", |_, plan| {
        trip(plan, "G").legs = keys("ET801/NBO/2017-05-18 ET500/ADD/2017-05-18");
    }),
    ("lock-fixed", "G left behind", |_, plan| {
        plan.itineraries.retain(|itinerary| itinerary.case != "G");
        plan.unserved.push(Unserved { case: "G".into(), reason: "none".into(), detail: String::new() });
    }),
    ("lock-fixed", "another itinerary fixed for D, and so for E", |feed, _| {
        feed.locks[LOCK_OF_H].case = at(&feed.cases, |case| &*case.id == "D");
        feed.locks[LOCK_OF_H].mode = LockMode::Fixed;
    }),
    ("unknown-sector", "no such date", |_, plan| trip(plan, "H").legs[1] = "ET500/ADD/2017-05-32".into()),
    ("unknown-sector", "not valid that day", |_, plan| trip(plan, "H").legs[1] = "ET500/ADD/2017-07-01".into()),
    ("unknown-sector", "not on that weekday", |feed, _| {
        let flight = at(&feed.flights, |flight| &*flight.number == "701");
        feed.flights[flight].days = Weekdays::from_digits("124567").unwrap();
    }),
    ("unknown-sector", "another number", |_, plan| trip(plan, "H").legs[1] = "ET5000/ADD/2017-05-18".into()),
    ("unknown-sector", "another airport", |_, plan| trip(plan, "H").legs[1] = "ET500/NBO/2017-05-18".into()),
    ("unknown-sector", "a date written otherwise", |_, plan| trip(plan, "H").legs[1] = "ET500/ADD/2017-5-18".into()),
    ("unknown-sector", "no such charter leg", |feed, plan| {
        feed.charters[K1].min_seats = 0;
        trip(plan, "B").legs[1] = "K1/3".into();
    }),
    ("unknown-sector", "a charter leg written otherwise", |feed, plan| {
        feed.charters[K1].min_seats = 0;
        trip(plan, "B").legs[1] = "K1/02".into();
    }),
    ("unknown-sector", "a mission's", |_, plan| {
        let mut stray = mission(Some("chaperone"), THERE_AND_BACK);
        stray.legs[0].sector = "ET801".into();
        plan.missions.push(stray);
    }),
    ("no-legs", "an itinerary without sectors", |_, plan| {
        trip(plan, "H").legs.clear();
        trip(plan, "H").fares.clear();
    }),
    ("no-legs", "a mission without sectors", |_, plan| plan.missions.push(mission(None, &[]))),
    ("broken-chain", "leaves before it arrives", |_, plan| trip(plan, "H").legs[1] = "ET500/ADD/2017-05-17".into()),
    ("broken-chain", "leaves from elsewhere", |_, plan| trip(plan, "H").legs[1] = "ET509/DUB/2017-05-18".into()),
    ("broken-chain", "a mission that leaves before it arrives", |_, plan| {
        let mut back = mission(Some("chaperone"), THERE_AND_BACK);
        back.legs[1].sector = "ET802/ADD/2017-05-23".into();
        plan.missions.push(back);
    }),
    ("airport-twice", "over NBO again", |_, plan| round_trip_of_h(plan)),
    ("max-sectors", "the case's", |feed, _| case(feed, "A").max_sectors = Some(2)),
    ("max-sectors", "the policy's, the case allows more", |feed, _| {
        feed.policy.max_sectors = 2;
        case(feed, "A").max_sectors = Some(3);
    }),
    ("origin", "elsewhere", |feed, _| case(feed, "H").origin = airport(feed, "DOH")),
    ("destination", "elsewhere", |feed, _| case(feed, "H").destinations = vec![airport(feed, "JFK")]),
    ("ready", "a day late", |feed, _| case(feed, "H").ready = Ready::On(date(5, 19))),
    ("ready", "a minute late", |feed, _| case(feed, "H").ready = Ready::At(date(5, 18).and_time(time(2, 1)))),
    ("period", "after its end", |feed, _| feed.policy.end = date(5, 17)),
    ("period", "before its start", |feed, _| feed.policy.start = date(5, 17)),
    ("max-hours", "a minute too long", |feed, _| case(feed, "H").max_duration = Some(Minutes(20 * 60 + 39))),
    ("clearance", "too late for the exit permit", |feed, _| {
        case(feed, "A").clearances[0].valid_to = Some(date(5, 15));
    }),
    ("clearance", "too early for the exit permit", |feed, _| {
        case(feed, "A").clearances[0].valid_from = Some(date(5, 17));
    }),
    ("clearance", "the medical has run out on arrival, not on departure", |feed, _| {
        case(feed, "A").clearances[1].valid_to = Some(date(5, 16));
    }),
    ("mct", "international to international", |feed, _| station(feed, "DUB").mct[1][1] = Minutes(121)),
    ("mct", "international to domestic", |feed, _| station(feed, "JFK").mct[1][0] = Minutes(176)),
    ("mct", "the case needs more", |feed, _| case(feed, "H").mct_extra = Minutes(181)),
    ("mct", "domestic by a bloc", |feed, _| {
        feed.blocs.push(["IE", "US"].map(country).into());
        station(feed, "DUB").mct[1][0] = Minutes(121);
        feed.transit[IRELAND].zones.insert(Zone::Landside);
    }),
    ("max-connection", "a minute too long", |feed, _| feed.policy.max_connection = Minutes(9 * 60 + 49)),
    ("overnight", "may not", |feed, _| case(feed, "A").overnight = false),
    ("assist-hours", "leaves before", |feed, _| station(feed, "DOH").assist_hours.from = Some(time(8, 1))),
    ("assist-hours", "arrives after hours that wrap midnight", |feed, _| {
        station(feed, "DOH").assist_hours.from = Some(time(23, 0));
        station(feed, "DOH").assist_hours.to = Some(time(22, 9));
    }),
    ("transit-denied", "by its row", |feed, _| feed.transit[WAIVER].decision = Decision::Deny),
    ("transit-denied", "by default", |feed, _| {
        feed.transit[ETHIOPIA].nationality = OneOf::Named([country("RW")].into())
    }),
    ("transit-denied", "the waiver is for airside, the stopover landside", |feed, _| {
        feed.transit[WAIVER].zones = [Zone::Airside].into();
    }),
    ("transit-max-hours", "a minute too long", |feed, _| feed.transit[WAIVER].max_gap = Some(Minutes(589))),
    ("transit-lead-days", "a day late", |feed, _| feed.transit[WAIVER].lead_days = 16),
    ("beds", "one short", |feed, _| station(feed, "DOH").beds = 6),
    ("assist-per-day", "one short", |feed, _| station(feed, "DOH").assist_per_day = Some(6)),
    ("depart-per-day", "one short", |feed, _| station(feed, "NBO").depart_per_day = Some(9)),
    ("seats", "one short on a flight", |feed, _| flight(feed, "1370").seats = 5),
    ("seats", "one short on a flight with an escort aboard", |feed, _| flight(feed, "801").seats = 2),
    ("seats", "one short on a charter, a stretcher takes six", |feed, _| leg(feed).seats = 7),
    ("wheelchairs", "one short", |feed, _| leg(feed).wheelchairs = 0),
    ("stretchers", "one short", |feed, _| leg(feed).stretchers = 0),
    ("oxygen", "one short", |feed, _| leg(feed).oxygen = 0),
    ("minors", "one short", |feed, _| flight(feed, "801").minors = 0),
    ("reception-day", "closed", |feed, _| {
        feed.reception[AT_ORD].closed.insert(date(5, 17));
    }),
    ("reception-day", "not on Wednesdays", |feed, _| {
        assert_eq!(chrono::Datelike::weekday(&date(5, 17)), Weekday::Wed);
        feed.reception[AT_ORD].days = Weekdays::from_digits("124567").unwrap();
    }),
    ("reception-hours", "a minute late", |feed, _| feed.reception[AT_ORD].hours.to = Some(time(20, 29))),
    ("reception-per-day", "one short", |feed, _| feed.reception[AT_ORD].per_day = Some(3)),
    ("reception-per-flight", "one short", |feed, _| feed.reception[AT_ORD].per_flight = Some(3)),
    ("fare-partition", "a leg without a fare", |_, plan| trip(plan, "A").fares.truncate(1)),
    ("fare-partition", "a leg with two fares", |_, plan| {
        let again = trip(plan, "A").fares[1].clone();
        trip(plan, "A").fares.push(again);
    }),
    ("fare-partition", "out of order", |_, plan| trip(plan, "A").fares.reverse()),
    ("fare-partition", "a leg that isn't", |_, plan| trip(plan, "A").fares[1].legs = vec![3]),
    ("fare-partition", "a leg beyond all", |_, plan| trip(plan, "A").fares[1].legs = vec![usize::MAX]),
    ("fare-partition", "no leg", |_, plan| {
        trip(plan, "A").fares.push(sold("AA-DOM", "JFK", "ORD", &[]));
    }),
    ("fare-partition", "a charter's leg", |_, plan| {
        trip(plan, "B").fares.push(sold("ET-REF", "NBO", "DUB", &[0]));
    }),
    ("fare-partition", "on over a charter's leg", over_a_charter),
    ("fare-partition", "a mission's leg without a fare", |_, plan| {
        let mut free = mission(Some("chaperone"), THERE_AND_BACK);
        free.fares.pop();
        plan.missions.push(free);
    }),
    ("unknown-agreement", "another name", |_, plan| trip(plan, "H").fares[0].agreement = "XX".into()),
    ("unknown-fare", "no such ends", |_, plan| trip(plan, "H").fares[0].to = "ORD".into()),
    ("unknown-fare", "no such airport", |_, plan| trip(plan, "H").fares[0].from = "no airport".into()),
    ("unknown-fare", "no such via", |_, plan| trip(plan, "H").fares[0].via = Some("ADD".into())),
    ("unknown-fare", "the row has a via, the plan names none", |_, plan| trip(plan, "A").fares[0].via = None),
    ("fare-ends", "ends elsewhere", |_, plan| trip(plan, "H").fares[0].to = "ADD".into()),
    ("fare-ends", "starts elsewhere", |_, plan| trip(plan, "H").fares[0].from = "ADD".into()),
    ("fare-carriers", "not sold", |feed, _| {
        feed.agreements[AA_DOM].carriers = OneOf::Named([carrier(feed, "QR")].into());
    }),
    ("fare-max-sectors", "one too many", |feed, _| feed.agreements[QR_REF].max_sectors = 1),
    ("fare-validity", "not yet valid", |feed, _| feed.agreements[QR_REF].valid_from = date(5, 17)),
    ("fare-validity", "no longer valid", |feed, _| feed.agreements[QR_REF].valid_to = date(5, 15)),
    ("fare-lead-days", "a day late", |feed, _| feed.agreements[QR_REF].lead_days = 16),
    ("fare-via", "passes elsewhere", |feed, plan| {
        feed.fares[NBO_JFK].via = Some(airport(feed, "ADD"));
        for case in ["A", "D", "E"] {
            trip(plan, case).fares[0].via = Some("ADD".into());
        }
    }),
    ("fare-via", "its end is no via", |feed, plan| {
        feed.fares[NBO_JFK].via = Some(airport(feed, "JFK"));
        for case in ["A", "D", "E"] {
            trip(plan, case).fares[0].via = Some("JFK".into());
        }
    }),
    ("fare-airport-twice", "over NBO again on a fixed itinerary", |feed, plan| {
        round_trip_of_h(plan);
        trip(plan, "H").fares = vec![sold("ET-REF", "NBO", "IAD", &[0, 1, 2, 3])];
        feed.locks[LOCK_OF_H].mode = LockMode::Fixed;
        feed.locks[LOCK_OF_H].itinerary = trip(plan, "H").legs.clone();
    }),
    ("fare-gap", "28 h 30 at ADD", |feed, plan| {
        trip(plan, "H").legs[1] = "ET500/ADD/2017-05-19".into();
        station(feed, "ADD").beds = 1;
        feed.transit[ETHIOPIA].max_gap = None;
    }),
    ("allotment", "one short", |feed, _| feed.agreements[QR_REF].seats_per_flight = Some(5)),
    ("allotment", "one short for an escort", |feed, _| feed.agreements[ET_REF].seats_per_flight = Some(2)),
    ("min-group", "one short", |feed, _| feed.agreements[QR_REF].min_group = 7),
    ("min-group", "an escort alone", |feed, plan| sell_escorts_as_groups(feed, plan, 2)),
    ("unknown-charter", "another name", |_, plan| plan.charters.push("K9".into())),
    ("charter-twice", "listed twice", |_, plan| plan.charters.push("K1".into())),
    ("charter-unlisted", "not listed", |_, plan| plan.charters.clear()),
    ("charter-unlisted", "an escort alone flies it", |feed, plan| {
        escort_on_charter(feed, plan);
        plan.charters.clear();
    }),
    ("charter-group", "an escort alone flies another of its group", |feed, plan| {
        escort_on_charter(feed, plan);
        feed.charters[K3].group = feed.charters[K1].group;
    }),
    ("charter-min-seats", "one short with an escort aboard", |feed, plan| {
        escort_on_charter(feed, plan);
        feed.charters[K3].min_seats = 2;
    }),
    ("charter-group", "another of its group", |_, plan| plan.charters.push("K2".into())),
    ("charter-min-seats", "one short", |feed, _| feed.charters[K1].min_seats = 9),
    ("charter-min-seats", "listed, nobody sits on it", |feed, plan| {
        feed.charters[K3].min_seats = 1;
        plan.charters.push("K3".into());
    }),
    ("unknown-pool", "another name", |_, plan| {
        let mut stray = mission(Some("chaperone"), THERE_AND_BACK);
        stray.pool = "XX".into();
        plan.missions.push(stray);
    }),
    ("mission-base", "from and to elsewhere", |feed, _| feed.pools[NBO_OPS].base = airport(feed, "JFK")),
    ("mission-base", "doesn't return", |_, plan| {
        plan.missions.push(mission(Some("chaperone"), &THERE_AND_BACK[..1]));
    }),
    ("mission-base", "goes on after it returned", |_, plan| {
        let again = [("ET801/NBO/2017-05-25", "NBO", "ADD"), ("ET802/ADD/2017-05-25", "ADD", "NBO")];
        plan.missions.push(mission(Some("chaperone"), &[THERE_AND_BACK, &again].concat()));
    }),
    ("mission-max-sectors", "ten, eight are allowed", |_, plan| {
        let there_and_back: Vec<(String, String)> = (0..4)
            .map(|n| date(5, 11) + Days::new(2 * n))
            .map(|day| (format!("ET500/ADD/{day}"), format!("ET501/IAD/{day}")))
            .collect();
        let mut sectors = vec![("ET801/NBO/2017-05-11", "NBO", "ADD")];
        for (there, back) in &there_and_back {
            sectors.extend([(there.as_str(), "ADD", "IAD"), (back.as_str(), "IAD", "ADD")]);
        }
        sectors.push(("ET802/ADD/2017-05-18", "ADD", "NBO"));
        plan.missions.push(mission(Some("chaperone"), &sectors));
    }),
    ("mission-duty", "never on duty", |_, plan| plan.missions.push(mission(None, THERE_AND_BACK))),
    ("mission-covers", "another pool's type", |_, plan| plan.missions.push(mission(Some("nurse"), THERE_AND_BACK))),
    ("mission-covers", "no type at all", |_, plan| plan.missions.push(mission(Some("pilot"), THERE_AND_BACK))),
    ("mission-mct", "a minute short", |feed, _| station(feed, "IAD").mct[1][1] = Minutes(276)),
    ("mission-period", "returns late", |feed, _| feed.pools[NBO_OPS].to = date(5, 18)),
    ("mission-period", "leaves early", |feed, _| feed.pools[NBO_OPS].from = date(5, 18)),
    ("mission-away", "a minute too long", |feed, _| feed.pools[NBO_OPS].max_away = Minutes(46 * 60 + 39)),
    ("pool-count", "nobody there", |feed, _| feed.pools[NBO_OPS].count = 0),
    ("pool-count", "sent out again on the day of rest", |feed, plan| {
        feed.pools[NBO_OPS].count = 1;
        let sectors = [("ET801/NBO/2017-05-20", "NBO", "ADD"), ("ET802/ADD/2017-05-20", "ADD", "NBO")];
        plan.missions.push(mission(Some("chaperone"), &sectors));
    }),
    ("escort-cover", "no escort", |_, plan| plan.missions.clear()),
    ("escort-cover", "travels free of duty on one sector", |_, plan| plan.missions[0].legs[1].duty = None),
    ("escort-cover", "on duty for another type", |feed, plan| {
        let nurse = at(&feed.escort_types, |kind| &*kind.id == "nurse");
        feed.pools[NBO_OPS].covers.insert(nurse);
        plan.missions[0].legs[0].duty = Some("nurse".into());
    }),
    ("escort-cover", "on duty the day after", |_, plan| {
        for leg in &mut plan.missions[0].legs {
            leg.sector = leg.sector.replace("05-18", "05-19").replace("05-17", "05-18");
        }
    }),
    ("escort-cover", "a charter's legs", |feed, _| {
        let person = at(&feed.persons, |person| &*person.id == "B2");
        feed.persons[person].escort = Some(CHAPERONE);
    }),
    ("escort-cover", "an infant on a lap needs it too", |feed, _| {
        let person = at(&feed.persons, |person| &*person.id == "A4");
        feed.persons[person].escort = Some(CHAPERONE);
    }),
    ("escort-cover", "a third with two to an escort", |feed, _| {
        // C1 and G1 are two; F2, whose case stays behind, goes with G.
        need_chaperone(feed, &["G1", "F2"]);
        let person = at(&feed.persons, |person| &*person.id == "F2");
        case(feed, "G").persons.push(person);
    }),
    ("escort-cover", "two of a kind need two", |feed, _| {
        feed.escort_types[CHAPERONE].ratio = 1;
        let person = at(&feed.persons, |person| &*person.id == "G1");
        feed.persons[person].escort = Some(CHAPERONE);
    }),
];

/// Sends an escort to ADD and back, out on charter K3, which nobody else takes.
pub fn escort_on_charter(feed: &mut Feed, plan: &mut Plan) {
    let addis = airport(feed, "ADD");
    let leg = &mut feed.charters[K3].legs[0];
    leg.to = addis;
    leg.dep = date(5, 24).and_time(time(2, 0));
    leg.arr = date(5, 24).and_time(time(4, 10));
    let mut out = mission(Some("chaperone"), THERE_AND_BACK);
    out.legs[0].sector = "K3/1".into();
    out.fares.remove(0);
    plan.missions.push(out);
    plan.charters.push("K3".into());
}

fn country(code: &str) -> Country {
    Country::new(code).unwrap()
}

pub fn flight<'a>(feed: &'a mut Feed, number: &str) -> &'a mut Capacity {
    &mut feed.flights.iter_mut().find(|flight| &*flight.number == number).unwrap().capacity
}

fn leg(feed: &mut Feed) -> &mut Capacity {
    &mut feed.charters[K1].legs[1].capacity
}

/// H flies to ADD, takes a charter to DUB and flies on; one fare for what is scheduled.
fn over_a_charter(feed: &mut Feed, plan: &mut Plan) {
    let [from, to] = ["ADD", "DUB"].map(|code| airport(feed, code));
    let leg = &mut feed.charters[K3].legs[0];
    (leg.from, leg.to) = (from, to);
    leg.dep = date(5, 18).and_time(time(5, 40));
    leg.arr = date(5, 18).and_time(time(7, 0));
    let trip = trip(plan, "H");
    trip.legs = keys("ET801/NBO/2017-05-18 K3/1 ET509/DUB/2017-05-18");
    trip.fares[0].legs = vec![0, 2];
    plan.charters.push("K3".into());
}

#[test]
fn the_base_plan_is_valid() {
    let (feed, plan) = base();
    assert_eq!(check(&feed, &plan).violations, []);
}

#[test]
fn each_rule_broken_alone_is_named_alone() {
    let mut wrong = Vec::new();
    for &(code, how, mutate) in MUTANTS {
        let (mut feed, mut plan) = base();
        mutate(&mut feed, &mut plan);
        settle(&feed, &mut plan);
        let report = check(&feed, &plan);
        if codes(&report) != BTreeSet::from([code]) {
            wrong.push(format!("{code} ({how}): {:#?}", report.violations));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_bound_above_the_total_is_named() {
    let (feed, mut plan) = base();
    plan.bound = plan.total + money("0.01");
    plan.gap = 0.0;
    assert_eq!(codes(&check(&feed, &plan)), BTreeSet::from(["bound-above-total"]));
}

#[test]
fn every_rule_has_a_mutant() {
    let elsewhere = |code: &&str| code.starts_with("cash-") || code.starts_with("penalty-");
    let in_amounts = ["gap", "total", "amount-overflow", "bound-above-total"];
    let tested: BTreeSet<&str> = MUTANTS.iter().map(|&(code, ..)| code).chain(in_amounts).collect();
    let all: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.code()).filter(|code| !elsewhere(code)).collect();
    assert_eq!(tested, all);
}

#[test]
fn every_rule_is_documented() {
    let page = include_str!("../../docs/check.md");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> =
        Rule::ALL.iter().map(|rule| format!("| `{}` | {} |", rule.code(), rule.meaning())).collect();
    assert_eq!(rows, expected);
}

#[test]
fn the_checker_knows_the_feed_and_the_plan_only() {
    let room = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/check"));
    let mut files = 0;
    for file in std::fs::read_dir(room).unwrap() {
        files += 1;
        for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
            for (place, _) in line.match_indices("crate::") {
                let rest = &line[place + "crate::".len()..];
                let known = ["feed", "plan", "money", "time", "ids", "check::check"];
                assert!(known.iter().any(|room| rest.starts_with(room)), "{line}");
            }
        }
    }
    assert!(files > 10);
}
