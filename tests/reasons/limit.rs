//! How much a search may look at: enough for a day full of hubs, and what is told when it isn't.

use std::time::Instant;

use onward::explain::{Effort, LABELS, Reason};

use crate::support::FeedBuilder;
use crate::{reason, told, told_within};

const HUBS: [&str; 14] =
    ["DOH", "DXB", "IST", "AMS", "FRA", "LHR", "CDG", "VIE", "ZRH", "BRU", "MAD", "FCO", "CAI", "ADD"];

/// Nairobi to New York over hubs with flights between any two of them three times a day, to arrive on `date` or later.
fn hubs(date: &str) -> FeedBuilder {
    let mut feed = FeedBuilder::minimal()
        .row("clearances.csv", "case,kind,valid_from,at", &format!("C1,entry_visa,{date},arrival"))
        .file("agreements.csv", "agreement,carriers,valid_from,valid_to\nQR-REF,QR|XX,2017-01-01,2017-12-31\n")
        .without("flights.csv")
        .without("fares.csv");
    let header = "carrier,number,from,to,dep,arr,arr_day,days,valid_from,valid_to,seats";
    let mut number = 0;
    let mut fly = |feed: FeedBuilder, from: &str, to: &str, hour: u32| {
        number += 1;
        let (minute, until) = (number % 60, hour + 5);
        let times = format!("{hour:02}:{minute:02},{:02}:{minute:02},{}", until % 24, until / 24);
        feed.row("flights.csv", header, &format!("XX,{number},{from},{to},{times},1234567,2017-05-01,2017-07-31,20"))
    };
    for from in HUBS {
        feed = fly(feed, "NBO", from, 1);
        feed = fly(feed, from, "JFK", 22);
        for to in HUBS.into_iter().filter(|to| *to != from) {
            for hour in [3, 11, 19] {
                feed = fly(feed, from, to, hour);
            }
            feed = feed.row("fares.csv", "agreement,from,to,adult,tax", &format!("QR-REF,{from},{to},100,0"));
        }
        for (from, to) in [("NBO", from), (from, "JFK")] {
            feed = feed.row("fares.csv", "agreement,from,to,adult,tax", &format!("QR-REF,{from},{to},100,0"));
        }
    }
    feed
}

#[test]
fn a_day_full_of_hubs_is_looked_at_whole_with_few_labels() {
    // Not even eight sectors with the longest connections last until the visa holds: ways of all kinds, and none will do.
    let unserved = told(&hubs("2017-06-10").feed(), LABELS / 4).remove(0);
    assert_eq!(reason(&unserved), Reason::Clearance, "{}", unserved.detail);
    assert!(unserved.detail.starts_with("on the closest way, "), "{}", unserved.detail);
}

#[test]
fn what_a_search_broken_off_tells_is_said_to_be_among_the_ways_looked_at() {
    let feed = hubs("2017-05-26").feed();
    let unserved = told(&feed, 0).remove(0);
    assert_eq!(reason(&unserved), Reason::Clearance, "{}", unserved.detail);
    assert!(unserved.detail.starts_with("on the closest of the ways looked at, "), "{}", unserved.detail);
    let whole = told(&feed, LABELS).remove(0);
    assert_eq!(reason(&whole), Reason::Clearance, "{}", whole.detail);
    assert!(whole.detail.starts_with("on the closest way, "), "{}", whole.detail);
}

/// From Nairobi to Doha and on to Jeddah, for a case whose clearance has run out. Those who turn off at Doha come back there
/// before the flight they need.
fn dead_end() -> FeedBuilder {
    let flight =
        |number, from, to, hours| format!("QR,{number},{from},{to},{hours},0,1234567,2017-05-01,2017-05-31,20");
    FeedBuilder::minimal()
        .replace("policy.json", r#""currency""#, r#""max_sectors": 8, "currency""#)
        .replace("cases.csv", "NBO,JFK", "NBO,JED")
        .row("clearances.csv", "case,kind,valid_to,at", "C1,medical,2017-05-10,departure")
        .row("flights.csv", "", &flight(1, "DOH", "KWI", "07:40,08:40"))
        .row("flights.csv", "", &flight(2, "KWI", "BAH", "10:20,11:20"))
        .row("flights.csv", "", &flight(3, "BAH", "DOH", "13:00,14:00"))
        .row("flights.csv", "", &flight(4, "DOH", "RUH", "16:00,17:00"))
        .row("flights.csv", "", &flight(5, "RUH", "JED", "19:00,20:00"))
        .row("fares.csv", "", "QR-REF,NBO,RUH,100,0")
        .row("fares.csv", "", "QR-REF,NBO,JED,100,0")
}

#[test]
fn a_search_that_finds_nothing_before_it_is_broken_off_claims_nothing() {
    let feed = dead_end().feed();
    let unserved = told(&feed, 0).remove(0);
    assert_eq!(reason(&unserved), Reason::Several, "{}", unserved.detail);
    assert!(unserved.detail.contains("too many to look at all"), "{}", unserved.detail);
    assert_eq!(reason(&told(&feed, LABELS).remove(0)), Reason::Clearance);
}

/// Once reasons were looked for however long it took, half a minute after the end of a run over a week.
#[test]
fn a_reason_that_time_was_too_short_for_is_told_so() {
    let feed = hubs("2017-06-10").feed();
    let spent = Effort { labels: LABELS, until: Some(Instant::now()) };
    let unserved = told_within(&feed, spent).remove(0);
    assert_eq!(reason(&unserved), Reason::PlanningStopped);
    assert_eq!(unserved.detail, "the time limit came before its reason was looked for; onward explain does");
}
