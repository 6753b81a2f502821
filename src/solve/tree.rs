//! Branch and price: the root with its cuts, plans from its columns, then the tree.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::branching::{self, Branch};
use super::colgen::{self, Node, TripsByClass};
use super::control::Phase;
use super::greedy;
use super::integer::{self, Effort};
use super::lp::LpFailure;
use super::master::{ColumnIdx, Master, StructuralIdx};
use super::run::Run;
use super::separation;
use super::solution::Solution;
use crate::itineraries::prices::Scaled;

/// How the search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The gap is reached, the tree is done, or the run was stopped.
    Ended,
    /// Counts are whole but the parties of a class can't be told apart: they must be planned one by one.
    Indistinct,
}

/// A node to be solved: what its parent proved, and the bounds that make it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    bound: Reverse<i128>,
    number: Reverse<usize>,
    changes: Vec<(StructuralIdx, i64, i64)>,
}

/// Rounds of cuts at the root, and elsewhere.
const ROOT_ROUNDS: usize = 40;
const NODE_ROUNDS: usize = 3;

/// A round of cuts that raises the bound by less than this part of the gap is the last but a few.
const WORTHWHILE: f64 = 0.01;

/// Searches until the gap is reached, nothing is open, or the run stops.
///
/// # Errors
/// [`LpFailure`] where HiGHS fails.
pub fn search(run: &Run, master: &mut Master, trips: &TripsByClass) -> Result<Outcome, LpFailure> {
    run.enter(Phase::Pricing);
    let mut open = BinaryHeap::from([Open { bound: Reverse(i128::MIN), number: Reverse(0), changes: Vec::new() }]);
    let mut numbers = 1;
    let mut settled = i128::MAX;
    while let Some(next) = open.pop() {
        let root = next.changes.is_empty();
        if !root {
            run.enter(Phase::Branching);
            run.raise(next.bound.0.min(settled));
        }
        if run.done() || next.bound.0 >= run.enough() {
            return Ok(Outcome::Ended);
        }
        enter(master, &next.changes);
        let node = solve(run, master, trips, root)?;
        let bound = node.bound.max(next.bound.0);
        if root {
            run.raise(bound);
            improve(run, master, trips, &node);
        }
        if run.stopped() {
            let least = open.iter().map(|open| open.bound.0).chain([bound, settled]).min();
            run.raise(least.unwrap_or(bound));
            return Ok(Outcome::Ended);
        }
        if bound >= run.enough() {
            settled = settled.min(bound);
            continue;
        }
        match branching::choose(master, &node.relaxed) {
            Branch::Whole(columns) => {
                if let Some(solution) = Solution::of(master, columns) {
                    run.found(solution);
                }
                settled = settled.min(bound);
            }
            Branch::Indistinct => return Ok(Outcome::Indistinct),
            Branch::On(candidate) => {
                let (variable, below) = candidate.variable(master);
                let (lower, upper) = (master.structurals[variable.0].lower, master.structurals[variable.0].upper);
                for (lower, upper) in [(below + 1, upper), (lower, below)] {
                    let mut changes = next.changes.clone();
                    changes.retain(|&(other, ..)| other != variable);
                    changes.push((variable, lower, upper));
                    open.push(Open { bound: Reverse(bound), number: Reverse(numbers), changes });
                    numbers += 1;
                }
            }
        }
    }
    run.raise(settled);
    Ok(Outcome::Ended)
}

/// Sets the bounds of the node with `changes`, and of no other.
fn enter(master: &mut Master, changes: &[(StructuralIdx, i64, i64)]) {
    for index in branching::branchable(master) {
        let (lower, upper) = changes
            .iter()
            .find(|(changed, ..)| *changed == index)
            .map_or_else(|| branching::full_range(master, index), |&(_, lower, upper)| (lower, upper));
        master.set_bounds(index, lower, upper);
    }
}

/// Solves a node with cuts.
fn solve(run: &Run, master: &mut Master, trips: &TripsByClass, root: bool) -> Result<Node, LpFailure> {
    let mut node = colgen::solve(run, master, trips, run.enough())?;
    let mut best = node.bound;
    let mut idle = 0;
    for _ in 0..if root { ROOT_ROUNDS } else { NODE_ROUNDS } {
        if root {
            run.raise(best);
            if node.converged && run.incumbent().is_some() {
                run.enter(Phase::Cutting);
            }
        }
        if run.stopped() || best >= run.enough() || !node.converged {
            break;
        }
        let added = separation::charters(master, &node.relaxed) + separation::knapsacks(master, &node.relaxed);
        if added == 0 {
            break;
        }
        node = colgen::solve(run, master, trips, run.enough())?;
        let gain = node.bound - best;
        let missing = run.incumbent().map_or(0, |total| i128::from(run.scale.up(total)) - best);
        idle = if (gain as f64) < WORTHWHILE * missing as f64 { idle + 1 } else { 0 };
        best = best.max(node.bound);
        if idle > if root { 5 } else { 0 } {
            break;
        }
    }
    node.bound = best;
    Ok(node)
}

/// Columns per class given to the integer programme at most, cheapest first.
const OFFERED: usize = 60;

/// Looks for better plans from the root's columns.
fn improve(run: &Run, master: &mut Master, trips: &TripsByClass, node: &Node) {
    run.enter(Phase::Improving);
    let prices = node.duals.prices(master);
    let charters: Vec<_> = master.charters.keys().collect();
    let filled = greedy::fill(master, run, &prices, &charters, &[]);
    for columns in [filled, greedy::fill(master, run, &prices, &[], &[])] {
        if let Some(solution) = Solution::of(master, columns) {
            run.found(solution);
        }
    }
    while let Some(better) = run.best().and_then(|best| greedy::repair(master, run, trips, &best)) {
        for column in &better.columns {
            master.add(column.clone());
        }
        run.found(better);
        if run.stopped() || run.done() {
            return;
        }
    }
    let Some(best) = run.best() else { return };
    let columns = promising(run, master, node, best.total);
    let effort = Effort { nodes: 200, gap: run.options.gap / 4.0, time: run.time_left() };
    if let Some(solution) = integer::best(master, &columns, &best, effort) {
        run.found(solution);
    }
}

/// The columns that a better plan could use, the cheapest of each class.
fn promising(run: &Run, master: &Master, node: &Node, total: i64) -> Vec<ColumnIdx> {
    let prices = node.duals.prices(master);
    let slack = (i128::from(run.scale.up(total)) - node.bound).max(0);
    let mut promising = Vec::new();
    for (class, row) in master.classes.iter_enumerated() {
        let reduced = |&index: &ColumnIdx| prices.reduced_cost(run.scale, &master.columns[index.0]);
        let mut ranked: Vec<(Scaled, ColumnIdx)> =
            master.columns_of(class).iter().map(|index| (reduced(index), *index)).collect();
        ranked.sort_unstable();
        let least = ranked.first().map_or(0, |&(least, _)| least).min(run.scale.up(row.traits.unserved));
        let close = ranked.into_iter().take_while(|&(reduced, _)| i128::from(reduced) - i128::from(least) <= slack);
        promising.extend(close.take(OFFERED).map(|(_, index)| index));
    }
    promising
}
