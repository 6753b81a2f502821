//! Plans from the root: by hand as it were, by repair, by integer programmes over the pool.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::colgen::{self, Node, Supply, TripsByClass};
use super::control::Phase;
use super::greedy;
use super::integer::{self, Effort, Question};
use super::master::Master;
use super::neighbourhood;
use super::pool::Pool;
use super::run::Run;
use super::solution::Solution;
use crate::itineraries::column::Column;
use crate::itineraries::prices::Scaled;

/// Columns given to the integer programme over all parties at most.
const OFFERED: usize = 6_000;

/// Looks for better plans from the solved root, and returns the pool of all itineraries that a still better plan could use,
/// if they could be written down.
pub fn improve(run: &Run, master: &mut Master, trips: &TripsByClass, root: &Node) -> Option<Pool> {
    run.enter(Phase::Improving);
    let prices = root.duals.prices(master);
    let charters: Vec<_> = master.charters.keys().collect();
    for charters in [charters.as_slice(), &[]] {
        let filled = greedy::fill(master, run, &prices, charters);
        if let Some(solution) = Solution::of(master, filled) {
            run.found(solution);
        }
    }
    if run.stopped() || run.done() {
        return None;
    }
    let cheapest = colgen::price(run, master, Supply::Trips(trips), &root.duals).cheapest;
    let bound = super::bound::lagrangian(master, run.scale, &root.duals, &cheapest);
    let slack = |total: i64| {
        let slack = i128::from(run.scale.up(total)) - bound;
        Scaled::try_from(slack.max(0)).unwrap_or(Scaled::MAX / 8).min(Scaled::MAX / 8)
    };
    let mut random = ChaCha8Rng::seed_from_u64(run.options.seed);
    let mut reached = None;
    loop {
        let wanted = slack(run.incumbent()?);
        // Half the last slack each time until the pool takes all; a pool of fewer still makes plans better.
        let (pool, complete) = fill(run, master, trips, &prices, &cheapest, wanted)?;
        whole(run, master, &pool);
        neighbourhood::search(run, master, &pool, &prices, &mut random);
        if run.stopped() || run.done() {
            return None;
        }
        if complete {
            return Some(pool);
        }
        let now = slack(run.incumbent()?);
        if reached == Some(now) {
            return None;
        }
        reached = Some(now);
    }
}

/// The fullest pool that can be written down, up to `wanted`, and whether it is up to there.
fn fill(
    run: &Run,
    master: &Master,
    trips: &TripsByClass,
    prices: &crate::itineraries::prices::Prices,
    cheapest: &crate::ids::TiVec<crate::ids::ClassIdx, Scaled>,
    wanted: Scaled,
) -> Option<(Pool, bool)> {
    let mut slack = wanted;
    while !run.stopped() {
        if let Ok(pool) = Pool::fill(run, master, trips, prices, cheapest, slack) {
            return Some((pool, slack == wanted));
        }
        slack /= 4;
    }
    None
}

/// The integer programme over the pool's cheapest columns for all parties at once.
fn whole(run: &Run, master: &Master, pool: &Pool) {
    let Some(best) = run.best() else { return };
    let mut ranked: Vec<(Scaled, &Column)> = Vec::new();
    for class in master.classes.keys() {
        let least = pool.of(class).first().map_or(0, |&(least, _)| least);
        ranked.extend(pool.of(class).iter().map(|(reduced, column)| (reduced - least, column)));
    }
    ranked.sort_by(|one, other| (one.0, &one.1.route).cmp(&(other.0, &other.1.route)));
    ranked.truncate(OFFERED);
    let now: Vec<&Column> = best.columns.iter().collect();
    let mut columns: Vec<&Column> = ranked.into_iter().map(|(_, column)| column).chain(now.iter().copied()).collect();
    columns.sort_by(|one, other| one.route.cmp(&other.route));
    columns.dedup_by(|one, other| one.route == other.route);
    let effort = Effort { nodes: 20, gap: run.options.gap / 4.0, time: run.time_left() };
    if let Some(solution) = integer::best(master, &Question { kept: Vec::new(), columns, now }, effort) {
        run.found(solution);
    }
}
