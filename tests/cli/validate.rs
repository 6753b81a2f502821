//! `onward validate`.

use super::support::{Desk, stderr, stdout};

#[test]
fn a_sound_feed_is_code_0_and_counted() {
    let assert = Desk::new().run(&["validate", "feed"]).code(0);
    assert!(stdout(&assert).contains("3 cases"), "{}", stdout(&assert));
    assert!(stdout(&assert).contains("5 persons"), "{}", stdout(&assert));
}

#[test]
fn every_fault_is_listed_with_its_place_and_remedy_and_the_code_is_3() {
    let desk = Desk::with("cases.csv", "C2,NBO,", "C2,QQQ,");
    let path = desk.feed().join("persons.csv");
    let persons = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, persons.replace("1980-03-01", "1980-13-01")).unwrap();
    let text = stdout(&desk.run(&["validate", "feed"]).code(3));
    for place in ["cases.csv:3 origin \"QQQ\"", "persons.csv:2 birth_date \"1980-13-01\""] {
        assert!(text.contains(place), "{place} is missing in\n{text}");
    }
    assert!(text.contains("2 faults"), "{text}");
}

#[test]
fn warnings_do_not_refuse_a_feed() {
    let desk = Desk::new();
    std::fs::write(desk.path("feed/notes.csv"), "note\nhello\n").unwrap();
    let text = stdout(&desk.run(&["validate", "feed"]).code(0));
    assert!(text.contains("notes.csv"), "{text}");
    assert!(text.contains("1 warning"), "{text}");
}

#[test]
fn json_has_faults_and_warnings() {
    let desk = Desk::with("cases.csv", "C2,NBO,", "C2,QQQ,");
    let assert = desk.run(&["validate", "feed", "--json"]).code(3);
    let found: serde_json::Value = serde_json::from_str(&stdout(&assert)).unwrap();
    let fault = &found["faults"][0];
    assert_eq!((&fault["file"], &fault["row"], &fault["column"]), (&"cases.csv".into(), &3.into(), &"origin".into()));
    assert!(fault["code"].as_str().is_some_and(|code| code.starts_with('F')), "{fault}");
    assert_eq!(stderr(&assert), "");
    let sound: serde_json::Value =
        serde_json::from_str(&stdout(&Desk::new().run(&["validate", "feed", "--json"]).code(0))).unwrap();
    assert_eq!(sound["faults"], serde_json::json!([]));
}
