//! The commands that plan changed feeds: `scenarios`, `diff`, `charter`, `agreement`, `frontier`, `explain`; `plan --from`.

use std::fs;

use onward::plan::Plan;
use serde_json::Value;

use super::support::{Desk, TOTAL, stderr, stdout};

const SCENARIOS: &str = r#"
[[scenario]]
name = "dearer"
changes = [{ change = "fare_changed", agreement = "QR-REF", by_percent = "10" }]

[[scenario]]
name = "{seats} seats"
grid = { seats = [3, 4] }
changes = [{ change = "allotment", agreement = "QR-REF", seats = "{seats}" }]
"#;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

#[test]
fn scenarios_are_planned_written_and_compared() {
    let desk = Desk::new();
    fs::write(desk.path("s.toml"), SCENARIOS).unwrap();
    let args = ["scenarios", "feed", "s.toml", "--plans", "plans", "--write-feeds", "feeds", "--json", "-q"];
    let told = json(&stdout(&desk.run(&args).code(0)));
    assert_eq!(told["base"]["total"], TOTAL);
    let rows = told["scenarios"].as_array().unwrap();
    let names: Vec<&str> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["dearer", "3 seats", "4 seats"]);
    // Four travel; with three seats the family of three does.
    assert_eq!(rows.iter().map(|row| row["served_persons"].as_u64().unwrap()).collect::<Vec<_>>(), [4, 3, 4]);
    assert_eq!((&rows[2]["total"], &rows[2]["change"]), (&Value::from(TOTAL), &Value::from("0.00")));
    for (row, feed) in rows.iter().zip(["feeds/dearer", "feeds/3-seats", "feeds/4-seats"]) {
        for key in ["total", "bound", "gap", "cash", "penalties", "served_persons", "plan"] {
            assert!(!row[key].is_null(), "{key} is missing in {row}");
        }
        let path = row["plan"].as_str().unwrap();
        let checked = stdout(&desk.run(&["check", feed, path]).code(0));
        assert!(checked.starts_with("valid: "), "{checked}");
        let plan = Plan::from_json(&fs::read_to_string(desk.path(path)).unwrap()).unwrap();
        assert_eq!(row["total"], plan.total.to_string());
        // The written feed planned by itself costs the same.
        desk.run(&["plan", feed, "-o", "alone.json", "-q"]).code(0);
        let alone = Plan::from_json(&fs::read_to_string(desk.path("alone.json")).unwrap()).unwrap();
        assert_eq!(alone.total, plan.total, "{feed}");
    }
}

#[test]
fn scenarios_as_a_table_and_as_csv_tell_the_same() {
    let desk = Desk::new();
    fs::write(desk.path("s.toml"), SCENARIOS).unwrap();
    let table = desk.run(&["scenarios", "feed", "s.toml", "--plans", "plans"]).code(0);
    assert!(stdout(&table).lines().nth(1).unwrap().starts_with("base "), "{}", stdout(&table));
    assert!(stderr(&table).contains("dearer: total "), "{}", stderr(&table));
    let csv = stdout(&desk.run(&["scenarios", "feed", "s.toml", "--plans", "plans", "--csv", "-q"]).code(0));
    let mut lines = csv.lines();
    assert!(lines.next().unwrap().starts_with("name,total,change,bound,gap,cash,"));
    assert!(lines.next().unwrap().starts_with(&format!("base,{TOTAL},0.00,")), "{csv}");
    assert_eq!(lines.count(), 3);
}

#[test]
fn wrong_scenarios_are_all_told_before_anything_is_planned() {
    let desk = Desk::new();
    let text = SCENARIOS.replace("QR-REF", "NO-SUCH");
    fs::write(desk.path("s.toml"), text).unwrap();
    let run = desk.run(&["scenarios", "feed", "s.toml", "--plans", "plans"]).code(3);
    let told = stderr(&run);
    assert_eq!(told.matches("C1").count(), 3, "{told}");
    assert!(!told.contains("total"), "nothing was planned: {told}");
    fs::write(desk.path("s.toml"), "[[scenario]]\nname = 3\n").unwrap();
    let told = stderr(&desk.run(&["scenarios", "feed", "s.toml"]).code(3));
    assert!(told.contains("s.toml:2"), "{told}");
}

#[test]
fn the_schema_is_printed_without_a_feed() {
    let schema = json(&stdout(&Desk::new().run(&["scenarios", "--schema"]).code(0)));
    assert!(schema["$schema"].is_string());
}

