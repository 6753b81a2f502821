//! From itineraries to a proven plan: column generation, cuts, plans from columns, branching.

mod around;
mod assemble;
mod band;
mod barred;
mod basis;
mod booking;
mod bound;
mod branching;
mod ceilings;
mod choices;
mod colgen;
mod conflict;
mod control;
mod crews;
mod cutsets;
mod deals;
mod desk;
mod disjunctions;
mod dive;
mod ejection;
mod escort_cuts;
mod escorting;
mod experience;
mod gathering;
mod greedy;
#[cfg(test)]
mod handmade;
mod hiring;
mod integer;
mod knapsack;
pub mod local;
mod locks;
mod lp;
mod master;
mod naming;
mod neighbourhood;
mod opening;
mod others;
pub mod place;
mod placing;
mod pool;
mod programme;
mod quarrel;
mod rebates;
mod recall;
mod recreate;
mod regroup;
mod repair;
mod root;
mod roster;
mod rounds;
mod rows;
mod ruin;
mod run;
mod separation;
mod solution;
pub mod stages;
mod support;
mod tree;
mod turns;
mod unescorted;

use std::time::Instant;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

pub use conflict::{LOCK_CONFLICTS, LockConflict, LockConflictKind};
pub use control::{Cancel, Options, Phase, PlanError, Progress};
pub use experience::Experience;

use crate::explain;
use crate::feed::Feed;
use crate::ids::{ClassIdx, TiVec};
use crate::itineraries::classes::{self, Class};
use crate::itineraries::column::Column;
use crate::itineraries::prices::{FORBIDDEN, Prices};
use crate::itineraries::pricing::{self, Market, Search};
use crate::itineraries::trips::Trips;
use crate::missions::attendance::Attendance;
use crate::network::Network;
use crate::plan::Plan;
use lp::LpFailure;
use master::{Master, Relaxed};
use run::Run;
use solution::Solution;
use tree::Outcome;

impl From<LpFailure> for PlanError {
    fn from(failure: LpFailure) -> Self {
        Self::Solver(failure.to_string())
    }
}

