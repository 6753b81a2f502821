//! Smallest sets of locks that conflict, held against every subset of the locks.

use onward::feed::{Feed, Lock, LockMode};
use onward::ids::{CaseIdx, FlightIdx, LockIdx};
use onward::solve::PlanError;

use crate::drawn::{ALL, LOCKS};
use crate::planner::plan;
use crate::random;
use crate::{load, oracle};

/// Whether a plan keeps just the fixed locks of `mask` among `fixed`.
fn holds(feed: &Feed, fixed: &[LockIdx], mask: usize) -> bool {
    let mut feed = feed.clone();
    let kept = |lock: &LockIdx| match fixed.iter().position(|other| other == lock) {
        Some(bit) => mask >> bit & 1 == 1,
        None => true,
    };
    let locks = std::mem::take(&mut feed.locks.raw);
    let locks = locks.into_iter().enumerate().filter(|(index, _)| kept(&LockIdx::from(*index))).map(|(_, lock)| lock);
    feed.locks = locks.collect();
    oracle::optimum(&feed).is_some()
}

fn fixed(feed: &Feed) -> Vec<LockIdx> {
    feed.locks.iter_enumerated().filter(|(_, lock)| lock.mode == LockMode::Fixed).map(|(index, _)| index).collect()
}

/// `feed` with the ticket of its first fixed lock for every other case that starts there and has none.
fn crowded(mut feed: Feed) -> Option<Feed> {
    let ticket = feed.locks[*fixed(&feed).first()?].clone();
    let holds = |case: CaseIdx| feed.locks.iter().any(|lock| lock.case == case);
    let fits = |&case: &CaseIdx| feed.cases[case].origin == feed.cases[ticket.case].origin && !holds(case);
    let others: Vec<CaseIdx> = feed.cases.keys().filter(fits).filter(|&case| feed.cases[case].link.is_none()).collect();
    feed.locks.extend(others.into_iter().map(|case| Lock { case, ..ticket.clone() }));
    Some(feed)
}

/// The flights of which two fixed locks or more have a seat.
fn shared(feed: &Feed) -> Vec<FlightIdx> {
    let aboard = |flight: FlightIdx| {
        let row = &feed.flights[flight];
        let key = format!("{}{}/{}/", feed.carriers[row.carrier], row.number, feed.airports[row.from].iata);
        let on = |lock: &LockIdx| feed.locks[*lock].itinerary.iter().any(|leg| leg.starts_with(&key));
        fixed(feed).iter().filter(|lock| on(lock)).count()
    };
    feed.flights.keys().filter(|&flight| aboard(flight) > 1).collect()
}

/// `feed` with one seat less on `flight` than its locks, which can be kept, take.
fn one_seat_short(feed: &Feed, flight: FlightIdx) -> Option<Feed> {
    let with = |seats: u32| {
        let mut feed = feed.clone();
        feed.flights[flight].capacity.seats = seats;
        feed
    };
    let enough = (0..feed.flights[flight].capacity.seats).find(|&seats| oracle::optimum(&with(seats)).is_some())?;
    enough.checked_sub(1).map(with)
}

/// How many locks are in a smallest set that conflicts, having held what is told against every subset; `None` where all
/// can be kept.
fn judged(feed: &Feed, seed: u64) -> Option<u32> {
    let fixed = fixed(feed);
    let Err(PlanError::Conflict { conflicts }) = plan(feed, 1) else { return None };
    let all = 1usize << fixed.len();
    let kept: Vec<usize> = (0..all).filter(|&mask| holds(feed, &fixed, mask)).collect();
    // A set conflicts if nothing that keeps all of it can be had.
    let conflicting = |set: usize| !kept.iter().any(|&mask| mask & set == set);
    let smallest = (0..all).filter(|&set| conflicting(set)).map(usize::count_ones).min().expect("all conflict");
    let mut told = u32::MAX;
    for conflict in &conflicts {
        let rows = conflict.locks.iter().map(|row| row.trim_start_matches("locks.csv:").parse::<usize>().unwrap() - 2);
        let bit = |row: usize| fixed.iter().position(|lock| usize::from(*lock) == row).expect("a fixed lock");
        let set = rows.fold(0, |set, row| set | 1 << bit(row));
        assert!(conflicting(set), "seed {seed}: {conflict} can be kept");
        told = told.min(set.count_ones());
    }
    assert_eq!(told, smallest, "seed {seed}: {conflicts:?}");
    Some(smallest)
}

#[test]
fn no_smaller_set_of_locks_conflicts() {
    let mut sizes = Vec::new();
    for seed in 0..600 {
        let flavour = if seed % 2 == 0 { LOCKS } else { ALL };
        let feed = load(&random::flavoured(flavour, seed));
        match judged(&feed, seed) {
            Some(size) => sizes.push(size),
            // What is drawn conflicts by single locks; several conflict where they share a flight that is short of a seat.
            None => sizes.extend(crowded(feed).iter().flat_map(|feed| {
                let short = shared(feed).into_iter().filter_map(|flight| one_seat_short(feed, flight));
                short.filter_map(|tight| judged(&tight, seed)).collect::<Vec<u32>>()
            })),
        }
    }
    let several = sizes.iter().filter(|&&size| size > 1).count();
    assert!(sizes.len() > 20 && several > 5, "{} conflicts, {several} of several locks", sizes.len());
}
