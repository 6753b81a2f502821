//! The itineraries of locked cases are such as could be sold: they keep every rule, together too.

use std::collections::BTreeMap;

use onward::check::check;
use onward::feed::{Feed, LockMode};
use onward::generate::Preset;
use onward::ids::{AirportIdx, TiVec};
use onward::network::sectors::{Sector, between};
use onward::plan::{Component, FORMAT, FeedRef, Itinerary, Plan, Status, Unserved, gap};

use crate::{DAYS, read};

/// A plan in which nobody flies but `travels`.
fn plan(feed: &Feed, travels: Vec<Itinerary>) -> Plan {
    let stays = feed.cases.iter().filter(|case| travels.iter().all(|itinerary| itinerary.case != *case.id));
    let unserved =
        stays.map(|case| Unserved { case: case.id.to_string(), reason: "several".to_owned(), detail: String::new() });
    let mut plan = Plan {
        format: FORMAT.to_owned(),
        feed: FeedRef { name: feed.policy.name.to_string(), sha256: feed.sha256.clone() },
        status: Status::Feasible,
        currency: feed.policy.currency.to_string(),
        total: onward::money::Money::ZERO,
        bound: onward::money::Money::ZERO,
        gap: 0.0,
        cash: Default::default(),
        penalties: Default::default(),
        unserved: unserved.collect(),
        itineraries: travels,
        missions: Vec::new(),
        charters: Vec::new(),
    };
    // What it costs isn't what is tested here.
    let report = check(feed, &plan);
    (plan.cash, plan.penalties, plan.total) = (report.cash, report.penalties, report.total);
    plan.gap = gap(plan.total, plan.bound);
    plan
}

/// Each sector sold by itself.
fn fares(feed: &Feed, legs: &[&Sector]) -> Vec<Component> {
    let name = |at: AirportIdx| feed.airports[at].iata.to_string();
    let sold = legs.iter().enumerate().map(|(position, leg)| {
        let fare = feed.fares.iter().find(|fare| {
            let agreement = &feed.agreements[fare.agreement];
            (fare.from, fare.to, fare.via) == (leg.from, leg.to, None)
                && agreement.min_group == 1
                && leg.carrier().is_some_and(|carrier| agreement.carriers.contains(&carrier))
        });
        let agreement = feed.agreements[fare.expect("a fare").agreement].id.to_string();
        Component { agreement, from: name(leg.from), to: name(leg.to), via: None, legs: vec![position] }
    });
    sold.collect()
}

#[test]
fn tickets_keep_every_rule() {
    for preset in [DAYS.as_slice(), &[Preset::Sample, Preset::Week, Preset::Surge]].concat() {
        for seed in [preset.default_seed(), 1, 2] {
            let mut feed = read(preset, seed);
            let sectors = between(&feed, feed.policy.start, feed.policy.end + chrono::Days::new(9));
            let by_key: BTreeMap<String, &Sector> = sectors.iter().map(|sector| (sector.key(&feed), sector)).collect();
            let mut travels: Vec<(onward::ids::CaseIdx, Itinerary)> = Vec::new();
            let mut lost = 0;
            for lock in &feed.locks {
                let legs: Option<Vec<&Sector>> = lock.itinerary.iter().map(|key| by_key.get(key).copied()).collect();
                let Some(legs) = legs else {
                    assert_eq!(lock.mode, LockMode::Prefer, "{preset}: {:?} doesn't fly", lock.itinerary);
                    lost += 1;
                    continue;
                };
                let case = feed.cases[lock.case].id.to_string();
                let fares = fares(&feed, &legs);
                travels.push((lock.case, Itinerary { case, legs: lock.itinerary.clone(), fares }));
            }
            assert!(lost <= 1, "{preset} with seed {seed}: {lost} tickets for flights that aren't");
            travels.sort_by_key(|(case, _)| *case);
            let plan = plan(&feed, travels.into_iter().map(|(_, itinerary)| itinerary).collect());
            assert_eq!(check(&feed, &plan).violations, [], "{preset} with seed {seed}");
            // Without the locks nothing is waived any more; only what changes cost is gone from the amounts.
            feed.locks = TiVec::new();
            let strict = self::plan(&feed, plan.itineraries);
            assert_eq!(check(&feed, &strict).violations, [], "{preset} with seed {seed}");
        }
    }
}
