//! Fares changed and added.

use crate::support::{append, edit, edits, makes, refuses, sample};

#[test]
fn every_row_that_matches_changes() {
    let rows = [
        ("AMM,JFK,854.00", "AMM,JFK,939.40"),
        ("AMM,ORD,957.00", "AMM,ORD,1052.70"),
        ("NBO,IAD,1082.00", "NBO,IAD,1190.20"),
        ("NBO,JFK,1036.00", "NBO,JFK,1139.60"),
        ("NBO,ORD,1064.00", "NBO,ORD,1170.40"),
        ("AMM,DOH,232.00", "AMM,DOH,255.20"),
        ("DOH,IAD,911.00", "DOH,IAD,1002.10"),
        ("DOH,JFK,964.00", "DOH,JFK,1060.40"),
        ("DOH,ORD,1062.00", "DOH,ORD,1168.20"),
        ("NBO,DOH,412.00", "NBO,DOH,453.20"),
    ];
    let expected = rows.iter().fold(sample(), |feed, (old, new)| {
        feed.replace("fares.csv", &format!("QR-NET,{old}"), &format!("QR-NET,{new}"))
    });
    makes(&sample(), r#"change = "fare_changed", agreement = "QR-NET", by_percent = 10"#, &expected);
}

#[test]
fn one_row_changes_by_amount_by_percent_or_to_an_amount() {
    let of = |how: &str| format!(r#"change = "fare_changed", agreement = "QR-IOM", from = "AMM", to = "JFK", {how}"#);
    let row = "QR-IOM,AMM,JFK,2243.00,294.00,";
    edits(&of("by = -43.5"), &[("fares.csv", row, "QR-IOM,AMM,JFK,2199.50,294.00,")]);
    edits(&of("adult = \"2000\""), &[("fares.csv", row, "QR-IOM,AMM,JFK,2000.00,294.00,")]);
    edits(&of("tax = 0"), &[("fares.csv", row, "QR-IOM,AMM,JFK,2243.00,0.00,")]);
    edits(&of("adult = 1, tax = 2"), &[("fares.csv", row, "QR-IOM,AMM,JFK,1.00,2.00,")]);
    // 2243 × 0.99875 = 2240.19625
    edits(&of("by_percent = \"-0.125\""), &[("fares.csv", row, "QR-IOM,AMM,JFK,2240.20,294.00,")]);
    edits(&of("by_percent = -100"), &[("fares.csv", row, "QR-IOM,AMM,JFK,0.00,294.00,")]);
}

#[test]
fn per_cents_round_half_to_even() {
    let base = |fare: &str| crate::support::FeedBuilder::minimal().replace("fares.csv", "600.00", fare);
    let change = r#"change = "fare_changed", agreement = "QR-REF", by_percent = 50"#;
    // 0.15 and 0.25 by half more are 0.225 and 0.375.
    makes(&base("0.15"), change, &base("0.22"));
    makes(&base("0.25"), change, &base("0.38"));
}

#[test]
fn via_tells_rows_apart() {
    let base = append(sample(), "fares.csv", "KQ-SKYTEAM,NBO,BOS,910.00,84.00,AMS\nKQ-SKYTEAM,NBO,BOS,700.00,84.00,");
    let of = |via: &str| {
        format!(r#"change = "fare_changed", agreement = "KQ-SKYTEAM", from = "NBO", to = "BOS", via = "{via}", by = 1"#)
    };
    let with = "KQ-SKYTEAM,NBO,BOS,910.00,84.00,AMS";
    makes(&base, &of("AMS"), &edit(base.clone(), ("fares.csv", with, "KQ-SKYTEAM,NBO,BOS,911.00,84.00,AMS")));
    let without = ("fares.csv", "KQ-SKYTEAM,NBO,BOS,700.00,84.00,", "KQ-SKYTEAM,NBO,BOS,701.00,84.00,");
    makes(&base, &of(""), &edit(base.clone(), without));
}

#[test]
fn one_is_added() {
    let change = r#"change = "fare_added", agreement = "QR-IOM", from = "NBO", to = "YYZ", adult = 1999.99, tax = 5, via = "DOH""#;
    makes(&sample(), change, &append(sample(), "fares.csv", "QR-IOM,NBO,YYZ,1999.99,5.00,DOH"));
}

#[test]
fn what_doesnt_fit_is_refused() {
    let of = |rest: &str| format!(r#"change = "fare_changed", agreement = "QR-IOM", {rest}"#);
    refuses(r#"change = "fare_changed", agreement = "XX", by = 1"#, "C102", Some("agreement"), Some("XX"));
    refuses(&of(r#"from = "YYZ", by = 1"#), "C103", None, Some("agreement QR-IOM from YYZ"));
    refuses(&of(r#"from = "AMM""#), "C124", None, None);
    refuses(&of("by = 1, adult = 2"), "C124", None, None);
    refuses(&of("by = 1, by_percent = 2, tax = 3"), "C124", None, None);
    refuses(&of("by = -9999"), "C123", Some("by"), Some("-9999.00"));
    refuses(&of("by_percent = -100.5"), "C123", Some("by_percent"), Some("-100.5"));
    refuses(&of("by = 0"), "C122", None, None);
    let added = r#"change = "fare_added", agreement = "QR-IOM", from = "AMM", to = "JFK", adult = 1"#;
    refuses(added, "C121", None, Some("QR-IOM AMM JFK"));
    refuses(&added.replace("QR-IOM", "XX"), "C102", Some("agreement"), Some("XX"));
}
