//! The examples run and say what they should.

use std::path::Path;
use std::process::Command;

use onward::check::check;
use onward::feed::Feed;
use onward::report::{Journeys, by_agreement, by_duty};
use onward::solve::{self, Cancel, Options};

/// What the example tells of a feed of examples/.
fn plan_a_feed(feed: &str) -> String {
    let run = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--locked", "--example", "plan_a_feed", "--", feed])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let (told, errors) = (String::from_utf8(run.stdout).unwrap(), String::from_utf8_lossy(&run.stderr).into_owned());
    assert!(run.status.success(), "{told}{errors}");
    told
}

#[test]
fn plan_a_feed_reads_plans_and_checks() {
    let told = plan_a_feed("examples/small");
    for line in [
        "small: 3 cases, 5 persons",
        "total 12075.00 USD, gap 0.000000",
        "C2 takes QR1370/NBO/2017-05-16, QR701/DOH/2017-05-17",
        "valid: true",
    ] {
        assert!(told.lines().any(|told| told == line), "{line:?} is missing in\n{told}");
    }
    assert!(told.contains("columns, bound Some("), "no progress in\n{told}");
    assert!(told.contains("C3 stays: "), "{told}");
}

#[test]
fn plan_a_feed_tells_missions() {
    let told = plan_a_feed("examples/escorted");
    for line in ["total 3360.00 USD, gap 0.000000", "valid: true"] {
        assert!(told.lines().any(|told| told == line), "{line:?} is missing in\n{told}");
    }
    let there =
        "NBO-CARE sends an escort by ET801/NBO/2017-05-17 as chaperone, ET500/ADD/2017-05-17 as chaperone, ET501/";
    assert!(told.contains(there), "{told}");
}

/// C1 travels alone from NBO and C3 from ADD, each with a chaperone, who covers two. Both on the 17th need one escort, at the
/// price of a day's delay for C1: 2,665 for fares, 715 for the escort (285 out, 190 back, two days), 80 back for eight seats,
/// 20 for C1's day and 40 for the two of C4, which is ticketed.
#[test]
fn escorted_shares_an_escort_between_two_cases() {
    let (feed, warnings) =
        Feed::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/escorted")).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(warnings, []);
    let plan = solve::plan(&feed, &Options::default(), &Cancel::default(), &mut |_| {}).unwrap();
    assert_eq!((plan.total.to_string(), plan.bound.to_string()), ("3360.00".into(), "3360.00".into()));
    assert_eq!((plan.cash.escorts.to_string(), plan.cash.rebates.to_string()), ("715.00".into(), "80.00".into()));
    assert_eq!(check(&feed, &plan).violations, []);
    let journeys = Journeys::of_feed(&plan, &feed).unwrap();
    let with: Vec<String> = by_duty(&journeys)
        .iter()
        .map(|row| row.cases.iter().map(|covered| covered.case.as_str()).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(with, ["C1", "C1 C3", "", ""]);
    let [agreement] = by_agreement(&journeys).try_into().unwrap();
    assert_eq!((agreement.volume, agreement.tier, agreement.short), (Some(8), Some(8), Some(0)));
}
