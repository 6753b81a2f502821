//! The feed of examples/small, whose optimum is known, and ways to run the program.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use onward::feed::Feed;
use onward::plan::Plan;
use tempfile::TempDir;

/// The best plan's total: two cases fly from Nairobi to New York by Doha on the through fare: three persons pay 500 + 500 + 375 and one pays
/// 500, tax 50 each, 2,075 together. The third case's destination has no flights: 1 person × 10,000.
pub const TOTAL: &str = "12075.00";

/// A folder of its own, with the small feed in `feed`.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(desk.feed()).unwrap();
        for file in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/small")).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), desk.feed().join(file.file_name())).unwrap();
        }
        desk
    }

    /// The small feed with `from` replaced by `to` in one file.
    pub fn with(file: &str, from: &str, to: &str) -> Self {
        let desk = Self::new();
        let path = desk.feed().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        desk
    }

    pub fn feed(&self) -> PathBuf {
        self.path("feed")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The feed with its best plan in `plan.json`, written by hand so that these tests stand without a solver.
    pub fn planned() -> Self {
        let desk = Self::new();
        let (feed, _) = Feed::read(&desk.feed()).unwrap();
        let plan = include_str!("small.plan.json").replace("SHA256", &feed.sha256);
        fs::write(desk.path("plan.json"), plan).unwrap();
        desk
    }

    /// The feed and plan of tests/check, which have escorts, a charter, volumes and locks.
    pub fn escorted() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(desk.feed()).unwrap();
        let check = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/check"));
        for file in fs::read_dir(check.join("feed")).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), desk.feed().join(file.file_name())).unwrap();
        }
        let (feed, _) = Feed::read(&desk.feed()).unwrap();
        let plan = fs::read_to_string(check.join("plan.json")).unwrap().replace("set by the tests", &feed.sha256);
        fs::write(desk.path("plan.json"), plan).unwrap();
        desk
    }

    pub fn plan(&self) -> Plan {
        Plan::from_json(&fs::read_to_string(self.path("plan.json")).unwrap()).unwrap()
    }

    /// Runs the program in the folder.
    pub fn run(&self, args: &[&str]) -> Assert {
        self.command(args).assert()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.current_dir(self.folder.path()).args(args).env_remove("NO_COLOR");
        command
    }

    /// The names in the folder, sorted: what a command left behind.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

pub fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_onward"))
}

pub fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

pub fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}
