//! The planners' page in a real browser: Chromium, driven by the scripts in tests/serve/page.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Home, Service, zip, zip_with};

/// Runs a script against the service; what it prints when it fails tells what was seen.
fn browse(script: &str, service: &Service, given: &Value) {
    let page = service.client.get(format!("{}/", service.url)).send().unwrap().text().unwrap();
    assert!(page.contains("<script"), "the page is needed: run `make page`, then build again");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/serve/page").join(script);
    let run = Command::new("node")
        .arg(script)
        .env("ONWARD_URL", &service.url)
        .env("ONWARD_TOKEN", &service.token)
        .env("ONWARD_GIVEN", given.to_string())
        .output()
        .expect("node is needed: bash .ci/install tests");
    let text = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(run.status.success(), "{text}");
}

/// A zip as a file that a browser can pick.
fn file(home: &Home, name: &str, zip: &[u8]) -> PathBuf {
    let path = home.folder.path().join(name);
    std::fs::write(&path, zip).unwrap();
    path
}

/// The sample planned to a gap that takes seconds; the plan's id.
fn planned(service: &Service, feed: &str, gap: f64) -> String {
    let plan = service.submit("/v1/plans", &json!({"feed": feed, "gap": gap, "time_limit_s": 60}));
    let done = service.ended(&format!("/v1/plans/{plan}"));
    assert_eq!(done["status"], "done", "{done}");
    plan
}

/// What a feed is called.
fn name(service: &Service, feed: &str) -> String {
    service.json(&format!("/v1/feeds/{feed}"))["name"].as_str().unwrap().to_owned()
}

#[test]
fn a_token_is_kept_by_its_tab_and_a_wrong_one_told() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "0"]);
    let body = json!({"office": "main", "scope": "viewer", "label": "looks"});
    let made: Value = service.post("/v1/tokens").json(&body).send().unwrap().json().unwrap();
    browse("token.mjs", &service, &json!({"viewer": made["token"], "viewer_id": made["id"]}));
}

#[test]
fn feeds_come_by_button_and_by_dragging_and_faults_have_a_place() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "0"]);
    let faulty = zip_with("examples/small", |name, text| match name {
        "flights.csv" => text.replacen("NBO", "XXQ", 1),
        "persons.csv" => text.replacen(",19", ",abc", 1),
        "policy.json" => text.replacen("USD", "usd", 1),
        _ => text,
    });
    let given = json!({
        "small": file(&home, "small.zip", &zip("examples/small")),
        "escorted": file(&home, "escorted.zip", &zip("examples/escorted")),
        "faulty": file(&home, "faulty.zip", &faulty),
    });
    browse("upload.mjs", &service, &given);
}

#[test]
fn a_plan_is_watched_and_cancelled() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "1"]);
    let (day, small) = (service.upload(zip("data/day-2017-05-16")), service.upload(zip("examples/small")));
    let (day_name, small_name) = (name(&service, &day), name(&service, &small));
    browse("watch.mjs", &service, &json!({"day": day, "day_name": day_name, "small": small, "small_name": small_name}));
}

#[test]
fn the_map_the_timeline_and_the_tables_say_what_the_plan_says() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "1"]);
    let feed = service.upload(zip("data/sample"));
    browse("contents.mjs", &service, &json!({"plan": planned(&service, &feed, 0.02)}));
}

#[test]
fn scenarios_stand_side_by_side_and_a_charter_has_its_curve() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "2"]);
    let feed = service.upload(zip("data/sample"));
    browse("studies.mjs", &service, &json!({"feed": feed}));
}

#[test]
fn whatever_can_be_asked_is_asked_and_answered_on_the_page() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "2"]);
    let feed = service.upload(zip("examples/escorted"));
    let small = service.upload(zip("examples/small"));
    let plan = planned(&service, &feed, 0.001);
    browse("questions.mjs", &service, &json!({"feed": feed, "small": small, "plan": plan}));
}

#[test]
fn plans_beyond_the_newest_are_loaded_on_demand() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "1"]);
    let feed = service.upload(zip("examples/small"));
    let oldest = planned(&service, &feed, 0.001);
    // More than are shown at first; what is cancelled needs no worker.
    for _ in 0..410 {
        let plan = service.plan(&feed);
        service.delete(&format!("/v1/plans/{plan}")).send().unwrap();
    }
    browse("older.mjs", &service, &json!({"oldest": oldest, "plans": 411}));
}

#[test]
fn what_is_downloaded_is_what_the_api_gives() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "1"]);
    let feed = service.upload(zip("examples/escorted"));
    let plan = planned(&service, &feed, 0.001);
    browse("downloads.mjs", &service, &json!({"feed": feed, "plan": plan, "name": name(&service, &feed)}));
}

#[test]
fn all_of_it_is_done_by_keyboard() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "1"]);
    let feed = service.upload(zip("examples/small"));
    planned(&service, &feed, 0.5);
    browse("keyboard.mjs", &service, &json!({"name": name(&service, &feed)}));
}

#[test]
fn every_view_is_for_everyone_in_light_and_dark_and_on_narrow_screens() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "2"]);
    let feed = service.upload(zip("data/sample"));
    let (plan, other) = (planned(&service, &feed, 0.05), planned(&service, &feed, 0.2));
    let offers = service.json(&format!("/v1/feeds/{feed}/offers"));
    let charter = &offers["charters"][0]["charter"];
    let scenarios =
        json!({"scenario": [{"name": "without it", "changes": [{"change": "charter_dropped", "charter": charter}]}]});
    let sweep = json!({"feed": feed, "scenarios": scenarios, "gap": 0.2, "time_limit_s": 60});
    let sweep = service.submit("/v1/sweeps", &sweep);
    let agreement = &offers["agreements"][0];
    let asked = [
        json!({"kind": "charter", "feed": feed, "charter": charter, "gap": 0.1, "time_limit_s": 60}),
        json!({"kind": "agreement", "feed": feed, "agreement": agreement, "gap": 0.2, "time_limit_s": 60}),
        json!({"kind": "frontier", "feed": feed, "of": "delay", "gap": 0.1, "time_limit_s": 60}),
        json!({"kind": "explain", "plan": plan, "time_limit_s": 30}),
    ];
    let questions = asked.map(|asked| (asked["kind"].clone(), service.submit("/v1/questions", &asked)));
    service.ended(&format!("/v1/sweeps/{sweep}"));
    for (kind, question) in &questions {
        let ended = service.ended(&format!("/v1/questions/{question}"));
        assert_eq!(ended["status"], "done", "{kind}: {ended}");
    }
    let questions: serde_json::Map<String, Value> =
        questions.into_iter().map(|(kind, id)| (kind.as_str().unwrap().to_owned(), json!(id))).collect();
    let given = json!({
        "feed": feed, "name": name(&service, &feed), "plan": plan, "other": other, "sweep": sweep,
        "questions": questions,
    });
    browse("access.mjs", &service, &given);
}
