//! Plans from the root: what its relaxation takes, an integer programme over its columns, neighbourhoods over pools.

use std::cmp::Reverse;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rustc_hash::FxHashSet;

use super::bound::{self, Duals};
use super::choices::Choices;
use super::colgen::{Node, Supply};
use super::control::Phase;
use super::dive;
use super::escorting;
use super::greedy;
use super::integer::{self, Effort, Question};
use super::lp::LpFailure;
use super::master::{Master, Relaxed};
use super::neighbourhood;
use super::pool::Pool;
use super::recreate;
use super::regroup;
use super::roster;
use super::rounds;
use super::run::Run;
use super::support;
use super::turns::Turns;
use crate::ids::{ClassIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::prices::{Prices, Scaled};
use crate::itineraries::trips::Trips;
use crate::missions::way::Mission;

/// The first pool's part of the slack that a better plan has; each next one takes so many times more.
const FIRST: i64 = 1_024;
const WIDER: i64 = 4;

/// Neighbourhoods searched before asking whether that was of any use: one for so many classes, since of few the same ones
/// come again soon, and at least and at most so many. How often that is asked in a row: more is done beside the tree.
const CLASSES: usize = 6;
const LEAST: usize = 8;
const TRIES: usize = 24;
const TURNS: usize = 3;

/// Neighbourhoods that make a plan cheaper by less than this part have done what they can: so many times those in need are
/// regrouped then.
const SLOW: f64 = 0.002;
const REGROUPED: usize = 4;

/// Neighbourhoods that make a plan cheaper by more than this part bring more than a programme of everyone would meanwhile.
const QUICK: f64 = 0.04;

/// How much the integer programme over all parties is given: columns, missions, nodes of its tree.
const COLUMNS: usize = 4_000;
const MISSIONS: usize = 1_000;
const NODES: i32 = 20;

/// Itineraries of each party left behind for which missions are sought, and parties at most: those whom staying costs most.
const CONCEIVED: usize = 3;
const BEHIND: usize = 64;

/// Looks for better plans from the solved root, and returns the pool of all itineraries that a still better plan could use,
/// if they could be written down.
///
/// # Errors
/// [`LpFailure`] where HiGHS fails.
pub fn improve(
    run: &Run,
    master: &mut Master,
    trips: &Trips,
    root: &mut Node,
    random: &mut ChaCha8Rng,
) -> Result<Option<Pool>, LpFailure> {
    if run.stopped() || run.done() {
        return Ok(None);
    }
    run.enter(Phase::Improving);
    let prices = root.duals.prices(master);
    greedy::first_plans(master, run, trips, &prices, &root.relaxed, escorting::Search::All(1));
    if run.stopped() || run.done() {
        return Ok(None);
    }
    let cheapest = rounds::cheapest(run, master, Supply::of(trips), &root.duals);
    let bound = bound::lagrangian(master, run.scale, &root.duals, &cheapest);
    let slack = |total: i64| {
        let slack = i128::from(run.scale.up(total)) - bound;
        Scaled::try_from(slack.max(0)).unwrap_or(Scaled::MAX / 8).min(Scaled::MAX / 8)
    };
    dive::dive(run, master, Supply::of(trips), &root.relaxed)?;
    // All parties at once then: neighbourhoods are for what that leaves.
    whole(run, master, &prices, &root.relaxed);
    for _ in 0..TURNS {
        if !polish(run, master, trips, &prices, &root.relaxed, random) {
            break;
        }
    }
    root.relaxed.widen(master);
    let Some(total) = run.incumbent() else { return Ok(None) };
    let mut width = (slack(total) / FIRST).max(1);
    let mut too_wide = Scaled::MAX;
    let mut turns = Turns::new(1);
    while !run.stopped() && !run.done() {
        let Ok(pool) = Pool::fill(run, master, trips, &prices, &cheapest.classes, width) else {
            too_wide = width;
            width /= WIDER;
            if width == 0 {
                break;
            }
            continue;
        };
        // A wider pool is soon filled where a narrow one was of no use.
        if turns.due() {
            let before = run.incumbent();
            let choices = Choices::pooled(run, master, &pool, &prices, &root.relaxed);
            for _ in 0..TURNS {
                if !neighbourhood::search(run, master, &choices, &prices, random, tries(master)) {
                    break;
                }
            }
            turns.took(run.incumbent() < before);
        }
        let wanted = slack(run.incumbent().unwrap_or(total));
        if wanted <= width {
            return Ok(Some(pool));
        }
        let next = width.saturating_mul(WIDER).min(wanted);
        if next >= too_wide {
            break;
        }
        width = next;
    }
    Ok(None)
}

/// Makes plans of what `relaxed` takes, priced by `duals`, and improves the best; whether it is better then.
pub fn renew(
    run: &Run,
    master: &mut Master,
    trips: &Trips,
    duals: &Duals,
    relaxed: &Relaxed,
    random: &mut ChaCha8Rng,
) -> bool {
    let before = run.incumbent();
    let prices = duals.prices(master);
    greedy::first_plans(master, run, trips, &prices, relaxed, escorting::Search::Known);
    support::search(run, master, relaxed);
    recreate::search(run, master, trips, random, SLOW);
    polish(run, master, trips, &prices, relaxed, random);
    run.incumbent() < before
}

/// Seats those who need nobody as `node`'s relaxation has them, which knows of no escorts, and improves that.
pub fn seat(run: &Run, master: &mut Master, trips: &Trips, node: &mut Node) {
    if run.stopped() || run.done() {
        return;
    }
    run.enter(Phase::Improving);
    let prices = node.duals.prices(master);
    let mut random = ChaCha8Rng::seed_from_u64(run.options.seed);
    let mut polished = |master: &mut Master, relaxed: &mut Relaxed| {
        let before = run.incumbent();
        let more = polish(run, master, trips, &prices, relaxed, &mut random);
        relaxed.widen(master);
        if more { gain(before, run.incumbent()) } else { 0.0 }
    };
    // All of them at once takes long, and longest where there is much to gain by neighbourhoods in less.
    while polished(master, &mut node.relaxed) > QUICK {}
    support::without_needs(run, master, &node.relaxed);
    let mut ruins = ChaCha8Rng::seed_from_u64(run.options.seed);
    recreate::search(run, master, trips, &mut ruins, SLOW);
    for _ in 0..TURNS {
        if polished(master, &mut node.relaxed) == 0.0 {
            break;
        }
    }
}

/// By which part a total of `now` is less than one of `before`.
fn gain(before: Option<i64>, now: Option<i64>) -> f64 {
    before.zip(now).map_or(0.0, |(before, now)| (before - now) as f64 / before.max(1) as f64)
}

/// Improves the best plan by neighbourhoods of what the master knows, and by who can still be added; what the plan has then
/// that the master doesn't know is added to it. Whether the plan is better.
pub fn polish(
    run: &Run,
    master: &mut Master,
    trips: &Trips,
    prices: &Prices,
    relaxed: &Relaxed,
    random: &mut ChaCha8Rng,
) -> bool {
    let before = run.incumbent();
    greedy::complete(master, run, trips, prices);
    acquaint(run, master, prices);
    // Before any relaxation stands there is more to gain elsewhere, and where classes are many as long as that lasts.
    let many = master.classes.len() > super::FEW;
    let rosters = !relaxed.columns.is_empty();
    if rosters && !many {
        find_rosters(run, master);
    }
    if let Some(best) = run.best() {
        best.columns.into_iter().for_each(|column| _ = master.add(column));
        best.missions.into_iter().for_each(|mission| _ = master.add_mission(mission));
    }
    let mut choices = Choices::known(run, master, prices, relaxed);
    let total = run.incumbent();
    neighbourhood::search(run, master, &choices, prices, random, tries(master));
    if gain(total, run.incumbent()) < SLOW {
        if rosters && many {
            find_rosters(run, master);
            choices = Choices::known(run, master, prices, relaxed);
        }
        regroup::search(run, master, trips, &choices, random, REGROUPED);
    }
    !run.stopped() && !run.done() && run.incumbent() < before
}

/// Neighbourhoods that are searched before asking whether that was of any use.
fn tries(master: &Master) -> usize {
    (master.classes.len() / CLASSES).clamp(LEAST, TRIES)
}

/// Sends other escorts for the itineraries of the best plan where they cost less, and makes `master` know them.
fn find_rosters(run: &Run, master: &mut Master) {
    roster::improve(run, master).into_iter().for_each(|mission| _ = master.add_mission(mission));
}

/// Makes `master` know missions for those in need whom the best plan leaves behind, whoever the escorts are with now.
fn acquaint(run: &Run, master: &mut Master, prices: &Prices) {
    let Some(best) = run.best() else { return };
    let travelling: FxHashSet<ClassIdx> = best.columns.iter().map(|column| column.route.class).collect();
    let behind = |class: &ClassIdx| !travelling.contains(class) && !master.classes[*class].traits.needs.is_empty();
    let mut behind: Vec<ClassIdx> = master.classes.keys().filter(behind).collect();
    behind.sort_by_key(|&class| (Reverse(master.classes[class].traits.staying()), class));
    behind.truncate(BEHIND);
    let choices = Choices::known(run, master, prices, &Relaxed::default());
    let mut missions = Vec::new();
    for class in behind {
        for (_, column) in choices.of(class).iter().take(CONCEIVED) {
            missions.extend(escorting::conceivable(master, run, column));
        }
    }
    missions.into_iter().for_each(|mission| _ = master.add_mission(mission));
}

/// The integer programme over the cheapest of all columns and missions for all parties at once.
fn whole(run: &Run, master: &Master, prices: &Prices, relaxed: &Relaxed) {
    let choices = Choices::known(run, master, prices, relaxed);
    programme(run, master, prices, choices.missions(|_| true, MISSIONS).collect(), NODES);
}

/// The integer programme over the cheapest of all columns, with `missions` and those of the best plan, of so many nodes.
pub fn programme<'m>(run: &Run, master: &'m Master, prices: &Prices, missions: Vec<&'m Mission>, nodes: i32) {
    let Some(best) = run.best() else { return };
    let reduced: Vec<Scaled> = master.columns.iter().map(|column| prices.reduced_cost(run.scale, column)).collect();
    let mut cheapest: TiVec<ClassIdx, Scaled> =
        master.classes.iter().map(|class| run.scale.up(class.traits.staying())).collect();
    for (column, &reduced) in master.columns.iter().zip(&reduced) {
        let least = &mut cheapest[column.route.class];
        *least = reduced.min(*least);
    }
    let rank = |(column, &reduced): (_, &Scaled)| -> (Scaled, &Column) {
        let column: &Column = column;
        (reduced - cheapest[column.route.class], column)
    };
    let mut ranked: Vec<(Scaled, &Column)> = master.columns.iter().zip(&reduced).map(rank).collect();
    ranked.sort_by(|one, other| (one.0, &one.1.route).cmp(&(other.0, &other.1.route)));
    ranked.truncate(COLUMNS);
    let columns = ranked.into_iter().map(|(_, column)| column).collect();
    let effort = Effort { nodes, gap: run.options.gap / 4.0, time: run.time_left() };
    let question = Question::anew(&best, |_| true, |_| true, columns, missions);
    integer::improve(run, master, question, effort);
}
