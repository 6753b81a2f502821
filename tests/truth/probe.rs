use crate::{load, oracle, random};
use onward::check;
use std::time::Instant;

#[test]
#[ignore]
fn probe() {
    let flags = std::env::var("FLAVOUR").unwrap();
    let n: u64 = std::env::var("N").unwrap().parse().unwrap();
    let first: u64 = std::env::var("FIRST").map_or(0, |s| s.parse().unwrap());
    let flavour =
        random::Flavour { escorts: flags.contains('e'), deals: flags.contains('d'), locks: flags.contains('l') };
    let (mut none, mut missions, mut needed, mut behind, mut cases, mut wrong, mut idle) = (0, 0, 0, 0, 0, 0, 0);
    let (mut rebates, mut shortfalls, mut changes) = (0, 0, 0);
    let start = Instant::now();
    let mut times = Vec::new();
    for seed in first..first + n {
        if std::env::var_os("LOUD").is_some() {
            eprintln!("at {seed}");
        }
        let folder = random::flavoured(flavour, seed);
        let feed = load(&folder);
        let at = Instant::now();
        let plan = oracle::optimum(&feed);
        times.push((at.elapsed().as_millis(), seed));
        if at.elapsed().as_millis() > 500 {
            println!("seed {seed}: {:?}", at.elapsed());
        }
        cases += feed.cases.len();
        needed += usize::from(feed.persons.iter().any(|p| p.escort.is_some()));
        let Some(plan) = plan else {
            none += 1;
            continue;
        };
        let v = check::check(&feed, &plan).violations;
        if !v.is_empty() {
            wrong += 1;
            println!("seed {seed}: {v:?}");
        }
        behind += plan.unserved.len();
        missions += usize::from(!plan.missions.is_empty());
        idle += usize::from(feed.persons.iter().all(|p| p.escort.is_none()) && !plan.missions.is_empty());
        rebates += usize::from(plan.cash.rebates.0 > 0);
        shortfalls += usize::from(plan.cash.shortfalls.0 > 0);
        changes += usize::from(plan.cash.changes.0 > 0);
    }
    times.sort();
    println!(
        "{flags}: {n} feeds in {:?}, median {:?} ms, worst {:?}",
        start.elapsed(),
        times[times.len() / 2],
        &times[times.len().saturating_sub(6)..]
    );
    println!(
        "wrong {wrong}, impossible {none}, with missions {missions} (nobody needs: {idle}) of {needed} that need, rebates {rebates}, shortfalls {shortfalls}, changes {changes}; {behind} of {cases} behind"
    );
}

#[test]
#[ignore]
fn why() {
    let flags = std::env::var("FLAVOUR").unwrap();
    let flavour =
        random::Flavour { escorts: flags.contains('e'), deals: flags.contains('d'), locks: flags.contains('l') };
    let mut reasons = std::collections::BTreeMap::<String, usize>::new();
    for seed in 0..150 {
        let mut feed = load(&random::flavoured(flavour, seed));
        feed.persons.iter_mut().for_each(|p| p.escort = None);
        feed.agreements.iter_mut().for_each(|a| {
            a.min_group = 1;
            a.tiers.clear();
            a.commit_seats = 0;
        });
        feed.locks = Vec::new().into();
        let plan = crate::planner::plan(&feed, 1).unwrap();
        *reasons.entry("served".into()).or_default() += plan.itineraries.len();
        for u in plan.unserved {
            *reasons.entry(u.reason).or_default() += 1;
        }
    }
    println!("why {reasons:?}");
}

#[test]
#[ignore]
fn show() {
    let flags = std::env::var("FLAVOUR").unwrap();
    let flavour =
        random::Flavour { escorts: flags.contains('e'), deals: flags.contains('d'), locks: flags.contains('l') };
    let seed: u64 = std::env::var("FIRST").unwrap().parse().unwrap();
    for (name, text) in random::flavoured(flavour, seed).0 {
        println!("== {name}\n{text}");
    }
}
