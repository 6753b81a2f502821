//! What docs/service.md tells to type can be typed.

use std::path::Path;
use std::process::Command;

use crate::support::Home;

const PAGE: &str = include_str!("../../docs/service.md");

#[test]
fn its_commands_run_in_order() {
    let blocks = PAGE.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    let lines: Vec<&str> = blocks.flat_map(str::lines).filter(|line| *line != "onward serve").collect();
    assert!(lines.len() >= 8, "{lines:?}");
    let home = Home::new();
    let service = home.serve(&[]);
    let folder = home.folder.path();
    // The service's own folder is called as the page calls it.
    std::os::unix::fs::symlink(folder.join("data"), folder.join("onward-data")).unwrap();
    std::os::unix::fs::symlink(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples"), folder.join("examples"))
        .unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_onward")).parent().unwrap().to_owned();
    let path =
        std::env::join_paths(std::iter::once(program).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())))
            .unwrap();
    let script = format!("set -eux\n{}", lines.join("\n"));
    let run = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder)
        .env("PATH", path)
        .env("ONWARD", &service.url)
        .env("ONWARD_TOKEN", &service.token)
        .output()
        .unwrap();
    let text = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(run.status.success(), "{text}");
    assert!(text.contains("valid: 2 cases moved, total 12,075.00 USD"), "{text}");
    assert!(folder.join("onward-backup.db").exists());
}

#[test]
fn every_problem_has_a_status_of_its_kind() {
    for (code, status, title) in onward::service::problem::PROBLEMS {
        assert!((400..=599).contains(status) && !title.is_empty(), "{code}");
    }
}
