//! Ruin and recreate: a part of the plan is taken out and booked anew, party by party, each on the itinerary that is
//! cheapest for it together with the escorts it needs then (Schrimpf, Schneider, Stamm-Wilbrandt, Dueck 2000, *Record
//! breaking optimization results using the ruin and recreate principle*; with blinks as in Christiaens, Vanden Berghe 2020,
//! *Slack induction by string removals for vehicle routing problems*).
//!
//! No relaxation is needed for it, so it is what makes plans good before one stands, and it moves escorts and whom they
//! look after together, which neighbourhoods over known columns do only where both are known.

use std::cmp::Reverse;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::desk::{Desk, Hopes};
use super::escorting;
use super::greedy;
use super::master::Master;
use super::ruin::{Ruin, Ruined};
use super::run::Run;
use super::solution::Solution;
use crate::ids::{CharterIdx, ClassIdx};
use crate::itineraries::trips::Trips;

/// Ruins in a row, after which is asked whether they were of any use.
const BATCH: usize = 200;

/// The part of the least total by which a plan may be dearer at first to be gone on from; nothing at the end of a batch
/// (record-to-record travel, Dueck 1993).
const LOOSE: f64 = 0.001;

/// Times that groups are booked in hope.
const HOPES: usize = 3;
/// The least share of its escorts' cost that a party is to bear, in hundredths.
const LEAST: i64 = 20;

/// Improves the best plan as long as a batch of ruins makes it cheaper by the part `useful`; whether it is better.
pub fn search(run: &Run, master: &Master, trips: &Trips, random: &mut ChaCha8Rng, useful: f64) -> bool {
    let Some(best) = run.best() else { return false };
    let mut desk = Desk::open(run, master, trips);
    let before = best.total;
    // The charters of a plan that was booked one by one are seldom all worth it.
    let mut charters = best.charters;
    loop {
        let least = run.incumbent().unwrap_or(before);
        batch(run, &mut desk, &mut charters, random);
        let gained = least - run.incumbent().unwrap_or(least);
        if run.stopped() || run.done() || gained as f64 <= least as f64 * useful {
            break;
        }
    }
    desk.close();
    run.incumbent().is_some_and(|total| total < before)
}

/// A batch of ruins from the best plan, those of `charters` first.
fn batch(run: &Run, desk: &mut Desk, charters: &mut Vec<CharterIdx>, random: &mut ChaCha8Rng) {
    let Some(mut standing) = run.best() else { return };
    let mut least = standing.total;
    for turn in 0..BATCH {
        if run.stopped() || run.done() {
            return;
        }
        let ruin = charters.pop().map_or_else(
            || Ruin::drawn(desk.master, &standing, random),
            |charter| Ruin::dismissing(desk.master, &standing, charter),
        );
        let Some(new) = renew(desk, &standing, ruin, random) else { continue };
        let slack = (least as f64 * LOOSE * (1.0 - turn as f64 / BATCH as f64)) as i64;
        if new.total < standing.total.max(least + slack) {
            if new.total < least {
                least = new.total;
                run.found(new.clone());
            }
            standing = new;
        }
    }
}

/// The plan `old` after `ruin`, if what comes of it is a plan.
fn renew(desk: &mut Desk, old: &Solution, ruin: Ruin, random: &mut ChaCha8Rng) -> Option<Solution> {
    let master = desk.master;
    let Ruined { mut draft, hired, mut out } = ruin.leave(master, old, random);
    // Groups are booked in hope half of the time, and given up where they aren't there in the end.
    let mut rounds = if random.random() { HOPES } else { 0 };
    let share = if random.random_range(0..4u8) == 0 { random.random_range(LEAST..100) } else { 100 };
    loop {
        sort(master, &mut out, random);
        desk.book(&mut draft, &hired, &out, Hopes { groups: rounds > 0, share }, random);
        // Each time some sites are given up for good.
        if !greedy::give_up(master, &mut draft) {
            break;
        }
        rounds = rounds.saturating_sub(1);
        escorting::recall(master, &mut draft);
        let left = draft.left(master);
        out.extend(old.columns.iter().map(|column| column.route.class).filter(|&class| left[class] > 0));
        out.sort_unstable();
        out.dedup();
    }
    escorting::recall(master, &mut draft);
    Solution::of(master, draft.columns, draft.missions)
}

/// The order in which `classes` choose: most often those in need first, and of them those whom staying costs most.
fn sort(master: &Master, classes: &mut [ClassIdx], random: &mut ChaCha8Rng) {
    let traits = |class: &ClassIdx| &master.classes[*class].traits;
    classes.shuffle(random);
    if random.random_range(0..3u8) > 0 {
        classes.sort_by_key(|class| (traits(class).needs.is_empty(), Reverse(traits(class).staying())));
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::super::handmade;
    use super::*;

    /// From a plan in which nobody travels: charters that aren't worth it are let go, groups that nobody makes alone come
    /// together, escorts are shared.
    #[test]
    fn ruins_lead_to_the_least_total() {
        let names = [
            "charter-for-the-rest",
            "charter-group",
            "charter-not-worth-it",
            "charter-worth-it",
            "escort-gathered",
            "escort-min-group",
            "escort-ratio-together",
            "escort-shared-partway",
            "min-group",
            "rebooked",
        ];
        for name in names {
            let (found, least) = handmade::totals(name, |run, master, trips| {
                run.found(Solution::of(&master, Vec::new(), Vec::new()).expect("a plan in which nobody travels"));
                search(run, &master, trips, &mut ChaCha8Rng::seed_from_u64(1), 0.0);
                run.incumbent().expect("a plan")
            });
            assert_eq!(found, least, "{name}");
        }
    }
}
