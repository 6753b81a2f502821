//! The restricted master as an integer programme: the best plan from columns and missions at hand. It gives plans, never
//! bounds.

use std::time::Duration;

use good_lp::solvers::WithInitialSolution;
use good_lp::solvers::highs::{HighsParallelType, highs};
use good_lp::{Solution as _, SolverModel};

use super::master::Master;
use super::programme::Programme;
use super::solution::Solution;
use crate::itineraries::column::Column;
use crate::missions::way::Mission;

/// What the programme may do.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Nodes of HiGHS's tree; a count, not a time, so that a run can be repeated.
    pub nodes: i32,
    /// Relative gap at which to stop.
    pub gap: f64,
    /// Time left of the run, if it is limited.
    pub time: Option<Duration>,
}

/// What the programme is about: what is kept stands, everything else is chosen anew from what is offered.
#[derive(Debug, Default)]
pub struct Question<'a> {
    /// Columns that stand.
    pub kept: Vec<&'a Column>,
    /// Missions that stand.
    pub sent: Vec<&'a Mission>,
    /// Columns to choose from, without repetition.
    pub columns: Vec<&'a Column>,
    /// Missions to choose from, without repetition.
    pub missions: Vec<&'a Mission>,
    /// Columns that the other parties have now, one entry per party.
    pub now: Vec<&'a Column>,
    /// Missions that are sent now besides those that stand, one entry per escort.
    pub away: Vec<&'a Mission>,
}

/// The best plan that HiGHS finds.
pub fn best(master: &Master, question: &Question, effort: Effort) -> Option<Solution> {
    let mut programme = Programme::new(master, question);
    // HiGHS takes no solution of a programme without variables to start from.
    if programme.initial.is_empty() {
        let columns = question.kept.iter().map(|&column| column.clone()).collect();
        return Solution::of(master, columns, question.sent.iter().map(|&mission| mission.clone()).collect());
    }
    let mut problem = std::mem::take(&mut programme.vars)
        .minimise(std::mem::take(&mut programme.cost))
        .using(highs)
        .set_parallel(HighsParallelType::Off)
        .set_threads(1)
        .set_mip_rel_gap(effort.gap as f32)
        .ok()?;
    problem = problem.set_option("mip_max_nodes", effort.nodes).set_option("random_seed", 0);
    if let Some(time) = effort.time {
        problem = problem.set_time_limit(time.as_secs_f64());
    }
    let mut problem = problem.with_initial_solution(std::mem::take(&mut programme.initial));
    for row in std::mem::take(&mut programme.rows) {
        problem.add_constraint(row);
    }
    let solved = problem.solve().ok()?;
    let times = |var| solved.value(var).round().max(0.0) as usize;
    let mut columns: Vec<Column> = question.kept.iter().map(|&column| column.clone()).collect();
    for &(column, var) in &programme.columns {
        columns.extend(std::iter::repeat_n(column.clone(), times(var)));
    }
    let mut missions: Vec<Mission> = question.sent.iter().map(|&mission| mission.clone()).collect();
    for &(mission, var) in &programme.missions {
        missions.extend(std::iter::repeat_n(mission.clone(), times(var)));
    }
    Solution::of(master, columns, missions)
}
