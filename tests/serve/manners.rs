//! Keys for repetitions, tags, pages, rates, the audit log, the API's description.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Home, zip};

#[test]
fn a_request_repeated_under_a_key_is_done_once() {
    let home = Home::new();
    let mut service = home.serve(&["--jobs", "0"]);
    let feed = service.upload(zip("examples/small"));
    let ask = |service: &crate::support::Service, key: &str, gap: f64| {
        service
            .post("/v1/plans")
            .header("idempotency-key", key)
            .json(&json!({"feed": feed, "gap": gap}))
            .send()
            .unwrap()
    };
    let first = ask(&service, "k", 0.5);
    assert_eq!(first.status(), 202);
    let first: Value = first.json().unwrap();
    let token = service.token.clone();
    service.child.kill().unwrap();
    drop(service);
    service = home.serve(&["--jobs", "0"]);
    service.token = token;
    // Many at once, after the service died: one plan.
    let answers: Vec<Value> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..8).map(|_| scope.spawn(|| ask(&service, "k", 0.5).json().unwrap())).collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| *answer == first), "{answers:?}");
    assert_eq!(service.json("/v1/plans")["items"].as_array().unwrap().len(), 1);
    let other = ask(&service, "k", 0.4);
    assert_eq!(other.status(), 422);
    assert_eq!(other.json::<Value>().unwrap()["code"], "key-reused");
    let concurrent: BTreeSet<String> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..8).map(|_| scope.spawn(|| ask(&service, "k2", 0.5).text().unwrap())).collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert_eq!(concurrent.len(), 1, "{concurrent:?}");
    // An office's keys are its own.
    let geneva = service.token("geneva", "planner");
    let upload = service.client.post(format!("{}/v1/feeds", service.url)).bearer_auth(&geneva);
    let upload = upload.header("content-type", "application/zip").header("idempotency-key", "k");
    let made = upload.body(zip("examples/small")).send().unwrap();
    assert_eq!(made.status(), 201);
    assert_eq!(ask(&service, "", 0.5).status(), 400);
}

#[test]
fn what_the_client_has_is_not_sent_again() {
    let home = Home::new();
    let service = home.serve(&[]);
    let feed = service.upload(zip("examples/small"));
    let plan = service.plan(&feed);
    service.ended(&format!("/v1/plans/{plan}"));
    for path in ["", "/result", "/check", "/view", "/export?table=cases"] {
        let path = format!("/v1/plans/{plan}{path}");
        let first = service.get(&path).send().unwrap();
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        assert!(first.status() == 200 && first.headers()["cache-control"] == "private, no-cache", "{path}");
        let again = service.get(&path).header("if-none-match", format!("\"other\", {tag}")).send().unwrap();
        assert_eq!(again.status(), 304, "{path}");
        assert!(again.text().unwrap().is_empty());
        let weak = service.get(&path).header("if-none-match", format!("W/{tag}")).send().unwrap();
        assert_eq!(weak.status(), 304);
        assert_eq!(service.get(&path).header("if-none-match", "\"other\"").send().unwrap().status(), 200, "{path}");
    }
    for path in ["", "/content", "/offers"].map(|path| format!("/v1/feeds/{feed}{path}")) {
        let tag = service.get(&path).send().unwrap().headers()["etag"].to_str().unwrap().to_owned();
        assert_eq!(service.get(&path).header("if-none-match", tag).send().unwrap().status(), 304);
    }
}

#[test]
fn lists_come_in_pages_without_gaps_or_repetitions() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "0"]);
    let feed = service.upload(zip("examples/small"));
    let mut plans: Vec<String> = (0..7).map(|_| service.plan(&feed)).collect();
    plans.sort();
    plans.reverse();
    let mut seen = Vec::new();
    let mut path = "/v1/plans?limit=3".to_owned();
    loop {
        let page = service.json(&path);
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 3);
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => path = format!("/v1/plans?limit=3&after={next}"),
            None => break,
        }
    }
    assert_eq!(seen, plans, "newest first");
}

#[test]
fn rates_and_quotas_end_with_a_problem_that_says_so() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "0", "--requests-a-minute", "30", "--open-jobs", "2", "--feeds", "1"]);
    let feed = service.upload(zip("examples/small"));
    service.plan(&feed);
    service.plan(&feed);
    let third = service.post("/v1/plans").json(&json!({"feed": feed})).send().unwrap();
    assert_eq!(third.status(), 429);
    assert_eq!(third.json::<Value>().unwrap()["code"], "quota");
    let second = service.post("/v1/feeds").header("content-type", "application/zip").body(zip("examples/escorted"));
    assert_eq!(second.send().unwrap().json::<Value>().unwrap()["code"], "quota");
    let last = (0..40).map(|_| service.get("/v1/me").send().unwrap()).find(|answer| answer.status() == 429);
    let last = last.expect("the minute's requests end");
    assert!(last.headers().contains_key("retry-after"));
    assert_eq!(last.json::<Value>().unwrap()["code"], "too-many");
    let wrong = (0..100).map(|_| {
        let asked = service.client.get(format!("{}/v1/me", service.url)).bearer_auth("onw_wrong");
        asked.send().unwrap().status().as_u16()
    });
    assert!(wrong.collect::<Vec<_>>().contains(&429), "who guesses tokens is slowed down");
}

