//! Ctrl-C while planning.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::support::{Desk, program};
use onward::money::Money;
use onward::plan::Status;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample");

#[test]
fn ctrl_c_writes_the_best_plan_so_far_with_its_honest_gap() {
    let desk = Desk::new();
    // No gap at all, so that it is still at work when the signal comes.
    let mut planning = Command::new(program())
        .args(["plan", SAMPLE, "--gap", "0", "-o"])
        .arg(desk.path("plan.json"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(planning.stderr.take().unwrap()).lines();
    // A plan worth having, and work left to do.
    let seen = lines.find_map(|line| seen(&line.unwrap()).filter(|&(_, gap)| gap < 10.0));
    let (incumbent, _) = seen.expect("it ended before a good plan stood");
    assert!(!desk.path("plan.json").exists(), "a plan is written once, at the end");
    interrupt(planning.id());
    let rest: Vec<String> = lines.map(Result::unwrap).collect();
    let done = planning.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{rest:?}");
    assert!(rest.iter().any(|line| line.starts_with("stopping:")), "{rest:?}");
    let plan = desk.plan();
    assert!(plan.total <= incumbent, "{} was written after {incumbent} had been found", plan.total);
    let gap = (plan.total - plan.bound).0 as f64 / plan.total.0 as f64;
    assert!((plan.gap - gap).abs() <= 0.000_001, "gap {} is not {gap}", plan.gap);
    assert_eq!(plan.status, if plan.gap == 0.0 { Status::Optimal } else { Status::Feasible });
    desk.run(&["check", SAMPLE, "plan.json"]).code(0);
}

/// Incumbent and gap in per cent of a line of progress, once both stand.
fn seen(line: &str) -> Option<(Money, f64)> {
    let after = |name| line.split(name).nth(1)?.split_whitespace().next();
    Some((after("incumbent")?.replace(',', "").parse().ok()?, after("gap")?.parse().ok()?))
}

fn interrupt(process: u32) {
    let sent = Command::new("sh").args(["-c", &format!("kill -INT {process}")]).status().unwrap();
    assert!(sent.success());
}
