//! The relaxation without escorts: everyone in need travels as if escorts were had for nothing.
//!
//! Pricing missions takes most of the time of the first rounds where classes are many, and until these are done the only
//! bound is that of the opening, which knows of no scarce place. Without cover the programme is one of itineraries alone: it
//! needs no prices for duties, so missions have nothing to earn and are proven to at once. It's the whole programme before
//! any row of escorts stands, so what it proves holds for that, and its rows and columns are those the whole one starts from.

use super::bound::Duals;
use super::colgen::{self, Node, Supply};
use super::experience::Worth;
use super::lp::LpFailure;
use super::master::Master;
use super::run::Run;
use super::separation;
use crate::itineraries::trips::Trips;

/// Rounds at most.
const ROUNDS: usize = 24;

/// The part of its value by which the bound may lag at the end, and which a round must gain to be followed by another while
/// few rows are broken: what is left is for the whole programme.
const LAG: i128 = 400;

/// A relaxation breaks few rows that breaks less than this part of those that stand.
const BROKEN: usize = 16;

/// Raises the bound by what itineraries cost without their escorts, and makes `master` know those that it takes for that:
/// the relaxation at the end, with what it takes, whose prices are kept for runs to come. No row of escorts may stand.
///
/// # Errors
/// [`LpFailure`] where HiGHS fails.
pub fn price(run: &Run, master: &mut Master, trips: &Trips) -> Result<Node, LpFailure> {
    let supply = Supply::of(trips);
    let mut node = Node { bound: i128::MIN, ..Node::default() };
    for _ in 0..ROUNDS {
        node.relaxed = master.solve_awake()?;
        let broken = node.relaxed.woken + separation::places(master, &node.relaxed);
        let few = broken * BROKEN < master.rows.len();
        let duals = Duals::safe(master, run.scale, &node.relaxed.duals);
        // Groups want seats, and escorts take some: that is all they may earn here, so their missions aren't kept.
        let look = colgen::look(run, master, supply, duals);
        let Some(bound) = look.bound else { break };
        run.raise(bound);
        let gain = bound.saturating_sub(node.bound);
        if gain > 0 {
            (node.bound, node.duals) = (bound, look.duals);
        }
        let known = master.columns.len();
        look.offers.into_iter().for_each(|column| _ = master.add(column));
        run.report(master.columns.len());
        let value = i128::from(run.scale.round(node.relaxed.value));
        let near = value - node.bound <= value / LAG;
        let slow = few && gain < value / LAG;
        if run.done() || (near && slow) || (broken == 0 && (near || master.columns.len() == known)) {
            break;
        }
    }
    node.relaxed.widen(master);
    // Planning may end before any other relaxation stands.
    if node.bound > i128::MIN {
        run.learn(Worth::of(master, run.scale, &node.duals));
    }
    Ok(node)
}

#[cfg(test)]
mod tests {
    use super::super::handmade;
    use super::super::solution::Solution;
    use super::*;

    /// The bound that is proven for the feed called `name`, and the least total there is.
    fn proven(name: &str) -> (i64, i64) {
        handmade::totals(name, |run, mut master, trips| {
            run.found(Solution::of(&master, Vec::new(), Vec::new()).expect("a plan in which nobody travels"));
            price(run, &mut master, trips).expect("an optimum");
            assert!(!master.columns.is_empty(), "{name}: the whole programme knows what was priced");
            assert!(run.learnt().is_some(), "{name}: so do runs to come");
            run.bound()
        })
    }

    /// Without escorts on the feed nothing is left out but that parties are whole; with them, what they cost.
    #[test]
    fn bounds_know_of_scarce_places_and_of_no_escorts() {
        for name in ["rebooked", "allotment", "charter-for-the-rest", "reception-per-day"] {
            let (bound, least) = proven(name);
            assert!(least - least / 10 <= bound && bound <= least, "{name}: {bound} of {least}");
        }
        for name in ["escort-deadhead", "escort-fills-group", "escort-gathered", "escort-charter-seat"] {
            let (bound, least) = proven(name);
            assert!(0 < bound && bound < least, "{name}: {bound} of {least}");
        }
    }
}
