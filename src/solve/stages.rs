//! The stages of planning one after the other, each timed: for benches, which can't reach into a run.

use std::time::{Duration, Instant};

use super::colgen::Supply;
use super::control::{Cancel, Options, PlanError};
use super::integer::{self, Effort, Question};
use super::master::Master;
use super::run::Run;
use super::{bound::Duals, classes, rounds, separation};
use crate::network::Network;

/// Nodes of the integer programme's tree.
const NODES: i32 = 5;

/// How long the stages took, and how much came of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stages {
    /// All rounds of pricing itineraries: every class once each.
    pub classes: Duration,
    /// All rounds of pricing missions: every pool once each.
    pub pools: Duration,
    /// All solutions of the restricted master's relaxation, one a round, with its broken rules looked for.
    pub master: Duration,
    /// The integer programme over all columns and missions found.
    pub integer: Duration,
    /// Columns found.
    pub columns: usize,
    /// Missions found.
    pub missions: usize,
    /// Whether the integer programme gave a plan.
    pub planned: bool,
}

/// Runs so many `rounds` of column generation over `network` from nothing, and then the integer programme over what was
/// found, on `threads` threads. Nothing is smoothed, cut or polished on the way: the work is the same each time.
///
/// # Errors
/// As [`super::plan`].
pub fn measure(network: &Network, rounds: usize, threads: usize) -> Result<Stages, PlanError> {
    let (options, cancel) = (Options { threads, ..Options::default() }, Cancel::default());
    let mut silent = |_: &super::Progress| {};
    let run = Run::new(network, &options, &cancel, Instant::now(), &mut silent)?;
    let classes = classes::classes(network);
    let trips = super::trips(&run, network, &classes);
    let mut master = Master::new(network, &classes);
    let supply = Supply::of(&trips);
    let mut stages = Stages::default();
    for _ in 0..rounds {
        let started = Instant::now();
        let relaxed = master.solve()?;
        separation::rules(&mut master, &relaxed);
        let duals = Duals::safe(&master, run.scale, &relaxed.duals);
        stages.master += started.elapsed();
        let started = Instant::now();
        let priced = rounds::classes(&run, &master, supply, &duals);
        stages.classes += started.elapsed();
        let started = Instant::now();
        let sent = rounds::pools(&run, &master, supply, &duals, &rounds::usual(&master));
        stages.pools += started.elapsed();
        priced.offers.into_iter().for_each(|column| _ = master.add(column));
        sent.missions.into_iter().for_each(|mission| _ = master.add_mission(mission));
    }
    (stages.columns, stages.missions) = (master.columns.len(), master.missions.len());
    let question = Question {
        columns: master.columns.iter().collect(),
        missions: master.missions.iter().collect(),
        ..Question::default()
    };
    let started = Instant::now();
    let effort = Effort { nodes: NODES, gap: 0.01, time: None };
    stages.planned = integer::best(&run, &master, &[question], effort).iter().any(Option::is_some);
    stages.integer = started.elapsed();
    Ok(stages)
}
