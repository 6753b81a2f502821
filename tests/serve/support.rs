//! A service of one's own, and requests to it.

use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::blocking::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

/// The best total of examples/small (tests/cli/support.rs works it out).
pub const TOTAL: &str = "12075.00";

/// How long anything may take on a machine that others use too.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// A folder's files as a zip, but for what `change` does to their text.
pub fn zip_with(folder: &str, change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut files: Vec<_> =
        std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap().map(Result::unwrap).collect();
    files.sort_by_key(std::fs::DirEntry::file_name);
    for file in files {
        let name = file.file_name().into_string().unwrap();
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(change(&name, std::fs::read_to_string(file.path()).unwrap()).as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A folder's files as a zip.
pub fn zip(folder: &str) -> Vec<u8> {
    zip_with(folder, |_, text| text)
}

/// Where a service keeps its things: killed and begun again, it is the same service.
pub struct Home {
    pub folder: TempDir,
    /// Arguments that every start has.
    pub args: Vec<String>,
}

impl Home {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), args: Vec::new() }
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onward"));
        command.arg(name).args(["--data", self.folder.path().join("data").to_str().unwrap()]).args(&self.args);
        command
            .env_remove("ONWARD_TOKEN")
            .env_remove("ONWARD_DATABASE")
            .env("ONWARD_LOG", "error,sqlx=off,apalis_core=off,onward::server=off");
        command
    }

    /// Starts the service and waits until it listens.
    pub fn serve(&self, args: &[&str]) -> Service {
        self.serve_with(args, &[])
    }

    pub fn serve_with(&self, args: &[&str], env: &[(&str, &str)]) -> Service {
        self.start(&[&["--listen", "127.0.0.1:0"], args].concat(), env)
    }

    /// Starts the service where `args` say.
    pub fn start(&self, args: &[&str], env: &[(&str, &str)]) -> Service {
        let mut command = self.command("serve");
        command.args(args).envs(env.iter().copied());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (mut token, mut url) = (None, None);
        let mut line = String::new();
        while url.is_none() {
            line.clear();
            assert!(output.read_line(&mut line).unwrap() > 0, "the service ended before it listened");
            let line = line.trim();
            token = token.or(line.strip_prefix("admin token (shown this once): ").map(str::to_owned));
            url = line.strip_prefix("listening on ").map(str::to_owned);
        }
        // What is said later is said to nobody, but the pipe stays open.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Service { child, url: url.unwrap(), token: token.unwrap_or_default(), client: Client::new() }
    }

    /// Starts a worker.
    pub fn worker(&self, args: &[&str]) -> Worker {
        Worker(self.command("worker").args(args).stdout(Stdio::null()).spawn().unwrap())
    }
}

/// A process that is killed when it goes out of scope.
pub struct Worker(pub Child);

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A service that listens, and one who asks it.
pub struct Service {
    pub child: Child,
    pub url: String,
    pub token: String,
    pub client: Client,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Service {
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url)).bearer_auth(&self.token).timeout(PATIENCE)
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url)).bearer_auth(&self.token).timeout(PATIENCE)
    }

    pub fn delete(&self, path: &str) -> RequestBuilder {
        self.client.delete(format!("{}{path}", self.url)).bearer_auth(&self.token).timeout(PATIENCE)
    }

    /// The JSON at a path.
    pub fn json(&self, path: &str) -> Value {
        let response = self.get(path).send().unwrap();
        let status = response.status();
        let text = response.text().unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Uploads a zip; its feed's id.
    pub fn upload(&self, zip: Vec<u8>) -> String {
        let response = self.post("/v1/feeds").header("content-type", "application/zip").body(zip).send().unwrap();
        let status = response.status().as_u16();
        let told: Value = response.json().unwrap();
        assert!(status == 201 || status == 200, "{status} {told}");
        told["id"].as_str().unwrap().to_owned()
    }

    /// Posts JSON and has it accepted; the job's id.
    pub fn submit(&self, path: &str, body: &Value) -> String {
        let response = self.post(path).json(body).send().unwrap();
        let status = response.status().as_u16();
        let told: Value = response.json().unwrap();
        assert_eq!(status, 202, "{told}");
        assert_eq!(told["status"], "queued", "{told}");
        told["id"].as_str().unwrap().to_owned()
    }

    /// Has a feed planned; the plan's id.
    pub fn plan(&self, feed: &str) -> String {
        self.submit("/v1/plans", &json!({"feed": feed, "gap": 0.001, "time_limit_s": 60}))
    }

    /// Waits until a job has ended; how it is then.
    pub fn ended(&self, path: &str) -> Value {
        until(path, || {
            let told = self.json(path);
            let status = told["status"].as_str().unwrap();
            ["done", "failed", "cancelled"].contains(&status).then_some(told)
        })
    }

    /// A new token of a scope for an office.
    pub fn token(&self, office: &str, scope: &str) -> String {
        let body = json!({"office": office, "scope": scope, "label": "test"});
        let made = self.post("/v1/tokens").json(&body).send().unwrap();
        assert_eq!(made.status(), 201);
        made.json::<Value>().unwrap()["token"].as_str().unwrap().to_owned()
    }

    /// The same service for somebody with another token.
    pub fn with_token(&self, token: &str) -> Asker<'_> {
        Asker { service: self, token: token.to_owned() }
    }

    /// Asks the service to end and waits until it has.
    #[cfg(unix)]
    pub fn terminate(&mut self) -> std::process::ExitStatus {
        let status = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(status.success());
        until("the service to end", || self.child.try_wait().unwrap())
    }
}

/// Somebody with a token.
pub struct Asker<'s> {
    service: &'s Service,
    token: String,
}

impl Asker<'_> {
    pub fn get(&self, path: &str) -> Response {
        self.service.get(path).bearer_auth_anew(&self.token).send().unwrap()
    }

    pub fn post(&self, path: &str, body: &Value) -> Response {
        self.service.post(path).bearer_auth_anew(&self.token).json(body).send().unwrap()
    }

    pub fn delete(&self, path: &str) -> Response {
        self.service.delete(path).bearer_auth_anew(&self.token).send().unwrap()
    }
}

trait Anew {
    fn bearer_auth_anew(self, token: &str) -> Self;
}

impl Anew for RequestBuilder {
    fn bearer_auth_anew(self, token: &str) -> Self {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
        self.headers(headers)
    }
}

/// Tries until there is something, or patience ends.
pub fn until<T>(what: &str, mut tried: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = tried() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited too long for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A server-sent event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub id: i64,
    pub kind: String,
    pub data: Value,
}

/// Reads events until the stream ends.
pub fn events(response: impl Read) -> Vec<Event> {
    let mut all = Vec::new();
    let (mut id, mut kind, mut data) = (0, String::new(), String::new());
    for line in BufReader::new(response).lines() {
        let line = line.unwrap();
        if let Some(value) = line.strip_prefix("id: ") {
            id = value.parse().unwrap();
        } else if let Some(value) = line.strip_prefix("event: ") {
            kind = value.to_owned();
        } else if let Some(value) = line.strip_prefix("data: ") {
            data = value.to_owned();
        } else if line.is_empty() && !data.is_empty() {
            all.push(Event { id, kind: kind.clone(), data: serde_json::from_str(&data).unwrap() });
            data.clear();
        }
    }
    all
}
