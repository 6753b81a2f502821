//! The programme's optimum is the plan's: on every feed of tests/data, and on drawn ones with everything in them.

use std::fs;
use std::path::{Path, PathBuf};

use onward::compact::{self, JOURNEYS};
use onward::feed::Feed;
use onward::solve::{self, Cancel, Options, PlanError};

use crate::random::{self, Flavour};
use crate::reader::{Found, Model};

/// Feeds drawn with escorts, deals and locks.
const DRAWN: u64 = 120;

/// What HiGHS makes of `feed`, written down and read again.
fn written(feed: &Feed) -> (Found, bool) {
    let export = compact::export(feed, JOURNEYS);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.mps");
    fs::write(&path, &export.mps).unwrap();
    let model = Model::read(&path);
    assert_eq!(model.size(), (export.columns, export.rows));
    (model.solve(), export.complete)
}

/// Where the two disagree; a programme that isn't complete may cost more than the best plan, and never less.
fn faults(feed: &Feed) -> Vec<String> {
    let (found, complete) = written(feed);
    let options = Options { gap: 0.0, threads: 1, ..Options::default() };
    let planned = solve::plan(feed, &options, &Cancel::default(), &mut |_| {});
    let mut faults = Vec::new();
    match (planned, found) {
        (Ok(plan), Found::Optimum(value)) if !complete && value > plan.total.0 as f64 - 0.5 => {}
        (Ok(plan), Found::Optimum(value)) if (value - plan.total.0 as f64).abs() < 0.5 => {}
        (Err(PlanError::Conflict { .. }), Found::Infeasible) => {}
        (planned, found) => {
            let told = planned.map_or_else(|error| error.to_string(), |plan| plan.total.to_string());
            faults.push(format!("planned: {told}; HiGHS on the programme: {found:?} minor units"));
        }
    }
    faults
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(root.join("tests/data")).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.join("policy.json").is_file()).collect();
    folders.extend(["examples/small", "examples/escorted"].map(|name| root.join(name)));
    folders.sort();
    folders
}

#[test]
fn the_programmes_optimum_is_the_plans_total_to_the_cent() {
    let folders = folders();
    assert!(folders.len() > 100, "only {} feeds", folders.len());
    let (mut wrong, mut whole) = (Vec::new(), 0);
    for folder in folders {
        let (feed, _) = Feed::read(&folder).unwrap();
        whole += usize::from(compact::export(&feed, JOURNEYS).complete);
        wrong.extend(faults(&feed).into_iter().map(|fault| format!("{}: {fault}", folder.display())));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(whole > 100, "only {whole} feeds are written out whole");
}

#[test]
fn it_is_so_on_drawn_feeds_with_escorts_deals_and_locks() {
    let (mut wrong, mut whole) = (Vec::new(), 0);
    for seed in 0..DRAWN {
        let flavour = Flavour { escorts: true, deals: true, locks: seed % 2 == 0 };
        let (feed, _) = Feed::from_files(&random::flavoured(flavour, seed).0).unwrap();
        whole += usize::from(compact::export(&feed, JOURNEYS).complete);
        wrong.extend(faults(&feed).into_iter().map(|fault| format!("seed {seed}: {fault}")));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(whole > DRAWN as usize / 2, "only {whole} feeds are written out whole");
}
