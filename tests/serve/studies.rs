//! Sweeps, questions, differences, and what is read of plans.

use onward::money::Money;
use onward::scenario::{File, Tables};
use onward::solve::{Cancel, Options};
use onward::study;
use serde_json::{Value, json};

use crate::support::{Home, TOTAL, zip};

const SCENARIOS: &str = r#"
[[scenario]]
name = "{seats} seats of QR"
grid = { seats = [1, 2, 20] }
changes = [{ change = "allotment", agreement = "QR-REF", seats = "{seats}" }]
"#;

#[test]
fn a_sweep_comes_to_what_the_command_line_comes_to() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "2"]);
    let feed = service.upload(zip("examples/small"));
    let asked = json!({"feed": feed, "scenarios": SCENARIOS, "gap": 0.001, "time_limit_s": 60});
    let sweep = service.submit("/v1/sweeps", &asked);
    let done = service.ended(&format!("/v1/sweeps/{sweep}"));
    assert_eq!(done["status"], "done", "{done}");
    assert_eq!(done["progress"], json!({"done": 3, "total": 3}));
    let names: Vec<&Value> = done["scenarios"].as_array().unwrap().iter().map(|entry| &entry["name"]).collect();
    assert_eq!(names, ["1 seats of QR", "2 seats of QR", "20 seats of QR"]);
    let result = service.json(&format!("/v1/sweeps/{sweep}/result"));

    let tables = Tables::read(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/small").as_ref()).unwrap();
    let scenarios = File::parse(SCENARIOS, "x").unwrap().scenarios;
    let options = Options { threads: 1, ..Options::default() };
    let own = study::sweep(&tables, scenarios, &options, &Cancel::default(), &|_, _| {}).unwrap();
    let without_plan = |row: &Value| {
        let mut row = row.clone();
        row.as_object_mut().unwrap().remove("plan");
        row
    };
    assert_eq!(without_plan(&result["base"]), serde_json::to_value(own.base_row().unwrap()).unwrap());
    for ((scenario, planned), entry) in own.scenarios.iter().zip(result["scenarios"].as_array().unwrap()) {
        let planned = planned.as_ref().unwrap();
        let row = own.row(&scenario.name, planned).unwrap();
        assert_eq!(without_plan(entry), serde_json::to_value(row).unwrap());
        // The plan of a scenario is a plan like any other, and byte for byte the one that a sweep elsewhere has.
        let plan = entry["plan"].as_str().unwrap();
        let text = service.get(&format!("/v1/plans/{plan}/result")).send().unwrap().text().unwrap();
        assert_eq!(text, planned.plan().to_json(), "{}", scenario.name);
        assert_eq!(service.json(&format!("/v1/plans/{plan}/check"))["violations"], json!([]));
        let view = service.json(&format!("/v1/plans/{plan}/view"));
        assert_eq!(view["summary"]["total"], serde_json::to_value(planned.plan().total).unwrap());
    }
    let (base, first) = (result["base"]["plan"].as_str().unwrap(), result["scenarios"][0]["plan"].as_str().unwrap());
    let told = service.json(&format!("/v1/diff?from={base}&to={first}"));
    let difference = study::Difference::between(own.base.plan(), own.scenarios[0].1.as_ref().unwrap().plan());
    assert_eq!(told, serde_json::to_value(difference).unwrap());
}

#[test]
fn scenarios_with_faults_are_refused_with_all_of_them() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "0"]);
    let feed = service.upload(zip("examples/small"));
    let wrong = r#"
[[scenario]]
name = "one"
changes = [{ change = "charter_dropped", charter = "K9" }]
[[scenario]]
name = "two"
changes = [{ change = "flight_cancelled", flight = "XX1/NBO/2017-05-16" }]
"#;
    let refused = service.post("/v1/sweeps").json(&json!({"feed": feed, "scenarios": wrong})).send().unwrap();
    assert_eq!(refused.status(), 422);
    let problem: Value = refused.json().unwrap();
    assert_eq!(problem["code"], "scenarios-refused");
    let told: Vec<_> = problem["faults"].as_array().unwrap().iter().map(|f| (&f["scenario"], &f["code"])).collect();
    assert_eq!(told, [(&json!("one"), &json!("C101")), (&json!("two"), &json!("C105"))]);
    let not_toml = service.post("/v1/sweeps").json(&json!({"feed": feed, "scenarios": "[[scenario"})).send().unwrap();
    let problem: Value = not_toml.json().unwrap();
    assert_eq!((&problem["faults"][0]["code"], &problem["faults"][0]["row"]), (&json!("C001"), &json!(1)));
    let by_json = json!({"scenario": [{"name": "n", "changes": [{"change": "charter_dropped", "charter": "K9"}]}]});
    let refused = service.post("/v1/sweeps").json(&json!({"feed": feed, "scenarios": by_json})).send().unwrap();
    assert_eq!(refused.json::<Value>().unwrap()["faults"][0]["code"], "C101");
}

