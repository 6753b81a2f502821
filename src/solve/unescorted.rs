//! The relaxation without escorts: everyone in need travels as if escorts were had for nothing.
//!
//! Pricing missions takes most of the time of the first rounds where classes are many, and until these are done the only
//! bound is that of the opening, which knows of no scarce place. Without cover the programme is one of itineraries alone: it
//! needs no prices for duties, so missions have nothing to earn and are proven to at once. What it proves holds for the whole
//! programme, of which it leaves rows out; what it prices are columns that the whole one starts from.

use super::bound::Duals;
use super::colgen::{self, Supply};
use super::lp::LpFailure;
use super::master::Master;
use super::run::Run;
use super::separation;
use crate::itineraries::trips::Trips;

/// Rounds at most.
const ROUNDS: usize = 24;

/// The part of its value by which the bound may lag at the end: what is left is for the whole programme.
const LAG: i128 = 400;

/// Raises the bound by what itineraries cost without their escorts, and makes `master` know those that it takes for that.
///
/// # Errors
/// [`LpFailure`] where HiGHS fails.
pub fn price(run: &Run, master: &mut Master, trips: &Trips) -> Result<(), LpFailure> {
    let mut plain = Master::new(master.network, master.classes);
    plain.give_up_at(run.watch().until());
    master.columns.iter().for_each(|column| _ = plain.add(column.clone()));
    let supply = Supply::of(trips);
    for _ in 0..ROUNDS {
        let relaxed = plain.solve_awake()?;
        let broken = relaxed.woken + separation::places(&mut plain, &relaxed);
        let duals = Duals::safe(&plain, run.scale, &relaxed.duals);
        // Groups want seats, and escorts take some: that is all they may earn here, so their missions aren't kept.
        let look = colgen::look(run, &plain, supply, duals);
        let Some(bound) = look.bound else { break };
        run.raise(bound);
        let known = plain.columns.len();
        for column in look.offers {
            master.add(column.clone());
            plain.add(column);
        }
        run.report(plain.columns.len());
        let value = i128::from(run.scale.round(relaxed.value));
        let near = value - bound <= value / LAG;
        if run.done() || (broken == 0 && (near || plain.columns.len() == known)) {
            break;
        }
    }
    Ok(())
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
