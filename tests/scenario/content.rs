//! A feed as tables: read, written, changed wholly or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use onward::feed::Feed;
use onward::scenario::{Tables, faults};

use crate::support::{FeedBuilder, change, refused, sample, scenario, tables, write};

#[test]
fn an_unchanged_feed_stays_to_the_letter() {
    for folder in ["data/sample", "data/day-2017-05-16", "data/day-2015-09-09", "examples/small", "examples/escorted"] {
        let (before, _) = Feed::read(Path::new(folder)).unwrap();
        let tables = Tables::read(Path::new(folder)).unwrap();
        let (after, _) = tables.feed().unwrap();
        assert_eq!(after.sha256, before.sha256);
        assert_eq!(format!("{after:?}"), format!("{before:?}"));
        let target = tempfile::tempdir().unwrap();
        let target = target.path().join("a").join("b");
        tables.write(&target).unwrap();
        assert_eq!(Feed::read(&target).unwrap().0.sha256, before.sha256);
        assert!(Tables::read(&target).unwrap() == tables);
    }
}

#[test]
fn odd_writing_is_kept() {
    let base = FeedBuilder::minimal()
        .replace("policy.json", "\"10.00\"", "10.50")
        .replace(
            "policy.json",
            "{\"name\": \"minimal\"",
            "{\"name\": \"quo\\\"te \\u00e9\", \"airside_hours\": 7.50, \"delay_later\": [1], \"mct\": null",
        )
        .replace("fares.csv", "600.00", "00600.0")
        .row("charters.csv", "operator,fixed_cost,charter,unknown", "\"A, \"\"B\"\" \r\nC\",9,K1,?")
        .row(
            "charter_legs.csv",
            "charter,leg,from,to,dep,arr,seats",
            "K1,1,NBO,JFK,2017-05-16T08:00,2017-05-16T16:00,50",
        )
        .replace("persons.csv", "\n", "\r\n");
    let before = base.feed();
    let tables = tables(&base);
    assert_eq!(tables.feed().unwrap().0.sha256, before.sha256);
    let target = tempfile::tempdir().unwrap();
    tables.write(target.path()).unwrap();
    assert_eq!(format!("{:?}", Feed::read(target.path()).unwrap().0), format!("{before:?}"));
}

#[test]
fn a_zip_is_read_as_its_folder() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, content) in &sample().files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    assert!(Tables::read(&path).unwrap() == Tables::read(Path::new("data/sample")).unwrap());
}

#[test]
fn a_feed_at_fault_is_reported_with_its_faults() {
    let folder = tempfile::tempdir().unwrap();
    write(&FeedBuilder::minimal().replace("cases.csv", "NBO,JFK", "QQQ,QQX"), folder.path());
    let told = Tables::read(folder.path()).unwrap_err();
    assert_eq!(told, Feed::read(folder.path()).unwrap_err());
    assert_eq!(told.0.len(), 2);
    assert_eq!(Tables::read(&folder.path().join("none")).unwrap_err().0[0].code, "F001");
}

