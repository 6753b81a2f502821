//! Allotments, terms and tiers of agreements.

use crate::support::{append, edit, edits, makes, refuses, sample};

const QR: &str = "QR-IOM,QR,2017-05-08,2017-05-22,18,,3,75,10,90,3,51,160,45,QAR";

fn becomes(change: &str, row: &str) {
    edits(change, &[("agreements.csv", QR, row)]);
}

#[test]
fn allotments_go_up_down_and_away() {
    let of = |how: &str| format!(r#"change = "allotment", agreement = "QR-IOM", {how}"#);
    becomes(&of("by = 5"), "QR-IOM,QR,2017-05-08,2017-05-22,23,,3,75,10,90,3,51,160,45,QAR");
    becomes(&of("by = -18"), "QR-IOM,QR,2017-05-08,2017-05-22,0,,3,75,10,90,3,51,160,45,QAR");
    becomes(&of("seats = 7"), "QR-IOM,QR,2017-05-08,2017-05-22,7,,3,75,10,90,3,51,160,45,QAR");
    becomes(&of("unlimited = true"), "QR-IOM,QR,2017-05-08,2017-05-22,,,3,75,10,90,3,51,160,45,QAR");
    refuses(&of("by = -19"), "C123", Some("by"), Some("-19"));
    refuses(&of("by = 0"), "C122", None, None);
    refuses(&of("by = 1, seats = 2"), "C124", None, None);
    refuses(&of("unlimited = false"), "C124", None, None);
    refuses(r#"change = "allotment", agreement = "XX", by = 1"#, "C102", Some("agreement"), Some("XX"));
    let unlimited =
        edit(sample(), ("agreements.csv", QR, "QR-IOM,QR,2017-05-08,2017-05-22,,,3,75,10,90,3,51,160,45,QAR"));
    assert_eq!(crate::support::refused(&unlimited, &of("by = 1"))[0].code, "C126");
    assert_eq!(crate::support::refused(&unlimited, &of("unlimited = true"))[0].code, "C122");
}

#[test]
fn each_term_changes_alone() {
    let terms = [
        ("min_group = 10", "QR-IOM,QR,2017-05-08,2017-05-22,18,10,3,75,10,90,3,51,160,45,QAR"),
        ("max_sectors = 2", "QR-IOM,QR,2017-05-08,2017-05-22,18,,2,75,10,90,3,51,160,45,QAR"),
        ("child_pct = 67.5", "QR-IOM,QR,2017-05-08,2017-05-22,18,,3,67.5,10,90,3,51,160,45,QAR"),
        ("infant_pct = 0", "QR-IOM,QR,2017-05-08,2017-05-22,18,,3,75,0,90,3,51,160,45,QAR"),
        ("escort_pct = 50", "QR-IOM,QR,2017-05-08,2017-05-22,18,,3,75,10,50,3,51,160,45,QAR"),
        ("lead_days = 0", "QR-IOM,QR,2017-05-08,2017-05-22,18,,3,75,10,90,0,51,160,45,QAR"),
        ("commit_seats = 40", "QR-IOM,QR,2017-05-08,2017-05-22,18,,3,75,10,90,3,40,160,45,QAR"),
        ("shortfall_fee = 99.9", "QR-IOM,QR,2017-05-08,2017-05-22,18,,3,75,10,90,3,51,99.90,45,QAR"),
        ("seats_before = 50", "QR-IOM,QR,2017-05-08,2017-05-22,18,,3,75,10,90,3,51,160,50,QAR"),
        ("valid_from = 2017-05-10", "QR-IOM,QR,2017-05-10,2017-05-22,18,,3,75,10,90,3,51,160,45,QAR"),
        ("valid_to = \"2017-05-30\"", "QR-IOM,QR,2017-05-08,2017-05-30,18,,3,75,10,90,3,51,160,45,QAR"),
    ];
    for (term, row) in terms {
        becomes(&format!(r#"change = "agreement_changed", agreement = "QR-IOM", {term}"#), row);
    }
    // What isn't given has its default; to give that is no change.
    refuses(r#"change = "agreement_changed", agreement = "QR-IOM", min_group = 1"#, "C122", None, None);
    refuses(r#"change = "agreement_changed", agreement = "QR-IOM", shortfall_fee = "160.00""#, "C122", None, None);
    refuses(r#"change = "agreement_changed", agreement = "QR-IOM""#, "C125", None, None);
    refuses(r#"change = "agreement_changed", agreement = "XX", min_group = 1"#, "C102", Some("agreement"), Some("XX"));
}

#[test]
fn one_is_dropped_with_fares_and_tiers() {
    let mut expected = edit(sample(), ("agreements.csv", QR, ""));
    for file in ["fares.csv", "tiers.csv"] {
        let content = expected.files.get_mut(file).unwrap();
        let lines = content.lines().filter(|line| !line.starts_with("QR-IOM,"));
        *content = lines.map(|line| format!("{line}\n")).collect();
    }
    makes(&sample(), r#"change = "agreement_dropped", agreement = "QR-IOM""#, &expected);
    refuses(r#"change = "agreement_dropped", agreement = "XX""#, "C102", Some("agreement"), Some("XX"));
}

#[test]
fn tiers_are_added_replaced_and_dropped() {
    let of = |from: u32, rebate: &str| {
        format!(r#"change = "tier", agreement = "QR-IOM", from_seats = {from}, rebate = {rebate}"#)
    };
    makes(&sample(), &of(60, "90"), &append(sample(), "tiers.csv", "QR-IOM,60,90.00"));
    edits(&of(53, "79.5"), &[("tiers.csv", "QR-IOM,53,80", "QR-IOM,53,79.50")]);
    edits(r#"change = "tier_dropped", agreement = "QR-IOM", from_seats = 53"#, &[("tiers.csv", "QR-IOM,53,80", "")]);
    refuses(&of(53, "80"), "C122", None, None);
    refuses(&of(53, "80").replace("QR-IOM", "XX"), "C102", Some("agreement"), Some("XX"));
    let dropped = r#"change = "tier_dropped", agreement = "QR-IOM", from_seats = 54"#;
    refuses(dropped, "C104", Some("from_seats"), Some("54"));
    refuses(&dropped.replace("QR-IOM", "XX"), "C102", Some("agreement"), Some("XX"));
}
