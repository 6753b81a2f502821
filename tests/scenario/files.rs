//! The scenario file: what is read of it, and every fault of form with its place.

use onward::money::Money;
use onward::scenario::changes::charter::CharterChanged;
use onward::scenario::{Change, ChangeFault, File, Scenario};

fn file(text: &str) -> File {
    File::parse(text, "test.toml").unwrap_or_else(|faults| panic!("{faults}"))
}

fn faults(text: &str) -> Vec<ChangeFault> {
    File::parse(text, "test.toml").expect_err(text).0
}

/// Code, line, column and field of each fault.
fn places(text: &str) -> Vec<(&'static str, usize, usize, Option<String>)> {
    let told = faults(text);
    assert!(told.iter().all(|fault| fault.file.as_deref() == Some("test.toml") && fault.remedy.len() > 8));
    told.into_iter().map(|fault| (fault.code, fault.line.unwrap(), fault.column.unwrap(), fault.field)).collect()
}

#[test]
fn scenarios_are_read_in_order_however_changes_are_written() {
    let text = r#"
        [[scenario]]
        name = "dear"
        changes = [{ change = "charter_changed", charter = "K1", fixed_cost = 40000.5 }]

        [[scenario]]
        name = "cheap and gone"
        [[scenario.changes]]
        change = "charter_changed"
        charter = "K1"
        fixed_cost = "20000"
        [[scenario.changes]]
        change = "charter_dropped"
        charter = "K4"
    "#;
    let File { scenarios } = file(text);
    let names: Vec<_> = scenarios.iter().map(|scenario| (scenario.name.as_str(), scenario.changes.len())).collect();
    assert_eq!(names, [("dear", 1), ("cheap and gone", 2)]);
    let cost = |cents| {
        Change::from(CharterChanged {
            charter: "K1".to_owned(),
            fixed_cost: Some(Money(cents).into()),
            per_seat: None,
            min_seats: None,
            seats: None,
            group: None,
        })
    };
    assert_eq!(scenarios[0].changes[0], cost(4_000_050));
    assert_eq!(scenarios[1].changes[0], cost(2_000_000));
    // As JSON and back they are the same.
    for scenario in scenarios {
        let text = serde_json::to_string(&scenario).unwrap();
        assert_eq!(serde_json::from_str::<Scenario>(&text).unwrap(), scenario);
    }
}

#[test]
fn in_json_numbers_with_places_are_strings() {
    let read = |cost: &str| {
        serde_json::from_str::<Change>(&format!(
            r#"{{"change": "charter_changed", "charter": "K1", "fixed_cost": {cost}}}"#
        ))
    };
    assert!(read("\"0.30\"").is_ok() && read("30").is_ok());
    assert!(read("0.3").unwrap_err().to_string().contains("as a string"));
    assert!(read("-3").is_err() && read("\"0.345\"").is_err() && read("\"1e3\"").is_err());
}

#[test]
fn text_that_isnt_toml_is_told_with_its_place() {
    assert_eq!(places("[[scenario]]\nname = \"a\nchanges = []\n")[0], ("C001", 2, 10, None));
    let all = places("[[scenario]\nname = \nchanges = [\n");
    assert!(all.len() > 1 && all.iter().all(|(code, ..)| *code == "C001"), "{all:?}");
    assert_eq!(places(""), [("C002", 1, 1, Some("scenario".to_owned()))]);
}

#[test]
fn every_fault_of_form_is_told_at_once() {
    let text = r#"title = "x"
[[scenario]]
name = 5
changes = [{ change = "charter_dropped", charter = "K1" }]
[[scenario]]
name = " blank"
grid = { a = [], "b c" = [1] }
changes = [{ change = "charter_dropped", charter = "K1" }]
[[scenario]]
changes = []
[[scenario]]
name = "fields"
changes = [
  { change = "charter_changed", charter = "K1", fixed_cost = 1.234 },
  { change = "charter_changed", charter = 5, seats = 2 },
  { change = "charter_changed", charter = "K1", seats = -1 },
  { change = "charter_changed", charter = "K1", cost = 1 },
  { change = "charter_changed", seats = 1 },
  { change = "charter_shrunk", charter = "K1" },
  { charter = "K1" },
  7,
  { change = "flight_retimed", flight = "A1/NBO/2017-05-16", dep = "25:00", arr = "01:00" },
  { change = "reception", airport = "JFK", open = [2017-05-16, 2017-05-16T10:00:00] },
  { change = "charter_added", charter = "K9", fixed_cost = 1, legs = [{ from = "NBO" }] },
]
extra = 1
[[scenario]]
name = "later"
changes = "none"
"#;
    let field = |text: &str| Some(text.to_owned());
    let expected = [
        ("C002", 1, 1, field("title")),
        ("C002", 3, 8, field("name")),
        ("C007", 7, 14, field("grid")),
        ("C007", 7, 18, field("grid")),
        ("C003", 9, 1, None),
        ("C006", 9, 1, None),
        ("C002", 14, 62, field("fixed_cost")),
        ("C002", 15, 43, field("charter")),
        ("C002", 16, 57, field("seats")),
        ("C002", 17, 56, field("cost")),
        ("C002", 18, 3, None),
        ("C002", 19, 14, field("change")),
        ("C002", 20, 3, field("change")),
        ("C002", 21, 3, field("changes")),
        ("C002", 22, 68, field("dep")),
        ("C002", 23, 64, field("open[1]")),
        ("C002", 24, 71, field("legs[0]")),
        ("C002", 26, 1, field("extra")),
        ("C002", 29, 11, field("changes")),
    ];
    assert_eq!(places(text), expected);
    let shown = faults(text)[6].to_string();
    assert!(
        shown.starts_with("C002 bad-form: test.toml:14:62 scenario \"fields\" change 1 charter_changed fixed_cost: "),
        "{shown}"
    );
}

#[test]
fn names_print_and_differ() {
    let named =
        |name: &str| format!("[[scenario]]\nname = {name:?}\nchanges = [{{ change = \"unlinked\", case = \"C1\" }}]\n");
    for name in ["a", "K1: 20 000 $, “cheap” – é", &"x".repeat(64)] {
        assert_eq!(file(&named(name)).scenarios[0].name, name);
    }
    for name in ["", " a", "a ", "a\tb", "a\nb", &"x".repeat(65)] {
        assert_eq!(places(&named(name)), [("C003", 2, 8, Some("name".to_owned()))], "{name:?}");
    }
    let twice = faults(&(named("a") + &named("b") + &named("a")));
    assert_eq!((twice.len(), twice[0].code, twice[0].line), (1, "C004", Some(8)));
    assert!(twice[0].remedy.contains("line 2"), "{}", twice[0]);
}