#[test]
fn a_difference_is_told_case_by_case() {
    let desk = Desk::planned();
    let mut plan = desk.plan();
    plan.itineraries.remove(0);
    fs::write(desk.path("fewer.json"), plan.to_json()).unwrap();
    let text = stdout(&desk.run(&["diff", "plan.json", "fewer.json"]).code(0));
    assert!(text.contains("1 case otherwise") && text.contains("stays"), "{text}");
    let told = json(&stdout(&desk.run(&["diff", "plan.json", "fewer.json", "--json"]).code(0)));
    assert_eq!((&told["cases"][0]["case"], &told["cases"][0]["after"]), (&Value::from("C1"), &Value::Null));
    plan.currency = "EUR".to_owned();
    fs::write(desk.path("euro.json"), plan.to_json()).unwrap();
    desk.run(&["diff", "plan.json", "euro.json"]).code(2);
}

#[test]
fn a_charter_is_worth_what_flying_without_it_costs() {
    let desk = Desk::new();
    // The family and the single fly it for nothing instead of for 2,075, 22 hours and a connection being free here.
    fs::write(desk.path("feed/charters.csv"), "charter,fixed_cost\nK1,1000\n").unwrap();
    let legs = "charter,leg,from,to,dep,arr,seats,wheelchairs\nK1,1,NBO,JFK,2017-05-16T10:00,2017-05-16T20:00,4,1\n";
    fs::write(desk.path("feed/charter_legs.csv"), legs).unwrap();
    let told = json(&stdout(&desk.run(&["charter", "feed", "--charter", "K1", "--json", "--gap", "0"]).code(0)));
    assert_eq!((&told["charter"], &told["asked"]), (&Value::from("K1"), &Value::from("1000.00")));
    assert_eq!(told["break_even"], serde_json::json!({"low": "2075.00", "high": "2075.00"}));
    assert_eq!(told["verdict"], "pays");
    assert_eq!(told["passengers"], serde_json::json!(["C1", "C2"]));
    assert!(told["curve"].as_array().unwrap().len() > 10);
    let text = stdout(&desk.run(&["charter", "feed", "--charter", "K1", "--seats", "2,3"]).code(0));
    assert!(text.starts_with("K1: pays up to 2,075.00 USD\nasked 1,000.00: it pays\n"), "{text}");
    let wrong = stderr(&desk.run(&["charter", "feed", "--charter", "K9"]).code(2));
    assert!(wrong.contains("it offers K1"), "{wrong}");
}

#[test]
fn an_agreement_is_worth_what_losing_it_costs() {
    let desk = Desk::new();
    let told =
        json(&stdout(&desk.run(&["agreement", "feed", "--agreement", "QR-REF", "--json", "--gap", "0"]).code(0)));
    let without = told["terms"].as_array().unwrap().iter().find(|terms| terms["what"] == "without it").unwrap();
    // All five stay at 10,000 a person: 50,000 in place of 12,075.
    assert_eq!(without["total"]["high"], "50000.00");
    assert_eq!(without["saves"]["high"], "-37925.00");
    let text = stdout(&desk.run(&["agreement", "feed", "--agreement", "QR-REF", "--gap", "0"]).code(0));
    assert!(text.contains("as a whole it saves 37,925.00"), "{text}");
    desk.run(&["agreement", "feed", "--agreement", "NONE"]).code(2);
}

#[test]
fn a_frontier_has_a_plan_at_each_point() {
    let desk = Desk::new();
    let args = ["frontier", "feed", "--of", "cost,unserved", "--json", "--plans", "front"];
    let told = json(&stdout(&desk.run(&args).code(0)));
    let points = told.as_array().unwrap();
    // With staying free of charge nobody flies.
    let ends = (points.first().unwrap()["measure"].as_i64(), points.last().unwrap()["measure"].as_i64());
    assert_eq!(ends, (Some(5), Some(1)), "{told}");
    assert!(desk.path(points[0]["plan"].as_str().unwrap()).is_file());
    desk.run(&["frontier", "feed", "--of", "cost,luck"]).code(2);
}

