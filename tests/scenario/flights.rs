//! Seats of a dated sector; flights cancelled, retimed and added.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use onward::feed::Feed;
use proptest::prelude::*;

use crate::support::{FeedBuilder, append, edits, made, makes, refused, refuses, sample};

const QR: &str = "QR,101,DOH,JFK,14:55,22:05,0,1234567,2017-05-15,2017-05-20,92,10,1,2,5,air,77W";
const SK: &str = "SK,105,CPH,BEY,20:20,01:40,1,135,2017-05-15,2017-05-22,30,4,0,1,5,air,738";

#[test]
fn seats_change_on_one_date() {
    edits(
        r#"change = "seats", flight = "QR101/DOH/2017-05-17", by = -2, wheelchairs_by = 1, minors_by = -5"#,
        &[(
            "flights.csv",
            QR,
            "QR,101,DOH,JFK,14:55,22:05,0,1234567,2017-05-15,2017-05-16,92,10,1,2,5,air,77W\n\
             QR,101,DOH,JFK,14:55,22:05,0,1234567,2017-05-17,2017-05-17,90,11,1,2,0,air,77W\n\
             QR,101,DOH,JFK,14:55,22:05,0,1234567,2017-05-18,2017-05-20,92,10,1,2,5,air,77W",
        )],
    );
    edits(
        r#"change = "seats", flight = "QR101/DOH/2017-05-15", seats = 0, stretchers_by = 1, oxygen_by = 1"#,
        &[(
            "flights.csv",
            QR,
            "QR,101,DOH,JFK,14:55,22:05,0,1234567,2017-05-15,2017-05-15,0,10,2,3,5,air,77W\n\
             QR,101,DOH,JFK,14:55,22:05,0,1234567,2017-05-16,2017-05-20,92,10,1,2,5,air,77W",
        )],
    );
}

#[test]
fn a_row_that_never_flies_is_not_left_behind() {
    // Mondays, Wednesdays and Fridays from Monday to Monday: nothing is left between the last Friday and the end.
    edits(
        r#"change = "seats", flight = "SK105/CPH/2017-05-22", by = 1"#,
        &[(
            "flights.csv",
            SK,
            "SK,105,CPH,BEY,20:20,01:40,1,135,2017-05-15,2017-05-21,30,4,0,1,5,air,738\n\
             SK,105,CPH,BEY,20:20,01:40,1,135,2017-05-22,2017-05-22,31,4,0,1,5,air,738",
        )],
    );
    let base = FeedBuilder::minimal().row("flights.csv", "", "EK,1,NBO,DXB,10:00,16:00,,1,2017-05-16,2017-05-24,9");
    let alone = r#"change = "seats", flight = "EK1/NBO/2017-05-22", seats = 4"#;
    // The only date: the row keeps its own.
    let expected = base.clone().replace("flights.csv", "2017-05-16,2017-05-24,9", "2017-05-16,2017-05-24,4");
    makes(&base, alone, &expected);
}

#[test]
fn seats_of_a_charters_leg_change() {
    edits(
        r#"change = "seats", flight = "K1/2", by = 5"#,
        &[(
            "charter_legs.csv",
            "K1,2,YYZ,YUL,2017-05-16T16:15,2017-05-16T17:30,80,10,0,1,5,air",
            "K1,2,YYZ,YUL,2017-05-16T16:15,2017-05-16T17:30,85,10,0,1,5,air",
        )],
    );
}

