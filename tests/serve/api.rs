//! Feeds, tokens, errors: what is answered to whom.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Home, zip, zip_with};

#[test]
fn it_starts_with_nothing_and_tells_a_token_once() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "0"]);
    assert!(service.token.starts_with("onw_"), "{:?}", service.token);
    assert_eq!(service.json("/v1/me"), json!({"office": "main", "scope": "admin", "expires_at": null}));
    let token = service.token.clone();
    drop(service);
    let mut again = home.serve(&["--jobs", "0"]);
    assert_eq!(again.token, "", "the token is told once");
    again.token = token;
    assert_eq!(again.json("/v1/me")["scope"], "admin");
    assert_eq!(again.client.get(format!("{}/healthz", again.url)).send().unwrap().text().unwrap(), "ok\n");
    assert_eq!(again.client.get(format!("{}/readyz", again.url)).send().unwrap().status(), 200);
    drop(again);
    let mut given = home.serve_with(&["--jobs", "0"], &[("ONWARD_TOKEN", "a-token-of-my-own-choice")]);
    given.token = "a-token-of-my-own-choice".to_owned();
    assert_eq!(given.json("/v1/me")["scope"], "admin");
}

#[test]
fn a_feed_is_kept_by_content_and_told_to_its_office_only() {
    let service = Home::new();
    let service = service.serve(&["--jobs", "0"]);
    let id = service.upload(zip("examples/small"));
    assert_eq!(service.upload(zip("examples/small")), id, "one content, one feed");
    let text: BTreeMap<String, String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/small"))
        .unwrap()
        .map(|file| file.unwrap())
        .map(|file| (file.file_name().into_string().unwrap(), std::fs::read_to_string(file.path()).unwrap()))
        .collect();
    let by_json = service.post("/v1/feeds").json(&json!({"files": text})).send().unwrap();
    assert_eq!(by_json.status(), 200);
    assert_eq!(by_json.json::<Value>().unwrap()["id"], *id, "JSON or zip, one content");
    let feed = service.json(&format!("/v1/feeds/{id}"));
    let (read, _) = onward::feed::Feed::read(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/small").as_ref()).unwrap();
    assert_eq!(feed["version"], read.sha256);
    assert_eq!(feed["persons"], read.persons.len());
    let listed = service.json("/v1/feeds");
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let content = service.get(&format!("/v1/feeds/{id}/content")).send().unwrap();
    assert_eq!(content.headers()["content-type"], "application/zip");
    let bytes = content.bytes().unwrap();
    assert_eq!(onward::feed::Feed::from_zip(&bytes, "x").unwrap().0.sha256, read.sha256);

    let offers = service.json(&format!("/v1/feeds/{}/offers", service.upload(zip("data/sample"))));
    let (sample, _) = onward::feed::Feed::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample").as_ref()).unwrap();
    assert_eq!(offers, serde_json::to_value(onward::report::Offers::of(&sample)).unwrap());
    let charters = offers["charters"].as_array().unwrap();
    let names: Vec<&str> = charters.iter().map(|offer| offer["charter"].as_str().unwrap()).collect();
    assert_eq!(names, sample.charters.iter().map(|charter| &*charter.id).collect::<Vec<_>>());

    let stranger = service.token("geneva", "planner");
    let stranger = service.with_token(&stranger);
    assert_eq!(stranger.get(&format!("/v1/feeds/{id}/offers")).status(), 404);
    assert_eq!(stranger.get(&format!("/v1/feeds/{id}")).status(), 404);
    assert_eq!(stranger.get(&format!("/v1/feeds/{id}/content")).status(), 404);
    assert_eq!(stranger.delete(&format!("/v1/feeds/{id}")).status(), 404);
    assert_eq!(stranger.post("/v1/plans", &json!({"feed": id})).status(), 404);
    assert!(stranger.get("/v1/feeds").json::<Value>().unwrap()["items"].as_array().unwrap().is_empty());
    assert_eq!(service.delete(&format!("/v1/feeds/{id}")).send().unwrap().status(), 204);
    assert_eq!(service.get(&format!("/v1/feeds/{id}")).send().unwrap().status(), 404);
}

#[test]
fn a_faulty_feed_is_refused_with_every_fault_the_command_line_finds() {
    let service = Home::new();
    let service = service.serve(&["--jobs", "0"]);
    let wrong = |name: &str, text: String| match name {
        "cases.csv" => text.replace("JFK", "XXX"),
        "persons.csv" => text.replacen("SOM", "QQQ", 1),
        _ => text,
    };
    let broken = zip_with("examples/small", wrong);
    let faults = onward::feed::Feed::from_zip(&broken, "feed.zip").unwrap_err().0;
    assert!(!faults.is_empty());
    for path in ["/v1/feeds", "/v1/feeds/validate"] {
        let refused = service.post(path).header("content-type", "application/zip").body(broken.clone()).send().unwrap();
        assert_eq!(refused.status(), 422);
        assert_eq!(refused.headers()["content-type"], "application/problem+json");
        let problem: Value = refused.json().unwrap();
        assert_eq!(problem["code"], "feed-refused");
        assert_eq!(problem["type"], "/problems/feed-refused");
        assert_eq!(problem["status"], 422);
        let told = problem["faults"].as_array().unwrap();
        assert_eq!(told.len(), faults.len());
        for (told, fault) in told.iter().zip(&faults) {
            assert_eq!(told["code"], fault.code);
            assert_eq!(told["file"], fault.file);
            assert_eq!(told["row"], json!(fault.row));
            assert_eq!(told["column"], json!(fault.column));
            assert_eq!(told["value"], json!(fault.value));
            assert_eq!(told["message"], fault.meaning);
            assert_eq!(told["remedy"], fault.remedy);
        }
    }
    let no_zip = service.post("/v1/feeds").header("content-type", "application/zip").body("no zip").send().unwrap();
    assert_eq!(no_zip.status(), 422);
    let sound = service.post("/v1/feeds/validate").header("content-type", "application/zip");
    let sound = sound.body(zip("examples/small")).send().unwrap();
    assert_eq!(sound.json::<Value>().unwrap()["faults"], json!([]));
    assert!(service.json("/v1/feeds")["items"].as_array().unwrap().is_empty(), "nothing was kept");
}

#[test]
fn nobody_gets_in_without_a_token_and_nobody_further_than_its_scope() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "0"]);
    let id = service.upload(zip("examples/small"));
    for header in [None, Some("Bearer "), Some("Bearer wrong"), Some("Basic onw_x"), Some("onw_x")] {
        let mut asked = service.client.get(format!("{}/v1/feeds", service.url));
        if let Some(header) = header {
            asked = asked.header("authorization", header);
        }
        let refused = asked.send().unwrap();
        assert_eq!(refused.status(), 401, "{header:?}");
        assert_eq!(refused.headers()["www-authenticate"], "Bearer");
        assert_eq!(refused.json::<Value>().unwrap()["code"], "unauthorized");
    }
    let (viewer, planner) = (service.token("main", "viewer"), service.token("main", "planner"));
    let viewer = service.with_token(&viewer);
    let planner = service.with_token(&planner);
    assert_eq!(viewer.get(&format!("/v1/feeds/{id}")).status(), 200);
    assert_eq!(viewer.post("/v1/plans", &json!({"feed": id})).status(), 403);
    assert_eq!(viewer.delete(&format!("/v1/feeds/{id}")).status(), 403);
    assert_eq!(viewer.get("/v1/tokens").status(), 403);
    assert_eq!(planner.post("/v1/plans", &json!({"feed": id})).status(), 202);
    assert_eq!(planner.post("/v1/tokens", &json!({"office": "main", "scope": "admin"})).status(), 403);
    assert_eq!(planner.get("/v1/audit").status(), 403);
}

