//! The policy.

use crate::support::{makes, refuses, sample};

fn becomes(change: &str, edits: &[(&str, &str)]) {
    let expected = edits.iter().fold(sample(), |feed, (old, new)| feed.replace("policy.json", old, new));
    makes(&sample(), &format!(r#"change = "policy", {change}"#), &expected);
}

#[test]
fn each_value_changes_alone() {
    becomes(r#"name = "other \"name\"""#, &[(r#""name": "sample""#, r#""name": "other \"name\"""#)]);
    becomes("as_of = 2017-05-01", &[(r#""as_of": "2017-05-08""#, r#""as_of": "2017-05-01""#)]);
    becomes("start = 2017-05-16", &[(r#""start": "2017-05-15""#, r#""start": "2017-05-16""#)]);
    becomes("end = \"2017-05-18\"", &[(r#""end": "2017-05-17""#, r#""end": "2017-05-18""#)]);
    becomes("transit_default = \"allow\"", &[(r#""deny""#, r#""allow""#)]);
    becomes("max_sectors = 3", &[(r#""max_sectors": 4"#, r#""max_sectors": 3"#)]);
    becomes("max_connection_hours = 24.5", &[(r#"hours": 30"#, r#"hours": 24.5"#)]);
    becomes("airside_hours = 7", &[(r#""airside_hours": 8"#, r#""airside_hours": 7"#)]);
    becomes("mct = 60", &[(r#""mct": 90"#, r#""mct": 60"#)]);
    becomes("stretcher_seats = 9", &[(r#""stretcher_seats": 6"#, r#""stretcher_seats": 9"#)]);
    becomes("stretcher_fares = 4.5", &[(r#""stretcher_fares": 6"#, r#""stretcher_fares": 4.5"#)]);
    becomes("escort_rest_days = 2", &[(r#""escort_rest_days": 1"#, r#""escort_rest_days": 2"#)]);
    becomes("connection_penalty = 5", &[(r#""20.00""#, r#""5.00""#)]);
    becomes("hour_penalty = 2.5", &[(r#""2.00""#, r#""2.50""#)]);
    becomes(
        "delay_penalty = { urgent = 40 }, unserved_penalty = { normal = 9000, emergency = \"1\" }",
        &[(r#""30.00""#, r#""40.00""#), (r#""6000.00""#, r#""9000.00""#), (r#""20000.00""#, r#""1.00""#)],
    );
}

#[test]
fn the_currency_changes() {
    let base = crate::support::FeedBuilder::minimal();
    let expected = base.clone().replace("policy.json", "USD", "EUR");
    makes(&base, r#"change = "policy", currency = "EUR""#, &expected);
}

#[test]
fn what_wasnt_given_is_written() {
    let base = crate::support::FeedBuilder::minimal();
    let expected =
        base.clone().replace("policy.json", r#""normal": 5000}"#, r#""normal": 5000, "urgent": "7.00"}, "mct": 30"#);
    let change = r#"change = "policy", mct = 30, unserved_penalty = { urgent = 7, normal = 5000 }"#;
    makes(&base, change, &expected);
}

#[test]
fn what_changes_nothing_is_refused() {
    refuses(r#"change = "policy""#, "C125", None, None);
    for same in ["mct = 90", "hour_penalty = 2", "max_connection_hours = \"30.0\"", "delay_penalty = { normal = 15 }"] {
        refuses(&format!(r#"change = "policy", {same}"#), "C122", None, None);
    }
    let base = crate::support::FeedBuilder::minimal();
    let faults = crate::support::refused(&base, r#"change = "policy", mct = 90, hour_penalty = 0"#);
    assert_eq!(faults[0].code, "C122");
}
