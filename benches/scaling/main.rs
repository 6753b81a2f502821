//! `make bench-scaling`: how time and memory grow with the number of persons, as CSV and as a picture.
//!
//! Each size is generated, written down, read and planned in a process of its own, whose peak of memory is the kernel's
//! word (`VmHWM`). A size is a number of persons of a preset: its corridors and rules, drawn anew. Sizes go from small to
//! large; each row of the CSV stands as soon as it is measured.
//!
//! `ONWARD_SCALING` names the points (`preset:persons`, blank between), `ONWARD_SCALING_SECONDS` the time limit of each (120),
//! `ONWARD_SCALING_PATIENCE` the seconds after which a point that doesn't end is ended, generating included (300),
//! `ONWARD_SCALING_GAP` the gap at which planning ends (0.01), `ONWARD_SCALING_CSV` and `ONWARD_SCALING_SVG` the files.
//! `--draw` draws the picture from a CSV that is there and measures nothing.

mod picture;
mod point;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use point::Point;

/// The points measured unless others are named: a day's timetable, a week's, and the presets as they are.
const POINTS: &str = "day-2017-05-16:300 day-2017-05-16:1000 week:3000 week:8500 month:36000 year:137839";

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds options of its own.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let Some((flag, rest)) = arguments.split_first()
        && flag == point::FLAG
    {
        return point::measure(rest);
    }
    let file = |variable: &str, default: &str| -> PathBuf {
        let name = std::env::var(variable).unwrap_or_else(|_| default.to_owned());
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
    };
    let csv = file("ONWARD_SCALING_CSV", "out/scaling.csv");
    let svg = file("ONWARD_SCALING_SVG", "docs/scaling.svg");
    if arguments.iter().any(|argument| argument == "--draw") {
        let points = Point::read_all(&fs::read_to_string(&csv)?)?;
        return picture::draw(&svg, &points);
    }
    let setting = |variable: &str, default: &str| std::env::var(variable).unwrap_or_else(|_| default.to_owned());
    let (seconds, gap) = (setting("ONWARD_SCALING_SECONDS", "120"), setting("ONWARD_SCALING_GAP", "0.01"));
    csv.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut points = Vec::new();
    let patience = Duration::try_from_secs_f64(setting("ONWARD_SCALING_PATIENCE", "300").parse()?)?;
    for name in setting("ONWARD_SCALING", POINTS).split_whitespace() {
        eprintln!("{name}, at most {seconds} s of planning");
        let told = tempfile::NamedTempFile::new()?;
        let mut child = Command::new(std::env::current_exe()?)
            .args([point::FLAG, name, &seconds, &gap])
            .stdout(Stdio::from(told.reopen()?))
            .spawn()?;
        let started = Instant::now();
        let status = loop {
            match child.try_wait()? {
                Some(status) => break Some(status),
                None if started.elapsed() > patience => break None,
                None => thread::sleep(Duration::from_millis(50)),
            }
        };
        let Some(status) = status else {
            let memory = point::peak(child.id()).map_or_else(|| "?".to_owned(), |kib| (kib / 1000).to_string());
            child.kill()?;
            child.wait()?;
            println!("{name}: ended without an answer after {:.0} s, {memory} MB", patience.as_secs_f64());
            continue;
        };
        if !status.success() {
            return Err(format!("{name} ended with {status}").into());
        }
        let point: Point = serde_json::from_slice(&fs::read(told.path())?)?;
        println!("{}", point.line());
        points.push(point);
        fs::write(&csv, Point::write_all(&points)?)?;
    }
    picture::draw(&svg, &points)
}
