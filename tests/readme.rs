//! What the README and the help tell to type can be typed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use onward::feed::Feed;
use onward::report::{Journeys, Summary, amount, count, duration, percent};
use onward::solve::{self, Cancel, Options};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const README: &str = include_str!("../README.md");

/// The lines of the README's blocks of shell commands.
fn commands() -> Vec<&'static str> {
    let blocks = README.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    blocks.flat_map(str::lines).filter(|line| !line.is_empty()).collect()
}

/// Runs the line in `folder`, with `onward` being the program under test and no more patience than a test has.
fn run(line: &str, folder: &Path) {
    let line = line.replace("--time-limit 600", "--time-limit 15");
    let program = Path::new(env!("CARGO_BIN_EXE_onward")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(program.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();
    // A service runs until it is told to end.
    let line = match line.strip_prefix("onward serve") {
        Some(rest) => format!("timeout --preserve-status --signal TERM 5 onward serve --listen 127.0.0.1:0{rest}"),
        None => line,
    };
    let run = Command::new("sh").args(["-c", &line]).current_dir(folder).env("PATH", path).output().unwrap();
    let text = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(run.status.success(), "{line}: {}\n{text}", run.status);
}

#[test]
fn its_onward_commands_run_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<&str> = commands().into_iter().filter(|line| line.starts_with("onward ")).collect();
    assert!(lines.len() >= 5, "{lines:?}");
    lines.iter().for_each(|line| run(line, folder.path()));
}

#[test]
fn its_make_targets_exist() {
    let targets: Vec<&str> = commands().into_iter().filter_map(|line| line.strip_prefix("make ")).collect();
    assert_eq!(targets, ["demo", "test"], "two commands are all it takes");
    for target in targets {
        let run = Command::new("make").args(["--dry-run", target]).current_dir(ROOT).output().unwrap();
        let text = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success() && text.contains("--release --locked"), "make {target}: {text}");
    }
}

#[test]
fn every_kind_of_command_it_names_is_tried_by_some_test() {
    // The example is run by tests/examples.rs.
    let kinds: BTreeSet<&str> = commands().iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(kinds, BTreeSet::from(["cargo", "make", "onward"]));
    assert!(commands().contains(&"cargo run --release --example plan_a_feed -- examples/small"));
}

#[test]
fn its_links_and_those_of_docs_lead_somewhere() {
    let docs = fs::read_dir(Path::new(ROOT).join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = docs.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    for page in pages.chain([Path::new(ROOT).join("README.md"), Path::new(ROOT).join("CHANGELOG.md")]) {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            if !file.is_empty() && !link.contains("://") {
                assert!(page.with_file_name(file).exists(), "{}: {link}", page.display());
            }
        }
    }
}

/// Seconds that `make demo` plans for.
fn demo_seconds() -> u64 {
    let makefile = include_str!("../Makefile");
    let line = makefile.lines().find_map(|line| line.strip_prefix("DEMO_SECONDS ?= "));
    line.and_then(|seconds| seconds.parse().ok()).expect("the Makefile says how long the demo plans")
}

