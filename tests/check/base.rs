//! The feed and plan that the mutants start from. `amounts.rs` says why the plan costs what it costs.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use onward::check::{Report, check};
use onward::feed::{Agreement, Fare, Feed};
use onward::ids::{AgreementIdx, CharterIdx, EscortTypeIdx, FareIdx, LockIdx, PoolIdx, ReceptionIdx, TransitIdx};
use onward::money::Money;
use onward::plan::Plan;

/// Rows of the base feed.
pub const QR_REF: AgreementIdx = AgreementIdx(0);
pub const AA_DOM: AgreementIdx = AgreementIdx(1);
pub const ET_REF: AgreementIdx = AgreementIdx(2);
pub const NBO_JFK: FareIdx = FareIdx(0);
pub const NBO_IAD: FareIdx = FareIdx(4);
pub const IAD_NBO: FareIdx = FareIdx(5);
/// All of Qatar is denied.
pub const NOT_QATAR: TransitIdx = TransitIdx(0);
/// A waiver for DOH, landside, on a CTD.
pub const WAIVER: TransitIdx = TransitIdx(1);
/// DOH is free on a passport.
pub const PASSPORT: TransitIdx = TransitIdx(2);
/// Ireland is free airside.
pub const IRELAND: TransitIdx = TransitIdx(3);
/// Ethiopia is free.
pub const ETHIOPIA: TransitIdx = TransitIdx(4);
pub const K1: CharterIdx = CharterIdx(0);
pub const K3: CharterIdx = CharterIdx(2);
pub const AT_ORD: ReceptionIdx = ReceptionIdx(0);
pub const AT_JFK: ReceptionIdx = ReceptionIdx(1);
pub const CHAPERONE: EscortTypeIdx = EscortTypeIdx(0);
pub const NBO_OPS: PoolIdx = PoolIdx(0);
/// Fixed.
pub const LOCK_OF_G: LockIdx = LockIdx(0);
/// Preferred, another itinerary is taken.
pub const LOCK_OF_H: LockIdx = LockIdx(1);

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/check"))
}

/// The feed in `tests/check/feed` and the valid plan for it in `tests/check/plan.json`.
pub fn base() -> (Feed, Plan) {
    static BASE: OnceLock<(Feed, Plan)> = OnceLock::new();
    let make = || {
        let feed = read(&folder().join("feed"));
        let text = std::fs::read_to_string(folder().join("plan.json")).unwrap();
        let mut plan = Plan::from_json(&text).unwrap_or_else(|error| panic!("{error}"));
        plan.feed.sha256.clone_from(&feed.sha256);
        (feed, plan)
    };
    BASE.get_or_init(make).clone()
}

fn read(path: &Path) -> Feed {
    let (feed, warnings) = Feed::read(path).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(warnings.is_empty(), "{warnings:?}");
    feed
}

/// Puts the checker's own amounts into a mutant, so that a broken rule doesn't drown in amounts that changed with it.
/// The base plan's amounts, which nobody put there, are held by `amounts.rs`.
pub fn settle(feed: &Feed, plan: &mut Plan) {
    let report = check(feed, plan);
    plan.cash = report.cash;
    plan.penalties = report.penalties;
    plan.total = report.total;
    plan.bound = report.total;
    plan.gap = 0.0;
}

/// The report on the base after a change, amounts put right.
pub fn after(change: impl FnOnce(&mut Feed, &mut Plan)) -> Report {
    let (mut feed, mut plan) = base();
    change(&mut feed, &mut plan);
    settle(&feed, &mut plan);
    check(&feed, &plan)
}

/// The codes of a report, each once.
pub fn codes(report: &Report) -> BTreeSet<&'static str> {
    report.violations.iter().map(|violation| violation.rule.code()).collect()
}

/// An amount written as in a plan.
pub fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// A position in a table of the feed.
pub fn at<I: From<usize> + Copy, T>(table: &onward::ids::TiVec<I, T>, is: impl Fn(&T) -> bool) -> I
where
    usize: From<I>,
{
    I::from(table.iter().position(is).expect("the base feed has it"))
}

/// Gives persons the escort type of the base plan's mission.
pub fn need_chaperone(feed: &mut Feed, persons: &[&str]) {
    for id in persons {
        let person = at(&feed.persons, |person| &*person.id == *id);
        feed.persons[person].escort = Some(CHAPERONE);
    }
}

/// Sells the mission's ways under an agreement of their own, like ET-REF but with least groups.
pub fn sell_escorts_as_groups(feed: &mut Feed, plan: &mut Plan, min_group: u32) {
    let groups = feed.agreements.push_and_get_key(Agreement {
        id: "ET-GRP".into(),
        min_group,
        ..feed.agreements[ET_REF].clone()
    });
    let fares: Vec<Fare> = feed.fares.iter().filter(|fare| fare.agreement == ET_REF).cloned().collect();
    feed.fares.extend(fares.into_iter().map(|fare| Fare { agreement: groups, ..fare }));
    for fare in &mut plan.missions[0].fares {
        fare.agreement = "ET-GRP".into();
    }
}
