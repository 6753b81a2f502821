//! Plans: submitted, watched, cancelled, read, and never lost.

use std::io::Read;

use serde_json::{Value, json};

use crate::support::{Home, TOTAL, events, until, zip, zip_with};

#[test]
fn a_plan_is_made_watched_and_read() {
    let home = Home::new();
    let service = home.serve(&[]);
    let feed = service.upload(zip("examples/small"));
    let plan = service.plan(&feed);
    let path = format!("/v1/plans/{plan}");
    let seen = events(service.get(&format!("{path}/events")).send().unwrap());
    let kinds: Vec<&Value> =
        seen.iter().filter(|event| event.kind == "status").map(|event| &event.data["status"]).collect();
    assert_eq!(kinds, ["queued", "running", "done"], "{seen:?}");
    assert!(seen.is_sorted_by(|a, b| a.id < b.id));
    let done = service.ended(&path);
    assert_eq!(done["status"], "done", "{done}");
    assert_eq!(done["summary"]["total"], TOTAL);
    assert_eq!(done["attempts"], 1);
    let result = service.get(&format!("{path}/result")).send().unwrap();
    let tag = result.headers()["etag"].to_str().unwrap().to_owned();
    let text = result.text().unwrap();
    let read = onward::plan::Plan::from_json(&text).unwrap();
    assert_eq!(read.total.to_string(), TOTAL);
    // The same bytes as the library makes.
    let (small, _) = onward::feed::Feed::read(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/small").as_ref()).unwrap();
    let options = onward::solve::Options::default();
    let own = onward::solve::plan(&small, &options, &onward::solve::Cancel::default(), &mut |_| {}).unwrap();
    assert_eq!(text, own.to_json());
    let again = service.get(&format!("{path}/result")).header("if-none-match", &tag).send().unwrap();
    assert_eq!(again.status(), 304);
    let check = service.json(&format!("{path}/check"));
    assert_eq!(check["violations"], json!([]));
    assert_eq!(check["total"], TOTAL);
    let listed = service.json("/v1/plans");
    assert_eq!(listed["items"][0]["id"], *plan);
    // Whoever reconnects gets what came later, and nothing twice.
    let later = service.get(&format!("{path}/events")).header("last-event-id", seen[0].id.to_string()).send().unwrap();
    let later = events(later);
    assert!(later.iter().all(|event| event.id > seen[0].id) && later.last() == seen.last(), "{later:?}");
    let after = service.get(&format!("{path}/events")).header("last-event-id", seen.last().unwrap().id.to_string());
    assert_eq!(events(after.send().unwrap()), []);
}

#[test]
fn a_plan_that_cannot_be_made_fails_with_the_codes_of_the_command_line() {
    let home = Home::new();
    let service = home.serve(&[]);
    let locked = zip_with("examples/escorted", |_, text| text.replace("ET500/ADD", "ET999/ADD"));
    // A lock on a sector that isn't there is a conflict, not a fault of the feed.
    let feed = service.upload(locked);
    let plan = service.plan(&feed);
    let failed = service.ended(&format!("/v1/plans/{plan}"));
    assert_eq!(failed["status"], "failed", "{failed}");
    assert_eq!(failed["error"]["code"], "locks-conflict");
    assert!(failed["error"]["faults"][0]["code"].as_str().unwrap().starts_with('L'), "{failed}");
    let result = service.get(&format!("/v1/plans/{plan}/result")).send().unwrap();
    assert_eq!(result.status(), 409);
    assert_eq!(result.json::<Value>().unwrap()["code"], "not-done");
}

#[test]
fn a_plan_is_cancelled_whether_it_waits_or_runs_and_its_process_ends() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "1"]);
    let day = service.upload(zip("data/day-2017-05-16"));
    let running = service.submit("/v1/plans", &json!({"feed": day, "gap": 0, "time_limit_s": 600}));
    let waiting = service.submit("/v1/plans", &json!({"feed": day, "gap": 0, "time_limit_s": 600}));
    until("the first plan to run", || {
        (service.json(&format!("/v1/plans/{running}"))["status"] == "running").then_some(())
    });
    until("progress", || service.json(&format!("/v1/plans/{running}"))["progress"]["persons"].as_u64());
    let refused = service.delete(&format!("/v1/feeds/{day}")).send().unwrap();
    assert_eq!(refused.status(), 409, "jobs of the feed are unfinished");
    for plan in [&waiting, &running] {
        let cancelled: Value = service.delete(&format!("/v1/plans/{plan}")).send().unwrap().json().unwrap();
        assert_eq!(cancelled["status"], "cancelled");
        assert_eq!(service.json(&format!("/v1/plans/{plan}"))["status"], "cancelled");
        let seen = events(service.get(&format!("/v1/plans/{plan}/events")).send().unwrap());
        assert_eq!(seen.last().unwrap().data["status"], "cancelled");
    }
    // The place is free again: the next plan is made.
    let small = service.upload(zip("examples/small"));
    let next = service.plan(&small);
    assert_eq!(service.ended(&format!("/v1/plans/{next}"))["status"], "done");
    assert_eq!(service.json(&format!("/v1/plans/{running}"))["status"], "cancelled");
    let again: Value = service.delete(&format!("/v1/plans/{next}")).send().unwrap().json().unwrap();
    assert_eq!(again["status"], "done", "what has ended stays so");
}

#[test]
fn an_accepted_plan_survives_the_death_of_the_service() {
    let home = Home::new();
    let mut service = home.serve(&["--jobs", "0"]);
    let token = service.token.clone();
    let feed = service.upload(zip("examples/small"));
    let plans: Vec<String> = (0..3).map(|_| service.plan(&feed)).collect();
    service.child.kill().unwrap();
    drop(service);
    let mut service = home.serve(&["--lease", "3"]);
    service.token.clone_from(&token);
    for plan in &plans {
        assert_eq!(service.ended(&format!("/v1/plans/{plan}"))["status"], "done");
    }
    // Killed while it plans: the plan is made by whoever comes next.
    let day = service.upload(zip("data/sample"));
    let plan = service.submit("/v1/plans", &json!({"feed": day, "gap": 0.05, "time_limit_s": 30}));
    until("the plan to run", || (service.json(&format!("/v1/plans/{plan}"))["status"] == "running").then_some(()));
    service.child.kill().unwrap();
    drop(service);
    let mut service = home.serve(&["--lease", "3"]);
    service.token = token;
    let done = service.ended(&format!("/v1/plans/{plan}"));
    assert_eq!(done["status"], "done", "{done}");
    let mut stream = String::new();
    service.get(&format!("/v1/plans/{plan}/events")).send().unwrap().read_to_string(&mut stream).unwrap();
    assert_eq!(stream.matches(r#"{"status":"done"}"#).count(), 1, "it is done once: {stream}");
}