/// The rows of the demo's table, measured now in so many seconds: a name, as flown (published totals), as planned.
fn demo(seconds: u64) -> Vec<[String; 3]> {
    let (feed, _) = Feed::read(&Path::new(ROOT).join("data/day-2017-05-16")).unwrap();
    let started = Instant::now();
    let options = Options { time_limit: Some(Duration::from_secs(seconds)), ..Options::default() };
    let plan = solve::plan(&feed, &options, &Cancel::default(), &mut |_| {}).unwrap();
    let summary = Summary::of(&Journeys::of_feed(&plan, &feed).unwrap(), Some(started.elapsed()));
    let people = summary.people.as_ref().unwrap();
    let money = |sum| format!("{} {}", amount(sum), summary.currency);
    let per = |persons: usize, groups: usize| format!("{:.1}", persons as f64 / groups as f64);
    let unknown = "not published";
    [
        ("persons moved", "1,214", format!("{} of {}", count(people.moved), count(people.moved + people.left))),
        ("departure countries", "34", count(people.departure_countries.len())),
        ("resettlement countries", "14", count(people.resettlement_countries.len())),
        ("nationalities", "23", count(people.nationalities)),
        ("movements: groups flying one itinerary together", "96", count(summary.movements)),
        ("sectors of these groups", "193", count(summary.sectors)),
        ("escorts' missions", unknown, count(summary.missions)),
        ("persons a movement", &per(1214, 96), per(people.moved, summary.movements)),
        ("sectors a movement", &per(193, 96), per(summary.sectors, summary.movements)),
        ("cash a person", unknown, people.cash_a_person.map(money).unwrap_or_default()),
        ("cash", unknown, money(summary.cash.total())),
        ("cash and penalties", unknown, money(summary.total)),
        ("proven: no plan costs less than", "–", money(summary.bound)),
        ("gap", "–", percent(summary.gap)),
        ("time", "–", summary.seconds.map(Duration::from_secs_f64).map(duration).unwrap_or_default()),
    ]
    .map(|(name, flown, planned)| [name.to_owned(), flown.to_owned(), planned])
    .to_vec()
}

/// The first number of a cell.
fn number(cell: &str) -> f64 {
    let plain: String = cell.chars().filter(|&c| c != ',').collect();
    plain.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or_else(|| panic!("no number in {cell:?}"))
}

/// After a change to planner or data, `UPDATE_README=1 cargo test --release --test readme its_table` writes the table anew.
///
/// What a machine plans in a minute is its own affair, and so are the table's figures. But they must agree with each other,
/// and no bound can be above any plan's total, however long either took and whichever machine it comes from.
#[test]
fn its_table_is_what_a_demo_gives() {
    let (begin, end) = ("<!-- demo:begin -->\n", "<!-- demo:end -->");
    let (before, rest) = README.split_once(begin).unwrap();
    let (table, after) = rest.split_once(end).unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        let rows: String = demo(demo_seconds()).iter().map(|row| format!("| {} |\n", row.join(" | "))).collect();
        let text = format!("{before}{begin}| | as flown | as planned |\n|---|---:|---:|\n{rows}{end}{after}");
        fs::write(Path::new(ROOT).join("README.md"), text).unwrap();
        return;
    }
    let measured = demo(5);
    let told: Vec<Vec<&str>> =
        table.lines().skip(2).map(|line| line.trim_matches(['|', ' ']).split(" | ").collect()).collect();
    assert_eq!(told.len(), measured.len(), "{table}");
    for (told, measured) in told.iter().zip(&measured) {
        assert_eq!(told[..2], measured[..2]);
    }
    let here = |name: &str| number(&measured.iter().find(|row| row[0] == name).unwrap()[2]);
    let there = |name: &str| number(told.iter().find(|row| row[0] == name).unwrap()[2]);
    let near =
        |one: f64, other: f64, within: f64| assert!((one - other).abs() <= within, "{one} and {other} in {table}");
    let (total, bound) = ("cash and penalties", "proven: no plan costs less than");
    assert!(there(bound) <= here(total), "a plan of {} beats the README's bound", here(total));
    assert!(here(bound) <= there(total), "the README's total beats {}", here(bound));
    assert!(there("persons moved") <= 1214.0 && there("cash") <= there(total) && there(bound) <= there(total));
    near(there("gap"), 100.0 * (1.0 - there(bound) / there(total)), 0.002);
    near(there("persons a movement"), there("persons moved") / there(MOVEMENTS), 0.05);
    near(there("sectors a movement"), there("sectors of these groups") / there(MOVEMENTS), 0.05);
    near(there("cash a person"), there("cash") / there("persons moved"), 0.01);
    assert!(there("time") <= 1.2 * demo_seconds() as f64, "the demo ends at its limit");
}

const MOVEMENTS: &str = "movements: groups flying one itinerary together";
