//! What an earlier run has learnt makes a run faster and never wrong: the same totals, on the feed it was learnt on and on
//! feeds that are quite another.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use onward::check::check;
use onward::feed::Feed;
use onward::plan::Plan;
use onward::solve::{Cancel, Experience, Options, Phase, PlanError, learn};

fn options(experience: Option<&Arc<Experience>>) -> Options {
    Options { gap: 0.0, experience: experience.cloned(), ..Options::default() }
}

fn run(feed: &Feed, options: &Options) -> Result<Arc<Experience>, PlanError> {
    learn(feed, options, &Cancel::default(), &mut |_| {}).map(Arc::new)
}

/// The hand-made feeds that can be planned, in order of their names.
fn feeds() -> Vec<(PathBuf, Feed)> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let folders = std::fs::read_dir(data).expect("the folder is there").map(|entry| entry.expect("readable").path());
    let mut folders: Vec<PathBuf> = folders.collect();
    folders.sort();
    folders.into_iter().filter_map(|folder| Some((folder.clone(), Feed::read(&folder).ok()?.0))).collect()
}

#[track_caller]
fn assert_as_good(folder: &Path, feed: &Feed, plan: &Plan, cold: &Plan) {
    assert!(check(feed, plan).is_valid(), "{}: the plan is valid", folder.display());
    assert_eq!((plan.total, plan.bound), (cold.total, cold.bound), "{}", folder.display());
}

#[test]
fn a_feed_planned_again_and_planned_with_what_another_taught_costs_the_same() {
    let mut other: Option<Arc<Experience>> = None;
    let mut planned = 0;
    for (folder, feed) in feeds() {
        let Ok(cold) = run(&feed, &options(None)) else { continue };
        for experience in [Some(&cold), other.as_ref()].into_iter().flatten() {
            let warm = run(&feed, &options(Some(experience))).expect("what can be planned can be planned again");
            assert_as_good(&folder, &feed, warm.plan(), cold.plan());
        }
        let from_plan = Arc::new(Experience::of_plan(cold.plan().clone()));
        let again = run(&feed, &options(Some(&from_plan))).expect("what can be planned can be planned again");
        assert_as_good(&folder, &feed, again.plan(), cold.plan());
        planned += 1;
        other = Some(cold);
    }
    assert!(planned > 200, "{planned} feeds were planned");
}

/// The sample's plan is flown again at once: a run that ends with its first plans has one nearly as good. Journeys are the
/// same; their fares may be cut otherwise.
#[test]
fn a_plan_flown_again_stands_before_anything_is_priced() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (feed, _) = Feed::read(&folder).expect("the committed sample is sound");
    let plain = Options { gap: 0.01, ..Options::default() };
    let cold = run(&feed, &plain).expect("the sample can be planned");
    let any = Options { gap: 1.0, ..plain };
    let first = run(&feed, &any).expect("any plan will do");
    let again = Options { experience: Some(Arc::new(Experience::of_plan(cold.plan().clone()))), ..any };
    let again = run(&feed, &again).expect("any plan will do");
    assert!(first.plan().total > cold.plan().total, "a cold run has no such plan at first");
    let near = cold.plan().total.0 + cold.plan().total.0 / 1_000;
    assert!(again.plan().total.0 <= near, "{} after {}", again.plan().total, cold.plan().total);
}

/// A flight that everyone took is gone: the others keep their journeys, and the plan is as good as one made anew.
/// A loose gap is reached by the old plan and the old prices: once a run polished its plans before it asked, so that a sweep's
/// scenarios took as long as planning from nothing.
#[test]
fn a_loose_gap_is_reached_without_improving_anything() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (feed, _) = Feed::read(&folder).expect("the committed sample is sound");
    let loose = Options { gap: 0.3, ..options(None) };
    let cold = run(&feed, &loose).expect("planned");
    let mut later = Vec::new();
    let again = learn(&feed, &Options { experience: Some(cold), ..loose }, &Cancel::default(), &mut |progress| {
        later.push(progress.phase);
    });
    let again = again.expect("planned again");
    assert!(again.plan().gap <= 0.3);
    assert!(later.iter().all(|phase| matches!(phase, Phase::Network | Phase::Pricing)), "{later:?}");
}

#[test]
fn a_cancelled_flight_is_planned_around() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (feed, _) = Feed::read(&folder).expect("the committed sample is sound");
    let some = Options { gap: 0.01, ..Options::default() };
    let before = run(&feed, &some).expect("the sample can be planned");
    let leg = &before.plan().itineraries[0].legs[0];
    let flight: Vec<&str> = leg.split('/').collect();
    let flights = std::fs::read_to_string(folder.join("flights.csv")).expect("the table is there");
    let number = |line: &str| line.split(',').take(2).collect::<String>();
    let kept = flights.lines().filter(|line| number(line) != flight[0]).map(|line| format!("{line}\n"));
    let kept: String = kept.collect();
    assert!(kept.len() < flights.len(), "{leg} is cancelled");
    let files = std::fs::read_dir(&folder).expect("the folder is there").map(|entry| {
        let path = entry.expect("readable").path();
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let bytes =
            if name == "flights.csv" { kept.clone().into_bytes() } else { std::fs::read(&path).expect("readable") };
        (name, bytes)
    });
    // Locks may name the flight: whoever held one plans freely.
    let (feed, _) = Feed::from_files(files.filter(|(name, _)| name != "locks.csv")).expect("sound without the flight");
    let cold = run(&feed, &some).expect("the rest can be planned");
    let limit = Some(Duration::from_secs(60));
    let warm = run(&feed, &Options { experience: Some(before), time_limit: limit, ..some }).expect("planned again");
    assert!(check(&feed, warm.plan()).is_valid());
    assert!(warm.plan().bound <= cold.plan().total && cold.plan().bound <= warm.plan().total);
    assert!(warm.plan().gap <= 0.01, "{}", warm.plan().gap);
}
