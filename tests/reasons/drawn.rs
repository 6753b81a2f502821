//! Feeds drawn at random: every reason given is put to the proof.
//!
//! Whoever has an itinerary and stays takes it when alone; whoever has none takes one once the rules named are set aside,
//! and none while one of them holds.

use std::collections::BTreeMap;

use onward::explain::Reason;
use onward::feed::Feed;
use onward::ids::CaseIdx;
use onward::plan::Unserved;

use crate::relax::{alone, whatever_it_costs, without};
use crate::{plan, random, reason};

/// Feeds drawn.
const FEEDS: u64 = 600;

/// Rules that a reason of its own stands for.
const RULES: [Reason; 11] = [
    Reason::LinkApart,
    Reason::Clearance,
    Reason::NoDepartureInTime,
    Reason::TransitDenied,
    Reason::WaiverTooLate,
    Reason::ReceptionClosed,
    Reason::NoPlaceAboard,
    Reason::NoConnection,
    Reason::NoFare,
    Reason::TooManySectors,
    Reason::TooLong,
];

/// The codes of rules that `text` names as `code: `.
fn named(text: &str) -> Vec<Reason> {
    RULES.into_iter().filter(|rule| text.contains(&format!("{}: ", rule.code()))).collect()
}

fn party(feed: &Feed, case: CaseIdx) -> Vec<CaseIdx> {
    feed.cases[case].link.map_or_else(|| vec![case], |link| feed.links[link].clone())
}

/// Whether `case` travels in the best plan of `feed`.
fn travels(feed: &Feed, case: CaseIdx) -> bool {
    plan(feed).itineraries.iter().any(|itinerary| itinerary.case == *feed.cases[case].id)
}

/// What is wrong with the reason given for `case`.
fn wrong(feed: &Feed, case: CaseIdx, unserved: &Unserved) -> Vec<String> {
    let reason = reason(unserved);
    let lonely = alone(feed, &party(feed, case));
    let eager = whatever_it_costs(lonely.clone());
    let aside = |rules: &[Reason]| {
        // Out of its link, a case isn't to compete with those it was linked to.
        let unlinked = rules.contains(&Reason::LinkApart);
        let feed = if unlinked { whatever_it_costs(alone(feed, &[case])) } else { eager.clone() };
        rules.iter().fold(feed, |feed, &rule| without(rule, feed))
    };
    let mut wrong = Vec::new();
    let mut hold = |holds: bool, what: &str| {
        if !holds {
            wrong.push(what.to_owned());
        }
    };
    match reason {
        Reason::PlanningStopped => hold(false, "planning went on to the end"),
        Reason::CostsMoreThanStaying => {
            hold(travels(&eager, case), "has no itinerary");
            let plan = plan(&lonely);
            hold(plan.total == plan.penalties.unserved, "travels by itself");
        }
        Reason::NoRoom | Reason::CharterNotUsed => hold(travels(&lonely, case), "doesn't travel by itself"),
        Reason::NoRoute => {
            let rules: Vec<_> = RULES.into_iter().filter(|&rule| rule != Reason::LinkApart).collect();
            hold(!travels(&aside(&rules), case), "travels with all rules aside");
        }
        Reason::Several => {
            let rules = named(&unserved.detail);
            hold(rules.len() > 1, "names no several rules");
            hold(travels(&aside(&rules), case), "doesn't travel without the rules named");
            for left_out in &rules {
                let others: Vec<_> = rules.iter().copied().filter(|rule| rule != left_out).collect();
                hold(!travels(&aside(&others), case), &format!("doesn't need {}", left_out.code()));
            }
        }
        rule => {
            hold(!travels(&eager, case), "has an itinerary");
            hold(travels(&aside(&[rule]), case), "doesn't travel without the rule named");
            let instead = unserved.detail.split("only this were waived: ").nth(1).unwrap_or_default();
            for rule in RULES.into_iter().filter(|rule| instead.split(" or ").any(|code| code == rule.code())) {
                hold(travels(&aside(&[rule]), case), &format!("doesn't travel without {}", rule.code()));
            }
        }
    }
    wrong
}

#[test]
fn no_reason_is_wrong() {
    let mut failed = Vec::new();
    let mut met: BTreeMap<Reason, usize> = BTreeMap::new();
    let seeds = match std::env::var("ONWARD_TRUTH_SEED") {
        Ok(seed) => {
            let seed: u64 = seed.parse().expect("ONWARD_TRUTH_SEED is a number");
            seed..seed + 1
        }
        Err(_) => 0..FEEDS,
    };
    let whole = seeds.end - seeds.start == FEEDS;
    for seed in seeds {
        let (feed, _) = Feed::from_files(&random::feed(seed).0).expect("drawn feeds are sound");
        let plan = plan(&feed);
        for unserved in &plan.unserved {
            *met.entry(reason(unserved)).or_default() += 1;
            let (case, _) = feed.cases.iter_enumerated().find(|(_, case)| *case.id == unserved.case).expect("a case");
            let wrong = wrong(&feed, case, unserved);
            if !wrong.is_empty() {
                let Unserved { case, reason, detail } = unserved;
                failed.push(format!("seed {seed}, {case} {}: {reason}: {detail}", wrong.join("; ")));
            }
        }
    }
    assert!(failed.is_empty(), "{} reasons:\n{}\n{met:?}", failed.len(), failed.join("\n"));
    // A reason never met would be held by nothing here; planning that goes on to the end doesn't stop, and nobody in these
    // feeds needs an escort (tests/data/escort-* hold who can't have one).
    let elsewhere = [Reason::PlanningStopped, Reason::NoEscort, Reason::EscortNotSent];
    let missed: Vec<_> =
        Reason::ALL.into_iter().filter(|reason| !elsewhere.contains(reason) && !met.contains_key(reason)).collect();
    assert!(!whole || missed.is_empty(), "never met: {missed:?} among {met:?}");
}
