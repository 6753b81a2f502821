//! Reception and stations.

use crate::support::{append, edits, makes, refuses, sample};

const YYZ: &str = "YYZ,gar,1234,06:00,22:00,40,75,2017-05-22,emergency";
const OSL: &str = "OSL,*,12345,07:00,22:30,16,25,2017-05-17|2017-05-25,emergency";

#[test]
fn limits_hours_and_days_of_reception_change() {
    let yyz = |how: &str| format!(r#"change = "reception", airport = "YYZ", {how}"#);
    let becomes = |how: &str, row: &str| edits(&yyz(how), &[("reception.csv", YYZ, row)]);
    becomes("per_day = 50", "YYZ,gar,1234,06:00,22:00,50,75,2017-05-22,emergency");
    becomes("per_day_by = -10", "YYZ,gar,1234,06:00,22:00,30,75,2017-05-22,emergency");
    becomes("per_flight = 5, per_day_by = 1", "YYZ,gar,1234,06:00,22:00,41,5,2017-05-22,emergency");
    becomes("per_flight_by = 5", "YYZ,gar,1234,06:00,22:00,40,80,2017-05-22,emergency");
    becomes("from = 07:30, to = \"23:00\"", "YYZ,gar,1234,07:30,23:00,40,75,2017-05-22,emergency");
    becomes("days = \"1234567\"", "YYZ,gar,1234567,06:00,22:00,40,75,2017-05-22,emergency");
    becomes("open = [2017-05-22]", "YYZ,gar,1234,06:00,22:00,40,75,,emergency");
    becomes("closed = [2017-05-16]", "YYZ,gar,1234,06:00,22:00,40,75,2017-05-22|2017-05-16,emergency");
    becomes("programme = \"gar\", per_day = 50", "YYZ,gar,1234,06:00,22:00,50,75,2017-05-22,emergency");
    edits(
        r#"change = "reception", airport = "OSL", programme = "quota", open = ["2017-05-17"]"#,
        &[("reception.csv", OSL, "OSL,*,12345,07:00,22:30,16,25,2017-05-25,emergency")],
    );
}

#[test]
fn every_row_of_reception_that_matches_changes() {
    let base = append(sample(), "reception.csv", "YYZ,bvor|quota,,,,7,,,\nYYZ,gar|bvor,,,,9,,2017-05-16,");
    let expected = base.clone().replace("reception.csv", "YYZ,bvor|quota,,,,7", "YYZ,bvor|quota,,,,8").replace(
        "reception.csv",
        "YYZ,gar|bvor,,,,9",
        "YYZ,gar|bvor,,,,10",
    );
    makes(&base, r#"change = "reception", airport = "YYZ", programme = "bvor", per_day_by = 1"#, &expected);
    let expected = base.clone().replace("reception.csv", ",9,,2017-05-16,", ",9,,,");
    makes(&base, r#"change = "reception", airport = "YYZ", open = [2017-05-16]"#, &expected);
}

#[test]
fn stations_change_or_begin() {
    edits(
        r#"change = "station", airport = "DOH", beds = 80, bed_cost = 50.5, assist_from = "05:00", depart_per_day = 9"#,
        &[("stations.csv", "DOH,60,60,60,60,12,60,55,,,400,15,", "DOH,60,60,60,60,12,80,50.50,05:00,,400,15,9")],
    );
    let base = sample().file("stations.csv", "airport,mct_dd,currency\nDOH,60,\nDXB,75,\n");
    let change = r#"change = "station", airport = "DOH", mct_dd = 1, mct_di = 2, mct_id = 3, mct_ii = 4,
        airside_hours = 7.5, assist_to = 23:00, assist_per_day = 5, assist_cost = 6, currency = "EUR""#;
    let header = "airport,mct_dd,mct_di,mct_id,mct_ii,airside_hours,assist_to,assist_per_day,assist_cost,currency";
    let rows = "DOH,1,2,3,4,7.5,23:00,5,6.00,EUR\nDXB,75,,,,,,,,\n";
    makes(&base, change, &base.clone().file("stations.csv", &format!("{header}\n{rows}")));
}

#[test]
fn a_station_without_a_row_gets_one() {
    let change = r#"change = "station", airport = "KGL", beds = 10"#;
    makes(&sample(), change, &append(sample(), "stations.csv", "KGL,,,,,,10,,,,,,"));
    let base = crate::support::FeedBuilder::minimal();
    makes(&base, change, &base.clone().row("stations.csv", "airport,beds", "KGL,10"));
}

#[test]
fn what_doesnt_fit_is_refused() {
    let yyz = |how: &str| format!(r#"change = "reception", airport = "YYZ", {how}"#);
    refuses(&yyz("open = [2017-05-23]"), "C127", Some("open"), Some("2017-05-23"));
    refuses(&yyz("per_day_by = -41"), "C123", Some("per_day_by"), Some("-41"));
    refuses(&yyz("per_day = 1, per_day_by = 1"), "C124", None, None);
    refuses(&yyz("per_flight = 1, per_flight_by = 1"), "C124", None, None);
    refuses(&yyz("per_day = 40, closed = [2017-05-22], days = \"4321\""), "C122", None, None);
    refuses(&yyz("programme = \"usrap\", per_day = 1"), "C110", Some("airport"), Some("YYZ usrap"));
    refuses(r#"change = "reception", airport = "NBO", per_day = 1"#, "C110", Some("airport"), Some("NBO"));
    refuses(r#"change = "reception", airport = "YYZ""#, "C125", None, None);
    refuses(r#"change = "reception", airport = "JFK", per_flight_by = 1"#, "C126", Some("per_flight_by"), Some("1"));
    refuses(r#"change = "station", airport = "DOH", beds = 60, bed_cost = "55.00""#, "C122", None, None);
    refuses(r#"change = "station", airport = "DOH""#, "C125", None, None);
}
