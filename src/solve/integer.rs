//! The restricted master as an integer programme: the best plan from columns and missions at hand. It gives plans, never
//! bounds.

use std::time::Duration;

use good_lp::solvers::WithInitialSolution;
use good_lp::solvers::highs::{HighsParallelType, highs};
use good_lp::{Solution as _, SolverModel, Variable};
use rayon::prelude::*;

use super::master::Master;
use super::programme::{Programme, Task};
use super::run::Run;
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

impl<'a> Question<'a> {
    /// The plan `best` chosen anew as far as `chooses` and `sends` say, from `columns` and `missions` and what it has now.
    pub fn anew(
        best: &'a Solution,
        chooses: impl Fn(&Column) -> bool,
        sends: impl Fn(&Mission) -> bool,
        mut columns: Vec<&'a Column>,
        mut missions: Vec<&'a Mission>,
    ) -> Self {
        let (now, kept): (Vec<&Column>, Vec<&Column>) = best.columns.iter().partition(|column| chooses(column));
        let (away, sent): (Vec<&Mission>, Vec<&Mission>) = best.missions.iter().partition(|mission| sends(mission));
        columns.extend(&now);
        columns.sort_unstable_by(|one, other| one.route.cmp(&other.route));
        columns.dedup_by(|one, other| one.route == other.route);
        missions.extend(&away);
        missions.sort_unstable_by(|one, other| one.way.cmp(&other.way));
        missions.dedup_by(|one, other| one.way == other.way);
        Self { kept, sent, columns, missions, now, away }
    }
}

/// Keeps the best plan that HiGHS finds for `question`, if it is better.
pub fn improve(run: &Run, master: &Master, question: Question, effort: Effort) {
    for solution in best(run, master, &[question], effort).into_iter().flatten() {
        run.found(solution);
    }
}

/// The best plan that HiGHS finds for each of `questions`, asked side by side; HiGHS itself uses one thread for each, so
/// that answers don't depend on how many there are.
pub fn best(run: &Run, master: &Master, questions: &[Question], effort: Effort) -> Vec<Option<Solution>> {
    let mut programmes: Vec<Programme> = questions.iter().map(|question| Programme::new(master, question)).collect();
    let tasks: Vec<(Task, Vec<Variable>)> =
        programmes.iter_mut().map(|programme| (std::mem::take(&mut programme.task), programme.asked())).collect();
    let answers: Vec<Option<Vec<usize>>> =
        run.pool.install(|| tasks.into_par_iter().map(|(task, asked)| answer(task, &asked, effort)).collect());
    let solution = |((programme, question), times): ((Programme, &Question), Option<Vec<usize>>)| {
        let times = times?;
        let (columns, missions) = times.split_at(programme.columns.len());
        let mut taken: Vec<Column> = question.kept.iter().map(|&column| column.clone()).collect();
        for (&(column, _), &times) in programme.columns.iter().zip(columns) {
            taken.extend(std::iter::repeat_n(column.clone(), times));
        }
        let mut sent: Vec<Mission> = question.sent.iter().map(|&mission| mission.clone()).collect();
        for (&(mission, _), &times) in programme.missions.iter().zip(missions) {
            sent.extend(std::iter::repeat_n(mission.clone(), times));
        }
        Solution::of(master, taken, sent)
    };
    programmes.into_iter().zip(questions).zip(answers).map(solution).collect()
}

/// How often each of `asked` is taken in the best solution found.
fn answer(task: Task, asked: &[Variable], effort: Effort) -> Option<Vec<usize>> {
    // HiGHS takes no solution of a programme without variables to start from.
    if task.initial.is_empty() {
        return Some(Vec::new());
    }
    let mut problem = task
        .vars
        .minimise(task.cost)
        .using(highs)
        .set_parallel(HighsParallelType::Off)
        .set_threads(1)
        .set_mip_rel_gap(effort.gap as f32)
        .ok()?;
    problem = problem.set_option("mip_max_nodes", effort.nodes).set_option("random_seed", 0);
    // Starting anew at the root and looking for symmetry pay in long searches; these took half their time for nothing.
    problem = problem.set_option("mip_allow_restart", false).set_option("mip_detect_symmetry", false);
    // Nor is there a solution to look for where one is given.
    problem = problem.set_option("mip_heuristic_run_feasibility_jump", false);
    if let Some(time) = effort.time {
        problem = problem.set_time_limit(time.as_secs_f64());
    }
    let mut problem = problem.with_initial_solution(task.initial);
    for row in task.rows {
        problem.add_constraint(row);
    }
    let solved = problem.solve().ok()?;
    Some(asked.iter().map(|&var| solved.value(var).round().max(0.0) as usize).collect())
}