#[test]
fn who_stays_is_explained_and_a_wish_priced() {
    let desk = Desk::planned();
    let told = json(&stdout(&desk.run(&["explain", "feed", "plan.json", "--json"]).code(0)));
    let verdict = &told["unserved"][0];
    assert_eq!((&verdict["case"], &verdict["reasons"][0]["code"]), (&Value::from("C3"), &Value::from("no_route")));
    assert_eq!(verdict["reasons"][0]["refs"][0], "cases.csv:4");
    assert_eq!(verdict["relaxations"], serde_json::json!([]), "nothing helps where no flight goes");
    let wish = "QR1370/NBO/2017-05-16 QR701/DOH/2017-05-17";
    for how in [&[][..], &["--replan"]] {
        let args = [&["explain", "feed", "plan.json", "C2", "--with", wish], how].concat();
        let priced = stdout(&desk.run(&args).code(0));
        assert!(
            priced.contains(&format!("0.00: {wish}")) && priced.contains("  fare: C2 NBO-JFK under QR-REF"),
            "{priced}"
        );
    }
    desk.run(&["explain", "feed", "plan.json", "C9"]).code(2);
    let tight = Desk::with("agreements.csv", "2017-12-31,10", "2017-12-31,3");
    tight.run(&["plan", "feed", "-o", "plan.json", "-q"]).code(0);
    let text = stdout(&tight.run(&["explain", "feed", "plan.json", "C2"]).code(0));
    let expected = r#"{"change":"allotment","agreement":"QR-REF","by":1}"#;
    assert!(text.starts_with("C2 stays\n") && text.contains(expected), "{text}");
    // A plan of another feed explains nothing.
    let other = stderr(&desk.run(&["explain", tight.feed().to_str().unwrap(), "plan.json"]).code(1));
    assert!(other.contains("another feed"), "{other}");
}

#[test]
fn a_plan_is_taken_up_where_it_was_left() {
    let desk = Desk::planned();
    desk.run(&["plan", "feed", "--from", "plan.json", "-o", "again.json", "-q"]).code(0);
    let again = Plan::from_json(&fs::read_to_string(desk.path("again.json")).unwrap()).unwrap();
    assert_eq!(again.total.to_string(), TOTAL);
    assert_eq!(again.itineraries, desk.plan().itineraries);
}

#[test]
fn fixed_locks_are_judged_before_planning() {
    let desk = Desk::new();
    assert!(stdout(&desk.run(&["locks", "feed"]).code(0)).contains("all can be kept"));
    let way = "QR1370/NBO/2017-05-16 QR701/DOH/2017-05-17";
    fs::write(desk.path("feed/locks.csv"), format!("case,itinerary,mode\nC1,{way},fixed\nC2,{way},fixed\n")).unwrap();
    let flights = fs::read_to_string(desk.path("feed/flights.csv")).unwrap().replace(",20,4", ",3,4");
    fs::write(desk.path("feed/flights.csv"), flights).unwrap();
    let told = json(&stdout(&desk.run(&["locks", "feed", "--json"]).code(3)));
    let conflict = &told["conflicts"][0];
    assert_eq!((&told["kept"], &told["fixed"]), (&Value::from(false), &Value::from(2)));
    assert_eq!((&conflict["code"], &conflict["cases"]), (&Value::from("L104"), &serde_json::json!(["C1", "C2"])));
    assert_eq!(conflict["locks"], serde_json::json!(["locks.csv:2", "locks.csv:3"]));
    assert_eq!(conflict["on"][0].as_str().map(|row| row.starts_with("flights.csv:")), Some(true), "{told}");
    let text = stdout(&desk.run(&["locks", "feed"]).code(3));
    assert!(text.contains("cases C1, C2: ") && text.contains("locks.csv:2, locks.csv:3"), "{text}");
}

/// The title of a picture, and how many dots it has.
fn picture(desk: &Desk, name: &str) -> (String, usize) {
    let text = fs::read_to_string(desk.path(name)).unwrap();
    let read = roxmltree::Document::parse(&text).unwrap();
    let title = read.descendants().find(|node| node.has_tag_name("title")).and_then(|node| node.text()).unwrap();
    (title.to_owned(), read.descendants().filter(|node| node.has_tag_name("circle")).count())
}

