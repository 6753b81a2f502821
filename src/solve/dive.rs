//! Diving: the relaxation's missions are fixed a few at a time and the rest re-optimised after each, until escorts and
//! charters are whole; an integer programme over what the relaxation takes then makes a plan of it (Sadykov, Vanderbeck,
//! Pessoa, Tahiri, Uchoa 2019, *Primal heuristics for branch-and-price*).
//!
//! Missions are what plans are made around: once it is known who escorts when, the parties find their seats.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use highs::HighsModelStatus;
use ordered_float::OrderedFloat;

use super::bound::Duals;
use super::colgen::Supply;
use super::lp::LpFailure;
use super::master::{Master, Relaxed};
use super::root;
use super::rounds;
use super::rows::{ColumnIdx, MissionIdx, StructuralIdx};
use super::run::Run;
use super::separation;
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::Prices;
use crate::missions::way::Mission;

/// Missions taken at least so often are fixed together, beside the one taken most.
const NEARLY: f64 = 0.75;
/// Rounds of pricing and separation after each step: for all, for some.
const ROUNDS: usize = 2;
const ROUNDS_AMONG: usize = 1;
/// Of the missions taken in part, one in so many is fixed at each step at least.
const STEPS: usize = 24;
/// Nodes of the programme at the end.
const NODES: i32 = 40;
/// A value nearer to a whole number than this is whole.
const WHOLE: f64 = 1e-5;

/// A charter decided on, with its bounds before.
type Decision = (StructuralIdx, i64, i64);

/// Dives from `relaxed` and keeps the plan it leads to, if it is better. `master` is left as it was, but for
/// what was learnt on the way.
///
/// # Errors
/// [`LpFailure`] where HiGHS fails.
pub fn dive(run: &Run, master: &mut Master, supply: Supply, relaxed: &Relaxed) -> Result<(), LpFailure> {
    let mut relaxed = relaxed.clone();
    relaxed.widen(master);
    let mut taken = Taken::new(free(master, &relaxed), BTreeMap::new());
    match descend(run, master, supply, &mut relaxed, &mut taken) {
        Ok(()) => {
            let prices = Duals::safe(master, run.scale, &relaxed.duals).prices(master);
            finish(run, master, &relaxed, &prices);
        }
        // What was fixed can't stand together: the dive ends without a plan.
        Err(LpFailure(HighsModelStatus::Infeasible)) => {}
        Err(failure) => return Err(failure),
    }
    for mission in taken.missions.into_keys() {
        master.send_at_least(mission, 0);
    }
    for (charter, lower, upper) in taken.charters.into_iter().rev() {
        master.set_bounds(charter, lower, upper);
    }
    Ok(())
}

/// What a dive has fixed.
#[derive(Debug)]
pub struct Taken {
    /// What that leaves free.
    pub free: Free,
    missions: BTreeMap<MissionIdx, i64>,
    charters: Vec<Decision>,
}

impl Taken {
    /// Of `missions`, each sent so often at least, that leave `free`; no charter is decided on.
    pub fn new(free: Free, missions: BTreeMap<MissionIdx, i64>) -> Self {
        Self { free, missions, charters: Vec::new() }
    }
}

/// What those leave free who can't choose.
fn free(master: &Master, relaxed: &Relaxed) -> Free {
    let mut free = Free::all(master.network);
    for (column, _) in master.columns.iter().zip(&relaxed.columns).filter(|(_, value)| **value > 0.5) {
        if master.classes[column.route.class].traits.fixed.is_some() {
            free.take(&column.uses);
        }
    }
    free
}

/// Fixes charters, then missions, until nothing is left to fix.
///
/// # Errors
/// [`LpFailure`] where HiGHS fails, or what is fixed can't stand together.
pub fn descend(
    run: &Run,
    master: &mut Master,
    supply: Supply,
    relaxed: &mut Relaxed,
    taken: &mut Taken,
) -> Result<(), LpFailure> {
    let add = |master: &mut Master, column: Column| master.add(column);
    let rounds = if supply.among.is_some() { ROUNDS_AMONG } else { ROUNDS };
    decide(run, master, relaxed, &mut taken.charters)?;
    if !taken.charters.is_empty() {
        *relaxed = resolve(run, master, supply, rounds, add)?;
    }
    while !run.stopped() && step(master, relaxed, taken) {
        *relaxed = resolve(run, master, supply, rounds, add)?;
    }
    Ok(())
}