#[test]
fn tokens_end_by_time_and_by_hand_and_their_secrets_are_nowhere() {
    let home = Home::new();
    let service = home.serve(&["--jobs", "0"]);
    let past = json!({"office": "main", "scope": "viewer", "label": "", "expires_at": "2020-01-01T00:00:00Z"});
    let past: Value = service.post("/v1/tokens").json(&past).send().unwrap().json().unwrap();
    assert_eq!(service.with_token(past["token"].as_str().unwrap()).get("/v1/me").status(), 401);
    let made = json!({"office": "main", "scope": "viewer", "label": "", "expires_at": "2120-01-01T00:00:00+01:00"});
    let made: Value = service.post("/v1/tokens").json(&made).send().unwrap().json().unwrap();
    let secret = made["token"].as_str().unwrap();
    let viewer = service.with_token(secret);
    assert_eq!(viewer.get("/v1/me").json::<Value>().unwrap()["expires_at"], "2119-12-31T23:00:00.000Z");
    let listed = service.get("/v1/tokens").send().unwrap().text().unwrap();
    assert!(listed.contains(made["id"].as_str().unwrap()) && !listed.contains(secret));
    let revoked = service.delete(&format!("/v1/tokens/{}", made["id"].as_str().unwrap())).send().unwrap();
    assert_eq!(revoked.status(), 204);
    assert_eq!(viewer.get("/v1/me").status(), 401);
    assert_eq!(service.delete("/v1/tokens/none").send().unwrap().status(), 404);
    drop(service);
    for file in std::fs::read_dir(home.folder.path().join("data")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()));
    }
}

