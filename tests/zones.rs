//! The clocks of the world: what governments changed lately, times skipped and doubled, midnights.

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use onward::feed::gazetteer;
use onward::time::{UtcMinute, midnights, to_local, to_utc, zone_data_version};

fn zone(name: &str) -> Tz {
    name.parse().unwrap()
}

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
}

fn utc(text: &str) -> UtcMinute {
    UtcMinute(local(text).and_utc().timestamp() / 60)
}

/// Minutes ahead of UTC at noon of a local date.
fn offset(name: &str, date: &str) -> i64 {
    let noon = local(&format!("{date}T12:00"));
    noon.and_utc().timestamp() / 60 - to_utc(zone(name), noon).0
}

/// Offsets in hours as release 2026f of the tz database has them, by zone, before and after each change.
#[test]
fn offsets_are_those_of_the_newest_rules() {
    for (name, dates) in [
        (
            "America/Vancouver",
            &[("2026-01-15", -8), ("2026-07-01", -7), ("2026-12-01", -7), ("2027-07-01", -7), ("2028-01-15", -7)][..],
        ),
        (
            "America/Edmonton",
            &[("2026-01-15", -7), ("2026-07-01", -6), ("2026-12-01", -6), ("2027-02-01", -6), ("2028-01-15", -6)],
        ),
        ("America/Yellowknife", &[("2026-01-15", -7), ("2026-12-01", -6), ("2028-01-15", -6)]),
        ("America/Inuvik", &[("2026-12-01", -6)]),
        ("America/Cambridge_Bay", &[("2026-12-01", -7)]),
        ("America/Winnipeg", &[("2026-01-15", -6), ("2026-12-01", -5), ("2028-01-15", -5)]),
        ("America/Toronto", &[("2026-12-01", -5), ("2027-07-01", -4)]),
        ("America/Regina", &[("2026-07-01", -6), ("2026-12-01", -6)]),
        (
            "Africa/Casablanca",
            &[("2026-07-01", 1), ("2026-09-19", 1), ("2026-09-21", 0), ("2026-12-01", 0), ("2027-07-01", 0)],
        ),
        ("Africa/El_Aaiun", &[("2026-07-01", 1), ("2026-12-01", 0)]),
        (
            "America/Havana",
            &[
                ("2026-01-15", -5),
                ("2026-07-01", -4),
                ("2026-12-01", -4),
                ("2027-02-01", -4),
                ("2027-07-01", -4),
                ("2028-01-15", -5),
            ],
        ),
        ("Europe/Chisinau", &[("2026-07-01", 3), ("2026-12-01", 2)]),
        // What never changed since stays: the days of the demonstration.
        ("Africa/Nairobi", &[("2017-05-16", 3)]),
        ("Asia/Amman", &[("2017-05-16", 3), ("2017-12-01", 2), ("2023-01-15", 3)]),
        ("Europe/Istanbul", &[("2015-09-09", 3), ("2015-12-01", 2), ("2017-12-01", 3)]),
    ] {
        for (date, hours) in dates {
            assert_eq!(offset(name, date), hours * 60, "{name} on {date}");
        }
    }
}

/// In 2026 the clocks of these provinces were not put back: no time is doubled, and half an hour lasts half an hour.
#[test]
fn what_is_abolished_leaves_no_doubled_hour() {
    for (name, night) in [
        ("America/Vancouver", "2026-11-01"),
        ("America/Edmonton", "2026-11-01"),
        ("America/Winnipeg", "2026-11-01"),
        ("America/Havana", "2026-11-01"),
    ] {
        let (before, after) = (local(&format!("{night}T00:15")), local(&format!("{night}T03:15")));
        assert_eq!((to_utc(zone(name), after) - to_utc(zone(name), before)).0, 180, "{name}");
    }
    // Toronto still does.
    let (before, after) = (local("2026-11-01T00:15"), local("2026-11-01T03:15"));
    assert_eq!((to_utc(zone("America/Toronto"), after) - to_utc(zone("America/Toronto"), before)).0, 240);
}

