//! `onward check`.

use std::fs;

use super::support::{Desk, stderr, stdout};

#[test]
fn the_plan_made_by_hand_is_valid() {
    let desk = Desk::planned();
    let assert = desk.run(&["check", "feed", "plan.json"]).code(0);
    assert!(stdout(&assert).contains("valid"), "{}", stdout(&assert));
    let report: serde_json::Value =
        serde_json::from_str(&stdout(&desk.run(&["check", "feed", "plan.json", "--json"]).code(0))).unwrap();
    assert_eq!(report["violations"], serde_json::json!([]));
}

#[test]
fn an_amount_that_is_a_cent_off_is_code_1_and_named() {
    let desk = Desk::planned();
    let mut plan = desk.plan();
    plan.cash.fares.0 += 1;
    fs::write(desk.path("plan.json"), plan.to_json()).unwrap();
    let text = stdout(&desk.run(&["check", "feed", "plan.json"]).code(1));
    assert!(text.contains("2075.01") || text.contains("2,075.01"), "{text}");
    let report: serde_json::Value =
        serde_json::from_str(&stdout(&desk.run(&["check", "feed", "plan.json", "--json"]).code(1))).unwrap();
    assert!(!report["violations"].as_array().unwrap().is_empty(), "{report}");
}

#[test]
fn what_is_no_plan_is_code_1_with_the_place() {
    let desk = Desk::planned();
    let plan = fs::read_to_string(desk.path("plan.json")).unwrap();
    for (bad, says) in [
        (plan.replace("onward-plan/1", "onward-plan/9"), "onward-plan/9"),
        (plan.replacen("\"2075.00\"", "2075.00", 1), "fares"),
        (plan.replacen("\"total\"", "\"totals\"", 1), "totals"),
        (plan[..plan.len() / 2].to_owned(), "line"),
        (String::new(), "line"),
    ] {
        fs::write(desk.path("bad.json"), bad).unwrap();
        let told = stderr(&desk.run(&["check", "feed", "bad.json"]).code(1));
        assert!(told.contains("bad.json") && told.contains(says), "{says}: {told}");
    }
    fs::write(desk.path("bad.json"), [0xff, 0xfe]).unwrap();
    assert!(stderr(&desk.run(&["check", "feed", "bad.json"]).code(1)).contains("bad.json"));
}

#[test]
fn a_refused_feed_is_code_3() {
    let desk = Desk::planned();
    fs::remove_file(desk.path("feed/cases.csv")).unwrap();
    desk.run(&["check", "feed", "plan.json"]).code(3);
}