#[test]
fn what_a_change_makes_unsound_the_feed_says() {
    let base = tables(&sample());
    let after = scenario(&[r#"change = "case_changed", case = "C0001", destination = "QQQ""#]).apply(&base).unwrap();
    let told = after.feed().unwrap_err();
    assert_eq!(
        (told.0[0].code, told.0[0].file.as_str(), told.0[0].value.as_deref()),
        ("F301", "cases.csv", Some("QQQ"))
    );
}

#[test]
fn a_folder_that_isnt_empty_is_left_alone() {
    let target = tempfile::tempdir().unwrap();
    fs::write(target.path().join("mine"), "mine").unwrap();
    let error = tables(&FeedBuilder::minimal()).write(target.path()).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::DirectoryNotEmpty);
    assert_eq!(fs::read_dir(target.path()).unwrap().count(), 1);
    assert!(tables(&FeedBuilder::minimal()).write(&target.path().join("mine")).is_err());
}

#[test]
fn a_scenario_tells_every_change_that_fails_and_leaves_the_base() {
    let base = tables(&sample());
    let untouched = base.clone();
    let several = scenario(&[
        r#"change = "charter_changed", charter = "K1", seats = 90"#,
        r#"change = "charter_changed", charter = "K9", seats = 90"#,
        r#"change = "charter_changed", charter = "K1", seats = 90"#,
        r#"change = "tier_dropped", agreement = "QR-IOM", from_seats = 1"#,
    ]);
    let told = several.apply(&base).unwrap_err();
    let places: Vec<_> = told.0.iter().map(|fault| (fault.code, fault.change, fault.scenario.as_deref())).collect();
    assert_eq!(
        places,
        [("C101", Some(2), Some("test")), ("C122", Some(3), Some("test")), ("C104", Some(4), Some("test"))]
    );
    assert!(base == untouched);
    assert_eq!(
        told.0[0].to_string(),
        "C101 unknown-charter: scenario \"test\" change 2 charter_changed charter \"K9\": no charter of the feed has this name; \
         correct it, or add the charter by charter_added before"
    );
}

#[test]
fn a_change_that_fails_halfway_changes_nothing() {
    // The first fares that match could go down so far, a later one can't.
    let by = r#"change = "fare_changed", agreement = "QR-IOM", by = "-2000""#;
    assert_eq!(refused(&sample(), by)[0].code, "C123");
    let rows =
        r#"change = "clearance", case = "C0001", kind = "exit_permit", valid_to = 2017-05-30, earlier_days = 4000000"#;
    assert_eq!(refused(&sample(), rows)[0].code, "C130");
}

#[test]
fn later_changes_see_what_those_before_them_did() {
    let base = tables(&sample());
    let after = scenario(&[
        r#"change = "allotment", agreement = "QR-IOM", by = 5"#,
        r#"change = "allotment", agreement = "QR-IOM", by = 5"#,
        r#"change = "charter_dropped", charter = "K1""#,
        r#"change = "seats", flight = "QR101/DOH/2017-05-17", by = 1"#,
        r#"change = "seats", flight = "QR101/DOH/2017-05-17", by = -1"#,
    ]);
    let (feed, _) = after.apply(&base).unwrap().feed().unwrap();
    assert_eq!(feed.agreements.raw[0].seats_per_flight, Some(28));
    assert!(feed.charters.iter().all(|charter| &*charter.id != "K1"));
    let applied = base.clone();
    let mut one_by_one = applied;
    for change in &after.changes {
        one_by_one.apply(change).unwrap();
    }
    assert!(one_by_one == after.apply(&base).unwrap());
}

#[test]
fn every_code_has_its_row_in_the_documentation() {
    let page = include_str!("../../docs/scenarios.md");
    for kind in faults::catalogue() {
        let row = format!("| {} | {} | {} | ", kind.code, kind.name(), kind.meaning);
        assert!(page.lines().any(|line| line.starts_with(&row)), "docs/scenarios.md lacks\n{row}");
    }
    let rows = page.lines().filter(|line| line.starts_with("| C0") || line.starts_with("| C1")).count();
    assert_eq!(rows, faults::catalogue().count());
    let codes: Vec<_> = faults::catalogue().map(|kind| kind.code).collect();
    assert!(codes.is_sorted() && codes.iter().collect::<BTreeSet<_>>().len() == codes.len());
}

#[test]
fn every_code_is_met_in_the_tests() {
    let tests: String = fs::read_dir("tests/scenario")
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    for kind in faults::catalogue() {
        assert!(tests.contains(&format!("\"{}\"", kind.code)), "{} {}", kind.code, kind.name());
    }
    // Any change of any test is one.
    assert_eq!(change(r#"change = "unlinked", case = "C1""#).kind(), "unlinked");
}