#[test]
fn a_skipped_time_takes_the_offset_before_and_a_doubled_one_is_the_first() {
    for (name, at, expected) in [
        // New York, 12 March 2017: 02:00 to 03:00 is skipped.
        ("America/New_York", "2017-03-12T01:59", "2017-03-12T06:59"),
        ("America/New_York", "2017-03-12T02:00", "2017-03-12T07:00"),
        ("America/New_York", "2017-03-12T02:30", "2017-03-12T07:30"),
        ("America/New_York", "2017-03-12T03:00", "2017-03-12T07:00"),
        ("America/New_York", "2017-03-12T03:30", "2017-03-12T07:30"),
        // 5 November 2017: 01:00 to 02:00 stands twice.
        ("America/New_York", "2017-11-05T00:59", "2017-11-05T04:59"),
        ("America/New_York", "2017-11-05T01:00", "2017-11-05T05:00"),
        ("America/New_York", "2017-11-05T01:59", "2017-11-05T05:59"),
        ("America/New_York", "2017-11-05T02:00", "2017-11-05T07:00"),
        // East of Greenwich too.
        ("Europe/Berlin", "2017-03-26T02:30", "2017-03-26T01:30"),
        ("Europe/Berlin", "2017-10-29T02:30", "2017-10-29T00:30"),
        ("Europe/Berlin", "2017-10-29T03:00", "2017-10-29T02:00"),
        // Half an hour: Lord Howe, 2 April 2017, 01:30 to 02:00 stands twice.
        ("Australia/Lord_Howe", "2017-04-02T01:45", "2017-04-01T14:45"),
        ("Australia/Lord_Howe", "2017-04-02T02:00", "2017-04-01T15:30"),
        // A whole day: Apia skipped 30 December 2011.
        ("Pacific/Apia", "2011-12-29T23:59", "2011-12-30T09:59"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00"),
        ("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00"),
    ] {
        assert_eq!(to_utc(zone(name), local(at)), utc(expected), "{name} {at}");
    }
}

#[test]
fn midnights_are_the_instants_when_dates_begin() {
    let dates = |name: &str, after: &str, until: &str| -> Vec<String> {
        midnights(zone(name), utc(after), utc(until)).map(|date| date.to_string()).collect()
    };
    // Doha is three hours ahead: midnight is 21:00Z. Not the one arrived at, but the one departed at.
    assert_eq!(dates("Asia/Qatar", "2017-05-16T20:59", "2017-05-16T21:00"), ["2017-05-17"]);
    assert_eq!(dates("Asia/Qatar", "2017-05-16T21:00", "2017-05-17T20:59"), [""; 0]);
    assert_eq!(dates("Asia/Qatar", "2017-05-16T20:00", "2017-05-18T21:00"), ["2017-05-17", "2017-05-18", "2017-05-19"]);
    // Beirut skips 00:00 on 26 March 2017: the date begins at 22:00Z, when clocks show 01:00.
    assert_eq!(to_local(zone("Asia/Beirut"), utc("2017-03-25T22:00")), local("2017-03-26T01:00"));
    assert_eq!(dates("Asia/Beirut", "2017-03-25T21:59", "2017-03-25T22:00"), ["2017-03-26"]);
    assert_eq!(dates("Asia/Beirut", "2017-03-25T22:00", "2017-03-26T20:59"), [""; 0]);
    assert_eq!(dates("Asia/Beirut", "2017-03-25T22:00", "2017-03-26T21:00"), ["2017-03-27"]);
    // Santiago skips it on 13 August 2017.
    assert_eq!(dates("America/Santiago", "2017-08-13T03:59", "2017-08-13T04:00"), ["2017-08-13"]);
    assert_eq!(dates("America/Santiago", "2017-08-13T04:00", "2017-08-14T02:59"), [""; 0]);
    // Havana doubles it on 5 November 2017: the first counts, and only once.
    assert_eq!(dates("America/Havana", "2017-11-05T03:30", "2017-11-05T06:30"), ["2017-11-05"]);
    assert_eq!(dates("America/Havana", "2017-11-05T04:00", "2017-11-05T06:30"), [""; 0]);
    // Beirut doubles the hour before midnight on 28 October 2017.
    assert_eq!(dates("Asia/Beirut", "2017-10-28T20:30", "2017-10-28T21:59"), [""; 0]);
    assert_eq!(dates("Asia/Beirut", "2017-10-28T20:30", "2017-10-28T22:00"), ["2017-10-29"]);
}

/// Local and back is the identity wherever a local time stands once.
#[test]
fn every_airport_zone_goes_there_and_back() {
    let zones: std::collections::BTreeSet<&str> =
        gazetteer::airports().values().map(|airport| airport.zone.name()).collect();
    assert!(zones.len() > 300);
    let days = [(2015, 9, 9), (2017, 5, 16), (2026, 7, 1), (2026, 12, 1)];
    for name in zones {
        for (year, month, day) in days {
            for hour in [0, 6, 12, 18] {
                let at = NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(hour, 30, 0).unwrap();
                assert_eq!(to_local(zone(name), to_utc(zone(name), at)), at, "{name}");
            }
        }
    }
}

#[test]
fn the_zone_data_is_named() {
    assert_eq!(zone_data_version(), "2025b+2026f");
}
