//! What operators rely on: TLS, encryption at rest, keys, copies, retention, metrics.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::Value;

use crate::postgres::Postgres;
use crate::support::{Home, Service, TOTAL, until, zip};

fn onward(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onward")).args(args).env_remove("ONWARD_DATABASE").output().unwrap()
}

#[test]
fn it_listens_beyond_loopback_only_by_tls_or_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let refused = onward(&["serve", "--data", data.to_str().unwrap(), "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--tls-certificate"));
    let mut home = Home::new();
    home.args = ["--listen", "0.0.0.0:0", "--insecure"].map(str::to_owned).to_vec();
    // Given twice, an option is refused: the standard address is left away here.
    let mut service = home.start(&["--jobs", "0"], &[]);
    assert!(service.url.starts_with("http://0.0.0.0:"));
    service.url = service.url.replace("0.0.0.0", "127.0.0.1");
    assert_eq!(service.get("/healthz").send().unwrap().status(), 200);
}

#[test]
fn it_speaks_tls_with_the_certificate_given() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let home = Home::new();
    let (certificate, key) = (home.folder.path().join("cert.pem"), home.folder.path().join("key.pem"));
    fs::write(&certificate, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let files = ["--tls-certificate", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let service = home.serve(&[&["--jobs", "0"][..], &files].concat());
    let address = service.url.strip_prefix("https://").unwrap();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from(made.cert.der().to_vec())).unwrap();
    let config = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let mut client = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let mut socket = TcpStream::connect(address).unwrap();
    let mut stream = rustls::Stream::new(&mut client, &mut socket);
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let mut plain = TcpStream::connect(address).unwrap();
    write!(plain, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert!(!String::from_utf8_lossy(&answer).contains("ok"), "nothing is said in the clear");
}

/// All bytes under a folder.
fn stored(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        all.extend(if file.is_dir() { stored(&file) } else { fs::read(&file).unwrap() });
    }
    all
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

/// A service with a plan in it, done; the plan and its bytes.
fn planned(service: &Service) -> (String, String) {
    let feed = service.upload(zip("examples/small"));
    let plan = service.plan(&feed);
    let done = service.ended(&format!("/v1/plans/{plan}"));
    assert_eq!(done["summary"]["total"], TOTAL, "{done}");
    let text = service.get(&format!("/v1/plans/{plan}/result")).send().unwrap().text().unwrap();
    (plan, text)
}

#[test]
fn feeds_and_plans_are_unreadable_at_rest_and_keys_can_be_changed() {
    let home = Home::new();
    let data = home.folder.path().join("data");
    let service = home.serve(&[]);
    let (plan, text) = planned(&service);
    assert!(text.contains("QR1370/NBO/2017-05-16"));
    let bytes = stored(&data);
    for word in ["QR1370/NBO/2017-05-16", "QR-REF", "onward-plan/1", "PK\u{3}\u{4}"] {
        assert!(!holds(&bytes, word), "{word:?} stands in the clear");
    }
    let key = fs::read_to_string(data.join("vault.key")).unwrap();
    let data_path = data.to_str().unwrap();
    let rotated = onward(&["rotate-key", "--data", data_path]);
    assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
    // While it runs: what was sealed anew is read, and so is what is sealed from now on.
    let again = service.get(&format!("/v1/plans/{plan}/result")).send().unwrap().text().unwrap();
    assert_eq!(again, text);
    let taken = until("the old key to be of no use", || {
        let taken = onward(&["rotate-key", "--data", data_path, "--forget"]);
        taken.status.success().then_some(taken)
    });
    assert_eq!(String::from_utf8_lossy(&taken.stdout), "1 old keys taken out\n");
    let new = fs::read_to_string(data.join("vault.key")).unwrap();
    let old_line = key.lines().last().unwrap();
    assert!(!new.contains(old_line) && new.lines().count() == 2, "{new}");
    assert_eq!(planned(&service).1, text);
    let token = service.token.clone();
    drop(service);
    fs::write(data.join("vault.key"), &key).unwrap();
    let mut service = home.serve(&["--jobs", "0"]);
    service.token = token;
    let locked = service.get(&format!("/v1/plans/{plan}/result")).send().unwrap();
    assert_eq!(locked.status(), 500);
    assert_eq!(locked.json::<Value>().unwrap()["code"], "locked", "without its key nothing is read");
}

#[test]
fn a_copy_taken_while_it_runs_is_the_same_service_elsewhere() {
    let home = Home::new();
    let service = home.serve(&[]);
    let (plan, text) = planned(&service);
    let elsewhere = Home::new();
    let data = elsewhere.folder.path().join("data");
    fs::create_dir(&data).unwrap();
    let copy = data.join("onward.db");
    let home_data = home.folder.path().join("data");
    let copied = onward(&["backup", "--data", home_data.to_str().unwrap(), "-o", copy.to_str().unwrap()]);
    assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
    fs::copy(home_data.join("vault.key"), data.join("vault.key")).unwrap();
    let mut restored = elsewhere.serve(&["--jobs", "0"]);
    restored.token.clone_from(&service.token);
    assert_eq!(restored.get(&format!("/v1/plans/{plan}/result")).send().unwrap().text().unwrap(), text);
    let twice = onward(&["backup", "--data", home_data.to_str().unwrap(), "-o", copy.to_str().unwrap()]);
    assert_eq!(twice.status.code(), Some(2), "a copy isn't written over");
}

#[test]
fn a_dump_of_postgres_is_the_same_service_elsewhere() {
    let (database, other) = (Postgres::start(), Postgres::start());
    let mut home = Home::new();
    home.args = vec!["--database".to_owned(), database.url()];
    let service = home.serve(&[]);
    let (plan, text) = planned(&service);
    let restore = format!("pg_dump '{}' | psql -q '{}'", database.url(), other.url());
    let restored = Command::new("sh").args(["-c", &restore]).output().unwrap();
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    let mut elsewhere = Home::new();
    elsewhere.args = vec!["--database".to_owned(), other.url()];
    fs::create_dir(elsewhere.folder.path().join("data")).unwrap();
    let key = "data/vault.key";
    fs::copy(home.folder.path().join(key), elsewhere.folder.path().join(key)).unwrap();
    let mut restored = elsewhere.serve(&["--jobs", "0"]);
    restored.token.clone_from(&service.token);
    assert_eq!(restored.get(&format!("/v1/plans/{plan}/result")).send().unwrap().text().unwrap(), text);
}

#[test]
fn what_was_kept_long_enough_is_gone_for_good() {
    let home = Home::new();
    let service = home.serve(&[]);
    let (plan, _) = planned(&service);
    let feed = service.json("/v1/feeds")["items"][0]["id"].as_str().unwrap().to_owned();
    let token = service.token.clone();
    drop(service);
    let mut service = home.serve(&["--jobs", "0", "--keep-results", "0"]);
    service.token.clone_from(&token);
    until("the plan to be deleted", || {
        (service.get(&format!("/v1/plans/{plan}")).send().unwrap().status() == 404).then_some(())
    });
    assert_eq!(service.get(&format!("/v1/feeds/{feed}")).send().unwrap().status(), 200);
    drop(service);
    let mut service = home.serve(&["--jobs", "0", "--keep-feeds", "0"]);
    service.token = token;
    until("the feed to be deleted", || {
        (service.get(&format!("/v1/feeds/{feed}")).send().unwrap().status() == 404).then_some(())
    });
}

#[test]
fn metrics_count_requests_and_jobs_and_name_nobody() {
    let home = Home::new();
    let service = home.serve(&[]);
    let (plan, _) = planned(&service);
    let text = service.client.get(format!("{}/metrics", service.url)).send().unwrap().text().unwrap();
    for line in [
        "onward_jobs_accepted_total 1",
        "onward_jobs_ended_total{kind=\"plan\",how=\"done\"} 1",
        "onward_jobs{status=\"queued\"} 0",
        "onward_database_up 1",
        "onward_requests_total{method=\"POST\",path=\"/v1/plans\",status=\"202\"} 1",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
    }
    assert!(!text.contains(&plan) && !text.contains("main"), "{text}");
}