#[test]
fn a_sweep_without_a_base_fails_with_its_error_and_a_cancelled_one_stops_whole() {
    let home = Home::new();
    let service = home.serve(&[]);
    let locked = crate::support::zip_with("examples/escorted", |_, text| text.replace("ET500/ADD", "ET999/ADD"));
    let feed = service.upload(locked);
    let scenarios = "[[scenario]]\nname = \"a\"\nchanges = [{ change = \"lock_dropped\", case = \"C4\" }]\n";
    let sweep = service.submit("/v1/sweeps", &json!({"feed": feed, "scenarios": scenarios}));
    let failed = service.ended(&format!("/v1/sweeps/{sweep}"));
    assert_eq!(failed["status"], "failed", "{failed}");
    assert_eq!(failed["error"]["code"], "locks-conflict");
    assert_eq!(failed["scenarios"][0]["status"], "cancelled");
    let day = service.upload(zip("data/day-2017-05-16"));
    let scenarios = "[[scenario]]\nname = \"a\"\nchanges = [{ change = \"charter_dropped\", charter = \"K1\" }]\n";
    let asked = json!({"feed": day, "scenarios": scenarios, "gap": 0, "time_limit_s": 600});
    let sweep = service.submit("/v1/sweeps", &asked);
    let cancelled: Value = service.delete(&format!("/v1/sweeps/{sweep}")).send().unwrap().json().unwrap();
    assert_eq!(cancelled["status"], "cancelled");
    let told = service.json(&format!("/v1/sweeps/{sweep}"));
    assert_eq!((&told["status"], &told["base"]["status"]), (&json!("cancelled"), &json!("cancelled")));
    assert_eq!(told["scenarios"][0]["status"], "cancelled");
}

#[test]
fn questions_are_answered_as_the_command_line_answers_them() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "2"]);
    let feed = service.upload(zip("examples/small"));
    let plan = service.plan(&feed);
    service.ended(&format!("/v1/plans/{plan}"));
    let asked = json!({
        "kind": "agreement", "feed": feed, "agreement": "QR-REF", "gap": 0.001, "time_limit_s": 60,
        "seats": [2], "cuts": [3], "tiers": [{"from_seats": 1, "rebate": "12.50"}],
    });
    let agreement = service.submit("/v1/questions", &asked);
    let front = json!({"kind": "frontier", "feed": feed, "of": "unserved", "gap": 0.001, "time_limit_s": 60});
    let front = service.submit("/v1/questions", &front);
    let unknown = json!({"kind": "charter", "feed": feed, "charter": "K9"});
    let unknown = service.submit("/v1/questions", &unknown);

    let tables = Tables::read(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/small").as_ref()).unwrap();
    let (small, _) = tables.feed().unwrap();
    let (options, cancel) = (Options { threads: 1, ..Options::default() }, Cancel::default());
    let terms = study::Asked { seats: vec![2], cuts: vec![3], tiers: vec![(1, Money(1_250))] };
    let own = terms.of(&tables, &small, "QR-REF", &options, &cancel).unwrap().unwrap();
    assert!(own.terms.iter().any(|terms| terms.what == "fares 3 % lower"), "{own:?}");
    assert_eq!(service.ended(&format!("/v1/questions/{agreement}"))["status"], "done");
    let told = service.json(&format!("/v1/questions/{agreement}/result"));
    assert_eq!(told, serde_json::to_value(own).unwrap());
    assert_eq!(service.ended(&format!("/v1/questions/{front}"))["status"], "done");
    assert!(!service.json(&format!("/v1/questions/{front}/result")).as_array().unwrap().is_empty());
    let failed = service.ended(&format!("/v1/questions/{unknown}"));
    assert_eq!((&failed["status"], &failed["error"]["code"]), (&json!("failed"), &json!("value-refused")));

    let explained = service.json(&format!("/v1/plans/{plan}/explain"));
    let left = explained["unserved"].as_array().unwrap();
    assert_eq!(left.len(), 1, "{explained}");
    assert!(left[0]["reasons"][0]["code"].is_string(), "{explained}");
    let again = service.json(&format!("/v1/plans/{plan}/explain"));
    assert_eq!(again, explained);
    let questions = service.json("/v1/questions");
    let items = questions["items"].as_array().unwrap();
    assert_eq!(items.len(), 4, "the same question is asked once");
    let asked: Vec<&Value> = items.iter().map(|item| &item["question"]["task"]).collect();
    assert_eq!(asked, ["explain", "charter", "frontier", "agreement"], "a list tells what was asked");
}

