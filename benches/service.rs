//! The service under load: status reads while a plan is made, plans submitted all at once, a sweep over one worker and two.
//!
//! `cargo bench --bench service` prints what it measured beside what must be reached; it fails nothing, since a machine that
//! others use too is slower. The sweep takes some minutes on two cores.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

struct Service {
    child: Child,
    address: String,
    token: String,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(folder: &std::path::Path, jobs: &str) -> Service {
    let mut child = Command::new(env!("CARGO_BIN_EXE_onward"))
        .args(["serve", "--data", folder.to_str().unwrap(), "--listen", "127.0.0.1:0", "--jobs", jobs])
        .args(["--requests-a-minute", "100000000"])
        .env("ONWARD_TOKEN", "a-token-for-measuring")
        .env("ONWARD_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
    Service { child, address, token: "a-token-for-measuring".to_owned() }
}

/// A connection that is kept.
struct Line {
    stream: BufReader<TcpStream>,
    token: String,
}

impl Line {
    fn to(service: &Service) -> Self {
        let stream = TcpStream::connect(&service.address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(stream), token: service.token.clone() }
    }

    /// Asks and reads the answer: its status and body.
    fn ask(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\n\r\n",
            self.token,
            body.len()
        );
        let stream = self.stream.get_mut();
        stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            let line = line.trim().to_ascii_lowercase();
            if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = rest[..3].parse().unwrap();
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.parse().unwrap();
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        (status, body)
    }

    fn json(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let (_, answer) = self.ask(method, path, "application/json", &bytes);
        serde_json::from_slice(&answer).unwrap()
    }

    fn upload(&mut self, folder: &str) -> String {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for file in std::fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&std::fs::read(file.path()).unwrap()).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let (_, answer) = self.ask("POST", "/v1/feeds", "application/zip", &bytes);
        serde_json::from_slice::<Value>(&answer).unwrap()["id"].as_str().unwrap().to_owned()
    }

    fn ended(&mut self, path: &str) -> Value {
        loop {
            let told = self.json("GET", path, &Value::Null);
            if ["done", "failed", "cancelled"].contains(&told["status"].as_str().unwrap()) {
                return told;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// 2,000 requests a second for ten seconds, each timed from when it was due.
fn reads() {
    let folder = tempfile::tempdir().unwrap();
    let service = serve(folder.path(), "1");
    let mut line = Line::to(&service);
    let feed = line.upload("data/day-2017-05-16");
    let plan = line.json("POST", "/v1/plans", &json!({"feed": feed, "gap": 0, "time_limit_s": 60, "threads": 1}));
    let path = format!("/v1/plans/{}", plan["id"].as_str().unwrap());
    while line.json("GET", &path, &Value::Null)["progress"].is_null() {
        std::thread::sleep(Duration::from_millis(100));
    }
    const LINES: u32 = 8;
    const EACH: u32 = 2_500;
    let begun = Instant::now();
    let every = Duration::from_secs(10) / EACH;
    let mut took: Vec<Duration> = std::thread::scope(|scope| {
        let lines: Vec<_> = (0..LINES)
            .map(|number| {
                let (path, service) = (&path, &service);
                scope.spawn(move || {
                    let mut line = Line::to(service);
                    let mut took = Vec::new();
                    for request in 0..EACH {
                        let due = begun + every * request + every / LINES * number;
                        std::thread::sleep(due.saturating_duration_since(Instant::now()));
                        assert_eq!(line.ask("GET", path, "", b"").0, 200);
                        took.push(due.elapsed());
                    }
                    took
                })
            })
            .collect();
        lines.into_iter().flat_map(|line| line.join().unwrap()).collect()
    });
    let rate = took.len() as f64 / begun.elapsed().as_secs_f64();
    took.sort();
    let at = |part: f64| took[((took.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    let still = line.json("GET", &path, &Value::Null)["status"].clone();
    println!(
        "status reads while a plan is {still}: {rate:.0} a second, p50 {:.1} ms, p99 {:.1} ms (2,000, under 20 ms)",
        at(0.5),
        at(0.99)
    );
}

/// 200 plans submitted over 20 connections at once.
fn submissions() {
    let folder = tempfile::tempdir().unwrap();
    let service = serve(folder.path(), "1");
    let feed = Line::to(&service).upload("examples/small");
    let body = json!({"feed": feed, "gap": 0.001, "time_limit_s": 60}).to_string();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                let mut line = Line::to(&service);
                for _ in 0..10 {
                    assert_eq!(line.ask("POST", "/v1/plans", "application/json", body.as_bytes()).0, 202);
                }
            });
        }
    });
    println!("200 plans accepted in {:.2} s (5 s)", begun.elapsed().as_secs_f64());
}

/// A worker of its own, which does one job at a time.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn worker(folder: &std::path::Path) -> Worker {
    let child = Command::new(env!("CARGO_BIN_EXE_onward"))
        .args(["worker", "--data", folder.to_str().unwrap(), "--jobs", "1"])
        .env("ONWARD_LOG", "warn")
        .stdout(Stdio::null())
        .spawn();
    Worker(child.unwrap())
}

impl Worker {
    /// Seconds of processor that its jobs had, where the system tells: fields 16 and 17 of its line, in hundredths.
    fn worked(&self) -> Option<f64> {
        let line = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id())).ok()?;
        let fields: Vec<&str> = line.rsplit(')').next()?.split_whitespace().collect();
        let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
        Some((ticks(16)? + ticks(17)?) / 100.0)
    }
}

