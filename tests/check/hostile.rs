//! Plans made to hurt: whatever stands in them gives violations, never a panic, in reasonable time.

use std::time::{Duration, Instant};

use onward::check::check;
use onward::money::Money;
use onward::plan::{Component, Itinerary, Mission, MissionLeg, Plan};
use proptest::prelude::*;
use serde_json::Value;

use crate::base::{base, codes, money};
use crate::rules::{keys, trip};

const MANY: usize = 1_000_000;

fn in_time(what: &str, run: impl FnOnce()) {
    let start = Instant::now();
    run();
    assert!(start.elapsed() < Duration::from_secs(60), "{what} took {:?}", start.elapsed());
}

#[test]
fn a_million_legs_of_a_case() {
    let (feed, mut plan) = base();
    let back_and_forth = ["QR1370/NBO/2017-05-16", "QR701/DOH/2017-06-17"];
    trip(&mut plan, "A").legs = back_and_forth.iter().cycle().take(MANY).map(|key| key.to_string()).collect();
    let component = trip(&mut plan, "A").fares[0].clone();
    trip(&mut plan, "A").fares = vec![component; MANY];
    in_time("a million legs", || {
        let codes = codes(&check(&feed, &plan));
        assert!(codes.contains("broken-chain") && codes.contains("max-sectors") && codes.contains("fare-partition"));
    });
}

#[test]
fn a_million_legs_that_join() {
    let (mut feed, mut plan) = base();
    // There and back within the minute, so that a chain of any length joins in place and time.
    for (number, from, to) in [("501", "IAD", "ADD"), ("500", "ADD", "IAD")] {
        let [from, to] = [from, to].map(|code| crate::rules::airport(&feed, code));
        let flight = feed.flights.iter_mut().find(|flight| &*flight.number == number).unwrap();
        (flight.from, flight.to) = (from, to);
        flight.arr_day = 0;
        flight.dep = chrono::NaiveTime::MIN;
        flight.arr = chrono::NaiveTime::MIN;
    }
    for airport in &mut feed.airports {
        airport.zone = chrono_tz::UTC;
    }
    let there_and_back = ["ET500/ADD/2017-05-18", "ET501/IAD/2017-05-18"];
    trip(&mut plan, "H").legs = there_and_back.iter().cycle().take(MANY).map(|key| key.to_string()).collect();
    in_time("a million legs that join", || {
        assert!(codes(&check(&feed, &plan)).contains("airport-twice"));
    });
}

#[test]
fn a_million_unknown_keys_cases_charters_and_missions() {
    let (feed, mut plan) = base();
    trip(&mut plan, "A").legs = (0..MANY).map(|n| format!("QR{n}/NBO/2017-05-16")).collect();
    let stranger = |n| Itinerary { case: format!("Z{n}"), legs: Vec::new(), fares: Vec::new() };
    plan.itineraries.extend((0..MANY).map(stranger));
    plan.charters.extend((0..MANY).map(|n| format!("Z{n}")));
    plan.missions = vec![plan.missions[0].clone(); MANY / 10];
    in_time("a million unknown names", || {
        let codes = codes(&check(&feed, &plan));
        for code in ["unknown-sector", "unknown-case", "unknown-charter", "pool-count"] {
            assert!(codes.contains(code), "{code}");
        }
    });
}

#[test]
fn a_component_of_a_million_legs() {
    let (feed, mut plan) = base();
    trip(&mut plan, "A").fares[0].legs = vec![0; MANY];
    trip(&mut plan, "D").fares[0].legs = (0..MANY).collect();
    in_time("a million legs of a component", || {
        assert!(codes(&check(&feed, &plan)).contains("fare-partition"));
    });
}

#[test]
fn the_largest_amounts() {
    let (feed, mut plan) = base();
    for (total, bound) in [(i64::MAX, -i64::MAX), (-i64::MAX, i64::MAX), (0, -1), (0, 0), (1, i64::MAX)] {
        (plan.total, plan.bound) = (Money(total), Money(bound));
        assert!(codes(&check(&feed, &plan)).contains("total"));
    }
    (plan.total, plan.bound) = (Money(0), Money(-1));
    assert!(!codes(&check(&feed, &plan)).contains("gap"), "there is no such quotient");
    plan.cash.fares = money("92233720368547758.07");
    assert!(codes(&check(&feed, &plan)).contains("cash-fares"));
}

