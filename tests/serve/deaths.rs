//! Services, workers and databases that are killed at random moments: nothing is lost, nothing is answered twice.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use crate::postgres::Postgres;
use crate::support::{Home, Service, TOTAL, events, zip};

/// What was accepted, and the bytes that were first told of each.
struct Promise {
    plans: Vec<String>,
    told: BTreeMap<String, String>,
    /// Where looking at older results goes on.
    turn: usize,
}

/// Results looked at after each death: so many of the newest, and as many older ones in turn. All of them are at the end.
const LOOKED_AT: usize = 12;

impl Promise {
    fn new() -> Self {
        Self { plans: Vec::new(), told: BTreeMap::new(), turn: 0 }
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
        let older = self.plans.len().saturating_sub(LOOKED_AT);
        let again = (0..LOOKED_AT.min(older)).map(|step| (self.turn + step) % older);
        let looked_at: Vec<usize> = again.chain(older..self.plans.len()).collect();
        self.turn += LOOKED_AT;
        self.look_at(service, &looked_at);
    }

    fn look_at(&mut self, service: &Service, plans: &[usize]) {
        for plan in plans.iter().map(|&plan| &self.plans[plan]) {
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
        let all: Vec<usize> = (0..self.plans.len()).collect();
        self.look_at(service, &all);
        assert_eq!(self.told.len(), self.plans.len());
    }
}

/// Random moments that are the same in every run: up to 0.7 s after jobs were accepted, half of them within 90 ms, since a job
/// here is taken, done and written down in little more than that.
fn moment(seed: u64) -> Duration {
    let mixed = (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    let part = mixed as f64 / (1u64 << 24) as f64;
    Duration::from_secs_f64(0.7 * part.powi(3))
}

/// Tells in a long run how far it is.
fn tell(store: &str, round: u64, all: u64, promise: &Promise) {
    if round.is_multiple_of(25) || round == all {
        let (accepted, seen) = (promise.plans.len(), promise.told.len());
        eprintln!("{store}: {round} of {all} kills, {accepted} jobs accepted, {seen} results seen");
    }
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
        tell("SQLite", round + 1, kills(8), &promise);
    }
    assert!(promise.plans.len() as u64 >= kills(8));
    promise.keep(&service);
    tell("SQLite", kills(8), kills(8), &promise);
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
                std::thread::scope(|scope| {
                    scope.spawn(|| promise.ask(&service, &feed));
                    let away = service.get(&format!("/v1/feeds/{feed}")).send().unwrap();
                    assert_eq!(away.status(), 503);
                    assert_eq!(away.json::<Value>().unwrap()["code"], "away");
                });
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
        tell("PostgreSQL", round + 1, kills(9), &promise);
    }
    assert!(promise.plans.len() as u64 >= kills(9));
    promise.keep(&service);
    tell("PostgreSQL", kills(9), kills(9), &promise);
}
