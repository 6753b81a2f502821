//! Many workers and one database, any of which may die: nothing is lost, nothing is answered twice.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::postgres::Postgres;
use crate::support::{Home, PATIENCE, Service, TOTAL, events, until, zip};

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
    assert_eq!(service.delete(&format!("/v1/feeds/{feed}")).send().unwrap().status(), 204);
    drop(workers);
}

/// What was accepted, and the bytes that were first told of each.
struct Promise {
    plans: Vec<String>,
    told: BTreeMap<String, String>,
}

impl Promise {
    fn new() -> Self {
        Self { plans: Vec::new(), told: BTreeMap::new() }
    }

    /// Asks for a plan; whether it was accepted is known only where an answer came.
    fn ask(&mut self, service: &Service, feed: &str) {
        let body = json!({"feed": feed, "gap": 0.001, "time_limit_s": 60, "seed": self.plans.len()});
        if let Ok(answer) = service.post("/v1/plans").timeout(Duration::from_secs(20)).json(&body).send()
            && answer.status() == 202
            && let Ok(told) = answer.json::<Value>()
        {
            self.plans.push(told["id"].as_str().unwrap().to_owned());
        }
    }

    /// Looks at results that are there already: they may never change.
    fn look(&mut self, service: &Service) {
        for plan in &self.plans {
            let Ok(answer) = service.get(&format!("/v1/plans/{plan}/result")).timeout(Duration::from_secs(20)).send()
            else {
                continue;
            };
            if answer.status() == 200
                && let Ok(text) = answer.text()
            {
                let first = self.told.entry(plan.clone()).or_insert_with(|| text.clone());
                assert_eq!(*first, text, "{plan} is answered twice differently");
            }
        }
    }

    /// Waits until every plan is done, and done once.
    fn keep(&mut self, service: &Service) {
        for plan in self.plans.clone() {
            let done = service.ended(&format!("/v1/plans/{plan}"));
            assert_eq!(done["status"], "done", "{done}");
            assert_eq!(done["summary"]["total"], TOTAL);
            let seen = events(service.get(&format!("/v1/plans/{plan}/events")).send().unwrap());
            let ends = seen.iter().filter(|event| event.kind == "status" && event.data["status"] == "done").count();
            assert_eq!(ends, 1, "{plan}: {seen:?}");
        }
        self.look(service);
        assert_eq!(self.told.len(), self.plans.len());
    }
}

/// Random moments that are the same in every run.
fn moment(seed: u64) -> Duration {
    let mixed = (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    Duration::from_millis(mixed % 1_500)
}

/// Kills as many as it is told to; more in the long run (`make soak`).
fn kills(standard: u64) -> u64 {
    std::env::var("ONWARD_SOAK_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(standard)
}

/// Attempts enough that no job is given up for dying so often.
const MANY: &str = "1000000";

#[test]
fn nothing_is_lost_on_sqlite_when_service_and_worker_are_killed_at_random_moments() {
    let mut home = Home::new();
    home.args = ["--attempts", MANY, "--lease", "3"].map(str::to_owned).to_vec();
    let mut service = home.serve(&["--jobs", "1"]);
    let token = service.token.clone();
    let feed = service.upload(zip("examples/small"));
    let mut promise = Promise::new();
    let mut worker = home.worker(&["--jobs", "1"]);
    for round in 0..kills(8) {
        promise.ask(&service, &feed);
        promise.ask(&service, &feed);
        std::thread::sleep(moment(round));
        if round % 2 == 0 {
            service.child.kill().unwrap();
            drop(service);
            service = home.serve(&["--jobs", "1"]);
            service.token.clone_from(&token);
        } else {
            worker.0.kill().unwrap();
            drop(worker);
            worker = home.worker(&["--jobs", "1"]);
        }
        promise.look(&service);
    }
    assert!(promise.plans.len() as u64 >= kills(8));
    promise.keep(&service);
}

#[test]
fn nothing_is_lost_on_postgres_when_service_worker_and_database_are_killed_at_random_moments() {
    let mut database = Postgres::start();
    let mut home = Home::new();
    home.args = ["--database", &database.url(), "--attempts", MANY, "--lease", "3"].map(str::to_owned).to_vec();
    let mut service = home.serve(&["--jobs", "0"]);
    let token = service.token.clone();
    let feed = service.upload(zip("examples/small"));
    let mut promise = Promise::new();
    let mut workers = [home.worker(&["--jobs", "1"]), home.worker(&["--jobs", "1"])];
    for round in 0..kills(9) {
        promise.ask(&service, &feed);
        promise.ask(&service, &feed);
        std::thread::sleep(moment(round));
        match round % 3 {
            0 => {
                let which = (round / 3 % 2) as usize;
                workers[which].0.kill().unwrap();
                workers[which] = home.worker(&["--jobs", "1"]);
            }
            1 => {
                // Service and workers live on, and find it again by themselves.
                database.kill();
                promise.ask(&service, &feed);
                let away = service.get(&format!("/v1/feeds/{feed}")).send().unwrap();
                assert_eq!(away.status(), 503);
                assert_eq!(away.json::<Value>().unwrap()["code"], "away");
                database.begin();
            }
            _ => {
                service.child.kill().unwrap();
                drop(service);
                service = home.serve(&["--jobs", "0"]);
                service.token.clone_from(&token);
            }
        }
        promise.look(&service);
    }
    promise.keep(&service);
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
