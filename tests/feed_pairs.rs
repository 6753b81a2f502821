//! Faults between rows that are found by sorting and sets, compared with looking at every date and every point.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use onward::feed::gazetteer;
use proptest::prelude::*;
use support::FeedBuilder;

const FLIGHTS: &str = "carrier,number,from,to,dep,arr,arr_day,days,valid_from,valid_to,seats";

/// The rows of `file` that have `code`.
fn rows(feed: &FeedBuilder, code: &str, file: &str) -> BTreeSet<u64> {
    let faults = feed.read().err().map(|faults| faults.0).unwrap_or_default();
    assert!(faults.iter().all(|fault| fault.code == code), "{faults:?}");
    faults.iter().filter(|fault| fault.file == file).filter_map(|fault| fault.row).collect()
}

#[test]
fn clocks_that_change_within_the_period_are_looked_at() {
    // Tunis keeps its clocks; Frankfurt's go forward on 26 March 2017, and then 10:30 there is 09:30 in Tunis.
    let feed = |valid_from: &str, valid_to: &str, days: &str, arr: &str| {
        FeedBuilder::minimal()
            .replace("policy.json", "\"start\": \"2017-05-16\"", "\"start\": \"2017-03-20\"")
            .replace("policy.json", "\"end\": \"2017-05-18\"", "\"end\": \"2017-03-30\"")
            .row("flights.csv", "", &format!("TU,1,TUN,FRA,10:00,{arr},,{days},{valid_from},{valid_to},9"))
    };
    let told = |feed: FeedBuilder| rows(&feed, "F502", "flights.csv").into_iter().collect::<Vec<_>>();
    assert_eq!(told(feed("2017-03-01", "2017-03-31", "1234567", "10:30")), [4]);
    assert_eq!(told(feed("2017-03-01", "2017-03-25", "1234567", "10:30")), [0u64; 0]);
    assert_eq!(told(feed("2017-03-01", "2017-03-26", "7", "10:30")), [4]);
    assert_eq!(told(feed("2017-03-01", "2017-03-26", "123456", "10:30")), [0u64; 0]);
    assert_eq!(told(feed("2017-03-01", "2017-03-31", "1234567", "11:00")), [0u64; 0]);
    assert_eq!(told(feed("2017-03-01", "2017-03-31", "1234567", "10:59")), [4]);
    // Long after the period nothing of it can be flown.
    assert_eq!(told(feed("2016-11-01", "2016-12-01", "1234567", "10:30")), [0u64; 0]);
}

#[test]
fn across_the_date_line_a_flight_may_arrive_the_day_before() {
    let feed = |arr_day: &str| {
        FeedBuilder::minimal()
            .row("flights.csv", "", &format!("NZ,6,AKL,LAX,19:15,12:15,{arr_day},1234567,2017-05-01,2017-05-31,9"))
            .row("flights.csv", "", &format!("FJ,8,AKL,APW,00:30,05:30,{arr_day},1234567,2017-05-01,2017-05-31,9"))
            .row("flights.csv", "", &format!("HA,9,AKL,HNL,00:30,10:00,{arr_day},1234567,2017-05-01,2017-05-31,9"))
    };
    assert_eq!(rows(&feed("0"), "F502", "flights.csv"), BTreeSet::new());
    // Only Honolulu is so far behind that it can be the day before.
    assert_eq!(rows(&feed("-1"), "F502", "flights.csv"), [4, 5].into());
}

/// A row of flights: from a day of May 2017 on for so many days, on those days of the week.
fn flights() -> impl Strategy<Value = Vec<(usize, u64, u64, BTreeSet<u32>)>> {
    let days = prop::collection::btree_set(1u32..8, 1..4);
    prop::collection::vec((0usize..2, 0u64..20, 0u64..20, days), 2..7)
}

/// Every flight key of every row, date by date: the rows with one that an earlier row has.
fn repeated_by_dates(flights: &[(usize, u64, u64, BTreeSet<u32>)]) -> bool {
    let mut seen = BTreeSet::new();
    let first = NaiveDate::from_ymd_opt(2017, 5, 1).unwrap();
    flights.iter().any(|(number, from, length, days)| {
        let dates = first.iter_days().skip(*from as usize).take(*length as usize + 1);
        let flown: Vec<_> = dates.filter(|date| days.contains(&date.weekday().number_from_monday())).collect();
        flown.into_iter().any(|date| !seen.insert((*number, date)))
    })
}

