//! Many workers and one database; jobs that end badly, and jobs that are handed back.

use std::time::Instant;

use serde_json::{Value, json};

use crate::postgres::Postgres;
use crate::support::{Home, PATIENCE, TOTAL, until, zip};

#[test]
fn the_same_service_runs_on_postgres_with_workers_elsewhere() {
    let database = Postgres::start();
    let mut home = Home::new();
    home.args = vec!["--database".to_owned(), database.url()];
    let service = home.serve(&["--jobs", "0"]);
    let workers = [home.worker(&["--jobs", "1"]), home.worker(&["--jobs", "1"])];
    let feed = service.upload(zip("examples/small"));
    assert_eq!(service.upload(zip("examples/small")), feed);
    let plan = service.plan(&feed);
    let done = service.ended(&format!("/v1/plans/{plan}"));
    assert_eq!((&done["status"], &done["summary"]["total"]), (&json!("done"), &json!(TOTAL)), "{done}");
    let scenarios = r#"
[[scenario]]
name = "{n}"
grid = { n = [1, 2, 3, 4, 5, 6, 7, 8] }
changes = [{ change = "allotment", agreement = "QR-REF", seats = "{n}" }]
"#;
    let sweep = service.submit("/v1/sweeps", &json!({"feed": feed, "scenarios": scenarios, "time_limit_s": 60}));
    let done = service.ended(&format!("/v1/sweeps/{sweep}"));
    assert_eq!((&done["status"], &done["progress"]), (&json!("done"), &json!({"done": 8, "total": 8})), "{done}");
    let key = service.post("/v1/plans").header("idempotency-key", "k1").json(&json!({"feed": feed}));
    let again = key.try_clone().unwrap();
    let (first, second): (Value, Value) = (key.send().unwrap().json().unwrap(), again.send().unwrap().json().unwrap());
    assert_eq!(first, second);
    service.ended(&format!("/v1/plans/{}", first["id"].as_str().unwrap()));
    let listed = service.json(&format!("/v1/plans?feed={feed}&summaries=true&limit=1"));
    assert_eq!(listed["items"][0]["summary"]["total"], TOTAL, "{listed}");
    assert_eq!(service.json("/v1/plans?feed=none")["items"], json!([]));
    // PostgreSQL holds no text with a NUL: that is the client's slip, and told so.
    for path in ["/v1/plans/a%00b", "/v1/feeds/a%00b", "/v1/plans?feed=a%00b", "/v1/diff?from=%00&to=%00"] {
        assert_eq!(service.get(path).send().unwrap().status(), 400, "{path}");
    }
    let refused = service.post("/v1/plans").json(&json!({"feed": "a\u{0}b"})).send().unwrap();
    assert_eq!(refused.status(), 400);
    assert_eq!(service.delete(&format!("/v1/feeds/{feed}")).send().unwrap().status(), 204);
    drop(workers);
}

#[test]
fn a_job_that_kills_its_process_is_given_up_after_its_attempts_with_the_reason() {
    let home = Home::new();
    // No solve fits into this much memory: each attempt dies.
    let service = home.serve(&["--jobs", "1", "--attempts", "2", "--memory-mib", "40"]);
    let feed = service.upload(zip("data/sample"));
    let plan = service.plan(&feed);
    let failed = service.ended(&format!("/v1/plans/{plan}"));
    assert_eq!(failed["status"], "failed", "{failed}");
    assert_eq!(failed["error"]["code"], "attempts-exhausted");
    assert_eq!(failed["attempts"], 2);
    assert!(failed["error"]["detail"].as_str().unwrap().contains("process"), "{failed}");
}

#[cfg(unix)]
#[test]
fn a_service_that_is_told_to_end_hands_its_jobs_back_at_once() {
    let mut home = Home::new();
    home.args = ["--attempts", "1", "--lease", "600"].map(str::to_owned).to_vec();
    let mut service = home.serve(&["--jobs", "1"]);
    let token = service.token.clone();
    let feed = service.upload(zip("data/sample"));
    let plan = service.submit("/v1/plans", &json!({"feed": feed, "gap": 0, "time_limit_s": 20}));
    until("the plan to run", || (service.json(&format!("/v1/plans/{plan}"))["status"] == "running").then_some(()));
    let begun = Instant::now();
    assert!(service.terminate().success());
    assert!(begun.elapsed() < PATIENCE);
    drop(service);
    let mut service = home.serve(&["--jobs", "1"]);
    service.token = token;
    // With one attempt and a lease of ten minutes it could neither have been given up nor taken over.
    let done = service.ended(&format!("/v1/plans/{plan}"));
    assert_eq!((&done["status"], &done["attempts"]), (&json!("done"), &json!(1)), "{done}");
}