#[test]
fn the_audit_tells_who_did_what_and_can_only_be_added_to() {
    let home = Home::new();
    let service = home.serve(&[]);
    let feed = service.upload(zip("examples/small"));
    let plan = service.plan(&feed);
    service.ended(&format!("/v1/plans/{plan}"));
    let planner = service.token("main", "viewer");
    let viewer = service.with_token(&planner);
    assert_eq!(viewer.get(&format!("/v1/plans/{plan}/result")).status(), 200);
    assert_eq!(viewer.delete(&format!("/v1/plans/{plan}")).status(), 403);
    let log = service.json("/v1/audit");
    let lines = log["items"].as_array().unwrap();
    let deeds: Vec<_> =
        lines.iter().map(|line| (line["action"].as_str().unwrap(), line["object"].as_str().unwrap())).collect();
    for deed in [("feed.upload", &*feed), ("plan.submit", &*plan), ("plan.result", &*plan), ("audit.read", "")] {
        assert!(deeds.contains(&deed), "{deed:?} in {deeds:?}");
    }
    assert!(lines.iter().any(|line| line["outcome"] == "forbidden" && line["token"] != ""));
    let text = log.to_string();
    for word in ["C1", "C2", "C3", "SOM", &service.token, &planner] {
        assert!(!text.contains(&format!("\"{word}\"")), "ids only: {word}");
    }
    drop(service);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let path = home.folder.path().join("data/onward.db");
        let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
        for statement in ["DELETE FROM audit", "UPDATE audit SET token = ''"] {
            let refused = sqlx::query(statement).execute(&pool).await.unwrap_err();
            assert!(refused.to_string().contains("only added to"), "{refused}");
        }
    });
}

#[test]
fn the_description_is_of_this_service_and_loads_nothing() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "0"]);
    let open = |path: &str| service.client.get(format!("{}{path}", service.url)).send().unwrap();
    let document: Value = open("/openapi.json").json().unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    let paths = document["paths"].as_object().unwrap();
    for path in [
        "/v1/feeds",
        "/v1/feeds/validate",
        "/v1/feeds/{id}",
        "/v1/feeds/{id}/content",
        "/v1/plans",
        "/v1/plans/{id}",
        "/v1/plans/{id}/result",
        "/v1/plans/{id}/events",
        "/v1/plans/{id}/check",
        "/v1/plans/{id}/view",
        "/v1/plans/{id}/explain",
        "/v1/plans/{id}/export",
        "/v1/sweeps",
        "/v1/sweeps/{id}",
        "/v1/sweeps/{id}/result",
        "/v1/questions",
        "/v1/questions/{id}",
        "/v1/questions/{id}/result",
        "/v1/diff",
        "/v1/tokens",
        "/v1/audit",
        "/v1/me",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.json",
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
    // Each described operation is there: without a token it asks for one.
    for (path, item) in paths {
        for method in
            item.as_object().unwrap().keys().filter(|method| ["get", "post", "delete"].contains(&method.as_str()))
        {
            let method = method.to_uppercase().parse().unwrap();
            let asked =
                service.client.request(method, format!("{}{}", service.url, path.replace("{id}", "x"))).send().unwrap();
            let expected = if path.starts_with("/v1") { 401 } else { 200 };
            assert_eq!(asked.status(), expected, "{path}");
        }
    }
    let references: Vec<&str> = serde_json_references(&document);
    for reference in references {
        let name = reference.strip_prefix("#/components/schemas/").unwrap();
        assert!(document["components"]["schemas"].get(name).is_some(), "{reference} is described");
    }
    let docs = open("/docs");
    let policy = docs.headers()["content-security-policy"].to_str().unwrap().to_owned();
    let docs = docs.text().unwrap();
    // No host but this one, nothing that stands in a page but the reference's own style.
    let style = docs.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).unwrap().0;
    let hash = STANDARD.encode(Sha256::digest(style));
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), "{policy}");
    assert!(policy.contains(&format!("style-src 'self' 'sha256-{hash}';")), "{policy}");
    for word in ["unsafe", "http", "*"] {
        assert!(!policy.contains(word), "{policy}");
    }
    for word in ["src=", "<script", "<link", "url(", "@import", "http://", "https://"] {
        assert!(!docs.contains(word), "{word}");
    }
    assert!(docs.contains("/v1/plans/{id}/result"));
    let page = open("/");
    assert_eq!((page.status().as_u16(), page.headers()["content-security-policy"].to_str().unwrap()), (200, &*policy));
    let page = page.text().unwrap();
    for word in ["<style", "style=", "onclick", "http://localhost", "https://"] {
        assert!(!page.contains(word), "{word}");
    }
}

fn serde_json_references(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| match value.as_str().filter(|_| key == "$ref") {
                Some(reference) => vec![reference],
                None => serde_json_references(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(serde_json_references).collect(),
        _ => Vec::new(),
    }
}