#[test]
fn what_is_wrong_with_a_request_is_told_as_a_problem() {
    let service = Home::new();
    let service = service.serve(&["--jobs", "0", "--upload-mib", "5"]);
    let id = service.upload(zip("examples/small"));
    let cases = [
        (json!({"feed": id, "gap": 2.0}), 422, "value-refused"),
        (json!({"feed": id, "time_limit_s": 0}), 422, "value-refused"),
        (json!({"feed": id, "time_limit_s": 1e300}), 422, "value-refused"),
        (json!({"feed": id, "threads": 0}), 422, "value-refused"),
        (json!({"feed": id, "from": "none"}), 404, "not-found"),
        (json!({"feed": "none"}), 404, "not-found"),
        (json!({"feed": id, "more": 1}), 422, "value-refused"),
        (json!({}), 422, "value-refused"),
        (json!([]), 422, "value-refused"),
    ];
    for (body, status, code) in cases {
        let refused = service.post("/v1/plans").json(&body).send().unwrap();
        assert_eq!(refused.status(), status, "{body}");
        assert_eq!(refused.headers()["content-type"], "application/problem+json");
        assert_eq!(refused.json::<Value>().unwrap()["code"], code, "{body}");
    }
    let refused = service.post("/v1/plans").body("{}").send().unwrap();
    assert_eq!(refused.json::<Value>().unwrap()["code"], "unsupported-media-type");
    let large = service.post("/v1/feeds").header("content-type", "application/zip").body(vec![0; 6 << 20]).send();
    // The service may hang up before all is sent; whoever still hears it is told why.
    if let Ok(large) = large {
        assert_eq!(large.status(), 413);
    }
    for (path, status) in [("/v1/nothing", 404), ("/v1/plans/none", 404), ("/v1/plans/none/result", 404)] {
        let refused = service.get(path).send().unwrap();
        assert_eq!(refused.status(), status, "{path}");
        assert_eq!(refused.headers()["content-type"], "application/problem+json");
    }
    assert_eq!(service.delete("/v1/me").send().unwrap().json::<Value>().unwrap()["code"], "method-not-allowed");
    for query in ["limit=0", "limit=201", "limit=x", "after=%00"] {
        assert_eq!(service.get(&format!("/v1/feeds?{query}")).send().unwrap().status(), 400, "{query}");
    }
}
