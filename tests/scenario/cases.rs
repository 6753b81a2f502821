//! Cases, their clearances, links and locks.

use crate::support::{append, edit, edits, makes, refuses, sample};

const C1: &str = "C0001,NBO,ORD,usrap,normal,2017-05-15T12:00,,,0,0";

#[test]
fn wishes_change() {
    let terms = [
        ("ready = 2017-05-16", "C0001,NBO,ORD,usrap,normal,2017-05-16,,,0,0"),
        ("ready = 2017-05-16T08:30:00", "C0001,NBO,ORD,usrap,normal,2017-05-16T08:30,,,0,0"),
        ("target = 2017-05-17", "C0001,NBO,ORD,usrap,normal,2017-05-15T12:00,2017-05-17,,0,0"),
        ("priority = \"urgent\"", "C0001,NBO,ORD,usrap,urgent,2017-05-15T12:00,,,0,0"),
        ("max_hours = 36.5", "C0001,NBO,ORD,usrap,normal,2017-05-15T12:00,,36.5,0,0"),
        ("overnight = true, mct_extra = 30", "C0001,NBO,ORD,usrap,normal,2017-05-15T12:00,,,1,30"),
        ("destination = [\"ORD\", \"JFK\"]", "C0001,NBO,ORD|JFK,usrap,normal,2017-05-15T12:00,,,0,0"),
    ];
    for (term, row) in terms {
        edits(&format!(r#"change = "case_changed", case = "C0001", {term}"#), &[("cases.csv", C1, row)]);
    }
    let base = crate::support::FeedBuilder::minimal();
    let expected = base.clone().replace("cases.csv", "ready\n", "ready,max_sectors\n").replace(
        "cases.csv",
        "2017-05-16\n",
        "2017-05-16,2\n",
    );
    makes(&base, r#"change = "case_changed", case = "C1", max_sectors = 2"#, &expected);
    let of = |how: &str| format!(r#"change = "case_changed", case = "C0001", {how}"#);
    refuses(&of("overnight = false, mct_extra = 0"), "C122", None, None);
    refuses(r#"change = "case_changed", case = "C0001""#, "C125", None, None);
    refuses(r#"change = "case_changed", case = "C9", overnight = true"#, "C107", Some("case"), Some("C9"));
}

/// The sample without the lines of a file that have a cell with that text.
fn without(mut feed: crate::support::FeedBuilder, file: &str, cell: &str) -> crate::support::FeedBuilder {
    let content = feed.files.get_mut(file).unwrap();
    let kept: Vec<_> = content.lines().filter(|line| !line.split(',').any(|text| text == cell)).collect();
    assert!(kept.len() < content.lines().count(), "{file} {cell}");
    *content = kept.join("\n") + "\n";
    feed
}

#[test]
fn one_is_dropped_with_all_that_hangs_on_it() {
    let files = ["cases.csv", "persons.csv", "clearances.csv", "locks.csv"];
    let expected = files.iter().fold(sample(), |feed, file| without(feed, file, "C0014"));
    makes(&sample(), r#"change = "case_dropped", case = "C0014""#, &expected);
    let files = ["cases.csv", "persons.csv", "clearances.csv", "links.csv"];
    let expected = files.iter().fold(sample(), |feed, file| without(feed, file, "C0031"));
    makes(&sample(), r#"change = "case_dropped", case = "C0031""#, &expected);
    refuses(r#"change = "case_dropped", case = "C9""#, "C107", Some("case"), Some("C9"));
}

#[test]
fn one_leaves_its_link() {
    edits(r#"change = "unlinked", case = "C0032""#, &[("links.csv", "L1,C0032", "")]);
    refuses(r#"change = "unlinked", case = "C0001""#, "C112", Some("case"), Some("C0001"));
    refuses(r#"change = "unlinked", case = "C9""#, "C107", Some("case"), Some("C9"));
}

#[test]
fn clearances_move() {
    let visa = "C0001,,entry_visa,2017-04-17,2017-07-06,arrival";
    let terms = [
        ("valid_from = 2017-05-01", "C0001,,entry_visa,2017-05-01,2017-07-06,arrival"),
        ("valid_to = 2017-05-20, earlier_days = 16", "C0001,,entry_visa,2017-04-01,2017-05-20,arrival"),
        ("later_days = 30", "C0001,,entry_visa,2017-04-17,2017-08-05,arrival"),
        ("earlier_days = 17, later_days = 1", "C0001,,entry_visa,2017-03-31,2017-07-07,arrival"),
    ];
    let of = |how: &str| format!(r#"change = "clearance", case = "C0001", kind = "entry_visa", {how}"#);
    for (term, row) in terms {
        edits(&of(term), &[("clearances.csv", visa, row)]);
    }
    // A person's own row, and every row of the case where no person is named.
    let own = append(sample(), "clearances.csv", "C0001,P00001,entry_visa,,2017-07-06,arrival");
    let later = of("later_days = 1");
    let expected =
        own.clone().replace("clearances.csv", "P00001,entry_visa,,2017-07-06", "P00001,entry_visa,,2017-07-07");
    makes(&own, &format!(r#"{later}, person = "P00001""#), &expected);
    let expected = edit(expected, ("clearances.csv", visa, "C0001,,entry_visa,2017-04-17,2017-07-07,arrival"));
    makes(&own, &later, &expected);
    let open = crate::support::refused(&own, &of("earlier_days = 1"));
    assert_eq!((open[0].code, open[0].field.as_deref()), ("C126", Some("earlier_days")));
    refuses(&of("valid_to = 2017-07-06"), "C122", None, None);
    refuses(&of("valid_to = 2017-07-06, later_days = 1"), "C124", None, None);
    refuses(&of("later_days = 4000000000"), "C130", Some("later_days"), Some("4000000000"));
    refuses(r#"change = "clearance", case = "C0001", kind = "entry_visa""#, "C125", None, None);
    refuses(&of("later_days = 1").replace("entry_visa", "x"), "C109", Some("kind"), Some("x"));
    refuses(&of("later_days = 1").replace("C0001", "C9"), "C107", Some("case"), Some("C9"));
    // Another case's person, and the case's own without a row of that kind.
    refuses(&of("later_days = 1, person = \"P00002\""), "C108", Some("person"), Some("P00002"));
    refuses(&of("later_days = 1, person = \"P00001\""), "C109", Some("kind"), Some("entry_visa"));
}

#[test]
fn locks_come_and_go() {
    let change = r#"change = "lock_added", case = "C0001", mode = "prefer", change_cost = 50,
        itinerary = ["QR110/NBO/2017-05-16", "QR101/DOH/2017-05-16"]"#;
    let row = "C0001,QR110/NBO/2017-05-16 QR101/DOH/2017-05-16,prefer,50.00";
    makes(&sample(), change, &append(sample(), "locks.csv", row));
    let lock = "C0014,RJ102/AMM/2017-05-15,fixed,0.00";
    edits(r#"change = "lock_dropped", case = "C0014""#, &[("locks.csv", lock, "")]);
    refuses(&change.replace("C0001", "C0014"), "C121", Some("case"), Some("C0014"));
    refuses(&change.replace("C0001", "C9"), "C107", Some("case"), Some("C9"));
    refuses(r#"change = "lock_dropped", case = "C0001""#, "C111", Some("case"), Some("C0001"));
    refuses(r#"change = "lock_dropped", case = "C9""#, "C107", Some("case"), Some("C9"));
}