#[test]
fn studies_are_drawn() {
    let desk = Desk::new();
    fs::write(desk.path("s.toml"), SCENARIOS).unwrap();
    desk.run(&["scenarios", "feed", "s.toml", "--plans", "plans", "-q", "--svg", "s.svg"]).code(0);
    assert_eq!(picture(&desk, "s.svg"), ("Least total of 3 scenarios beside the base, USD".to_owned(), 4));
    desk.run(&["frontier", "feed", "--of", "cost,unserved", "--svg", "f.svg"]).code(0);
    let (title, dots) = picture(&desk, "f.svg");
    assert!(title == "What fewer left behind cost, USD" && dots >= 2, "{title}: {dots}");
    fs::write(desk.path("feed/charters.csv"), "charter,fixed_cost\nK1,1000\n").unwrap();
    let legs = "charter,leg,from,to,dep,arr,seats,wheelchairs\nK1,1,NBO,JFK,2017-05-16T10:00,2017-05-16T20:00,4,1\n";
    fs::write(desk.path("feed/charter_legs.csv"), legs).unwrap();
    desk.run(&["charter", "feed", "--charter", "K1", "--seats", "2,3", "--svg", "c.svg"]).code(0);
    assert_eq!(picture(&desk, "c.svg"), ("K1: the least total over its price, USD".to_owned(), 23));
    // Where it can't be written is told before anything is planned.
    desk.run(&["charter", "feed", "--charter", "K1", "--svg", "nowhere/c.svg"]).code(5);
    let told = stdout(&desk.run(&["charter", "feed", "--best", "1", "--within", "999"]).code(0));
    assert!(told.starts_with("best charters at the prices asked, within 999.00, USD\n"), "{told}");
    let best = json(&stdout(&desk.run(&["charter", "feed", "--best", "2", "--json", "--gap", "0"]).code(0)));
    assert_eq!(
        (&best["sets"][1]["charters"], &best["sets"][1]["saves"]["low"]),
        (&serde_json::json!(["K1"]), &Value::from("1075.00"))
    );
    desk.run(&["charter", "feed"]).code(2);
    desk.run(&["charter", "feed", "--charter", "K1", "--within", "5"]).code(2);
}

#[test]
fn scarce_seats_and_waivers_are_valued() {
    let tight = Desk::with("agreements.csv", "2017-12-31,10", "2017-12-31,3");
    let told = json(&stdout(&tight.run(&["worth", "feed", "--json", "--gap", "0"]).code(0)));
    let first = &told["resources"][0];
    assert_eq!((&first["kind"], &first["agreement"]), (&Value::from("allotment"), &Value::from("QR-REF")));
    // One person more flies for 550 in place of staying for 10,000, and nobody else wants to.
    assert_eq!((&first["value"]["low"], &first["value"]["high"]), (&Value::from("9450.00"), &Value::from("9450.00")));
    assert_eq!((&first["range"], &first["saving"]), (&serde_json::json!({"from": 1, "to": 1}), &Value::from("proven")));
    let text = stdout(&tight.run(&["worth", "feed", "--gap", "0"]).code(0));
    assert!(
        text.contains("seats of QR-REF, each flight") && text.contains("+1 ") && text.contains(" proven "),
        "{text}"
    );
    let desk = Desk::new();
    let rule = "place,nationality,document,zone,decision\nDOH,ET,ctd,airside|landside,deny\n";
    fs::write(desk.path("feed/transit.csv"), rule).unwrap();
    let told = json(&stdout(&desk.run(&["waivers", "feed", "--json", "--gap", "0"]).code(0)));
    let first = &told["waivers"][0];
    let change =
        serde_json::json!({"change": "waiver_granted", "place": "DOH", "nationality": "ET", "document": "ctd"});
    assert_eq!((&first["changes"][0], &first["saving"]), (&change, &Value::from("proven")));
    assert_eq!(first["served"], first["sought_for"]);
    let text = stdout(&desk.run(&["waivers", "feed", "--gap", "0"]).code(0));
    assert!(text.contains("DOH for ET on ctd"), "{text}");
    let none = stdout(&Desk::new().run(&["waivers", "feed"]).code(0));
    assert!(none.contains("no waiver opens a cheaper way to anybody"), "{none}");
}

#[test]
fn terms_of_ones_own_are_planned_too() {
    let desk = Desk::new();
    let args = [
        "agreement",
        "feed",
        "--agreement",
        "QR-REF",
        "--seats",
        "7",
        "--cut",
        "20",
        "--tier",
        "1:10.00",
        "--json",
        "--gap",
        "0",
    ];
    let told = json(&stdout(&desk.run(&args).code(0)));
    let of = |what: &str| told["terms"].as_array().unwrap().iter().find(|terms| terms["what"] == what).cloned();
    assert!(of("7 seats more a flight").is_some(), "{told}");
    // Four travel: 1,875 in fares without tax.
    assert_eq!(of("fares 20 % lower").unwrap()["saves"]["low"], "375.00");
    assert_eq!(of("10.00 back a seat from 1 seats on").unwrap()["saves"]["low"], "40.00");
    desk.run(&["agreement", "feed", "--agreement", "QR-REF", "--tier", "ten"]).code(2);
}