const NATIONALITIES: [&str; 2] = ["SO", "ET"];
const DOCUMENTS: [&str; 2] = ["ctd", "icrc"];
const DESTINATIONS: [&str; 2] = ["US", "CA"];
const ZONES: [&str; 2] = ["airside", "landside"];
/// Two countries, one of which has a single airport, and airports of both.
const PLACES: [&str; 4] = ["LU", "NR", "LUX", "INU"];

/// A set as bits over some names; 0 stands for any.
fn cell(names: &[&str], set: usize) -> String {
    if set == 0 {
        return "*".to_owned();
    }
    names.iter().enumerate().filter(|(n, _)| set >> n & 1 == 1).map(|(_, name)| *name).collect::<Vec<_>>().join("|")
}

/// Place, nationality, document, destination, zone, and what is decided.
type Rule = (usize, usize, usize, usize, usize, u8);

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    prop::collection::vec((0usize..16, 0usize..4, 0usize..4, 0usize..4, 0usize..4, 0u8..2), 2..5)
}

/// How specific a rule is at a point, if it matches.
fn specificity(rule: &Rule, airport: &str, country: &str, point: [usize; 4]) -> Option<(u8, bool, bool, bool)> {
    let names: Vec<_> =
        PLACES.iter().enumerate().filter(|(n, _)| rule.0 >> n & 1 == 1).map(|(_, name)| *name).collect();
    let place = match (names.contains(&airport), names.contains(&country), rule.0) {
        (true, ..) => 2,
        (_, true, _) => 1,
        (_, _, 0) => 0,
        _ => return None,
    };
    let sets = [rule.1, rule.2, rule.3, rule.4];
    let matches = sets.iter().zip(point).all(|(set, member)| *set == 0 || set >> member & 1 == 1);
    matches.then_some((place, rule.1 != 0, rule.2 != 0, rule.3 != 0))
}

/// Every point of the world: the rows that tie with an earlier one that decides differently.
fn ties_by_points(rules: &[Rule]) -> BTreeSet<u64> {
    let mut tied = BTreeSet::new();
    let airports =
        gazetteer::airports().values().map(|airport| (airport.iata.to_string(), airport.country.to_string()));
    // Of the rest of the world one airport is like another.
    let airports: Vec<_> =
        airports.filter(|(code, country)| PLACES.contains(&country.as_str()) || code == "DOH").collect();
    for (airport, country) in &airports {
        for point in (0..16).map(|n: usize| [n & 1, n >> 1 & 1, n >> 2 & 1, n >> 3 & 1]) {
            let mut met: BTreeMap<_, BTreeSet<u8>> = BTreeMap::new();
            for (n, rule) in rules.iter().enumerate() {
                let Some(specific) = specificity(rule, airport, country, point) else { continue };
                let decisions = met.entry(specific).or_default();
                if decisions.iter().any(|decision| *decision != rule.5) {
                    tied.insert(n as u64 + 2);
                }
                decisions.insert(rule.5);
            }
        }
    }
    tied
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn repeated_flights_are_those_with_a_common_date(flights in flights()) {
        let first = NaiveDate::from_ymd_opt(2017, 5, 1).unwrap();
        let feed = flights.iter().fold(FeedBuilder::minimal().file("flights.csv", &format!("{FLIGHTS}\n")), |feed, flight| {
            let (number, from, length, days) = flight;
            let from = first + chrono::Days::new(*from);
            let days: String = days.iter().map(u32::to_string).collect();
            // Written two ways, one key.
            let (carrier, number) = if *number == 0 { ("XX", "1") } else { ("X", "X2") };
            let to = from + chrono::Days::new(*length);
            feed.row("flights.csv", "", &format!("{carrier},{number},NBO,DOH,01:00,06:00,,{days},{from},{to},9"))
        });
        prop_assert_eq!(!rows(&feed, "F402", "flights.csv").is_empty(), repeated_by_dates(&flights));
    }

    #[test]
    fn ambiguous_rules_are_those_that_tie_at_a_point(rules in rules()) {
        let header = "place,nationality,document,destination,zone,decision";
        let feed = rules.iter().fold(FeedBuilder::minimal(), |feed, rule| {
            let cells = [
                cell(&PLACES, rule.0),
                cell(&NATIONALITIES, rule.1),
                cell(&DOCUMENTS, rule.2),
                cell(&DESTINATIONS, rule.3),
                cell(&ZONES, rule.4),
                ["allow", "deny"][usize::from(rule.5)].to_owned(),
            ];
            feed.row("transit.csv", header, &cells.join(","))
        });
        prop_assert_eq!(rows(&feed, "F512", "transit.csv"), ties_by_points(&rules));
    }
}
