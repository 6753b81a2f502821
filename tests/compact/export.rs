//! What is written down: the same bytes for the same feed, with no names but ids.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use onward::compact;
use onward::feed::Feed;

fn feed(name: &str) -> Feed {
    Feed::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap().0
}

fn onward(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onward")).args(args).current_dir(folder).output().unwrap()
}

#[test]
fn the_same_feed_gives_the_same_bytes_on_any_number_of_threads() {
    let feed = feed("data/sample");
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| compact::export(&feed, 5))
    };
    let (one, two) = (on(1), on(2));
    assert!(one.mps == two.mps, "threads must not matter");
    assert!(!one.complete, "the sample has more than five journeys a class");
    assert!(on(1).columns < compact::export(&feed, 8).columns, "more journeys, more columns");
}

#[test]
fn names_are_unique_and_hold_nothing_personal() {
    let feed = feed("examples/escorted");
    let mps = compact::export(&feed, compact::JOURNEYS).mps;
    assert!(mps.is_ascii());
    let rows: Vec<&str> = section(&mps, "ROWS").iter().filter_map(|line| line.split_whitespace().nth(1)).collect();
    let mut columns: Vec<&str> =
        section(&mps, "COLUMNS").iter().filter_map(|line| line.split_whitespace().next()).collect();
    columns.dedup();
    columns.retain(|name| !name.starts_with("MARK"));
    for names in [&rows, &columns] {
        assert!(names.len() > 10, "{names:?}");
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    }
    let ids: BTreeSet<&str> = feed.persons.iter().map(|person| &*person.id).collect();
    for name in rows.iter().chain(&columns) {
        assert!(name.split('/').all(|word| !ids.contains(word)), "{name} names a person");
    }
}

/// The lines of a section.
fn section<'a>(mps: &'a str, name: &str) -> Vec<&'a str> {
    mps.lines().skip_while(|line| *line != name).skip(1).take_while(|line| line.starts_with(' ')).collect()
}

#[test]
fn the_command_writes_a_file_or_standard_output() {
    let desk = tempfile::tempdir().unwrap();
    let small = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/small");
    let printed = onward(&["export", small, "--mps", "-"], desk.path());
    assert!(printed.status.success());
    let told = String::from_utf8(printed.stderr).unwrap();
    assert!(told.contains("its optimum is the feed's"), "{told}");
    assert!(onward(&["export", small, "--mps", "small.mps"], desk.path()).status.success());
    let written = std::fs::read(desk.path().join("small.mps")).unwrap();
    assert!(written == printed.stdout);
    let text = String::from_utf8(written).unwrap();
    assert!(text.starts_with("* compact model of feed "), "{text}");
    assert!(text.contains("\n* minimise cost, in minor units (hundredths) of USD\n"), "{text}");
    assert!(text.ends_with("ENDATA\n"));
    for args in [
        &["export", small][..],
        &["export", small, "--mps", "x", "--journeys", "0"],
        &["export", "nowhere", "--mps", "x"],
    ] {
        assert_eq!(onward(args, desk.path()).status.code(), Some(2), "{args:?}");
    }
}