#[test]
fn names_are_cut_short_and_escaped() {
    let (feed, mut plan) = base();
    trip(&mut plan, "H").legs = keys(&format!("\u{1b}[31m{}", "é".repeat(10_000)));
    let report = check(&feed, &plan);
    for violation in &report.violations {
        assert!(violation.to_string().len() < 1_000);
        assert!(!violation.to_string().contains('\u{1b}'));
    }
    assert!(codes(&report).contains("unknown-sector"));
}

/// Every value of a plan, by its place.
fn places(value: &Value, place: &str, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| places(value, &format!("{place}/{name}"), all)),
        Value::Array(items) => {
            all.push(place.to_string());
            items.iter().enumerate().for_each(|(n, value)| places(value, &format!("{place}/{n}"), all));
        }
        _ => all.push(place.to_string()),
    }
}

/// Words at home somewhere in a plan and words at home nowhere.
fn word() -> impl Strategy<Value = String> {
    let known = "A F Z NBO ADD IAD JFK QR-REF ET-REF AA-DOM K1 K2 K1/1 K1/2 K1/0 K1/99999999999999999999 K1/-1 NBO-OPS chaperone \
        nurse ET801/NBO/2017-05-17 ET500/ADD/2017-05-17 ET500/ADD/+262142-01-01 ET500/ADD/-262142-01-01 ET500/ADD/0000-00-00 \
        QR1370/NBO/2017-05-16 QR701/DOH/2017-05-16 QR701/DOH/2017-05-18 / // /// 0.00 0.01 -0.01 92233720368547758.07 \
        -92233720368547758.07 USD EUR optimal";
    let known: Vec<String> = known.split_whitespace().map(String::from).collect();
    prop_oneof![4 => proptest::sample::select(known), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Up to six values of the plan replaced, lists shuffled within themselves: checked without a panic, and the same
    /// report twice.
    #[test]
    fn random_changes(changes in prop::collection::vec((any::<prop::sample::Index>(), word(), any::<u64>()), 1..6)) {
        let (feed, plan) = base();
        let mut value: Value = serde_json::from_str(&plan.to_json()).unwrap();
        for (index, word, number) in changes {
            let mut all = Vec::new();
            places(&value, "", &mut all);
            let Some(target) = value.pointer_mut(&all[index.index(all.len())]) else { continue };
            match target {
                Value::String(text) => *text = word,
                Value::Number(_) => *target = Value::from(if number % 2 == 0 { number % 5 } else { number }),
                Value::Null => *target = Value::from(word),
                Value::Array(items) if items.is_empty() => {}
                Value::Array(items) => match number % 4 {
                    0 => items.push(items[number as usize / 4 % items.len()].clone()),
                    1 => drop(items.remove(number as usize / 4 % items.len())),
                    2 => items.reverse(),
                    _ => items.clear(),
                },
                _ => {}
            }
        }
        if let Ok(plan) = Plan::from_json(&value.to_string()) {
            prop_assert_eq!(check(&feed, &plan), check(&feed, &plan));
        }
    }
}

#[test]
fn a_mission_of_a_million_legs() {
    let (feed, mut plan) = base();
    let leg = |n: usize| MissionLeg { sector: plan_key(n), duty: Some("chaperone".into()) };
    let fare =
        |n| Component { agreement: "ET-REF".into(), from: "NBO".into(), to: "ADD".into(), via: None, legs: vec![n] };
    plan.missions = vec![Mission {
        pool: "NBO-OPS".into(),
        legs: (0..MANY).map(leg).collect(),
        fares: (0..MANY).map(fare).collect(),
    }];
    in_time("a mission of a million legs", || {
        assert!(codes(&check(&feed, &plan)).contains("mission-max-sectors"));
    });
}

fn plan_key(n: usize) -> String {
    format!("ET801/NBO/2017-05-{:02}", n % 31 + 1)
}