/// What a sweep took.
struct Took {
    /// Seconds until the base was done.
    base: f64,
    /// Seconds from then on.
    scenarios: f64,
    /// The part of the workers' time, base left out, in which their jobs had a processor: where others use the machine too, it
    /// is less than nearly all.
    busy: Option<f64>,
}

/// The gap that the sweep's plans are made to: loose, but not so loose that the first plan would do.
const GAP: f64 = 0.25;

/// Scenarios of a day over so many workers.
///
/// Each has one thread and ends at a gap, a loose one, not at a time limit: so the work is the same whoever does it, and more
/// workers have nothing to gain but time.
fn sweep(scenarios: usize, workers: usize) -> Took {
    let folder = tempfile::tempdir().unwrap();
    let service = serve(folder.path(), "0");
    let workers: Vec<Worker> = (0..workers).map(|_| worker(folder.path())).collect();
    let mut line = Line::to(&service);
    let feed = line.upload("data/day-2017-05-16");
    let agreement = agreement();
    let written: String = (1..=scenarios)
        .map(|n| {
            format!(
                "[[scenario]]\nname = \"fares {n} tenths of a per cent higher\"\n\
                 changes = [{{ change = \"fare_changed\", agreement = \"{agreement}\", by_percent = \"{}.{}\" }}]\n",
                n / 10,
                n % 10
            )
        })
        .collect();
    let asked = json!({"feed": feed, "scenarios": written, "gap": GAP, "time_limit_s": 600, "threads": 1});
    let begun = Instant::now();
    let told = line.json("POST", "/v1/sweeps", &asked);
    let path = format!("/v1/sweeps/{}", told["id"].as_str().unwrap_or_else(|| panic!("{told}")));
    while line.json("GET", &path, &Value::Null)["base"]["status"] != "done" {
        std::thread::sleep(Duration::from_millis(100));
    }
    let worked = || workers.iter().map(Worker::worked).sum::<Option<f64>>();
    let (base, before) = (begun.elapsed().as_secs_f64(), worked());
    let done = line.ended(&path);
    let planned =
        done["scenarios"].as_array().map_or(0, |all| all.iter().filter(|one| one["status"] == "done").count());
    assert_eq!(planned, scenarios, "{}", done["progress"]);
    let took = begun.elapsed().as_secs_f64() - base;
    let busy = worked().zip(before).map(|(after, before)| (after - before) / (took * workers.len() as f64));
    Took { base, scenarios: took, busy }
}

/// So many scenarios, 64 unless `ONWARD_SWEEP_SCENARIOS` says otherwise, over one worker and over two.
fn sweeps() {
    let many = std::env::var("ONWARD_SWEEP_SCENARIOS").ok().and_then(|many| many.parse().ok()).unwrap_or(64);
    let (one, two) = (sweep(many, 1), sweep(many, 2));
    println!(
        "{many} scenarios of a day: {:.1} s over 1 worker, {:.1} s over 2, {:.2} times faster (1.7); bases before that took \
         {:.1} s and {:.1} s",
        one.scenarios,
        two.scenarios,
        one.scenarios / two.scenarios,
        one.base,
        two.base
    );
    if let (Some(one), Some(two)) = (one.busy, two.busy) {
        println!("  jobs had a processor for {:.0} % of that, and for {:.0} %", one * 100.0, two * 100.0);
    }
}

/// An agreement of the day that limits seats.
fn agreement() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/day-2017-05-16");
    let (feed, _) = onward::feed::Feed::read(path.as_ref()).unwrap();
    feed.agreements.iter().find(|row| row.seats_per_flight.is_some()).unwrap().id.to_string()
}

fn main() {
    // One part alone: cargo bench --bench service -- sweep
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let parts: [(&str, fn()); 3] = [("reads", reads), ("submissions", submissions), ("sweep", sweeps)];
    for (name, measure) in parts {
        if asked.is_empty() || asked.iter().any(|one| one == name) {
            measure();
        }
    }
}