#[test]
fn one_date_is_cancelled_or_a_range() {
    edits(
        r#"change = "flight_cancelled", flight = "QR101/DOH/2017-05-15""#,
        &[("flights.csv", QR, "QR,101,DOH,JFK,14:55,22:05,0,1234567,2017-05-16,2017-05-20,92,10,1,2,5,air,77W")],
    );
    edits(
        r#"change = "flight_cancelled", carrier = "QR", number = "101", first = 2017-05-17, last = 2017-05-18"#,
        &[(
            "flights.csv",
            QR,
            "QR,101,DOH,JFK,14:55,22:05,0,1234567,2017-05-15,2017-05-16,92,10,1,2,5,air,77W\n\
             QR,101,DOH,JFK,14:55,22:05,0,1234567,2017-05-19,2017-05-20,92,10,1,2,5,air,77W",
        )],
    );
    edits(r#"change = "flight_cancelled", carrier = "QR", number = "101", from = "DOH""#, &[("flights.csv", QR, "")]);
    edits(
        r#"change = "flight_cancelled", carrier = "SK", number = "105", first = 2017-05-18"#,
        &[("flights.csv", SK, "SK,105,CPH,BEY,20:20,01:40,1,135,2017-05-15,2017-05-17,30,4,0,1,5,air,738")],
    );
}

#[test]
fn one_date_is_retimed() {
    edits(
        r#"change = "flight_retimed", flight = "QR101/DOH/2017-05-20", dep = 20:00:00, arr = "02:55", arr_day = 1"#,
        &[(
            "flights.csv",
            QR,
            "QR,101,DOH,JFK,14:55,22:05,0,1234567,2017-05-15,2017-05-19,92,10,1,2,5,air,77W\n\
             QR,101,DOH,JFK,20:00,02:55,1,1234567,2017-05-20,2017-05-20,92,10,1,2,5,air,77W",
        )],
    );
}

#[test]
fn one_is_added() {
    let change = r#"change = "flight_added", carrier = "QR", number = "1", from = "NBO", to = "DOH", dep = "10:00",
        arr = "15:00", arr_day = 1, days = "135", valid_from = 2017-05-15, valid_to = 2017-05-20, seats = 9,
        wheelchairs = 1, stretchers = 2, oxygen = 3, minors = 4, mode = "road", equipment = "bus""#;
    let row = "QR,1,NBO,DOH,10:00,15:00,1,135,2017-05-15,2017-05-20,9,1,2,3,4,road,bus";
    makes(&sample(), change, &append(sample(), "flights.csv", row));
}

#[test]
fn what_doesnt_fit_is_refused() {
    for flight in ["QR101/DOH/2017-05-21", "QR101/NBO/2017-05-16", "SK105/CPH/2017-05-16", "K1/3", "QR101", "K9/1"] {
        refuses(&format!(r#"change = "seats", flight = "{flight}", by = 1"#), "C105", Some("flight"), Some(flight));
        refuses(&format!(r#"change = "flight_cancelled", flight = "{flight}""#), "C105", Some("flight"), Some(flight));
        let retimed = format!(r#"change = "flight_retimed", flight = "{flight}", dep = "01:00", arr = "02:00""#);
        refuses(&retimed, "C105", Some("flight"), Some(flight));
    }
    let seats = |how: &str| format!(r#"change = "seats", flight = "QR101/DOH/2017-05-17", {how}"#);
    refuses(&seats("by = -93"), "C123", Some("by"), Some("-93"));
    refuses(&seats("minors_by = -6"), "C123", Some("minors_by"), Some("-6"));
    refuses(&seats("by = 1, seats = 2"), "C124", None, None);
    refuses(&seats("seats = 92"), "C122", None, None);
    refuses(r#"change = "seats", flight = "QR101/DOH/2017-05-17""#, "C125", None, None);
    refuses(r#"change = "flight_cancelled", flight = "K1/1""#, "C128", Some("flight"), Some("K1/1"));
    refuses(
        r#"change = "flight_retimed", flight = "K1/1", dep = "01:00", arr = "02:00""#,
        "C128",
        Some("flight"),
        Some("K1/1"),
    );
    let same = r#"change = "flight_retimed", flight = "QR101/DOH/2017-05-17", dep = "14:55", arr = "22:05""#;
    refuses(same, "C122", None, None);
    let range = |rest: &str| format!(r#"change = "flight_cancelled", {rest}"#);
    refuses(&range(r#"carrier = "QR", number = "101", first = 2017-06-01"#), "C105", Some("number"), Some("QR 101"));
    refuses(&range(r#"carrier = "QR", number = "9", from = "DOH""#), "C105", Some("number"), Some("QR 9 DOH"));
    let reversed = r#"carrier = "QR", number = "101", first = 2017-05-17, last = 2017-05-16"#;
    refuses(&range(reversed), "C129", Some("last"), Some("2017-05-16"));
    refuses(&range(r#"carrier = "QR""#), "C124", None, None);
    refuses(&range(r#"flight = "QR101/DOH/2017-05-17", first = 2017-05-16"#), "C124", None, None);
    // What doesn't fit the rest of the feed is the feed's own fault.
    let twice = crate::support::scenario(&[r#"change = "flight_added", carrier = "QR1", number = "01", from = "DOH",
        to = "JFK", dep = "10:00", arr = "15:00", days = "1", valid_from = 2017-05-15, valid_to = 2017-05-20, seats = 9"#]);
    let tables = twice.apply(&crate::support::tables(&sample())).unwrap();
    assert_eq!(tables.feed().unwrap_err().0[0].name, "repeated-flight");
}

/// Every dated flight of a feed with all that is known of it, date by date.
fn dated(feed: &Feed) -> BTreeMap<(String, NaiveDate), String> {
    let mut all = BTreeMap::new();
    for flight in &feed.flights {
        let name = format!("{}{}/{}", feed.carriers[flight.carrier], flight.number, feed.airports[flight.from].iata);
        for date in flight.valid_from.iter_days().take_while(|date| *date <= flight.valid_to) {
            if flight.days.contains(date.weekday()) {
                let to = feed.airports[flight.to].iata;
                let about = (to, flight.dep, flight.arr, flight.arr_day, flight.capacity.seats, flight.mode);
                let twice = all.insert((name.clone(), date), format!("{about:?}"));
                assert!(twice.is_none());
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Any range of any pattern: exactly the dates in it are gone, or one of them is changed.
    #[test]
    fn cuts_are_exact(
        days in prop::collection::btree_set(1u32..8, 1..8),
        from in 1u32..28,
        long in 0u32..20,
        first in 1u32..31,
        more in 0u32..10,
    ) {
        let date = |day: u32| NaiveDate::from_ymd_opt(2017, 5, 1).unwrap() + chrono::Days::new((day - 1).into());
        let digits: String = days.iter().map(u32::to_string).collect();
        let row = format!("EK,1,NBO,DXB,10:00,16:00,,{digits},{},{},9", date(from), date(from + long));
        let base = FeedBuilder::minimal().row("flights.csv", "", &row);
        let before = dated(&base.feed());
        let (first, last) = (date(first), date(first + more));
        let key = |date: NaiveDate| ("EK1/NBO".to_owned(), date);
        let range = format!(r#"change = "flight_cancelled", carrier = "EK", number = "1", first = {first}, last = {last}"#);
        let gone: Vec<_> = first.iter_days().take_while(|date| *date <= last).filter(|date| before.contains_key(&key(*date))).collect();
        if gone.is_empty() {
            prop_assert_eq!(refused(&base, &range)[0].code, "C105");
        } else {
            let mut expected = before.clone();
            expected.retain(|(name, date), _| name != "EK1/NBO" || !gone.contains(date));
            let after = made(&base, &[&range]);
            prop_assert_eq!(dated(&after), expected);
            let one = gone[gone.len() / 2];
            prop_assert!(days.contains(&one.weekday().number_from_monday()));
            let mut expected = before.clone();
            let about = expected.get_mut(&key(one)).unwrap();
            *about = about.replace(", 9, ", ", 12, ");
            let after = made(&base, &[&format!(r#"change = "seats", flight = "EK1/NBO/{one}", by = 3"#)]);
            prop_assert_ne!(&before, &expected);
            prop_assert_eq!(dated(&after), expected);
        }
    }
}