#[test]
fn terms_that_cant_be_asked_for_are_refused() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "0"]);
    let feed = service.upload(zip("examples/small"));
    for wrong in [
        json!({"cuts": [0]}),
        json!({"cuts": [101]}),
        json!({"seats": vec![1; 21]}),
        json!({"tiers": [{"from_seats": 0, "rebate": "1"}]}),
        json!({"tiers": [{"from_seats": 10, "rebate": "-1"}]}),
        json!({"tiers": [{"from_seats": 10, "rebate": "much"}]}),
    ] {
        let mut asked = json!({"kind": "agreement", "feed": feed, "agreement": "QR-REF"});
        asked.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let refused = service.post("/v1/questions").json(&asked).send().unwrap();
        assert_eq!(refused.status(), 422, "{asked}");
        assert_eq!(refused.json::<Value>().unwrap()["code"], "value-refused", "{asked}");
    }
    assert_eq!(service.json("/v1/questions")["items"], json!([]));
}

#[test]
fn a_list_of_plans_tells_what_they_come_to_where_it_is_asked_to() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "1"]);
    let (feed, other) = (service.upload(zip("examples/small")), service.upload(zip("examples/escorted")));
    let plan = service.plan(&feed);
    let done = service.ended(&format!("/v1/plans/{plan}"));
    let rest = service.plan(&other);
    service.ended(&format!("/v1/plans/{rest}"));
    let items = |path: &str| service.json(path)["items"].clone();
    assert_eq!(items(&format!("/v1/plans?feed={feed}&summaries=true"))[0], done);
    assert_eq!(items("/v1/plans")[1]["summary"], Value::Null);
    let ids = |items: Value| -> Vec<String> {
        items.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(items(&format!("/v1/plans?feed={other}"))), std::slice::from_ref(&rest));
    assert_eq!(ids(items("/v1/plans")), [rest, plan]);
}

#[test]
fn a_plan_is_drawn_and_exported_from_the_tables_people_read() {
    let home = Home::new();
    let service = home.serve(&[]);
    let feed = service.upload(zip("examples/small"));
    let plan = service.plan(&feed);
    service.ended(&format!("/v1/plans/{plan}"));
    let view = service.json(&format!("/v1/plans/{plan}/view"));
    assert_eq!(view["summary"]["total"], TOTAL);
    let (small, _) = onward::feed::Feed::read(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/small").as_ref()).unwrap();
    let persons = |status: &str| -> u64 {
        let cases = view["cases"].as_array().unwrap().iter().filter(|case| case["status"] == status);
        cases.map(|case| case["persons"].as_u64().unwrap()).sum()
    };
    assert_eq!(persons("served") + persons("unserved"), small.persons.len() as u64);
    for flow in view["movements"].as_array().unwrap() {
        assert_eq!(flow["persons"], persons("served"), "all fly from Nairobi by Doha to New York: {flow}");
        assert!(view["airports"][flow["from"].as_str().unwrap()]["lat"].is_f64());
    }
    assert_eq!(view["flights"].as_array().unwrap().len(), 2);
    for (table, head) in [("cases", "case,"), ("flights", "flight,"), ("unserved", "case,"), ("missions", "mission")] {
        let csv = service.get(&format!("/v1/plans/{plan}/export?format=csv&table={table}")).send().unwrap();
        assert!(csv.headers()["content-type"].to_str().unwrap().starts_with("text/csv"));
        let text = csv.text().unwrap();
        assert!(text.starts_with(head) || text.trim().is_empty(), "{table}: {text}");
    }
    let cases = service.get(&format!("/v1/plans/{plan}/export?table=cases")).send().unwrap().text().unwrap();
    assert_eq!(cases.lines().count(), 3, "a heading and two cases: {cases}");
    assert_eq!(service.get(&format!("/v1/plans/{plan}/export?table=none")).send().unwrap().status(), 400);
}
