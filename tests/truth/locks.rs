//! Smallest sets of locks that conflict, held against every subset of the locks.

use onward::feed::{Feed, LockMode};
use onward::ids::LockIdx;
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

#[test]
fn no_smaller_set_of_locks_conflicts() {
    let mut judged = 0;
    for seed in 0..240 {
        let flavour = if seed % 2 == 0 { LOCKS } else { ALL };
        let feed = load(&random::flavoured(flavour, seed));
        let fixed: Vec<LockIdx> = feed
            .locks
            .iter_enumerated()
            .filter(|(_, lock)| lock.mode == LockMode::Fixed)
            .map(|(index, _)| index)
            .collect();
        let Err(PlanError::Conflict { conflicts }) = plan(&feed, 1) else { continue };
        let all = 1usize << fixed.len();
        let kept: Vec<usize> = (0..all).filter(|&mask| holds(&feed, &fixed, mask)).collect();
        // A set conflicts if nothing that keeps all of it can be had.
        let conflicting = |set: usize| !kept.iter().any(|&mask| mask & set == set);
        let smallest = (0..all).filter(|&set| conflicting(set)).map(usize::count_ones).min().expect("all conflict");
        let mut told = u32::MAX;
        for conflict in &conflicts {
            let rows =
                conflict.locks.iter().map(|row| row.trim_start_matches("locks.csv:").parse::<usize>().unwrap() - 2);
            let bit = |row: usize| fixed.iter().position(|lock| usize::from(*lock) == row).expect("a fixed lock");
            let set = rows.fold(0, |set, row| set | 1 << bit(row));
            assert!(conflicting(set), "seed {seed}: {conflict} can be kept");
            told = told.min(set.count_ones());
        }
        assert_eq!(told, smallest, "seed {seed}: {conflicts:?}");
        judged += 1;
    }
    // What is drawn conflicts by single locks; tests/cli/study.rs has sets of several.
    assert!(judged > 10, "{judged} conflicts");
}
