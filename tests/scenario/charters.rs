//! Charters added, changed and dropped.

use crate::support::{append, edit, edits, makes, refuses, sample};

#[test]
fn one_is_added_with_its_legs() {
    let change = r#"change = "charter_added", charter = "K9", group = "LEVANT-CA", operator = "Some Air, Ltd",
        fixed_cost = 25000.5, per_seat = "20", min_seats = 30, currency = "EUR", legs = [
        { from = "BEY", to = "AMM", dep = 2017-05-16T06:30:00, arr = "2017-05-16T07:45", seats = 90, stretchers = 1 },
        { from = "AMM", to = "YYZ", dep = 2017-05-16T09:00, arr = 2017-05-16T15:00:00, seats = 90, wheelchairs = 2,
          oxygen = 1, minors = 4, mode = "air" }]"#;
    let expected = append(sample(), "charters.csv", "K9,LEVANT-CA,\"Some Air, Ltd\",25000.50,20.00,30,EUR");
    let expected = append(
        expected,
        "charter_legs.csv",
        "K9,1,BEY,AMM,2017-05-16T06:30,2017-05-16T07:45,90,,1,,,\n\
         K9,2,AMM,YYZ,2017-05-16T09:00,2017-05-16T15:00,90,2,,1,4,",
    );
    makes(&sample(), change, &expected);
}

#[test]
fn one_is_the_first_of_a_feed_without_any() {
    let base = crate::support::FeedBuilder::minimal();
    let change = r#"change = "charter_added", charter = "K1", fixed_cost = 9000, legs = [
        { from = "NBO", to = "JFK", dep = "2017-05-16T08:00", arr = "2017-05-16T16:00", seats = 50 }]"#;
    let expected = base.clone().row("charters.csv", "charter,fixed_cost", "K1,9000.00").row(
        "charter_legs.csv",
        "charter,leg,from,to,dep,arr,seats",
        "K1,1,NBO,JFK,2017-05-16T08:00,2017-05-16T16:00,50",
    );
    makes(&base, change, &expected);
}

#[test]
fn terms_change_and_nothing_else() {
    edits(
        r#"change = "charter_changed", charter = "K1", fixed_cost = "30000", min_seats = 50"#,
        &[(
            "charters.csv",
            "K1,LEVANT-CA,Government aircraft,37802.00,0,40,USD",
            "K1,LEVANT-CA,Government aircraft,30000.00,0,50,USD",
        )],
    );
    edits(
        r#"change = "charter_changed", charter = "K4", per_seat = "12.5", group = """#,
        &[(
            "charters.csv",
            "K4,LOK-NBO,Regional charter,24264.00,0,0,USD",
            "K4,,Regional charter,24264.00,12.50,0,USD",
        )],
    );
}

#[test]
fn seats_change_on_every_leg() {
    edits(
        r#"change = "charter_changed", charter = "K1", seats = 100"#,
        &[
            (
                "charter_legs.csv",
                "K1,1,AMM,YYZ,2017-05-16T09:30,2017-05-16T14:55,80,10,0,1,5,air",
                "K1,1,AMM,YYZ,2017-05-16T09:30,2017-05-16T14:55,100,10,0,1,5,air",
            ),
            (
                "charter_legs.csv",
                "K1,2,YYZ,YUL,2017-05-16T16:15,2017-05-16T17:30,80,10,0,1,5,air",
                "K1,2,YYZ,YUL,2017-05-16T16:15,2017-05-16T17:30,100,10,0,1,5,air",
            ),
        ],
    );
}

#[test]
fn one_is_dropped_with_its_legs() {
    let expected = edit(sample(), ("charters.csv", "K1,LEVANT-CA,Government aircraft,37802.00,0,40,USD", ""));
    let expected = edit(
        expected,
        (
            "charter_legs.csv",
            "K1,1,AMM,YYZ,2017-05-16T09:30,2017-05-16T14:55,80,10,0,1,5,air\n\
             K1,2,YYZ,YUL,2017-05-16T16:15,2017-05-16T17:30,80,10,0,1,5,air",
            "",
        ),
    );
    makes(&sample(), r#"change = "charter_dropped", charter = "K1""#, &expected);
}

#[test]
fn what_doesnt_fit_is_refused() {
    let leg = r#"{ from = "NBO", to = "JFK", dep = "2017-05-16T08:00", arr = "2017-05-16T16:00", seats = 50 }"#;
    let added = |legs: &str| format!(r#"change = "charter_added", charter = "K1", fixed_cost = 1, legs = [{legs}]"#);
    refuses(&added(leg), "C121", Some("charter"), Some("K1"));
    refuses(&added("").replace("K1", "K9"), "C125", Some("legs"), None);
    refuses(r#"change = "charter_changed", charter = "K9", seats = 1"#, "C101", Some("charter"), Some("K9"));
    refuses(r#"change = "charter_dropped", charter = "K9""#, "C101", Some("charter"), Some("K9"));
    refuses(r#"change = "charter_changed", charter = "K1""#, "C125", None, None);
    refuses(r#"change = "charter_changed", charter = "K1", fixed_cost = 37802, seats = 80"#, "C122", None, None);
    // No group by another word for none.
    refuses(r#"change = "charter_changed", charter = "K1", per_seat = "0.00""#, "C122", None, None);
}
