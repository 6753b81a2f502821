//! Networks that are taken over from a feed to a changed one.

use crate::support::{made, sample, shares};

#[test]
fn what_only_changes_who_travels_leaves_the_network() {
    let base = sample();
    let feed = base.feed();
    for change in [
        r#"change = "clearance", case = "C0001", kind = "entry_visa", later_days = 1"#,
        r#"change = "case_changed", case = "C0001", max_hours = 20"#,
        r#"change = "unlinked", case = "C0032""#,
        r#"change = "waiver_granted", place = "IST", nationality = "SY", document = "ctd""#,
        r#"change = "allotment", agreement = "QR-IOM", by = 1"#,
        r#"change = "agreement_changed", agreement = "QR-IOM", min_group = 9"#,
        r#"change = "pool_changed", pool = "AMM-NURSES", by = 1"#,
        r#"change = "seats", flight = "QR101/DOH/2017-05-17", by = 1"#,
    ] {
        assert!(shares(&feed, &made(&base, &[change])), "{change}");
    }
    for change in
        [r#"change = "pool_changed", pool = "AMM-NURSES", count = 0"#, r#"change = "case_dropped", case = "C0014""#]
    {
        assert!(!shares(&feed, &made(&base, &[change])), "{change}");
    }
}
