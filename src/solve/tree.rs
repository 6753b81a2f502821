//! Branch and price: the root with its cuts, plans from its columns, then the tree.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::branching::{self, Branch};
use super::colgen::{self, Node, Start, Supply};
use super::control::Phase;
use super::experience::Worth;
use super::lp::LpFailure;
use super::master::Master;
use super::rebates;
use super::recall;
use super::root;
use super::rows::StructuralIdx;
use super::run::Run;
use super::separation;
use super::solution::Solution;
use super::turns::Turns;
use crate::itineraries::trips::Trips;

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
pub fn search(run: &Run, master: &mut Master, trips: &Trips) -> Result<Outcome, LpFailure> {
    run.enter(Phase::Pricing);
    enter(master, &[]);
    let worth = run.options.experience.as_ref().and_then(|experience| experience.worth.as_ref());
    let recalled = worth.map(|worth| recall::duals(run, master, worth));
    let supply = Supply::of(trips);
    let mut root = solve(run, master, supply, Start::Root(recalled))?;
    run.raise(root.bound);
    run.learn(Worth::of(master, run.scale, &root.duals));
    let mut random = ChaCha8Rng::seed_from_u64(run.options.seed);
    let pool = root::improve(run, master, trips, &mut root, &mut random)?;
    let mut turns = Turns::nodes(master.classes.len());
    let mut last: Option<Node> = None;
    let supply = Supply { pool: pool.as_ref(), ..Supply::of(trips) };
    let mut open = BinaryHeap::new();
    let mut number = 0;
    // The least bound of nodes that are done with.
    let mut settled = i128::MAX;
    let mut next = Some((Open { bound: Reverse(root.bound), number: Reverse(0), changes: Vec::new() }, Some(root)));
    while let Some((here, solved)) = next.take().or_else(|| open.pop().map(|open| (open, None))) {
        let least = |open: &BinaryHeap<Open>, bound: i128| {
            open.peek().map_or(bound, |open| open.bound.0.min(bound)).min(settled)
        };
        run.raise(least(&open, here.bound.0));
        if run.done() || run.stopped() || run.exhausted(number / 2) {
            return Ok(Outcome::Ended);
        }
        if let Some(mut last) = last.take().filter(|_| turns.due()) {
            let better = improve(run, master, trips, &mut last, &mut random);
            turns.took(better);
        }
        if here.bound.0 >= run.enough() {
            settled = settled.min(here.bound.0);
            continue;
        }
        let node = match solved {
            Some(node) => node,
            None => {
                run.enter(Phase::Branching);
                enter(master, &here.changes);
                solve(run, master, supply, Start::Node)?
            }
        };
        let bound = node.bound.max(here.bound.0);
        if !node.converged && bound < run.enough() {
            // Stopped on the way.
            run.raise(least(&open, bound));
            return Ok(Outcome::Ended);
        }
        if bound >= run.enough() {
            settled = settled.min(bound);
            continue;
        }
        let chosen = branching::choose(master, &node.relaxed)?;
        last = Some(node);
        match chosen {
            Branch::Whole(columns, missions) => {
                if let Some(solution) = Solution::of(master, columns, missions) {
                    run.found(solution);
                }
                settled = settled.min(bound);
            }
            Branch::Indistinct if master.classes.iter().any(|class| class.parties.len() > 1) => {
                return Ok(Outcome::Indistinct);
            }
            // Nothing is left to tell its plans apart by: its bound stands.
            Branch::Indistinct => settled = settled.min(bound),
            Branch::Among(children) => {
                for child in children {
                    let mut changes = here.changes.clone();
                    changes.retain(|&(other, ..)| child.iter().all(|&(variable, ..)| variable != other));
                    changes.extend(child);
                    number += 1;
                    open.push(Open { bound: Reverse(bound), number: Reverse(number), changes });
                }
            }
            Branch::On(candidate) => {
                let (variable, below) = candidate.variable(master);
                let (lower, upper) = (master.structurals[variable.0].lower, master.structurals[variable.0].upper);
                let child = |number: usize, lower, upper| {
                    let mut changes = here.changes.clone();
                    changes.retain(|&(other, ..)| other != variable);
                    changes.push((variable, lower, upper));
                    Open { bound: Reverse(bound), number: Reverse(number), changes }
                };
                // The child with more travelling is looked into at once: that way lie whole solutions.
                let (mut first, mut second) = ((below + 1, upper), (lower, below));
                if candidate.down_first(master) {
                    std::mem::swap(&mut first, &mut second);
                }
                open.push(child(number + 2, second.0, second.1));
                next = Some((child(number + 1, first.0, first.1), None));
                number += 2;
            }
        }
    }
    run.raise(settled);
    Ok(Outcome::Ended)
}

/// Makes plans of what a node's relaxation takes; whether the best is better.
fn improve(run: &Run, master: &mut Master, trips: &Trips, node: &mut Node, random: &mut ChaCha8Rng) -> bool {
    run.enter(Phase::Improving);
    node.relaxed.widen(master);
    root::renew(run, master, trips, &node.duals, &node.relaxed, random)
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
fn solve(run: &Run, master: &mut Master, supply: Supply, start: Start) -> Result<Node, LpFailure> {
    let root = matches!(start, Start::Root(_));
    let mut node = colgen::solve(run, master, supply, start)?;
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
        let added = separation::knapsacks(master, &node.relaxed) + rebates::separate(master, &node.relaxed);
        if added == 0 {
            break;
        }
        let again = if root { Start::Cut } else { Start::Node };
        node = colgen::solve(run, master, supply, again)?;
        let gain = node.bound.saturating_sub(best);
        let missing = run.incumbent().map_or(0, |total| i128::from(run.scale.up(total)).saturating_sub(best));
        idle = if (gain as f64) < WORTHWHILE * missing as f64 { idle + 1 } else { 0 };
        best = best.max(node.bound);
        if idle > if root { 5 } else { 0 } {
            break;
        }
    }
    node.bound = best;
    Ok(node)
}