/// Missions that `relaxed` takes in part: how many. A dive takes a step for every other one or so.
pub fn depth(relaxed: &Relaxed) -> usize {
    relaxed.missions.iter().filter(|value| (**value - value.round()).abs() > WHOLE).count()
}

/// Fixes what comes next; whether there was anything.
fn step(master: &mut Master, relaxed: &Relaxed, taken: &mut Taken) -> bool {
    let sent = |taken: &Taken, mission| taken.missions.get(&mission).copied().unwrap_or_default();
    let mut open: Vec<(f64, MissionIdx)> = relaxed
        .missions
        .iter()
        .enumerate()
        .map(|(index, &value)| (value - sent(taken, MissionIdx(index)) as f64, MissionIdx(index)))
        .filter(|&(value, _)| value > 0.02)
        .collect();
    open.sort_by_key(|&(value, mission)| (Reverse(OrderedFloat(value)), mission));
    let least = (open.len() / STEPS).max(1);
    let mut count = 0;
    for (value, mission) in open {
        if count >= least && value < NEARLY {
            break;
        }
        let uses = &master.missions[mission.0].uses;
        if !taken.free.fits_all(master.network, uses) {
            continue;
        }
        taken.free.take(uses);
        count += 1;
        let times = sent(taken, mission) + 1;
        taken.missions.insert(mission, times);
        master.send_at_least(mission, times);
    }
    count > 0
}

/// Decides on charters one by one, each time as costs the relaxation least.
fn decide(run: &Run, master: &mut Master, relaxed: &mut Relaxed, decided: &mut Vec<Decision>) -> Result<(), LpFailure> {
    while !run.stopped() {
        let open = master.charters.iter().copied().filter(|charter| {
            let value = relaxed.structurals[charter.0];
            value > WHOLE && value < 1.0 - WHOLE
        });
        let most = open.max_by_key(|charter| (OrderedFloat(relaxed.structurals[charter.0]), Reverse(charter.0)));
        let Some(charter) = most else { return Ok(()) };
        let structural = &master.structurals[charter.0];
        decided.push((charter, structural.lower, structural.upper));
        master.set_bounds(charter, 1, 1);
        let used = master.solve()?;
        master.set_bounds(charter, 0, 0);
        let unused = master.solve()?;
        *relaxed = if used.value < unused.value {
            master.set_bounds(charter, 1, 1);
            used
        } else {
            unused
        };
    }
    Ok(())
}

/// Solves the relaxation again, with what is missing brought in for a few `rounds`, columns as `learn` does.
///
/// # Errors
/// [`LpFailure`] where HiGHS fails.
pub fn resolve(
    run: &Run,
    master: &mut Master,
    supply: Supply,
    rounds: usize,
    learn: impl Fn(&mut Master, Column) -> Option<ColumnIdx>,
) -> Result<Relaxed, LpFailure> {
    let mut relaxed = master.solve()?;
    for _ in 0..rounds {
        if run.stopped() {
            break;
        }
        let duals = Duals::safe(master, run.scale, &relaxed.duals);
        let broken = separation::rules(master, &relaxed);
        let sent = rounds::pools(run, master, supply, &duals, &rounds::usual(master));
        let priced = rounds::classes(run, master, supply, &duals);
        let columns = priced.offers.into_iter().filter_map(|column| learn(master, column)).count();
        let missions = sent.missions.into_iter().filter_map(|mission| master.add_mission(mission)).count();
        let raised = master.raise_prices(&relaxed, master.dearest());
        if broken + columns + missions + raised == 0 {
            break;
        }
        relaxed = master.solve()?;
    }
    Ok(relaxed)
}

/// The missions that `relaxed` takes.
pub fn sent<'m>(master: &'m Master, relaxed: &Relaxed) -> Vec<&'m Mission> {
    let taken = master.missions.iter().zip(&relaxed.missions).filter(|(_, value)| **value > WHOLE);
    taken.map(|(mission, _)| mission).collect()
}

/// The integer programme over the columns nearest to the relaxation's, with its missions and those of the best plan.
fn finish(run: &Run, master: &Master, relaxed: &Relaxed, prices: &Prices) {
    root::programme(run, master, prices, sent(master, relaxed), NODES);
}
