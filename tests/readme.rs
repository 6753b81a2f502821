//! What the README and the help tell to type can be typed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

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