/// Plans `feed`: a valid plan of least total as far as `options` allow, with a bound that no plan can beat.
///
/// `progress` is called from the planning thread, often at first and then a few times a second. A plan is returned also
/// when `cancel` is used or the time limit ends first; then its status is feasible unless the gap was reached.
///
/// # Errors
/// [`PlanError::Conflict`] where fixed locks can't all be kept; [`PlanError::Stopped`] where planning was stopped before a
/// first plan stood; [`PlanError::Solver`] where the LP solver failed beyond recovery.
pub fn plan(
    feed: &Feed,
    options: &Options,
    cancel: &Cancel,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Plan, PlanError> {
    learn(feed, options, cancel, progress).map(|experience| experience.plan)
}

/// Plans as [`plan`] does, and keeps what was learnt for runs on feeds much like this one ([`Options::experience`]).
///
/// # Errors
/// As [`plan`].
pub fn learn(
    feed: &Feed,
    options: &Options,
    cancel: &Cancel,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Experience, PlanError> {
    let started = Instant::now();
    if cancel.is_cancelled() {
        return Err(PlanError::Stopped);
    }
    let network = Network::new(feed);
    let run = Run::new(&network, options, cancel, started, progress)?;
    let pooled = classes::classes(&network);
    let mut conflicts = locks::conflicts(&network, &pooled);
    if let Some(fewest) = conflicts.iter().map(|conflict| conflict.locks.len()).min() {
        // Each of these is smallest for its rule; rules together may have a smaller one still.
        if fewest > 1 {
            let smaller = quarrel::smallest(&network, options, cancel, started)?;
            conflicts.extend(smaller.filter(|conflict| conflict.locks.len() < fewest));
        }
        return Err(PlanError::Conflict { conflicts });
    }
    let (classes, outcome) = match search(&run, &network, &pooled)? {
        Outcome::Ended => (pooled, Outcome::Ended),
        // The plan found so far stands for single parties too: its columns are those of the pools.
        Outcome::Indistinct => {
            let single = classes::one_by_one(&network);
            run.forget();
            let outcome = search(&run, &network, &single)?;
            (single, outcome)
        }
    };
    debug_assert_eq!(outcome, Outcome::Ended, "single parties can be told apart");
    let Some(solution) = run.best() else {
        if run.stopped() {
            return Err(PlanError::Stopped);
        }
        let hopeless = quarrel::smallest(&network, options, cancel, started)?;
        return Err(hopeless.map_or(PlanError::Stopped, |conflict| PlanError::Conflict { conflicts: vec![conflict] }));
    };
    let (mut plan, behind) = assemble::assemble(&network, &classes, &solution, run.bound(), run.done());
    // Where very many stay, each reason is looked for less far, so that telling them doesn't outlast planning.
    let labels = explain::LABELS / (1 + behind.len() / 128);
    let effort = explain::Effort { labels, until: run.last_word() };
    let corps = run.corps(&network);
    plan.unserved =
        run.pool.install(|| explain::unserved(&network, corps, &classes, &solution.columns, &behind, effort));
    Ok(Experience { plan, worth: run.learnt() })
}

/// Plans over `classes`; the plan and the bound are kept by `run`.
fn search(run: &Run, network: &Network, classes: &TiVec<ClassIdx, Class>) -> Result<Outcome, PlanError> {
    let trips = trips(run, network, classes);
    let mut master = Master::new(network, classes);
    if !seats_first(run, &master) {
        escort_cuts::add(&mut master, &trips);
    }
    master.give_up_at(run.watch().until());
    if let Some(nobody) = Solution::of(&master, Vec::new(), Vec::new()) {
        run.found(nobody);
    }
    add_fixed(run, &mut master, &trips);
    first_plans(run, &mut master, &trips);
    // Where a loose gap was asked for, that may be all there is to do.
    if run.done() {
        return Ok(Outcome::Ended);
    }
    match prove(run, &mut master, &trips) {
        // What was found and proven until then stands.
        Err(failure) if failure.is_late() => Ok(Outcome::Ended),
        outcome => Ok(outcome?),
    }
}

/// Searches for a bound and better plans; where classes are many, first for a bound without escorts.
fn prove(run: &Run, master: &mut Master, trips: &Trips) -> Result<Outcome, LpFailure> {
    if seats_first(run, master) {
        run.enter(Phase::Pricing);
        let mut node = unescorted::price(run, master, trips)?;
        root::seat(run, master, trips, &mut node);
        if run.stopped() || run.done() {
            return Ok(Outcome::Ended);
        }
        escort_cuts::add(master, trips);
    }
    tree::search(run, master, trips)
}

/// Whether everyone is priced and seated without escorts first, of whom no row knows until then.
fn seats_first(run: &Run, master: &Master) -> bool {
    master.classes.len() > FEW && !knows_worth(run)
}

/// Whether an earlier run left prices.
fn knows_worth(run: &Run) -> bool {
    run.options.experience.as_ref().is_some_and(|experience| experience.worth.is_some())
}

/// The plans that stand before any relaxation does: as far as there is experience, that of the old plan.
fn first_plans(run: &Run, master: &mut Master, trips: &Trips) {
    let experience = run.options.experience.as_ref();
    if !knows_worth(run) {
        opening::open(run, master, trips);
    }
    if let Some(experience) = experience {
        recall::fly_again(run, master, trips, &experience.plan);
    }
    // With old prices, a round of pricing finds more than first plans do.
    if knows_worth(run) || run.done() {
        return;
    }
    let (prices, nothing) = (Prices::default(), Relaxed::default());
    if master.classes.len() <= FEW {
        greedy::first_plans(master, run, trips, &prices, &nothing, escorting::Search::All(1));
        let mut random = ChaCha8Rng::seed_from_u64(run.options.seed);
        recreate::search(run, master, trips, &mut random, QUICK);
    } else {
        // Long before a relaxation stands that knows of scarce places, there is something to gain without.
        let mut random = ChaCha8Rng::seed_from_u64(run.options.seed);
        root::polish(run, master, trips, &prices, &nothing, &mut random);
    }
}

/// The trips of `classes`, led where those in need can be escorted.
fn trips(run: &Run, network: &Network, classes: &TiVec<ClassIdx, Class>) -> Trips {
    let mut trips = Trips::new(network, classes);
    if classes.iter().any(|class| !class.traits.needs.is_empty()) {
        Attendance::new(network, run.corps(network)).keep(network, classes, &mut trips);
    }
    trips
}

/// Adds every itinerary of fixed parties, as far as they aren't too many: a first plan must hold one of each.
fn add_fixed(run: &Run, master: &mut Master, trips: &Trips) {
    let prices = Prices::default();
    let fixed = master.classes.iter_enumerated().filter(|(_, row)| row.traits.fixed.is_some());
    let search = Search { below: FORBIDDEN, most: FIXED, all: true };
    let mut columns: Vec<Column> = Vec::new();
    for (class, row) in fixed {
        let network = master.network;
        let market = Market {
            network,
            prices: &prices,
            scale: run.scale,
            free: &run.free,
            tolls: trips.tolls(),
            potentials: None,
        };
        let offers = pricing::offers(&market, class, row, trips.of(class), search).unwrap_or_default();
        columns.extend(offers.into_iter().map(|offer| Column::new(network, row, offer.route)));
    }
    for column in columns {
        master.add(column);
    }
}

/// Classes up to which several first plans are made, with charters and without, since more take longer than they are better,
/// and rosters come before neighbourhoods; from there on a bound is proven without escorts first.
const FEW: usize = 800;

/// The part by which ruins must make the first plans cheaper to go on before there is a relaxation.
const QUICK: f64 = 0.01;

/// Itineraries of a fixed party that are written down from the start at most.
const FIXED: usize = 1_000;
