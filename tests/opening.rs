//! The first plans: made before any relaxation is solved, of what planners would do first.

use std::path::Path;
use std::time::Duration;

use onward::check::check;
use onward::feed::Feed;
use onward::plan::Plan;
use onward::solve::{Cancel, Options, plan};

/// The plan of a run that ends with its first plans, since any gap will do.
fn first(feed: &Feed, threads: usize) -> Plan {
    let options = Options { gap: 1.0, threads, time_limit: Some(Duration::from_secs(600)), ..Options::default() };
    let plan = plan(feed, &options, &Cancel::default(), &mut |_| {}).expect("the feed can be planned");
    assert!(check(feed, &plan).is_valid(), "the first plan is valid");
    plan
}

fn read(folder: &str) -> Feed {
    Feed::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("the feed is sound").0
}

/// Neither case is worth an escort by itself, and each has its cheapest itinerary on a day of its own.
#[test]
fn cases_that_share_an_escort_are_brought_together_at_once() {
    let plan = first(&read("tests/data/escort-gathered"), 1);
    assert_eq!((plan.total.to_string().as_str(), plan.missions.len()), ("1250.00", 1));
}

/// Escorts are looked for around the duty first, and then wherever there are any.
#[test]
fn an_escort_who_has_to_wait_long_for_a_way_home_is_sent_at_once() {
    let plan = first(&read("tests/data/escort-waits-days"), 1);
    assert_eq!((plan.total.to_string().as_str(), plan.missions.len()), ("1050.00", 1));
}

/// More itineraries at a group's fare than a party in need is offered must not hide those at its own.
#[test]
fn who_is_no_group_is_sent_with_an_escort_beside_them() {
    let plan = first(&read("tests/data/escort-beside-groups"), 1);
    assert_eq!((plan.total.to_string().as_str(), plan.missions.len()), ("850.00", 1));
}

/// Of the sample's cases in need, nearly all travel in the first plan.
#[test]
fn few_in_need_are_left_behind_by_the_first_plan_of_the_sample() {
    let feed = read("data/sample");
    let plan = first(&feed, 2);
    let in_need: Vec<&str> = feed
        .cases
        .iter()
        .filter(|case| case.persons.iter().any(|&person| feed.persons[person].escort.is_some()))
        .map(|case| &*case.id)
        .collect();
    let behind = plan.unserved.iter().filter(|one| in_need.contains(&one.case.as_str())).count();
    assert!(!in_need.is_empty() && behind * 4 <= in_need.len(), "{behind} of {} stay", in_need.len());
    assert_eq!(plan.to_json(), first(&feed, 1).to_json(), "whatever the number of threads");
}
